package vnetguard.rules.ise.cmk_kv_region_test

import data.vnetguard.rules.ise.cmk_kv_region

import data.vnetguard.lib.ise_sample as sample

_of(environment, vault) := sample.document({
	"integration_service_environments": {"e": object.union({"customer_managed_key_vault": sample.to("v")}, environment)},
	"key_vaults": {"v": vault},
})

_both := {[{"entity": "e", "attribute": "region"}, {"entity": "v", "attribute": "region"}]}

test_deny if {
	document := _of({"region": "eastus"}, {"region": "westus2"})
	sample.about(cmk_kv_region.deny) == {"e"} with input as document
	sample.says(cmk_kv_region.deny, "'the e' is in the region 'eastus', but key vault 'the v' with its key is in 'westus2'.") with input as document
	{finding.evidence | some finding in cmk_kv_region.deny} == _both with input as document
	cmk_kv_region.undetermined == set() with input as document
}

test_allow if {
	every region in [{"region": "eastus"}, sample.pattern("region", "{resourceGroup().location}")] {
		cmk_kv_region.subjects == {"e"} with input as _of(region, region)
		cmk_kv_region.deny == set() with input as _of(region, region)
		cmk_kv_region.undetermined == set() with input as _of(region, region)
	}
}

test_allow_without_a_key if {
	cmk_kv_region.subjects == set() with input as sample.environment({"region": "eastus"})
	cmk_kv_region.subjects == set() with input as _of({"presence": "external", "region": "eastus"}, {"region": "westus2"})
}

test_undetermined_region if {
	every document in [
		_of(sample.unknown(["region"]), {"region": "eastus"}),
		_of({"region": "eastus"}, object.union({"presence": "external"}, sample.unknown(["region"]))),
	] {
		sample.about(cmk_kv_region.undetermined) == {"e"} with input as document
		sample.says(cmk_kv_region.undetermined, "of integration service environment 'the e' is in its region") with input as document
		cmk_kv_region.deny == set() with input as document
		{finding.evidence | some finding in cmk_kv_region.undetermined} == _both with input as document
	}
}

test_undetermined_vault if {
	every environment in [sample.unknown(["customer_managed_key_vault"]), {"customer_managed_key_name": "k"}] {
		document := sample.environment(object.union({"region": "eastus"}, environment))
		sample.about(cmk_kv_region.undetermined) == {"e"} with input as document
		{finding.evidence | some finding in cmk_kv_region.undetermined} == {[{"entity": "e", "attribute": "customer_managed_key_vault"}]} with input as document
	}
}
