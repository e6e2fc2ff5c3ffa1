//! Broken requirements as results. Only failures are results: code scanning opens an alert for every result, whatever
//! its kind says.

use super::fingerprint::{Fingerprints, LineHash};
use super::model::{
    LogicalLocation, Message, ResultProperties, SarifLocation, SarifResult, SarifSuppression, SarifSuppressionKind,
};
use super::places::{beginning_of, logical, physical};
use super::rules::{ONE, SEVERAL, level};
use crate::finding::{Outcome, Suppression, SuppressionKind, Verdict};
use crate::model::{Location, Precision};
use crate::report::Report;
use crate::report::fold::{Group, fold_by_place};
use crate::report::source_lines::SourceFiles;
use crate::report::subject::short_name;
use crate::report::wording::{acceptance_text, counted, message_of, remediation_of};
use crate::rule::{Rule, RuleId};
use std::collections::BTreeMap;

/// Results that code scanning keeps of one run.
/// Source: <https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning>.
pub(super) const RESULT_LIMIT: usize = 5000;

/// Instances named in a message.
const INSTANCES_NAMED: usize = 5;

/// Other places linked from a message.
const PLACES_LINKED: usize = 5;

/// The results, and how many were left out.
pub(super) struct Results {
    /// At most [`RESULT_LIMIT`].
    pub(super) kept: Vec<SarifResult>,
    /// The least severe of those beyond.
    pub(super) left_out: usize,
}

/// What results of one report are made with.
pub(super) struct Writer<'r> {
    report: &'r Report,
    sources: SourceFiles<'r>,
    fingerprints: Fingerprints<'r>,
    rules: BTreeMap<&'r RuleId, &'r Rule>,
    rule_index: BTreeMap<&'r RuleId, usize>,
    include_suppressed: bool,
}

impl<'r> Writer<'r> {
    /// Makes results of `report`, `rule_index` being the place of each rule in the log. What is accepted is left out unless
    /// it is asked for: code scanning opens alerts for it.
    pub(super) fn new(report: &'r Report, rule_index: BTreeMap<&'r RuleId, usize>, include_suppressed: bool) -> Self {
        let sources = SourceFiles::new(&report.sources);
        Self {
            report,
            sources,
            fingerprints: Fingerprints::new(report),
            rules: report.rules_by_id(),
            rule_index,
            include_suppressed,
        }
    }

    /// One result for each group of failures.
    pub(super) fn results(&mut self) -> Results {
        let is_shown = |verdict: &&Verdict| {
            verdict.outcome == Outcome::Fail && (self.include_suppressed || verdict.suppression.is_none())
        };
        let mut groups = fold_by_place(self.report.verdicts.iter().filter(is_shown));
        let left_out = groups.len().saturating_sub(RESULT_LIMIT);
        if left_out > 0 {
            groups.sort_by_key(|group| std::cmp::Reverse(group.first.level));
            groups.truncate(RESULT_LIMIT);
        }
        Results { kept: groups.iter().map(|group| self.result(group)).collect(), left_out }
    }

    /// Where the verdict is shown: at its location, or at the beginning of the first input.
    pub(super) fn location(&self, verdict: &Verdict) -> Location {
        let first_input = || self.report.inputs.first().map_or("input", String::as_str);
        verdict.location.clone().unwrap_or_else(|| beginning_of(first_input()))
    }

