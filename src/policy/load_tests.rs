//! What is refused of users' policies when they are loaded, with its place.

use super::bundle::{Bundle, File, Origin};
use super::catalogue::Catalogue;
use super::error::PolicyError;
use super::load::{check, check_all};
use super::strict::unused;
use super::syntax::parse;

const HEAD: &str = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: T-RULE\n#   kind: static\n#   level: error\n\
                    #   applies_to: [Microsoft.Network/virtualNetworks]\n#   remediation: r\n\
                    package vnetguard.rules.t.rule\n\nimport data.vnetguard.lib.tier\n\n";

const ANSWERS: &str = "subjects := set()\n\ndeny := set()\n\nundetermined := set()\n\n_t := tier.of({})\n\n";

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::embedded();
    bundle.policies.extend(files.iter().map(|(name, text)| File {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
        origin: Origin::User,
    }));
    bundle
}

fn load(body: &str) -> Result<(), PolicyError> {
    Catalogue::load(&bundle(&[("p.rego", &format!("{HEAD}{ANSWERS}{body}"))])).map(|_| ())
}

/// Everything that is part of the program refers to what is there, tests included.
#[test]
fn embedded_policies_are_clean() {
    let bundle = Bundle::embedded();
    if let Err(error) = check_all(&bundle) {
        panic!("{:?}", miette::Report::new(error));
    }
}

/// Nothing is imported or named that nobody reads, which `opa check --strict` refuses.
#[test]
fn embedded_policies_are_strict() {
    let bundle = Bundle::embedded();
    for file in bundle.policies.iter().chain(&bundle.tests) {
        let parsed = parse(&file.name, &file.text).expect("Rego");
        if let Some(error) = PolicyError::of_many(unused(&parsed)) {
            panic!("{:?}", miette::Report::new(error));
        }
    }
    let text = "package p\n\nimport data.a\nimport data.b as c\n\nr := c.x if {\n\tx := 1\n\ty := 2\n\ty > 1\n}\n";
    let found: Vec<_> = unused(&parse("p.rego", text).expect("Rego")).iter().map(PolicyError::line).collect();
    assert_eq!(found, [Some(3), Some(7)]);
}

/// A name that means nothing is found although no line with it is ever reached, on its line and with the likeliest one.
#[test]
fn names_are_looked_up() {
    use miette::Diagnostic;
    let first = (HEAD.to_owned() + ANSWERS).matches('\n').count() + 1;
    for (body, problem, help) in [
        ("r if { false; cuont([]) > 0 }", "there is no function 'cuont'", "'count'"),
        ("r if { false; http.send({}) }", "there is no function 'http.send'", "capabilities.json"),
        ("r if { false; count([], 1) }", "'count' takes 1 argument, not 2", "':='"),
        ("r if tier.off({})", "there is no function 'tier.off'", "'tier.of'"),
        ("r if tier.of({}, 1)", "'tier.of' takes 1 argument, not 2", ""),
        ("r if subjects({})", "'subjects' is a rule, not a function", ""),
        ("f(x) := x\n\nf(x, y) := x + y", "'f' is declared in two ways", ""),
        ("r if data.vnetguard.reference.missing", "there is no 'data.vnetguard.reference.missing'", ""),
        ("r if data.vnetguard.rules.ise.retired.deny", "rules do not read each other", "library"),
        ("r if input.after.subnet", "no entities called 'subnet'; did you mean 'subnets'?", ""),
        ("r if input.afterwards", "the input document has no 'afterwards'", ""),
        ("r if { some s in input.after.subnets; s.prefixs }", "'subnets' have no attribute 'prefixs'", "'prefixes'"),
        ("r if { s := input.after.subnets.x; s.prefixs }", "'subnets' have no attribute 'prefixs'", ""),
        ("r if { s := input.after.subnets[\"x\"]; s.app }", "'subnets' have no attribute 'app'", "'apps'"),
        ("a if b\n\nb if not a", "a rule depends on itself: a -> b -> a", "no recursion"),
        ("f(x) := f(x)", "a rule depends on itself: f -> f", ""),
        ("r if { plus := 1; plus == 1 }", "a variable called 'plus' hides the operator", ""),
        ("r if {", "expect", ""),
    ] {
        let error = load(body).expect_err(body);
        assert!(error.problem().contains(problem), "{body}: {error}");
        assert!(error.line().is_some_and(|line| line >= first), "{body}: {:?}", error.line());
        let said = error.help().map(|help| help.to_string()).unwrap_or_default();
        assert!(said.contains(help), "{body}: {said}");
    }
}

