//! For every subnet of a service that the tool judges: where its traffic goes.

use super::inverse::targets;
use super::map::Map;
use super::read;
use super::surroundings::Surroundings;
use crate::model::{Entity, EntityId, Kind};
use crate::network::json::{DefaultRouteFact, LegFact, LegsFact};
use crate::network::{Atom, Cell, ServiceTags, address};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The routes of one subnet.
#[derive(Debug, Serialize)]
pub(crate) struct RouteFact {
    /// Where everything goes that no other route takes.
    pub(super) default_route: DefaultRouteFact,
    /// Where the traffic to each service goes that an environment must reach directly, by service tag. Empty for
    /// subnets of other services.
    pub(super) routes: BTreeMap<String, LegsFact>,
}

/// The facts of every subnet of an integration service environment or of a regional integration.
pub(super) fn routes_of(map: &Map<'_>) -> BTreeMap<EntityId, RouteFact> {
    let mut facts = BTreeMap::new();
    let occupants = [(Kind::IntegrationServiceEnvironment, "subnets"), (Kind::App, "integration_subnet")];
    for (kind, attribute) in occupants {
        for occupant in map.topology.of_kind(kind) {
            let Some(attribute) = occupant.attribute(attribute) else { continue };
            for id in targets(&attribute.value) {
                if let Some(subnet) = map.topology.get(Kind::Subnet, id) {
                    facts.entry(id.clone()).or_insert_with(|| fact(map, occupant, subnet));
                }
            }
        }
    }
    facts
}

fn fact(map: &Map<'_>, occupant: &Entity, subnet: &Entity) -> RouteFact {
    let region = read::word(occupant, "region");
    let Surroundings { routing, .. } = Surroundings::of(map, subnet, region, false);
    let is_environment = occupant.kind == Kind::IntegrationServiceEnvironment;
    let routes = tags()
        .iter()
        .filter(|_| is_environment)
        .map(|name| {
            let tag = ServiceTags::embedded().used_from(name, region);
            let destination = Cell::in_atom(Atom::Tag(tag), address::public_v4().clone());
            let legs = routing.legs(&[destination]);
            (name.clone(), LegsFact::of(&legs.iter().map(LegFact::of).collect::<Vec<_>>()))
        })
        .collect();
    RouteFact { default_route: DefaultRouteFact::of(&routing), routes }
}

/// The service tags of the table `forced_tunnelling`.
fn tags() -> &'static [String] {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        tags: Vec<String>,
    }
    static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
        crate::reference::reference_table("forced_tunnelling")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.rows.into_iter().flat_map(|row| row.tags).collect())
    });
    &TAGS
}
