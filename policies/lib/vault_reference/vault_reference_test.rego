package vnetguard.lib.vault_reference_test

import data.vnetguard.lib.vault_reference

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_app(values) := {"app_settings": app_sample.settings([["a", value] | some value in values]), "unknown": {}}

_pattern(pattern) := {"app_settings": [{"name": "a", "unknown": {"value": {"reason": "r", "text": "", "pattern": pattern}}}], "unknown": {}}

_untold := {"app_settings": [{"name": "a", "unknown": sample.unknown("value")}], "unknown": {}}

test_names if {
	vault_reference.names(_app(["@Microsoft.KeyVault(SecretUri=https://Kv1.vault.azure.net/secrets/x/)", "@microsoft.keyvault(VaultName=kv2;SecretName=x)"])) == {"kv1", "kv2"}
	vault_reference.names(_app(["@Microsoft.KeyVault(SecretName=x;VaultName=kv3)", "https://kv4.vault.azure.net"])) == {"kv3"}
}

test_names_of_which_a_part_is_known if {
	vault_reference.names(_pattern("@Microsoft.KeyVault(VaultName={parameters('v')};SecretName=x)")) == {"{parameters('v')}"}
	vault_reference.names(_pattern(concat("", [
		"@Microsoft.KeyVault(SecretUri={reference(concat('/subscriptions/', subscription().subscriptionId, ",
		"'/providers/Microsoft.KeyVault/vaults/Kv5'), '2023-07-01').vaulturi}secrets/x)",
	]))) == {"kv5"}
	every owner in ["", "azurerm_resource_group_template_deployment.d: "] {
		suffix := sprintf("{%senvironment().suffixes.keyvaultDns}", [owner])
		vault_reference.names(_pattern(sprintf("@Microsoft.KeyVault(SecretUri=https://Kv6%s/secrets/x)", [suffix]))) == {"kv6"}
	}
}

test_a_reference_that_leads_nowhere_has_no_name if {
	vault_reference.names(_pattern("@Microsoft.KeyVault(SecretUri={parameters('secret')})")) == {""}
}

test_may_have_more if {
	every app in [_untold, {"unknown": sample.unknown("app_settings")}, _pattern("{parameters('x')}")] {
		vault_reference.may_have_more(app)
	}
	every app in [_app(["x"]), _pattern("https://{x}"), _pattern("@Microsoft.KeyVault(SecretUri={x})")] {
		not vault_reference.may_have_more(app)
	}
}

_vaults := {"key_vaults": object.union(
	object.union(app_sample.entity("one", {"name": "Kv1"}), app_sample.entity("two", {"name": "kv2"})),
	object.union(
		app_sample.entity("three", {"name": "KV2"}),
		app_sample.entity("four", {"unknown": {"name": {"reason": "r", "text": "", "pattern": "{Parameters('v')}"}}}),
	),
)}

test_vault if {
	vault_reference.vault("kv1").id == "one" with input as app_sample.document({}, _vaults)
	vault_reference.vault("{parameters('v')}").id == "four" with input as app_sample.document({}, _vaults)
	every name in ["kv2", "kv9", ""] {
		not vault_reference.vault(name) with input as app_sample.document({}, _vaults)
	}
}
