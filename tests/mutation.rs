//! Mutations of policies: each condition left out or negated, each comparison moved by one, each constant changed. The policy's
//! own tests notice, or a case does; what nobody notices is listed, in `target/surviving-mutants.txt` too.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use regorus::unstable::{BoolOp, Expr, Literal, Parser, Query, Ref, Rule, RuleHead, Source, Span};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use vnetguard::cases::{Case, FORMS, Form, compare, read};
use vnetguard::facts::policy_input;
use vnetguard::model::Model;
use vnetguard::policy::{Bundle, Catalogue, Judge, Limits, TestOptions, run_checked_tests};
use vnetguard::report::Report;
use vnetguard::{CheckOptions, ingest};

/// What of the mutants must be noticed, in percent.
const NOTICED: usize = 95;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A policy with one change.
#[derive(Debug, Clone)]
struct Mutant {
    policy: String,
    line: u32,
    what: String,
    text: String,
}

impl fmt::Display for Mutant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.policy, self.line, self.what)
    }
}

/// Collects the mutants of one policy.
struct Mutator<'a> {
    policy: &'a str,
    text: &'a str,
    mutants: Vec<Mutant>,
}

impl Mutator<'_> {
    fn replace(&mut self, span: &Span, from: usize, to: usize, with: &str) {
        let old = self.text[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
        self.mutants.push(Mutant {
            policy: self.policy.to_owned(),
            line: span.line,
            what: format!("'{old}' becomes '{with}'"),
            text: format!("{}{with}{}", &self.text[..from], &self.text[to..]),
        });
    }

    /// The bytes of a span; the engine leaves the quotes of strings out.
    fn bytes(&self, span: &Span) -> (usize, usize) {
        let (start, end) = (span.start as usize, span.end as usize);
        let opens = self.text[..start].ends_with('"');
        let closes = self.text[end..].starts_with('"');
        (start - usize::from(opens), end + usize::from(closes))
    }

    fn rule(&mut self, rule: &Rule) {
        let Rule::Spec { head, bodies, .. } = rule else { return };
        match head {
            RuleHead::Set { key, .. } => key.iter().for_each(|key| self.expr(key)),
            RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                assign.iter().for_each(|assign| self.expr(&assign.value));
            }
        }
        bodies.iter().for_each(|body| self.query(&body.query));
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            let (from, to) = self.bytes(&statement.span);
            match &statement.literal {
                Literal::Expr { expr, .. } => {
                    if !matches!(expr.as_ref(), Expr::AssignExpr { .. }) {
                        self.replace(&statement.span, from, to, "true");
                        let negated = format!("not {}", &self.text[from..to]);
                        self.replace(&statement.span, from, to, &negated);
                    }
                    self.expr(expr);
                }
                Literal::NotExpr { expr, .. } => {
                    self.replace(&statement.span, from, to, "true");
                    let (start, end) = self.bytes(expr.span());
                    let affirmed = self.text[start..end].to_owned();
                    self.replace(&statement.span, from, to, &affirmed);
                    self.expr(expr);
                }
                Literal::SomeIn { collection, .. } => self.expr(collection),
                Literal::Every { domain, query, .. } => {
                    self.replace(&statement.span, from, to, "true");
                    self.expr(domain);
                    self.query(query);
                }
                Literal::SomeVars { .. } => {}
            }
        }
    }

    fn expr(&mut self, expr: &Ref<Expr>) {
        match expr.as_ref() {
            Expr::Number { span, value, .. } => {
                let (from, to) = self.bytes(span);
                let more = value.as_i64().map(|number| number + 1).expect("a whole number");
                self.replace(span, from, to, &more.to_string());
            }
            Expr::String { span, value, .. } => {
                let (from, to) = self.bytes(span);
                // Half of the text, so that an order of texts changes too.
                let text = value.as_string().expect("a string");
                let half: String = text.chars().take(text.chars().count() / 2).collect();
                self.replace(span, from, to, &format!("\"{half}\""));
            }
            Expr::BoolExpr { span, op, lhs, rhs, .. } => {
                if let Some((old, new)) = moved(op) {
                    let between = (self.bytes(lhs.span()).1, self.bytes(rhs.span()).0);
                    let at = between.0 + self.text[between.0..between.1].find(old).expect("the operator");
                    self.replace(span, at, at + old.len(), new);
                }
                [lhs, rhs].into_iter().for_each(|expr| self.expr(expr));
            }
            // Texts of messages are wording.
            Expr::Call { fcn, params, .. } => {
                let is_message = ["sprintf", "concat"].contains(&fcn.span().text());
                params.iter().skip(usize::from(is_message)).for_each(|expr| self.expr(expr));
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|expr| self.expr(expr)),
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, _, value)| self.expr(value)),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expr(term);
                self.query(query);
            }
            Expr::ObjectCompr { value, query, .. } => {
                self.expr(value);
                self.query(query);
            }
            Expr::BinExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } | Expr::AssignExpr { lhs, rhs, .. } => {
                [lhs, rhs].into_iter().for_each(|expr| self.expr(expr));
            }
            Expr::Membership { value, collection, .. } => {
                [value, collection].into_iter().for_each(|expr| self.expr(expr));
            }
            Expr::UnaryExpr { expr, .. } => self.expr(expr),
            Expr::RefBrack { refr, index, .. } => [refr, index].into_iter().for_each(|expr| self.expr(expr)),
            Expr::RefDot { refr, .. } => self.expr(refr),
            _ => {}
        }
    }
}

