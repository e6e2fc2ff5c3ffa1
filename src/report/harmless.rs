//! Output that is printed to the log of a pipeline must not command its agent: what an input holds is only shown.
//!
//! Azure Pipelines obeys `##vso[` anywhere in a line, GitHub Actions `##[` anywhere and `::` at the beginning of one.
//! In: the bytes of a report. Out: the same lines, with these signs written otherwise, as each format allows.
//! Sources: <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>,
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::io::{self, Write};

/// How a format writes the signs that agents obey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    /// Behind a backslash.
    Text,
    /// As escapes of JSON strings.
    Json,
    /// As character references of XML and HTML.
    Markup,
    /// The format is made of commands and escapes what it puts in.
    Commands,
}

impl Signs {
    fn bracket(self) -> &'static str {
        match self {
            Self::Text => "\\[",
            Self::Json => "\\u005b",
            Self::Markup => "&#91;",
            Self::Commands => "[",
        }
    }

    fn colon(self) -> &'static str {
        match self {
            Self::Text => "\\:",
            Self::Json | Self::Commands => ":",
            Self::Markup => "&#58;",
        }
    }

    /// A line, with its end, that commands nothing.
    fn line(self, line: &[u8], out: &mut dyn Write) -> io::Result<()> {
        if self == Self::Commands {
            return out.write_all(line);
        }
        let mut rest = line;
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if let Some((before, behind)) = rest.split_at_checked(blanks)
            && behind.starts_with(b"::")
        {
            out.write_all(before)?;
            out.write_all(self.colon().as_bytes())?;
            rest = behind.get(1..).unwrap_or_default();
        }
        while let Some(at) = memchr::memmem::find(rest, b"##") {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, &[]));
            out.write_all(before)?;
            let word = from.get(2..5).filter(|word| word.eq_ignore_ascii_case(b"vso")).unwrap_or_default();
            // The next number sign may be the first of two.
            let length = if from.get(2 + word.len()) == Some(&b'[') { 3 + word.len() } else { 1 };
            let (sign, behind) = from.split_at_checked(length).unwrap_or((from, &[]));
            match sign.strip_suffix(b"[") {
                Some(sign) => {
                    out.write_all(sign)?;
                    out.write_all(self.bracket().as_bytes())?;
                }
                None => out.write_all(sign)?,
            }
            rest = behind;
        }
        out.write_all(rest)
    }
}

/// Writes lines on, harmless ones.
pub(super) struct HarmlessLines<'w> {
    signs: Signs,
    out: &'w mut dyn Write,
    /// The beginning of a line.
    line: Vec<u8>,
}

impl<'w> HarmlessLines<'w> {
    pub(super) fn new(signs: Signs, out: &'w mut dyn Write) -> Self {
        Self { signs, out, line: Vec::new() }
    }

    /// Writes what stands behind the last line end.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.line);
        self.signs.line(&rest, self.out)
    }
}

impl Write for HarmlessLines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.line.is_empty() && part.ends_with(b"\n") {
                self.signs.line(part, self.out)?;
                continue;
            }
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.signs.line(&line, self.out)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// `text` as a log may show it.
pub(super) fn harmless(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut lines = HarmlessLines::new(Signs::Text, &mut bytes);
    // A vector takes all.
    let _ = lines.write_all(text.as_bytes());
    let _ = lines.finish();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(signs: Signs, parts: &[&str]) -> String {
        let mut bytes = Vec::new();
        let mut lines = HarmlessLines::new(signs, &mut bytes);
        for part in parts {
            lines.write_all(part.as_bytes()).expect("a vector takes all");
        }
        lines.finish().expect("a vector takes all");
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// Commands are shown, not given, wherever an agent looks for them.
    #[test]
    fn commands_are_shown() {
        assert_eq!(harmless("a ##vso[task.x]b ##[error]c ###VSO[d"), "a ##vso\\[task.x]b ##\\[error]c ###VSO\\[d");
        assert_eq!(harmless("::set-env x\n \t::y\na ::z\n:::\n"), "\\::set-env x\n \t\\::y\na ::z\n\\:::\n");
        assert_eq!(written(Signs::Json, &["\"##vso[x\""]), "\"##vso\\u005bx\"");
        assert_eq!(written(Signs::Markup, &["  ::x ##[y"]), "  &#58;:x ##&#91;y");
        assert_eq!(written(Signs::Commands, &["::error::##[x\n"]), "::error::##[x\n");
    }

    /// Other text stays, and commands are found across pieces.
    #[test]
    fn pieces_and_other_text() {
        assert_eq!(harmless("## Heading\n# a ## [x] ##vs[ #\n"), "## Heading\n# a ## [x] ##vs[ #\n");
        assert_eq!(written(Signs::Text, &["a #", "#v", "so", "[x\n:", ":y"]), "a ##vso\\[x\n\\::y");
    }

    proptest::proptest! {
        /// Whatever is written, in whatever pieces, no line commands, and nothing else is changed.
        #[test]
        fn nothing_commands(parts in proptest::collection::vec("[#vVso:\\[ \\n]{0,8}", 0..8)) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let text = written(Signs::Text, &parts);
            for line in text.lines() {
                let lower = line.to_lowercase();
                proptest::prop_assert!(!lower.contains("##vso[") && !lower.contains("##["), "{line:?}");
                proptest::prop_assert!(!line.trim_start().starts_with("::"), "{line:?}");
            }
            proptest::prop_assert_eq!(text.replace('\\', ""), parts.concat());
        }
    }
}
