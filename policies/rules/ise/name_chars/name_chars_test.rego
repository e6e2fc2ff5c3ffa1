package vnetguard.rules.ise.name_chars_test

import data.vnetguard.rules.ise.name_chars

import data.vnetguard.lib.ise_sample as sample

_named(name) := sample.environment({"name": name})

test_deny_other_characters if {
	every name in ["ise prod!", "ise/prod", "isé", "ise:1"] {
		sample.about(name_chars.deny) == {"e"} with input as _named(name)
	}
	sample.says(name_chars.deny, "The name 'ise prod!' of integration service environment 'the e' has characters other") with input as _named("ise prod!")
}

test_deny_says_one_thing if count(name_chars.deny) == 1 with input as _named(sprintf("%0200d!", [0]))

test_deny_lengths if {
	sample.says(name_chars.deny, "has 81 characters; 1 to 80 are allowed") with input as _named(sprintf("%081d", [0]))
	sample.says(name_chars.deny, "has 0 characters") with input as _named("")
	{finding.evidence | some finding in name_chars.deny} == {[{"entity": "e", "attribute": "name"}]} with input as _named("")
}

test_allow if {
	every name in ["ise-prod_1.eu", "a", sprintf("%080d", [0])] {
		name_chars.subjects == {"e"} with input as _named(name)
		name_chars.deny == set() with input as _named(name)
		name_chars.undetermined == set() with input as _named(name)
	}
}

test_undetermined if {
	sample.about(name_chars.undetermined) == {"e"} with input as sample.environment(sample.unknown(["name"]))
	name_chars.deny == set() with input as sample.environment(sample.unknown(["name"]))
	{finding.evidence | some finding in name_chars.undetermined} == {[{"entity": "e", "attribute": "name"}]} with input as sample.environment(sample.unknown(["name"]))
}

test_evidence if {
	{finding.evidence | some finding in name_chars.deny} == {[{"entity": "e", "attribute": "name"}]} with input as _named("!")
}
