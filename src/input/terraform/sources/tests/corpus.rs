//! Plans of other people's configurations: read from the folder that `VNETGUARD_CORPUS` names, when it is set.

use super::cases::{members, module_calls, planned_expressions, planned_values};
use super::*;

/// How many configured leaves were found, by precision, and in what.
#[derive(Debug, Default)]
struct Found {
    plans: usize,
    lists: usize,
    attributes: usize,
    blocks: usize,
    elsewhere: usize,
}

fn read(path: &Path) -> Option<Json> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Paths of everything a configuration writes below `expression`.
fn leaves(expression: &Json, path: Vec<PathStep>, found: &mut Vec<Vec<PathStep>>) {
    let deeper = |step: PathStep| [path.as_slice(), &[step]].concat();
    match expression {
        Json::Object(leaf) if leaf.contains_key("references") || leaf.contains_key("constant_value") => {
            found.push(path)
        }
        Json::Object(block) => {
            block.iter().for_each(|(key, value)| leaves(value, deeper(PathStep::Key(key.as_str().into())), found));
        }
        Json::Array(blocks) => {
            blocks.iter().enumerate().for_each(|(index, block)| leaves(block, deeper(PathStep::Index(index)), found));
        }
        _ => {}
    }
}

/// Locates every configured leaf of the root module's resources.
fn locate_leaves(sources: &Sources, plan: &Json, found: &mut Found) {
    let root = &plan["configuration"]["root_module"];
    for resource in root["resources"].as_array().into_iter().flatten() {
        let address = resource["address"].as_str().unwrap();
        let planned = planned_values(&plan["planned_values"]["root_module"], address).map(node);
        for (key, expression) in members(resource, "expressions") {
            let mut paths = Vec::new();
            leaves(expression, vec![PathStep::Key(key.as_str().into())], &mut paths);
            for path in paths {
                match sources.locate(address, &path, planned.as_ref()).precision {
                    Precision::Attribute => found.attributes += 1,
                    Precision::Block => found.blocks += 1,
                    _ => found.elsewhere += 1,
                }
            }
        }
    }
}

/// Real configurations never look drifted, every configured leaf is found, and nearly all to the attribute: the rest
/// are blocks that a plan lists as one attribute, which have headers only.
#[test]
fn real_configurations_are_found() {
    let Some(corpus) = std::env::var_os("VNETGUARD_CORPUS") else { return };
    let mut found = Found::default();
    for entry in std::fs::read_dir(Path::new(&corpus).join("plans")).unwrap() {
        let directory = entry.unwrap().path();
        let Some(plan) = read(&directory.join("plan.json")).filter(|_| directory.join("main.tf").is_file()) else {
            continue;
        };
        let mut calls = BTreeMap::new();
        module_calls(&plan["configuration"]["root_module"], "", &mut calls);
        let mut planned = Vec::new();
        planned_expressions(&plan["configuration"]["root_module"], &[], &mut planned);
        let block = |expression: &PlannedExpression| PlannedBlock {
            modules: expression.modules.clone(),
            block: expression.block.clone(),
        };
        let blocks: Vec<PlannedBlock> = planned.iter().map(block).collect();
        let input = directory.join("plan.json");
        let search = Search { source_root: None, input_path: Some(&input), current_directory: &directory };
        // Some plans were made in a directory that is not part of the collection.
        let Some(directories) = find_directory(search, &blocks).directories else { continue };
        found.plans += 1;
        let mut sources = Sources::open(directories, calls, "plan.json");
        assert_eq!(sources.verify(&planned), Vec::<String>::new(), "{}", directory.display());
        assert_eq!(sources.notes(), Vec::<String>::new(), "{}", directory.display());
        found.lists += planned.len();
        locate_leaves(&sources, &plan, &mut found);
    }
    assert!(found.lists > 0 && found.elsewhere == 0 && found.blocks * 20 < found.attributes, "{found:?}");
}
