//! Finding entities by the names that inputs use for them.

use crate::model::{EntityId, Kind, ResourceHandle, ResourceId};
use smallvec::SmallVec;
use smol_str::{SmolStr, StrExt};
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

/// Where each declared resource and each ARM id went.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_handle: HashMap<ResourceHandle, (Kind, EntityId)>,
    /// By subject in lower case; nearly always one.
    by_name: HashMap<String, SmallVec<[Entry; 1]>>,
    /// Those keys of `by_name` with a declared resource in which a name is not, or not wholly, known.
    open_names: BTreeSet<String>,
    /// How often all names were compared.
    comparisons: Cell<usize>,
}

/// How often all names are compared with one that is not known. Beyond that, such a name may be any.
const MOST_COMPARISONS: usize = 1_000;

#[derive(Debug)]
struct Entry {
    subscription: SmolStr,
    resource_group: SmolStr,
    kind: Kind,
    id: EntityId,
    is_declared: bool,
}

/// What an ARM id means among the entities.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// This entity.
    Exact(EntityId),
    /// The only one that fits; a part of the scope is not known.
    Likely(EntityId),
    /// One of these, or something outside.
    Ambiguous(Vec<EntityId>),
    /// None of them.
    None,
}

impl Index {
    /// Records the entity that a declared resource became.
    pub(super) fn add_handle(&mut self, handle: ResourceHandle, kind: Kind, id: EntityId) {
        self.by_handle.insert(handle, (kind, id));
    }

    /// Records the ARM id of an entity that the input declares.
    pub(super) fn add_id(&mut self, arm_id: &ResourceId, kind: Kind, id: EntityId) {
        let key = name_key(arm_id);
        if key.contains('{') {
            self.open_names.insert(key.clone());
        }
        self.add(key, arm_id, kind, id, true);
    }

    /// Records the ARM id of an entity that the input only names.
    pub(super) fn add_external(&mut self, arm_id: &ResourceId, kind: Kind, id: EntityId) {
        self.add(name_key(arm_id), arm_id, kind, id, false);
    }

    fn add(&mut self, key: String, arm_id: &ResourceId, kind: Kind, id: EntityId, is_declared: bool) {
        let [subscription, resource_group] = scope(arm_id);
        let entry = Entry { subscription, resource_group, kind, id, is_declared };
        self.by_name.entry(key).or_default().push(entry);
    }

    /// The entity a declared resource became.
    pub(super) fn handle(&self, handle: &ResourceHandle) -> Option<&(Kind, EntityId)> {
        self.by_handle.get(handle)
    }

