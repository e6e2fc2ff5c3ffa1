//! `sprintf` with the results of OPA's, which are those of Go's `fmt`: flags, widths, precisions, and what stands for arguments
//! that are missing, too many, or of another type. The engine's refuses most of these.

use regorus::Value;
use std::fmt::Write as _;

/// Largest width and precision: that of Rust's own formatting. Go's is larger.
const LARGEST: usize = 65_535;

/// Longest text that is made, in bytes.
const LONGEST: usize = 1 << 24;

/// An argument as OPA hands it to Go.
enum Argument {
    Integer(i64),
    Float(f64),
    /// A text; or the Rego of any other value.
    Text(String),
}

/// `sprintf(format, arguments)`.
pub(super) fn sprintf(arguments: &[Value]) -> Result<Value, String> {
    let [Value::String(format), Value::Array(values)] = arguments else {
        return Err("expected a text and an array".to_owned());
    };
    let values: Vec<Argument> = values.iter().map(argument).collect();
    Formatter { values: &values, next: 0, written: String::new() }.format(format).map(Value::from)
}

fn argument(value: &Value) -> Argument {
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Argument::Integer(integer),
            (None, Some(float)) if !number.is_integer() => Argument::Float(float),
            _ => Argument::Text(value.to_string()),
        },
        Value::String(text) => Argument::Text(text.to_string()),
        other => Argument::Text(rego(other)),
    }
}

/// A value as Rego writes it: sets in braces, a space behind commas and colons.
fn rego(value: &Value) -> String {
    let list = |members: &mut dyn Iterator<Item = String>| members.collect::<Vec<_>>().join(", ");
    match value {
        Value::Array(members) => format!("[{}]", list(&mut members.iter().map(rego))),
        Value::Set(members) if members.is_empty() => "set()".to_owned(),
        Value::Set(members) => format!("{{{}}}", list(&mut members.iter().map(rego))),
        Value::Object(members) => {
            let member = |(key, value): (&Value, &Value)| format!("{}: {}", rego(key), rego(value));
            format!("{{{}}}", list(&mut members.iter().map(member)))
        }
        other => other.to_string(),
    }
}

/// What stands between the percent sign and the verb.
#[derive(Default)]
struct Flags {
    plus: bool,
    minus: bool,
    sharp: bool,
    space: bool,
    zero: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

struct Formatter<'a> {
    values: &'a [Argument],
    next: usize,
    written: String,
}

impl Formatter<'_> {
    fn format(mut self, format: &str) -> Result<String, String> {
        let mut letters = format.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                self.written.push(letter);
                continue;
            }
            let mut flags = Flags::default();
            while let Some(flag) = letters.next_if(|letter| matches!(letter, '+' | '-' | '#' | ' ' | '0')) {
                match flag {
                    '+' => flags.plus = true,
                    '-' => flags.minus = true,
                    '#' => flags.sharp = true,
                    ' ' => flags.space = true,
                    _ => flags.zero = true,
                }
            }
            flags.width = number(&mut letters)?;
            if letters.next_if_eq(&'.').is_some() {
                flags.precision = Some(number(&mut letters)?.unwrap_or(0));
            }
            match letters.next() {
                None => self.written.push_str("%!(NOVERB)"),
                Some('%') => self.written.push('%'),
                Some(letter @ ('*' | '[')) => return Err(format!("'{letter}' in a format is not understood here")),
                Some(verb) => self.verb(verb, &flags),
            }
            if self.written.len() > LONGEST {
                return Err(format!("the text is longer than {LONGEST} bytes"));
            }
        }
        self.extra();
        Ok(self.written)
    }

    fn verb(&mut self, verb: char, flags: &Flags) {
        let Some(argument) = self.values.get(self.next) else {
            let _ = write!(self.written, "%!{verb}(MISSING)");
            return;
        };
        self.next += 1;
        let text = match (argument, verb) {
            (_, 'T') => Some(padded(type_of(argument), flags)),
            (Argument::Integer(integer), _) => of_integer(*integer, verb, flags),
            (Argument::Float(float), _) => of_float(*float, verb, flags),
            (Argument::Text(text), _) => of_text(text, verb, flags),
        };
        let text = text.unwrap_or_else(|| format!("%!{verb}({}={})", type_of(argument), plain(argument)));
        self.written.push_str(&text);
    }

    /// Arguments that no verb is for.
    fn extra(&mut self) {
        let Some(extra) = self.values.get(self.next..).filter(|extra| !extra.is_empty()) else { return };
        let named: Vec<String> =
            extra.iter().map(|argument| format!("{}={}", type_of(argument), plain(argument))).collect();
        let _ = write!(self.written, "%!(EXTRA {})", named.join(", "));
    }
}

