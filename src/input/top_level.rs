//! Finds the top-level keys at the beginning of a JSON object, tolerating comments and trailing commas, which ARM
//! templates may hold.
//!
//! It owns only that look; what the keys mean is [`mod@super::detect`]'s business.
//!
//! Shape: the first bytes of an input in; a [`TopLevel`] out. A value whose end has not been read yet still counts by
//! its key.

use std::collections::BTreeSet;

/// What the beginning of an object shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TopLevel {
    /// The keys seen, values read to the end or not.
    pub(super) keys: BTreeSet<String>,
    /// The value of `$schema`.
    pub(super) schema: Option<String>,
    /// The object ended within the bytes.
    pub(super) complete: bool,
    /// The byte at which it ceases to look like an object.
    pub(super) broken: Option<usize>,
}

/// Why a look ends before the object does.
enum Stop {
    /// The bytes end.
    End,
    /// Something stands at this byte that cannot stand there.
    At(usize),
}

impl TopLevel {
    /// Looks at the object that begins at `start`.
    pub(super) fn scan(bytes: &[u8], start: usize) -> Self {
        let mut top = Self::default();
        match top.members(bytes, start + 1) {
            Ok(()) => top.complete = true,
            Err(Stop::At(at)) => top.broken = Some(at),
            Err(Stop::End) => {}
        }
        top
    }

    fn members(&mut self, bytes: &[u8], mut at: usize) -> Result<(), Stop> {
        loop {
            at = significant(bytes, at).ok_or(Stop::End)?;
            match bytes.get(at) {
                Some(b'}') => return Ok(()),
                Some(b',') => {
                    at += 1;
                    continue;
                }
                Some(b'"') => {}
                _ => return Err(Stop::At(at)),
            }
            let (key, after) = string(bytes, at)?;
            self.keys.insert(key.clone());
            let colon = significant(bytes, after).ok_or(Stop::End)?;
            if bytes.get(colon) != Some(&b':') {
                return Err(Stop::At(colon));
            }
            let value = significant(bytes, colon + 1).ok_or(Stop::End)?;
            if key == "$schema" && bytes.get(value) == Some(&b'"') {
                self.schema = Some(string(bytes, value)?.0);
            }
            at = value_end(bytes, value)?;
        }
    }
}

/// The next byte from `at` on that is neither white space nor in a comment.
pub(super) fn significant(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        let space = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        at += space;
        match comment(bytes, at) {
            Some(end) => at = end,
            None => return Some(at),
        }
    }
}

/// The end of the comment that begins at `at`, if one does; one that does not end goes on to the end of the bytes.
fn comment(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let (opening, closing): (&[u8], &[u8]) = if rest.starts_with(b"//") {
        (b"//", b"\n")
    } else if rest.starts_with(b"/*") {
        (b"/*", b"*/")
    } else {
        return None;
    };
    let inside = rest.get(opening.len()..)?;
    let end = memchr::memmem::find(inside, closing).map_or(inside.len(), |end| end + closing.len());
    Some(at + opening.len() + end)
}

/// The text of the string that begins at `at`, without resolving its escapes, and the byte behind it.
fn string(bytes: &[u8], at: usize) -> Result<(String, usize), Stop> {
    let end = string_end(bytes, at)?;
    let text = bytes.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
    Ok((String::from_utf8_lossy(text).into_owned(), end))
}

fn string_end(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    let mut at = at + 1;
    loop {
        let found = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()).ok_or(Stop::End)?;
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return Ok(at + 1);
        }
        at += 2;
    }
}

/// The byte behind the value that begins at `at`.
fn value_end(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    let mut depth = 0_usize;
    loop {
        at = significant(bytes, at).ok_or(Stop::End)?;
        match bytes.get(at) {
            Some(b'"') => at = string_end(bytes, at)?,
            Some(b'{' | b'[') => {
                depth += 1;
                at += 1;
            }
            Some(b'}' | b']') if depth == 0 => return Ok(at),
            Some(b'}' | b']') => {
                depth -= 1;
                at += 1;
            }
            Some(b',') if depth == 0 => return Ok(at),
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return Ok(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(text: &str) -> Vec<String> {
        TopLevel::scan(text.as_bytes(), 0).keys.into_iter().collect()
    }

    /// Only top-level keys count, whatever stands in values and comments.
    #[test]
    fn finds_top_level_keys() {
        let text = "{ // \"no\": don't }\n \"a\": {\"x\": [\"}\", /* ] \" */ 1]}, \"b\": -1.5, /* \"c\": 1, */ \"d\": \"\\\"e\\\"\", }";
        assert_eq!(keys(text), ["a", "b", "d"]);
        assert!(TopLevel::scan(text.as_bytes(), 0).complete);
    }

    /// A key counts as soon as it is there, and where the bytes end is not where the object breaks.
    #[test]
    fn beginnings_are_enough() {
        let top = TopLevel::scan(b"{\"a\": 1, \"planned_values\": {\"root", 0);
        assert_eq!(top.keys.len(), 2);
        assert_eq!((top.complete, top.broken), (false, None));
        assert_eq!(TopLevel::scan(b"{\"a\" 1}", 0).broken, Some(5));
        assert_eq!(TopLevel::scan(b"{a: 1}", 0).broken, Some(1));
    }

    proptest! {
        /// No bytes make the look panic.
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(
            prop::sample::select(b"{}[]\"\\,: /*\nab1".to_vec()), 0..80)) {
            let top = TopLevel::scan(&bytes, 0);
            prop_assert!(!(top.complete && top.broken.is_some()));
        }
    }
}
