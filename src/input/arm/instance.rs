//! One resource of a deployment, one iteration of it where it is copied: what it is called and whether it exists.

use super::engine::{Engine, Env};
use super::expression::{Opaque, Referent, Value, source_text};
use super::fault::Fault;
use super::ids::{name_segments, resource_id};
use super::json::Json;
use super::surroundings::{Level, Scope};
use crate::input::derived::{Piece, of_arm};
use crate::model::{Presence, Reason, ResourceId};
use std::borrow::Cow;

/// The type whose resources are deployments themselves.
pub(super) const DEPLOYMENT_TYPE: &str = "Microsoft.Resources/deployments";

/// An identified resource.
pub(super) struct Instance<'d> {
    pub(super) json: &'d Json,
    /// JSON pointer of the resource object.
    pub(super) pointer: String,
    /// Copy indexes of the loops around it, the outermost first.
    pub(super) indexes: Vec<String>,
    pub(super) env: Env,
    /// In full, as the template spells it.
    pub(super) resource_type: String,
    /// In full, with the names of its parents.
    pub(super) name: Value,
    /// One name for each segment of the type.
    pub(super) names: Vec<Value>,
    /// Its id, unknown parts as expressions; always a string.
    pub(super) id: Value,
    pub(super) api_version: Value,
    /// Subscription it is deployed to.
    pub(super) subscription: Value,
    pub(super) presence: Option<Presence>,
    /// Index of the deployment it is, when it is one with a template in the input.
    pub(super) nested: Option<usize>,
}

impl Instance<'_> {
    /// Whether this input deploys it, for certain or perhaps.
    pub(super) fn is_deployed(&self) -> bool {
        matches!(self.presence, Some(Presence::Declared | Presence::Conditional))
    }

    /// Whether it is a deployment.
    pub(super) fn is_deployment(&self) -> bool {
        self.resource_type.eq_ignore_ascii_case(DEPLOYMENT_TYPE)
    }

    /// Its type, where an extension is not written as a child of what it extends: `Microsoft.Authorization/locks` for
    /// `Microsoft.Network/virtualNetworks/providers/locks`.
    pub(super) fn own_type(&self) -> Cow<'_, str> {
        let kinds: Vec<&str> = self.resource_type.split('/').skip(1).collect();
        let provider = kinds.iter().rposition(|kind| kind.eq_ignore_ascii_case("providers"));
        let namespace = provider.and_then(|at| self.names.get(at)).and_then(Value::as_text);
        match (namespace, provider.and_then(|at| kinds.get(at + 1..))) {
            (Some(namespace), Some(own @ [_, ..])) => format!("{namespace}/{}", own.join("/")).into(),
            _ => Cow::Borrowed(&self.resource_type),
        }
    }

    /// The name of the resource in handles: its pointer, and the indexes of the loops around it.
    pub(super) fn handle_name(&self) -> String {
        format!("{}{}", self.pointer, suffix(&self.indexes))
    }

    /// The id as text, unknown parts in braces.
    pub(super) fn id_pattern(&self) -> String {
        match &self.id {
            Value::Text(text) => text.to_string(),
            Value::Unknown(opaque) => opaque.pattern().unwrap_or_else(|| self.unique()),
            _ => self.unique(),
        }
    }

    /// An id that no other resource has.
    fn unique(&self) -> String {
        format!("/providers/{}", self.subject_with(&|_| format!("{{{}}}", self.handle_name())))
    }

    /// As reports name it: unknown names as `[expression]`.
    pub(super) fn subject(&self) -> String {
        self.subject_with(&|name| match name {
            Value::Text(text) => text.to_string(),
            other => format!("[{}]", source_text(other)),
        })
    }

    fn subject_with(&self, show: &dyn Fn(&Value) -> String) -> String {
        let id = ResourceId {
            subscription: None,
            resource_group: None,
            extends: None,
            resource_type: self.resource_type.as_str().into(),
            names: self.names.iter().map(|name| show(name).into()).collect(),
        };
        id.subject()
    }
}

/// What tells the iterations of copied resources apart in handles: `#1`, or `#0.1` inside a copied deployment.
pub(super) fn suffix(indexes: &[String]) -> String {
    if indexes.is_empty() { String::new() } else { format!("#{}", indexes.join(".")) }
}

