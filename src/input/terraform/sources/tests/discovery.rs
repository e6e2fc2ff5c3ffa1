//! Which directory is taken for the sources of a plan.

use super::*;

const MAIN: &str = "resource \"t\" \"a\" {}\nmodule \"m\" {\n  source = \"./m\"\n}\n";

fn blocks() -> Vec<PlannedBlock> {
    vec![
        PlannedBlock { modules: Vec::new(), block: BlockName::resource("t", "a") },
        PlannedBlock { modules: vec!["m".to_owned(), "n".to_owned()], block: BlockName::resource("t", "elsewhere") },
    ]
}

/// What is found, relative to the scratch directory, with the current directory and the rest as given there.
fn find(
    scratch: &Scratch,
    current: &str,
    root: Option<&str>,
    input: Option<&str>,
) -> (Option<(String, String)>, Vec<String>) {
    let current = scratch.path.join(current);
    let search =
        Search { source_root: root.map(Path::new), input_path: input.map(Path::new), current_directory: &current };
    let discovery = find_directory(search, &blocks());
    let relative = |path: &Path| path.strip_prefix(&scratch.path).unwrap().to_str().unwrap().to_owned();
    let found = discovery.directories.map(|found| (relative(&found.source_root), relative(&found.terraform)));
    (found, discovery.notes)
}

fn some(root: &str, terraform: &str) -> (Option<(String, String)>, Vec<String>) {
    (Some((root.to_owned(), terraform.to_owned())), Vec::new())
}

/// Without a source root the plan's directory is tried, then the current one; the root is the current one if it can be.
#[test]
fn the_plans_directory_comes_first() {
    let scratch = Scratch::new(&[("live/main.tf", MAIN), ("live/plan.json", ""), ("out/plan.json", "")]);
    assert_eq!(find(&scratch, "", None, Some("live/plan.json")), some("", "live"));
    assert_eq!(find(&scratch, "live", None, Some("plan.json")), some("live", "live"));
    assert_eq!(find(&scratch, "out", None, Some("../live/plan.json")), some("live", "live"));
    assert_eq!(find(&scratch, "live", None, Some("../out/plan.json")), some("live", "live"));
    assert_eq!(find(&scratch, "live", None, None), some("live", "live"));
    assert_eq!(find(&scratch, "out", None, None), (None, Vec::new()));
}

/// With a source root the directories on the way to the plan are tried as well, but none outside of it.
#[test]
fn a_source_root_bounds_the_search() {
    let scratch = Scratch::new(&[("a/b/main.tf", MAIN), ("a/b/c/d/plan.json", ""), ("plan.json", "")]);
    assert_eq!(find(&scratch, "", Some("a"), Some("a/b/c/d/plan.json")), some("a", "a/b"));
    assert_eq!(find(&scratch, "", Some("a/b"), Some("plan.json")), some("a/b", "a/b"));
    assert_eq!(find(&scratch, "", Some("a/b/c"), Some("a/b/c/d/plan.json")), (None, Vec::new()));
    assert_eq!(find(&scratch, "", Some("none"), Some("plan.json")), (None, Vec::new()));
}

/// A directory that does not declare what was planned is not used; the note names what is missing, by a relative path.
#[test]
fn other_sources_are_refused() {
    let scratch = Scratch::new(&[
        ("live/main.tf", "resource \"t\" \"a\" {}\n"),
        ("live/plan.json", ""),
        ("main.tf", "resource \"t\" \"b\" {}\n"),
    ]);
    let (found, notes) = find(&scratch, "", None, Some("live/plan.json"));
    assert_eq!(found, None);
    let expected = [
        "Sources at 'live' are not the ones planned: module \"m\" is not declared there.",
        "Sources at '.' are not the ones planned: resource \"t\" \"a\" is not declared there.",
    ];
    assert_eq!(notes, expected);
}

/// A block that cannot be parsed still counts as declared, and a later candidate that fits silences the earlier one.
#[test]
fn declared_is_enough() {
    let scratch = Scratch::new(&[
        ("live/other.tf", "resource \"t\" \"b\" {}\n"),
        ("live/plan.json", ""),
        ("main.tf", "resource \"t\" \"a\" {\n  x = = 1\n}\nmodule \"m\" {\n  source = \"./m\"\n}\n"),
    ]);
    assert_eq!(find(&scratch, "", None, Some("live/plan.json")), some("", ""));
}
