//! Which folder each module of a configuration is in, as `terraform init` records it in `modules.json`.
//!
//! In: the text of the file. Out: [`Installed`] modules by the names of the calls from the root, joined with dots. A file
//! that is none gives no modules.

use std::collections::BTreeMap;

/// One module.
#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct Installed {
    #[serde(rename = "Key")]
    key: String,
    /// As written in the call; empty for the root module.
    #[serde(rename = "Source", default)]
    pub(super) source: String,
    /// The version that a registry gave.
    #[serde(rename = "Version", default)]
    pub(super) version: Option<String>,
    /// Relative to the directory Terraform ran in.
    #[serde(rename = "Dir")]
    pub(super) directory: String,
}

/// The modules of a manifest, by key.
pub(super) fn read(text: &str) -> BTreeMap<String, Installed> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Manifest {
        /// As `terraform init` writes it.
        Folder {
            #[serde(rename = "Modules")]
            modules: Vec<Installed>,
        },
        /// As plan files hold it.
        PlanFile(Vec<Installed>),
    }
    let modules = match serde_json::from_str(text) {
        Ok(Manifest::Folder { modules } | Manifest::PlanFile(modules)) => modules,
        Err(_) => Vec::new(),
    };
    modules.into_iter().map(|installed| (installed.key.clone(), installed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both forms are read, and what is neither gives nothing.
    #[test]
    fn both_forms_are_read() {
        let list = r#"[{"Key": "", "Dir": "."}, {"Key": "n", "Source": "a/b/c", "Version": "1.0.0", "Dir": "d"}]"#;
        for text in [list.to_owned(), format!("{{\"Modules\": {list}}}")] {
            let modules = read(&text);
            assert_eq!(modules.len(), 2);
            let module = modules.get("n").unwrap();
            assert_eq!((&*module.source, module.version.as_deref(), &*module.directory), ("a/b/c", Some("1.0.0"), "d"));
        }
        for text in ["", "{", "{}", "[1]", "{\"Modules\": [{}]}"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
