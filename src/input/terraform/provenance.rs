//! Which arguments of module calls give an attribute its value: the way out of a module whose own lines cannot be shown.
//!
//! It follows variables that are handed on as they are, or changed on the way without anything else being mixed in; it
//! reads no sources. In: the plan's configuration, an address and a path. Out: the arguments, the innermost first.

use super::address::{Address, ModuleStep, Step, steps};
use super::configuration::Configuration;
use super::expression::Expression;
use super::sources::Argument;
use crate::model::PathStep;

/// The arguments through which the value at `path` of the resource at `address` comes from outside its module.
pub(super) fn arguments(configuration: &Configuration, address: &str, path: &[PathStep]) -> Vec<Argument> {
    let mut found = Vec::new();
    let Some(Address { block, .. }) = Address::parse(address) else { return found };
    let Some([PathStep::Key(attribute), inner @ ..]) = Some(path) else { return found };
    let Some(written) = configuration.block(&block).and_then(|block| block.expressions.get(attribute.as_str())) else {
        return found;
    };
    let Some((mut expression, mut inner)) = leaf(written, inner) else { return found };
    let mut modules: &[ModuleStep] = &block.modules;
    // Each round leaves a module.
    while let Some((call, outer)) = configuration.call(modules).zip(modules.split_last().map(|(_, outer)| outer)) {
        let Some((name, mut path)) = variable(expression) else { break };
        path.extend_from_slice(&inner);
        let names = modules.iter().map(|step| step.name.clone()).collect();
        found.push(Argument {
            modules: names,
            path: [&[PathStep::Key(name.as_str().into())], path.as_slice()].concat(),
        });
        let Some((next, rest)) = call.expressions.get(&name).and_then(|written| leaf(written, &path)) else { break };
        (expression, inner, modules) = (next, rest, outer);
    }
    found
}

/// The expression that gives the value at `path`, and what of the path is inside its value. Of blocks of one type only a
/// single one can be told: `dynamic` ones are missing from a plan.
fn leaf<'c>(written: &'c Expression, path: &[PathStep]) -> Option<(&'c Expression, Vec<PathStep>)> {
    let mut written = written;
    let mut rest = path;
    loop {
        let block = match (written, rest) {
            (Expression::Leaf { .. }, _) => return Some((written, rest.to_vec())),
            (Expression::Blocks(blocks), [PathStep::Index(0), tail @ ..]) => {
                rest = tail;
                let [only] = blocks.as_slice() else { return None };
                only
            }
            (Expression::Block(block), _) => block,
            (Expression::Blocks(_), _) => return None,
        };
        let [PathStep::Key(name), tail @ ..] = rest else { return None };
        (written, rest) = (block.get(name.as_str())?, tail);
    }
}

/// The variable that is all an expression refers to, and the path into it that is written.
fn variable(expression: &Expression) -> Option<(String, Vec<PathStep>)> {
    let [reference] = expression.references() else { return None };
    let steps = steps(reference)?;
    let [Step::Name(word), Step::Name(name), rest @ ..] = steps.as_slice() else { return None };
    let deeper = rest.iter().map(|step| match step {
        Step::Name(name) => Some(PathStep::Key(name.as_str().into())),
        Step::Key(super::address::Key::Text(name)) => Some(PathStep::Key(name.as_str().into())),
        Step::Key(super::address::Key::Number(index)) => usize::try_from(*index).ok().map(PathStep::Index),
    });
    (word == "var").then(|| Some((name.clone(), deeper.collect::<Option<Vec<_>>>()?)))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::terraform::{PlanOptions, load};
    use serde_json::json;

    fn configuration() -> Configuration {
        let subnet = json!({"mode": "managed", "type": "azurerm_subnet", "name": "s", "expressions": {
            "name": {"references": ["var.names.app", "var.names"]},
            "address_prefixes": {"references": ["var.prefixes"]},
            "mixed": {"references": ["var.prefixes", "each.key"]},
            "delegation": [{"name": {"references": ["var.delegation"]}}],
        }});
        let inner = json!({"expressions": {"prefixes": {"references": ["var.all[\"a.b\"]", "var.all"]},
                                           "names": {"references": ["local.names"]}},
                           "module": {"resources": [subnet]}});
        let outer =
            json!({"expressions": {"all": {"constant_value": {}}}, "module": {"module_calls": {"inner": inner}}});
        let plan =
            json!({"format_version": "1.2", "configuration": {"root_module": {"module_calls": {"outer": outer}}}});
        const WANTED: &[&str] = &["name", "address_prefixes", "mixed", "delegation"];
        let options = PlanOptions { wanted_attributes: &|_| Some(WANTED) };
        load(0, "plan", plan.to_string().as_bytes(), options).expect("loads").configuration
    }

    /// Variables are followed outwards, call by call, with the path into their values.
    #[test]
    fn arguments_are_followed_outwards() {
        let configuration = configuration();
        let address = "module.outer.module.inner[\"k\"].azurerm_subnet.s[0]";
        let key = |name: &str| PathStep::Key(name.into());
        let found = |path: &[PathStep]| -> Vec<(String, Vec<PathStep>)> {
            let arguments = arguments(&configuration, address, path);
            arguments.into_iter().map(|argument| (argument.modules.join("."), argument.path)).collect()
        };
        assert_eq!(
            found(&[key("address_prefixes"), PathStep::Index(0)]),
            [
                ("outer.inner".to_owned(), vec![key("prefixes"), PathStep::Index(0)]),
                ("outer".to_owned(), vec![key("all"), key("a.b"), PathStep::Index(0)]),
            ]
        );
        assert_eq!(found(&[key("name")]), [("outer.inner".to_owned(), vec![key("names"), key("app")])]);
        let delegation = [key("delegation"), PathStep::Index(0), key("name")];
        assert_eq!(found(&delegation), [("outer.inner".to_owned(), vec![key("delegation")])]);
        for path in [&[key("mixed")][..], &[key("absent")], &[], &[key("delegation")], &[PathStep::Index(0)]] {
            assert_eq!(found(path), [], "{path:?}");
        }
    }
}
