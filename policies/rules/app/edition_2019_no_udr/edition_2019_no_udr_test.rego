package vnetguard.rules.app.edition_2019_no_udr_test

import data.vnetguard.rules.app.edition_2019_no_udr

import data.vnetguard.lib.integration_sample as sample

_old(apps, subnet) := sample.by_edition(sample.with_subnets(sample.document(apps), {"s": subnet}), "2019-07-09")

_table := {"route_table": sample.to("r")}

test_deny_a_route_table if {
	some finding in edition_2019_no_udr.deny with input as _old({"a": {}}, _table)
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' has a route table, which has no effect on the traffic of 'app a' by the 2019 edition."
	finding.evidence == [{"entity": "s", "attribute": "route_table"}]
	edition_2019_no_udr.undetermined == set() with input as _old({"a": {}}, _table)
}

test_allow_without if {
	edition_2019_no_udr.subjects == {"s"} with input as _old({"a": {}}, {})
	edition_2019_no_udr.deny == set() with input as _old({"a": {}}, {})
	edition_2019_no_udr.undetermined == set() with input as _old({"a": {}}, {})
}

test_allow_by_the_newest_edition if {
	newest := sample.with_subnets(sample.document({"a": {}, "c": sample.one_of(["t"])}), {"s": _table, "t": _table})
	edition_2019_no_udr.subjects == set() with input as newest
}

test_undetermined_unknown_table if {
	unknown := _old({"a": {}}, {"unknown": sample.unknown("route_table")})
	edition_2019_no_udr.deny == set() with input as unknown
	{finding.msg | some finding in edition_2019_no_udr.undetermined} == {"Whether subnet 'subnet s' has a route table cannot be told."} with input as unknown
}

test_undetermined_candidates if {
	document := _old({"c": sample.one_of(["s", "t"])}, _table)
	edition_2019_no_udr.subjects == {"s"} with input as document
	edition_2019_no_udr.deny == set() with input as document
	{finding.subject | some finding in edition_2019_no_udr.undetermined} == {"s"} with input as document
}
