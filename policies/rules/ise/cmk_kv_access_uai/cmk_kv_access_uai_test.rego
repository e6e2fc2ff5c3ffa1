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

# A vault that is created, with policies of resources that the environment waits for, or not.
_ordered(policy, waits, by) := object.union(
	_document(
		object.union(_environment, {"unknown": {"identity_ids": {"reason": "known only after apply", "text": "identity.i.id"}}}),
		object.union(
			{"rbac_authorization": false, "access_policies": [policy]},
			{"stated_by": {"access_policies": names} | names := by; count(by) > 0},
		),
		["create"],
	),
	{
		"changes": {"e": {"actions": ["create"]}, "v": {"actions": ["create"]}},
		"order": {"e": object.union({"after": [], "stated": {}, "unknown": {}}, waits)},
	},
)

_named := object.union({"key_permissions": ["all"]}, {"unknown": {"object_id": {"reason": "known only after apply", "text": "identity.i.principal_id"}}})

_after_all := {"after": ["v"], "stated": {"v": {"access_policies": "all"}}}

test_deny_what_comes_later if {
	document := _ordered(_named, {"after": ["v"]}, ["policy.p"])
	cmk_kv_access_uai.deny == {{
		"subject": "e",
		"msg": "Integration service environment 'the e' does not wait for 'policy.p' to grant access to the keys of key vault 'the v', so its user-assigned identity may not be let in while it is created.",
		"evidence": [{"entity": "v", "attribute": "access_policies"}],
	}} with input as document
	cmk_kv_access_uai.undetermined == set() with input as document
}

test_allow_what_is_waited_for if {
	every document in [_ordered(_named, _after_all, ["policy.p"]), _ordered(_named, {"after": ["v"]}, [])] {
		cmk_kv_access_uai.subjects == {"e"} with input as document
		cmk_kv_access_uai.deny == set() with input as document
		cmk_kv_access_uai.undetermined == set() with input as document
	}
}

test_undetermined_whom_a_policy_names if {
	other := {"object_id": {"reason": "known only after apply", "text": "identity.j.principal_id"}}
	several := {"object_id": {"reason": "known only after apply", "text": "identity.i.client_id, identity.i.principal_id"}}
	every document in [
		_ordered(object.union(_named, {"unknown": other}), _after_all, ["policy.p"]),
		_ordered(object.union(_named, {"unknown": several}), _after_all, ["policy.p"]),
		_ordered(object.union(_named, {"key_permissions": ["get"]}), _after_all, ["policy.p"]),
		_ordered(_named, _after_all, ["module.m.policy.p"]),
		_ordered(_named, {"after": ["v"], "stated": {"v": {"access_policies": "some"}}}, ["policy.p", "policy.q"]),
	] {
		cmk_kv_access_uai.subjects == {"e"} with input as document
		sample.about(cmk_kv_access_uai.undetermined | cmk_kv_access_uai.deny) == {"e"} with input as document
	}
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
