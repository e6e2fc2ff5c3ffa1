package vnetguard.lib.ise_subnet_test

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet

_document(presence) := sample.document({
	"integration_service_environments": {
		"e": {"presence": presence, "subnets": [sample.to("a"), sample.untold]},
		"f": {"presence": "external", "subnets": sample.all(["b"])},
	},
	"subnets": {"a": {}, "b": {}, "c": {}},
})

test_used if {
	object.keys(ise_subnet.used) == {"a"} with input as _document("declared")
	object.keys(ise_subnet.used) == {"a"} with input as _document("conditional")
	ise_subnet.used.a.subject == "the a" with input as _document("declared")
}

test_not_used if {
	ise_subnet.used == {} with input as _document("external")
	ise_subnet.used == {} with input as sample.environment({})
}
