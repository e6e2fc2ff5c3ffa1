//! What-if results (`az deployment … what-if --no-pretty-print`, or the REST response): resources as they will be, as
//! they are, and what happens to each.
//!
//! Nothing is evaluated: what the service left as an expression is unknown. A resource without a body (the format
//! `ResourceIdOnly`, or one that the service cannot predict) is there with all attributes unknown.

use super::expression::expression_in;
use super::json::{Json, JsonKind, parse, pointer_below};
use super::locate::TemplateMap;
use crate::input::declared::{Declared, Dialect, Loaded, Node, Tree};
use crate::input::error::InputError;
use crate::model::{Action, Change, Presence, Reason, ResourceHandle, ResourceId, Unknown};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A what-if result and how it is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WhatIf<'a> {
    /// Index of the input on the command line.
    pub(crate) input: usize,
    /// As the user named it, for errors.
    pub(crate) name: &'a str,
    /// Relative path that reports show.
    pub(crate) display_path: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
}

/// The kinds of change, as the service names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Create,
    Delete,
    /// Exists and is not part of the deployment.
    Ignore,
    /// Is deployed again; whether that changes it is not known.
    Deploy,
    NoChange,
    Modify,
    Unsupported,
}

impl Kind {
    fn named(word: &str) -> Option<Self> {
        [
            ("Create", Self::Create),
            ("Delete", Self::Delete),
            ("Ignore", Self::Ignore),
            ("Deploy", Self::Deploy),
            ("NoChange", Self::NoChange),
            ("NoEffect", Self::NoChange),
            ("Modify", Self::Modify),
            ("Unsupported", Self::Unsupported),
        ]
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))
        .map(|(_, kind)| kind)
    }

    /// What happens to the resource; `None` where the result does not say.
    fn actions(self) -> Option<Vec<Action>> {
        match self {
            Self::Create => Some(vec![Action::Create]),
            Self::Delete => Some(vec![Action::Delete]),
            Self::Modify | Self::Deploy => Some(vec![Action::Update]),
            Self::NoChange => Some(vec![Action::NoOp]),
            Self::Ignore | Self::Unsupported => None,
        }
    }

    fn exists_before(self) -> bool {
        !matches!(self, Self::Create | Self::Unsupported)
    }
}

/// Reads a what-if result. `wanted` tells which resource types are read; the others are only counted.
///
/// # Errors
/// When it is no what-if result, or one of a what-if that failed.
pub(crate) fn load_what_if(what_if: &WhatIf<'_>, wanted: &dyn Fn(&str) -> bool) -> Result<Loaded, InputError> {
    let WhatIf { input, name, text, display_path } = *what_if;
    let root = parse(text).map_err(|error| error.into_input_error(name, text))?;
    let (base, result) = match root.get("changes") {
        Some(_) => ("", &root),
        None => ("/properties", root.get("properties").unwrap_or(&root)),
    };
    check_success(name, &root)?;
    let mut reader = Reader {
        input,
        wanted,
        after: Vec::new(),
        before: Vec::new(),
        changes: Vec::new(),
        not_understood: BTreeMap::new(),
        notes: Vec::new(),
    };
    for (section, is_certain) in [("changes", true), ("potentialChanges", false)] {
        let changes = result.get(section).map(Json::elements).unwrap_or_default();
        for (at, change) in changes.iter().enumerate() {
            reader.change(change, &pointer_below(&format!("{base}/{section}"), &at.to_string()), is_certain);
        }
    }
    reader.diagnostics(result);
    let Reader { after, before, changes, not_understood, mut notes, .. } = reader;
    notes.sort();
    notes.dedup();
    Ok(Loaded {
        after,
        before: Some(before),
        changes,
        order: Vec::new(),
        not_understood,
        notes,
        secrets: Vec::new(),
        source_map: Box::new(TemplateMap::new(display_path, text, root, Vec::new())),
    })
}

/// A what-if that failed predicts nothing.
fn check_success(name: &str, root: &Json) -> Result<(), InputError> {
    let status = root.get("status").and_then(Json::as_text).unwrap_or("Succeeded");
    let error = root.get("error").filter(|error| matches!(error.kind, JsonKind::Object(_)));
    if error.is_none() && status.eq_ignore_ascii_case("Succeeded") {
        return Ok(());
    }
    let said = |key: &str| error.and_then(|error| error.get(key)).and_then(Json::as_text);
    let code = said("code").unwrap_or(status);
    let message = said("message").map(|message| format!(": {message}")).unwrap_or_default();
    let problem = format!("it is the result of a what-if that did not succeed ({code}{message})");
    Err(InputError::new(name, problem, "mend what the what-if reports, run it again, and pass its result"))
}

struct Reader<'a> {
    input: usize,
    wanted: &'a dyn Fn(&str) -> bool,
    after: Vec<Declared>,
    before: Vec<Declared>,
    changes: Vec<(ResourceHandle, Change)>,
    not_understood: BTreeMap<String, usize>,
    notes: Vec<String>,
}

