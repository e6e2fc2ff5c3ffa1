package vnetguard.rules.gw.gateway_first_test

import data.vnetguard.rules.gw.gateway_first

import data.vnetguard.lib.gateway_sample

_after(parts, changes) := object.union(gateway_sample.document(parts), {
	"before": {},
	"changes": {id: {"actions": actions, "replaced_by": []} | some id, actions in changes},
})

_new := {"c": ["create"], "g": ["create"]}

_says(document, text) if {
	gateway_first.subjects == {"c"} with input as document
	gateway_first.deny == set() with input as document
	gateway_first.undetermined == {{
		"subject": "c", "msg": text, "evidence": [{"entity": "c", "attribute": "virtual_network"}],
	}} with input as document
}

_passes(document) if {
	gateway_first.subjects == {"c"} with input as document
	gateway_first.undetermined == set() with input as document
}

_order := "Whether connection 'the connection' waits for gateway 'the gateway', which is created in the same deployment, cannot be told."

test_undetermined_order if {
	every changes in [_new, {"c": ["create"], "g": ["delete", "create"]}, {"c": ["delete", "create"], "g": ["create"]}] {
		_says(_after({}, changes), _order)
	}
	_says(_after({"connection": {"is_regional": null, "has_gateway": null}}, _new), _order)
	_says(_after({"gateway": gateway_sample.lost("gateway_type")}, _new), _order)
}

test_undetermined_where_the_gateway_stands if {
	_says(_after({"gateway": gateway_sample.lost("subnets"), "subnet": {"virtual_network_gateways": []}}, _new), _order)
}

_ordered(document, waits) := object.union(document, {"order": {"c": object.union(
	{"after": [], "stated": {}, "unknown": {}},
	waits,
)}})

test_allow_a_gateway_that_is_waited_for if {
	_passes(_ordered(_after({}, _new), {"after": ["g"]}))
}

test_deny if {
	document := _ordered(_after({}, _new), {})
	gateway_first.subjects == {"c"} with input as document
	gateway_first.undetermined == set() with input as document
	gateway_first.deny == {{
		"subject": "c",
		"msg": "Connection 'the connection' does not wait for gateway 'the gateway', which is created in the same deployment.",
		"evidence": [{"entity": "c", "attribute": "virtual_network"}],
	}} with input as document
}

test_undetermined_order_beside_gaps if {
	every document in [
		_ordered(_after({"gateway": gateway_sample.lost("gateway_type")}, _new), {}),
		_ordered(_after({"gateway": {"presence": "conditional"}}, _new), {}),
		_ordered(_after({"connection": {"is_regional": null, "has_gateway": null}}, _new), {}),
		_ordered(_after({}, _new), {"unknown": {"after": {"reason": "an expression that only the deployment can evaluate", "text": "local.x"}}}),
	] {
		_says(document, _order)
	}
}

test_undetermined_outside if {
	_says(
		_after({"network": object.union(gateway_sample.external, {"subnets": []})}, {"c": ["create"]}),
		"The gateway of virtual network 'the network' is not part of the input, so whether it is there before connection 'the connection' cannot be told.",
	)
	_says(_after({"network": gateway_sample.external}, _new), _order)
}

test_undetermined_network if {
	_says(
		_after({"connection": gateway_sample.lost("virtual_network")}, _new),
		"Which virtual network connection 'the connection' leads to, and so whether its gateway is there before, cannot be told.",
	)
}

test_allow_a_gateway_that_stands if {
	every actions in [["no-op"], ["update"]] {
		_passes(_after({}, {"c": ["create"], "g": actions}))
		_passes(_after({"network": gateway_sample.external}, {"c": ["create"], "g": actions}))
	}
	_passes(_after({"gateway": {"gateway_type": "expressroute"}}, _new))
	_passes(_after({"subnet": {"virtual_network_gateways": []}}, {"c": ["create"]}))
}

test_not_applicable if {
	every document in [
		_after({}, {"c": ["no-op"], "g": ["create"]}),
		_after({"connection": {"is_regional": true}}, _new),
		_after({"connection": gateway_sample.external}, _new),
		gateway_sample.document({}),
	] {
		gateway_first.subjects == set() with input as document
		gateway_first.undetermined == set() with input as document
	}
}

test_every_edition_states_it if {
	every editions in [{}, {"gw": "2019-07-09"}, {"gw": "2023-01-20"}, {"app": "2025-03-14"}] {
		_says(_after({"editions": editions}, _new), _order)
	}
}
