//! Text to [`Json`]: one pass, bounded in depth.

use super::{Json, JsonError, JsonKind, Member, Span};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep values may nest; the deployment service refuses more than about a hundred levels.
const MAX_DEPTH: usize = 128;

/// Reads `text` as one JSON value.
///
/// # Errors
/// When it is not JSON even by the lenient rules, or nests deeper than 128 levels.
pub(in crate::input::arm) fn parse(text: &str) -> Result<Json, JsonError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    let value = reader.value()?;
    reader.skip_blank()?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.error("expected the end of the text")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn error(&self, problem: impl Into<String>) -> JsonError {
        JsonError { at: self.at.min(self.text.len()), problem: problem.into() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space and comments.
    fn skip_blank(&mut self) -> Result<(), JsonError> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'/') => self.comment()?,
                // Editors leave no-break spaces behind; the service skips them.
                Some(0xC2) if self.rest().starts_with('\u{a0}') => self.at += 2,
                _ => return Ok(()),
            }
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn comment(&mut self) -> Result<(), JsonError> {
        let rest = self.rest();
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2).ok_or_else(|| self.error("the comment does not end"))?
        } else {
            return Err(self.error("expected a value, found '/'"));
        };
        self.at += length;
        Ok(())
    }

    fn value(&mut self) -> Result<Json, JsonError> {
        self.skip_blank()?;
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(quote @ (b'"' | b'\'')) => JsonKind::Text(self.string(quote)?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            Some(_) => return Err(self.error("expected a value")),
            None => return Err(self.error("the text ends where a value is expected")),
        };
        Ok(Json { span: Span { start, end: self.at }, kind })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<JsonKind, JsonError>) -> Result<JsonKind, JsonError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("values nest deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        self.at += 1;
        let kind = read(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn object(&mut self) -> Result<JsonKind, JsonError> {
        let mut members: Vec<Member> = Vec::new();
        let mut places: BTreeMap<Rc<str>, usize> = BTreeMap::new();
        loop {
            self.skip_blank()?;
            let start = self.at;
            let key = match self.peek() {
                Some(b'}') => break,
                Some(b',') if !members.is_empty() => {
                    return Err(self.error("expected a member name, found a second ','"));
                }
                Some(quote @ (b'"' | b'\'')) => self.string(quote)?,
                _ => return Err(self.error("expected a member name in quotes or '}'")),
            };
            let key_span = Span { start, end: self.at };
            self.skip_blank()?;
            if self.peek() != Some(b':') {
                return Err(self.error("expected ':' behind the member name"));
            }
            self.at += 1;
            let member = Member { key: Rc::clone(&key), key_span, value: self.value()? };
            match places.get(&key).and_then(|place| members.get_mut(*place)) {
                Some(earlier) => *earlier = member,
                None => {
                    places.insert(key, members.len());
                    members.push(member);
                }
            }
            if !self.comma(b'}', "expected ',' or '}' behind the member")? {
                break;
            }
        }
        self.at += 1;
        Ok(JsonKind::Object(members))
    }

    fn list(&mut self) -> Result<JsonKind, JsonError> {
        let mut elements = Vec::new();
        loop {
            self.skip_blank()?;
            if self.peek() == Some(b']') {
                break;
            }
            elements.push(self.value()?);
            if !self.comma(b']', "expected ',' or ']' behind the element")? {
                break;
            }
        }
        self.at += 1;
        Ok(JsonKind::List(elements))
    }

    /// Behind an element: `true` past a comma, `false` at the closing bracket.
    fn comma(&mut self, close: u8, expected: &str) -> Result<bool, JsonError> {
        self.skip_blank()?;
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => Ok(false),
            _ => Err(self.error(expected)),
        }
    }

    fn string(&mut self, quote: u8) -> Result<Rc<str>, JsonError> {
        let opening = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let run = self.rest().bytes().position(|byte| byte == quote || byte == b'\\');
            let Some(run) = run else {
                self.at = opening;
                return Err(self.error("the string does not end"));
            };
            text.push_str(self.text.get(self.at..self.at + run).unwrap_or_default());
            self.at += run;
            if self.peek() == Some(quote) {
                self.at += 1;
                return Ok(text.into());
            }
            self.at += 1;
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let character = match self.peek() {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(byte @ (b'"' | b'\'' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("unknown escape in a string")),
        };
        self.at += 1;
        Ok(character)
    }

    /// `uXXXX`, and a second one for the other half of a pair. A half alone becomes the replacement character.
    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let first = self.code_unit()?;
        if !(0xD800..0xDC00).contains(&first) || !self.rest().starts_with("\\u") {
            return Ok(char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let behind_first = self.at;
        self.at += 1;
        let second = self.code_unit()?;
        let decoded = char::decode_utf16([first, second]).next();
        if let Some(Ok(character)) = decoded {
            return Ok(character);
        }
        self.at = behind_first;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn code_unit(&mut self) -> Result<u16, JsonError> {
        let digits = self.text.get(self.at + 1..self.at + 5);
        let unit = digits
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.error("expected four hexadecimal digits behind '\\u'"))?;
        self.at += 5;
        Ok(unit)
    }

    fn number(&mut self) -> Result<JsonKind, JsonError> {
        let length = self
            .rest()
            .bytes()
            .position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
            .unwrap_or(self.rest().len());
        let number = self.rest().get(..length).and_then(|digits| digits.parse().ok());
        let number = number.ok_or_else(|| self.error("expected a number"))?;
        self.at += length;
        Ok(JsonKind::Number(number))
    }

    fn word(&mut self) -> Result<JsonKind, JsonError> {
        for (word, kind) in [("true", JsonKind::Bool(true)), ("false", JsonKind::Bool(false)), ("null", JsonKind::Null)]
        {
            let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric());
            if self.rest().strip_prefix(word).is_some_and(ends) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        Err(self.error("expected a value: a word without quotes is none"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Json {
        parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    /// Comments, trailing commas, multi-line strings, single quotes and a byte-order mark are all accepted.
    #[test]
    fn reads_what_the_service_reads() {
        let text = "\u{feff}{ // a\n 'a': [1, 2.5, -3, /* b */ true, null,], \"b\": \"x\ny\\u00e9\\ud83d\\ude00\", }";
        let json = parsed(text);
        assert_eq!(json.get("A").map(|list| list.elements().len()), Some(5));
        assert_eq!(json.get("b").and_then(Json::as_text), Some("x\nyé😀"));
    }

    /// Every value and every member name knows its bytes.
    #[test]
    fn spans_cover_values_and_names() {
        let text = r#"{"a": [ {"b~/": "v"} ]}"#;
        let json = parsed(text);
        let inner = ["a", "0", "b~/"].iter().try_fold(&json, |at, step| at.step(step)).expect("the inner value");
        assert_eq!(text.get(inner.span.start..inner.span.end), Some("\"v\""));
        let member = json.member("a").expect("the member");
        assert_eq!(text.get(member.key_span.start..member.key_span.end), Some("\"a\""));
        assert_eq!(json.get("a").and_then(|list| list.step("1")), None);
    }

    /// Of two members with one name the last counts; names that differ in letter case are two members.
    #[test]
    fn last_duplicate_wins() {
        let json = parsed(r#"{"a": 1, "a": 2, "A": 3}"#);
        assert_eq!(json.members().len(), 2);
        assert_eq!(json.get("a").map(|value| value.kind.clone()), Some(JsonKind::Number(2.into())));
    }

    /// Texts that are no JSON are refused with the place.
    #[test]
    fn refuses_other_texts() {
        for (text, at) in [
            ("", 0),
            ("{", 1),
            ("[1 2]", 3),
            ("{\"a\" 1}", 5),
            ("\"abc", 0),
            ("\"\\x\"", 2),
            ("tru", 0),
            ("truer", 0),
            ("1 1", 2),
            ("/* x", 0),
            ("{,}", 1),
            ("{\"a\":1,,}", 7),
            ("\"\\u12", 2),
        ] {
            assert_eq!(parse(text).map_err(|error| error.at), Err(at), "{text}");
        }
    }

    /// Nesting is bounded.
    #[test]
    fn refuses_deep_nesting() {
        assert!(parse(&format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH))).is_ok());
        let error = parse(&"[".repeat(100_000)).expect_err("too deep");
        assert_eq!(error.problem, "values nest deeper than 128 levels");
    }
}
