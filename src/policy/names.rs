//! What names in policies refer to. The engine looks a name up when it reaches it, so a misspelt one lets a rule pass without a
//! word; here each is looked up when the policy is loaded.

use super::builtins::{OPERATORS, allowed};
use super::error::PolicyError;
use super::negation::taken_before;
use super::syntax::{Node, Parsed, Reference, head, parts, reference, text, walk};
use crate::model::KINDS;
use regorus::unstable::{Expr, Literal, Query, Ref, Rule, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What a bundle declares.
#[derive(Default)]
pub(super) struct Declarations {
    /// Number of arguments by path (`data.<package>.<rule>`); `None` for what is not a function.
    rules: BTreeMap<String, Option<usize>>,
    packages: BTreeSet<String>,
    /// Paths of data documents.
    data: BTreeSet<String>,
}

impl Declarations {
    /// The declarations of `modules`, and of data at the given paths.
    ///
    /// # Errors
    /// When a function is declared with two numbers of arguments.
    pub(super) fn of<'a>(
        modules: impl IntoIterator<Item = &'a Parsed>,
        data: impl IntoIterator<Item = String>,
    ) -> Result<Self, Vec<PolicyError>> {
        let mut declarations = Self { data: data.into_iter().collect(), ..Self::default() };
        let mut errors = Vec::new();
        for module in modules {
            let package = package_path(module);
            for rule in &module.module.policy {
                let (refr, arguments) = head(rule);
                let Some(found) = reference(refr) else { continue };
                let arity = arguments.map(<[_]>::len);
                let path = format!("{package}.{}", found.names().join("."));
                match declarations.rules.insert(path, arity) {
                    Some(other) if other != arity => {
                        let name = found.root.text();
                        errors.push(module.error(found.root, format!("'{name}' is declared in two ways")));
                    }
                    _ => {}
                }
            }
            declarations.packages.insert(package);
        }
        if errors.is_empty() { Ok(declarations) } else { Err(errors) }
    }

    /// The declared rules that `path` may read: itself, what it is a part of, and what is a part of it.
    pub(super) fn rules_at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> {
        let below = format!("{path}.");
        let above = prefixes(path).filter_map(|prefix| self.rules.get_key_value(prefix)).map(|(path, _)| path.as_str());
        let below = self
            .rules
            .range(below.clone()..)
            .map(|(path, _)| path.as_str())
            .take_while(move |path| path.starts_with(&below));
        above.chain(below)
    }

    fn has_data(&self, path: &str) -> bool {
        let below = format!("{path}.");
        prefixes(path).any(|prefix| self.data.contains(prefix))
            || self.data.range(below.clone()..).next().is_some_and(|data| data.starts_with(&below))
    }
}

/// `a.b.c`, `a.b`, `a`.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(prefix, _)| prefix))
}

fn package_path(module: &Parsed) -> String {
    format!("data.{}", module.package.join("."))
}

