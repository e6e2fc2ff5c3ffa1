package vnetguard.rules.app.compose_test

import data.vnetguard.rules.app.compose

import data.vnetguard.lib.integration_sample as sample

_app(attributes) := sample.document({"a": attributes})

_pattern(text) := {"unknown": {"runtime": {"reason": "r", "text": "", "pattern": text}}}

test_deny_compose if {
	some finding in compose.deny with input as _app({"runtime": "COMPOSE|dmVyc2lvbg=="})
	finding.subject == "a"
	finding.msg == "App 'app a' is integrated with a virtual network, which is not supported for Docker Compose."
	finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}, {"entity": "a", "attribute": "runtime"}]
	compose.undetermined == set() with input as _app({"runtime": "COMPOSE|dmVyc2lvbg=="})
	count(compose.deny) == 1 with input as _app(_pattern("compose|{base64(parameters('file'))}"))
}

test_allow_others if {
	every app in [{"runtime": "DOCKER|nginx"}, {"runtime": "python"}, {"runtime": ""}, _pattern("DOCKER|{parameters('image')}")] {
		compose.subjects == {"a"} with input as _app(app)
		compose.deny == set() with input as _app(app)
		compose.undetermined == set() with input as _app(app)
	}
}

test_allow_without_a_stack if {
	compose.subjects == set() with input as _app({})
	compose.subjects == set() with input as _app({"unknown": sample.unknown("container_image")})
}

test_allow_without_integration if {
	compose.subjects == set() with input as _app({"runtime": "COMPOSE|x", "integration_subnet": null})
	compose.subjects == set() with input as _app(object.union(sample.lost, {"runtime": "DOCKER|x"}))
}

test_undetermined_unknown_stack if {
	every app in [
		{"unknown": sample.unknown("runtime")},
		{"runtime": "x", "unknown": sample.unknown("runtime")},
		_pattern("{parameters('stack')}"),
		_pattern("{parameters('kind')}|{parameters('image')}"),
	] {
		compose.deny == set() with input as _app(app)
		{finding.subject | some finding in compose.undetermined} == {"a"} with input as _app(app)
	}
}

test_undetermined_whether_integrated if {
	document := _app(object.union(sample.lost, {"runtime": "COMPOSE|x"}))
	compose.deny == set() with input as document
	count(compose.undetermined) == 1 with input as document
}
