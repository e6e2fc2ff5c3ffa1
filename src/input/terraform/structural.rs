//! Finds where a JSON object or array ends without reading what is in it.
//!
//! It owns the counting of brackets outside strings, sixty-four bytes at a time; it does not validate what it passes over:
//! only strings, escapes and the depth of brackets count, and that the last one is of the kind of the first. Whatever is
//! wanted is validated by the parser that reads it.
//!
//! Shape: a [`Nesting`] is fed consecutive pieces of text that follow an opening bracket, and says at which byte the
//! matching bracket closed.

use wide::u8x16;

/// Bytes judged at once, one bit of a word for each.
const BLOCK: usize = 64;
/// Bytes of one vector: what every 64-bit processor has.
const LANES: usize = 16;

/// How far inside an object or array the text is.
#[derive(Debug, Clone)]
pub(super) struct Nesting {
    /// Brackets that were opened and not closed, of either kind.
    depth: u32,
    /// The bracket that closes the container.
    closing: u8,
    in_string: bool,
    /// The next byte follows a backslash that escapes it.
    escaped: bool,
}

/// What a piece of text made of a [`Nesting`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// All of it is inside.
    Inside,
    /// The container ends behind this many bytes of the piece.
    Ended(usize),
    /// As many brackets closed as were open, but the last one, which ends behind this many bytes, is of the other kind.
    Unbalanced(usize),
}

impl Nesting {
    /// Inside the container that `bracket` (`{` or `[`) opened.
    pub(super) fn inside(bracket: u8) -> Self {
        let closing = if bracket == b'{' { b'}' } else { b']' };
        Self { depth: 1, closing, in_string: false, escaped: false }
    }

    /// Goes over `piece`, the text that follows what was fed before.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Progress {
        let mut done = 0;
        let (blocks, rest) = piece.as_chunks::<BLOCK>();
        for block in blocks {
            match self.feed_block(block, BLOCK) {
                Progress::Inside => done += BLOCK,
                ended => return ended.behind(done),
            }
        }
        if rest.is_empty() {
            return Progress::Inside;
        }
        let mut block = [b' '; BLOCK];
        block.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        self.feed_block(&block, rest.len()).behind(done)
    }

    /// Takes the first `length` bytes of a block whose other bytes are blanks.
    fn feed_block(&mut self, block: &[u8; BLOCK], length: usize) -> Progress {
        let found = Found::in_block(block);
        let quotes = found.quotes & !self.escapes(found.backslashes, length);
        let inside = running_parity(quotes) ^ if self.in_string { u64::MAX } else { 0 };
        let (opens, closes) = (found.opens & !inside, found.closes & !inside);
        if opens | closes != 0 {
            let closed = closes.count_ones();
            if closed >= self.depth {
                return self.walk(opens, closes, inside, block);
            }
            self.depth = self.depth.saturating_add(opens.count_ones()) - closed;
        }
        self.in_string = inside >> (BLOCK - 1) == 1;
        Progress::Inside
    }

    /// The bytes that follow an escaping backslash. A backslash outside strings, which is no JSON, counts as well.
    fn escapes(&mut self, backslashes: u64, length: usize) -> u64 {
        // Bits of the bytes at odd places: carries of the subtraction below separate runs of even and odd length.
        const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
        let carried = u64::from(self.escaped);
        if backslashes == 0 {
            self.escaped = false;
            return carried;
        }
        let escaping = backslashes & !carried;
        let codes = ((escaping << 1) | ODD).wrapping_sub(escaping) ^ ODD;
        let escaped = codes ^ (backslashes | carried);
        self.escaped =
            if length == BLOCK { (codes & backslashes) >> (BLOCK - 1) == 1 } else { escaped >> length & 1 == 1 };
        escaped
    }

    /// Takes a block bracket by bracket, because the container may end in it.
    fn walk(&mut self, opens: u64, closes: u64, inside: u64, block: &[u8; BLOCK]) -> Progress {
        let mut brackets = opens | closes;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            brackets ^= bit;
            if opens & bit != 0 {
                self.depth += 1;
                continue;
            }
            self.depth -= 1;
            if self.depth == 0 {
                let at = bit.trailing_zeros() as usize;
                let fits = block.get(at) == Some(&self.closing);
                return if fits { Progress::Ended(at + 1) } else { Progress::Unbalanced(at + 1) };
            }
        }
        self.in_string = inside >> (BLOCK - 1) == 1;
        Progress::Inside
    }
}

