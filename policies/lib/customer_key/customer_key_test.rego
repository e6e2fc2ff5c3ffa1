package vnetguard.lib.customer_key_test

import data.vnetguard.lib.customer_key

import data.vnetguard.lib.ise_sample as sample

_parts := ["customer_managed_key_name", "customer_managed_key_vault", "customer_managed_key_version"]

test_is_set if {
	every part in _parts {
		customer_key.is_set({part: "x"})
		customer_key.may_be_set({part: "x"})
		not customer_key.is_not_set({part: "x"})
	}
}

test_is_not_set if {
	not customer_key.is_set({})
	not customer_key.may_be_set({})
	customer_key.is_not_set({})
}

test_may_be_set if {
	every part in _parts {
		maybe := sample.unknown([part])
		not customer_key.is_set(maybe)
		customer_key.may_be_set(maybe)
		not customer_key.is_not_set(maybe)
	}
}

_grants(permissions) := {"key_permissions": permissions, "unknown": {}}

test_is_enough if {
	every permissions in [["Get", "List", "WrapKey", "UnwrapKey"], ["sign", "get", "list", "wrapkey", "unwrapkey"], ["All"]] {
		customer_key.is_enough(_grants(permissions))
	}
	every permissions in [[], ["get", "list", "wrapkey"], ["get", "list", "unwrapkey"], ["get", "wrapkey", "unwrapkey"]] {
		policy := _grants(permissions)
		not customer_key.is_enough(policy)
	}
	untold := sample.unknown(["key_permissions"])
	not customer_key.is_enough(untold)
}

test_grants_nobody if {
	every policies in [[], [_grants(["get"])], [_grants(["get", "list"]), _grants(["wrapkey", "unwrapkey"])]] {
		customer_key.grants_nobody({"rbac_authorization": false, "access_policies": policies, "unknown": {}})
	}
	customer_key.grants_nobody({"rbac_authorization": false, "unknown": {}})
}

test_may_grant_somebody if {
	every vault in [
		{"rbac_authorization": false, "access_policies": [_grants(["get"]), _grants(["all"])], "unknown": {}},
		{"rbac_authorization": false, "access_policies": [sample.unknown(["key_permissions"])], "unknown": {}},
		object.union({"rbac_authorization": false, "access_policies": [_grants(["get"])]}, sample.unknown(["access_policies"])),
		object.union({"rbac_authorization": false}, sample.unknown(["access_policies"])),
		{"rbac_authorization": true, "unknown": {}},
		sample.unknown(["rbac_authorization"]),
	] {
		not customer_key.grants_nobody(vault)
	}
}

_environment := {"customer_managed_key_vault": sample.to("v")}

test_created if {
	every actions in [["create"], ["delete", "create"], ["create", "delete"]] {
		object.keys(customer_key.created) == {"e"} with input as sample.changed({}, _environment, actions)
	}
	object.keys(customer_key.created) == {"e"} with input as sample.changed({}, sample.unknown(["customer_managed_key_vault"]), ["create"])
	every actions in [["no-op"], ["update"], ["delete"]] {
		customer_key.created == {} with input as sample.changed({}, _environment, actions)
	}
	customer_key.created == {} with input as sample.changed({}, {}, ["create"])
	customer_key.created == {} with input as sample.changed({}, object.union({"presence": "external"}, _environment), ["create"])
	customer_key.created == {} with input as sample.environment(_environment)
}

test_vault if {
	document := {"after": {"key_vaults": {"v": {"subject": "the v"}}}}
	customer_key.vault(_environment) == {"subject": "the v"} with input as document
	unknown := sample.unknown(["customer_managed_key_vault"])
	not customer_key.vault(unknown) with input as document
}
