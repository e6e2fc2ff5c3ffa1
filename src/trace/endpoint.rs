//! One side of a flow as the command line writes it: `10.0.0.4:443`, `[fd00::4]:*`, `Storage:443`, `203.0.113.0/24`.

use super::all_ports;
use crate::network::{PortRange, PortSet, Prefix, describe_ports};
use std::fmt;
use std::str::FromStr;

/// Addresses with ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// An address, a prefix, a service tag or `*`.
    pub address: String,
    /// The ports; all where none is written.
    pub ports: PortSet,
}

/// Why a text is no endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected ADDRESS[:PORT], such as 10.0.0.4:443, [fd00::4]:*, Storage:443 or 203.0.113.0/24")]
pub struct EndpointError;

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (address, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, port) = rest.split_once(']').ok_or(EndpointError)?;
                let is_v6 = Prefix::parse(address).is_ok_and(|prefix| prefix.version() == 6);
                let port = if port.is_empty() { None } else { Some(port.strip_prefix(':').ok_or(EndpointError)?) };
                (if is_v6 { address } else { return Err(EndpointError) }, port)
            }
            // Two colons and no brackets: an IPv6 address without a port.
            None if Prefix::parse(text).is_ok() => (text, None),
            None => match text.split_once(':') {
                Some((address, port)) => (address, Some(port)),
                None => (text, None),
            },
        };
        let is_word = |text: &str| {
            text.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '.' | '_'))
        };
        let is_number = address.starts_with(|character: char| character.is_ascii_digit());
        let is_usable =
            address == "*" || Prefix::parse(address).is_ok() || (!address.is_empty() && is_word(address) && !is_number);
        if !is_usable {
            return Err(EndpointError);
        }
        let ports = match port {
            None => all_ports(),
            Some(port) => [PortRange::parse(port).map_err(|_| EndpointError)?].into_iter().collect(),
        };
        Ok(Self { address: address.to_owned(), ports })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports = describe_ports(&self.ports).join(",");
        match self.address.contains(':') {
            true => write!(formatter, "[{}]:{ports}", self.address),
            false => write!(formatter, "{}:{ports}", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses, prefixes and tags with and without ports are read, and shown with theirs.
    #[test]
    fn reads_endpoints() {
        for (text, shown) in [
            ("10.0.0.4:443", "10.0.0.4:443"),
            ("10.0.0.4", "10.0.0.4:*"),
            ("10.0.0.0/24:80-90", "10.0.0.0/24:80-90"),
            ("*:443", "*:443"),
            ("Storage.WestEurope:445", "Storage.WestEurope:445"),
            ("[fd00::4]:443", "[fd00::4]:443"),
            ("[fd00::/64]", "[fd00::/64]:*"),
            ("fd00::4", "[fd00::4]:*"),
        ] {
            assert_eq!(text.parse::<Endpoint>().map(|endpoint| endpoint.to_string()), Ok(shown.to_owned()), "{text}");
        }
    }

    /// What is neither an address nor a tag, and ports that are none, are refused.
    #[test]
    fn refuses_other_texts() {
        for text in [
            "",
            ":443",
            "10.0.0:443",
            "10.0.0.4:http",
            "10.0.0.4:70000",
            "[10.0.0.4]:1",
            "[fd00::4",
            "[fd00::4]443",
            "a b",
        ] {
            assert_eq!(text.parse::<Endpoint>(), Err(EndpointError), "{text}");
        }
    }
}
