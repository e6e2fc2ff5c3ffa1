//! Addresses and references in every form that plans print, and whatever a key may hold.

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
    for text in [
        "",
        "a",
        ".",
        "a.",
        "a..b",
        "a.b[",
        "a.b[x]",
        "a.b[\"x]",
        "a.b[\"\\q\"]",
        "a.b.c",
        "a.b[0]x",
        "a.b[-1]",
        "data.a",
        "module.a",
        "module.a.b",
        "a[0].b",
        "a.b[0][1]",
        "a.b.",
        "data.a.b.c",
        "ephemeral.a",
        "ephemeral.a[0].b",
    ] {
        assert_eq!(Address::parse(text), None, "{text}");
    }
}

/// The block of an address, keys aside, is what sources declare it as.
#[test]
fn blocks_have_names_and_headers() {
    let block = |text: &str| Address::parse(text).expect(text).block;
    let data = block(r#"module.a["x.y[0]"].module.b[1].data.azurerm_subnet.s["say \"]\" .c"]"#);
    assert_eq!(data.module_names(), ["a", "b"]);
    assert_eq!(data.block_name(), Some(BlockName::data("azurerm_subnet", "s")));
    assert_eq!(module_address(&data.modules), r#"module.a["x.y[0]"].module.b[1]"#);
    assert_eq!(block("t.n[0]").block_name().expect("a name").header(), r#"resource "t" "n""#);
    assert_eq!(data.block_name().expect("a name").header(), r#"data "azurerm_subnet" "s""#);
    let ephemeral = block("ephemeral.t.n[\"k\"]").block_name().expect("a name");
    assert_eq!(ephemeral.header(), r#"ephemeral "t" "n""#);
    assert_eq!(BlockName::of("ephemeral", &["t", "n"]), Some(ephemeral));
    assert_eq!(BlockName::module("net").header(), r#"module "net""#);
}

fn names() -> impl Strategy<Value = String> {
    // Words of the syntax where a type stands.
    "[a-zé_][a-z0-9_-]{0,8}"
        .prop_filter("a word of the syntax", |name| !matches!(name.as_str(), "data" | "ephemeral" | "module"))
}

fn keys() -> impl Strategy<Value = Option<Key>> {
    prop_oneof![
        Just(None),
        any::<u64>().prop_map(|number| Some(Key::Number(number))),
        "[a$%{}\"\\\\.\\[\\] /é😀\n\r\t\u{0}\u{7f}\u{85}]{0,10}".prop_map(|text| Some(Key::Text(text))),
        any::<String>().prop_map(|text| Some(Key::Text(text))),
    ]
}

fn addresses() -> impl Strategy<Value = Address> {
    let module = (names(), keys()).prop_map(|(name, key)| ModuleStep { name, key });
    (
        proptest::collection::vec(module, 0..4),
        prop::sample::select(vec!["", "data.", "ephemeral."]),
        names(),
        names(),
        keys(),
    )
        .prop_map(|(modules, mode, kind, name, key)| Address {
            block: Block { modules, name: format!("{mode}{kind}.{name}") },
            key,
        })
}

proptest! {
    /// An address that is written is read as the same address, whatever its keys hold.
    #[test]
    fn what_is_written_is_read(address in addresses()) {
        let text = address.to_string();
        prop_assert_eq!(Address::parse(&text), Some(address), "{}", text);
    }

    /// What is read of any text is written in one way, which is read as the same.
    #[test]
    fn what_is_read_is_written(text in "(module\\.|data\\.|a|b|\\.|\\[|\\]|\"|\\\\|\\$|%|\\{|0|1){0,16}") {
        if let Some(address) = Address::parse(&text) {
            prop_assert_eq!(Address::parse(&address.to_string()), Some(address));
        }
    }

    /// No text makes the tokenizer panic.
    #[test]
    fn any_text(text in ".{0,60}") {
        let _ = steps(&text);
        let _ = Address::parse(&text);
    }
}
