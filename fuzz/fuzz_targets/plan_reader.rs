//! An input of any kind, from its encoding to the model.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| vnetguard::fuzzing::plan_reader(input));
