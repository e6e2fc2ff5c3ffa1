package vnetguard.rules.ise.capacity_premium_test

import data.vnetguard.rules.ise.capacity_premium

import data.vnetguard.lib.ise_sample as sample

_premium(units) := sample.environment({"sku_name": "premium", "capacity": units})

_maybe(units) := sample.environment(object.union({"capacity": units}, sample.unknown(["sku_name"])))

_evidence := {[{"entity": "e", "attribute": "capacity"}, {"entity": "e", "attribute": "sku_name"}]}

test_deny if {
	every units in [11, -1] {
		sample.about(capacity_premium.deny) == {"e"} with input as _premium(units)
		capacity_premium.undetermined == set() with input as _premium(units)
		{finding.evidence | some finding in capacity_premium.deny} == _evidence with input as _premium(units)
	}
	sample.says(capacity_premium.deny, "'the e' has the SKU Premium with 11 additional units; 0 to 10 are allowed.") with input as _premium(11)
}

test_allow if {
	every units in [0, 5, 10] {
		capacity_premium.subjects == {"e"} with input as _premium(units)
		capacity_premium.deny == set() with input as _premium(units)
		capacity_premium.undetermined == set() with input as _premium(units)
	}
}

test_allow_another_sku if capacity_premium.subjects == set() with input as sample.environment({"sku_name": "developer", "capacity": 11})

test_undetermined_units if {
	every environment in [{}, sample.unknown(["capacity"])] {
		document := sample.environment(object.union({"sku_name": "premium"}, environment))
		sample.about(capacity_premium.undetermined) == {"e"} with input as document
		sample.says(capacity_premium.undetermined, "How many additional units") with input as document
		capacity_premium.deny == set() with input as document
		{finding.evidence | some finding in capacity_premium.undetermined} == _evidence with input as document
	}
}

test_undetermined_sku if {
	sample.says(capacity_premium.undetermined, "it has 11 additional units, and Premium allows 0 to 10") with input as _maybe(11)
	capacity_premium.deny == set() with input as _maybe(11)
	{finding.evidence | some finding in capacity_premium.undetermined} == _evidence with input as _maybe(11)
}

test_undetermined_sku_and_units if {
	document := sample.environment(sample.unknown(["sku_name", "capacity"]))
	count(capacity_premium.undetermined) == 1 with input as document
	sample.says(capacity_premium.undetermined, "How many additional units") with input as document
}

test_allow_units_that_every_sku_has if {
	every units in [0, 10] {
		capacity_premium.subjects == set() with input as _maybe(units)
	}
}
