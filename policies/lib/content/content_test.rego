package vnetguard.lib.content_test

import data.vnetguard.lib.content

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(parts) := app_sample.document(
	object.union({"plan": {"sku_name": "EP1"}}, parts),
	{"storage_accounts": object.union(app_sample.entity("x", {"name": "x"}), app_sample.entity("y", {"name": "y"}))},
)

_app(attributes) := _document({"app": object.union({"app_kind": "function", "storage_account": app_sample.to("x")}, attributes)}).after.apps.a

_connection := app_sample.settings([[
	"WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
	"DefaultEndpointsProtocol=https;accountname=Y;AccountKey=k",
]])

test_share if {
	every kind in ["function", "workflow"] {
		app := _app({"app_kind": kind})
		content.has_share(app) with input as _document({})
		not content.has_no_share(app) with input as _document({})
	}
}

test_share_by_setting if {
	app := object.remove(_app({"app_settings": _connection}), ["storage_account"])
	content.has_share(app) with input as _document({})
	not content.has_no_share(app) with input as _document({})
}

test_no_share if {
	every app in [
		_app({"app_kind": "web"}),
		_app({"content_share_disabled": true}),
		object.remove(_app({}), ["storage_account"]),
	] {
		content.has_no_share(app) with input as _document({})
		not content.has_share(app) with input as _document({})
	}
}

test_no_share_on_another_plan if {
	app := _app({})
	other := _document({"plan": {"sku_name": "P1v3"}})
	content.has_no_share(app) with input as other
	not content.has_share(app) with input as other
}

test_share_cannot_be_told if {
	bare := object.remove(_app({}), ["storage_account", "app_kind"])
	every app in [
		object.union(bare, {"app_kind": "function", "unknown": sample.unknown("app_settings")}),
		object.union(bare, {"storage_account": app_sample.to("x"), "unknown": sample.unknown("app_kind")}),
		_app({"unknown": sample.unknown("content_share_disabled")}),
	] {
		not content.has_share(app) with input as _document({})
		not content.has_no_share(app) with input as _document({})
	}
}

test_share_in_an_account_that_is_not_known if {
	app := object.union(object.remove(_app({}), ["storage_account"]), {"unknown": sample.unknown("storage_account")})
	content.has_share(app) with input as _document({})
	not content.has_no_share(app) with input as _document({})
}

test_plan_cannot_be_told if {
	app := _app({})
	unknown := app_sample.document({"plan": {"unknown": sample.unknown("sku_name")}}, {})
	not content.has_share(app) with input as unknown
	not content.has_no_share(app) with input as unknown
}

test_elsewhere if {
	named := app_sample.settings([["WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "AccountName=z"]])
	outside := {"storage_account": {"reason": "not part of the input", "text": "z"}}
	every app in [_app({"app_settings": named}), object.union(object.remove(_app({}), ["storage_account"]), {"unknown": outside})] {
		content.is_elsewhere(app) with input as _document({})
	}
	every app in [_app({}), _app({"app_settings": _connection}), object.union(object.remove(_app({}), ["storage_account"]), {"unknown": sample.unknown("storage_account")})] {
		not content.is_elsewhere(app) with input as _document({})
	}
	renamed := object.union(_document({}), {"after": {"storage_accounts": app_sample.entity("w", {"unknown": sample.unknown("name")})}})
	app := _app({"app_settings": named})
	not content.is_elsewhere(app) with input as renamed
}

test_account if {
	content.account(_app({})).id == "x" with input as _document({})
	content.account(_app({"app_settings": _connection})).id == "y" with input as _document({})
	untold := _app({"app_settings": [{"name": "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "unknown": sample.unknown("value")}]})
	not content.account(untold) with input as _document({})
}
