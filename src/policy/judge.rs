//! Verdicts: every policy that the model has something for is asked once, and its answers become failures, unknowns and passes.

use super::answer::{Answer, Named, answer, members, subject};
use super::catalogue::{Catalogue, Policy};
use super::engine::{Limits, Loaded};
use super::error::PolicyError;
use super::evidence::evidence;
use crate::finding::{Outcome, Verdict};
use crate::model::{Action, Context, EntityId, KINDS, Model, Presence};
use crate::rule::{Level, Rule, RuleId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

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
    Judge::new(catalogue, Limits::default())?.evaluate(document, model, context)
}

/// Judges many models: each policy is parsed when the first model comes that it is about, and kept.
#[derive(Debug)]
pub struct Judge<'a> {
    catalogue: &'a Catalogue,
    limits: Limits,
    /// `None` after an error, which may have left the engine unusable.
    loaded: Option<Loaded>,
}

impl<'a> Judge<'a> {
    /// A judge by the rules of `catalogue`.
    ///
    /// # Errors
    /// When a library or the data cannot be loaded.
    pub fn new(catalogue: &'a Catalogue, limits: Limits) -> Result<Self, PolicyError> {
        Ok(Self { catalogue, limits, loaded: Some(Loaded::new(catalogue, limits)?) })
    }

    /// The rules.
    #[must_use]
    pub fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The verdicts of every rule that applies, by policy.
    ///
    /// # Errors
    /// When the document is not JSON, or a policy fails, exceeds a limit, is undefined, or answers in another shape.
    pub fn evaluate(&mut self, document: &str, model: &Model, context: &Context) -> Result<Vec<Verdict>, PolicyError> {
        let input = regorus::Value::from_json_str(document)
            .map_err(|error| PolicyError::evaluating("(input)", format!("the input document is not JSON: {error}")))?;
        let mut loaded = match self.loaded.take() {
            Some(loaded) => loaded,
            None => Loaded::new(self.catalogue, self.limits)?,
        };
        let policies: Vec<&Policy> = self.catalogue.policies.iter().filter(|policy| applies(policy, model)).collect();
        // All before the first is asked: the engine analyses what it has when it is asked after something was added.
        policies.iter().try_for_each(|policy| loaded.add(policy))?;
        loaded.set_input(input);
        let mut verdicts = Vec::new();
        for policy in policies {
            let case = Case { catalogue: self.catalogue, policy, model, context, limits: self.limits };
            verdicts.extend(case.judge(&mut loaded)?);
        }
        self.loaded = Some(loaded);
        Ok(verdicts)
    }
}

/// Whether the model has anything that the policy is about, after or before the change.
fn applies(policy: &Policy, model: &Model) -> bool {
    KINDS.iter().filter(|schema| policy.applies_to.iter().any(|name| name == schema.arm_type)).any(|schema| {
        model.after.has(schema.kind) || model.before.as_ref().is_some_and(|before| before.has(schema.kind))
    })
}

/// One policy and one model.
struct Case<'a> {
    catalogue: &'a Catalogue,
    policy: &'a Policy,
    model: &'a Model,
    context: &'a Context,
    limits: Limits,
}