    /// A SARIF location with the subjects of `verdicts`.
    pub(super) fn sarif_location<'v>(
        &self,
        location: &Location,
        verdicts: impl Iterator<Item = &'v Verdict>,
    ) -> SarifLocation {
        SarifLocation {
            id: None,
            message: None,
            physical_location: physical(location, &self.sources),
            logical_locations: verdicts.map(|verdict| logical(&verdict.subject)).collect(),
        }
    }

    /// The place of a rule in the log; `None` for one that is not in the catalogue.
    pub(super) fn rule_index(&self, rule: &RuleId) -> Option<usize> {
        self.rule_index.get(rule).copied()
    }

    fn result(&mut self, group: &Group<'_>) -> SarifResult {
        let verdict = group.first;
        let location = self.location(verdict);
        let related = self.related(verdict, &location);
        SarifResult {
            rule_id: verdict.rule.0.clone(),
            rule_index: self.rule_index(&verdict.rule),
            level: level(verdict.level),
            kind: "fail",
            message: message(group, remediation_of(verdict, self.rules.get(&verdict.rule).copied()), &related),
            locations: [self.sarif_location(&location, group.members())],
            related_locations: self.related_locations(verdict, &location, &related),
            partial_fingerprints: self.partial_fingerprints(verdict, &location),
            suppressions: verdict.suppression.as_ref().map(suppression).into_iter().collect(),
            properties: ResultProperties {
                addresses: group.members().map(|member| member.subject.clone()).collect(),
                location_precision: location.precision.as_str(),
            },
        }
    }

    fn partial_fingerprints(&mut self, verdict: &Verdict, location: &Location) -> BTreeMap<&'static str, String> {
        let identity = verdict.identity().to_string();
        let primary = match self.fingerprints.line(&location.file, location.line) {
            LineHash::Known(hash) => Some(hash),
            LineHash::Masked => None,
            LineHash::NoText => Some(self.fingerprints.identity(&identity)),
        };
        let mut fingerprints = BTreeMap::from([("vnetguard/resource/v1", identity)]);
        fingerprints.extend(primary.map(|hash| ("primaryLocationLineHash", hash)));
        fingerprints
    }

    /// The other places of the evidence, in the order in which the message links them.
    fn related<'v>(&self, verdict: &'v Verdict, own: &Location) -> Vec<Related<'v>> {
        let mut places: Vec<Related<'v>> = Vec::new();
        for evidence in &verdict.evidence {
            let Some(location) = &evidence.location else { continue };
            let same = |other: &Location| other.file == location.file && other.line == location.line;
            // Only what can be shown is linked: a viewer complains about places that are not in the checkout.
            let shown = location.precision != Precision::File && self.sources.region(location).is_some();
            if shown && !same(own) && !places.iter().any(|place| same(place.location)) {
                places.push(Related { subject: &evidence.subject, location });
            }
        }
        places.truncate(PLACES_LINKED);
        places
    }

    /// The places that the message links, and in words one that is not in the checkout: it stands at the finding's own
    /// place, since code scanning refuses a location without a file of the checkout.
    fn related_locations(&self, verdict: &Verdict, own: &Location, related: &[Related<'_>]) -> Vec<SarifLocation> {
        let linked = related.iter().zip(1..).map(|(place, id)| self.related_location(place, id));
        let elsewhere = verdict.elsewhere.as_ref().map(|related| SarifLocation {
            id: None,
            message: Some(Message::plain(unlinked(&format!("Written {related}.")))),
            physical_location: physical(own, &self.sources),
            logical_locations: vec![LogicalLocation {
                name: short_name(&related.module),
                fully_qualified_name: related.module.clone(),
                kind: "module",
            }],
        });
        linked.chain(elsewhere).collect()
    }

    /// A related location (§3.27.22), `id` being the number by which the message links it.
    fn related_location(&self, place: &Related<'_>, id: usize) -> SarifLocation {
        SarifLocation {
            id: Some(id),
            message: Some(Message::plain(format!("Resource '{}'.", unlinked(place.subject)))),
            physical_location: physical(place.location, &self.sources),
            logical_locations: Vec::new(),
        }
    }
}

/// Another place that a finding rests on.
struct Related<'v> {
    subject: &'v str,
    location: &'v Location,
}

fn suppression(suppression: &Suppression) -> SarifSuppression {
    SarifSuppression {
        kind: match suppression.kind {
            SuppressionKind::InSource => SarifSuppressionKind::InSource,
            SuppressionKind::Configuration | SuppressionKind::Baseline => SarifSuppressionKind::External,
        },
        status: "accepted",
        justification: acceptance_text(suppression),
    }
}