/// The names that mean something in a module.
pub(super) struct Names<'a> {
    module: &'a Parsed,
    declarations: &'a Declarations,
    package: String,
    imports: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(module: &'a Parsed, declarations: &'a Declarations) -> Self {
        let mut imports = BTreeMap::new();
        for import in &module.module.imports {
            let Some(path) = reference(&import.refr).map(|reference| reference.names()) else { continue };
            let alias = import.r#as.as_ref().map(|alias| alias.text().to_owned());
            if let (Some(name), Some("data" | "input")) =
                (alias.or_else(|| path.last().cloned()), path.first().map(String::as_str))
            {
                imports.insert(name, path.join("."));
            }
        }
        Self { module, declarations, package: package_path(module), imports }
    }

    /// The full path of a reference in a rule with these local names: `data.…` or `input.…`; `None` for a local name.
    pub(super) fn path(&self, reference: &Reference<'_>, locals: &BTreeSet<&str>) -> Option<String> {
        let root = reference.root.text();
        let tail = reference.path.iter().fold(String::new(), |tail, (name, _)| format!("{tail}.{name}"));
        if root == "data" || root == "input" {
            return Some(format!("{root}{tail}"));
        }
        if locals.contains(root) {
            return None;
        }
        if let Some(import) = self.imports.get(root) {
            return Some(format!("{import}{tail}"));
        }
        let own = format!("{}.{root}", self.package);
        self.declarations.rules_at(&own).next().is_some().then(|| format!("{own}{tail}"))
    }

    /// Everything in the module that refers to nothing.
    pub(super) fn check(&self) -> Vec<PolicyError> {
        let mut errors = Vec::new();
        for import in &self.module.module.imports {
            let Some(found) = reference(&import.refr) else { continue };
            let path = found.names().join(".");
            if self.is_ours() && path.starts_with("data.") && !self.is_declared(&path) {
                errors.push(self.module.error(&import.span, format!("there is no '{path}' to import")));
            }
        }
        for rule in &self.module.module.policy {
            self.check_rule(rule, &mut errors);
        }
        errors.sort_by_key(PolicyError::line);
        errors
    }

    /// Negations in the module that OPA understands differently.
    pub(super) fn negations(&self) -> Vec<PolicyError> {
        let spans = taken_before(self.module, &|operand| self.is_data(operand));
        let error = |span| {
            let problem = format!("OPA takes the value of '{}' before the negation", text(span));
            let help = "give the value a name in a line above, or the condition a rule of its own";
            self.module.error(span, problem).with_help(help)
        };
        spans.into_iter().map(error).collect()
    }

    /// Packages below `vnetguard` read the documents of this program. Others may read any, as their tests say.
    fn is_ours(&self) -> bool {
        self.module.package.first().is_some_and(|name| name == "vnetguard")
    }

    fn check_rule(&self, rule: &Rule, errors: &mut Vec<PolicyError>) {
        let locals = locals(rule);
        for (name, span) in &locals {
            if OPERATORS.contains(name) {
                let problem = format!("a variable called '{name}' hides the operator of that name");
                errors.push(self.module.error(span, problem).with_help("give the variable another name"));
            }
        }
        let names: BTreeSet<&str> = locals.keys().copied().collect();
        let kinds = self.entities(rule, &names);
        walk(parts(rule), &mut |node| {
            let Node::Expr(expr) = node else { return };
            match expr.as_ref() {
                Expr::Call { fcn, params, span, .. } => {
                    errors.extend(reference(fcn).and_then(|fcn| self.wrong_call(&fcn, params.len(), span, &names)));
                }
                Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                    let Some(found) = reference(expr) else { return };
                    if self.is_ours() {
                        let wrong = self.wrong_reference(&found, &names);
                        errors.extend(wrong.or_else(|| self.wrong_attribute(&found, &kinds)));
                    }
                }
                _ => {}
            }
        });
    }

    /// Whether an expression is a reference into data, which always has a value.
    fn is_data(&self, expr: &Ref<Expr>) -> bool {
        let path = reference(expr)
            .filter(|found| found.computed.is_empty())
            .and_then(|found| self.path(&found, &BTreeSet::new()));
        path.is_some_and(|path| self.declarations.has_data(&path))
    }

    fn is_declared(&self, path: &str) -> bool {
        self.declarations.rules_at(path).next().is_some()
            || self.declarations.has_data(path)
            || self.declarations.packages.contains(path)
    }

    fn wrong_call(
        &self,
        function: &Reference<'_>,
        arguments: usize,
        span: &Span,
        locals: &BTreeSet<&str>,
    ) -> Option<PolicyError> {
        let shown = function.names().join(".");
        let path = self.path(function, locals);
        let expected = match &path {
            Some(path) => self.declarations.rules.get(path).copied(),
            None => allowed().get(&shown).map(|arity| Some(arity.unwrap_or(arguments))),
        };
        let problem = match expected {
            Some(Some(expected)) if expected == arguments => return None,
            // The result may be matched by one more argument, which in our packages would rather be a mistake.
            Some(Some(expected)) if expected + 1 == arguments && (!self.is_ours() || shown == "walk") => return None,
            Some(Some(expected)) => format!("'{shown}' takes {}, not {arguments}", number(expected)),
            Some(None) => format!("'{shown}' is a rule, not a function"),
            None => format!("there is no function '{shown}'"),
        };
        let error = self.module.error(span, problem);
        Some(match (expected, self.similar(&shown, path.as_deref())) {
            (None, Some(similar)) => error.with_help(format!("did you mean '{similar}'?")),
            (None, None) => error.with_help("'policies/capabilities.json' lists the functions that policies may call"),
            _ => error.with_help("a result is assigned with ':='"),
        })
    }

    fn wrong_reference(&self, found: &Reference<'_>, locals: &BTreeSet<&str>) -> Option<PolicyError> {
        let path = self.path(found, locals)?;
        let span = found.path.last().map_or(found.root, |(_, span)| span);
        if let Some(rest) = path.strip_prefix("input.") {
            let problem = wrong_input(rest)?;
            return Some(self.module.error(span, problem).with_help("'docs/policy-input.md' shows the document"));
        }
        let is_test = self.module.package.last().is_some_and(|name| name.ends_with("_test"));
        // Each rule is evaluated by itself.
        if !is_test && path.starts_with("data.vnetguard.rules.") && !path.starts_with(&self.package) {
            let error = self.module.error(span, "rules do not read each other");
            return Some(error.with_help("put what they share in a library"));
        }
        // Tests may put data where there is none.
        if path == "input" || path == "data" || is_test || self.is_declared(&path) {
            return None;
        }
        let error = self.module.error(span, format!("there is no '{path}'"));
        Some(match self.similar(&found.names().join("."), Some(&path)) {
            Some(similar) => error.with_help(format!("did you mean '{similar}'?")),
            None => error.with_help("a reference to nothing is undefined, so the rule would never hold"),
        })
    }

    /// The nearest name that there is, written as the policy wrote the wrong one.
    fn similar(&self, shown: &str, path: Option<&str>) -> Option<String> {
        let (stem, wanted) = shown.rsplit_once('.').unwrap_or(("", shown));
        let join = |name: &str| if stem.is_empty() { name.to_owned() } else { format!("{stem}.{name}") };
        let package = path.and_then(|path| path.rsplit_once('.')).map_or(self.package.as_str(), |(package, _)| package);
        let is_own = path.is_some() || stem.is_empty();
        let rules = self.declarations.rules.keys().filter(|_| is_own);
        let siblings = rules.filter_map(|rule| rule.strip_prefix(package)?.strip_prefix('.'));
        let own = siblings.map(join);
        let builtins = allowed().keys().cloned();
        nearest(wanted, shown, own.chain(builtins))
    }

    /// Local names that stand for an entity of a kind: `some id, subnet in input.after.subnets`, `x := input.after.subnets[id]`.
    fn entities<'r>(&self, rule: &'r Rule, locals: &BTreeSet<&str>) -> BTreeMap<&'r str, &'static str> {
        let mut kinds: BTreeMap<&str, Option<&'static str>> = BTreeMap::new();
        let mut bind = |name: &'r Ref<Expr>, kind: Option<&'static str>| {
            if let Expr::Var { span, .. } = name.as_ref() {
                // A name that is bound twice stands for nothing in particular.
                kinds
                    .entry(span.text())
                    .and_modify(|known| *known = known.filter(|known| Some(*known) == kind))
                    .or_insert(kind);
            }
        };
        walk(parts(rule), &mut |node| match node {
            Node::Query(query) => {
                for statement in &query.stmts {
                    if let Literal::SomeIn { value, collection, .. } = &statement.literal {
                        bind(value, self.kind_of(collection, 0, locals));
                    }
                }
            }
            Node::Expr(expr) => {
                if let Expr::AssignExpr { lhs, rhs, .. } = expr.as_ref() {
                    bind(lhs, self.kind_of(rhs, 1, locals));
                }
            }
        });
        kinds.into_iter().filter_map(|(name, kind)| Some((name, kind?))).collect()
    }

    /// The kind of the entities in `input.after.<kind>` (`depth` 0), or of the entity in `input.after.<kind>[…]` (1).
    fn kind_of(&self, expr: &Ref<Expr>, depth: usize, locals: &BTreeSet<&str>) -> Option<&'static str> {
        let found = reference(expr)?;
        let path = self.path(&found, locals)?;
        let mut names = path.split('.');
        let (_, _, plural) = (names.next().filter(|root| *root == "input")?, names.next()?, names.next()?);
        // An entity is behind one bracket, computed or a name.
        let behind = names.count() + found.computed.len();
        let is_entity = behind == depth;
        let schema = KINDS.iter().find(|schema| is_entity && schema.plural == plural)?;
        is_bracketed_last(expr, found.computed.len()).then_some(schema.plural)
    }

    fn wrong_attribute(&self, found: &Reference<'_>, kinds: &BTreeMap<&str, &'static str>) -> Option<PolicyError> {
        let plural = *kinds.get(found.root.text())?;
        let (name, span) = found.path.first()?;
        let attributes = attributes(plural);
        if attributes.contains(name.as_str()) {
            return None;
        }
        let error = self.module.error(span, format!("entities of '{plural}' have no attribute '{name}'"));
        Some(match nearest(name, name, attributes.iter().map(|name| (*name).to_owned())) {
            Some(similar) => error.with_help(format!("did you mean '{similar}'?")),
            None => error.with_help("'vnetguard schema model' lists kinds and attributes"),
        })
    }
}

