//! Terraform addresses and references, split into their steps and written again; keys may hold dots, brackets, slashes
//! and quotes.
//!
//! It owns the syntax only, and is the only reader of it: what an address stands for is the business of
//! [`super::references`] and [`super::sources`].
//!
//! Shape: `module.net["p-1.x"].azurerm_subnet.this[0]` in, an [`Address`] out, whose [`fmt::Display`] gives the text
//! back; `azurerm_subnet.this[0].id` in, a list of [`Step`]s out. `None` for text that is neither, never a guess.

use std::fmt;

/// One step of a reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// A name between dots.
    Name(String),
    /// A key in brackets.
    Key(Key),
}

/// What tells the instances of one block apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// An index that `count` made.
    Number(u64),
    /// A key that `for_each` made, without its quotes and escapes.
    Text(String),
}

/// One call of a module on the way to a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ModuleStep {
    /// The name of the `module` block.
    pub(crate) name: String,
    /// Which instance of it; `None` without `count` and `for_each`.
    pub(crate) key: Option<Key>,
}

/// The block that an instance comes from, within one instance of its module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block {
    /// From the root module inwards; empty for the root module.
    pub(crate) modules: Vec<ModuleStep>,
    /// `azurerm_subnet.this`, `data.azurerm_subnet.this` or `ephemeral.azurerm_key_vault_secret.this`.
    pub(crate) name: String,
}

/// The kinds of blocks that places are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BlockKind {
    /// `resource "type" "name"`.
    Resource,
    /// `data "type" "name"`.
    Data,
    /// `ephemeral "type" "name"`.
    Ephemeral,
    /// `module "name"`.
    Module,
}

/// The name of a block within its module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlockName {
    /// What kind of block it is.
    pub(crate) kind: BlockKind,
    /// The resource type; empty for a module call.
    pub(crate) resource_type: String,
    /// The name.
    pub(crate) name: String,
}

impl BlockName {
    /// A managed resource.
    pub(crate) fn resource(resource_type: &str, name: &str) -> Self {
        Self { kind: BlockKind::Resource, resource_type: resource_type.to_owned(), name: name.to_owned() }
    }

    /// A data source.
    pub(crate) fn data(resource_type: &str, name: &str) -> Self {
        Self { kind: BlockKind::Data, resource_type: resource_type.to_owned(), name: name.to_owned() }
    }

    /// An ephemeral resource, which exists only while Terraform runs.
    fn ephemeral(resource_type: &str, name: &str) -> Self {
        Self { kind: BlockKind::Ephemeral, resource_type: resource_type.to_owned(), name: name.to_owned() }
    }

    /// A module call.
    pub(crate) fn module(name: &str) -> Self {
        Self { kind: BlockKind::Module, resource_type: String::new(), name: name.to_owned() }
    }

    /// The block that a plan calls `azurerm_subnet.a`, `data.azurerm_subnet.a` or `ephemeral.azurerm_key_vault_secret.a`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split('.').collect();
        match parts.as_slice() {
            ["data", resource_type, name] => Some(Self::data(resource_type, name)),
            ["ephemeral", resource_type, name] => Some(Self::ephemeral(resource_type, name)),
            [resource_type, name] => Some(Self::resource(resource_type, name)),
            _ => None,
        }
    }

    /// The name of a block with this keyword and these labels; `None` for blocks that are not looked for.
    pub(crate) fn of(keyword: &str, labels: &[&str]) -> Option<Self> {
        match (keyword, labels) {
            ("resource", [resource_type, name]) => Some(Self::resource(resource_type, name)),
            ("data", [resource_type, name]) => Some(Self::data(resource_type, name)),
            ("ephemeral", [resource_type, name]) => Some(Self::ephemeral(resource_type, name)),
            ("module", [name]) => Some(Self::module(name)),
            _ => None,
        }
    }

    /// The block's header as it is written: `resource "azurerm_subnet" "app"`.
    pub(crate) fn header(&self) -> String {
        let Self { resource_type, name, .. } = self;
        match self.kind {
            BlockKind::Resource => format!("resource \"{resource_type}\" \"{name}\""),
            BlockKind::Data => format!("data \"{resource_type}\" \"{name}\""),
            BlockKind::Ephemeral => format!("ephemeral \"{resource_type}\" \"{name}\""),
            BlockKind::Module => format!("module \"{name}\""),
        }
    }
}

/// The address of one resource instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    /// Its block.
    pub(crate) block: Block,
    /// Which instance of it.
    pub(crate) key: Option<Key>,
}

