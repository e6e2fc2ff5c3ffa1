//! Patterns in which `*` stands for any text and `?` for one character, and the nearest word to a misspelt one.
//!
//! Nothing else is special: brackets are part of Terraform addresses. Matching takes time in proportion to the product of
//! both lengths at worst, never more.

use std::fmt;

/// A pattern for whole texts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Glob(String);

impl Glob {
    /// The pattern `text`.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether the pattern stands for `text` as a whole, letter case counting.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        matches(&self.0, text)
    }

    /// The same, ASCII letter case left out of account.
    #[must_use]
    pub fn matches_any_case(&self, text: &str) -> bool {
        matches(&self.0.to_ascii_lowercase(), &text.to_ascii_lowercase())
    }

    /// Whether the pattern stands for a Terraform address, whose letter case counts, or for an ARM subject, whose does not.
    #[must_use]
    pub fn matches_subject(&self, subject: &str) -> bool {
        if subject.starts_with("Microsoft.") { self.matches_any_case(subject) } else { self.matches(subject) }
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a plain text, which stands for itself alone.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.0.contains(['*', '?'])
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Goes back to the last `*` only: what an earlier one took may stay as it is.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while let Some(&character) = text.get(read) {
        match pattern.get(at) {
            Some('*') => {
                last_star = Some((at, read));
                at += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == character => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((star, taken)) = last_star else { return false };
                last_star = Some((star, taken + 1));
                at = star + 1;
                read = taken + 1;
            }
        }
    }
    pattern.iter().skip(at).all(|&rest| rest == '*')
}

/// The word among `known` that `word` may be a misspelling of: the one with the fewest edits, if they are few.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    const LONGEST: usize = 200;
    let folded = |text: &str| text.to_ascii_lowercase().replace('_', "-");
    let word = folded(word);
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    let candidates = known.into_iter().filter(|known| known.len() <= LONGEST);
    let best = candidates.map(|known| (edits(&word, &folded(known)), known)).min()?;
    (best.0 <= allowed).then_some(best.1)
}

/// Insertions, deletions, replacements and swaps of neighbours that make `one` into `other`.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    let mut two_above = above.clone();
    let mut before: Option<char> = None;
    for (row, character) in one.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, &wanted) in other.iter().enumerate() {
            let number = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let kept = number(&above, column).saturating_add(usize::from(character != wanted));
            let added = number(&current, column).saturating_add(1);
            let removed = number(&above, column + 1).saturating_add(1);
            let is_swap = column.checked_sub(1).is_some_and(|previous| {
                other.get(previous) == Some(&character) && before == Some(wanted) && character != wanted
            });
            let swapped =
                if is_swap { number(&two_above, column.saturating_sub(1)).saturating_add(1) } else { usize::MAX };
            current.push(kept.min(added).min(removed).min(swapped));
        }
        two_above = std::mem::replace(&mut above, current);
        before = Some(character);
    }
    above.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stars and question marks match, brackets and dots are themselves, and the whole text counts.
    #[test]
    fn globs_match_whole_texts() {
        for (pattern, text, expected) in [
            ("ISE-*", "ISE-SUBNET-COUNT", true),
            ("ISE-*", "APP-ISE-X", false),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("module.net[\"*\"].azurerm_subnet.s[?]", "module.net[\"a\"].azurerm_subnet.s[0]", true),
            ("azurerm_subnet.s", "azurerm_subnetXs", false),
            ("*a*b", "xaxxaxb", true),
            ("*a*b", "xaxxaxbc", false),
            ("ü?", "üé", true),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), expected, "{pattern} {text}");
        }
    }

    /// Letter case counts in Terraform addresses and not in ARM subjects.
    #[test]
    fn letter_case_of_subjects() {
        assert!(!Glob::new("azurerm_subnet.A").matches_subject("azurerm_subnet.a"));
        assert!(Glob::new("*/SUBNETS/a").matches_subject("Microsoft.Network/virtualNetworks/v/subnets/A"));
        assert!(Glob::new("ise-*").matches_any_case("ISE-X"));
    }

    /// A pattern of many stars takes no exponential time.
    #[test]
    fn many_stars_are_cheap() {
        assert!(!Glob::new(format!("{}b", "*a".repeat(40))).matches(&"a".repeat(5000)));
    }

    /// A misspelt word finds its neighbour; a word far from all finds none.
    #[test]
    fn misspelt_words_find_their_neighbour() {
        let known = ["fail_on", "on_unknown", "as_of", "outputs"];
        assert_eq!(nearest("fail-on", known), Some("fail_on"));
        assert_eq!(nearest("output", known), Some("outputs"));
        assert_eq!(nearest("on_unkown", known), Some("on_unknown"));
        assert_eq!(nearest("sa_of", known), Some("as_of"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("x", []), None);
    }
}
