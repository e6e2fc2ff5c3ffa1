package vnetguard.lib.route_table_test

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.route_table

_document := sample.document({"routes": {"a": {"name": "A"}, "b": {"name": "B"}}})

_table := {"routes": [sample.to("a"), sample.untold, sample.to("b")], "unknown": {}}

test_routes if {
	[route.name | some route in route_table.routes(_table)] == ["A", "B"] with input as _document
	route_table.routes({"unknown": {}}) == [] with input as _document
}

test_has_gaps if {
	route_table.has_gaps(_table)
	route_table.has_gaps(sample.unknown(["routes"]))
	not route_table.has_gaps({"unknown": {}})
	told := {"routes": sample.all(["a"]), "unknown": {"name": {"reason": "r"}}}
	not route_table.has_gaps(told)
}
