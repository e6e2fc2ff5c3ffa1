package vnetguard.lib.gateway_test

import data.vnetguard.lib.gateway

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_connection(attributes) := gateway_sample.document({"connection": attributes})

_forms(document) := forms if {
	forms := [gateway.certain, gateway.possible] with input as document
}

test_certain if {
	every attributes in [
		{}, {"has_gateway": null}, {"is_regional": null}, {"app": null},
		{"unknown": sample.unknown("has_gateway"), "has_gateway": null},
	] {
		_forms(_connection(attributes)) == [{"c"}, set()]
	}
}

test_possible if {
	every attributes in [
		{"is_regional": null, "has_gateway": null},
		{"is_regional": null, "unknown": sample.unknown("is_regional")},
		{"is_regional": null, "has_gateway": null, "unknown": sample.unknown("has_gateway")},
		{"is_regional": null, "has_gateway": null, "app": null, "unknown": sample.unknown("has_gateway")},
		{"is_regional": null, "app": null, "unknown": sample.unknown("is_regional")},
		{"presence": "external", "is_regional": null, "app": null, "unknown": sample.unknown("is_regional")},
		{"presence": "external", "is_regional": null, "has_gateway": null},
	] {
		_forms(_connection(attributes)) == [set(), {"c"}]
	}
}

test_neither if {
	every attributes in [
		{"is_regional": true},
		{"is_regional": true, "has_gateway": null},
		{"is_regional": null, "has_gateway": null, "app": null},
		{"is_regional": null, "has_gateway": false, "app": null},
		{"presence": "external", "is_regional": null, "has_gateway": null, "app": null, "unknown": sample.unknown("has_gateway")},
	] {
		_forms(_connection(attributes)) == [set(), set()]
	}
}

test_connected if {
	one := _connection({})
	app := one.after.apps.a
	gateway.is_connected(app) with input as one
	gateway.may_be_connected(app) with input as one
	maybe := _connection({"is_regional": null, "has_gateway": null})
	perhaps := maybe.after.apps.a
	not gateway.is_connected(perhaps) with input as maybe
	gateway.may_be_connected(perhaps) with input as maybe
	regional := _connection({"is_regional": true})
	not_at_all := regional.after.apps.a
	not gateway.may_be_connected(not_at_all) with input as regional
}

# Two connections, of which the first by name may not be deployed.
_two(presence) := object.union(
	gateway_sample.document({"app": {"gateway_integrations": ["b", "c", "d"]}}),
	{"after": {"gateway_integrations": {
		"b": {"id": "b", "presence": presence, "is_regional": false, "unknown": {}},
		"d": {"id": "d", "presence": "declared", "is_regional": true, "unknown": {}},
	}}},
)

test_witness if {
	app := _two("declared").after.apps.a
	gateway.witness(app) == "b" with input as _two("declared")
	gateway.witness(app) == "c" with input as _two("conditional")
	gateway.evidence(app) == {"entity": "c", "attribute": "virtual_network"} with input as _two("conditional")
	alone := _connection({"presence": "conditional"})
	gateway.witness(alone.after.apps.a) == "c" with input as alone
}

test_connections if {
	app := _two("conditional").after.apps.a
	gateway.connections(app) == {"b", "c"} with input as _two("conditional")
	gateway.deployed(app) == {"c"} with input as _two("conditional")
	gateway.connections({}) == set() with input as _two("declared")
	maybe := _connection({"is_regional": null, "has_gateway": null})
	gateway.connections(maybe.after.apps.a) == {"c"} with input as maybe
	gateway.deployed(maybe.after.apps.a) == set() with input as maybe
}

test_untold if {
	lost := _connection(gateway_sample.lost("virtual_network"))
	gateway.untold == {"a"} with input as lost
	plans := _connection(object.union(gateway_sample.lost("virtual_network"), {"app": null, "plan": gateway_sample.edge("p")}))
	gateway.untold == {"p"} with input as plans
	gateway.unseen == {"p": "Which virtual network App Service plan 'the plan' is connected to cannot be told"} with input as plans
	told := _connection({})
	gateway.untold == set() with input as told
}

