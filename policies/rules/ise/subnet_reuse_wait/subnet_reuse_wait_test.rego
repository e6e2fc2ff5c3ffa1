package vnetguard.rules.ise.subnet_reuse_wait_test

import data.vnetguard.rules.ise.subnet_reuse_wait

import data.vnetguard.lib.ise_sample as sample

_before := {
	"integration_service_environments": {"e": {"subnets": sample.all(["s", "t"])}},
	"subnets": {"s": {"virtual_network": sample.to("v")}, "t": {"virtual_network": sample.to("v")}},
	"virtual_networks": {"v": {}},
}

_subnets := {"subnets": {"s": {}, "t": {}}, "virtual_networks": {"v": {}}}

_after(others) := object.union(_subnets, others)

_deleting(after, actions) := sample.change(_before, after, object.union({"e": ["delete"]}, actions))

_evidence := {[{"entity": "e", "attribute": "subnets"}]}

test_deny if {
	every document in [
		_deleting(_after({}), {"s": ["delete"]}), _deleting(_after({}), {"s": ["update"]}), _deleting(_after({}), {"s": ["delete", "create"]}),
		_deleting(_after({"subnets": {"s": {"private_endpoints": ["p"]}}}), {"p": ["create"]}),
		_deleting(_after({"subnets": {"s": {"occupants": ["n"]}}}), {"n": ["update"]}),
	] {
		sample.about(subnet_reuse_wait.deny) == {"e"} with input as document
		sample.says(subnet_reuse_wait.deny, "'the e' is deleted and 'the s' is changed, deleted or used in the same deployment; Azure releases it only hours later.") with input as document
		subnet_reuse_wait.undetermined == set() with input as document
		{finding.evidence | some finding in subnet_reuse_wait.deny} == _evidence with input as document
	}
}

test_deny_all_of_a_network_that_goes if {
	document := _deleting({}, {"v": ["delete"]})
	sample.says(subnet_reuse_wait.deny, "'the s', 'the t' are changed, deleted or used in the same deployment; Azure releases them only hours later.") with input as document
}

test_deny_an_environment_that_is_created_anew if {
	document := sample.change(
		_before,
		_after({"integration_service_environments": {"e": {"subnets": sample.all(["s"])}}, "subnets": {"s": {"integration_service_environments": ["e"]}}}),
		{"e": ["delete", "create"]},
	)
	sample.says(subnet_reuse_wait.deny, "'the s' is changed") with input as document
}

test_allow if {
	every document in [
		_deleting(_after({}), {"s": ["no-op"]}), _deleting(_after({}), {}), _deleting(_after({"subnets": {"s": {"presence": "external"}}}), {}),
		_deleting(_after({"subnets": {"s": {"presence": "external"}}}), {"s": ["forget"], "v": ["update"]}),
		_deleting(_after({"subnets": {"s": {"presence": "external"}}}), {"v": ["no-op"]}),
		_deleting(_after({}), {"v": ["update"]}),
		_deleting(_after({"subnets": {"s": {"private_endpoints": ["p"]}}}), {"p": ["no-op"]}),
		_deleting(_after({"firewalls": {"f": sample.unknown(["subnets"])}}), {"f": ["no-op"]}),
		_deleting(_after({"firewalls": {"f": {"subnets": sample.all(["z"])}}}), {"f": ["create"]}),
	] {
		subnet_reuse_wait.subjects == {"e"} with input as document
		subnet_reuse_wait.deny == set() with input as document
		subnet_reuse_wait.undetermined == set() with input as document
	}
}

test_allow_environments_that_stay if {
	subnet_reuse_wait.subjects == set() with input as sample.change(_before, _after({}), {"e": ["no-op"], "s": ["update"]})
	external := {"integration_service_environments": {"e": {"presence": "external", "subnets": sample.all(["s"])}}}
	subnet_reuse_wait.subjects == set() with input as sample.change(object.union(_before, external), _after({}), {"e": ["delete"], "s": ["update"]})
	subnet_reuse_wait.subjects == set() with input as sample.environment({})
}

test_undetermined if {
	open := {"integration_service_environments": {"e": {"subnets": [sample.to("s"), sample.untold]}}}
	every document in [
		sample.change(object.union(_before, open), _after({}), {"e": ["delete"]}),
		_deleting(_after({"firewalls": {"f": sample.unknown(["subnets"])}}), {"f": ["create"]}),
		_deleting(_after({"private_endpoints": {"p": sample.unknown(["subnet"])}}), {"p": ["update"]}),
		_deleting({"subnets": {"s": {"presence": "external"}, "t": {}}}, {"v": ["update"]}),
	] {
		sample.about(subnet_reuse_wait.undetermined) == {"e"} with input as document
		sample.says(subnet_reuse_wait.undetermined, "of integration service environment 'the e', which is deleted") with input as document
		subnet_reuse_wait.deny == set() with input as document
		{finding.evidence | some finding in subnet_reuse_wait.undetermined} == _evidence with input as document
	}
}
