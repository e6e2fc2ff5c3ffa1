package vnetguard.rules.ise.subnet_size_over_test

import data.vnetguard.rules.ise.subnet_size_over

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(subnet_size_over.deny) == {"s"} with input as document
	sample.says(subnet_size_over.deny, text) with input as document
	subnet_size_over.undetermined == set() with input as document
}

_is_fine(document) if {
	subnet_size_over.subjects == {"s"} with input as document
	subnet_size_over.deny == set() with input as document
	subnet_size_over.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_size_over.undetermined) == {"s"} with input as document
	sample.says(subnet_size_over.undetermined, text) with input as document
	subnet_size_over.deny == set() with input as document
}

_evidence := [{"entity": "s", "attribute": "prefixes"}]

_six := {"text": "fd00::/24", "version": 6, "first": "fd00::", "prefix_length": 24}

test_deny if {
	_is_denied(subnet.document(subnet.prefixes(["10.0.0.0/26"])), "Subnet 'the s' has '10.0.0.0/26'; more than a /27 brings")
	_is_denied(subnet.document(subnet.prefixes(["10.0.0.0/27", "10.1.0.0/24", "10.2.0.0/16"])), "has '10.1.0.0/24', '10.2.0.0/16'; more")
	_is_denied(subnet.document(subnet.open(subnet.prefixes(["10.0.0.0/24"]), "prefixes")), "has '10.0.0.0/24'; more")
	{finding.evidence | some finding in subnet_size_over.deny} == {_evidence} with input as subnet.document(subnet.prefixes(["10.0.0.0/8"]))
}

test_allow if {
	_is_fine(subnet.document(subnet.prefixes(["10.0.0.0/27", "10.1.0.0/28"])))
	_is_fine(subnet.document({"prefixes": [_six]}))
}

test_undetermined if {
	every attributes in [{}, sample.unknown(["prefixes"]), subnet.open(subnet.prefixes(["10.0.0.0/27"]), "prefixes")] {
		_is_undetermined(subnet.document(attributes), "The size of subnet 'the s' is not known; more than a /27 brings")
	}
	{finding.evidence | some finding in subnet_size_over.undetermined} == {_evidence} with input as subnet.document({})
}
