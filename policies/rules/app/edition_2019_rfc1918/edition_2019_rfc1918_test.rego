package vnetguard.rules.app.edition_2019_rfc1918_test

import data.vnetguard.rules.app.edition_2019_rfc1918

import data.vnetguard.lib.integration_sample as sample

_with(prefixes) := sample.with_entities(sample.document({"a": {}}), "virtual_networks", {"v": {"address_space": [{"text": text, "version": 4} | some text in prefixes]}})

_old(document) := sample.by_edition(document, "2019-07-09")

_peered(remote) := sample.with_entities(
	sample.with_entities(_with(["10.0.0.0/16"]), "virtual_networks", {"v": {"peerings": ["g"]}, "w": object.union({"subject": "the remote"}, remote)}),
	"virtual_network_peerings", {"g": {"virtual_network": sample.to("v"), "remote_virtual_network": sample.to("w")}},
)

test_deny_public_addresses if {
	some finding in edition_2019_rfc1918.deny with input as _old(_with(["10.0.0.0/16", "100.64.0.0/16"]))
	finding.subject == "v"
	finding.msg == "Virtual network 'network v' has the addresses '100.64.0.0/16', which integrated apps do not reach by the 2019 edition."
	finding.evidence == [{"entity": "v", "attribute": "address_space"}]
	edition_2019_rfc1918.undetermined == set() with input as _old(_with(["100.64.0.0/16"]))
	every text in ["172.32.0.0/16", "192.0.2.0/24", "10.0.0.0/7"] {
		count(edition_2019_rfc1918.deny) == 1 with input as _old(_with([text]))
	}
}

test_deny_a_peered_network if {
	document := _old(_peered({"address_space": [{"text": "100.64.0.0/16", "version": 4}]}))
	edition_2019_rfc1918.subjects == {"v", "w"} with input as document
	{finding.subject | some finding in edition_2019_rfc1918.deny} == {"w"} with input as document
}

test_allow_private_addresses if {
	private := _old(_with(["10.0.0.0/8", "172.16.0.0/12", "172.31.0.0/16", "192.168.4.0/24"]))
	edition_2019_rfc1918.subjects == {"v"} with input as private
	edition_2019_rfc1918.deny == set() with input as private
	edition_2019_rfc1918.undetermined == set() with input as private
}

test_allow_by_the_newest_edition if edition_2019_rfc1918.subjects == set() with input as _with(["100.64.0.0/16"])

test_undetermined_unknown_addresses if {
	every remote in [{"unknown": sample.unknown("address_space")}, {}, {"address_space": [{"text": "10.9.0.0/16", "version": 4}], "unknown": sample.unknown("address_space")}] {
		edition_2019_rfc1918.deny == set() with input as _old(_peered(remote))
		{finding.subject | some finding in edition_2019_rfc1918.undetermined} == {"w"} with input as _old(_peered(remote))
	}
	partly := _old(_peered({"address_space": [{"text": "100.64.0.0/16", "version": 4}], "unknown": sample.unknown("address_space")}))
	count(edition_2019_rfc1918.deny) == 1 with input as partly
	edition_2019_rfc1918.undetermined == set() with input as partly
}

test_undetermined_an_integration_that_is_not_certain if {
	public := {"v": {"address_space": [{"text": "100.64.0.0/16", "version": 4}]}}
	maybe := sample.with_entities(sample.document({"a": sample.one_of(["s", "t"])}), "virtual_networks", public)
	edition_2019_rfc1918.deny == set() with input as _old(maybe)
	{finding.subject | some finding in edition_2019_rfc1918.undetermined} == {"v"} with input as _old(maybe)
	edition_2019_rfc1918.subjects == set() with input as maybe
	private := sample.with_entities(maybe, "virtual_networks", {"v": {"address_space": [{"text": "10.0.0.0/16", "version": 4}]}})
	edition_2019_rfc1918.subjects == set() with input as _old(private)
}
