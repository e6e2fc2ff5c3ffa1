//! From templates to resources: loops are unrolled, nested resources and nested deployments found.
//!
//! Two passes, because any expression may ask for the outputs of any nested deployment: first all deployments are
//! opened, then everything else is identified.

use super::ask::open_index;
use super::copy::{Count, is_copy_object};
use super::deployment::{Deployment, Given};
use super::engine::{Binding, Engine, Env};
use super::expression::{Opaque, Value, split_path};
use super::fault::Fault;
use super::instance::{DEPLOYMENT_TYPE, Site, suffix};
use super::json::{Json, JsonKind, pointer_below};
use super::limits::MAX_RESOURCES;
use super::surroundings::{Level, Scope};
use crate::model::{Presence, Reason};
use std::collections::{BTreeMap, VecDeque};

/// Instances of a nested deployment by the deployment and the place among its resources that declare it.
type Opened = BTreeMap<(usize, usize), Vec<usize>>;

/// How deep linked templates may nest.
const MAX_LINK_DEPTH: usize = 16;

/// How many deployments an input with linked templates may hold.
const MAX_LINKED_DEPLOYMENTS: usize = 1_000;

/// The template of a nested deployment.
struct Source<'d> {
    json: &'d Json,
    pointer: String,
    /// Folder of its file, relative to the main template's.
    folder: String,
    is_linked: bool,
}

/// A resource as its deployment declares it.
struct Declaration<'d> {
    json: &'d Json,
    pointer: String,
    symbol: Option<&'d str>,
}

impl<'d> Engine<'d> {
    /// Identifies all resources of a deployment and of those nested in it.
    ///
    /// # Errors
    /// Only [`Fault::Limit`].
    pub(super) fn expand(&mut self, deployment: usize) -> Result<(), Fault> {
        let mut opened = Opened::new();
        self.open_nested(deployment, &mut opened)?;
        self.identify_all(deployment, &mut opened)
    }

