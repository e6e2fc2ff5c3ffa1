//! Policies of users as OPA understands them: what the engine takes differently is written so that both mean the same. Lines stay
//! where they are.
//!
//! In: Rego that parses. Out: Rego of the same lines.
//!
//! - In `not f(input.x)` OPA takes the value of `input.x` before the negation: where there is none, the whole body does not hold.
//!   The engine takes it within, and the negation holds. It becomes `v := input.x; not f(v)`.
//! - `some x in y with input as z` changes the engine's input for the statements that follow. It becomes `v := y with input as z;
//!   some x in v`.
//! - `every k in ks { not x[k] }` never holds for the engine where `x` has no `k`. It becomes `every k in ks { count([1 | x[k]]) ==
//!   0 }`.
//! - In `s contains x.y if some x in z` OPA leaves out what has no value; the engine fails. It becomes `s contains x.y if { some x
//!   in z; v := x.y }`.
//! - Functions of which the engine's results are not OPA's are called by the name of those in `opa/`.

use super::error::PolicyError;
use super::negation::taken_in;
use super::opa::REPLACED;
use super::syntax::{Node, Parsed, parse, parts, reference, text, walk};
use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead, Span};

/// Most rounds of rewriting: what is moved may hold what has to be moved.
const ROUNDS: usize = 32;

/// A part of a text and what stands there instead.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// The text of a policy as OPA understands it.
///
/// # Errors
/// When it is not Rego.
pub(super) fn as_opa(file: &str, policy: &str) -> Result<String, PolicyError> {
    let mut policy = policy.to_owned();
    let mut names = 0;
    for _ in 0..ROUNDS {
        let module = parse(file, &policy)?;
        let edits = outermost(edits(&module, &policy, &mut names));
        if edits.is_empty() {
            break;
        }
        policy = apply(&policy, &edits);
    }
    Ok(policy)
}

/// The changes that do not lie within another.
fn outermost(mut edits: Vec<Vec<Edit>>) -> Vec<Edit> {
    let bounds = |group: &[Edit]| {
        (group.iter().map(|edit| edit.start).min().unwrap_or(0), group.iter().map(|edit| edit.end).max().unwrap_or(0))
    };
    edits.sort_by_key(|group| (bounds(group).0, std::cmp::Reverse(bounds(group).1)));
    let mut kept = Vec::new();
    let mut end = 0;
    for group in edits {
        let (first, last) = bounds(&group);
        if first >= end {
            end = last.max(first + 1);
            kept.extend(group);
        }
    }
    kept.sort_by_key(|edit| edit.start);
    kept
}

fn apply(policy: &str, edits: &[Edit]) -> String {
    let mut written = String::with_capacity(policy.len());
    let mut from = 0;
    for edit in edits {
        written.push_str(policy.get(from..edit.start).unwrap_or_default());
        written.push_str(&edit.text);
        from = edit.end;
    }
    written.push_str(policy.get(from..).unwrap_or_default());
    written
}

/// The changes of each statement.
fn edits(module: &Parsed, policy: &str, names: &mut usize) -> Vec<Vec<Edit>> {
    let mut found = Vec::new();
    for rule in &module.module.policy {
        found.extend(heads(rule, policy, names));
        walk(parts(rule), &mut |node| {
            let Node::Query(query) = node else { return };
            for statement in &query.stmts {
                found.extend(negation(statement, query, policy, names));
                found.extend(iteration(statement, query, policy, names));
                if let Literal::Every { query, .. } = &statement.literal {
                    found.extend(query.stmts.iter().filter_map(absence));
                }
            }
        });
        walk(parts(rule), &mut |node| {
            if let Node::Expr(expr) = node {
                found.extend(call(expr));
            }
        });
    }
    found
}

/// The name that begins every variable of ours.
const OURS: &str = "vnetguard_value_";

/// What a rule gives, asked for at the end of its bodies: where that has no value, the body does not hold.
fn heads(rule: &Rule, policy: &str, names: &mut usize) -> Vec<Vec<Edit>> {
    let Rule::Spec { head, bodies, .. } = rule else { return Vec::new() };
    // Functions have one solution at a time.
    let given: Vec<&Ref<Expr>> = match head {
        RuleHead::Func { .. } => return Vec::new(),
        RuleHead::Set { refr, key, .. } => computed(refr).into_iter().chain(key).collect(),
        RuleHead::Compr { refr, assign, .. } => {
            computed(refr).into_iter().chain(assign.iter().map(|assign| &assign.value)).collect()
        }
    };
    let mut found = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let own = body.assign.iter().map(|assign| &assign.value);
        let given = if index == 0 { given.clone() } else { own.collect() };
        found.extend(guard(&given, &body.query, policy, names));
    }
    found
}

fn computed(refr: &Ref<Expr>) -> Vec<&Ref<Expr>> {
    reference(refr).map(|refr| refr.computed).unwrap_or_default()
}

