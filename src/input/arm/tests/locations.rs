//! Where the attributes of resources are written.

use crate::input::arm::load;
use crate::model::{PathStep, Place, Precision, ResourceHandle};

const TEMPLATE: &str = r#"{
  "parameters": { "list": { "type": "array" } },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "name": "v😀", "location": "x",
      "copy": { "name": "c", "count": 2 },
      "properties": {
        "Subnets": [
          { "name": "s" },
          {
            "name": "t"
          }
        ],
        "dhcp": "[parameters('list')]",
        "copy": [
          {
            "name": "peerings",
            "count": 1,
            "input": {
              "name": "p"
            }
          }
        ]
      }
    },
    { "resources": [] }
  ]
}"#;

/// Places lead to the line of the member that gives the value; what is not written leads to what encloses it.
#[test]
fn locations() {
    let loaded = load(0, "main.json", "dir/main.json", TEMPLATE, &[], &|_| true).expect("a template");
    let key = |key: &str| PathStep::Key(key.into());
    let properties = || key("properties");
    for (name, path, expected) in [
        ("/resources/0#1", vec![], (6, 7, 20, Precision::Block)),
        ("/resources/0#1", vec![key("location")], (6, 22, 37, Precision::Attribute)),
        ("/resources/0#0", vec![properties(), key("subnets")], (9, 9, 21, Precision::Attribute)),
        ("/resources/0#0", vec![properties(), key("subnets"), PathStep::Index(0)], (10, 13, 24, Precision::Attribute)),
        (
            "/resources/0",
            vec![properties(), key("subnets"), PathStep::Index(1), key("name")],
            (12, 13, 24, Precision::Attribute),
        ),
        (
            "/resources/0",
            vec![properties(), key("subnets"), PathStep::Index(1), key("absent")],
            (12, 13, 24, Precision::Block),
        ),
        ("/resources/0", vec![properties(), key("dhcp"), key("servers")], (15, 9, 39, Precision::Attribute)),
        (
            "/resources/0",
            vec![properties(), key("peerings"), PathStep::Index(0), key("name")],
            (21, 15, 26, Precision::Attribute),
        ),
        ("/resources/0", vec![key("absent")], (6, 7, 20, Precision::Block)),
        ("/resources/1", vec![], (27, 5, 6, Precision::Block)),
        ("/resources/9", vec![], (1, 1, 1, Precision::File)),
    ] {
        let place = Place { resource: ResourceHandle { input: 0, name: name.into() }, path: path.into() };
        let found = loaded.source_map.locate(&place);
        assert_eq!((found.line, found.column, found.end_column, found.precision), expected, "{place}");
        assert_eq!((found.file.as_str(), found.end_line), ("dir/main.json", found.line));
    }
    assert_eq!(loaded.source_map.source("dir/main.json").as_deref(), Some(TEMPLATE));
    assert_eq!(loaded.source_map.source("other.json"), None);
}
