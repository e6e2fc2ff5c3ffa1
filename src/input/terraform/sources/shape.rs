//! What the written form of an attribute tells that a plan does not: a list that is spelt out.
//!
//! A plan lists the references of an attribute without saying how they are used; only where the source is a literal list
//! of plain traversals does each of them stand for one element.

use super::references::constant_step;
use hcl_edit::expr::{Expression, FuncCall, TraversalOperator};
use hcl_edit::template::Element;

/// The elements of a literal list of constant traversals, as text; `None` for any other expression.
pub(super) fn list_of_references(expression: &Expression) -> Option<Vec<String>> {
    match strip(expression) {
        Expression::Array(array) => array.iter().map(traversal_text).collect(),
        Expression::FuncCall(call) if keeps_elements(call) => match call.args.get(0).map(strip) {
            Some(Expression::Array(array)) => array.iter().map(traversal_text).collect(),
            _ => None,
        },
        _ => None,
    }
}

fn keeps_elements(call: &FuncCall) -> bool {
    let is_plain = call.name.namespace.is_empty() && call.args.len() == 1 && !call.args.expand_final();
    is_plain && matches!(call.name.name.as_str(), "toset" | "tolist")
}

/// The expression inside any parentheses.
fn strip(expression: &Expression) -> &Expression {
    let mut inner = expression;
    while let Expression::Parenthesis(parenthesis) = inner {
        inner = parenthesis.inner();
    }
    inner
}

/// A traversal in which every step is constant; a string that is nothing but one counts as well.
fn traversal_text(expression: &Expression) -> Option<String> {
    let expression = match strip(expression) {
        Expression::StringTemplate(template) => match template.iter().collect::<Vec<_>>().as_slice() {
            [Element::Interpolation(interpolation)] => strip(&interpolation.expr),
            _ => return None,
        },
        other => other,
    };
    let Expression::Traversal(traversal) = expression else { return None };
    let Expression::Variable(root) = &traversal.expr else { return None };
    let step = |operator: &hcl_edit::Decorated<TraversalOperator>| constant_step(operator.value());
    let steps: Vec<String> = traversal.operators.iter().map(step).collect::<Option<_>>()?;
    Some(format!("{}{}", root.as_str(), steps.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Option<Vec<String>> {
        list_of_references(&hcl_edit::parser::parse_expr(text).unwrap())
    }

    /// Lists that are spelt out give one text per element.
    #[test]
    fn literal_lists_are_spelt_out() {
        let expected = ["azurerm_subnet.a.id", "azurerm_subnet.b[0].id", r#"azurerm_subnet.c["k"].id"#, "module.m.out"];
        let written = r#"azurerm_subnet.a.id, "${azurerm_subnet.b.0.id}", (azurerm_subnet.c["k"].id), module.m.out"#;
        for text in [format!("[{written}]"), format!("toset([{written}])"), format!("(toset(([{written}])))")] {
            assert_eq!(list(&text).unwrap(), expected, "{text}");
        }
        assert_eq!(list("[]").unwrap(), Vec::<String>::new());
    }

    /// Anything that is evaluated is refused as a whole.
    #[test]
    fn other_expressions_are_refused() {
        for text in [
            "a.b.id",
            "[a.b[each.key].id]",
            "[a.b[*].id]",
            "[\"/subscriptions/x\"]",
            "[\"${a.b.id}/x\"]",
            "concat([a.b.id])",
            "toset([a.b.id], [c.d.id])",
            "toset([[a.b.id]]...)",
            "[for s in a.b : s.id]",
            "[x]",
            "[f(a.b.id)]",
        ] {
            assert_eq!(list(text), None, "{text}");
        }
    }
}
