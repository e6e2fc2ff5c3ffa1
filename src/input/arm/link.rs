//! Linked templates: from a `templateLink` to the file that stands for it.
//!
//! A link is followed when it is relative to the template (`relativePath`, or a URI made from
//! `deployment().properties.templateLink.uri` or from the conventional parameter `_artifactsLocation`): then the linked
//! file is deployed from where the template is. A link to a fixed address is never taken for a file.

use super::engine::{Engine, Env};
use super::expression::{Members, Value};
use super::fault::Fault;
use super::json::Json;

/// The address of the main template's folder while a link is evaluated. Never a part of any value.
const BASE: &str = "file://template/";

/// Parameters that by convention say where the files beside the template are, and with which token they are read.
const ARTIFACTS: [(&str, &str); 2] = [("_artifactslocation", BASE), ("_artifactslocationsastoken", "")];

impl<'d> Engine<'d> {
    /// The template that `properties.templateLink` of a deployment means, and its path; `None` when it is not read.
    pub(super) fn linked_template(
        &mut self,
        properties: &'d Json,
        env: &Env,
    ) -> Result<Option<(&'d Json, &'d str)>, Fault> {
        let Some(link) = properties.get("templateLink") else { return Ok(None) };
        let folder = self.deployments.get(env.deployment).map(|it| it.folder.clone()).unwrap_or_default();
        let relative = match (link.get("relativePath"), link.get("uri")) {
            (Some(path), _) => self.resolve(path, env)?.as_text().map(|path| format!("{folder}/{path}")),
            (None, Some(uri)) => self.local_path(uri, env)?,
            (None, None) => None,
        };
        let document = relative.and_then(|relative| self.documents.open(&relative));
        Ok(document.map(|document| (&document.json, document.path.as_str())))
    }

    fn local_path(&mut self, uri: &'d Json, env: &Env) -> Result<Option<String>, Fault> {
        let quiet = std::mem::replace(&mut self.quiet, true);
        self.linking = true;
        let value = self.resolve(uri, env);
        self.linking = false;
        self.quiet = quiet;
        let value = value?;
        let path = value.as_text().and_then(|text| text.strip_prefix(BASE));
        Ok(path.and_then(|path| path.split(['?', '#']).next()).map(str::to_owned))
    }

    /// What a parameter means while a link is evaluated; `None` for all but the conventional ones.
    pub(super) fn artifacts_parameter(&self, folded: &str) -> Option<Value> {
        let found = ARTIFACTS.iter().find(|(name, _)| self.linking && *name == folded)?;
        Some(Value::text(found.1))
    }

    /// `deployment().properties` while a link is evaluated.
    pub(super) fn link_properties(&self, folder: &str) -> Option<Value> {
        if !self.linking {
            return None;
        }
        let mut link = Members::default();
        let separator = if folder.is_empty() { "" } else { "/" };
        link.set("uri", Value::text(format!("{BASE}{folder}{separator}template.json")));
        let mut properties = Members::default();
        properties.set("templateLink", Value::object(link));
        Some(Value::object(properties))
    }
}
