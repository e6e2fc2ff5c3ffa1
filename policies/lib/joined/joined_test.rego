package vnetguard.lib.joined_test

import data.vnetguard.lib.joined

import data.vnetguard.lib.integration_sample as sample

_shared := sample.document({"a": {}, "b": {"plan": sample.to("q")}, "c": sample.one_of(["s", "t"]), "d": sample.lost})

test_subnets if joined.subnets == {"s"} with input as _shared

test_candidates if joined.candidates == {"s": {"c"}, "t": {"c"}} with input as _shared

test_doubtful if joined.doubtful == {"t": {"c"}} with input as _shared

test_candidates_outside if not joined.candidates.elsewhere with input as sample.document({"c": sample.one_of(["elsewhere"])})

test_lost if {
	joined.lost == {"d"} with input as _shared
	joined.lost == set() with input as sample.document({"a": {}, "n": {"integration_subnet": null}})
}

test_apps if {
	subnet := _shared.after.subnets.s
	joined.apps(subnet) == {"a", "b"} with input as _shared
	joined.apps_at_most(subnet) == {"a", "b", "c", "d"} with input as _shared
	other := _shared.after.subnets.t
	joined.apps(other) == set() with input as _shared
	joined.apps_at_most(other) == {"c", "d"} with input as _shared
}

test_plans if joined.plans({"a", "b"}) == {"p", "q"} with input as _shared

test_without_plan if {
	document := sample.document({"a": {}, "b": {"plan": null, "unknown": sample.unknown("plan")}})
	joined.plans({"a", "b"}) == {"p"} with input as document
	joined.without_plan({"a", "b"}) == {"b"} with input as document
}

test_without_flex if {
	document := sample.with_plans(sample.document({"a": {}, "b": {"plan": sample.to("q")}}), {"p": {"sku_name": "FC1"}, "q": {"sku_name": "EP1"}})
	joined.without_flex({"a", "b"}) == {"b"} with input as document
}

test_names if {
	joined.names({"b", "a"}, "apps") == "app a', 'app b" with input as _shared
	joined.names({"s"}, "subnets") == "subnet s" with input as _shared
}

test_lost_text if {
	joined.lost_text("d", "it is large") == "The subnet that app 'app d' is integrated with cannot be told, and so not whether it is large." with input as _shared
	joined.lost_evidence("d") == [{"entity": "d", "attribute": "integration_subnet"}]
}

test_evidence_of_plans if joined.evidence_of_plans({"b", "a"}) == [{"entity": "a", "attribute": "plan"}, {"entity": "b", "attribute": "plan"}]

_conditional := {"presence": "conditional"}

test_conditional_apps_are_candidates if {
	document := sample.document({"a": {}, "k": _conditional, "l": object.union(_conditional, {"integration_subnet": sample.to("t")})})
	joined.subnets == {"s"} with input as document
	joined.candidates == {"s": {"k"}, "t": {"l"}} with input as document
	joined.doubtful == {"t": {"l"}} with input as document
	joined.apps(document.after.subnets.s) == {"a"} with input as document
	joined.apps_at_most(document.after.subnets.s) == {"a", "k"} with input as document
}

test_conditional_apps_of_a_subnet_elsewhere if {
	elsewhere := object.union(_conditional, {"integration_subnet": sample.to("elsewhere")})
	not joined.candidates.elsewhere with input as sample.document({"k": elsewhere})
}

test_condition if {
	document := sample.document({"a": {}, "k": _conditional, "l": _conditional})
	joined.condition(["a", "k"]) == [] with input as document
	joined.condition({"k", "l"}) == [{"entity": "k", "attribute": "integration_subnet"}] with input as document
	joined.condition([]) == [] with input as document
}