impl Progress {
    /// The same, `count` bytes further on.
    fn behind(self, count: usize) -> Self {
        match self {
            Self::Inside => Self::Inside,
            Self::Ended(at) => Self::Ended(at + count),
            Self::Unbalanced(at) => Self::Unbalanced(at + count),
        }
    }
}

/// What the bytes of a block are: the lowest bit stands for the first byte.
#[derive(Default)]
struct Found {
    quotes: u64,
    backslashes: u64,
    /// `{` and `[`.
    opens: u64,
    /// `}` and `]`.
    closes: u64,
}

impl Found {
    #[inline]
    fn in_block(block: &[u8; BLOCK]) -> Self {
        let mut found = Self::default();
        let (vectors, _) = block.as_chunks::<LANES>();
        for (index, lanes) in vectors.iter().enumerate() {
            let bytes = u8x16::new(*lanes);
            // Bit 5 is all that tells `{` from `[` and `}` from `]`.
            let kind = bytes | u8x16::splat(0x20);
            let mask = |equal: u8x16| u64::from(equal.to_bitmask()) << (index * LANES);
            found.quotes |= mask(bytes.simd_eq(u8x16::splat(b'"')));
            found.backslashes |= mask(bytes.simd_eq(u8x16::splat(b'\\')));
            found.opens |= mask(kind.simd_eq(u8x16::splat(b'{')));
            found.closes |= mask(kind.simd_eq(u8x16::splat(b'}')));
        }
        found
    }
}

/// Each bit is the parity of the bits up to and including it: odd means behind an opening quote.
#[inline]
fn running_parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, byte by byte.
    fn slow(text: &[u8]) -> Progress {
        let (mut depth, mut in_string, mut escaped) = (1_usize, false, false);
        for (at, byte) in text.iter().enumerate() {
            if std::mem::take(&mut escaped) {
                continue;
            }
            match byte {
                b'"' => in_string = !in_string,
                b'\\' => escaped = true,
                _ if in_string => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return if *byte == b'}' { Progress::Ended(at + 1) } else { Progress::Unbalanced(at + 1) };
            }
        }
        Progress::Inside
    }

    /// Brackets in strings and behind escapes do not count, wherever a block begins.
    #[test]
    fn strings_and_escapes_are_respected() {
        for shift in 0..130 {
            let text = format!("{}\"a\": \"}}]\\\"}}\", \"b\": [{{}}, \"\\\\\"]}} rest", " ".repeat(shift));
            let end = text.rfind('}').expect("closes") + 1;
            assert_eq!(Nesting::inside(b'{').feed(text.as_bytes()), Progress::Ended(end));
        }
    }

    /// A container closed by the wrong kind of bracket is not taken for balanced.
    #[test]
    fn kinds_of_brackets_must_agree() {
        let text = format!("\"a\": [{}]]", "1, ".repeat(50));
        assert_eq!(Nesting::inside(b'{').feed(text.as_bytes()), Progress::Unbalanced(text.len()));
    }

    proptest! {
        /// The block-wise way and the byte-wise way agree on any text, in any pieces.
        #[test]
        fn blocks_and_bytes_agree(
            text in proptest::collection::vec(
                prop::sample::select(b"\"\"\"{}[]{[\\,: aZyY_\x7f\xdb\xfb\x80\x5b".to_vec()), 0..600),
            cut in 0_usize..600,
        ) {
            let mut deep = b"{{{{[[[[{{{{".repeat(4);
            deep.extend(&text);
            let expected = slow(&deep);
            prop_assert_eq!(Nesting::inside(b'{').feed(&deep), expected);
            let (first, second) = deep.split_at(cut.min(deep.len()));
            let mut nesting = Nesting::inside(b'{');
            let pieces = match nesting.feed(first) {
                Progress::Inside => match nesting.feed(second) {
                    Progress::Ended(count) => Progress::Ended(first.len() + count),
                    Progress::Unbalanced(count) => Progress::Unbalanced(first.len() + count),
                    Progress::Inside => Progress::Inside,
                },
                ended => ended,
            };
            prop_assert_eq!(pieces, expected);
        }
    }
}
