//! From identified resources to [`Declared`] ones: the bodies that somebody wants are evaluated and become trees.

use super::deployment::is_secure;
use super::engine::Engine;
use super::expression::{Members, Opaque, Value, source_text};
use super::fault::Fault;
use crate::input::declared::{Declared, Dialect, Node, Reference, ReferenceCertainty, Target, Tree};
use crate::model::{Presence, ResourceHandle};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Members of a resource object that say how it is deployed, not what it is.
pub(super) const NOT_IN_BODY: [&str; 4] = ["resources", "copy", "condition", "dependsOn"];

/// What evaluation of a template gives.
#[derive(Default)]
pub(super) struct Emitted {
    /// The wanted resources, in the template's order.
    pub(super) declared: Vec<Declared>,
    /// The others, by type.
    pub(super) not_wanted: BTreeMap<String, usize>,
}

impl Engine<'_> {
    /// Evaluates the resources of a deployment, nested deployments in place.
    ///
    /// # Errors
    /// Only [`Fault::Limit`].
    pub(super) fn emit(
        &mut self,
        deployment: usize,
        input: usize,
        wanted: &dyn Fn(&str) -> bool,
        emitted: &mut Emitted,
    ) -> Result<(), Fault> {
        let instances = self.deployments.get(deployment).map(|it| it.instances.clone()).unwrap_or_default();
        for index in instances {
            let Some(instance) = self.instances.get(index).filter(|instance| instance.is_deployed()) else { continue };
            match (instance.nested, instance.is_deployment()) {
                (Some(nested), _) => self.emit(nested, input, wanted, emitted)?,
                (None, true) => {}
                (None, false) if wanted(&instance.own_type()) => {
                    emitted.declared.extend(self.declare(index, input)?);
                }
                (None, false) => *emitted.not_wanted.entry(instance.own_type().into_owned()).or_default() += 1,
            }
        }
        Ok(())
    }

    fn declare(&mut self, index: usize, input: usize) -> Result<Option<Declared>, Fault> {
        let Some(instance) = self.instances.get(index) else { return Ok(None) };
        let (json, env) = (instance.json, instance.env.clone());
        let mut body = Members::default();
        for member in json.members() {
            if NOT_IN_BODY.iter().any(|name| name.eq_ignore_ascii_case(&member.key)) {
                continue;
            }
            let value = self.resolve(&member.value, &env)?;
            body.set(std::rc::Rc::clone(&member.key), value);
        }
        let Some(instance) = self.instances.get(index) else { return Ok(None) };
        let name_key = json.member("name").map_or("name", |member| &*member.key);
        body.set(name_key, instance.names.last().cloned().unwrap_or(Value::Null));
        let body = Value::object(body);
        self.budget.charge(body.weight())?;
        Ok(Some(Declared {
            handle: ResourceHandle { input, name: instance.handle_name().into() },
            dialect: Dialect::Arm,
            resource_type: instance.own_type().as_ref().into(),
            subject: instance.subject().into(),
            id: Some(instance.id_pattern().into()),
            subscription: match &instance.subscription {
                Value::Unknown(opaque) => {
                    opaque.pattern().unwrap_or_else(|| format!("{{subscription@{}}}", instance.handle_name())).into()
                }
                Value::Text(text) => text.as_ref().into(),
                other => source_text(other).into(),
            },
            presence: instance.presence.unwrap_or(Presence::Conditional),
            body: node(&body),
            relation: None,
        }))
    }

    /// The strings in the values and defaults of secure parameters, of all deployments.
    ///
    /// # Errors
    /// Only [`Fault::Limit`].
    pub(super) fn secrets(&mut self) -> Result<Vec<String>, Fault> {
        self.quiet = true;
        let mut secrets = BTreeSet::new();
        for index in 0..self.deployments.len() {
            let Some(deployment) = self.deployments.get(index) else { continue };
            let secure = deployment.parameters.iter().filter(|(_, it)| is_secure(&deployment.type_of(it)));
            let secure: Vec<_> = secure.map(|(key, it)| (key.clone(), it.declaration().get("defaultValue"))).collect();
            for (key, default) in secure {
                if let Some(value) = self.raw_parameter_value(index, &key)? {
                    collect_texts(&value, &mut secrets);
                }
                if let Some(default) = default {
                    let value = self.resolve(default, &super::engine::Env::of(index))?;
                    collect_texts(&value, &mut secrets);
                }
            }
        }
        self.quiet = false;
        Ok(secrets.into_iter().collect())
    }
}

/// A value as a tree. Members that are null count as left out. Recursion is as deep as the value, which is bounded.
pub(super) fn node(value: &Value) -> Node {
    let tree = match value {
        Value::Null => Tree::Null,
        Value::Bool(value) => Tree::Bool(*value),
        Value::Number(number) => Tree::Number(number.clone()),
        Value::Text(text) => Tree::Text(text.as_ref().into()),
        Value::List(list) => Tree::List {
            items: list.items.iter().map(node).collect(),
            open: list.open.as_deref().map(Opaque::to_unknown).map(Box::new),
        },
        Value::Object(object) => Tree::Object(
            object
                .members()
                .iter()
                .filter(|(_, value)| !matches!(value, Value::Null))
                .map(|(key, value)| (key.to_string(), node(value)))
                .collect(),
        ),
        Value::Unknown(opaque) => {
            let unknown = Node::unknown(opaque.to_unknown());
            return Node { sensitive: opaque.sensitive, reference: one_of(opaque), ..unknown };
        }
    };
    Node::new(tree)
}

fn collect_texts(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) if !text.is_empty() => {
            texts.insert(text.to_string());
        }
        Value::List(list) => list.items.iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(object) => object.members().iter().for_each(|(_, value)| collect_texts(value, texts)),
        _ => {}
    }
}

/// What a value refers to that is one of several ids, or none.
fn one_of(opaque: &Opaque) -> Option<Box<Reference>> {
    let ids = opaque.choices.as_ref().filter(|ids| !opaque.sensitive && ids.iter().all(|id| id.starts_with('/')))?;
    let target = |id: &Rc<str>| Target { address: id.to_string(), attribute: "id".to_owned() };
    let targets = ids.iter().map(target).collect();
    Some(Box::new(Reference { targets, certainty: ReferenceCertainty::Candidates }))
}
