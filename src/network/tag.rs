//! Service tags: which contains which, as far as Microsoft documents it.

use super::Prefix;
use serde::Deserialize;
use std::sync::LazyLock;

/// How much of a wanted set of addresses a written one covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// All of it.
    All,
    /// Certainly some of it, certainly not all.
    Part,
    /// Nothing of it.
    None,
    /// It cannot be told: the addresses behind a tag are Microsoft's and change.
    Unknown,
    /// Another service's tag; the two may share addresses, but no containment is documented. Enough to make a deny
    /// uncertain, not enough to rely on an allow.
    Undocumented,
}

/// The relations between service tags.
#[derive(Debug, Deserialize)]
pub struct ServiceTags {
    public: Vec<String>,
    regional: Vec<String>,
    contains: Vec<Containment>,
    may_overlap: Vec<[String; 2]>,
}

#[derive(Debug, Deserialize)]
struct Containment {
    outer: String,
    inner: String,
}

impl ServiceTags {
    /// The embedded table `service_tags`.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static TABLE: LazyLock<ServiceTags> = LazyLock::new(|| {
            crate::reference::reference_table("service_tags")
                .and_then(|text| serde_json::from_str(text).ok())
                .unwrap_or(ServiceTags { public: vec![], regional: vec![], contains: vec![], may_overlap: vec![] })
        });
        &TABLE
    }

    /// How much of the addresses of the public service tag `wanted`, used from `region`, the text `written` in a
    /// security rule covers. `written` is `*`, a tag in any letter case, an address or a prefix.
    ///
    /// `region` (lower case, no spaces) matters for regional tags only: a service uses the addresses of its own region.
    #[must_use]
    pub fn cover(&self, written: &str, wanted: &str, region: Option<&str>) -> Cover {
        let written = written.trim();
        if written == "*" || written.eq_ignore_ascii_case("any") {
            return Cover::All;
        }
        if let Ok(prefix) = Prefix::parse(written) {
            return Self::prefix_cover(prefix);
        }
        let (tag, tag_region) = match written.split_once('.') {
            Some((tag, tag_region)) => (tag, Some(tag_region)),
            None => (written, None),
        };
        let cover = self.tag_cover(tag, wanted);
        match tag_region {
            Some(tag_region) if cover != Cover::None => self.regional_cover(cover, tag, tag_region, wanted, region),
            _ => cover,
        }
    }

    fn prefix_cover(prefix: Prefix) -> Cover {
        if prefix.prefix_length() == 0 {
            // A default prefix of one version leaves out the other version's addresses; tags in rules are IPv4 here.
            return if prefix.version() == 4 { Cover::All } else { Cover::None };
        }
        if prefix.is_private() { Cover::None } else { Cover::Unknown }
    }

    fn tag_cover(&self, tag: &str, wanted: &str) -> Cover {
        if tag.eq_ignore_ascii_case(wanted) || self.is_inside(wanted, tag, 0) {
            return Cover::All;
        }
        let is_pair = |pair: &[String; 2]| {
            let [one, two] = pair;
            (one.eq_ignore_ascii_case(tag) && two.eq_ignore_ascii_case(wanted))
                || (two.eq_ignore_ascii_case(tag) && one.eq_ignore_ascii_case(wanted))
        };
        if self.is_inside(tag, wanted, 0) {
            return Cover::Unknown;
        }
        if self.may_overlap.iter().any(is_pair) {
            return Cover::Undocumented;
        }
        let is_known = ["VirtualNetwork", "AzureLoadBalancer", "Internet"]
            .into_iter()
            .chain(self.public.iter().map(String::as_str))
            .any(|known| known.eq_ignore_ascii_case(tag));
        if is_known { Cover::None } else { Cover::Unknown }
    }

    fn is_inside(&self, inner: &str, outer: &str, depth: usize) -> bool {
        depth < 8
            && self.contains.iter().any(|row| {
                row.inner.eq_ignore_ascii_case(inner)
                    && (row.outer.eq_ignore_ascii_case(outer) || self.is_inside(&row.outer, outer, depth + 1))
            })
    }

    fn regional_cover(&self, cover: Cover, tag: &str, tag_region: &str, wanted: &str, region: Option<&str>) -> Cover {
        if !self.regional.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
            return Cover::Unknown;
        }
        // The addresses a service without regional tags uses need not be those of its region.
        let is_regional = self.regional.iter().any(|known| known.eq_ignore_ascii_case(wanted));
        match region {
            Some(region) if is_regional && region.eq_ignore_ascii_case(tag_region) => cover,
            Some(_) if is_regional => Cover::None,
            _ => Cover::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table is there and names no tag twice.
    #[test]
    fn embedded_table_is_sorted() {
        let tags = ServiceTags::embedded();
        assert!(tags.public.len() > 10);
        for list in [&tags.public, &tags.regional] {
            assert!(list.is_sorted_by(|one, two| one < two), "{list:?}");
        }
    }

    /// Tags, prefixes and `*` against the tag AzureConnectors, used from West Europe.
    #[test]
    fn cover_of_a_regional_service() {
        for (written, expected) in [
            ("*", Cover::All),
            ("azureconnectors", Cover::All),
            ("AzureCloud", Cover::All),
            ("INTERNET", Cover::All),
            ("0.0.0.0/0", Cover::All),
            ("AzureConnectors.WestEurope", Cover::All),
            ("AzureCloud.westeurope", Cover::All),
            ("AzureConnectors.NorthEurope", Cover::None),
            ("VirtualNetwork", Cover::None),
            ("AzureLoadBalancer", Cover::None),
            ("Storage", Cover::None),
            ("10.0.0.0/8", Cover::None),
            ("::/0", Cover::None),
            ("20.1.2.0/24", Cover::Unknown),
            ("LogicApps", Cover::Undocumented),
            ("SomethingNew", Cover::Unknown),
        ] {
            assert_eq!(
                ServiceTags::embedded().cover(written, "AzureConnectors", Some("westeurope")),
                expected,
                "{written}"
            );
        }
    }

    /// Without the region of the service, a regional tag cannot be told.
    #[test]
    fn regional_tag_without_region() {
        let tags = ServiceTags::embedded();
        assert_eq!(tags.cover("AzureConnectors.WestEurope", "AzureConnectors", None), Cover::Unknown);
        assert_eq!(tags.cover("LogicApps.WestEurope", "LogicApps", Some("westeurope")), Cover::Unknown);
    }
}
