//! `uniqueString` and `guid`, bit for bit as the deployment service computes them.

use super::{ANY, Function, Outcome, text, text_of};
use crate::input::arm::expression::scalar_text;

/// Name space of `guid`.
const NAMESPACE: [u8; 16] =
    [0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30];

pub(super) const TABLE: &[Function] = &[
    Function::known("uniqueString", 1, ANY, |arguments| {
        let mut parts = Vec::with_capacity(arguments.len());
        for at in 0..arguments.len() {
            parts.push(&**text_of(arguments, at)?);
        }
        text(unique_string(&parts.join("-")))
    }),
    Function::known("guid", 1, ANY, |arguments| {
        let parts: Option<Vec<_>> = arguments.iter().map(scalar_text).collect();
        parts.map_or(Ok(Outcome::Unknown), |parts| text(name_based_guid(&parts.join("-"))))
    }),
    Function::known("newGuid", 0, 0, |_| Ok(Outcome::Unknown)),
];

/// Thirteen characters of base 32 for a 64-bit hash.
fn unique_string(text: &str) -> String {
    let mut hash = hash(text.as_bytes());
    let mut name = String::with_capacity(13);
    for _ in 0..13 {
        let digit = (hash >> 59) as u8;
        name.push(char::from(if digit < 26 { b'a' + digit } else { b'2' + digit - 26 }));
        hash <<= 5;
    }
    name
}

/// A 64-bit relative of MurmurHash3 in two 32-bit lanes, seed 0.
fn hash(bytes: &[u8]) -> u64 {
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    let first_mix = |word: u32| word.wrapping_mul(0x239b_961b).rotate_left(15).wrapping_mul(0xab0e_9789);
    let second_mix = |word: u32| word.wrapping_mul(0xab0e_9789).rotate_left(17).wrapping_mul(0x239b_961b);
    let (mut first, mut second) = (0_u32, 0_u32);
    let blocks = bytes.chunks_exact(8);
    let tail = blocks.remainder();
    for block in blocks {
        let (left, right) = block.split_at(4);
        first ^= first_mix(word(left));
        first = first.rotate_left(19).wrapping_add(second).wrapping_mul(5).wrapping_add(0x561c_cd1b);
        second ^= second_mix(word(right));
        second = second.rotate_left(13).wrapping_add(first).wrapping_mul(5).wrapping_add(0x0bca_a747);
    }
    let (left, right) = tail.split_at(tail.len().min(4));
    first ^= first_mix(word(left));
    second ^= second_mix(word(right));
    let length = bytes.len() as u32;
    first ^= length;
    second ^= length;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = finish(first);
    second = finish(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    u64::from(second) << 32 | u64::from(first)
}

fn finish(mut lane: u32) -> u32 {
    lane ^= lane >> 16;
    lane = lane.wrapping_mul(0x85eb_ca6b);
    lane ^= lane >> 13;
    lane = lane.wrapping_mul(0xc2b2_ae35);
    lane ^ lane >> 16
}

/// A version 5 UUID (RFC 9562 §5.5).
pub(in crate::input::arm) fn name_based_guid(name: &str) -> String {
    let mut message = NAMESPACE.to_vec();
    message.extend_from_slice(name.as_bytes());
    let digest = sha1(&message);
    let mut text = String::with_capacity(36);
    for (at, byte) in digest.iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
        }
    }
    text
}

/// SHA-1 (RFC 3174), which version 5 UUIDs are defined with; nothing is protected by it.
fn sha1(message: &[u8]) -> Vec<u8> {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let (blocks, rest) = message.as_chunks::<64>();
    blocks.iter().for_each(|block| absorb(&mut state, block));
    let mut padded = rest.to_vec();
    padded.push(0x80);
    padded.resize(if padded.len() > 56 { 120 } else { 56 }, 0);
    padded.extend_from_slice(&(message.len() as u64 * 8).to_be_bytes());
    padded.as_chunks::<64>().0.iter().for_each(|block| absorb(&mut state, block));
    state.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn absorb(state: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0_u32; 80];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for at in 16..80 {
        let (known, open) = words.split_at_mut(at);
        if let ([.., w16, _, w14, _, _, _, _, _, w8, _, _, _, _, w3, _, _], Some(word)) = (known, open.first_mut()) {
            *word = (*w16 ^ *w14 ^ *w8 ^ *w3).rotate_left(1);
        }
    }
    let mut lanes = *state;
    let (rounds, _) = words.as_chunks::<20>();
    let constants = [0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xca62_c1d6];
    for (at, (words, constant)) in rounds.iter().zip(constants).enumerate() {
        for word in words {
            let [a, b, c, d, e] = lanes;
            let choice = match at {
                0 => b & c | !b & d,
                2 => b & c | b & d | c & d,
                _ => b ^ c ^ d,
            };
            let next = a.rotate_left(5).wrapping_add(choice).wrapping_add(e).wrapping_add(constant).wrapping_add(*word);
            lanes = [next, a, b.rotate_left(30), c, d];
        }
    }
    for (sum, part) in state.iter_mut().zip(lanes) {
        *sum = sum.wrapping_add(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The test vectors of RFC 3174, and messages around the padding boundary.
    #[test]
    fn sha1_of_known_messages() {
        assert_eq!(hex(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        let message = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(hex(&sha1(message)), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
        assert_eq!(hex(&sha1(b"")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hex(&sha1(&[b'a'; 64])), "0098ba824b5c16427bd7a1122a5a442a25ec644d");
    }

    /// Values the deployment service computes for strings of every tail length.
    #[test]
    fn unique_strings() {
        for (text, expected) in [
            ("snap-crackle-pop", "byghxckddilkc"),
            ("asd-asdf-asdf", "iizpqit7ih3cc"),
            ("fu", "6rkxbspxjmsho"),
            ("abc", "cgtzqvhu4i23s"),
            ("abcd", "2vkzoblxv4fya"),
            ("abcdefg", "logmp4qgzfm46"),
        ] {
            assert_eq!(unique_string(text), expected, "{text}");
        }
        assert_eq!(name_based_guid("foo-bar-baz"), "2ed86837-7c7c-5eaa-9864-dd077fd19b0d");
    }
}
