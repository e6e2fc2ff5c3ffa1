package vnetguard.rules.app.flex_delegation_test

import data.vnetguard.rules.app.flex_delegation

import data.vnetguard.lib.integration_sample as sample

_to(service) := [{"name": "d", "service_name": service, "unknown": {}}]

_good := {"name": "flex", "delegations": _to("Microsoft.App/environments"), "prefixes": [sample.prefix(27)]}

_flex(apps, subnet) := sample.with_plans(sample.with_subnets(sample.document(apps), {"s": object.union(_good, subnet)}), {"p": {"sku_name": "FC1"}})

_one(subnet) := _flex({"a": {}}, subnet)

test_deny_another_delegation if {
	every service in ["Microsoft.Web/serverFarms", "Microsoft.App/other"] {
		some finding in flex_delegation.deny with input as _one({"delegations": _to(service)})
		finding.subject == "s"
		finding.msg == "Subnet 'subnet s' is not delegated to 'Microsoft.App/environments', which the Flex Consumption app 'app a' requires."
		finding.evidence == [{"entity": "s", "attribute": "delegations"}]
		flex_delegation.undetermined == set() with input as _one({"delegations": _to(service)})
	}
}

test_deny_an_underscore if {
	some finding in flex_delegation.deny with input as _one({"name": "flex_apps"})
	finding.msg == "Subnet 'subnet s' has an underscore in its name 'flex_apps', which the Flex Consumption app 'app a' does not take."
	finding.evidence == [{"entity": "s", "attribute": "name"}]
	flex_delegation.undetermined == set() with input as _one({"name": "flex_apps"})
}

test_deny_a_smaller_subnet if {
	some finding in flex_delegation.deny with input as _one({"prefixes": [sample.prefix(28)]})
	finding.msg == "Subnet 'subnet s' has prefix '10.0.0.0/28'; the Flex Consumption app 'app a' requires an IPv4 /27 or larger."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}]
}

test_deny_an_app_that_is_flex_by_itself if {
	document := sample.with_subnets(sample.document({"a": {"max_instances": 40}}), {"s": object.union(_good, {"name": "a_b"})})
	count(flex_delegation.deny) == 1 with input as document
}

test_allow if {
	flex_delegation.subjects == {"s"} with input as _one({})
	flex_delegation.deny == set() with input as _one({})
	flex_delegation.undetermined == set() with input as _one({})
	larger := _one({"prefixes": [sample.prefix(24)]})
	flex_delegation.deny == set() with input as larger
}

test_allow_other_plans if {
	other := sample.with_plans(_one({"name": "a_b"}), {"p": {"sku_name": "p1v3"}})
	flex_delegation.subjects == set() with input as other
	undelegated := sample.with_plans(_one({"name": "a_b", "delegations": _to("x")}), {"p": {"sku_name": "x"}})
	flex_delegation.subjects == set() with input as undelegated
}

test_undetermined_unknown_parts if {
	every name in ["delegations", "name", "prefixes"] {
		document := sample.with_subnets(_one({}), {"s": {name: null, "unknown": sample.unknown(name)}})
		flex_delegation.deny == set() with input as document
		{finding.subject | some finding in flex_delegation.undetermined} == {"s"} with input as document
	}
	partly := _one({"unknown": sample.unknown("name")})
	count(flex_delegation.undetermined) == 1 with input as partly
	named := _one({"name": "a_b", "unknown": sample.unknown("name")})
	flex_delegation.deny == set() with input as named
	small := _one({"prefixes": [sample.prefix(28)], "unknown": sample.unknown("prefixes")})
	flex_delegation.deny == set() with input as small
	count(flex_delegation.undetermined) == 1 with input as small
}

test_undetermined_a_plan_that_may_be_flex if {
	unknown := sample.with_plans(_one({"name": "a_b"}), {"p": {"sku_name": "x"}})
	flex_delegation.subjects == {"s"} with input as unknown
	flex_delegation.deny == set() with input as unknown
	{finding.subject | some finding in flex_delegation.undetermined} == {"s"} with input as unknown
	fine := sample.with_plans(_one({}), {"p": {"sku_name": "x"}})
	flex_delegation.subjects == set() with input as fine
}

test_undetermined_candidates if {
	document := _flex({"c": sample.one_of(["s", "t"])}, {})
	flex_delegation.subjects == {"t"} with input as document
	flex_delegation.deny == set() with input as document
	{finding.subject | some finding in flex_delegation.undetermined} == {"t"} with input as document
	other := sample.with_plans(document, {"p": {"sku_name": "p1v3"}})
	flex_delegation.subjects == set() with input as other
}

test_undetermined_lost if {
	document := _flex({"d": sample.lost}, {})
	{finding.subject | some finding in flex_delegation.undetermined} == {"d"} with input as document
	flex_delegation.subjects == {"d"} with input as document
	other := sample.with_plans(document, {"p": {"sku_name": "p1v3"}})
	flex_delegation.subjects == set() with input as other
}

test_undetermined_a_conditional_app_beside_one_of_another_plan if {
	document := sample.with_plans(
		sample.with_subnets(sample.document({"a": {"plan": sample.to("q")}, "k": {"presence": "conditional"}}), {"s": {"name": "a_b"}}),
		{"p": {"sku_name": "FC1"}},
	)
	flex_delegation.deny == set() with input as document
	{finding.subject | some finding in flex_delegation.undetermined} == {"s"} with input as document
	settled := _flex({"a": {}, "k": {"presence": "conditional"}}, {"name": "a_b"})
	count(flex_delegation.deny) == 1 with input as settled
	flex_delegation.undetermined == set() with input as settled
}
