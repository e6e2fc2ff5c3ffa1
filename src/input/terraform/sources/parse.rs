//! HCL text to blocks, tolerantly: what cannot be parsed costs a block, never a file.
//!
//! It owns the repairs of valid Terraform that hcl-edit refuses and the fallback to single blocks; it reads no files and
//! gives no meaning to blocks. In: a text without a byte-order mark. Out: its top-level blocks with byte offsets.
//! Every repair keeps the length of the text, so that offsets stay those of the file.

use super::soften::{deepest, soften};
use hcl_edit::parser::{Error, parse_body};
use hcl_edit::structure::{Block, Body, Structure};
use std::collections::BTreeMap;
use std::ops::Range;

/// How often one text is parsed again after a repair, at most.
const REPAIR_LIMIT: usize = 64;

/// How many bytes are parsed again for repairs of one text, at most.
const REPAIR_BYTES: usize = 32 << 20;

/// How many brackets, templates and strings may be open at once. The deepest sources at hand have 17; hcl-edit's own limit
/// takes more stack than a thread is sure to have.
const DEEPEST: usize = 40;

/// Keywords that open a top-level block of a Terraform file.
const KEYWORDS: [&str; 13] = [
    "resource",
    "data",
    "module",
    "variable",
    "output",
    "locals",
    "provider",
    "terraform",
    "moved",
    "import",
    "removed",
    "check",
    "ephemeral",
];

/// What could be read of one file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// Top-level blocks in source order.
    pub(super) blocks: Vec<TopBlock>,
    /// Object keys that were changed to tell them from an earlier equal key: offset of the key,
    /// quote included, and the key as written without quotes.
    pub(super) mended: BTreeMap<usize, String>,
    /// Number of top-level blocks that could not be read, `hollow` ones included.
    pub(super) unread: usize,
}

/// One top-level block.
#[derive(Debug)]
pub(super) struct TopBlock {
    /// What to add to the block's spans to get offsets in the file.
    pub(super) offset: usize,
    /// The block.
    pub(super) block: Block,
    /// Whether only the header could be read: the empty body says nothing about attributes.
    pub(super) hollow: bool,
}

/// Reads `text`; never fails, at worst nothing is read.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    if let Some((body, mended)) = parse_mended(text) {
        parsed.keep(0, body, mended, false);
        return parsed;
    }
    for range in block_ranges(text) {
        let chunk = text.get(range.clone()).unwrap_or_default();
        if let Some((body, mended)) = parse_mended(chunk) {
            parsed.keep(range.start, body, mended, false);
            continue;
        }
        parsed.unread += 1;
        if let Some((header, _)) = chunk.split_once('{')
            && let Ok(body) = parse_body(&format!("{header}{{}}\n"))
        {
            parsed.keep(range.start, body, BTreeMap::new(), true);
        }
    }
    // A text that is no Terraform at all has no block to count.
    parsed.unread = parsed.unread.max(usize::from(parsed.blocks.is_empty()));
    parsed
}

impl Parsed {
    fn keep(&mut self, offset: usize, body: Body, mended: BTreeMap<usize, String>, hollow: bool) {
        let blocks = body.into_iter().filter_map(|structure| match structure {
            Structure::Block(block) => Some(TopBlock { offset, block, hollow }),
            Structure::Attribute(_) => None,
        });
        self.blocks.extend(blocks);
        self.mended.extend(mended.into_iter().map(|(at, key)| (at + offset, key)));
    }
}

/// Parses `text`, repairing what Terraform accepts and hcl-edit does not; also gives the mended object keys.
fn parse_mended(text: &str) -> Option<(Body, BTreeMap<usize, String>)> {
    if deepest(text) > DEEPEST {
        return None;
    }
    let attempts = (REPAIR_BYTES / text.len().max(1)).clamp(2, REPAIR_LIMIT);
    let mut mended = BTreeMap::new();
    let mut repaired = None::<String>;
    let mut softened = false;
    for _ in 0..=attempts {
        let current = repaired.as_deref().unwrap_or(text);
        let error = match parse_body(current) {
            Ok(body) => return Some((body, mended)),
            Err(error) => error,
        };
        if is_repeated_key(&error) {
            let offset = error.location().offset();
            let (key, edited) = mend_key(current, offset)?;
            mended.entry(offset).or_insert_with(|| text.get(key).unwrap_or_default().to_owned());
            repaired = Some(edited);
        } else if softened {
            return None;
        } else {
            softened = true;
            repaired = Some(soften(current));
        }
    }
    None
}

/// Whether `error` is about an object key that occurs twice, which Terraform allows: the last one counts.
fn is_repeated_key(error: &Error) -> bool {
    error.message().contains("redefined object key")
}

/// Changes one byte of the object key at `offset`; gives the range of the key without quotes, and the new text.
fn mend_key(text: &str, offset: usize) -> Option<(Range<usize>, String)> {
    let rest = text.get(offset..)?;
    let quote = usize::from(rest.starts_with('"'));
    let inner = rest.get(quote..)?;
    let is_key = |character: char| character.is_alphanumeric() || "_-./: ".contains(character);
    let length = if quote == 1 {
        inner.find(['"', '\\', '$', '%'])?
    } else {
        inner.find(|character| !is_key(character) || character == ' ').unwrap_or(inner.len())
    };
    let key = inner.get(..length)?;
    let at = key.rfind(|character: char| character.is_ascii_alphanumeric() || character == '_')?;
    // Cycling through letters keeps a third and fourth equal key apart from the ones mended before.
    let letter = match key.as_bytes().get(at)? {
        b'a'..=b'y' => key.as_bytes().get(at)? + 1,
        _ => b'a',
    };
    let start = offset + quote;
    let mut edited = text.to_owned();
    edited.replace_range(start + at..=start + at, std::str::from_utf8(&[letter]).ok()?);
    Some((start..start + length, edited))
}

