//! Resource ids: `resourceId` and its relatives, and the ids of declared resources. A name that is not known stays in
//! the id as its expression, so that two ids of one deployment compare.

use super::engine::{Engine, Env};
use super::expression::{Opaque, Value, conclude, join, split_path};
use super::fault::Fault;
use super::functions::Outcome;
use super::surroundings::{Level, Scope};

impl Engine<'_> {
    /// The string that `parts` make together; `text` stands for it where it is not known.
    pub(super) fn joined(&self, text: &str, parts: &[Value]) -> Result<Value, Fault> {
        Ok(match conclude("concat", parts, Outcome::from(join(parts)?)) {
            Value::Unknown(opaque) => Value::unknown(Opaque { text: text.into(), ..(*opaque).clone() }.into_text()),
            value => value,
        })
    }

    /// `resourceId`, `subscriptionResourceId`, `tenantResourceId`, `managementGroupResourceId` and
    /// `extensionResourceId`; `None` when `folded` is none of them.
    pub(super) fn ask_resource_id(&self, folded: &str, values: &[Value], env: &Env) -> Result<Option<Value>, Fault> {
        let Some(deployment) = self.deployments.get(env.deployment) else { return Ok(None) };
        let scope = &deployment.scope;
        let (name, level, scopes) = match folded {
            "resourceid" => ("resourceId", scope.level, 2),
            "subscriptionresourceid" => ("subscriptionResourceId", Level::Subscription, 1),
            "tenantresourceid" => ("tenantResourceId", Level::Tenant, 0),
            "managementgroupresourceid" => ("managementGroupResourceId", Level::ManagementGroup, 1),
            "extensionresourceid" => ("extensionResourceId", Level::Tenant, 1),
            _ => return Ok(None),
        };
        let Some((stated, resource_type, names)) = split_arguments(values)? else {
            return Ok(Some(conclude(name, values, Outcome::Text)));
        };
        if stated.len() > scopes || (folded == "extensionresourceid" && stated.len() != 1) {
            return Err(Fault::template(format!("'{name}' does not take these arguments")));
        }
        let mut parts = match (folded, stated) {
            ("extensionresourceid", [base]) => vec![base.clone()],
            (_, []) => Scope { level, ..scope.clone() }.prefix(),
            ("managementgroupresourceid", [group]) => {
                Scope { level, management_group: group.clone(), ..scope.clone() }.prefix()
            }
            ("subscriptionresourceid", [subscription]) => {
                Scope { level, subscription: subscription.clone(), ..scope.clone() }.prefix()
            }
            // One stated scope is a resource group where there is one, else a subscription.
            (_, [subscription]) if level != Level::ResourceGroup => {
                Scope { level: Level::Subscription, subscription: subscription.clone(), ..scope.clone() }.prefix()
            }
            (_, [group]) => {
                Scope { level: Level::ResourceGroup, resource_group: group.clone(), ..scope.clone() }.prefix()
            }
            (_, [subscription, group, ..]) => Scope {
                level: Level::ResourceGroup,
                subscription: subscription.clone(),
                resource_group: group.clone(),
                ..scope.clone()
            }
            .prefix(),
        };
        let outcome = match below_provider(&resource_type, names)? {
            Some(below) => {
                parts.extend(below);
                Outcome::from(join(&parts)?)
            }
            None => Outcome::Text,
        };
        Ok(Some(conclude(name, values, outcome)))
    }
}

/// Scopes, type and names among the arguments. The type is the first argument with a slash; `None` when an unknown
/// argument could be it.
#[expect(clippy::type_complexity, reason = "used once, and named by the destructuring at the call")]
fn split_arguments(values: &[Value]) -> Result<Option<(&[Value], String, &[Value])>, Fault> {
    for (at, value) in values.iter().enumerate() {
        match value {
            Value::Text(text) if text.contains('/') && (at > 0 || !text.starts_with('/')) => {
                let stated = values.get(..at).unwrap_or_default();
                let names = values.get(at + 1..).unwrap_or_default();
                return Ok(Some((stated, text.trim_matches('/').to_owned(), names)));
            }
            // Before the type stand names of scopes, or the id that an extension extends.
            Value::Text(_) => {}
            Value::Unknown(_) => {}
            other => return Err(Fault::template(format!("expected strings, found {}", other.kind()))),
        }
    }
    if values.iter().any(|value| value.as_unknown().is_some()) {
        return Ok(None);
    }
    Err(Fault::template("no argument is a resource type"))
}

/// `/providers/<namespace>/<type>/<name>…` as parts to be joined; `None` when an unknown name seems to hold several.
///
/// # Errors
/// When the type does not have as many segments as there are known names.
fn below_provider(resource_type: &str, names: &[Value]) -> Result<Option<Vec<Value>>, Fault> {
    let mut segments = Vec::new();
    for name in names {
        // One argument may hold several names.
        match name.as_text() {
            Some(text) if text.contains('/') => segments.extend(text.trim_matches('/').split('/').map(Value::text)),
            _ => segments.push(name.clone()),
        }
    }
    let mut kinds = resource_type.split('/').filter(|kind| !kind.is_empty());
    let namespace = kinds.next().unwrap_or_default();
    let kinds: Vec<&str> = kinds.collect();
    if kinds.len() > segments.len() && names.iter().any(|name| name.as_unknown().is_some()) {
        return Ok(None);
    }
    if kinds.len() != segments.len() || kinds.is_empty() {
        return Err(Fault::template(format!(
            "the type '{resource_type}' needs {} names, not {}",
            kinds.len(),
            segments.len()
        )));
    }
    let mut parts = vec![Value::text(format!("/providers/{namespace}"))];
    for (kind, name) in kinds.iter().zip(segments) {
        parts.push(Value::text(format!("/{kind}/")));
        parts.push(name);
    }
    Ok(Some(parts))
}

/// The names of a resource, one for each segment of its type, from its full name. Where the segments of an unknown
/// name cannot be told apart, they are placeholders made of it.
pub(super) fn name_segments(name: &Value, count: usize) -> Result<Option<Vec<Value>>, Fault> {
    let segments = match name {
        Value::Text(text) => text.trim_matches('/').split('/').map(Value::text).collect(),
        _ if count == 1 => vec![name.clone()],
        Value::Unknown(opaque) => split_path(opaque, true)?.unwrap_or_default(),
        _ => Vec::new(),
    };
    Ok((segments.len() == count).then_some(segments))
}

/// The id of a resource below `prefix`, as parts to be joined.
///
/// # Errors
/// When the type does not have as many segments as there are names.
pub(super) fn resource_id(prefix: Vec<Value>, resource_type: &str, names: &[Value]) -> Result<Vec<Value>, Fault> {
    let mut parts = prefix;
    parts.extend(below_provider(resource_type, names)?.into_iter().flatten());
    Ok(parts)
}
