//! Expressions and what they refer to. Resources are `t.a`, `t.b`, `t.c[0]` to `t.c[2]` and `t.m["x"]`, `t.m["y"]`, of
//! which nothing is known but that they will be; `r.r` has the expression as its argument `x`.

use super::{Certainty, Edge, Evaluator, Shape, TrustedModules};
use crate::input::declared::{Declared, Dialect, Members, Node, Tree};
use crate::input::terraform::address::Address;
use crate::input::terraform::configuration::Configuration;
use crate::model::{Presence, ResourceHandle};
use proptest::prelude::*;

const ADDRESSES: [&str; 8] = ["t.a", "t.b", "t.c[0]", "t.c[1]", "t.c[2]", "t.m[\"x\"]", "t.m[\"y\"]", "r.r"];

const ROOT: &str = r#"
locals {
  map   = { k = t.a.id, l = t.b.id }
  cycle = local.other
  other = local.cycle
  deep  = { one = { two = [t.b.id, local.map.k] } }
}
variable "open" {}
variable "typed" {
  type    = object({ id = optional(string), name = optional(string, "n") })
  default = {}
}
resource "t" "a" {}
resource "t" "b" {}
resource "t" "c" { count = 3 }
resource "t" "m" { for_each = toset(["x", "y"]) }
"#;

fn declared(address: &str) -> Declared {
    Declared {
        handle: ResourceHandle { input: 0, name: address.into() },
        dialect: Dialect::Azurerm,
        resource_type: address.split('.').next().unwrap_or_default().into(),
        subject: address.into(),
        id: None,
        subscription: "{azurerm}".into(),
        relation: None,
        presence: Presence::Declared,
        body: Node::new(Tree::Object(Members::new())),
    }
}

/// The edges of `r.r`, whose body is `body`, in a root module that has the `more` declarations too.
fn edges_of(body: &str, more: &str) -> Vec<Edge> {
    edges_if_read(body, more).expect("sources")
}

/// The same; `None` where the text cannot be read.
fn edges_if_read(body: &str, more: &str) -> Option<Vec<Edge>> {
    edges_of_plan(body, more, false)
}

fn edges_of_plan(body: &str, more: &str, is_partial: bool) -> Option<Vec<Edge>> {
    evaluated(body, more, is_partial, |evaluator| evaluator.edges(ADDRESSES.len() - 1, &Members::new(), &|_| true))
}

fn evaluated<T>(body: &str, more: &str, is_partial: bool, ask: impl FnOnce(&Evaluator<'_>) -> Option<T>) -> Option<T> {
    let text = format!("{ROOT}\n{more}\nresource \"r\" \"r\" {{\n{body}\n}}\n");
    let modules = TrustedModules::written(&[("", &text)]);
    let resources: Vec<Declared> = ADDRESSES.iter().map(|address| declared(address)).collect();
    let addresses: Vec<Option<Address>> = ADDRESSES.iter().map(|address| Address::parse(address)).collect();
    let configuration = Configuration::default();
    ask(&Evaluator::new(&configuration, &modules, &resources, &addresses, is_partial))
}

/// The shape of an expression as text: `?` for what is open, with what it refers to.
fn shape(expression: &str) -> String {
    let ask = |evaluator: &Evaluator<'_>| evaluator.shape(ADDRESSES.len() - 1, "x");
    let shape = evaluated(&format!("x = {expression}"), "", false, ask).expect("sources");
    shape_text(&shape)
}

fn shape_text(shape: &Shape) -> String {
    match shape {
        Shape::Known(Tree::Null) => "null".to_owned(),
        Shape::Known(Tree::Bool(value)) => value.to_string(),
        Shape::Known(Tree::Number(value)) => value.to_string(),
        Shape::Known(Tree::Text(value)) => format!("'{value}'"),
        Shape::Known(other) => format!("{other:?}"),
        Shape::List(items) => format!("[{}]", items.iter().map(shape_text).collect::<Vec<_>>().join(",")),
        Shape::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, member)| format!("{name}:{}", shape_text(member))).collect();
            format!("{{{}}}", members.join(","))
        }
        Shape::Open { edge, .. } => {
            let targets: Vec<&str> = edge.targets.iter().map(|(index, _)| ADDRESSES[*index]).collect();
            let mark = if edge.certainty == Certainty::Candidates { "~" } else { "" };
            format!("?{mark}{}{}", targets.join("|"), edge.suffix.as_deref().unwrap_or_default())
        }
    }
}

