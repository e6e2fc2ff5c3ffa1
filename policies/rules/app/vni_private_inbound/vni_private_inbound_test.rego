package vnetguard.rules.app.vni_private_inbound_test

import data.vnetguard.rules.app.vni_private_inbound

import data.vnetguard.lib.integration_sample as sample

_app(attributes) := sample.document({"a": object.union({"public_network_access": false}, attributes)})

test_deny_closed if {
	some finding in vni_private_inbound.deny with input as _app({})
	finding.subject == "a"
	finding.msg == "App 'app a' has no public access and no private endpoint; virtual network integration does not let anyone call it."
	finding.evidence == [{"entity": "a", "attribute": "public_network_access"}, {"entity": "a", "attribute": "integration_subnet"}]
	vni_private_inbound.undetermined == set() with input as _app({})
}

test_allow_an_endpoint if {
	every app in [{"private_endpoints": ["e"]}, {"front_door_origins": ["o"]}, {"private_endpoints": ["e"], "public_network_access": null, "unknown": sample.unknown("public_network_access")}] {
		vni_private_inbound.subjects == {"a"} with input as _app(app)
		vni_private_inbound.deny == set() with input as _app(app)
		vni_private_inbound.undetermined == set() with input as _app(app)
	}
}

test_allow_others if {
	every app in [
		{"public_network_access": true},
		{"public_network_access": null},
		{"integration_subnet": null},
		{"presence": "external"},
		{"slot_of": sample.to("b")},
		{"unknown": sample.unknown("slot_of")},
	] {
		vni_private_inbound.subjects == set() with input as _app(app)
	}
	every plan in [{"sku_name": "i1v2"}, {"app_service_environment": sample.to("e")}] {
		vni_private_inbound.subjects == set() with input as sample.with_plans(_app({}), {"p": plan})
	}
}

test_undetermined_unknown_access if {
	every app in [
		{"public_network_access": null, "unknown": sample.unknown("public_network_access")},
		{"unknown": sample.unknown("public_network_access")},
		sample.lost,
	] {
		vni_private_inbound.deny == set() with input as _app(app)
		{finding.subject | some finding in vni_private_inbound.undetermined} == {"a"} with input as _app(app)
	}
}

test_undetermined_unknown_plan if {
	document := sample.with_plans(_app({}), {"p": {"sku_name": "x"}})
	vni_private_inbound.deny == set() with input as document
	count(vni_private_inbound.undetermined) == 1 with input as document
}

test_undetermined_an_endpoint_whose_target_is_not_known if {
	document := sample.with_entities(_app({}), "private_endpoints", {"e": {"unknown": sample.unknown("app")}})
	vni_private_inbound.deny == set() with input as document
	count(vni_private_inbound.undetermined) == 1 with input as document
}

test_undetermined_an_origin_whose_target_is_not_known if {
	document := sample.with_entities(_app({}), "front_door_origins", {"o": {"unknown": sample.unknown("app")}})
	vni_private_inbound.deny == set() with input as document
	count(vni_private_inbound.undetermined) == 1 with input as document
}
