//! Terraform plans (`terraform show -json`, `tofu show -json`) become declared resources.
//!
//! It owns the plan's format: sections, values and masks, addresses, the configuration's references. It does not read
//! sources, and it knows no resource type: the caller's table says which types and attributes are wanted and what an
//! attribute may refer to.
//!
//! Shape: [`load`] takes a stream and gives a [`PlanLoaded`]; [`PlanLoaded::resolve`] then fills in the references,
//! once the caller has found the sources or knows that there are none.

pub(crate) mod address;
pub(crate) mod attach;
mod azapi;
mod carried;
mod completed;
#[cfg(test)]
mod completed_tests;
pub(crate) mod configuration;
mod element;
mod embedded;
pub(crate) mod evaluate;
mod evaluated;
pub(crate) mod expression;
pub(crate) mod front;
mod groups;
mod instances;
pub(crate) mod listing;
mod members;
mod mentions;
mod order;
mod plan;
mod provenance;
mod references;
mod replacement;
mod seen;
pub(crate) mod sources;
mod stream;
mod structural;
mod values;

use self::address::Address;
use self::configuration::Configuration;
use super::declared::Declared;
use super::error::InputError;
use crate::model::{Change, ResourceHandle};
use std::collections::BTreeMap;
use std::io::Read;

/// Asks for all attributes of a resource type, of whatever provider.
pub(crate) const EVERYTHING: &[&str] = &["*"];

/// What the caller wants of a plan.
#[derive(Clone, Copy)]
pub(crate) struct PlanOptions<'a> {
    /// The top-level attributes to keep of a resource type (`id` always is), or [`EVERYTHING`]; `None` for a type that is
    /// only counted.
    pub(crate) wanted_attributes: &'a dyn Fn(&str) -> Option<&'a [&'a str]>,
}

/// What a plan holds of the wanted resources.
#[derive(Debug, Default)]
pub(crate) struct PlanLoaded {
    /// Managed resources as they will be, in the plan's order, then data sources, with
    /// [`Presence::External`](crate::model::Presence::External). `body` always has the `id`, known or unknown, where
    /// the plan has it.
    pub(crate) after: Vec<Declared>,
    /// Managed resources as they are, in the plan's order.
    pub(crate) before: Vec<Declared>,
    /// What happens to each managed resource of a wanted type.
    pub(crate) changes: Vec<(ResourceHandle, Change)>,
    /// Managed resources that will exist and are of other types: type and count.
    pub(crate) not_understood: BTreeMap<String, usize>,
    /// Sentences a reader of the report must know.
    pub(crate) notes: Vec<String>,
    /// Terraform failed while planning: resources are missing.
    pub(crate) is_errored: bool,
    /// Instances may be missing from it: it is errored, targeted, or defers changes.
    pub(crate) is_partial: bool,
    /// Strings marked sensitive in what was kept, and the values of sensitive variables; sorted, no two equal.
    pub(crate) secrets: Vec<String>,
    /// What the plan says of its sources.
    pub(crate) configuration: Configuration,
    /// What the sources tell of the parameters of template deployments, and of templates, that the plan does not know: by address
    /// and argument.
    structures: evaluated::Structures,
    /// The addresses of `after`, split; `None` for one that cannot be.
    addresses: Vec<Option<Address>>,
    /// The release that made the plan, as it says; OpenTofu's for OpenTofu.
    pub(crate) terraform_version: Option<String>,
}

/// Reads a plan; `input` is its index on the command line, `name` what messages call it.
///
/// # Errors
/// When the bytes cannot be read, are no JSON, or are a plan of a format that this reader does not know.
pub(crate) fn load(
    input: usize,
    name: &str,
    stream: impl Read,
    options: PlanOptions<'_>,
) -> Result<PlanLoaded, InputError> {
    plan::load(input, name, stream, options)
}

#[cfg(test)]
mod tests;
