//! What the scanner keeps of a Bicep file: declarations of resources and modules, and where their properties stand.

/// A range of bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte.
    pub(super) start: usize,
    /// Behind the last byte.
    pub(super) end: usize,
}

/// What is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    /// `resource name 'Type@version' = …`
    Resource,
    /// `module name 'path' = …`
    Module,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declaration {
    pub(super) keyword: Keyword,
    /// Symbolic name; nested resources as `parent::child`.
    pub(super) symbol: String,
    /// A resource's type in full and without its version; a module's path as written.
    pub(super) of: String,
    /// Whether it only names what exists already.
    pub(super) is_existing: bool,
    /// Whether it stands inside another resource.
    pub(super) is_nested: bool,
    /// From the keyword to behind the type or path.
    pub(super) header: Span,
    /// Its properties; `None` when the scanner finds none.
    pub(super) body: Option<Object>,
}

/// An object in braces.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Object {
    pub(super) members: Vec<Member>,
}

/// One `key: value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) key: String,
    /// From the key to behind the value.
    pub(super) span: Span,
    pub(super) value: Shape,
}

/// One element of a list, or the body of a loop.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    pub(super) span: Span,
    pub(super) value: Shape,
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Object(Object),
    List(Vec<Element>),
    /// `[for x in y: body]`.
    Loop(Box<Element>),
    /// A string without interpolations and escapes.
    Text(String),
    /// Anything else.
    Expression,
}

impl Object {
    /// The member `key` in any letter case, the exact spelling first.
    pub(super) fn member(&self, key: &str) -> Option<&Member> {
        let exact = self.members.iter().find(|member| member.key == key);
        exact.or_else(|| self.members.iter().find(|member| member.key.eq_ignore_ascii_case(key)))
    }
}
