//! Every span and anchor of the cases in `testdata/references`, compared with the text at the place.

use super::*;
use std::fmt::Write as _;

/// A case: a module that Terraform planned, its plan, and what is expected.
struct Case {
    directory: PathBuf,
    plan: Json,
    expected: Json,
}

impl Case {
    fn load(directory: PathBuf) -> Self {
        let read = |name: &str| serde_json::from_slice(&std::fs::read(directory.join(name)).unwrap()).unwrap();
        Self { plan: read("plan.json"), expected: read("expected.json"), directory }
    }

    fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/references");
        let mut directories: Vec<PathBuf> =
            std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
        directories.sort();
        directories.into_iter().map(Self::load).collect()
    }

    fn open(&self) -> Sources {
        let mut calls = BTreeMap::new();
        module_calls(&self.plan["configuration"]["root_module"], "", &mut calls);
        let directories = Directories { source_root: self.directory.clone(), terraform: self.directory.clone() };
        Sources::open(directories, calls, "plan.json")
    }

    /// The planned values of an instance; `None` for one that is not planned.
    fn planned(&self, address: &str) -> Option<&Json> {
        planned_values(&self.plan["planned_values"]["root_module"], address)
    }

    fn name(&self) -> &str {
        self.directory.file_name().unwrap().to_str().unwrap()
    }
}

pub(super) fn members<'a>(object: &'a Json, key: &str) -> impl Iterator<Item = (&'a String, &'a Json)> + use<'a> {
    object[key].as_object().into_iter().flatten()
}

pub(super) fn module_calls(module: &Json, key: &str, calls: &mut BTreeMap<String, String>) {
    for (name, call) in members(module, "module_calls") {
        let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        module_calls(&call["module"], &key, calls);
        calls.insert(key, call["source"].as_str().unwrap().to_owned());
    }
}

pub(super) fn planned_values<'a>(module: &'a Json, address: &str) -> Option<&'a Json> {
    let resources = module["resources"].as_array().into_iter().flatten();
    let own = resources.into_iter().find(|resource| resource["address"] == address).map(|resource| &resource["values"]);
    own.or_else(|| {
        module["child_modules"].as_array().into_iter().flatten().find_map(|child| planned_values(child, address))
    })
}

/// Every expression of a plan's configuration that has references.
pub(super) fn planned_expressions(module: &Json, modules: &[String], found: &mut Vec<PlannedExpression>) {
    for resource in module["resources"].as_array().into_iter().flatten() {
        let labels = [&resource["type"], &resource["name"]].map(|label| label.as_str().unwrap());
        let keyword = if resource["mode"] == "data" { "data" } else { "resource" };
        for (attribute, expression) in members(resource, "expressions") {
            let Some(references) = expression.get("references").and_then(Json::as_array) else { continue };
            found.push(PlannedExpression {
                modules: modules.to_vec(),
                block: BlockName::of(keyword, &labels).unwrap(),
                attribute: attribute.clone(),
                references: references.iter().map(|text| text.as_str().unwrap().to_owned()).collect(),
            });
        }
    }
    for (name, call) in members(module, "module_calls") {
        planned_expressions(&call["module"], &[modules, std::slice::from_ref(name)].concat(), found);
    }
}

/// `subnet[name="b"].security_group` as steps: the element is looked up in the planned values.
pub(super) fn expected_path(text: &str, planned: Option<&Json>) -> Vec<PathStep> {
    let Some((list, rest)) = text.split_once("[name=\"") else { return path(text) };
    let (name, rest) = rest.split_once("\"]").unwrap();
    let index = planned.unwrap()[list].as_array().unwrap().iter().position(|element| element["name"] == name).unwrap();
    path(&format!("{list}[{index}]{rest}"))
}

/// Compares one span; says what is wrong.
fn check(case: &Case, sources: &Sources, span: &Json, with_plan: bool) -> Result<(), String> {
    let address = span["address"].as_str().unwrap();
    let planned = case.planned(address);
    let path = expected_path(span["attribute"].as_str().unwrap(), planned);
    let planned = planned.filter(|_| with_plan).map(node);
    let location = sources.locate(address, &path, planned.as_ref());
    let place = (location.file.as_str(), location.line as u64, location.column as u64);
    let expected = (
        span["file"].as_str().unwrap(),
        span["startLine"].as_u64().unwrap(),
        span["startColumnUtf16"].as_u64().unwrap(),
    );
    let text = text_at(sources, &location);
    if place == expected && span["text"].as_str().unwrap().starts_with(&text) {
        return Ok(());
    }
    Err(format!("{}: {address} {}: {place:?} '{text}' instead of {expected:?}\n", case.name(), span["attribute"]))
}

/// Every expected span is found, with the planned values and, by position alone, without them. A span in an installed
/// module is left out: reports may not name such files (see the anchors).
#[test]
fn every_span_is_found() {
    let mut checked = 0;
    let mut wrong = String::new();
    for case in Case::all() {
        let sources = case.open();
        for span in case.expected["spans"].as_array().unwrap() {
            if span["file"].as_str().unwrap().starts_with(".terraform/") {
                continue;
            }
            checked += 1;
            for with_plan in [true, false] {
                if let Err(problem) = check(&case, &sources, span, with_plan) {
                    write!(wrong, "{problem}").unwrap();
                }
            }
        }
        assert_eq!(sources.notes(), Vec::<String>::new(), "{}", case.name());
    }
    assert_eq!(wrong, "");
    assert_eq!(checked, 35);
}

/// A resource of an installed module is found at the innermost module call that reports may name.
#[test]
fn installed_modules_are_anchored_at_their_call() {
    let mut checked = 0;
    for case in Case::all() {
        let sources = case.open();
        for anchor in case.expected["anchors"].as_array().into_iter().flatten() {
            let location = sources.locate(anchor["address"].as_str().unwrap(), &path("name"), None);
            assert_eq!(location.file, anchor["file"].as_str().unwrap());
            assert_eq!(location.line as u64, anchor["startLine"].as_u64().unwrap());
            assert_eq!(location.column as u64, anchor["startColumn"].as_u64().unwrap());
            assert_eq!(location.precision, Precision::Module);
            assert_eq!(text_at(&sources, &location), "module \"net\"");
            checked += 1;
        }
    }
    assert_eq!(checked, 1);
}

/// The sources of every case are the planned ones: each reference list of the plan is derived again from the source.
#[test]
fn every_reference_list_agrees() {
    let mut compared = 0;
    for case in Case::all() {
        let mut planned = Vec::new();
        planned_expressions(&case.plan["configuration"]["root_module"], &[], &mut planned);
        let mut sources = case.open();
        assert_eq!(sources.verify(&planned), Vec::<String>::new(), "{}", case.name());
        compared += planned.len();
    }
    assert!(compared > 150, "{compared}");
}