impl Case<'_> {
    fn judge(&self, loaded: &mut Loaded) -> Result<Vec<Verdict>, PolicyError> {
        let [subjects, deny, undetermined] = loaded.ask(self.catalogue, self.policy)?;
        let named =
            |entry_point: &'static str| move |problem: String| self.wrong(format!("'{entry_point}': {problem}"));
        let subjects = members(&subjects, self.limits, subject).map_err(named("subjects"))?;
        let denied = members(&deny, self.limits, answer).map_err(named("deny"))?;
        let undetermined = members(&undetermined, self.limits, answer).map_err(named("undetermined"))?;
        let mut known: BTreeSet<(RuleId, String)> = BTreeSet::new();
        for subject in subjects {
            known.insert((self.rule_id(subject.rule)?, subject.subject));
        }
        let mut verdicts: BTreeMap<(RuleId, String), Verdict> = BTreeMap::new();
        for (outcome, answers) in [(Outcome::Fail, denied), (Outcome::Unknown, undetermined)] {
            for answer in answers {
                let key = (self.rule_id(answer.rule.clone())?, answer.subject.clone());
                if !known.contains(&key) {
                    return Err(self.wrong(format!("a finding is about '{}', which is not one of its subjects", key.1)));
                }
                let verdict = self.verdict(self.rule(&key.0)?, outcome, answer)?;
                // The first answer in the engine's sorted order stands; a failure beats what cannot be told.
                verdicts.entry(key).or_insert(verdict);
            }
        }
        for key in known {
            if let Entry::Vacant(vacant) = verdicts.entry(key) {
                let (rule, subject) = vacant.key();
                let answer = Answer { subject: subject.clone(), ..Answer::default() };
                let verdict = self.verdict(self.rule(rule)?, Outcome::Pass, answer)?;
                vacant.insert(verdict);
            }
        }
        Ok(verdicts.into_values().filter(|verdict| self.is_in_force(&verdict.rule)).collect())
    }

    fn wrong(&self, problem: impl Into<String>) -> PolicyError {
        PolicyError::evaluating(&self.policy.file, problem)
    }

    fn rule(&self, id: &RuleId) -> Result<&Rule, PolicyError> {
        self.catalogue
            .rule(id)
            .filter(|_| self.policy.rules.contains(id))
            .ok_or_else(|| self.wrong(format!("it judges by '{id}', which is no rule of its own")))
    }

    fn rule_id(&self, named: Option<String>) -> Result<RuleId, PolicyError> {
        match (named, self.policy.is_table, self.policy.rules.first()) {
            (Some(rule), true, _) => Ok(RuleId(rule)),
            (None, false, Some(rule)) => Ok(rule.clone()),
            (Some(_), false, _) => Err(self.wrong("a finding names a rule, but the policy has only one")),
            _ => Err(self.wrong("a finding of a table names no rule")),
        }
    }

    /// A user who selects an edition is not judged by rules that only later editions state.
    fn is_in_force(&self, id: &RuleId) -> bool {
        let Some(rule) = self.catalogue.rule(id) else { return false };
        let selected = self.context.editions.get(&rule.family());
        rule.editions.is_empty()
            || selected.is_none_or(|selected| rule.editions.iter().any(|edition| edition <= selected))
    }

    fn verdict(&self, rule: &Rule, outcome: Outcome, answer: Answer) -> Result<Verdict, PolicyError> {
        let model = self.model;
        let before = || model.before.as_ref().and_then(|before| before.find(&answer.subject));
        let after = model.after.find(&answer.subject);
        // What is only deleted is named as it is now: afterwards another resource's leftover may stand in its place,
        // or nothing but a name that something still uses.
        let id = EntityId(answer.subject.as_str().into());
        let is_deleted = model.changes.get(&id).is_some_and(|change| change.actions == [Action::Delete]);
        let entity = before()
            .filter(|_| is_deleted)
            .or_else(|| after.filter(|entity| entity.presence != Presence::External))
            .or_else(before)
            .or(after)
            .ok_or_else(|| self.wrong(format!("there is no entity '{}'", answer.subject)))?;
        let level = match answer.level.as_deref() {
            None => rule.level,
            Some(word) => Level::from_word(word).ok_or_else(|| self.wrong(format!("no level is called '{word}'")))?,
        };
        let mut found = Vec::new();
        for Named { entity, attribute } in &answer.evidence {
            let absent = || self.wrong(format!("the evidence names the entity '{entity}', which is not there"));
            let evidence = evidence(model, entity, attribute).ok_or_else(absent)?;
            found.push(evidence.map_err(|problem| self.wrong(problem))?);
        }
        // A resource that may not be deployed breaks nothing for certain.
        let is_conditional =
            |id: &str| model.after.find(id).is_some_and(|entity| entity.presence == Presence::Conditional);
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
            suppression: None,
            place,
        })
    }
}
