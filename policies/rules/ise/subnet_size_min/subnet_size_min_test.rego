package vnetguard.rules.ise.subnet_size_min_test

import data.vnetguard.rules.ise.subnet_size_min

import data.vnetguard.lib.sample

_subnet(attributes) := sample.environment({}, {"s": attributes})

test_deny_smaller if count(subnet_size_min.deny) == 1 with input as _subnet({"prefixes": [sample.prefix(28)]})

test_deny_only_ipv6 if {
	six := {"text": "fd00::/64", "version": 6, "prefix_length": 24}
	count(subnet_size_min.deny) == 1 with input as _subnet({"prefixes": [six]})
}

test_deny_names_the_prefix if {
	some finding in subnet_size_min.deny with input as _subnet({"prefixes": [sample.prefix(30)]})
	contains(finding.msg, "'10.0.0.0/30'")
	finding.subject == "s"
}

test_allow_the_minimum_and_more if {
	every length in [27, 24] {
		subnet_size_min.subjects == {"s"} with input as _subnet({"prefixes": [sample.prefix(length)]})
		subnet_size_min.deny == set() with input as _subnet({"prefixes": [sample.prefix(length)]})
		subnet_size_min.undetermined == set() with input as _subnet({"prefixes": [sample.prefix(length)]})
	}
}

test_allow_one_large_enough_of_an_open_list if {
	open := {"prefixes": [sample.prefix(24)], "unknown": sample.unknown("prefixes")}
	subnet_size_min.deny == set() with input as _subnet(open)
	subnet_size_min.undetermined == set() with input as _subnet(open)
}

test_undetermined_unknown_prefix if {
	count(subnet_size_min.undetermined) == 1 with input as _subnet({"unknown": sample.unknown("prefixes")})
	subnet_size_min.deny == set() with input as _subnet({"unknown": sample.unknown("prefixes")})
}

test_undetermined_open_list if {
	open := {"prefixes": [sample.prefix(30)], "unknown": sample.unknown("prefixes")}
	count(subnet_size_min.undetermined) == 1 with input as _subnet(open)
	subnet_size_min.deny == set() with input as _subnet(open)
}

test_undetermined_addresses_from_a_pool if count(subnet_size_min.undetermined) == 1 with input as _subnet({})

test_allow_a_subnet_without_an_environment if {
	other := sample.environment({}, {"s": {"prefixes": [sample.prefix(30)], "integration_service_environments": []}})
	subnet_size_min.subjects == set() with input as other
}

test_deny_is_not_undetermined_too if subnet_size_min.undetermined == set() with input as _subnet({"prefixes": [sample.prefix(28)]})

test_undetermined_names_the_prefixes if {
	{finding.evidence | some finding in subnet_size_min.undetermined} == {[{"entity": "s", "attribute": "prefixes"}]} with input as _subnet({})
}
