//! Sources that come from a plan file: the conformance cases of `testdata/references`, and archives made to harm.

use super::cases::{expected_path, module_calls, planned_expressions, planned_values};
use super::*;
use crate::input::terraform::address::ModuleStep;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn references() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/references");
    let cases = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = cases.filter(|path| path.join("tfplan.bin").is_file()).collect();
    cases.sort();
    assert!(cases.len() > 20, "{cases:?}");
    cases
}

fn json(case: &Path, name: &str) -> Json {
    serde_json::from_slice(&std::fs::read(case.join(name)).unwrap()).unwrap()
}

fn search<'a>(root: &'a Path, input: Option<&'a Path>) -> Search<'a> {
    Search { source_root: Some(root), input_path: input, current_directory: root }
}

/// The sources in `file` for the plan of `case`.
fn sources_for(file: PlanFile, case: &Path, search: Search<'_>) -> Result<Sources, String> {
    let plan = json(case, "plan.json");
    let root = &plan["configuration"]["root_module"];
    let (mut calls, mut planned) = (BTreeMap::new(), Vec::new());
    module_calls(root, "", &mut calls);
    planned_expressions(root, &[], &mut planned);
    let block =
        |planned: &PlannedExpression| PlannedBlock { modules: planned.modules.clone(), block: planned.block.clone() };
    let blocks: Vec<PlannedBlock> = planned.iter().map(block).collect();
    Sources::planned(&Rc::new(file), search, &blocks, &planned, calls, "plan.json")
}

/// The place of a span: `file:line:column` in the repository, or in the package of a module from elsewhere.
fn place(sources: &Sources, span: &Json, planned: Option<&Json>) -> String {
    let address = span["address"].as_str().unwrap();
    let path = expected_path(span["attribute"].as_str().unwrap(), planned);
    let planned = planned.map(node);
    if let Some(related) = sources.elsewhere(address, &path, planned.as_ref()) {
        return format!(".terraform/modules/net/{}:{}:{}", related.file, related.line, related.column);
    }
    let location = sources.locate(address, &path, planned.as_ref());
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// Every span of every case is found in the case's folder and in its plan file, with and without the folder at hand: the
/// last one in words, because its module is not part of the repository.
#[test]
fn every_span_is_found_in_both_origins() {
    let nowhere = Scratch::new(&[]);
    let mut checked = 0;
    for case in references() {
        let expected = json(&case, "expected.json");
        let plan_file = || PlanFile::open(&case.join("tfplan.bin")).unwrap();
        let in_place = sources_for(plan_file(), &case, search(&case, None)).unwrap();
        let elsewhere = PlanFile { path: nowhere.path.join("tfplan"), ..plan_file() };
        let without_folder = sources_for(elsewhere, &case, search(&nowhere.path, None)).unwrap();
        let plan = json(&case, "plan.json");
        let mut calls = BTreeMap::new();
        module_calls(&plan["configuration"]["root_module"], "", &mut calls);
        let directories = Directories { source_root: case.clone(), terraform: case.clone() };
        let folder = Sources::open(directories, calls, "plan.json");
        for span in expected["spans"].as_array().unwrap() {
            let line = format!("{}:{}:{}", span["file"].as_str().unwrap(), span["startLine"], span["startColumnUtf16"]);
            let planned = planned_values(&plan["planned_values"]["root_module"], span["address"].as_str().unwrap());
            for (origin, sources) in [("folder", &folder), ("in place", &in_place), ("alone", &without_folder)] {
                assert_eq!(place(sources, span, planned), line, "{} {origin} {span}", case.display());
            }
            checked += 1;
        }
        assert_eq!(in_place.notes(), Vec::<String>::new(), "{}", case.display());
        assert_eq!(without_folder.notes().len(), 1, "{:?}", without_folder.notes());
    }
    assert_eq!(checked, 36);
}

/// What a resource of a fetched module is told as, from the folder and from the plan file alike.
#[test]
fn fetched_modules_are_told_in_words() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/references/az-remote-module");
    let plan_file = PlanFile::open(&case.join("tfplan.bin")).unwrap();
    let snapshot = sources_for(plan_file, &case, search(&case, None)).unwrap();
    let directories = Directories { source_root: case.clone(), terraform: case.clone() };
    let folder = Sources::open(directories, BTreeMap::new(), "plan.json");
    for sources in [snapshot, folder] {
        let said =
            |address: &str, attribute: &str| sources.elsewhere(address, &path(attribute), None).unwrap().to_string();
        let (origin, subnet) = ("git::file:///srv/w8/gitmod/net, v1.0.0", "module.net.module.subnet[\"bare\"]");
        assert_eq!(
            said(&format!("{subnet}.azurerm_subnet.this"), ""),
            format!("in {subnet} ({origin}) modules/subnet/main.tf:9")
        );
        assert!(
            said("module.net.azurerm_virtual_network.this", "name")
                .starts_with(&format!("in module.net ({origin}) main.tf:"))
        );
        assert_eq!(sources.elsewhere("azurerm_network_security_group.n", &path("name"), None), None);
        let call = sources.locate(&format!("{subnet}.azurerm_subnet.this"), &path("name"), None);
        assert_eq!((call.file.as_str(), call.line, call.precision), ("main.tf", 5, Precision::Module));
        let argument = Argument { modules: vec!["net".to_owned()], path: path("subnet_names[1]") };
        let given = sources.locate_through(&format!("{subnet}.azurerm_subnet.this"), &path("name"), None, &[argument]);
        assert_eq!((given.line, given.precision), (8, Precision::Argument));
        assert_eq!(text_at(&sources, &given), "\"bare\"");
    }
}