/// Where a resource object stands.
#[derive(Clone)]
pub(super) struct Site<'d> {
    pub(super) json: &'d Json,
    pub(super) pointer: String,
    /// Copy indexes of the loops around it.
    pub(super) indexes: Vec<String>,
    pub(super) env: Env,
    /// Index of the deployment that deploys it.
    pub(super) deployment: usize,
    /// Index of the resource it is nested in.
    pub(super) parent: Option<usize>,
    /// Whether it is certainly there: false when the count of its loop is unknown.
    pub(super) certain: bool,
}

impl<'d> Engine<'d> {
    /// Evaluates whether the resource exists, and only if so its type, name and id. A condition that is false keeps
    /// everything else from being evaluated; a nested resource does not inherit it.
    pub(super) fn identify(&mut self, site: &Site<'d>) -> Result<Instance<'d>, Fault> {
        let existing = site.json.get("existing").is_some_and(Json::is_true);
        let presence = self.presence(site)?.map(|presence| if existing { Presence::External } else { presence });
        let quiet = std::mem::replace(&mut self.quiet, presence.is_none());
        let instance = self.identify_present(site, presence);
        self.quiet = quiet;
        instance
    }

    fn identify_present(&mut self, site: &Site<'d>, presence: Option<Presence>) -> Result<Instance<'d>, Fault> {
        let api_version = self.member(site, "apiVersion")?;
        let mut instance = Instance {
            json: site.json,
            pointer: site.pointer.clone(),
            indexes: site.indexes.clone(),
            env: site.env.clone(),
            resource_type: String::new(),
            name: Value::Null,
            names: Vec::new(),
            id: Value::Null,
            api_version,
            subscription: Value::text(""),
            presence,
            nested: None,
        };
        let written = self.member(site, "type")?;
        let name = self.member(site, "name")?;
        let name = match &name {
            Value::Text(_) => name,
            Value::Unknown(opaque) if opaque.pattern().is_some() => name,
            // The name is evaluated once, so it identifies this resource even where it is another each time.
            Value::Unknown(opaque) => own_name(&opaque.text, opaque.sensitive, site),
            _ => own_name("name", false, site),
        };
        let parent = site.parent.and_then(|parent| self.instances.get(parent));
        let kind = match &written {
            Value::Text(text) => text.trim_matches('/').to_owned(),
            // A type that is not known is a type nobody has a use for.
            other => format!("[{}]", source_text(other)),
        };
        (instance.resource_type, instance.name) = match parent {
            Some(parent) => self.below_parent(parent, &kind, &name)?,
            None => (kind, name),
        };
        let count = instance.resource_type.split('/').count().saturating_sub(1).max(1);
        instance.names = match name_segments(&instance.name, count)? {
            Some(names) => names,
            None => (0..count).map(|at| placeholder(&instance.name, at, site)).collect(),
        };
        let scope = self.scope_of(site, &instance.resource_type)?;
        instance.subscription = match scope.level {
            Level::ResourceGroup | Level::Subscription => scope.subscription.clone(),
            Level::Tenant | Level::ManagementGroup => Value::text(""),
        };
        instance.id = self.id_of(site, &instance, &scope)?;
        Ok(instance)
    }

    /// The presence a resource has by its condition, its loop and its deployment; `None` when it is absent.
    fn presence(&mut self, site: &Site<'d>) -> Result<Option<Presence>, Fault> {
        let condition = self.member(site, "condition")?;
        let certain = site.certain && self.deployments.get(site.deployment).is_some_and(|it| it.certain);
        Ok(match condition {
            Value::Bool(false) => None,
            Value::Bool(true) | Value::Null if certain => Some(Presence::Declared),
            Value::Text(text) if text.eq_ignore_ascii_case("false") => None,
            Value::Text(text) if text.eq_ignore_ascii_case("true") && certain => Some(Presence::Declared),
            _ => Some(Presence::Conditional),
        })
    }

    fn member(&mut self, site: &Site<'d>, name: &str) -> Result<Value, Fault> {
        match site.json.get(name) {
            Some(json) => self.resolve(json, &site.env),
            None => Ok(Value::Null),
        }
    }

    /// Full type and name of a nested resource, which may be written relative to its parent or in full.
    fn below_parent(&self, parent: &Instance<'d>, kind: &str, name: &Value) -> Result<(String, Value), Fault> {
        let is_relative = !kind.split('/').next().unwrap_or_default().contains('.');
        let prefix = format!("{}/", parent.resource_type);
        let is_child = kind.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(&prefix));
        if !is_relative && !is_child {
            return Ok((kind.to_owned(), name.clone()));
        }
        let full_type = if is_relative { format!("{prefix}{kind}") } else { kind.to_owned() };
        let count = full_type.split('/').count().saturating_sub(1);
        let is_full = name_segments(name, count)?.is_some() && count > 1;
        if is_full {
            return Ok((full_type, name.clone()));
        }
        let text = format!("format('{{0}}/{{1}}', {}, {})", source_text(&parent.name), source_text(name));
        let joined = self.joined(&text, &[parent.name.clone(), Value::text("/"), name.clone()])?;
        Ok((full_type, joined))
    }

    /// The scope a resource is deployed in: that of its deployment, or the one it names itself.
    pub(super) fn scope_of(&mut self, site: &Site<'d>, resource_type: &str) -> Result<Scope, Fault> {
        let Some(deployment) = self.deployments.get(site.deployment) else {
            return Ok(self.surroundings.scope(Level::ResourceGroup));
        };
        let mut scope = deployment.scope.clone();
        let is_deployment = resource_type.eq_ignore_ascii_case(DEPLOYMENT_TYPE);
        if !is_deployment && site.json.get("existing").is_none() {
            return Ok(scope);
        }
        let subscription = self.member(site, "subscriptionId")?;
        let group = self.member(site, "resourceGroup")?;
        if !matches!(subscription, Value::Null) {
            scope.other_group = true;
            scope.subscription = subscription;
            scope.level = Level::Subscription;
        }
        if !matches!(group, Value::Null) {
            scope.other_group |= super::functions::compare::equal(&group, &scope.resource_group) != Some(true);
            scope.resource_group = group;
            scope.level = Level::ResourceGroup;
        }
        Ok(scope)
    }

    fn id_of(&mut self, site: &Site<'d>, instance: &Instance<'d>, scope: &Scope) -> Result<Value, Fault> {
        let last = instance.names.last().cloned().unwrap_or(Value::Null);
        if instance.resource_type.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups") {
            let group = Scope { level: Level::ResourceGroup, resource_group: last, ..scope.clone() };
            return self.joined(&id_text(instance), &group.prefix());
        }
        let prefix = match site.json.get("scope") {
            Some(_) if instance.is_deployment() => scope.prefix(),
            Some(json) => match self.resolve(json, &site.env)? {
                Value::Text(text) if text.is_empty() => scope.prefix(),
                Value::Text(text) if &*text == "/" => Vec::new(),
                extended => self.extended(scope, extended)?,
            },
            None => scope.prefix(),
        };
        match resource_id(prefix, &instance.resource_type, &instance.names) {
            Ok(parts) => self.joined(&id_text(instance), &parts),
            // A type without namespace or slash: nothing has such an id.
            Err(Fault::Template(_)) => Ok(Value::Null),
            Err(limit) => Err(limit),
        }
    }

