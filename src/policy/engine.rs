//! Evaluation: one call for each entry point of each policy that the model has something for.

use super::catalogue::{Catalogue, ENTRY_POINTS, Policy};
use super::error::PolicyError;
use super::evidence::evidence;
use crate::finding::{Outcome, Verdict};
use crate::model::{Context, KINDS, Model, Presence};
use crate::reference::REFERENCE_TABLES;
use crate::rule::{Level, Rule, RuleId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::time::Duration;

/// The longest that one entry point may take. Embedded policies are linear and take milliseconds.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Judges `model`, given as the policies' input document, by every rule that applies.
///
/// # Errors
/// When the document is not JSON, or a policy fails, is undefined, or answers in another shape.
pub fn evaluate(
    catalogue: &Catalogue,
    document: &str,
    model: &Model,
    context: &Context,
) -> Result<Vec<Verdict>, PolicyError> {
    let input = regorus::Value::from_json_str(document)
        .map_err(|error| PolicyError::evaluating("(input)", format!("the input document is not JSON: {error}")))?;
    let base = engine(catalogue)?;
    let mut verdicts = Vec::new();
    for policy in &catalogue.policies {
        if !applies(policy, model) {
            continue;
        }
        let mut engine = base.clone();
        add(&mut engine, &policy.file, &policy.text)?;
        engine.set_input(input.clone());
        verdicts.extend(judge(catalogue, policy, &mut engine, model, context)?);
    }
    Ok(verdicts)
}

/// An engine with the libraries and the reference data, without any rule.
pub(super) fn engine(catalogue: &Catalogue) -> Result<regorus::Engine, PolicyError> {
    let mut engine = regorus::Engine::new();
    // A builtin that fails is an error, not an undefined value that lets a rule pass.
    engine.set_strict_builtin_errors(true);
    engine.set_execution_timer_config(regorus::utils::limits::ExecutionTimerConfig {
        limit: TIME_LIMIT,
        check_interval: NonZeroU32::new(10_000).unwrap_or(NonZeroU32::MIN),
    });
    for (file, text) in &catalogue.libraries {
        add(&mut engine, file, text)?;
    }
    for (table, text) in REFERENCE_TABLES {
        let data = format!("{{\"vnetguard\":{{\"reference\":{{\"{table}\":{text}}}}}}}");
        engine
            .add_data_json(&data)
            .map_err(|error| PolicyError::loading(format!("reference/{table}/data.json"), error.to_string()))?;
    }
    Ok(engine)
}

pub(super) fn add(engine: &mut regorus::Engine, file: &str, text: &str) -> Result<(), PolicyError> {
    engine
        .add_policy(file.to_owned(), text.to_owned())
        .map(|_| ())
        .map_err(|error| PolicyError::loading(file, error.to_string()))
}

/// Whether the model has anything that the policy is about, after or before the change.
fn applies(policy: &Policy, model: &Model) -> bool {
    KINDS.iter().filter(|schema| policy.applies_to.iter().any(|name| name == schema.arm_type)).any(|schema| {
        model.after.has(schema.kind) || model.before.as_ref().is_some_and(|before| before.has(schema.kind))
    })
}

/// A subject as an entry point names it: by id, or with the rule for a table.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Subject {
    Id(String),
    OfRule { rule: String, subject: String },
}

/// A member of `deny` or `undetermined`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    rule: Option<String>,
    subject: String,
    msg: String,
    #[serde(default)]
    evidence: Vec<Named>,
    level: Option<String>,
}

/// An attribute named as evidence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    entity: String,
    attribute: String,
}

fn judge(
    catalogue: &Catalogue,
    policy: &Policy,
    engine: &mut regorus::Engine,
    model: &Model,
    context: &Context,
) -> Result<Vec<Verdict>, PolicyError> {
    let [subjects, deny, undetermined] = ENTRY_POINTS;
    let subjects: Vec<Subject> = ask(policy, engine, subjects)?;
    let denied: Vec<Answer> = ask(policy, engine, deny)?;
    let undetermined: Vec<Answer> = ask(policy, engine, undetermined)?;
    let mut open: BTreeSet<(RuleId, String)> = BTreeSet::new();
    for subject in subjects {
        let (rule, subject) = match subject {
            Subject::Id(subject) => (None, subject),
            Subject::OfRule { rule, subject } => (Some(rule), subject),
        };
        open.insert((rule_id(policy, rule)?, subject));
    }
    let known = open.clone();
    let mut verdicts: BTreeMap<(RuleId, String), Verdict> = BTreeMap::new();
    for (outcome, answers) in [(Outcome::Fail, denied), (Outcome::Unknown, undetermined)] {
        for answer in answers {
            let key = (rule_id(policy, answer.rule.clone())?, answer.subject.clone());
            if !known.contains(&key) {
                let problem = format!("a finding is about '{}', which is not one of its subjects", key.1);
                return Err(PolicyError::evaluating(&policy.file, problem));
            }
            open.remove(&key);
            let rule = rule(catalogue, policy, &key.0)?;
            let verdict = verdict(policy, rule, outcome, answer, model)?;
            // The first answer in the engine's sorted order stands; a failure beats what cannot be told.
            verdicts.entry(key).or_insert(verdict);
        }
    }
    for key in open {
        let rule = rule(catalogue, policy, &key.0)?;
        let answer =
            Answer { rule: None, subject: key.1.clone(), msg: String::new(), evidence: Vec::new(), level: None };
        verdicts.insert(key, verdict(policy, rule, Outcome::Pass, answer, model)?);
    }
    Ok(verdicts.into_values().filter(|verdict| is_in_force(catalogue, &verdict.rule, context)).collect())
}

