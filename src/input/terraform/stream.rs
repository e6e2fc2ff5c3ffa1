//! Walks one JSON document member by member through a bounded window, so that a plan of any size takes little memory.
//!
//! It owns the window, the positions and the syntax between members; it does not interpret any value: a wanted one is
//! handed out as its bytes, any other is passed over ([`super::structural`]).
//!
//! Shape: any [`Read`] in. The caller asks ([`JsonStream::enter`], [`JsonStream::next_key`],
//! [`JsonStream::next_item`]) and takes each value by [`JsonStream::capture`], [`JsonStream::skip`] or by entering it;
//! [`JsonStream::finish`] says that nothing follows. Offsets count bytes from the beginning of the stream.

use super::structural::{Nesting, Progress};
use std::io::{self, Read};

/// Bytes read at once; the window grows beyond this only while one wanted value is longer.
const WINDOW: usize = 256 * 1024;
/// Longest value that is handed out whole. A resource takes about two kilobytes.
pub(super) const LONGEST_VALUE: usize = 64 << 20;
/// Deepest nesting that is walked. Passing over a value has no such limit.
const DEEPEST: usize = 128;

/// A JSON document read from `R`.
pub(super) struct JsonStream<R> {
    source: R,
    /// Filled up to `end`; `at` is the next byte, `base` the offset of the first one.
    window: Vec<u8>,
    at: usize,
    end: usize,
    base: u64,
    /// Where a wanted value begins: bytes from here on stay in the window.
    held: Option<usize>,
    exhausted: bool,
    /// The containers that were entered.
    open: Vec<Frame>,
    longest: usize,
}

/// A container that is being walked.
#[derive(Debug, Clone, Copy)]
struct Frame {
    closing: u8,
    first: bool,
}

/// A value handed out whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Captured<'a> {
    /// Offset of its first byte.
    pub(super) offset: u64,
    /// Its text; only its brackets and strings have been looked at.
    pub(super) bytes: &'a [u8],
}

/// What kind of value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    /// A number, `true`, `false` or `null`.
    Scalar,
}