    /// Resources in declaration order: a list, or an object by symbolic names.
    fn declarations(&self, deployment: usize) -> Vec<Declaration<'d>> {
        let Some(found) = self.deployments.get(deployment) else { return Vec::new() };
        let Some(resources) = found.template.get("resources") else { return Vec::new() };
        let base = pointer_below(&found.pointer, "resources");
        let listed = resources.elements().iter().enumerate().map(|(at, json)| Declaration {
            json,
            pointer: pointer_below(&base, &at.to_string()),
            symbol: None,
        });
        let named = resources.members().iter().map(|member| Declaration {
            json: &member.value,
            pointer: pointer_below(&base, &member.key),
            symbol: Some(&*member.key),
        });
        listed.chain(named).filter(|declaration| matches!(declaration.json.kind, JsonKind::Object(_))).collect()
    }

    /// Opens all deployments nested in one, level by level: a condition deep inside one of them may ask for the outputs of
    /// another one that is declared later.
    fn open_nested(&mut self, deployment: usize, opened: &mut Opened) -> Result<(), Fault> {
        let mut waiting = VecDeque::from([deployment]);
        while let Some(deployment) = waiting.pop_front() {
            for (at, declaration) in self.declarations(deployment).into_iter().enumerate() {
                let kind = declaration.json.get("type").and_then(Json::as_text).unwrap_or_default();
                if !kind.eq_ignore_ascii_case(DEPLOYMENT_TYPE) {
                    continue;
                }
                let mut found = Vec::new();
                for site in self.top_sites(deployment, &declaration)? {
                    let instance = self.add(&site, declaration.symbol)?;
                    found.push(instance);
                    waiting.extend(self.open(instance, &site)?);
                }
                opened.insert((deployment, at), found);
            }
        }
        Ok(())
    }

    fn identify_all(&mut self, deployment: usize, opened: &mut Opened) -> Result<(), Fault> {
        for (at, declaration) in self.declarations(deployment).into_iter().enumerate() {
            match opened.remove(&(deployment, at)) {
                Some(instances) => {
                    for instance in instances {
                        self.list(deployment, instance);
                        let nested = self.instances.get(instance).and_then(|instance| instance.nested);
                        if let Some(nested) = nested {
                            self.identify_all(nested, opened)?;
                        }
                    }
                }
                None => {
                    for site in self.top_sites(deployment, &declaration)? {
                        self.identify_with_children(&site, declaration.symbol, opened)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn identify_with_children(
        &mut self,
        site: &Site<'d>,
        symbol: Option<&str>,
        opened: &mut Opened,
    ) -> Result<(), Fault> {
        let instance = self.add(site, symbol)?;
        self.list(site.deployment, instance);
        if let Some(nested) = self.open(instance, site)? {
            self.open_nested(nested, opened)?;
            self.identify_all(nested, opened)?;
        }
        let children = site.json.get("resources").map(Json::elements).unwrap_or_default();
        for (at, json) in children.iter().enumerate() {
            if !matches!(json.kind, JsonKind::Object(_)) {
                continue;
            }
            let pointer = pointer_below(&pointer_below(&site.pointer, "resources"), &at.to_string());
            let child = Site { json, pointer, parent: Some(instance), ..site.clone() };
            for site in self.copies(child)? {
                self.identify_with_children(&site, None, opened)?;
            }
        }
        Ok(())
    }

    fn list(&mut self, deployment: usize, instance: usize) {
        if let Some(deployment) = self.deployments.get_mut(deployment) {
            deployment.instances.push(instance);
        }
    }

    /// Identifies the resource and makes it findable by id and symbolic name.
    fn add(&mut self, site: &Site<'d>, symbol: Option<&str>) -> Result<usize, Fault> {
        if self.instances.len() == MAX_RESOURCES {
            return Err(Fault::Limit("the template has more than 50,000 resources"));
        }
        let instance = self.identify(site)?;
        let index = self.instances.len();
        if instance.presence.is_some() {
            self.by_id.entry(instance.id_pattern().to_lowercase()).or_insert(index);
            if let Some((name, deployment)) = instance.name.as_text().zip(self.deployments.get_mut(site.deployment)) {
                let named = deployment.named.entry(name.to_lowercase());
                named.and_modify(|only| *only = None).or_insert(Some(index));
            }
        }
        if let (Some(symbol), Some(deployment)) = (symbol, self.deployments.get_mut(site.deployment)) {
            let copied = site.json.get("copy").is_some_and(is_copy_object);
            let key = match site.indexes.last().filter(|_| copied) {
                Some(index) => format!("{symbol}[{index}]"),
                None => symbol.to_owned(),
            };
            deployment.symbols.insert(key.to_lowercase(), index);
        }
        self.instances.push(instance);
        Ok(index)
    }

    /// The iterations of a resource of the deployment itself.
    fn top_sites(&mut self, deployment: usize, declaration: &Declaration<'d>) -> Result<Vec<Site<'d>>, Fault> {
        let Some(found) = self.deployments.get(deployment) else { return Ok(Vec::new()) };
        let site = Site {
            json: declaration.json,
            pointer: declaration.pointer.clone(),
            indexes: found.indexes.clone(),
            env: found.env.clone(),
            deployment,
            parent: None,
            certain: true,
        };
        self.copies(site)
    }

    /// The iterations of a resource: itself without a `copy`, and one for all of them where the count is unknown.
    fn copies(&mut self, site: Site<'d>) -> Result<Vec<Site<'d>>, Fault> {
        let Some(copy) = site.json.get("copy").filter(|copy| is_copy_object(copy)) else { return Ok(vec![site]) };
        let name = match copy.get("name") {
            Some(name) => self.resolve(name, &site.env)?,
            None => Value::Null,
        };
        let iteration = |index: Value| {
            let name = name.as_text().unwrap_or_default().into();
            site.env.with(Binding::Loop { name, index, of_resource: true })
        };
        match self.count(copy, &site.env)? {
            Count::Known(count) => Ok((0..count)
                .map(|index| {
                    let mut indexes = site.indexes.clone();
                    indexes.push(index.to_string());
                    Site { env: iteration(Value::integer(index)), indexes, ..site.clone() }
                })
                .collect()),
            Count::Unknown(count) => {
                let times: String = count.text.chars().take(80).collect();
                self.note(format!(
                    "The resource at '{}' is copied '[{times}]' times; it was judged once, as one that may exist.",
                    site.pointer
                ));
                let place = match (site.deployment, name.as_text()) {
                    (0, Some(_)) => String::new(),
                    _ => format!("@{}{}", site.pointer, suffix(&site.indexes)),
                };
                let index = open_index(name.as_text().unwrap_or_default(), &place);
                Ok(vec![Site { env: iteration(index), certain: false, ..site }])
            }
        }
    }

    /// Opens the template of a deployment resource. `None` for other resources, and for those whose template is not
    /// in the input, which is noted.
    fn open(&mut self, index: usize, site: &Site<'d>) -> Result<Option<usize>, Fault> {
        let Some(instance) = self.instances.get(index) else { return Ok(None) };
        if !instance.is_deployment() || !instance.is_deployed() {
            return Ok(None);
        }
        let (subject, name) = (instance.subject(), instance.names.last().cloned().unwrap_or(Value::Null));
        let (presence, indexes) = (instance.presence, instance.indexes.clone());
        let properties = site.json.get("properties");
        let Some(source) = self.template_of(site, properties)? else {
            let linked = properties.is_some_and(|properties| properties.get("templateLink").is_some());
            let what = if linked { "linked template" } else { "template" };
            self.note(format!("The {what} of '{subject}' was not read: its resources are not judged."));
            return Ok(None);
        };
        let scope = self.nested_scope(site, source.json)?;
        let nested = self.deployments.len();
        let env = if source.is_linked || self.evaluates_itself(site) { Env::of(nested) } else { site.env.clone() };
        let mut deployment = Deployment::new(source.json, source.pointer, scope, name, env);
        deployment.folder = source.folder;
        deployment.indexes = indexes;
        deployment.certain = presence == Some(Presence::Declared);
        pass_parameters(&mut deployment, properties, &site.env);
        self.deployments.push(deployment);
        if let Some(instance) = self.instances.get_mut(index) {
            instance.nested = Some(nested);
        }
        Ok(Some(nested))
    }

    /// The template of a deployment resource: written inside it, or a file beside the template that is read.
    fn template_of(&mut self, site: &Site<'d>, properties: Option<&'d Json>) -> Result<Option<Source<'d>>, Fault> {
        let Some(properties) = properties else { return Ok(None) };
        let base = pointer_below(&site.pointer, "properties");
        if let Some(json) = properties.get("template").filter(|json| matches!(json.kind, JsonKind::Object(_))) {
            let folder = self.deployments.get(site.deployment).map(|it| it.folder.clone()).unwrap_or_default();
            return Ok(Some(Source { json, pointer: pointer_below(&base, "template"), folder, is_linked: false }));
        }
        if self.deployments.len() > MAX_LINKED_DEPLOYMENTS {
            return Err(Fault::Limit("linked templates deploy more than 1,000 templates"));
        }
        let Some((json, path)) = self.linked_template(properties, &site.env)? else { return Ok(None) };
        // Templates may link each other in a circle.
        if site.pointer.matches("/templateLink/").count() >= MAX_LINK_DEPTH {
            return Err(Fault::Limit("linked templates nest deeper than 16 levels"));
        }
        let pointer = pointer_below(&pointer_below(&base, "templateLink"), path);
        let folder = path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
        Ok(Some(Source { json, pointer, folder, is_linked: true }))
    }

    /// Whether the expressions of a nested template see its own parameters (inner scope).
    fn evaluates_itself(&self, site: &Site<'d>) -> bool {
        let options = site.json.get("properties").and_then(|it| it.get("expressionEvaluationOptions"));
        match options.and_then(|options| options.get("scope")).and_then(Json::as_text) {
            Some(scope) => scope.eq_ignore_ascii_case("inner"),
            None => self.deployments.get(site.deployment).is_some_and(Deployment::is_version_2),
        }
    }

    /// Where a nested deployment puts its resources.
    fn nested_scope(&mut self, site: &Site<'d>, template: &'d Json) -> Result<Scope, Fault> {
        let enclosing = self.deployments.get(site.deployment).map(|deployment| deployment.scope.clone());
        let mut scope = self.scope_of(site, DEPLOYMENT_TYPE)?;
        let states_group = site.json.get("resourceGroup").is_some();
        let states_subscription = site.json.get("subscriptionId").is_some();
        let level = Level::of_template(template);
        if !states_group && !states_subscription {
            scope.level = level;
        }
        let has_group = states_group || enclosing.is_some_and(|it| it.level == Level::ResourceGroup);
        if scope.level == Level::ResourceGroup && !has_group {
            scope.resource_group = unknown_name("resourceGroup().name", site);
            scope.other_group = true;
        }
        match site.json.get("scope") {
            Some(written) => {
                let target = self.resolve(written, &site.env)?;
                rescope(scope, &target, level, site)
            }
            None => Ok(scope),
        }
    }
}

/// The scope that a deployment's `scope` names: `/`, a management group, a subscription or a resource group.
fn rescope(scope: Scope, target: &Value, level: Level, site: &Site<'_>) -> Result<Scope, Fault> {
    let segments = match target {
        Value::Text(text) => text.split('/').map(Value::text).collect(),
        Value::Unknown(opaque) => split_path(opaque, true)?.unwrap_or_default(),
        _ => Vec::new(),
    };
    let segments: Vec<Value> = segments.into_iter().filter(|segment| segment.as_text() != Some("")).collect();
    let is = |value: &Value, word: &str| value.as_text().is_some_and(|text| text.eq_ignore_ascii_case(word));
    let moved = Scope { other_group: true, ..scope };
    Ok(match segments.as_slice() {
        [] if is(target, "/") => Scope { level: Level::Tenant, ..moved },
        [.., key, name] if is(key, "managementGroups") => {
            Scope { level: Level::ManagementGroup, management_group: name.clone(), ..moved }
        }
        [key, subscription] if is(key, "subscriptions") => {
            Scope { level: Level::Subscription, subscription: subscription.clone(), ..moved }
        }
        [key, subscription, group_key, group] if is(key, "subscriptions") && is(group_key, "resourceGroups") => Scope {
            level: Level::ResourceGroup,
            subscription: subscription.clone(),
            resource_group: group.clone(),
            ..moved
        },
        _ => Scope {
            level,
            management_group: unknown_name("managementGroup().name", site),
            subscription: unknown_name("subscription().subscriptionId", site),
            resource_group: unknown_name("resourceGroup().name", site),
            ..moved
        },
    })
}

/// The name of a scope that cannot be told, different from all others.
fn unknown_name(text: &str, site: &Site<'_>) -> Value {
    let canonical = format!("{text}@{}{}", site.pointer, suffix(&site.indexes));
    Value::unknown(Opaque::hole(text, Some(&canonical), Reason::NotEvaluated).into_name())
}

fn pass_parameters<'d>(deployment: &mut Deployment<'d>, properties: Option<&'d Json>, env: &Env) {
    let Some(properties) = properties else { return };
    let written = properties.get("parameters");
    let is_linked = properties.get("parametersLink").is_some();
    for (key, parameter) in &mut deployment.parameters {
        let passed = written.and_then(|it| it.members().iter().find(|member| member.key.to_lowercase() == *key));
        parameter.given = match (written, passed) {
            (Some(written), _) if matches!(written.kind, JsonKind::Text(_)) => {
                Given::PassedTogether(written, env.clone())
            }
            (_, Some(member)) => Given::Passed(&member.value, env.clone()),
            _ if is_linked => Given::PerhapsLinked,
            _ => Given::Nothing,
        };
    }
}
