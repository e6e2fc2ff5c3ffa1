//! Address prefixes: `parseCidr`, `cidrSubnet`, `cidrHost`, for IPv4 and IPv6 alike.

use super::{Answer, Function, Outcome, integer_of, text, text_of};
use crate::input::arm::expression::{Members, Value};
use crate::input::arm::fault::Fault;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub(super) const TABLE: &[Function] = &[
    Function::known("parseCidr", 1, 1, parse_cidr),
    Function::known("cidrSubnet", 3, 3, cidr_subnet),
    Function::known("cidrHost", 2, 2, cidr_host),
];

/// A prefix as numbers; host bits are cleared.
struct Network {
    bits: u32,
    first: u128,
    prefix_length: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix_length) = text.split_once('/')?;
        let (bits, number) = match address.parse().ok()? {
            IpAddr::V4(address) => (32, u128::from(u32::from(address))),
            IpAddr::V6(address) => (128, u128::from(address)),
        };
        let plain = !prefix_length.is_empty() && prefix_length.bytes().all(|byte| byte.is_ascii_digit());
        let prefix_length = prefix_length.parse().ok().filter(|length| plain && *length <= bits)?;
        let host = host_mask(bits, prefix_length);
        Some(Self { bits, first: number & !host, prefix_length })
    }

    fn last(&self) -> u128 {
        self.first | host_mask(self.bits, self.prefix_length)
    }

    fn show(&self, number: u128) -> String {
        match u32::try_from(number) {
            Ok(number) if self.bits == 32 => Ipv4Addr::from(number).to_string(),
            _ => Ipv6Addr::from(number).to_string(),
        }
    }
}

fn host_mask(bits: u32, prefix_length: u32) -> u128 {
    u128::MAX.checked_shr(128 - bits + prefix_length).unwrap_or(0)
}

fn network_of(arguments: &[Value]) -> Result<Network, Fault> {
    Network::parse(text_of(arguments, 0)?).ok_or_else(|| Fault::template("the string is no address prefix"))
}

fn parse_cidr(arguments: &[Value]) -> Answer {
    let network = network_of(arguments)?;
    let show = |number| Value::text(network.show(number));
    let netmask = host_mask(network.bits, 0) & !host_mask(network.bits, network.prefix_length);
    let mut members = Members::default();
    members.set("network", show(network.first));
    members.set("netmask", show(netmask));
    // A point-to-point prefix has no broadcast address to leave out; IPv6 has none at all.
    let spared = u128::from(network.bits == 32 && network.prefix_length < 31);
    if network.bits == 32 {
        members.set("broadcast", show(network.last()));
    }
    members.set("firstUsable", show(network.first + spared));
    members.set("lastUsable", show(network.last() - spared));
    members.set("cidr", Value::integer(i64::from(network.prefix_length)));
    Ok(Value::object(members).into())
}

fn cidr_subnet(arguments: &[Value]) -> Answer {
    let network = network_of(arguments)?;
    let (Some(prefix_length), Some(index)) = (integer_of(arguments, 1)?, integer_of(arguments, 2)?) else {
        return Ok(Outcome::Unknown);
    };
    let prefix_length = u32::try_from(prefix_length)
        .ok()
        .filter(|length| (network.prefix_length..=network.bits).contains(length))
        .ok_or_else(|| Fault::template("the prefix length does not fit into the address prefix"))?;
    let within = host_mask(network.bits, network.prefix_length).checked_shr(network.bits - prefix_length).unwrap_or(0);
    let index = u128::try_from(index)
        .ok()
        .filter(|index| *index <= within)
        .ok_or_else(|| Fault::template("the address prefix has no subnet of that index"))?;
    let first = network.first + index.checked_shl(network.bits - prefix_length).unwrap_or(0);
    text(format!("{}/{prefix_length}", network.show(first)))
}

fn cidr_host(arguments: &[Value]) -> Answer {
    let network = network_of(arguments)?;
    let Some(index) = integer_of(arguments, 1)? else { return Ok(Outcome::Unknown) };
    let skipped = u128::from(network.bits == 128 || network.prefix_length < 31);
    let host = u128::try_from(index)
        .ok()
        .and_then(|index| network.first.checked_add(index)?.checked_add(skipped))
        .filter(|host| *host <= network.last())
        .ok_or_else(|| Fault::template("the address prefix has no host of that index"))?;
    text(network.show(host))
}
