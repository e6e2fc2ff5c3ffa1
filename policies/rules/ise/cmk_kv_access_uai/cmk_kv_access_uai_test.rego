package vnetguard.rules.ise.cmk_kv_access_uai_test

import data.vnetguard.rules.ise.cmk_kv_access_uai

import data.vnetguard.lib.ise_sample as sample

_environment := {"customer_managed_key_vault": sample.to("v"), "identity_type": "userassigned"}

_document(environment, vault, actions) := sample.change({}, {
	"integration_service_environments": {"e": environment},
	"key_vaults": {"v": vault},
}, {"e": actions})

_bare := {"rbac_authorization": false}

_granting := {"rbac_authorization": false, "access_policies": [{"key_permissions": ["all"], "unknown": {}}]}

test_deny if {
	document := _document(_environment, _bare, ["create"])
	cmk_kv_access_uai.deny == {{
		"subject": "e",
		"msg": "Key vault 'the v' grants nobody access to keys, so integration service environment 'the e' cannot read its key with its user-assigned identity while it is created.",
		"evidence": [{"entity": "v", "attribute": "access_policies"}],
	}} with input as document
	cmk_kv_access_uai.undetermined == set() with input as document
}

test_undetermined if {
	every document in [
		_document(_environment, _granting, ["create"]),
		_document(_environment, {"presence": "external"}, ["create"]),
		_document(object.union(sample.unknown(["identity_type"]), {"customer_managed_key_vault": sample.to("v")}), _bare, ["create"]),
		_document(object.union(sample.unknown(["customer_managed_key_vault"]), {"identity_type": "userassigned"}), _bare, ["create"]),
	] {
		cmk_kv_access_uai.subjects == {"e"} with input as document
		cmk_kv_access_uai.deny == set() with input as document
		cmk_kv_access_uai.undetermined == {{
			"subject": "e",
			"msg": "Whether a user-assigned identity of integration service environment 'the e' can read the key before the environment is created cannot be told.",
			"evidence": [{"entity": "e", "attribute": "customer_managed_key_vault"}],
		}} with input as document
	}
}

# What the environment has for certain is its vault, but perhaps not a key.
test_undetermined_whether_there_is_a_key if {
	maybe := object.union(_environment, sample.unknown(["customer_managed_key_vault"]))
	cmk_kv_access_uai.deny == set() with input as _document(maybe, _bare, ["create"])
	sample.about(cmk_kv_access_uai.undetermined) == {"e"} with input as _document(maybe, _bare, ["create"])
}

test_not_applicable if {
	every document in [
		_document(object.union(_environment, {"identity_type": "systemassigned"}), _bare, ["create"]),
		_document(object.remove(_environment, ["identity_type"]), _bare, ["create"]),
		_document({"identity_type": "userassigned"}, _bare, ["create"]),
		_document(_environment, _bare, ["update"]),
		sample.environment(_environment),
	] {
		cmk_kv_access_uai.subjects == set() with input as document
		cmk_kv_access_uai.deny == set() with input as document
		cmk_kv_access_uai.undetermined == set() with input as document
	}
}
