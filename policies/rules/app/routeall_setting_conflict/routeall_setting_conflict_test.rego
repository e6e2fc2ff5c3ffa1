package vnetguard.rules.app.routeall_setting_conflict_test

import data.vnetguard.rules.app.routeall_setting_conflict

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_app(property, setting) := sample.integration({"app": {
	"route_all": property,
	"app_settings": app_sample.settings([["WEBSITE_VNET_ROUTE_ALL", setting]]),
}})

_attributes(attributes) := sample.integration({"app": attributes})

_setting := app_sample.settings([["WEBSITE_VNET_ROUTE_ALL", "1"]])

test_deny_a_setting_that_the_property_overrules if {
	some finding in routeall_setting_conflict.deny with input as _app(false, "1")
	finding.subject == "a"
	finding.msg == concat("", [
		"The site property of app 'the app' for all outbound traffic is off, its app setting 'WEBSITE_VNET_ROUTE_ALL' is on; ",
		"the property counts and the setting does nothing.",
	])
	finding.evidence == [{"entity": "a", "attribute": "route_all"}, {"entity": "a", "attribute": "app_settings"}]
}

test_deny_the_other_way_round if {
	some finding in routeall_setting_conflict.deny with input as _app(true, "0")
	contains(finding.msg, "is on, its app setting 'WEBSITE_VNET_ROUTE_ALL' is off;")
}

test_deny_each_kind_of_routing if {
	every pair in [["content_over_vnet", "WEBSITE_CONTENTOVERVNET"], ["image_pull_over_vnet", "WEBSITE_PULL_IMAGE_OVER_VNET"]] {
		app := {pair[0]: false, "app_settings": app_sample.settings([[pair[1], "1"]])}
		count(routeall_setting_conflict.deny) == 1 with input as _attributes(app)
	}
}

test_deny_is_not_undetermined_too if routeall_setting_conflict.undetermined == set() with input as _app(false, "1")

test_deny_silences_other_doubts if {
	app := {"route_all": false, "app_settings": _setting, "image_pull_over_vnet": true, "unknown": sample.unknown("app_settings")}
	count(routeall_setting_conflict.deny) == 1 with input as _attributes(app)
	routeall_setting_conflict.undetermined == set() with input as _attributes(app)
}

test_allow_agreement if {
	every pair in [[true, "1"], [false, "0"]] {
		routeall_setting_conflict.subjects == {"a"} with input as _app(pair[0], pair[1])
		routeall_setting_conflict.deny == set() with input as _app(pair[0], pair[1])
		routeall_setting_conflict.undetermined == set() with input as _app(pair[0], pair[1])
	}
}

test_allow_one_alone if {
	routeall_setting_conflict.subjects == set() with input as _attributes({"route_all": true})
	routeall_setting_conflict.subjects == set() with input as _attributes({"app_settings": _setting})
}

test_undetermined_settings if {
	unknown := _attributes({"route_all": false, "unknown": sample.unknown("app_settings")})
	routeall_setting_conflict.deny == set() with input as unknown
	{finding.msg | some finding in routeall_setting_conflict.undetermined} == {concat("", [
		"Whether app setting 'WEBSITE_VNET_ROUTE_ALL' of app 'the app' agrees with the site property ",
		"for all outbound traffic cannot be told.",
	])} with input as unknown
	{finding.evidence | some finding in routeall_setting_conflict.undetermined} == {[
		{"entity": "a", "attribute": "route_all"},
		{"entity": "a", "attribute": "app_settings"},
	]} with input as unknown
}

test_undetermined_settings_that_would_mean_something if {
	untold := {"content_over_vnet": false, "image_pull_over_vnet": false, "unknown": sample.unknown("app_settings")}
	routeall_setting_conflict.subjects == set() with input as _attributes(object.union(untold, {"app_kind": "web"}))
	every about in [{"app_kind": "function"}, {"app_kind": "web", "container_image": "DOCKER|a"}] {
		routeall_setting_conflict.subjects == {"a"} with input as _attributes(object.union(untold, about))
	}
}

test_allow_unknown_settings_of_an_app_elsewhere if {
	elsewhere := {"route_all": false, "presence": "external", "unknown": sample.unknown("app_settings")}
	routeall_setting_conflict.subjects == set() with input as _attributes(elsewhere)
	stated := object.union(elsewhere, {"app_settings": _setting})
	routeall_setting_conflict.subjects == {"a"} with input as _attributes(stated)
}

test_undetermined_property if {
	unknown := _attributes({"app_settings": _setting, "unknown": sample.unknown("route_all")})
	routeall_setting_conflict.deny == set() with input as unknown
	count(routeall_setting_conflict.undetermined) == 1 with input as unknown
}

test_undetermined_property_of_which_a_part_is_known if {
	unknown := _attributes({"route_all": false, "app_settings": _setting, "unknown": sample.unknown("route_all")})
	routeall_setting_conflict.deny == set() with input as unknown
	count(routeall_setting_conflict.undetermined) == 1 with input as unknown
}
