package vnetguard.rules.app.vni_restart_test

import data.vnetguard.rules.app.vni_restart

import data.vnetguard.lib.integration_sample as sample

_changed(before, after, actions) := sample.changed(sample.document({"a": before}), sample.document({"a": after}), {"a": actions})

_none := {"integration_subnet": null}

test_deny_changes if {
	every pair in [[{}, _none], [_none, {}], [{}, {"integration_subnet": sample.to("t")}]] {
		some finding in vni_restart.deny with input as _changed(pair[0], pair[1], ["update"])
		finding.subject == "a"
		finding.msg == "App 'app a' restarts, because its virtual network integration changes."
		finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}]
		vni_restart.undetermined == set() with input as _changed(pair[0], pair[1], ["update"])
	}
	count(vni_restart.deny) == 1 with input as _changed({}, _none, ["no-op"])
}

test_allow_the_same if {
	vni_restart.subjects == {"a"} with input as _changed({}, {}, ["update"])
	vni_restart.deny == set() with input as _changed({}, {}, ["update"])
	vni_restart.undetermined == set() with input as _changed({}, {}, ["update"])
}

test_allow_others if {
	vni_restart.subjects == set() with input as _changed(_none, _none, ["update"])
	every actions in [["delete"], ["delete", "create"]] {
		vni_restart.subjects == set() with input as _changed({}, _none, actions)
	}
	vni_restart.subjects == set() with input as sample.changed(sample.document({"a": {}}), sample.document({"a": _none}), {})
	vni_restart.subjects == set() with input as sample.changed(sample.document({"a": {}}), sample.document({}), {"a": ["forget"]})
	vni_restart.subjects == set() with input as sample.document({"a": {}})
}

test_undetermined_unknown if {
	every pair in [[{}, sample.lost], [sample.lost, {}], [sample.lost, sample.lost], [_none, sample.lost]] {
		vni_restart.deny == set() with input as _changed(pair[0], pair[1], ["update"])
		{finding.subject | some finding in vni_restart.undetermined} == {"a"} with input as _changed(pair[0], pair[1], ["update"])
	}
	vni_restart.subjects == {"a"} with input as _changed(sample.lost, sample.lost, ["no-op"])
	vni_restart.undetermined == set() with input as _changed(sample.lost, sample.lost, ["no-op"])
}
