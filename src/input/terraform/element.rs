//! One element of `resource_changes`, or of a module's `resources` in `prior_state`, becomes declared resources.
//!
//! It owns the element's members and the meaning of its actions; it does not decide which elements are wanted
//! ([`super::plan`] does).
//!
//! Shape: the element's text in; an [`Entry`] out, with the resource as it will be, as it is, and its change.

use super::members::{Walk, leave_object};
use super::replacement::replaced_by;
use super::stream::{Captured, StreamError};
use super::values::{Kept, Mask, apply_sensitive, apply_unknown, attributes, mask};
use crate::input::declared::{Declared, Dialect, Members, Node, Tree};
use crate::model::{Action, Change, Presence, ResourceHandle};
use smol_str::SmolStr;

/// An element, what is kept of its values parsed.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) address: SmolStr,
    /// A data source; absent in the oldest formats, which list managed resources only.
    pub(super) is_data: bool,
    pub(super) resource_type: SmolStr,
    pub(super) provider: SmolStr,
    /// Set for an object that was replaced and not yet destroyed: its address belongs to another object.
    pub(super) is_deposed: bool,
    actions: Vec<SmolStr>,
    before: Option<Node>,
    after: Option<Node>,
    after_unknown: Mask,
    before_sensitive: Mask,
    after_sensitive: Mask,
    replace_paths: Option<Vec<Vec<serde_json::Value>>>,
    reason: Option<String>,
    previous_address: Option<String>,
    importing: Option<String>,
}

/// The member `importing` of a change. Its `id` is missing when it is not known.
#[derive(serde::Deserialize)]
struct Importing {
    id: Option<String>,
}

/// Whether a provider is azurerm. Its name is bare in plans of Terraform 0.12, and missing in trimmed ones.
pub(super) fn is_azurerm(provider: &str) -> bool {
    provider.is_empty() || provider == "azurerm" || provider.ends_with("/hashicorp/azurerm")
}

impl Entry {
    /// Reads an element of `resource_changes` or of `prior_state`, whose `values` are taken for `after`.
    ///
    /// # Errors
    /// When it is not of the expected shape.
    pub(super) fn read(element: Captured<'_>, kept: Kept<'_>) -> Result<Self, StreamError> {
        let mut entry = Self::default();
        let mut walk = Walk::of(element).ok_or_else(|| element.unexpected())?;
        while let Some(key) = walk.key()? {
            let value = walk.value()?;
            match key {
                b"address" => entry.address = value.parse()?,
                b"mode" => entry.is_data = value.bytes == b"\"data\"",
                b"type" => entry.resource_type = value.parse()?,
                b"provider_name" => entry.provider = value.parse()?,
                b"deposed" => entry.is_deposed = value.bytes != b"null",
                b"action_reason" => entry.reason = value.parse()?,
                b"previous_address" => entry.previous_address = value.parse()?,
                b"change" => entry.read_change(value, kept)?,
                b"values" => entry.after = attributes(value, kept)?,
                b"sensitive_values" => entry.after_sensitive = mask(value, kept)?,
                _ => {}
            }
        }
        if entry.address.is_empty() || entry.resource_type.is_empty() {
            return Err(element.malformed("a resource without an address or a type"));
        }
        Ok(entry)
    }

    fn read_change(&mut self, change: Captured<'_>, kept: Kept<'_>) -> Result<(), StreamError> {
        let mut walk = Walk::of(change).ok_or_else(|| change.unexpected())?;
        while let Some(key) = walk.key()? {
            let value = walk.value()?;
            match key {
                b"actions" => self.actions = value.parse()?,
                b"before" => self.before = attributes(value, kept)?,
                b"after" => self.after = attributes(value, kept)?,
                b"after_unknown" => self.after_unknown = mask(value, kept)?,
                b"before_sensitive" => self.before_sensitive = mask(value, kept)?,
                b"after_sensitive" => self.after_sensitive = mask(value, kept)?,
                b"replace_paths" => self.replace_paths = value.parse()?,
                b"importing" => self.importing = value.parse::<Option<Importing>>()?.and_then(|found| found.id),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether an object is left when the plan is carried out.
    pub(super) fn leaves_object(&self) -> bool {
        leave_object(&self.actions)
    }

    /// What happens to the resource; `kept` are the attributes whose masks are known. A word that this reader does not
    /// know is left out.
    pub(super) fn planned_change(&self, kept: &[&str]) -> Change {
        let paths = self.replace_paths.as_deref().unwrap_or_default();
        Change {
            created_first: None,
            actions: self.actions.iter().filter_map(|word| Action::from_word(word)).collect(),
            replaced_by: replaced_by(paths, kept, [&self.before_sensitive, &self.after_sensitive]),
            reason: self.reason.clone(),
            previous_address: self.previous_address.clone(),
            importing: self.importing.clone(),
        }
    }

    /// Takes the resource as it will be; `None` when it will not be.
    pub(super) fn take_after(&mut self, input: usize, secrets: &mut Vec<String>) -> Option<Declared> {
        if !self.leaves_object() {
            return None;
        }
        // A resource of which nothing is known may have no values at all.
        let mut body = self.after.take().unwrap_or_else(|| Node::new(Tree::Object(Members::new())));
        apply_unknown(&mut body, &self.after_unknown);
        apply_sensitive(&mut body, &self.after_sensitive, secrets);
        let presence = if self.is_data { Presence::External } else { Presence::Declared };
        Some(self.declared(input, presence, body))
    }

    /// Takes the resource as it is; `None` when there is none.
    pub(super) fn take_before(&mut self, input: usize, secrets: &mut Vec<String>) -> Option<Declared> {
        let mut body = self.before.take()?;
        apply_sensitive(&mut body, &self.before_sensitive, secrets);
        Some(self.declared(input, Presence::Declared, body))
    }

    /// A resource whose `subscription` is filled in when the configuration has been read.
    fn declared(&self, input: usize, presence: Presence, body: Node) -> Declared {
        let id = body.get("id").and_then(Node::as_text).filter(|id| !id.is_empty()).map(SmolStr::from);
        Declared {
            handle: ResourceHandle { input, name: self.address.clone() },
            dialect: Dialect::Azurerm,
            resource_type: self.resource_type.clone(),
            subject: self.address.clone(),
            id,
            subscription: SmolStr::default(),
            presence,
            body,
            relation: None,
        }
    }
}
