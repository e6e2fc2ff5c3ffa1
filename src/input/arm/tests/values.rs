//! Functions by group, and what unknown arguments make of them.

use super::{Evaluated, evaluate, evaluate_in};
use crate::input::arm::surroundings::{Level, Surroundings};
use serde_json::{Value as Plain, json};

fn assert_known(table: &[(&str, Plain)]) {
    for (expression, expected) in table {
        assert_eq!(evaluate(expression), Evaluated::Known(expected.clone()), "{expression}");
    }
}

fn assert_patterns(table: &[(&str, Option<&str>)]) {
    for (expression, expected) in table {
        match evaluate(expression) {
            Evaluated::Unknown { pattern, .. } => assert_eq!(pattern.as_deref(), *expected, "{expression}"),
            other => panic!("{expression}: {other:?}"),
        }
    }
}

/// Strings: letter case, positions in UTF-16 code units, formats, encodings.
#[test]
fn strings() {
    assert_known(&[
        ("concat('a', 1, true())", json!("a1True")),
        ("format('{0}/{1,4}|{2,-3}|{{{0}}}', 'a', 'b', 'c')", json!("a/   b|c  |{a}")),
        (
            "format('{0:D3} {1:x4} {2:X} {3:N0} {4:F1} {5:000}', 7, 255, 255, -1234567, 3, -5)",
            json!("007 00ff FF -1,234,567 3.0 -005"),
        ),
        ("format('{0}', createObject('a', createArray('b')))", json!("{'a':['b']}")),
        ("string(createObject('a', 'x\"y'))", json!(r#"{"a":"x\"y"}"#)),
        ("substring('a😀b', 1, 2)", json!("😀")),
        ("length('a😀b')", json!(4)),
        ("take('abc', 9)", json!("abc")),
        ("last('')", json!("")),
        ("indexOf('abcABC', 'CA')", json!(2)),
        ("lastIndexOf('abab', 'A')", json!(2)),
        ("split('a;b,c', createArray(';', ','))", json!(["a", "b", "c"])),
        ("padLeft(7, 3, '0')", json!("007")),
        ("toUpper('straße')", json!("STRAßE")),
        ("trim('  a ')", json!("a")),
        ("uriComponent('a b/ü')", json!("a%20b%2F%C3%BC")),
        ("base64ToJson(base64('{\"a\": [1]}'))", json!({"a": [1]})),
        ("json('[1, ''a'']')", json!([1, "a"])),
        ("guid('foo', 'bar', 'baz')", json!("2ed86837-7c7c-5eaa-9864-dd077fd19b0d")),
    ]);
    assert!(matches!(evaluate("like('abcd', 'a?')"), Evaluated::Unknown { .. }));
    assert!(matches!(evaluate("substring('a😀b', 1, 1)"), Evaluated::Unknown { .. }));
}

/// Arrays and objects: names in any letter case, merging, order.
#[test]
fn collections() {
    assert_known(&[
        (
            "union(createObject('a', createObject('b', 1)), createObject('A', createObject('c', 2)))",
            json!({"a": {"b": 1, "c": 2}}),
        ),
        ("shallowMerge(createArray(createObject('A', 1), createObject('a', null())))", json!({"A": null})),
        ("intersection(createArray(1, 2, 3), createArray(3, 2))", json!([2, 3])),
        ("items(createObject('b', 1, 'A', 2))", json!([{"key": "A", "value": 2}, {"key": "b", "value": 1}])),
        ("createObject('Aa', 1).aA", json!(1)),
        ("tryGet(createObject('a', createArray(5)), 'A', 0)", json!(5)),
        ("tryGet(createObject('a', 1), 'b', 'c')", json!(null)),
        ("skip(createArray(1, 2, 3), 1)", json!([2, 3])),
        ("first(createArray())", json!(null)),
        ("flatten(createArray(createArray(1), createArray()))", json!([1])),
        (
            "sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('A'), lambdaVariables('b'))))",
            json!([1, 2, 3]),
        ),
        ("mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", json!({"a": 2})),
        ("range(3, 2)", json!([3, 4])),
        ("contains(createObject('Key', 1), 'kEY')", json!(true)),
        ("contains(createArray('Key'), 'key')", json!(false)),
    ]);
}

/// Numbers and address prefixes.
#[test]
fn numbers_and_addresses() {
    assert_known(&[
        ("div(-7, 2)", json!(-3)),
        ("mod(-7, 2)", json!(-1)),
        ("max(createArray(1, 5, 3))", json!(5)),
        ("int('-4')", json!(-4)),
        ("cidrSubnet('10.0.0.0/16', 24, 255)", json!("10.0.255.0/24")),
        ("cidrSubnet('0.0.0.0/0', 32, 4294967295)", json!("255.255.255.255/32")),
        ("cidrSubnet('::/0', 128, 1)", json!("::1/128")),
        ("cidrHost('10.0.0.0/31', 1)", json!("10.0.0.1")),
        ("parseCidr('10.0.0.77/26').lastUsable", json!("10.0.0.126")),
        ("parseCidr('0.0.0.0/0').netmask", json!("0.0.0.0")),
    ]);
    for expression in [
        "cidrSubnet('10.0.0.0/16', 24, 256)",
        "cidrSubnet('10.0.0.0/16', 8, 0)",
        "cidrHost('10.0.0.0/30', 3)",
        "parseCidr('10.0.0.0/33')",
        "parseCidr('10.0.0.0/+8')",
        "div(1, 0)",
        "add(9223372036854775807, 1)",
        "range(0, 10001)",
        "substring('abc', 2, 2)",
        "createObject('a')",
        "concat('a', createArray())",
        "true(1)",
        "noSuchFunction()",
        "fail('no')",
        "not('x')",
        "parameters('none')",
    ] {
        assert!(matches!(evaluate(expression), Evaluated::Fault(_)), "{expression}: {:?}", evaluate(expression));
    }
}

/// What is unknown in an argument leaves the rest known.
#[test]
fn known_siblings_survive() {
    assert_known(&[
        ("length(createArray(parameters('p'), 1))", json!(2)),
        ("createObject('a', parameters('p'), 'b', 2).b", json!(2)),
        ("contains(createObject('a', parameters('p')), 'A')", json!(true)),
        ("contains(createArray(parameters('p'), 'x'), 'x')", json!(true)),
        ("empty(createArray(parameters('p')))", json!(false)),
        ("empty(concat('a', parameters('p')))", json!(false)),
        ("or(equals(parameters('p'), 'x'), true())", json!(true)),
        ("and(equals(parameters('p'), 'x'), false())", json!(false)),
        ("if(true(), 1, parameters('none'))", json!(1)),
        ("if(equals(parameters('p'), 'x'), 1, 1)", json!(1)),
        ("coalesce('a', parameters('none'))", json!("a")),
        ("coalesce(null(), concat('a', 'b'))", json!("ab")),
        ("equals(parameters('p'), Parameters('P'))", json!(true)),
        ("equals(concat('a', parameters('p')), 'b')", json!(false)),
        ("equals(concat(parameters('p'), 'a'), concat(parameters('p'), 'a'))", json!(true)),
        ("startsWith(concat('Abc', parameters('p')), 'aB')", json!(true)),
        ("startsWith(concat('Abc', parameters('p')), 'x')", json!(false)),
        ("endsWith(concat(parameters('p'), '/x'), '/X')", json!(true)),
        ("contains(concat(parameters('p'), 'abc'), 'b')", json!(true)),
        ("last(split(resourceId('A.B/c', 'n'), '/'))", json!("n")),
        ("filter(createArray(1, 2), lambda('x', equals(lambdaVariables('x'), 2)))", json!([2])),
        ("first(createArray(1, parameters('p')))", json!(1)),
    ]);
    assert_eq!(
        evaluate("concat(createArray('a'), parameters('list'))"),
        Evaluated::Partly(json!(["a", "…[concat(createArray('a'), parameters('list'))]"]))
    );
    let filtered = "filter(createArray('a', parameters('p')), lambda('x', equals(lambdaVariables('x'), 'a')))";
    assert!(
        matches!(evaluate(filtered), Evaluated::Partly(Plain::Array(items)) if items.len() == 2 && items[0] == "a")
    );
}

/// What is not certain stays unknown: never one of the possible values.
#[test]
fn uncertain_answers_are_unknown() {
    for expression in [
        "length(parameters('p'))",
        "length(concat(createArray(1), parameters('list')))",
        "first(concat(parameters('list'), createArray(1)))",
        "contains(createArray(parameters('p')), 'x')",
        "contains(concat(createArray('a'), parameters('list')), 'x')",
        "empty(parameters('p'))",
        "equals(parameters('p'), parameters('q'))",
        "equals(concat('a', parameters('p')), 'ab')",
        "equals(newGuid(), newGuid())",
        "if(equals(parameters('p'), 'x'), 1, 2)",
        "and(equals(parameters('p'), 'x'), true())",
        "coalesce(parameters('p'), 'x')",
        "split(parameters('p'), '/')[0]",
        "union(createObject('a', 1), parameters('thing')).a",
        "union(createArray(parameters('p')), createArray(parameters('q')))",
        "union(createObject('a', 1), createObject('a', null())).a",
        "toLower(parameters('p'))",
        "startsWith(concat('a', parameters('p')), 'ab')",
        "environment().name",
        "items(createObject('a_b', 1, 'ab', 2))",
        "less('ä', 'b')",
        "add(1, parameters('n'))",
        "concat(parameters('thing'), parameters('list'))",
        "json('')",
        "utcNow()",
    ] {
        let found = evaluate(expression);
        assert!(matches!(found, Evaluated::Unknown { .. }), "{expression}: {found:?}");
    }
}

/// Patterns: literal parts as they are, unknown parts as canonical expressions; none where the value may differ.
#[test]
fn patterns() {
    let group = "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}";
    let subnet = format!("{group}/providers/Microsoft.Network/virtualNetworks/{{parameters('p')}}/subnets/a");
    let other = "/subscriptions/{subscription().subscriptionId}/resourceGroups/{parameters('q')}/providers/A.B/c/x-{parameters('p')}";
    assert_patterns(&[
        ("resourceId('Microsoft.Network/virtualNetworks/subnets', PARAMETERS('P'), 'a')", Some(&subnet)),
        ("concat(resourceId('Microsoft.Network/virtualNetworks', parameters('p')), '/subnets/', 'a')", Some(&subnet)),
        (
            "format('{0}/providers/Microsoft.Network/virtualNetworks/{1}/subnets/{2}', resourceGroup().id, parameters('p'), 'a')",
            Some(&subnet),
        ),
        ("resourceId(parameters('q'), 'A.B/c', format('x-{0}', parameters('p')))", Some(other)),
        ("join(createArray(parameters('p'), 'x'), '-')", Some("{parameters('p')}-x")),
        ("toLower(format('A{0}', parameters('p')))", Some("a{toLower(parameters('p'))}")),
        ("uniqueString(parameters('p'), 'x')", Some("{uniqueString(parameters('p'), 'x')}")),
        ("reference('X').Outputs.Y", Some("{reference('X').outputs.y}")),
        ("extensionResourceId(parameters('p'), 'A.B/c', 'n')", Some("{parameters('p')}/providers/A.B/c/n")),
        ("newGuid()", None),
        ("concat('a', newGuid())", None),
        ("uniqueString(utcNow())", None),
        ("listKeys('x', 'y').key", Some("{listKeys('x', 'y').key}")),
        ("listSas('x', 'y').key", None),
        ("concat('{', parameters('p'))", None),
        ("replace(parameters('p'), '{', 'x')", None),
    ]);
}

/// The text for people is the expression as far as it could be evaluated.
#[test]
fn texts() {
    for (expression, expected) in [
        ("concat(toUpper('a'), parameters('P'))", "concat('A', parameters('p'))"),
        (
            "reference(resourceId('q', 'A.B/c', 'n'), '2020-01-01').x[0]",
            "reference(resourceId('q', 'A.B/c', 'n'), '2020-01-01').x[0]",
        ),
        ("if(equals(parameters('p'), 'x'), add(1, 1), 3)", "if(equals(parameters('p'), 'x'), 2, 3)"),
        ("createArray(1)[parameters('n')]", "createArray(1)[parameters('n')]"),
    ] {
        match evaluate(expression) {
            Evaluated::Unknown { text, .. } => assert_eq!(text, expected),
            other => panic!("{expression}: {other:?}"),
        }
    }
}

/// What the user says about the deployment is known; at another scope the same function asks for something else.
#[test]
fn surroundings_make_values_known() {
    let told = Surroundings {
        subscription_id: Some("s".to_owned()),
        resource_group: Some("g".to_owned()),
        ..Surroundings::default()
    };
    for (level, expression, expected) in [
        (Level::ResourceGroup, "[resourceId('A.B/c', 'n')]", "/subscriptions/s/resourceGroups/g/providers/A.B/c/n"),
        (Level::Subscription, "[resourceId('A.B/c', 'n')]", "/subscriptions/s/providers/A.B/c/n"),
        (
            Level::Subscription,
            "[resourceId('t', 'g', 'A.B/c', 'n')]",
            "/subscriptions/t/resourceGroups/g/providers/A.B/c/n",
        ),
        (Level::Tenant, "[tenantResourceId('A.B/c', 'n')]", "/providers/A.B/c/n"),
        (Level::ResourceGroup, "[subscription().id]", "/subscriptions/s"),
    ] {
        assert_eq!(
            evaluate_in(expression, "{}", level, told.clone()),
            Evaluated::Known(json!(expected)),
            "{expression}"
        );
    }
    let found = evaluate_in("[resourceGroup().name]", "{}", Level::Subscription, told);
    assert!(matches!(found, Evaluated::Fault(_)), "{found:?}");
}
