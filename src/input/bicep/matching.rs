//! Which declaration became which resource of a compiled template.
//!
//! With symbolic names the template says it. Without, the compiler's order does: nested resources first, each behind
//! those nested in it, then the other resources, then modules; existing ones are left out. Types have to agree either
//! way, else the sources are not those that were compiled and nothing is claimed.

use super::shape::{Declaration, Keyword, Shape};
use std::collections::BTreeMap;

/// The type that modules compile to.
const MODULE_TYPE: &str = "Microsoft.Resources/deployments";

/// A resource of a compiled template.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compiled<'t> {
    /// Its symbolic name, where the template has such.
    pub(crate) symbol: Option<&'t str>,
    /// Its type as written.
    pub(crate) resource_type: &'t str,
    /// Its name as written, possibly an expression.
    pub(crate) name: &'t str,
}

/// For each of `compiled`, in order, the index of its declaration.
pub(super) fn pair(declarations: &[Declaration], compiled: &[Compiled<'_>]) -> Vec<Option<usize>> {
    if compiled.iter().any(|resource| resource.symbol.is_some()) {
        let by_symbol: BTreeMap<&str, usize> =
            declarations.iter().enumerate().map(|(at, declaration)| (declaration.symbol.as_str(), at)).collect();
        return compiled
            .iter()
            .map(|resource| by_symbol.get(resource.symbol?).copied().filter(|at| fits_at(declarations, *at, resource)))
            .collect();
    }
    let order = emitted_order(declarations);
    let fits = |(at, resource): (&usize, &Compiled<'_>)| fits_at(declarations, *at, resource);
    if order.len() == compiled.len() && order.iter().zip(compiled).all(fits) {
        return order.into_iter().map(Some).collect();
    }
    let only = |resource: &Compiled<'_>| {
        let of_type = |other: &&Compiled<'_>| other.resource_type.eq_ignore_ascii_case(resource.resource_type);
        let mut candidates = order.iter().filter(|at| has_type_at(declarations, **at, resource));
        let first = candidates.next().filter(|_| candidates.next().is_none()).copied()?;
        let is_only = compiled.iter().filter(of_type).take(2).count() == 1;
        (is_only && fits_at(declarations, first, resource)).then_some(first)
    };
    // Where sources and template have drifted apart, a type that occurs once in both still tells.
    const MOST_DRIFTED: usize = 500;
    if compiled.len() > MOST_DRIFTED || order.len() > MOST_DRIFTED {
        return vec![None; compiled.len()];
    }
    compiled.iter().map(only).collect()
}

/// Indexes of what the compiler emits without symbolic names, in its order.
fn emitted_order(declarations: &[Declaration]) -> Vec<usize> {
    let pass = |keyword: Keyword, is_nested: bool| {
        declarations.iter().enumerate().filter_map(move |(at, it)| {
            (it.keyword == keyword && it.is_nested == is_nested && !it.is_existing).then_some(at)
        })
    };
    pass(Keyword::Resource, true).chain(pass(Keyword::Resource, false)).chain(pass(Keyword::Module, false)).collect()
}

fn has_type_at(declarations: &[Declaration], at: usize, compiled: &Compiled<'_>) -> bool {
    declarations.get(at).is_some_and(|declaration| {
        let resource_type = match declaration.keyword {
            Keyword::Resource => &declaration.of,
            Keyword::Module => MODULE_TYPE,
        };
        resource_type.eq_ignore_ascii_case(compiled.resource_type)
    })
}

/// Whether type and, where both sides write one out, name agree.
fn fits_at(declarations: &[Declaration], at: usize, compiled: &Compiled<'_>) -> bool {
    let Some(declaration) = declarations.get(at) else { return false };
    let written = declaration.body.as_ref().and_then(|body| body.member("name")).map(|member| &member.value);
    let same_name = match written {
        // The name of a child is its parent's and its own.
        Some(Shape::Text(name)) if !compiled.name.starts_with('[') => {
            compiled.name.rsplit('/').next() == name.rsplit('/').next()
        }
        _ => true,
    };
    same_name && has_type_at(declarations, at, compiled)
}
