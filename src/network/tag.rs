//! Service tags: which contains which, as far as Microsoft documents it. No addresses.

use serde::Deserialize;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// A service tag as a set of addresses that only Microsoft knows: `Storage`, `Storage.WestEurope`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    /// The tag without its region, as Microsoft spells it where the table knows it.
    pub name: Arc<str>,
    /// The part of the tag that is meant.
    pub scope: Scope,
    /// Place in the table; `None` for a name that it does not have.
    known: Option<usize>,
}

/// How much of a tag is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All of it.
    Everywhere,
    /// The addresses of one region, in lower case without spaces.
    Region(Arc<str>),
    /// The addresses of one region that is not known.
    SomeRegion,
}

/// How the addresses of one set relate to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// All of them are in the other.
    Inside,
    /// It holds all of the other, and more.
    Contains,
    /// They share none.
    Disjoint,
    /// They may share some, but neither is documented to hold the other: enough to make a deny uncertain, not enough to
    /// rely on an allow.
    Undocumented,
    /// It cannot be told.
    Unknown,
}

/// The relations between service tags.
#[derive(Debug, Default)]
pub struct ServiceTags {
    table: Table,
    /// For each known tag, its relation to each known tag, and whether it has regions.
    rows: Vec<(Vec<Relation>, bool)>,
}

#[derive(Debug, Deserialize, Default)]
struct Table {
    public: Vec<String>,
    regional: Vec<String>,
    contains: Vec<Containment>,
    may_overlap: Vec<[String; 2]>,
    #[serde(default)]
    unavailable: Vec<Unavailable>,
}

#[derive(Debug, Deserialize)]
struct Containment {
    outer: String,
    inner: String,
}

#[derive(Debug, Deserialize)]
struct Unavailable {
    cloud: String,
    tags: Vec<String>,
}

impl fmt::Display for Tag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scope {
            Scope::Everywhere => formatter.write_str(&self.name),
            Scope::Region(region) => write!(formatter, "{}.{region}", self.name),
            Scope::SomeRegion => write!(formatter, "{} in a region that is not known", self.name),
        }
    }
}

impl ServiceTags {
    /// The embedded table `service_tags`.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static TABLE: LazyLock<ServiceTags> = LazyLock::new(|| {
            crate::reference::reference_table("service_tags")
                .and_then(|text| serde_json::from_str(text).ok())
                .map(ServiceTags::of)
                .unwrap_or_default()
        });
        &TABLE
    }

    fn of(table: Table) -> Self {
        let relations = |one: &String| table.public.iter().map(|two| table.relation(one, two)).collect();
        let rows = table.public.iter().map(|one| (relations(one), has(&table.regional, one))).collect();
        Self { table, rows }
    }

    /// The tag that a security rule writes as `text`, in any letter case. Any word is a tag: Microsoft adds new ones.
    #[must_use]
    pub fn read(&self, text: &str) -> Tag {
        let (name, scope) = match text.trim().split_once('.') {
            Some((name, region)) => (name, Scope::Region(region.to_lowercase().replace(' ', "").into())),
            None => (text.trim(), Scope::Everywhere),
        };
        let known = self.table.public.iter().position(|known| known.eq_ignore_ascii_case(name));
        let canonical = known.and_then(|at| self.table.public.get(at));
        Tag { name: canonical.map_or(name, String::as_str).into(), scope, known }
    }

    /// The part of `name` that a service in `region` uses: a service uses the addresses of its own region where its
    /// tag has regions.
    #[must_use]
    pub fn used_from(&self, name: &str, region: Option<&str>) -> Tag {
        let tag = self.read(name);
        if tag.scope != Scope::Everywhere || !self.is_regional(&tag) {
            return tag;
        }
        Tag { scope: region.map_or(Scope::SomeRegion, |region| Scope::Region(region.into())), ..tag }
    }

    /// Whether the table knows the tag.
    #[must_use]
    pub fn is_known(&self, tag: &Tag) -> bool {
        tag.known.and_then(|at| self.rows.get(at)).is_some()
    }

    /// Whether the tag does nothing in `cloud` (`public`, `government`, `china`).
    #[must_use]
    pub fn is_unavailable(&self, tag: &Tag, cloud: &str) -> bool {
        self.table.unavailable.iter().any(|row| row.cloud == cloud && has(&row.tags, &tag.name))
    }

    /// How the addresses of `one` relate to those of `two`.
    #[must_use]
    pub fn relation(&self, one: &Tag, two: &Tag) -> Relation {
        let by_name = self.relation_of_names(one, two);
        if matches!(by_name, Relation::Disjoint | Relation::Unknown) {
            return by_name;
        }
        let has_scope = |tag: &Tag| tag.scope == Scope::Everywhere || self.is_regional(tag);
        if !has_scope(one) || !has_scope(two) {
            return Relation::Unknown;
        }
        match (&one.scope, &two.scope) {
            (Scope::Region(one), Scope::Region(two)) if one != two => Relation::Disjoint,
            (Scope::Everywhere, Scope::Everywhere) | (Scope::Region(_), Scope::Region(_)) => by_name,
            // A region is a part of the whole, and what holds the whole holds its parts.
            (_, Scope::Everywhere) if by_name == Relation::Inside => Relation::Inside,
            (Scope::Everywhere, _) if by_name == Relation::Contains || one.name == two.name => Relation::Contains,
            (_, _) if by_name == Relation::Undocumented => Relation::Undocumented,
            _ => Relation::Unknown,
        }
    }

    fn relation_of_names(&self, one: &Tag, two: &Tag) -> Relation {
        let row = one.known.and_then(|at| self.rows.get(at));
        match two.known.and_then(|at| row?.0.get(at)) {
            Some(relation) => *relation,
            None if one.name.eq_ignore_ascii_case(&two.name) => Relation::Inside,
            None => Relation::Unknown,
        }
    }

    fn is_regional(&self, tag: &Tag) -> bool {
        tag.known.and_then(|at| self.rows.get(at)).is_some_and(|(_, is_regional)| *is_regional)
    }
}