/// A plan file of another plan is refused, and the first difference named.
#[test]
fn another_plans_sources_are_refused() {
    let cases = references();
    let by_name = |name: &str| cases.iter().find(|case| case.ends_with(name)).unwrap();
    let file = || PlanFile::open(&by_name("az-basic-assoc").join("tfplan.bin")).unwrap();
    let other = by_name("az-data-sources");
    let refused = sources_for(file(), other, search(other, None)).unwrap_err();
    assert!(refused.starts_with("The plan file 'tfplan.bin' is not that of the input: "), "{refused}");
    assert!(refused.contains("is not declared in it"), "{refused}");
    let case = by_name("az-basic-assoc");
    let mut changed = file();
    let main = changed.modules.get_mut("").unwrap().get_mut("main.tf").unwrap();
    *main = Some(main.take().unwrap().replacen(
        "azurerm_network_security_group.",
        "azurerm_network_security_group.other_",
        1,
    ));
    let refused = sources_for(changed, case, search(case, None)).unwrap_err();
    assert!(refused.contains("differ"), "{refused}");
}

/// Texts are those that were planned; a file that differs on disk is noted, line ends aside.
#[test]
fn the_planned_texts_count() {
    let main = "resource \"t\" \"a\" {\n  x = 1\n}\nmodule \"m\" {\n  source = \"../m\"\n}\nresource \"t\" \"c\" {}\n";
    let module = "resource \"t\" \"b\" {\n  y = 1\n}\n";
    let scratch = Scratch::new(&[
        ("live/main.tf", &main.replace('\n', "\r\n")),
        ("m/main.tf", &format!("# new\n{module}")),
        ("plan.json", ""),
        ("live/tfplan", ""),
    ]);
    let manifest = r#"[{"Key": "", "Dir": "."}, {"Key": "m", "Source": "../m", "Dir": "../m"}]"#;
    let archive = archive(&[
        ("tfconfig/modules.json", manifest),
        ("tfconfig/m-/main.tf", main),
        ("tfconfig/m-m/main.tf", module),
    ]);
    let mut file = PlanFile::read("tfplan", Cursor::new(archive)).unwrap();
    file.path = scratch.path.join("live/tfplan");
    let blocks = [PlannedBlock { modules: Vec::new(), block: BlockName::resource("t", "a") }];
    let input = scratch.path.join("plan.json");
    let open = |file: &Rc<PlanFile>, root: &Path| {
        Sources::planned(file, search(root, Some(&input)), &blocks, &[], BTreeMap::new(), "plan.json").unwrap()
    };
    let file = Rc::new(file);
    let sources = open(&file, &scratch.path);
    assert_eq!(sources.locate("t.a", &path("x"), None).file, "live/main.tf");
    let location = sources.locate("module.m.t.b", &path("y"), None);
    assert_eq!((location.file.as_str(), location.line), ("m/main.tf", 2));
    assert_eq!(sources.source("m/main.tf").as_deref(), Some(module));
    assert_eq!(
        sources.notes(),
        ["Sources are not as they were planned, and lines are those that were planned: m/main.tf."]
    );
    // Without the folder, a module beside it has no path below the source root.
    let nowhere = Scratch::new(&[]);
    let alone = Rc::new(PlanFile {
        path: nowhere.path.join("tfplan"),
        modules: file.modules.clone(),
        manifest: file.manifest.clone(),
        name: "tfplan".into(),
    });
    let input = nowhere.path.join("plan.json");
    let sources =
        Sources::planned(&alone, search(&nowhere.path, Some(&input)), &blocks, &[], BTreeMap::new(), "p").unwrap();
    assert_eq!(sources.locate("t.a", &path("x"), None).file, "main.tf");
    assert_eq!(sources.locate("module.m.t.b", &path("y"), None).precision, Precision::Module);
}

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in [("tfplan", "SECRET"), ("tfstate", "SECRET")].iter().chain(members) {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const ROOT: (&str, &str) = ("tfconfig/modules.json", r#"[{"Key": "", "Dir": "."}]"#);

/// Archives that are no plan files, damaged, or made to harm, are refused with a way out, and nothing but sources is read.
#[test]
fn hostile_archives_are_refused() {
    let whole = archive(&[ROOT, ("tfconfig/m-/main.tf", "resource \"t\" \"a\" {}\n")]);
    let read = |bytes: &[u8]| PlanFile::read("tfplan", Cursor::new(bytes.to_vec()));
    let file = read(&whole).unwrap();
    assert!(!format!("{file:?}").contains("SECRET"));
    for length in 0..whole.len() {
        let error = read(&whole[..length]).unwrap_err();
        assert!(!error.help.is_empty() && !error.to_string().contains("SECRET"), "{error}");
    }
    for (name, problem) in [
        ("tfconfig/m-/../main.tf", "name"),
        ("tfconfig/m-/a/b.tf", "name"),
        ("tfconfig/m-a\\..\\b/main.tf", "name"),
        ("tfconfig/m-/..", "name"),
        ("tfconfig/m-x:y/main.tf", "name"),
        ("tfconfig/other.tf", "name"),
        ("/tfconfig/m-/main.tf", "damaged"),
    ] {
        let members =
            if problem == "name" { vec![ROOT, (name, "")] } else { vec![(name, ""), ("tfconfig/m-/a.tf", "")] };
        let error = read(&archive(&members)).unwrap_err();
        assert!(error.problem.contains(problem), "{name}: {}", error.problem);
    }
    assert!(read(&archive(&[])).unwrap_err().problem.contains("not a plan file"));
    assert!(read(b"{\"resource_changes\": []}").unwrap_err().problem.contains("not a plan file"));
    assert!(read(&archive(&[("tfconfig/modules.json", "{")])).unwrap_err().problem.contains("damaged"));
}

/// A source that inflates out of proportion, or past the limit, is not read; the others are.
#[test]
fn inflating_sources_are_not_read() {
    let bomb = " ".repeat(3 << 20);
    let bytes = archive(&[ROOT, ("tfconfig/m-/bomb.tf", &bomb), ("tfconfig/m-/main.tf", "# x\n")]);
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    let file = PlanFile::read("tfplan", Cursor::new(bytes)).unwrap();
    let root = file.modules.get("").unwrap();
    assert_eq!(root.get("bomb.tf"), Some(&None));
    assert_eq!(root.get("main.tf"), Some(&Some("# x\n".to_owned())));
}

/// Instances of a module share its files: keys of module calls play no part in finding them.
#[test]
fn keys_play_no_part() {
    let step = ModuleStep { name: "m".to_owned(), key: None };
    assert_eq!(target(&format!("{step}[\"a.b\"].t.n[0]")), Some((vec!["m".to_owned()], BlockName::resource("t", "n"))));
}
