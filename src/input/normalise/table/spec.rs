//! How one attribute of the model is read: the words of `table.json`.

use super::super::path::Path;
use crate::model::AttributeSchema;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// How one attribute is read, as the table writes it: its sources alone, or with what else is to be said.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Written {
    Sources(Vec<WrittenSource>),
    Spec(Box<Spec>),
}

/// One source, as the table writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum WrittenSource {
    Path(Path),
    Source(Box<Source>),
}

/// What is said of an attribute besides its sources.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Spec {
    /// Where it is read. Of a single value the first source that is known counts; lists are joined over all sources.
    #[serde(default)]
    pub(super) paths: Vec<WrittenSource>,
    /// For records: the sources of their fields below each element.
    #[serde(default)]
    pub(super) fields: BTreeMap<String, Written>,
    /// Tests in order, before the sources; the first that holds gives the value.
    #[serde(default)]
    pub(in super::super) cases: Vec<Case>,
    /// The value is the same for every resource of this type.
    pub(in super::super) constant: Option<Json>,
    /// What it means that the input leaves the argument out.
    pub(in super::super) when_omitted: Option<Omitted>,
    /// For a list: its sources are names of one argument, so that the first that is known counts.
    #[serde(default)]
    pub(in super::super) first: bool,
    /// For a list of references: each source leads to one reference, not to a list of them.
    #[serde(default)]
    pub(in super::super) single: bool,
    /// For a number: the largest of all values.
    #[serde(default)]
    pub(in super::super) largest: bool,
    /// For a reference: it is to the resource this one is a child of.
    #[serde(default)]
    pub(in super::super) parent: bool,
    /// For a reference: it may be to another kind, and then the attribute is absent.
    #[serde(default)]
    pub(in super::super) alternative: bool,
    /// For a reference: a text that is no id is a name, which is unique over all of Azure.
    #[serde(default)]
    pub(in super::super) named: bool,
    /// For records: the resource types that an element is an id of, of which the model has no kind. So elements count
    /// whose ids are not known yet.
    #[serde(default)]
    pub(super) ids_of: Vec<String>,
    /// What an extension resource is about: the id in front of its own.
    #[serde(default)]
    pub(in super::super) scope: bool,
    /// The ARM type of the resource.
    #[serde(default)]
    pub(in super::super) resource_type: bool,
    /// The reference to the entity whose attribute counts where this one is left out.
    pub(in super::super) inherit: Option<String>,
}

/// One path with what is done to the value there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Source {
    /// Below the resource, or below the element of a record.
    pub(in super::super) path: Path,
    /// The part of a compound value that is meant.
    #[serde(default)]
    pub(in super::super) part: Option<Part>,
    /// A truth value is turned round.
    #[serde(default)]
    pub(in super::super) negate: bool,
    /// Words of the input, in lower case, with what they mean in the model.
    #[serde(default)]
    pub(in super::super) words: BTreeMap<String, Json>,
    /// Only texts that begin with one of these, in any letter case.
    #[serde(default)]
    pub(in super::super) starting: Vec<String>,
    /// For a reference by name: the ARM id that the names stand for.
    #[serde(default)]
    pub(in super::super) target: Option<String>,
}

/// A part of a compound value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Part {
    /// `Premium` of `Premium_2`.
    BeforeUnderscore,
    /// `2` of `Premium_2`.
    BehindUnderscore,
    /// `a.b.net` of `https://a.b.net/c?d`, or of `DOCKER|a.b.net/c`.
    Host,
    /// The same of a text that names a host in any case: `a.b.net`, too.
    Registry,
    /// `a` of `https://a.b.net/c?d`.
    HostLabel,
    /// The name of the member that the value is.
    Key,
}

/// A test and the value it gives. A test of something unknown makes the value unknown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Case {
    /// What is tested.
    pub(in super::super) path: Path,
    /// It holds for this value, texts in any letter case.
    pub(in super::super) is: Option<Json>,
    /// It holds for a text that contains this, in any letter case.
    pub(in super::super) contains: Option<String>,
    /// The value. A test with neither `is` nor `contains` holds where the path leads to anything.
    pub(in super::super) value: Json,
}

/// The documented meaning of an argument that is left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Omitted {
    /// It is not set.
    Absent,
    /// The service decides, and no page says how.
    Unknown,
    /// It has a default.
    #[serde(untagged)]
    Default(DocumentedDefault),
}

/// A default and the page that documents it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct DocumentedDefault {
    /// The value in the model.
    pub(in super::super) default: Json,
    /// Where it is documented.
    pub(in super::super) source: String,
}

/// How one attribute is read, ready to use.
#[derive(Debug, Clone)]
pub(in super::super) struct Reader {
    /// The attribute.
    pub(in super::super) schema: &'static AttributeSchema,
    /// Where it is read.
    pub(in super::super) sources: Vec<Source>,
    /// For records: their fields.
    pub(in super::super) fields: Vec<Self>,
    /// What else is said of it.
    pub(in super::super) spec: Spec,
}

impl Reader {
    /// The reader for `schema` that the table writes as `written`.
    ///
    /// # Errors
    /// When a field of a record does not exist.
    pub(super) fn of(schema: &'static AttributeSchema, written: &Written) -> Result<Self, String> {
        let mut spec = match written {
            Written::Sources(paths) => Spec { paths: paths.clone(), ..Spec::default() },
            Written::Spec(spec) => (**spec).clone(),
        };
        let sources = std::mem::take(&mut spec.paths).into_iter().map(Source::from).collect();
        let mut fields = Vec::new();
        for (name, written) in &std::mem::take(&mut spec.fields) {
            let crate::model::AttributeType::Records(members) = schema.shape else {
                return Err(format!("'{}' is not made of records", schema.name));
            };
            let member = members.iter().find(|member| member.name == name);
            let member = member.ok_or_else(|| format!("'{}' has no field '{name}'", schema.name))?;
            fields.push(Self::of(member, written)?);
        }
        Ok(Self { schema, sources, fields, spec })
    }

    /// Every path that is looked at below the resource.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.sources.iter().map(|source| &source.path).chain(self.spec.cases.iter().map(|case| &case.path))
    }
}

impl From<WrittenSource> for Source {
    fn from(written: WrittenSource) -> Self {
        match written {
            WrittenSource::Path(path) => {
                Self { path, part: None, negate: false, words: BTreeMap::new(), starting: Vec::new(), target: None }
            }
            WrittenSource::Source(source) => *source,
        }
    }
}
