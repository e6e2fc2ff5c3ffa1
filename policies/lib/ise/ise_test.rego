package vnetguard.lib.ise_test

import data.vnetguard.lib.ise

import data.vnetguard.lib.ise_sample as sample

test_deployed if {
	object.keys(ise.deployed) == {"e"} with input as sample.environment({})
	object.keys(ise.deployed) == {"e"} with input as sample.environment({"presence": "conditional"})
}

test_not_deployed if {
	ise.deployed == {} with input as sample.environment({"presence": "external"})
	ise.deployed == {} with input as sample.document({})
}

test_kept if {
	document := sample.changed({"capacity": 1}, {"capacity": 2}, {})
	object.keys(ise.kept) == {"e"} with input as document
	ise.kept.e.before.capacity == 1 with input as document
	ise.kept.e.after.capacity == 2 with input as document
}

test_not_kept if {
	ise.kept == {} with input as sample.environment({})
	ise.kept == {} with input as sample.changed({"presence": "external"}, {}, {})
	ise.kept == {} with input as sample.changed({}, {"presence": "external"}, {})
	ise.kept == {} with input as sample.change({"integration_service_environments": {"e": {}}}, {}, {})
}

test_subnets if {
	ise.subnets({"subnets": [sample.to("a"), sample.to("b"), sample.untold]}) == {"a", "b"}
	ise.subnets({}) == set()
}

test_names_all_subnets if {
	ise.names_all_subnets({"subnets": sample.all(["a"])})
	ise.names_all_subnets({})
	some_untold := {"subnets": [sample.to("a"), sample.untold]}
	not ise.names_all_subnets(some_untold)
	open := object.union({"subnets": sample.all(["a"])}, sample.unknown(["subnets"]))
	not ise.names_all_subnets(open)
}