fn number(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Option<usize>, String> {
    let mut number = None;
    while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
        letters.next();
        let value = number.unwrap_or(0_usize) * 10 + digit as usize;
        if value > LARGEST {
            return Err(format!("a width or a precision is larger than {LARGEST}"));
        }
        number = Some(value);
    }
    Ok(number)
}

fn type_of(argument: &Argument) -> &'static str {
    match argument {
        Argument::Integer(_) => "int64",
        Argument::Float(_) => "float64",
        Argument::Text(_) => "string",
    }
}

fn plain(argument: &Argument) -> String {
    match argument {
        Argument::Integer(integer) => integer.to_string(),
        Argument::Float(float) => general(*float, None, false),
        Argument::Text(text) => text.clone(),
    }
}

fn of_text(text: &str, verb: char, flags: &Flags) -> Option<String> {
    let cut = |text: &str| match flags.precision {
        Some(most) => text.chars().take(most).collect(),
        None => text.to_owned(),
    };
    let hex = |write: fn(u8) -> String| {
        let bytes = text.as_bytes();
        let bytes = bytes.get(..flags.precision.unwrap_or(bytes.len())).unwrap_or(bytes);
        bytes.iter().map(|byte| write(*byte)).collect::<Vec<_>>().join(if flags.space { " " } else { "" })
    };
    Some(match verb {
        'v' | 's' => padded(&cut(text), flags),
        'q' => padded(&quoted(&cut(text)), flags),
        'x' => padded(&hex(|byte| format!("{byte:02x}")), flags),
        'X' => padded(&hex(|byte| format!("{byte:02X}")), flags),
        _ => return None,
    })
}

/// A text in quotes as Go writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            letter if u32::from(letter) < 0x20 || letter == '\u{7f}' => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn of_integer(integer: i64, verb: char, flags: &Flags) -> Option<String> {
    let size = integer.unsigned_abs();
    let (mark, mut digits) = match verb {
        'v' | 'd' => ("", size.to_string()),
        'b' => (if flags.sharp { "0b" } else { "" }, format!("{size:b}")),
        'o' => (if flags.sharp { "0" } else { "" }, format!("{size:o}")),
        'O' => ("0o", format!("{size:o}")),
        'x' => (if flags.sharp { "0x" } else { "" }, format!("{size:x}")),
        'X' => (if flags.sharp { "0X" } else { "" }, format!("{size:X}")),
        'c' | 'q' | 'U' => return of_letter(integer, verb, flags),
        _ => return None,
    };
    let sign = sign(integer < 0, flags);
    if let Some(least) = flags.precision {
        digits = if least == 0 && integer == 0 { String::new() } else { format!("{digits:0>least$}") };
    } else if let Some(width) = flags.width.filter(|_| flags.zero && !flags.minus) {
        let least = width.saturating_sub(sign.len() + mark.len());
        digits = format!("{digits:0>least$}");
    }
    Some(padded(&format!("{sign}{mark}{digits}"), flags))
}

fn of_letter(integer: i64, verb: char, flags: &Flags) -> Option<String> {
    let letter = u32::try_from(integer).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
    let text = match verb {
        'c' => letter.to_string(),
        'q' => format!("'{letter}'"),
        _ => format!("U+{integer:04X}"),
    };
    Some(padded(&text, flags))
}

fn sign(is_negative: bool, flags: &Flags) -> &'static str {
    match (is_negative, flags.plus, flags.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    }
}

fn of_float(float: f64, verb: char, flags: &Flags) -> Option<String> {
    let size = float.abs();
    let digits = match verb {
        'v' | 'g' => general(size, flags.precision, false),
        'G' => general(size, flags.precision, true),
        'f' | 'F' => format!("{size:.*}", flags.precision.unwrap_or(6)),
        'e' => scientific(&format!("{size:.*e}", flags.precision.unwrap_or(6)), 'e'),
        'E' => scientific(&format!("{size:.*e}", flags.precision.unwrap_or(6)), 'E'),
        _ => return None,
    };
    let sign = sign(float.is_sign_negative(), flags);
    let least = flags.width.filter(|_| flags.zero && !flags.minus).map_or(0, |width| width.saturating_sub(sign.len()));
    Some(padded(&format!("{sign}{digits:0>least$}"), flags))
}

