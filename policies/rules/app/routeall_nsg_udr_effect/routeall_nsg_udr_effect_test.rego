package vnetguard.rules.app.routeall_nsg_udr_effect_test

import data.vnetguard.rules.app.routeall_nsg_udr_effect as effect

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_rule(attributes) := app_sample.entity("r", object.union(
	{"name": "rule", "direction": "outbound", "access": "deny", "destination_addresses": ["Internet"]},
	attributes,
))

_rules(attributes) := {
	"network_security_groups": app_sample.entity("g", {"security_rules": [app_sample.to("r")]}),
	"security_rules": _rule(attributes),
}

_routes(attributes) := {
	"route_tables": app_sample.entity("t", {"routes": [app_sample.to("r")]}),
	"routes": app_sample.entity("r", object.union({"name": "all", "prefix": "0.0.0.0/0"}, attributes)),
}

_on(subnet, others) := app_sample.document({"app": {"route_all": false}, "subnet": subnet}, others)

_group := {"network_security_group": app_sample.to("g")}

_table := {"route_table": app_sample.to("t")}

_to(addresses) := _on(_group, _rules({"destination_addresses": addresses}))

test_deny_a_rule_for_the_internet if {
	some finding in effect.deny with input as _to(["Internet"])
	finding.subject == "a"
	finding.msg == concat("", [
		"App 'the app' does not route all outbound traffic into subnet 'the subnet', ",
		"so security rule 'rule' there does not apply to its traffic to public addresses.",
	])
	finding.evidence == [{"entity": "a", "attribute": "route_all"}, {"entity": "r", "attribute": "destination_addresses"}]
}

test_deny_a_default_route if {
	some finding in effect.deny with input as _on(_table, _routes({}))
	contains(finding.msg, "so route 'all' there does not")
	finding.evidence == [{"entity": "a", "attribute": "route_all"}, {"entity": "r", "attribute": "prefix"}]
}

test_deny_whatever_holds_public_addresses if {
	every address in ["*", "20.0.0.0/8", "Storage", "AzureActiveDirectory"] {
		count(effect.deny) == 1 with input as _to([address])
		effect.undetermined == set() with input as _to([address])
	}
}

test_deny_one_of_two_sources_of_doubt if {
	both := _on(object.union(_group, {"unknown": sample.unknown("route_table")}), _rules({}))
	count(effect.deny) == 1 with input as both
	effect.undetermined == set() with input as both
}

test_allow_private_destinations if {
	every address in ["10.0.0.0/8", "VirtualNetwork"] {
		effect.subjects == set() with input as _to([address])
	}
	effect.subjects == set() with input as _on(_table, _routes({"prefix": "172.16.0.0/12"}))
}

test_allow_inbound_rules if effect.subjects == set() with input as _on(_group, _rules({"direction": "inbound"}))

test_allow_an_empty_subnet if effect.subjects == set() with input as _on({}, {})

test_allow_a_service_with_an_endpoint if {
	endpoint := object.union(_group, {"service_endpoints": ["Microsoft.Storage"]})
	effect.deny == set() with input as _on(endpoint, _rules({"destination_addresses": ["Storage.WestEurope"]}))
	effect.undetermined == set() with input as _on(endpoint, _rules({"destination_addresses": ["Storage.WestEurope"]}))
	count(effect.deny) == 1 with input as _on(endpoint, _rules({"destination_addresses": ["Sql"]}))
}

test_allow_with_route_all if {
	on := object.union(_to(["Internet"]), {"after": {"apps": {"a": {"route_all": true}}}})
	effect.subjects == {"a"} with input as on
	effect.deny == set() with input as on
	effect.undetermined == set() with input as on
}

test_allow_with_route_all_whatever_stands_there if {
	open := _on({"unknown": sample.unknown("route_table")}, {})
	on := object.union(open, {"after": {"apps": {"a": {"route_all": true}}}})
	effect.subjects == set() with input as on
}

test_undetermined_route_all if {
	unknown := app_sample.without(
		object.union(_to(["Internet"]), {"after": {"apps": {"a": {"unknown": sample.unknown("route_all")}}}}),
		"route_all",
	)
	effect.deny == set() with input as unknown
	{finding.msg | some finding in effect.undetermined} == {"Whether rules or routes for public addresses on the subnet of app 'the app' apply to its traffic cannot be told."} with input as unknown
	{finding.evidence | some finding in effect.undetermined} == {[
		{"entity": "a", "attribute": "route_all"},
		{"entity": "a", "attribute": "integration_subnet"},
	]} with input as unknown
}

_is_undetermined(document) if {
	effect.deny == set() with input as document
	count(effect.undetermined) == 1 with input as document
}

test_undetermined_subnet if {
	_is_undetermined(app_sample.without(
		sample.integration({"app": {"route_all": false, "unknown": sample.unknown("integration_subnet")}}),
		"integration_subnet",
	))
}

test_undetermined_what_stands_on_the_subnet if {
	every name in ["network_security_group", "route_table"] {
		_is_undetermined(_on({"unknown": sample.unknown(name)}, {}))
	}
}

test_undetermined_rules if {
	every attributes in [{"unknown": sample.unknown("security_rules")}, {"security_rules": [sample.untold]}] {
		_is_undetermined(_on(_group, {"network_security_groups": app_sample.entity("g", attributes)}))
	}
	_is_undetermined(_on(_group, _rules({"destination_addresses": [], "unknown": sample.unknown("destination_addresses")})))
}

test_undetermined_direction if {
	document := _on(_group, _rules({"unknown": sample.unknown("direction")}))
	_is_undetermined(json.remove(document, ["after/security_rules/r/direction"]))
}

test_undetermined_routes if {
	every attributes in [{"unknown": sample.unknown("routes")}, {"routes": [sample.untold]}] {
		_is_undetermined(_on(_table, {"route_tables": app_sample.entity("t", attributes)}))
	}
	_is_undetermined(_on(_table, _routes({"prefix": "10.0.0.0/8", "unknown": sample.unknown("prefix")})))
}

test_undetermined_endpoints if {
	open := object.union(_group, {"unknown": sample.unknown("service_endpoints")})
	_is_undetermined(_on(open, _rules({"destination_addresses": ["Storage"]})))
	count(effect.deny) == 1 with input as _on(open, _rules({}))
	count(effect.deny) == 1 with input as _on(open, _rules({"destination_addresses": ["AzureMonitor"]}))
}

test_allow_open_inbound_rules if {
	open := _rules({"direction": "inbound", "unknown": sample.unknown("destination_addresses")})
	effect.subjects == set() with input as _on(_group, open)
}

_one_of(candidates) := {"integration_subnet": {"reason": "ambiguous", "text": "", "candidates": candidates}}

# An app that is integrated with one of these; the subnet `s` as given.
_of_candidates(subnet, candidates, others) := app_sample.without(
	app_sample.document({"app": {"route_all": false, "unknown": _one_of(candidates)}, "subnet": subnet}, others),
	"integration_subnet",
)

test_allow_candidates_without_rules if {
	effect.subjects == set() with input as _of_candidates({}, ["s"], {})
}

test_undetermined_candidate_with_rules if {
	count(effect.undetermined) == 1 with input as _of_candidates(_group, ["s"], _rules({}))
}

test_undetermined_candidate_with_unknown_group if {
	unknown := {"unknown": sample.unknown("network_security_group")}
	count(effect.undetermined) == 1 with input as _of_candidates(unknown, ["s"], {})
}

test_undetermined_no_candidate_is_known if {
	count(effect.undetermined) == 1 with input as _of_candidates({}, [], {})
}
