package vnetguard.rules.ise.sku_value_test

import data.vnetguard.rules.ise.sku_value

import data.vnetguard.lib.ise_sample as sample

_evidence := {[{"entity": "e", "attribute": "sku_name"}]}

test_deny_another if {
	other := sample.environment({"sku_name": "notspecified"})
	sample.about(sku_value.deny) == {"e"} with input as other
	sample.says(sku_value.deny, "'the e' has the SKU 'notspecified'; the SKU is one of 'developer', 'premium'.") with input as other
	{finding.evidence | some finding in sku_value.deny} == _evidence with input as other
}

test_deny_none if {
	sample.about(sku_value.deny) == {"e"} with input as sample.environment({})
	sample.says(sku_value.deny, "'the e' does not state the SKU; it is one of 'developer', 'premium'.") with input as sample.environment({})
	{finding.evidence | some finding in sku_value.deny} == _evidence with input as sample.environment({})
}

test_allow if {
	every value in ["developer", "premium"] {
		sku_value.subjects == {"e"} with input as sample.environment({"sku_name": value})
		sku_value.deny == set() with input as sample.environment({"sku_name": value})
		sku_value.undetermined == set() with input as sample.environment({"sku_name": value})
	}
}

test_undetermined if {
	sample.about(sku_value.undetermined) == {"e"} with input as sample.environment(sample.unknown(["sku_name"]))
	sku_value.deny == set() with input as sample.environment(sample.unknown(["sku_name"]))
	{finding.evidence | some finding in sku_value.undetermined} == _evidence with input as sample.environment(sample.unknown(["sku_name"]))
}
