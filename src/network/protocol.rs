//! The protocols that security rules tell apart, as a set.

/// A set of protocols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Protocols(u8);

const NAMES: [&str; 5] = ["tcp", "udp", "icmp", "esp", "ah"];

impl Protocols {
    /// Every protocol.
    pub const ALL: Self = Self(0b1_1111);
    /// Those with ports: TCP and UDP.
    pub const PORTED: Self = Self(0b11);
    /// Those without.
    pub const PORTLESS: Self = Self(0b1_1100);

    /// Reads a protocol's name in any letter case; `*` and `any` are all.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if name == "*" || name.eq_ignore_ascii_case("any") {
            return Some(Self::ALL);
        }
        NAMES.iter().position(|known| known.eq_ignore_ascii_case(name)).map(|bit| Self(1 << bit))
    }

    /// Those in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of this set that are not in `other`.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their names, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names are read in any letter case, and what is read is shown again.
    #[test]
    fn names_are_read_and_shown() {
        for name in NAMES {
            let one = Protocols::parse(&name.to_uppercase()).expect("a protocol");
            assert_eq!(one.names().collect::<Vec<_>>(), [name]);
        }
        assert_eq!(Protocols::parse("*"), Some(Protocols::ALL));
        assert_eq!(Protocols::parse("gre"), None);
        assert_eq!(Protocols::PORTED.or(Protocols::PORTLESS), Protocols::ALL);
        assert_eq!(Protocols::ALL.minus(Protocols::PORTED), Protocols::PORTLESS);
    }
}