impl Table {
    /// How two tags that the table knows relate.
    fn relation(&self, one: &str, two: &str) -> Relation {
        let is_pair = |pair: &[String; 2]| pair.iter().any(|name| name == one) && pair.iter().any(|name| name == two);
        if one == two || self.is_inside(one, two, 0) {
            Relation::Inside
        } else if self.is_inside(two, one, 0) {
            Relation::Contains
        } else if self.may_overlap.iter().any(is_pair) {
            Relation::Undocumented
        } else {
            Relation::Disjoint
        }
    }

    fn is_inside(&self, inner: &str, outer: &str, depth: usize) -> bool {
        const DEEPEST: usize = 8;
        depth < DEEPEST
            && self
                .contains
                .iter()
                .any(|row| row.inner == inner && (row.outer == outer || self.is_inside(&row.outer, outer, depth + 1)))
    }
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(one: &str, two: &str) -> Relation {
        let tags = ServiceTags::embedded();
        tags.relation(&tags.read(one), &tags.read(two))
    }

    /// The table is there, its lists are sorted, and every relation is between tags it knows.
    #[test]
    fn embedded_table_is_sound() {
        let tags = ServiceTags::embedded();
        let tags = &tags.table;
        assert!(tags.public.len() > 10);
        for list in [&tags.public, &tags.regional] {
            assert!(list.is_sorted_by(|one, two| one < two), "{list:?}");
        }
        let related = tags.contains.iter().flat_map(|row| [&row.outer, &row.inner]).chain(&tags.regional);
        for name in related.chain(tags.may_overlap.iter().flatten()) {
            assert!(has(&tags.public, name), "{name}");
        }
    }

    /// Letter case does not matter, regions narrow a tag, and two regions share nothing.
    #[test]
    fn documented_relations() {
        for (one, two, expected) in [
            ("azureconnectors", "AzureConnectors", Relation::Inside),
            ("AzureConnectors", "AzureCloud", Relation::Inside),
            ("AzureCloud", "Storage", Relation::Contains),
            ("AzureConnectors.WestEurope", "AzureConnectors", Relation::Inside),
            ("AzureConnectors", "AzureConnectors.WestEurope", Relation::Contains),
            ("AzureConnectors.WestEurope", "AzureCloud", Relation::Inside),
            ("AzureConnectors.westeurope", "AzureCloud.WestEurope", Relation::Inside),
            ("AzureCloud.WestEurope", "Storage.WestEurope", Relation::Contains),
            ("AzureConnectors.WestEurope", "AzureCloud.NorthEurope", Relation::Disjoint),
            ("Storage.WestEurope", "Storage.NorthEurope", Relation::Disjoint),
            ("Storage", "Sql", Relation::Disjoint),
            ("Storage", "AzureCloud.WestEurope", Relation::Unknown),
            ("LogicApps.WestEurope", "LogicApps", Relation::Unknown),
            ("AzureConnectors", "LogicApps", Relation::Undocumented),
            ("AzureConnectors.WestEurope", "LogicApps", Relation::Undocumented),
            ("SomethingNew", "Storage", Relation::Unknown),
            ("SomethingNew", "SomethingNew", Relation::Inside),
        ] {
            assert_eq!(relation(one, two), expected, "{one} {two}");
        }
    }

    /// A service whose region is not known uses a part of its tag that no regional tag can be compared with.
    #[test]
    fn a_region_that_is_not_known() {
        let tags = ServiceTags::embedded();
        let used = tags.used_from("AzureConnectors", None);
        assert_eq!(tags.relation(&used, &tags.read("AzureConnectors")), Relation::Inside);
        assert_eq!(tags.relation(&used, &tags.read("AzureConnectors.WestEurope")), Relation::Unknown);
        assert_eq!(tags.relation(&used, &tags.read("Storage.WestEurope")), Relation::Disjoint);
        assert_eq!(tags.used_from("LogicApps", Some("westeurope")), tags.read("LogicApps"));
        assert_eq!(tags.used_from("Sql", Some("westeurope")), tags.read("Sql.WestEurope"));
    }

    /// In Azure Government three tags of Logic Apps do nothing.
    #[test]
    fn tags_of_other_clouds() {
        let tags = ServiceTags::embedded();
        for (name, cloud, expected) in
            [("LogicApps", "government", true), ("LogicApps", "public", false), ("Storage", "government", false)]
        {
            assert_eq!(tags.is_unavailable(&tags.read(name), cloud), expected, "{name} {cloud}");
        }
    }

    /// The relation seen from the other side is the mirror image.
    #[test]
    fn relations_are_mirrored() {
        let tags = ServiceTags::embedded();
        let scopes =
            [Scope::Everywhere, Scope::Region("westeurope".into()), Scope::Region("eastus".into()), Scope::SomeRegion];
        let all: Vec<Tag> = tags
            .table
            .public
            .iter()
            .flat_map(|name| scopes.iter().map(|scope| Tag { scope: scope.clone(), ..tags.read(name) }))
            .collect();
        for one in &all {
            for two in all.iter().filter(|two| *two != one) {
                let expected = match tags.relation(one, two) {
                    Relation::Inside => Relation::Contains,
                    Relation::Contains => Relation::Inside,
                    other => other,
                };
                assert_eq!(tags.relation(two, one), expected, "{one} / {two}");
            }
        }
    }
}
