//! Opens an input and turns whatever encoding it has into a stream of UTF-8 bytes without a byte-order mark.
//!
//! It owns files, standard input, gzip and UTF-16; it does not look at what the bytes say ([`mod@super::detect`] does).
//!
//! Shape: a path or `-` in; [`Opened`] out, a reader and the notes that a reader of the report must know. Nothing is
//! held whole: a plan of any size passes through in pieces.

use super::error::InputError;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Chain, Cursor, Read};

/// Inflated bytes after which a compressed input is refused: a few kilobytes of gzip can hide terabytes.
const INFLATED_LIMIT: u64 = 4 << 30;

/// Bytes that tell the encoding.
const SNIFFED: usize = 4;

/// A stream of bytes in pieces.
pub(crate) type ByteStream = Box<dyn Read>;

/// An input that has been opened.
pub(crate) struct Opened {
    /// How messages name it: the path, or `standard input`.
    pub(crate) name: String,
    /// Its text as UTF-8, without a byte-order mark.
    pub(crate) stream: ByteStream,
    /// Sentences about how it was decoded.
    pub(crate) notes: Vec<String>,
}

/// Opens the file `path`, or standard input for `-`.
///
/// # Errors
/// When the file cannot be opened or its first bytes cannot be read.
pub(crate) fn open(path: &str) -> Result<Opened, InputError> {
    if path == "-" {
        return decode("standard input", Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    // Opening a folder succeeds on Unix and fails only when read, with a message that names no way out.
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(InputError::new(
            path,
            "it is a folder, not a file",
            "name the file: a plan made with `terraform show -json tfplan > plan.json`, or an ARM template",
        ));
    }
    decode(path, Box::new(file))
}

/// Looks at the first bytes of `stream` and decodes what they announce.
///
/// # Errors
/// When the first bytes cannot be read.
pub(crate) fn decode(name: &str, stream: ByteStream) -> Result<Opened, InputError> {
    let failed = |error: io::Error| unreadable(name, &error);
    let (head, mut stream) = sniff(stream).map_err(failed)?;
    let mut notes = Vec::new();
    let mut head = head;
    if head.starts_with(&[0x1F, 0x8B]) {
        let inflated = Limited { inner: MultiGzDecoder::new(stream), left: INFLATED_LIMIT };
        (head, stream) = sniff(Box::new(inflated)).map_err(failed)?;
    }
    if let Some((order, mark)) = utf16_order(&head) {
        notes.push(format!("'{name}' was decoded from UTF-16, which PowerShell's '>' writes."));
        stream = Box::new(Utf16::new(without_first(stream, mark).map_err(failed)?, order));
    } else if head.starts_with(&[0xEF, 0xBB, 0xBF]) {
        stream = without_first(stream, 3).map_err(failed)?;
    }
    Ok(Opened { name: name.to_owned(), stream, notes })
}

/// The message for an input that the system does not hand out.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> InputError {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "check the path; it is taken relative to the working directory",
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            "create the file again; check that the disk was not full and the pipe was not cut"
        }
        _ => "check that the file is there and may be read",
    };
    InputError::new(name, error.to_string().to_lowercase(), help)
}

/// The first bytes of `stream`, and the stream with those bytes still in front.
fn sniff(mut stream: ByteStream) -> io::Result<(Vec<u8>, ByteStream)> {
    let mut head = Vec::with_capacity(SNIFFED);
    stream.by_ref().take(SNIFFED as u64).read_to_end(&mut head)?;
    let again: Chain<Cursor<Vec<u8>>, ByteStream> = Cursor::new(head.clone()).chain(stream);
    Ok((head, Box::new(again)))
}

fn without_first(mut stream: ByteStream, count: u64) -> io::Result<ByteStream> {
    io::copy(&mut stream.by_ref().take(count), &mut io::sink())?;
    Ok(stream)
}

/// The byte order of UTF-16 text and the length of its byte-order mark; `None` for other text.
///
/// Without a mark, a zero byte in one half of the first character tells: JSON and HCL begin with ASCII.
fn utf16_order(head: &[u8]) -> Option<(Order, u64)> {
    match *head {
        [0xFF, 0xFE, ..] => Some((Order::LittleEndian, 2)),
        [0xFE, 0xFF, ..] => Some((Order::BigEndian, 2)),
        [first, 0, ..] if first != 0 => Some((Order::LittleEndian, 0)),
        [0, second, ..] if second != 0 => Some((Order::BigEndian, 0)),
        _ => None,
    }
}

/// Which byte of a UTF-16 code unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    LittleEndian,
    BigEndian,
}

/// Refuses to hand out more than `left` bytes.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, Damaged),
        })?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(format!("it inflates to more than {} GiB, which no plan does", INFLATED_LIMIT >> 30))
        })?;
        Ok(read)
    }
}

