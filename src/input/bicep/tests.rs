//! What the scanner finds in Bicep, and what becomes of texts that are none.

use super::follow::follow;
use super::matching::{Compiled, pair};
use super::scanner::scan;
use super::shape::Declaration;
use crate::model::{PathStep, Precision};
use proptest::prelude::*;

const SOURCE: &str = r#"// resource no 'A.B/c@2020-01-01' = {}
targetScope = 'resourceGroup'
param names array = [
  'a' // resource no 'A.B/c@2020-01-01' = {}
]
var text = '''
resource no 'A.B/c@2020-01-01' = {
'''

@description('it''s ${'{'} odd')
@batchSize(1)
resource network 'Microsoft.Network/virtualNetworks@2023-09-01' = if (length(names) > 0) {
  name: 'v'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    'dhcpOptions': union({ dnsServers: [] }, {
      dnsServers: names
    })
    subnets: [for (name, at) in names: {
      name: name
      properties: { addressPrefix: cidrSubnet('10.0.0.0/16', 24, at) }
    }]
    peerings: [
      first
      {
        name: at ? 'p'
          : 'q'
      }
    ]
    ...others
  }

  @onlyIfNotExists()
  resource inner 'subnets' = {
    name: 'i'
    resource deepest 'x@2020-01-01' = { name: 'd' }
  }
  resource known 'subnets@2023-09-01' existing = { name: 'k' }
}

resource sites 'Microsoft.Web/sites@2022-03-01' = [for name in names: if (name != '') {
  name: name
}]

module other './m.bicep' = {
  name: 'm'
  params: { x: 1 }
}

resource plan 'Microsoft.Web/serverfarms@2022-03-01' existing = {
  name: 'plan'
}
"#;

fn symbols(declarations: &[Declaration]) -> Vec<(&str, &str)> {
    declarations.iter().map(|it| (it.symbol.as_str(), it.of.as_str())).collect()
}

/// Declarations are found with their types, nested ones before their parents, and none in comments or strings.
#[test]
fn declarations() {
    let network = "Microsoft.Network/virtualNetworks";
    let found = scan(SOURCE);
    assert_eq!(
        symbols(&found),
        [
            ("network::inner::deepest", &*format!("{network}/subnets/x")),
            ("network::inner", &format!("{network}/subnets")),
            ("network::known", &format!("{network}/subnets")),
            ("network", network),
            ("sites", "Microsoft.Web/sites"),
            ("other", "./m.bicep"),
            ("plan", "Microsoft.Web/serverfarms"),
        ]
    );
    let existing: Vec<&str> = found.iter().filter(|it| it.is_existing).map(|it| it.symbol.as_str()).collect();
    assert_eq!(existing, ["network::known", "plan"]);
    assert!(found.iter().all(|declaration| declaration.body.is_some()));
}

/// A path leads to the text of its property, or to the nearest text around it.
#[test]
fn properties() {
    let found = scan(SOURCE);
    let network = found.iter().find(|it| it.symbol == "network").expect("the network");
    let key = |key: &str| PathStep::Key(key.into());
    let below = |steps: &[PathStep]| [&[key("properties")], steps].concat();
    for (path, text, precision) in [
        (vec![], "resource network 'Microsoft.Network/virtualNetworks@2023-09-01'", Precision::Block),
        (vec![key("NAME")], "name: 'v'", Precision::Attribute),
        (vec![key("tags")], "resource network 'Microsoft.Network/virtualNetworks@2023-09-01'", Precision::Block),
        (
            below(&[key("addressSpace"), key("addressPrefixes"), PathStep::Index(0)]),
            "'10.0.0.0/16'",
            Precision::Attribute,
        ),
        (
            below(&[key("dhcpOptions"), key("dnsServers")]),
            "'dhcpOptions': union({ dnsServers: [] }, {\n      dnsServers: names\n    })",
            Precision::Attribute,
        ),
        (
            below(&[key("subnets"), PathStep::Index(7), key("properties"), key("addressPrefix")]),
            "addressPrefix: cidrSubnet('10.0.0.0/16', 24, at)",
            Precision::Attribute,
        ),
        (below(&[key("peerings"), PathStep::Index(0), key("name")]), "first", Precision::Attribute),
        (
            below(&[key("peerings"), PathStep::Index(1), key("name")]),
            "name: at ? 'p'\n          : 'q'",
            Precision::Attribute,
        ),
    ] {
        let (span, found) = follow(network, &path);
        assert_eq!((SOURCE.get(span.start..span.end).map(str::trim), found), (Some(text), precision), "{path:?}");
    }
    let (span, precision) = follow(network, &below(&[key("enableDdosProtection")]));
    assert_eq!(precision, Precision::Block);
    assert!(SOURCE.get(span.start..span.end).is_some_and(|text| text.starts_with("properties: {")));
}

