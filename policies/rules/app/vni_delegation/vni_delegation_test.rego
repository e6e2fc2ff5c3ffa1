package vnetguard.rules.app.vni_delegation_test

import data.vnetguard.rules.app.vni_delegation

import data.vnetguard.lib.integration_sample

import data.vnetguard.lib.sample

_to(service) := {"delegations": [{"name": "d", "service_name": service, "unknown": {}}]}

_subnet(attributes) := sample.integration({"subnet": attributes})

test_deny_without if {
	some finding in vni_delegation.deny with input as _subnet({})
	finding.subject == "s"
	contains(finding.msg, "integration of 'the app' requires")
}

test_deny_another_service if count(vni_delegation.deny) == 1 with input as _subnet(_to("Microsoft.Logic/integrationServiceEnvironments"))

test_deny_the_delegation_of_flex_consumption_on_another_plan if {
	count(vni_delegation.deny) == 1 with input as _subnet(_to("Microsoft.App/environments"))
}

test_allow_delegated if {
	every service in ["Microsoft.Web/serverFarms", "microsoft.web/SERVERFARMS"] {
		vni_delegation.subjects == {"s"} with input as _subnet(_to(service))
		vni_delegation.deny == set() with input as _subnet(_to(service))
		vni_delegation.undetermined == set() with input as _subnet(_to(service))
	}
}

test_allow_flex_consumption_has_its_own_delegation if {
	vni_delegation.subjects == set() with input as sample.integration({"plan": {"sku_name": "fc1"}})
}

test_undetermined_unknown_delegations if {
	unknown := _subnet({"unknown": sample.unknown("delegations")})
	count(vni_delegation.undetermined) == 1 with input as unknown
	vni_delegation.deny == set() with input as unknown
}

test_undetermined_plan_may_be_flex_consumption if {
	maybe := sample.integration({"subnet": _to("Microsoft.App/environments"), "plan": {"unknown": sample.unknown("sku_name")}})
	count(vni_delegation.undetermined) == 1 with input as maybe
	vni_delegation.deny == set() with input as maybe
}

test_deny_is_not_undetermined_too if vni_delegation.undetermined == set() with input as _subnet({})

test_findings_name_the_delegations if {
	expected := [{"entity": "s", "attribute": "delegations"}]
	{finding.evidence | some finding in vni_delegation.deny} == {expected} with input as _subnet({})
	unknown := _subnet({"unknown": sample.unknown("delegations")})
	{finding.evidence | some finding in vni_delegation.undetermined} == {expected} with input as unknown
}

_delegated := {"delegations": [{"name": "d", "service_name": "Microsoft.Web/serverFarms", "unknown": {}}]}

test_undetermined_candidates if {
	one_of := integration_sample.document({"c": integration_sample.one_of(["s", "t"])})
	document := integration_sample.with_subnets(one_of, {"t": _delegated})
	vni_delegation.subjects == {"s"} with input as document
	vni_delegation.deny == set() with input as document
	{finding.msg | some finding in vni_delegation.undetermined} == {"Subnet 'subnet s' may need a delegation to 'Microsoft.Web/serverFarms': whether 'app c' is integrated with it cannot be told."} with input as document
	flex := integration_sample.with_plans(document, {"p": {"sku_name": "fc1"}})
	vni_delegation.subjects == set() with input as flex
}

test_deny_beside_a_candidate if {
	document := integration_sample.document({"a": {}, "c": integration_sample.one_of(["s"])})
	count(vni_delegation.deny) == 1 with input as document
	vni_delegation.undetermined == set() with input as document
}

test_undetermined_lost if {
	document := integration_sample.document({"d": integration_sample.lost})
	vni_delegation.subjects == {"d"} with input as document
	{finding.subject | some finding in vni_delegation.undetermined} == {"d"} with input as document
	flex := integration_sample.with_plans(document, {"p": {"sku_name": "fc1"}})
	vni_delegation.subjects == set() with input as flex
}

test_undetermined_a_conditional_app_alone if {
	document := sample.integration({"app": {"presence": "conditional"}})
	vni_delegation.deny == set() with input as document
	{finding.subject | some finding in vni_delegation.undetermined} == {"s"} with input as document
}

test_deny_a_certain_app_beside_a_conditional_one if {
	document := integration_sample.document({"a": {}, "k": {"presence": "conditional"}})
	some finding in vni_delegation.deny with input as document
	contains(finding.msg, "integration of 'app a' requires")
}

test_undetermined_the_delegation_of_flex_consumption_beside_a_conditional_app_on_another_plan if {
	apps := integration_sample.document({"a": {"plan": null, "unknown": sample.unknown("plan")}, "k": {"presence": "conditional"}})
	document := integration_sample.with_subnets(apps, {"s": _to("Microsoft.App/environments")})
	vni_delegation.deny == set() with input as document
	{finding.subject | some finding in vni_delegation.undetermined} == {"s"} with input as document
}
