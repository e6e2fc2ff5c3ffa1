//! A source file, in HCL and as JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| vnetguard::fuzzing::hcl_sources(input));