fn rule<'a>(catalogue: &'a Catalogue, policy: &Policy, id: &RuleId) -> Result<&'a Rule, PolicyError> {
    catalogue.rule(id).filter(|_| policy.rules.contains(id)).ok_or_else(|| {
        PolicyError::evaluating(&policy.file, format!("it judges by '{id}', which is no rule of its own"))
    })
}

fn rule_id(policy: &Policy, named: Option<String>) -> Result<RuleId, PolicyError> {
    match (named, policy.is_table, policy.rules.first()) {
        (Some(rule), true, _) => Ok(RuleId(rule)),
        (None, false, Some(rule)) => Ok(rule.clone()),
        (Some(_), false, _) => {
            Err(PolicyError::evaluating(&policy.file, "a finding names a rule, but the policy has only one"))
        }
        _ => Err(PolicyError::evaluating(&policy.file, "a finding of a table names no rule")),
    }
}

/// A user who selects an edition is not judged by rules that only later editions state.
fn is_in_force(catalogue: &Catalogue, id: &RuleId, context: &Context) -> bool {
    let Some(rule) = catalogue.rule(id) else { return false };
    let selected = context.editions.get(&rule.family());
    selected.is_none_or(|selected| rule.editions.iter().any(|edition| edition <= selected))
}

fn ask<T: for<'de> Deserialize<'de>>(
    policy: &Policy,
    engine: &mut regorus::Engine,
    entry_point: &str,
) -> Result<Vec<T>, PolicyError> {
    let wrong = |problem: String| PolicyError::evaluating(&policy.file, format!("'{entry_point}': {problem}"));
    let value = engine.eval_rule(format!("{}.{entry_point}", policy.path)).map_err(|error| wrong(error.to_string()))?;
    if value.as_set().is_err() {
        return Err(wrong("the entry point is not a set".to_owned()));
    }
    let text = value.to_json_str().map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(format!("the answer has another shape: {error}")))
}

fn verdict(
    policy: &Policy,
    rule: &Rule,
    outcome: Outcome,
    answer: Answer,
    model: &Model,
) -> Result<Verdict, PolicyError> {
    let wrong = |problem: String| PolicyError::evaluating(&policy.file, problem);
    let before = || model.before.as_ref().and_then(|before| before.find(&answer.subject));
    let entity = model
        .after
        .find(&answer.subject)
        .or_else(before)
        .ok_or_else(|| wrong(format!("there is no entity '{}'", answer.subject)))?;
    let level = match answer.level.as_deref() {
        None => rule.level,
        Some(word) => Level::from_word(word).ok_or_else(|| wrong(format!("no level is called '{word}'")))?,
    };
    let mut found = Vec::new();
    for Named { entity, attribute } in &answer.evidence {
        found.push(
            evidence(model, entity, attribute)
                .ok_or_else(|| wrong(format!("the evidence names the entity '{entity}', which is not there")))?,
        );
    }
    // A resource that may not be deployed breaks nothing for certain.
    let is_conditional = |id: &str| model.after.find(id).is_some_and(|entity| entity.presence == Presence::Conditional);
    let is_uncertain = outcome == Outcome::Fail
        && (entity.presence == Presence::Conditional
            || answer.evidence.iter().any(|named| is_conditional(&named.entity)));
    let (outcome, message) = if is_uncertain {
        (Outcome::Unknown, format!("{} It is deployed only under a condition that is not known.", answer.msg))
    } else {
        (outcome, answer.msg)
    };
    let place = found.iter().find_map(|evidence| evidence.place.clone()).or_else(|| entity.place.clone());
    Ok(Verdict {
        rule: rule.id.clone(),
        outcome,
        level,
        entity: entity.id.clone(),
        subject: entity.subject.to_string(),
        message,
        evidence: found,
        remediation: rule.remediation.clone(),
        location: None,
        elsewhere: None,
        place,
    })
}
