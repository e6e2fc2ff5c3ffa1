//! Texts that are known, or known in part, although the plan has no value for them: what is written beside a reference, and
//! attributes that Azure composes of names ([`crate::input::derived`]).
//!
//! It owns the way from a symbolic text to a pattern. A reference whose value nothing tells stands in braces, and so does what a
//! text of known parts leaves open.
//!
//! Shape: a [`Value`] in; a [`Composed`] text out.

use super::declarations::Merged;
use super::expression::Scope;
use super::value::Value;
use super::world::World;
use crate::input::declared::{Node, Tree};
use crate::input::derived::{Derived, Piece, of_terraform};
use std::rc::Rc;

/// Attributes that are made of others, one behind the other, at most: a secret's id is made of its vault's address.
const LONGEST_CHAIN: usize = 4;

/// A text that no plan states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Composed {
    /// The text, with what is not known in braces.
    pub(crate) pattern: String,
    /// What is not known, as it is written: addresses with attributes. What is made of more is a number, which nothing else has.
    pub(crate) open: Vec<String>,
    /// All of what is not known has a name.
    pub(crate) is_told: bool,
    /// Something sensitive is a part of it.
    pub(crate) is_secret: bool,
}

impl Composed {
    /// Whether all of it is known.
    pub(crate) fn is_known(&self) -> bool {
        self.open.is_empty()
    }

    fn push(&mut self, text: &str) -> Option<()> {
        // What stands in braces would be taken for something that is not known.
        (!text.contains(['{', '}'])).then(|| self.pattern.push_str(text))
    }

    fn leave_open(&mut self, what: String) {
        self.pattern.push_str(&format!("{{{what}}}"));
        self.open.push(what);
    }
}