test_unseen if {
	gateway.unseen == {} with input as _connection({})
	lost := _connection(gateway_sample.lost("virtual_network"))
	gateway.unseen.a == "Which virtual network app 'the app' is connected to cannot be told" with input as lost
	shown := gateway_sample.document({"network": gateway_sample.external})
	gateway.unseen == {} with input as shown
	kind := gateway_sample.document({"network": gateway_sample.external, "gateway": gateway_sample.lost("gateway_type")})
	gateway.unseen == {} with input as kind
	express := gateway_sample.document({"network": gateway_sample.external, "gateway": {"gateway_type": "expressroute"}})
	object.keys(gateway.unseen) == {"v"} with input as express
	maybe := gateway_sample.document({
		"network": gateway_sample.external, "gateway": {"gateway_type": "expressroute"},
		"connection": {"is_regional": null, "has_gateway": null},
	})
	object.keys(gateway.unseen) == {"v"} with input as maybe
}

test_serving if {
	one := gateway_sample.document({})
	gateway.networks_of(one.after.virtual_network_gateways.g) == {"v"} with input as one
	gateway.served(one.after.virtual_network_gateways.g) == "v" with input as one
	gateway.may_serve(one.after.virtual_network_gateways.g) with input as one
	gateway.open_gateways == set() with input as one
	gateway.gateways_in(one.after.virtual_networks.v) == {"g"} with input as one
}

test_serving_nobody if {
	elsewhere := gateway_sample.document({"subnet": {"virtual_network": gateway_sample.edge("w")}})
	away := elsewhere.after.virtual_network_gateways.g
	not gateway.served(away) with input as elsewhere
	not gateway.may_serve(away) with input as elsewhere
	nobody := gateway_sample.document({"gateway": {"subnets": [sample.untold]}, "connection": {"is_regional": true}})
	alone := nobody.after.virtual_network_gateways.g
	not gateway.may_serve(alone) with input as nobody
}

test_serving_perhaps if {
	every parts in [
		{"gateway": gateway_sample.lost("subnets")},
		{"gateway": {"subnets": [sample.untold]}},
		{"subnet": gateway_sample.lost("virtual_network")},
	] {
		document := gateway_sample.document(parts)
		gateway.open_gateways == {"g"} with input as document
		gateway.may_serve(document.after.virtual_network_gateways.g) with input as document
		found := document.after.virtual_network_gateways.g
		not gateway.served(found) with input as document
	}
}

_leading_to(networks) := {"after": {"gateway_integrations": {id: object.union({"id": id, "unknown": {}}, attributes) |
	some number, attributes in networks
	id := sprintf("c%d", [number])
}}}

_to(id) := {"virtual_network": gateway_sample.edge(id)}

_unknown(pattern) := {"unknown": {"virtual_network": {"reason": "r", "text": "", "pattern": pattern}}}

_counts(networks) := counts if {
	members := {sprintf("c%d", [number]) | some number, _ in networks}
	counts := [gateway.fewest_networks(members), gateway.most_networks(members)] with input as _leading_to(networks)
}

test_numbers_of_networks if {
	_counts([]) == [0, 0]
	_counts([_to("/s/1/v"), _to("/s/1/w")]) == [2, 2]
	_counts([_to("/s/1/v"), _to("/s/1/v")]) == [1, 1]
	_counts([_to("/s/1/v"), _to("/s/2/v")]) == [2, 2]
	_counts([_to("/s/{x}/v"), _to("/s/1/v")]) == [1, 2]
	_counts([_to("/s/{x}/v"), _to("/s/1/w")]) == [2, 2]
	_counts([_to("/s/1/{v}"), _to("/s/1/{w}")]) == [0, 2]
	_counts([_unknown("{v}"), _unknown("{w}"), _to("/s/1/v")]) == [1, 3]
	_counts([_unknown("{v}"), _unknown("{v}")]) == [0, 1]
	_counts([{}, {}]) == [0, 2]
}

test_editions if {
	every family in ["app", "gw"] {
		gateway.is_before_2023 with input as {"context": {"editions": {family: "2019-07-09"}}}
		gateway.is_before_2023 with input as {"context": {"editions": {family: "2023-01-19"}}}
		not gateway.is_before_2023 with input as {"context": {"editions": {family: "2023-01-20"}}}
	}
	not gateway.is_before_2023 with input as {"context": {"editions": {"ise": "2019-07-09"}}}
	not gateway.is_before_2023 with input as {"context": {"editions": {}}}
}
