package vnetguard.rules.app.content_consistent_test

import data.vnetguard.rules.app.content_consistent

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_app(attributes) := object.union(
	{"app_kind": "function", "storage_account": app_sample.to("x"), "plan": app_sample.to("p")},
	attributes,
)

_two(one, other) := app_sample.document(
	{"app": _app(one), "plan": {"sku_name": "EP1"}},
	{"apps": app_sample.entity("b", _app(other)), "storage_accounts": app_sample.entity("x", {})},
)

_on := {"content_over_vnet": true}

_off := {"content_over_vnet": false}

_unknown := {"unknown": sample.unknown("content_over_vnet")}

test_deny_the_one_that_is_not_routed if {
	some finding in content_consistent.deny with input as _two(_off, _on)
	finding.subject == "a"
	finding.msg == concat("", [
		"App 'the app' reaches its content share over the public route, app 'the b' through the virtual network, ",
		"though both use storage account 'the x'.",
	])
	finding.evidence == [{"entity": "a", "attribute": "content_over_vnet"}, {"entity": "b", "attribute": "content_over_vnet"}]
	{other.subject | some other in content_consistent.deny} == {"a"} with input as _two(_off, _on)
	content_consistent.undetermined == set() with input as _two(_off, _on)
}

test_allow_agreement if {
	every attributes in [_on, _off] {
		content_consistent.subjects == {"a", "b"} with input as _two(attributes, attributes)
		content_consistent.deny == set() with input as _two(attributes, attributes)
		content_consistent.undetermined == set() with input as _two(attributes, attributes)
	}
}

test_allow_accounts_of_their_own if {
	apart := object.union(_off, {"storage_account": app_sample.to("y")})
	document := object.union(_two(_on, apart), {"after": {"storage_accounts": app_sample.entity("y", {})}})
	content_consistent.subjects == set() with input as document
	content_consistent.deny == set() with input as document
}

test_allow_apps_without_a_share if {
	content_consistent.subjects == set() with input as _two(_on, object.union(_off, {"app_kind": "web"}))
}

test_allow_one_alone_that_is_not_known if {
	content_consistent.undetermined == set() with input as _two(_unknown, {"app_kind": "web"})
}

test_undetermined_one_of_them if {
	some finding in content_consistent.undetermined with input as _two(_off, _unknown)
	finding.msg == "Whether app 'the app' reaches its content share as the other apps of storage account 'the x' do cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "content_over_vnet"}, {"entity": "a", "attribute": "app_settings"}]
	{other.subject | some other in content_consistent.undetermined} == {"a", "b"} with input as _two(_off, _unknown)
	content_consistent.deny == set() with input as _two(_off, _unknown)
}

test_undetermined_the_one_that_is_not_known_alone if {
	{finding.subject | some finding in content_consistent.undetermined} == {"b"} with input as _two(_on, _unknown)
	content_consistent.deny == set() with input as _two(_on, _unknown)
}

test_undetermined_another_app_in_an_unknown_account if {
	third := object.remove(_app(_on), ["storage_account"])
	untold := app_sample.entity("c", object.union(third, {"unknown": sample.unknown("storage_account")}))
	document := object.union(_two(_off, _off), {"after": {"apps": untold}})
	{finding.subject | some finding in content_consistent.undetermined} == {"a", "b"} with input as document
	outside := app_sample.entity("c", object.union(third, {"unknown": {"storage_account": {"reason": "not part of the input", "text": ""}}}))
	content_consistent.undetermined == set() with input as object.union(_two(_off, _off), {"after": {"apps": outside}})
}

test_undetermined_share if {
	doubtful := {"unknown": sample.unknown("content_share_disabled")}
	every pair in [[_on, _off], [_off, _on]] {
		document := _two(pair[0], object.union(pair[1], doubtful))
		content_consistent.deny == set() with input as document
		"b" in {finding.subject | some finding in content_consistent.undetermined} with input as document
	}
}

test_deny_besides_one_that_is_not_known if {
	third := app_sample.entity("c", _app(_unknown))
	document := object.union(_two(_off, _on), {"after": {"apps": third}})
	{finding.subject | some finding in content_consistent.deny} == {"a"} with input as document
	{finding.subject | some finding in content_consistent.undetermined} == {"c"} with input as document
}
