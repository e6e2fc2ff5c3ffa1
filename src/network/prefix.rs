//! Address prefixes.

use ipnet::{IpNet, Ipv4Net};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

/// An IPv4 or IPv6 prefix, host bits cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(IpNet);

/// Why a text is not an address prefix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an address prefix such as '10.0.0.0/27'")]
pub struct PrefixError(String);

impl Prefix {
    /// Reads `10.0.0.0/27`, `fd00::/64`, or a single address (`/32`, `/128`).
    ///
    /// # Errors
    /// When the text is neither a prefix nor an address.
    pub fn parse(text: &str) -> Result<Self, PrefixError> {
        let trimmed = text.trim();
        let net = trimmed
            .parse::<IpNet>()
            .or_else(|_| trimmed.parse::<IpAddr>().map(IpNet::from))
            .map_err(|_| PrefixError(text.to_owned()))?;
        Ok(Self(net.trunc()))
    }

    /// 4 or 6.
    #[must_use]
    pub fn version(self) -> u8 {
        if matches!(self.0, IpNet::V4(_)) { 4 } else { 6 }
    }

    /// Number of leading bits that are fixed.
    #[must_use]
    pub fn prefix_length(self) -> u8 {
        self.0.prefix_len()
    }

    /// Number of addresses, saturating at `u64::MAX`.
    #[must_use]
    pub fn address_count(self) -> u64 {
        let host_bits = u32::from(self.0.max_prefix_len() - self.0.prefix_len());
        1_u64.checked_shl(host_bits).unwrap_or(u64::MAX)
    }

    /// Lowest address.
    #[must_use]
    pub fn first(self) -> IpAddr {
        self.0.network()
    }

    /// Highest address.
    #[must_use]
    pub fn last(self) -> IpAddr {
        self.0.broadcast()
    }

    /// Whether every address of `other` is in this prefix.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }

    /// Whether the two share an address. Two prefixes meet only where one contains the other.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Whether all of it is private (RFC 1918; RFC 4193 for IPv6): disjoint from every public service tag.
    #[must_use]
    pub fn is_private(self) -> bool {
        const RFC_1918: [(Ipv4Addr, u8); 3] =
            [(Ipv4Addr::new(10, 0, 0, 0), 8), (Ipv4Addr::new(172, 16, 0, 0), 12), (Ipv4Addr::new(192, 168, 0, 0), 16)];
        match self.0 {
            IpNet::V4(net) => RFC_1918
                .iter()
                .filter_map(|(address, length)| Ipv4Net::new(*address, *length).ok())
                .any(|private| private.contains(&net)),
            IpNet::V6(net) => net.prefix_len() >= 7 && (net.network().segments()[0] & 0xfe00) == 0xfc00,
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Prefixes carry their numbers; host bits do not matter.
    #[test]
    fn numbers_of_a_prefix() {
        let prefix = Prefix::parse("10.0.1.5/27").expect("a prefix");
        assert_eq!(prefix.to_string(), "10.0.1.0/27");
        assert_eq!((prefix.version(), prefix.prefix_length(), prefix.address_count()), (4, 27, 32));
        assert_eq!(prefix.last().to_string(), "10.0.1.31");
        assert_eq!(Prefix::parse("::/0").map(Prefix::address_count), Ok(u64::MAX));
        assert_eq!(Prefix::parse("10.0.0.4").map(Prefix::prefix_length), Ok(32));
    }

    /// Texts that are no prefixes are refused.
    #[test]
    fn refuses_other_texts() {
        for text in ["", "10.0.0.0/33", "10.0.0/24", "VirtualNetwork", "*"] {
            assert!(Prefix::parse(text).is_err(), "{text}");
        }
    }

    /// Only prefixes wholly inside the private ranges are private.
    #[test]
    fn private_ranges() {
        for (text, expected) in [
            ("10.0.0.0/8", true),
            ("172.31.0.0/16", true),
            ("172.32.0.0/16", false),
            ("192.168.0.0/15", false),
            ("0.0.0.0/0", false),
            ("fd00::/8", true),
            ("2001:db8::/32", false),
        ] {
            assert_eq!(Prefix::parse(text).map(Prefix::is_private), Ok(expected), "{text}");
        }
    }

    proptest! {
        /// Containment agrees with the first and last address.
        #[test]
        fn containment(a in any::<u32>(), b in any::<u32>(), la in 0_u8..=32, lb in 0_u8..=32) {
            let one = Prefix(IpNet::V4(Ipv4Net::new_assert(a.into(), la)).trunc());
            let two = Prefix(IpNet::V4(Ipv4Net::new_assert(b.into(), lb)).trunc());
            prop_assert_eq!(one.contains(two), one.first() <= two.first() && two.last() <= one.last());
            prop_assert_eq!(one.meets(two), one.first() <= two.last() && two.first() <= one.last());
        }
    }
}
