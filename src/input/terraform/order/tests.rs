//! Who waits for whom: `t.last` asks, `t.first` is there before it or not.

use super::*;
use crate::input::terraform::{EVERYTHING, PlanLoaded, PlanOptions, load};
use serde_json::{Value, json};

/// The plan of a root module.
fn plan(root: &Value, rest: &Value) -> PlanLoaded {
    let mut configuration = json!({ "root_module": root });
    configuration.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    let text = json!({ "format_version": "1.2", "configuration": configuration }).to_string();
    load(0, "plan.json", text.as_bytes(), PlanOptions { wanted_attributes: &|_| Some(EVERYTHING) }).unwrap()
}

/// A block of a module with these members beside its type and name.
fn block(name: &str, members: Value) -> Value {
    let mut block = json!({"mode": "managed", "type": "t", "name": name, "provider_config_key": "p"});
    block.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    block
}

fn mentions(references: &[&str]) -> Value {
    json!({ "expressions": { "x": { "references": references } } })
}

/// Whether `last` waits for `first`, and what is open, by a plan whose modules have these sources.
fn answer(plan: &PlanLoaded, sources: &[(&str, &str)], last: &str, first: &str) -> (bool, Option<String>) {
    let modules = TrustedModules::written(sources);
    let order = Order::new(&plan.configuration, &modules);
    let before = order.before(&Address::parse(last).unwrap());
    let found = before.has(&Address::parse(first).unwrap().block);
    (found, before.open.as_ref().map(|unknown| unknown.text.clone()))
}

const WRITTEN: &str = "resource \"t\" \"first\" {}\nresource \"t\" \"middle\" {}\nresource \"t\" \"last\" {}\n";

/// A mention anywhere in a block counts, at any distance, whatever the instance; nothing waits for itself or backwards.
#[test]
fn mentions_make_blocks_wait() {
    let forms = [
        mentions(&["t.first.id", "t.first"]),
        json!({"expressions": {"b": [{"c": [{"y": {"references": ["t.first"]}}]}]}}),
        json!({"depends_on": ["t.first"]}),
        json!({"for_each_expression": {"references": ["t.first.names", "t.first"]}}),
        json!({"count_expression": {"references": ["t.first"]}}),
        json!({"provisioners": [{"type": "local-exec", "expressions": {"command": {"references": ["t.first.id"]}}}]}),
    ];
    for form in forms {
        for (last, first) in [("t.last", "t.first"), ("t.last[0]", "t.first[\"k\"]")] {
            let direct =
                plan(&json!({"resources": [block("first", json!({})), block("last", form.clone())]}), &json!({}));
            assert_eq!(answer(&direct, &[("", WRITTEN)], last, first), (true, None), "{form}");
            assert_eq!(answer(&direct, &[("", WRITTEN)], first, last), (false, None), "{form}");
        }
        let blocks = json!([block("first", json!({})), block("middle", form), block("last", mentions(&["t.middle"]))]);
        let through = plan(&json!({ "resources": blocks }), &json!({}));
        assert_eq!(answer(&through, &[("", WRITTEN)], "t.last", "t.first"), (true, None));
    }
}

/// Without sources a `dynamic` block or a local may make a block wait for more; what is told counts nevertheless.
#[test]
fn sources_tell_the_rest() {
    let blocks = json!([block("first", json!({})), block("last", mentions(&["local.a"]))]);
    let plan = plan(&json!({ "resources": blocks }), &json!({}));
    assert_eq!(answer(&plan, &[], "t.last", "t.first"), (false, Some("t.last".to_owned())));
    let by_local = format!("{WRITTEN}locals {{\n  a = local.b\n  b = [t.first.id]\n}}\n");
    assert_eq!(answer(&plan, &[("", &by_local)], "t.last", "t.first"), (true, None));
    let dynamic = "resource \"t\" \"first\" {}\nresource \"t\" \"last\" {\n  dynamic \"b\" {\n    for_each = [t.first.id]\n    content {}\n  }\n}\n";
    assert_eq!(answer(&plan, &[("", dynamic)], "t.last", "t.first"), (true, None));
    assert_eq!(answer(&plan, &[("", WRITTEN)], "t.last", "t.first"), (false, None));
}

/// Arguments and outputs are followed one by one; what makes a call wait makes all in the module wait.
#[test]
fn modules_are_followed() {
    let inner = |expressions: Value, awaited: &[&str], members: Value| {
        let mut call = json!({"source": "./m", "expressions": expressions, "module": members});
        if !awaited.is_empty() {
            call["depends_on"] = json!(awaited);
        }
        json!({"resources": [block("first", json!({})), block("last", mentions(&["module.m.used", "module.m"]))],
               "module_calls": {"m": call}})
    };
    let sources = [("", WRITTEN), ("m", WRITTEN)];
    let ask = |root: &Value, last: &str, first: &str| answer(&plan(root, &json!({})), &sources, last, first);
    let members = json!({
        "resources": [block("first", mentions(&["var.used"])), block("middle", json!({})), block("last", json!({}))],
        "outputs": {"used": {"expression": {"references": ["t.first.id"]}}, "other": {"expression": {"references": ["t.middle"]}},
                    "late": {"expression": {}, "depends_on": ["t.last"]}},
    });
    let argument = json!({"used": {"references": ["t.first.id"]}, "unused": {"references": ["t.last.id"]}});
    let root = inner(argument, &[], members.clone());
    assert_eq!(ask(&root, "module.m.t.first", "t.first"), (true, None));
    assert_eq!(ask(&root, "module.m.t.middle", "t.first"), (false, None));
    assert_eq!(ask(&root, "t.last", "module.m.t.first"), (true, None));
    assert_eq!(ask(&root, "t.last", "module.m.t.middle"), (false, None));
    assert_eq!(ask(&root, "t.last", "t.first"), (true, None));
    let root = inner(json!({}), &["t.first"], members.clone());
    assert_eq!(ask(&root, "module.m[\"k\"].t.middle", "t.first"), (true, None));
    let mut whole = inner(json!({}), &[], members);
    whole["resources"][1] = block("last", json!({"depends_on": ["module.m"]}));
    assert_eq!(ask(&whole, "t.last", "module.m.t.middle"), (true, None));
    whole["resources"][1] = block("last", mentions(&["module.m.late", "module.m"]));
    assert_eq!(ask(&whole, "t.last", "module.m.t.last"), (true, None));
}

/// A provider that is configured by a resource makes all of its resources wait.
#[test]
fn providers_make_resources_wait() {
    let root = json!({"resources": [block("first", json!({"provider_config_key": "q"})), block("last", json!({}))]});
    let providers =
        json!({"provider_config": {"p": {"name": "p", "expressions": {"x": {"references": ["t.first.id"]}}}}});
    let plan = plan(&root, &providers);
    assert_eq!(answer(&plan, &[("", WRITTEN)], "t.last", "t.first"), (true, None));
    assert_eq!(answer(&plan, &[("", WRITTEN)], "t.first", "t.last"), (false, None));
}
