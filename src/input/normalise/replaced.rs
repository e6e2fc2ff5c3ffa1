//! Resources that are replaced under another id: what goes and what comes are two then, though they have one address.
//!
//! An address that stays keeps its key, so that both times of the model agree on what it is; but a key is an id, and what is
//! deleted under one id and created under another was never there under the other.
//!
//! In: the keys after, the resources before, what happens to them. Out: the handles whose keys must not be shared, and the
//! change of each of the two.

use super::build::Keys;
use super::resource_id;
use crate::input::declared::Declared;
use crate::model::{Action, Change, EntityId, ResourceHandle, ResourceId};
use std::collections::{BTreeMap, BTreeSet};

/// The resources that are deleted under one id and created under another.
pub(super) fn under_other_ids(
    after: &Keys,
    before: &[Declared],
    changes: &[(ResourceHandle, Change)],
) -> BTreeSet<ResourceHandle> {
    let is_replaced = |change: &Change| [Action::Delete, Action::Create].iter().all(|it| change.actions.contains(it));
    let replaced = changes.iter().filter(|(_, change)| is_replaced(change)).map(|(handle, _)| handle);
    let replaced: BTreeSet<&ResourceHandle> = replaced.collect();
    if replaced.is_empty() {
        return BTreeSet::new();
    }
    let earlier: BTreeMap<&ResourceHandle, &Declared> =
        before.iter().map(|declared| (&declared.handle, declared)).collect();
    let is_apart = |handle: &&&ResourceHandle| {
        let earlier = earlier.get(**handle).and_then(|declared| resource_id(declared));
        let later = after.get(**handle).and_then(|key| ResourceId::parse(&key.0).ok());
        earlier.zip(later).is_some_and(|(earlier, later)| !may_be_one(&earlier, &later))
    };
    replaced.iter().filter(is_apart).map(|handle| (*handle).clone()).collect()
}

/// Changes by entity: by the key after, or before where there is none, and by both for those that are `apart`.
pub(super) fn keyed(
    changes: &[(ResourceHandle, Change)],
    apart: &BTreeSet<ResourceHandle>,
    before: Option<&Keys>,
    after: &Keys,
) -> BTreeMap<EntityId, Change> {
    let earlier = |handle: &ResourceHandle| before.and_then(|keys| keys.get(handle)).cloned();
    let later = |handle: &ResourceHandle| after.get(handle).cloned();
    let keyed = changes.iter().flat_map(|(handle, change)| {
        if apart.contains(handle) {
            let [deleted, created] = split(change);
            return [earlier(handle).map(|key| (key, deleted)), later(handle).map(|key| (key, created))];
        }
        [later(handle).or_else(|| earlier(handle)).map(|key| (key, change.clone())), None]
    });
    keyed.flatten().collect()
}

/// What becomes of the resource that goes, and of the one that comes.
fn split(change: &Change) -> [Change; 2] {
    let created = Change { actions: vec![Action::Create], ..change.clone() };
    let created_first = Some(change.actions.first() == Some(&Action::Create));
    [Change { actions: vec![Action::Delete], created_first, ..change.clone() }, created]
}

/// Whether two ids may turn out to be one; what is in braces is not known.
fn may_be_one(one: &ResourceId, other: &ResourceId) -> bool {
    let may_equal =
        |one: &str, other: &str| one.contains('{') || other.contains('{') || one.eq_ignore_ascii_case(other);
    let scope = |id: &ResourceId| [id.subscription.clone(), id.resource_group.clone()];
    let parts = scope(one).into_iter().zip(scope(other));
    parts.filter_map(|(one, other)| one.zip(other)).all(|(one, other)| may_equal(&one, &other))
        && may_equal(&one.resource_type, &other.resource_type)
        && one.names.len() == other.names.len()
        && one.names.iter().zip(&other.names).all(|(one, other)| may_equal(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Web/sites/a";

    /// Another subscription, group or name is another resource; what is not known may be the same.
    #[test]
    fn ids_that_differ() {
        let cases = [
            (OLD, true),
            ("/subscriptions/{azurerm}/resourcegroups/RG/providers/microsoft.web/sites/A", true),
            ("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Web/sites/{name}", true),
            ("/subscriptions/2/resourceGroups/rg/providers/Microsoft.Web/sites/a", false),
            ("/subscriptions/1/resourceGroups/other/providers/Microsoft.Web/sites/a", false),
            ("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Web/sites/b", false),
            ("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Web/sites/a/slots/b", false),
        ];
        let id = |text: &str| ResourceId::parse(text).expect("a resource id");
        for (other, expected) in cases {
            assert_eq!(may_be_one(&id(OLD), &id(other)), expected, "{other}");
        }
    }
}
