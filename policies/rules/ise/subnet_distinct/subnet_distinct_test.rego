package vnetguard.rules.ise.subnet_distinct_test

import data.vnetguard.rules.ise.subnet_distinct

import data.vnetguard.lib.ise_sample as sample

_with(edges) := sample.document({
	"integration_service_environments": {"e": {"subnets": edges}},
	"subnets": {"a": {}, "b": {}, "c": {}},
})

_expression(text) := {"unknown": {"reason": "a parameter without a value", "text": "", "pattern": text}}

test_deny if {
	every edges in [sample.all(["a", "b", "a"]), sample.all(["a", "a"]), array.concat(sample.all(["a", "a"]), [sample.untold])] {
		document := _with(edges)
		sample.about(subnet_distinct.deny) == {"e"} with input as document
		sample.says(subnet_distinct.deny, "'the e' lists 'the a' more than once; its") with input as document
		subnet_distinct.undetermined == set() with input as document
		{finding.evidence | some finding in subnet_distinct.deny} == {[{"entity": "e", "attribute": "subnets"}]} with input as document
	}
}

test_deny_names_each_once if {
	document := _with(sample.all(["a", "b", "a", "b", "b", "c"]))
	sample.says(subnet_distinct.deny, "lists 'the a', 'the b' more") with input as document
}

test_deny_one_expression_twice if {
	document := _with([_expression("{x}"), sample.to("a"), _expression("{x}")])
	sample.says(subnet_distinct.deny, "lists '{x}' more than once") with input as document
}

test_allow_different if {
	document := _with(sample.all(["a", "b", "c"]))
	subnet_distinct.subjects == {"e"} with input as document
	subnet_distinct.deny == set() with input as document
	subnet_distinct.undetermined == set() with input as document
}

test_allow_an_environment_that_is_only_named if {
	document := sample.environment({"presence": "external", "subnets": sample.all(["a", "a"])})
	subnet_distinct.subjects == set() with input as document
	subnet_distinct.deny == set() with input as document
	subnet_distinct.undetermined == set() with input as document
}

test_undetermined if {
	every edges in [[sample.to("a"), sample.untold], [_expression("{x}"), _expression("{y}")]] {
		document := _with(edges)
		sample.about(subnet_distinct.undetermined) == {"e"} with input as document
		sample.says(subnet_distinct.undetermined, "Not all subnets of integration service environment 'the e' are known") with input as document
		subnet_distinct.deny == set() with input as document
	}
}

test_undetermined_open_list if {
	open := object.union({"subnets": sample.all(["a"])}, sample.unknown(["subnets"]))
	sample.about(subnet_distinct.undetermined) == {"e"} with input as sample.environment(open)
}