fn guard(given: &[&Ref<Expr>], query: &Query, policy: &str, names: &mut usize) -> Option<Vec<Edit>> {
    let last = query.stmts.last()?;
    let is_guard = |statement: &LiteralStmt| {
        let start = bounds(&statement.span).0;
        policy.get(start..).is_some_and(|text| text.starts_with(OURS))
            && policy.get(..start).is_some_and(|text| text.ends_with("; "))
    };
    let mut after = String::new();
    for expr in given.iter().filter(|expr| may_be_undefined(expr)) {
        let (from, to) = bounds(expr.span());
        after.push_str(&format!("; {OURS}{names} := {}", in_one_line(policy.get(from..to)?)));
        *names += 1;
    }
    if after.is_empty() || is_guard(last) {
        return None;
    }
    let (start, end) = (last.span.start as usize, end_of(last, policy));
    let edit = |at, text: String| Edit { start: at, end: at, text };
    if query.stmts.len() == 1 && follows_if(policy, start) {
        return Some(vec![edit(start, "{ ".to_owned()), edit(end, after + " }")]);
    }
    Some(vec![edit(end, after)])
}

/// Whether an expression may have no value though its variables have one: it reads a member or calls a function.
fn may_be_undefined(expr: &Ref<Expr>) -> bool {
    let mut may = false;
    walk(vec![Node::Expr(expr)], &mut |node| {
        if let Node::Expr(expr) = node {
            may |= matches!(expr.as_ref(), Expr::Call { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. });
        }
    });
    may
}

/// Values that OPA takes before a negation, in a statement of their own before it.
fn negation(statement: &LiteralStmt, query: &Query, policy: &str, names: &mut usize) -> Option<Vec<Edit>> {
    let Literal::NotExpr { span, expr } = &statement.literal else { return None };
    let operands = taken_in(expr);
    if operands.is_empty() {
        return None;
    }
    let (start, end) = (span.start as usize, end_of(statement, policy));
    let modifiers = statement.with_mods.first().and_then(|with| policy.get(with.span.start as usize..end));
    let mut before = String::new();
    let mut edits = Vec::new();
    for operand in operands {
        let name = format!("{OURS}{names}");
        *names += 1;
        let (from, to) = bounds(operand.span());
        before.push_str(&name);
        before.push_str(" := ");
        before.push_str(&in_one_line(text(operand.span())));
        if let Some(modifiers) = modifiers {
            before.push(' ');
            before.push_str(&in_one_line(modifiers));
        }
        before.push_str("; ");
        edits.push(Edit { start: from, end: to, text: name });
    }
    let is_bare = query.stmts.len() == 1 && follows_if(policy, start);
    if is_bare {
        edits.push(Edit { start: end, end, text: " }".to_owned() });
        before.insert_str(0, "{ ");
    }
    edits.push(Edit { start, end: start, text: before });
    Some(edits)
}

/// A negated reference with a bracket that is computed, in the body of `every`: it holds where the reference gives nothing.
fn absence(statement: &LiteralStmt) -> Option<Vec<Edit>> {
    let Literal::NotExpr { span, expr } = &statement.literal else { return None };
    let computed = reference(expr)?.computed;
    if computed.is_empty() || !taken_in(expr).is_empty() {
        return None;
    }
    let (from, to) = bounds(expr.span());
    let edit = |start, end, text: &str| Edit { start, end, text: text.to_owned() };
    Some(vec![edit(span.start as usize, from, "count([1 | "), edit(to, to, "]) == 0")])
}

/// What is iterated under changes of its own, in a statement before it.
fn iteration(statement: &LiteralStmt, query: &Query, policy: &str, names: &mut usize) -> Option<Vec<Edit>> {
    let Literal::SomeIn { collection, .. } = &statement.literal else { return None };
    let modifiers = statement.with_mods.first()?;
    let (start, end) = (statement.span.start as usize, end_of(statement, policy));
    let (from, to) = bounds(collection.span());
    let name = format!("{OURS}{names}");
    *names += 1;
    let modifiers = in_one_line(policy.get(modifiers.span.start as usize..end)?);
    let mut before = format!("{name} := {} {modifiers}; ", in_one_line(policy.get(from..to)?));
    let mut after = String::new();
    if query.stmts.len() == 1 && follows_if(policy, start) {
        before.insert_str(0, "{ ");
        after.push_str(" }");
    }
    let edit = |start, end, text| Edit { start, end, text };
    Some(vec![edit(start, start, before), edit(from, to, name), edit(to, end, after)])
}

/// A call of a function of which the engine's result is another than OPA's.
fn call(expr: &Ref<Expr>) -> Option<Vec<Edit>> {
    let Expr::Call { fcn, .. } = expr.as_ref() else { return None };
    let called = reference(fcn)?.names().join(".");
    let (_, instead) = REPLACED.iter().find(|(name, _)| *name == called)?;
    let (start, end) = bounds(fcn.span());
    Some(vec![Edit { start, end, text: (*instead).to_owned() }])
}

/// The text without ends of lines, unless one ends a comment.
fn in_one_line(text: &str) -> String {
    if text.contains('#') { text.to_owned() } else { text.replace('\n', " ") }
}