impl World<'_> {
    /// What is known of a text that is not planned; `None` when that is nothing but what it refers to.
    pub(super) fn composed(&self, value: &Value) -> Option<Composed> {
        let mut composed = Composed { is_told: true, ..Composed::default() };
        match value {
            Value::Template(parts) => {
                for part in parts.iter() {
                    self.add(&mut composed, part, LONGEST_CHAIN)?;
                }
                Some(composed)
            }
            Value::Reference(reference) => {
                let [attribute] = reference.path.as_slice() else { return None };
                self.derive(&mut composed, reference.instance, attribute, LONGEST_CHAIN)?;
                Some(composed)
            }
            _ => None,
        }
    }

    fn add(&self, composed: &mut Composed, part: &Value, chain: usize) -> Option<()> {
        if let Some(text) = part.as_text() {
            composed.is_secret |= self.is_secret(&text);
            return composed.push(&text);
        }
        let Value::Reference(reference) = part else {
            // Two of these may be two values.
            self.opaque_parts.set(self.opaque_parts.get() + 1);
            composed.is_told = false;
            composed.leave_open(format!("#{}", self.opaque_parts.get()));
            return Some(());
        };
        if let [attribute] = reference.path.as_slice() {
            let mut derived = composed.clone();
            if self.derive(&mut derived, reference.instance, attribute, chain).is_some() {
                *composed = derived;
                return Some(());
            }
        }
        composed.leave_open(self.written_as(reference.instance, &reference.path.join("."))?);
        Some(())
    }

    /// Adds an attribute that follows from names; `None` when it does not, or the first of these names is not known.
    fn derive(&self, composed: &mut Composed, instance: usize, attribute: &str, chain: usize) -> Option<()> {
        let chain = chain.checked_sub(1)?;
        let known = self.instances.get(instance)?;
        let row = of_terraform(known.resource_type, attribute)?;
        if row.unless().next().is_some() && !self.leaves_out(instance, row)? {
            return None;
        }
        let whole = || self.written_as(instance, attribute);
        for (at, piece) in row.pieces().into_iter().enumerate() {
            match piece {
                Piece::Text(text) => composed.push(text)?,
                Piece::Own(argument) => match known.body.get(argument).filter(|node| !node.sensitive) {
                    Some(node) if node.as_text().is_some_and(is_label) => composed.push(node.as_text()?)?,
                    // Versions, and names that are random.
                    _ if at > 1 => composed.leave_open(self.written_as(instance, argument)?),
                    _ => return None,
                },
                Piece::Domain => match known.body.get("location").and_then(Node::as_text).and_then(|it| row.domain(it))
                {
                    Some(domain) => composed.push(domain)?,
                    None => composed.leave_open(whole()?),
                },
                Piece::Other { argument, attribute } => {
                    let other = self.referred(instance, argument)?;
                    self.derive(composed, other, attribute, chain)?;
                }
            }
        }
        Some(())
    }

    /// Whether the sources leave out all arguments that take a row's text away; `None` when they do not tell.
    fn leaves_out(&self, instance: usize, row: &Derived) -> Option<bool> {
        let (declared, scope) = self.written(instance)?;
        let set = self.arguments(declared, &scope, &|name| row.unless().any(|unless| unless == name));
        Some(set.values().all(|value| *value == Value::Null))
    }

    /// The resource whose id an argument is.
    fn referred(&self, instance: usize, argument: &str) -> Option<usize> {
        let (declared, scope) = self.written(instance)?;
        match self.arguments(declared, &scope, &|name| name == argument).remove(argument)? {
            Value::Reference(reference) if reference.path == ["id"] => Some(reference.instance),
            _ => None,
        }
    }

    /// How the resource is written, and where that stands; `None` where the sources are not there, or not the planned ones.
    pub(super) fn written(&self, instance: usize) -> Option<(&Merged<'_>, Scope)> {
        let address = self.instances.get(instance)?.address?;
        let module = self.module_index(&address.block.modules);
        let declared = self.declarations(module)?.resources.get(&address.block.name)?;
        if declared.is_hollow {
            return None;
        }
        Some((declared, self.repeated(module, &address.block.name, declared, address.key.as_ref())))
    }

    fn written_as(&self, instance: usize, attribute: &str) -> Option<String> {
        let address = self.instances.get(instance)?.address?.to_string();
        (!address.contains(['{', '}'])).then(|| format!("{address}.{attribute}"))
    }

    /// Remembers the texts in a sensitive value.
    pub(super) fn keep_secret(&self, value: &Value) {
        let texts = self.texts(value);
        self.secrets.borrow_mut().extend(texts.into_iter().filter(|text| !text.is_empty()));
    }

    /// The scalars in a value, as texts.
    fn texts(&self, value: &Value) -> Vec<Rc<str>> {
        let mut texts = Vec::new();
        let mut open = vec![value.clone()];
        while let Some(value) = open.pop().filter(|_| self.spend(1)) {
            match value.resolved() {
                Value::List(items) | Value::Set(items) | Value::OneOf(items) | Value::Template(items) => {
                    open.extend(items.iter().cloned());
                }
                Value::Map(members) => open.extend(members.values().cloned()),
                Value::Encoded(inner) => open.push(inner.as_ref().clone()),
                scalar => texts.extend(scalar.as_text()),
            }
        }
        texts
    }

    /// Remembers the sensitive texts in a planned value.
    pub(super) fn keep_secrets_of(&self, node: &Node) {
        let mut open = vec![(node, false)];
        while let Some((node, is_inside)) = open.pop() {
            let is_sensitive = is_inside || node.sensitive;
            match &node.tree {
                Tree::List { items, .. } => open.extend(items.iter().map(|item| (item, is_sensitive))),
                Tree::Object(members) => open.extend(members.values().map(|member| (member, is_sensitive))),
                Tree::Text(text) if is_sensitive && !text.is_empty() => {
                    self.secrets.borrow_mut().insert(text.as_str().into());
                }
                _ => {}
            }
        }
    }

    /// Whether a text is that of something sensitive.
    pub(super) fn is_secret(&self, text: &Rc<str>) -> bool {
        self.secrets.borrow().contains(text)
    }

    /// Remembers what was made of values in which a text is sensitive.
    pub(super) fn taint(&self, parts: &[Value], made: &Value) {
        if self.secrets.borrow().is_empty() {
            return;
        }
        if parts.iter().flat_map(|part| self.texts(part)).any(|text| self.is_secret(&text)) {
            self.keep_secret(made);
        }
    }
}

/// Whether a name can be a label of a host or a part of a path as it is.
fn is_label(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
