package vnetguard.rules.ise.subnet_count_test

import data.vnetguard.rules.ise.subnet_count

import data.vnetguard.lib.sample

_with(subnets) := sample.environment({"subnets": subnets}, {})

_open(subnets) := sample.environment({"subnets": subnets, "unknown": sample.unknown("subnets")}, {})

test_deny_three if count(subnet_count.deny) == 1 with input as _with(sample.edges(["a", "b", "c"]))

test_deny_five if count(subnet_count.deny) == 1 with input as _with(sample.edges(["a", "b", "c", "d", "e"]))

test_deny_five_of_an_open_list if count(subnet_count.deny) == 1 with input as _open(sample.edges(["a", "b", "c", "d", "e"]))

test_deny_none if count(subnet_count.deny) == 1 with input as sample.environment({}, {})

test_deny_one_subnet_named_twice if count(subnet_count.deny) == 1 with input as _with(sample.edges(["a", "b", "c", "c"]))

test_deny_three_of_which_one_is_not_told if {
	count(subnet_count.deny) == 1 with input as _with(array.concat(sample.edges(["a", "b"]), [sample.untold]))
}

test_deny_names_the_number if {
	some finding in subnet_count.deny with input as _with(sample.edges(["a", "b", "c"]))
	finding.msg == "Integration service environment 'the environment' has 3 subnets; it requires 4."
}

test_allow_four if {
	subnet_count.subjects == {"e"} with input as _with(sample.edges(["a", "b", "c", "d"]))
	subnet_count.deny == set() with input as _with(sample.edges(["a", "b", "c", "d"]))
	subnet_count.undetermined == set() with input as _with(sample.edges(["a", "b", "c", "d"]))
}

test_undetermined_open_list if {
	count(subnet_count.undetermined) == 1 with input as _open(sample.edges(["a", "b", "c", "d"]))
	subnet_count.deny == set() with input as _open(sample.edges(["a", "b"]))
}

test_undetermined_unknown_list if {
	unknown := sample.environment({"unknown": sample.unknown("subnets")}, {})
	count(subnet_count.undetermined) == 1 with input as unknown
	subnet_count.deny == set() with input as unknown
}

test_undetermined_elements_may_be_the_same if {
	count(subnet_count.undetermined) == 1 with input as _with(array.concat(sample.edges(["a", "b"]), [sample.untold, sample.untold]))
}

test_undetermined_a_fifth_may_be_one_of_the_four if {
	five := array.concat(sample.edges(["a", "b", "c", "d"]), [sample.untold])
	count(subnet_count.undetermined) == 1 with input as _with(five)
	subnet_count.deny == set() with input as _with(five)
}

test_deny_is_not_undetermined_too if subnet_count.undetermined == set() with input as _with(sample.edges(["a", "b", "c"]))

test_allow_an_environment_that_is_only_named if {
	subnet_count.subjects == set() with input as sample.environment({"presence": "external"}, {})
}
