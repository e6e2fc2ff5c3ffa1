//! Places in Bicep sources, measured on public templates in the folder that `VNETGUARD_CORPUS` names. Without it these
//! tests only show that the folder is not needed.

use crate::input::arm::json::{self, Json};
use crate::input::arm::surroundings::Surroundings;
use crate::input::arm::{Origin, Template, compiled, load_template};
use crate::input::declared::Loaded;
use crate::model::{PathStep, Place, Precision, ResourceHandle};
use std::path::{Path, PathBuf};

/// The cases of the corpus.
fn cases() -> Vec<PathBuf> {
    let Some(corpus) = std::env::var_os("VNETGUARD_CORPUS") else { return Vec::new() };
    let mut cases = Vec::new();
    let mut waiting = vec![PathBuf::from(corpus).join("arm/corpus")];
    while let Some(folder) = waiting.pop() {
        let entries = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        waiting.extend(folders);
        if files.iter().any(|file| file.ends_with("main.bicep")) {
            cases.push(folder);
        }
    }
    cases.sort();
    cases
}

/// A template loaded with its sources, and its JSON; `None` when it is not compiled from Bicep.
fn load(root: &Path, file: &Path) -> Option<(Loaded, Json)> {
    let text = std::fs::read_to_string(file).ok()?;
    let parsed = json::parse(&text).ok().filter(compiled::is_compiled)?;
    let surroundings = Surroundings::default();
    let loaded = load_template(
        &Template {
            input: 0,
            name: "main.json",
            display_path: "main.json",
            text: &text,
            origin: Some(Origin { root, path: file, search: false, is_source: false }),
            parameters: &[],
            withheld: None,
            surroundings: &surroundings,
        },
        &|_| true,
    );
    Some((loaded.expect("a template"), parsed))
}

/// Nearly every resource of a compiled template leads to the header of a declaration of its type.
#[test]
fn public_sources() {
    let (mut found, mut modules, mut total) = (0, 0, 0);
    let mut missing = Vec::new();
    for case in cases() {
        let root = case.canonicalize().expect("a folder");
        let Some((loaded, _)) = load(&root, &root.join("main.json")) else { continue };
        for resource in &loaded.after {
            total += 1;
            let location = loaded.source_map.locate(&Place::of(resource.handle.clone()));
            if !location.file.ends_with(".bicep") {
                missing.push(format!("{}: {} {}", case.display(), resource.handle.name, resource.resource_type));
                continue;
            }
            let text = loaded.source_map.source(&location.file).expect("the source");
            let line = text.lines().nth(location.line - 1).expect("the line").to_lowercase();
            let last = resource.resource_type.rsplit('/').next().expect("a type").to_lowercase();
            match location.precision {
                Precision::Block => {
                    found += 1;
                    assert!(line.contains("resource ") && line.contains(&last), "{}: {line}", resource.resource_type);
                }
                Precision::Module => {
                    modules += 1;
                    assert!(line.contains("module ") || line.contains("resource "), "{line}");
                }
                other => panic!("{other:?}"),
            }
        }
    }
    let counts = format!("{total} resources: {found} at their declaration, {modules} at a module");
    assert!(total == 0 || missing.len() * 50 < total, "{counts}; nowhere:\n{}", missing.join("\n"));
}

/// The JSON that each line of a source became, as the compiler says it; counted from 1.
fn compiler_map(text: &str) -> Vec<Vec<&str>> {
    let mut lines: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        match (line.strip_prefix("//@"), lines.last_mut()) {
            (Some(json), Some(last)) => last.push(json.trim()),
            _ => lines.push(Vec::new()),
        }
    }
    lines
}

/// Paths of all members below `json`, by name.
fn paths(json: &Json, path: &mut Vec<PathStep>, found: &mut Vec<(Vec<PathStep>, String)>) {
    for member in json.members() {
        // What the compiler makes of a declaration's head, it places there.
        let is_head = path.is_empty() && ["name", "scope"].contains(&&*member.key);
        if is_head || ["copy", "dependsOn", "type", "apiVersion", "condition", "existing"].contains(&&*member.key) {
            continue;
        }
        path.push(PathStep::Key((&*member.key).into()));
        found.push((path.clone(), member.key.to_string()));
        paths(&member.value, path, found);
        path.pop();
    }
    for (at, element) in json.elements().iter().enumerate() {
        path.push(PathStep::Index(at));
        paths(element, path, found);
        path.pop();
    }
}

/// Places of properties are the lines that the compiler itself says they come from.
#[test]
fn compilers_own_map() {
    let (mut right, mut block, mut wrong) = (0, 0, Vec::new());
    for case in cases() {
        let Ok(map) = std::fs::read_to_string(case.join("main.sourcemap.bicep")) else { continue };
        let lines = compiler_map(&map);
        let root = case.canonicalize().expect("a folder");
        let Some((loaded, template)) = load(&root, &root.join("main.json")) else { continue };
        for (at, resource) in template.get("resources").map(Json::elements).unwrap_or_default().iter().enumerate() {
            let is = |name: &str| resource.get("type").and_then(Json::as_text) == Some(name);
            if is("Microsoft.Resources/deployments") {
                continue;
            }
            let handle = ResourceHandle { input: 0, name: format!("/resources/{at}").into() };
            let mut all = Vec::new();
            paths(resource, &mut Vec::new(), &mut all);
            for (path, name) in all {
                let location = loaded.source_map.locate(&Place { resource: handle.clone(), path: path.clone().into() });
                let said = lines
                    .get(location.line)
                    .is_some_and(|json| json.iter().any(|json| json.contains(&format!("\"{name}\":"))));
                match (location.precision, said) {
                    _ if location.file != "main.bicep" => {
                        wrong.push(format!("{} {path:?}: {location:?}", case.display()))
                    }
                    (Precision::Attribute, true) => right += 1,
                    (Precision::Attribute, false) => wrong.push(format!("{} {path:?}: {location:?}", case.display())),
                    _ => block += 1,
                }
            }
        }
    }
    let counts = format!("{right} right, {block} at an enclosing line");
    assert!(wrong.len() * 50 <= right, "{counts}; wrong:\n{}", wrong.join("\n"));
}
