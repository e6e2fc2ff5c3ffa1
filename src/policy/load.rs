//! What is checked of users' policies before any of them runs: that they are Rego, and that every name means something.

use super::bundle::{Bundle, Origin};
use super::error::PolicyError;
use super::names::{Declarations, Names};
use super::recursion::circles;
use super::syntax::{Parsed, parse};
use std::collections::BTreeSet;

/// Checks users' policies against everything that is loaded.
///
/// # Errors
/// With every place that is wrong.
pub(super) fn check(bundle: &Bundle) -> Result<(), PolicyError> {
    if bundle.policies.iter().all(|file| file.origin == Origin::Embedded) {
        return Ok(());
    }
    check_files(bundle, false, &|origin| origin == Origin::User)
}

/// Checks every file, tests included.
///
/// # Errors
/// With every place that is wrong.
pub(super) fn check_all(bundle: &Bundle) -> Result<(), PolicyError> {
    check_files(bundle, true, &|_| true)
}

fn check_files(bundle: &Bundle, tests: bool, wanted: &dyn Fn(Origin) -> bool) -> Result<(), PolicyError> {
    let tests = bundle.tests.iter().filter(|_| tests);
    let mut modules = Vec::new();
    let mut errors = Vec::new();
    for file in bundle.policies.iter().chain(tests) {
        match parse(&file.name, &file.text) {
            Ok(parsed) => modules.push((file.origin, parsed)),
            Err(error) => errors.push(error),
        }
    }
    give_up(errors)?;
    give_up(taken_packages(&modules))?;
    let data = bundle.data.iter().map(|data| format!("data.{}", data.path.join(".")));
    let declarations = match Declarations::of(modules.iter().map(|(_, parsed)| parsed), data) {
        Ok(declarations) => declarations,
        Err(errors) => return give_up(errors),
    };
    let wanted: Vec<&Parsed> = modules.iter().filter(|(origin, _)| wanted(*origin)).map(|(_, parsed)| parsed).collect();
    give_up(wanted.iter().flat_map(|module| Names::new(module, &declarations).check()).collect())?;
    give_up(circles(&wanted, &declarations))
}

/// Users' policies that would add to packages of ours.
fn taken_packages(modules: &[(Origin, Parsed)]) -> Vec<PolicyError> {
    let of = |wanted: Origin| modules.iter().filter(move |(origin, _)| *origin == wanted).map(|(_, parsed)| parsed);
    let own: BTreeSet<&Vec<String>> = of(Origin::Embedded).map(|parsed| &parsed.package).collect();
    of(Origin::User)
        .filter(|parsed| own.contains(&parsed.package))
        .map(|parsed| {
            let problem = format!("the package '{}' is one of vnetguard's own", parsed.package.join("."));
            parsed.error(&parsed.module.package.span, problem).with_help("give the policy a package of its own")
        })
        .collect()
}

fn give_up(errors: Vec<PolicyError>) -> Result<(), PolicyError> {
    PolicyError::of_many(errors).map_or(Ok(()), Err)
}
