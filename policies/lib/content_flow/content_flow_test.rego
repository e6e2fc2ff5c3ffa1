package vnetguard.lib.content_flow_test

import data.vnetguard.lib.content_flow

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_account(attributes) := {"after": {"storage_accounts": app_sample.entity("x", attributes)}}

_app := {"storage_account": app_sample.to("x"), "unknown": {}}

_subnet(public, private) := {"flows": {"APP-CONTENT-PORTS": public, "APP-CONTENT-PORTS-PRIVATE": private}}

_dropped := app_sample.flow("deny", 445)

_with_endpoint := {"private_endpoints": ["e"]}

_untold := object.union(
	_account({}),
	{"after": {"private_endpoints": app_sample.entity("e", {"unknown": sample.unknown("storage_account")})}},
)

test_rows if {
	content_flow.rows(_app) == {"APP-CONTENT-PORTS-PRIVATE"} with input as _account(_with_endpoint)
	content_flow.rows(_app) == {"APP-CONTENT-PORTS"} with input as _account({})
	both := {"APP-CONTENT-PORTS", "APP-CONTENT-PORTS-PRIVATE"}
	content_flow.rows(_app) == both with input as _account({"presence": "external"})
	content_flow.rows(_app) == both with input as _untold
	content_flow.rows({"unknown": sample.unknown("storage_account")}) == both with input as _account({})
}

test_dropped if {
	closed := _subnet(_dropped, app_sample.open_flow)
	content_flow.dropped(closed, _app) == _dropped with input as _account({})
	not content_flow.dropped(closed, _app) with input as _account(_with_endpoint)
	not content_flow.dropped(closed, _app) with input as _account({"presence": "external"})
	both := _subnet(_dropped, _dropped)
	content_flow.dropped(both, _app) == _dropped with input as _account({"presence": "external"})
	inner := _subnet(app_sample.open_flow, _dropped)
	content_flow.dropped(inner, _app) == _dropped with input as _account(_with_endpoint)
}

test_open if {
	open := _subnet(app_sample.open_flow, _dropped)
	content_flow.is_open(open, _app) with input as _account({})
	not content_flow.is_open(open, _app) with input as _account(_with_endpoint)
	not content_flow.is_open(open, _app) with input as _account({"presence": "external"})
	everywhere := _subnet(app_sample.open_flow, app_sample.open_flow)
	content_flow.is_open(everywhere, _app) with input as _account({"presence": "external"})
	unguarded := {"unknown": {}}
	content_flow.is_open(unguarded, _app) with input as _account({})
}

_behind_appliance := {"default_route": {"routes": [{"next_hop": "virtualappliance"}]}}

test_an_appliance_may_be_in_the_way if {
	every subnet in [_behind_appliance, object.union(_behind_appliance, _subnet(app_sample.open_flow, app_sample.open_flow))] {
		not content_flow.is_open(subnet, _app) with input as _account({})
		content_flow.is_open(subnet, _app) with input as _account(_with_endpoint)
		endpoint := object.union(subnet, {"service_endpoints": ["Microsoft.Storage"]})
		content_flow.is_open(endpoint, _app) with input as _account({})
		other := object.union(subnet, {"service_endpoints": ["Microsoft.Sql"]})
		not content_flow.is_open(other, _app) with input as _account({})
	}
}

# The account has endpoints in these subnets, and the network security group does this to parts of the virtual network.
_endpoints(subnets) := {"after": {
	"storage_accounts": app_sample.entity("x", {"private_endpoints": [id | some id, _ in subnets]}),
	"private_endpoints": {id: {"id": id, "unknown": {}, "subnet": app_sample.to(id)} | some id, _ in subnets},
	"subnets": {id: object.union({"id": id, "unknown": {}}, attributes) | some id, attributes in subnets},
}}

_at(first, last) := {"prefixes": [{"first": first, "last": last}]}

_near := _endpoints({"e": _at("10.0.8.0", "10.0.8.255")})

_part(destination, ports) := {
	"destination": destination, "destination_ports": ports, "is_certain": true, "protocols": ["tcp"], "source": "10.0.1.0/26",
}

_guarded(parts) := object.union(
	_at("10.0.1.0", "10.0.1.63"),
	_subnet(app_sample.open_flow, object.union(app_sample.flow("partial", 445), {"parts": parts})),
)

_elsewhere := [_part("10.0.0.0/21, 10.0.9.0-10.0.255.255", ["443", "445"])]

