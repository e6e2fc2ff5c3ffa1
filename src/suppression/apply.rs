//! Which verdicts are accepted, by which suppression, and what is to be mended in the suppressions.

use super::scan::{Directive, Scope, scan};
use super::{Entry, Settings, SuppressionError};
use crate::date::Date;
use crate::finding::{Notice, NoticeKind, Outcome, Suppression, SuppressionKind, Verdict};
use crate::model::Location;
use crate::pattern::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// What a run has for suppressions.
pub struct Sources<'a> {
    /// Texts of sources by the names that locations use.
    pub files: &'a BTreeMap<String, String>,
    /// Entries of the configuration.
    pub entries: &'a [Entry],
    /// How suppressions are treated.
    pub settings: Settings,
    /// Ids of all rules there are.
    pub rules: BTreeSet<&'a str>,
    /// Ids of those that were evaluated: what is left out cannot be missed.
    pub evaluated: BTreeSet<&'a str>,
    /// Today, asked for only when something expires.
    pub today: &'a dyn Fn() -> Date,
}

/// Marks every failed and unknown verdict that is accepted, `callers` giving the module calls through which it comes to be,
/// and tells what is to be mended, in the order of places.
///
/// # Errors
/// For a suppression that is malformed.
pub fn apply(
    verdicts: &mut [Verdict],
    callers: &dyn Fn(&Verdict) -> Vec<Location>,
    sources: &Sources<'_>,
) -> Result<Vec<Notice>, SuppressionError> {
    let mut directives: Vec<Tracked<Directive>> = Vec::new();
    for (file, text) in sources.files {
        directives.extend(scan(file, text)?.into_iter().map(|directive| sources.tracked(directive)));
    }
    let mut entries: Vec<Tracked<&Entry>> = sources
        .entries
        .iter()
        .map(|entry| Tracked { is_expired: sources.is_expired(entry.until), ..Tracked::new(entry) })
        .collect();
    if directives.is_empty() && entries.is_empty() {
        return Ok(Vec::new());
    }
    for verdict in verdicts.iter_mut().filter(|verdict| verdict.outcome != Outcome::Pass) {
        verdict.suppression = accept(verdict, callers, &mut directives, &mut entries);
    }
    let mut notices: Vec<Notice> = directives.iter().filter_map(|directive| sources.of_directive(directive)).collect();
    notices.sort_by(|one, other| one.location.cmp(&other.location));
    notices.extend(entries.iter().filter_map(|entry| sources.of_entry(entry)));
    Ok(notices)
}

/// A suppression, and what came of it.
struct Tracked<T> {
    what: T,
    is_expired: bool,
    /// What the settings demand and it does not say.
    lacks: Option<&'static str>,
    /// Ids of the rules whose findings it covers.
    used: BTreeSet<String>,
    /// How many findings it covers.
    count: usize,
}

impl<T> Tracked<T> {
    fn new(what: T) -> Self {
        Self { what, is_expired: false, lacks: None, used: BTreeSet::new(), count: 0 }
    }

    fn use_for(&mut self, verdict: &Verdict) {
        self.used.insert(verdict.rule.0.clone());
        self.count += 1;
    }

    fn holds(&self) -> bool {
        !self.is_expired && self.lacks.is_none()
    }
}

/// The first suppression that covers the verdict and holds, comments before entries. All that cover it count as used.
fn accept(
    verdict: &Verdict,
    callers: &dyn Fn(&Verdict) -> Vec<Location>,
    directives: &mut [Tracked<Directive>],
    entries: &mut [Tracked<&Entry>],
) -> Option<Suppression> {
    let mut accepted = None;
    let mut chain: Option<Vec<Location>> = None;
    for directive in directives {
        let written = &directive.what.written;
        if !written.rules.contains(&verdict.rule.0)
            || written.address.as_ref().is_some_and(|address| !address.matches_subject(&verdict.subject))
        {
            continue;
        }
        let chain = chain.get_or_insert_with(|| verdict.location.iter().cloned().chain(callers(verdict)).collect());
        if chain.iter().any(|location| directive.what.covers(location)) {
            directive.use_for(verdict);
            if directive.holds() && accepted.is_none() {
                accepted = Some(directive.what.suppression());
            }
        }
    }
    for entry in entries {
        if entry.what.covers(verdict) {
            entry.use_for(verdict);
            if entry.holds() && accepted.is_none() {
                accepted = Some(entry.what.suppression());
            }
        }
    }
    accepted
}

impl Directive {
    fn suppression(&self) -> Suppression {
        Suppression {
            kind: SuppressionKind::InSource,
            reason: self.written.reason.clone().unwrap_or_default(),
            owner: None,
            until: self.written.until.map(|date| date.to_string()),
            origin: self.origin(),
        }
    }

    fn origin(&self) -> String {
        format!("{}:{}", self.location.file, self.location.line)
    }
}

