package vnetguard.rules.ise.sku_immutable_test

import data.vnetguard.rules.ise.sku_immutable

import data.vnetguard.lib.ise_sample as sample

_evidence := {[{"entity": "e", "attribute": "sku_name"}]}

test_deny_another if {
	every actions in [["update"], ["delete", "create"]] {
		document := sample.changed({"sku_name": "premium"}, {"sku_name": "developer"}, actions)
		sample.about(sku_immutable.deny) == {"e"} with input as document
		sample.says(sku_immutable.deny, "The SKU of integration service environment 'the e' would change from 'premium' to 'developer'") with input as document
		sku_immutable.undetermined == set() with input as document
		{finding.evidence | some finding in sku_immutable.deny} == _evidence with input as document
	}
}

test_allow_the_same if {
	every attributes in [{"sku_name": "premium"}, {}] {
		document := sample.changed(attributes, attributes, ["update"])
		sku_immutable.subjects == {"e"} with input as document
		sku_immutable.deny == set() with input as document
		sku_immutable.undetermined == set() with input as document
	}
}

test_allow_creation if {
	sku_immutable.subjects == set() with input as sample.environment({"sku_name": "premium"})
	sku_immutable.subjects == set() with input as sample.change({}, {"integration_service_environments": {"e": {}}}, {"e": ["create"]})
}

test_undetermined if {
	every after in [sample.unknown(["sku_name"]), {}] {
		document := sample.changed({"sku_name": "premium"}, after, ["update"])
		sample.about(sku_immutable.undetermined) == {"e"} with input as document
		sample.says(sku_immutable.undetermined, "'the e' would change, which it cannot") with input as document
		sku_immutable.deny == set() with input as document
		{finding.evidence | some finding in sku_immutable.undetermined} == _evidence with input as document
	}
}
