package vnetguard.rules.ise.fw_dependencies_test

import data.vnetguard.rules.ise.fw_dependencies

import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_is_denied(parts, text) if {
	document := walls.document(parts)
	sample.about(fw_dependencies.deny) == {"e"} with input as document
	sample.says(fw_dependencies.deny, text) with input as document
	fw_dependencies.undetermined == set() with input as document
}

_is_fine(parts) if {
	document := walls.document(parts)
	fw_dependencies.subjects == {"e"} with input as document
	fw_dependencies.deny == set() with input as document
	fw_dependencies.undetermined == set() with input as document
}

_is_undetermined(parts, text) if _is_undetermined_in(walls.document(parts), text)

_is_undetermined_in(document, text) if {
	sample.about(fw_dependencies.undetermined) == {"e"} with input as document
	sample.says(fw_dependencies.undetermined, text) with input as document
	fw_dependencies.deny == set() with input as document
}

_shows(parts, evidence) if {
	document := walls.document(parts)
	{finding.evidence | some finding in fw_dependencies.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	fw_dependencies.subjects == set() with input as document
	fw_dependencies.deny == set() with input as document
	fw_dependencies.undetermined == set() with input as document
}

_routes := [{"entity": "s", "attribute": "route_table"}]

test_undetermined_an_appliance_that_is_not_seen if {
	every document in walls.unseen {
		_is_undetermined_in(document, "integration service environment 'the e'")
		{finding.evidence | some finding in fw_dependencies.undetermined} == {_routes} with input as document
	}
}

test_allow_without_an_appliance if {
	_is_no_subject(walls.document({"route": {"next_hop": "internet"}}))
	_is_no_subject(object.union(walls.document({"route": {"next_hop": "virtualappliance"}}), {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}))
	without := json.remove(walls.document({"route": {"source": "user"}}), ["after/firewalls"])
	_is_no_subject(without)
}

_time := {"destination_addresses": ["*"], "destination_ports": ["123"], "protocols": ["UDP"]}

_triage := {"destination_addresses": ["*"], "destination_ports": ["12000"], "protocols": ["Any"]}

_monitor := {"destination_addresses": ["azuremonitor"], "destination_ports": ["80", "443"], "protocols": ["TCP"]}

_all := [_time, _triage, _monitor]

_with(rules) := {"collections": {"c": walls.allow("network", rules)}}

test_deny if {
	_is_denied({}, "Firewall 'the f' lets integration service environment 'the e' have no NTP (port 123), no health and metrics (port 80, 443), no system triage (port 12000).")
	_is_denied(_with([_triage, _monitor]), "'the e' have no NTP (port 123).")
	_is_denied(_with([_time, _monitor]), "'the e' have no system triage (port 12000).")
	_is_denied(_with([_time, _triage]), "'the e' have no health and metrics (port 80, 443).")
	_is_denied(_with([object.union(_time, {"source_addresses": ["10.1.0.0/24"]}), _triage, _monitor]), "no NTP")
	_is_denied({"collections": {"c": walls.allow("application", [{}])}}, "'the e' have no NTP (port 123), no system triage (port 12000).")
	_is_denied({"collections": {"c": walls.deny("network", _all)}}, "no NTP")
	_shows(_with([_triage, _monitor]), [{"entity": "s", "attribute": "route_table"}, {"entity": "f", "attribute": "subnets"}])
}

test_allow if {
	_is_fine(_with(_all))
	_is_fine(_with([{"destination_addresses": ["*"], "destination_ports": ["*"], "protocols": ["any"]}]))
}

# A rule that denies counts where it stands before those that allow.
_denying(first, second, rules) := {"collections": {"c": walls.at(first, walls.allow("network", _all)), "d": walls.at(second, walls.deny("network", rules))}}

_everything := {"destination_addresses": ["*"], "destination_ports": ["*"], "protocols": ["Any"]}

test_deny_what_is_denied_before if {
	_is_denied(_denying(200, 100, [_everything]), "'the e' have no NTP (port 123), no health and metrics (port 80, 443), no system triage (port 12000).")
	_is_denied(_denying(200, 100, [_monitor]), "'the e' have no health and metrics (port 80, 443).")
	_is_denied(_denying(200, 100, [_time]), "'the e' have no NTP (port 123).")
	named := object.union(_denying(200, 100, [_everything]), {"collections": {"a": walls.at(50, walls.allow("application", [{}]))}})
	_is_denied(named, "no health and metrics")
}

test_allow_what_is_denied_behind if {
	_is_fine(_denying(100, 200, [_everything]))
	_is_fine(_denying(200, 100, [object.union(_everything, {"destination_ports": ["22"]})]))
	_is_fine(_denying(200, 100, [object.union(_everything, {"destination_addresses": ["10.0.0.0/8"]})]))
	_is_fine({"collections": {"c": walls.allow("network", _all), "d": walls.deny("application", [{}])}})
}

_cannot := "Whether firewall 'the f' lets pass all that integration service environment 'the e' needs cannot be told."

test_undetermined if {
	every parts in [
		_with([_time, _triage, object.union(_monitor, {"destination_ports": ["443"]})]),
		_with([_time, _triage, object.union(_monitor, {"destination_addresses": ["10.0.0.0/8"]})]),
		_with([_time, _triage, object.union(_monitor, {"protocols": ["UDP"]})]),
		_with([object.union(_time, {"protocols": ["TCP"]}), _triage, _monitor]),
		_with([object.union(_time, {"destination_addresses": ["203.0.113.1"]}), _triage, _monitor]),
		_with([object.union(_time, {"source_addresses": ["10.0.0.0/28"]}), _triage, _monitor]),
		{"collections": {"c": walls.allow("network", [_time, _triage]), "a": walls.allow("application", [{}])}},
		{"collections": {"c": walls.at(100, walls.allow("network", _all)), "d": walls.at(100, walls.deny("network", [_time]))}},
		{"collections": {"c": walls.allow("network", _all), "d": walls.at(100, walls.deny("network", [_time]))}},
		{"collections": {"c": walls.at(200, walls.allow("network", _all)), "d": walls.at(100, walls.deny("network", [object.union(_monitor, {"destination_ports": ["443"]})]))}},
		{"collections": {"c": walls.at(200, walls.allow("network", _all)), "d": walls.at(100, walls.deny("network", [object.union(_time, {"destination_addresses": ["Internet"]})]))}},
		{"collections": {"c": object.union(walls.allow("network", _all), {"presence": "conditional"})}},
		object.union(_with(_all), {"subnet": sample.unknown(["prefixes"])}),
	] {
		_is_undetermined(parts, _cannot)
	}
	{finding.evidence | some finding in fw_dependencies.undetermined} == {[{"entity": "f", "attribute": "subnets"}]} with input as walls.document(_with([_time, _triage, object.union(_monitor, {"destination_ports": ["443"]})]))
}

test_undetermined_rules_that_are_not_known if {
	every parts in walls.unknown {
		_is_undetermined(parts, _cannot)
	}
	_is_undetermined(object.union(_with(_all), {"policy": sample.unknown(["base_policy"])}), _cannot)
}

test_undetermined_a_subnet_that_is_not_told if {
	document := walls.with_untold_subnet(walls.document({}))
	"e" in {finding.subject | some finding in fw_dependencies.undetermined} with input as document
}
