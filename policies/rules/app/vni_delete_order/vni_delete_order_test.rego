package vnetguard.rules.app.vni_delete_order_test

import data.vnetguard.rules.app.vni_delete_order

import data.vnetguard.lib.integration_sample as sample

_inline := {"inline_integration": sample.to("s")}

_apart := {"separate_integrations": [sample.to("s")]}

_deleted(app, actions) := sample.changed(sample.document({"a": app}), sample.document({}), object.union({"a": ["delete"]}, actions))

test_deny_an_app_with_its_subnet if {
	every actions in [{"s": ["delete"]}, {"s": ["update"]}, {"v": ["delete"]}, {"s": ["delete", "create"]}] {
		some finding in vni_delete_order.deny with input as _deleted(_inline, actions)
		finding.subject == "a"
		finding.level == "error"
		finding.msg == "App 'app a' is deleted without being disconnected from its virtual network, which can lock the integration subnet."
		finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}]
		vni_delete_order.undetermined == set() with input as _deleted(_inline, actions)
	}
}

test_deny_warns_where_the_subnet_stays if {
	every actions in [{}, {"s": ["no-op"]}, {"t": ["delete"]}, {"s": ["create"]}] {
		{finding.level | some finding in vni_delete_order.deny} == {"warning"} with input as _deleted(_inline, actions)
	}
}

test_deny_a_replacement if {
	every actions in [["delete", "create"], ["create", "delete"]] {
		replaced := sample.changed(sample.document({"a": _inline}), sample.document({"a": _inline}), {"a": actions})
		{finding.msg | some finding in vni_delete_order.deny} == {"App 'app a' is replaced without being disconnected from its virtual network, which can lock the integration subnet."} with input as replaced
	}
}

test_allow_a_connection_of_its_own if {
	every app in [_apart, object.union(_inline, _apart)] {
		vni_delete_order.subjects == {"a"} with input as _deleted(app, {"s": ["delete"]})
		vni_delete_order.deny == set() with input as _deleted(app, {"s": ["delete"]})
		vni_delete_order.undetermined == set() with input as _deleted(app, {"s": ["delete"]})
	}
}

test_allow_others if {
	vni_delete_order.subjects == set() with input as _deleted({"integration_subnet": null}, {})
	every actions in [["forget"], ["update"], ["no-op"]] {
		kept := sample.changed(sample.document({"a": _inline}), sample.document({"a": _inline}), {"a": actions})
		vni_delete_order.subjects == set() with input as kept
	}
	vni_delete_order.subjects == set() with input as sample.document({"a": _inline})
}

test_undetermined_unknown_integration if {
	every app in [sample.lost, object.union(_inline, {"unknown": sample.unknown("separate_integrations")})] {
		vni_delete_order.deny == set() with input as _deleted(app, {})
		{finding.subject | some finding in vni_delete_order.undetermined} == {"a"} with input as _deleted(app, {})
		{finding.msg | some finding in vni_delete_order.undetermined} == {"Whether app 'app a' is disconnected from its virtual network before it is deleted cannot be told."} with input as _deleted(app, {})
	}
}
