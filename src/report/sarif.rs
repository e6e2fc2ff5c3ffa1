//! The report as a SARIF log: one run, all rules, one result for each rule and place.

use super::fold::{Folded, fold};
use super::line_hash::{identity_hash, line_hashes};
use super::sarif_model::{
    Artifact, ArtifactLocation, Configuration, Driver, Invocation, Level, LocationObject, Log, LogicalLocation,
    Message, Notification, PhysicalLocation, Region, RepoUri, ReportingDescriptor, ResultObject, ResultProperties,
    RuleProperties, RuleReference, Run, Tool, UriBase,
};
use super::{RenderOptions, Report};
use crate::finding::{Outcome, Verdict};
use crate::model::{Location, Precision};
use crate::rule::{self, Rule};
use std::collections::BTreeMap;
use std::io::{self, Write};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const HOME: &str = "https://github.com/vnetguard/vnetguard";
const ROOT: &str = "%SRCROOT%";

/// GitHub shows this many results of a run; the gravest are kept.
const MOST_RESULTS: usize = 5_000;

/// Writes the log.
pub(super) fn render(report: &Report, _options: &RenderOptions, writer: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *writer, &log(report))?;
    writeln!(writer)
}

fn log(report: &Report) -> Log {
    let builder = Builder::new(report);
    let mut folded = fold(report.of(Outcome::Fail));
    let mut notifications: Vec<Notification> =
        fold(report.of(Outcome::Unknown)).iter().map(|folded| builder.notification(folded)).collect();
    if let Some(left_out) = folded.len().checked_sub(MOST_RESULTS).filter(|count| *count > 0) {
        folded.sort_by_key(|folded| std::cmp::Reverse(folded.first.level));
        folded.truncate(MOST_RESULTS);
        notifications.push(plain_notification(format!("{left_out} less grave results were left out.")));
    }
    let notes = report.accounting.notes.iter().map(|note| plain_notification(sentence(note)));
    notifications.extend(notes);
    let results = folded.iter().map(|folded| builder.result(folded)).collect();
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        full_name: format!("vnetguard {}", env!("CARGO_PKG_VERSION")),
        organization: "vnetguard",
        semantic_version: env!("CARGO_PKG_VERSION"),
        version: env!("CARGO_PKG_VERSION"),
        information_uri: HOME,
        rules: report.rules.iter().map(descriptor).collect(),
    };
    Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver },
            column_kind: "utf16CodeUnits",
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                UriBase { description: message("The root of the sources.") },
            )]),
            // The run itself worked; that the gate fails is said by the exit code.
            invocations: [Invocation { execution_successful: true, tool_execution_notifications: notifications }],
            artifacts: builder.artifacts(),
            results,
        }],
    }
}

struct Builder<'a> {
    report: &'a Report,
    /// Index of each file in the list of artifacts.
    files: BTreeMap<&'a str, usize>,
    hashes: BTreeMap<&'a str, Vec<String>>,
}

impl<'a> Builder<'a> {
    fn new(report: &'a Report) -> Self {
        let mut files = BTreeMap::new();
        let mut hashes = BTreeMap::new();
        for verdict in report.of(Outcome::Fail) {
            let file = location(report, verdict).file;
            let file = report.sources.get_key_value(&file).map(|(file, _)| file.as_str());
            let named = verdict.location.as_ref().map(|location| location.file.as_str());
            if let Some(file) = file.or(named).or_else(|| report.inputs.first().map(String::as_str)) {
                files.insert(file, 0);
                if let Some(text) = report.sources.get(file) {
                    hashes.entry(file).or_insert_with(|| line_hashes(text));
                }
            }
        }
        for (index, position) in files.values_mut().enumerate() {
            *position = index;
        }
        Self { report, files, hashes }
    }

    fn artifacts(&self) -> Vec<Artifact> {
        self.files
            .keys()
            .map(|file| Artifact {
                location: ArtifactLocation { uri: RepoUri::new(file), uri_base_id: ROOT, index: None },
                roles: ["resultFile"],
            })
            .collect()
    }

    fn result(&self, folded: &Folded<'_>) -> ResultObject {
        let verdict = folded.first;
        let place = location(self.report, verdict);
        let mut text = verdict.message.clone();
        if !folded.others.is_empty() {
            text = format!("{text} The same holds for {} more instances.", folded.others.len());
        }
        let identity = identity(verdict);
        let hash = self
            .hashes
            .get(place.file.as_str())
            .and_then(|hashes| hashes.get(place.line.checked_sub(1)?).cloned())
            .unwrap_or_else(|| identity_hash(&identity));
        let addresses: Vec<String> =
            std::iter::once(verdict.subject.as_str()).chain(folded.others.iter().copied()).map(str::to_owned).collect();
        ResultObject {
            rule_id: verdict.rule.0.clone(),
            rule_index: self.rule_index(verdict),
            level: level(verdict.level),
            kind: "fail",
            message: Message {
                arguments: vec![text.trim_end_matches('.').to_owned()],
                id: Some("default"),
                markdown: Some(format!("{text}\n\n{}", verdict.remediation)),
                text,
            },
            locations: [LocationObject {
                physical_location: self.physical(&place),
                logical_locations: addresses.iter().map(|address| logical(address)).collect(),
            }],
            partial_fingerprints: BTreeMap::from([
                ("primaryLocationLineHash", hash),
                ("vnetguard/resource/v1", identity),
            ]),
            properties: ResultProperties { addresses, location_precision: place.precision.as_str() },
        }
    }

