//! Finding entities by the names that inputs use for them.

use crate::model::{EntityId, Kind, ResourceHandle, ResourceId};
use smallvec::SmallVec;
use smol_str::{SmolStr, StrExt};
use std::collections::HashMap;

/// Where each declared resource and each ARM id went.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_handle: HashMap<ResourceHandle, (Kind, EntityId)>,
    /// By subject in lower case; nearly always one.
    by_name: HashMap<String, SmallVec<[Entry; 1]>>,
}

#[derive(Debug)]
struct Entry {
    subscription: SmolStr,
    resource_group: SmolStr,
    kind: Kind,
    id: EntityId,
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

    /// Records the ARM id of an entity.
    pub(super) fn add_id(&mut self, arm_id: &ResourceId, kind: Kind, id: EntityId) {
        let [subscription, resource_group] = scope(arm_id);
        let entry = Entry { subscription, resource_group, kind, id };
        self.by_name.entry(name_key(arm_id)).or_default().push(entry);
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
