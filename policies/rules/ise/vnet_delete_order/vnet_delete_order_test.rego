package vnetguard.rules.ise.vnet_delete_order_test

import data.vnetguard.rules.ise.vnet_delete_order

import data.vnetguard.lib.ise_sample as sample

_before := {
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": {"virtual_network": sample.to("v"), "integration_service_environments": ["e"]}, "t": {"virtual_network": sample.to("v")}},
	"virtual_networks": {"v": {"subnets": ["s", "t"]}},
}

_staying := {"integration_service_environments": {"e": {"subnets": sample.all(["s"])}}, "subnets": {"s": {"presence": "external", "integration_service_environments": ["e"]}}}

_change(after, actions) := sample.change(_before, after, actions)

test_deny_a_network if {
	every actions in [["delete"], ["delete", "create"]] {
		document := _change(_staying, {"v": actions, "s": ["delete"], "e": ["no-op"]})
		vnet_delete_order.subjects == {"v"} with input as document
		sample.about(vnet_delete_order.deny) == {"v"} with input as document
		sample.says(vnet_delete_order.deny, "Virtual network 'the v' would be deleted, but 'the e' stays in it;") with input as document
		vnet_delete_order.undetermined == set() with input as document
	}
}

test_deny_a_subnet if {
	every actions in [["no-op"], ["update"]] {
		document := _change(_staying, {"v": ["no-op"], "s": ["delete"], "e": actions})
		sample.about(vnet_delete_order.deny) == {"s"} with input as document
		sample.says(vnet_delete_order.deny, "Subnet 'the s' would be deleted, but 'the e' stays in it;") with input as document
	}
}

test_deny_what_is_no_longer_managed if {
	sample.about(vnet_delete_order.deny) == {"s"} with input as _change({}, {"s": ["delete"], "e": ["forget"]})
}

test_allow if {
	every document in [
		_change({}, {"v": ["delete"], "s": ["delete"], "e": ["delete"]}),
		_change(_staying, {"v": ["delete"], "s": ["delete"], "e": ["delete", "create"]}),
		_change({"integration_service_environments": {"e": {"subnets": sample.all(["x"])}}, "subnets": {"s": {}}}, {"v": ["delete"], "e": ["update"]}),
		_change({}, {"v": ["delete"]}),
	] {
		vnet_delete_order.subjects == {"v"} with input as document
		vnet_delete_order.deny == set() with input as document
		vnet_delete_order.undetermined == set() with input as document
	}
}

test_allow_a_subnet_with_nothing_in_it if {
	document := _change(_staying, {"t": ["delete"], "e": ["no-op"]})
	vnet_delete_order.subjects == {"t"} with input as document
	vnet_delete_order.deny == set() with input as document
}

test_allow_apps if {
	every kind in ["apps", "app_service_plans"] {
		within := {kind: {"a": {}}, "subnets": {"s": {kind: ["a"]}}}
		vnet_delete_order.deny == set() with input as sample.change(within, within, {"s": ["delete"], "a": ["no-op"]})
	}
}

test_allow_what_stays if {
	vnet_delete_order.subjects == set() with input as _change(_staying, {"v": ["update"], "s": ["no-op"], "e": ["no-op"]})
	vnet_delete_order.subjects == set() with input as sample.document(_before)
	named := {"virtual_networks": {"v": {"presence": "external"}}, "subnets": {"s": {"presence": "external"}}}
	vnet_delete_order.subjects == set() with input as sample.change(named, {}, {"v": ["delete"], "s": ["delete"]})
}

test_undetermined if {
	lost := {"integration_service_environments": {"e": sample.unknown(["subnets"])}}
	document := _change(lost, {"v": ["delete"], "e": ["update"]})
	sample.about(vnet_delete_order.undetermined) == {"v"} with input as document
	sample.says(vnet_delete_order.undetermined, "Whether 'the e' is still in virtual network 'the v', which would be deleted") with input as document
	vnet_delete_order.deny == set() with input as document
	vnet_delete_order.undetermined == set() with input as _change(lost, {"v": ["delete"], "e": ["delete", "create"]})
}
