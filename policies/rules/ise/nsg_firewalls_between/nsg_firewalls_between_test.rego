package vnetguard.rules.ise.nsg_firewalls_between_test

import data.vnetguard.rules.ise.nsg_firewalls_between

import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_is_denied(parts, text) if {
	document := walls.document(parts)
	sample.about(nsg_firewalls_between.deny) == {"e"} with input as document
	sample.says(nsg_firewalls_between.deny, text) with input as document
	nsg_firewalls_between.undetermined == set() with input as document
}

_is_fine(parts) if {
	document := walls.document(parts)
	nsg_firewalls_between.subjects == {"e"} with input as document
	nsg_firewalls_between.deny == set() with input as document
	nsg_firewalls_between.undetermined == set() with input as document
}

_is_undetermined(parts, text) if _is_undetermined_in(walls.document(parts), text)

_is_undetermined_in(document, text) if {
	sample.about(nsg_firewalls_between.undetermined) == {"e"} with input as document
	sample.says(nsg_firewalls_between.undetermined, text) with input as document
	nsg_firewalls_between.deny == set() with input as document
}

_shows(parts, evidence) if {
	document := walls.document(parts)
	{finding.evidence | some finding in nsg_firewalls_between.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nsg_firewalls_between.subjects == set() with input as document
	nsg_firewalls_between.deny == set() with input as document
	nsg_firewalls_between.undetermined == set() with input as document
}

_routes := [{"entity": "s", "attribute": "route_table"}]

test_undetermined_an_appliance_that_is_not_seen if {
	every document in walls.unseen {
		_is_undetermined_in(document, "integration service environment 'the e'")
		{finding.evidence | some finding in nsg_firewalls_between.undetermined} == {_routes} with input as document
	}
}

test_allow_without_an_appliance if {
	_is_no_subject(walls.document({"route": {"next_hop": "internet"}}))
	_is_no_subject(object.union(walls.document({"route": {"next_hop": "virtualappliance"}}), {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}))
	without := json.remove(walls.document({"route": {"source": "user"}}), ["after/firewalls"])
	_is_no_subject(without)
}

_everything := {"destination_addresses": ["*"], "destination_ports": ["*"], "protocols": ["Any"]}

_with(rule) := {"collections": {"c": walls.allow("network", [rule])}}

test_deny if {
	every parts in [{}, {"collections": {"c": walls.deny("network", [_everything])}}, _with(object.union(_everything, {"source_addresses": ["10.1.0.0/24"]}))] {
		_is_denied(parts, "Firewall 'the f' allows nothing from subnet 'the s' of integration service environment 'the e', whose")
		_shows(parts, [{"entity": "s", "attribute": "route_table"}, {"entity": "f", "attribute": "subnets"}])
	}
}

test_allow if {
	_is_fine(_with(_everything))
	_is_fine(_with(object.union(_everything, {"source_addresses": ["*"]})))
}

_denying(first, second, rule) := {"collections": {"c": walls.at(first, walls.allow("network", [_everything])), "d": walls.at(second, walls.deny("network", [rule]))}}

test_deny_what_is_denied_before if {
	_is_denied(_denying(200, 100, _everything), "Firewall 'the f' allows nothing from subnet 'the s'")
	named := object.union(_denying(200, 100, _everything), {"collections": {"a": walls.at(50, walls.allow("application", [{}]))}})
	_is_denied(named, "Firewall 'the f' allows nothing from subnet 'the s'")
}

test_allow_what_is_denied_behind if {
	_is_fine(_denying(100, 200, _everything))
	_is_fine(_denying(200, 100, object.union(_everything, {"source_addresses": ["10.1.0.0/24"]})))
	_is_fine({"collections": {"c": walls.allow("network", [_everything]), "d": walls.deny("application", [{}])}})
}

_cannot := "Whether firewall 'the f' lets all ports pass that integration service environment 'the e' needs cannot be told."

test_undetermined if {
	every parts in [
		_with(object.union(_everything, {"destination_addresses": ["Internet"]})), _with(object.union(_everything, {"destination_ports": ["443"]})),
		_with(object.union(_everything, {"protocols": ["TCP"]})), _with(object.union(_everything, {"source_addresses": ["10.0.0.0/28"]})),
		{"collections": {"c": walls.allow("application", [_everything])}},
		{"collections": {"c": walls.allow("network", [_everything]), "d": walls.deny("network", [{}])}},
		_denying(100, 100, _everything), _denying(200, 100, object.union(_everything, {"destination_ports": ["443"]})),
		{"collections": {"c": object.union(walls.allow("network", [_everything]), {"presence": "conditional"})}},
		object.union(_with(_everything), {"subnet": sample.unknown(["prefixes"])}),
	] {
		_is_undetermined(parts, _cannot)
	}
	{finding.evidence | some finding in nsg_firewalls_between.undetermined} == {[{"entity": "f", "attribute": "subnets"}]} with input as walls.document(_with(object.union(_everything, {"protocols": ["TCP"]})))
}

test_undetermined_rules_that_are_not_known if {
	every parts in walls.unknown {
		_is_undetermined(parts, _cannot)
	}
	_is_undetermined(object.union(_with(_everything), {"policy": sample.unknown(["base_policy"])}), _cannot)
}

test_undetermined_a_gateway if {
	document := walls.document({"route": {"next_hop": "virtualnetworkgateway"}})
	_is_undetermined_in(document, "Traffic of integration service environment 'the e' goes through an appliance or a gateway; whether")
}

test_undetermined_a_subnet_that_is_not_told if {
	document := walls.with_untold_subnet(walls.document({}))
	"e" in {finding.subject | some finding in nsg_firewalls_between.undetermined} with input as document
}
