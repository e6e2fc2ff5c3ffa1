package vnetguard.lib.ise_test

import data.vnetguard.lib.ise

import data.vnetguard.lib.ise_sample

test_deployed if {
	object.keys(ise.deployed) == {"e"} with input as ise_sample.environment({})
	object.keys(ise.deployed) == {"e"} with input as ise_sample.environment({"presence": "conditional"})
}

test_not_deployed if {
	ise.deployed == {} with input as ise_sample.environment({"presence": "external"})
	ise.deployed == {} with input as ise_sample.document({})
}
