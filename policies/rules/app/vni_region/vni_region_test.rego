package vnetguard.rules.app.vni_region_test

import data.vnetguard.rules.app.vni_region

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
