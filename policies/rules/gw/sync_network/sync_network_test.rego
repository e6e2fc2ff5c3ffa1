package vnetguard.rules.gw.sync_network_test

import data.vnetguard.rules.gw.sync_network

import data.vnetguard.lib.gateway_sample

_update(id) := {id: {"actions": ["update"], "replaced_by": []}}

# From one document to another, with these changes.
_from(before, after, changes) := object.union(gateway_sample.document(after), {
	"before": gateway_sample.document(before).after,
	"changes": changes,
})

test_deny_changes_of_the_network if {
	every name, values in {
		"dns_servers": [["10.20.1.4"], ["10.20.1.5"]],
		"address_space": [[gateway_sample.prefix("10.20.0.0/16")], [gateway_sample.prefix("10.20.0.0/15")]],
	} {
		document := _from({"network": {name: values[0]}}, {"network": {name: values[1]}}, _update("v"))
		some finding in sync_network.deny with input as document
		finding.subject == "v"
		finding.msg == sprintf("'%s' of virtual network 'the network' changes while apps have gateway-required integration with it: 'Sync network' has to be run afterwards, which interrupts them.", [name])
		finding.evidence == [{"entity": "v", "attribute": name}, {"entity": "c", "attribute": "virtual_network"}]
		sync_network.undetermined == set() with input as document
	}
}

test_deny_added_and_removed_servers if {
	servers := {"network": {"dns_servers": ["10.20.1.4"]}}
	count(sync_network.deny) == 1 with input as _from({}, servers, _update("v"))
	count(sync_network.deny) == 1 with input as _from(servers, {}, _update("v"))
}

test_deny_another_pool if {
	document := _from({}, {"gateway": {"client_address_pool": [gateway_sample.prefix("10.1.0.0/24")]}}, _update("g"))
	some finding in sync_network.deny with input as document
	finding.subject == "g"
	contains(finding.msg, "'client_address_pool' of gateway 'the gateway' changes while apps")
	finding.evidence == [{"entity": "g", "attribute": "client_address_pool"}, {"entity": "c", "attribute": "virtual_network"}]
	sync_network.undetermined == set() with input as document
}

test_deny_a_gateway_that_is_replaced if {
	document := _from({}, {}, {"g": {"actions": ["delete", "create"], "replaced_by": []}})
	some finding in sync_network.deny with input as document
	finding.subject == "g"
	contains(finding.msg, "Gateway 'the gateway' is replaced while apps")
	finding.evidence == [{"entity": "c", "attribute": "virtual_network"}]
	every actions in [["create"], ["update"], ["delete"]] {
		sync_network.deny == set() with input as _from({}, {}, {"g": {"actions": actions, "replaced_by": []}})
	}
}

test_allow_what_stays if {
	sync_network.subjects == {"v", "g"} with input as _from({}, {}, {})
	sync_network.deny == set() with input as _from({}, {}, {})
	sync_network.undetermined == set() with input as _from({}, {}, {})
}

test_allow_without_what_was if sync_network.subjects == set() with input as gateway_sample.document({"network": {"dns_servers": ["10.20.1.4"]}})

test_allow_what_is_new if {
	document := _from({}, {"network": {"dns_servers": ["10.20.1.4"]}}, {})
	every path in ["before/gateway_integrations/c", "before/virtual_networks/v"] {
		sync_network.subjects == set() with input as json.remove(document, [path])
	}
	sync_network.subjects == {"v"} with input as json.remove(document, ["before/virtual_network_gateways/g"])
}

test_allow_a_connection_that_is_replaced if {
	document := _from({}, {"network": {"dns_servers": ["10.20.1.4"]}}, {"c": {"actions": ["delete", "create"], "replaced_by": []}})
	sync_network.subjects == set() with input as document
}

test_allow_the_regional_form if {
	document := _from({}, {"network": {"dns_servers": ["10.20.1.4"]}, "connection": {"is_regional": true}}, {})
	sync_network.subjects == set() with input as document
}

test_undetermined_unknown_values if {
	lost := {"network": gateway_sample.lost("dns_servers")}
	every pair in [[lost, {}], [{}, lost]] {
		document := _from(pair[0], pair[1], _update("v"))
		some finding in sync_network.undetermined with input as document
		finding.subject == "v"
		contains(finding.msg, "Whether 'dns_servers' of virtual network 'the network'")
		finding.evidence == [{"entity": "v", "attribute": "dns_servers"}]
		sync_network.deny == set() with input as document
		alone := _from(pair[0], pair[1], {"v": {"actions": ["no-op"], "replaced_by": []}})
		sync_network.undetermined == set() with input as alone
	}
}

test_undetermined_unknown_pool if {
	document := _from({}, {"gateway": gateway_sample.lost("client_address_pool")}, _update("g"))
	some finding in sync_network.undetermined with input as document
	finding.subject == "g"
	contains(finding.msg, "Whether 'client_address_pool' of gateway 'the gateway'")
	finding.evidence == [{"entity": "g", "attribute": "client_address_pool"}]
	sync_network.deny == set() with input as document
}

test_undetermined_a_connection_of_either_form if {
	connection := {"connection": {"is_regional": null, "has_gateway": null}}
	changed := _from({}, object.union(connection, {"network": {"dns_servers": ["10.20.1.4"]}}), _update("v"))
	{each.subject | some each in sync_network.undetermined} == {"v"} with input as changed
	sync_network.deny == set() with input as changed
	pool := _from({}, object.union(connection, {"gateway": {"client_address_pool": null}}), _update("g"))
	{each.subject | some each in sync_network.undetermined} == {"g"} with input as pool
	sync_network.deny == set() with input as pool
	replaced := _from({}, connection, {"g": {"actions": ["create", "delete"], "replaced_by": []}})
	some finding in sync_network.undetermined with input as replaced
	finding.subject == "g"
	contains(finding.msg, "Gateway 'the gateway' is replaced; whether apps")
	sync_network.deny == set() with input as replaced
	sync_network.undetermined == set() with input as _from({}, connection, {})
}
