//! ARM resource ids: parsing, canonical form, parents and children.

use smol_str::{SmolStr, SmolStrBuilder, format_smolstr};
use std::fmt;

/// An ARM resource id, split into its parts. Compares in canonical form through [`ResourceId::canonical`].
///
/// A part that is not known is a placeholder in braces (`{subscription().subscriptionId}`), which equals itself only.
/// Source: <https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceId {
    /// Subscription id, or a placeholder; `None` for a tenant or management-group resource.
    pub subscription: Option<SmolStr>,
    /// Resource group, or a placeholder; `None` for a resource outside resource groups.
    pub resource_group: Option<SmolStr>,
    /// What it extends, or the management group it is in: `Microsoft.Network/virtualNetworks/v`; `None` for a resource that
    /// stands below a subscription, a resource group or the tenant.
    pub extends: Option<SmolStr>,
    /// `Microsoft.Network/virtualNetworks/subnets`: namespace and type segments.
    pub resource_type: SmolStr,
    /// One name for each type segment.
    pub names: Vec<SmolStr>,
}

/// Room for the subject of most ids.
const SUBJECT_LENGTH: usize = 96;

/// Why a text is not a resource id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResourceIdError {
    /// It does not begin with a slash.
    #[error("a resource id begins with '/'")]
    NotRooted,
    /// There is no `providers` segment with a namespace, a type and a name.
    #[error("a resource id has '/providers/<namespace>/<type>/<name>'")]
    NoProvider,
    /// A type segment without its name.
    #[error("each type in a resource id is followed by a name")]
    OddSegments,
}

impl ResourceId {
    /// Reads an id such as `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/v`.
    /// Slashes inside placeholders do not split.
    ///
    /// # Errors
    /// When the text is not rooted, names no provider, or has a type without a name.
    pub fn parse(text: &str) -> Result<Self, ResourceIdError> {
        let rest = text.strip_prefix('/').ok_or(ResourceIdError::NotRooted)?;
        // An extension resource has several `providers`; its own type and name stand behind the last one.
        let mut providers =
            segments(rest).enumerate().filter(|(_, it)| it.eq_ignore_ascii_case("providers")).map(|(at, _)| at);
        let first = providers.next().ok_or(ResourceIdError::NoProvider)?;
        let provider = providers.last().unwrap_or(first);
        let scope = segments(rest).take(first);
        let mut all = segments(rest).skip(provider + 1);
        let namespace = all.next().ok_or(ResourceIdError::NoProvider)?;
        let mut resource_type = SmolStrBuilder::new();
        resource_type.push_str(namespace);
        let mut names = Vec::new();
        while let Some(kind) = all.next() {
            resource_type.push('/');
            resource_type.push_str(kind);
            names.push(all.next().ok_or(ResourceIdError::OddSegments)?.into());
        }
        if names.is_empty() {
            return Err(ResourceIdError::NoProvider);
        }
        Ok(Self {
            subscription: value_behind(scope.clone(), "subscriptions"),
            resource_group: value_behind(scope, "resourceGroups"),
            extends: (first < provider).then(|| {
                let extended: Vec<&str> = segments(rest).take(provider).skip(first + 1).collect();
                extended.join("/").into()
            }),
            resource_type: resource_type.finish(),
            names,
        })
    }

    /// The id in lower case: the form in which ids are compared.
    #[must_use]
    pub fn canonical(&self) -> String {
        let text = self.to_string();
        if text.is_ascii() {
            let mut text = text;
            text.make_ascii_lowercase();
            return text;
        }
        text.to_lowercase()
    }

