//! What the stream must do whatever the sizes of its window and of the pieces it is fed.

use super::*;
use proptest::prelude::*;

/// Hands out at most `piece` bytes at a time.
struct Pieces<'a> {
    rest: &'a [u8],
    piece: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.piece.min(buffer.len()).min(self.rest.len());
        let (now, later) = self.rest.split_at(size);
        buffer[..size].copy_from_slice(now);
        self.rest = later;
        Ok(size)
    }
}

fn stream(text: &[u8], piece: usize, window: usize) -> JsonStream<Pieces<'_>> {
    JsonStream::with_limits(Pieces { rest: text, piece }, window, 1 << 20)
}

/// Walks two levels of `stream`, capturing every other value: a line for each event.
fn events<R: Read>(stream: &mut JsonStream<R>) -> (Vec<String>, std::result::Result<(), String>) {
    let mut seen = Vec::new();
    let ended = walk(stream, &mut seen).map_err(|error| error.to_string());
    (seen, ended)
}

fn walk<R: Read>(stream: &mut JsonStream<R>, seen: &mut Vec<String>) -> Result<()> {
    if !stream.enter(Kind::Object)? {
        seen.push("not an object".to_owned());
        return stream.finish();
    }
    while let Some(key) = stream.next_key()? {
        seen.push(format!("{} key {key}", stream.offset()));
        if stream.kind()? != Kind::Array {
            stream.skip()?;
            continue;
        }
        stream.enter(Kind::Array)?;
        while stream.next_item()? {
            let captured = stream.capture()?;
            seen.push(format!("{} {}", captured.offset, String::from_utf8_lossy(captured.bytes)));
        }
    }
    stream.finish()
}

const DOCUMENT: &str = r#" {"a" : [1, -2.5e3,"x\"]}\\", {"b":[{}, []]},null],
  "skipped": {"deep": [[[{"q": "}]"}]]], "t": true}, "größe\u0020": ["ü"], "empty": [], "s": "]", "n": 12 } "#;

/// Keys, values and offsets do not depend on the window or on how the bytes arrive.
#[test]
fn any_window_gives_the_same_events() {
    let (expected, ended) = events(&mut stream(DOCUMENT.as_bytes(), usize::MAX, 1 << 16));
    assert_eq!(ended, Ok(()));
    assert_eq!(expected.len(), 12);
    for piece in [1, 2, 3, 7, 1000] {
        for window in [1, 2, 5, 16, 100] {
            let (seen, ended) = events(&mut stream(DOCUMENT.as_bytes(), piece, window));
            assert_eq!((seen, ended), (expected.clone(), Ok(())));
        }
    }
}

/// A captured value's offset is where its text stands in the document.
#[test]
fn offsets_are_absolute() {
    let (seen, _) = events(&mut stream(DOCUMENT.as_bytes(), 3, 4));
    let value = seen.iter().find(|event| event.ends_with("{\"b\":[{}, []]}")).expect("is captured");
    let offset: usize = value.split(' ').next().and_then(|text| text.parse().ok()).expect("begins with the offset");
    assert!(DOCUMENT.get(offset..).is_some_and(|rest| rest.starts_with("{\"b\":[{}, []]}")));
}

/// A document cut at any byte is never taken for whole, and the message names the place where it ends.
#[test]
fn every_truncation_is_found() {
    let document = DOCUMENT.trim_end();
    for length in 0..document.len() {
        let (_, ended) = events(&mut stream(&document.as_bytes()[..length], 11, 16));
        let message = ended.expect_err("is cut");
        assert!(message.contains(&format!("at byte {length}")), "{length}: {message}");
    }
}

/// Syntax errors between members name the byte and what was expected there.
#[test]
fn broken_syntax_is_placed() {
    let cases = [
        ("{\"a\": 1} x", "byte 9: expected nothing behind the end"),
        ("{\"a\": 1,}", "byte 8: expected another member"),
        ("{\"a\" 1}", "byte 5: expected ':'"),
        ("{a: 1}", "byte 1: expected a key"),
        ("{\"a\": [1 2]}", "byte 9: expected ',' or ']'"),
        ("{\"a\": {\"b\": 1]}", "begins at byte 6 do not match"),
        ("{\"a\": }", "byte 6: expected a value"),
        ("{\"a\\x\": 1}", "broken JSON (line 1, column 4) in the value that begins at byte 1"),
    ];
    for (text, expected) in cases {
        let (_, ended) = events(&mut stream(text.as_bytes(), 3, 8));
        let message = ended.expect_err(text);
        assert!(message.contains(expected), "{text}: {message}");
    }
}

/// A wanted value longer than the limit is refused; an unwanted one of any length passes, as does any depth.
#[test]
fn limits_hold_only_for_wanted_values() {
    let long = format!("{{\"skipped\": \"{}\", \"a\": [[{}]]}}", "x".repeat(3000), "1,".repeat(1500));
    let mut narrow = JsonStream::with_limits(long.as_bytes(), 64, 1024);
    let (seen, ended) = events(&mut narrow);
    assert_eq!(seen.len(), 2);
    assert!(ended.is_err_and(|message| message.contains("is longer than")));
    let deep = format!("{{\"skipped\": {}{}}}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(events(&mut stream(deep.as_bytes(), 100, 64)).1, Ok(()));
    let mut walked = stream(deep.as_bytes().get(12..).unwrap_or_default(), 100, 64);
    let error = (0..200).find_map(|_| walked.enter(Kind::Array).and_then(|_| walked.next_item()).err());
    assert!(matches!(error, Some(StreamError::TooDeep { offset: 128 })));
}

proptest! {
    /// Bytes changed at random never panic, and give the same events in any pieces.
    #[test]
    fn mutations_are_read_alike(
        changes in proptest::collection::vec((0_usize..200, any::<u8>()), 0..6),
        piece in 1_usize..40,
        window in 1_usize..40,
    ) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        let whole = events(&mut stream(&bytes, usize::MAX, 1 << 16));
        prop_assert_eq!(events(&mut stream(&bytes, piece, window)), whole);
    }
}