/// A comparison that differs where both sides are equal.
fn moved(op: &BoolOp) -> Option<(&'static str, &'static str)> {
    match op {
        BoolOp::Lt => Some(("<", "<=")),
        BoolOp::Le => Some(("<=", "<")),
        BoolOp::Gt => Some((">", ">=")),
        BoolOp::Ge => Some((">=", ">")),
        BoolOp::Eq | BoolOp::Ne => None,
    }
}

fn mutants(policy: &str, text: &str) -> Vec<Mutant> {
    let source = Source::from_contents(policy.to_owned(), text.to_owned()).expect("a source");
    let mut parser = Parser::new(&source).expect("a parser");
    parser.enable_rego_v1().expect("rego v1");
    let module = parser.parse().expect("Rego");
    let mut mutator = Mutator { policy, text, mutants: Vec::new() };
    module.policy.iter().for_each(|rule| mutator.rule(rule));
    mutator.mutants
}

/// One input of a case, ready to be judged.
struct Input {
    case: Case,
    text: String,
    form: Form,
    model: Model,
    document: String,
}

fn inputs(bundle: &Bundle) -> Vec<Input> {
    let mut inputs = Vec::new();
    for folder in bundle.cases() {
        let (case, text) = read(folder).expect("a case");
        for form in FORMS {
            let name = if form == Form::Terraform { "plan.json" } else { "template.json" };
            let path = folder.join(form.name()).join(name);
            let parameters = folder.join("arm/parameters.json");
            if path.is_file() {
                let parameters = [parameters].into_iter().filter(|path| form == Form::Arm && path.is_file()).collect();
                let options = CheckOptions { inputs: vec![path], parameters, ..CheckOptions::default() };
                let model = ingest(&options).expect("an input");
                let document = policy_input(&model, &case.context()).expect("a document");
                inputs.push(Input { case: case.clone(), text: text.clone(), form, model, document });
            }
        }
    }
    inputs
}

/// What is tested when a policy is changed: itself and, for a library, everything that names it.
struct Tested<'a> {
    bundle: &'a Bundle,
    /// By policy, what it needs to be tested.
    parts: BTreeMap<&'a str, Bundle>,
}

impl<'a> Tested<'a> {
    fn of(bundle: &'a Bundle) -> Self {
        let parts = bundle.policies().map(|(policy, _)| (policy, bundle.of_policy(policy))).collect();
        Self { bundle, parts }
    }

    /// The policy itself comes first.
    fn parts(&self, policy: &str) -> impl Iterator<Item = &Bundle> {
        let has = move |part: &&Bundle| part.policies().any(|(name, _)| name == policy);
        let others = self.parts.iter().filter(move |(name, part)| **name != policy && has(part)).map(|(_, part)| part);
        self.parts.get(policy).into_iter().chain(others)
    }

