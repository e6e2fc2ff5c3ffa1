//! Three-valued values: JSON in which any part may be unknown. Sharing is cheap, size is measured while building.
//!
//! An unknown value ([`Opaque`]) keeps the partially evaluated expression for people and, where the deployment cannot
//! give it two different values, the [`Piece`]s that identify it.

use crate::model::Reason;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What an expression evaluates to.
#[derive(Debug, Clone)]
pub(in crate::input::arm) enum Value {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(Rc<str>),
    List(Rc<List>),
    Object(Rc<Object>),
    Unknown(Rc<Opaque>),
}

/// Elements in order; `open` says that there may be more of them, anywhere between the known ones.
#[derive(Debug)]
pub(in crate::input::arm) struct List {
    /// The elements that are certainly there.
    pub(in crate::input::arm) items: Vec<Value>,
    /// What stands for the others.
    pub(in crate::input::arm) open: Option<Rc<Opaque>>,
    measure: Measure,
}

/// Members in order of insertion. Two names may differ in letter case only; look-ups prefer the exact one.
#[derive(Debug)]
pub(in crate::input::arm) struct Object {
    members: Members,
    measure: Measure,
}

/// The members of an object that is being built.
#[derive(Debug, Default, Clone)]
pub(in crate::input::arm) struct Members {
    entries: Vec<(Rc<str>, Value)>,
    exact: BTreeMap<Rc<str>, usize>,
    folded: BTreeMap<Box<str>, usize>,
}

/// Size of a value, kept so that bounds need no walk.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// Number of values, texts counting by length; what is shared counts each time.
    weight: u64,
    depth: u16,
    /// Whether nothing inside is unknown.
    known: bool,
}

/// A value that is not known.
#[derive(Debug, Clone)]
pub(in crate::input::arm) struct Opaque {
    /// The expression as far as it could be evaluated, without brackets; for people.
    pub(in crate::input::arm) text: Rc<str>,
    /// What identifies the value within this deployment; `None` where two equal texts may be two values.
    pub(in crate::input::arm) pieces: Option<Rc<[Piece]>>,
    /// Whether it is certainly a string.
    pub(in crate::input::arm) is_text: bool,
    /// Why it is not known.
    pub(in crate::input::arm) reason: Reason,
    /// Whether it depends on something secure.
    pub(in crate::input::arm) sensitive: bool,
    /// What `reference()` points at, when that is part of the input.
    pub(in crate::input::arm) referent: Option<Referent>,
    /// The texts of which it is one, when it is one of several or none.
    pub(in crate::input::arm) choices: Option<Rc<[Rc<str>]>>,
}

/// A part of a text that is known in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::arm) enum Piece {
    /// Known characters.
    Literal(Rc<str>),
    /// An unknown part.
    Hole {
        /// Canonical expression: equal within the deployment means equal value.
        canonical: Rc<str>,
        /// The expression for people.
        text: Rc<str>,
        /// Whether it is a name without a slash, and not empty.
        is_name: bool,
    },
}

/// What a value read from another resource stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::arm) enum Referent {
    /// The runtime state of an instance of the engine.
    Instance(usize),
    /// What stands at a dotted path in it, on the way to something that follows from names.
    Below(usize, Rc<str>),
    /// The same with what surrounds it (`'full'`).
    Whole(usize),
    /// The outputs of a nested deployment of the engine.
    Outputs(usize),
    /// One output of it.
    Output(usize, Rc<str>),
}

