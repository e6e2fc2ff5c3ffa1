//! The short name of a Terraform address or an ARM subject.
//!
//! In: `module.a["x"].azurerm_subnet.s[0]` or `Microsoft.Network/virtualNetworks/v/subnets/s`.

use crate::finding::without_indexes;

/// The last name in the subject, its index left out.
pub(super) fn short_name(subject: &str) -> String {
    let whole = without_indexes(subject);
    let separator = if whole.contains('/') { '/' } else { '.' };
    whole.rsplit(separator).next().filter(|name| !name.is_empty()).unwrap_or(&whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short name is the last name of an address or of a resource id.
    #[test]
    fn short_names() {
        assert_eq!(short_name(r#"module.a.azurerm_subnet.ise["a/b"]"#), "ise");
        assert_eq!(short_name("Microsoft.Network/virtualNetworks/v/subnets/s.1"), "s.1");
        assert_eq!(short_name("odd."), "odd.");
        assert_eq!(short_name(""), "");
    }
}
