//! One suppression as it is written: `ignore ID[,ID] [until=DATE] [address=PATTERN] -- reason`.
//!
//! Pure text work. In: what stands behind the comment sign, or in a member of a JSON document. Out: a [`Written`], or why it
//! is none. A text that does not begin with `vnetguard:` and a word is a comment like any other.

use crate::date::Date;
use crate::pattern::{Glob, nearest};

/// What a suppression says, before it is known what it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// `ignore-file` rather than `ignore`.
    pub(super) whole_file: bool,
    /// Rule ids, in upper case.
    pub(super) rules: Vec<String>,
    /// The last day on which it holds.
    pub(super) until: Option<Date>,
    /// Only for subjects that this stands for.
    pub(super) address: Option<Glob>,
    /// Why; `None` where none is given.
    pub(super) reason: Option<String>,
}

/// What is wrong with a text that means to be a suppression, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) problem: String,
    pub(super) help: String,
}

const PREFIX: &str = "vnetguard:";
const FORM: &str = "write 'vnetguard:ignore RULE[,RULE] [until=YYYY-MM-DD] [address=PATTERN] -- reason'";

fn malformed(problem: impl Into<String>, help: impl Into<String>) -> Malformed {
    Malformed { problem: problem.into(), help: help.into() }
}

/// Reads the text of a comment; `None` when it is no suppression and does not mean to be one.
pub(super) fn of_comment(text: &str) -> Option<Result<Written, Malformed>> {
    let rest = text.trim().strip_prefix(PREFIX)?;
    let word_end = rest.find(|character: char| !character.is_alphanumeric() && character != '-').unwrap_or(rest.len());
    let (word, rest) = rest.split_at_checked(word_end)?;
    if word.is_empty() {
        return None;
    }
    Some(match word {
        "ignore" => of_text(rest, false),
        "ignore-file" => of_text(rest, true),
        _ => {
            let near = nearest(word, ["ignore", "ignore-file"]);
            let help = near.map_or(FORM.to_owned(), |near| format!("write '{PREFIX}{near}'"));
            Err(malformed(format!("'{PREFIX}{word}' is no directive"), help))
        }
    })
}

/// Reads what stands behind `ignore`: ids, options and the reason.
pub(super) fn of_text(text: &str, whole_file: bool) -> Result<Written, Malformed> {
    let (head, reason) = split_reason(text);
    let mut written = Written { whole_file, rules: Vec::new(), until: None, address: None, reason };
    let mut ids = String::new();
    for word in head.split_whitespace() {
        if let Some(date) = word.strip_prefix("until=").or_else(|| word.strip_prefix("exp:")) {
            let date = date.parse().map_err(|error| malformed(format!("'{word}': {error}"), FORM))?;
            if written.until.replace(date).is_some() {
                return Err(malformed("the expiry is given twice", FORM));
            }
        } else if let Some(address) = word.strip_prefix("address=") {
            if address.is_empty() || written.address.replace(Glob::new(address)).is_some() {
                return Err(malformed("'address=' wants one pattern", FORM));
            }
        } else {
            ids.push(' ');
            ids.push_str(word);
        }
    }
    for id in ids.split(',').map(str::trim) {
        let is_id = !id.is_empty() && id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        if !is_id {
            return Err(not_an_id(id));
        }
        written.rules.push(id.to_ascii_uppercase());
    }
    written.rules.sort();
    written.rules.dedup();
    Ok(written)
}

/// What stands before ` -- `, and what behind it.
fn split_reason(text: &str) -> (&str, Option<String>) {
    let is_blank_before = |at: usize| text.get(..at).is_none_or(|head| head.is_empty() || head.ends_with([' ', '\t']));
    match text.match_indices("--").find(|(at, _)| is_blank_before(*at)) {
        Some((at, mark)) => {
            let reason = text.get(at + mark.len()..).unwrap_or_default().trim();
            (text.get(..at).unwrap_or_default(), (!reason.is_empty()).then(|| reason.to_owned()))
        }
        None => (text, None),
    }
}

