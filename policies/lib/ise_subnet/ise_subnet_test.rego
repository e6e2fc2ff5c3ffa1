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

# A subnet of environments with these presences.
_shared(presences) := sample.document({
	"integration_service_environments": {id: {"presence": presence} | some id, presence in presences},
	"subnets": {"s": {"integration_service_environments": object.keys(presences)}},
})

_conditions(document) := conditions if {
	conditions := ise_subnet.conditions(document.after.subnets.s) with input as document
}

test_conditions if {
	_conditions(_shared({"e": "conditional"})) == [{"entity": "e", "attribute": "subnets"}]
	_conditions(_shared({"d": "conditional", "e": "conditional"})) == [{"entity": "d", "attribute": "subnets"}, {"entity": "e", "attribute": "subnets"}]
	_conditions(_shared({"d": "external", "e": "conditional"})) == [{"entity": "e", "attribute": "subnets"}]
}

test_no_conditions if {
	_conditions(_shared({"e": "declared"})) == []
	_conditions(_shared({"d": "conditional", "e": "declared"})) == []
	_conditions(_shared({})) == []
	ise_subnet.conditions({}) == [] with input as _shared({})
}

test_flow_conditions if {
	document := object.union(_shared({"e": "conditional"}), sample.document({
		"network_security_groups": {"g": {"presence": "conditional"}, "h": {}},
		"subnets": {"t": {"network_security_group": sample.to("g")}, "u": {"network_security_group": sample.to("h")}},
	}))
	ise_subnet.flow_conditions(document.after.subnets.s) == [{"entity": "e", "attribute": "subnets"}] with input as document
	ise_subnet.flow_conditions(document.after.subnets.t) == [{"entity": "g", "attribute": "security_rules"}] with input as document
	ise_subnet.flow_conditions(document.after.subnets.u) == [] with input as document
}
