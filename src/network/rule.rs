//! Security rules as the user writes them: of a network security group, its defaults, and of a network manager.

use super::{PortRange, Prefix};
use serde::Deserialize;
use std::sync::LazyLock;

/// Seen from the subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Into the subnet.
    Inbound,
    /// Out of it.
    Outbound,
}

impl Direction {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }

    /// Reads `inbound` or `outbound`, in lower case.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Inbound, Self::Outbound].into_iter().find(|direction| direction.as_str() == word)
    }
}

/// What a rule does with the traffic it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It passes; where a network manager says so, it is left to the network security group.
    Allow,
    /// It is dropped.
    Deny,
    /// It passes whatever the network security group says. Only a network manager can say so.
    AlwaysAllow,
}

impl Access {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::AlwaysAllow => "alwaysallow",
        }
    }

    /// Reads `allow`, `deny` or `alwaysallow`, in lower case.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Allow, Self::Deny, Self::AlwaysAllow].into_iter().find(|access| access.as_str() == word)
    }
}

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Origin {
    /// A network manager, whose rules come before those of any group.
    Manager,
    /// A network security group's own rule.
    #[default]
    Group,
    /// A default rule, which every network security group has.
    Default,
}

impl Origin {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manager => "network_manager",
            Self::Group => "network_security_group",
            Self::Default => "default_rule",
        }
    }
}

/// A security rule. `None` stands for a part that is not known; such a rule may match or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRule {
    /// Its name; for messages.
    pub name: String,
    /// Key of its entity; `None` for a default rule.
    pub id: Option<String>,
    /// Who states it.
    pub origin: Origin,
    /// 100 to 4096, or 65000 and above for default rules.
    pub priority: Option<i64>,
    /// What it does.
    pub access: Option<Access>,
    /// Inbound or outbound.
    pub direction: Option<Direction>,
    /// Lower-case protocol, `*` for any.
    pub protocol: Option<String>,
    /// Addresses of the other side: source of an inbound rule, destination of an outbound one.
    pub peer: Addresses,
    /// Addresses of the subnet's side.
    pub local: Addresses,
    /// Source ports.
    pub source_ports: Option<Vec<PortRange>>,
    /// Destination ports.
    pub destination_ports: Option<Vec<PortRange>>,
    /// It may not be there: a resource under a condition that is not known, a configuration that may not be deployed.
    pub is_conditional: bool,
}

/// The addresses of one side of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Addresses {
    /// `*`, tags, addresses and prefixes.
    pub texts: Vec<String>,
    /// Keys of application security groups.
    pub groups: Vec<String>,
    /// It names application security groups that are not known.
    pub has_unknown_groups: bool,
    /// There may be more than is known.
    pub is_open: bool,
}

impl Addresses {
    /// The addresses of known texts.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        Self { texts: texts.iter().map(|text| (*text).to_owned()).collect(), ..Self::default() }
    }
}

/// The lowest number a rule of a network security group can have; one rule a direction can have it.
pub(super) const LOWEST_PRIORITY: i64 = 100;

/// Stands for every custom rule that is not known.
pub(super) fn unseen_rule() -> SecurityRule {
    let any = Addresses { is_open: true, ..Addresses::default() };
    SecurityRule {
        name: "a security rule that is not known".to_owned(),
        id: None,
        origin: Origin::Group,
        priority: None,
        access: None,
        direction: None,
        protocol: None,
        peer: any.clone(),
        local: any,
        source_ports: None,
        destination_ports: None,
        is_conditional: true,
    }
}

/// The default rules of `direction`, from the embedded table `nsg_default_rules`.
pub(super) fn default_rules(direction: Direction) -> Vec<SecurityRule> {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        name: String,
        direction: Direction,
        priority: i64,
        access: Access,
        source: String,
        destination: String,
    }
    static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
        crate::reference::reference_table("nsg_default_rules")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.rows)
    });
    TABLE
        .iter()
        .filter(|row| row.direction == direction)
        .map(|row| {
            let (peer, local) = match direction {
                Direction::Inbound => (&row.source, &row.destination),
                Direction::Outbound => (&row.destination, &row.source),
            };
            SecurityRule {
                name: row.name.clone(),
                id: None,
                origin: Origin::Default,
                priority: Some(row.priority),
                access: Some(row.access),
                direction: Some(row.direction),
                protocol: Some("*".to_owned()),
                peer: Addresses::of(&[peer]),
                local: Addresses::of(&[local]),
                source_ports: Some(vec![PortRange::ALL]),
                destination_ports: Some(vec![PortRange::ALL]),
                is_conditional: false,
            }
        })
        .collect()
}

/// Whether a text can only be a service tag: neither `*` nor an address nor a prefix.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    !matches!(text.trim(), "" | "*") && Prefix::parse(text).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There are three default rules for each direction, the last of which drops everything.
    #[test]
    fn defaults_end_with_a_deny() {
        for direction in [Direction::Inbound, Direction::Outbound] {
            let rules = default_rules(direction);
            assert_eq!(rules.len(), 3);
            assert!(rules.is_sorted_by_key(|rule| rule.priority));
            let last = rules.last().expect("a rule");
            assert_eq!((last.access, &last.peer), (Some(Access::Deny), &Addresses::of(&["*"])));
        }
    }

    /// Words are read as they are written.
    #[test]
    fn words() {
        for access in [Access::Allow, Access::Deny, Access::AlwaysAllow] {
            assert_eq!(Access::parse(access.as_str()), Some(access));
        }
        assert_eq!(Direction::parse("outbound"), Some(Direction::Outbound));
        assert_eq!(Direction::parse("both"), None);
        assert!(is_tag("Storage") && !is_tag("*") && !is_tag("10.0.0.4"));
    }
}