_is_open(parts, document) if content_flow.is_open(object.union(_guarded(parts), {"unknown": {}}), _app) with input as document

_is_dropped(parts, document) if content_flow.dropped(_guarded(parts), _app) with input as document

test_open_to_the_endpoint_alone if {
	every allowed in [
		[_part("10.0.8.0/24", ["443", "445"])],
		[_part("10.0.8.0/24", ["443"]), _part("10.0.0.0-10.0.8.255, 10.9.0.1, …", ["445"])],
		[_part("10.0.8.0/25, 10.0.8.128/25", ["443", "445"])],
		[_part("10.0.8.0/25", ["443", "445"]), _part("10.0.8.128/25", ["443", "445"])],
	] {
		parts := {"allowed": allowed, "denied": _elsewhere}
		_is_open(parts, _near)
		not _is_dropped(parts, _near)
	}
}

_is_in_doubt(parts, document) if {
	not _is_open(parts, document)
	not _is_dropped(parts, document)
}

test_neither_where_the_endpoint_is_open_in_part if {
	every allowed in [
		[_part("10.0.8.0/25", ["443", "445"])],
		[_part("10.0.8.0/24", ["443"])],
		[_part("10.0.8.0/24", ["445"])],
		[object.union(_part("10.0.8.0/24", ["443", "445"]), {"source": "10.0.1.0/27"})],
		[object.union(_part("10.0.8.0/24", ["443", "445"]), {"source": "application security group 'g'"})],
		[object.union(_part("10.0.8.0/24", ["443", "445"]), {"source_ports": ["1024"]})],
		[_part("Storage in 10.1.0.0/24, 10.0.8.0/24", ["443", "445"])],
		[_part("10.0.8.0-10.0.8.255-10.0.9.0", ["443", "445"])],
	] {
		_is_in_doubt({"allowed": allowed, "denied": _elsewhere}, _near)
	}
	_is_in_doubt({"denied": _elsewhere}, _near)
}

test_dropped_where_the_endpoint_is_cut_off if {
	every denied in [
		[_part("10.0.0.0/16", ["445"])],
		[_part("10.0.0.0/16", ["443"])],
		[_part("10.0.8.0/25", ["445"]), _part("10.0.8.128-10.0.255.255", ["445"])],
	] {
		parts := {"allowed": [_part("10.0.9.0/24", ["443", "445"])], "denied": denied}
		_is_dropped(parts, _near)
		not _is_open(parts, _near)
	}
}

test_neither_where_it_may_be_cut_off if {
	every denied in [
		[_part("10.0.8.0/25", ["445"])],
		[_part("10.0.8.0/25", ["445"]), _part("10.0.8.128/25", ["443"])],
		[object.union(_part("10.0.8.0/24", ["445"]), {"is_certain": false})],
	] {
		_is_in_doubt({"denied": denied}, _near)
	}
}

test_each_endpoint_counts if {
	two := _endpoints({"e": _at("10.0.8.0", "10.0.8.255"), "f": _at("10.0.9.0", "10.0.9.255")})
	parts := {"allowed": [_part("10.0.8.0/24", ["443", "445"])], "denied": [_part("10.0.9.0/24", ["443", "445"])]}
	_is_in_doubt(parts, two)
	_is_open({"allowed": [_part("10.0.8.0/23", ["443", "445"])]}, two)
	_is_dropped({"denied": [_part("10.0.8.0/23", ["445"])]}, two)
}

test_neither_where_its_addresses_are_not_known if {
	every attributes in [
		{},
		{"unknown": sample.unknown("prefixes"), "prefixes": [{"first": "10.0.8.0", "last": "10.0.8.255"}]},
		_at("fd00::", "fd00::ff"),
		{"prefixes": []},
	] {
		_is_in_doubt({"allowed": [_part("10.0.0.0/16", ["443", "445"])], "denied": [_part("10.0.0.0/16", ["443", "445"])]}, _endpoints({"e": attributes}))
	}
}

test_a_part_of_the_network_says_nothing_of_an_account_elsewhere if {
	parts := {"denied": [_part("10.0.0.0/16", ["443", "445"])]}
	closed := {"flows": {
		"APP-CONTENT-PORTS": _dropped,
		"APP-CONTENT-PORTS-PRIVATE": object.union(app_sample.flow("partial", 445), {"parts": parts}),
	}}
	not content_flow.dropped(closed, _app) with input as _account({"presence": "external"})
}
