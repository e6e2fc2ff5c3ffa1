//! Why a test is not true: the first statement of its body that does not hold, and the values in it.
//!
//! Rules are added to the test's package that hold as long as the statements up to one of them hold, and sets of the values that
//! parts of the failing statement have there. They are asked in a copy of the engine.

use super::super::syntax::{Node, Parsed, text as text_of, walk};
use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Ref, Rule};
use std::fmt::Write as _;

/// Most values that are shown of one statement.
const VALUES: usize = 6;

/// Longest text of one value, in characters.
const WIDTH: usize = 160;

/// What each body of a test came to, as lines; empty when nothing can be told.
pub(super) fn why(engine: &regorus::Engine, module: &Parsed, first: usize) -> Vec<String> {
    let Some(named) = module.module.policy.get(first) else { return Vec::new() };
    let name = super::head(named).0.span().text();
    let same = module.module.policy.iter().filter(|rule| super::head(rule).0.span().text() == name);
    same.flat_map(|rule| match rule.as_ref() {
        Rule::Spec { bodies, .. } => bodies.iter().flat_map(|body| of_body(engine, module, &body.query)).collect(),
        Rule::Default { .. } => Vec::new(),
    })
    .collect()
}

fn of_body(engine: &regorus::Engine, module: &Parsed, query: &Query) -> Vec<String> {
    let mut probes = Probes::new(module);
    for count in 1..=query.stmts.len() {
        probes.holds(&query.stmts, count);
    }
    let Some(at) = probes.first_that_fails(engine, query.stmts.len()) else { return Vec::new() };
    let Some(failing) = query.stmts.get(at) else { return Vec::new() };
    let mut lines = vec![format!("line {}: {} is not true", failing.span.line, one_line(text_of(&failing.span)))];
    for part in parts(&failing.literal) {
        let text = one_line(part.text);
        // Parts that mean something only inside of a comprehension have no value here.
        if let Some(value) = Probes::new(module).value(engine, &query.stmts, at, &part) {
            lines.push(format!("  {text} is {value}"));
        }
    }
    lines
}

/// A part of a statement whose value says something.
struct Part<'a> {
    text: &'a str,
    /// For `every`: what must hold of each element, whose name stands in `text`.
    unless: Option<(Option<&'a str>, &'a str, &'a str)>,
}

fn parts(literal: &Literal) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    match literal {
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => operands(expr, 0, &mut found),
        Literal::SomeIn { collection, .. } => push(collection, &mut found),
        Literal::Every { key, value, domain, query, .. } => {
            push(domain, &mut found);
            let body = text_of(&query.span).trim().trim_start_matches('{').trim_end_matches('}');
            let key = key.as_ref().map(|key| key.text());
            found.push(Part { text: value.text(), unless: Some((key, text_of(domain.span()), body)) });
        }
        Literal::SomeVars { .. } => {}
    }
    found.truncate(VALUES);
    found
}

/// The operands of a comparison, of a membership, of an assignment and of calls in them.
fn operands<'a>(expr: &'a Ref<Expr>, depth: usize, found: &mut Vec<Part<'a>>) {
    const DEEPEST: usize = 3;
    let below: Vec<&Ref<Expr>> = match expr.as_ref() {
        Expr::BoolExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } | Expr::BinExpr { lhs, rhs, .. } => {
            vec![lhs, rhs]
        }
        Expr::AssignExpr { rhs, .. } => vec![rhs],
        Expr::Membership { value, collection, .. } => vec![value, collection],
        Expr::Call { params, .. } => params.iter().collect(),
        Expr::ArrayCompr { query, .. } | Expr::SetCompr { query, .. } => query
            .stmts
            .iter()
            .filter_map(|statement| match &statement.literal {
                Literal::SomeIn { collection, .. } => Some(collection),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let is_whole = depth == 0
        && matches!(expr.as_ref(), Expr::BoolExpr { .. } | Expr::AssignExpr { .. } | Expr::Membership { .. });
    if !is_whole {
        push(expr, found);
    }
    if depth < DEEPEST {
        below.into_iter().for_each(|expr| operands(expr, depth + 1, found));
    }
}

fn push<'a>(expr: &'a Ref<Expr>, found: &mut Vec<Part<'a>>) {
    let text = text_of(expr.span());
    if !found.iter().any(|part| part.text == text) && !is_constant(expr) {
        found.push(Part { text, unless: None });
    }
}

