//! A template of Azure Resource Manager.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| vnetguard::fuzzing::arm_template(input));
