//! ARM resource ids: parsing, canonical form, parents and children.

use std::fmt;

/// An ARM resource id, split into its parts. Compares in canonical form through [`ResourceId::canonical`].
///
/// A part that is not known is a placeholder in braces (`{subscription().subscriptionId}`), which equals itself only.
/// Source: <https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceId {
    /// Subscription id, or a placeholder; `None` for a tenant or management-group resource.
    pub subscription: Option<String>,
    /// Resource group, or a placeholder; `None` for a resource outside resource groups.
    pub resource_group: Option<String>,
    /// `Microsoft.Network/virtualNetworks/subnets`: namespace and type segments.
    pub resource_type: String,
    /// One name for each type segment.
    pub names: Vec<String>,
}

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
        let segments = split_outside_braces(rest);
        // An extension resource has several `providers`; its own type and name stand behind the last one.
        let provider = segments
            .iter()
            .rposition(|segment| segment.eq_ignore_ascii_case("providers"))
            .ok_or(ResourceIdError::NoProvider)?;
        let scope = segments.get(..provider).unwrap_or_default();
        let own = segments.get(provider + 1..).unwrap_or_default();
        let (namespace, pairs) = own.split_first().ok_or(ResourceIdError::NoProvider)?;
        if pairs.is_empty() {
            return Err(ResourceIdError::NoProvider);
        }
        if pairs.len() % 2 != 0 {
            return Err(ResourceIdError::OddSegments);
        }
        let mut resource_type = (*namespace).to_owned();
        let mut names = Vec::new();
        for pair in pairs.chunks_exact(2) {
            if let [kind, name] = pair {
                resource_type.push('/');
                resource_type.push_str(kind);
                names.push((*name).to_owned());
            }
        }
        Ok(Self {
            subscription: value_behind(scope, "subscriptions"),
            resource_group: value_behind(scope, "resourceGroups"),
            resource_type,
            names,
        })
    }

    /// The id in lower case: the form in which ids are compared.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.to_string().to_lowercase()
    }

    /// The id of the resource this one is a child of; `None` for a top-level resource.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (kinds, _) = self.resource_type.rsplit_once('/')?;
        let names = self.names.get(..self.names.len().checked_sub(1)?)?;
        if names.is_empty() {
            return None;
        }
        Some(Self { resource_type: kinds.to_owned(), names: names.to_vec(), ..self.clone() })
    }

    /// The id of a child, `kind` being the last segment of its type.
    #[must_use]
    pub fn child(&self, kind: &str, name: &str) -> Self {
        let mut id = self.clone();
        id.resource_type = format!("{}/{kind}", id.resource_type);
        id.names.push(name.to_owned());
        id
    }

    /// `<type>/<name>` with names interleaved and the scope left out: `Microsoft.Network/virtualNetworks/v/subnets/s`.
    #[must_use]
    pub fn subject(&self) -> String {
        let mut parts = self.resource_type.split('/');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (kind, name) in parts.zip(&self.names) {
            text.push('/');
            text.push_str(kind);
            text.push('/');
            text.push_str(name);
        }
        text
    }

    /// The last name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
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
        write!(formatter, "/providers/{}", self.subject())
    }
}

fn value_behind(segments: &[&str], key: &str) -> Option<String> {
    let at = segments.iter().position(|segment| segment.eq_ignore_ascii_case(key))?;
    segments.get(at + 1).map(|value| (*value).to_owned())
}

/// Splits at slashes that are not inside `{…}`; an empty trailing segment is dropped.
fn split_outside_braces(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut parts: Vec<&str> = text
        .split(|character: char| {
            match character {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            character == '/' && depth == 0
        })
        .collect();
    if parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    parts
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