    /// The id of the resource that another one extends, from its `scope`.
    fn extended(&self, scope: &Scope, extended: Value) -> Result<Vec<Value>, Fault> {
        let starts_with_slash = match &extended {
            Value::Text(text) => Some(text.starts_with('/')),
            Value::Unknown(opaque) => opaque.starts_with('/'),
            _ => None,
        };
        Ok(match (extended, starts_with_slash) {
            (Value::Text(text), Some(true)) => vec![Value::text(text.trim_end_matches('/'))],
            (id, Some(true) | None) => vec![id],
            (relative, Some(false)) => {
                let mut parts = scope.prefix();
                parts.extend([Value::text("/providers/"), relative]);
                parts
            }
        })
    }

    /// What `reference(…, 'full')` certainly shows of a resource that this input deploys: its id, and its region where
    /// that is written as Azure spells it. Anything else may come back different from how it was deployed.
    pub(super) fn certain_member(&mut self, instance: usize, name: &str) -> Result<Option<Value>, Fault> {
        let Some(found) = self.instances.get(instance) else { return Ok(None) };
        if name.eq_ignore_ascii_case("resourceId") {
            return Ok(found.id.as_text().map(Value::text));
        }
        let Some(location) = found.json.get("location").filter(|_| name.eq_ignore_ascii_case("location")) else {
            return Ok(None);
        };
        let env = found.env.clone();
        let location = self.resolve(location, &env)?;
        let is_spelt = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        Ok(location.as_text().is_some_and(is_spelt).then_some(location))
    }

