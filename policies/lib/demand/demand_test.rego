package vnetguard.lib.demand_test

import data.vnetguard.lib.demand

import data.vnetguard.lib.integration_sample as sample

_two := sample.with_plans(sample.document({"a": {}, "b": {"plan": sample.to("q")}}), {"p": {"capacity": 4}, "q": {"capacity": 3}})

_more := sample.with_plans(
	sample.document({"a": {}, "c": object.union(sample.one_of(["s", "t"]), {"plan": sample.to("q")})}),
	{"p": {"capacity": 4}, "q": {"capacity": 3}},
)

_without_plan := sample.document({"a": {}, "b": {"plan": null, "unknown": sample.unknown("plan")}})

_flex := sample.with_plans(_two, {"q": {"sku_name": "fc1"}})

_s(document) := document.after.subnets.s

test_subnets if {
	demand.subnets == {"s"} with input as _two
	demand.subnets == set() with input as sample.with_plans(_two, {"p": {"sku_name": "fc1"}, "q": {"sku_name": "fc1"}})
}

test_doubtful if {
	demand.doubtful == {"t"} with input as _more
	demand.doubtful == set() with input as sample.with_plans(_more, {"q": {"sku_name": "fc1"}})
	demand.doubtful == set() with input as _two
}

test_plans if {
	two_subnet := _s(_two)
	demand.plans(two_subnet) == {"p", "q"} with input as _two
	flex_subnet := _s(_flex)
	demand.plans(flex_subnet) == {"p"} with input as _flex
	more_subnet := _s(_more)
	demand.plans(more_subnet) == {"p"} with input as _more
	demand.plans_at_most(more_subnet) == {"p", "q"} with input as _more
}

test_assumed if {
	subnet := _s(_two)
	demand.assumed(subnet) == set() with input as _two
	half := sample.with_plans(_two, {"p": {"capacity": null}})
	demand.assumed(subnet) == {"p"} with input as half
}

test_is_open if {
	subnet := _s(_two)
	not demand.is_open(subnet) with input as _two
	without_plan_subnet := _s(_without_plan)
	demand.is_open(without_plan_subnet) with input as _without_plan
}

test_is_shared if {
	two_subnet := _s(_two)
	demand.is_shared(two_subnet) with input as _two
	one := _s(_more)
	not demand.is_shared(one) with input as _more
	flex := _s(_flex)
	not demand.is_shared(flex) with input as _flex
}

test_may_be_shared if {
	two_subnet := _s(_two)
	demand.may_be_shared(two_subnet) with input as _two
	more_subnet := _s(_more)
	demand.may_be_shared(more_subnet) with input as _more
	without_plan_subnet := _s(_without_plan)
	demand.may_be_shared(without_plan_subnet) with input as _without_plan
	one := sample.document({"a": {}, "b": {}})
	subnet := _s(one)
	not demand.may_be_shared(subnet) with input as one
	lost := sample.document({"b": {"plan": null, "unknown": sample.unknown("plan")}})
	alone := _s(lost)
	not demand.may_be_shared(alone) with input as lost
}

test_instances if {
	two_subnet := _s(_two)
	demand.fewest(two_subnet) == 7 with input as _two
	demand.most(two_subnet) == 7 with input as _two
	more_subnet := _s(_more)
	demand.fewest(more_subnet) == 4 with input as _more
	demand.most(more_subnet) == 7 with input as _more
	same := sample.with_plans(_two, {"q": {"capacity": 4}})
	same_subnet := _s(same)
	demand.fewest(same_subnet) == 8 with input as same
	demand.most(same_subnet) == 8 with input as same
	demand.planned(same_subnet) == 8 with input as same
	demand.planned_most(same_subnet) == 8 with input as same
}

test_instances_that_nothing_bounds if {
	open := _s(_without_plan)
	not demand.most(open) with input as _without_plan
	not demand.planned_most(open) with input as _without_plan
	vague := sample.with_plans(_two, {"q": {"capacity": null, "sku_name": "x"}})
	subnet := _s(vague)
	not demand.most(subnet) with input as vague
	not demand.planned_most(subnet) with input as vague
}

test_planned if {
	two_subnet := _s(_two)
	demand.planned(two_subnet) == 7 with input as _two
	demand.planned_most(two_subnet) == 7 with input as _two
	more_subnet := _s(_more)
	demand.planned(more_subnet) == 4 with input as _more
	demand.planned_most(more_subnet) == 7 with input as _more
}

test_is_exceeded if {
	small := {"prefixes": [sample.prefix(28)], "unknown": {}}
	demand.is_exceeded(small, 12)
	not demand.is_exceeded(small, 11)
	open := {"prefixes": [sample.prefix(28)], "unknown": sample.unknown("prefixes")}
	not demand.is_exceeded(open, 12)
}

test_has_room if {
	small := {"prefixes": [sample.prefix(28)], "unknown": {}}
	demand.has_room(small, 11)
	not demand.has_room(small, 12)
	not demand.has_room({}, 1)
}

test_names if {
	two_subnet := _s(_two)
	demand.names(two_subnet) == "plan p', 'plan q" with input as _two
}
