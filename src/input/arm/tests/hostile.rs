//! Templates that ask for too much, and expressions nobody would write: an answer or an error, never a panic, and in
//! bounded time, memory and stack (tests run on two megabytes of it).

use super::{Evaluated, evaluate_in};
use crate::input::arm::surroundings::{Level, Surroundings};
use crate::input::arm::{WhatIf, load, load_what_if};
use proptest::prelude::*;
use serde_json::{Map, Value as Plain, json};

/// Evaluates `variables('v0')` where each variable is made from the index of the next one.
fn chain(length: usize, link: impl Fn(usize) -> String, end: Plain) -> Evaluated {
    let mut variables: Map<String, Plain> =
        (0..length).map(|at| (format!("v{at}"), json!(format!("[{}]", link(at + 1))))).collect();
    variables.insert(format!("v{length}"), end);
    let sections = json!({"variables": variables}).to_string();
    evaluate_in("[variables('v0')]", &sections, Level::ResourceGroup, Surroundings::default())
}

/// A chain of variables that is too long, and one whose links nest, end in the limit for depth.
#[test]
fn long_chains() {
    let plain = chain(5_000, |next| format!("variables('v{next}')"), json!("x"));
    assert!(matches!(plain, Evaluated::Limit(limit) if limit.contains("140 levels")), "{plain:?}");
    let nested = |next: usize| format!("{}variables('v{next}'){}", "if(true(), ".repeat(60), ", 0)".repeat(60));
    assert!(matches!(chain(200, nested, json!("x")), Evaluated::Limit(_)));
    let lists = |next: usize| format!("map(createArray(1), lambda('x', variables('v{next}')))");
    assert!(matches!(chain(200, lists, json!("x")), Evaluated::Limit(_)));
    assert_eq!(chain(20, |next| format!("variables('v{next}')"), json!("x")), Evaluated::Known(json!("x")));
}

/// Deep JSON, with an expression at the bottom, does not exhaust the stack.
#[test]
fn deep_values() {
    let deep = (0..100).fold(json!("[variables('v1')]"), |inner, _| json!([inner]));
    let sections = json!({"variables": {"v0": deep, "v1": (0..100).fold(json!(1), |inner, _| json!({"a": inner}))}});
    let found = evaluate_in("[variables('v0')]", &sections.to_string(), Level::ResourceGroup, Surroundings::default());
    assert!(matches!(found, Evaluated::Limit(_)), "{found:?}");
    let grown = "[reduce(range(0, 10000), createArray(), lambda('c', 'n', createArray(lambdaVariables('c'))))]";
    let found = evaluate_in(grown, "{}", Level::ResourceGroup, Surroundings::default());
    assert_eq!(found, Evaluated::Limit("a value nests deeper than 128 levels"));
}

/// Values that double with every variable end in the limits for size, known or not.
#[test]
fn doubling_values() {
    for (link, end) in [
        ("concat(V, V)", json!("x")),
        ("concat(V, V)", json!(["x"])),
        ("createArray(V, V)", json!("x")),
        ("createObject('a', V, 'b', V)", json!("x")),
        ("format('{0}{0}{0}{0}', V)", json!("x")),
        ("replace(V, 'x', V)", json!("xx")),
        ("union(createObject('a', V), createObject('b', V))", json!("x")),
        ("string(createArray(V, V))", json!("x")),
    ] {
        let found = chain(60, |next| link.replace('V', &format!("variables('v{next}')")), end);
        assert!(matches!(found, Evaluated::Limit(_)), "{link}: {found:?}");
    }
    for link in ["concat(V, V)", "if(equals(V, 'a'), V, 'b')", "createArray(V, V)", "union(V, V)"] {
        let found =
            chain(25, |next| link.replace('V', &format!("variables('v{next}')")), json!("[resourceGroup().tags]"));
        assert!(!matches!(found, Evaluated::Known(_)), "{link}: {found:?}");
    }
}

/// Quadratic work is counted.
#[test]
fn quadratic_work() {
    let many = "[union(map(range(0, 9999), lambda('i', createArray(lambdaVariables('i')))), createArray())]";
    let found = evaluate_in(many, "{}", Level::ResourceGroup, Surroundings::default());
    assert!(matches!(found, Evaluated::Limit(limit) if limit.contains("2,000,000 steps")));
}

/// A function that calls itself, and variables that refer to each other, end.
#[test]
fn cycles() {
    let function = json!({"functions": [{"namespace": "f", "members": {"g": {
        "parameters": [{"name": "x", "type": "int"}],
        "output": {"type": "int", "value": "[f.g(parameters('x'))]"},
    }}}]});
    let found = evaluate_in("[f.g(1)]", &function.to_string(), Level::ResourceGroup, Surroundings::default());
    assert!(matches!(found, Evaluated::Limit(_)), "{found:?}");
    let variables = json!({"variables": {"a": "[variables('b')]", "b": "[variables('a')]"}}).to_string();
    let found = evaluate_in("[variables('a')]", &variables, Level::ResourceGroup, Surroundings::default());
    assert!(matches!(found, Evaluated::Unknown { .. }), "{found:?}");
}

