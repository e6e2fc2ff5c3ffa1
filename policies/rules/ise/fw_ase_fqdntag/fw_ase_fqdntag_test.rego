package vnetguard.rules.ise.fw_ase_fqdntag_test

import data.vnetguard.rules.ise.fw_ase_fqdntag

import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_is_denied(parts, text) if {
	document := walls.document(parts)
	sample.about(fw_ase_fqdntag.deny) == {"e"} with input as document
	sample.says(fw_ase_fqdntag.deny, text) with input as document
	fw_ase_fqdntag.undetermined == set() with input as document
}

_is_fine(parts) if {
	document := walls.document(parts)
	fw_ase_fqdntag.subjects == {"e"} with input as document
	fw_ase_fqdntag.deny == set() with input as document
	fw_ase_fqdntag.undetermined == set() with input as document
}

_is_undetermined(parts, text) if _is_undetermined_in(walls.document(parts), text)

_is_undetermined_in(document, text) if {
	sample.about(fw_ase_fqdntag.undetermined) == {"e"} with input as document
	sample.says(fw_ase_fqdntag.undetermined, text) with input as document
	fw_ase_fqdntag.deny == set() with input as document
}

_shows(parts, evidence) if {
	document := walls.document(parts)
	{finding.evidence | some finding in fw_ase_fqdntag.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	fw_ase_fqdntag.subjects == set() with input as document
	fw_ase_fqdntag.deny == set() with input as document
	fw_ase_fqdntag.undetermined == set() with input as document
}

_routes := [{"entity": "s", "attribute": "route_table"}]

test_undetermined_an_appliance_that_is_not_seen if {
	every document in walls.unseen {
		_is_undetermined_in(document, "integration service environment 'the e'")
		{finding.evidence | some finding in fw_ase_fqdntag.undetermined} == {_routes} with input as document
	}
}

test_allow_without_an_appliance if {
	_is_no_subject(walls.document({"route": {"next_hop": "internet"}}))
	_is_no_subject(object.union(walls.document({"route": {"next_hop": "virtualappliance"}}), {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}))
	without := json.remove(walls.document({"route": {"source": "user"}}), ["after/firewalls"])
	_is_no_subject(without)
}

_tag := {"fqdn_tags": ["WindowsUpdate", "appserviceenvironment"]}

_allowing(rule) := {"collections": {"c": walls.allow("application", [rule])}}

test_deny if {
	every parts in [
		{}, _allowing({"destination_fqdns": ["contoso.com"]}), _allowing({"fqdn_tags": ["WindowsUpdate"]}),
		_allowing(object.union(_tag, {"source_addresses": ["10.1.0.0/24"]})), {"collections": {"c": walls.deny("application", [_tag])}},
		{"collections": {"c": walls.allow("network", [_tag])}},
	] {
		_is_denied(parts, "Firewall 'the f' has no application rule that allows the FQDN tag 'AppServiceEnvironment' from subnet 'the s' of integration service environment 'the e'.")
		_shows(parts, [{"entity": "s", "attribute": "route_table"}, {"entity": "f", "attribute": "subnets"}])
	}
}

test_deny_a_part_of_the_subnet if {
	both := object.union(_allowing(_tag), {"subnet": {"prefixes": [{"first": "10.0.0.0", "prefix_length": 27}, {"first": "10.8.0.0", "prefix_length": 27}]}})
	_is_denied(both, "Firewall 'the f'")
}

test_allow if {
	_is_fine(_allowing(_tag))
	_is_fine(_allowing(object.union(_tag, {"source_addresses": ["*"]})))
}

_web := {"destination_addresses": ["*"], "destination_ports": ["80-443"], "protocols": ["TCP"]}

_star := {"destination_fqdns": ["contoso.com", "*"], "destination_ports": ["80", "443"]}

# The tag is allowed at 200; before or behind it stands what the tests add.
_beside(collections) := {"collections": object.union({"c": walls.at(200, walls.allow("application", [_tag]))}, collections)}

_before(text) := sprintf("Firewall 'the f' denies the FQDN tag 'AppServiceEnvironment' to subnet 'the s' of integration service environment 'the e' before %s.", [text])

test_deny_what_is_denied_before if {
	every collections in [
		{"d": walls.at(100, walls.deny("application", [_tag]))}, {"d": walls.at(100, walls.deny("application", [_star]))},
		{"d": walls.at(100, walls.deny("application", [object.union(_star, {"destination_addresses": ["*"]})]))},
		{"d": walls.at(100, walls.deny("application", [_tag])), "a": walls.at(50, walls.allow("application", [{"destination_fqdns": ["contoso.com"]}]))},
		{"d": walls.at(100, walls.deny("application", [_tag])), "a": walls.at(50, walls.allow("application", [object.union(_star, {"source_addresses": ["10.1.0.0/24"]})]))},
		{"d": walls.at(100, walls.deny("application", [_tag])), "a": walls.at(150, walls.allow("application", [_star]))},
		{"d": walls.at(100, walls.deny("application", [_tag])), "a": walls.at(50, walls.allow("network", [_web]))},
		{"d": walls.at(900, walls.deny("network", [_web]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(950, walls.allow("network", [_web]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(50, walls.allow("network", [object.union(_web, {"destination_ports": ["123"]})]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(50, walls.allow("network", [object.union(_web, {"destination_addresses": ["azuremonitor"]})]))},
	] {
		_is_denied(_beside(collections), _before("a rule can allow it"))
		_shows(_beside(collections), [{"entity": "s", "attribute": "route_table"}, {"entity": "f", "attribute": "subnets"}])
	}
}

test_deny_the_ports_that_are_allowed if {
	https := object.union(_tag, {"destination_ports": ["443"]})
	document := {"collections": {"c": walls.at(200, walls.allow("application", [https])), "d": walls.at(100, walls.deny("application", [https]))}}
	_is_denied(document, _before("a rule can allow it"))
}

test_allow_what_is_denied_behind if {
	every collections in [
		{"d": walls.at(300, walls.deny("application", [_tag]))}, {"d": walls.at(300, walls.deny("application", [_star]))},
		{"d": walls.at(100, walls.deny("application", [object.union(_star, {"source_addresses": ["10.1.0.0/24"]})]))},
		{"d": walls.at(100, walls.deny("network", [object.union(_web, {"destination_ports": ["22"]})]))},
		{"d": walls.at(100, walls.deny("network", [object.union(_web, {"destination_addresses": ["10.0.0.0/8"]})]))},
		{"d": walls.at(100, walls.deny("network", [object.union(_web, {"source_addresses": ["10.1.0.0/24"]})]))},
	] {
		_is_fine(_beside(collections))
	}
}

test_undetermined_what_may_be_denied_before if {
	every collections in [
		{"d": walls.at(200, walls.deny("application", [_tag]))}, {"d": walls.deny("application", [_tag])},
		{"d": walls.at(100, walls.deny("application", [{"destination_fqdns": ["contoso.com"], "destination_ports": ["80", "443"]}]))},
		{"d": walls.at(100, walls.deny("application", [object.union(_star, {"destination_ports": ["443"]})]))},
		{"d": walls.at(100, walls.deny("application", [object.union(_star, {"destination_addresses": ["10.0.0.0/8"]})]))},
		{"d": walls.at(100, walls.deny("application", [json.remove(_star, ["destination_ports"])]))},
		{"d": walls.at(100, walls.deny("application", [object.union(_tag, {"source_addresses": ["10.0.0.0/28"]})]))},
		{"d": object.union(walls.at(100, walls.deny("application", [_tag])), {"presence": "conditional"})},
		{"d": walls.at(100, walls.deny("application", [_tag])), "a": walls.at(50, walls.allow("application", [_star]))},
		{"d": walls.at(100, walls.deny("application", [_tag])), "a": walls.at(50, walls.allow("application", [{"destination_fqdns": ["*.com"]}]))},
		{"d": walls.at(900, walls.deny("network", [object.union(_web, {"destination_ports": ["443"]})]))},
		{"d": walls.at(900, walls.deny("network", [object.union(_web, {"destination_addresses": ["Storage"]})]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(50, walls.allow("network", [_web]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(50, walls.allow("network", [object.union(_web, {"destination_addresses": ["AzureMonitor", "Storage"]})]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(50, walls.allow("network", [object.union(_web, {"destination_addresses": [], "destination_fqdns": ["contoso.com"]})]))},
		{"d": walls.at(900, walls.deny("network", [_web])), "n": walls.at(50, walls.allow("network", [object.union(_web, {"destination_addresses": [], "destination_ip_groups": sample.all(["x"])})]))},
	] {
		_is_undetermined(_beside(collections), _cannot)
	}
}

_cannot := "Whether firewall 'the f' allows the FQDN tag 'AppServiceEnvironment' from the subnets of integration service environment 'the e' cannot be told."

test_undetermined if {
	every parts in [
		_allowing(object.union(_tag, {"source_addresses": ["10.0.0.0/28"]})),
		_allowing(object.union(_tag, {"source_addresses": [], "source_ip_groups": sample.all(["g"])})),
		{"collections": {"c": object.union(walls.allow("application", [_tag]), {"presence": "conditional"})}},
		{"collections": {"c": walls.allow("application", [_tag]), "d": walls.deny("application", [{}])}},
		object.union(_allowing(_tag), {"subnet": sample.unknown(["prefixes"])}),
	] {
		_is_undetermined(parts, _cannot)
	}
	{finding.evidence | some finding in fw_ase_fqdntag.undetermined} == {[
		{"entity": "s", "attribute": "prefixes"},
		{"entity": "f", "attribute": "subnets"},
	]} with input as walls.document(_allowing(object.union(_tag, {"source_addresses": ["10.0.0.0/28"]})))
}

test_undetermined_rules_that_are_not_known if {
	every parts in walls.unknown {
		_is_undetermined(parts, _cannot)
		_is_undetermined(object.union(_allowing(_tag), parts), _cannot)
	}
}

test_undetermined_a_subnet_without_prefixes if {
	gone := json.remove(walls.document(_allowing(_tag)), ["after/subnets/s/prefixes"])
	_is_undetermined_in(gone, _cannot)
}

test_undetermined_a_subnet_that_is_not_told if {
	document := walls.with_untold_subnet(walls.document({}))
	"e" in {finding.subject | some finding in fw_ase_fqdntag.undetermined} with input as document
}
