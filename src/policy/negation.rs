//! Negations that engines understand differently.
//!
//! In `not f(input.x)` OPA takes the value of `input.x` before the negation: where there is none, the whole body does not hold.
//! The engine used here takes it within the negation, which then does hold. The same goes for calls in calls and comparisons, for
//! operands of `in` and of arithmetic, and for what brackets compute. A policy means the same to both when such values have
//! a name, or the condition has a rule of its own.

use super::syntax::{Node, Parsed, parts, reference, walk};
use regorus::unstable::{Expr, Literal, Ref, Span};

/// Every value in a negation of the module that OPA takes before it. `is_certain` says of a root which references always have
/// a value.
pub(super) fn taken_before<'a>(module: &'a Parsed, is_certain: &dyn Fn(&Ref<Expr>) -> bool) -> Vec<&'a Span> {
    let mut found = Vec::new();
    for rule in &module.module.policy {
        walk(parts(rule), &mut |node| {
            let Node::Query(query) = node else { return };
            for statement in &query.stmts {
                if let Literal::NotExpr { expr, .. } = &statement.literal {
                    found.extend(
                        taken_in(expr).into_iter().filter(|operand| !is_certain(operand)).map(|expr| expr.span()),
                    );
                }
            }
        });
    }
    found
}

/// The expressions below a negated one that OPA takes before it: those that have a value of their own, other than names,
/// constants and comprehensions.
pub(super) fn taken_in(negated: &Ref<Expr>) -> Vec<&Ref<Expr>> {
    let mut open: Vec<&Ref<Expr>> = match negated.as_ref() {
        Expr::Call { params, .. } => params.iter().collect(),
        // References next to a comparison stay where they are.
        Expr::BoolExpr { lhs, rhs, .. } => {
            let side = |side| reference(side).map_or_else(|| vec![side], |reference| reference.computed);
            [lhs, rhs].into_iter().flat_map(side).collect()
        }
        _ => reference(negated).map_or_else(|| vec![negated], |reference| reference.computed),
    };
    let mut found = Vec::new();
    let mut is_first = !matches!(negated.as_ref(), Expr::Call { .. } | Expr::BoolExpr { .. });
    while let Some(expr) = open.pop() {
        match expr.as_ref() {
            Expr::Var { .. } | Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => {}
            Expr::Array { items, .. } | Expr::Set { items, .. } => open.extend(items),
            Expr::Object { fields, .. } => open.extend(fields.iter().flat_map(|(_, key, value)| [key, value])),
            Expr::Membership { key, value, collection, .. } if is_first => {
                open.extend(key.iter().chain([value, collection]));
            }
            Expr::ArithExpr { lhs, rhs, .. } | Expr::BinExpr { lhs, rhs, .. } | Expr::BoolExpr { lhs, rhs, .. } => {
                open.extend([lhs, rhs]);
            }
            Expr::UnaryExpr { expr, .. } => open.push(expr),
            Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } | Expr::Membership { .. } => {
                found.push(expr)
            }
            _ => {}
        }
        is_first = false;
    }
    found
}
