//! The sources in a binary plan file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| vnetguard::fuzzing::plan_file(input));