/// Whether an expression is written out: a reader sees its value.
fn is_constant(expr: &Ref<Expr>) -> bool {
    let mut is_constant = true;
    walk(vec![Node::Expr(expr)], &mut |node| {
        is_constant &= match node {
            Node::Query(_) => false,
            Node::Expr(expr) => !matches!(
                expr.as_ref(),
                Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. }
            ),
        };
    });
    is_constant
}

/// Rules that are added to a test's package.
struct Probes {
    package: String,
    text: String,
}

impl Probes {
    fn new(module: &Parsed) -> Self {
        let mut text = format!("{}\n", text_of(&module.module.package.span));
        for import in &module.module.imports {
            let _ = writeln!(text, "{}", text_of(&import.span));
        }
        Self { package: module.package.join("."), text }
    }

    /// A rule that holds when the first `count` statements do.
    fn holds(&mut self, statements: &[LiteralStmt], count: usize) {
        let _ = writeln!(self.text, "vnetguard_holds_{count} if {{\n{}}}", body(statements, count));
    }

    fn first_that_fails(self, engine: &regorus::Engine, count: usize) -> Option<usize> {
        let mut engine = engine.clone();
        engine.add_policy("(why)".to_owned(), self.text).ok()?;
        for at in 0..count {
            let path = format!("data.{}.vnetguard_holds_{}", self.package, at + 1);
            match engine.eval_rule(path) {
                Ok(regorus::Value::Bool(true)) => {}
                Ok(_) => return Some(at),
                Err(_) => return None,
            }
        }
        None
    }

    /// The values of a part where the statements before `at` hold; `None` when it cannot be asked for.
    fn value(
        mut self,
        engine: &regorus::Engine,
        statements: &[LiteralStmt],
        at: usize,
        part: &Part<'_>,
    ) -> Option<String> {
        let withs: String = statements.get(at)?.with_mods.iter().fold(String::new(), |mut text, with| {
            let _ = write!(text, " with {} as {}", text_of(with.refr.span()), text_of(with.r#as.span()));
            text
        });
        let before = body(statements, at);
        let asked = match part.unless {
            None => format!("vnetguard_value := {}{withs}", part.text),
            Some((key, domain, body)) => {
                let key = key.map(|key| format!("{key}, ")).unwrap_or_default();
                let element = part.text;
                format!(
                    "vnetguard_value := [{element} | some {key}{element} in {domain}; count([1 | {body}]) == 0]{withs}"
                )
            }
        };
        let _ = writeln!(self.text, "vnetguard_values contains vnetguard_value if {{\n{before}{asked}\n}}");
        let mut engine = engine.clone();
        engine.add_policy("(why)".to_owned(), self.text).ok()?;
        let value = engine.eval_rule(format!("data.{}.vnetguard_values", self.package)).ok()?;
        let texts: Vec<String> = value.as_set().ok()?.iter_sorted().map(shown).collect();
        Some(if texts.is_empty() { "undefined".to_owned() } else { texts.join(" or ") })
    }
}

fn body(statements: &[LiteralStmt], count: usize) -> String {
    statements.iter().take(count).fold(String::new(), |mut text, statement| {
        let _ = writeln!(text, "{}", text_of(&statement.span));
        text
    })
}

fn shown(value: &regorus::Value) -> String {
    cut(&serde_json::to_string(value).unwrap_or_else(|_| "?".to_owned()))
}

/// Text on one line, not too long.
fn one_line(text: &str) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
