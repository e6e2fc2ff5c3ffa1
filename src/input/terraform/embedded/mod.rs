//! Template deployments inside a plan: the ARM template that a Terraform resource deploys is read as a template is.
//!
//! It owns which Terraform resources deploy templates, what they pass to them ([`parameters`]) and how the resources found there
//! stand in the plan ([`place`]): a subject such as `azurerm_resource_group_template_deployment.d:
//! Microsoft.Network/virtualNetworks/v`, in the resource group and subscription of the deployment, found in the sources at the
//! argument that holds the template. A template that cannot be read is a note, never nothing.
//!
//! Shape: a [`PlanLoaded`] whose references are resolved in; its deployments are taken out, and what they deploy comes back.

mod parameters;
mod place;
mod surroundings;
#[cfg(test)]
mod tests;

pub(super) use place::Origin;

use super::PlanLoaded;
use super::address::Address;
use super::configuration::Configuration;
use super::instances::Instances;
use super::references::{Resolver, Scope};
use super::values::conceal;
use crate::input::arm::{ParameterSource, Template, load_template};
use crate::input::declared::{Declared, Loaded, Node, Tree};
use crate::input::normalise;
use crate::model::{Action, Change, Presence, Reason, ResourceHandle};
use parameters::Passed;
use place::Placement;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Deployments that are expanded in one plan; each may take as much work as a template of its own.
const MAX_DEPLOYMENTS: usize = 1_000;

/// The structure of an argument that the values do not show, by the address of its resource and its name.
pub(super) type Structures<'a> = &'a dyn Fn(&str, &str) -> Option<Node>;

/// The arguments that hold templates.
const TEMPLATES: [&str; 2] = ["template_content", "template_body"];

/// Arguments of a deployment since azurerm 2.
const CURRENT: [&str; 8] = [
    "deployment_mode",
    "location",
    "management_group_id",
    "name",
    "parameters_content",
    "resource_group_name",
    "template_content",
    "template_spec_version_id",
];
/// Arguments of a deployment in azurerm 1 and 2.
const OLD: [&str; 6] =
    ["deployment_mode", "name", "parameters", "parameters_body", "resource_group_name", "template_body"];

/// The top-level arguments that are read from a deployment; `None` for any other type.
pub(super) fn wanted_arguments(resource_type: &str) -> Option<&'static [&'static str]> {
    match resource_type {
        "azurerm_resource_group_template_deployment"
        | "azurerm_subscription_template_deployment"
        | "azurerm_management_group_template_deployment"
        | "azurerm_tenant_template_deployment" => Some(&CURRENT),
        "azurerm_template_deployment" => Some(&OLD),
        _ => None,
    }
}

/// What the deployments of a plan deploy.
#[derive(Default)]
pub(super) struct Expanded {
    after: Vec<Declared>,
    before: Vec<Declared>,
    changes: Vec<(ResourceHandle, Change)>,
    /// Where the sources have each resource, by its handle's name.
    pub(super) origins: BTreeMap<SmolStr, Origin>,
}

impl Expanded {
    /// Adds what was found to the plan, and gives back where it is written.
    pub(super) fn join(self, plan: &mut PlanLoaded) -> BTreeMap<SmolStr, Origin> {
        plan.after.extend(self.after);
        plan.before.extend(self.before);
        plan.changes.extend(self.changes);
        self.origins
    }
}

/// The arguments of a resource type that are JSON texts, whose structure the sources tell where the plan does not.
pub(super) fn encoded_arguments(resource_type: &str) -> Vec<&'static str> {
    let wanted = wanted_arguments(resource_type).unwrap_or_default();
    let is_encoded = |name: &&str| parameters::ARGUMENTS.contains(name) || TEMPLATES.contains(name);
    wanted.iter().copied().filter(is_encoded).collect()
}

