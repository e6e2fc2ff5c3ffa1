//! Bytes become the model. One place to add an input format: a folder here and an arm in [`load`].
//!
//! A front end (`terraform`, `arm`) turns an input into declared resources; `normalise` turns those of all inputs into one
//! model.

mod arm;
mod bicep;
mod bytes;
mod declared;
mod derived;
mod detect;
mod error;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod normalise;
mod parameters;
mod position;
mod root;
mod terraform;
mod top_level;

pub use error::InputError;
pub use terraform::listing::ReferenceLine;

pub use arm::Surroundings;

use crate::model::{Model, SourceMap};
use arm::{Inspected, Origin, ParameterFile, ParameterSource, Template, WhatIf};
use declared::Loaded;
use detect::{Detected, detect};
use parameters::parameter_sources;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use terraform::front::Places;
use terraform::sources::PlanFile;

/// What to load.
#[derive(Debug, Clone, Copy)]
pub struct InputOptions<'a> {
    /// Plans and templates; `-` is standard input.
    pub inputs: &'a [PathBuf],
    /// Folder of the sources, which reported paths are relative to.
    pub source_root: Option<&'a Path>,
    /// Parameters for templates: files of them, `NAME=VALUE`, or `NAME=@FILE`; a later one wins.
    pub parameters: &'a [PathBuf],
    /// What the user says about the deployment of templates.
    pub deployment: &'a Surroundings,
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
    let run = Run::new(options)?;
    let names: Vec<String> = options.inputs.iter().map(|input| root::display_name(&run.root, input)).collect();
    let mut loaded: Vec<Loaded> = Vec::new();
    for (index, (path, name)) in options.inputs.iter().zip(&names).enumerate() {
        let mut input = run.load(index, path, name)?;
        if options.inputs.len() > 1 {
            input.notes.iter_mut().for_each(|note| *note = format!("{name}: {note}"));
        }
        loaded.push(input);
    }
    let (model, source_maps) = normalise::normalise(loaded);
    Ok(Inputs { model, names, source_maps })
}

/// A template expanded for people.
pub struct ExpandedTemplate {
    /// `{resources: [{id, type, name, …}], outputs: {name: {value} | {unknown}}, unresolved: [{…, expression}]}`.
    pub document: serde_json::Value,
    /// Strings that nothing printed may contain.
    pub secrets: Vec<String>,
    /// Sentences a reader must know.
    pub notes: Vec<String>,
}

/// Expands the one template among the inputs.
///
/// # Errors
/// When the input is no template, or as for [`load`].
pub fn expand_template(options: &InputOptions<'_>) -> Result<ExpandedTemplate, InputError> {
    let run = Run::new(options)?;
    let [path] = options.inputs else {
        let names: Vec<String> = options.inputs.iter().map(|input| input.display().to_string()).collect();
        return Err(InputError::new(&names.join(" "), "there are several inputs", "pass one template"));
    };
    let name = root::display_name(&run.root, path);
    let Inspected { document, secrets, notes } = match run.open(path)? {
        (Opened::Compiled(compiled), shown) => {
            let template = run.template(0, &shown, &name, &compiled.text, Some(run.origin(path, true)));
            arm::inspect_template(&Template { parameters: &compiled.parameters, ..template })?
        }
        (Opened::Detected(Detected::ArmTemplate(text), _), shown) => {
            let origin = is_file(path).then(|| run.origin(path, false));
            arm::inspect_template(&run.template(0, &shown, &name, &text, origin))?
        }
        (Opened::Detected(..), shown) => {
            return Err(InputError::new(&shown, "it is no template", "pass an ARM template or a Bicep file"));
        }
    };
    Ok(ExpandedTemplate { document, secrets, notes })
}

/// All references of the plans among the inputs, and the strings in them that nothing may show.
///
/// # Errors
/// When an input cannot be read, or is not a plan.
pub fn references(options: &InputOptions<'_>) -> Result<(Vec<ReferenceLine>, Vec<String>), InputError> {
    let run = Run::new(options)?;
    let (mut lines, mut secrets) = (Vec::new(), Vec::new());
    for (index, path) in options.inputs.iter().enumerate() {
        let name = root::display_name(&run.root, path);
        let opened = bytes::open(&path.display().to_string())?;
        let Detected::TerraformPlan(stream) = detect(&opened.name, opened.stream)? else {
            let problem = "it is no plan: only plans list their references";
            return Err(InputError::new(&opened.name, problem, "pass the output of `terraform show -json tfplan`"));
        };
        let (found, hidden) = terraform::front::references(index, &opened.name, stream, &run.places(path, &name))?;
        lines.extend(found);
        secrets.extend(hidden);
    }
    Ok((lines, secrets))
}

