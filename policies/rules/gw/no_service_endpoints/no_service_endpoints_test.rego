package vnetguard.rules.gw.no_service_endpoints_test

import data.vnetguard.rules.gw.no_service_endpoints

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

# The document with a storage account that lets in a subnet of the network.
_with(account, parts) := object.union(
	gateway_sample.document(object.union({"subnet": {"storage_accounts": ["t"]}}, parts)),
	{"after": {"key_vaults": {}, "storage_accounts": {"t": gateway_sample.entity("t", "the account", object.union(
		{"name": "stOne", "network_default_action": "deny"},
		account,
	))}}},
)

_setting(value) := {"app_settings": [{"name": "X", "value": value, "unknown": {}}]}

_address := _setting("https://stone.blob.core.windows.net/files")

test_deny_what_the_app_uses if {
	every app in [
		_address,
		_setting("DefaultEndpointsProtocol=https;AccountName=stone;AccountKey=x"),
		_setting("AccountName=STONE"),
		{"storage_account": gateway_sample.edge("t")},
		{"log_storage_hosts": ["stone.blob.core.windows.net"]},
		{"backup_storage_host": "stone.blob.core.windows.net"},
	] {
		some finding in no_service_endpoints.deny with input as _with({}, {"app": app})
		finding.subject == "a"
		contains(finding.msg, "App 'the app' uses 'the account', which lets in subnets")
		finding.evidence == [
			{"entity": "t", "attribute": "network_default_action"}, {"entity": "t", "attribute": "network_subnets"},
			{"entity": "c", "attribute": "virtual_network"},
		]
		no_service_endpoints.undetermined == set() with input as _with({}, {"app": app})
	}
}

test_deny_a_key_vault if {
	document := object.union(
		gateway_sample.document({"subnet": {"key_vaults": ["k"]}, "app": _setting("https://kv-one.vault.azure.net")}),
		{"after": {"storage_accounts": {}, "key_vaults": {"k": gateway_sample.entity("k", "the vault", {"name": "kv-one", "network_default_action": "deny"})}}},
	)
	count(no_service_endpoints.deny) == 1 with input as document
	refers := object.union(document, {"after": {"apps": {"a": _setting("@Microsoft.KeyVault(SecretUri=https://kv-one.vault.azure.net/secrets/x)")}}})
	no_service_endpoints.deny == set() with input as refers
}

test_allow_what_the_app_does_not_use if {
	every app in [
		{}, _setting("https://other.blob.core.windows.net"), _setting("accountname=stones"), _setting("stone"),
		{"storage_account": gateway_sample.edge("u")}, {"log_storage_hosts": ["other.blob.core.windows.net"]},
		{"backup_storage_host": "other.blob.core.windows.net"},
	] {
		no_service_endpoints.subjects == {"a"} with input as _with({}, {"app": app})
		no_service_endpoints.deny == set() with input as _with({}, {"app": app})
		no_service_endpoints.undetermined == set() with input as _with({}, {"app": app})
	}
}

test_allow_what_answers_anyway if {
	every account in [{"network_default_action": "allow"}, {"private_endpoints": ["e"]}] {
		no_service_endpoints.deny == set() with input as _with(account, {"app": _address})
		no_service_endpoints.undetermined == set() with input as _with(account, {"app": _address})
	}
}

test_allow_subnets_elsewhere if no_service_endpoints.subjects == set() with input as gateway_sample.document({"app": _address})

test_allow_the_regional_form if {
	no_service_endpoints.subjects == set() with input as _with({}, {"app": _address, "connection": {"is_regional": true}})
}

test_undetermined_unknown_rules if {
	document := _with(gateway_sample.lost("network_default_action"), {"app": _address})
	{[each.subject, each.evidence] | some each in no_service_endpoints.undetermined} == {["a", [
		{"entity": "a", "attribute": "app_settings"}, {"entity": "t", "attribute": "network_default_action"},
	]]} with input as document
	no_service_endpoints.deny == set() with input as document
}

test_undetermined_what_the_app_uses if {
	every app in [
		gateway_sample.lost("app_settings"), gateway_sample.lost("backup_storage_host"),
		gateway_sample.lost("log_storage_hosts"), gateway_sample.lost("storage_account"),
		{"app_settings": [{"name": "X", "unknown": sample.unknown("value")}]},
	] {
		count(no_service_endpoints.undetermined) == 1 with input as _with({}, {"app": app})
		no_service_endpoints.deny == set() with input as _with({}, {"app": app})
		no_service_endpoints.undetermined == set() with input as _with({"network_default_action": "allow"}, {"app": app})
	}
}

test_undetermined_unknown_name if {
	count(no_service_endpoints.undetermined) == 1 with input as _with(gateway_sample.lost("name"), {"app": _address})
	no_service_endpoints.deny == set() with input as _with(gateway_sample.lost("name"), {"app": _address})
}

test_undetermined_a_private_endpoint_may_be_there if {
	every name in ["storage_account", "key_vault"] {
		endpoint := {"e": {"id": "e", "unknown": sample.unknown(name)}}
		document := object.union(_with({}, {"app": _address}), {"after": {"private_endpoints": endpoint}})
		count(no_service_endpoints.undetermined) == 1 with input as document
		no_service_endpoints.deny == set() with input as document
		other := object.union(_with({}, {"app": _address}), {"after": {"private_endpoints": {"e": {"id": "e", "unknown": sample.unknown("app")}}}})
		count(no_service_endpoints.deny) == 1 with input as other
	}
}

test_undetermined_a_connection_of_either_form if {
	document := _with({}, {"app": _address, "connection": {"is_regional": null, "has_gateway": null}})
	some finding in no_service_endpoints.undetermined with input as document
	contains(finding.msg, "Whether app 'the app' has gateway-required integration and uses 'the account'")
	no_service_endpoints.deny == set() with input as document
	no_service_endpoints.undetermined == set() with input as _with({}, {"connection": {"is_regional": null, "has_gateway": null}})
}
