//! An expression of the template language of Azure Resource Manager, without its brackets.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| vnetguard::fuzzing::arm_expression(input));
