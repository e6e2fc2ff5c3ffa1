//! Entities and the topology they form.

use super::{Attribute, Kind, Place, Record};
use smol_str::SmolStr;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

/// The key of an entity: its ARM resource id in lower case when that follows from known names, else the Terraform
/// address. Unknown parts of an ARM id are written as `{expression}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub SmolStr);

impl fmt::Display for EntityId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whether an entity certainly exists after deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Declared in an input.
    Declared,
    /// Declared under a condition that is not known.
    Conditional,
    /// Only named in an input (a literal id, a data source): it exists, but not by this deployment.
    External,
}

impl Presence {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Conditional => "conditional",
            Self::External => "external",
        }
    }
}

/// One Azure resource or sub-resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// Its key in the topology.
    pub id: EntityId,
    /// How the user names it: the Terraform address, or `<type>/<name segments>`.
    pub subject: SmolStr,
    /// Whether it certainly exists after deployment.
    pub presence: Presence,
    /// Where it was declared; `None` for an external entity that is only named.
    pub place: Option<Place>,
    /// Known and unknown attributes by name, in the names of [`super::KINDS`]; an absent one has no entry.
    pub attributes: Record,
}

impl Entity {
    /// The attribute `name`, known or unknown; `None` when it is absent.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name)
    }
}

/// Entities by kind and id, with edges resolved in both directions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Topology {
    entities: BTreeMap<Kind, Shelf>,
}

/// The entities of one kind: ids are long and begin alike, so they are found by hash and sorted once, when asked for in
/// order.
#[derive(Debug, Clone, Default)]
struct Shelf {
    entities: Vec<Entity>,
    by_id: HashMap<EntityId, usize>,
    order: OnceLock<Vec<usize>>,
}

impl Shelf {
    fn get(&self, id: &EntityId) -> Option<&Entity> {
        self.entities.get(*self.by_id.get(id)?)
    }

    /// All entities, by id.
    fn iter(&self) -> impl Iterator<Item = &Entity> {
        let order = self.order.get_or_init(|| {
            let mut order: Vec<usize> = (0..self.entities.len()).collect();
            order.sort_by_key(|at| self.entities.get(*at).map(|entity| &entity.id));
            order
        });
        order.iter().filter_map(|at| self.entities.get(*at))
    }
}

impl PartialEq for Shelf {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Topology {
    /// Adds an entity, or gives it back when its id is taken.
    ///
    /// # Errors
    /// Returns the entity when another one of its kind has the same id.
    pub fn insert(&mut self, entity: Entity) -> Result<(), Box<Entity>> {
        let shelf = self.entities.entry(entity.kind).or_default();
        match shelf.by_id.entry(entity.id.clone()) {
            Entry::Occupied(_) => Err(Box::new(entity)),
            Entry::Vacant(place) => {
                place.insert(shelf.entities.len());
                shelf.entities.push(entity);
                shelf.order.take();
                Ok(())
            }
        }
    }

    /// The entity of `kind` with `id`.
    #[must_use]
    pub fn get(&self, kind: Kind, id: &EntityId) -> Option<&Entity> {
        self.entities.get(&kind)?.get(id)
    }

    /// The same, to be changed. Its id must stay what it is.
    pub fn get_mut(&mut self, kind: Kind, id: &EntityId) -> Option<&mut Entity> {
        let shelf = self.entities.get_mut(&kind)?;
        shelf.entities.get_mut(*shelf.by_id.get(id)?)
    }

    /// Takes an entity out.
    pub fn remove(&mut self, kind: Kind, id: &EntityId) -> Option<Entity> {
        let shelf = self.entities.get_mut(&kind)?;
        let at = shelf.by_id.remove(id).filter(|at| *at < shelf.entities.len())?;
        let removed = shelf.entities.swap_remove(at);
        if let Some(moved) = shelf.entities.get(at) {
            shelf.by_id.insert(moved.id.clone(), at);
        }
        shelf.order.take();
        Some(removed)
    }

    /// All entities, to be changed, in no order. Their ids must stay what they are.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Entity> {
        self.entities.values_mut().flat_map(|shelf| &mut shelf.entities)
    }

    /// All entities of `kind`, by id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entity> {
        self.entities.get(&kind).into_iter().flat_map(Shelf::iter)
    }

    /// All entities, by kind and id.
    pub fn iter(&self) -> impl Iterator<Item = &Entity> {
        self.entities.values().flat_map(Shelf::iter)
    }

    /// Whether there is any entity of `kind`.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.entities.get(&kind).is_some_and(|shelf| !shelf.entities.is_empty())
    }

    /// The entity with `id`, of whatever kind.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entity> {
        let id = EntityId(id.into());
        self.entities.values().find_map(|shelf| shelf.get(&id))
    }
}
