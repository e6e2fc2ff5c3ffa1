//! Everything that is asked of sources, asked of text from anywhere.

use super::plan_file::PlanFile;
use super::{Argument, PlannedExpression, Search, Snapshot, Sources, manifest};
use crate::input::terraform::evaluate;
use crate::model::PathStep;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;
use std::rc::Rc;

/// Asks for every block and attribute of a root module that is the file `name` with this text.
pub(crate) fn read_any(name: &str, text: &str) {
    let files = BTreeMap::from([(name.to_owned(), Some(text.to_owned()))]);
    let manifest = manifest::read(r#"[{"Key": "", "Dir": "."}, {"Key": "m", "Source": "a/b/c", "Dir": "m"}]"#);
    let modules = BTreeMap::from([(String::new(), files.clone()), ("m".to_owned(), files)]);
    let file = Rc::new(PlanFile { modules, manifest, ..PlanFile::default() });
    ask_for_all(&file);
}

/// Reads the sources in an archive, and asks for all in them.
pub(crate) fn read_plan_file(bytes: &[u8]) {
    if let Ok(file) = PlanFile::read("fuzz", Cursor::new(bytes)) {
        ask_for_all(&Rc::new(file));
    }
}

fn ask_for_all(file: &Rc<PlanFile>) {
    let nowhere = Path::new("no-such-folder");
    let search = Search { source_root: Some(nowhere), input_path: None, current_directory: nowhere };
    let origin = Box::new(Snapshot::new(file, search));
    let mut sources = Sources { origin: Some(origin), ..Sources::none("plan.json") };
    let keys: BTreeSet<&String> = file.modules.keys().collect();
    for key in keys {
        let modules: Vec<String> = key.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let Some((module, _)) = sources.module(&modules) else { continue };
        let prefix: String = modules.iter().map(|name| format!("module.{name}.")).collect();
        for name in module.names() {
            let address = format!("{prefix}{}.{}", name.resource_type, name.name);
            for attribute in ["name", "delegation", "a"] {
                ask_for(&mut sources, &address, &modules, name, attribute);
            }
        }
    }
    evaluate::everything(&sources);
    let _ = sources.notes();
}

fn ask_for(sources: &mut Sources, address: &str, modules: &[String], name: &super::BlockName, attribute: &str) {
    let paths = [
        vec![PathStep::Key(attribute.into())],
        vec![PathStep::Key(attribute.into()), PathStep::Index(1), PathStep::Key("name".into())],
        Vec::new(),
    ];
    for path in paths {
        let argument = Argument { modules: vec![name.name.clone()], path: path.clone() };
        let location = sources.locate_through(address, &path, None, &[argument]);
        assert!(location.line > 0 && location.end_column >= location.column, "{location:?}");
        let _ = (sources.elsewhere(address, &path, None), sources.source(&location.file));
    }
    let _ = sources.sets(address, attribute);
    let planned = PlannedExpression {
        modules: modules.to_vec(),
        block: name.clone(),
        attribute: attribute.to_owned(),
        references: vec!["a.b.c".to_owned()],
    };
    let _ = sources.verify(&[planned]);
}
