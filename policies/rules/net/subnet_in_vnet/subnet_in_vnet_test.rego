package vnetguard.rules.net.subnet_in_vnet_test

import data.vnetguard.rules.net.subnet_in_vnet

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as prefixes

_space := {"address_space": prefixes.prefixes(["10.0.0.0/24", "10.0.1.0/25"]).prefixes}

_subnet := object.union(prefixes.prefixes(["10.0.0.0/27"]), {"virtual_network": sample.to("v")})

_placed(placement) := object.union(_subnet, {"placement": placement})

_adrift := object.union(prefixes.prefixes(["10.0.0.0/27"]), sample.unknown(["virtual_network"]))

# Network `v` with subnet `s`, and other subnets.
_document(network, subnet, others) := sample.document({
	"virtual_networks": {"v": network, "w": _space},
	"subnets": object.union({"s": subnet}, others),
})

_is_denied(document, text, evidence) if {
	sample.about(subnet_in_vnet.deny) == {"s"} with input as document
	sample.says(subnet_in_vnet.deny, text) with input as document
	{finding.evidence | some finding in subnet_in_vnet.deny} == {evidence} with input as document
	{finding | some finding in subnet_in_vnet.undetermined; finding.subject == "s"} == set() with input as document
}

_is_not_judged(document) if {
	subnet_in_vnet.subjects == set() with input as document
	subnet_in_vnet.deny == set() with input as document
	subnet_in_vnet.undetermined == set() with input as document
}

_is_undetermined(document, text, evidence) if {
	sample.about(subnet_in_vnet.undetermined) == {"s"} with input as document
	sample.says(subnet_in_vnet.undetermined, text) with input as document
	{finding.evidence | some finding in subnet_in_vnet.undetermined} == {evidence} with input as document
	subnet_in_vnet.deny == set() with input as document
}

test_deny_outside if {
	every others in [{}, {"t": sample.unknown(["virtual_network"])}] {
		_is_denied(
			_document(_space, _placed({"outside": ["10.1.0.0/24", "10.2.0.0/24"]}), others),
			"Subnet 'the s' has '10.1.0.0/24', '10.2.0.0/24', which is not in the address space of virtual network 'the v' ('10.0.0.0/24', '10.0.1.0/25').",
			[{"entity": "s", "attribute": "prefixes"}, {"entity": "v", "attribute": "address_space"}],
		)
	}
}

_overlap := _placed({"overlap": {"prefix": "10.0.0.0/27", "other": "t", "other_prefix": "10.0.0.16/28"}})

_says := "Subnet 'the s' has '10.0.0.0/27', which overlaps '10.0.0.16/28' of subnet 'the t' in the same virtual network."

_both := [{"entity": "s", "attribute": "prefixes"}, {"entity": "t", "attribute": "prefixes"}]

test_deny_overlap if _is_denied(_document(_space, _overlap, {"t": _subnet}), _says, _both)

test_deny_overlap_in_a_network_that_is_not_known if {
	every network in [{"presence": "external"}, sample.unknown(["address_space"])] {
		_is_denied(_document(network, _overlap, {"t": _subnet}), _says, _both)
	}
}

test_deny_overlap_although_there_may_be_more if {
	_is_denied(_document(_space, prefixes.open(_overlap, "prefixes"), {"t": _subnet}), _says, _both)
}

test_allow if {
	every presence in ["declared", "conditional"] {
		document := _document(object.union(_space, {"presence": presence}), _subnet, {"t": _subnet})
		subnet_in_vnet.subjects == {"s", "t"} with input as document
		subnet_in_vnet.deny == set() with input as document
		subnet_in_vnet.undetermined == set() with input as document
	}
}

test_allow_what_is_outside_the_input if {
	outside := {"presence": "external"}
	_is_not_judged(_document(_space, object.union(_placed({"outside": ["10.1.0.0/24"]}), outside), {}))
	_is_not_judged(_document(_space, object.union(_adrift, outside), {}))
	_is_not_judged(_document(object.union(_space, outside), _subnet, {}))
	_is_not_judged(_document(outside, object.union({"virtual_network": sample.to("v")}, sample.unknown(["prefixes"])), {}))
}

test_not_judged_beside_subnets_that_are_not_known if {
	_is_not_judged(_document(object.union(_space, sample.unknown(["subnets"])), _subnet, {}))
}

test_no_finding_outside_of_a_network_outside if {
	document := _document({"presence": "external"}, _placed({"outside": ["10.1.0.0/24"]}), {})
	subnet_in_vnet.deny == set() with input as document
}

test_undetermined_prefixes if {
	every subnet in [
		{"virtual_network": sample.to("v")}, object.union({"virtual_network": sample.to("v")}, sample.unknown(["prefixes"])),
		prefixes.open(_subnet, "prefixes"),
	] {
		_is_undetermined(
			_document(_space, subnet, {"t": _subnet}),
			"Not all prefixes of subnet 'the s' are known; they must be in the address space of virtual network 'the v' and",
			[{"entity": "s", "attribute": "prefixes"}],
		)
	}
}

test_no_judgement_of_what_may_overlap if {
	unknown := object.union({"virtual_network": sample.to("v")}, sample.unknown(["prefixes"]))
	beside := _document(_space, unknown, {"t": _subnet, "u": {"virtual_network": sample.to("w"), "prefixes": _subnet.prefixes}})
	subnet_in_vnet.subjects == {"s", "u"} with input as beside
	somewhere := _document(_space, _adrift, {"t": _subnet})
	subnet_in_vnet.subjects == {"s"} with input as somewhere
}

test_undetermined_address_space if {
	every network in [{}, sample.unknown(["address_space"]), prefixes.open(_space, "address_space")] {
		_is_undetermined(
			_document(network, _subnet, {}),
			"Whether subnet 'the s' is in the address space of virtual network 'the v' cannot be told: not",
			[{"entity": "v", "attribute": "address_space"}],
		)
		subnet_in_vnet.subjects == {"s", "t"} with input as _document(network, _subnet, {"t": object.union(_subnet, sample.unknown(["prefixes"]))})
	}
}

test_undetermined_network if {
	_is_undetermined(
		_document(_space, _adrift, {}),
		"The virtual network of subnet 'the s' is not known, so whether it fits there cannot be told.",
		[{"entity": "s", "attribute": "virtual_network"}],
	)
}