impl Address {
    /// Splits the address of a resource instance.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let steps = steps(text)?;
        let mut rest = steps.as_slice();
        let mut modules = Vec::new();
        while let [Step::Name(word), Step::Name(name), after @ ..] = rest
            && word == "module"
        {
            let (key, after) = leading_key(after);
            modules.push(ModuleStep { name: name.clone(), key });
            rest = after;
        }
        let (block, rest) = leading_block(rest)?;
        let (key, rest) = leading_key(rest);
        rest.is_empty().then_some(Self { block: Block { modules, name: block }, key })
    }
}

impl Block {
    /// Names of the module calls from the root, without keys.
    pub(crate) fn module_names(&self) -> Vec<String> {
        self.modules.iter().map(|step| step.name.clone()).collect()
    }

    /// The block within its module; `None` for a name that [`Address::parse`] did not make.
    pub(crate) fn block_name(&self) -> Option<BlockName> {
        BlockName::parse(&self.name)
    }
}

/// `module.net["p-1.x"].module.subnet`: the address of a module instance; empty for the root module.
pub(crate) fn module_address(modules: &[ModuleStep]) -> String {
    let steps: Vec<String> = modules.iter().map(ModuleStep::to_string).collect();
    steps.join(".")
}

impl fmt::Display for ModuleStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "module.{}", self.name)?;
        self.key.as_ref().map_or(Ok(()), |key| write!(formatter, "{key}"))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.block.modules {
            write!(formatter, "{step}.")?;
        }
        formatter.write_str(&self.block.name)?;
        self.key.as_ref().map_or(Ok(()), |key| write!(formatter, "{key}"))
    }
}

/// In brackets, quoted as Terraform quotes it.
impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Number(number) => return write!(formatter, "[{number}]"),
            Self::Text(text) => text,
        };
        formatter.write_str("[\"")?;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\n' => formatter.write_str("\\n")?,
                '\r' => formatter.write_str("\\r")?,
                '\t' => formatter.write_str("\\t")?,
                '"' | '\\' => write!(formatter, "\\{character}")?,
                '$' | '%' if characters.peek() == Some(&'{') => write!(formatter, "{character}{character}")?,
                other if other.is_control() => write!(formatter, "\\u{:04x}", u32::from(other))?,
                other => write!(formatter, "{other}")?,
            }
        }
        formatter.write_str("\"]")
    }
}

/// Takes the block name of a resource, data source or ephemeral resource from the front of `steps`.
pub(super) fn leading_block(steps: &[Step]) -> Option<(String, &[Step])> {
    match steps {
        [Step::Name(mode), Step::Name(kind), Step::Name(name), rest @ ..] if is_mode(mode) => {
            Some((format!("{mode}.{kind}.{name}"), rest))
        }
        [Step::Name(mode), ..] if is_mode(mode) => None,
        [Step::Name(kind), Step::Name(name), rest @ ..] => Some((format!("{kind}.{name}"), rest)),
        _ => None,
    }
}

/// Whether a word stands in front of the type in the names of blocks that are no managed resources.
fn is_mode(word: &str) -> bool {
    matches!(word, "data" | "ephemeral")
}

/// Takes a key from the front of `steps`, where there is one.
pub(super) fn leading_key(steps: &[Step]) -> (Option<Key>, &[Step]) {
    match steps {
        [Step::Key(key), rest @ ..] => (Some(key.clone()), rest),
        _ => (None, steps),
    }
}

/// Splits a reference or an address into its steps.
pub(super) fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        if name.is_empty() {
            return None;
        }
        steps.push(Step::Name(name.to_owned()));
        rest = after;
        while let Some(inside) = rest.strip_prefix('[') {
            let (key, after) = key(inside)?;
            steps.push(Step::Key(key));
            rest = after;
        }
        if rest.is_empty() {
            return Some(steps);
        }
        rest = rest.strip_prefix('.')?;
    }
}

/// Reads a key and its closing bracket; hands back what follows.
fn key(text: &str) -> Option<(Key, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (number, rest) = text.split_once(']')?;
        return Some((Key::Number(number.parse().ok()?), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => value.push(escaped(&mut characters)?),
            // Terraform writes a literal `${` as `$${`, and `%{` as `%%{`.
            sign @ ('$' | '%') => {
                value.push(sign);
                let mut ahead = characters.clone();
                if ahead.next() == Some(sign) && ahead.next() == Some('{') {
                    value.push('{');
                    characters = ahead;
                }
            }
            other => value.push(other),
        }
    }
    Some((Key::Text(value), characters.as_str().strip_prefix(']')?))
}

fn escaped(characters: &mut std::str::Chars<'_>) -> Option<char> {
    match characters.next()? {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        sign @ ('"' | '\\') => Some(sign),
        'u' => code_point(characters, 4),
        'U' => code_point(characters, 8),
        _ => None,
    }
}

fn code_point(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let mut code = 0_u32;
    for _ in 0..digits {
        code = code.checked_mul(16)?.checked_add(characters.next()?.to_digit(16)?)?;
    }
    char::from_u32(code)
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
