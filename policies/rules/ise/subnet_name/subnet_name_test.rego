package vnetguard.rules.ise.subnet_name_test

import data.vnetguard.rules.ise.subnet_name

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(subnet_name.deny) == {"s"} with input as document
	sample.says(subnet_name.deny, text) with input as document
	subnet_name.undetermined == set() with input as document
}

_is_fine(document) if {
	subnet_name.subjects == {"s"} with input as document
	subnet_name.deny == set() with input as document
	subnet_name.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_name.undetermined) == {"s"} with input as document
	sample.says(subnet_name.undetermined, text) with input as document
	subnet_name.deny == set() with input as document
}

_named(name) := subnet.document({"name": name})

test_deny_the_first_character if {
	every name in ["1-ise", "-ise", ".a", "é", "@a"] {
		_is_denied(_named(name), sprintf("The name '%s' of subnet 'the s' begins with neither a letter nor an underscore; an", [name]))
	}
}

test_deny_characters if {
	every name in ["a<", "a>b", "a%b", "ise&a", `a\b`, "a?", "a/b"] {
		_is_denied(_named(name), sprintf("The name '%s' of subnet 'the s' has one of the characters < > %% & \\ ? /; an", [name]))
	}
}

test_deny_shows_the_name if {
	{finding.evidence | some finding in subnet_name.deny} == {[{"entity": "s", "attribute": "name"}]} with input as _named("1")
}

test_allow if {
	every name in ["ise_1", "_1", "A.b-c", "z9", "Zone"] {
		_is_fine(_named(name))
	}
}

test_undetermined if {
	_is_undetermined(subnet.document(sample.unknown(["name"])), "The name of subnet 'the s' of an integration service environment is not known.")
	{finding.evidence | some finding in subnet_name.undetermined} == {[{"entity": "s", "attribute": "name"}]} with input as subnet.document({})
}
