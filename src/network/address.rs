//! IP addresses of both versions on one line of numbers, and sets of them.

use super::{IntervalSet, Point, Prefix};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::LazyLock;

/// An IPv4 or IPv6 address. IPv4 stands at the place of IPv6's IPv4-mapped addresses, which no packet carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(u128);

/// A set of addresses.
pub type AddressSet = IntervalSet<Address>;

const FIRST_V4: u128 = 0xffff_0000_0000;
const LAST_V4: u128 = 0xffff_ffff_ffff;

impl Point for Address {
    const LOWEST: Self = Self(0);
    const HIGHEST: Self = Self(u128::MAX);
    fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
    fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

impl From<IpAddr> for Address {
    fn from(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
            IpAddr::V6(v6) => v6.to_bits(),
        })
    }
}

impl From<Address> for IpAddr {
    fn from(address: Address) -> Self {
        let v6 = Ipv6Addr::from_bits(address.0);
        v6.to_ipv4_mapped().map_or(Self::V6(v6), Self::V4)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        IpAddr::from(*self).fmt(formatter)
    }
}

/// Every IPv4 address.
#[must_use]
pub fn v4() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| AddressSet::of([(Address(FIRST_V4), Address(LAST_V4))]));
    &SET
}

/// Every IPv6 address.
#[must_use]
pub fn v6() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| AddressSet::all().minus(v4()));
    &SET
}

/// Addresses that networks use among themselves: RFC 1918, and RFC 4193 for IPv6.
#[must_use]
pub fn private() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> =
        LazyLock::new(|| of_texts(&["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]));
    &SET
}

/// Addresses of the host of a virtual machine: health probes and DNS come from there.
/// Source: <https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16>.
#[must_use]
pub fn host() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| of_texts(&["168.63.129.16/32"]));
    &SET
}

/// Addresses for special purposes (RFC 6890) that are neither private nor public; no document says which service tags
/// hold them.
#[must_use]
pub fn special() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| {
        let v4 = ["0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15"];
        // Of IPv6, only 2000::/3 is public.
        of_texts(&v4).or(&of_texts(&["224.0.0.0/3"])).or(&v6().minus(&of_texts(&["2000::/3", "fc00::/7"])))
    });
    &SET
}

/// Addresses that the Internet can reach: all others.
#[must_use]
pub fn public() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> =
        LazyLock::new(|| AddressSet::all().minus(private()).minus(special()).minus(host()));
    &SET
}

/// The public IPv4 addresses.
#[must_use]
pub fn public_v4() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| public().and(v4()));
    &SET
}

fn of_texts(texts: &[&str]) -> AddressSet {
    texts.iter().filter_map(|text| Prefix::parse(text).ok()).collect()
}

impl From<Prefix> for AddressSet {
    fn from(prefix: Prefix) -> Self {
        let set = Self::of([(prefix.first().into(), prefix.last().into())]);
        // A short IPv6 prefix must not take IPv4 along.
        if prefix.version() == 6 { set.minus(v4()) } else { set }
    }
}

impl FromIterator<Prefix> for AddressSet {
    fn from_iter<I: IntoIterator<Item = Prefix>>(prefixes: I) -> Self {
        let sets: Vec<Self> = prefixes.into_iter().map(Self::from).collect();
        Self::of(sets.iter().flat_map(Self::intervals))
    }
}

/// The addresses as prefixes and ranges, such as `10.0.0.0/24`; at most `limit` of them, then `…`.
#[must_use]
pub fn describe(set: &AddressSet, limit: usize) -> Vec<String> {
    if set.is_all() {
        return vec!["*".to_owned()];
    }
    let mut texts: Vec<String> =
        set.intervals().take(limit).map(|(first, last)| describe_interval(first, last)).collect();
    if set.intervals().len() > limit {
        texts.push("…".to_owned());
    }
    texts
}

fn describe_interval(first: Address, last: Address) -> String {
    if first == last {
        return first.to_string();
    }
    let host_bits = 128 - (first.0 ^ last.0).leading_zeros();
    let is_aligned =
        host_bits < 128 && first.0.trailing_zeros() >= host_bits && (last.0 + 1).trailing_zeros() >= host_bits;
    let width = if v4().contains(first) { 32 } else { 128 };
    match width - host_bits.min(width) {
        length if is_aligned => format!("{first}/{length}"),
        _ => format!("{first}-{last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The kinds of addresses are disjoint and together everything.
    #[test]
    fn kinds_are_a_partition() {
        let kinds = [private(), special(), host(), public()];
        for (at, one) in kinds.iter().enumerate() {
            assert!(kinds.iter().skip(at + 1).all(|two| !one.meets(two)), "{at}");
        }
        let all = kinds.iter().fold(AddressSet::empty(), |all, kind| all.or(kind));
        assert!(all.is_all());
        assert!(v4().or(v6()).is_all() && !v4().meets(v6()));
    }

    /// A set shows the prefixes it was made of, and what is no prefix as a range.
    #[test]
    fn sets_are_shown_as_prefixes() {
        for (texts, expected) in [
            (vec!["10.0.0.0/24"], vec!["10.0.0.0/24"]),
            (vec!["10.0.0.0/25", "10.0.0.128/25"], vec!["10.0.0.0/24"]),
            (vec!["10.0.0.4"], vec!["10.0.0.4"]),
            (vec!["10.0.0.0/25", "10.0.0.128/26"], vec!["10.0.0.0-10.0.0.191"]),
            (vec!["0.0.0.0/0"], vec!["0.0.0.0/0"]),
            (vec!["fd00::/64"], vec!["fd00::/64"]),
            (vec!["1.0.0.0/8", "3.0.0.0/8", "5.0.0.0/8"], vec!["1.0.0.0/8", "3.0.0.0/8", "…"]),
        ] {
            assert_eq!(describe(&of_texts(&texts), 2), expected);
        }
        assert_eq!(describe(&AddressSet::all(), 2), ["*"]);
    }

    proptest! {
        /// Prefixes as sets relate as prefixes do, over both versions.
        #[test]
        fn sets_relate_as_prefixes(a in any::<u32>(), la in 0_u8..=32, b in any::<u128>(), lb in 0_u8..=128, c in any::<u32>()) {
            let text = |address: IpAddr, length: u8| Prefix::parse(&format!("{address}/{length}")).expect("a prefix");
            let one = text(IpAddr::V4(a.into()), la);
            let two = text(IpAddr::V6(b.into()), lb);
            let three = text(IpAddr::V4(c.into()), la / 2);
            prop_assert!(!AddressSet::from(one).meets(&two.into()));
            prop_assert_eq!(AddressSet::from(three).covers(&one.into()), three.contains(one));
            prop_assert_eq!(describe(&one.into(), 1), vec![one.to_string().trim_end_matches("/32").to_owned()]);
        }
    }
}
