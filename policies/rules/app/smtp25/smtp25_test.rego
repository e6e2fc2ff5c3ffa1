package vnetguard.rules.app.smtp25_test

import data.vnetguard.rules.app.smtp25

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_app(pairs, attributes) := sample.integration({"app": object.union(
	{"app_settings": app_sample.settings(pairs), "route_all": false},
	attributes,
)})

_outside(pairs, attributes) := app_sample.without(_app(pairs, attributes), "integration_subnet")

_port := [["SMTP_PORT", "25"]]

_to(host) := [["SMTP_PORT", "25"], ["SMTP_HOST", host]]

_is_allowed(document) if {
	smtp25.deny == set() with input as document
	smtp25.undetermined == set() with input as document
}

test_deny_an_app_outside_any_network if {
	some finding in smtp25.deny with input as _outside(_port, {})
	finding.subject == "a"
	finding.msg == concat("", [
		"App setting 'SMTP_PORT' of app 'the app' names port 25, ",
		"which is open only to traffic that goes through a virtual network integration.",
	])
	finding.evidence == [
		{"entity": "a", "attribute": "app_settings"},
		{"entity": "a", "attribute": "integration_subnet"},
		{"entity": "a", "attribute": "route_all"},
	]
	smtp25.undetermined == set() with input as _outside(_port, {})
}

test_deny_each_way_to_name_the_port if {
	every pair in [["Smtp__Port", " 25 "], ["MailPort", "25"], ["MAIL_SERVER", "mx.example.org:25"]] {
		count(smtp25.deny) == 1 with input as _outside([pair], {})
	}
}

test_deny_a_public_address_without_route_all if {
	count(smtp25.deny) == 1 with input as _app(_to("8.8.8.8"), {})
	smtp25.undetermined == set() with input as _app(_to("8.8.8.8"), {})
}

test_allow_other_settings if {
	every pair in [["SMTP_PORT", "587"], ["PORT", "25"], ["SMTP_RETRIES", "25"], ["MAIL_SERVER", "mx.example.org:125"]] {
		smtp25.subjects == set() with input as _outside([pair], {})
	}
}

test_allow_with_route_all if {
	smtp25.subjects == {"a"} with input as _app(_port, {"route_all": true})
	_is_allowed(_app(_port, {"route_all": true}))
}

test_allow_a_private_server if {
	every host in ["SMTP_HOST", "MailServer", "smtp_address"] {
		_is_allowed(_app([["SMTP_PORT", "25"], [host, "10.0.0.4"]], {}))
	}
}

test_deny_a_private_server_that_no_network_leads_to if count(smtp25.deny) == 1 with input as _outside(_to("10.0.0.4"), {})

_is_undetermined(document) if {
	smtp25.deny == set() with input as document
	some finding in smtp25.undetermined with input as document
	finding.subject == "a"
	finding.msg == "Whether mail that app 'the app' sends on port 25 goes through a virtual network integration cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}, {"entity": "a", "attribute": "route_all"}]
}

test_undetermined_server if {
	_is_undetermined(_app(_port, {}))
	_is_undetermined(_app(_to("mx.example.org"), {}))
	_is_undetermined(_app([["SMTP_PORT", "25"], ["SMTP_USER", "10.0.0.4"]], {}))
	_is_undetermined(_app([["SMTP_PORT", "25"], ["DB_HOST", "10.0.0.4"]], {}))
}

test_undetermined_route if {
	_is_undetermined(_app(_to("8.8.8.8"), {"unknown": sample.unknown("route_all")}))
}

test_undetermined_integration if {
	_is_undetermined(_outside(_port, {"route_all": true, "unknown": sample.unknown("integration_subnet")}))
	_is_undetermined(_outside(_to("10.0.0.4"), {"unknown": sample.unknown("integration_subnet")}))
	_is_undetermined(_outside(_port, {"gateway_integrations": ["g"]}))
	_is_undetermined(_outside(_port, {"plan": app_sample.to("elsewhere")}))
}
