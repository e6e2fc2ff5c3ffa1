//! Walks the sections of a plan and keeps what is wanted.
//!
//! It owns which sections matter, and the messages about a plan that cannot be read; what the plan as a whole says of
//! itself is gathered in [`super::seen`]. `planned_values`, which repeats `resource_changes`, and `resource_drift`
//! are passed over.
//!
//! Shape: a stream of UTF-8 bytes in; a [`PlanLoaded`] without references out. Sections may come in any order.

use super::address::Address;
use super::element::{Entry, is_azurerm};
use super::members::head;
use super::seen::{NEWEST_MINOR, Seen, count, deferred};
use super::stream::{Captured, JsonStream, Kind, StreamError};
use super::values::{Kept, OutputChange, secrets_of};
use super::{EVERYTHING, PlanLoaded, PlanOptions, azapi, configuration};
use crate::input::bytes::unreadable;
use crate::input::declared::Declared;
use crate::input::error::InputError;
use serde::Deserialize;
use serde_json::value::RawValue;
use smol_str::{SmolStr, format_smolstr};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Deepest nesting of modules in `prior_state`. Each level takes two of the stream's.
const DEEPEST_MODULE: usize = 50;

/// Says how to make a plan that can be read.
const REMAKE: &str = "create it again with `terraform plan -out=tfplan` and `terraform show -json tfplan > plan.json`";

/// Reads a plan. See [`super::load`].
pub(super) fn load(
    input: usize,
    name: &str,
    stream: impl Read,
    options: PlanOptions<'_>,
) -> Result<PlanLoaded, InputError> {
    let mut reader = Reader {
        input,
        name,
        options,
        plan: PlanLoaded::default(),
        awaited: Vec::new(),
        read: Vec::new(),
        seen: Seen::default(),
    };
    reader.walk(&mut JsonStream::new(stream)).map_err(|failure| match failure {
        Failure::Stream(error) => broken(name, &error),
        Failure::Input(error) => error,
    })?;
    Ok(reader.finish())
}

/// Why reading stopped.
enum Failure {
    Stream(StreamError),
    Input(InputError),
}

impl From<StreamError> for Failure {
    fn from(error: StreamError) -> Self {
        Self::Stream(error)
    }
}

struct Reader<'n, 'o> {
    input: usize,
    name: &'n str,
    options: PlanOptions<'o>,
    plan: PlanLoaded,
    /// Data sources that are read when the plan is carried out.
    awaited: Vec<Declared>,
    /// Data sources that were read while planning.
    read: Vec<Declared>,
    seen: Seen,
}

impl Reader<'_, '_> {
    fn walk<R: Read>(&mut self, stream: &mut JsonStream<R>) -> Result<(), Failure> {
        if stream.kind()? != Kind::Object {
            let problem = "it is JSON, but neither a Terraform plan nor an ARM template";
            return Err(Failure::Input(InputError::new(self.name, problem, REMAKE)));
        }
        stream.enter(Kind::Object)?;
        while let Some(key) = stream.next_key()? {
            self.section(stream, &key)?;
            self.seen.sections.insert(key);
        }
        stream.finish()?;
        Ok(())
    }

    fn section<R: Read>(&mut self, stream: &mut JsonStream<R>, key: &str) -> Result<(), Failure> {
        match key {
            "format_version" => {
                let version = stream.capture()?.parse()?;
                self.format_version(version)?;
            }
            "terraform_version" => self.plan.terraform_version = stream.capture()?.parse()?,
            "errored" => self.seen.errored = stream.capture()?.parse::<Option<bool>>()?.unwrap_or_default(),
            "complete" => self.seen.complete = stream.capture()?.parse()?,
            "variables" => {
                #[derive(Deserialize)]
                struct Variable {
                    value: Option<Box<RawValue>>,
                }
                let variables: Option<BTreeMap<String, Variable>> = stream.capture()?.parse()?;
                let given = variables.unwrap_or_default().into_iter();
                self.seen.variables = given.filter_map(|(name, variable)| Some((name, variable.value?))).collect();
            }
            "output_changes" => {
                if stream.enter(Kind::Object)? {
                    while stream.next_key()?.is_some() {
                        // Nothing else is read of outputs, so one that is odd is no reason to refuse the plan.
                        if let Ok(output) = stream.capture()?.parse::<OutputChange>() {
                            output.add_secrets(&mut self.plan.secrets);
                        }
                    }
                }
            }
            "applyable" => self.seen.applyable = stream.capture()?.parse()?,
            "deferred_changes" => self.seen.deferred = deferred(stream)?,
            "action_invocations" | "deferred_action_invocations" => self.seen.invocations += count(stream)?,
            "resource_changes" => {
                if stream.enter(Kind::Array)? {
                    while stream.next_item()? {
                        self.resource_change(stream.capture()?)?;
                    }
                }
            }
            "prior_state" => self.prior_state(stream)?,
            "configuration" => self.plan.configuration = configuration::read(stream, &self.options)?,
            _ => stream.skip()?,
        }
        Ok(())
    }