/// Takes the deployments out of `plan` and reads their templates. The addresses of `plan` are those of its resources no
/// longer then.
pub(super) fn expand(plan: &mut PlanLoaded, input: usize, structures: Structures<'_>) -> Expanded {
    let is_deployment = |declared: &Declared| wanted_arguments(&declared.resource_type).is_some();
    if !plan.after.iter().chain(&plan.before).any(is_deployment) {
        return Expanded::default();
    }
    let instances = Instances::of(&plan.after, &plan.addresses);
    let locations = surroundings::group_locations(&plan.after);
    let taken = |resources: &mut Vec<Declared>| {
        let (deployments, others) = std::mem::take(resources).into_iter().partition(is_deployment);
        *resources = others;
        deployments
    };
    let (after, before): (Vec<Declared>, Vec<Declared>) = (taken(&mut plan.after), taken(&mut plan.before));
    let mut expansion = Expansion {
        input,
        configuration: &plan.configuration,
        resolver: Resolver::new(&plan.configuration, &instances),
        structures,
        locations,
        expanded: Expanded::default(),
        notes: Vec::new(),
        secrets: Vec::new(),
        not_understood: BTreeMap::new(),
    };
    let planned: BTreeMap<&str, &Change> =
        plan.changes.iter().map(|(handle, change)| (handle.name.as_str(), change)).collect();
    let mut earlier: BTreeMap<&str, &Declared> =
        before.iter().map(|declared| (declared.handle.name.as_str(), declared)).collect();
    for (count, deployment) in after.iter().enumerate() {
        if count >= MAX_DEPLOYMENTS {
            expansion.pass_over(deployment, "the plan has more than 1,000 template deployments");
            continue;
        }
        let name = deployment.handle.name.as_str();
        expansion.deployment(Some(deployment), earlier.remove(name), planned.get(name).copied());
    }
    for (name, deployment) in earlier.into_iter().take(MAX_DEPLOYMENTS) {
        expansion.deployment(None, Some(deployment), planned.get(name).copied());
    }
    let Expansion { expanded, notes, secrets, not_understood, .. } = expansion;
    plan.notes.extend(notes);
    plan.secrets.extend(secrets);
    for (resource_type, count) in not_understood {
        *plan.not_understood.entry(resource_type).or_default() += count;
    }
    expanded
}

struct Expansion<'p> {
    input: usize,
    configuration: &'p Configuration,
    resolver: Resolver<'p>,
    structures: Structures<'p>,
    /// Regions of resource groups, by folded name.
    locations: BTreeMap<String, String>,
    expanded: Expanded,
    notes: Vec<String>,
    secrets: Vec<String>,
    not_understood: BTreeMap<String, usize>,
}

