package vnetguard.rules.ise.dns_change_restart_test

import data.vnetguard.rules.ise.dns_change_restart

import data.vnetguard.lib.ise_sample as sample

_side(network) := {
	"integration_service_environments": {"e": {}},
	"subnets": {"s": {"integration_service_environments": ["e"]}, "t": {}},
	"virtual_networks": {"v": object.union({"subnets": ["s", "t"]}, network), "w": {}},
}

_servers(addresses) := {"dns_servers": addresses}

_changing(before, after, actions) := sample.change(_side(before), _side(after), {"e": actions, "v": ["update"]})

_evidence := {[{"entity": "v", "attribute": "dns_servers"}]}

test_deny if {
	every pair in [
		[_servers(["10.1.0.4"]), _servers(["10.1.0.5"])], [_servers(["10.1.0.4", "10.1.0.5"]), _servers(["10.1.0.5", "10.1.0.4"])],
		[{}, _servers(["10.1.0.4"])], [_servers(["10.1.0.4"]), {}],
	] {
		document := _changing(pair[0], pair[1], ["no-op"])
		sample.about(dns_change_restart.deny) == {"v"} with input as document
		dns_change_restart.undetermined == set() with input as document
		{finding.evidence | some finding in dns_change_restart.deny} == _evidence with input as document
	}
	sample.says(
		dns_change_restart.deny,
		"The DNS servers of virtual network 'the v' change from '10.1.0.4' to 'the DNS of Azure'; integration service environment 'the e' has to be restarted",
	) with input as _changing(_servers(["10.1.0.4"]), {}, ["update"])
}

test_allow if {
	every network in [_servers(["10.1.0.4"]), {}] {
		document := _changing(network, network, ["no-op"])
		dns_change_restart.subjects == {"v"} with input as document
		dns_change_restart.deny == set() with input as document
		dns_change_restart.undetermined == set() with input as document
	}
}

test_allow_where_nothing_has_to_be_restarted if {
	every actions in [["delete"], ["delete", "create"]] {
		dns_change_restart.subjects == set() with input as _changing({}, _servers(["10.1.0.4"]), actions)
	}
	created := sample.change(object.remove(_side({}), ["integration_service_environments"]), _side(_servers(["10.1.0.4"])), {"e": ["create"]})
	dns_change_restart.subjects == set() with input as created
	dns_change_restart.subjects == set() with input as sample.document(_side(_servers(["10.1.0.4"])))
	every pair in [[{"presence": "external"}, {}], [{}, {"presence": "external"}]] {
		dns_change_restart.subjects == set() with input as _changing(pair[0], pair[1], ["no-op"])
	}
}

test_undetermined if {
	every pair in [
		[_servers(["10.1.0.4"]), sample.unknown(["dns_servers"])], [sample.unknown(["dns_servers"]), _servers(["10.1.0.4"])],
		[{}, sample.unknown(["dns_servers"])], [sample.unknown(["dns_servers"]), {}],
	] {
		document := _changing(pair[0], pair[1], ["no-op"])
		sample.about(dns_change_restart.undetermined) == {"v"} with input as document
		sample.says(dns_change_restart.undetermined, "of virtual network 'the v' change, so that integration service environment 'the e' has to be restarted") with input as document
		dns_change_restart.deny == set() with input as document
		{finding.evidence | some finding in dns_change_restart.undetermined} == _evidence with input as document
	}
}
