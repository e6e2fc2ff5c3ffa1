//! What is not trusted or may not be named: drifted sources, installed modules, files outside the source root.

use super::*;

const NETWORK: &str =
    "resource \"t\" \"a\" {\n  x = t.b.id\n}\nresource \"t\" \"b\" {\n  s {\n    y = t.c.id\n  }\n}\n";

fn planned(modules: &[&str], name: &str, attribute: &str, references: &[&str]) -> PlannedExpression {
    PlannedExpression {
        modules: modules.iter().map(|name| (*name).to_owned()).collect(),
        block: BlockName::resource("t", name),
        attribute: attribute.to_owned(),
        references: references.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// Lists that agree are trusted, in the short form of old Terraform releases too, and for blocks listed as one attribute.
#[test]
fn agreeing_sources_are_trusted() {
    let (_scratch, mut sources) = sources_of(NETWORK);
    let same = [
        planned(&[], "a", "x", &["t.b.id", "t.b"]),
        planned(&[], "a", "x", &["t.b.id"]),
        planned(&[], "b", "s", &["t.c", "t.c.id"]),
    ];
    assert_eq!(sources.verify(&same), Vec::<String>::new());
    assert_eq!(shown(&sources, "t.a", "x", None).1, "x = t.b.id");
}

/// Of an attribute that is written as blocks, plans list what the static ones mention; `dynamic` ones may be beside them.
#[test]
fn dynamic_blocks_may_go_unlisted() {
    let text = "resource \"t\" \"b\" {\n  s {\n    y = t.c.id\n  }\n  dynamic \"s\" {\n    for_each = local.all\n    content {\n      \
                y = t.d.id\n    }\n  }\n}\n";
    for (references, is_trusted) in
        [(vec!["t.c.id", "t.c"], true), (vec!["local.all", "t.c.id", "t.d.id"], true), (vec!["t.d.id"], false)]
    {
        let (_scratch, mut sources) = sources_of(text);
        assert_eq!(sources.verify(&[planned(&[], "b", "s", &references)]).is_empty(), is_trusted, "{references:?}");
    }
}

/// A list that differs is named once with its line, and costs the module its attributes but not its headers.
#[test]
fn drifted_sources_give_headers_only() {
    let (_scratch, mut sources) = sources_of(NETWORK);
    let drifted = [planned(&[], "a", "x", &["t.c.id", "t.c"]), planned(&[], "b", "s", &[])];
    let note = "Sources of the root module are not the ones planned: 'x' at main.tf:2 differs from the plan.";
    assert_eq!(sources.verify(&drifted), [note]);
    assert_eq!(shown(&sources, "t.a", "x", None), ("main.tf".into(), "resource \"t\" \"a\"".into(), Precision::Block));
    assert_eq!(shown(&sources, "t.b", "s[0].y", None).1, "resource \"t\" \"b\"");
}

/// An attribute or a block that the plan has and the source has not is drift as well.
#[test]
fn missing_declarations_are_drift() {
    for (expression, problem) in [
        (planned(&[], "a", "z", &["t.c"]), "'z' at main.tf:1 differs from the plan"),
        (planned(&[], "gone", "x", &["t.c"]), "resource \"t\" \"gone\" is not declared there"),
    ] {
        let (_scratch, mut sources) = sources_of(NETWORK);
        let notes = sources.verify(&[expression]);
        assert_eq!(notes, [format!("Sources of the root module are not the ones planned: {problem}.")]);
        assert!(sources.trusted(&[]).is_none());
    }
}

/// Drift in one module leaves the others trusted, also where both are read from the same directory tree.
#[test]
fn drift_is_per_module() {
    let scratch = Scratch::new(&[
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n}\nresource \"t\" \"r\" {\n  a = 1\n}\n"),
        ("m/main.tf", NETWORK),
    ]);
    let mut sources = scratch.open();
    let notes = sources.verify(&[planned(&["m"], "a", "x", &[])]);
    let note = "Sources of module 'm' are not the ones planned: 'x' at m/main.tf:2 differs from the plan.";
    assert_eq!(notes, [note]);
    assert_eq!(shown(&sources, "module.m[0].t.a", "x", None).1, "resource \"t\" \"a\"");
    assert_eq!(shown(&sources, "t.r", "a", None).1, "a = 1");
}

/// What could not be read proves nothing: no drift, no trust lost.
#[test]
fn unreadable_blocks_are_no_drift() {
    let (_scratch, mut sources) =
        sources_of("resource \"t\" \"a\" {\n  x = = 1\n}\nresource \"t\" \"c\" {\n  y = t.d.id\n}\n");
    let expressions = [planned(&[], "a", "x", &["t.b"]), planned(&[], "elsewhere", "x", &["t.b"])];
    assert_eq!(sources.verify(&expressions), Vec::<String>::new());
    assert_eq!(shown(&sources, "t.c", "y", None).1, "y = t.d.id");
}

