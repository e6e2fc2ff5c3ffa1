//! Splits Terraform addresses and references into their steps; keys may hold dots, brackets, slashes and quotes.
//!
//! It owns the syntax only: what an address stands for is the business of [`super::references`].
//!
//! Shape: `module.net["p-1.x"].azurerm_subnet.this[0]` in, an [`Address`] out; `azurerm_subnet.this[0].id` in, a list
//! of [`Step`]s out. `None` for text that is neither, never a guess.

/// One step of a reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// A name between dots.
    Name(String),
    /// A key in brackets.
    Key(Key),
}

/// What tells the instances of one block apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// An index that `count` made.
    Number(u64),
    /// A key that `for_each` made, without its quotes and escapes.
    Text(String),
}

/// One call of a module on the way to a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
    /// `azurerm_subnet.this`, or `data.azurerm_subnet.this`.
    pub(crate) name: String,
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

/// Takes the block name of a resource or data source from the front of `steps`.
pub(super) fn leading_block(steps: &[Step]) -> Option<(String, &[Step])> {
    match steps {
        [Step::Name(data), Step::Name(kind), Step::Name(name), rest @ ..] if data == "data" => {
            Some((format!("data.{kind}.{name}"), rest))
        }
        [Step::Name(kind), Step::Name(name), rest @ ..] => Some((format!("{kind}.{name}"), rest)),
        _ => None,
    }
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Addresses split into modules, block and key, whatever the keys hold.
    #[test]
    fn splits_addresses() {
        type Case = (&'static str, &'static [(&'static str, Option<&'static str>)], &'static str, Option<&'static str>);
        let cases: [Case; 9] = [
            ("azurerm_subnet.a", &[], "azurerm_subnet.a", None),
            ("azurerm_subnet.a[12]", &[], "azurerm_subnet.a", Some("#12")),
            ("data.azurerm_subnet.a[\"x\"]", &[], "data.azurerm_subnet.a", Some("x")),
            ("module.net.azurerm_subnet.a", &[("net", None)], "azurerm_subnet.a", None),
            (
                "module.net[\"p-1.x\"].module.sub[0].azurerm_subnet.a[\"a[0].b/c\"]",
                &[("net", Some("p-1.x")), ("sub", Some("#0"))],
                "azurerm_subnet.a",
                Some("a[0].b/c"),
            ),
            ("t.n[\"say \\\"hi\\\" \\\\\"]", &[], "t.n", Some("say \"hi\" \\")),
            ("t.n[\"$${x} %%{y} $$ 5%\"]", &[], "t.n", Some("${x} %{y} $$ 5%")),
            ("t.n[\"gr\\u00f6\\U0000007ae\\n\"]", &[], "t.n", Some("gröze\n")),
            ("module.data.data.t.n", &[("data", None)], "data.t.n", None),
        ];
        let show = |key: &Key| match key {
            Key::Number(number) => format!("#{number}"),
            Key::Text(text) => text.clone(),
        };
        for (text, modules, block, key) in cases {
            let address = Address::parse(text).expect(text);
            let steps: Vec<(&str, Option<String>)> =
                address.block.modules.iter().map(|step| (step.name.as_str(), step.key.as_ref().map(show))).collect();
            let expected: Vec<(&str, Option<String>)> =
                modules.iter().map(|(name, key)| (*name, key.map(str::to_owned))).collect();
            assert_eq!(steps, expected, "{text}");
            assert_eq!(address.block.name, block);
            assert_eq!(address.key.as_ref().map(show).as_deref(), key);
        }
    }

    /// Text that is no address is refused, not half read.
    #[test]
    fn refuses_other_text() {
        for text in
            ["", "a", ".", "a.", "a..b", "a.b[", "a.b[x]", "a.b[\"x]", "a.b[\"\\q\"]", "a.b.c", "a.b[0]x", "a.b[-1]"]
        {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    proptest! {
        /// No text makes the tokenizer panic, and a quoted key comes back as it was.
        #[test]
        fn any_text_and_any_key(text in ".{0,40}", key in "[^\\\\\"$%]{0,20}") {
            let _ = steps(&text);
            let address = Address::parse(&format!("t.n[\"{key}\"]"));
            prop_assert_eq!(address.and_then(|address| address.key), Some(Key::Text(key)));
        }
    }
}
