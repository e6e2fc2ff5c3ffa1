package vnetguard.rules.ise.subnet_addr_immutable_test

import data.vnetguard.rules.ise.subnet_addr_immutable

import data.vnetguard.lib.ise_sample as sample

_prefix(first, last) := {"text": sprintf("%s/27", [first]), "first": first, "last": last}

_old := [_prefix("10.0.0.0", "10.0.0.31")]

_new := [_prefix("10.0.0.32", "10.0.0.63")]

_side(subnets, subnet) := {
	"integration_service_environments": {"e": object.union({"subnets": sample.all(["s"])}, subnets)},
	"subnets": {"s": object.union({"integration_service_environments": ["e"], "virtual_network": sample.to("v")}, subnet)},
	"virtual_networks": {"v": {}},
}

_subnet(before, after, actions) := sample.change(_side({}, before), _side({}, after), object.union({"e": ["no-op"]}, actions))

_list(before, after) := sample.change(_side({"subnets": before}, {}), _side({"subnets": after}, {}), {"e": ["update"]})

test_deny_another_prefix if {
	document := _subnet({"prefixes": _old}, {"prefixes": _new}, {"s": ["update"]})
	sample.about(subnet_addr_immutable.deny) == {"s"} with input as document
	sample.says(subnet_addr_immutable.deny, "of subnet 'the s' would change from '10.0.0.0/27' to '10.0.0.32/27'; it is in use by integration service environment 'the e'") with input as document
	subnet_addr_immutable.undetermined == set() with input as document
	{finding.evidence | some finding in subnet_addr_immutable.deny} == {[{"entity": "s", "attribute": "prefixes"}]} with input as document
}

test_deny_a_longer_prefix if {
	document := _subnet({"prefixes": _old}, {"prefixes": [_prefix("10.0.0.0", "10.0.0.63")]}, {"s": ["update"]})
	sample.about(subnet_addr_immutable.deny) == {"s"} with input as document
}

test_deny_a_subnet_that_goes if {
	every actions in [["delete"], ["delete", "create"]] {
		document := _subnet({"prefixes": _old}, {"prefixes": _new}, {"s": actions})
		count(subnet_addr_immutable.deny) == 1 with input as document
		sample.says(subnet_addr_immutable.deny, "Subnet 'the s' would be deleted or created anew; it is in use by integration service environment 'the e'") with input as document
	}
}

test_deny_what_goes_is_not_undetermined_too if {
	document := _subnet({"prefixes": _old}, sample.unknown(["prefixes"]), {"s": ["delete", "create"]})
	subnet_addr_immutable.undetermined == set() with input as document
}

test_allow_a_subnet_that_its_network_keeps if {
	document := _subnet({"prefixes": _old, "name": "a"}, {"prefixes": _old}, {"v": ["update"]})
	subnet_addr_immutable.deny == set() with input as document
}

test_undetermined_whether_its_network_loses_it if {
	every after in [{"presence": "external"}, object.union({"presence": "external"}, sample.unknown(["prefixes"]))] {
		document := _subnet({"prefixes": _old, "name": "a"}, after, {"v": ["update"]})
		sample.about(subnet_addr_immutable.undetermined) == {"s"} with input as document
		sample.says(subnet_addr_immutable.undetermined, "Whether virtual network 'the v' would lose subnet 'a' cannot be told; it is in use by integration service environment 'the e'") with input as document
		subnet_addr_immutable.deny == set() with input as document
	}
}

test_allow_a_subnet_that_is_no_longer_managed if {
	every actions in [{"s": ["forget"], "v": ["update"]}, {"v": ["no-op"]}, {"v": ["forget"]}] {
		every after in [{"prefixes": _new}, sample.unknown(["prefixes"])] {
			document := _subnet({"prefixes": _old, "name": "a"}, object.union({"presence": "external"}, after), actions)
			subnet_addr_immutable.deny == set() with input as document
			subnet_addr_immutable.undetermined == set() with input as document
		}
	}
}

