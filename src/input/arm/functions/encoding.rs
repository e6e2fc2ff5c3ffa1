//! Base 64, data URIs, percent encoding; URIs are in their own module.

use super::{Answer, Function, Outcome, text, text_of};
use crate::input::arm::expression::Value;
use crate::input::arm::fault::Fault;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) const TABLE: &[Function] = &[
    Function::known("base64", 1, 1, |arguments| text(encode(text_of(arguments, 0)?))),
    Function::known("base64ToString", 1, 1, |arguments| text(decoded(text_of(arguments, 0)?)?)),
    Function::known("base64ToJson", 1, 1, |arguments| super::json_text::read(&decoded(text_of(arguments, 0)?)?)),
    Function::known("dataUri", 1, 1, |arguments| {
        text(format!("data:text/plain;charset=utf-8;base64,{}", encode(text_of(arguments, 0)?)))
    }),
    Function::known("dataUriToString", 1, 1, data_uri_to_string),
    Function::known("uriComponent", 1, 1, |arguments| text(escape(text_of(arguments, 0)?))),
    Function::known("uriComponentToString", 1, 1, |arguments| {
        unescape(text_of(arguments, 0)?).map_or(Ok(Outcome::Unknown), text)
    }),
];

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len().div_ceil(3) * 4);
    for group in text.as_bytes().chunks(3) {
        let bits = group.iter().chain([&0; 3]).take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for at in 0..4 {
            let digit = ALPHABET.get((bits >> (18 - 6 * at) & 63) as usize).filter(|_| at <= group.len());
            encoded.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    encoded
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let compact: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if !compact.len().is_multiple_of(4) {
        return None;
    }
    let padding = compact.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = compact.get(..compact.len() - padding).filter(|_| padding <= 2)?;
    let mut bytes = Vec::with_capacity(digits.len());
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        for digit in group {
            bits = bits << 6 | u32::try_from(ALPHABET.iter().position(|letter| letter == digit)?).ok()?;
        }
        let missing = 4 - group.len();
        bits <<= 6 * missing;
        bytes.extend(bits.to_be_bytes().iter().skip(1).take(3 - missing));
    }
    Some(bytes)
}

fn decoded(text: &str) -> Result<String, Fault> {
    decode(text)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Fault::template("the string is no base 64 of a text"))
}

fn data_uri_to_string(arguments: &[Value]) -> Answer {
    let rest = text_of(arguments, 0)?.strip_prefix("data:").and_then(|rest| rest.split_once(','));
    let (header, data) = rest.ok_or_else(|| Fault::template("the string is no data URI"))?;
    if header.to_ascii_lowercase().ends_with(";base64") {
        return text(decoded(data)?);
    }
    unescape(data).map_or(Ok(Outcome::Unknown), text)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// Undoes percent encoding; `None` where the bytes are no text.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = match (first, behind) {
            (b'%', [high, low, ..]) => char::from(*high).to_digit(16).zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(u8::try_from(high * 16 + low).ok()?);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every tail length encodes and decodes, and other texts do not decode.
    #[test]
    fn base64_round_trips() {
        for (text, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(encode(text), encoded);
            assert_eq!(decode(encoded).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!(decode("Zg="), None);
        assert_eq!(decode("Z==="), None);
        assert_eq!(decode("Zm9%"), None);
    }
}