/// Whether the condition at `start` is the whole body of a rule, without braces.
fn follows_if(policy: &str, start: usize) -> bool {
    let before = policy.get(..start).unwrap_or_default().trim_end();
    let word = before.rsplit(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next();
    word == Some("if")
}

/// Where a statement ends, with what it changes for itself.
fn end_of(statement: &LiteralStmt, policy: &str) -> usize {
    let end = statement.span.end as usize;
    end + usize::from(is_quote(policy.as_bytes().get(end)))
}

/// Where an expression stands. The engine leaves the quotes of strings out, so those next to it are taken back in.
fn bounds(span: &Span) -> (usize, usize) {
    let bytes = span.source.contents().as_bytes();
    let (start, end) = (span.start as usize, span.end as usize);
    let opens = start.checked_sub(1).is_some_and(|before| is_quote(bytes.get(before)));
    (start - usize::from(opens), end + usize::from(is_quote(bytes.get(end))))
}

fn is_quote(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b'"' | b'`'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(body: &str) -> String {
        let text = format!("package p\n\n{body}\n");
        let text = as_opa("p.rego", &text).expect("Rego");
        parse("p.rego", &text).expect("what is written is Rego");
        text.trim_start_matches("package p\n\n").trim_end().to_owned()
    }

    /// What OPA takes before a negation has a statement of its own, in the same line and under the same changes.
    #[test]
    fn statements_are_taken_apart() {
        for (written, meant) in [
            ("r if not f(input.x)", "r if { vnetguard_value_0 := input.x; not f(vnetguard_value_0) }"),
            (
                "r if {\n\ta\n\tnot f(input.x, 1) with input as \"q\"\n}",
                "r if {\n\ta\n\tvnetguard_value_0 := input.x with input as \"q\"; not f(vnetguard_value_0, 1) with input as \"q\"\n}",
            ),
            (
                "r := [y | some y in z; not \"a\" in y.list]",
                "r := [y | some y in z; vnetguard_value_0 := y.list; not \"a\" in vnetguard_value_0]",
            ),
            (
                "r if not count(input.x) == 1",
                "r if { vnetguard_value_0 := count(input.x); not vnetguard_value_0 == 1 }",
            ),
            ("r if not input.x == 1", "r if not input.x == 1"),
            ("r if not input.x", "r if not input.x"),
            ("r if not f(x)", "r if not f(x)"),
            ("r if not f({}) in {1}", "r if { vnetguard_value_0 := f({}); not vnetguard_value_0 in {1} }"),
            ("r if not input.a + 1 == 2", "r if { vnetguard_value_0 := input.a; not vnetguard_value_0 + 1 == 2 }"),
            ("r if not input.a[count([])]", "r if { vnetguard_value_0 := count([]); not input.a[vnetguard_value_0] }"),
            ("r if not is_null([x, \"a\"])", "r if not is_null([x, \"a\"])"),
            (
                "r if some x in input.l with input as {\"l\": [1]}",
                "r if { vnetguard_value_0 := input.l with input as {\"l\": [1]}; some x in vnetguard_value_0 }",
            ),
            (
                "r if {\n\tsome x in y with input as z\n\tx\n}",
                "r if {\n\tvnetguard_value_0 := y with input as z; some x in vnetguard_value_0\n\tx\n}",
            ),
            ("s contains x.y if some x in z", "s contains x.y if { some x in z; vnetguard_value_0 := x.y }"),
            ("s contains {\"a\": x} if some x in z", "s contains {\"a\": x} if some x in z"),
            (
                "o[x.k] := f(x) if {\n\tsome x in z\n\tx.v # why\n}",
                "o[x.k] := f(x) if {\n\tsome x in z\n\tx.v; vnetguard_value_0 := x.k; vnetguard_value_1 := f(x) # why\n}",
            ),
            (
                "r := 1 if {\n\tx\n} else := x.y if some x in z",
                "r := 1 if {\n\tx\n} else := x.y if { some x in z; vnetguard_value_0 := x.y }",
            ),
            ("f(x) := x.y if some z in x", "f(x) := x.y if some z in x"),
            ("r if every k in x { not y[k] }", "r if every k in x { count([1 | y[k]]) == 0 }"),
            (
                "r if {\n\tevery k in x {\n\t\tnot y.z[k].w with input as k # why\n\t}\n}",
                "r if {\n\tevery k in x {\n\t\tcount([1 | y.z[k].w]) == 0 with input as k # why\n\t}\n}",
            ),
            ("r if every c in x { not c.y }", "r if every c in x { not c.y }"),
            ("r if not y[k]", "r if not y[k]"),
            ("r := sprintf(\"%d\", [1])", "r := vnetguard.opa.sprintf(\"%d\", [1])"),
        ] {
            assert_eq!(rewritten(written), meant);
        }
    }

    /// What is moved is taken apart in its turn.
    #[test]
    fn what_is_moved_is_taken_apart() {
        let text = rewritten("r if not f(count([x | some x in y; not g(x.z)]))");
        assert!(text.contains("some x in y; vnetguard_value_2 := x.z; not g(vnetguard_value_2)"), "{text}");
    }
}
