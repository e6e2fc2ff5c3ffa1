package vnetguard.rules.ise.delete_locks_test

import data.vnetguard.rules.ise.delete_locks

import data.vnetguard.lib.ise_sample as sample

_id := "/subscriptions/x/resourcegroups/rg/providers/microsoft.network/virtualnetworks/v"

_before(lock) := {
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": {"virtual_network": sample.to(_id)}},
	"virtual_networks": {_id: {"subject": "the v"}},
	"management_locks": {"l": lock},
}

_on(scope) := {"scope": scope}

_change(lock, actions) := sample.change(_before(lock), {}, actions)

_group := _on("/subscriptions/x/resourceGroups/RG")

_environment := {"e": ["delete"]}

_network := {_id: ["delete", "create"]}

test_deny_the_environment if {
	every lock in [
		{"scope": "/e", "integration_service_environment": sample.to("e")}, {"scope": "/v", "virtual_network": sample.to(_id)}, _on(upper(_id)), _group,
	] {
		every actions in [_environment, object.union(_environment, {"l": ["no-op"]}), object.union(_environment, {"l": ["update"]})] {
			document := _change(lock, actions)
			sample.about(delete_locks.deny) == {"e"} with input as document
			sample.says(delete_locks.deny, "Integration service environment 'the e' would be deleted, but the lock 'the l' stays") with input as document
			delete_locks.undetermined == set() with input as document
		}
	}
}

test_deny_the_network if {
	document := _change(_group, _network)
	sample.about(delete_locks.deny) == {_id} with input as document
	sample.says(delete_locks.deny, "Virtual network 'the v' would be deleted, but the lock 'the l' stays") with input as document
}

test_allow if {
	every lock in [_on("/subscriptions/x/resourceGroups/r"), _on("/subscriptions/x/resourceGroups/other"), _on(sprintf("%s/subnets/s", [_id])), {"scope": "/f", "virtual_network": sample.to("w")}] {
		document := _change(lock, object.union(_environment, _network))
		delete_locks.subjects == {"e", _id} with input as document
		delete_locks.deny == set() with input as document
		delete_locks.undetermined == set() with input as document
	}
}

test_allow_a_lock_that_goes if {
	every lock in [_group, sample.unknown(["scope"])] {
		every actions in [["delete"], ["delete", "create"]] {
			document := _change(lock, object.union(_environment, {"l": actions}))
			delete_locks.deny == set() with input as document
			delete_locks.undetermined == set() with input as document
		}
	}
}

test_allow_a_lock_that_is_new if {
	document := sample.change(object.remove(_before({}), ["management_locks"]), {"management_locks": {"l": _group}}, object.union(_environment, {"l": ["create"]}))
	delete_locks.deny == set() with input as document
}

test_allow_what_stays if {
	delete_locks.subjects == set() with input as _change(_group, {"e": ["no-op"], _id: ["update"]})
	named := {"integration_service_environments": {"e": {"presence": "external"}}, "virtual_networks": {_id: {"presence": "external"}}}
	delete_locks.subjects == set() with input as sample.change(object.union(_before(_group), named), {}, object.union(_environment, _network))
}

test_undetermined if {
	document := _change(sample.unknown(["scope"]), _environment)
	sample.about(delete_locks.undetermined) == {"e"} with input as document
	sample.says(delete_locks.undetermined, "Whether the lock 'the l', which stays, keeps integration service environment 'the e' from") with input as document
	delete_locks.deny == set() with input as document
}