/// Modules whose source is not local are found at the call, wherever the manifest says they are installed.
#[test]
fn installed_modules_are_not_named() {
    let manifest = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"n","Source":"a/b/c","Dir":"vendor/n"},
                       {"Key":"n.o","Source":"./o","Dir":"vendor/n/o"}]}"#;
    let scratch = Scratch::new(&[
        ("live/main.tf", "module \"n\" {\n  source = \"a/b/c\"\n}\n"),
        ("live/.terraform/modules/modules.json", manifest),
        ("live/vendor/n/main.tf", "module \"o\" {\n  source = \"./o\"\n}\nresource \"t\" \"a\" {\n  x = [t.b.id]\n}\n"),
        ("live/vendor/n/o/main.tf", "resource \"t\" \"b\" {}\n"),
    ]);
    let sources = scratch.open_in("live");
    let call = ("live/main.tf".to_owned(), "module \"n\"".to_owned(), Precision::Module);
    assert_eq!(shown(&sources, "module.n.t.a", "x", None), call);
    assert_eq!(shown(&sources, "module.n.module.o[\"k\"].t.b", "", None), call);
    assert!(sources.trusted(&["n".to_owned()]).is_some());
}

/// A local module in the source root but outside Terraform's directory is named; one outside the root is not read.
#[test]
fn local_modules_are_named_within_the_root() {
    let call = "module \"m\" {\n  source = \"../m\"\n}\n";
    let scratch = Scratch::new(&[("live/main.tf", call), ("m/main.tf", "resource \"t\" \"a\" {\n  x = 1\n}\n")]);
    let inside = scratch.open_in("live");
    assert_eq!(shown(&inside, "module.m.t.a", "x", None).0, "m/main.tf");
    let live = scratch.path.join("live");
    let directories = Directories { source_root: live.clone(), terraform: live };
    let outside = Sources::open(directories, BTreeMap::new(), "plan.json");
    assert_eq!(
        shown(&outside, "module.m.t.a", "x", None),
        ("main.tf".into(), "module \"m\"".into(), Precision::Module)
    );
    assert_eq!(outside.source("../m/main.tf"), None);
}

/// The plan's word on where a local module is counts more than a manifest that is out of date.
#[test]
fn the_plan_counts_more_than_the_manifest() {
    let scratch = Scratch::new(&[
        ("main.tf", "module \"m\" {\n  source = \"./old\"\n}\n"),
        (".terraform/modules/modules.json", r#"{"Modules":[{"Key":"m","Source":"./old","Dir":"old"}]}"#),
        ("old/main.tf", "resource \"t\" \"a\" {}\n"),
        ("new/main.tf", "resource \"t\" \"a\" {}\n"),
    ]);
    let directories = Directories { source_root: scratch.path.clone(), terraform: scratch.path.clone() };
    let calls = BTreeMap::from([("m".to_owned(), "./new".to_owned())]);
    let sources = Sources::open(directories, calls, "plan.json");
    assert_eq!(shown(&sources, "module.m.t.a", "", None).0, "new/main.tf");
}

/// Files and module directories that are symbolic links out of the source root are not read; links within it are.
#[cfg(unix)]
#[test]
fn links_out_of_the_root_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside =
        Scratch::new(&[("secret.tf", "resource \"t\" \"a\" {}\n"), ("m/main.tf", "resource \"t\" \"b\" {}\n")]);
    let scratch = Scratch::new(&[
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"),
        ("shared/linked.tf", "resource \"t\" \"c\" {}\n"),
    ]);
    symlink(outside.path.join("secret.tf"), scratch.path.join("link.tf")).unwrap();
    symlink(outside.path.join("m"), scratch.path.join("m")).unwrap();
    symlink(scratch.path.join("shared/linked.tf"), scratch.path.join("linked.tf")).unwrap();
    let sources = scratch.open();
    assert_eq!(sources.locate("t.a", &[], None).precision, Precision::File);
    assert_eq!(sources.source("link.tf"), None);
    assert_eq!(shown(&sources, "module.m.t.b", "", None).2, Precision::Module);
    assert_eq!(shown(&sources, "t.c", "", None).0, "linked.tf");
    assert_eq!(sources.notes(), ["1 source file could not be read completely: link.tf."]);
}

/// A manifest that points out of the source root, or is none, changes nothing.
#[test]
fn hostile_manifests_are_harmless() {
    for manifest in [r#"{"Modules":[{"Key":"n","Source":"x","Dir":"/etc"}]}"#, "{", "[]", r#"{"Modules":[{}]}"#] {
        let scratch = Scratch::new(&[
            ("main.tf", "module \"n\" {\n  source = \"a/b/c\"\n}\n"),
            (".terraform/modules/modules.json", manifest),
        ]);
        assert_eq!(shown(&scratch.open(), "module.n.t.a", "x", None).2, Precision::Module, "{manifest}");
    }
}
