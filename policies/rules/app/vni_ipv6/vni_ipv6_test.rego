package vnetguard.rules.app.vni_ipv6_test

import data.vnetguard.rules.app.vni_ipv6

import data.vnetguard.lib.integration_sample as sample

_six := {"text": "fd00::/48", "version": 6, "prefix_length": 48}

_network(attributes) := sample.with_entities(sample.document({"a": {}}), "virtual_networks", {"v": attributes})

_dual := {"address_space": [sample.prefix(16), _six]}

test_deny_dual_stack if {
	some finding in vni_ipv6.deny with input as _network(_dual)
	finding.subject == "v"
	finding.msg == "Virtual network 'network v' has the IPv6 prefix 'fd00::/48', with which no app can be integrated; 'app a' is."
	finding.evidence == [{"entity": "v", "attribute": "address_space"}]
	vni_ipv6.undetermined == set() with input as _network(_dual)
}

test_deny_an_open_list_with_such_a_prefix if {
	open := _network(object.union(_dual, {"unknown": sample.unknown("address_space")}))
	count(vni_ipv6.deny) == 1 with input as open
	vni_ipv6.undetermined == set() with input as open
}

test_deny_a_subnet_with_such_a_prefix if {
	outside := _network({"address_space": null, "unknown": sample.unknown("address_space")})
	document := sample.with_subnets(outside, {"t": {"prefixes": [_six]}})
	some finding in vni_ipv6.deny with input as document
	finding.subject == "v"
	finding.msg == "Virtual network 'network v' has a subnet with the IPv6 prefix 'fd00::/48', and no app can be integrated with such a network; 'app a' is."
	finding.evidence == [{"entity": "t", "attribute": "prefixes"}]
	vni_ipv6.undetermined == set() with input as document
}

test_allow_ipv4 if {
	vni_ipv6.subjects == {"v"} with input as sample.document({"a": {}})
	vni_ipv6.deny == set() with input as sample.document({"a": {}})
	vni_ipv6.undetermined == set() with input as sample.document({"a": {}})
}

test_allow_without_integration if {
	document := sample.with_entities(sample.document({}), "virtual_networks", {"v": _dual})
	vni_ipv6.subjects == set() with input as document
	vni_ipv6.deny == set() with input as document
}

test_undetermined_unknown_space if {
	every attributes in [
		{"address_space": null, "unknown": sample.unknown("address_space")},
		{"unknown": sample.unknown("address_space")},
		{"address_space": null},
	] {
		vni_ipv6.deny == set() with input as _network(attributes)
		{finding.msg | some finding in vni_ipv6.undetermined} == {"Whether virtual network 'network v', which 'app a' is integrated with, has IPv6 prefixes cannot be told."} with input as _network(attributes)
	}
}

test_undetermined_unknown_network if {
	every network in [{"virtual_network": null, "unknown": sample.unknown("virtual_network")}, {"virtual_network": sample.to("elsewhere")}] {
		document := sample.with_subnets(sample.document({"a": {}}), {"s": network})
		vni_ipv6.subjects == {"s"} with input as document
		{finding.evidence | some finding in vni_ipv6.undetermined} == {[{"entity": "s", "attribute": "virtual_network"}]} with input as document
	}
}

test_undetermined_network_outside if {
	every attributes in [
		{"presence": "external", "address_space": null, "unknown": sample.unknown("address_space")},
		{"presence": "external", "unknown": sample.unknown("address_space")},
	] {
		vni_ipv6.subjects == {"s"} with input as _network(attributes)
		vni_ipv6.deny == set() with input as _network(attributes)
		{finding.subject | some finding in vni_ipv6.undetermined} == {"s"} with input as _network(attributes)
	}
}

test_network_outside_that_is_known if {
	vni_ipv6.subjects == {"v"} with input as _network({"presence": "external"})
	vni_ipv6.undetermined == set() with input as _network({"presence": "external"})
	dual := _network(object.union(_dual, {"presence": "external"}))
	{finding.subject | some finding in vni_ipv6.deny} == {"v"} with input as dual
	vni_ipv6.undetermined == set() with input as dual
}

test_undetermined_candidates if {
	one_of := sample.document({"c": sample.one_of(["s", "t"])})
	vni_ipv6.subjects == set() with input as one_of
	dual := sample.with_entities(one_of, "virtual_networks", {"v": _dual})
	vni_ipv6.subjects == {"v"} with input as dual
	vni_ipv6.deny == set() with input as dual
	{finding.subject | some finding in vni_ipv6.undetermined} == {"v"} with input as dual
	both := sample.with_entities(sample.document({"a": {}, "c": sample.one_of(["s"])}), "virtual_networks", {"v": _dual})
	vni_ipv6.undetermined == set() with input as both
}

test_undetermined_lost if {
	vni_ipv6.subjects == {"d"} with input as sample.document({"d": sample.lost})
	{finding.subject | some finding in vni_ipv6.undetermined} == {"d"} with input as sample.document({"d": sample.lost})
}