    fn notification(&self, folded: &Folded<'_>) -> Notification {
        let verdict = folded.first;
        let mut text = verdict.message.clone();
        for evidence in &verdict.evidence {
            if let Some(why) = &evidence.unknown {
                text = format!("{text} '{}' of '{}' is not known: {why}.", evidence.attribute, evidence.subject);
            }
        }
        if !folded.others.is_empty() {
            text = format!("{text} The same holds for {} more instances.", folded.others.len());
        }
        let index = self.rule_index(verdict);
        Notification {
            level: Level::Note,
            message: message(&text),
            associated_rule: Some(RuleReference { id: verdict.rule.0.clone(), index }),
            locations: vec![],
        }
    }

    fn rule_index(&self, verdict: &Verdict) -> usize {
        self.report.rules.iter().position(|rule| rule.id == verdict.rule).unwrap_or_default()
    }

    fn physical(&self, place: &Location) -> PhysicalLocation {
        let snippet = self
            .report
            .line(&place.file, place.line)
            .and_then(|line| columns(line, place.column, place.end_column))
            .map(message);
        PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: RepoUri::new(&place.file),
                uri_base_id: ROOT,
                index: self.files.get(place.file.as_str()).copied(),
            },
            region: Region {
                start_line: place.line,
                start_column: place.column,
                end_line: place.end_line,
                end_column: place.end_column,
                snippet,
            },
        }
    }
}

/// The verdict's location; a finding about something that stands nowhere is shown at the start of the first input.
fn location(report: &Report, verdict: &Verdict) -> Location {
    verdict.location.clone().unwrap_or_else(|| Location {
        file: report.inputs.first().cloned().unwrap_or_default(),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 2,
        precision: Precision::File,
    })
}

/// The part of a line between two columns, in UTF-16 code units from 1, the end exclusive.
fn columns(line: &str, start: usize, end: usize) -> Option<&str> {
    let mut units = 1;
    let (mut first, mut last) = (None, None);
    for (offset, character) in line.char_indices() {
        if units == start {
            first = Some(offset);
        }
        if units == end {
            last = Some(offset);
        }
        units += character.len_utf16();
    }
    line.get(first?..last.unwrap_or(line.len()))
}

/// What stays the same when lines move: the rule, the resource without its instance keys, the attribute.
fn identity(verdict: &Verdict) -> String {
    let attribute = verdict.evidence.first().map_or("", |evidence| evidence.attribute.as_str());
    format!("{}|{}|{attribute}", verdict.rule, without_keys(&verdict.subject))
}

fn without_keys(subject: &str) -> String {
    let mut depth = 0_usize;
    subject
        .chars()
        .filter(|character| {
            match character {
                '[' => depth += 1,
                ']' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

fn logical(address: &str) -> LogicalLocation {
    let name = address.rsplit(['.', '/']).next().unwrap_or(address);
    LogicalLocation { name: name.to_owned(), fully_qualified_name: address.to_owned(), kind: "resource" }
}

fn descriptor(rule: &Rule) -> ReportingDescriptor {
    let source = rule.sources.first();
    let sources: Vec<String> = rule
        .sources
        .iter()
        .map(|source| {
            format!("- [{}]({}), edition {}, {}", source.document, source.url, source.edition, source.section)
        })
        .collect();
    let help = format!("{} {}", rule.description, rule.remediation);
    let markdown =
        format!("{}\n\n## Fix\n\n{}\n\n## Sources\n\n{}", rule.description, rule.remediation, sources.join("\n"));
    ReportingDescriptor {
        id: rule.id.0.clone(),
        name: rule.pascal_name(),
        short_description: message(&sentence(&rule.title)),
        full_description: message(&rule.description),
        help: Message { markdown: Some(markdown), ..message(&help) },
        help_uri: source.map_or(HOME, |source| source.url.as_str()).to_owned(),
        default_configuration: Configuration { level: level(rule.level) },
        message_strings: BTreeMap::from([("default", message("{0}."))]),
        properties: RuleProperties {
            tags: vec!["azure".to_owned(), "networking".to_owned(), rule.family()],
            precision: "very-high",
            problem_severity: match rule.level {
                rule::Level::Error => "error",
                rule::Level::Warning => "warning",
                rule::Level::Note => "recommendation",
            },
        },
    }
}

fn level(level: rule::Level) -> Level {
    match level {
        rule::Level::Note => Level::Note,
        rule::Level::Warning => Level::Warning,
        rule::Level::Error => Level::Error,
    }
}

fn message(text: &str) -> Message {
    Message { text: text.to_owned(), ..Message::default() }
}

fn plain_notification(text: String) -> Notification {
    Notification {
        level: Level::Note,
        message: Message { text, ..Message::default() },
        associated_rule: None,
        locations: Vec::new(),
    }
}

/// A title or note as a sentence: first letter upper case, ending in a period.
fn sentence(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
