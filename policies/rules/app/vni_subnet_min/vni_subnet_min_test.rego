package vnetguard.rules.app.vni_subnet_min_test

import data.vnetguard.rules.app.vni_subnet_min

import data.vnetguard.lib.integration_sample

import data.vnetguard.lib.sample

_subnet(attributes) := sample.integration({"subnet": attributes})

test_deny_smaller if count(vni_subnet_min.deny) == 1 with input as _subnet({"prefixes": [sample.prefix(29)]})

test_deny_only_ipv6 if {
	six := {"text": "fd00::/64", "version": 6, "prefix_length": 24}
	count(vni_subnet_min.deny) == 1 with input as _subnet({"prefixes": [six]})
}

test_deny_names_the_prefix if {
	some finding in vni_subnet_min.deny with input as _subnet({"prefixes": [sample.prefix(30)]})
	contains(finding.msg, "'10.0.0.0/30'")
	finding.subject == "s"
}

test_allow_the_minimum_and_more if {
	every length in [28, 24] {
		vni_subnet_min.subjects == {"s"} with input as _subnet({"prefixes": [sample.prefix(length)]})
		vni_subnet_min.deny == set() with input as _subnet({"prefixes": [sample.prefix(length)]})
		vni_subnet_min.undetermined == set() with input as _subnet({"prefixes": [sample.prefix(length)]})
	}
}

test_allow_one_large_enough_of_an_open_list if {
	open := {"prefixes": [sample.prefix(24)], "unknown": sample.unknown("prefixes")}
	vni_subnet_min.deny == set() with input as _subnet(open)
	vni_subnet_min.undetermined == set() with input as _subnet(open)
}

test_undetermined_unknown_prefix if {
	count(vni_subnet_min.undetermined) == 1 with input as _subnet({"unknown": sample.unknown("prefixes")})
	vni_subnet_min.deny == set() with input as _subnet({"unknown": sample.unknown("prefixes")})
}

test_undetermined_open_list if {
	open := {"prefixes": [sample.prefix(30)], "unknown": sample.unknown("prefixes")}
	count(vni_subnet_min.undetermined) == 1 with input as _subnet(open)
	vni_subnet_min.deny == set() with input as _subnet(open)
}

test_undetermined_addresses_from_a_pool if count(vni_subnet_min.undetermined) == 1 with input as _subnet({})

test_deny_28_by_the_edition_of_2019 if {
	old := sample.integration({"subnet": {"prefixes": [sample.prefix(28)]}, "editions": {"app": "2019-07-09"}})
	count(vni_subnet_min.deny) == 1 with input as old
}

test_allow_flex_consumption_has_its_own_minimum if {
	flex := sample.integration({"subnet": {"prefixes": [sample.prefix(29)]}, "plan": {"sku_name": "fc1"}})
	vni_subnet_min.subjects == set() with input as flex
}

test_deny_is_not_undetermined_too if vni_subnet_min.undetermined == set() with input as _subnet({"prefixes": [sample.prefix(29)]})

test_undetermined_names_the_prefixes if {
	{finding.evidence | some finding in vni_subnet_min.undetermined} == {[{"entity": "s", "attribute": "prefixes"}]} with input as _subnet({})
}

test_undetermined_candidates if {
	one_of := integration_sample.document({"c": integration_sample.one_of(["s", "t"])})
	document := integration_sample.with_subnets(one_of, {"s": {"prefixes": [integration_sample.prefix(29)]}})
	vni_subnet_min.subjects == {"s"} with input as document
	vni_subnet_min.deny == set() with input as document
	{finding.msg | some finding in vni_subnet_min.undetermined} == {"Subnet 'subnet s' may have to be an IPv4 /28 or larger: whether 'app c' is integrated with it cannot be told."} with input as document
	flex := integration_sample.with_plans(document, {"p": {"sku_name": "fc1"}})
	vni_subnet_min.subjects == set() with input as flex
}

test_deny_beside_a_candidate if {
	both := integration_sample.document({"a": {}, "c": integration_sample.one_of(["s"])})
	document := integration_sample.with_subnets(both, {"s": {"prefixes": [integration_sample.prefix(29)]}})
	count(vni_subnet_min.deny) == 1 with input as document
	vni_subnet_min.undetermined == set() with input as document
}

test_undetermined_lost if {
	document := integration_sample.document({"d": integration_sample.lost})
	vni_subnet_min.subjects == {"d"} with input as document
	{finding.subject | some finding in vni_subnet_min.undetermined} == {"d"} with input as document
	flex := integration_sample.with_plans(document, {"p": {"sku_name": "fc1"}})
	vni_subnet_min.subjects == set() with input as flex
}
