//! Values by name: the attributes of an entity, the values of an object.
//!
//! It owns their order (by name) and nothing else. There are few in each, mostly with short names and in order already: a
//! sorted vector takes a fraction of the memory of a tree of values.
//!
//! Shape: the methods of a [`std::collections::BTreeMap`] from names to values.

use smol_str::SmolStr;
use std::slice;
use std::vec;

/// Values sorted by name, no two with the same name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<V>(Vec<(SmolStr, V)>);

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Named<V> {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value called `name`.
    pub fn get(&self, name: &str) -> Option<&V> {
        let at = self.find(name).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value called `name`, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let at = self.find(name).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Whether there is a value called `name`.
    pub fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    /// Sets the value called `name`; gives what it was before.
    pub fn insert(&mut self, name: impl Into<SmolStr>, value: V) -> Option<V> {
        let name = name.into();
        // What comes in order needs no search.
        if self.0.last().is_none_or(|(last, _)| *last < name) {
            self.0.push((name, value));
            return None;
        }
        match self.find(&name) {
            Ok(at) => self.0.get_mut(at).map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// The value called `name`, which is made first when there is none.
    pub fn get_or_insert_with(&mut self, name: impl Into<SmolStr>, make: impl FnOnce() -> V) -> Option<&mut V> {
        let name = name.into();
        let at = match self.find(&name) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (name, make()));
                at
            }
        };
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Takes the value called `name` out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let at = self.find(name).ok()?;
        Some(self.0.remove(at).1)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&SmolStr, &V)> + ExactSizeIterator {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// Names and values, to be changed, by name.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&SmolStr, &mut V)> + ExactSizeIterator {
        self.0.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// The names, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &SmolStr> {
        self.0.iter().map(|(name, _)| name)
    }

    /// The values, by name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The values, to be changed, by name.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

impl<K: Into<SmolStr>, V> FromIterator<(K, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(values: I) -> Self {
        let values = values.into_iter();
        let mut all = Self(Vec::with_capacity(values.size_hint().0));
        for (name, value) in values {
            all.insert(name, value);
        }
        all
    }
}

impl<K: Into<SmolStr>, V> Extend<(K, V)> for Named<V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, values: I) {
        for (name, value) in values {
            self.insert(name, value);
        }
    }
}

impl<K: Into<SmolStr>, V, const N: usize> From<[(K, V); N]> for Named<V> {
    fn from(values: [(K, V); N]) -> Self {
        values.into_iter().collect()
    }
}

impl<V> IntoIterator for Named<V> {
    type Item = (SmolStr, V);
    type IntoIter = vec::IntoIter<(SmolStr, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, V> IntoIterator for &'a Named<V> {
    type Item = (&'a SmolStr, &'a V);
    type IntoIter = std::iter::Map<slice::Iter<'a, (SmolStr, V)>, fn(&(SmolStr, V)) -> (&SmolStr, &V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

impl<'a, V> IntoIterator for &'a mut Named<V> {
    type Item = (&'a SmolStr, &'a mut V);
    type IntoIter = std::iter::Map<slice::IterMut<'a, (SmolStr, V)>, fn(&mut (SmolStr, V)) -> (&SmolStr, &mut V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut().map(|(name, value)| (&*name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// In whatever order names come and go, they are those of a map.
        #[test]
        fn values_are_a_map(steps in proptest::collection::vec((any::<bool>(), "[a-d]{1,2}", any::<u8>()), 0..40)) {
            let (mut values, mut map) = (Named::new(), BTreeMap::new());
            for (insert, key, number) in steps {
                if insert {
                    prop_assert_eq!(values.insert(key.as_str(), number), map.insert(key, number));
                } else {
                    prop_assert_eq!(values.remove(&key), map.remove(&key));
                }
            }
            prop_assert!(values.iter().map(|(key, value)| (key.as_str(), value)).eq(map.iter().map(|(key, value)| (key.as_str(), value))));
            for key in map.keys() {
                prop_assert_eq!(values.get(key), map.get(key));
            }
            prop_assert_eq!(values.len(), map.len());
        }
    }
}