/// Whether the expression ends in its computed part: `a.b[i]`, not `a.b[i].c`.
fn is_bracketed_last(expr: &Ref<Expr>, computed: usize) -> bool {
    computed == 0 || matches!(expr.as_ref(), Expr::RefBrack { .. })
}

/// What an entity of the kind may have, references from others and what every entity has included.
pub(super) fn attributes(plural: &str) -> BTreeSet<&'static str> {
    let kind = KINDS.iter().find(|schema| schema.plural == plural);
    let own = kind.into_iter().flat_map(|schema| schema.attributes).map(|attribute| attribute.name);
    let target = kind.map(|schema| schema.kind);
    let others = KINDS.iter().flat_map(|schema| schema.attributes);
    let inverse =
        others.filter(|attribute| attribute.shape.target() == target).filter_map(|attribute| attribute.inverse);
    let facts: &[&str] = if plural == "subnets" { &["default_route", "flows", "placement", "routes"] } else { &[] };
    own.chain(inverse)
        .chain(facts.iter().copied())
        .chain(["id", "kind", "presence", "stated_by", "subject", "unknown"])
        .collect()
}

/// What is wrong with `input.<rest>`.
fn wrong_input(rest: &str) -> Option<String> {
    let mut names = rest.split('.');
    match (names.next()?, names.next()) {
        ("after" | "before", Some(kind)) if !KINDS.iter().any(|schema| schema.plural == kind) => {
            let similar = nearest(kind, kind, KINDS.iter().map(|schema| schema.plural.to_owned()));
            let hint = similar.map(|similar| format!("; did you mean '{similar}'?")).unwrap_or_default();
            Some(format!("there are no entities called '{kind}'{hint}"))
        }
        ("after" | "before" | "changes" | "context" | "order", _) => None,
        (other, _) => Some(format!("the input document has no '{other}'")),
    }
}

