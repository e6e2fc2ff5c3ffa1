package vnetguard.rules.app.setting_legacy_test

import data.vnetguard.rules.app.setting_legacy

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_all := app_sample.settings([["website_vnet_route_all", "1"], ["WEBSITE_CONTENTOVERVNET", "0"], ["WEBSITE_PULL_IMAGE_OVER_VNET", "x"]])

_app(attributes) := sample.integration({"app": attributes})

_rules(findings) := {finding.rule | some finding in findings}

_open := {"unknown": sample.unknown("app_settings"), "has_all_routing_properties": true}

test_deny_each_setting_where_there_are_properties if {
	findings := setting_legacy.deny with input as _app({"app_settings": _all, "has_all_routing_properties": true})
	_rules(findings) == {"APP-ROUTEALL-SETTING-LEGACY", "APP-CONTENT-SETTING-LEGACY", "APP-IMAGEPULL-SETTING-LEGACY"}
	{finding.subject | some finding in findings} == {"a"}
	concat("", [
		"App 'the app' states with app setting 'WEBSITE_VNET_ROUTE_ALL' whether it sends all outbound traffic ",
		"into the virtual network; the site property is the way to say so.",
	]) in {finding.msg | some finding in findings}
	{finding.evidence | some finding in findings} == {[{"entity": "a", "attribute": "app_settings"}]}
}

test_allow_what_the_resource_type_has_no_property_for if {
	some_properties := {"app_settings": _all, "has_all_routing_properties": false}
	findings := setting_legacy.deny with input as _app(some_properties)
	_rules(findings) == {"APP-ROUTEALL-SETTING-LEGACY"}
	setting_legacy.undetermined == set() with input as _app(some_properties)
}

test_deny_where_the_property_is_there_after_all if {
	with_property := {"app_settings": _all, "has_all_routing_properties": false, "content_over_vnet": false}
	findings := setting_legacy.deny with input as _app(with_property)
	"APP-CONTENT-SETTING-LEGACY" in _rules(findings)
}

test_allow_without_settings if {
	setting_legacy.subjects == set() with input as _app({"has_all_routing_properties": true})
}

test_undetermined_settings if {
	findings := setting_legacy.undetermined with input as _app(object.union(_open, {"app_kind": "web"}))
	_rules(findings) == {"APP-ROUTEALL-SETTING-LEGACY"}
	{finding.msg | some finding in findings} == {"Whether app 'the app' has app setting 'WEBSITE_VNET_ROUTE_ALL' in place of the site property cannot be told."}
	{finding.evidence | some finding in findings} == {[{"entity": "a", "attribute": "app_settings"}]}
	setting_legacy.deny == set() with input as _app(_open)
}

test_undetermined_settings_of_apps_with_content_shares if {
	every kind in ["function", "workflow"] {
		findings := setting_legacy.undetermined with input as _app(object.union(_open, {"app_kind": kind}))
		_rules(findings) == {"APP-ROUTEALL-SETTING-LEGACY", "APP-CONTENT-SETTING-LEGACY"}
	}
}

test_undetermined_settings_of_container_apps if {
	findings := setting_legacy.undetermined with input as _app(object.union(_open, {"container_image": "x"}))
	_rules(findings) == {"APP-ROUTEALL-SETTING-LEGACY", "APP-IMAGEPULL-SETTING-LEGACY"}
}

test_undetermined_resource_type if {
	outside := {"app_settings": _all, "unknown": sample.unknown("has_all_routing_properties")}
	findings := setting_legacy.undetermined with input as _app(outside)
	_rules(findings) == {"APP-CONTENT-SETTING-LEGACY", "APP-IMAGEPULL-SETTING-LEGACY"}
}

test_allow_unknown_settings_of_an_app_elsewhere if {
	setting_legacy.subjects == set() with input as _app(object.union(_open, {"presence": "external"}))
}

test_deny_is_not_undetermined_too if {
	setting_legacy.undetermined == set() with input as _app({"app_settings": _all, "has_all_routing_properties": true})
}
