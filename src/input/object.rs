//! The members of an object in a property tree.
//!
//! It owns their order (by key) and nothing else. Objects in plans and templates have few members, mostly with short keys
//! and in order already: a sorted vector takes a fraction of the memory of a tree of nodes.
//!
//! Shape: the methods of a [`std::collections::BTreeMap`] from key to [`Node`].

use super::declared::Node;
use smol_str::SmolStr;
use std::slice;
use std::vec;

/// An object's members, sorted by key, no two with the same key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Members(Vec<(SmolStr, Node)>);

impl Members {
    /// No members.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The member `key`.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let at = self.find(key).ok()?;
        self.0.get(at).map(|(_, node)| node)
    }

    /// The member `key`, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let at = self.find(key).ok()?;
        self.0.get_mut(at).map(|(_, node)| node)
    }

    /// Whether there is a member `key`.
    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// Sets the member `key`; gives what it was before.
    pub(crate) fn insert(&mut self, key: impl Into<SmolStr>, node: Node) -> Option<Node> {
        let key = key.into();
        // What comes in order needs no search.
        if self.0.last().is_none_or(|(last, _)| *last < key) {
            self.0.push((key, node));
            return None;
        }
        match self.find(&key) {
            Ok(at) => self.0.get_mut(at).map(|(_, member)| std::mem::replace(member, node)),
            Err(at) => {
                self.0.insert(at, (key, node));
                None
            }
        }
    }

    /// Takes the member `key` out.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Node> {
        let at = self.find(key).ok()?;
        Some(self.0.remove(at).1)
    }

    /// How many members there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and members, by key.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&SmolStr, &Node)> + ExactSizeIterator {
        self.0.iter().map(|(key, node)| (key, node))
    }

    /// Keys and members, to be changed, by key.
    pub(crate) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&SmolStr, &mut Node)> + ExactSizeIterator {
        self.0.iter_mut().map(|(key, node)| (&*key, node))
    }

    /// The keys, in order.
    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &SmolStr> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The members, by key.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &Node> {
        self.0.iter().map(|(_, node)| node)
    }

    /// The members, to be changed, by key.
    pub(crate) fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Node> {
        self.0.iter_mut().map(|(_, node)| node)
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(member, _)| member.as_str().cmp(key))
    }
}

impl<K: Into<SmolStr>> FromIterator<(K, Node)> for Members {
    fn from_iter<I: IntoIterator<Item = (K, Node)>>(members: I) -> Self {
        let members = members.into_iter();
        let mut all = Self(Vec::with_capacity(members.size_hint().0));
        for (key, node) in members {
            all.insert(key, node);
        }
        all
    }
}

impl<K: Into<SmolStr>> Extend<(K, Node)> for Members {
    fn extend<I: IntoIterator<Item = (K, Node)>>(&mut self, members: I) {
        for (key, node) in members {
            self.insert(key, node);
        }
    }
}

impl<K: Into<SmolStr>, const N: usize> From<[(K, Node); N]> for Members {
    fn from(members: [(K, Node); N]) -> Self {
        members.into_iter().collect()
    }
}

impl IntoIterator for Members {
    type Item = (SmolStr, Node);
    type IntoIter = vec::IntoIter<(SmolStr, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = (&'a SmolStr, &'a Node);
    type IntoIter = std::iter::Map<slice::Iter<'a, (SmolStr, Node)>, fn(&(SmolStr, Node)) -> (&SmolStr, &Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(key, node)| (key, node))
    }
}

impl<'a> IntoIterator for &'a mut Members {
    type Item = (&'a SmolStr, &'a mut Node);
    type IntoIter =
        std::iter::Map<slice::IterMut<'a, (SmolStr, Node)>, fn(&mut (SmolStr, Node)) -> (&SmolStr, &mut Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut().map(|(key, node)| (&*key, node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::declared::Tree;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn node(number: u8) -> Node {
        Node::new(Tree::Text(number.to_string().into()))
    }

    proptest! {
        /// In whatever order members come and go, they are those of a map.
        #[test]
        fn members_are_a_map(steps in proptest::collection::vec((any::<bool>(), "[a-d]{1,2}", any::<u8>()), 0..40)) {
            let (mut members, mut map) = (Members::new(), BTreeMap::new());
            for (insert, key, number) in steps {
                if insert {
                    prop_assert_eq!(members.insert(key.as_str(), node(number)), map.insert(key, node(number)));
                } else {
                    prop_assert_eq!(members.remove(&key), map.remove(&key));
                }
            }
            prop_assert!(members.iter().map(|(key, node)| (key.as_str(), node)).eq(map.iter().map(|(key, node)| (key.as_str(), node))));
            for key in map.keys() {
                prop_assert_eq!(members.get(key), map.get(key));
            }
            prop_assert_eq!(members.len(), map.len());
        }
    }
}