    /// The top-level entities of `kind` with this name, wherever they are; sorted.
    pub(super) fn named(&self, name: &str, kind: Kind) -> Vec<EntityId> {
        let subject = format!("{}/{name}", kind.schema().arm_type).to_lowercase();
        let entries = self.by_name.get(&subject).into_iter().flatten();
        let mut ids: Vec<EntityId> = entries.filter(|entry| entry.kind == kind).map(|entry| entry.id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The entity of `kind` that `arm_id` names. A scope part in braces is not known and may be any.
    pub(super) fn find(&self, arm_id: &ResourceId, kind: Kind) -> Match {
        let entries = self.by_name.get(&name_key(arm_id)).map_or(&[][..], SmallVec::as_slice);
        let [subscription, resource_group] = scope(arm_id);
        let fits = |entry: &&Entry| {
            entry.kind == kind
                && may_equal(&entry.subscription, &subscription)
                && may_equal(&entry.resource_group, &resource_group)
        };
        let fitting: SmallVec<[&Entry; 4]> = entries.iter().filter(fits).collect();
        let equal = |entry: &&&Entry| entry.subscription == subscription && entry.resource_group == resource_group;
        let mut exact = fitting.iter().filter(equal);
        if let (Some(entry), None) = (exact.next(), exact.next()) {
            return Match::Exact(entry.id.clone());
        }
        match fitting.as_slice() {
            [] => Match::None,
            // Subscriptions are rarely stated; equal names in an equal group are taken for the same resource.
            [entry] if entry.resource_group == resource_group => Match::Likely(entry.id.clone()),
            several => {
                let mut ids: Vec<EntityId> = several.iter().map(|entry| entry.id.clone()).collect();
                ids.sort();
                ids.dedup();
                Match::Ambiguous(ids)
            }
        }
    }

    /// The declared entities of `kind` whose names may turn out to be those of `arm_id`, sorted: in one of the two a name is
    /// not known. `None` when that has been asked too often to compare all: it may be any.
    pub(super) fn alike(&self, arm_id: &ResourceId, kind: Kind) -> Option<Vec<EntityId>> {
        let key = name_key(arm_id);
        let [subscription, resource_group] = scope(arm_id);
        let fits = |entry: &&Entry| {
            entry.is_declared
                && entry.kind == kind
                && may_equal(&entry.subscription, &subscription)
                && may_equal(&entry.resource_group, &resource_group)
        };
        let keys: Vec<&String> = if key.contains('{') {
            if self.comparisons.get() >= MOST_COMPARISONS {
                return None;
            }
            self.comparisons.set(self.comparisons.get() + 1);
            self.by_name.keys().filter(|other| names_may_equal(&key, other)).collect()
        } else {
            self.open_names.iter().filter(|other| names_may_equal(&key, other)).collect()
        };
        let entries = keys.into_iter().filter_map(|key| self.by_name.get(key)).flatten();
        let ids: BTreeSet<EntityId> = entries.filter(fits).map(|entry| entry.id.clone()).collect();
        Some(ids.into_iter().collect())
    }
}

/// Whether two keys have the same types, and names that may turn out to be equal.
fn names_may_equal(one: &str, two: &str) -> bool {
    let (mut one, mut two) = (segments(one), segments(two));
    loop {
        match (one.next(), two.next()) {
            (None, None) => return true,
            (Some(one), Some(two)) if one == two || may_meet(one, two) || may_meet(two, one) => {}
            _ => return false,
        }
    }
}

/// Whether two names of which one is open can turn out equal: what is known of them stands at their ends.
fn may_meet(one: &str, other: &str) -> bool {
    let meets = |one: &str, other: &str, has: fn(&str, &str) -> bool| has(one, other) || has(other, one);
    match (ends(one), ends(other)) {
        (Some((before, after)), None) => other.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)),
        (Some((before, after)), Some((start, end))) => {
            meets(before, start, |a, b| a.starts_with(b)) && meets(after, end, |a, b| a.ends_with(b))
        }
        _ => false,
    }
}

/// What is known at the ends of an open name.
fn ends(name: &str) -> Option<(&str, &str)> {
    Some((name.split_once('{')?.0, name.rsplit_once('}')?.1))
}

/// What stands between slashes; those in braces are part of an expression.
fn segments(key: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    key.split(move |character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == '/' && depth == 0
    })
}

fn scope(id: &ResourceId) -> [SmolStr; 2] {
    let is_lower = |part: &SmolStr| part.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    [&id.subscription, &id.resource_group].map(|part| match part {
        None => SmolStr::default(),
        Some(part) if is_lower(part) => part.clone(),
        Some(part) => part.to_lowercase_smolstr(),
    })
}

/// Type and names in lower case, behind what is extended.
fn name_key(id: &ResourceId) -> String {
    let mut subject = id.subject();
    if let Some(extended) = &id.extends {
        subject.insert(0, '/');
        subject.insert_str(0, extended);
    }
    if subject.is_ascii() {
        subject.make_ascii_lowercase();
        return subject;
    }
    subject.to_lowercase()
}

