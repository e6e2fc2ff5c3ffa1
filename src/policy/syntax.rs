//! Rego as a tree: parsing, and the few questions that the checks ask of it. What a name means is `names.rs`'s.

use super::error::PolicyError;
use regorus::unstable::{Expr, Literal, Module, Parser, Query, Ref, Rule, RuleHead, Source, Span};

/// A parsed file.
pub(super) struct Parsed {
    /// Path as it is shown.
    pub(super) file: String,
    /// Components of the package, without `data`.
    pub(super) package: Vec<String>,
    /// The tree.
    pub(super) module: Module,
}

/// Parses one file.
///
/// # Errors
/// When the text is not Rego, with the place.
pub(super) fn parse(file: &str, text: &str) -> Result<Parsed, PolicyError> {
    let parsed = Source::from_contents(file.to_owned(), text.to_owned()).and_then(|source| {
        let mut parser = Parser::new(&source)?;
        parser.enable_rego_v1()?;
        parser.parse()
    });
    let module = parsed.map_err(|error| {
        PolicyError::loading(file, error.to_string())
            .of_engine(|named| (named == file).then(|| text.to_owned()))
            .with_help("mend the Rego; 'import rego.v1' is implied")
    })?;
    let package = reference(&module.package.refr).map(|reference| reference.names()).unwrap_or_default();
    Ok(Parsed { file: file.to_owned(), package, module })
}

impl Parsed {
    /// An error at `span` of this file.
    pub(super) fn error(&self, span: &Span, problem: impl Into<String>) -> PolicyError {
        let (start, end) = (span.start as usize, span.end as usize);
        let text = span.source.contents().clone();
        PolicyError::loading(&self.file, problem).at(&self.file, text, start, end.saturating_sub(start), "here")
    }
}

/// A reference such as `data.a["b"][i].c`: its root and the names behind it, up to the first that is computed.
pub(super) struct Reference<'a> {
    /// The variable it starts from.
    pub(super) root: &'a Span,
    /// The names that are written out, with their places.
    pub(super) path: Vec<(String, &'a Span)>,
    /// The expressions in brackets that are computed.
    pub(super) computed: Vec<&'a Ref<Expr>>,
}

impl Reference<'_> {
    /// Root and path.
    pub(super) fn names(&self) -> Vec<String> {
        let path = self.path.iter().map(|(name, _)| name.clone());
        std::iter::once(self.root.text().to_owned()).chain(path).collect()
    }
}

/// The reference that `expr` is, unless it starts from something else than a variable.
pub(super) fn reference(expr: &Ref<Expr>) -> Option<Reference<'_>> {
    enum Step<'a> {
        Name(String, &'a Span),
        Computed(&'a Ref<Expr>),
    }
    let mut steps = Vec::new();
    let mut at: &Expr = expr;
    let root = loop {
        match at {
            Expr::Var { span, .. } => break span,
            Expr::RefDot { refr, field, .. } => {
                steps.push(Step::Name(field.0.text().to_owned(), &field.0));
                at = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                steps.push(match index.as_ref() {
                    Expr::String { span, value, .. } | Expr::RawString { span, value, .. } => {
                        Step::Name(value.as_string().map(|name| name.to_string()).unwrap_or_default(), span)
                    }
                    _ => Step::Computed(index),
                });
                at = refr;
            }
            _ => return None,
        }
    };
    let mut found = Reference { root, path: Vec::new(), computed: Vec::new() };
    for step in steps.into_iter().rev() {
        match step {
            Step::Name(name, span) if found.computed.is_empty() => found.path.push((name, span)),
            Step::Name(..) => {}
            Step::Computed(index) => found.computed.push(index),
        }
    }
    Some(found)
}

/// The text of a span. The engine leaves the quotes of strings out, so those next to it are taken back in.
pub(super) fn text(span: &Span) -> &str {
    let contents = span.source.contents();
    let (start, end) = (span.start as usize, span.end as usize);
    let is_quote = |letter: Option<char>| matches!(letter, Some('"' | '`'));
    let opens = is_quote(contents.get(..start).and_then(|before| before.chars().next_back()));
    let closes = is_quote(contents.get(end..).and_then(|after| after.chars().next()));
    contents.get(start - usize::from(opens)..end + usize::from(closes)).unwrap_or_default()
}

