package vnetguard.rules.app.routeall_nat_test

import data.vnetguard.rules.app.routeall_nat

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_gateways := {"nat_gateways": app_sample.entity("n", {})}

_parts(app) := {"app": object.union({"route_all": false}, app), "subnet": {"nat_gateway": app_sample.to("n")}}

_app(app) := app_sample.document(_parts(app), _gateways)

_unknown_kind := object.union(_parts({"unknown": sample.unknown("app_kind")}), {"plan": {"unknown": sample.unknown("sku_name")}})

test_deny_without_route_all if {
	some finding in routeall_nat.deny with input as _app({})
	finding.subject == "a"
	finding.msg == concat("", [
		"App 'the app' does not route all outbound traffic into subnet 'the subnet', ",
		"so its traffic to the internet does not leave by NAT gateway 'the n'.",
	])
	finding.evidence == [{"entity": "a", "attribute": "route_all"}, {"entity": "s", "attribute": "nat_gateway"}]
}

test_deny_is_not_undetermined_too if routeall_nat.undetermined == set() with input as _app({})

test_deny_a_web_app_on_an_unknown_plan if {
	count(routeall_nat.deny) == 1 with input as _app({"app_kind": "web", "plan": app_sample.to("elsewhere")})
}

test_allow_with_route_all if {
	routeall_nat.subjects == {"a"} with input as _app({"route_all": true})
	routeall_nat.deny == set() with input as _app({"route_all": true})
	routeall_nat.undetermined == set() with input as _app({"route_all": true})
}

test_allow_by_the_setting if {
	on := app_sample.without(_app({"app_settings": app_sample.settings([["WEBSITE_VNET_ROUTE_ALL", "1"]])}), "route_all")
	routeall_nat.deny == set() with input as on
	routeall_nat.undetermined == set() with input as on
}

test_allow_without_a_gateway if {
	routeall_nat.subjects == set() with input as sample.integration({"app": {"route_all": false}})
}

test_allow_without_integration if {
	routeall_nat.subjects == set() with input as app_sample.without(_app({}), "integration_subnet")
}

test_allow_flex_consumption_has_no_choice if {
	flex := object.union(_parts({"app_kind": "function"}), {"plan": {"sku_name": "FC1"}})
	routeall_nat.deny == set() with input as app_sample.document(flex, _gateways)
	routeall_nat.undetermined == set() with input as app_sample.document(flex, _gateways)
}

test_undetermined_route_all if {
	unknown := app_sample.without(_app({"unknown": sample.unknown("route_all")}), "route_all")
	routeall_nat.deny == set() with input as unknown
	{finding.msg | some finding in routeall_nat.undetermined} == {concat("", [
		"Whether the traffic of app 'the app' to the internet leaves by a NAT gateway on its subnet cannot be told.",
	])} with input as unknown
	{finding.evidence | some finding in routeall_nat.undetermined} == {[
		{"entity": "a", "attribute": "route_all"},
		{"entity": "a", "attribute": "integration_subnet"},
		{"entity": "s", "attribute": "nat_gateway"},
	]} with input as unknown
}

test_undetermined_gateway if {
	unknown := sample.integration({"app": {"route_all": false}, "subnet": {"unknown": sample.unknown("nat_gateway")}})
	routeall_nat.deny == set() with input as unknown
	count(routeall_nat.undetermined) == 1 with input as unknown
}

test_undetermined_subnet if {
	unknown := app_sample.without(_app({"unknown": sample.unknown("integration_subnet")}), "integration_subnet")
	routeall_nat.deny == set() with input as unknown
	{count(finding.evidence) | some finding in routeall_nat.undetermined} == {2} with input as unknown
}

test_undetermined_plan_may_be_flex_consumption if {
	routeall_nat.deny == set() with input as app_sample.document(_unknown_kind, _gateways)
	count(routeall_nat.undetermined) == 1 with input as app_sample.document(_unknown_kind, _gateways)
}

_one_of(candidates) := {"integration_subnet": {"reason": "ambiguous", "text": "", "candidates": candidates}}

# An app that is integrated with one of these; the subnet `s` as given.
_of_candidates(subnet, candidates, others) := app_sample.without(
	app_sample.document({"app": {"route_all": false, "unknown": _one_of(candidates)}, "subnet": subnet}, others),
	"integration_subnet",
)

test_allow_candidates_without_gateway if {
	routeall_nat.subjects == set() with input as _of_candidates({}, ["s"], _gateways)
}

test_undetermined_candidate_with_gateway if {
	with_gateway := {"nat_gateway": app_sample.to("n")}
	count(routeall_nat.undetermined) == 1 with input as _of_candidates(with_gateway, ["s"], _gateways)
}

test_undetermined_no_candidate_is_known if {
	count(routeall_nat.undetermined) == 1 with input as _of_candidates({}, [], _gateways)
}

test_deny_names_a_gateway_that_may_not_be_deployed if {
	some finding in routeall_nat.deny with input as app_sample.document(_parts({}), {"nat_gateways": app_sample.entity("n", {"presence": "conditional"})})
	{"entity": "n", "attribute": "name"} in finding.evidence
}
