package vnetguard.rules.gw.tier_test

import data.vnetguard.rules.gw.tier

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_sku(sku) := gateway_sample.document({"plan": {"sku_name": sku}})

_by_2019(sku) := gateway_sample.document({"plan": {"sku_name": sku}, "editions": {"app": "2019-07-09"}})

_maybe(sku) := gateway_sample.document({"plan": {"sku_name": sku}, "connection": {"is_regional": null, "has_gateway": null}})

test_deny_other_tiers if {
	every sku in ["F1", "D1", "Y1", "EP1", "WS1", "FC1", "I1", "I1v2"] {
		count(tier.deny) == 1 with input as _sku(sku)
		tier.undetermined == set() with input as _sku(sku)
	}
}

test_deny_names_plan_and_app if {
	some finding in tier.deny with input as _sku("F1")
	finding.subject == "p"
	contains(finding.msg, "'the plan' has SKU 'F1' (free)")
	contains(finding.msg, "integration of 'the app'.")
	finding.evidence == [{"entity": "p", "attribute": "sku_name"}, {"entity": "c", "attribute": "virtual_network"}]
}

test_deny_by_the_edition_of_2019 if {
	every sku in ["B1", "P1v3", "P1v4"] {
		count(tier.deny) == 1 with input as _by_2019(sku)
	}
}

test_allow_supported_tiers if {
	every sku in ["B1", "S1", "P1", "P1v2", "P1v3", "P1v4"] {
		tier.subjects == {"p"} with input as _sku(sku)
		tier.deny == set() with input as _sku(sku)
		tier.undetermined == set() with input as _sku(sku)
	}
	every sku in ["S1", "P1", "P1v2"] {
		tier.deny == set() with input as _by_2019(sku)
	}
}

test_allow_the_regional_form if {
	tier.subjects == set() with input as gateway_sample.document({"plan": {"sku_name": "F1"}, "connection": {"is_regional": true}})
}

test_deny_a_plan_that_is_connected_itself if {
	document := gateway_sample.document({
		"plan": {"sku_name": "F1", "gateway_integrations": ["c"]},
		"app": {"gateway_integrations": null},
	})
	some finding in tier.deny with input as document
	contains(finding.msg, "integration of 'the plan'.")
}

test_deny_names_a_connection_that_is_certainly_deployed if {
	document := object.union(gateway_sample.document({"plan": {"sku_name": "F1", "apps": ["0", "a"]}}), {"after": {
		"apps": {"0": {"id": "0", "subject": "another", "presence": "conditional", "unknown": {}, "gateway_integrations": ["0c"]}},
		"gateway_integrations": {"0c": {"id": "0c", "presence": "conditional", "is_regional": false, "unknown": {}}},
	}})
	{each.evidence[1].entity | some each in tier.deny} == {"c"} with input as document
	alone := object.union(document, {"after": {"app_service_plans": {"p": {"apps": ["0"]}}}})
	{each.evidence[1].entity | some each in tier.deny} == {"0c"} with input as alone
}

test_undetermined_unknown_sku if {
	every plan in [gateway_sample.lost("sku_name"), {"sku_name": "x9"}, {"sku_name": null}] {
		document := gateway_sample.document({"plan": plan})
		{[each.subject, each.evidence] | some each in tier.undetermined} == {["p", [{"entity": "p", "attribute": "sku_name"}]]} with input as document
		tier.deny == set() with input as document
	}
}

test_undetermined_a_connection_of_either_form if {
	some finding in tier.undetermined with input as _maybe("F1")
	finding.subject == "p"
	contains(finding.msg, "has SKU 'F1'; whether the connection of 'the app'")
	finding.evidence == [{"entity": "p", "attribute": "sku_name"}]
	tier.deny == set() with input as _maybe("F1")
	tier.undetermined == set() with input as _maybe("S1")
	tier.subjects == {"p"} with input as _maybe("S1")
}

test_undetermined_unknown_plan if {
	every app in [gateway_sample.lost("plan"), {"plan": null}] {
		document := gateway_sample.document({"app": app, "plan": {"apps": null}})
		tier.subjects == {"a"} with input as document
		{[each.subject, each.evidence] | some each in tier.undetermined} == {["a", [{"entity": "a", "attribute": "plan"}]]} with input as document
	}
}

test_allow_an_unknown_plan_without_integration if {
	document := gateway_sample.document({"app": {"plan": null, "unknown": sample.unknown("plan")}, "plan": {"apps": null}, "connection": {"is_regional": true}})
	tier.subjects == set() with input as document
}
