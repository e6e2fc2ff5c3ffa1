//! What happens to entities that are written within a resource: the subnets of a virtual network, its peerings.
//!
//! A plan tells what happens to the whole resource only. Of what is written within it follows: what both sides have shares its
//! fate, or stays as it is where nothing of it differs; what one side has goes or comes.
//!
//! In: both topologies, what happens to the resources. Out: the changes of what has none of its own.

use super::build::Keys;
use crate::model::{
    Action, Attribute, Change, Entity, EntityId, Kind, List, Presence, Record, ResourceHandle, Topology, Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// Adds to `known`, by entity, what happens to the entities within the resources of `changes`.
///
/// An entity that is only there now, within a resource that may have more than is told afterwards, gets none. That is so as well
/// where the resource would hold none of its kind: from version 2023-11-01 of the API on, Azure keeps the subnets of a network
/// whose update does not speak of them, before it removed them (Azure Networking Blog, "Azure Virtual Network now supports
/// updates without subnet property"; <https://github.com/Azure/bicep-types-az/issues/1687>).
pub(super) fn add(
    known: &mut BTreeMap<EntityId, Change>,
    changes: &[(ResourceHandle, Change)],
    before: &Topology,
    after: &Topology,
    keys: &Keys,
) {
    let by_resource: BTreeMap<&ResourceHandle, &Change> =
        changes.iter().map(|(handle, change)| (handle, change)).collect();
    let of_owner = |entity: &Entity| {
        let place = entity.place.as_ref().filter(|place| !place.path.is_empty())?;
        by_resource.get(&place.resource).copied()
    };
    let told: BTreeSet<(Kind, Option<&ResourceHandle>)> = after.iter().map(written_in).collect();
    let mut derived = Vec::new();
    for earlier in before.iter() {
        let Some(change) = of_owner(earlier) else { continue };
        let later = after.get(earlier.kind, &earlier.id).filter(|later| later.presence != Presence::External);
        let change = match later {
            Some(later) => Change { actions: of_both(change, earlier, later), ..Change::default() },
            None if change.actions == [Action::Update]
                && (!told.contains(&written_in(earlier)) || may_have_more(after, earlier, keys)) =>
            {
                continue;
            }
            None => of_one(change, Action::Delete),
        };
        derived.push((earlier.id.clone(), change));
    }
    for later in after.iter() {
        let Some(change) = of_owner(later) else { continue };
        if before.get(later.kind, &later.id).is_none() {
            derived.push((later.id.clone(), of_one(change, Action::Create)));
        }
    }
    for (id, change) in derived {
        known.entry(id).or_insert(change);
    }
}

/// Its kind, and the resource that it is written in, if in any.
fn written_in(entity: &Entity) -> (Kind, Option<&ResourceHandle>) {
    let place = entity.place.as_ref().filter(|place| !place.path.is_empty());
    (entity.kind, place.map(|place| &place.resource))
}

/// What happens to an entity that its resource has now and will have.
fn of_both(change: &Change, earlier: &Entity, later: &Entity) -> Vec<Action> {
    if change.actions == [Action::Update] && are_equal(&earlier.attributes, &later.attributes) {
        return vec![Action::NoOp];
    }
    change.actions.clone()
}

/// What happens to an entity that only one side has: it comes or goes, unless its resource does something else altogether.
fn of_one(change: &Change, action: Action) -> Change {
    let has = |action: Action| change.actions.contains(&action);
    if ![Action::Create, Action::Update, Action::Delete].into_iter().any(has) {
        return Change { actions: change.actions.clone(), ..Change::default() };
    }
    let is_replaced = action == Action::Delete && has(Action::Create);
    let created_first = is_replaced.then(|| change.actions.first() == Some(&Action::Create));
    Change { actions: vec![action], created_first, ..Change::default() }
}

/// Whether the resource that `earlier` is written in may have more such entities afterwards than are told.
fn may_have_more(after: &Topology, earlier: &Entity, keys: &Keys) -> bool {
    let key = earlier.place.as_ref().and_then(|place| keys.get(&place.resource));
    let Some(owner) = key.and_then(|id| after.find(&id.0)) else { return false };
    let back = earlier.kind.schema().attributes.iter().filter(|it| it.shape.target() == Some(owner.kind));
    let forth = owner.kind.schema().attributes.iter().filter(|it| it.shape.target() == Some(earlier.kind));
    let names = back.filter_map(|it| it.inverse).chain(forth.map(|it| it.name));
    names
        .filter_map(|name| owner.attribute(name))
        .any(|attribute| matches!(attribute.value, Value::Unknown(_) | Value::List(List { open: Some(_), .. })))
}

/// Whether both are known to be the same, wherever they are written.
fn are_equal(one: &Record, other: &Record) -> bool {
    one.len() == other.len()
        && one.iter().zip(other.iter()).all(|((name, one), (same, other))| name == same && is_equal(one, other))
}

fn is_equal(one: &Attribute, other: &Attribute) -> bool {
    is_equal_value(&one.value, &other.value)
}

fn is_equal_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => false,
        (Value::List(one), Value::List(other)) => {
            one.open.is_none()
                && other.open.is_none()
                && one.items.len() == other.items.len()
                && one.items.iter().zip(&other.items).all(|(one, other)| is_equal_value(one, other))
        }
        (Value::Record(one), Value::Record(other)) => are_equal(one, other),
        (Value::Edge(one), Value::Edge(other)) => one.to == other.to,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Place, Reason, Unknown};

    const NETWORK: &str = "/net";
    const SUBNET: &str = "/net/subnets/a";

    fn handle() -> ResourceHandle {
        ResourceHandle { input: 0, name: "azurerm_virtual_network.net".into() }
    }

    fn subnet(name: &str, index: usize) -> Entity {
        let place = Place::of(handle()).key("subnet").index(index);
        let name = Attribute::new(Value::Text(name.into())).at(place.key("name"));
        entity(Kind::Subnet, SUBNET, Some(place), [("name", name)].into_iter().collect())
    }

    /// One that is written in the network too.
    fn another() -> Entity {
        Entity { id: EntityId("/net/subnets/b".into()), ..subnet("b", 0) }
    }

    fn network(attributes: Record) -> Entity {
        entity(Kind::VirtualNetwork, NETWORK, Some(Place::of(handle())), attributes)
    }

    fn entity(kind: Kind, id: &str, place: Option<Place>, attributes: Record) -> Entity {
        Entity { kind, id: EntityId(id.into()), subject: "net".into(), presence: Presence::Declared, place, attributes }
    }

    fn topology(entities: Vec<Entity>) -> Topology {
        let mut topology = Topology::default();
        for entity in entities {
            topology.insert(entity).expect("it is there once");
        }
        topology
    }

    /// What becomes of the subnet when this happens to its network.
    fn derived(actions: &[Action], before: Vec<Entity>, after: Vec<Entity>) -> Option<Vec<Action>> {
        let mut found = BTreeMap::new();
        let changes = [(handle(), Change { actions: actions.to_vec(), ..Change::default() })];
        let keys = Keys::from([(handle(), EntityId(NETWORK.into()))]);
        add(&mut found, &changes, &topology(before), &topology(after), &keys);
        found.remove(&EntityId(SUBNET.into())).map(|change| change.actions)
    }

    /// What both sides have is changed where it differs or may differ, wherever in its network it is written.
    #[test]
    fn what_stays() {
        let mut unknown = subnet("a", 0);
        unknown
            .attributes
            .insert("name", Attribute::new(Value::Unknown(Box::new(Unknown::new(Reason::NotUsable, "")))));
        let cases = [
            (subnet("a", 1), vec![Action::NoOp]),
            (subnet("b", 0), vec![Action::Update]),
            (unknown, vec![Action::Update]),
        ];
        for (later, expected) in cases {
            assert_eq!(derived(&[Action::Update], vec![subnet("a", 0)], vec![later]), Some(expected));
        }
        let anew = [Action::Delete, Action::Create];
        assert_eq!(derived(&anew, vec![subnet("a", 0)], vec![subnet("a", 0)]), Some(anew.to_vec()));
    }

    /// What one side has comes or goes with the change of its network; what is no longer managed does neither.
    #[test]
    fn what_comes_and_goes() {
        let replaced = [Action::Create, Action::Delete];
        for actions in [replaced.as_slice(), &[Action::Delete]] {
            assert_eq!(derived(actions, vec![subnet("a", 0)], vec![]), Some(vec![Action::Delete]), "{actions:?}");
        }
        let goes = derived(&[Action::Update], vec![subnet("a", 0)], vec![another()]);
        assert_eq!(goes, Some(vec![Action::Delete]));
        assert_eq!(derived(&[Action::Update], vec![subnet("a", 0)], vec![]), None, "a list left out");
        for actions in [[Action::Update].as_slice(), &replaced, &[Action::Create]] {
            assert_eq!(derived(actions, vec![], vec![subnet("a", 0)]), Some(vec![Action::Create]), "{actions:?}");
        }
        for action in [Action::Forget, Action::NoOp] {
            assert_eq!(derived(&[action], vec![subnet("a", 0)], vec![]), Some(vec![action]));
        }
    }

    /// Of a network whose subnets are not all told, none is certain to go.
    #[test]
    fn a_list_that_is_open() {
        let unknown = || Box::new(Unknown::new(Reason::KnownAfterApply, ""));
        for value in [Value::Unknown(unknown()), Value::List(List { items: vec![], open: Some(unknown()) })] {
            let after = network([("subnets", Attribute::new(value))].into_iter().collect());
            assert_eq!(derived(&[Action::Update], vec![subnet("a", 0)], vec![after, another()]), None);
        }
        let after = vec![network(Record::new()), another()];
        assert_eq!(derived(&[Action::Update], vec![subnet("a", 0)], after), Some(vec![Action::Delete]));
    }

    /// A subnet that is a resource of its own keeps what its plan says.
    #[test]
    fn what_is_known_stays() {
        let own = Change { actions: vec![Action::Forget], ..Change::default() };
        let mut known = BTreeMap::from([(EntityId(SUBNET.into()), own.clone())]);
        let changes = [(handle(), Change { actions: vec![Action::Delete], ..Change::default() })];
        add(&mut known, &changes, &topology(vec![subnet("a", 0)]), &Topology::default(), &Keys::new());
        assert_eq!(known.into_values().collect::<Vec<_>>(), [own]);
    }
}