/// Compressed data that does not inflate.
#[derive(Debug, thiserror::Error)]
#[error("its gzip data is damaged or cut short")]
struct Damaged;

/// Decodes UTF-16 into UTF-8 while reading; a lone surrogate becomes U+FFFD, as it does in PowerShell.
struct Utf16<R> {
    inner: R,
    order: Order,
    /// Bytes read but not decoded: half a code unit, or the first half of a surrogate pair.
    pending: Vec<u8>,
    /// Decoded text not yet handed out, from `handed` on.
    decoded: String,
    handed: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    fn new(inner: R, order: Order) -> Self {
        Self { inner, order, pending: Vec::new(), decoded: String::new(), handed: 0, ended: false }
    }

    /// Decodes one more piece of the inner stream.
    fn refill(&mut self) -> io::Result<()> {
        let mut piece = [0_u8; 16 * 1024];
        let read = loop {
            match self.inner.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended = read == 0;
        self.pending.extend_from_slice(piece.get(..read).unwrap_or_default());
        let mut units: Vec<u16> = self.pending.chunks_exact(2).map(|pair| self.unit(pair)).collect();
        let half = self.pending.len() % 2;
        // A first surrogate waits for its second one, unless nothing more comes.
        let held = usize::from(!self.ended && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)));
        units.truncate(units.len() - held);
        let kept = self.pending.len() - half - 2 * held;
        self.pending.drain(..kept);
        self.decoded.clear();
        self.handed = 0;
        self.decoded.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(())
    }

    fn unit(&self, pair: &[u8]) -> u16 {
        let [first, second] = *pair else { return 0 };
        match self.order {
            Order::LittleEndian => u16::from_le_bytes([first, second]),
            Order::BigEndian => u16::from_be_bytes([first, second]),
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.handed == self.decoded.len() && !self.ended {
            self.refill()?;
        }
        let mut rest = self.decoded.as_bytes().get(self.handed..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.handed += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;
    use std::io::Write;

    /// Hands out at most `piece` bytes at a time, as a pipe may.
    struct Dribble {
        bytes: Cursor<Vec<u8>>,
        piece: usize,
    }

    impl Read for Dribble {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.piece.min(buffer.len());
            self.bytes.read(&mut buffer[..size])
        }
    }

    fn read_all(bytes: Vec<u8>, piece: usize) -> (String, Vec<String>) {
        let mut opened = decode("x", Box::new(Dribble { bytes: Cursor::new(bytes), piece })).expect("opens");
        let mut text = String::new();
        opened.stream.read_to_string(&mut text).expect("reads");
        (text, opened.notes)
    }

    fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xFEFF_u16);
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    /// Every encoding of one text reads as that text, and only UTF-16 leaves a note.
    #[test]
    fn decodes_every_encoding() {
        let text = "{\"name\": \"größe 🌊\"}";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text.as_bytes()).expect("compresses");
        let cases = [
            (text.as_bytes().to_vec(), 0),
            ([&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(), 0),
            (utf16(text, true, true), 1),
            (utf16(text, false, true), 1),
            (utf16(text, true, false), 1),
            (utf16(text, false, false), 1),
            (gzip.finish().expect("compresses"), 0),
        ];
        for (bytes, notes) in cases {
            for piece in [1, 2, 3, 1000] {
                let (read, said) = read_all(bytes.clone(), piece);
                assert_eq!(read, text);
                assert_eq!(said.len(), notes);
            }
        }
    }

    /// An empty input and one of a single byte are no encoding errors.
    #[test]
    fn short_inputs_pass_through() {
        assert_eq!(read_all(Vec::new(), 4).0, "");
        assert_eq!(read_all(vec![b'{'], 4).0, "{");
    }

    /// What a compressed file inflates to is limited, and damage is an error rather than an end.
    #[test]
    fn limits_and_damage_are_errors() {
        let mut limited = Limited { inner: io::repeat(b'x'), left: 100 };
        let error = limited.read_to_end(&mut Vec::new()).expect_err("is limited");
        assert!(error.to_string().contains("more than 4 GiB"));
        let damaged = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3];
        assert!(decode("x", Box::new(Cursor::new(damaged))).is_err());
    }

    /// A folder and a missing file say so.
    #[test]
    fn unreadable_paths_are_named() {
        assert!(open("src").err().is_some_and(|error| error.problem.contains("folder")));
        assert!(open("no/such/file").err().is_some_and(|error| error.help.contains("check the path")));
    }

    proptest! {
        /// Any bytes in any pieces decode without a panic, and always to UTF-8 when they are UTF-16.
        #[test]
        fn any_bytes_are_read(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), piece in 1_usize..7) {
            bytes.splice(0..0, [0xFF, 0xFE]);
            let (text, notes) = read_all(bytes, piece);
            prop_assert!(text.len() <= 300);
            prop_assert_eq!(notes.len(), 1);
        }
    }
}
