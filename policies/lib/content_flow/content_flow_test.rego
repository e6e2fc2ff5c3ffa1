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
