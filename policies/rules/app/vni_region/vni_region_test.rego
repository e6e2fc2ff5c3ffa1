package vnetguard.rules.app.vni_region_test

import data.vnetguard.rules.app.vni_region

import data.vnetguard.lib.integration_sample

import data.vnetguard.lib.sample

_resource_group := {"region": {"reason": "only the deployment", "text": "", "pattern": "{resourceGroup().location}"}}

test_deny_different_regions if {
	some finding in vni_region.deny with input as sample.integration({"network": {"region": "northeurope"}})
	finding.subject == "a"
	finding.msg == "App 'the app' is in region 'westeurope', the virtual network 'the network' that it is integrated with in 'northeurope'."
}

test_allow_one_region if {
	vni_region.subjects == {"a"} with input as sample.integration({})
	vni_region.deny == set() with input as sample.integration({})
	vni_region.undetermined == set() with input as sample.integration({})
}

test_allow_both_unknown_but_equal if {
	same := sample.without(
		sample.integration({"app": {"unknown": _resource_group}, "network": {"unknown": _resource_group}}),
		"apps", "a", "region",
	)
	vni_region.undetermined == set() with input as same
	vni_region.deny == set() with input as same
}

test_allow_without_integration if {
	vni_region.subjects == set() with input as sample.without(sample.integration({}), "apps", "a", "integration_subnet")
}

test_undetermined_unknown_region_of_the_network if {
	unknown := sample.integration({"network": {"unknown": sample.unknown("region")}})
	count(vni_region.undetermined) == 1 with input as unknown
	vni_region.deny == set() with input as unknown
}

test_undetermined_unknown_region_of_the_app if {
	unknown := sample.without(sample.integration({"app": {"unknown": sample.unknown("region")}}), "apps", "a", "region")
	count(vni_region.undetermined) == 1 with input as unknown
}

test_undetermined_unknown_subnet if {
	candidates := {"integration_subnet": {"reason": "ambiguous", "text": "", "candidates": ["s", "t"]}}
	unknown := sample.without(sample.integration({"app": {"unknown": candidates}}), "apps", "a", "integration_subnet")
	count(vni_region.undetermined) == 1 with input as unknown
}

test_undetermined_a_region_of_which_a_part_is_known if {
	every part in ["app", "network"] {
		document := sample.integration(object.union(
			{"network": {"region": "northeurope"}},
			{part: {"region": "northeurope", "unknown": sample.unknown("region")}},
		))
		vni_region.deny == set() with input as document
		count(vni_region.undetermined) == 1 with input as document
	}
}

# An app in one of two subnets, `t` being in a network of its own in this region.
_one_of_two(region, attributes) := integration_sample.with_subnets(
	integration_sample.with_entities(
		integration_sample.document({"c": object.union(integration_sample.one_of(["s", "t"]), attributes)}),
		"virtual_networks", {"w": {"subject": "w", "region": region}},
	),
	{"t": {"virtual_network": integration_sample.to("w")}},
)

_connected := {"inline_integration": integration_sample.to("s")}

test_allow_candidates_in_one_region if {
	document := _one_of_two("westeurope", _connected)
	vni_region.subjects == {"c"} with input as document
	vni_region.deny == set() with input as document
	vni_region.undetermined == set() with input as document
}

test_undetermined_candidates_in_two_regions if {
	document := _one_of_two("northeurope", _connected)
	vni_region.deny == set() with input as document
	count(vni_region.undetermined) == 1 with input as document
}

test_deny_candidates_in_other_regions if {
	document := _one_of_two("northeurope", object.union(_connected, {"region": "uksouth"}))
	{finding.subject | some finding in vni_region.deny} == {"c"} with input as document
	vni_region.undetermined == set() with input as document
}

test_undetermined_an_app_that_may_not_be_integrated if {
	document := _one_of_two("northeurope", {"region": "uksouth"})
	vni_region.deny == set() with input as document
	{finding.subject | some finding in vni_region.undetermined} == {"c"} with input as document
}

test_undetermined_a_candidate_without_a_network if {
	document := integration_sample.with_subnets(_one_of_two("westeurope", _connected), {"t": {"virtual_network": null}})
	vni_region.deny == set() with input as document
	{finding.evidence | some finding in vni_region.undetermined} == {[{"entity": "c", "attribute": "region"}, {"entity": "c", "attribute": "integration_subnet"}]} with input as document
}

test_undetermined_an_app_of_unknown_region if {
	lost := {"region": null, "unknown": {
		"region": {"reason": "r", "text": "", "pattern": "{a}"},
		"integration_subnet": {"reason": "r", "text": "", "candidates": ["s", "t"]},
	}}
	document := _one_of_two("northeurope", object.union(_connected, lost))
	vni_region.deny == set() with input as document
	count(vni_region.undetermined) == 1 with input as document
}
