//! One element of `resource_changes`, or of a module's `resources` in `prior_state`, becomes declared resources.
//!
//! It owns the element's members and the meaning of its actions; it does not decide which elements are wanted
//! ([`super::plan`] does).
//!
//! Shape: the element's text in; an [`Entry`] out, with the resource as it will be, as it is, and its change.

use super::address::Address;
use super::stream::{Captured, StreamError};
use super::values::{Kept, Mask, MaskOf, apply_sensitive, apply_unknown};
use crate::input::declared::{Declared, Dialect, Node, Tree};
use crate::model::{Action, Change, Presence, ResourceHandle};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// An element, its values not yet parsed.
#[derive(Debug, Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) address: Cow<'a, str>,
    /// `managed` or `data`; absent in the oldest formats, which list managed resources only.
    #[serde(borrow, default)]
    pub(super) mode: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) r#type: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) provider_name: Cow<'a, str>,
    /// Set for an object that was replaced and not yet destroyed: its address belongs to another object.
    #[serde(borrow, default)]
    pub(super) deposed: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) change: Values<'a>,
}

/// The member `change`.
#[derive(Debug, Deserialize)]
pub(super) struct Values<'a> {
    #[serde(borrow, default)]
    actions: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    before: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after_unknown: Option<&'a RawValue>,
    #[serde(borrow, default)]
    before_sensitive: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after_sensitive: Option<&'a RawValue>,
    #[serde(default)]
    replace_paths: Vec<Vec<serde_json::Value>>,
}

/// A resource of `prior_state`.
#[derive(Debug, Deserialize)]
pub(super) struct StateEntry<'a> {
    #[serde(borrow)]
    pub(super) address: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) mode: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) r#type: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) provider_name: Cow<'a, str>,
    #[serde(borrow, default)]
    values: Option<&'a RawValue>,
    #[serde(borrow, default)]
    sensitive_values: Option<&'a RawValue>,
}

/// Whether a provider is azurerm. Its name is bare in plans of Terraform 0.12, and missing in trimmed ones.
pub(super) fn is_azurerm(provider: &str) -> bool {
    provider.is_empty() || provider == "azurerm" || provider.ends_with("/hashicorp/azurerm")
}

impl Entry<'_> {
    /// Whether an object is left when the plan is carried out.
    pub(super) fn leaves_object(&self) -> bool {
        let removes = |action: &Cow<'_, str>| action == "delete" || action == "forget";
        self.change.actions.is_empty() || !self.change.actions.iter().all(removes)
    }

    /// What happens to the resource. A word that this reader does not know is left out.
    pub(super) fn planned_change(&self) -> Change {
        let actions = self.change.actions.iter().filter_map(|word| Action::from_word(word)).collect();
        let replace_paths = self.change.replace_paths.iter().map(|path| dotted(path)).collect();
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
        place: Captured<'_>,
        secrets: &mut Vec<String>,
    ) -> Result<Option<Declared>, StreamError> {
        if !self.leaves_object() {
            return Ok(None);
        }
        let known = self.change.after.map(|after| values(after, kept, place)).transpose()?.flatten();
        // A resource of which nothing is known may have no values at all.
        let mut body = known.unwrap_or_else(|| Node::new(Tree::Object(BTreeMap::new())));
        apply_unknown(&mut body, &mask(self.change.after_unknown, kept, place)?);
        apply_sensitive(&mut body, &mask(self.change.after_sensitive, kept, place)?, secrets);
        let presence = if self.mode == "data" { Presence::External } else { Presence::Declared };
        Ok(Some(declared(input, &self.address, &self.r#type, presence, body)))
    }

    /// The resource as it is; `None` when there is none.
    ///
    /// # Errors
    /// When its values or mask are not of the expected shape.
    pub(super) fn before(
        &self,
        input: usize,
        kept: Kept<'_>,
        place: Captured<'_>,
        secrets: &mut Vec<String>,
    ) -> Result<Option<Declared>, StreamError> {
        let Some(before) = self.change.before else { return Ok(None) };
        let Some(mut body) = values(before, kept, place)? else { return Ok(None) };
        apply_sensitive(&mut body, &mask(self.change.before_sensitive, kept, place)?, secrets);
        Ok(Some(declared(input, &self.address, &self.r#type, Presence::Declared, body)))
    }
}

impl StateEntry<'_> {
    /// The data source as it was read; `None` without values.
    ///
    /// # Errors
    /// When its values or mask are not of the expected shape.
    pub(super) fn read(
        &self,
        input: usize,
        kept: Kept<'_>,
        place: Captured<'_>,
        secrets: &mut Vec<String>,
    ) -> Result<Option<Declared>, StreamError> {
        let Some(read) = self.values else { return Ok(None) };
        let Some(mut body) = values(read, kept, place)? else { return Ok(None) };
        apply_sensitive(&mut body, &mask(self.sensitive_values, kept, place)?, secrets);
        Ok(Some(declared(input, &self.address, &self.r#type, Presence::External, body)))
    }
}

fn values(raw: &RawValue, kept: Kept<'_>, place: Captured<'_>) -> Result<Option<Node>, StreamError> {
    Captured { offset: place.offset, bytes: raw.get().as_bytes() }.parse_with(kept)
}

fn mask(raw: Option<&RawValue>, kept: Kept<'_>, place: Captured<'_>) -> Result<Mask, StreamError> {
    let Some(raw) = raw else { return Ok(Mask::Nowhere) };
    Captured { offset: place.offset, bytes: raw.get().as_bytes() }.parse_with(MaskOf(Some(kept)))
}

/// A resource whose `subscription` is filled in when the configuration has been read.
fn declared(input: usize, address: &str, resource_type: &str, presence: Presence, body: Node) -> Declared {
    let id = body.get("id").and_then(Node::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
    Declared {
        handle: ResourceHandle { input, name: address.to_owned() },
        dialect: Dialect::Azurerm,
        resource_type: resource_type.to_owned(),
        subject: address.to_owned(),
        id,
        subscription: String::new(),
        presence,
        body,
    }
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
