//! Resource addresses as plans print them, read with a tokenizer: never split inside quotes or brackets.
//!
//! It owns which block of which module an address stands for; instance keys say nothing about that and are dropped.
//! In: `module.net["a.b"].data.azurerm_subnet.this[0]`. Out: an [`Address`].

/// The block an instance address stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Names of the module calls from the root, without keys.
    pub(crate) modules: Vec<String>,
    /// The resource block in that module.
    pub(crate) block: BlockName,
}

/// The kinds of blocks that places are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BlockKind {
    /// `resource "type" "name"`.
    Resource,
    /// `data "type" "name"`.
    Data,
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

    /// A module call.
    pub(crate) fn module(name: &str) -> Self {
        Self { kind: BlockKind::Module, resource_type: String::new(), name: name.to_owned() }
    }

    /// The name of a block with this keyword and these labels; `None` for blocks that are not looked for.
    pub(super) fn of(keyword: &str, labels: &[&str]) -> Option<Self> {
        match (keyword, labels) {
            ("resource", [resource_type, name]) => Some(Self::resource(resource_type, name)),
            ("data", [resource_type, name]) => Some(Self::data(resource_type, name)),
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
            BlockKind::Module => format!("module \"{name}\""),
        }
    }
}

impl Address {
    /// Reads an instance address; `None` when it is not one of a managed resource or data source.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let names = names(text)?;
        let mut rest = names.as_slice();
        let mut modules = Vec::new();
        while let ["module", name, tail @ ..] = rest {
            modules.push((*name).to_owned());
            rest = tail;
        }
        let block = match rest {
            ["data", resource_type, name] => BlockName::data(resource_type, name),
            ["data", ..] => return None,
            [resource_type, name] => BlockName::resource(resource_type, name),
            _ => return None,
        };
        Some(Self { modules, block })
    }
}

/// The dot-separated names of an address, instance keys left out; `None` when it is malformed.
fn names(text: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at_checked(end)?;
        if name.is_empty() {
            return None;
        }
        names.push(name);
        let tail = match tail.strip_prefix('[') {
            Some(key) => behind_key(key)?,
            None => tail,
        };
        if tail.is_empty() {
            return Some(names);
        }
        rest = tail.strip_prefix('.')?;
    }
}

/// What follows the `]` that closes the instance key at the start of `text`.
fn behind_key(text: &str) -> Option<&str> {
    let mut quoted = false;
    let mut escaped = false;
    for (offset, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return text.get(offset + 1..),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys with dots, brackets and quotes do not disturb the names around them.
    #[test]
    fn keys_are_never_split() {
        let address = Address::parse(r#"module.a["x.y[0]"].module.b[1].azurerm_subnet.s["say \"]\" .c"]"#).unwrap();
        assert_eq!(address.modules, ["a", "b"]);
        assert_eq!(address.block, BlockName::resource("azurerm_subnet", "s"));
    }

    /// Data sources are told from managed resources.
    #[test]
    fn data_sources_are_recognised() {
        let address = Address::parse("module.m.data.azurerm_subnet.existing").unwrap();
        assert_eq!(address.block, BlockName::data("azurerm_subnet", "existing"));
        assert_eq!(address.block.header(), r#"data "azurerm_subnet" "existing""#);
    }

    /// What is not the address of a resource is refused.
    #[test]
    fn other_texts_are_refused() {
        for text in ["", ".", "module.a", "a", "a.b.c", "a.b[", "a.b[\"x]", "a..b", "a.b[0]c", "a.b.", "data.a"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