/// The finding's sentence with links to the places of its evidence, and the other instances.
fn message(group: &Group<'_>, remediation: Option<&str>, related: &[Related<'_>]) -> Message {
    let sentence = message_of(group.first);
    let sentence = match &group.first.elsewhere {
        Some(related) => format!("{sentence} It is written {related}."),
        None => sentence,
    };
    let mut what = unlinked(&sentence);
    if !related.is_empty() {
        let links: Vec<String> = related.iter().zip(1..).map(|(place, id)| link(place.subject, id)).collect();
        what.push_str(&format!(" See {}.", links.join(", ")));
    }
    let (id, text, shown, arguments) = if group.others.is_empty() {
        (ONE, what.clone(), escaped(&sentence), vec![without_period(&what)])
    } else {
        let more = instances(&group.others);
        let arguments = vec![without_period(&what), without_period(&more)];
        (SEVERAL, format!("{what} {more}"), escaped(&format!("{sentence} {more}")), arguments)
    };
    let markdown = remediation.map(|fix| format!("{shown}\n\n**Fix:** {}", escaped(fix)));
    Message { text, markdown: markdown.or(Some(shown)), id: Some(id), arguments }
}

/// The message strings end in a period of their own.
fn without_period(sentence: &str) -> String {
    sentence.strip_suffix('.').unwrap_or(sentence).to_owned()
}

/// An embedded link (§3.11.6) to the related location `id`.
fn link(subject: &str, id: usize) -> String {
    format!("[{}]({id})", short_name(subject).replace(['[', ']', '\\'], "_"))
}

/// `The same holds for 7 more instances: 'a', 'b', 'c', 'd', 'e' and others.`
fn instances(others: &[&Verdict]) -> String {
    let names: Vec<String> =
        others.iter().take(INSTANCES_NAMED).map(|verdict| format!("'{}'", verdict.subject)).collect();
    let rest = if others.len() > INSTANCES_NAMED { " and others" } else { "" };
    let what = counted(others.len(), "more instance");
    unlinked(&format!("The same holds for {what}: {}{rest}.", names.join(", ")))
}

/// `text` in which nothing reads as an embedded link: a name or value never becomes one.
pub(super) fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

/// `text` in Markdown that shows it as it is.
fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_{}[]<>|~&!#".contains(character) {
            markdown.push('\\');
        }
        markdown.push(if character.is_control() { ' ' } else { character });
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixtures::{evidence, verdict};
    use crate::rule::Level;

    /// A user's text cannot become a link, in plain text or in Markdown.
    #[test]
    fn user_text_is_never_a_link() {
        assert_eq!(unlinked("x[\"a\"](1)"), "x[\"a\"] (1)");
        assert_eq!(escaped("[a](http://x) <b> `c`\n# d"), "\\[a\\](http://x) \\<b\\> \\`c\\` \\# d");
    }

    /// The identity of a finding does not depend on indexes, so that instances and reordering do not change it.
    #[test]
    fn the_identity_leaves_indexes_out() {
        let mut verdict = verdict("NET-A", Outcome::Fail, Level::Error, "module.a[0].azurerm_subnet.s[\"x\"]");
        assert_eq!(verdict.identity().to_string(), "NET-A|module.a.azurerm_subnet.s|");
        verdict.evidence = vec![evidence("s", "prefixes", "10.0.0.0/28")];
        assert_eq!(verdict.identity().to_string(), "NET-A|module.a.azurerm_subnet.s|prefixes");
        let handle = crate::model::ResourceHandle { input: 0, name: "s".into() };
        verdict.place = Some(crate::model::Place::of(handle).key("delegation").index(0).key("name"));
        assert_eq!(verdict.identity().to_string(), "NET-A|module.a.azurerm_subnet.s|delegation.name");
    }
}