    fn fate(&self, inputs: &[Input], mutant: &Mutant) -> Fate {
        for part in self.parts(&mutant.policy) {
            let mut part = part.clone();
            assert!(part.replace(&mutant.policy, &mutant.text));
            let Ok(run) = run_checked_tests(&part, &TestOptions::default()) else { return Fate::Unloadable };
            if run.tests.iter().any(|test| format!("{:?}", test.status).contains("unsafe")) {
                return Fate::Unloadable;
            }
            // A library may be tested by what uses it alone.
            if !run.tests.is_empty() && !run.is_success() {
                return Fate::Noticed;
            }
        }
        if self.is_noticed_by_cases(inputs, mutant) { Fate::Noticed } else { Fate::Survives }
    }

    /// Whether an expectation of a case is not met, or a policy fails.
    fn is_noticed_by_cases(&self, inputs: &[Input], mutant: &Mutant) -> bool {
        let is_library = mutant.policy.starts_with("lib/");
        let mut bundle = if is_library { self.bundle.clone() } else { self.bundle.of_policy(&mutant.policy) };
        assert!(bundle.replace(&mutant.policy, &mutant.text));
        let catalogue = Catalogue::load(&bundle).expect("the catalogue");
        let mut judge = Judge::new(&catalogue, Limits::default()).expect("a judge");
        inputs.iter().any(|input| {
            let Ok(verdicts) = judge.evaluate(&input.document, &input.model, &input.case.context()) else {
                return true;
            };
            let report = Report { rules: catalogue.rules().cloned().collect(), verdicts, ..Report::default() };
            !compare(&input.case, &input.text, input.form, &report).wrong.is_empty()
        })
    }
}

/// What becomes of a mutant.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It cannot be loaded, which proves nothing.
    Unloadable,
    Noticed,
    Survives,
}

/// One mutant in this many is tried; all of them when the environment says `VNETGUARD_MUTATION=1`.
const SAMPLE: usize = 32;

fn sample() -> usize {
    std::env::var("VNETGUARD_MUTATION").ok().and_then(|text| text.parse().ok()).unwrap_or(SAMPLE).max(1)
}

/// What is tested of each policy says nothing as long as nothing is changed.
#[test]
fn unchanged_policies_pass() {
    let bundle = Bundle::embedded();
    for (policy, part) in Tested::of(&bundle).parts {
        let run = run_checked_tests(&part, &TestOptions::default()).expect("tests that load");
        assert!(run.tests.is_empty() || run.is_success(), "{policy}: {:?}", run.tests);
    }
}

/// Of all mutants of the embedded policies, nearly all are noticed.
#[test]
fn mutants_are_noticed() {
    let bundle = Bundle::with(&[root().join("testdata/cases")]).expect("the cases");
    let inputs = inputs(&bundle);
    let tested = Tested::of(&bundle);
    let all = bundle.policies().flat_map(|(policy, text)| mutants(policy, text));
    let all: Vec<Mutant> = all.step_by(sample()).collect();
    let next = AtomicUsize::new(0);
    let found: Mutex<(usize, Vec<String>)> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(mutant) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let fate = tested.fate(&inputs, mutant);
                    let mut found = found.lock().expect("nobody panicked");
                    found.0 += usize::from(fate != Fate::Unloadable);
                    if fate == Fate::Survives {
                        found.1.push(mutant.to_string());
                    }
                }
            });
        }
    });
    let (tried, mut survivors) = found.into_inner().expect("nobody panicked");
    survivors.sort();
    let list = survivors.join("\n");
    fs::write(root().join("target/surviving-mutants.txt"), format!("{list}\n")).expect("a file");
    println!("{tried} mutants, {} survive:\n{list}", survivors.len());
    assert!(tried > 150, "only {tried} mutants");
    assert!((tried - survivors.len()) * 100 >= tried * NOTICED, "{} of {tried} survive:\n{list}", survivors.len());
}