/// Copies of copies are counted, whether they are resources or properties.
#[test]
fn many_copies() {
    let inner = json!({"resources": [{"type": "A.B/c", "name": "n", "copy": {"name": "i", "count": 800}}]});
    let outer = json!({"resources": [{
        "type": "Microsoft.Resources/deployments", "name": "d", "copy": {"name": "o", "count": 800},
        "properties": {"template": inner},
    }]});
    let error = load(0, "t", "t", &outer.to_string(), &[], &|_| false).err().expect("too many");
    assert_eq!(error.problem, "the template has more than 50,000 resources");
    let copied = (0..4).fold(json!("x"), |input, _| json!({"copy": [{"name": "p", "count": 800, "input": input}]}));
    let template = json!({"resources": [{"type": "A.B/c", "name": "n", "properties": copied}]});
    let error = load(0, "t", "t", &template.to_string(), &[], &|_| true).err().expect("too many");
    assert_eq!(error.problem, "a value has more than 500,000 parts");
    let template = json!({"resources": [{"type": "A.B/c", "name": "n", "copy": {"name": "i", "count": 801}}]});
    let error = load(0, "t", "t", &template.to_string(), &[], &|_| true).err().expect("too many");
    assert_eq!(error.problem, "a 'copy' has more than 800 elements");
}

/// Expressions over all functions, with arguments of all kinds in any number.
fn expressions() -> impl Strategy<Value = String> {
    let names: Vec<String> = crate::input::arm::functions::index()
        .values()
        .map(|function| function.name.to_owned())
        .chain(
            ["if", "and", "or", "coalesce", "map", "filter", "sort", "reduce", "toObject", "groupBy", "mapValues"]
                .map(str::to_owned),
        )
        .chain(
            [
                "parameters",
                "variables",
                "resourceId",
                "extensionResourceId",
                "reference",
                "tryGet",
                "copyIndex",
                "listKeys",
                "resourceGroup",
                "subscription",
                "deployment",
            ]
            .map(str::to_owned),
        )
        .collect();
    let leaf = prop_oneof![
        Just("parameters('p')".to_owned()),
        Just("parameters('list')".to_owned()),
        Just("createArray()".to_owned()),
        Just("createObject('a', 1)".to_owned()),
        Just("null()".to_owned()),
        Just("true()".to_owned()),
        Just("lambda('x', lambdaVariables('x'))".to_owned()),
        Just("lambda('x', 'y', true())".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        "[a-zA-Z0-9/{}:,.%=+é😀 -]{0,12}".prop_map(|text| format!("'{text}'")),
        Just("'10.0.0.0/8'".to_owned()),
        Just("'Microsoft.Network/virtualNetworks'".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        let call = (proptest::sample::select(names.clone()), prop::collection::vec(inner.clone(), 0..4))
            .prop_map(|(name, arguments)| format!("{name}({})", arguments.join(", ")));
        prop_oneof![
            6 => call,
            1 => inner.clone().prop_map(|base| format!("{base}.a")),
            1 => (inner.clone(), inner).prop_map(|(base, index)| format!("{base}[{index}]")),
        ]
    })
}

/// Templates that are mutated.
const MUTATED: [&str; 5] = [
    "arm/twins/main.json",
    "arm/twins/main.symbolicnames.json",
    "bicep/main.json",
    "linked/main.json",
    "what-if/flat.json",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Well-formed expressions evaluate to a value or a fault, the same each time.
    #[test]
    fn any_expression_evaluates(expression in expressions()) {
        prop_assert_eq!(super::evaluate(&expression), super::evaluate(&expression));
    }

    /// Any text is an expression or refused, and any text is JSON or refused.
    #[test]
    fn any_text_is_parsed_or_refused(text in "[\\[\\]{}()'\"a-z0-9.,:/*\\\\ \u{e9}\u{1f600}\n-]{0,40}") {
        prop_assert_eq!(super::evaluate(&text), super::evaluate(&text));
        let parsed = crate::input::arm::json::parse(&text);
        prop_assert!(parsed.map_or_else(|error| error.at <= text.len(), |json| json.span.end <= text.len()));
    }

    /// A real template in which parts were exchanged, doubled or taken away loads or is refused, in the end with places.
    #[test]
    fn any_mutation_loads(
        file in proptest::sample::select(MUTATED.as_slice()),
        start in 0..8_000_usize,
        length in 0..60_usize,
        other in 0..8_000_usize,
        kind in 0..4_u8,
    ) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input").join(file);
        let text = std::fs::read_to_string(&path).expect("a template");
        let mut characters: Vec<char> = text.chars().collect();
        let at = |place: usize| place % characters.len();
        let (start, other) = (at(start), at(other));
        let end = (start + length).min(characters.len());
        match kind {
            0 => drop(characters.drain(start..end)),
            1 => drop(characters.splice(other..other, characters[start..end].to_vec())),
            2 => characters.swap(start, other),
            _ => characters[start..end].fill('['),
        }
        let mutated: String = characters.into_iter().collect();
        if let Ok(loaded) = load(0, "t", "t", &mutated, &[], &|_| true) {
            for resource in &loaded.after {
                let location = loaded.source_map.locate(&crate::model::Place::of(resource.handle.clone()));
                prop_assert!(location.line <= mutated.lines().count().max(1));
            }
        }
        let what_if = WhatIf { input: 0, name: "t", display_path: "t", text: &mutated };
        prop_assert!(load_what_if(&what_if, &|_| true).map_or_else(|error| !error.help.is_empty(), |it| it.before.is_some()));
    }

    /// Any JSON under `resources` loads or is refused.
    #[test]
    fn any_template_loads(text in "[\\[\\]{},:]{0,12}", kind in "[a-zA-Z./]{0,12}", name in expressions()) {
        let template = format!(
            "{{\"resources\": [{{\"type\": \"{kind}\", \"name\": {}, \"copy\": {{\"count\": {}}}}}], \"x\": 1 {text}}}",
            json!(format!("[{name}]")), json!(format!("[{name}]")),
        );
        let loaded = load(0, "t", "t", &template, &[], &|_| true);
        prop_assert!(loaded.is_ok_and(|loaded| loaded.before.is_none()) || template.len() > 2);
    }
}
