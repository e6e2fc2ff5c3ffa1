//! The reference cases of `testdata/input/terraform`: what is claimed without sources, against what may be.
//!
//! Each case's `expected.json` lists the true edges of its plan, found by applying it, and what `plan_only` may be
//! claimed of each.

use super::*;
use serde_json::Value;

/// Grades of a claim, the strongest last.
const GRADES: [&str; 4] = ["none", "candidates", "inferred", "exact"];

fn grade(name: &str) -> usize {
    GRADES.iter().position(|grade| *grade == name).unwrap_or(0)
}

fn wanted(resource_type: &str) -> Option<&'static [&'static str]> {
    match resource_type {
        "terraform_data" => Some(&["input", "triggers_replace"]),
        "azurerm_role_assignment" => Some(&["scope", "principal_id"]),
        _ => wanted_attributes(resource_type),
    }
}

fn targets(resource_type: &str, path: &str) -> &'static [&'static str] {
    match (resource_type, path) {
        ("terraform_data", _) => &["terraform_data"],
        ("azurerm_role_assignment", "scope") => &["azurerm_virtual_network", "azurerm_storage_account"],
        _ => expected(resource_type, path),
    }
}

/// The claim that stands on a value: grade and addresses.
fn claim(node: &Node) -> (usize, BTreeSet<String>) {
    let one = |node: &Node| match &node.reference {
        Some(reference) => {
            let grade = match reference.certainty {
                ReferenceCertainty::Exact => "exact",
                ReferenceCertainty::Inferred => "inferred",
                ReferenceCertainty::Candidates => "candidates",
            };
            let addresses = reference.targets.iter().map(|target| target.address.clone()).collect();
            (self::grade(grade), addresses)
        }
        None => (0, BTreeSet::new()),
    };
    match &node.tree {
        Tree::List { items, .. } if !items.is_empty() => {
            let claims: Vec<_> = items.iter().map(one).collect();
            let weakest = claims.iter().map(|(grade, _)| *grade).min().unwrap_or(0);
            (weakest, claims.into_iter().flat_map(|(_, addresses)| addresses).collect())
        }
        _ => one(node),
    }
}

fn strings(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// No claim without sources is stronger than the plan proves, no exact one is wrong, and candidates hold the truth.
#[test]
fn claims_no_more_than_the_plan_proves() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input/terraform");
    let mut cases: Vec<_> = std::fs::read_dir(folder).expect("is a folder").flatten().map(|case| case.path()).collect();
    cases.sort();
    let mut weaker = Vec::new();
    let (mut made, mut allowed) = ([0_usize; 4], [0_usize; 4]);
    for case in &cases {
        let Ok(text) = std::fs::read_to_string(case.join("expected.json")) else { continue };
        let expected: Value = serde_json::from_str(&text).expect("is JSON");
        let mut plan = plan_of(case);
        plan.resolve(&targets, None);
        for edge in expected["edges"].as_array().into_iter().flatten() {
            let (from, attribute) =
                (edge["from"].as_str().expect("from"), edge["attribute"].as_str().expect("attribute"));
            let Some(node) = find(&plan, from, attribute) else { continue };
            let truth = strings(&edge["to"]);
            let permitted = grade(edge["plan_only"]["confidence"].as_str().unwrap_or("none"));
            let (claimed, addresses) = claim(node);
            let place = format!("{}: {from}.{attribute}", case.display());
            assert!(claimed <= permitted, "{place}: claims {} {addresses:?}", GRADES[claimed]);
            if claimed >= grade("inferred") {
                assert_eq!(addresses, truth, "{place}");
            } else if claimed == grade("candidates") {
                assert!(addresses.is_superset(&truth), "{place}: {addresses:?} without {truth:?}");
            }
            made[claimed] += 1;
            allowed[permitted] += 1;
            if claimed < permitted {
                weaker.push(format!("{place}: {} instead of {}", GRADES[claimed], GRADES[permitted]));
            }
        }
    }
    // Not claimed though it may be: types that these tests do not want, values of no declared kind, literal ids.
    assert_eq!(allowed, [25, 26, 16, 50], "permitted, by grade");
    assert_eq!(made, [43, 12, 16, 46], "claimed, by grade; weaker than permitted:\n{}", weaker.join("\n"));
}

/// The plan of a case, with the provider of the built-in resources renamed: it is the shapes that are tested.
fn plan_of(case: &Path) -> PlanLoaded {
    let text = std::fs::read_to_string(case.join("plan.json")).expect("is text");
    let text = text.replace("terraform.io/builtin/terraform", "registry.terraform.io/hashicorp/azurerm");
    load(0, "plan.json", text.as_bytes(), PlanOptions { wanted_attributes: &wanted }).expect("loads")
}

/// The value at a path such as `site_config[0].ip_restriction[1].subnet_id` or `subnet[name="a"].security_group`.
fn find<'p>(plan: &'p PlanLoaded, address: &str, path: &str) -> Option<&'p Node> {
    let mut node = &plan.after.iter().find(|resource| resource.subject == address)?.body;
    for step in path.split('.') {
        let (key, index) = step.split_once('[').map_or((step, None), |(key, index)| (key, Some(index)));
        let Tree::Object(members) = &node.tree else { return None };
        node = members.get(key)?;
        let Some(index) = index.map(|index| index.trim_end_matches(']')) else { continue };
        let Tree::List { items, .. } = &node.tree else { return None };
        node = match index.split_once('=') {
            Some((key, value)) => {
                items.iter().find(|item| item.get(key).and_then(Node::as_text) == Some(value.trim_matches('"')))?
            }
            None => items.get(index.parse::<usize>().ok()?)?,
        };
    }
    Some(node)
}
