package vnetguard.rules.app.vni_resize_test

import data.vnetguard.rules.app.vni_resize

import data.vnetguard.lib.integration_sample as sample

_sized(apps, length) := sample.with_subnets(sample.document(apps), {"s": {"prefixes": [sample.prefix(length)]}})

_resized(apps, from, to, actions) := sample.changed(_sized({"a": {}}, from), _sized(apps, to), {"s": actions})

test_deny_a_change if {
	some finding in vni_resize.deny with input as _resized({"a": {}}, 28, 26, ["update"])
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' changes from '10.0.0.0/28' to '10.0.0.0/26' while 'app a' is integrated with it."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}]
	vni_resize.undetermined == set() with input as _resized({"a": {}}, 28, 26, ["update"])
}

test_allow_other_updates if {
	every actions in [["update"], ["no-op"]] {
		same := _resized({"a": {}}, 28, 28, actions)
		vni_resize.subjects == {"s"} with input as same
		vni_resize.deny == set() with input as same
		vni_resize.undetermined == set() with input as same
	}
}

test_allow_others if {
	every actions in [["delete"], ["delete", "create"]] {
		vni_resize.subjects == set() with input as _resized({"a": {}}, 28, 26, actions)
	}
	unused := sample.changed(_sized({}, 28), _sized({"a": {}}, 26), {"s": ["update"]})
	vni_resize.subjects == set() with input as unused
	unmanaged := sample.changed(_sized({"a": {}}, 28), _sized({"a": {}}, 26), {})
	vni_resize.subjects == set() with input as unmanaged
	vni_resize.subjects == set() with input as _sized({"a": {}}, 26)
}

test_undetermined_apps_that_leave if {
	leaving := _resized({"a": {"integration_subnet": null}}, 28, 26, ["update"])
	vni_resize.deny == set() with input as leaving
	{finding.subject | some finding in vni_resize.undetermined} == {"s"} with input as leaving
}

test_undetermined_unknown_sizes if {
	unknown := {"s": {"prefixes": null, "unknown": sample.unknown("prefixes")}}
	before := _sized({"a": {}}, 28)
	after := sample.with_subnets(before, unknown)
	vni_resize.deny == set() with input as sample.changed(before, after, {"s": ["update"]})
	count(vni_resize.undetermined) == 1 with input as sample.changed(before, after, {"s": ["update"]})
	count(vni_resize.undetermined) == 1 with input as sample.changed(after, before, {"s": ["update"]})
	vni_resize.undetermined == set() with input as sample.changed(after, after, {"s": ["no-op"]})
}
