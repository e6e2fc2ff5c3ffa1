package vnetguard.rules.app.kvref_test

import data.vnetguard.rules.app.kvref

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_private := {"name": "kv", "public_network_access": false, "network_default_action": "allow"}

_denying := {"name": "kv", "public_network_access": true, "network_default_action": "deny"}

_public := {"name": "kv", "public_network_access": true, "network_default_action": "allow"}

_reference := {"app_settings": app_sample.settings([["Password", "@Microsoft.KeyVault(VaultName=kv;SecretName=x)"]])}

_app(attributes, vault) := app_sample.document(
	{"app": object.union(_reference, attributes)},
	{"key_vaults": app_sample.entity("k", vault)},
)

_outside(attributes, vault) := app_sample.without(_app(attributes, vault), "integration_subnet")

_unreferring(attributes, vault) := app_sample.without(_outside(attributes, vault), "app_settings")

_is_allowed(document) if {
	kvref.deny == set() with input as document
	kvref.undetermined == set() with input as document
}

test_deny_an_app_outside_any_network if {
	some finding in kvref.deny with input as _outside({}, _private)
	finding.subject == "a"
	finding.msg == concat("", [
		"App 'the app' refers to secrets of key vault 'the k', which refuses public traffic, ",
		"and the app is integrated with no virtual network.",
	])
	finding.evidence == [
		{"entity": "a", "attribute": "app_settings"},
		{"entity": "a", "attribute": "integration_subnet"},
		{"entity": "k", "attribute": "public_network_access"},
		{"entity": "k", "attribute": "network_default_action"},
	]
	kvref.undetermined == set() with input as _outside({}, _private)
}

_on_a_gateway(connection, vault) := object.union(
	_outside({"gateway_integrations": ["g"]}, vault),
	{"after": {"gateway_integrations": app_sample.entity("g", connection)}},
)

test_deny_an_app_with_a_gateway_alone if {
	every vault in [_private, object.union(_private, {"private_endpoints": ["e"]})] {
		document := _on_a_gateway({"is_regional": false}, vault)
		some finding in kvref.deny with input as document
		endswith(finding.msg, "and references do not go through its gateway-required integration.")
		kvref.undetermined == set() with input as document
	}
	_is_allowed(_on_a_gateway({"is_regional": false}, _public))
}

test_allow_a_gateway_beside_a_regional_integration if {
	document := object.union(
		_app({"gateway_integrations": ["g"]}, object.union(_private, {"private_endpoints": ["e"]})),
		{"after": {"gateway_integrations": app_sample.entity("g", {"is_regional": false})}},
	)
	_is_allowed(document)
}

test_undetermined_a_connection_that_may_be_regional if _is_undetermined(_on_a_gateway({}, _private))

test_deny_a_vault_that_lets_no_one_in if {
	every vault in [_private, _denying] {
		some finding in kvref.deny with input as _app({}, vault)
		endswith(finding.msg, "and neither a private endpoint nor a network rule lets its subnet in.")
		kvref.undetermined == set() with input as _app({}, vault)
	}
}

test_deny_a_vault_that_lets_another_subnet_in if {
	other := object.union(_denying, {"network_subnets": [app_sample.to("t")]})
	count(kvref.deny) == 1 with input as _app({}, other)
	count(kvref.deny) == 1 with input as _outside({}, object.union(_denying, {"network_subnets": [app_sample.to("s")]}))
}

test_deny_a_rule_of_a_vault_without_public_access if {
	count(kvref.deny) == 1 with input as _app({}, object.union(_private, {"network_subnets": [app_sample.to("s")]}))
}

test_deny_is_not_softened_by_other_doubts if {
	doubt := {"unknown": sample.unknown("app_settings")}
	count(kvref.deny) == 1 with input as _outside(doubt, _private)
	kvref.undetermined == set() with input as _outside(doubt, _private)
}

