//! Finds where a JSON object or array ends without reading what is in it.
//!
//! It owns the counting of brackets outside strings, eight bytes at a time in plain 64-bit arithmetic; it does not
//! validate what it passes over: only strings, escapes and the balance of each kind of bracket count. Whatever is
//! wanted is validated by the parser that reads it.
//!
//! Shape: a [`Nesting`] is fed consecutive pieces of text that follow an opening bracket, and says at which byte the
//! matching bracket closed.

/// The byte `0x01` in each place of a word.
const ONES: u64 = u64::from_le_bytes([1; 8]);
/// The highest bit of each byte.
const HIGH: u64 = ONES << 7;
/// Bytes judged at once. Few enough that an escape, which makes the block take the slow way, is rare in one.
const BLOCK: usize = 64;

/// How far inside an object or array the text is.
#[derive(Debug, Clone)]
pub(super) struct Nesting {
    /// Open `{` minus closed `}`.
    curly: i64,
    /// Open `[` minus closed `]`.
    square: i64,
    in_string: bool,
    escaped: bool,
}

/// What a piece of text made of a [`Nesting`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// All of it is inside.
    Inside,
    /// The container ends behind this many bytes of the piece.
    Ended(usize),
    /// As many brackets closed as were open, but not of the same kinds; the last one ends behind this many bytes.
    Unbalanced(usize),
}

impl Nesting {
    /// Inside the container that `bracket` (`{` or `[`) opened.
    pub(super) fn inside(bracket: u8) -> Self {
        let curly = i64::from(bracket == b'{');
        Self { curly, square: 1 - curly, in_string: false, escaped: false }
    }

    /// Goes over `piece`, the text that follows what was fed before.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Progress {
        let mut done = 0;
        let mut blocks = piece.chunks_exact(BLOCK);
        for block in &mut blocks {
            if !self.feed_block(block) {
                match self.feed_words(block) {
                    Progress::Inside => {}
                    ended => return ended.behind(done),
                }
            }
            done += BLOCK;
        }
        self.feed_words(blocks.remainder()).behind(done)
    }

    /// Takes a whole block of ASCII without escapes that cannot close the container; says false, having changed
    /// nothing, for any other block.
    fn feed_block(&mut self, block: &[u8]) -> bool {
        let mut inside = if self.in_string { ONES } else { 0 };
        let (mut wide, mut plain) = (u64::from(self.escaped) << 7, u64::MAX);
        // Counts by byte position; a block adds at most 8 to each, so that no byte overflows.
        let (mut opened, mut opened_curly, mut closed, mut closed_curly) = (0_u64, 0_u64, 0_u64, 0_u64);
        for bytes in block.chunks_exact(8) {
            let word = bytes.try_into().map_or(0, u64::from_le_bytes);
            let found = Found::in_word(word, &mut inside);
            wide |= found.wide;
            plain &= found.plain;
            // Bit 5 is all that tells `{` from `[` and `}` from `]`.
            let curly = word >> 5;
            opened += found.opens;
            opened_curly += found.opens & curly;
            closed += found.closes;
            closed_curly += found.closes & curly;
        }
        let closed = sum(closed);
        if !Found::is_plain(wide, plain) || closed >= self.curly + self.square {
            return false;
        }
        let curly = sum(opened_curly) - sum(closed_curly);
        self.in_string = inside != 0;
        self.curly += curly;
        self.square += sum(opened) - closed - curly;
        true
    }

    /// The same word by word, so that what needs the slow way takes it for eight bytes only.
    fn feed_words(&mut self, piece: &[u8]) -> Progress {
        let mut done = 0;
        let mut words = piece.chunks_exact(8);
        for bytes in &mut words {
            let word = bytes.try_into().map_or(0, u64::from_le_bytes);
            let mut inside = if self.in_string { ONES } else { 0 };
            let found = Found::in_word(word, &mut inside);
            let closed = sum(found.closes);
            if !Found::is_plain(found.wide, found.plain) || self.escaped || closed >= self.curly + self.square {
                match self.feed_bytes(bytes) {
                    Progress::Inside => {}
                    ended => return ended.behind(done),
                }
            } else {
                let curly = sum(found.opens & word >> 5) - sum(found.closes & word >> 5);
                self.in_string = inside != 0;
                self.curly += curly;
                self.square += sum(found.opens) - closed - curly;
            }
            done += 8;
        }
        self.feed_bytes(words.remainder()).behind(done)
    }

    /// The same byte by byte, for every kind of text.
    fn feed_bytes(&mut self, piece: &[u8]) -> Progress {
        for (at, byte) in piece.iter().enumerate() {
            if self.escaped {
                self.escaped = false;
                continue;
            }
            match byte {
                b'"' => self.in_string = !self.in_string,
                b'\\' if self.in_string => self.escaped = true,
                _ if self.in_string => {}
                b'{' => self.curly += 1,
                b'[' => self.square += 1,
                b'}' | b']' => {
                    if *byte == b'}' {
                        self.curly -= 1;
                    } else {
                        self.square -= 1;
                    }
                    if self.curly + self.square == 0 {
                        return if self.curly == 0 { Progress::Ended(at + 1) } else { Progress::Unbalanced(at + 1) };
                    }
                }
                _ => {}
            }
        }
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

/// What eight bytes hold: `0x01` in the place of each byte that is meant.
struct Found {
    /// `{` and `[` outside strings.
    opens: u64,
    /// `}` and `]` outside strings.
    closes: u64,
    /// A highest bit is set where a byte is not ASCII: the rest means nothing then.
    wide: u64,
    /// A highest bit is missing where an ASCII byte is a backslash: the rest means nothing then.
    plain: u64,
}

impl Found {
    /// Looks at `word`; `inside` is all ones when it begins inside a string, and says the same of the next word.
    #[inline]
    fn in_word(word: u64, inside: &mut u64) -> Self {
        // Multiplication sums the quotes up to and including each byte: odd means inside a string.
        let quotes = (!differs(word, b'"') >> 7 & ONES).wrapping_mul(ONES);
        let outside = ((quotes ^ *inside) & ONES) ^ ONES;
        *inside ^= (quotes >> 56 & 1) * ONES;
        // All brackets are `0x7B` but for bits 1, 2 and 5, and so is `y`, which has neither bit 1 nor 2. Bit 1 is an
        // opening one's, bit 2 a closing one's; `_` and DEL have both, which cancel out, and stand in strings only.
        let brackets = !differs(word | (ONES * 0x26), 0x7F) >> 7 & outside;
        Self { opens: brackets & word >> 1, closes: brackets & word >> 2, wide: word, plain: differs(word, b'\\') }
    }

    /// Whether the word can be trusted.
    fn is_plain(wide: u64, plain: u64) -> bool {
        (wide | !plain) & HIGH == 0
    }
}

/// The highest bit of every byte of `word` that differs from `byte`; both must be ASCII. Other bits mean nothing.
#[inline]
fn differs(word: u64, byte: u8) -> u64 {
    // Only a difference of 0 does not reach the highest bit.
    (word ^ (ONES * u64::from(byte))).wrapping_add(!HIGH)
}

/// The sum of the eight bytes of `counts`, which must not exceed 255.
fn sum(counts: u64) -> i64 {
    i64::from(counts.wrapping_mul(ONES).to_be_bytes().first().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow(text: &[u8]) -> Progress {
        Nesting::inside(b'{').feed_bytes(text)
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
        let text = format!("\"a\": [{}}}}}", "1, ".repeat(50));
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
