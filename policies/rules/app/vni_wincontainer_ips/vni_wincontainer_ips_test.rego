package vnetguard.rules.app.vni_wincontainer_ips_test

import data.vnetguard.rules.app.vni_wincontainer_ips

import data.vnetguard.lib.integration_sample as sample

_os := {"os": "windowscontainer"}

_apps(number) := {sprintf("a%d", [i]): {} | some i in _numbers[number]}

_numbers := {1: [1], 3: [1, 2, 3], 4: [1, 2, 3, 4]}

_on(length, plan, apps) := sample.with_plans(
	sample.with_subnets(sample.document(apps), {"s": {"prefixes": [sample.prefix(length)]}}),
	{"p": object.union(_os, plan)},
)

test_deny_more_addresses if {
	some finding in vni_wincontainer_ips.deny with input as _on(27, {"capacity": 8}, _apps(3))
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' ('10.0.0.0/27') has 27 usable addresses, and the instances and Windows containers of 'plan p' take 32."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}, {"entity": "p", "attribute": "capacity"}]
	vni_wincontainer_ips.undetermined == set() with input as _on(27, {"capacity": 8}, _apps(3))
}

test_allow_as_many if {
	vni_wincontainer_ips.subjects == {"s"} with input as _on(26, {"capacity": 10}, _apps(4))
	vni_wincontainer_ips.deny == set() with input as _on(26, {"capacity": 10}, _apps(4))
	vni_wincontainer_ips.undetermined == set() with input as _on(26, {"capacity": 10}, _apps(4))
	count(vni_wincontainer_ips.deny) == 1 with input as _on(27, {"capacity": 7}, _apps(3))
	vni_wincontainer_ips.deny == set() with input as _on(27, {"capacity": 6}, _apps(3))
}

test_deny_counts_apps_without_integration if {
	apps := object.union(_apps(1), {"n1": {"integration_subnet": null}, "n2": {"integration_subnet": null}})
	count(vni_wincontainer_ips.deny) == 1 with input as _on(27, {"capacity": 7}, apps)
}

test_allow_apps_of_another_subnet if {
	apps := object.union(_apps(1), {"n1": {"integration_subnet": sample.to("t")}, "n2": {"integration_subnet": sample.to("t")}})
	vni_wincontainer_ips.deny == set() with input as _on(27, {"capacity": 7}, apps)
	vni_wincontainer_ips.undetermined == set() with input as _on(27, {"capacity": 7}, apps)
}

test_allow_other_plans if {
	vni_wincontainer_ips.subjects == set() with input as _on(27, {"os": "windows", "capacity": 20}, _apps(3))
	outside := _on(27, {"os": null, "presence": "external", "capacity": 8, "unknown": sample.unknown("os")}, _apps(3))
	vni_wincontainer_ips.subjects == set() with input as outside
}

test_counts_other_plans_once if {
	apps := object.union(_apps(3), {"b": {"plan": sample.to("q")}, "c": {"plan": sample.to("q")}})
	document := sample.with_plans(_on(27, {"capacity": 6}, apps), {"q": {"os": "windows", "capacity": 4}})
	count(vni_wincontainer_ips.deny) == 1 with input as document
	fewer := sample.with_plans(_on(27, {"capacity": 6}, apps), {"q": {"os": "windows", "capacity": 3}})
	vni_wincontainer_ips.deny == set() with input as fewer
	vni_wincontainer_ips.undetermined == set() with input as fewer
}

test_undetermined_unknown_instances if {
	unknown := _on(26, {"capacity": null, "unknown": sample.unknown("capacity")}, _apps(3))
	vni_wincontainer_ips.deny == set() with input as unknown
	{finding.subject | some finding in vni_wincontainer_ips.undetermined} == {"s"} with input as unknown
}

test_undetermined_unknown_system if {
	unknown := _on(27, {"os": null, "capacity": 8, "unknown": sample.unknown("os")}, _apps(3))
	vni_wincontainer_ips.subjects == {"s"} with input as unknown
	vni_wincontainer_ips.deny == set() with input as unknown
	count(vni_wincontainer_ips.undetermined) == 1 with input as unknown
	vni_wincontainer_ips.subjects == set() with input as _on(27, {"os": null, "capacity": 6, "unknown": sample.unknown("os")}, _apps(3))
}

test_undetermined_apps_outside if {
	outside := _on(27, {"presence": "external", "capacity": 1}, _apps(1))
	vni_wincontainer_ips.deny == set() with input as outside
	count(vni_wincontainer_ips.undetermined) == 1 with input as outside
}

test_undetermined_apps_that_may_be_elsewhere if {
	apps := object.union(_apps(3), {"c": sample.one_of(["s", "t"])})
	vni_wincontainer_ips.deny == set() with input as _on(27, {"capacity": 6}, apps)
	{finding.subject | some finding in vni_wincontainer_ips.undetermined} == {"s"} with input as _on(27, {"capacity": 6}, apps)
	vni_wincontainer_ips.undetermined == set() with input as _on(27, {"capacity": 5}, apps)
}

test_undetermined_candidates if {
	apps := {"c": sample.one_of(["s", "t"]), "n1": {"integration_subnet": null}}
	vni_wincontainer_ips.subjects == {"s"} with input as _on(27, {"capacity": 10}, apps)
	count(vni_wincontainer_ips.undetermined) == 1 with input as _on(27, {"capacity": 10}, apps)
	vni_wincontainer_ips.deny == set() with input as _on(27, {"capacity": 10}, apps)
}

test_undetermined_conditional_apps if {
	apps := object.union(_apps(1), {id: {"presence": "conditional"} | some id in ["b", "c"]})
	document := _on(27, {"capacity": 8}, apps)
	vni_wincontainer_ips.deny == set() with input as document
	{finding.subject | some finding in vni_wincontainer_ips.undetermined} == {"s"} with input as document
}