test_deny_other_subnets if {
	every lists in [[["s"], ["s", "t"]], [["s", "t"], ["s"]], [["s"], ["t"]]] {
		document := _list(sample.all(lists[0]), sample.all(lists[1]))
		sample.about(subnet_addr_immutable.deny) == {"e"} with input as document
		sample.says(subnet_addr_immutable.deny, "The subnets of integration service environment 'the e' would change") with input as document
		subnet_addr_immutable.undetermined == set() with input as document
		{finding.evidence | some finding in subnet_addr_immutable.deny} == {[{"entity": "e", "attribute": "subnets"}]} with input as document
	}
}

test_deny_what_the_plan_says if {
	untold := _list([sample.untold], [sample.untold])
	document := object.union(untold, {"changes": {"e": {"replaced_by": ["sku_name", "virtual_network_subnet_ids"]}}})
	sample.about(subnet_addr_immutable.deny) == {"e"} with input as document
	subnet_addr_immutable.deny == set() with input as object.union(untold, {"changes": {"e": {"replaced_by": ["sku_name"]}}})
}

test_deny_other_subnets_beside_what_is_not_told if {
	sample.about(subnet_addr_immutable.deny) == {"e"} with input as _list(sample.all(["s"]), [sample.to("t"), sample.untold])
	sample.about(subnet_addr_immutable.deny) == {"e"} with input as _list([sample.to("t"), sample.untold], sample.all(["s"]))
}

test_allow if {
	document := _subnet({"prefixes": _old}, {"prefixes": _old}, {"s": ["update"]})
	subnet_addr_immutable.subjects == {"e", "s"} with input as document
	subnet_addr_immutable.deny == set() with input as document
	subnet_addr_immutable.undetermined == set() with input as document
}

test_allow_without_prefixes if {
	subnet_addr_immutable.undetermined == set() with input as _subnet({}, {}, {"s": ["update"]})
}

test_allow_the_same_list_in_another_order if {
	document := _list(sample.all(["s", "t"]), sample.all(["t", "s"]))
	subnet_addr_immutable.deny == set() with input as document
	subnet_addr_immutable.undetermined == set() with input as document
}

test_allow_when_the_environment_goes_too if {
	document := sample.change(_side({}, {"prefixes": _old}), {"subnets": {"s": {"prefixes": _new}}}, {"e": ["delete"], "s": ["update"]})
	subnet_addr_immutable.subjects == set() with input as document
}

test_allow_a_subnet_outside_the_input if {
	document := _subnet({"presence": "external"}, {"presence": "external"}, {})
	subnet_addr_immutable.subjects == {"e"} with input as document
}

test_undetermined_prefixes if {
	every sides in [
		[{"prefixes": _old}, sample.unknown(["prefixes"])],
		[sample.unknown(["prefixes"]), {"prefixes": _old}],
		[{"prefixes": _old}, {}],
		[{}, {"prefixes": _old}],
	] {
		document := _subnet(sides[0], sides[1], {"s": ["update"]})
		sample.about(subnet_addr_immutable.undetermined) == {"s"} with input as document
		sample.says(subnet_addr_immutable.undetermined, "of subnet 'the s' would change cannot be told; it is in use by integration service environment 'the e'") with input as document
		subnet_addr_immutable.deny == set() with input as document
		{finding.evidence | some finding in subnet_addr_immutable.undetermined} == {[{"entity": "s", "attribute": "prefixes"}]} with input as document
	}
}

test_undetermined_subnets if {
	every lists in [
		[sample.all(["s"]), [sample.to("s"), sample.untold]],
		[[sample.to("s"), sample.untold], sample.all(["s"])],
		[[sample.untold], [sample.untold]], [[sample.to("s"), sample.untold], sample.all(["s", "t"])],
		[sample.all(["s", "t"]), [sample.to("s"), sample.untold]],
	] {
		document := _list(lists[0], lists[1])
		sample.about(subnet_addr_immutable.undetermined) == {"e"} with input as document
		sample.says(subnet_addr_immutable.undetermined, "Whether the subnets of integration service environment 'the e' would change") with input as document
		subnet_addr_immutable.deny == set() with input as document
		{finding.evidence | some finding in subnet_addr_immutable.undetermined} == {[{"entity": "e", "attribute": "subnets"}]} with input as document
	}
}

test_allow_a_template if subnet_addr_immutable.subjects == set() with input as sample.document(_side({}, {}))
