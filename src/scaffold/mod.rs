//! A new policy for users to begin with: rule, test and case, all of which pass as they stand.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// The id cannot be that of a rule.
    #[error(
        "'{0}' is no id of a rule: upper-case words with hyphens, the family first, none of them beginning with a digit"
    )]
    Id(String),
    /// A file is there already; nothing is overwritten.
    #[error("'{0}' is there already")]
    Exists(String),
    /// A file cannot be written.
    #[error("cannot write '{0}': {1}")]
    Write(String, io::Error),
}

/// Words that Rego keeps for itself.
const KEYWORDS: [&str; 14] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null", "some",
];

/// Writes the files of a new rule below `folder`, and gives their paths.
///
/// # Errors
/// When the id is none, a file is there already, or one cannot be written.
pub fn new_rule(id: &str, folder: &Path) -> Result<Vec<PathBuf>, ScaffoldError> {
    let id = id.to_uppercase();
    let words = || id.split('-');
    let is_word = |word: &str| {
        word.starts_with(|letter: char| letter.is_ascii_uppercase())
            && word.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
    };
    let (Some((family, name)), true) = (id.split_once('-'), words().all(is_word)) else {
        return Err(ScaffoldError::Id(id));
    };
    let (family, name) = (family.to_lowercase(), name.to_lowercase().replace('-', "_"));
    if [&family, &name].into_iter().any(|name| KEYWORDS.contains(&name.as_str())) {
        return Err(ScaffoldError::Id(id));
    }
    let rule = folder.join("rules").join(&family).join(&name);
    let case = folder.join("cases").join(&family).join(name.replace('_', "-"));
    let files = [
        (rule.join(format!("{name}.rego")), include_str!("rule.rego.txt")),
        (rule.join(format!("{name}_test.rego")), include_str!("rule_test.rego.txt")),
        (case.join("expected.json"), include_str!("expected.json")),
        (case.join("arm").join("template.json"), include_str!("template.json")),
    ];
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(ScaffoldError::Exists(path.display().to_string()));
    }
    for (path, text) in &files {
        let text = text.replace("{ID}", &id).replace("{FAMILY}", &family).replace("{NAME}", &name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
        written.map_err(|error| ScaffoldError::Write(path.display().to_string(), error))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What cannot be a package or an id is refused before anything is written.
    #[test]
    fn ids_are_checked() {
        for id in ["", "A", "A-", "-B", "A-1B", "A_B-C", "A B-C", "A-DEFAULT", "IN-X", "A/B-C", "..-X"] {
            assert!(matches!(new_rule(id, Path::new("/nowhere")), Err(ScaffoldError::Id(_))), "{id}");
        }
    }
}
