//! What policies answer, read from the engine's values: subjects, and findings of `deny` and `undetermined`.

use super::engine::Limits;
use regorus::Value;

/// A subject as an entry point names it: by id, or with the rule for a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) rule: Option<String>,
    pub(super) subject: String,
}

/// A member of `deny` or `undetermined`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) rule: Option<String>,
    pub(super) subject: String,
    pub(super) msg: String,
    pub(super) evidence: Vec<Named>,
    pub(super) level: Option<String>,
}

/// An attribute named as evidence.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) entity: String,
    pub(super) attribute: String,
}

/// The members of an entry point, in the engine's order.
pub(super) fn members<T>(
    value: &Value,
    limits: Limits,
    read: impl Fn(&Value, Limits) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let set = value.as_set().map_err(|_| "the entry point is not a set".to_owned())?;
    if set.len() > limits.answers {
        return Err(format!("it has {} members, more than the {} that are accepted", set.len(), limits.answers));
    }
    set.iter_sorted().map(|member| read(member, limits)).collect()
}

/// `"<id>"` or `{"rule": "<rule id>", "subject": "<id>"}`.
pub(super) fn subject(value: &Value, limits: Limits) -> Result<Subject, String> {
    if let Ok(subject) = value.as_string() {
        return Ok(Subject { rule: None, subject: subject.to_string() });
    }
    let (mut rule, mut subject) = (None, None);
    for (name, value) in fields(value)? {
        match name {
            "rule" => rule = Some(text(name, value, limits)?),
            "subject" => subject = Some(text(name, value, limits)?),
            other => return Err(unexpected(other)),
        }
    }
    Ok(Subject { rule: Some(rule.ok_or_else(|| lacks("rule"))?), subject: subject.ok_or_else(|| lacks("subject"))? })
}

/// `{"subject", "msg", "evidence"?, "level"?, "rule"?}`.
pub(super) fn answer(value: &Value, limits: Limits) -> Result<Answer, String> {
    let mut answer = Answer::default();
    let (mut subject, mut msg) = (None, None);
    for (name, value) in fields(value)? {
        match name {
            "rule" => answer.rule = Some(text(name, value, limits)?),
            "subject" => subject = Some(text(name, value, limits)?),
            "msg" => msg = Some(text(name, value, limits)?),
            "level" => answer.level = Some(text(name, value, limits)?),
            "evidence" => {
                let items = value.as_array().map_err(|_| another_shape("'evidence' is not an array"))?;
                answer.evidence = items.as_slice().iter().map(|item| named(item, limits)).collect::<Result<_, _>>()?;
            }
            other => return Err(unexpected(other)),
        }
    }
    answer.subject = subject.ok_or_else(|| lacks("subject"))?;
    answer.msg = msg.ok_or_else(|| lacks("msg"))?;
    Ok(answer)
}

fn named(value: &Value, limits: Limits) -> Result<Named, String> {
    let (mut entity, mut attribute) = (None, None);
    for (name, value) in fields(value)? {
        match name {
            "entity" => entity = Some(text(name, value, limits)?),
            "attribute" => attribute = Some(text(name, value, limits)?),
            other => return Err(unexpected(other)),
        }
    }
    Ok(Named {
        entity: entity.ok_or_else(|| lacks("entity"))?,
        attribute: attribute.ok_or_else(|| lacks("attribute"))?,
    })
}

fn fields(value: &Value) -> Result<Vec<(&str, &Value)>, String> {
    let object = value.as_object().map_err(|_| another_shape("a member is not an object"))?;
    object
        .iter_sorted()
        .map(|(name, value)| match name.as_string() {
            Ok(name) => Ok((name.as_ref(), value)),
            Err(_) => Err(another_shape("a field's name is not a string")),
        })
        .collect()
}

fn text(name: &str, value: &Value, limits: Limits) -> Result<String, String> {
    let text = value.as_string().map_err(|_| another_shape(&format!("'{name}' is not a string")))?;
    if text.len() > limits.message {
        return Err(format!("'{name}' has {} bytes, more than the {} that are accepted", text.len(), limits.message));
    }
    Ok(text.to_string())
}

fn lacks(name: &str) -> String {
    another_shape(&format!("a member lacks '{name}'"))
}

fn unexpected(name: &str) -> String {
    another_shape(&format!("a member has a field '{name}' that nobody reads"))
}

fn another_shape(problem: &str) -> String {
    format!("the answer has another shape: {problem}")
}
