//! Rules that depend on themselves. The engine finds them when it reaches them; here they are found when a policy is loaded.

use super::error::PolicyError;
use super::names::{Declarations, Names, locals};
use super::syntax::{Node, Parsed, head, parts, reference, walk};
use regorus::unstable::Expr;
use std::collections::{BTreeMap, BTreeSet};

/// Every rule that depends on itself, each circle once.
pub(super) fn circles(modules: &[&Parsed], declarations: &Declarations) -> Vec<PolicyError> {
    let graph = graph(modules, declarations);
    let mut done = BTreeSet::new();
    let mut errors = Vec::new();
    for start in graph.keys() {
        if let Some(circle) = circle(&graph, start, &mut done) {
            errors.extend(error(modules, &circle));
        }
    }
    errors
}

type Graph = BTreeMap<String, BTreeSet<String>>;

/// For each rule, the rules that it reads or calls.
fn graph(modules: &[&Parsed], declarations: &Declarations) -> Graph {
    let mut graph = Graph::new();
    for module in modules {
        let names = Names::new(module, declarations);
        for rule in &module.module.policy {
            let Some(own) = reference(head(rule).0) else { continue };
            let own = format!("data.{}.{}", module.package.join("."), own.names().join("."));
            let locals = locals(rule);
            let locals = locals.keys().copied().collect();
            let edges = graph.entry(own).or_default();
            walk(parts(rule), &mut |node| {
                let Node::Expr(expr) = node else { return };
                let found = match expr.as_ref() {
                    Expr::Call { fcn, .. } => reference(fcn),
                    _ => reference(expr),
                };
                if let Some(path) = found.and_then(|found| names.path(&found, &locals)) {
                    edges.extend(declarations.rules_at(&path).map(str::to_owned));
                }
            });
        }
    }
    graph
}

/// The first circle that is reached from `start`, without what is `done`.
fn circle(graph: &Graph, start: &str, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
    let mut path: Vec<(String, Vec<String>)> = Vec::new();
    let mut next = Some(start.to_owned());
    loop {
        if let Some(rule) = next.take() {
            if let Some(at) = path.iter().position(|(on_path, _)| *on_path == rule) {
                done.extend(path.iter().map(|(rule, _)| rule.clone()));
                return Some(path.into_iter().skip(at).map(|(rule, _)| rule).collect());
            }
            if !done.contains(&rule) {
                let edges = graph.get(&rule).into_iter().flatten().rev().cloned().collect();
                path.push((rule, edges));
            }
        }
        let (rule, edges) = path.last_mut()?;
        next = edges.pop();
        if next.is_none() {
            done.insert(rule.clone());
            path.pop();
        }
    }
}

fn error(modules: &[&Parsed], circle: &[String]) -> Option<PolicyError> {
    let first = circle.first()?;
    modules.iter().find_map(|module| {
        let rule = module.module.policy.iter().find(|rule| {
            reference(head(rule).0)
                .is_some_and(|own| format!("data.{}.{}", module.package.join("."), own.names().join(".")) == *first)
        })?;
        let names: Vec<&str> = circle.iter().chain([first]).filter_map(|path| path.rsplit('.').next()).collect();
        let problem = format!("a rule depends on itself: {}", names.join(" -> "));
        Some(module.error(reference(head(rule).0)?.root, problem).with_help("Rego has no recursion"))
    })
}