    fn format_version(&mut self, version: String) -> Result<(), Failure> {
        let mut parts = version.split('.').map(|part| part.parse::<u64>().ok());
        let (major, minor) = (parts.next().flatten(), parts.next().flatten());
        match (major, minor) {
            (Some(0), _) => Ok(()),
            (Some(1), minor) => {
                self.seen.newer = minor.filter(|minor| *minor > NEWEST_MINOR).map(|_| version);
                Ok(())
            }
            _ => {
                // What is no version may be anything.
                let is_version =
                    version.len() < 20 && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
                let shown = if is_version { format!("'{version}'") } else { "that is no version".to_owned() };
                let problem = format!("it is a plan of format_version {shown}, expected '0.x' or '1.x'");
                let help = "use a newer vnetguard, or create the plan with a release of terraform or tofu that writes format 1";
                Err(Failure::Input(InputError::new(self.name, problem, help)))
            }
        }
    }

    /// Keeps an element of a wanted type, and counts any other that leaves an object.
    fn resource_change(&mut self, element: Captured<'_>) -> Result<(), StreamError> {
        let mut wanted = None;
        if let Some(head) = head(element) {
            wanted = (self.options.wanted_attributes)(head.resource_type);
            if wanted.is_none() && head.mode == "data" {
                return Ok(());
            }
            let resource_type = head.resource_type;
            if wanted.is_none()
                && let Some(leaves) = head.leaves_object()
            {
                self.count(resource_type, leaves);
                return Ok(());
            }
        }
        let mut entry = self.read(element, wanted)?;
        if entry.is_deposed {
            return Ok(());
        }
        if !self.is_wanted(&entry) {
            if !entry.is_data {
                self.count(&entry.resource_type, entry.leaves_object());
            }
            return Ok(());
        }
        let after = entry.take_after(self.input, &mut self.plan.secrets);
        if entry.is_data {
            self.awaited.extend(after);
            return Ok(());
        }
        let before = entry.take_before(self.input, &mut self.plan.secrets);
        if let Some(declared) = after.as_ref().or(before.as_ref()) {
            let kept = (self.options.wanted_attributes)(&entry.resource_type).unwrap_or_default();
            self.plan.changes.push((declared.handle.clone(), entry.planned_change(kept)));
        }
        self.plan.after.extend(after);
        self.plan.before.extend(before);
        Ok(())
    }

    /// Reads an element whole. A type that comes late, behind the values, makes a second reading of it.
    fn read(&self, element: Captured<'_>, wanted: Option<&[&str]>) -> Result<Entry, StreamError> {
        let entry = Entry::read(element, Kept(wanted.unwrap_or_default()))?;
        match (self.options.wanted_attributes)(&entry.resource_type) {
            Some(attributes) if wanted.is_none() => Entry::read(element, Kept(attributes)),
            _ => Ok(entry),
        }
    }

    fn is_wanted(&self, entry: &Entry) -> bool {
        let is_provided = || is_azurerm(&entry.provider) || azapi::is_provided(&entry.resource_type, &entry.provider);
        (self.options.wanted_attributes)(&entry.resource_type).is_some_and(|kept| kept == EVERYTHING || is_provided())
    }

    fn count(&mut self, resource_type: &str, leaves_object: bool) {
        if !leaves_object {
            return;
        }
        match self.plan.not_understood.get_mut(resource_type) {
            Some(count) => *count += 1,
            None => {
                self.plan.not_understood.insert(resource_type.to_owned(), 1);
            }
        }
    }

