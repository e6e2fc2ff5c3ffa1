package vnetguard.rules.ise.subnet_addr_reserved_test

import data.vnetguard.rules.ise.subnet_addr_reserved

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as prefixes

_space(texts) := {"address_space": prefixes.prefixes(texts).prefixes}

# Environment `e` with subnet `s` of network `v`; network `w` is no environment's.
_document(network, subnet) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": subnet, "other": {"virtual_network": sample.to("w")}},
	"virtual_networks": {"v": network, "w": _space(["0.0.0.0/0"])},
})

_in_network(texts) := object.union(prefixes.prefixes(texts), {"virtual_network": sample.to("v")})

_adrift(texts) := object.union(prefixes.prefixes(texts), sample.unknown(["virtual_network"]))

_plain := _space(["10.0.0.0/16"])

_fine := _in_network(["10.0.0.0/27"])

test_deny_the_network if {
	every pair in [
		["0.1.0.0/16", "0.0.0.0/8"], ["100.64.0.0/16", "100.64.0.0/10"], ["100.0.0.0/8", "100.64.0.0/10"], ["100.127.255.0/24", "100.64.0.0/10"],
		["127.0.0.0/24", "127.0.0.0/8"], ["168.0.0.0/8", "168.63.129.16/32"], ["169.254.169.0/24", "169.254.169.254/32"],
	] {
		document := _document(_space(["10.0.0.0/16", pair[0]]), _fine)
		sample.about(subnet_addr_reserved.deny) == {"v"} with input as document
		sample.says(subnet_addr_reserved.deny, sprintf("Virtual network 'the v' of an integration service environment has '%s', which holds addresses of '%s'; Azure", pair)) with input as document
		{finding.evidence | some finding in subnet_addr_reserved.deny} == {[{"entity": "v", "attribute": "address_space"}]} with input as document
		subnet_addr_reserved.undetermined == set() with input as document
	}
}

test_deny_the_network_alone if {
	document := _document(_space(["100.64.0.0/16"]), _in_network(["100.64.0.0/27"]))
	{finding.evidence | some finding in subnet_addr_reserved.deny} == {[{"entity": "v", "attribute": "address_space"}]} with input as document
}

test_deny_a_subnet_of_a_network_that_is_not_known if {
	document := _document(sample.unknown(["address_space"]), _in_network(["127.0.0.0/27"]))
	sample.about(subnet_addr_reserved.deny) == {"v"} with input as document
	sample.says(subnet_addr_reserved.deny, "Subnet 'the s' of an integration service environment has '127.0.0.0/27', which holds addresses of '127.0.0.0/8'; Azure") with input as document
	{finding.evidence | some finding in subnet_addr_reserved.deny} == {[{"entity": "s", "attribute": "prefixes"}]} with input as document
}

test_deny_a_subnet_of_no_network if {
	document := _document(_plain, _adrift(["127.0.0.0/27"]))
	sample.about(subnet_addr_reserved.deny) == {"s"} with input as document
	sample.says(subnet_addr_reserved.deny, "Subnet 'the s' of") with input as document
}

test_allow if {
	every texts in [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], ["100.63.255.0/24", "100.128.0.0/16", "1.0.0.0/8", "168.63.129.17/32", "169.254.169.255/32"]] {
		document := _document(_space(texts), _fine)
		subnet_addr_reserved.subjects == {"v"} with input as document
		subnet_addr_reserved.deny == set() with input as document
		subnet_addr_reserved.undetermined == set() with input as document
	}
}

test_undetermined_network if {
	every network in [{}, sample.unknown(["address_space"]), prefixes.open(_plain, "address_space")] {
		document := _document(network, _fine)
		sample.about(subnet_addr_reserved.undetermined) == {"v"} with input as document
		sample.says(subnet_addr_reserved.undetermined, "The address space of virtual network 'the v' is not known; an") with input as document
		{finding.evidence | some finding in subnet_addr_reserved.undetermined} == {[{"entity": "v", "attribute": "address_space"}]} with input as document
		subnet_addr_reserved.deny == set() with input as document
	}
}

test_undetermined_subnet if {
	document := _document(_plain, _adrift(["10.0.0.0/27"]))
	subnet_addr_reserved.subjects == {"s"} with input as document
	sample.about(subnet_addr_reserved.undetermined) == {"s"} with input as document
	sample.says(subnet_addr_reserved.undetermined, "The virtual network of subnet 'the s' is not known; an") with input as document
	{finding.evidence | some finding in subnet_addr_reserved.undetermined} == {[{"entity": "s", "attribute": "virtual_network"}]} with input as document
	subnet_addr_reserved.deny == set() with input as document
}

# A network with two subnets of environments, and one of none.
_shared(presences) := sample.document({
	"integration_service_environments": {id: {"presence": presence, "subnets": sample.all([sprintf("s-%s", [id])])} | some id, presence in presences},
	"subnets": object.union(
		{sprintf("s-%s", [id]): {"virtual_network": sample.to("v"), "integration_service_environments": [id]} | some id, _ in presences},
		{"other": {"virtual_network": sample.to("v")}},
	),
	"virtual_networks": {"v": object.union(_space(["127.0.0.0/16"]), {"subnets": array.concat([sprintf("s-%s", [id]) | some id, _ in presences], ["other"])})},
})

test_environments_that_may_not_be_deployed_are_evidence if {
	{finding.evidence | some finding in subnet_addr_reserved.deny} == {[
		{"entity": "v", "attribute": "address_space"}, {"entity": "d", "attribute": "subnets"}, {"entity": "e", "attribute": "subnets"},
	]} with input as _shared({"d": "conditional", "e": "conditional"})
	{finding.evidence | some finding in subnet_addr_reserved.deny} == {[{"entity": "v", "attribute": "address_space"}]} with input as _shared({"d": "conditional", "e": "declared"})
}
