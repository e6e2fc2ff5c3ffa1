//! What `opa check --strict` refuses and the engine does not: imports and variables that nobody reads.

use super::error::PolicyError;
use super::syntax::{Node, Parsed, parts, reference, walk};
use regorus::unstable::{AssignOp, Expr, Literal, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// Everything in the module that is given a name and never read.
pub(super) fn unused(module: &Parsed) -> Vec<PolicyError> {
    let mut errors = Vec::new();
    let read: BTreeSet<String> =
        module.module.policy.iter().flat_map(|rule| reads(rule).into_keys().map(str::to_owned)).collect();
    for import in &module.module.imports {
        let path = reference(&import.refr).map(|found| found.names()).unwrap_or_default();
        let name = import.r#as.as_ref().map(|alias| alias.text().to_owned()).or_else(|| path.last().cloned());
        let is_keyword = path.first().is_some_and(|root| root == "rego" || root == "future");
        if name.is_some_and(|name| !is_keyword && !read.contains(&name)) {
            errors.push(module.error(&import.span, "the import is not used"));
        }
    }
    for rule in &module.module.policy {
        let reads = reads(rule);
        walk(parts(rule), &mut |node| {
            if let Node::Expr(expr) = node
                && let Expr::AssignExpr { lhs, op: AssignOp::ColEq, .. } = expr.as_ref()
                && let Expr::Var { span, .. } = lhs.as_ref()
                && span.text() != "_"
                && reads.get(span.text()).copied().unwrap_or_default() < 2
            {
                errors.push(module.error(span, format!("the variable '{}' is not used", span.text())));
            }
        });
    }
    errors
}

/// How often each name occurs in a rule, where it is given included.
fn reads(rule: &Rule) -> BTreeMap<&str, usize> {
    let mut reads: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |name| *reads.entry(name).or_default() += 1;
    walk(parts(rule), &mut |node| match node {
        Node::Expr(expr) => {
            let function = if let Expr::Call { fcn, .. } = expr.as_ref() { Some(fcn) } else { None };
            [Some(expr), function]
                .into_iter()
                .flatten()
                .filter_map(reference)
                .for_each(|found| count(found.root.text()));
        }
        Node::Query(query) => {
            for statement in &query.stmts {
                if let Literal::SomeVars { vars, .. } = &statement.literal {
                    vars.iter().for_each(|name| count(name.text()));
                }
            }
        }
    });
    reads
}
