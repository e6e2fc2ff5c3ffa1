package vnetguard.rules.gw.gatewaysubnet_test

import data.vnetguard.rules.gw.gatewaysubnet

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_gateway(attributes) := gateway_sample.document({"gateway": attributes})

_in(subnet) := gateway_sample.document({"subnet": subnet})

# The network without its gateway.
_bare(parts) := json.remove(
	gateway_sample.document(parts),
	["after/virtual_network_gateways/g", "after/subnets/s/virtual_network_gateways"],
)

test_deny_another_subnet if {
	some finding in gatewaysubnet.deny with input as _in({"name": "gw"})
	finding.subject == "g"
	contains(finding.msg, "'the gateway' stands in subnet 'the subnet', but")
	finding.evidence == [
		{"entity": "g", "attribute": "subnets"}, {"entity": "s", "attribute": "name"},
		{"entity": "c", "attribute": "virtual_network"},
	]
	gatewaysubnet.undetermined == set() with input as _in({"name": "gw"})
}

test_deny_without_gateway_and_subnet if {
	document := _bare({"subnet": {"name": "gw"}})
	some finding in gatewaysubnet.deny with input as document
	finding.subject == "v"
	contains(finding.msg, "Virtual network 'the network' has no subnet named 'GatewaySubnet'")
	finding.evidence == [{"entity": "c", "attribute": "virtual_network"}]
	gatewaysubnet.undetermined == set() with input as document
	count(gatewaysubnet.deny) == 1 with input as _bare({"network": {"subnets": null}})
}

test_allow_the_subnet if {
	every name in ["GatewaySubnet", "gatewaysubnet"] {
		gatewaysubnet.subjects == {"g"} with input as _in({"name": name})
		gatewaysubnet.deny == set() with input as _in({"name": name})
		gatewaysubnet.undetermined == set() with input as _in({"name": name})
	}
}

test_allow_the_subnet_without_a_gateway if gatewaysubnet.subjects == set() with input as _bare({})

test_undetermined_unknown_name if {
	document := _in(gateway_sample.lost("name"))
	{[each.subject, each.evidence] | some each in gatewaysubnet.undetermined} == {["g", [{"entity": "g", "attribute": "subnets"}]]} with input as document
	gatewaysubnet.deny == set() with input as document
	bare := _bare({"subnet": gateway_sample.lost("name")})
	some finding in gatewaysubnet.undetermined with input as bare
	finding.subject == "v"
	contains(finding.msg, "Whether virtual network 'the network' has the subnet")
	gatewaysubnet.deny == set() with input as bare
}

test_undetermined_more_subnets_than_are_known if {
	every attributes in [
		{"unknown": sample.unknown("subnets")},
		{"subnets": [gateway_sample.edge("s"), sample.untold]},
	] {
		{each.subject | some each in gatewaysubnet.undetermined} == {"g"} with input as _gateway(attributes)
	}
}

test_undetermined_a_bare_network_may_have_more if {
	every more in [
		{"virtual_network_gateways": {"h": {"id": "h", "unknown": {}, "gateway_type": "expressroute", "subnets": [sample.untold]}}},
		{"subnets": {"t": {"id": "t", "unknown": sample.unknown("virtual_network"), "name": "t"}}},
		{"virtual_networks": {"v": {"unknown": sample.unknown("subnets")}}},
	] {
		document := object.union(_bare({"subnet": {"name": "gw"}}), {"after": more})
		"v" in {each.subject | some each in gatewaysubnet.undetermined} with input as document
		gatewaysubnet.deny == set() with input as document
	}
}

test_undetermined_a_bare_network_of_either_form if {
	document := _bare({"subnet": {"name": "gw"}, "connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in gatewaysubnet.undetermined} == {"v"} with input as document
	gatewaysubnet.deny == set() with input as document
}

_wrong_subnet := {"name": "gw"}

test_allow_the_regional_form if {
	document := gateway_sample.document({"subnet": _wrong_subnet, "connection": {"is_regional": true}})
	gatewaysubnet.subjects == set() with input as document
}

test_undetermined_a_gateway_of_either_kind if {
	document := gateway_sample.document({"subnet": _wrong_subnet, "gateway": gateway_sample.lost("gateway_type")})
	{each.subject | some each in gatewaysubnet.undetermined} == {"g"} with input as document
	gatewaysubnet.deny == set() with input as document
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({"subnet": _wrong_subnet, "connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in gatewaysubnet.undetermined} == {"g"} with input as document
	gatewaysubnet.deny == set() with input as document
}

test_undetermined_outside_of_the_input if {
	outside := _bare({"network": gateway_sample.external})
	gatewaysubnet.subjects == {"v"} with input as outside
	some finding in gatewaysubnet.undetermined with input as outside
	finding.subject == "v"
	contains(finding.msg, "'the network' is not part of the input, so whether the gateway stands in a subnet named 'GatewaySubnet' cannot be told.")
	gatewaysubnet.deny == set() with input as outside
	bare := _bare({"network": gateway_sample.external, "subnet": {"name": "gw"}})
	gatewaysubnet.deny == set() with input as bare
	{each.msg | some each in gatewaysubnet.undetermined} == {finding.msg} with input as bare
}
