//! `--parameters`: what each argument is, as `az deployment` takes them.
//!
//! A file of parameters in JSON (also written `@FILE`), a `.bicepparam` file, parameters in JSON as the argument itself,
//! `NAME=VALUE`, or `NAME=@FILE` for the contents of a file. What a value means is settled with the template's
//! declarations.

use super::arm::{self, ParameterFile, ParameterSource};
use super::error::InputError;
use super::{bicep, bytes};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longest file that is read.
const LONGEST: u64 = 64 << 20;

/// The parameters of a run, files read whole.
pub(super) fn parameter_sources(arguments: &[PathBuf]) -> Result<Vec<ParameterSource>, InputError> {
    arguments.iter().map(|argument| parameter_source(argument)).collect()
}

fn parameter_source(argument: &Path) -> Result<ParameterSource, InputError> {
    let typed = argument.display().to_string();
    if typed.trim_start().starts_with('{') {
        return Ok(ParameterSource::File(ParameterFile { name: format!("{}{{…}}", arm::ARGUMENT), text: typed }));
    }
    if let Some((name, value)) = typed.split_once('=').filter(|(name, _)| is_name(name) && !argument.exists()) {
        let text = match value.strip_prefix('@') {
            Some(file) => read(file)?.text,
            None => value.to_owned(),
        };
        return Ok(ParameterSource::Value { name: name.to_owned(), text });
    }
    let file = typed.strip_prefix('@').unwrap_or(&typed);
    if Path::new(file).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("bicepparam")) {
        bytes::open(file)?;
        let text = bicep::build_parameters(Path::new(file))?.parameters;
        return Ok(ParameterSource::File(ParameterFile { name: file.to_owned(), text }));
    }
    Ok(ParameterSource::File(read(file)?))
}

/// Whether it can be the name of a parameter.
fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn read(file: &str) -> Result<ParameterFile, InputError> {
    let mut opened = bytes::open(file)?;
    let mut text = String::new();
    let read = opened.stream.by_ref().take(LONGEST).read_to_string(&mut text);
    read.map_err(|error| bytes::unreadable(&opened.name, &error))?;
    Ok(ParameterFile { name: opened.name, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each form is told by its shape.
    #[test]
    fn forms() {
        let source = |text: &str| parameter_source(Path::new(text)).expect("parameters");
        assert!(matches!(source("a=b=c"), ParameterSource::Value { name, text } if name == "a" && text == "b=c"));
        assert!(matches!(source("a="), ParameterSource::Value { text, .. } if text.is_empty()));
        assert!(matches!(source("{\"a\": 1}"), ParameterSource::File(file) if file.text == "{\"a\": 1}"));
        let manifest = source("text=@Cargo.toml");
        assert!(matches!(manifest, ParameterSource::Value { text, .. } if text.contains("[package]")));
        assert!(matches!(source("@Cargo.toml"), ParameterSource::File(file) if file.name == "Cargo.toml"));
        assert!(parameter_source(Path::new("no/such=file.json")).is_err());
        assert!(parameter_source(Path::new("no-such-file.bicepparam")).is_err());
    }
}