test_allow_a_public_vault if {
	kvref.subjects == {"a"} with input as _outside({}, _public)
	_is_allowed(_outside({}, _public))
}

test_allow_a_private_endpoint if _is_allowed(_app({}, object.union(_private, {"private_endpoints": ["e"]})))

test_allow_a_network_rule if _is_allowed(_app({}, object.union(_denying, {"network_subnets": [app_sample.to("s")]})))

test_allow_without_references if {
	kvref.subjects == set() with input as _unreferring({}, _private)
}

test_allow_an_integrated_app_and_a_vault_elsewhere if {
	_is_allowed(_app({}, {"name": "other"}))
	_is_allowed(_app({}, {"name": "kv", "presence": "external", "unknown": sample.unknown("public_network_access")}))
}

test_allow_other_ways_into_a_network if {
	endpoint := object.union(_private, {"private_endpoints": ["e"]})
	_is_allowed(_outside({"gateway_integrations": ["g"]}, endpoint))
	environment := {"after": {"app_service_plans": {"p": {"app_service_environment": app_sample.to("ase")}}}}
	_is_allowed(object.union(_outside({}, endpoint), environment))
}

test_allow_unknown_settings_of_an_integrated_app if {
	kvref.subjects == set() with input as app_sample.without(_app({"unknown": sample.unknown("app_settings")}, _private), "app_settings")
}

test_allow_unknown_settings_of_an_app_elsewhere if {
	elsewhere := {"presence": "external", "unknown": sample.unknown("app_settings")}
	kvref.subjects == set() with input as _unreferring(elsewhere, _private)
}

test_allow_unknown_settings_where_no_vault_refuses if {
	kvref.subjects == set() with input as _unreferring({"unknown": sample.unknown("app_settings")}, _public)
}

_is_undetermined(document) if {
	kvref.deny == set() with input as document
	some finding in kvref.undetermined with input as document
	finding.subject == "a"
	finding.msg == concat("", [
		"Whether app 'the app' can read its Key Vault references cannot be told: ",
		"it depends on which vaults they are and on who may use them.",
	])
	finding.evidence == [{"entity": "a", "attribute": "app_settings"}, {"entity": "a", "attribute": "integration_subnet"}]
}

test_undetermined_settings if _is_undetermined(_unreferring({"unknown": sample.unknown("app_settings")}, _private))

test_undetermined_vault_elsewhere if {
	_is_undetermined(_outside({}, {"name": "other"}))
	_is_undetermined(_outside({}, {"name": "kv", "presence": "external", "unknown": sample.unknown("public_network_access")}))
}

test_undetermined_vault if {
	open := sample.unknown("network_default_action")
	_is_undetermined(_outside({}, {"name": "kv", "public_network_access": true, "unknown": open}))
	_is_undetermined(_app({}, {"name": "kv", "public_network_access": true, "unknown": open}))
}

test_undetermined_network_rules if {
	_is_undetermined(_app({}, object.union(_denying, {"unknown": sample.unknown("network_subnets")})))
	_is_undetermined(_app({}, object.union(_denying, {"network_subnets": [sample.untold]})))
	_is_undetermined(_app({}, {"name": "kv", "network_default_action": "deny", "unknown": sample.unknown("public_network_access")}))
}

test_undetermined_private_endpoints if {
	untold := {"after": {"private_endpoints": app_sample.entity("e", {"unknown": sample.unknown("key_vault")})}}
	_is_undetermined(object.union(_app({}, _private), untold))
}

test_undetermined_integration if {
	_is_undetermined(_outside({"unknown": sample.unknown("integration_subnet")}, _private))
	_is_undetermined(_outside({"gateway_integrations": ["g"]}, _private))
	_is_undetermined(_outside({"plan": app_sample.to("elsewhere")}, _private))
	_is_undetermined(object.union(
		_outside({}, _private),
		{"after": {"app_service_plans": {"p": {"unknown": sample.unknown("app_service_environment")}}}},
	))
}
