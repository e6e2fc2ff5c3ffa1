package vnetguard.rules.ise.dev_not_prod_test

import data.vnetguard.rules.ise.dev_not_prod

import data.vnetguard.lib.ise_sample as sample

_tag(name, value) := {"name": name, "value": value, "unknown": {}}

_developer(attributes) := sample.environment(object.union({"sku_name": "developer"}, attributes))

_evidence := {[{"entity": "e", "attribute": "sku_name"}, {"entity": "e", "attribute": "tags"}]}

test_deny if {
	document := _developer({"tags": [_tag("owner", "x"), _tag("Environment", "Prod")]})
	sample.about(dev_not_prod.deny) == {"e"} with input as document
	sample.says(dev_not_prod.deny, "'the e' is marked as production (tag 'Environment' is 'Prod')") with input as document
	{finding.evidence | some finding in dev_not_prod.deny} == _evidence with input as document
}

test_deny_though_there_may_be_more_tags if {
	document := _developer(object.union({"tags": [_tag("env", "production")]}, sample.unknown(["tags"])))
	sample.about(dev_not_prod.deny) == {"e"} with input as document
}

test_allow if {
	every attributes in [{}, {"tags": [_tag("environment", "dev")]}, {"tags": [_tag("prod", "production")]}] {
		dev_not_prod.subjects == {"e"} with input as _developer(attributes)
		dev_not_prod.deny == set() with input as _developer(attributes)
		dev_not_prod.undetermined == set() with input as _developer(attributes)
	}
}

test_allow_premium if dev_not_prod.subjects == set() with input as sample.environment({"sku_name": "premium", "tags": [_tag("env", "prod")]})

test_undetermined_tags if {
	every attributes in [sample.unknown(["tags"]), {"tags": [object.union({"name": "env"}, sample.unknown(["value"]))]}] {
		sample.about(dev_not_prod.undetermined) == {"e"} with input as _developer(attributes)
		dev_not_prod.deny == set() with input as _developer(attributes)
		{finding.evidence | some finding in dev_not_prod.undetermined} == _evidence with input as _developer(attributes)
	}
}

test_undetermined_sku if {
	document := sample.environment(object.union({"tags": [_tag("env", "prod")]}, sample.unknown(["sku_name"])))
	sample.about(dev_not_prod.undetermined) == {"e"} with input as document
	dev_not_prod.deny == set() with input as document
}

test_allow_unknown_sku_of_what_is_not_production if {
	dev_not_prod.subjects == set() with input as sample.environment(object.union({"tags": [_tag("env", "dev")]}, sample.unknown(["sku_name"])))
}
