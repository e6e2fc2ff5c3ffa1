//! Tokens to syntax tree: calls, strings, numbers, `.name` and `[index]`. Bare names do not exist in the language.

use super::lexer::{Token, TokenKind, fault, tokens};
use super::syntax::Expression;
use crate::input::arm::fault::Fault;

/// How long an expression may be, in characters: the limit of the deployment service.
/// Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#template-limits>.
const MAX_LENGTH: usize = 24_576;

/// How deep an expression may nest.
const MAX_DEPTH: usize = 100;

/// Reads the text between the brackets.
///
/// # Errors
/// [`Fault::Template`] when it is not an expression, [`Fault::Limit`] when it is too long or nests too deep.
pub(in crate::input::arm) fn parse(text: &str) -> Result<Expression, Fault> {
    if text.chars().count() > MAX_LENGTH {
        return Err(Fault::Limit("an expression is longer than 24576 characters"));
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0, end: text.len() };
    let expression = parser.expression()?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some(token) => Err(fault("expected the end of the expression", token.at)),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    end: usize,
}

impl Parser {
    fn expression(&mut self) -> Result<Expression, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::Limit("an expression nests deeper than 100 levels"));
        }
        self.depth += 1;
        let mut expression = self.primary()?;
        let mut accesses = 0;
        loop {
            if self.take_mark('.') {
                let name = self.property_name()?;
                expression = Expression::Property { base: Box::new(expression), name: name.into() };
            } else if self.take_mark('[') {
                let index = Box::new(self.expression()?);
                self.expect(']')?;
                expression = Expression::Index { base: Box::new(expression), index };
            } else {
                self.depth -= 1;
                return Ok(expression);
            }
            // A chain of accesses is a tree that is as deep as the chain is long.
            accesses += 1;
            if accesses == MAX_DEPTH {
                return Err(Fault::Limit("an expression has more than 100 accesses in a row"));
            }
        }
    }

    fn primary(&mut self) -> Result<Expression, Fault> {
        let at = self.at();
        match self.advance() {
            Some(TokenKind::Text(text)) => Ok(Expression::Text(text.into())),
            Some(TokenKind::Number(number)) => Ok(Expression::Number(number)),
            Some(TokenKind::Name(name)) => self.call(name),
            Some(TokenKind::Mark(mark)) => Err(fault(&format!("expected a value, found '{mark}'"), at)),
            None => Err(fault("expected a value", at)),
        }
    }

    fn call(&mut self, mut name: String) -> Result<Expression, Fault> {
        if self.take_mark('.') {
            name.push('.');
            name.push_str(&self.property_name()?);
        }
        self.expect('(')?;
        let mut arguments = Vec::new();
        if !self.take_mark(')') {
            loop {
                arguments.push(self.expression()?);
                if !self.take_mark(',') {
                    break;
                }
            }
            self.expect(')')?;
        }
        Ok(Expression::Call { name: name.into(), arguments })
    }

    fn property_name(&mut self) -> Result<String, Fault> {
        let at = self.at();
        match self.advance() {
            Some(TokenKind::Name(name)) => Ok(name),
            Some(TokenKind::Number(number)) => Ok(number.to_string()),
            _ => Err(fault("expected a property name", at)),
        }
    }

    fn expect(&mut self, mark: char) -> Result<(), Fault> {
        if self.take_mark(mark) { Ok(()) } else { Err(fault(&format!("expected '{mark}'"), self.at())) }
    }

    fn take_mark(&mut self, mark: char) -> bool {
        let found = self.tokens.get(self.next).is_some_and(|token| token.kind == TokenKind::Mark(mark));
        self.next += usize::from(found);
        found
    }

    fn advance(&mut self) -> Option<TokenKind> {
        let token = self.tokens.get(self.next)?;
        self.next += 1;
        Some(token.kind.clone())
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |token| token.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White space is free, quotes double, and what is parsed prints as it was meant.
    #[test]
    fn parses_and_prints() {
        for (text, printed) in [
            (" concat ( 'a' ,\n 'it''s' ) ", "concat('a', 'it''s')"),
            ("parameters('p').a.b[0][ variables('i') ]", "parameters('p').a.b[0][variables('i')]"),
            ("__bicep.f(-1, 2.5)", "__bicep.f(-1, 2.5)"),
            ("f()", "f()"),
            ("'a'", "'a'"),
        ] {
            assert_eq!(parse(text).map(|tree| tree.to_string()), Ok(printed.to_owned()), "{text}");
        }
    }

    /// Texts that are no expression are refused with the place.
    #[test]
    fn refuses_other_texts() {
        for (text, problem) in [
            ("", "expected a value at position 1"),
            ("a", "expected '(' at position 2"),
            ("f(1", "expected ')' at position 4"),
            ("f(,)", "expected a value, found ',' at position 3"),
            ("f() g()", "expected the end of the expression at position 5"),
            ("'a", "the string does not end at position 1"),
            ("f(-)", "expected a number at position 3"),
            ("f().", "expected a property name at position 5"),
            ("f(ü)", "unexpected 'ü' at position 3"),
        ] {
            assert_eq!(parse(text), Err(Fault::template(problem)), "{text}");
        }
    }

    /// Length, nesting and chains are bounded.
    #[test]
    fn is_bounded() {
        let deep = format!("{}1{}", "f(".repeat(5_000), ")".repeat(5_000));
        assert!(matches!(parse(&deep), Err(Fault::Limit(_))));
        assert!(matches!(parse(&format!("f(){}", ".a".repeat(5_000))), Err(Fault::Limit(_))));
        assert!(matches!(parse(&" ".repeat(MAX_LENGTH + 1)), Err(Fault::Limit(_))));
        assert!(parse(&format!("{}1{}", "f(".repeat(99), ")".repeat(99))).is_ok());
    }
}
