package vnetguard.rules.gw.delete_order_test

import data.vnetguard.rules.gw.delete_order

import data.vnetguard.lib.gateway_sample

# The document after these ids have been changed so, and what it was before.
_after(parts, changes) := object.union(gateway_sample.document(parts), {
	"before": gateway_sample.document({}).after,
	"changes": {id: {"actions": actions, "replaced_by": []} | some id, actions in changes},
})

test_deny_each if {
	every id, subject in {"v": "the network", "g": "the gateway"} {
		some finding in delete_order.deny with input as _after({}, {id: ["delete"]})
		finding.subject == id
		finding.msg == sprintf("'%s' would be deleted while connections lead apps through it: 'the connection'.", [subject])
		finding.evidence == [{"entity": "c", "attribute": "virtual_network"}]
		delete_order.undetermined == set() with input as _after({}, {id: ["delete"]})
		some replaced in delete_order.deny with input as _after({}, {id: ["delete", "create"]})
		contains(replaced.msg, "would be replaced while")
	}
}

test_allow_with_the_connection if {
	every id in ["v", "g"] {
		together := _after({}, {id: ["delete"], "c": ["delete"]})
		delete_order.subjects == {id} with input as together
		delete_order.deny == set() with input as together
		delete_order.undetermined == set() with input as together
		gone := json.remove(_after({}, {id: ["delete"]}), ["after/gateway_integrations/c"])
		delete_order.subjects == {id} with input as gone
		delete_order.deny == set() with input as gone
	}
}

test_allow_a_connection_that_leads_elsewhere if {
	document := _after({"connection": {"virtual_network": gateway_sample.edge("w")}}, {"v": ["delete"]})
	delete_order.deny == set() with input as document
	delete_order.undetermined == set() with input as document
}

test_allow_the_regional_form if {
	delete_order.deny == set() with input as _after({"connection": {"is_regional": true}}, {"v": ["delete"]})
	delete_order.undetermined == set() with input as _after({"connection": {"is_regional": true}}, {"v": ["delete"]})
}

test_allow_what_stays if {
	every actions in [["no-op"], ["update"], ["create"]] {
		delete_order.subjects == set() with input as _after({}, {"v": actions, "g": actions})
	}
	delete_order.subjects == set() with input as gateway_sample.document({})
}

test_allow_a_network_without_apps if {
	document := _after({}, {"w": ["delete"]})
	delete_order.subjects == {"w"} with input as document
	delete_order.deny == set() with input as document
}

test_undetermined_where_the_connection_leads if {
	every connection in [gateway_sample.lost("virtual_network"), {"is_regional": null, "has_gateway": null}] {
		every id in ["v", "g"] {
			some finding in delete_order.undetermined with input as _after({"connection": connection}, {id: ["delete"]})
			finding.subject == id
			contains(finding.msg, "would be deleted; whether connections")
			delete_order.deny == set() with input as _after({"connection": connection}, {id: ["delete"]})
		}
	}
}
