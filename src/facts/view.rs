//! One subnet as the network arithmetic sees it: for questions that are not in a table.

use super::inverse::targets;
use super::map::Map;
use super::read;
use super::rules::{Group, group_of, manager_rules};
use super::surroundings::Surroundings;
use crate::model::{Entity, Kind, Topology};
use crate::network::{Direction, Filter, Routing, Vicinity};

/// Everything that decides the traffic of one subnet.
#[derive(Debug)]
pub struct SubnetView {
    /// What address texts mean for it.
    pub vicinity: Vicinity,
    /// Its routes.
    pub routing: Routing,
    inbound: Option<Filter>,
    outbound: Option<Filter>,
}

impl SubnetView {
    /// The view of `subnet`, which is an entity of `topology`.
    #[must_use]
    pub fn of(topology: &Topology, subnet: &Entity) -> Self {
        let map = Map::of(topology);
        let occupant = occupant(topology, subnet);
        let region = occupant.and_then(|occupant| read::word(occupant, "region"));
        let Surroundings { vicinity, routing, .. } = Surroundings::of(&map, subnet, region, occupant.is_none());
        let (group, managers) = (group_of(topology, subnet), manager_rules(topology));
        // A group from elsewhere may be on a subnet that is not declared here.
        let filter = |direction| match &group {
            Group::Unknown => None,
            group => group.filter(&managers, direction, &vicinity),
        };
        let (inbound, outbound) = (filter(Direction::Inbound), filter(Direction::Outbound));
        Self { vicinity, routing, inbound, outbound }
    }

    /// The rules of one direction; `None` when the network security group cannot be told.
    #[must_use]
    pub fn filter(&self, direction: Direction) -> Option<&Filter> {
        match direction {
            Direction::Inbound => self.inbound.as_ref(),
            Direction::Outbound => self.outbound.as_ref(),
        }
    }
}

/// The service whose instances are in the subnet; such instances are Azure's.
fn occupant<'a>(topology: &'a Topology, subnet: &Entity) -> Option<&'a Entity> {
    let services = [(Kind::IntegrationServiceEnvironment, "subnets"), (Kind::App, "integration_subnet")];
    services.into_iter().find_map(|(kind, attribute)| {
        topology.of_kind(kind).find(|entity| {
            let subnets = entity.attribute(attribute);
            subnets.is_some_and(|attribute| targets(&attribute.value).any(|id| *id == subnet.id))
        })
    })
}
