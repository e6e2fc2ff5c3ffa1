package vnetguard.rules.ise.vnet_immutable_test

import data.vnetguard.rules.ise.vnet_immutable

import data.vnetguard.lib.ise_sample as sample

_side(subnets, unknown) := {
	"integration_service_environments": {"e": object.union({"subnets": subnets}, unknown)},
	"subnets": {"a": {"virtual_network": sample.to("v")}, "b": {"virtual_network": sample.to("w")}, "c": {}},
	"virtual_networks": {"v": {}, "w": {}},
}

_moving(before, after) := sample.change(_side(before, {}), _side(after, {}), {"e": ["update"]})

_evidence := {[{"entity": "e", "attribute": "subnets"}]}

test_deny if {
	document := _moving(sample.all(["a"]), sample.all(["b"]))
	sample.about(vnet_immutable.deny) == {"e"} with input as document
	sample.says(vnet_immutable.deny, "'the e' would move to another virtual network ('the w')") with input as document
	vnet_immutable.undetermined == set() with input as document
	{finding.evidence | some finding in vnet_immutable.deny} == _evidence with input as document
}

test_deny_another_beside_what_is_not_told if {
	document := _moving(sample.all(["a"]), [sample.to("b"), sample.untold])
	sample.about(vnet_immutable.deny) == {"e"} with input as document
}

test_allow if {
	document := _moving(sample.all(["a"]), sample.all(["a"]))
	vnet_immutable.subjects == {"e"} with input as document
	vnet_immutable.deny == set() with input as document
	vnet_immutable.undetermined == set() with input as document
}

test_allow_creation if vnet_immutable.subjects == set() with input as sample.document(_side(sample.all(["a"]), {}))

test_undetermined if {
	every document in [
		_moving(sample.all(["a"]), [sample.to("a"), sample.untold]),
		_moving([sample.to("a"), sample.untold], sample.all(["b"])),
		_moving([sample.to("a"), sample.untold], sample.all(["a"])),
		_moving(sample.all(["a"]), sample.all(["a", "c"])),
		_moving(sample.all(["a", "c"]), sample.all(["b"])),
		_moving(sample.all(["a", "b"]), sample.all(["a"])),
		sample.change(_side(sample.all(["a"]), {}), _side([], sample.unknown(["subnets"])), {"e": ["update"]}),
		sample.change(_side([], sample.unknown(["subnets"])), _side(sample.all(["a"]), {}), {"e": ["update"]}),
	] {
		sample.about(vnet_immutable.undetermined) == {"e"} with input as document
		vnet_immutable.deny == set() with input as document
		{finding.evidence | some finding in vnet_immutable.undetermined} == _evidence with input as document
	}
}

test_undetermined_names_the_environment if {
	sample.says(vnet_immutable.undetermined, "'the e' would move") with input as _moving(sample.all(["a"]), [sample.untold])
}
