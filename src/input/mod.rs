//! Bytes become the model. One place to add an input format: a folder here and an arm in [`load`].
//!
//! A front end (`terraform`, `arm`) turns an input into declared resources; `normalise` turns those of all inputs into one
//! model.

mod arm;
mod bytes;
mod declared;
mod detect;
mod error;
mod normalise;
mod root;
mod terraform;
mod top_level;

pub use error::InputError;

use crate::model::{Model, SourceMap};
use arm::ParameterFile;
use declared::Loaded;
use detect::{Detected, detect};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Longest parameter file that is read.
const LONGEST_PARAMETERS: u64 = 64 << 20;

/// What to load.
#[derive(Debug, Clone, Copy)]
pub struct InputOptions<'a> {
    /// Plans and templates; `-` is standard input.
    pub inputs: &'a [PathBuf],
    /// Folder of the sources, which reported paths are relative to.
    pub source_root: Option<&'a Path>,
    /// Parameter files for templates; a later one wins.
    pub parameters: &'a [PathBuf],
    /// Binary plan files, whose sources are those of the plans among the inputs.
    pub plan_files: &'a [PathBuf],
}

/// All inputs as one model.
pub struct Inputs {
    /// What was declared.
    pub model: Model,
    /// The inputs as reports name them, in the order of the command line.
    pub names: Vec<String>,
    source_maps: Vec<Box<dyn SourceMap>>,
}

impl Inputs {
    /// Finds places in one input, by its index.
    #[must_use]
    pub fn source_map(&self, input: usize) -> Option<&dyn SourceMap> {
        self.source_maps.get(input).map(AsRef::as_ref)
    }

    /// The texts of the sources that were read, by the names that locations use.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, String> {
        let texts = |map: &dyn SourceMap| -> Vec<(String, String)> {
            map.files().into_iter().filter_map(|file| map.source(&file).map(|text| (file, text))).collect()
        };
        self.source_maps.iter().flat_map(|map| texts(map.as_ref())).collect()
    }
}

/// Loads all inputs.
///
/// # Errors
/// When one cannot be read, or is not what this program reads.
pub fn load(options: &InputOptions<'_>) -> Result<Inputs, InputError> {
    let root = root::source_root(options.source_root, options.inputs)?;
    let current = root::current_folder();
    let names: Vec<String> = options.inputs.iter().map(|input| root::display_name(&root, input)).collect();
    let parameters = parameter_files(options.parameters)?;
    let plan_files = options.plan_files.iter().map(|path| terraform::sources::PlanFile::open(path).map(Rc::new));
    let plan_files: Vec<Rc<terraform::sources::PlanFile>> = plan_files.collect::<Result<_, _>>()?;
    let mut loaded: Vec<Loaded> = Vec::new();
    for (index, (path, name)) in options.inputs.iter().zip(&names).enumerate() {
        let typed = path.display().to_string();
        let opened = bytes::open(&typed)?;
        let mut input = match detect(&opened.name, opened.stream)? {
            Detected::TerraformPlan(stream) => terraform::front::load(
                index,
                &opened.name,
                stream,
                &terraform::front::Places { root: &root, current: &current, path, name, plan_files: &plan_files },
            )?,
            Detected::ArmTemplate(text) => {
                arm::load(index, &opened.name, name, &text, &parameters, &normalise::is_wanted)?
            }
        };
        input.notes.extend(opened.notes);
        if options.inputs.len() > 1 {
            input.notes.iter_mut().for_each(|note| *note = format!("{name}: {note}"));
        }
        loaded.push(input);
    }
    let (model, source_maps) = normalise::normalise(loaded);
    Ok(Inputs { model, names, source_maps })
}

/// The parameter files of a run, whole.
fn parameter_files(paths: &[PathBuf]) -> Result<Vec<ParameterFile>, InputError> {
    paths
        .iter()
        .map(|path| {
            let mut opened = bytes::open(&path.display().to_string())?;
            let mut text = String::new();
            let read = opened.stream.by_ref().take(LONGEST_PARAMETERS).read_to_string(&mut text);
            read.map_err(|error| bytes::unreadable(&opened.name, &error))?;
            Ok(ParameterFile { name: opened.name, text })
        })
        .collect()
}
