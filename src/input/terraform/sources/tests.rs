//! Places in whole modules: conformance cases in `testdata/references`, and modules written for one behaviour each.

mod cases;
mod corpus;
mod discovery;
mod plan_files;
mod trust;

use super::*;
use crate::input::declared::Tree;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A directory with files, gone when dropped.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("vnetguard-sources-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        let scratch = Self { path: path.canonicalize().unwrap() };
        for (name, text) in files {
            scratch.write(name, text.as_bytes());
        }
        scratch
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn open(&self) -> Sources {
        self.open_in("")
    }

    /// Opens with this directory as the source root, Terraform having run in `terraform` below it.
    fn open_in(&self, terraform: &str) -> Sources {
        let directories = Directories { source_root: self.path.clone(), terraform: self.path.join(terraform) };
        Sources::open(directories, BTreeMap::new(), "plan.json")
    }
}

impl Sources {
    /// The nearest place, no arguments of module calls being known.
    fn locate(&self, address: &str, path: &[PathStep], planned: Option<&Node>) -> Location {
        self.locate_through(address, path, planned, &[])
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Sources of a root module that is the one file `main.tf`.
fn sources_of(text: &str) -> (Scratch, Sources) {
    let scratch = Scratch::new(&[("main.tf", text)]);
    let sources = scratch.open();
    (scratch, sources)
}

/// `site_config[0].always_on` as steps.
fn path(text: &str) -> Vec<PathStep> {
    let names = text.split(['.', '[']).filter(|name| !name.is_empty());
    names
        .map(|name| match name.strip_suffix(']') {
            Some(index) => PathStep::Index(index.parse().unwrap()),
            None => PathStep::Key(name.into()),
        })
        .collect()
}

/// A planned value, everything known.
fn node(value: &Json) -> Node {
    Node::new(match value {
        Json::Null => Tree::Null,
        Json::Bool(value) => Tree::Bool(*value),
        Json::Number(number) => Tree::Number(number.clone()),
        Json::String(text) => Tree::Text(text.as_str().into()),
        Json::Array(items) => Tree::List { items: items.iter().map(node).collect(), open: None },
        Json::Object(members) => Tree::Object(members.iter().map(|(key, value)| (key.clone(), node(value))).collect()),
    })
}

/// The text at `location`.
fn text_at(sources: &Sources, location: &Location) -> String {
    let source = sources.source(&location.file).unwrap();
    let line: Vec<u16> = source.split('\n').nth(location.line - 1).unwrap().encode_utf16().collect();
    assert_eq!(location.line, location.end_line);
    String::from_utf16(&line[location.column - 1..location.end_column - 1]).unwrap()
}

/// The text, file and precision for a path.
fn shown(sources: &Sources, address: &str, at: &str, planned: Option<&Node>) -> (String, String, Precision) {
    let location = sources.locate(address, &path(at), planned);
    (location.file.clone(), text_at(sources, &location), location.precision)
}

/// A byte-order mark is not counted, carriage returns end no column, and columns count UTF-16 code units.
#[test]
fn columns_are_those_of_sarif() {
    let text = "\u{feff}resource \"t\" \"n\" {\r\n  /* 😀 */ a = \"é😀\" \r\n  b = [\r\n    1,\r\n  ]\r\n}\r\n";
    let (_scratch, sources) = sources_of(text);
    let header = sources.locate("t.n", &[], None);
    assert_eq!((header.line, header.column, header.end_column), (1, 1, 17));
    let attribute = sources.locate("t.n", &path("a"), None);
    assert_eq!((attribute.line, attribute.column, attribute.end_column), (2, 12, 21));
    assert_eq!(text_at(&sources, &attribute), "a = \"é😀\"");
    assert_eq!(text_at(&sources, &sources.locate("t.n", &path("b"), None)), "b = [");
    assert!(!sources.source("main.tf").unwrap().starts_with('\u{feff}'));
}

/// What is not written is found at the header of the innermost block that would hold it.
#[test]
fn absent_attributes_are_at_their_block() {
    let (_scratch, sources) = sources_of("resource \"t\" \"n\" {\n  c {\n    d { x = 1 }\n  }\n}\n");
    let block = |text: &str| ("main.tf".to_owned(), text.to_owned(), Precision::Block);
    assert_eq!(shown(&sources, "t.n", "a", None), block("resource \"t\" \"n\""));
    assert_eq!(shown(&sources, "t.n", "c[0].a", None), block("c"));
    assert_eq!(shown(&sources, "t.n", "c[0].d[0].a", None), block("d"));
    assert_eq!(shown(&sources, "t.n", "c[0].d[0].x", None).1, "x = 1");
    assert_eq!(shown(&sources, "t.n", "c[1].d[0].x", None), block("resource \"t\" \"n\""));
}

/// Among blocks of a set, which a plan sorts by hash, the one with the planned contents is taken.
#[test]
fn repeated_blocks_are_told_apart_by_contents() {
    let text = "resource \"t\" \"n\" {\n  s {\n    name = \"a\"\n    port = 1\n  }\n  s {\n    name = var.b\n    port = 2\n  }\n  \
                s {\n    name = \"c\"\n    port = 3\n  }\n}\n";
    let (_scratch, sources) = sources_of(text);
    let planned = node(&serde_json::json!({"s": [
        {"name": "c", "port": "3"}, {"name": "b", "port": 2}, {"name": "a", "port": 1}
    ]}));
    let port = |index: usize, planned| shown(&sources, "t.n", &format!("s[{index}].port"), planned).1;
    assert_eq!([0, 1, 2].map(|index| port(index, Some(&planned))), ["port = 3", "port = 2", "port = 1"]);
    assert_eq!([0, 1, 2].map(|index| port(index, None)), ["port = 1", "port = 2", "port = 3"]);
}

/// Around a dynamic block static ones are counted from both ends; what cannot be counted is at the enclosing block.
#[test]
fn blocks_around_a_dynamic_one_are_counted() {
    let text = "resource \"t\" \"n\" {\n  s {\n    v = var.a\n  }\n  dynamic \"s\" {\n    for_each = var.x\n    content {\n      \
                v = s.value\n    }\n  }\n  s {\n    v = var.c\n  }\n}\n";
    let (_scratch, sources) = sources_of(text);
    let planned = node(&serde_json::json!({"s": [{"v": "1"}, {"v": "2"}, {"v": "3"}, {"v": "4"}]}));
    let found = [0, 1, 2, 3].map(|index| shown(&sources, "t.n", &format!("s[{index}].v"), Some(&planned)).1);
    assert_eq!(found, ["v = var.a", "v = s.value", "v = s.value", "v = var.c"]);
    assert_eq!(shown(&sources, "t.n", "s[1]", Some(&planned)).1, "dynamic \"s\"");
    assert_eq!(shown(&sources, "t.n", "s[1].v", None).1, "resource \"t\" \"n\"");
    assert_eq!(shown(&sources, "t.n", "s[0].v", None).1, "v = var.a");
}

/// Paths go into literals: objects, lists, and the arguments of functions that keep members; the last equal key counts.
#[test]
fn paths_go_into_literals() {
    let text = "resource \"t\" \"n\" {\n  body = jsonencode({\n    properties = {\n      key = 1\n      key = 2\n    }\n  })\n  \
                tags = merge(var.tags, {\n    \"a\" = \"x\"\n  })\n  list = [\n    { name = \"one\" },\n    { name = \"two\" },\n  ]\n  \
                other = f(x)\n}\n";
    let (_scratch, sources) = sources_of(text);
    let found = |at: &str| shown(&sources, "t.n", at, None);
    let attribute = |text: &str| ("main.tf".to_owned(), text.to_owned(), Precision::Attribute);
    assert_eq!(found("body.properties.key"), attribute("key = 2"));
    assert_eq!(found("body.properties.none"), attribute("properties = {"));
    assert_eq!(found("tags.a"), attribute("\"a\" = \"x\""));
    assert_eq!(found("list[1].name"), attribute("name = \"two\""));
    assert_eq!(found("other.x[0]"), attribute("other = f(x)"));
    let planned = node(&serde_json::json!({"list": [{"name": "two"}, {"name": "one"}]}));
    assert_eq!(shown(&sources, "t.n", "list[0].name", Some(&planned)), attribute("name = \"two\""));
}

/// Override files replace attributes and nested blocks; the header stays the base block's.
#[test]
fn overrides_count_last() {
    let scratch = Scratch::new(&[
        ("z.tf", "resource \"t\" \"n\" {\n  a = 1\n  b = 1\n  c {\n    x = 1\n  }\n}\n"),
        ("a_override.tf", "resource \"t\" \"n\" {\n  a = 2\n  c {\n    x = 2\n  }\n}\n"),
        ("override.tf", "resource \"t\" \"n\" {\n  a = 3\n}\n"),
    ]);
    let sources = scratch.open();
    let found = |at: &str| {
        let (file, text, _) = shown(&sources, "t.n", at, None);
        (file, text)
    };
    assert_eq!(found(""), ("z.tf".into(), "resource \"t\" \"n\"".into()));
    assert_eq!(found("a"), ("override.tf".into(), "a = 3".into()));
    assert_eq!(found("b"), ("z.tf".into(), "b = 1".into()));
    assert_eq!(found("c[0].x"), ("a_override.tf".into(), "x = 2".into()));
}

/// An OpenTofu file hides the Terraform file of the same name; editors' files and subdirectories do not count.
#[test]
fn only_source_files_count() {
    let scratch = Scratch::new(&[
        ("main.tf", "resource \"t\" \"n\" {\n  a = 1\n}\n"),
        ("main.tofu", "resource \"t\" \"n\" {\n  a = 2\n}\n"),
        (".hidden.tf", "resource \"t\" \"hidden\" {}\n"),
        ("sub/main.tf", "resource \"t\" \"sub\" {}\n"),
        ("old.tf~", "resource \"t\" \"old\" {}\n"),
    ]);
    let sources = scratch.open();
    assert_eq!(shown(&sources, "t.n", "a", None), ("main.tofu".into(), "a = 2".into(), Precision::Attribute));
    for name in ["hidden", "sub", "old"] {
        assert_eq!(sources.locate(&format!("t.{name}"), &[], None).precision, Precision::File, "{name}");
    }
}

/// Sources in JSON syntax have places too: members, and elements chosen by contents.
#[test]
fn json_sources_have_places() {
    let text = r#"{
  "resource": [{"t": {
    "n": {
      "a": "${var.x}",
      "s": [
        {"name": "one", "port": 1},
        {"name": "two", "port": 2}
      ],
      "c": [{"x": 1}]
    }
  }}],
  "module": {"m": {"source": "./m"}}
}"#;
    let scratch = Scratch::new(&[("main.tf.json", text)]);
    let sources = scratch.open();
    let found = |at: &str, planned: Option<&Node>| shown(&sources, "t.n", at, planned).1;
    assert_eq!(found("", None), "\"n\"");
    assert_eq!(found("a", None), r#""a": "${var.x}""#);
    assert_eq!(found("s[1].port", None), r#""port": 2"#);
    assert_eq!(found("c[0].x", None), r#""x": 1"#);
    let planned = node(&serde_json::json!({"s": [{"name": "two"}, {"name": "one"}]}));
    assert_eq!(found("s[0]", Some(&planned)), r#"{"name": "two", "port": 2}"#);
    assert_eq!(found("missing", None), "\"n\"");
    assert_eq!(sources.locate("module.m.t.x", &[], None).precision, Precision::Module);
}

/// A block that cannot be parsed is found by its header, everything around it to the attribute; a note names the file.
#[test]
fn broken_blocks_keep_their_header() {
    let text = "resource \"t\" \"whole\" {\n  a = 1\n}\nresource \"t\" \"broken\" {\n  a = = 1\n}\n";
    let (_scratch, sources) = sources_of(text);
    assert_eq!(shown(&sources, "t.whole", "a", None).1, "a = 1");
    let broken = shown(&sources, "t.broken", "a", None);
    assert_eq!(broken, ("main.tf".into(), "resource \"t\" \"broken\"".into(), Precision::Block));
    assert_eq!(sources.sets("t.broken", "a"), None);
    assert_eq!(sources.notes(), ["1 source file could not be read completely: main.tf."]);
}

/// Bytes that are not UTF-8 do not stop a file from being read.
#[test]
fn other_encodings_are_survived() {
    let scratch = Scratch::new(&[]);
    scratch.write("main.tf", b"# caf\xe9\nresource \"t\" \"n\" {\n  a = 1\n}\n");
    assert_eq!(shown(&scratch.open(), "t.n", "a", None).1, "a = 1");
}

/// Without sources every place is the first line of the input.
#[test]
fn without_sources_the_input_is_named() {
    let sources = Sources::none("out/plan.json");
    let location = sources.locate("t.n", &path("a"), None);
    assert_eq!((location.file.as_str(), location.line, location.precision), ("out/plan.json", 1, Precision::File));
    assert_eq!(sources.source("out/plan.json"), None);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// No file and no path makes a search panic, and what is found lies in the text.
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), at in "[a-z.\\[]{0,6}") {
        let scratch = Scratch::new(&[]);
        scratch.write("main.tf", &[b"resource \"t\" \"n\" {\n a = 1\n}\n", bytes.as_slice()].concat());
        scratch.write("other.tf.json", &bytes);
        let sources = scratch.open();
        for path in [vec![], vec![PathStep::Key(at.as_str().into())], vec![PathStep::Key("a".into()), PathStep::Index(9)]] {
            let location = sources.locate("t.n", &path, None);
            proptest::prop_assert!(location.precision == Precision::File || !text_at(&sources, &location).is_empty());
        }
    }
}
