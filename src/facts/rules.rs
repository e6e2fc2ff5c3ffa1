//! The security rules that see a subnet's traffic, from the model's entities.

use super::read::{self, Target};
use crate::model::{Entity, Kind, Presence, Topology, Value};
use crate::network::{Access, Addresses, Direction, Filter, Origin, SecurityRule, Vicinity};

/// The network security group of a subnet with its rules.
pub(super) enum Group {
    /// There is none.
    None,
    /// There may be one, and which cannot be told.
    Unknown,
    /// Its rules as they are written.
    Rules(Vec<Written>, bool),
}

/// A rule with both sides as written: which one is the subnet's depends on the direction.
pub(super) struct Written {
    rule: SecurityRule,
    source: Addresses,
    destination: Addresses,
}

/// The group of `subnet` and its custom rules.
pub(super) fn group_of(topology: &Topology, subnet: &Entity) -> Group {
    match read::target(topology, subnet, "network_security_group", Kind::NetworkSecurityGroup) {
        Target::None => Group::None,
        Target::Unknown => Group::Unknown,
        Target::Entity(group) => {
            let listed = read::targets(topology, group, "security_rules", Kind::SecurityRule);
            Group::Rules(listed.items.into_iter().map(written).collect(), listed.is_open)
        }
    }
}

/// The rules of network managers in the topology. Whether one is deployed to a network is no part of an input, so none
/// is certain.
pub(super) fn manager_rules(topology: &Topology) -> Vec<Written> {
    topology
        .of_kind(Kind::NetworkManagerAdminRule)
        .map(|entity| {
            let mut written = written(entity);
            written.rule.origin = Origin::Manager;
            written.rule.is_conditional = true;
            written.rule.access = read::word(entity, "action").and_then(Access::parse);
            written
        })
        .collect()
}

impl Group {
    /// The rules of one direction, ready to decide; `None` when the group cannot be told.
    pub(super) fn filter(&self, managers: &[Written], direction: Direction, vicinity: &Vicinity) -> Option<Filter> {
        let seen = |written: &[Written]| -> Vec<SecurityRule> {
            written.iter().map(|written| written.seen_from_subnet(direction)).collect()
        };
        let mut rules = seen(managers);
        match self {
            Self::Unknown => None,
            Self::None => Some(Filter::without_group(&rules, direction, vicinity)),
            Self::Rules(written, is_open) => {
                rules.append(&mut seen(written));
                Some(Filter::new(&rules, *is_open, direction, vicinity))
            }
        }
    }
}

impl Written {
    fn seen_from_subnet(&self, direction: Direction) -> SecurityRule {
        let (peer, local) = match direction {
            Direction::Inbound => (&self.source, &self.destination),
            Direction::Outbound => (&self.destination, &self.source),
        };
        SecurityRule { peer: peer.clone(), local: local.clone(), ..self.rule.clone() }
    }
}

fn written(entity: &Entity) -> Written {
    let word = |name: &str| read::word(entity, name);
    let rule = SecurityRule {
        name: word("name").unwrap_or(&entity.subject).to_owned(),
        id: Some(entity.id.0.to_string()),
        origin: Origin::Group,
        priority: entity.attribute("priority").and_then(|attribute| attribute.value.as_integer()),
        access: word("access").and_then(Access::parse),
        direction: word("direction").and_then(Direction::parse),
        protocol: word("protocol").map(str::to_owned),
        peer: Addresses::default(),
        local: Addresses::default(),
        source_ports: read::ports(entity, "source_ports"),
        destination_ports: read::ports(entity, "destination_ports"),
        is_conditional: entity.presence == Presence::Conditional,
    };
    Written {
        rule,
        source: addresses(entity, "source_addresses", "source_application_security_groups"),
        destination: addresses(entity, "destination_addresses", "destination_application_security_groups"),
    }
}

fn addresses(entity: &Entity, name: &str, groups: &str) -> Addresses {
    let texts = read::texts(entity, name);
    let named = read::list(entity, groups, |item| match item {
        Value::Edge(edge) => Some(edge.to.0.to_string()),
        item => item.as_text().map(str::to_lowercase),
    });
    let has_groups = entity.attribute(groups).is_some();
    Addresses {
        // A side without addresses and groups is not known to match nothing.
        is_open: texts.is_open || (texts.items.is_empty() && !has_groups),
        texts: texts.items,
        groups: named.items,
        has_unknown_groups: named.is_open,
    }
}