/// `1.5e3` of Rust as Go has it: `1.5e+03`.
fn scientific(text: &str, letter: char) -> String {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{digits}{letter}{sign}{exponent:0>2}")
}

/// `%g`: the shortest digits that mean the number, or `precision` of them; large and small numbers with an exponent.
fn general(float: f64, precision: Option<usize>, is_upper: bool) -> String {
    let text = match precision {
        None => format!("{float:e}"),
        Some(precision) => format!("{float:.*e}", precision.max(1) - 1),
    };
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    let count = digits.chars().filter(char::is_ascii_digit).count();
    let most = precision.map_or(6, |precision| precision.max(1));
    if exponent < -4 || exponent >= i64::try_from(most).unwrap_or(i64::MAX) {
        return scientific(&format!("{digits}e{exponent}"), if is_upper { 'E' } else { 'e' });
    }
    let behind = i64::try_from(count).unwrap_or(i64::MAX) - 1 - exponent;
    format!("{float:.*}", usize::try_from(behind).unwrap_or(0))
}

/// Filled up to the width.
fn padded(text: &str, flags: &Flags) -> String {
    let width = flags.width.unwrap_or(0);
    if flags.minus { format!("{text:<width$}") } else { format!("{text:>width$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(format: &str, arguments: &str) -> String {
        let arguments = Value::from_json_str(arguments).expect("JSON");
        let text = sprintf(&[Value::from(format), arguments]).expect("a text");
        text.as_string().expect("a text").to_string()
    }

    /// What OPA 1.20 gives for each.
    #[test]
    fn texts_are_those_of_opa() {
        for (format, arguments, text) in [
            ("%s %d %v", r#"["b", 3, {"a": ["x", 1, null, true]}]"#, r#"b 3 {"a": ["x", 1, null, true]}"#),
            ("%05.1f", "[2.25]", "002.2"),
            ("%5d|%-5d|%05d|%+d", "[1, 2, 3, 4]", "    1|2    |00003|+4"),
            ("%5s|%-5s|%.2s", r#"["a", "b", "cde"]"#, "    a|b    |cd"),
            ("%d", r#"["x"]"#, "%!d(string=x)"),
            ("%d", "[1.5]", "%!d(float64=1.5)"),
            ("%s", "[1]", "%!s(int64=1)"),
            ("%t", "[true]", "%!t(string=true)"),
            ("%s %s", r#"["a"]"#, "a %!s(MISSING)"),
            ("%s", r#"["a", "b", 2]"#, "a%!(EXTRA string=b, int64=2)"),
            ("100%", "[]", "100%!(NOVERB)"),
            ("%%", "[]", "%"),
            ("%e %E", "[1.5, 0.00015]", "1.500000e+00 1.500000E-04"),
            ("%o %b %X %#x %c %U", "[8, 5, 255, 255, 65, 65]", "10 101 FF 0xff A U+0041"),
            ("%q %x", r#"["q\n", "hi"]"#, r#""q\n" 6869"#),
            ("%v %v %v", "[1.1, 0.0000001, 123456789.5]", "1.1 1e-07 1.234567895e+08"),
            ("%f %.2f", "[0.5, 1.005]", "0.500000 1.00"),
            ("%T", "[1]", "int64"),
        ] {
            assert_eq!(of(format, arguments), text, "{format} {arguments}");
        }
    }

    /// Sets are written as Rego writes them, the empty one too.
    #[test]
    fn sets_are_rego() {
        let set = |members: &[i64]| {
            Value::from(members.iter().map(|member| Value::from(*member)).collect::<std::collections::BTreeSet<_>>())
        };
        let text = |value: Value| sprintf(&[Value::from("%v"), Value::from(vec![value])]);
        assert_eq!(text(set(&[2, 1])), Ok(Value::from("{1, 2}")));
        assert_eq!(text(set(&[])), Ok(Value::from("set()")));
    }

    /// No width makes a text that cannot be held.
    #[test]
    fn widths_are_bounded() {
        assert!(sprintf(&[Value::from("%99999999d"), Value::from(vec![Value::from(1)])]).is_err());
        let many = "%65535d".repeat(300);
        let ones = Value::from(vec![Value::from(1); 300]);
        assert!(sprintf(&[Value::from(many), ones]).is_err());
    }
}
