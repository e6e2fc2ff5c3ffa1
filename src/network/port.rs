//! Port ranges.

use std::fmt;

/// Ports from `first` to `last`, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    /// Lowest port.
    pub first: u16,
    /// Highest port, not below `first`.
    pub last: u16,
}

/// Why a text is not a port range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a port, a range such as '1024-65535', or '*'")]
pub struct PortRangeError(String);

impl PortRange {
    /// Every port: `*`.
    pub const ALL: Self = Self { first: 0, last: u16::MAX };

    /// Reads `443`, `1024-65535` or `*`.
    ///
    /// # Errors
    /// When the text is none of these, a number exceeds 65535, or the range runs backwards.
    pub fn parse(text: &str) -> Result<Self, PortRangeError> {
        let error = || PortRangeError(text.to_owned());
        let trimmed = text.trim();
        if trimmed == "*" {
            return Ok(Self::ALL);
        }
        let (first, last) = trimmed.split_once('-').unwrap_or((trimmed, trimmed));
        let first = first.trim().parse().map_err(|_| error())?;
        let last = last.trim().parse().map_err(|_| error())?;
        if first > last {
            return Err(error());
        }
        Ok(Self { first, last })
    }

    /// Whether every port of `other` is in this range.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether the two share a port.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// This range cut into pieces at the borders of `others`: each piece lies inside or outside of each of them.
    #[must_use]
    pub fn split_at_borders(self, others: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut starts = vec![u32::from(self.first)];
        for other in others {
            starts.extend([u32::from(other.first), u32::from(other.last) + 1]);
        }
        starts.retain(|start| (u32::from(self.first)..=u32::from(self.last)).contains(start));
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|start| start - 1).chain([u32::from(self.last)]);
        starts
            .iter()
            .zip(ends)
            .filter_map(|(first, last)| {
                Some(Self { first: u16::try_from(*first).ok()?, last: u16::try_from(last).ok()? })
            })
            .collect()
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            formatter.write_str("*")
        } else if self.first == self.last {
            write!(formatter, "{}", self.first)
        } else {
            write!(formatter, "{}-{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ports, ranges and `*` are read; everything else is refused.
    #[test]
    fn reads_ports() {
        assert_eq!(PortRange::parse("443"), Ok(PortRange { first: 443, last: 443 }));
        assert_eq!(PortRange::parse(" 1024 - 65535 "), Ok(PortRange { first: 1024, last: 65535 }));
        assert_eq!(PortRange::parse("*"), Ok(PortRange::ALL));
        for text in ["", "65536", "443-80", "http", "1-2-3", "-1"] {
            assert!(PortRange::parse(text).is_err(), "{text}");
        }
    }

    fn range() -> impl Strategy<Value = PortRange> {
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| PortRange { first: a.min(b), last: a.max(b) })
    }

    proptest! {
        /// A range prints as it is read.
        #[test]
        fn prints_and_reads(range in range()) {
            prop_assert_eq!(PortRange::parse(&range.to_string()), Ok(range));
        }

        /// The pieces are disjoint, cover the range, and no border runs through one.
        #[test]
        fn pieces_are_homogeneous(whole in range(), others in prop::collection::vec(range(), 0..6)) {
            let pieces = whole.split_at_borders(others.iter().copied());
            let count: u32 = pieces.iter().map(|piece| u32::from(piece.last) - u32::from(piece.first) + 1).sum();
            prop_assert_eq!(count, u32::from(whole.last) - u32::from(whole.first) + 1);
            for piece in &pieces {
                prop_assert!(whole.contains(*piece));
                for other in &others {
                    prop_assert!(other.contains(*piece) || !other.meets(*piece));
                }
            }
        }
    }
}
