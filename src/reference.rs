//! The reference tables of the policy bundle, as embedded in the program: the bytes that policies read as
//! `data.reference.<table>`.

/// The JSON text of the table in `policies/reference/<name>/data.json`; `None` when there is no such table.
#[must_use]
pub fn reference_table(name: &str) -> Option<&'static str> {
    match name {
        "service_tags" => Some(include_str!("../policies/reference/service_tags/data.json")),
        "nsg_default_rules" => Some(include_str!("../policies/reference/nsg_default_rules/data.json")),
        _ => None,
    }
}