impl Entry {
    fn covers(&self, verdict: &Verdict) -> bool {
        self.rules.iter().any(|rule| rule.matches_any_case(&verdict.rule.0))
            && (self.addresses.is_empty()
                || self.addresses.iter().any(|address| address.matches_subject(&verdict.subject)))
    }

    fn suppression(&self) -> Suppression {
        Suppression {
            kind: SuppressionKind::Configuration,
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            until: self.until.map(|date| date.to_string()),
            origin: self.origin.clone(),
        }
    }
}

impl Sources<'_> {
    fn is_expired(&self, until: Option<Date>) -> bool {
        until.is_some_and(|until| until < (self.today)())
    }

    fn tracked(&self, mut directive: Directive) -> Tracked<Directive> {
        if directive.is_pragma {
            // Other codes are Bicep's own.
            directive.written.rules.retain(|rule| self.rules.contains(rule.as_str()));
        }
        let written = &directive.written;
        let lacks = match () {
            () if written.rules.is_empty() => None,
            () if self.settings.require_reason && written.reason.is_none() => Some("a reason behind '--'"),
            () if self.settings.require_until && written.until.is_none() => {
                Some("an expiry such as 'until=2030-01-31'")
            }
            () => None,
        };
        Tracked { is_expired: self.is_expired(written.until), lacks, ..Tracked::new(directive) }
    }

    fn of_directive(&self, directive: &Tracked<Directive>) -> Option<Notice> {
        let written = &directive.what.written;
        if written.rules.is_empty() {
            return None;
        }
        let unknown = written.rules.iter().find(|rule| !self.rules.contains(rule.as_str()));
        let unused: Vec<&str> = written
            .rules
            .iter()
            .filter(|rule| self.evaluated.contains(rule.as_str()) && !directive.used.contains(*rule))
            .map(String::as_str)
            .collect();
        let what = format!("The suppression of {}", quoted(&written.rules));
        let (kind, message) = if let Some(rule) = unknown {
            let near = nearest(rule, self.rules.iter().copied());
            let near = near.map_or(String::new(), |near| format!(" '{near}' is one with a similar name."));
            (NoticeKind::UnknownRule, format!("{what} names '{rule}', which is no rule.{near}"))
        } else if let Some(lacks) = directive.lacks {
            (NoticeKind::Incomplete, format!("{what} does not hold: it lacks {lacks}."))
        } else if directive.is_expired {
            (NoticeKind::Expired, expired(&what, written.until, directive.count))
        } else if directive.what.scope == Scope::Nothing {
            let why = "a blank line or the end of a block stands below it";
            (NoticeKind::Unused, format!("{what} covers nothing: {why}."))
        } else if !unused.is_empty() {
            (NoticeKind::Unused, format!("{what} covers no finding of {}.", quoted(&unused)))
        } else {
            return None;
        };
        Some(Notice { kind, message, location: Some(directive.what.location.clone()) })
    }

    fn of_entry(&self, entry: &Tracked<&Entry>) -> Option<Notice> {
        let patterns = &entry.what.rules;
        let what = format!("The suppression of {} at {}", quoted(patterns), entry.what.origin);
        let stands_for = |ids: &BTreeSet<&str>, at: usize| {
            patterns.get(at).is_some_and(|pattern| ids.iter().any(|rule| pattern.matches_any_case(rule)))
        };
        let unknown = (0..patterns.len()).find(|at| !stands_for(&self.rules, *at)).and_then(|at| patterns.get(at));
        let is_evaluated = (0..patterns.len()).any(|at| stands_for(&self.evaluated, at));
        let (kind, message) = if let Some(pattern) = unknown {
            let near = nearest(pattern.as_str(), self.rules.iter().copied());
            let near = near.map_or(String::new(), |near| format!(" '{near}' is one with a similar name."));
            (NoticeKind::UnknownRule, format!("{what} names '{pattern}', which stands for no rule.{near}"))
        } else if entry.is_expired {
            (NoticeKind::Expired, expired(&what, entry.what.until, entry.count))
        } else if entry.count == 0 && is_evaluated {
            (NoticeKind::Unused, format!("{what} covers no finding."))
        } else {
            return None;
        };
        Some(Notice { kind, message, location: None })
    }
}

fn expired(what: &str, until: Option<Date>, count: usize) -> String {
    let until = until.map(|date| date.to_string()).unwrap_or_default();
    let findings = match count {
        0 => "It covers no finding".to_owned(),
        1 => "1 finding counts again".to_owned(),
        _ => format!("{count} findings count again"),
    };
    format!("{what} held until {until}. {findings}.")
}

fn quoted<T: std::fmt::Display>(items: &[T]) -> String {
    items.iter().map(|item| format!("'{item}'")).collect::<Vec<_>>().join(", ")
}
