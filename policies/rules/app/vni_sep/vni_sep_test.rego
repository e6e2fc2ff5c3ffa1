package vnetguard.rules.app.vni_sep_test

import data.vnetguard.rules.app.vni_sep

import data.vnetguard.lib.integration_sample as sample

_with(attributes) := sample.with_subnets(sample.document({"a": {}}), {"s": attributes})

_policies := {"service_endpoint_policies": [{"id": "policy", "unknown": {}}]}

test_deny_policies if {
	{finding.subject | some finding in vni_sep.deny} == {"s"} with input as _with(_policies)
	vni_sep.undetermined == set() with input as _with(_policies)
	{finding.evidence | some finding in vni_sep.deny} == {[{"entity": "s", "attribute": "service_endpoint_policies"}]} with input as _with(_policies)
	some finding in vni_sep.deny with input as _with(_policies)
	finding.msg == "Subnet 'subnet s' has service endpoint policies ('policy'), with which the virtual network integration of 'app a' is not possible."
}

test_deny_policies_of_an_open_list if {
	open := _with(object.union(_policies, {"unknown": sample.unknown("service_endpoint_policies")}))
	count(vni_sep.deny) == 1 with input as open
	vni_sep.undetermined == set() with input as open
}

test_deny_a_policy_whose_id_is_not_known if {
	lost := {"unknown": {"id": {"reason": "r", "text": "azurerm_policy.p.id"}}}
	every policy in [lost, {"unknown": {"reason": "r", "text": "azurerm_policy.p.id"}}] {
		document := _with({"service_endpoint_policies": [policy]})
		vni_sep.undetermined == set() with input as document
		some finding in vni_sep.deny with input as document
		contains(finding.msg, "policies ('azurerm_policy.p'), with")
	}
}

test_allow_without if {
	vni_sep.subjects == {"s"} with input as _with({})
	vni_sep.deny == set() with input as _with({})
	vni_sep.undetermined == set() with input as _with({})
}

test_allow_without_integration if {
	vni_sep.subjects == set() with input as sample.with_subnets(sample.document({}), {"s": _policies})
}

test_undetermined_unknown_policies if {
	unknown := _with({"unknown": sample.unknown("service_endpoint_policies")})
	vni_sep.deny == set() with input as unknown
	{finding.subject | some finding in vni_sep.undetermined} == {"s"} with input as unknown
}

test_undetermined_candidates if {
	document := sample.with_subnets(sample.document({"c": sample.one_of(["s", "t"])}), {"s": _policies})
	vni_sep.subjects == {"s"} with input as document
	vni_sep.deny == set() with input as document
	{finding.subject | some finding in vni_sep.undetermined} == {"s"} with input as document
	both := sample.with_subnets(sample.document({"a": {}, "c": sample.one_of(["s"])}), {"s": _policies})
	vni_sep.undetermined == set() with input as both
}

test_undetermined_lost if {
	{finding.subject | some finding in vni_sep.undetermined} == {"d"} with input as sample.document({"d": sample.lost})
	vni_sep.subjects == {"d"} with input as sample.document({"d": sample.lost})
}