/// The head of a rule: what it defines, and the arguments when it is a function.
pub(super) fn head(rule: &Rule) -> (&Ref<Expr>, Option<&[Ref<Expr>]>) {
    match rule {
        Rule::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. }, .. } => (refr, None),
        Rule::Spec { head: RuleHead::Func { refr, args, .. }, .. } => (refr, Some(args)),
        Rule::Default { refr, args, .. } => (refr, (!args.is_empty()).then_some(args)),
    }
}

/// A part of a tree.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    /// An expression.
    Expr(&'a Ref<Expr>),
    /// The body of a rule, a comprehension or an `every`.
    Query(&'a Query),
}

/// Everything below the head's reference: arguments, values and bodies.
pub(super) fn parts(rule: &Rule) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    match rule {
        Rule::Spec { head, bodies, .. } => {
            let assign = match head {
                RuleHead::Compr { refr, assign, .. } => {
                    nodes.extend(reference(refr).into_iter().flat_map(|refr| refr.computed).map(Node::Expr));
                    assign
                }
                RuleHead::Set { refr, key, .. } => {
                    nodes.extend(reference(refr).into_iter().flat_map(|refr| refr.computed).map(Node::Expr));
                    nodes.extend(key.iter().map(Node::Expr));
                    &None
                }
                RuleHead::Func { args, assign, .. } => {
                    nodes.extend(args.iter().map(Node::Expr));
                    assign
                }
            };
            nodes.extend(assign.iter().map(|assign| Node::Expr(&assign.value)));
            for body in bodies {
                nodes.extend(body.assign.iter().map(|assign| Node::Expr(&assign.value)));
                nodes.push(Node::Query(&body.query));
            }
        }
        Rule::Default { args, value, .. } => {
            nodes.extend(args.iter().map(Node::Expr));
            nodes.push(Node::Expr(value));
        }
    }
    nodes
}

/// Visits every expression and query in and below `nodes`, in no particular order and without recursion: trees are as deep
/// as their authors like. A reference is one expression; only what its brackets compute is visited by itself.
pub(super) fn walk<'a>(nodes: Vec<Node<'a>>, visit: &mut impl FnMut(Node<'a>)) {
    let mut open = nodes;
    while let Some(node) = open.pop() {
        visit(node);
        match node {
            Node::Query(query) => query.stmts.iter().for_each(|statement| {
                literal(&statement.literal, &mut open);
                for with in &statement.with_mods {
                    open.extend([Node::Expr(&with.refr), Node::Expr(&with.r#as)]);
                }
            }),
            Node::Expr(expr) => children(expr, &mut open),
        }
    }
}

fn literal<'a>(literal: &'a Literal, open: &mut Vec<Node<'a>>) {
    match literal {
        Literal::SomeVars { .. } => {}
        Literal::SomeIn { key, value, collection, .. } => {
            open.extend(key.iter().chain([value, collection]).map(Node::Expr));
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => open.push(Node::Expr(expr)),
        Literal::Every { domain, query, .. } => open.extend([Node::Expr(domain), Node::Query(query)]),
    }
}

fn children<'a>(expr: &'a Ref<Expr>, open: &mut Vec<Node<'a>>) {
    match expr.as_ref() {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
        Expr::Array { items, .. } | Expr::Set { items, .. } => open.extend(items.iter().map(Node::Expr)),
        Expr::Object { fields, .. } => {
            open.extend(fields.iter().flat_map(|(_, key, value)| [Node::Expr(key), Node::Expr(value)]));
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            open.extend([Node::Expr(term), Node::Query(query)]);
        }
        Expr::ObjectCompr { key, value, query, .. } => {
            open.extend([Node::Expr(key), Node::Expr(value), Node::Query(query)]);
        }
        Expr::Call { params, .. } => open.extend(params.iter().map(Node::Expr)),
        Expr::UnaryExpr { expr, .. } => open.push(Node::Expr(expr)),
        Expr::RefDot { refr, .. } => match reference(expr) {
            Some(reference) => open.extend(reference.computed.into_iter().map(Node::Expr)),
            None => open.push(Node::Expr(refr)),
        },
        Expr::RefBrack { refr, index, .. } => match reference(expr) {
            Some(reference) => open.extend(reference.computed.into_iter().map(Node::Expr)),
            None => open.extend([Node::Expr(refr), Node::Expr(index)]),
        },
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => open.extend([Node::Expr(lhs), Node::Expr(rhs)]),
        Expr::Membership { key, value, collection, .. } => {
            open.extend(key.iter().chain([value, collection]).map(Node::Expr));
        }
    }
}
