//! What a plan does to an entity.

/// The planned change of one entity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// In the plan's order: `[Delete, Create]` is a replacement that destroys first, `[Create, Delete]` one that creates
    /// first.
    pub actions: Vec<Action>,
    /// Attributes in the input's own names that force a replacement: `address_prefixes`, `delegation[0].name`. Paths only,
    /// and none into a sensitive value. Empty for a replacement that is forced by something else.
    pub replaced_by: Vec<String>,
    /// Of a resource that goes because it is created anew under another id: whether the new one comes first. `None` for all
    /// others.
    pub created_first: Option<bool>,
    /// Why the actions were chosen, in the input's own word (`replace_because_tainted`), where it says.
    pub reason: Option<String>,
    /// The address that the resource had before this plan, when it is moved.
    pub previous_address: Option<String>,
    /// The id of an existing resource that the plan takes over.
    pub importing: Option<String>,
}

/// One action of a change, as Terraform plans and ARM what-if name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Nothing changes.
    NoOp,
    /// A resource that does not exist is created.
    Create,
    /// It is changed in place.
    Update,
    /// It is destroyed.
    Delete,
    /// Terraform stops managing it; nothing is destroyed.
    Forget,
    /// A data source is read.
    Read,
}

impl Action {
    /// The word used in JSON, which is Terraform's.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoOp => "no-op",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Forget => "forget",
            Self::Read => "read",
        }
    }

    /// The action Terraform writes as `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::NoOp, Self::Create, Self::Update, Self::Delete, Self::Forget, Self::Read]
            .into_iter()
            .find(|action| action.as_str() == word)
    }
}
