//! How the resources of an embedded template stand in the plan: names, ids that meet those of the plan, and places.

use crate::input::declared::{Declared, Node, Tree};
use crate::model::PathStep;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeSet;

/// Deepest value that is looked at; the template reader makes none that is deeper.
const DEEPEST: usize = 160;

/// Where the sources have a resource of an embedded template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::terraform) struct Origin {
    /// The address of the deployment.
    pub(in crate::input::terraform) address: SmolStr,
    /// The argument with the template, and the way from there to the resource.
    pub(in crate::input::terraform) path: Vec<PathStep>,
}

/// Moves resources from the names of one template into those of the plan.
pub(super) struct Placement<'d> {
    deployment: &'d Declared,
    argument: &'static str,
    /// What tells the unknown values of this template from those of another one.
    owner: String,
}

impl<'d> Placement<'d> {
    /// For the template in `argument` of `deployment`.
    pub(super) fn new(deployment: &'d Declared, argument: &'static str) -> Self {
        // A brace would end a placeholder.
        let owner = deployment.handle.name.replace(['{', '}'], "_");
        Self { deployment, argument, owner }
    }

    /// Renames `resource`; `names` are the handles that are taken.
    pub(super) fn put(&self, resource: &mut Declared, names: &mut BTreeSet<SmolStr>) -> Origin {
        let origin = self.origin(&resource.handle.name);
        resource.subject = format_smolstr!("{}: {}", self.deployment.subject, resource.subject);
        let plain = SmolStr::from(format!("{}: {}", self.deployment.handle.name, self.name(resource)));
        let mut name = plain.clone();
        let mut count = 1_usize;
        while !names.insert(name.clone()) {
            count += 1;
            name = format!("{plain} #{count}").into();
        }
        resource.handle.name = name;
        resource.id = resource.id.as_deref().map(|id| self.qualified(id).into());
        resource.subscription = self.qualified(&resource.subscription).into();
        self.qualify(&mut resource.body, 0);
        origin
    }

    /// What stays the same when the template changes elsewhere: the subject, without the deployment.
    fn name<'r>(&self, resource: &'r Declared) -> &'r str {
        let behind = self.deployment.subject.len() + ": ".len();
        resource.subject.get(behind..).unwrap_or(&resource.subject)
    }

    /// The way to a resource that the template reader calls by its pointer and the indexes of its loops.
    fn origin(&self, handle: &str) -> Origin {
        let pointer = handle.rsplit_once('#').map_or(handle, |(pointer, _)| pointer);
        let step = |step: &str| match step.parse() {
            Ok(index) => PathStep::Index(index),
            Err(_) => PathStep::Key(step.replace("~1", "/").replace("~0", "~").into()),
        };
        let steps = pointer.split('/').skip(1).map(step);
        let path = std::iter::once(PathStep::Key(self.argument.into())).chain(steps).collect();
        Origin { address: self.deployment.handle.name.clone(), path }
    }

    fn qualify(&self, node: &mut Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        // References by id are the template's own.
        for target in node.reference.iter_mut().flat_map(|reference| &mut reference.targets) {
            if target.address.starts_with('/') {
                target.address = self.qualified(&target.address);
            }
        }
        match &mut node.tree {
            Tree::Unknown(unknown) => {
                unknown.pattern = unknown.pattern.as_deref().map(|pattern| self.qualified(pattern));
            }
            Tree::List { items, .. } => items.iter_mut().for_each(|item| self.qualify(item, depth + 1)),
            Tree::Object(members) => members.values_mut().for_each(|member| self.qualify(member, depth + 1)),
            _ => {}
        }
    }

    /// A pattern whose unknown parts name the deployment, so that those of two templates differ. The subscription is the
    /// plan's own.
    fn qualified(&self, pattern: &str) -> String {
        let mut qualified = String::with_capacity(pattern.len());
        let mut rest = pattern;
        while let Some((literal, hole)) = rest.split_once('{') {
            let end = closing(hole);
            let (hole, after) = hole.split_at_checked(end).unwrap_or((hole, ""));
            qualified.push_str(literal);
            qualified.push('{');
            if format!("{{{hole}}}") != self.deployment.subscription {
                qualified.push_str(&self.owner);
                qualified.push_str(": ");
            }
            qualified.push_str(hole);
            qualified.push('}');
            rest = after.strip_prefix('}').unwrap_or(after);
        }
        qualified.push_str(rest);
        qualified
    }
}

/// Where the brace closes that was opened before `text`.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
