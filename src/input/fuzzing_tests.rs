//! Damaged copies of the test data through the entries of fuzzing: no damage makes the program panic. The same copies in
//! every run, so that a failure is one for everybody.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Damaged copies for each seed.
const COPIES: u32 = 60;

/// What is spliced in: what the formats give a meaning to, and what is no text.
const PIECES: [&[u8]; 32] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\u",
    b"${",
    b"%{",
    b"<<EOT\n",
    b"\nEOT\n",
    b"null",
    b"true",
    b"-1e999",
    b"[[[[[[[[",
    b"{\"a\":{\"a\":{\"a\":",
    b"((((((((",
    b"[for k, v in x : k => v]",
    b"dynamic \"name\" {",
    b"/*",
    b"#",
    b",",
    b"18446744073709551616",
    b"'",
    b"parameters('p')",
    b"variables('texts')",
    b"reference('v')",
    b"lambda('x', lambdaVariables('x'))",
    b".length",
    b"\xff\xfe",
    b"\xf0\x9f\x98\x80",
    b"\0",
];

/// One damage, at places that are fractions of the length.
#[derive(Debug, Clone)]
enum Damage {
    Byte(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Insert(prop::sample::Index, usize, usize),
    /// Copies a part to another place.
    Splice(prop::sample::Index, prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        1 => at().prop_map(Damage::Cut),
        3 => (at(), 1..40_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        4 => (at(), 0..PIECES.len(), 1..4_usize).prop_map(|(at, piece, times)| Damage::Insert(at, piece, times)),
        3 => (at(), at(), 1..400_usize).prop_map(|(from, to, length)| Damage::Splice(from, to, length)),
    ]
}

fn damaged(seed: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for damage in damages {
        let place = |at: &prop::sample::Index| if bytes.is_empty() { 0 } else { at.index(bytes.len()) };
        match damage {
            Damage::Byte(at, byte) => {
                let at = place(at);
                bytes.splice(at..(at + 1).min(bytes.len()), [*byte]);
            }
            Damage::Cut(at) => bytes.truncate(place(at)),
            Damage::Remove(at, length) => {
                let at = place(at);
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Damage::Insert(at, piece, times) => {
                let at = place(at);
                bytes.splice(at..at, PIECES[*piece].repeat(*times));
            }
            Damage::Splice(from, to, length) => {
                let (from, to) = (place(from), place(to));
                let part = bytes[from..(from + length).min(bytes.len())].to_vec();
                bytes.splice(to..to, part);
            }
        }
    }
    bytes
}

fn seed(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads the seeds, relative to the test data, whole and damaged.
fn survives(read: fn(&[u8]), seeds: &[&str]) {
    for name in seeds {
        survives_copies(read, name, &seed(name), COPIES);
    }
}

/// Reads `bytes` whole and in `copies` damaged copies.
fn survives_copies(read: fn(&[u8]), name: &str, bytes: &[u8], copies: u32) {
    let config = Config { cases: copies, failure_persistence: None, ..Config::default() };
    read(bytes);
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let damages = proptest::collection::vec(damage(), 1..6);
    let result = runner.run(&damages, |damages| {
        read(&damaged(bytes, &damages));
        Ok(())
    });
    assert!(result.is_ok(), "{name}: {result:?}");
}

/// Plans, in JSON and in other encodings.
#[test]
fn damaged_plans_are_survived() {
    survives(
        plan_reader,
        &[
            "references/td-direct/plan.json",
            "references/td-foreach-key/plan.json",
            "references/az-remote-module/plan.json",
            "references/az-inline-vnet-subnet/plan.json",
            "references/az-dynamic-blocks/plan.json",
            "references/az-replace-destroy/plan.json",
            "input/terraform/encodings/plan-utf16le-bom.json",
            "input/terraform/encodings/plan.json.gz",
            "invalid/state-show.json",
        ],
    );
}

/// Sources, in HCL and as JSON.
#[test]
fn damaged_sources_are_survived() {
    survives(
        hcl_sources,
        &[
            "references/az-avm-style-module/main.tf",
            "references/az-dynamic-blocks/main.tf",
            "references/az-inline-vnet-subnet/main.tf",
            "references/az-nested-object-attrs/main.tf",
            "references/az-suppress/main.tf",
            "references/td-functions/main.tf",
            "references/td-foreach-key/main.tf",
            "references/td-direct/plan.json",
        ],
    );
}

/// Sources in Bicep.
#[test]
fn damaged_bicep_is_survived() {
    survives(bicep_source, &["input/bicep/main.bicep", "cases/app/bicep-module-clean-symbolic/arm/network.bicep"]);
}

/// What-if results.
#[test]
fn damaged_what_if_results_are_survived() {
    survives(plan_reader, &["input/what-if/flat.json", "input/what-if/rest.json"]);
}

/// Plan files.
#[test]
fn damaged_plan_files_are_survived() {
    survives(
        plan_file,
        &["references/az-remote-module/tfplan.bin", "references/td-moved/tfplan.bin", "invalid/other.zip"],
    );
}

/// Templates.
#[test]
fn damaged_templates_are_survived() {
    survives(
        arm_template,
        &[
            "example/arm/template.json",
            "cases/ise/nsg-separate-rules-missing-apim/arm/template.json",
            "cases/ise/arm-parameters-file/arm/template.json",
            "cases/app/subnet-prefix-unknown/arm/template.json",
            "cases/app/size-29-too-small/arm/template.json",
        ],
    );
}

/// Expressions: those of the function vectors, each in copies of its own, and one into another.
#[test]
fn damaged_expressions_are_survived() {
    let vectors = String::from_utf8(seed("input/arm/functions.jsonl")).expect("vectors");
    let sources: Vec<String> = vectors
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()?["expr"].as_str().map(str::to_owned))
        .filter_map(|expression| expression.strip_prefix('[')?.strip_suffix(']').map(str::to_owned))
        .collect();
    assert!(sources.len() > 100);
    for (at, source) in sources.iter().enumerate() {
        survives_copies(arm_expression, source, source.as_bytes(), 12);
        // Two expressions in one text, so that parts of one are spliced into the other.
        let other = sources[(at * 7 + 3) % sources.len()].as_str();
        survives_copies(arm_expression, source, format!("createArray({source}, {other})").as_bytes(), 12);
    }
}

/// Deep nesting in every format ends in an error, not in an overflow.
#[test]
fn deep_nesting_is_survived() {
    for (open, close) in
        [("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("${", "}"), ("a { ", "}"), ("[for x in ", " : x]"), ("-", "")]
    {
        let deep = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        hcl_sources(deep.as_bytes());
        hcl_sources(format!("resource \"t\" \"n\" {{\n  a = {deep}\n}}\n").as_bytes());
        plan_reader(format!("{{\"format_version\":\"1.2\",\"configuration\":{deep}}}").as_bytes());
        plan_reader(format!("{{\"format_version\":\"1.2\",\"resource_changes\":[{deep}]}}").as_bytes());
        arm_template(deep.as_bytes());
        arm_expression(deep.as_bytes());
        arm_expression(format!("concat({deep})").as_bytes());
        bicep_source(format!("resource a 'b/c@d' = {{\n  e: {deep}\n}}\n").as_bytes());
        let expression = serde_json::to_string(&format!("[{deep}]")).unwrap();
        arm_template(
            format!("{{\"resources\":[{{\"type\":\"Microsoft.Network/virtualNetworks\",\"name\":{expression}}}]}}")
                .as_bytes(),
        );
    }
}
