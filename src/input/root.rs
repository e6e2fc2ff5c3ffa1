//! The folder that reported paths are relative to.

use super::error::InputError;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The folder the command runs in, without links.
pub(super) fn current_folder() -> PathBuf {
    std::env::current_dir().and_then(fs::canonicalize).unwrap_or_else(|_| PathBuf::from("."))
}

/// The source root, absolute and without links.
///
/// That is the folder the user gives; else the current one when every input is in it; else the nearest folder that holds all
/// inputs.
pub(super) fn source_root(given: Option<&Path>, inputs: &[PathBuf]) -> Result<PathBuf, InputError> {
    if let Some(given) = given {
        return fs::canonicalize(given).map_err(|error| {
            InputError::new(
                &given.display().to_string(),
                format!("the source root cannot be opened: {error}"),
                "pass an existing folder with '--source-root'",
            )
        });
    }
    let current = current_folder();
    let folders: Vec<PathBuf> =
        inputs.iter().filter_map(|input| Some(fs::canonicalize(input).ok()?.parent()?.to_owned())).collect();
    if folders.iter().all(|folder| folder.starts_with(&current)) {
        return Ok(current);
    }
    let common = folders.into_iter().reduce(|one, two| {
        let shared = one.ancestors().find(|ancestor| two.starts_with(ancestor));
        shared.map(Path::to_owned).unwrap_or_default()
    });
    Ok(common.unwrap_or(current))
}

/// An input as reports name it: relative to the root, the bare file name outside of it, `-` for standard input.
pub(super) fn display_name(root: &Path, input: &Path) -> String {
    if input.as_os_str() == "-" {
        return "-".to_owned();
    }
    fs::canonicalize(input)
        .ok()
        .and_then(|path| relative(root, &path))
        .or_else(|| input.file_name().map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "-".to_owned())
}

/// `path` below `root`, with forward slashes.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<&str> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|component| match component {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| parts.join("/"))
}
