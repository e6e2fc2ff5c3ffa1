//! What a plan as a whole says of itself, and the sentences that a reader of the report must know.
//!
//! It owns the wording; the sections are read by [`super::plan`]. A member that is missing says nothing: a plan without
//! `complete` is not incomplete.

use super::stream::{JsonStream, Kind, StreamError};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// The newest minor version of format 1 that was read when this was written (Terraform 1.5 to 1.14, OpenTofu).
pub(super) const NEWEST_MINOR: u64 = 2;

/// How many deferred changes a note lists.
const LISTED: usize = 5;

/// What the plan says of itself.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) sections: BTreeSet<String>,
    pub(super) errored: bool,
    pub(super) complete: Option<bool>,
    pub(super) newer: Option<String>,
    pub(super) applyable: Option<bool>,
    /// Addresses of changes that Terraform could not plan yet; empty for one that has none.
    pub(super) deferred: Vec<String>,
    /// Actions of providers that are invoked, now or later.
    pub(super) invocations: usize,
    /// The root module's variables whose values may turn out to be sensitive, as JSON.
    pub(super) variables: BTreeMap<String, Box<RawValue>>,
}

impl Seen {
    /// The sentences, in which the plan is called `name`.
    pub(super) fn notes(&self, name: &str, has_configuration: bool) -> Vec<String> {
        let mut notes = Vec::new();
        if self.errored {
            notes.push(format!(
                "The plan '{name}' is errored: Terraform failed while planning, and what is missing from the plan proves \
                 nothing."
            ));
        } else if self.complete == Some(false) {
            notes.push(format!(
                "The plan '{name}' is incomplete: it leaves out resources ('-target', or changes that were deferred), \
                 and what is missing from it proves nothing."
            ));
        } else if self.applyable == Some(false) {
            notes.push(format!("The plan '{name}' is not applyable: it changes nothing, and shows what there is."));
        }
        if !self.deferred.is_empty() {
            let addresses: Vec<&str> = self.deferred.iter().take(LISTED).map(String::as_str).collect();
            let more = if self.deferred.len() > LISTED { ", …" } else { "" };
            let (count, noun) = counted(self.deferred.len(), "change");
            notes.push(format!(
                "The plan '{name}' defers {count} {noun}, which are not judged: {}{more}.",
                addresses.join(", ")
            ));
        }
        if self.invocations > 0 {
            let (count, noun) = counted(self.invocations, "action");
            notes.push(format!("The plan '{name}' invokes {count} {noun} of providers, which are not judged."));
        }
        if let Some(version) = &self.newer {
            notes.push(format!(
                "The plan '{name}' has format_version '{version}', newer than '1.{NEWEST_MINOR}'; members that are new \
                 in it are not read."
            ));
        }
        if !self.sections.contains("resource_changes") {
            notes.push(format!("The plan '{name}' has no 'resource_changes': it plans nothing that can be judged."));
        }
        if !has_configuration {
            notes.push(format!(
                "The plan '{name}' has no 'configuration': references between its resources cannot be followed, and all \
                 of them are taken to be in one subscription."
            ));
        }
        notes
    }
}

fn counted(count: usize, noun: &str) -> (usize, String) {
    (count, if count == 1 { noun.to_owned() } else { format!("{noun}s") })
}

/// The addresses in `deferred_changes`.
pub(super) fn deferred<R: Read>(stream: &mut JsonStream<R>) -> Result<Vec<String>, StreamError> {
    #[derive(Deserialize)]
    struct Deferred {
        resource_change: Option<Resource>,
    }
    #[derive(Deserialize)]
    struct Resource {
        address: Option<String>,
    }
    let mut addresses = Vec::new();
    if stream.enter(Kind::Array)? {
        while stream.next_item()? {
            let deferred: Deferred = stream.capture()?.parse()?;
            let address = deferred.resource_change.and_then(|resource| resource.address);
            addresses.push(address.unwrap_or_else(|| "a resource without an address".to_owned()));
        }
    }
    Ok(addresses)
}

/// The number of elements of an array.
pub(super) fn count<R: Read>(stream: &mut JsonStream<R>) -> Result<usize, StreamError> {
    let mut count = 0;
    if stream.enter(Kind::Array)? {
        while stream.next_item()? {
            stream.skip()?;
            count += 1;
        }
    }
    Ok(count)
}
