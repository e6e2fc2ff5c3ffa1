//! Locations as SARIF has them: relative to the source root, within one line, with the text that stands there.

use super::model::{Artifact, ArtifactLocation, LogicalLocation, PhysicalLocation, Region, SarifLocation, Snippet};
use super::repo_uri::RepoUri;
use crate::model::{Location, Precision};
use crate::report::source_lines::SourceFiles;
use crate::report::subject::short_name;
use crate::report::wording::shortened;
use std::collections::{BTreeMap, BTreeSet};

/// The base that stands for the source root.
pub(super) const SOURCE_ROOT: &str = "%SRCROOT%";

/// Characters of a snippet: a minified template is one line of megabytes.
const SNIPPET_LIMIT: usize = 1000;

/// Lines that a viewer shows before and behind a finding.
const CONTEXT_LINES: usize = 3;

/// The physical location (§3.29) of `location`.
pub(super) fn physical(location: &Location, sources: &SourceFiles<'_>) -> PhysicalLocation {
    PhysicalLocation {
        artifact_location: artifact(RepoUri::nearest(&location.file)),
        region: region(location, sources),
        context_region: context_region(location, sources),
    }
}

/// The lines around `location`, without their text.
fn context_region(location: &Location, sources: &SourceFiles<'_>) -> Option<Region> {
    if location.precision == Precision::File {
        return None;
    }
    let (start_line, end_line, end_column) = sources.around(&location.file, location.line, CONTEXT_LINES)?;
    Some(Region { start_line, start_column: 1, end_line, end_column, snippet: None })
}

fn artifact(uri: RepoUri) -> ArtifactLocation {
    ArtifactLocation { uri, uri_base_id: SOURCE_ROOT, index: None }
}

/// The files that results and notifications are in, sorted; every location gets the place of its file among them.
pub(super) fn artifacts<'l>(locations: impl Iterator<Item = &'l mut SarifLocation>) -> Vec<Artifact> {
    let mut locations: Vec<&mut ArtifactLocation> =
        locations.map(|location| &mut location.physical_location.artifact_location).collect();
    let uris: BTreeSet<RepoUri> = locations.iter().map(|location| location.uri.clone()).collect();
    let index: BTreeMap<&RepoUri, usize> = uris.iter().zip(0..).collect();
    for location in &mut locations {
        location.index = index.get(&location.uri).copied();
    }
    let described = uris.iter().map(|uri| Artifact {
        location: artifact(uri.clone()),
        roles: ["resultFile"],
        source_language: language(uri.as_str()),
    });
    described.collect()
}

/// The names of §3.24.10 are open; these are what viewers highlight by.
fn language(uri: &str) -> Option<&'static str> {
    let ending = uri.rsplit('.').next()?;
    [("tf", "hcl"), ("tofu", "hcl"), ("bicep", "bicep"), ("json", "json")]
        .into_iter()
        .find_map(|(known, language)| (known == ending).then_some(language))
}

/// The beginning of `file`: for what has no place of its own.
pub(super) fn beginning_of(file: &str) -> Location {
    Location { file: file.to_owned(), line: 1, column: 1, end_line: 1, end_column: 1, precision: Precision::File }
}

/// The first line of `location`. Numbers are those of the text where it is at hand; a region never spans lines, since
/// a pull request shows an alert only when all its lines were changed.
fn region(location: &Location, sources: &SourceFiles<'_>) -> Region {
    if let Some(found) = sources.region(location) {
        let snippet = shortened(found.snippet(), SNIPPET_LIMIT);
        return Region {
            start_line: found.line,
            start_column: found.column,
            end_line: found.line,
            end_column: found.end_column,
            snippet: (!snippet.is_empty() && location.precision != Precision::File)
                .then_some(Snippet { text: snippet }),
        };
    }
    let (line, column) = (location.line.max(1), location.column.max(1));
    let end = if location.end_line > location.line { column } else { location.end_column.max(column) };
    Region { start_line: line, start_column: column, end_line: line, end_column: end, snippet: None }
}

/// The subject as a logical location (§3.33).
pub(super) fn logical(subject: &str) -> LogicalLocation {
    LogicalLocation { name: short_name(subject), fully_qualified_name: subject.to_owned(), kind: "resource" }
}