    /// A runtime property of a resource that this input deploys, at a dotted path below its properties, when it follows from the
    /// resource's name, or what is below it does. `whole` is the same as an unknown value.
    pub(super) fn derived(&mut self, instance: usize, path: &str, whole: &Opaque) -> Result<Option<Value>, Fault> {
        let Some(found) = self.instances.get(instance) else { return Ok(None) };
        let Some((property, row)) = of_arm(&found.resource_type, path) else { return Ok(None) };
        if !property.eq_ignore_ascii_case(path) {
            let referent = Some(Referent::Below(instance, path.into()));
            return Ok(Some(Value::unknown(Opaque { referent, ..whole.clone() })));
        }
        let (json, name, env) = (found.json, found.name.clone(), found.env.clone());
        let properties = json.get("properties").map(|properties| self.resolve(properties, &env)).transpose()?;
        match properties {
            None => {}
            Some(Value::Object(properties)) if row.unless().all(|name| properties.get(name).is_none()) => {}
            Some(_) => return Ok(None),
        }
        let location = json.get("location").map(|location| self.resolve(location, &env)).transpose()?;
        let region = location.as_ref().and_then(Value::as_text).or(self.surroundings.public_cloud.then_some(""));
        let domain = region.and_then(|region| row.domain(region));
        let part = |piece: Piece<'_>| match piece {
            Piece::Text(text) => Some(Value::text(text)),
            Piece::Own("name") => Some(name.clone()),
            Piece::Domain => Some(domain.map_or_else(|| Value::unknown(whole.clone().into_name()), Value::text)),
            Piece::Own(_) | Piece::Other { .. } => None,
        };
        match row.pieces().into_iter().map(part).collect::<Option<Vec<_>>>() {
            Some(parts) => self.joined(&whole.text, &parts).map(Some),
            None => Ok(None),
        }
    }

    /// The inline subnets of a virtual network of this input as `reference()` will show them: with their ids.
    /// Nothing is predicted where subnets are deployed by resources of their own, which come behind the inline ones.
    pub(super) fn predicted_subnets(&mut self, instance: usize) -> Result<Option<Value>, Fault> {
        let Some(found) = self.instances.get(instance) else { return Ok(None) };
        if !found.resource_type.eq_ignore_ascii_case("Microsoft.Network/virtualNetworks") {
            return Ok(None);
        }
        let Some(properties) = found.json.get("properties") else { return Ok(None) };
        let (id, env) = (found.id.clone(), found.env.clone());
        let Value::Object(properties) = self.resolve(properties, &env)? else { return Ok(None) };
        let Some(Value::List(subnets)) = properties.get("subnets").cloned() else { return Ok(None) };
        let mut predicted = Vec::with_capacity(subnets.items.len());
        for subnet in &subnets.items {
            let Value::Object(subnet) = subnet else { return Ok(None) };
            let Some(name) = subnet.get("name") else { return Ok(None) };
            let mut members = subnet.members().clone();
            let text = format!("format('{{0}}/subnets/{{1}}', {}, {})", source_text(&id), source_text(name));
            members.set("id", self.joined(&text, &[id.clone(), Value::text("/subnets/"), name.clone()])?);
            predicted.push(Value::object(members));
        }
        Ok(subnets.open.is_none().then(|| Value::list(predicted)))
    }
}

/// The id of a resource as people write it.
fn id_text(instance: &Instance<'_>) -> String {
    let names: Vec<String> = instance.names.iter().map(source_text).collect();
    format!("resourceId('{}', {})", instance.resource_type, names.join(", "))
}

/// A name that only this resource has.
fn own_name(text: &str, sensitive: bool, site: &Site<'_>) -> Value {
    let canonical = format!("{text}@{}{}", site.pointer, suffix(&site.indexes));
    let opaque = Opaque::hole(text, Some(&canonical), Reason::NotEvaluated).into_text();
    Value::unknown(Opaque { sensitive, ..opaque })
}

/// One segment of a name whose segments cannot be told apart.
fn placeholder(name: &Value, at: usize, site: &Site<'_>) -> Value {
    let call = Opaque::call("split", &[name.clone(), Value::text("/")], true);
    let text = format!("{}[{at}]", call.text);
    let canonical = match call.canonical() {
        Some(canonical) => format!("{canonical}[{at}]"),
        None => format!("{text}@{}{}", site.pointer, suffix(&site.indexes)),
    };
    Value::unknown(Opaque::hole(&text, Some(&canonical), call.reason).into_name())
}
