package vnetguard.rules.ise.cmk_region_test

import data.vnetguard.rules.ise.cmk_region

import data.vnetguard.lib.ise_sample as sample

_with(attributes) := sample.environment(object.union({"customer_managed_key_name": "k"}, attributes))

_evidence := {[{"entity": "e", "attribute": "region"}, {"entity": "e", "attribute": "customer_managed_key_vault"}]}

_maybe := ["customer_managed_key_vault"]

test_deny if {
	document := _with({"region": "westeurope"})
	sample.about(cmk_region.deny) == {"e"} with input as document
	sample.says(cmk_region.deny, "'the e' has a customer-managed key and is in the region 'westeurope'; such keys are offered in 'eastus', 'southcentralus'") with input as document
	{finding.evidence | some finding in cmk_region.deny} == _evidence with input as document
}

test_allow if {
	every region in ["westus2", "eastus", "southcentralus", "usgovarizona", "usgovvirginia", "usgovtexas"] {
		cmk_region.subjects == {"e"} with input as _with({"region": region})
		cmk_region.deny == set() with input as _with({"region": region})
		cmk_region.undetermined == set() with input as _with({"region": region})
	}
}

test_allow_without_a_key if {
	cmk_region.subjects == set() with input as sample.environment({"region": "westeurope"})
	cmk_region.subjects == set() with input as _with({"region": "westeurope", "presence": "external"})
	cmk_region.subjects == set() with input as sample.environment(object.union({"region": "eastus"}, sample.unknown(_maybe)))
}

test_undetermined if {
	every document in [
		_with(sample.unknown(["region"])),
		sample.environment(object.union({"region": "westeurope"}, sample.unknown(_maybe))),
		sample.environment(sample.unknown(array.concat(["region"], _maybe))),
	] {
		sample.about(cmk_region.undetermined) == {"e"} with input as document
		sample.says(cmk_region.undetermined, "Whether integration service environment 'the e' has") with input as document
		cmk_region.deny == set() with input as document
		{finding.evidence | some finding in cmk_region.undetermined} == _evidence with input as document
	}
}
