//! What the written form of an attribute tells of a collection: that it takes the id of every instance of a block.

use super::references::constant_step;
use hcl_edit::expr::{Expression, FuncCall, TraversalOperator};

/// `azurerm_subnet.net` in `[for s in azurerm_subnet.net : s.id]`, `azurerm_subnet.net[*].id` and
/// `values(azurerm_subnet.net)[*].id`, also inside `toset`; `None` for any other expression.
pub(super) fn every_instance_of(expression: &Expression) -> Option<String> {
    let expression = match expression {
        Expression::FuncCall(call) => only_argument(call, "toset")?,
        other => other,
    };
    match expression {
        Expression::ForExpr(comprehension) => {
            let is_plain_list =
                comprehension.key_expr.is_none() && comprehension.cond.is_none() && !comprehension.grouping;
            let Expression::Traversal(value) = &comprehension.value_expr else { return None };
            let Expression::Variable(variable) = &value.expr else { return None };
            let is_id = is_plain_list
                && variable.as_str() == comprehension.intro.value_var.as_str()
                && matches!(value.operators.as_slice(), [only] if is_id(only.value()));
            is_id.then(|| whole_block(&comprehension.intro.collection_expr)).flatten()
        }
        Expression::Traversal(traversal) => {
            let [before @ .., splat, last] = traversal.operators.as_slice() else { return None };
            let is_splat = matches!(splat.value(), TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_));
            if !is_splat || !is_id(last.value()) {
                return None;
            }
            match (&traversal.expr, before) {
                (Expression::FuncCall(call), []) => whole_block(only_argument(call, "values")?),
                (Expression::Variable(kind), [name]) => match name.value() {
                    TraversalOperator::GetAttr(name) => Some(format!("{}.{}", kind.as_str(), name.as_str())),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// `azurerm_subnet.net`: a reference to a block as a whole.
fn whole_block(expression: &Expression) -> Option<String> {
    let Expression::Traversal(traversal) = expression else { return None };
    let Expression::Variable(root) = &traversal.expr else { return None };
    match traversal.operators.as_slice() {
        [name] if matches!(name.value(), TraversalOperator::GetAttr(_)) => {
            Some(format!("{}{}", root.as_str(), constant_step(name.value())?))
        }
        _ => None,
    }
}

fn is_id(operator: &TraversalOperator) -> bool {
    matches!(operator, TraversalOperator::GetAttr(found) if found.as_str() == "id")
}

fn only_argument<'a>(call: &'a FuncCall, name: &str) -> Option<&'a Expression> {
    let is_named = call.name.namespace.is_empty() && call.name.name.as_str() == name && !call.args.expand_final();
    let mut arguments = call.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(argument), None) if is_named => Some(argument),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only what takes the id of every instance, without a condition, does.
    #[test]
    fn every_instance() {
        for (text, expected) in [
            ("[for s in azurerm_subnet.net : s.id]", Some("azurerm_subnet.net")),
            ("toset([for k, s in azurerm_subnet.net : s.id])", Some("azurerm_subnet.net")),
            ("azurerm_subnet.net[*].id", Some("azurerm_subnet.net")),
            ("azurerm_subnet.net.*.id", Some("azurerm_subnet.net")),
            ("values(azurerm_subnet.net)[*].id", Some("azurerm_subnet.net")),
            ("[for s in azurerm_subnet.net : s.id if s.name != \"x\"]", None),
            ("[for s in azurerm_subnet.net : s.name]", None),
            ("[for s in local.subnets : x.id]", None),
            ("[for k, s in azurerm_subnet.net : k.id]", None),
            ("[for s in azurerm_subnet.net[0] : s.id]", None),
            ("slice(azurerm_subnet.net[*].id, 0, 2)", None),
            ("module.net.subnets[*].id", None),
        ] {
            let expression = hcl_edit::parser::parse_expr(text).unwrap();
            assert_eq!(every_instance_of(&expression).as_deref(), expected, "{text}");
        }
    }
}
