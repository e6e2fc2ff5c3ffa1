//! The line hash by which GitHub follows an alert from one commit to the next.
//!
//! Source: the algorithm of `codeql-action` (`src/fingerprints.ts`): its upload step computes the same value and warns when
//! a file brings another one.

use std::collections::BTreeMap;

/// Units of a line's hash.
const WINDOW: usize = 100;

/// `primaryLocationLineHash` of every line; index 0 is line 1.
///
/// For each line: the UTF-16 units from its start, without spaces and tabs and with every line end as one LF, 0xFFFF for the end of
/// the file, then zeros; of the first hundred the sum of `unit * 37^(99-i)` modulo 2^64, and how often that value was seen.
pub(super) fn line_hashes(text: &str) -> Vec<String> {
    const END_OF_FILE: u64 = 0xFFFF;
    let mut units: Vec<u64> = Vec::with_capacity(text.len() + 1);
    let mut starts = Vec::new();
    let (mut is_at_start, mut is_behind_return) = (true, false);
    for unit in text.encode_utf16().map(u64::from).chain(std::iter::once(END_OF_FILE)) {
        if unit == u64::from(b' ') || unit == u64::from(b'\t') || (is_behind_return && unit == u64::from(b'\n')) {
            is_behind_return = false;
            continue;
        }
        is_behind_return = unit == u64::from(b'\r');
        let unit = if is_behind_return { u64::from(b'\n') } else { unit };
        if is_at_start {
            starts.push(units.len());
        }
        is_at_start = unit == u64::from(b'\n');
        units.push(unit);
    }
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    starts
        .into_iter()
        .map(|start| {
            let hash = (start..start + WINDOW)
                .fold(0_u64, |hash, index| hash.wrapping_mul(37).wrapping_add(units.get(index).copied().unwrap_or(0)));
            let count = seen.entry(hash).and_modify(|count| *count += 1).or_insert(1);
            format!("{hash:x}:{count}")
        })
        .collect()
}

/// A stable hash of an identity, in the same form, for a place whose file is not in the repository.
pub(super) fn identity_hash(identity: &str) -> String {
    let hash = identity
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:x}:1")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of the algorithm's own tests.
    #[test]
    fn published_vectors() {
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
        let mixed = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(line_hashes(" a\nb\n  \t\tc\n d"), mixed);
        let greetings = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        for text in [
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
            " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
            " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
        ] {
            assert_eq!(line_hashes(text), greetings);
        }
        let lines = line_hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!(lines[0], "a7f2ff13bc495cf2:1");
        assert_eq!(lines[5], "a7f2ff13bc495cf2:6");
        assert_eq!(lines[6], "a7f2ff1481e87703:1");
        assert_eq!(lines[10], "c129715d7a2bc9a3:1");
    }
}
