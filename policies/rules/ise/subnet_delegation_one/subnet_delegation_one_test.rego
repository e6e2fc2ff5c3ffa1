package vnetguard.rules.ise.subnet_delegation_one_test

import data.vnetguard.rules.ise.subnet_delegation_one

import data.vnetguard.lib.sample

_to(service) := {"delegations": [{"name": "d", "service_name": service, "unknown": {}}]}

_right := _to("Microsoft.Logic/integrationServiceEnvironments")

_with(a, b) := sample.environment({"subnets": sample.edges(["a", "b"])}, {"a": a, "b": b})

_is_denied(document) if count(subnet_delegation_one.deny) == 1 with input as document

_is_undetermined(document) if {
	count(subnet_delegation_one.undetermined) == 1 with input as document
	subnet_delegation_one.deny == set() with input as document
}

test_deny_none if _is_denied(_with({}, {}))

test_deny_other_services_only if _is_denied(_with(_to("Microsoft.Web/serverFarms"), {}))

test_deny_two if {
	_is_denied(_with(_right, _right))
	some finding in subnet_delegation_one.deny with input as _with(_right, _right)
	contains(finding.msg, "2 subnets that are delegated to it ('a', 'b')")
}

test_deny_two_although_more_may_follow if {
	open := {"subnets": sample.edges(["a", "b"]), "unknown": sample.unknown("subnets")}
	_is_denied(sample.environment(open, {"a": _right, "b": _right}))
}

test_allow_exactly_one if {
	every right in [_right, _to("microsoft.logic/INTEGRATIONSERVICEENVIRONMENTS"), _to("Microsoft.Logic/integrationServiceEnvironment")] {
		subnet_delegation_one.subjects == {"e"} with input as _with(right, {})
		subnet_delegation_one.deny == set() with input as _with(right, {})
		subnet_delegation_one.undetermined == set() with input as _with(right, {})
	}
}

test_allow_without_any_list_is_the_count_rule if subnet_delegation_one.subjects == set() with input as sample.environment({}, {})

test_undetermined_unknown_delegations if {
	_is_undetermined(_with({"unknown": sample.unknown("delegations")}, {}))
	_is_undetermined(_with({"unknown": sample.unknown("delegations")}, _right))
}

test_undetermined_unknown_service if {
	_is_undetermined(_with({"delegations": [{"name": "d", "unknown": sample.unknown("service_name")}]}, {}))
}

test_undetermined_unknown_subnet if {
	_is_undetermined(sample.environment({"subnets": array.concat(sample.edges(["a"]), [sample.untold])}, {"a": _right}))
}

test_undetermined_open_list if {
	open := {"subnets": sample.edges(["a"]), "unknown": sample.unknown("subnets")}
	_is_undetermined(sample.environment(open, {"a": _right}))
	_is_undetermined(sample.environment({"unknown": sample.unknown("subnets")}, {}))
}

test_deny_says_that_there_is_none if {
	some finding in subnet_delegation_one.deny with input as _with({}, {})
	contains(finding.msg, "has no subnet that is delegated to it; exactly one")
}

test_deny_is_not_undetermined_too if subnet_delegation_one.undetermined == set() with input as _with({}, {})

test_allow_an_environment_that_is_only_named if {
	named := sample.environment({"presence": "external", "subnets": sample.edges(["a"])}, {"a": {}})
	subnet_delegation_one.subjects == set() with input as named
}
