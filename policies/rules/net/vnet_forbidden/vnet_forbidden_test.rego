package vnetguard.rules.net.vnet_forbidden_test

import data.vnetguard.rules.net.vnet_forbidden

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as prefixes

_is_denied(document, text) if {
	sample.about(vnet_forbidden.deny) == {"v"} with input as document
	sample.says(vnet_forbidden.deny, text) with input as document
}

_is_fine(document) if {
	vnet_forbidden.subjects == {"v"} with input as document
	vnet_forbidden.deny == set() with input as document
	vnet_forbidden.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(vnet_forbidden.undetermined) == {"v"} with input as document
	sample.says(vnet_forbidden.undetermined, text) with input as document
	vnet_forbidden.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in vnet_forbidden.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	vnet_forbidden.subjects == set() with input as document
	vnet_forbidden.deny == set() with input as document
	vnet_forbidden.undetermined == set() with input as document
}

_space(texts) := {"address_space": prefixes.prefixes(texts).prefixes}

_network(attributes) := sample.document({"virtual_networks": {"v": attributes}})

test_deny if {
	every pair in [
		["224.0.0.0/24", "224.0.0.0/4"], ["239.255.0.0/16", "224.0.0.0/4"], ["127.0.0.0/16", "127.0.0.0/8"], ["169.254.16.0/24", "169.254.0.0/16"],
		["168.63.129.0/24", "168.63.129.16/32"], ["255.0.0.0/8", "255.255.255.255/32"], ["126.0.0.0/7", "127.0.0.0/8"],
	] {
		document := _network(_space(["10.0.0.0/8", pair[0]]))
		_is_denied(document, sprintf("Virtual network 'the v' has '%s', which holds addresses of '%s'; Azure", pair))
		vnet_forbidden.undetermined == set() with input as document
		_shows(document, [{"entity": "v", "attribute": "address_space"}])
	}
}

test_deny_whatever_else_is_not_known if {
	document := _network(prefixes.open(_space(["127.0.0.0/8"]), "address_space"))
	_is_denied(document, "has '127.0.0.0/8'")
	vnet_forbidden.undetermined == set() with input as document
}

test_allow if {
	_is_fine(_network(_space(["10.0.0.0/8", "100.64.0.0/10", "0.0.0.0/8", "223.255.0.0/16", "240.0.0.0/8", "168.63.129.17/32", "169.253.0.0/16"])))
	_is_fine(_network({"presence": "conditional", "address_space": _space(["10.0.0.0/8"]).address_space}))
}

test_allow_a_network_outside if _is_no_subject(_network(object.union({"presence": "external"}, _space(["127.0.0.0/8"]))))

test_undetermined if {
	every attributes in [{}, sample.unknown(["address_space"]), prefixes.open(_space(["10.0.0.0/8"]), "address_space")] {
		_is_undetermined(_network(attributes), "The address space of virtual network 'the v' is not known.")
		{finding.evidence | some finding in vnet_forbidden.undetermined} == {[{"entity": "v", "attribute": "address_space"}]} with input as _network(attributes)
	}
}
