package vnetguard.rules.app.vni_subnet_dedicated_test

import data.vnetguard.rules.app.vni_subnet_dedicated

import data.vnetguard.lib.integration_sample as sample

_used(attributes, kind, other) := sample.with_entities(
	sample.with_subnets(sample.document({"a": {}}), {"s": attributes}),
	kind, {"x": object.union({"subject": "the other"}, other)},
)

_endpoint := _used({"private_endpoints": ["x"]}, "private_endpoints", {"subnet": sample.to("s")})

test_deny_others if {
	every kind, listed in {
		"app_service_environments": "app_service_environments",
		"firewalls": "firewalls",
		"integration_service_environments": "integration_service_environments",
		"private_endpoints": "private_endpoints",
		"subnet_occupants": "occupants",
		"virtual_network_gateways": "virtual_network_gateways",
	} {
		{finding.subject | some finding in vni_subnet_dedicated.deny} == {"s"} with input as _used({listed: ["x"]}, kind, {})
	}
}

test_deny_names_them if {
	some finding in vni_subnet_dedicated.deny with input as _endpoint
	finding.msg == "'the other' is in subnet 'subnet s', which is dedicated to the virtual network integration of 'app a'."
	finding.evidence == [{"entity": "x", "attribute": "subnet"}]
}

test_deny_is_not_undetermined_too if {
	outside := sample.with_subnets(_endpoint, {"s": {"presence": "external"}})
	count(vni_subnet_dedicated.deny) == 1 with input as outside
	vni_subnet_dedicated.undetermined == set() with input as outside
	lost := sample.with_entities(_endpoint, "private_endpoints", {"y": {"unknown": sample.unknown("subnet")}})
	vni_subnet_dedicated.undetermined == set() with input as lost
}

test_allow_apps_and_their_plan if {
	joined := _used({"app_service_plans": ["p"]}, "private_endpoints", {"subnet": sample.to("t")})
	vni_subnet_dedicated.subjects == {"s"} with input as joined
	vni_subnet_dedicated.deny == set() with input as joined
	vni_subnet_dedicated.undetermined == set() with input as joined
}

test_allow_without_integration if {
	vni_subnet_dedicated.subjects == set() with input as sample.with_subnets(sample.document({}), {"s": {"private_endpoints": ["x"]}})
}

test_undetermined_outside if {
	outside := sample.with_subnets(sample.document({"a": {}}), {"s": {"presence": "external"}})
	vni_subnet_dedicated.deny == set() with input as outside
	{finding.msg | some finding in vni_subnet_dedicated.undetermined} == {"What else is in subnet 'subnet s' cannot be told: it is not part of the input."} with input as outside
}

test_undetermined_somewhere if {
	every kind, other in {
		"private_endpoints": {"unknown": sample.unknown("subnet")},
		"firewalls": {"unknown": sample.unknown("subnets")},
		"subnet_occupants": {"subnets": [{"unknown": {"reason": "r", "text": ""}}]},
		"virtual_network_gateways": {"subnets": [{"unknown": {"reason": "r", "text": "", "candidates": ["s"]}}]},
		"app_service_environments": {"unknown": {"subnet": {"reason": "r", "text": "", "candidates": ["t", "s"]}}},
	} {
		document := _used({}, kind, other)
		{finding.subject | some finding in vni_subnet_dedicated.undetermined} == {"s"} with input as document
		vni_subnet_dedicated.deny == set() with input as document
	}
}

test_undetermined_names_them if {
	some finding in vni_subnet_dedicated.undetermined with input as _used({}, "private_endpoints", {"unknown": sample.unknown("subnet")})
	finding.msg == "Whether 'the other' is in subnet 'subnet s', which is dedicated to the virtual network integration of 'app a', cannot be told."
	finding.evidence == [{"entity": "x", "attribute": "subnet"}]
}

test_allow_others_elsewhere if {
	every kind, other in {
		"private_endpoints": {"presence": "external", "unknown": sample.unknown("subnet")},
		"apps": {"presence": "external", "unknown": {"integration_subnet": {"reason": "not part of the input", "text": ""}}},
		"subnet_occupants": {"subnets": [{"unknown": {"reason": "r", "text": "", "candidates": ["t"]}}, sample.to("t")]},
		"app_service_environments": {"unknown": {"subnet": {"reason": "r", "text": "", "candidates": ["t"]}}},
	} {
		vni_subnet_dedicated.undetermined == set() with input as _used({}, kind, other)
	}
}

test_undetermined_candidates if {
	both := {"s": {"private_endpoints": ["x"]}, "t": {}}
	document := sample.with_subnets(sample.document({"c": sample.one_of(["s", "t"])}), both)
	vni_subnet_dedicated.subjects == {"s"} with input as document
	vni_subnet_dedicated.deny == set() with input as document
	{finding.subject | some finding in vni_subnet_dedicated.undetermined} == {"s"} with input as document
	outside := sample.with_subnets(document, {"t": {"presence": "external"}})
	vni_subnet_dedicated.subjects == {"s", "t"} with input as outside
	joined := sample.with_subnets(sample.document({"a": {}, "c": sample.one_of(["s"])}), {"s": {"app_service_plans": ["p"]}})
	vni_subnet_dedicated.undetermined == set() with input as joined
}

test_undetermined_lost if {
	document := sample.document({"d": sample.lost})
	vni_subnet_dedicated.subjects == {"d"} with input as document
	{finding.subject | some finding in vni_subnet_dedicated.undetermined} == {"d"} with input as document
}
