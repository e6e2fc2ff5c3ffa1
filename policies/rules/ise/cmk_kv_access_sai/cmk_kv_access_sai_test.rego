package vnetguard.rules.ise.cmk_kv_access_sai_test

import data.vnetguard.rules.ise.cmk_kv_access_sai

import data.vnetguard.lib.ise_sample as sample

_environment := {"customer_managed_key_vault": sample.to("v"), "identity_type": "systemassigned"}

_document(environment, vault, actions) := sample.change({}, {
	"integration_service_environments": {"e": environment},
	"key_vaults": {"v": vault},
	"role_assignments": {
		"r": _told("principal_id", "the e.output.identity.principalId"),
		"q": _told("principal_id", "the d.output.identity.principalId"),
	},
}, {"e": actions})

_told(name, text) := {"unknown": {name: {"reason": "known only after apply", "text": text}}}

_policies(text) := {"rbac_authorization": false, "access_policies": [{"object_id": "o", "unknown": {}}, _told("object_id", text)]}

_late := _policies("the e.output.identity.principalId")

_roles(ids) := {"rbac_authorization": true, "role_assignments": ids}

test_deny if {
	every parts in [
		[_late, {"entity": "v", "attribute": "access_policies"}],
		[_policies("[Reference('E', '2019-05-01', 'Full').identity.principalId]"), {"entity": "v", "attribute": "access_policies"}],
		[_roles(["q", "r"]), {"entity": "r", "attribute": "principal_id"}],
	] {
		document := _document(_environment, parts[0], ["create"])
		cmk_kv_access_sai.deny == {{
			"subject": "e",
			"msg": "The grant on key vault 'the v' waits for integration service environment 'the e' to be created, but the creation fails unless its system-assigned identity is let in within 30 minutes.",
			"evidence": [parts[1]],
		}} with input as document
		cmk_kv_access_sai.undetermined == set() with input as document
	}
}

test_undetermined if {
	every document in [
		_document(_environment, {"rbac_authorization": false}, ["create"]),
		_document(_environment, {"presence": "external"}, ["create"]),
		_document(_environment, _policies("the ex.output.identity.principalId"), ["create"]),
		_document(_environment, _policies("[reference('ex', '2019-05-01').principalId]"), ["create"]),
		_document(_environment, _policies("[format('e')]"), ["create"]),
		_document(_environment, _roles(["q"]), ["create"]),
		_document(_environment, object.union(_late, {"rbac_authorization": true}), ["create"]),
		_document(_environment, object.union(_roles(["r"]), {"rbac_authorization": false}), ["create"]),
		_document(object.union(sample.unknown(["identity_type"]), {"customer_managed_key_vault": sample.to("v")}), _late, ["create"]),
		_document(object.union(_environment, sample.unknown(["customer_managed_key_vault"])), _late, ["create"]),
	] {
		cmk_kv_access_sai.subjects == {"e"} with input as document
		cmk_kv_access_sai.deny == set() with input as document
		cmk_kv_access_sai.undetermined == {{
			"subject": "e",
			"msg": "Whether the system-assigned identity of integration service environment 'the e' is let into the key vault within 30 minutes after its creation is asked for cannot be told.",
			"evidence": [{"entity": "e", "attribute": "identity_type"}],
		}} with input as document
	}
}

test_not_applicable if {
	every document in [
		_document(object.union(_environment, {"identity_type": "userassigned"}), _late, ["create"]),
		_document(object.remove(_environment, ["identity_type"]), _late, ["create"]),
		_document({"identity_type": "systemassigned"}, _late, ["create"]),
		_document(_environment, _late, ["no-op"]),
		sample.environment(_environment),
	] {
		cmk_kv_access_sai.subjects == set() with input as document
		cmk_kv_access_sai.deny == set() with input as document
		cmk_kv_access_sai.undetermined == set() with input as document
	}
}
