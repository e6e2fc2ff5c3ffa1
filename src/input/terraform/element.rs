//! One element of `resource_changes`, or of a module's `resources` in `prior_state`, becomes declared resources.
//!
//! It owns the element's members and the meaning of its actions; it does not decide which elements are wanted
//! ([`super::plan`] does).
//!
//! Shape: the element's text in; an [`Entry`] out, with the resource as it will be, as it is, and its change.

use super::members::leave_object;
use super::stream::{Captured, StreamError};
use super::values::{Kept, Mask, MaskOf, Names, apply_sensitive, apply_unknown};
use crate::input::declared::{Declared, Dialect, Members, Node, Tree};
use crate::model::{Action, Change, Presence, ResourceHandle};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// An element, what is kept of its values parsed.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) address: String,
    /// A data source; absent in the oldest formats, which list managed resources only.
    pub(super) is_data: bool,
    pub(super) resource_type: String,
    pub(super) provider: String,
    /// Set for an object that was replaced and not yet destroyed: its address belongs to another object.
    pub(super) is_deposed: bool,
    actions: Vec<String>,
    before: Option<Node>,
    after: Option<Node>,
    after_unknown: Mask,
    before_sensitive: Mask,
    after_sensitive: Mask,
    replace_paths: Option<Vec<Vec<serde_json::Value>>>,
}

/// Reads an element in one pass, keeping these attributes; no value of a type that is not wanted needs any.
struct EntryOf<'a>(Kept<'a>);

impl<'de> DeserializeSeed<'de> for EntryOf<'_> {
    type Value = Entry;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Entry, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EntryOf<'_> {
    type Value = Entry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a resource")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        const NAMES: Names<'_> = Names::new(&[
            "address",
            "mode",
            "type",
            "provider_name",
            "deposed",
            "change",
            "values",
            "sensitive_values",
        ]);
        let mut entry = Entry::default();
        while let Some(name) = map.next_key_seed(NAMES)? {
            match name {
                Some("address") => entry.address = map.next_value()?,
                Some("mode") => entry.is_data = map.next_value::<String>()? == "data",
                Some("type") => entry.resource_type = map.next_value()?,
                Some("provider_name") => entry.provider = map.next_value()?,
                Some("deposed") => entry.is_deposed = map.next_value::<Option<IgnoredAny>>()?.is_some(),
                Some("change") => map.next_value_seed(ChangeInto(&mut entry, self.0))?,
                Some("values") => entry.after = map.next_value_seed(self.0)?,
                Some("sensitive_values") => entry.after_sensitive = map.next_value_seed(MaskOf(Some(self.0)))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if entry.address.is_empty() || entry.resource_type.is_empty() {
            return Err(A::Error::custom("a resource without an address or a type"));
        }
        Ok(entry)
    }
}

/// Reads the member `change` into an entry.
struct ChangeInto<'e, 'a>(&'e mut Entry, Kept<'a>);

impl<'de> DeserializeSeed<'de> for ChangeInto<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ChangeInto<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a change")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        const NAMES: Names<'_> = Names::new(&[
            "actions",
            "before",
            "after",
            "after_unknown",
            "before_sensitive",
            "after_sensitive",
            "replace_paths",
        ]);
        let Self(entry, kept) = self;
        while let Some(name) = map.next_key_seed(NAMES)? {
            match name {
                Some("actions") => entry.actions = map.next_value()?,
                Some("before") => entry.before = map.next_value_seed(kept)?,
                Some("after") => entry.after = map.next_value_seed(kept)?,
                Some("after_unknown") => entry.after_unknown = map.next_value_seed(MaskOf(Some(kept)))?,
                Some("before_sensitive") => entry.before_sensitive = map.next_value_seed(MaskOf(Some(kept)))?,
                Some("after_sensitive") => entry.after_sensitive = map.next_value_seed(MaskOf(Some(kept)))?,
                Some("replace_paths") => entry.replace_paths = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
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
        element.parse_with(EntryOf(kept))
    }

    /// Whether an object is left when the plan is carried out.
    pub(super) fn leaves_object(&self) -> bool {
        leave_object(&self.actions)
    }

    /// What happens to the resource. A word that this reader does not know is left out.
    pub(super) fn planned_change(&self) -> Change {
        let actions = self.actions.iter().filter_map(|word| Action::from_word(word)).collect();
        let replace_paths = self.replace_paths.iter().flatten().map(|path| dotted(path)).collect();
        Change { actions, replace_paths }
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
        let id = body.get("id").and_then(Node::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
        Declared {
            handle: ResourceHandle { input, name: self.address.as_str().into() },
            dialect: Dialect::Azurerm,
            resource_type: self.resource_type.clone(),
            subject: self.address.clone(),
            id,
            subscription: String::new(),
            presence,
            body,
            relation: None,
        }
    }
}

fn dotted(path: &[serde_json::Value]) -> String {
    let steps: Vec<String> =
        path.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned)).collect();
    steps.join(".")
}
