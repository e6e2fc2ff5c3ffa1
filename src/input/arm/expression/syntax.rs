//! The syntax tree of an expression, and its source text.

use std::fmt;
use std::rc::Rc;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input::arm) enum Expression {
    /// `'text'`, unescaped.
    Text(Rc<str>),
    /// `12`, `-3`.
    Number(serde_json::Number),
    /// `name(arguments)`, the name possibly with a namespace.
    Call { name: Rc<str>, arguments: Vec<Self> },
    /// `base.name`.
    Property { base: Box<Self>, name: Rc<str> },
    /// `base[index]`.
    Index { base: Box<Self>, index: Box<Self> },
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(formatter, "'{}'", text.replace('\'', "''")),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Call { name, arguments } => {
                write!(formatter, "{name}(")?;
                for (at, argument) in arguments.iter().enumerate() {
                    let separator = if at == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{argument}")?;
                }
                formatter.write_str(")")
            }
            Self::Property { base, name } => write!(formatter, "{base}.{name}"),
            Self::Index { base, index } => write!(formatter, "{base}[{index}]"),
        }
    }
}
