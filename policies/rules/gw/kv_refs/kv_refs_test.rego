package vnetguard.rules.gw.kv_refs_test

import data.vnetguard.rules.gw.kv_refs

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_public := {"public_network_access": true, "network_default_action": "allow"}

# The document with an app that has the settings, and a vault `kv-one`.
_with(settings, vault, parts) := object.union(
	gateway_sample.document(object.union({"app": {"app_settings": settings}}, parts)),
	{"after": {"key_vaults": {"k": gateway_sample.entity("k", "the vault", object.union({"name": "kv-One"}, vault))}}},
)

_setting(value) := {"name": "Password", "value": value, "unknown": {}}

_unknown(pattern) := {"name": "Password", "unknown": {"value": {"reason": "r", "text": "", "pattern": pattern}}}

_uri := "@Microsoft.KeyVault(SecretUri=https://kv-one.vault.azure.net/secrets/db)"

_named := "@Microsoft.KeyVault(VaultName=KV-one;SecretName=db)"

_closed := {"public_network_access": false, "network_default_action": "allow"}

_restricted := {"public_network_access": true, "network_default_action": "deny"}

test_deny_private_vaults if {
	every vault in [_closed, _restricted] {
		every value in [_uri, _named, "@Microsoft.KeyVault(SecretName=db; VaultName=kv-one)"] {
			some finding in kv_refs.deny with input as _with([_setting(value)], vault, {})
			finding.subject == "a"
			contains(finding.msg, "through which setting 'Password' cannot be read from key vault 'the vault'")
			contains(finding.msg, "App 'the app' has")
			finding.evidence == [
				{"entity": "a", "attribute": "app_settings"}, {"entity": "k", "attribute": "public_network_access"},
				{"entity": "k", "attribute": "network_default_action"}, {"entity": "c", "attribute": "virtual_network"},
			]
			kv_refs.undetermined == set() with input as _with([_setting(value)], vault, {})
		}
	}
}

test_deny_a_vault_that_is_known_in_an_unknown_value if {
	document := _with([_unknown("@Microsoft.KeyVault(VaultName=kv-one;SecretName={parameters('s')})")], _closed, {})
	count(kv_refs.deny) == 1 with input as document
}

test_deny_a_setting_without_a_name if {
	setting := {"value": _uri, "unknown": sample.unknown("name")}
	some finding in kv_refs.deny with input as _with([setting], _closed, {})
	contains(finding.msg, "through which setting '…' cannot be read")
}

test_deny_beside_another_vault if {
	document := _with([_setting("@Microsoft.KeyVault(VaultName=other;SecretName=x)"), _setting(_uri)], _closed, {})
	count(kv_refs.deny) == 1 with input as document
	kv_refs.undetermined == set() with input as document
}

test_allow_public_vaults if {
	kv_refs.subjects == {"a"} with input as _with([_setting(_uri)], _public, {})
	kv_refs.deny == set() with input as _with([_setting(_uri)], _public, {})
	kv_refs.undetermined == set() with input as _with([_setting(_uri)], _public, {})
}

test_allow_without_references if {
	every settings in [
		[], [_setting("plain")], [_setting("see @Microsoft.KeyVault(VaultName=kv-one;SecretName=db)")],
		[_unknown("https://{x}")], [_unknown("@Microsoft.Storage({x}")],
	] {
		kv_refs.subjects == set() with input as _with(settings, _closed, {})
	}
}

test_allow_the_regional_form if {
	kv_refs.subjects == set() with input as _with([_setting(_uri)], _closed, {"connection": {"is_regional": true}})
}

test_allow_by_the_edition_of_2019 if {
	kv_refs.subjects == set() with input as _with([_setting(_uri)], _closed, {"editions": {"app": "2019-07-09"}})
}

test_undetermined_vaults if {
	every vault in [
		object.union(_public, gateway_sample.lost("public_network_access")),
		object.union(_public, gateway_sample.lost("network_default_action")),
		{"name": "other", "public_network_access": false},
	] {
		{[each.subject, each.evidence] | some each in kv_refs.undetermined} == {["a", [{"entity": "a", "attribute": "app_settings"}]]} with input as _with([_setting(_uri)], vault, {})
		kv_refs.deny == set() with input as _with([_setting(_uri)], vault, {})
	}
}

test_undetermined_settings if {
	every setting in [
		_unknown("{x}"),
		_unknown("@Microsoft.Key{x}"),
		_unknown("@Microsoft.KeyVault(SecretUri={x})"),
		_unknown("@Microsoft.KeyVault(VaultName=kv-{x};SecretName=s)"),
		{"name": "Password", "unknown": sample.unknown("value")},
	] {
		document := _with([setting], object.union(_closed, {"name": "kv-"}), {})
		count(kv_refs.undetermined) == 1 with input as document
		kv_refs.deny == set() with input as document
	}
}

test_undetermined_more_settings_than_are_known if {
	document := _with([_setting(_uri)], _public, {"app": {"app_settings": [_setting(_uri)], "unknown": sample.unknown("app_settings")}})
	count(kv_refs.undetermined) == 1 with input as document
	plain := _with([], _public, {"app": {"app_settings": [], "unknown": sample.unknown("app_settings")}})
	count(kv_refs.undetermined) == 1 with input as plain
}

test_undetermined_a_connection_of_either_form if {
	document := _with([_setting(_uri)], _closed, {"connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in kv_refs.undetermined} == {"a"} with input as document
	kv_refs.deny == set() with input as document
	kv_refs.undetermined == set() with input as _with([_setting(_uri)], _public, {"connection": {"is_regional": null, "has_gateway": null}})
}