fn not_an_id(id: &str) -> Malformed {
    if id.is_empty() {
        malformed("no rule is named", FORM)
    } else if id.contains(['*', '?']) {
        malformed(
            format!("'{id}' is a pattern"),
            "name each rule, or use a pattern in '[[suppress]]' of .vnetguard.toml",
        )
    } else if id.contains(' ') {
        malformed(format!("'{id}' is no rule id"), "separate rules by commas and begin the reason with '--'")
    } else {
        malformed(format!("'{id}' is no rule id"), FORM)
    }
}

/// The codes of Bicep's `#disable-next-line`, which ignores those it does not know; `None` for another text.
pub(super) fn bicep_codes(text: &str) -> Option<impl Iterator<Item = String> + '_> {
    let rest = text.trim().strip_prefix("#disable-next-line")?;
    rest.starts_with([' ', '\t']).then(|| rest.split_whitespace().map(str::to_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Written {
        of_comment(text).expect("a suppression").expect("a well-formed one")
    }

    /// Every part is read, in any order before the reason, with ids in any letter case.
    #[test]
    fn all_parts_are_read() {
        let read = written(" vnetguard:ignore ise-a, APP-B until=2030-01-31 address=module.x[*].* -- moved -- soon ");
        assert_eq!(read.rules, ["APP-B", "ISE-A"]);
        assert_eq!(read.until.map(|date| date.to_string()).as_deref(), Some("2030-01-31"));
        assert_eq!(read.address, Some(Glob::new("module.x[*].*")));
        assert_eq!(read.reason.as_deref(), Some("moved -- soon"));
        assert!(!read.whole_file);
        assert_eq!(written("vnetguard:ignore exp:2030-01-31 ISE-A").until, read.until);
        assert!(written("vnetguard:ignore-file ISE-A -- generated").whole_file);
        assert_eq!(written("vnetguard:ignore ISE-A --").reason, None);
    }

    /// Comments that only speak of the program are comments.
    #[test]
    fn other_comments_are_left_alone() {
        for text in ["", "see vnetguard:ignore", "vnetguard", "vnetguard: a tool", "vnetguard:", "azlint:ignore X"] {
            assert_eq!(of_comment(text), None, "{text}");
        }
    }

    /// What means to be a suppression and is none is an error, never silence.
    #[test]
    fn malformed_ones_are_errors() {
        for (text, problem) in [
            ("vnetguard:ignroe ISE-A -- r", "'vnetguard:ignroe' is no directive"),
            ("vnetguard:ignore -- r", "no rule is named"),
            ("vnetguard:ignore", "no rule is named"),
            ("vnetguard:ignore ISE-A, -- r", "no rule is named"),
            ("vnetguard:ignore ISE-* -- r", "'ISE-*' is a pattern"),
            ("vnetguard:ignore ISE-A because of this", "'ISE-A because of this' is no rule id"),
            ("vnetguard:ignore ISE-A until=2030-02-30 -- r", "'until=2030-02-30': expected a date such as 2025-03-14"),
            ("vnetguard:ignore ISE-A until=2030-01-01 exp:2030-01-01", "the expiry is given twice"),
            ("vnetguard:ignore ISE-A address= -- r", "'address=' wants one pattern"),
            ("vnetguard:ignore ISE_A -- r", "'ISE_A' is no rule id"),
        ] {
            let error = of_comment(text).expect("it means to be one").expect_err(text);
            assert_eq!(error.problem, problem, "{text}");
            assert!(!error.help.is_empty());
        }
    }

    /// Bicep's own pragma is read for its codes.
    #[test]
    fn bicep_pragmas_have_codes() {
        let codes: Vec<String> = bicep_codes("#disable-next-line no-unused-params ise-a").expect("a pragma").collect();
        assert_eq!(codes, ["NO-UNUSED-PARAMS", "ISE-A"]);
        assert!(bicep_codes("#disable-diagnostics x").is_none());
    }

    proptest::proptest! {
        /// No text makes the reader panic.
        #[test]
        fn any_text_is_read(text in "(vnetguard:)?(ignore|ignore-file)?[ -~é\\t]{0,60}") {
            let read = of_comment(&text);
            proptest::prop_assert!(read.is_none() || text.trim().starts_with(PREFIX));
        }
    }
}