/// What an expression refers to, in one line.
fn meaning(expression: &str) -> String {
    let edges = edges_of(&format!("x = {expression}"), "");
    let edge = |edge: &Edge| {
        let targets: Vec<String> =
            edge.targets.iter().map(|(index, attribute)| format!("{}.{attribute}", ADDRESSES[*index])).collect();
        format!("{:?} {}{}", edge.certainty, targets.join(" "), edge.suffix.as_deref().unwrap_or_default())
    };
    edges.iter().map(edge).collect::<Vec<_>>().join("; ")
}

/// What keeps an identity is followed to it.
#[test]
fn identities_are_followed() {
    for (expression, expected) in [
        ("t.a.id", "Exact t.a.id"),
        ("t.a.name", "Exact t.a.name"),
        ("\"${t.a.id}\"", "Exact t.a.id"),
        ("t.c[1].id", "Exact t.c[1].id"),
        ("t.c.1.id", "Exact t.c[1].id"),
        ("t.c[*].id", "Exact t.c[0].id t.c[1].id t.c[2].id"),
        ("t.c.*.id[1]", "Exact t.c[1].id"),
        ("t.m[\"x\"].id", "Exact t.m[\"x\"].id"),
        ("values(t.m)[*].id", "Exact t.m[\"x\"].id t.m[\"y\"].id"),
        ("[for s in t.m : s.id]", "Exact t.m[\"x\"].id t.m[\"y\"].id"),
        ("[for k, s in t.m : s.id if k != \"x\"]", "Exact t.m[\"y\"].id"),
        ("[for k, s in t.m : s.id if startswith(k, \"x\")]", "Exact t.m[\"x\"].id"),
        ("{ for k, s in t.m : upper(k) => s.id }[\"X\"]", "Exact t.m[\"x\"].id"),
        ("local.map[\"l\"]", "Exact t.b.id"),
        ("local.deep.one.two[1]", "Exact t.a.id"),
        ("element(t.c[*].id, 4)", "Exact t.c[1].id"),
        ("reverse(t.c[*].id)[0]", "Exact t.c[2].id"),
        ("slice(t.c[*].id, 1, 3)", "Exact t.c[1].id t.c[2].id"),
        ("setproduct([\"a\"], [t.a.id, t.b.id])[1][1]", "Exact t.b.id"),
        ("merge({ k = t.a.id }, { k = t.b.id }).k", "Exact t.b.id"),
        ("zipmap([\"p\", \"q\"], [t.a.id, t.b.id])[\"q\"]", "Exact t.b.id"),
        ("try(local.map.none, t.b.id)", "Exact t.b.id"),
        ("can(local.map.none) ? t.a.id : t.b.id", "Exact t.b.id"),
        ("lookup(local.map, \"none\", t.b.id)", "Exact t.b.id"),
        ("coalesce(null, \"\", t.a.id)", "Exact t.a.id"),
        ("one(t.a[*].id)", "Exact t.a.id"),
        ("t.a.id == null ? t.b.id : t.a.id", "Exact t.a.id"),
        ("length(t.c) > 2 ? t.a.id : t.b.id", "Exact t.a.id"),
        ("format(\"%s\", t.a.id)", "Exact t.a.id"),
        ("join(\"\", [t.a.id])", "Exact t.a.id"),
        ("coalesce(var.typed.id, t.a.id)", "Exact t.a.id"),
        ("var.typed.name == \"n\" ? t.a.id : t.b.id", "Exact t.a.id"),
        ("[t.a.id, t.b.id]", "Exact t.a.id t.b.id"),
    ] {
        assert_eq!(meaning(expression), expected, "{expression}");
    }
}

/// What may be one of several stays so, and what is made from an identity is none.
#[test]
fn doubts_stay() {
    for (expression, expected) in [
        ("var.open ? t.a.id : t.b.id", "Candidates t.a.id t.b.id"),
        ("var.open ? t.a.id : null", "Candidates t.a.id"),
        ("t.c[var.open].id", "Candidates t.c[0].id t.c[1].id t.c[2].id"),
        ("element(t.c[*].id, var.open)", "Candidates t.c[0].id t.c[1].id t.c[2].id"),
        ("tolist(toset([t.a.id, t.b.id]))[0]", "Candidates t.a.id t.b.id"),
        ("coalesce(t.a.name, t.b.name)", "Candidates t.a.name t.b.name"),
        ("\"${t.a.id}/subnets/s\"", "Derived t.a.id/subnets/s"),
        ("sha256(t.a.id)", "None "),
        ("\"x${t.a.id}\"", "None "),
        ("\"${t.a.id}${t.b.id}\"", "None "),
        ("replace(t.a.id, \"a\", \"b\")", "None "),
        ("upper(t.a.id)", "None "),
        ("[for s in var.open : t.a.id]", "None "),
        ("[for s in t.c : s.id if s.name == \"n\"]", "None "),
        ("[for s in var.open : s][0]", "None "),
        ("local.cycle", "None "),
        ("local.none", "None "),
        ("t.none.id", "None "),
        ("unheard_of(t.a.id)", "None "),
        ("try(var.open.x, t.a.id)", "None "),
        ("concat(t.c[*].id, var.open)[0]", "None "),
        ("distinct([t.a.name, t.b.name])", "None "),
        ("[t.a.id, var.open]", "None "),
        ("jsonencode([t.a.id])", "None "),
        ("jsonencode({ k = t.a.id })", "Exact t.a.id"),
        ("length(jsonencode({ k = t.a.id })) > 1 ? t.a.id : t.b.id", "Candidates t.a.id t.b.id"),
        ("\"plain\"", ""),
    ] {
        assert_eq!(meaning(expression), expected, "{expression}");
    }
}

