//! Expressions alone, for fuzzing: any text between the brackets ends in a value or a fault, the same each time.

use super::Deployment;
use super::documents::Documents;
use super::engine::{Engine, Env};
use super::expression::{parse, source_text};
use super::json;
use super::surroundings::{Level, Surroundings};

/// What the expressions may ask for: parameters with and without a value, variables, a function, a resource.
const TEMPLATE: &str = r#"{
  "parameters": {
    "p": {"type": "string"}, "q": {"type": "string", "defaultValue": "a/b"}, "n": {"type": "int"},
    "list": {"type": "array"}, "thing": {"type": "object"}, "secret": {"type": "securestring", "defaultValue": "s"}
  },
  "variables": {
    "texts": ["b", "A", "", "é"], "object": {"b": 1, "A": {"c": [null, true]}}, "number": -7, "prefix": "10.0.0.0/16",
    "partly": "[concat('a/', parameters('p'))]", "circle": "[variables('circle')]"
  },
  "functions": [{"namespace": "f", "members": {"twice": {
    "parameters": [{"name": "x", "type": "string"}],
    "output": {"type": "string", "value": "[concat(parameters('x'), parameters('x'))]"}
  }}}],
  "resources": [{
    "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "v", "location": "westeurope",
    "properties": {"subnets": [{"name": "s"}, {"name": "[parameters('p')]"}]}
  }]
}"#;

/// Evaluates `source` in a template that has something of everything.
pub(in crate::input) fn evaluate_any(source: &str) {
    if let Ok(tree) = parse(source) {
        let printed = tree.to_string();
        assert_eq!(parse(&printed).map(|tree| tree.to_string()), Ok(printed), "{source}");
    }
    assert_eq!(evaluated(source), evaluated(source), "{source}");
}

fn evaluated(source: &str) -> String {
    let Ok(root) = json::parse(TEMPLATE) else { return String::new() };
    let surroundings = Surroundings::default();
    let (scope, documents) = (surroundings.scope(Level::ResourceGroup), Documents::new(None));
    let mut engine = Engine::new(surroundings, &documents);
    engine.deployments.push(Deployment::new(&root, String::new(), scope, super::Value::text("d"), Env::of(0)));
    let expanded = engine.expand(0);
    assert!(expanded.is_ok(), "{expanded:?}");
    match engine.evaluate_source(source, &Env::of(0)) {
        Ok(value) => source_text(&value),
        Err(fault) => format!("{fault:?}"),
    }
}
