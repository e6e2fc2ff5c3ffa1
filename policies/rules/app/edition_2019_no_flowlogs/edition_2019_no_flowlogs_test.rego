package vnetguard.rules.app.edition_2019_no_flowlogs_test

import data.vnetguard.rules.app.edition_2019_no_flowlogs

import data.vnetguard.lib.integration_sample as sample

_newest(apps, subnet, log) := sample.with_entities(
	sample.with_entities(
		sample.with_subnets(sample.document(apps), {"s": object.union({"network_security_group": sample.to("n")}, subnet)}),
		"network_security_groups", {"n": {"subject": "the group"}, "m": {"subject": "another"}},
	),
	"flow_logs", {"f": object.union({"subject": "the log", "network_security_group": sample.to("n"), "enabled": true}, log)},
)

_old(apps, subnet, log) := sample.by_edition(_newest(apps, subnet, log), "2019-07-09")

_logged := _old({"a": {}}, {}, {})

test_deny_a_log if {
	some finding in edition_2019_no_flowlogs.deny with input as _logged
	finding.subject == "f"
	finding.msg == "Flow log 'the log' records network security group 'the group'; it does not show the traffic of integrated apps by the 2019 edition."
	finding.evidence == [{"entity": "f", "attribute": "network_security_group"}]
	edition_2019_no_flowlogs.undetermined == set() with input as _logged
	count(edition_2019_no_flowlogs.deny) == 1 with input as _old({"a": {}}, {}, {"enabled": null})
}

test_allow_logs_of_other_groups if {
	every log in [{"network_security_group": sample.to("m")}, {"enabled": false}] {
		edition_2019_no_flowlogs.subjects == {"f"} with input as _old({"a": {}}, {}, log)
		edition_2019_no_flowlogs.deny == set() with input as _old({"a": {}}, {}, log)
		edition_2019_no_flowlogs.undetermined == set() with input as _old({"a": {}}, {}, log)
	}
}

test_allow_others if {
	edition_2019_no_flowlogs.subjects == set() with input as _old({"a": {}}, {}, {"network_security_group": null})
	edition_2019_no_flowlogs.subjects == set() with input as _old({}, {}, {})
	edition_2019_no_flowlogs.subjects == set() with input as _newest({"a": {}}, {}, {})
	off := {"enabled": false, "network_security_group": null, "unknown": sample.unknown("network_security_group")}
	edition_2019_no_flowlogs.subjects == set() with input as _old({"a": {}}, {}, off)
	none := _old({"a": {}}, {"network_security_group": null}, {"network_security_group": null, "unknown": sample.unknown("network_security_group")})
	edition_2019_no_flowlogs.subjects == set() with input as none
}

test_undetermined_unknown_target if {
	lost := {"network_security_group": null, "unknown": sample.unknown("network_security_group")}
	edition_2019_no_flowlogs.deny == set() with input as _old({"a": {}}, {}, lost)
	{finding.msg | some finding in edition_2019_no_flowlogs.undetermined} == {"Whether flow log 'the log' records the network security group of an integration subnet cannot be told."} with input as _old({"a": {}}, {}, lost)
}

test_undetermined_unknown_group_of_the_subnet if {
	lost := {"network_security_group": null, "unknown": sample.unknown("network_security_group")}
	count(edition_2019_no_flowlogs.undetermined) == 1 with input as _old({"a": {}}, lost, {})
	count(edition_2019_no_flowlogs.undetermined) == 1 with input as _old({"a": {}}, lost, lost)
	off := _old({"a": {}}, lost, {"enabled": false})
	edition_2019_no_flowlogs.subjects == {"f"} with input as off
	edition_2019_no_flowlogs.deny | edition_2019_no_flowlogs.undetermined == set() with input as off
	edition_2019_no_flowlogs.subjects == set() with input as _old({}, lost, {})
}

test_undetermined_whether_it_records if {
	every log in [{"enabled": null, "unknown": sample.unknown("enabled")}, {"unknown": sample.unknown("enabled")}, {"enabled": false, "unknown": sample.unknown("enabled")}] {
		edition_2019_no_flowlogs.deny == set() with input as _old({"a": {}}, {}, log)
		count(edition_2019_no_flowlogs.undetermined) == 1 with input as _old({"a": {}}, {}, log)
	}
}

test_undetermined_candidates if {
	document := _old({"c": sample.one_of(["s", "t"])}, {}, {})
	edition_2019_no_flowlogs.deny == set() with input as document
	{finding.subject | some finding in edition_2019_no_flowlogs.undetermined} == {"f"} with input as document
}
