//! One element of `resource_changes`, or of a module's `resources` in `prior_state`, becomes declared resources.
//!
//! It owns the element's members and the meaning of its actions; it does not decide which elements are wanted
//! ([`super::plan`] does).
//!
//! Shape: the element's text in; an [`Entry`] out, with the resource as it will be, as it is, and its change.

use super::address::Address;
use super::members::{Members, leave_object};
use super::stream::{Captured, StreamError};
use super::values::{Kept, Mask, apply_sensitive, apply_unknown, kept_mask, kept_values};
use crate::input::declared::{Declared, Dialect, Node, Tree};
use crate::model::{Action, Change, Presence, ResourceHandle};
use std::collections::BTreeMap;

/// An element, its values not yet parsed.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) address: String,
    /// A data source; absent in the oldest formats, which list managed resources only.
    pub(super) is_data: bool,
    pub(super) resource_type: String,
    pub(super) provider: String,
    /// Set for an object that was replaced and not yet destroyed: its address belongs to another object.
    pub(super) is_deposed: bool,
    actions: Vec<String>,
    before: Option<Captured<'a>>,
    after: Option<Captured<'a>>,
    after_unknown: Option<Captured<'a>>,
    before_sensitive: Option<Captured<'a>>,
    after_sensitive: Option<Captured<'a>>,
    replace_paths: Vec<Vec<serde_json::Value>>,
}

/// Whether a provider is azurerm. Its name is bare in plans of Terraform 0.12, and missing in trimmed ones.
pub(super) fn is_azurerm(provider: &str) -> bool {
    provider.is_empty() || provider == "azurerm" || provider.ends_with("/hashicorp/azurerm")
}

impl<'a> Entry<'a> {
    /// Reads an element of `resource_changes` or of `prior_state`, whose `values` are taken for `after`.
    ///
    /// # Errors
    /// When it is not of the expected shape.
    pub(super) fn read(element: Captured<'a>) -> Result<Self, StreamError> {
        let mut entry = Self {
            address: String::new(),
            is_data: false,
            resource_type: String::new(),
            provider: String::new(),
            is_deposed: false,
            actions: Vec::new(),
            before: None,
            after: None,
            after_unknown: None,
            before_sensitive: None,
            after_sensitive: None,
            replace_paths: Vec::new(),
        };
        let mut members = Members::of(element).ok_or_else(|| element.unexpected())?;
        while let Some(key) = members.key()? {
            let value = members.value()?;
            match key {
                b"address" => entry.address = value.parse()?,
                b"mode" => entry.is_data = value.bytes == b"\"data\"",
                b"type" => entry.resource_type = value.parse()?,
                b"provider_name" => entry.provider = value.parse()?,
                b"deposed" => entry.is_deposed = value.bytes != b"null",
                b"change" => entry.change(value)?,
                b"values" => entry.after = Some(value),
                b"sensitive_values" => entry.after_sensitive = Some(value),
                _ => {}
            }
        }
        if entry.address.is_empty() || entry.resource_type.is_empty() {
            return Err(element.unexpected());
        }
        Ok(entry)
    }

    fn change(&mut self, change: Captured<'a>) -> Result<(), StreamError> {
        let mut members = Members::of(change).ok_or_else(|| change.unexpected())?;
        while let Some(key) = members.key()? {
            let value = members.value()?;
            match key {
                b"actions" => self.actions = value.parse()?,
                b"before" => self.before = Some(value),
                b"after" => self.after = Some(value),
                b"after_unknown" => self.after_unknown = Some(value),
                b"before_sensitive" => self.before_sensitive = Some(value),
                b"after_sensitive" => self.after_sensitive = Some(value),
                b"replace_paths" => self.replace_paths = value.parse::<Option<_>>()?.unwrap_or_default(),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether an object is left when the plan is carried out.
    pub(super) fn leaves_object(&self) -> bool {
        leave_object(&self.actions)
    }

    /// What happens to the resource. A word that this reader does not know is left out.
    pub(super) fn planned_change(&self) -> Change {
        let actions = self.actions.iter().filter_map(|word| Action::from_word(word)).collect();
        let replace_paths = self.replace_paths.iter().map(|path| dotted(path)).collect();
        Change { actions, replace_paths }
    }

    /// The resource as it will be; `None` when it will not be.
    ///
    /// # Errors
    /// When its values or masks are not of the expected shape.
    pub(super) fn after(
        &self,
        input: usize,
        kept: Kept<'_>,
        secrets: &mut Vec<String>,
    ) -> Result<Option<Declared>, StreamError> {
        if !self.leaves_object() {
            return Ok(None);
        }
        let known = self.after.map(|after| kept_values(after, kept)).transpose()?.flatten();
        // A resource of which nothing is known may have no values at all.
        let mut body = known.unwrap_or_else(|| Node::new(Tree::Object(BTreeMap::new())));
        apply_unknown(&mut body, &mask(self.after_unknown, kept)?);
        apply_sensitive(&mut body, &mask(self.after_sensitive, kept)?, secrets);
        let presence = if self.is_data { Presence::External } else { Presence::Declared };
        Ok(Some(self.declared(input, presence, body)))
    }

    /// The resource as it is; `None` when there is none.
    ///
    /// # Errors
    /// When its values or mask are not of the expected shape.
    pub(super) fn before(
        &self,
        input: usize,
        kept: Kept<'_>,
        secrets: &mut Vec<String>,
    ) -> Result<Option<Declared>, StreamError> {
        let known = self.before.map(|before| kept_values(before, kept)).transpose()?.flatten();
        let Some(mut body) = known else { return Ok(None) };
        apply_sensitive(&mut body, &mask(self.before_sensitive, kept)?, secrets);
        Ok(Some(self.declared(input, Presence::Declared, body)))
    }

    /// A resource whose `subscription` is filled in when the configuration has been read.
    fn declared(&self, input: usize, presence: Presence, body: Node) -> Declared {
        let id = body.get("id").and_then(Node::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
        Declared {
            handle: ResourceHandle { input, name: self.address.clone() },
            dialect: Dialect::Azurerm,
            resource_type: self.resource_type.clone(),
            subject: self.address.clone(),
            id,
            subscription: String::new(),
            presence,
            body,
        }
    }
}

fn mask(mask: Option<Captured<'_>>, kept: Kept<'_>) -> Result<Mask, StreamError> {
    mask.map_or(Ok(Mask::Nowhere), |mask| kept_mask(mask, kept))
}

fn dotted(path: &[serde_json::Value]) -> String {
    let steps: Vec<String> =
        path.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned)).collect();
    steps.join(".")
}

/// The names of the modules an address goes through; empty for the root module and for text that is no address.
pub(super) fn module_of(address: &str) -> String {
    Address::parse(address).map(|address| address.block.module_name()).unwrap_or_default()
}
