//! Equal inputs give equal bytes, in every output, whatever the order in which they are named.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops at what it does not expect")]

use std::path::PathBuf;
use vnetguard::policy::Catalogue;
use vnetguard::report::{OUTPUTS, RenderOptions, render};
use vnetguard::{CheckOptions, check_with};

const INPUTS: [&str; 5] = [
    "testdata/example/terraform/plan.json",
    "testdata/example/arm/template.json",
    "testdata/cases/ise/nsg-on-two-of-four-subnets/terraform/plan.json",
    "testdata/cases/app/size-28-twelve-workers/terraform/plan.json",
    "testdata/cases/ise/nsg-deny-shadows-allow/arm/template.json",
];

/// All outputs of one run over `inputs`, one behind the other.
fn outputs(catalogue: &Catalogue, inputs: &[PathBuf]) -> Vec<u8> {
    let options = CheckOptions { inputs: inputs.to_vec(), draw: true, locate_passes: true, ..CheckOptions::default() };
    let report = check_with(catalogue, &options).expect("it is judged");
    assert!(report.drawing.is_some() && report.inputs.len() == inputs.len());
    let mut bytes = Vec::new();
    for format in OUTPUTS {
        let options = RenderOptions { all: true, ..RenderOptions::default() };
        render(format, &report, &options, &mut bytes).expect("a vector takes all");
    }
    bytes
}

/// A hundred orders of five inputs, which a small generator of numbers shuffles, give the same bytes.
#[test]
fn the_order_of_inputs_means_nothing() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut inputs: Vec<PathBuf> = INPUTS.iter().map(|input| root.join(input)).collect();
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let expected = outputs(&catalogue, &inputs);
    assert!(expected.len() > 10_000);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..100 {
        for last in (1..inputs.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(state >> 33).expect("a number") % (last + 1);
            inputs.swap(last, other);
        }
        assert!(outputs(&catalogue, &inputs) == expected, "round {round}: {inputs:?}");
    }
}
