//! The policy bundle as embedded in the program: policies, their tests, and the reference tables that policies read as
//! `data.reference.<table>` and facts read as they stand.

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// The JSON text of `policies/reference/<name>/data.json`; `None` when there is no such table.
#[must_use]
pub fn reference_table(name: &str) -> Option<&'static str> {
    REFERENCE_TABLES.iter().find(|(table, _)| *table == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table is JSON and states where its facts come from.
    #[test]
    fn tables_state_their_source() {
        assert!(!REFERENCE_TABLES.is_empty());
        for (name, text) in REFERENCE_TABLES {
            let table: serde_json::Value = serde_json::from_str(text).expect(name);
            for member in ["source", "heading"] {
                assert!(table.get(member).is_some_and(serde_json::Value::is_string), "{name}: {member}");
            }
        }
    }
}