/// Why a document cannot be read on.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamError {
    /// The bytes end inside the document.
    #[error("the JSON ends early, at byte {offset}")]
    EndsEarly { offset: u64 },
    /// A byte that cannot stand there.
    #[error("the JSON is broken at byte {offset}: expected {expected}")]
    Unexpected { offset: u64, expected: &'static str },
    /// Brackets that do not match.
    #[error("the JSON is broken: the brackets of the value that begins at byte {offset} do not match")]
    Unbalanced { offset: u64 },
    /// More containers inside each other than any plan has.
    #[error("the JSON is nested more than {DEEPEST} deep at byte {offset}")]
    TooDeep { offset: u64 },
    /// A value too long to be handed out.
    #[error("the value that begins at byte {offset} is longer than {} MiB", limit >> 20)]
    TooLong { offset: u64, limit: usize },
    /// A value whose text is no JSON or not what its place asks for.
    #[error("{problem} in the value that begins at byte {offset}")]
    Malformed { offset: u64, problem: String },
    /// The bytes cannot be read.
    #[error("{}", .0.to_string().to_lowercase())]
    Unreadable(#[from] io::Error),
}

type Result<T> = std::result::Result<T, StreamError>;

impl<R: Read> JsonStream<R> {
    /// The document that `source` holds.
    pub(super) fn new(source: R) -> Self {
        Self::with_limits(source, WINDOW, LONGEST_VALUE)
    }

    fn with_limits(source: R, window: usize, longest: usize) -> Self {
        let open = Vec::new();
        let window = vec![0; window.max(1)];
        Self { source, window, at: 0, end: 0, base: 0, held: None, exhausted: false, open, longest }
    }

    /// The kind of the next value.
    ///
    /// # Errors
    /// When no value comes next or the bytes cannot be read.
    pub(super) fn kind(&mut self) -> Result<Kind> {
        match self.significant()? {
            b'{' => Ok(Kind::Object),
            b'[' => Ok(Kind::Array),
            b'"' => Ok(Kind::Text),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => Ok(Kind::Scalar),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Enters the object or array that comes next, whose members or items are then asked for. Says false, having
    /// passed over the value, when it is neither.
    ///
    /// # Errors
    /// When no value comes next, it is nested too deep, or the bytes cannot be read.
    pub(super) fn enter(&mut self, kind: Kind) -> Result<bool> {
        if self.kind()? != kind || !matches!(kind, Kind::Object | Kind::Array) {
            self.skip()?;
            return Ok(false);
        }
        if self.open.len() == DEEPEST {
            return Err(StreamError::TooDeep { offset: self.offset() });
        }
        let closing = if kind == Kind::Object { b'}' } else { b']' };
        self.open.push(Frame { closing, first: true });
        self.at += 1;
        Ok(true)
    }

    /// The key of the next member of the object that was entered last, or `None` behind its last one.
    ///
    /// # Errors
    /// When neither a member nor the end comes next, or the bytes cannot be read.
    pub(super) fn next_key(&mut self) -> Result<Option<String>> {
        if !self.another()? {
            return Ok(None);
        }
        if self.significant()? != b'"' {
            return Err(self.unexpected("a key in double quotes"));
        }
        let captured = self.capture()?;
        let key = captured.parse::<String>()?;
        if self.significant()? != b':' {
            return Err(self.unexpected("':'"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// Whether the array that was entered last has another item, which then comes next.
    ///
    /// # Errors
    /// When neither an item nor the end comes next, or the bytes cannot be read.
    pub(super) fn next_item(&mut self) -> Result<bool> {
        self.another()
    }

    /// Passes over the next value.
    ///
    /// # Errors
    /// When it ends early or its brackets do not match, or the bytes cannot be read.
    pub(super) fn skip(&mut self) -> Result<()> {
        let kind = self.kind()?;
        match kind {
            Kind::Object | Kind::Array => self.pass_container(),
            Kind::Text => self.pass_string(),
            Kind::Scalar => self.pass_scalar(),
        }
    }

    /// Hands out the next value whole.
    ///
    /// # Errors
    /// Those of [`Self::skip`], and when the value is too long.
    pub(super) fn capture(&mut self) -> Result<Captured<'_>> {
        self.significant()?;
        self.held = Some(self.at);
        let passed = self.skip();
        let start = self.held.take().unwrap_or(self.at);
        passed?;
        let bytes = self.window.get(start..self.at).unwrap_or_default();
        Ok(Captured { offset: self.base + start as u64, bytes })
    }

    /// Makes sure that nothing but white space follows the document.
    ///
    /// # Errors
    /// When something follows or the bytes cannot be read.
    pub(super) fn finish(&mut self) -> Result<()> {
        match self.significant() {
            Err(StreamError::EndsEarly { .. }) => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Err(self.unexpected("nothing behind the end of the document")),
        }
    }

    /// Offset of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    fn unexpected(&self, expected: &'static str) -> StreamError {
        StreamError::Unexpected { offset: self.offset(), expected }
    }

    /// Steps to the next member or item; false when the container that was entered last ends, which leaves it.
    fn another(&mut self) -> Result<bool> {
        let next = self.significant()?;
        let Some(frame) = self.open.last_mut() else {
            return Err(self.unexpected("nothing: every container has ended"));
        };
        let first = std::mem::replace(&mut frame.first, false);
        let closing = frame.closing;
        if next == closing {
            self.open.pop();
            self.at += 1;
            return Ok(false);
        }
        if first {
            return Ok(true);
        }
        if next != b',' {
            let expected = if closing == b'}' { "',' or '}'" } else { "',' or ']'" };
            return Err(self.unexpected(expected));
        }
        self.at += 1;
        if self.significant()? == closing {
            return Err(self.unexpected("another member: a comma must not stand at the end"));
        }
        Ok(true)
    }

    /// The next byte that is no white space; it stays next.
    fn significant(&mut self) -> Result<u8> {
        loop {
            let rest = self.window.get(self.at..self.end).unwrap_or_default();
            match rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
                Some(count) => {
                    self.at += count;
                    return Ok(rest.get(count).copied().unwrap_or_default());
                }
                None => {
                    self.at = self.end;
                    self.refill()?;
                }
            }
        }
    }

    /// Reads more bytes behind `end`; what lies before `at`, or before a held value, makes room.
    fn refill(&mut self) -> Result<()> {
        let kept = self.held.unwrap_or(self.at);
        if kept > 0 {
            self.window.copy_within(kept..self.end, 0);
            self.base += kept as u64;
            self.at -= kept;
            self.end -= kept;
            self.held = self.held.map(|_| 0);
        }
        if self.end == self.window.len() {
            if self.window.len() >= self.longest {
                return Err(StreamError::TooLong { offset: self.base, limit: self.longest });
            }
            self.window.resize((self.window.len() * 2).min(self.longest), 0);
        }
        while !self.exhausted {
            match self.source.read(self.window.get_mut(self.end..).unwrap_or_default()) {
                Ok(0) => self.exhausted = true,
                Ok(read) => {
                    self.end += read;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StreamError::EndsEarly { offset: self.base + self.end as u64 })
    }

    fn pass_container(&mut self) -> Result<()> {
        let begins = self.offset();
        let mut nesting = Nesting::inside(self.significant()?);
        self.at += 1;
        loop {
            match nesting.feed(self.window.get(self.at..self.end).unwrap_or_default()) {
                Progress::Inside => {
                    self.at = self.end;
                    self.refill()?;
                }
                Progress::Ended(count) => {
                    self.at += count;
                    return Ok(());
                }
                Progress::Unbalanced(_) => return Err(StreamError::Unbalanced { offset: begins }),
            }
        }
    }

    fn pass_string(&mut self) -> Result<()> {
        self.at += 1;
        loop {
            let rest = self.window.get(self.at..self.end).unwrap_or_default();
            match memchr::memchr2(b'"', b'\\', rest) {
                Some(count) if rest.get(count) == Some(&b'"') => {
                    self.at += count + 1;
                    return Ok(());
                }
                // An escape takes two bytes; the second one may not have been read yet.
                Some(count) if count + 1 < rest.len() => self.at += count + 2,
                Some(count) => {
                    self.at += count;
                    self.refill()?;
                }
                None => {
                    self.at = self.end;
                    self.refill()?;
                }
            }
        }
    }

    fn pass_scalar(&mut self) -> Result<()> {
        loop {
            let rest = self.window.get(self.at..self.end).unwrap_or_default();
            let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
            match rest.iter().position(|byte| !inside(byte)) {
                Some(count) => {
                    self.at += count;
                    return Ok(());
                }
                None => {
                    self.at = self.end;
                    match self.refill() {
                        // A scalar is the one value that the end of the bytes ends.
                        Err(StreamError::EndsEarly { .. }) => return Ok(()),
                        other => other?,
                    }
                }
            }
        }
    }
}

/// Says that a value is JSON, but not of the kind that its place asks for.
const UNEXPECTED: &str = "a member of an unexpected kind";

impl<'a> Captured<'a> {
    /// Parses and validates the text.
    ///
    /// # Errors
    /// When it is no JSON, or not of the shape of `T`.
    pub(super) fn parse<T: serde::Deserialize<'a>>(&self) -> Result<T> {
        serde_json::from_slice(self.bytes).map_err(|error| self.broken(&error))
    }

    /// The error for a value of another kind than its place asks for.
    pub(super) fn unexpected(&self) -> StreamError {
        self.malformed(UNEXPECTED)
    }

    /// The error for a value with this problem.
    pub(super) fn malformed(&self, problem: &str) -> StreamError {
        StreamError::Malformed { offset: self.offset, problem: problem.to_owned() }
    }

    /// Says what kind of error it is, never its text: that quotes values, which may be secret.
    fn broken(&self, error: &serde_json::Error) -> StreamError {
        let problem = match error.classify() {
            serde_json::error::Category::Data => UNEXPECTED.to_owned(),
            _ => format!("broken JSON (line {}, column {})", error.line(), error.column()),
        };
        StreamError::Malformed { offset: self.offset, problem }
    }
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
