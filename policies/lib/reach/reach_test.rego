package vnetguard.lib.reach_test

import data.vnetguard.lib.reach

import data.vnetguard.lib.app_sample

test_private if {
	reach.is_private({"public_network_access": false})
	reach.is_private({"public_network_access": true, "network_default_action": "deny"})
	every target in [{}, {"public_network_access": true, "network_default_action": "allow"}] {
		not reach.is_private(target)
	}
}

test_public if {
	reach.is_public({"public_network_access": true, "network_default_action": "allow"})
	every target in [
		{"public_network_access": true},
		{"network_default_action": "allow"},
		{"public_network_access": false, "network_default_action": "allow"},
		{"public_network_access": true, "network_default_action": "deny"},
	] {
		not reach.is_public(target)
	}
}

test_label if reach.label("StFoo.blob.core.windows.net") == "stfoo"

_accounts := object.union(app_sample.entity("one", {"name": "StFoo"}), object.union(
	app_sample.entity("two", {"unknown": {"name": {"reason": "r", "text": "", "pattern": "st{X}"}}}),
	object.union(app_sample.entity("three", {"name": "twice"}), app_sample.entity("four", {"name": "TWICE"})),
))

test_storage_account if {
	reach.storage_account("stfoo").id == "one" with input as app_sample.document({}, {"storage_accounts": _accounts})
	reach.storage_account("st{x}").id == "two" with input as app_sample.document({}, {"storage_accounts": _accounts})
	every name in ["twice", "other"] {
		not reach.storage_account(name) with input as app_sample.document({}, {"storage_accounts": _accounts})
	}
}
