package vnetguard.rules.app.vni_rm_vnet_test

import data.vnetguard.rules.app.vni_rm_vnet

import data.vnetguard.lib.integration_sample as sample

_lost(unknown) := sample.document({"a": {"integration_subnet": null, "unknown": {"integration_subnet": unknown}}})

_id := "/subscriptions/x/resourceGroups/rg/providers/Microsoft.ClassicNetwork/virtualNetworks/v/subnets/s"

test_deny_classic if {
	some finding in vni_rm_vnet.deny with input as _lost({"reason": "a value that cannot be used", "text": _id})
	finding.subject == "a"
	finding.msg == "App 'app a' is integrated with a classic virtual network, which is not supported."
	finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}]
	vni_rm_vnet.undetermined == set() with input as _lost({"reason": "r", "text": _id})
	count(vni_rm_vnet.deny) == 1 with input as _lost({"reason": "r", "text": "[x]", "pattern": _id})
}

test_allow_resource_manager if {
	vni_rm_vnet.subjects == {"a", "c"} with input as sample.document({"a": {}, "c": sample.one_of(["s", "t"])})
	vni_rm_vnet.deny == set() with input as sample.document({"a": {}, "c": sample.one_of(["s", "t"])})
	vni_rm_vnet.undetermined == set() with input as sample.document({"a": {}, "c": sample.one_of(["s", "t"])})
}

test_allow_without_integration if vni_rm_vnet.subjects == set() with input as sample.document({"n": {"integration_subnet": null}})

test_undetermined_lost if {
	vni_rm_vnet.deny == set() with input as _lost({"reason": "r", "text": "var.subnet"})
	{finding.subject | some finding in vni_rm_vnet.undetermined} == {"a"} with input as _lost({"reason": "r", "text": "var.subnet"})
}
