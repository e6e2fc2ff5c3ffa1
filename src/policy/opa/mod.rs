//! Functions of OPA that the engine lacks, or has with other results: the same arguments, the same results as OPA's.

mod cidr;
mod sprintf;

use regorus::Value;

/// A function of OPA: arguments in, result out.
pub(super) type Function = fn(&[Value]) -> Result<Value, String>;

/// Name, number of arguments, and the function.
pub(super) const FUNCTIONS: [(&str, u8, Function); 5] = [
    ("net.cidr_contains_matches", 2, cidr::contains_matches),
    ("net.cidr_intersects", 2, cidr::intersects),
    ("net.cidr_merge", 1, cidr::merge),
    ("vnetguard.opa.cidr_expand", 1, cidr::expand),
    ("vnetguard.opa.sprintf", 2, sprintf::sprintf),
];

/// Functions of the engine that differ from OPA's, and what stands for them in users' policies: the engine's own cannot be
/// replaced by name.
pub(super) const REPLACED: [(&str, &str); 2] =
    [("net.cidr_expand", "vnetguard.opa.cidr_expand"), ("sprintf", "vnetguard.opa.sprintf")];
