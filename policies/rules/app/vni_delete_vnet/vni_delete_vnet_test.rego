package vnetguard.rules.app.vni_delete_vnet_test

import data.vnetguard.rules.app.vni_delete_vnet

import data.vnetguard.lib.integration_sample as sample

_now := sample.document({"a": {}})

_deleted(apps, actions) := sample.changed(_now, sample.document(apps), actions)

test_deny_a_subnet_that_an_app_stays_in if {
	every actions in [["delete"], ["delete", "create"]] {
		some finding in vni_delete_vnet.deny with input as _deleted({"a": {}}, {"s": actions})
		finding.subject == "s"
		finding.msg == "'subnet s' is deleted, but 'app a' stays integrated with it."
		finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}]
		vni_delete_vnet.undetermined == set() with input as _deleted({"a": {}}, {"s": actions})
	}
}

test_deny_a_network if {
	some finding in vni_delete_vnet.deny with input as _deleted({"a": {}}, {"v": ["delete"]})
	finding.subject == "v"
	finding.msg == "'network v' is deleted, but 'app a' stays integrated with it."
}

test_deny_an_app_that_is_forgotten if {
	forgotten := _deleted({}, {"s": ["delete"], "a": ["forget"]})
	count(vni_delete_vnet.deny) == 1 with input as forgotten
}

_silent(apps) := json.patch(
	sample.changed(_now, sample.document(apps), {"v": ["update"]}),
	[{"op": "add", "path": "/after/subnets/s/presence", "value": "external"}],
)

test_undetermined_where_the_network_does_not_tell if {
	some finding in vni_delete_vnet.undetermined with input as _silent({"a": {}})
	finding.subject == "s"
	finding.msg == "The update of its virtual network does not tell whether subnet 'subnet s' stays; 'app a' stays integrated with it."
	finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}]
	vni_delete_vnet.subjects == {"s"} with input as _silent({"a": {}})
	vni_delete_vnet.deny == set() with input as _silent({"a": {}})
}

test_allow_where_the_network_does_not_tell_and_apps_go if {
	vni_delete_vnet.subjects == set() with input as _silent({"a": {"integration_subnet": null}})
}

test_allow_apps_that_go if {
	every document in [
		_deleted({"a": {"integration_subnet": null}}, {"s": ["delete"], "a": ["update"]}),
		_deleted({"a": {"integration_subnet": sample.to("t")}}, {"s": ["delete"], "a": ["update"]}),
		_deleted({}, {"s": ["delete"], "a": ["delete"]}),
		_deleted({"a": {}}, {"s": ["delete", "create"], "a": ["delete", "create"]}),
	] {
		vni_delete_vnet.subjects == {"s"} with input as document
		vni_delete_vnet.deny == set() with input as document
		vni_delete_vnet.undetermined == set() with input as document
	}
}

test_allow_others if {
	every actions in [{}, {"s": ["update"]}, {"s": ["create", "delete"]}, {"s": ["forget"]}, {"t": ["delete"]}] {
		vni_delete_vnet.subjects == set() with input as _deleted({"a": {}}, actions)
	}
	empty := sample.changed(sample.document({}), sample.document({}), {"v": ["delete"], "s": ["delete"]})
	vni_delete_vnet.subjects == set() with input as empty
	vni_delete_vnet.subjects == set() with input as _now
}

test_undetermined_unknown_integration if {
	lost := _deleted({"a": sample.lost}, {"s": ["delete"]})
	vni_delete_vnet.deny == set() with input as lost
	{finding.msg | some finding in vni_delete_vnet.undetermined} == {"'subnet s' is deleted, and whether 'app a' stays integrated with it cannot be told."} with input as lost
	going := _deleted({"a": sample.lost}, {"s": ["delete"], "a": ["delete", "create"]})
	vni_delete_vnet.undetermined == set() with input as going
}

test_deny_is_not_undetermined_too if {
	two := sample.changed(sample.document({"a": {}, "b": {}}), sample.document({"a": {}, "b": sample.lost}), {"s": ["delete"]})
	count(vni_delete_vnet.deny) == 1 with input as two
	vni_delete_vnet.undetermined == set() with input as two
}

# The subnet `s`, or its network, goes and is created anew as `t`, to which app `a` moves.
_replaced(apps, id, created_first, more) := object.union(
	_deleted(apps, object.union({id: ["delete"], "t": ["create"]}, more)),
	{"changes": {id: {"actions": ["delete"], "replaced_by": ["name"], "created_first": created_first}}},
)

_moves := {"a": {"integration_subnet": sample.to("t")}}

test_deny_a_replacement_that_destroys_first if {
	every id, title in {"s": "subnet s", "v": "network v"} {
		document := _replaced(_moves, id, false, {})
		findings := vni_delete_vnet.deny with input as document
		findings == {{
			"subject": id,
			"msg": sprintf("'%s' is destroyed before the one that replaces it is created, and until then 'app a' is integrated with it.", [title]),
			"evidence": [{"entity": "a", "attribute": "integration_subnet"}],
		}}
		vni_delete_vnet.undetermined == set() with input as document
	}
}

test_allow_a_replacement_that_creates_first if {
	vni_delete_vnet.subjects == set() with input as _replaced(_moves, "s", true, {})
}

test_allow_apps_that_do_not_wait_for_the_replacement if {
	every document in [
		_replaced(_moves, "s", false, {"a": ["delete", "create"]}),
		_replaced(_moves, "s", false, {"t": ["no-op"]}),
		_replaced({"a": {"integration_subnet": null}}, "s", false, {}),
		_deleted(_moves, {"s": ["delete"], "t": ["create"]}),
	] {
		vni_delete_vnet.subjects == {"s"} with input as document
		vni_delete_vnet.deny == set() with input as document
		vni_delete_vnet.undetermined == set() with input as document
	}
}
