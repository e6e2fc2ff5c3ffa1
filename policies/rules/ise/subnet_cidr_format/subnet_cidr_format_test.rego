package vnetguard.rules.ise.subnet_cidr_format_test

import data.vnetguard.rules.ise.subnet_cidr_format

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(subnet_cidr_format.deny) == {"s"} with input as document
	sample.says(subnet_cidr_format.deny, text) with input as document
	subnet_cidr_format.undetermined == set() with input as document
}

_is_fine(document) if {
	subnet_cidr_format.subjects == {"s"} with input as document
	subnet_cidr_format.deny == set() with input as document
	subnet_cidr_format.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_cidr_format.undetermined) == {"s"} with input as document
	sample.says(subnet_cidr_format.undetermined, text) with input as document
	subnet_cidr_format.deny == set() with input as document
}

_evidence := [{"entity": "s", "attribute": "prefixes"}]

_six := {"text": "fd00::/64", "version": 6, "first": "fd00::", "prefix_length": 64}

_address := {"text": "10.0.0.0", "version": 4, "first": "10.0.0.0", "prefix_length": 32}

_not_usable(text) := {"unknown": {"prefixes": {"reason": "a value that cannot be used", "text": text}}}

_right := subnet.prefix("10.0.0.0/27")

test_deny if {
	_is_denied(subnet.document({"prefixes": [_address]}), "Subnet 'the s' has '10.0.0.0'; an integration service environment requires IPv4")
	_is_denied(subnet.document({"prefixes": [_right, _six]}), "Subnet 'the s' has 'fd00::/64'; an")
	_is_denied(subnet.document(_not_usable("10.0.0.0/33")), "Subnet 'the s' has '10.0.0.0/33'; an")
	{finding.evidence | some finding in subnet_cidr_format.deny} == {_evidence} with input as subnet.document({"prefixes": [_six]})
}

test_deny_whatever_else_is_not_known if {
	_is_denied(subnet.document(subnet.open({"prefixes": [_address]}, "prefixes")), "has '10.0.0.0'; an")
	_is_denied(subnet.document(object.union({"prefixes": [_right]}, _not_usable("x"))), "has 'x'; an")
}

test_allow if _is_fine(subnet.document({"prefixes": [_right, subnet.prefix("10.0.0.5/27")]}))

test_undetermined if {
	every attributes in [{}, sample.unknown(["prefixes"]), _not_usable(""), subnet.open({"prefixes": [_right]}, "prefixes")] {
		_is_undetermined(subnet.document(attributes), "The prefixes of subnet 'the s' are not known; an")
	}
	{finding.evidence | some finding in subnet_cidr_format.undetermined} == {_evidence} with input as subnet.document({})
}

test_undetermined_an_expression if {
	asked := {"unknown": {"prefixes": {"reason": "a parameter without a value", "text": "parameters('prefix')"}}}
	_is_undetermined(subnet.document(asked), "are not known; an")
}