impl Expansion<'_> {
    /// Reads the template of one deployment, as it will be and as it is.
    fn deployment(&mut self, after: Option<&Declared>, before: Option<&Declared>, change: Option<&Change>) {
        let is_complete = [after, before].iter().flatten().any(|declared| is_complete(declared));
        let planned = after.map(|declared| self.read(declared, true)).unwrap_or_default();
        let present = before.map(|declared| self.read(declared, false)).unwrap_or_default();
        if let Some(change) = change {
            self.expanded.changes.extend(changes(&planned, &present, change, is_complete));
        }
        self.expanded.after.extend(planned);
        self.expanded.before.extend(present);
    }

    /// The resources that a deployment deploys, in the plan's names.
    fn read(&mut self, deployment: &Declared, is_after: bool) -> Vec<Declared> {
        let (argument, template) = match self.template(deployment) {
            Ok(found) => found,
            Err(problem) => {
                if is_after {
                    self.pass_over(deployment, problem);
                }
                return Vec::new();
            }
        };
        let passed = Passed::of(deployment, self.structures, &mut self.secrets);
        let surroundings = surroundings::of(deployment, &self.locations);
        let name = deployment.handle.name.as_str();
        let parameters: Vec<ParameterSource> = passed.files.iter().cloned().map(ParameterSource::File).collect();
        let deployed = Template {
            input: self.input,
            name,
            display_path: name,
            text: template.as_text().unwrap_or_default(),
            origin: None,
            parameters: &parameters,
            withheld: Some(&passed.withheld),
            surroundings: &surroundings,
        };
        match load_template(&deployed, &normalise::is_wanted) {
            Ok(loaded) => self.place(deployment, argument, template.sensitive, &passed, loaded, is_after),
            Err(error) => {
                if is_after {
                    self.pass_over(deployment, &error.problem);
                }
                Vec::new()
            }
        }
    }

    /// The argument that holds the template, and the template as text; an error says why there is none.
    fn template(&self, deployment: &Declared) -> Result<(&'static str, Node), &'static str> {
        let argument =
            if deployment.body.get("template_body").is_some() { "template_body" } else { "template_content" };
        let written = deployment.body.get(argument);
        match written.map(|node| &node.tree) {
            Some(Tree::Text(text)) if !text.trim().is_empty() => {
                Ok((argument, written.cloned().unwrap_or_else(|| Node::new(Tree::Null))))
            }
            Some(Tree::Unknown(unknown)) if unknown.reason != Reason::LeftToProvider => {
                let structure = (self.structures)(&deployment.handle.name, argument);
                let known = structure.as_ref().and_then(parameters::json).map(|json| json.to_string());
                let sensitive = written.is_some_and(|node| node.sensitive);
                known
                    .map(|text| (argument, Node { sensitive, ..Node::new(Tree::Text(text.into())) }))
                    .ok_or("its template is known only after apply")
            }
            _ if deployment.body.get("template_spec_version_id").is_some() => {
                Err("its template is a template spec, which is not part of the plan")
            }
            _ => Err("it has no template"),
        }
    }

    /// Gives the resources of a template their names, places and references in the plan.
    fn place(
        &mut self,
        deployment: &Declared,
        argument: &'static str,
        is_sensitive: bool,
        passed: &Passed,
        loaded: Loaded,
        is_after: bool,
    ) -> Vec<Declared> {
        let mut resources = loaded.after;
        self.secrets.extend(loaded.secrets);
        if is_sensitive {
            resources.iter_mut().for_each(|resource| conceal(&mut resource.body, &mut self.secrets));
        }
        if is_after {
            self.describe(deployment, loaded.notes, loaded.not_understood);
            self.refer(deployment, passed, &mut resources);
        }
        let placement = Placement::new(deployment, argument);
        let mut names = BTreeSet::new();
        for resource in &mut resources {
            let origin = placement.put(resource, &mut names);
            self.expanded.origins.insert(resource.handle.name.clone(), origin);
        }
        resources
    }

    fn describe(&mut self, deployment: &Declared, notes: Vec<String>, not_understood: BTreeMap<String, usize>) {
        let name = &deployment.subject;
        self.notes.extend(notes.into_iter().map(|note| format!("'{name}': {note}")));
        if is_complete(deployment) {
            self.notes.push(format!(
                "'{name}' deploys in complete mode: Azure deletes what its resource group holds beside the template's \
                 resources, which is not judged."
            ));
        }
        for (resource_type, count) in not_understood {
            *self.not_understood.entry(resource_type).or_default() += count;
        }
    }

    /// Puts on values that come from unknown parameters what those refer to.
    fn refer(&mut self, deployment: &Declared, passed: &Passed, resources: &mut [Declared]) {
        let Some(address) = Address::parse(&deployment.handle.name) else { return };
        let Some(block) = self.configuration.block(&address.block) else { return };
        let scope =
            Scope { modules: address.block.modules, key: address.key, for_each: block.for_each.as_ref(), hops: 0 };
        let references = |argument: &str| block.expressions.get(argument).map(|it| it.references().to_vec());
        let flat = parameters::ARGUMENTS.iter().filter_map(|argument| references(argument)).flatten().collect();
        let mut linked = parameters::Linked { passed, flat, resolver: &mut self.resolver, scope: &scope };
        resources.iter_mut().for_each(|resource| linked.resource(resource));
    }

    /// Says that a deployment is not judged, and counts it.
    fn pass_over(&mut self, deployment: &Declared, problem: &str) {
        self.notes.push(format!("What '{}' deploys is not checked: {problem}.", deployment.subject));
        if deployment.presence != Presence::External {
            *self.not_understood.entry(deployment.resource_type.to_string()).or_default() += 1;
        }
    }
}

fn is_complete(deployment: &Declared) -> bool {
    let mode = deployment.body.get("deployment_mode").and_then(Node::as_text);
    mode.is_some_and(|mode| mode.eq_ignore_ascii_case("complete"))
}

/// What the change of a deployment does to the resources of its template. What a template leaves out from now on stays,
/// unless the mode is complete.
fn changes(
    after: &[Declared],
    before: &[Declared],
    change: &Change,
    is_complete: bool,
) -> Vec<(ResourceHandle, Change)> {
    let handles = |resources: &[Declared]| {
        resources.iter().map(|resource| resource.handle.clone()).collect::<BTreeSet<ResourceHandle>>()
    };
    let (after, before) = (handles(after), handles(before));
    // What else is said of the change is said of the deployment.
    let only = |actions: &[Action]| Change { actions: actions.to_vec(), ..Change::default() };
    let mut changes = Vec::new();
    for handle in &after {
        let is_new = !before.contains(handle) && change.actions == [Action::Update];
        let change = only(if is_new { &[Action::Create] } else { &change.actions });
        changes.push((handle.clone(), change));
    }
    let deletes = is_complete || change.actions.contains(&Action::Delete);
    for handle in before.difference(&after).filter(|_| deletes) {
        changes.push((handle.clone(), only(&[Action::Delete])));
    }
    changes
}
