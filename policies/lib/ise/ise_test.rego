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

test_is_edition_before if {
	ise.is_edition_before("2022") with input as sample.edition(sample.document({}), "ise", "2020-03-12")
	not ise.is_edition_before("2022") with input as sample.edition(sample.document({}), "ise", "2022-08-20")
	not ise.is_edition_before("2022") with input as sample.edition(sample.document({}), "ise", "2022")
	not ise.is_edition_before("2022") with input as sample.edition(sample.document({}), "app", "2020-03-12")
	not ise.is_edition_before("2022") with input as sample.document({})
}

test_is_in_one if {
	within := {"integration_service_environment": sample.to("e")}
	maybe := sample.unknown(["integration_service_environment"])
	ise.is_in_one(within)
	ise.may_be_in_one(within)
	not ise.is_in_one(maybe)
	ise.may_be_in_one(maybe)
	not ise.is_in_one({})
	not ise.may_be_in_one({})
}

test_of if {
	within := {"integration_service_environment": sample.to("e")}
	ise.of(within).id == "e" with input as sample.environment({"presence": "external"})
	not ise.of({}) with input as sample.environment({})
}
