//! Tokens of the template language. Strings are unescaped here (`''` is one quote); nothing is evaluated.

use crate::input::arm::fault::Fault;

/// A token and its first byte in the expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Text(String),
    Number(serde_json::Number),
    Name(String),
    /// One of `( ) [ ] , .`
    Mark(char),
}

/// Splits an expression into tokens.
pub(super) fn tokens(expression: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = expression.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        let (kind, length) = match first {
            _ if first.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '\'' => text(rest).ok_or_else(|| fault("the string does not end", at))?,
            '0'..='9' | '-' => number(rest).ok_or_else(|| fault("expected a number", at))?,
            'a'..='z' | 'A'..='Z' | '_' | '$' => name(rest),
            '(' | ')' | '[' | ']' | ',' | '.' => (TokenKind::Mark(first), 1),
            _ => return Err(fault(&format!("unexpected '{first}'"), at)),
        };
        tokens.push(Token { kind, at });
        at += length;
    }
    Ok(tokens)
}

/// A fault at a byte of the expression.
pub(super) fn fault(problem: &str, at: usize) -> Fault {
    Fault::template(format!("{problem} at position {}", at + 1))
}

fn text(rest: &str) -> Option<(TokenKind, usize)> {
    let mut content = String::new();
    let mut at = 1;
    loop {
        let (part, _) = rest.get(at..)?.split_once('\'')?;
        content.push_str(part);
        at += part.len() + 1;
        if !rest.get(at..)?.starts_with('\'') {
            return Some((TokenKind::Text(content), at));
        }
        content.push('\'');
        at += 1;
    }
}

fn number(rest: &str) -> Option<(TokenKind, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(rest.starts_with('-'));
    let whole = digits(rest.get(sign..)?);
    let mut length = sign + whole;
    if let Some(fraction) = rest.get(length..)?.strip_prefix('.').map(digits).filter(|count| *count > 0) {
        length += 1 + fraction;
    }
    let number = rest.get(..length)?.parse().ok()?;
    (whole > 0).then_some((TokenKind::Number(number), length))
}

fn name(rest: &str) -> (TokenKind, usize) {
    let length = rest
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'))
        .unwrap_or(rest.len());
    (TokenKind::Name(rest.get(..length).unwrap_or_default().to_owned()), length)
}
