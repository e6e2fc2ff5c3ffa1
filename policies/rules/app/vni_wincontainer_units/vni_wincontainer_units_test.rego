package vnetguard.rules.app.vni_wincontainer_units_test

import data.vnetguard.rules.app.vni_wincontainer_units

import data.vnetguard.lib.integration_sample as sample

_on(plan, apps) := sample.with_plans(sample.document(apps), {"p": object.union({"os": "windowscontainer", "sku_name": "I1v2"}, plan)})

_four := {"a": {}, "b": {}, "c": {}, "d": {}}

_apart := object.union(_four, {"d": {"integration_subnet": sample.to("t")}})

test_deny_more_units if {
	some finding in vni_wincontainer_units.deny with input as _on({}, _apart)
	finding.subject == "p"
	finding.msg == "App Service plan 'plan p' has 6 networking units with SKU 'I1v2'; its worker, 2 connections and 4 apps take 7."
	finding.evidence == [{"entity": "p", "attribute": "os"}, {"entity": "p", "attribute": "sku_name"}]
	vni_wincontainer_units.undetermined == set() with input as _on({}, _apart)
}

test_allow_as_many if {
	every document in [_on({}, _four), _on({"sku_name": "I2v2"}, _apart)] {
		vni_wincontainer_units.subjects == {"p"} with input as document
		vni_wincontainer_units.deny == set() with input as document
		vni_wincontainer_units.undetermined == set() with input as document
	}
}

test_deny_a_connection_that_is_not_known if {
	connected := object.union(sample.one_of(["s", "t"]), {"inline_integration": sample.to("s")})
	apps := {id: connected | some id, _ in object.union(_four, {"e": {}})}
	some finding in vni_wincontainer_units.deny with input as _on({}, apps)
	contains(finding.msg, "1 connection and 5 apps take 7.")
}

test_allow_other_plans if {
	vni_wincontainer_units.subjects == set() with input as _on({"os": "windows"}, _apart)
	vni_wincontainer_units.subjects == set() with input as _on({}, {id: {"integration_subnet": null} | some id, _ in _apart})
}

test_undetermined_unknown_sku if {
	vni_wincontainer_units.deny == set() with input as _on({"sku_name": "x"}, _apart)
	{finding.subject | some finding in vni_wincontainer_units.undetermined} == {"p"} with input as _on({"sku_name": "x"}, _apart)
}

test_undetermined_unknown_system if {
	unknown := {"os": null, "unknown": sample.unknown("os")}
	vni_wincontainer_units.subjects == {"p"} with input as _on(unknown, _apart)
	vni_wincontainer_units.deny == set() with input as _on(unknown, _apart)
	count(vni_wincontainer_units.undetermined) == 1 with input as _on(unknown, _apart)
	vni_wincontainer_units.subjects == set() with input as _on(unknown, _four)
}

test_undetermined_apps_outside if {
	vni_wincontainer_units.deny == set() with input as _on({"presence": "external"}, _four)
	count(vni_wincontainer_units.undetermined) == 1 with input as _on({"presence": "external"}, _four)
}

test_undetermined_unknown_connections if {
	apps := object.union(_four, {"d": sample.lost})
	vni_wincontainer_units.deny == set() with input as _on({}, apps)
	count(vni_wincontainer_units.undetermined) == 1 with input as _on({}, apps)
	fewer := {"a": {}, "b": {}, "d": sample.lost}
	vni_wincontainer_units.undetermined == set() with input as _on({}, fewer)
	alone := {"d": sample.lost, "n": {"integration_subnet": null}, "m": {"integration_subnet": null}, "o": {"integration_subnet": null}, "l": {"integration_subnet": null}}
	vni_wincontainer_units.deny == set() with input as _on({}, alone)
	count(vni_wincontainer_units.undetermined) == 1 with input as _on({}, alone)
}

test_undetermined_conditional_apps if {
	every id in ["c", "d"] {
		document := _on({}, object.union(_apart, {id: object.union(_apart[id], {"presence": "conditional"})}))
		vni_wincontainer_units.deny == set() with input as document
		{finding.subject | some finding in vni_wincontainer_units.undetermined} == {"p"} with input as document
	}
}

test_deny_does_not_count_conditional_apps if {
	document := _on({}, object.union(_apart, {"e": {}, "k": {"presence": "conditional"}}))
	some finding in vni_wincontainer_units.deny with input as document
	contains(finding.msg, "2 connections and 5 apps take 8.")
}