fn resource<'t>(symbol: Option<&'t str>, resource_type: &'t str, name: &'t str) -> Compiled<'t> {
    Compiled { symbol, resource_type, name }
}

/// Without symbolic names the compiler's order tells, as long as all types agree; else only types that are unique.
#[test]
fn pairs_by_order() {
    let found = scan(SOURCE);
    let subnet = "Microsoft.Network/virtualNetworks/subnets";
    let mut compiled = vec![
        resource(None, "Microsoft.Network/virtualNetworks/subnets/x", "[format('{0}/i/d', 'v')]"),
        resource(None, subnet, "v/i"),
        resource(None, "microsoft.network/virtualNetworks", "v"),
        resource(None, "Microsoft.Web/sites", "[parameters('names')[copyIndex()]]"),
        resource(None, "Microsoft.Resources/deployments", "m"),
    ];
    let symbols = |compiled: &[Compiled<'_>]| -> Vec<Option<String>> {
        pair(&found, compiled).into_iter().map(|at| Some(found.get(at?)?.symbol.clone())).collect()
    };
    let some = |symbol: &str| Some(symbol.to_owned());
    let all = ["network::inner::deepest", "network::inner", "network", "sites", "other"];
    assert_eq!(symbols(&compiled), all.map(some));
    compiled.push(resource(None, subnet, "v/new"));
    assert_eq!(
        symbols(&compiled),
        [some(all[0]), None, some(all[2]), some(all[3]), some(all[4]), None],
        "two subnets are not told apart"
    );
    compiled[2].name = "another";
    assert_eq!(symbols(&compiled)[2], None, "a name that both sides write out differs");
}

/// With symbolic names they tell, as long as the type agrees.
#[test]
fn pairs_by_symbol() {
    let found = scan(SOURCE);
    let compiled = [
        resource(Some("plan"), "Microsoft.Web/serverfarms", "plan"),
        resource(Some("network::inner"), "Microsoft.Network/virtualNetworks/subnets", "[x]"),
        resource(Some("network"), "Microsoft.Network/networkSecurityGroups", "v"),
        resource(Some("gone"), "Microsoft.Web/sites", "v"),
    ];
    let paired: Vec<bool> = pair(&found, &compiled).iter().map(Option::is_some).collect();
    assert_eq!(paired, [true, true, false, false]);
}

/// Deep nesting is bounded, and long texts take time by their length.
#[test]
fn hostile_texts() {
    for text in [
        format!("resource a 'b' = {}", "{ a: ".repeat(100_000)),
        format!("resource a 'b' = {}", "[".repeat(200_000)),
        "resource a 'b' = { resource a 'b' = ".repeat(10_000),
        "@a(".repeat(100_000),
        "'${".repeat(100_000),
        "resource a '''".repeat(50_000),
        "a: x\n+".repeat(100_000),
        "resource a 'b' = [for ".repeat(30_000),
    ] {
        assert!(scan(&text).len() <= 100_000);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text is scanned, and what is found lies within it.
    #[test]
    fn any_text_is_scanned(text in "(resource a 'b/c@1' = |module |[\\[\\]{}()'$\\\\@:,\n a=/*é.?-]|for |if |'''){0,60}") {
        for declaration in scan(&text) {
            prop_assert!(text.get(declaration.header.start..declaration.header.end).is_some());
            let key = |key: &str| PathStep::Key(key.into());
            let (span, _) = follow(&declaration, &[key("a"), PathStep::Index(0), key("a")]);
            prop_assert!(text.get(span.start..span.end).is_some());
        }
    }

    /// A file with a few characters taken out is scanned as well.
    #[test]
    fn any_cut_is_scanned(start in 0..SOURCE.len(), length in 0..40_usize) {
        let kept: String =
            SOURCE.char_indices().filter(|(at, _)| !(start..start + length).contains(at)).map(|(_, it)| it).collect();
        prop_assert!(scan(&kept).len() <= 12);
    }
}
