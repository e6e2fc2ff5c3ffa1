package vnetguard.lib.app_endpoint_test

import data.vnetguard.lib.app_endpoint

_with(app, endpoint) := {"after": {"apps": {"a": app}, "private_endpoints": {"e": object.union({"presence": "declared"}, endpoint)}}}

_unknown(unknown) := {"unknown": {"app": object.union({"reason": "r", "text": ""}, unknown)}}

test_leads_to if {
	app_endpoint.leads_to("a") with input as _with({"private_endpoints": ["e"]}, {})
	app_endpoint.may_lead_to("a") with input as _with({"private_endpoints": ["e"]}, {})
	not app_endpoint.leads_to("a") with input as _with({}, {})
	not app_endpoint.may_lead_to("a") with input as _with({}, {})
}

test_may_lead_to if {
	app_endpoint.may_lead_to("a") with input as _with({}, _unknown({"candidates": ["a", "b"]}))
	app_endpoint.may_lead_to("a") with input as _with({}, _unknown({}))
	not app_endpoint.leads_to("a") with input as _with({}, _unknown({}))
	not app_endpoint.may_lead_to("x") with input as _with({}, _unknown({}))
}

test_leads_elsewhere if {
	not app_endpoint.may_lead_to("a") with input as _with({}, _unknown({"candidates": ["b"]}))
	outside := object.union(_unknown({}), {"presence": "external"})
	not app_endpoint.may_lead_to("a") with input as _with({}, outside)
}

test_conditional_endpoint if {
	document := _with({"private_endpoints": ["e"]}, {"presence": "conditional"})
	app_endpoint.may_lead_to("a") with input as document
	not app_endpoint.leads_to("a") with input as document
}

_origin(app, origin) := {"after": {"apps": {"a": app}, "front_door_origins": {"e": object.union({"presence": "declared"}, origin)}}}

test_is_reached if {
	every document in [_with({"private_endpoints": ["e"]}, {}), _origin({"front_door_origins": ["e"]}, {})] {
		app_endpoint.is_reached("a") with input as document
		app_endpoint.may_be_reached("a") with input as document
	}
	every document in [_with({}, {}), _origin({}, {}), _origin({}, _unknown({"candidates": ["b"]}))] {
		not app_endpoint.is_reached("a") with input as document
		not app_endpoint.may_be_reached("a") with input as document
	}
}

test_may_be_reached if {
	every document in [
		_with({}, _unknown({})), _origin({}, _unknown({})), _origin({}, _unknown({"candidates": ["a", "b"]})),
		_origin({"front_door_origins": ["e"]}, {"presence": "conditional"}),
	] {
		not app_endpoint.is_reached("a") with input as document
		app_endpoint.may_be_reached("a") with input as document
	}
}

# What holds for private endpoints alone does not hold for Front Door.
test_front_door_is_no_endpoint if {
	every document in [_origin({"front_door_origins": ["e"]}, {}), _origin({}, _unknown({}))] {
		not app_endpoint.leads_to("a") with input as document
		not app_endpoint.may_lead_to("a") with input as document
	}
}
