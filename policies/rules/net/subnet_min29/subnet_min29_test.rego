package vnetguard.rules.net.subnet_min29_test

import data.vnetguard.rules.net.subnet_min29

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as prefixes

_is_denied(document, text) if {
	sample.about(subnet_min29.deny) == {"s"} with input as document
	sample.says(subnet_min29.deny, text) with input as document
}

_is_fine(document) if {
	subnet_min29.subjects == {"s"} with input as document
	subnet_min29.deny == set() with input as document
	subnet_min29.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_min29.undetermined) == {"s"} with input as document
	sample.says(subnet_min29.undetermined, text) with input as document
	subnet_min29.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in subnet_min29.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	subnet_min29.subjects == set() with input as document
	subnet_min29.deny == set() with input as document
	subnet_min29.undetermined == set() with input as document
}

_evidence := [{"entity": "s", "attribute": "prefixes"}]

_subnet(attributes) := sample.document({"subnets": {"s": attributes}})

_six := {"text": "fd00::/64", "version": 6, "first": "fd00::", "prefix_length": 64}

test_deny if {
	_is_denied(_subnet(prefixes.prefixes(["10.0.0.0/30"])), "Subnet 'the s' has '10.0.0.0/30'; the smallest subnet is a /29, of")
	_is_denied(_subnet(prefixes.prefixes(["10.0.0.0/24", "10.1.0.0/31", "10.1.1.0/32"])), "has '10.1.0.0/31', '10.1.1.0/32'; the")
	_is_denied(_subnet(prefixes.open(prefixes.prefixes(["10.0.0.0/30"]), "prefixes")), "has '10.0.0.0/30'; the")
	subnet_min29.undetermined == set() with input as _subnet(prefixes.open(prefixes.prefixes(["10.0.0.0/30"]), "prefixes"))
	_shows(_subnet(prefixes.prefixes(["10.0.0.0/30"])), _evidence)
}

test_allow if {
	_is_fine(_subnet(prefixes.prefixes(["10.0.0.0/29", "10.1.0.0/8"])))
	_is_fine(_subnet({"prefixes": [_six]}))
}

test_allow_a_subnet_outside if _is_no_subject(_subnet(object.union({"presence": "external"}, prefixes.prefixes(["10.0.0.0/30"]))))

test_undetermined if {
	every attributes in [{}, sample.unknown(["prefixes"]), prefixes.open(prefixes.prefixes(["10.0.0.0/29"]), "prefixes")] {
		_is_undetermined(_subnet(attributes), "The size of subnet 'the s' is not known; the smallest is a /29.")
		{finding.evidence | some finding in subnet_min29.undetermined} == {_evidence} with input as _subnet(attributes)
	}
}