impl Reader<'_> {
    fn change(&mut self, change: &Json, pointer: &str, is_certain: bool) {
        let written = change.get("resourceId").and_then(Json::as_text).unwrap_or_default();
        let kind = change.get("changeType").and_then(Json::as_text).and_then(Kind::named).unwrap_or(Kind::Unsupported);
        let Ok(id) = ResourceId::parse(written) else {
            self.notes.push(format!("The what-if could not tell the id of a resource: '{written}' was not judged."));
            return;
        };
        if kind == Kind::Unsupported {
            let reason = change.get("unsupportedReason").and_then(Json::as_text);
            let reason = reason.map(|reason| format!(" ({})", reason.trim_end_matches('.'))).unwrap_or_default();
            self.notes.push(format!("The what-if could not predict '{written}'{reason}."));
        }
        if !(self.wanted)(&id.resource_type) {
            if !matches!(kind, Kind::Delete | Kind::Ignore) {
                *self.not_understood.entry(id.resource_type.to_string()).or_default() += 1;
            }
            return;
        }
        let body = |key: &str| change.get(key).filter(|body| matches!(body.kind, JsonKind::Object(_)));
        let (after, before) = (body("after"), body("before"));
        // One handle for both, so that both become one entity.
        let side = if after.is_some() || before.is_none() { "after" } else { "before" };
        let pointer =
            if after.is_some() || before.is_some() { pointer_below(pointer, side) } else { pointer.to_owned() };
        let handle = ResourceHandle { input: self.input, name: pointer.as_str().into() };
        // As it is written: of an extension resource only the whole id says what it extends.
        let declare = |body, presence| declared((handle.clone(), written.into()), &id, body, presence);
        if kind.exists_before() {
            self.before.push(declare(before, Presence::Declared));
        }
        match kind {
            Kind::Delete => {}
            // It stays, although the deployment says nothing of it.
            Kind::Ignore => self.after.push(declare(after.or(before), Presence::External)),
            Kind::NoChange => self.after.push(declare(after.or(before), Presence::Declared)),
            _ if is_certain => self.after.push(declare(after, Presence::Declared)),
            _ => self.after.push(declare(after, Presence::Conditional)),
        }
        if let Some(actions) = kind.actions().filter(|_| is_certain) {
            self.changes.push((handle, Change { actions, ..Change::default() }));
        }
    }

    fn diagnostics(&mut self, result: &Json) {
        for diagnostic in result.get("diagnostics").map(Json::elements).unwrap_or_default() {
            let text = |key: &str| diagnostic.get(key).and_then(Json::as_text).unwrap_or_default();
            let (level, code, message) = (text("level").to_lowercase(), text("code"), text("message"));
            self.notes.push(format!("The what-if says ({level} {code}): {}.", message.trim_end_matches('.')));
        }
    }
}

/// The resource `id`, also given with its handle and as it is written, with `body`, or with nothing known of it.
fn declared(
    (handle, written): (ResourceHandle, SmolStr),
    id: &ResourceId,
    body: Option<&Json>,
    presence: Presence,
) -> Declared {
    let unknown = || Node::unknown(Unknown::new(Reason::OutsideInput, "the what-if shows only the id"));
    let mut body = body.map_or_else(unknown, node);
    if let Tree::Object(members) = &mut body.tree {
        let name = members.keys().find(|key| key.eq_ignore_ascii_case("name")).map_or("name", |key| key);
        let name = SmolStr::new(name);
        members.insert(name, Node::new(Tree::Text(id.name().into())));
    }
    Declared {
        handle,
        dialect: Dialect::Arm,
        resource_type: id.resource_type.clone(),
        subject: id.subject().into(),
        id: Some(written),
        subscription: id.subscription.clone().unwrap_or_default(),
        presence,
        body,
        relation: None,
    }
}

/// A value as the service shows it. Recursion is as deep as the JSON, which its reader bounds.
fn node(json: &Json) -> Node {
    let tree = match &json.kind {
        JsonKind::Null => Tree::Null,
        JsonKind::Bool(value) => Tree::Bool(*value),
        JsonKind::Number(number) => Tree::Number(number.clone()),
        JsonKind::Text(text) if expression_in(text).is_some() => {
            return Node::unknown(Unknown::new(Reason::NotEvaluated, text.to_string()));
        }
        // The service shows secure values as asterisks.
        JsonKind::Text(text) if !text.is_empty() && text.bytes().all(|byte| byte == b'*') && text.len() > 1 => {
            let unknown = Node::unknown(Unknown::new(Reason::NotEvaluated, "a secure value"));
            return Node { sensitive: true, ..unknown };
        }
        JsonKind::Text(text) => Tree::Text(text.as_ref().into()),
        JsonKind::List(elements) => Tree::List { items: elements.iter().map(node).collect(), open: None },
        JsonKind::Object(members) => Tree::Object(
            members
                .iter()
                .filter(|member| member.value.kind != JsonKind::Null)
                .map(|member| (SmolStr::new(&member.key), node(&member.value)))
                .collect(),
        ),
    };
    Node::new(tree)
}
