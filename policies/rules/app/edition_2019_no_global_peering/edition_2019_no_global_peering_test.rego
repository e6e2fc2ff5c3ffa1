package vnetguard.rules.app.edition_2019_no_global_peering_test

import data.vnetguard.rules.app.edition_2019_no_global_peering

import data.vnetguard.lib.integration_sample as sample

_peered(apps, remote, peering) := sample.by_edition(_newest(apps, remote, peering), "2019-07-09")

_newest(apps, remote, peering) := sample.with_entities(
	sample.with_entities(sample.document(apps), "virtual_networks", {"w": object.union({"region": "northeurope"}, remote)}),
	"virtual_network_peerings",
	{"g": object.union({"subject": "the peering", "virtual_network": sample.to("v"), "remote_virtual_network": sample.to("w")}, peering)},
)

_far := _peered({"a": {}}, {}, {})

_near := _peered({"a": {}}, {"region": "westeurope"}, {})

test_deny_another_region if {
	some finding in edition_2019_no_global_peering.deny with input as _far
	finding.subject == "g"
	finding.msg == "Peering 'the peering' leads to region 'northeurope'; apps in 'westeurope' do not reach other regions by the 2019 edition."
	finding.evidence == [{"entity": "g", "attribute": "remote_virtual_network"}, {"entity": "w", "attribute": "region"}]
	edition_2019_no_global_peering.undetermined == set() with input as _far
}

test_allow_one_region if {
	edition_2019_no_global_peering.subjects == {"g"} with input as _near
	edition_2019_no_global_peering.deny == set() with input as _near
	edition_2019_no_global_peering.undetermined == set() with input as _near
}

test_allow_by_the_newest_edition if {
	edition_2019_no_global_peering.subjects == set() with input as _newest({"a": {}}, {}, {})
	edition_2019_no_global_peering.subjects == set() with input as _newest({"a": {}}, {}, {"virtual_network": null, "unknown": sample.unknown("virtual_network")})
}

test_allow_networks_without_apps if {
	edition_2019_no_global_peering.subjects == set() with input as _peered({}, {}, {})
	edition_2019_no_global_peering.subjects == set() with input as _peered({}, {}, {"virtual_network": null, "unknown": sample.unknown("virtual_network")})
	other := _peered({"a": {}}, {}, {"virtual_network": sample.to("w"), "remote_virtual_network": sample.to("v")})
	edition_2019_no_global_peering.subjects == set() with input as other
}

test_allow_regions_that_are_equal_whatever_they_are if {
	same := {"region": null, "unknown": {"region": {"reason": "r", "text": "", "pattern": "{location}"}}}
	document := sample.with_entities(_peered({"a": {}}, same, {}), "virtual_networks", {"v": same})
	edition_2019_no_global_peering.subjects == {"g"} with input as document
	edition_2019_no_global_peering.undetermined == set() with input as document
}

test_undetermined_unknown_regions if {
	every remote in [{"region": null, "unknown": sample.unknown("region")}, {"unknown": sample.unknown("region")}, {"region": "westeurope", "unknown": sample.unknown("region")}] {
		document := _peered({"a": {}}, remote, {})
		edition_2019_no_global_peering.deny == set() with input as document
		{finding.subject | some finding in edition_2019_no_global_peering.undetermined} == {"g"} with input as document
	}
	every local in [{"unknown": sample.unknown("region")}, {"region": "northeurope", "unknown": sample.unknown("region")}] {
		document := sample.with_entities(_far, "virtual_networks", {"v": local})
		edition_2019_no_global_peering.deny == set() with input as document
		count(edition_2019_no_global_peering.undetermined) == 1 with input as document
	}
}

test_undetermined_unknown_ends if {
	every name in ["virtual_network", "remote_virtual_network"] {
		document := _peered({"a": {}}, {}, {name: null, "unknown": sample.unknown(name)})
		edition_2019_no_global_peering.deny == set() with input as document
		count(edition_2019_no_global_peering.undetermined) == 1 with input as document
	}
}

test_undetermined_candidates if {
	document := _peered({"c": sample.one_of(["s", "t"])}, {}, {})
	edition_2019_no_global_peering.subjects == {"g"} with input as document
	edition_2019_no_global_peering.deny == set() with input as document
	count(edition_2019_no_global_peering.undetermined) == 1 with input as document
	near := _peered({"c": sample.one_of(["s", "t"])}, {"region": "westeurope"}, {})
	edition_2019_no_global_peering.subjects == set() with input as near
}
