//! Subjects as texts: what is left of a Terraform address or an ARM subject without its indexes, and its short name.
//!
//! In: `module.a["x"].azurerm_subnet.s[0]` or `Microsoft.Network/virtualNetworks/v/subnets/s`.

/// The subject without the keys of `count`, `for_each` and module instances: the same for all instances of one block.
/// Brackets inside an unknown part (`{…}`) of an ARM subject stay.
pub(super) fn without_indexes(subject: &str) -> String {
    let mut text = String::with_capacity(subject.len());
    let mut characters = subject.chars().peekable();
    let mut braces = 0_usize;
    while let Some(character) = characters.next() {
        match character {
            '[' if braces == 0 => skip_index(&mut characters),
            _ => {
                match character {
                    '{' => braces += 1,
                    '}' => braces = braces.saturating_sub(1),
                    _ => {}
                }
                text.push(character);
            }
        }
    }
    text
}

/// Moves behind the `]` that closes an index; brackets and escaped quotes inside a quoted key do not close it.
fn skip_index(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted => {
                characters.next();
            }
            '"' => quoted = !quoted,
            ']' if !quoted => return,
            _ => {}
        }
    }
}

/// The last name in the subject, its index left out.
pub(super) fn short_name(subject: &str) -> String {
    let whole = without_indexes(subject);
    let separator = if whole.contains('/') { '/' } else { '.' };
    whole.rsplit(separator).next().filter(|name| !name.is_empty()).unwrap_or(&whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All instances of a block share one text, whatever their keys hold.
    #[test]
    fn indexes_are_left_out() {
        assert_eq!(without_indexes("azurerm_subnet.ise[3]"), "azurerm_subnet.ise");
        assert_eq!(without_indexes(r#"module.a["x.y"].azurerm_subnet.s["]\"["]"#), "module.a.azurerm_subnet.s");
        assert_eq!(without_indexes("N.S/t/{a[0]}/u/b"), "N.S/t/{a[0]}/u/b");
        assert_eq!(without_indexes("broken[\""), "broken");
    }

    /// The short name is the last name of an address or of a resource id.
    #[test]
    fn short_names() {
        assert_eq!(short_name(r#"module.a.azurerm_subnet.ise["a/b"]"#), "ise");
        assert_eq!(short_name("Microsoft.Network/virtualNetworks/v/subnets/s.1"), "s.1");
        assert_eq!(short_name("odd."), "odd.");
        assert_eq!(short_name(""), "");
    }
}