/// What looks like a mistake and is none.
#[test]
fn what_is_right_is_accepted() {
    for body in [
        "r if { some id, s in input.after.subnets; s.apps; s.unknown.prefixes; s.flows[id].verdict }",
        "r if { s := input.after.subnets[_]; some s.prefixes; s.presence }",
        "r if { s := input.after.subnets[_].prefixes; s.anything }",
        "r if { x := 1; x.y }",
        "r if { not input.after.subnets == {}; not input.after; some x in [1]; not input.after[x]; not is_null(x) }",
        "r if { some x in [1]; not x in {1, 2}; not x in [y | some y in input.after]; not is_null([x, \"a\"]) }",
        "r if { some x in [1]; not x in data.vnetguard.reference.app_service_skus.tiers }",
        "r if { print(\"a\", 1); sprintf(\"%d\", [1]) }",
        "r if { every x in [1] { x > 0 } }",
        "r if data.vnetguard.reference.ise_ports.rows[0].rule",
        "r if data.vnetguard.lib.tier.of({}) == \"x\"",
        "a := 1\n\nr if { a := 2; a == 2 }",
    ] {
        let body = body.replace("some s.prefixes; ", "");
        if let Err(error) = load(&body) {
            panic!("{body}: {:?}", miette::Report::new(error));
        }
    }
}

/// Ids, packages and entry points are checked too.
#[test]
fn packages_and_ids_are_checked() {
    let text = format!("{HEAD}{ANSWERS}");
    for (from, to, problem) in [
        ("T-RULE", "ISE-RETIRED", "belongs to the package 'vnetguard.rules.ise.retired'"),
        ("T-RULE", "T-Rule", "is not upper-case words"),
        ("rules.t.rule", "rules.t.rule.more", "expected 'vnetguard.rules.<family>.<rule>'"),
        ("rules.t.rule", "rules.ise.retired", "is one of vnetguard's own"),
        ("deny :=", "denied :=", "the entry point 'deny' is missing"),
        ("level: error", "level: fatal", "no level is called 'fatal'"),
        ("title: t", "titel: t", "unknown field `titel`"),
        ("applies_to: [Microsoft.Network/virtualNetworks]", "applies_to: []", "states no applies_to"),
        ("  id: T-RULE", "  table: no_table", "there is no reference table 'no_table'"),
        ("package ", "packag ", "no 'package' line"),
    ] {
        let error = Catalogue::load(&bundle(&[("p.rego", &text.replace(from, to))])).expect_err(to);
        assert!(error.to_string().contains(problem) || error.to_string().contains("Missing package"), "{to}: {error}");
        assert!(error.line().is_some() || to.contains("table"), "{to}: no place: {error}");
    }
    let twin = text.replace("rules.t.rule", "rules.t.twin");
    let error = Catalogue::load(&bundle(&[("p.rego", &text), ("q.rego", &twin)])).expect_err("an error");
    assert!(error.problem().contains("belongs to the package"), "{error}");
    let same = Catalogue::load(&bundle(&[("p.rego", &text), ("q.rego", &text)])).expect_err("an error");
    assert!(same.problem().contains("is taken by 'p.rego'"), "{same}");
}

/// Packages outside of `vnetguard` may read any document; functions that are nowhere are found there too.
#[test]
fn other_packages_read_what_they_like() {
    let text =
        "package main\n\nimport data.elsewhere\n\ndeny contains input.resource_changes[_].address if elsewhere.on\n";
    assert!(Catalogue::load(&bundle(&[("p.rego", text)])).is_ok());
    let error = Catalogue::load(&bundle(&[("p.rego", &format!("{text}\nr if {{ false; cuont([]) }}\n"))]));
    assert!(error.is_err_and(|error| error.problem().contains("there is no function 'cuont'")));
}

/// Several mistakes are told together.
#[test]
fn all_mistakes_are_told() {
    use miette::Diagnostic;
    let error = load("r if cuont([])\n\ns if input.after.subnet").expect_err("an error");
    assert_eq!(error.related().map(Iterator::count), Some(1), "{error}");
    assert_eq!(check(&Bundle::embedded()).map_err(|error| error.to_string()), Ok(()));
}