/// An argument as a whole: known parts, lists of a length that is certain, and of what is open what it refers to. A text that
/// encodes an object is the object, as long as it is all of the argument.
#[test]
fn shapes() {
    for (expression, expected) in [
        ("{ n = 1.5, b = true, t = \"x\", z = null, i = 3 }", "{b:true,i:3,n:1.5,t:'x',z:null}"),
        ("[{ id = t.a.id }, { id = random_id.late.hex }, { id = null }]", "[{id:?t.a},{id:?},{id:null}]"),
        ("[for s in t.c : { id = s.id }]", "[{id:?t.c[0]},{id:?t.c[1]},{id:?t.c[2]}]"),
        ("{ ids = [for k, s in t.m : s.id if k == \"y\"] }", "{ids:[?t.m[\"y\"]]}"),
        ("[for s in var.open : { id = t.a.id }]", "?"),
        ("[var.open ? t.a.id : t.b.id]", "[?~t.a|t.b]"),
        ("[\"${t.a.id}/subnets/s\"]", "[?t.a/subnets/s]"),
        ("[var.open ? {} : { id = t.a.id }]", "[?]"),
        ("toset([t.a.id])", "[?t.a]"),
        ("toset([t.a.id, t.b.id])", "?"),
        ("toset([\"b\", \"a\"])", "['a','b']"),
        ("concat([t.a.id], var.open)", "?"),
        ("merge({ k = 1 }, { k = t.a.id })", "{k:?t.a}"),
        ("jsonencode({ k = [t.a.id, 1] })", "{k:[?t.a,1]}"),
        ("{ k = jsonencode({ k = t.a.id }) }", "{k:?}"),
        ("t.a", "?t.a"),
    ] {
        assert_eq!(shape(expression), expected, "{expression}");
    }
}

/// Of a plan that leaves instances out, no collection of them is known.
#[test]
fn partial_plans() {
    let certainty = |expression: &str| {
        let edges = edges_of_plan(&format!("x = {expression}"), "", true).expect("sources");
        edges.iter().map(|edge| edge.certainty).collect::<Vec<_>>()
    };
    assert_eq!(certainty("t.a.id"), [Certainty::Exact]);
    assert_eq!(certainty("length(t.c) == 3 ? t.a.id : t.b.id"), [Certainty::Candidates]);
    assert_eq!(certainty("t.c[1].id"), [Certainty::Exact]);
    assert_eq!(certainty("t.c[*].id"), [Certainty::None]);
    assert_eq!(certainty("t.c[3].id"), [Certainty::None]);
}

/// Dynamic blocks are unfolded; one of unknown length takes its neighbours with it.
#[test]
fn dynamic_blocks() {
    let paths = |body: &str| -> Vec<String> {
        let text = |edge: &Edge| format!("{:?}: {:?}", edge.path.len(), edge.certainty);
        edges_of(body, "").iter().map(text).collect()
    };
    let content = "content {\n id = b.value\n }\n";
    let dynamic = |each: &str| format!("b {{\n id = t.a.id\n}}\ndynamic \"b\" {{\n for_each = {each}\n {content}}}");
    assert_eq!(paths(&dynamic("[t.b.id]")), ["3: Exact", "3: Exact"]);
    assert_eq!(paths(&dynamic("[]")), ["3: Exact"]);
    assert_eq!(paths(&dynamic("var.open")), ["1: None"]);
}

/// A cost without end ends: the evaluator gives up instead.
#[test]
fn costs_are_bounded() {
    let doubling: String = (0..60)
        .map(|at| format!("locals {{\n l{} = [local.l{at}, local.l{at}]\n}}\n", at + 1))
        .chain(["locals {\n l0 = t.a.id\n}\n".to_owned()])
        .collect();
    let edges = edges_of("x = flatten(local.l60)", &doubling);
    assert!(edges.iter().all(|edge| edge.certainty == Certainty::None), "{edges:?}");
}

