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
    let files = bundle.policies.iter().map(|file| file.origin);
    let data = bundle.data.iter().map(|data| data.origin);
    if files.chain(data).all(|origin| origin == Origin::Embedded) {
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
    let test_files = bundle.tests.iter().filter(|_| tests);
    let mut modules = Vec::new();
    let mut errors = Vec::new();
    for file in bundle.policies.iter().chain(test_files) {
        match parse(&file.name, &file.text) {
            Ok(parsed) => modules.push((file.origin, parsed)),
            Err(error) => errors.push(error),
        }
    }
    give_up(errors)?;
    give_up(taken_packages(&modules))?;
    give_up(taken_data(bundle))?;
    let data = bundle.data.iter().map(|data| format!("data.{}", data.path.join(".")));
    let declarations = match Declarations::of(modules.iter().map(|(_, parsed)| parsed), data) {
        Ok(declarations) => declarations,
        Err(errors) => return give_up(errors),
    };
    let wanted: Vec<&Parsed> = modules.iter().filter(|(origin, _)| wanted(*origin)).map(|(_, parsed)| parsed).collect();
    give_up(wanted.iter().flat_map(|module| Names::new(module, &declarations).check()).collect())?;
    // Users' are rewritten when they are loaded.
    let own = modules.iter().filter(|(origin, _)| *origin == Origin::Embedded && tests);
    give_up(own.flat_map(|(_, parsed)| Names::new(parsed, &declarations).negations()).collect())?;
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

/// Users' data that would stand in documents of ours.
fn taken_data(bundle: &Bundle) -> Vec<PolicyError> {
    let of = |origin: Origin| bundle.data.iter().filter(move |data| data.origin == origin);
    let is_within = |one: &[String], two: &[String]| one.iter().zip(two).all(|(one, two)| one == two);
    let mut errors = Vec::new();
    for data in of(Origin::User) {
        if let Some(taken) = of(Origin::Embedded).find(|own| is_within(&own.path, &data.path)) {
            let problem = format!("its place, 'data.{}', is that of vnetguard's own data", taken.path.join("."));
            errors.push(PolicyError::loading(&data.name, problem).with_help("put it into a folder of another name"));
        }
    }
    errors
}

fn give_up(errors: Vec<PolicyError>) -> Result<(), PolicyError> {
    PolicyError::of_many(errors).map_or(Ok(()), Err)
}
