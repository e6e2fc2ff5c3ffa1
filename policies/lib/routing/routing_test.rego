package vnetguard.lib.routing_test

import data.vnetguard.lib.routing

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_settings(value) := {"app_settings": app_sample.settings([["WEBSITE_VNET_ROUTE_ALL", value]]), "unknown": {}}

_property(value) := object.union(_settings("1"), {"route_all": value})

_half(value) := {"route_all": value, "unknown": sample.unknown("route_all")}

test_on if {
	every app in [_property(true), _settings("1")] {
		routing.is_on(app, "route_all")
		not routing.is_off(app, "route_all")
	}
}

test_off if {
	every app in [_property(false), _settings("0"), {"unknown": {}}] {
		routing.is_off(app, "route_all")
		not routing.is_on(app, "route_all")
	}
}

test_neither if {
	every app in [
		_half(true), _half(false),
		object.union(_settings("1"), {"unknown": sample.unknown("route_all")}),
		{"unknown": sample.unknown("route_all")},
		{"unknown": sample.unknown("app_settings")},
	] {
		not routing.is_on(app, "route_all")
		not routing.is_off(app, "route_all")
	}
}

test_off_without_a_setting if {
	routing.is_off({"unknown": sample.unknown("app_settings")}, "backup_over_vnet")
	unknown := {"unknown": sample.unknown("backup_over_vnet")}
	not routing.is_off(unknown, "backup_over_vnet")
}

test_integrated if {
	every app in [
		{"integration_subnet": app_sample.to("s"), "presence": "external", "unknown": {}},
		{"presence": "declared", "unknown": sample.unknown("integration_subnet")},
	] {
		routing.may_be_integrated(app)
	}
	every app in [
		{"presence": "external", "unknown": sample.unknown("integration_subnet")},
		{"presence": "declared", "unknown": {}},
	] {
		not routing.may_be_integrated(app)
	}
}

test_choice if {
	known := sample.integration({})
	routing.is_choice(known.after.apps.a) with input as known
	routing.is_choice({"app_kind": "web"})
	routing.is_choice({"app_kind": "workflow"})
	function := {"app_kind": "function"}
	not routing.is_choice(function)
}

test_internet if {
	web := {"app_kind": "web", "unknown": {}}
	routing.keeps_internet_out(web)
	every other in [{"unknown": {}}, {"app_kind": "web", "unknown": {}, "route_all": true}] {
		not routing.keeps_internet_out(other)
	}
	routing.sends_internet({"route_all": true, "unknown": {}})
	not routing.sends_internet(web)
}

test_flex_sends_all if {
	flex := sample.integration({"plan": {"sku_name": "FC1"}})
	routing.sends_internet(flex.after.apps.a) with input as flex
}
