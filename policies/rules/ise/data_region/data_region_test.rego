package vnetguard.rules.ise.data_region_test

import data.vnetguard.rules.ise.data_region

import data.vnetguard.lib.ise_sample as sample

_of(kind, entity, environment) := sample.document({
	kind: {"w": object.union({"integration_service_environment": sample.to("e")}, entity)},
	"integration_service_environments": {"e": environment},
})

_both := {[{"entity": "w", "attribute": "region"}, {"entity": "e", "attribute": "region"}]}

test_deny if {
	document := _of("workflows", {"region": "eastus"}, {"region": "westus2"})
	sample.about(data_region.deny) == {"w"} with input as document
	sample.says(data_region.deny, "The region of workflow 'the w' is 'eastus', but its integration service environment 'the e' keeps its data in 'westus2'.") with input as document
	data_region.undetermined == set() with input as document
	{finding.evidence | some finding in data_region.deny} == _both with input as document
}

test_deny_accounts if {
	sample.says(data_region.deny, "integration account 'the w'") with input as _of("integration_accounts", {"region": "eastus"}, {"region": "westus2"})
}

test_allow if {
	every region in [{"region": "westus2"}, sample.pattern("region", "{resourceGroup().location}")] {
		document := _of("workflows", region, region)
		data_region.subjects == {"w"} with input as document
		data_region.deny == set() with input as document
		data_region.undetermined == set() with input as document
	}
}

test_allow_outside if {
	data_region.subjects == set() with input as sample.document({"workflows": {"w": {"region": "eastus"}}})
	data_region.subjects == set() with input as _of("workflows", {"presence": "external", "region": "eastus"}, {"region": "westus2"})
}

test_undetermined_region if {
	every document in [
		_of("workflows", sample.unknown(["region"]), {"region": "westus2"}),
		_of("workflows", {"region": "westus2"}, object.union({"presence": "external"}, sample.unknown(["region"]))),
	] {
		sample.about(data_region.undetermined) == {"w"} with input as document
		sample.says(data_region.undetermined, "Whether workflow 'the w' has the region") with input as document
		data_region.deny == set() with input as document
		{finding.evidence | some finding in data_region.undetermined} == _both with input as document
	}
}

test_undetermined_environment if {
	document := sample.document({"workflows": {"w": object.union({"region": "eastus"}, sample.unknown(["integration_service_environment"]))}})
	sample.about(data_region.undetermined) == {"w"} with input as document
	{finding.evidence | some finding in data_region.undetermined} == {[{"entity": "w", "attribute": "integration_service_environment"}]} with input as document
}