fn number(arguments: usize) -> String {
    match arguments {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        more => format!("{more} arguments"),
    }
}

/// The candidate that differs least, when it differs by little.
fn nearest(wanted: &str, shown: &str, candidates: impl Iterator<Item = String>) -> Option<String> {
    candidates
        .map(|candidate| (distance(shown, &candidate), candidate))
        .filter(|(distance, _)| *distance <= 1 + wanted.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Number of letters to insert, remove or replace.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (other, above) in two.iter().zip(row.iter().skip(1)) {
            left = (above + 1).min(left + 1).min(diagonal + usize::from(letter != *other));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The names that a rule binds anywhere in it, each with one place.
pub(super) fn locals(rule: &Rule) -> BTreeMap<&str, &Span> {
    let mut found = BTreeMap::new();
    for argument in head(rule).1.unwrap_or_default() {
        variables(argument, &mut found);
    }
    walk(parts(rule), &mut |node| match node {
        Node::Query(query) => bound(query, &mut found),
        Node::Expr(expr) => {
            if let Expr::AssignExpr { lhs, op: regorus::unstable::AssignOp::ColEq, .. } = expr.as_ref() {
                variables(lhs, &mut found);
            }
        }
    });
    found.remove("_");
    found
}

fn bound<'a>(query: &'a Query, found: &mut BTreeMap<&'a str, &'a Span>) {
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => found.extend(vars.iter().map(|span| (span.text(), span))),
            Literal::SomeIn { key, value, .. } => {
                key.iter().chain([value]).for_each(|pattern| variables(pattern, found));
            }
            Literal::Every { key, value, .. } => {
                found.extend(key.iter().chain([value]).map(|span| (span.text(), span)));
            }
            Literal::Expr { .. } | Literal::NotExpr { .. } => {}
        }
    }
}

/// The variables of a pattern.
fn variables<'a>(pattern: &'a Ref<Expr>, found: &mut BTreeMap<&'a str, &'a Span>) {
    walk(vec![Node::Expr(pattern)], &mut |node| {
        if let Node::Expr(expr) = node
            && let Expr::Var { span, .. } = expr.as_ref()
        {
            found.insert(span.text(), span);
        }
    });
}
