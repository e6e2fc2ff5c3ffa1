package vnetguard.rules.ise.nva_no_tls_test

import data.vnetguard.rules.ise.nva_no_tls

import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_is_denied(parts, text) if {
	document := walls.document(parts)
	sample.about(nva_no_tls.deny) == {"e"} with input as document
	sample.says(nva_no_tls.deny, text) with input as document
	nva_no_tls.undetermined == set() with input as document
}

_is_fine(parts) if {
	document := walls.document(parts)
	nva_no_tls.subjects == {"e"} with input as document
	nva_no_tls.deny == set() with input as document
	nva_no_tls.undetermined == set() with input as document
}

_is_undetermined(parts, text) if _is_undetermined_in(walls.document(parts), text)

_is_undetermined_in(document, text) if {
	sample.about(nva_no_tls.undetermined) == {"e"} with input as document
	sample.says(nva_no_tls.undetermined, text) with input as document
	nva_no_tls.deny == set() with input as document
}

_shows(parts, evidence) if {
	document := walls.document(parts)
	{finding.evidence | some finding in nva_no_tls.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nva_no_tls.subjects == set() with input as document
	nva_no_tls.deny == set() with input as document
	nva_no_tls.undetermined == set() with input as document
}

_routes := [{"entity": "s", "attribute": "route_table"}]

test_undetermined_an_appliance_that_is_not_seen if {
	every document in walls.unseen {
		_is_undetermined_in(document, "integration service environment 'the e'")
		{finding.evidence | some finding in nva_no_tls.undetermined} == {_routes} with input as document
	}
}

test_allow_without_an_appliance if {
	_is_no_subject(walls.document({"route": {"next_hop": "internet"}}))
	_is_no_subject(object.union(walls.document({"route": {"next_hop": "virtualappliance"}}), {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}))
	without := json.remove(walls.document({"route": {"source": "user"}}), ["after/firewalls"])
	_is_no_subject(without)
}

_with(rule) := {"collections": {"c": walls.allow("application", [rule])}}

_opening := {"terminate_tls": true}

test_deny if {
	every parts in [_with(_opening), _with(object.union(_opening, {"source_addresses": ["10.0.0.4"]})), object.union(_with(_opening), {"policy": sample.unknown(["base_policy"])})] {
		_is_denied(parts, "Firewall 'the f' inspects TLS traffic from subnet 'the s' of integration service environment 'the e'.")
		_shows(parts, [{"entity": "s", "attribute": "route_table"}, {"entity": "f", "attribute": "subnets"}])
	}
}

test_allow if {
	every parts in [
		{}, _with({}), _with({"terminate_tls": false}), _with(object.union(_opening, {"source_addresses": ["10.1.0.0/24"]})),
		{"collections": {"c": walls.deny("application", [_opening])}}, object.union(_with({}), {"subnet": sample.unknown(["prefixes"])}),
	] {
		_is_fine(parts)
	}
}

_cannot := "Whether firewall 'the f' inspects TLS traffic of integration service environment 'the e' cannot be told."

test_undetermined if {
	every parts in [
		_with(sample.unknown(["terminate_tls"])), _with(object.union(_opening, {"source_addresses": [], "source_ip_groups": ["g"]})),
		{"collections": {"c": object.union(walls.allow("application", [_opening]), {"presence": "conditional"})}},
	] {
		_is_undetermined(parts, _cannot)
	}
	{finding.evidence | some finding in nva_no_tls.undetermined} == {[{"entity": "f", "attribute": "subnets"}]} with input as walls.document(_with(sample.unknown(["terminate_tls"])))
}

test_undetermined_a_subnet_that_is_not_known if {
	elsewhere := object.union(_with(object.union(_opening, {"source_addresses": ["10.1.0.0/24"]})), {"subnet": sample.unknown(["prefixes"])})
	_is_undetermined(elsewhere, _cannot)
	gone := json.remove(walls.document(_with(_opening)), ["after/subnets/s/prefixes"])
	_is_undetermined_in(gone, _cannot)
}

test_undetermined_rules_that_are_not_known if {
	every parts in walls.unknown {
		_is_undetermined(parts, _cannot)
	}
}

# The firewall opens what comes from elsewhere, and one of the subnets is not told.
test_undetermined_a_subnet_that_is_not_told if {
	elsewhere := walls.document(_with(object.union(_opening, {"source_addresses": ["10.1.0.0/24"]})))
	_is_undetermined_in(walls.with_untold_subnet(elsewhere), "integration service environment 'the e'")
}
