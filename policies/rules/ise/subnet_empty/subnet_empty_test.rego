package vnetguard.rules.ise.subnet_empty_test

import data.vnetguard.rules.ise.subnet_empty

import data.vnetguard.lib.ise_sample as sample

# Subnet `s` of environment `e`, and the given entities.
_document(subnet, others) := sample.document(object.union({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": object.union({"integration_service_environments": ["e"]}, subnet)},
}, others))

_holds(presence) := _document({"occupants": ["n"]}, {"subnet_occupants": {"n": {"presence": presence, "subnets": sample.all(["s"])}}})

_is_free(document) if {
	subnet_empty.subjects == {"s"} with input as document
	subnet_empty.deny == set() with input as document
	subnet_empty.undetermined == set() with input as document
}

test_deny if {
	every presence in ["declared", "external", "conditional"] {
		document := _holds(presence)
		sample.about(subnet_empty.deny) == {"s"} with input as document
		sample.says(subnet_empty.deny, "Subnet 'the s' of an integration service environment also holds 'the n'; it must") with input as document
		{finding.evidence | some finding in subnet_empty.deny} == {[{"entity": "n", "attribute": "subnets"}]} with input as document
		subnet_empty.undetermined == set() with input as document
	}
}

test_deny_names_what_is_certain if {
	document := _document(
		{"occupants": ["n", "m"], "apps": ["a"]},
		{"subnet_occupants": {"n": {"presence": "conditional"}, "m": {}}, "apps": {"a": {}}},
	)
	sample.says(subnet_empty.deny, "also holds 'the a', 'the m'; it must") with input as document
	{finding.evidence | some finding in subnet_empty.deny} == {[
		{"entity": "a", "attribute": "integration_subnet"},
		{"entity": "m", "attribute": "subnets"},
	]} with input as document
}

test_deny_in_a_subnet_outside if {
	document := _document({"presence": "external", "occupants": ["n"]}, {"subnet_occupants": {"n": {}}})
	sample.about(subnet_empty.deny) == {"s"} with input as document
	subnet_empty.undetermined == set() with input as document
}

test_allow_empty if _is_free(_document({}, {}))

test_allow_two_environments if _is_free(_document({"integration_service_environments": ["e", "f"]}, {}))

test_undetermined_what_the_input_says_of_an_occupant_outside if {
	app := object.union({"presence": "external", "stated_by": {"integration_subnet": ["r"]}}, sample.unknown(["integration_subnet"]))
	document := _document({}, {"apps": {"a": app}})
	sample.about(subnet_empty.undetermined) == {"s"} with input as document
	subnet_empty.deny == set() with input as document
}

test_allow_occupants_elsewhere if {
	every names in [sample.all(["t"]), [{"unknown": {"reason": "r", "text": "", "candidates": ["t"]}}]] {
		_is_free(_document({}, {"subnet_occupants": {"n": {"subnets": names}}}))
	}
}

test_allow_an_untold_occupant_outside if _is_free(_document({}, {"apps": {"a": object.union({"presence": "external"}, sample.unknown(["integration_subnet"]))}}))

test_allow_an_untold_environment if {
	_is_free(_document({}, {"integration_service_environments": {"e": {"subnets": sample.all(["s"])}, "f": sample.unknown(["subnets"])}}))
}

test_allow_without_an_environment if {
	other := sample.document({"subnets": {"s": {"occupants": ["n"]}}, "subnet_occupants": {"n": {}}})
	subnet_empty.subjects == set() with input as other
	subnet_empty.deny == set() with input as other
}

test_undetermined_outside if {
	document := _document({"presence": "external"}, {})
	sample.about(subnet_empty.undetermined) == {"s"} with input as document
	sample.says(subnet_empty.undetermined, "Subnet 'the s' is not part of the input, so") with input as document
	subnet_empty.deny == set() with input as document
}

test_undetermined_an_occupant_that_may_be_here if {
	every occupant in [
		sample.unknown(["subnets"]), {"subnets": [sample.untold]},
		{"unknown": {"subnets": {"reason": "r", "text": "", "candidates": ["s", "t"]}}},
	] {
		document := _document({}, {"subnet_occupants": {"n": occupant}})
		sample.about(subnet_empty.undetermined) == {"s"} with input as document
		sample.says(subnet_empty.undetermined, "In which subnet 'the n' stands is not known; it may be 'the s', which") with input as document
		{finding.evidence | some finding in subnet_empty.undetermined} == {[{"entity": "n", "attribute": "subnets"}]} with input as document
		subnet_empty.deny == set() with input as document
	}
}

test_deny_is_not_undetermined_too if {
	document := _document({"occupants": ["n"]}, {"subnet_occupants": {"n": {}, "m": sample.unknown(["subnets"])}})
	sample.about(subnet_empty.deny) == {"s"} with input as document
	subnet_empty.undetermined == set() with input as document
}