/// What all inputs of a run share.
struct Run<'a> {
    root: PathBuf,
    current: PathBuf,
    has_stated_root: bool,
    parameters: Vec<ParameterSource>,
    surroundings: &'a Surroundings,
    plan_files: Vec<Rc<PlanFile>>,
}

/// An input that was opened.
enum Opened {
    /// Bicep, compiled.
    Compiled(Compiled),
    /// Anything else, and how it was decoded.
    Detected(Detected, Vec<String>),
}

/// A template that the Bicep CLI made.
struct Compiled {
    text: String,
    /// The parameters of the run behind those that the input itself brings.
    parameters: Vec<ParameterSource>,
}

impl<'a> Run<'a> {
    fn new(options: &InputOptions<'a>) -> Result<Self, InputError> {
        Ok(Self {
            root: root::source_root(options.source_root, options.inputs)?,
            current: root::current_folder(),
            has_stated_root: options.source_root.is_some(),
            parameters: parameter_sources(options.parameters)?,
            surroundings: options.deployment,
            plan_files: options
                .plan_files
                .iter()
                .map(|path| PlanFile::open(path).map(Rc::new))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Opens an input, and the name that messages have for it.
    fn open(&self, path: &Path) -> Result<(Opened, String), InputError> {
        let typed = path.display().to_string();
        if let Some(compiled) = self.compile(path)? {
            return Ok((Opened::Compiled(compiled), typed));
        }
        let bytes::Opened { name, stream, notes } = bytes::open(&typed)?;
        Ok((Opened::Detected(detect(&name, stream)?, notes), name))
    }

    /// Bicep sources are known by their names, since the compiler reads them by name; `None` for other inputs.
    fn compile(&self, path: &Path) -> Result<Option<Compiled>, InputError> {
        let has_extension = |wanted: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(wanted));
        if !(has_extension("bicep") || has_extension("bicepparam")) {
            return Ok(None);
        }
        // A missing file has a message of its own.
        bytes::open(&path.display().to_string())?;
        if has_extension("bicep") {
            return Ok(Some(Compiled { text: bicep::build(path)?, parameters: self.parameters.clone() }));
        }
        let built = bicep::build_parameters(path)?;
        let name = path.display().to_string();
        let Some(text) = built.template else {
            let help = "pass the template, and this file with '--parameters'";
            return Err(InputError::new(&name, "it names no template that can be compiled", help));
        };
        let mut parameters = vec![ParameterSource::File(ParameterFile { name, text: built.parameters })];
        parameters.extend(self.parameters.iter().cloned());
        Ok(Some(Compiled { text, parameters }))
    }

    fn origin<'p>(&'p self, path: &'p Path, is_source: bool) -> Origin<'p> {
        Origin { root: &self.root, path, search: self.has_stated_root, is_source }
    }

    fn template<'p>(
        &'p self,
        input: usize,
        name: &'p str,
        display_path: &'p str,
        text: &'p str,
        origin: Option<Origin<'p>>,
    ) -> Template<'p> {
        let (parameters, surroundings) = (&*self.parameters, self.surroundings);
        Template { input, name, display_path, text, origin, parameters, withheld: None, surroundings }
    }

    fn places<'p>(&'p self, path: &'p Path, name: &'p str) -> Places<'p> {
        Places { root: &self.root, current: &self.current, path, name, plan_files: &self.plan_files }
    }

    fn load(&self, index: usize, path: &Path, display: &str) -> Result<Loaded, InputError> {
        let (opened, name) = self.open(path)?;
        let (detected, notes) = match opened {
            Opened::Compiled(compiled) => {
                let template = self.template(index, &name, display, &compiled.text, Some(self.origin(path, true)));
                let template = Template { parameters: &compiled.parameters, ..template };
                return arm::load_template(&template, &normalise::is_wanted);
            }
            Opened::Detected(detected, notes) => (detected, notes),
        };
        let mut input = match detected {
            Detected::TerraformPlan(stream) => {
                terraform::front::load(index, &name, stream, &self.places(path, display))?
            }
            Detected::ArmTemplate(text) => {
                let origin = is_file(path).then(|| self.origin(path, false));
                arm::load_template(&self.template(index, &name, display, &text, origin), &normalise::is_wanted)?
            }
            Detected::WhatIf(text) => {
                let what_if = WhatIf { input: index, name: &name, display_path: display, text: &text };
                arm::load_what_if(&what_if, &normalise::is_wanted)?
            }
        };
        input.notes.extend(notes);
        Ok(input)
    }
}

/// Whether an input is a file, not standard input.
fn is_file(path: &Path) -> bool {
    path.as_os_str() != "-"
}
