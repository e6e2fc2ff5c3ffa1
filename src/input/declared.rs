//! The raw stage of every input: declared resources with three-valued property trees, in the input's own names.
//!
//! A front end (Terraform, ARM) produces these; [`super::normalise`] turns them into the model by table. Nothing behind
//! `input` sees them.

use crate::model::{Change, Named, Presence, ResourceHandle, SourceMap, Unknown};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What a front end makes of one input.
pub(crate) struct Loaded {
    /// Resources as they will be, in the input's order.
    pub(crate) after: Vec<Declared>,
    /// Resources as they are, when the input says so.
    pub(crate) before: Option<Vec<Declared>>,
    /// Planned changes by resource, when the input says so.
    pub(crate) changes: Vec<(ResourceHandle, Change)>,
    /// What resources of the kinds that have to wait for others do wait for, where the input tells.
    pub(crate) order: Vec<(ResourceHandle, Awaited)>,
    /// Resources declared in the input whose type [`super::normalise`] has no row for: type and count.
    pub(crate) not_understood: BTreeMap<String, usize>,
    /// Sentences a reader of the report must know.
    pub(crate) notes: Vec<String>,
    /// Strings marked sensitive or secure.
    pub(crate) secrets: Vec<String>,
    /// Finds places in this input and its sources.
    pub(crate) source_map: Box<dyn SourceMap>,
}

/// What is created before a resource, because the resource waits for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Awaited {
    /// The names in the handles of resources of the same input.
    pub(crate) resources: BTreeSet<SmolStr>,
    /// Why it may wait for more.
    pub(crate) open: Option<Unknown>,
}

/// The vocabulary a resource is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// Attributes of the azurerm Terraform provider.
    Azurerm,
    /// ARM resource properties (templates, azapi bodies, what-if).
    Arm,
}

/// One resource as an input declares it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Declared {
    /// The input's name for it.
    pub(crate) handle: ResourceHandle,
    /// In which vocabulary `body` is written.
    pub(crate) dialect: Dialect,
    /// `azurerm_subnet`, or `Microsoft.Network/virtualNetworks/subnets`.
    pub(crate) resource_type: SmolStr,
    /// How reports name it: the Terraform address, or `<type>/<name segments>`.
    pub(crate) subject: SmolStr,
    /// ARM: the resource id, unknown parts written as `{expression}`. Terraform: the known `id`, if any.
    pub(crate) id: Option<SmolStr>,
    /// Text that stands for the subscription where it is not known: equal texts, equal subscriptions.
    pub(crate) subscription: SmolStr,
    /// Whether it certainly exists after deployment.
    pub(crate) presence: Presence,
    /// Its attributes. ARM: the resource object, `name` being the evaluated last segment.
    pub(crate) body: Node,
    /// How it stands to another resource, where its id does not say it.
    pub(crate) relation: Option<Box<Relation>>,
}

/// How a resource stands to another one. The node is the id of the other one, or unknown with a reference.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Relation {
    /// It is a child of it.
    ChildOf(Node),
    /// It changes a child of it: what it leaves out stays as it is.
    ChangesChildOf(Node),
    /// It is no resource of its own: what it states overrides what the other one states.
    Overlays(Node),
}

/// The members of an object, keys as written.
pub(crate) type Members = Named<Node>;

/// One node of a property tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Its value.
    pub(crate) tree: Tree,
    /// What the value refers to, when the input says so. Also present on known values (a name taken from a resource).
    pub(crate) reference: Option<Box<Reference>>,
    /// Marked sensitive or secure by the input.
    pub(crate) sensitive: bool,
}

/// A JSON value in which any part may be unknown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// Written as null, or left out.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number in its JSON spelling.
    Number(serde_json::Number),
    /// A string.
    Text(SmolStr),
    /// A list; `open` says why it may have more elements than these.
    List { items: Vec<Node>, open: Option<Box<Unknown>> },
    /// An object, keys as written.
    Object(Members),
    /// Not known.
    Unknown(Box<Unknown>),
}

/// What a value refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The resources meant; several only when `certainty` is `Candidates`.
    pub(crate) targets: Vec<Target>,
    /// How sure that is.
    pub(crate) certainty: ReferenceCertainty,
}

/// One resource a value may refer to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Target {
    /// Terraform address with module path and keys, or an ARM id, which begins with a slash.
    pub(crate) address: String,
    /// The attribute that is read: `id`, `name`, …
    pub(crate) attribute: String,
}

/// How sure a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ReferenceCertainty {
    /// It can mean nothing else.
    Exact,
    /// Very likely: the same key on both sides.
    Inferred,
    /// One of the targets.
    Candidates,
}

impl Declared {
    /// The id of the resource it is a child of, or what refers to it, where the input states it.
    pub(crate) fn parent(&self) -> Option<&Node> {
        match self.relation.as_deref() {
            Some(Relation::ChildOf(parent) | Relation::ChangesChildOf(parent)) => Some(parent),
            _ => None,
        }
    }

    /// Whether what it leaves out is left out, so that documented defaults count.
    pub(crate) fn is_whole(&self) -> bool {
        !matches!(self.relation.as_deref(), Some(Relation::ChangesChildOf(_) | Relation::Overlays(_)))
    }

    /// The id of the resource it overrides, or what refers to it.
    pub(crate) fn overlaid(&self) -> Option<&Node> {
        match self.relation.as_deref() {
            Some(Relation::Overlays(target)) => Some(target),
            _ => None,
        }
    }
}

impl Node {
    /// A plain node.
    pub(crate) fn new(tree: Tree) -> Self {
        Self { tree, reference: None, sensitive: false }
    }

    /// An unknown node.
    pub(crate) fn unknown(unknown: Unknown) -> Self {
        Self::new(Tree::Unknown(Box::new(unknown)))
    }

    /// The member `key` of an object, in any letter case; `None` when it is absent or null.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Tree::Object(members) = &self.tree else { return None };
        let found = members
            .get(key)
            .or_else(|| members.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, node)| node))?;
        (found.tree != Tree::Null).then_some(found)
    }

    /// The string, when it is a known one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.tree {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }
}