/// Where the top-level blocks of `text` are, judged by lines that begin with a keyword, as `terraform fmt` writes them.
/// Lines of heredocs and of block comments are passed over.
fn block_ranges(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut offset = 0;
    let mut heredoc = None::<&str>;
    let mut in_comment = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if let Some(marker) = heredoc {
            heredoc = (trimmed != marker).then_some(marker);
        } else if in_comment || trimmed.starts_with("/*") {
            in_comment = !trimmed.contains("*/");
        } else {
            heredoc = opened_heredoc(trimmed);
            if opens_block(line) {
                starts.push(offset);
            }
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The end marker of a heredoc that `line` opens at its end.
fn opened_heredoc(line: &str) -> Option<&str> {
    let (_, marker) = line.rsplit_once("<<")?;
    let marker = marker.strip_prefix('-').unwrap_or(marker);
    let is_marker = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    (!marker.is_empty() && marker.chars().all(is_marker)).then_some(marker)
}

fn opens_block(line: &str) -> bool {
    KEYWORDS.iter().any(|keyword| {
        line.strip_prefix(keyword)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| next.is_whitespace() || next == '"' || next == '{')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hcl_edit::Span;
    use proptest::prelude::*;

    fn header<'a>(text: &'a str, block: &TopBlock) -> &'a str {
        let span = block.block.span().unwrap();
        text.get(block.offset + span.start..).unwrap().lines().next().unwrap()
    }

    /// A line break behind an operator inside a `for` is valid Terraform and keeps the file whole.
    #[test]
    fn breaks_behind_operators_are_accepted() {
        let text =
            "locals {\n  a = { for k in var.x :\n    k => k.a ||\n    k.b # why\n  }\n}\nresource \"t\" \"n\" {\n}\n";
        let parsed = parse(text);
        assert_eq!(parsed.unread, 0);
        assert_eq!(parsed.blocks.len(), 2);
        assert_eq!(header(text, &parsed.blocks[1]), "resource \"t\" \"n\" {");
    }

    /// Repeated object keys are valid Terraform; the repair is remembered by offset, for three equal keys too.
    #[test]
    fn repeated_keys_are_accepted() {
        let text =
            "locals {\n  a = {\n    key = 1\n    key = 2\n    key = 3\n    \"b-c\" = 4\n    \"b-c\" = 5\n  }\n}\n";
        let parsed = parse(text);
        assert_eq!(parsed.unread, 0);
        let expected = [text.find("key = 2"), text.find("key = 3"), text.rfind("\"b-c")];
        let found: Vec<_> = parsed.mended.iter().map(|(at, key)| (Some(*at), key.as_str())).collect();
        assert_eq!(found, expected.into_iter().zip(["key", "key", "b-c"]).collect::<Vec<_>>());
    }

    /// One broken block costs that block: its header stays, marked hollow, and all others are whole.
    #[test]
    fn a_broken_block_costs_only_itself() {
        let text = "# é\nresource \"a\" \"one\" {\n  x = 1\n}\n\nresource \"a\" \"two\" {\n  x = = 1\n}\n\
                    resource \"a\" \"three\" {\n  x = <<EOT\nresource \"no\" \"no\" {\nEOT\n}\n/*\nresource \"no\" \"no\" {}\n*/\n";
        let parsed = parse(text);
        assert_eq!(parsed.unread, 1);
        let found: Vec<_> = parsed.blocks.iter().map(|block| (header(text, block), block.hollow)).collect();
        let expected = [
            ("resource \"a\" \"one\" {", false),
            ("resource \"a\" \"two\" {", true),
            ("resource \"a\" \"three\" {", false),
        ];
        assert_eq!(found, expected);
    }

    /// A text that is no Terraform counts as one unread block.
    #[test]
    fn other_texts_are_counted() {
        let parsed = parse("%PDF-1.7\n");
        assert_eq!((parsed.blocks.len(), parsed.unread), (0, 1));
        assert_eq!(parse("").unread, 0);
    }

    proptest! {
        /// No text makes the parser panic, and spans always fit the text.
        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            let parsed = parse(&text);
            for block in &parsed.blocks {
                let span = block.block.span().unwrap_or_default();
                prop_assert!(text.get(block.offset + span.start..block.offset + span.end).is_some() || block.hollow);
            }
        }

        /// Texts built from the pieces of HCL, balanced or not, neither.
        #[test]
        fn any_pieces_are_survived(pieces in proptest::collection::vec(prop::sample::select(vec![
            "resource \"t\" \"n\" {\n", "}\n", "a = ", "{ for k in x : ", "k => ", "[", "]", "(", ")", "\"", "${", "}",
            "<<EOT\n", "EOT\n", "# c\n", "/*", "*/", "\n", "\r\n", "é", "1", "x.y[0]", ", ", "||", "? ", ": ", "k = 1\n",
        ]), 0..40)) {
            let text = pieces.concat();
            prop_assert_eq!(soften(&text).len(), text.len());
            let parsed = parse(&text);
            prop_assert!(parsed.blocks.len() <= text.len());
        }
    }
}
