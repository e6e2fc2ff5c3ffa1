//! The functions that policies may call: those of the engine that `policies/capabilities.json` lists, and our own.
//!
//! The file has the shape of OPA's capabilities, so `opa check --capabilities` and this program refuse the same calls. What is
//! left out has no place in a gate: the clock, randomness and the network.

use super::opa;
use crate::network::function;
use regorus::Value;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A function of ours: pure, total, and the same for equal arguments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Builtin {
    /// Name, such as `vnetguard.flow`.
    pub(super) name: &'static str,
    /// Number of arguments.
    pub(super) arity: u8,
    /// Arguments in, result out; an error ends the run with exit code 2. Sets come as arrays.
    pub(super) function: fn(Vec<Json>) -> Result<Json, String>,
}

/// Every function of ours: the place to add one. `policies/capabilities.json` lists each one too (tested).
pub(super) const OWN: &[Builtin] = &[
    Builtin { name: "vnetguard.flow", arity: 1, function: |arguments| of_one(function::flow, arguments) },
    Builtin { name: "vnetguard.route", arity: 1, function: |arguments| of_one(function::route, arguments) },
];

fn of_one(function: fn(Json) -> Result<Json, String>, arguments: Vec<Json>) -> Result<Json, String> {
    let [argument]: [Json; 1] = arguments.try_into().map_err(|_| "expected one argument".to_owned())?;
    function(argument)
}

/// Makes our functions known to an engine.
///
/// # Errors
/// When the engine has one of that name.
pub(super) fn register(engine: &mut regorus::Engine, builtins: &'static [Builtin]) -> Result<(), String> {
    for builtin in builtins {
        let call = move |arguments: Vec<Value>| Ok(call(builtin, &arguments)?);
        engine
            .add_extension(builtin.name.to_owned(), builtin.arity, Box::new(call))
            .map_err(|error| error.to_string())?;
    }
    for (name, arity, function) in opa::FUNCTIONS {
        let call = move |arguments: Vec<Value>| Ok(function(&arguments).map_err(|problem| Failed { name, problem })?);
        engine.add_extension(name.to_owned(), arity, Box::new(call)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn call(builtin: &Builtin, arguments: &[Value]) -> Result<Value, Failed> {
    let failed = |problem: String| Failed { name: builtin.name, problem };
    let arguments: Result<Vec<Json>, _> = arguments.iter().map(serde_json::to_value).collect();
    let arguments = arguments.map_err(|error| failed(error.to_string()))?;
    let result = (builtin.function)(arguments).map_err(failed)?;
    serde_json::from_value(result).map_err(|error| failed(error.to_string()))
}

/// What one of our functions says of its arguments.
#[derive(Debug, thiserror::Error)]
#[error("'{name}': {problem}")]
struct Failed {
    name: &'static str,
    problem: String,
}

/// Functions that policies may call, with their number of arguments; `None` where it is open.
pub(super) fn allowed() -> &'static BTreeMap<String, Option<usize>> {
    static ALLOWED: OnceLock<BTreeMap<String, Option<usize>>> = OnceLock::new();
    ALLOWED.get_or_init(|| read(CAPABILITIES).unwrap_or_default())
}

/// Names that OPA gives to operators: a variable called so changes what the operator means there.
pub(super) const OPERATORS: [&str; 15] =
    ["and", "assign", "div", "eq", "equal", "gt", "gte", "lt", "lte", "minus", "mul", "neq", "or", "plus", "rem"];

const CAPABILITIES: &str = include_str!("../../policies/capabilities.json");

fn read(text: &str) -> Result<BTreeMap<String, Option<usize>>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Capabilities {
        builtins: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        name: String,
        decl: Declaration,
    }
    #[derive(Deserialize)]
    struct Declaration {
        #[serde(default)]
        args: Vec<serde::de::IgnoredAny>,
        variadic: Option<serde::de::IgnoredAny>,
    }
    let capabilities: Capabilities = serde_json::from_str(text)?;
    let arity = |entry: &Entry| entry.decl.variadic.is_none().then_some(entry.decl.args.len());
    Ok(capabilities.builtins.into_iter().map(|entry| (entry.name.clone(), arity(&entry))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use regorus::unstable::BUILTINS;

    /// What the file lists is there: in the engine with that number of arguments, an operator, or ours.
    #[test]
    fn capabilities_agree_with_the_engine() {
        let listed = read(CAPABILITIES).expect("capabilities");
        assert!(listed.len() > 80, "only {} functions", listed.len());
        for (name, arity) in &listed {
            let own = OWN.iter().find(|builtin| builtin.name == name).map(|builtin| usize::from(builtin.arity));
            let of_opa =
                opa::FUNCTIONS.iter().find(|(of_opa, ..)| of_opa == name).map(|(_, arity, _)| usize::from(*arity));
            let engines = BUILTINS.get(name.as_str()).map(|(_, arity)| usize::from(*arity));
            let is_operator = OPERATORS.contains(&name.as_str()) || name.starts_with("internal.");
            assert!(
                is_operator || name == "print" || own.or(of_opa).or(engines) == *arity,
                "{name}: {arity:?}, not {engines:?}"
            );
        }
        for builtin in OWN {
            assert!(listed.contains_key(builtin.name), "{} is not listed", builtin.name);
        }
    }

    /// A registered function is called with its arguments as JSON; what it refuses is an error that names it.
    #[test]
    fn own_functions_are_called() {
        const SUM: Builtin = Builtin {
            name: "vnetguard.sum",
            arity: 2,
            function: |arguments| match arguments.as_slice() {
                [Json::Array(items), Json::Number(more)] => Ok(Json::from(
                    items.iter().chain([&Json::Number(more.clone())]).filter_map(Json::as_i64).sum::<i64>(),
                )),
                _ => Err("expected numbers and a number".to_owned()),
            },
        };
        const BUILTINS: &[Builtin] = &[SUM];
        let mut engine = regorus::Engine::new();
        register(&mut engine, BUILTINS).expect("a registered function");
        let policy = "package p\n\ngood := vnetguard.sum({1, 2}, 3)\n\nbad := vnetguard.sum(1, 2)\n";
        engine.add_policy("p.rego".to_owned(), policy.to_owned()).expect("a policy");
        assert_eq!(engine.eval_rule("data.p.good".to_owned()).ok(), Some(Value::from(6)));
        let error = engine.eval_rule("data.p.bad".to_owned()).expect_err("an error").to_string();
        assert!(error.contains("'vnetguard.sum': expected numbers and a number"), "{error}");
    }

    /// Nothing that depends on when or where it runs may be called.
    #[test]
    fn capabilities_leave_out_what_has_no_place_in_a_gate() {
        for name in ["http.send", "time.now_ns", "rand.intn", "uuid.rfc4122", "opa.runtime", "net.lookup_ip_addr"] {
            assert!(!allowed().contains_key(name), "{name}");
        }
    }
}
