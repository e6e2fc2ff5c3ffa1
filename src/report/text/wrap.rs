//! Wrapping at blanks only, so that addresses and links can be copied from a log in one piece.

/// `text` in lines of at most `width` characters where its words allow, all but the first beginning with `indent`.
/// Line ends in `text` stay.
pub(super) fn filled(text: &str, width: usize, indent: &str) -> String {
    let mut filled = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            filled.push('\n');
            filled.push_str(indent);
        }
        let mut used = if number > 0 { indent.chars().count() } else { 0 };
        let mut first = true;
        for word in line.split(' ') {
            let length = word.chars().count();
            if !first && used + 1 + length > width {
                filled.push('\n');
                filled.push_str(indent);
                used = indent.chars().count();
            } else if !first {
                filled.push(' ');
                used += 1;
            }
            filled.push_str(word);
            used += length;
            first = false;
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines stay within the width, except for a word that is longer than that.
    #[test]
    fn wraps_at_blanks() {
        assert_eq!(filled("one two three", 8, "  "), "one two\n  three");
        assert_eq!(filled("a https://learn.microsoft.com b", 10, ""), "a\nhttps://learn.microsoft.com\nb");
        assert_eq!(filled("first\nsecond line", 80, "  "), "first\n  second line");
        assert_eq!(filled("", 10, "  "), "");
    }
}