    /// The id of the resource this one is a child of; `None` for a top-level resource.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (kinds, _) = self.resource_type.rsplit_once('/')?;
        let names = self.names.get(..self.names.len().checked_sub(1)?)?;
        if names.is_empty() {
            return None;
        }
        Some(Self { resource_type: kinds.into(), names: names.to_vec(), ..self.clone() })
    }

    /// The id of a child, `kind` being the last segment of its type.
    #[must_use]
    pub fn child(&self, kind: &str, name: &str) -> Self {
        let mut id = self.clone();
        id.resource_type = format_smolstr!("{}/{kind}", id.resource_type);
        id.names.push(name.into());
        id
    }

    /// `<type>/<name>` with names interleaved and the scope left out: `Microsoft.Network/virtualNetworks/v/subnets/s`.
    #[must_use]
    pub fn subject(&self) -> String {
        let mut text = String::with_capacity(SUBJECT_LENGTH);
        // Writing to a string cannot fail.
        let _ = self.write_subject(&mut text);
        text
    }

    fn write_subject(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let mut parts = self.resource_type.split('/');
        out.write_str(parts.next().unwrap_or_default())?;
        for (kind, name) in parts.zip(&self.names) {
            write!(out, "/{kind}/{name}")?;
        }
        Ok(())
    }

    /// The last name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.last().map_or("", SmolStr::as_str)
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subscription) = &self.subscription {
            write!(formatter, "/subscriptions/{subscription}")?;
        }
        if let Some(group) = &self.resource_group {
            write!(formatter, "/resourceGroups/{group}")?;
        }
        if let Some(extended) = &self.extends {
            write!(formatter, "/providers/{extended}")?;
        }
        formatter.write_str("/providers/")?;
        self.write_subject(formatter)
    }
}

fn value_behind<'a>(mut segments: impl Iterator<Item = &'a str>, key: &str) -> Option<SmolStr> {
    segments.find(|segment| segment.eq_ignore_ascii_case(key))?;
    segments.next().map(SmolStr::from)
}

/// The parts between slashes that are not inside `{…}`; an empty trailing one is dropped.
fn segments(text: &str) -> impl Iterator<Item = &str> + Clone {
    let mut depth = 0_usize;
    let text = text.strip_suffix('/').unwrap_or(text);
    text.split(move |character: char| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == '/' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBNET: &str = "/subscriptions/S/resourceGroups/Rg/providers/Microsoft.Network/virtualNetworks/V/subnets/A";

    /// An id splits into scope, type and names, and prints as it was.
    #[test]
    fn parses_and_prints() {
        let id = ResourceId::parse(SUBNET).expect("an id");
        assert_eq!(id.subscription.as_deref(), Some("S"));
        assert_eq!(id.resource_group.as_deref(), Some("Rg"));
        assert_eq!(id.resource_type, "Microsoft.Network/virtualNetworks/subnets");
        assert_eq!(id.names, ["V", "A"]);
        assert_eq!(id.to_string(), SUBNET);
        assert_eq!(id.subject(), "Microsoft.Network/virtualNetworks/V/subnets/A");
        assert_eq!(id.parent().map(|parent| parent.subject()).as_deref(), Some("Microsoft.Network/virtualNetworks/V"));
        assert_eq!(id.parent().and_then(|parent| parent.parent()), None);
        assert_eq!(id.parent().map(|vnet| vnet.child("subnets", "A")), Some(id));
    }

    /// An extension keeps what it extends, a resource of a management group its group.
    #[test]
    fn extensions() {
        for (text, extended) in [
            (
                "/subscriptions/S/resourceGroups/R/providers/N.S/t/a/u/b/providers/Microsoft.Authorization/locks/l",
                "N.S/t/a/u/b",
            ),
            (
                "/providers/Microsoft.Management/managementGroups/g/providers/N.S/t/a",
                "Microsoft.Management/managementGroups/g",
            ),
        ] {
            let id = ResourceId::parse(text).expect("an id");
            assert_eq!((id.extends.as_deref(), id.to_string().as_str()), (Some(extended), text));
            assert_eq!(id.parent(), None);
        }
        assert_eq!(ResourceId::parse(SUBNET).expect("an id").extends, None);
    }

    /// Letter case is not part of identity, and a placeholder may hold slashes.
    #[test]
    fn canonical_form_and_placeholders() {
        let upper = ResourceId::parse(&SUBNET.to_uppercase()).expect("an id");
        let plain = ResourceId::parse(SUBNET).expect("an id");
        assert_eq!(upper.canonical(), plain.canonical());
        let open =
            ResourceId::parse("/subscriptions/{a/b}/resourceGroups/{x}/providers/N.S/t/{p('q/r')}").expect("an id");
        assert_eq!(open.name(), "{p('q/r')}");
    }

    /// Texts that are no resource ids say why.
    #[test]
    fn refuses_other_texts() {
        assert_eq!(ResourceId::parse("subnet"), Err(ResourceIdError::NotRooted));
        assert_eq!(ResourceId::parse("/subscriptions/S/resourceGroups/R"), Err(ResourceIdError::NoProvider));
        assert_eq!(ResourceId::parse("/providers/Microsoft.Web/sites"), Err(ResourceIdError::OddSegments));
    }
}
