package vnetguard.rules.ise.subnet_classb_test

import data.vnetguard.rules.ise.subnet_classb

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(subnet_classb.deny) == {"s"} with input as document
	sample.says(subnet_classb.deny, text) with input as document
	subnet_classb.undetermined == set() with input as document
}

_is_fine(document) if {
	subnet_classb.subjects == {"s"} with input as document
	subnet_classb.deny == set() with input as document
	subnet_classb.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_classb.undetermined) == {"s"} with input as document
	sample.says(subnet_classb.undetermined, text) with input as document
	subnet_classb.deny == set() with input as document
}

_evidence := [{"entity": "s", "attribute": "prefixes"}]

_in_2020(attributes) := sample.edition(subnet.document(attributes), "ise", "2020-03-12")

_six := {"text": "fd00::/24", "version": 6, "first": "fd00::", "prefix_length": 24}

test_deny if {
	every text in ["10.0.0.0/27", "127.255.255.0/24", "192.0.0.0/27", "128.0.0.0/1", "192.168.0.0/16"] {
		_is_denied(_in_2020(subnet.prefixes([text])), sprintf("Subnet 'the s' has '%s', which is not in class B", [text]))
	}
	_is_denied(_in_2020(subnet.open(subnet.prefixes(["172.16.0.0/27", "10.0.0.0/27"]), "prefixes")), "has '10.0.0.0/27', which")
	{finding.evidence | some finding in subnet_classb.deny} == {_evidence} with input as _in_2020(subnet.prefixes(["10.0.0.0/27"]))
}

test_allow_class_b if {
	_is_fine(_in_2020(subnet.prefixes(["172.16.0.0/27", "128.0.0.0/24", "191.255.255.0/24"])))
	_is_fine(_in_2020({"prefixes": [_six]}))
}

test_allow_in_later_editions if {
	document := subnet.document(subnet.prefixes(["10.0.0.0/27"]))
	every asked in [document, sample.edition(document, "ise", "2022-08-20"), sample.edition(document, "app", "2019-07-09")] {
		subnet_classb.subjects == set() with input as asked
		subnet_classb.deny == set() with input as asked
		subnet_classb.undetermined == set() with input as asked
	}
}

test_undetermined if {
	every attributes in [{}, sample.unknown(["prefixes"]), subnet.open(subnet.prefixes(["172.16.0.0/27"]), "prefixes")] {
		_is_undetermined(_in_2020(attributes), "Whether the prefixes of subnet 'the s' are in class B is not known.")
	}
	{finding.evidence | some finding in subnet_classb.undetermined} == {_evidence} with input as _in_2020({})
}