    fn prior_state<R: Read>(&mut self, stream: &mut JsonStream<R>) -> Result<(), StreamError> {
        if !stream.enter(Kind::Object)? {
            return Ok(());
        }
        while let Some(key) = stream.next_key()? {
            if key != "values" {
                stream.skip()?;
            } else if stream.enter(Kind::Object)? {
                while let Some(key) = stream.next_key()? {
                    if key == "root_module" {
                        self.state_module(stream, 0)?;
                    } else {
                        stream.skip()?;
                    }
                }
            }
        }
        Ok(())
    }

    fn state_module<R: Read>(&mut self, stream: &mut JsonStream<R>, depth: usize) -> Result<(), StreamError> {
        if depth == DEEPEST_MODULE {
            return Err(StreamError::TooDeep { offset: stream.offset() });
        }
        if !stream.enter(Kind::Object)? {
            return Ok(());
        }
        while let Some(key) = stream.next_key()? {
            match key.as_str() {
                "resources" if stream.enter(Kind::Array)? => {
                    while stream.next_item()? {
                        self.state_resource(stream.capture()?)?;
                    }
                }
                "child_modules" if stream.enter(Kind::Array)? => {
                    while stream.next_item()? {
                        self.state_module(stream, depth + 1)?;
                    }
                }
                // Passed over already, being no array.
                "resources" | "child_modules" => {}
                _ => stream.skip()?,
            }
        }
        Ok(())
    }

    /// Keeps a data source that was read while planning: `resource_changes` has only those that must wait.
    fn state_resource(&mut self, element: Captured<'_>) -> Result<(), StreamError> {
        let mut wanted = None;
        if let Some(head) = head(element) {
            wanted = (self.options.wanted_attributes)(head.resource_type);
            if wanted.is_none() || head.mode != "data" {
                return Ok(());
            }
        }
        let mut entry = self.read(element, wanted)?;
        if entry.is_data && self.is_wanted(&entry) {
            let read = entry.take_after(self.input, &mut self.plan.secrets);
            self.read.extend(read);
        }
        Ok(())
    }

    fn finish(mut self) -> PlanLoaded {
        let mut plan = self.plan;
        // What is read again stands in both places.
        let mut named = BTreeSet::new();
        self.awaited.append(&mut self.read);
        self.awaited.retain(|data| named.insert(data.handle.name.clone()));
        plan.after.append(&mut self.awaited);
        for (name, value) in &self.seen.variables {
            if let Ok(value) = serde_json::from_str(value.get()) {
                plan.configuration.variables.insert(name.clone(), value);
            }
            if plan.configuration.root.sensitive_variables.contains(name) {
                // Text that was parsed as JSON once parses again.
                let _ = secrets_of(value.get().as_bytes(), &mut plan.secrets);
            }
        }
        plan.secrets.sort_unstable();
        plan.secrets.dedup();
        let has_configuration = self.seen.sections.contains("configuration");
        plan.addresses = plan.after.iter().map(|declared| Address::parse(&declared.handle.name)).collect();
        for (declared, address) in plan.after.iter_mut().zip(&plan.addresses) {
            declared.subscription = subscription(&plan.configuration, address.as_ref());
        }
        for declared in &mut plan.before {
            let address = Address::parse(&declared.handle.name);
            declared.subscription = subscription(&plan.configuration, address.as_ref());
        }
        plan.is_errored = self.seen.errored;
        plan.is_partial = plan.is_errored || self.seen.complete == Some(false) || !self.seen.deferred.is_empty();
        plan.notes = self.seen.notes(self.name, has_configuration);
        plan
    }
}

/// The subscription of a resource, or a text that stands for it.
fn subscription(configuration: &configuration::Configuration, address: Option<&Address>) -> SmolStr {
    let block = address.and_then(|address| configuration.block(&address.block));
    let key = block.map_or("", |block| block.provider.as_str());
    match configuration.subscriptions.get(key) {
        Some(Some(constant)) => constant.clone(),
        _ if key.is_empty() => SmolStr::new_static("{azurerm}"),
        _ => format_smolstr!("{{{key}}}"),
    }
}

/// The message for a document that cannot be read on.
fn broken(name: &str, error: &StreamError) -> InputError {
    match error {
        StreamError::Unreadable(error) => unreadable(name, error),
        StreamError::EndsEarly { .. } => InputError::new(
            name,
            error.to_string(),
            format!("check that the disk was not full and the pipe was not cut when it was written; {REMAKE}"),
        ),
        _ => InputError::new(name, error.to_string(), REMAKE),
    }
}
