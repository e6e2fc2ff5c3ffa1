package vnetguard.rules.ise.subnet_exclusive_test

import data.vnetguard.rules.ise.subnet_exclusive

import data.vnetguard.lib.ise_sample as sample

# Subnet `s`, which `e` uses, and `t`, which `f` uses; and these users of `s`.
_document(first, second, users) := sample.document({
	"integration_service_environments": {
		"e": object.union({"subnets": sample.all(["s"])}, first),
		"f": object.union({"subnets": sample.all(["t"])}, second),
	},
	"subnets": {"s": {"integration_service_environments": users}, "t": {"integration_service_environments": ["f"]}},
})

_shared := _document({}, {"subnets": sample.all(["s", "t"])}, ["e", "f"])

test_deny if {
	sample.about(subnet_exclusive.deny) == {"s"} with input as _shared
	sample.says(subnet_exclusive.deny, "Subnet 'the s' is used by the integration service environments 'the e' and 'the f'; it") with input as _shared
	{finding.evidence | some finding in subnet_exclusive.deny} == {[
		{"entity": "e", "attribute": "subnets"},
		{"entity": "f", "attribute": "subnets"},
	]} with input as _shared
	subnet_exclusive.undetermined == set() with input as _shared
}

test_allow_apart if {
	document := _document({}, {}, ["e"])
	subnet_exclusive.subjects == {"s", "t"} with input as document
	subnet_exclusive.deny == set() with input as document
	subnet_exclusive.undetermined == set() with input as document
}

test_allow_one_environment if {
	document := _document({}, {"presence": "external", "subnets": sample.all(["s"])}, ["e", "f"])
	subnet_exclusive.subjects == set() with input as document
	subnet_exclusive.deny == set() with input as document
}

test_allow_one_outside if {
	document := sample.document({
		"integration_service_environments": {
			"e": {"subnets": sample.all(["s"])}, "f": {"subnets": sample.all(["t"])},
			"g": {"presence": "external", "subnets": sample.all(["s"])}, "h": object.union({"presence": "external"}, sample.unknown(["subnets"])),
		},
		"subnets": {"s": {"integration_service_environments": ["e", "g"]}, "t": {"integration_service_environments": ["f"]}},
	})
	subnet_exclusive.subjects == {"s", "t"} with input as document
	subnet_exclusive.deny == set() with input as document
	subnet_exclusive.undetermined == set() with input as document
}

test_undetermined if {
	every second in [
		sample.unknown(["subnets"]), {"subnets": [sample.to("t"), sample.untold]},
		{"unknown": {"subnets": {"reason": "r", "text": "", "candidates": ["s"]}}},
	] {
		document := _document({}, second, ["e"])
		"s" in sample.about(subnet_exclusive.undetermined) with input as document
		sample.says(subnet_exclusive.undetermined, "of integration service environment 'the f' are known; 'the s', which") with input as document
		[{"entity": "f", "attribute": "subnets"}] in {finding.evidence | some finding in subnet_exclusive.undetermined} with input as document
		subnet_exclusive.deny == set() with input as document
	}
}

test_allow_when_only_others_are_meant if {
	document := _document({}, {"subnets": [sample.to("t"), {"unknown": {"reason": "r", "text": "", "candidates": ["t"]}}]}, ["e"])
	subnet_exclusive.undetermined == set() with input as document
}

test_allow_its_own_gaps if {
	document := _document({"subnets": [sample.to("s"), {"unknown": {"reason": "r", "text": "", "candidates": ["s"]}}]}, {}, ["e"])
	subnet_exclusive.undetermined == set() with input as document
}

test_deny_is_not_undetermined_too if {
	document := sample.document({
		"integration_service_environments": {
			"e": {"subnets": sample.all(["s"])}, "f": {"subnets": sample.all(["s"])}, "g": sample.unknown(["subnets"]),
		},
		"subnets": {"s": {"integration_service_environments": ["e", "f"]}},
	})
	sample.about(subnet_exclusive.deny) == {"s"} with input as document
	subnet_exclusive.undetermined == set() with input as document
}
