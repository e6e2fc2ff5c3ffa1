package vnetguard.rules.ise.capacity_dev_test

import data.vnetguard.rules.ise.capacity_dev

import data.vnetguard.lib.ise_sample as sample

_developer(units) := sample.environment({"sku_name": "developer", "capacity": units})

_maybe(units) := sample.environment(object.union({"capacity": units}, sample.unknown(["sku_name"])))

_evidence := {[{"entity": "e", "attribute": "capacity"}, {"entity": "e", "attribute": "sku_name"}]}

test_deny if {
	every units in [1, -1] {
		sample.about(capacity_dev.deny) == {"e"} with input as _developer(units)
		capacity_dev.undetermined == set() with input as _developer(units)
		{finding.evidence | some finding in capacity_dev.deny} == _evidence with input as _developer(units)
	}
	sample.says(capacity_dev.deny, "'the e' has the SKU Developer with 1 additional units; that SKU takes none.") with input as _developer(1)
}

test_allow if {
	every document in [_developer(0), sample.environment({"sku_name": "developer"})] {
		capacity_dev.subjects == {"e"} with input as document
		capacity_dev.deny == set() with input as document
		capacity_dev.undetermined == set() with input as document
	}
}

test_allow_another_sku if capacity_dev.subjects == set() with input as sample.environment({"sku_name": "premium", "capacity": 1})

test_undetermined_units if {
	document := sample.environment(object.union({"sku_name": "developer"}, sample.unknown(["capacity"])))
	sample.says(capacity_dev.undetermined, "How many additional units") with input as document
	capacity_dev.deny == set() with input as document
	{finding.evidence | some finding in capacity_dev.undetermined} == _evidence with input as document
}

test_undetermined_sku if {
	sample.says(capacity_dev.undetermined, "it has 1 additional units, and Developer takes none") with input as _maybe(1)
	capacity_dev.deny == set() with input as _maybe(1)
	{finding.evidence | some finding in capacity_dev.undetermined} == _evidence with input as _maybe(1)
}

test_undetermined_sku_and_units if {
	document := sample.environment(sample.unknown(["sku_name", "capacity"]))
	count(capacity_dev.undetermined) == 1 with input as document
	sample.says(capacity_dev.undetermined, "How many additional units") with input as document
}

test_allow_units_that_every_sku_has if {
	capacity_dev.subjects == set() with input as _maybe(0)
	capacity_dev.subjects == set() with input as sample.environment(sample.unknown(["sku_name"]))
}
