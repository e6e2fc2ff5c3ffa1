//! The attributes behind a verdict, looked up in the model.

use super::names::attributes;
use crate::finding::Evidence;
use crate::model::{Entity, Model, Record, Unknown, Value};

/// The attribute `attribute` of the entity `entity`, as text and place. An attribute that the entity does not have gives an
/// absent value, which is evidence too; one that its kind cannot have is an error. `None` when there is no such entity.
pub(super) fn evidence(model: &Model, entity: &str, attribute: &str) -> Option<Result<Evidence, String>> {
    let before = || model.before.as_ref().and_then(|before| before.find(entity));
    let found: &Entity = model.after.find(entity).or_else(before)?;
    let schema = found.kind.schema();
    if !attributes(schema.plural).contains(attribute) {
        return Some(Err(format!("the evidence names the attribute '{attribute}', which no {} has", schema.title)));
    }
    let written = found.attribute(attribute);
    let (value, unknown) = match written.map(|attribute| &attribute.value) {
        None => (None, None),
        Some(Value::Unknown(unknown)) => (None, Some(why(unknown))),
        Some(Value::List(list)) => (Some(text(model, &Value::List(list.clone()))), list.open.as_deref().map(why)),
        Some(value) => (Some(text(model, value)), None),
    };
    Some(Ok(Evidence {
        subject: found.subject.to_string(),
        attribute: attribute.to_owned(),
        value,
        unknown,
        location: None,
        place: written.and_then(|attribute| attribute.place.clone()).or_else(|| found.place.clone()),
    }))
}

fn why(unknown: &Unknown) -> String {
    let reason = unknown.reason.describe();
    if unknown.text.is_empty() { reason.to_owned() } else { format!("{reason}: {}", unknown.text) }
}

/// A value as a reader writes it; the parts of a long list are counted, not shown.
fn text(model: &Model, value: &Value) -> String {
    const SHOWN: usize = 8;
    match value {
        Value::Unknown(unknown) => format!("({})", unknown.reason.describe()),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Text(value) => value.to_string(),
        Value::Edge(edge) => {
            model.after.find(&edge.to.0).map_or_else(|| edge.to.0.to_string(), |to| to.subject.to_string())
        }
        Value::Record(record) => record_text(model, record),
        Value::List(list) => {
            let mut texts: Vec<String> = list.items.iter().take(SHOWN).map(|item| text(model, item)).collect();
            if let Some(more) = list.items.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                texts.push(format!("and {more} more"));
            }
            texts.join(", ")
        }
    }
}

fn record_text(model: &Model, record: &Record) -> String {
    // Prefixes and port ranges are known by their text; other records by their members.
    let member = |name: &str| record.get(name).map(|attribute| text(model, &attribute.value));
    if let Some(text) = member("text") {
        return text;
    }
    if let (Some(first), Some(last)) = (member("first"), member("last")) {
        return if first == last { first } else { format!("{first}-{last}") };
    }
    let members: Vec<String> =
        record.iter().map(|(name, attribute)| format!("{name} {}", text(model, &attribute.value))).collect();
    members.join(", ")
}
