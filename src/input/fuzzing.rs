//! Entries for fuzzing: bytes from anywhere in, no panic out. Not part of the interface.
//!
//! They read what a run reads and ask for every place, but touch no file. `fuzz/` calls them with what libFuzzer makes up,
//! and the tests here with damaged copies of the test data.

use super::declared::Loaded;
use super::detect::{Detected, detect};
use super::terraform::front::{self, Places};
use super::terraform::sources;
use super::{arm, bicep, bytes, normalise};
use crate::model::Topology;
use std::io::Cursor;
use std::path::Path;

/// Reads an input of any kind as a run does, from its encoding to the model.
pub fn plan_reader(input: &[u8]) {
    let Ok(opened) = bytes::decode("fuzz", Box::new(Cursor::new(input.to_vec()))) else { return };
    match detect("fuzz", opened.stream) {
        Ok(Detected::TerraformPlan(stream)) => {
            let nowhere = Path::new("no-such-folder");
            let places =
                Places { root: nowhere, current: nowhere, path: Path::new("-"), name: "fuzz", plan_files: &[] };
            if let Ok(loaded) = front::load(0, "fuzz", stream, &places) {
                ask_for_all(loaded);
            }
        }
        Ok(Detected::ArmTemplate(text)) => template(&text),
        Ok(Detected::WhatIf(text)) => {
            let what_if = arm::WhatIf { input: 0, name: "fuzz", display_path: "fuzz", text: &text };
            if let Ok(loaded) = arm::load_what_if(&what_if, &normalise::is_wanted) {
                ask_for_all(loaded);
            }
        }
        Err(_) => {}
    }
}

/// Reads a template, whatever it looks like.
pub fn arm_template(input: &[u8]) {
    template(&String::from_utf8_lossy(input));
}

/// Evaluates an expression of a template, without its brackets.
pub fn arm_expression(input: &[u8]) {
    arm::evaluate_any(&String::from_utf8_lossy(input));
}

/// Reads a source file in both syntaxes, and asks for everything that is asked of sources.
pub fn hcl_sources(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    sources::read_any("main.tf", &text);
    sources::read_any("main.tf.json", &text);
}

/// Scans a Bicep file, and asks where everything in it is.
pub fn bicep_source(input: &[u8]) {
    bicep::scan_any(&String::from_utf8_lossy(input));
}

/// Reads the sources in a plan file.
pub fn plan_file(input: &[u8]) {
    sources::read_plan_file(input);
}

fn template(text: &str) {
    if let Ok(loaded) = arm::load(0, "fuzz", "fuzz", text, &[], &normalise::is_wanted) {
        ask_for_all(loaded);
    }
}

/// Makes the model, and asks where everything in it is.
fn ask_for_all(loaded: Loaded) {
    let (model, maps) = normalise::normalise(vec![loaded]);
    let places = |topology: &Topology| {
        for entity in topology.iter() {
            let attributes = entity.attributes.values().filter_map(|attribute| attribute.place.as_ref());
            for place in attributes.chain(&entity.place) {
                for map in &maps {
                    let location = map.locate(place);
                    assert!(location.line > 0 && location.column > 0, "{location:?}");
                    let _ = (map.elsewhere(place), map.source(&location.file));
                }
            }
        }
    };
    places(&model.after);
    model.before.iter().for_each(places);
}

#[cfg(test)]
#[path = "fuzzing_tests.rs"]
mod tests;
