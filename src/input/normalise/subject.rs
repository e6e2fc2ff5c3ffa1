//! How reports name what is written inside another resource.

use crate::input::declared::{Declared, Dialect};
use crate::model::ResourceId;
use smol_str::{SmolStr, format_smolstr};

/// The name of a sub-resource written inline. Terraform users know it by the resource it is written in; ARM users by its
/// own type and names, with what stands before those of the outer resource (the deployment that embeds a template).
pub(super) fn of_child(declared: &Declared, arm_id: Option<&ResourceId>) -> SmolStr {
    let (Dialect::Arm, Some(id)) = (declared.dialect, arm_id) else { return declared.subject.clone() };
    let own = id.parent().map(|parent| display(&parent)).unwrap_or_default();
    match declared.subject.strip_suffix(own.as_str()) {
        Some(prefix) => format_smolstr!("{prefix}{}", display(id)),
        // A template's resource is found by a pointer; any other name is a Terraform address.
        None if declared.handle.name.starts_with('/') => display(id).into(),
        None => declared.subject.clone(),
    }
}

/// An ARM id as reports show it: unknown names as the expressions they are.
fn display(id: &ResourceId) -> String {
    id.subject().replace('{', "[").replace('}', "]")
}