impl Value {
    /// A known string.
    pub(in crate::input::arm) fn text(text: impl Into<Rc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A known whole number.
    pub(in crate::input::arm) fn integer(number: i64) -> Self {
        Self::Number(number.into())
    }

    /// A list with exactly these elements.
    pub(in crate::input::arm) fn list(items: Vec<Self>) -> Self {
        Self::open_list(items, None)
    }

    /// A list with these elements and, with `open`, perhaps more.
    pub(in crate::input::arm) fn open_list(items: Vec<Self>, open: Option<Rc<Opaque>>) -> Self {
        let mut measure = Measure::around(items.iter());
        measure.known &= open.is_none();
        Self::List(Rc::new(List { items, open, measure }))
    }

    /// An object with these members.
    pub(in crate::input::arm) fn object(members: Members) -> Self {
        let measure = Measure::around(members.iter().map(|(_, value)| value));
        Self::Object(Rc::new(Object { members, measure }))
    }

    /// An unknown value.
    pub(in crate::input::arm) fn unknown(opaque: Opaque) -> Self {
        Self::Unknown(Rc::new(opaque))
    }

    /// Whether nothing in it is unknown.
    pub(in crate::input::arm) fn is_known(&self) -> bool {
        self.measure().known
    }

    /// Number of values in it; texts count by their length.
    pub(in crate::input::arm) fn weight(&self) -> u64 {
        self.measure().weight
    }

    /// How deep it nests.
    pub(in crate::input::arm) fn depth(&self) -> u16 {
        self.measure().depth
    }

    fn measure(&self) -> Measure {
        let flat = |weight, known| Measure { weight, depth: 0, known };
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) => flat(1, true),
            Self::Text(text) => flat(1 + text.len() as u64 / 64, true),
            Self::Unknown(_) => flat(1, false),
            Self::List(list) => list.measure,
            Self::Object(object) => object.measure,
        }
    }

    /// The string, when it is a known one.
    pub(in crate::input::arm) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, when it is a known one.
    pub(in crate::input::arm) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// The unknown value, when it is one as a whole.
    pub(in crate::input::arm) fn as_unknown(&self) -> Option<&Rc<Opaque>> {
        match self {
            Self::Unknown(opaque) => Some(opaque),
            _ => None,
        }
    }

    /// The word for its kind in messages.
    pub(in crate::input::arm) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a bool",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
            Self::Unknown(_) => "an unknown value",
        }
    }
}

impl Measure {
    fn around<'v>(parts: impl Iterator<Item = &'v Value>) -> Self {
        let mut whole = Self { weight: 1, depth: 0, known: true };
        for part in parts.map(Value::measure) {
            whole.weight = whole.weight.saturating_add(part.weight);
            whole.depth = whole.depth.max(part.depth);
            whole.known &= part.known;
        }
        whole.depth = whole.depth.saturating_add(1);
        whole
    }
}

impl Object {
    /// The members in order.
    pub(in crate::input::arm) fn members(&self) -> &Members {
        &self.members
    }

    /// The member `key` in any letter case, the exact spelling first.
    pub(in crate::input::arm) fn get(&self, key: &str) -> Option<&Value> {
        self.members.get(key)
    }
}

impl Members {
    /// Sets the member of exactly this name.
    pub(in crate::input::arm) fn set(&mut self, key: impl Into<Rc<str>>, value: Value) {
        let key = key.into();
        match self.exact.get(&key) {
            Some(place) => self.replace(*place, value),
            None => self.push(key, value),
        }
    }

    /// Sets the member of this name in any letter case; an existing one keeps its spelling.
    pub(in crate::input::arm) fn set_folded(&mut self, key: &Rc<str>, value: Value) {
        match self.place(key) {
            Some(place) => self.replace(place, value),
            None => self.push(Rc::clone(key), value),
        }
    }

    /// The member `key` in any letter case, the exact spelling first.
    pub(in crate::input::arm) fn get(&self, key: &str) -> Option<&Value> {
        self.place(key).and_then(|place| self.entries.get(place)).map(|(_, value)| value)
    }

    /// The member of exactly this name.
    pub(in crate::input::arm) fn exact(&self, key: &str) -> Option<&Value> {
        self.exact.get(key).and_then(|place| self.entries.get(*place)).map(|(_, value)| value)
    }

    /// Names and values in order.
    pub(in crate::input::arm) fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Value)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// Number of members.
    pub(in crate::input::arm) fn len(&self) -> usize {
        self.entries.len()
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.exact.get(key).or_else(|| self.folded.get(&*key.to_ascii_lowercase())).copied()
    }

    fn replace(&mut self, place: usize, value: Value) {
        if let Some(entry) = self.entries.get_mut(place) {
            entry.1 = value;
        }
    }

    fn push(&mut self, key: Rc<str>, value: Value) {
        let place = self.entries.len();
        self.folded.entry(key.to_ascii_lowercase().into()).or_insert(place);
        self.exact.insert(Rc::clone(&key), place);
        self.entries.push((key, value));
    }
}

impl FromIterator<(Rc<str>, Value)> for Members {
    fn from_iter<I: IntoIterator<Item = (Rc<str>, Value)>>(entries: I) -> Self {
        let mut members = Self::default();
        for (key, value) in entries {
            members.set(key, value);
        }
        members
    }
}