/// Two placeholders stand for different scopes unless they are equal; one placeholder may be anything. The default
/// configurations of two providers take what they do not state from the same environment, so they may be one.
fn may_equal(one: &str, two: &str) -> bool {
    const DEFAULTS: [&str; 2] = ["{azapi}", "{azurerm}"];
    one == two || one.starts_with('{') != two.starts_with('{') || (DEFAULTS.contains(&one) && DEFAULTS.contains(&two))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ResourceId {
        ResourceId::parse(text).expect("a resource id")
    }

    fn index(texts: &[&str]) -> Index {
        let mut index = Index::default();
        for text in texts {
            index.add_id(&id(text), Kind::VirtualNetwork, EntityId((*text).into()));
        }
        index
    }

    /// A name that is not known may be any that fits what is known of it.
    #[test]
    fn finds_what_may_be_meant() {
        let network = |name: &str| {
            format!("/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/{name}")
        };
        let alike = |declared: &[&str], name: &str| -> Vec<String> {
            let ids: Vec<String> = declared.iter().map(|name| network(name)).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let found = index(&ids).alike(&id(&network(name)), Kind::VirtualNetwork).expect("few names");
            found.iter().filter_map(|id| id.0.rsplit_once("works/")).map(|(_, name)| name.to_owned()).collect()
        };
        assert_eq!(alike(&["a", "b", "{p('x')}"], "{p('n')}"), ["a", "b", "{p('x')}"]);
        assert_eq!(alike(&["a", "{p('x')}", "{p('y')}"], "c"), ["{p('x')}", "{p('y')}"]);
        assert_eq!(alike(&["vnet-{p('x')}-hub", "{p('x')}-spoke"], "vnet-one-hub"), ["vnet-{p('x')}-hub"]);
        assert_eq!(alike(&["vnet-a", "net-a"], "vnet-{p('a/b')[0]}"), ["vnet-a"]);
        assert_eq!(alike(&["a{p('x')}", "b{p('x')}", "{p('x')}c"], "a{p('y')}d"), ["a{p('x')}"]);
        let mut index = Index::default();
        index.add_external(&id(OPEN), Kind::VirtualNetwork, EntityId(OPEN.into()));
        let open = id(&network("{p('n')}"));
        assert_eq!(index.alike(&open, Kind::VirtualNetwork), Some(Vec::new()));
        let asked = (0..MOST_COMPARISONS).filter(|_| index.alike(&open, Kind::VirtualNetwork).is_some()).count();
        assert_eq!((asked, index.alike(&open, Kind::VirtualNetwork)), (MOST_COMPARISONS - 1, None));
    }

    const OPEN: &str = "/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";
    const OTHER: &str = "/subscriptions/{azurerm.hub}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";
    const KNOWN: &str = "/subscriptions/S/resourceGroups/RG/providers/microsoft.network/virtualNetworks/V";
    const ELSEWHERE: &str = "/subscriptions/S/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/v";

    /// Equal ids meet whatever their letter case; the subscription may be unknown on one side.
    #[test]
    fn finds_by_id() {
        let open = EntityId(OPEN.into());
        assert_eq!(
            index(&[OPEN, OTHER]).find(&id(&OPEN.to_uppercase()), Kind::VirtualNetwork),
            Match::Exact(open.clone())
        );
        assert_eq!(index(&[OPEN]).find(&id(KNOWN), Kind::VirtualNetwork), Match::Likely(open.clone()));
        assert_eq!(index(&[OPEN]).find(&id(ELSEWHERE), Kind::VirtualNetwork), Match::None);
        assert_eq!(index(&[OPEN]).find(&id(OTHER), Kind::VirtualNetwork), Match::None);
        assert_eq!(index(&[OPEN]).find(&id(OPEN), Kind::Subnet), Match::None);
        let azapi = id(&OPEN.replace("{azurerm}", "{azapi}"));
        assert_eq!(index(&[OPEN]).find(&azapi, Kind::VirtualNetwork), Match::Likely(open));
        assert_eq!(index(&[OTHER]).find(&azapi, Kind::VirtualNetwork), Match::None);
    }

    /// Several that fit, or an unknown resource group, are no answer.
    #[test]
    fn ambiguity() {
        let both = vec![EntityId(OTHER.into()), EntityId(OPEN.into())];
        assert_eq!(index(&[OPEN, OTHER]).find(&id(KNOWN), Kind::VirtualNetwork), Match::Ambiguous(both));
        let group = "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.Network/virtualNetworks/v";
        let only = vec![EntityId(group.into())];
        assert_eq!(index(&[group]).find(&id(KNOWN), Kind::VirtualNetwork), Match::Ambiguous(only));
    }
}
