package vnetguard.rules.ise.cmk_kv_protect_test

import data.vnetguard.rules.ise.cmk_kv_protect

import data.vnetguard.lib.ise_sample as sample

_policy(permissions) := {"key_permissions": permissions, "object_id": "o", "unknown": {}}

_enough := [_policy(["get"]), _policy(["Get", "List", "WrapKey", "UnwrapKey", "sign"])]

_vault := {"soft_delete": true, "purge_protection": true, "rbac_authorization": false, "access_policies": _enough, "keys": ["j", "k"]}

_key := {"name": "Main", "key_type": "rsa", "key_size": 2048, "enabled": true}

_document(environment, vault, key) := sample.document({
	"integration_service_environments": {"e": environment},
	"key_vaults": {"v": vault},
	"key_vault_keys": {"j": {"name": "other", "key_type": "ec"}, "k": key},
})

_environment := {"customer_managed_key_vault": sample.to("v"), "customer_managed_key_name": "main"}

_of(vault, key) := _document(_environment, object.union(_vault, vault), object.union(_key, key))

_without(kind, id, name, unknown) := object.union(
	json.remove(_of({}, {}), [sprintf("after/%s/%s/%s", [kind, id, name])]),
	{"after": {kind: {id: sample.unknown(unknown)}}},
)

test_deny_an_unprotected_vault if {
	every pair in [["soft_delete", "soft delete"], ["purge_protection", "purge protection"]] {
		document := _of({pair[0]: false}, {})
		sample.about(cmk_kv_protect.deny) == {"e"} with input as document
		sample.says(cmk_kv_protect.deny, sprintf("Key vault 'the v' with the key of integration service environment 'the e' has no %s.", [pair[1]])) with input as document
		{finding.evidence | some finding in cmk_kv_protect.deny} == {[{"entity": "v", "attribute": pair[0]}]} with input as document
	}
}

test_deny_another_type if {
	document := _of({}, {"key_type": "ec", "key_size": 256})
	count(cmk_kv_protect.deny) == 1 with input as document
	sample.says(cmk_kv_protect.deny, "Key 'the k' of integration service environment 'the e' has the type 'ec'; an RSA key is required.") with input as document
	{finding.evidence | some finding in cmk_kv_protect.deny} == {[{"entity": "k", "attribute": "key_type"}]} with input as document
}

test_deny_another_size if {
	every size in [2047, 3072, 4096] {
		document := _of({}, {"key_size": size})
		sample.says(cmk_kv_protect.deny, sprintf("Key 'the k' of integration service environment 'the e' has %d bits; 2048 are required.", [size])) with input as document
		{finding.evidence | some finding in cmk_kv_protect.deny} == {[{"entity": "k", "attribute": "key_size"}]} with input as document
	}
}

test_deny_a_disabled_key if {
	document := _of({}, {"enabled": false})
	count(cmk_kv_protect.deny) == 1 with input as document
	sample.says(cmk_kv_protect.deny, "Key 'the k' of integration service environment 'the e' is disabled.") with input as document
	{finding.evidence | some finding in cmk_kv_protect.deny} == {[{"entity": "k", "attribute": "enabled"}]} with input as document
}

test_deny_too_few_permissions if {
	every policies in [[], [_policy(["get", "list", "wrapkey"])], [_policy(["get", "list"]), _policy(["wrapkey", "unwrapkey"])]] {
		document := _of({"access_policies": policies}, {})
		sample.says(cmk_kv_protect.deny, "No access policy of key vault 'the v' grants all of 'get', 'list', 'unwrapkey', 'wrapkey', which integration service environment 'the e' needs.") with input as document
		{finding.evidence | some finding in cmk_kv_protect.deny} == {[{"entity": "v", "attribute": "access_policies"}]} with input as document
	}
}

test_deny_no_policies if {
	document := json.remove(_of({}, {}), ["after/key_vaults/v/access_policies"])
	sample.about(cmk_kv_protect.deny) == {"e"} with input as document
}

test_allow if {
	every parts in [
		[{}, {}], [{}, {"key_type": "rsa-hsm"}], [{"access_policies": [_policy(["All"])]}, {}],
		[{"rbac_authorization": true, "access_policies": [], "role_assignments": ["r"]}, {}],
	] {
		document := _of(parts[0], parts[1])
		cmk_kv_protect.subjects == {"e"} with input as document
		cmk_kv_protect.deny == set() with input as document
		cmk_kv_protect.undetermined == set() with input as document
	}
}

test_allow_a_key_without_a_size if {
	document := json.remove(_of({}, {}), ["after/key_vault_keys/k/key_size"])
	cmk_kv_protect.undetermined == set() with input as document
}

test_allow_without_a_key if {
	cmk_kv_protect.subjects == set() with input as _document({}, {}, {})
	cmk_kv_protect.subjects == set() with input as _document(object.union({"presence": "external"}, _environment), {}, {})
}

test_undetermined if {
	every document in [
		_without("key_vaults", "v", "soft_delete", ["soft_delete"]),
		_without("key_vaults", "v", "purge_protection", ["purge_protection"]),
		_without("key_vaults", "v", "access_policies", ["access_policies"]),
		json.remove(_of({"access_policies": []}, {}), ["after/key_vaults/v/rbac_authorization"]),
		_of({"rbac_authorization": true, "access_policies": []}, {}),
		_of({"rbac_authorization": true, "access_policies": [], "role_assignments": []}, {}),
		json.remove(_of({"access_policies": [], "role_assignments": ["r"]}, {}), ["after/key_vaults/v/rbac_authorization"]),
		_of({"access_policies": [_policy(["get"]), sample.unknown(["key_permissions"])]}, {}),
		_without("key_vault_keys", "k", "key_type", ["key_type"]),
		_without("key_vault_keys", "k", "key_size", ["key_size"]),
		_without("key_vault_keys", "k", "enabled", ["enabled"]),
		_without("key_vault_keys", "k", "name", ["name"]),
		json.remove(_of({}, {}), ["after/key_vaults/v/keys"]),
		_without("integration_service_environments", "e", "customer_managed_key_vault", ["customer_managed_key_vault"]),
		_without("integration_service_environments", "e", "customer_managed_key_name", ["customer_managed_key_name"]),
	] {
		sample.about(cmk_kv_protect.undetermined) == {"e"} with input as document
		sample.says(cmk_kv_protect.undetermined, "of integration service environment 'the e' are protected") with input as document
		cmk_kv_protect.deny == set() with input as document
		{finding.evidence | some finding in cmk_kv_protect.undetermined} == {[{"entity": "e", "attribute": "customer_managed_key_vault"}]} with input as document
	}
}

test_undetermined_open_policies if {
	document := _of(object.union({"access_policies": [_policy(["get"])]}, sample.unknown(["access_policies"])), {})
	sample.about(cmk_kv_protect.undetermined) == {"e"} with input as document
	cmk_kv_protect.deny == set() with input as document
}
