//! A source file in Bicep.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| vnetguard::fuzzing::bicep_source(input));