/// How a wrapper changes what an expression is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Truth {
    /// The id of `t.a` or `t.b`.
    Is(&'static str),
    /// Nothing that may be claimed.
    Unclaimable,
}

/// Wrappers of an expression `X`, with what they make of it: `None` leaves it as it is.
const WRAPPERS: &[(&str, Option<Truth>)] = &[
    ("(X)", None),
    ("\"${X}\"", None),
    ("[X, t.b.id][0]", None),
    ("element([t.b.id, X], 3)", None),
    ("{ k = X }.k", None),
    ("{ k = X }[\"k\"]", None),
    ("(1 < 2 ? X : t.b.id)", None),
    ("(1 > 2 ? t.b.id : X)", None),
    ("try(X, t.b.id)", None),
    ("try({}.none, X)", None),
    ("merge({ k = t.b.id }, { k = X }).k", None),
    ("reverse([t.b.id, X])[0]", None),
    ("one([X])", None),
    ("[for v in [X] : v][0]", None),
    ("{ for k, v in { p = X } : upper(k) => v }[\"P\"]", None),
    ("lookup({ k = X }, \"k\", t.b.id)", None),
    ("sensitive(X)", None),
    ("concat([X], [t.b.id])[0]", None),
    ("flatten([[X], [t.b.id]])[0]", None),
    ("slice([t.b.id, X], 1, 2)[0]", None),
    ("zipmap([\"k\"], [X])[\"k\"]", None),
    ("join(\"\", [X])", None),
    ("[X, t.b.id][1]", Some(Truth::Is("t.b"))),
    ("(1 > 2 ? X : t.b.id)", Some(Truth::Is("t.b"))),
    ("merge({ k = X }, { k = t.b.id }).k", Some(Truth::Is("t.b"))),
    ("lookup({ k = X }, \"l\", t.a.id)", Some(Truth::Is("t.a"))),
    ("(var.open ? X : t.b.name)", Some(Truth::Unclaimable)),
    ("[X, t.b.name][var.open]", Some(Truth::Unclaimable)),
    ("tolist(toset([X, t.b.name]))[0]", Some(Truth::Unclaimable)),
    ("sha256(X)", Some(Truth::Unclaimable)),
    ("\"x${X}\"", Some(Truth::Unclaimable)),
    ("\"${X}/y\"", Some(Truth::Unclaimable)),
    ("replace(X, \"a\", \"b\")", Some(Truth::Unclaimable)),
    ("trimsuffix(X, \"d\")", Some(Truth::Unclaimable)),
    ("substr(X, 0, 4)", Some(Truth::Unclaimable)),
    ("format(\"%s-\", X)", Some(Truth::Unclaimable)),
    ("jsonencode([X, t.b.id])", Some(Truth::Unclaimable)),
    ("[for v in [X] : v if v != t.b.name][0]", Some(Truth::Unclaimable)),
    ("coalesce(t.b.name, X)", Some(Truth::Unclaimable)),
    ("split(\"/\", X)[0]", Some(Truth::Unclaimable)),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever an expression is wrapped in, what is claimed as exact is true, and what only keeps an identity is followed.
    #[test]
    fn no_exact_claim_is_wrong(wrappers in proptest::collection::vec(0..WRAPPERS.len(), 0..6)) {
        let (mut expression, mut truth) = ("t.a.id".to_owned(), Truth::Is("t.a"));
        for at in wrappers {
            let (wrapper, meaning) = WRAPPERS[at];
            expression = wrapper.replace('X', &expression);
            truth = meaning.unwrap_or(truth);
        }
        let edges = edges_of(&format!("x = {expression}"), "");
        let exact: Vec<&str> = edges
            .iter()
            .filter(|edge| edge.certainty == Certainty::Exact)
            .flat_map(|edge| edge.targets.iter().map(|(index, _)| ADDRESSES[*index]))
            .collect();
        match truth {
            Truth::Is(address) => prop_assert_eq!(exact, [address], "{}", expression),
            Truth::Unclaimable => prop_assert!(exact.is_empty(), "{}: {:?}", expression, edges),
        }
    }

    /// No text makes the evaluation panic or run on.
    #[test]
    fn any_expression_ends(text in "[a-z0-9.\\[\\]{}()\"$%?:*,=!<>&|+ \\n-]{0,60}") {
        let _ = edges_if_read(&format!("x = {text}"), "");
    }
}
