package vnetguard.rules.ise.endpoint_immutable_test

import data.vnetguard.rules.ise.endpoint_immutable

import data.vnetguard.lib.ise_sample as sample

_evidence := {[{"entity": "e", "attribute": "access_endpoint_type"}]}

test_deny_another if {
	every actions in [["update"], ["delete", "create"]] {
		document := sample.changed({"access_endpoint_type": "internal"}, {"access_endpoint_type": "external"}, actions)
		sample.about(endpoint_immutable.deny) == {"e"} with input as document
		sample.says(endpoint_immutable.deny, "The access endpoint of integration service environment 'the e' would change from 'internal' to 'external'") with input as document
		endpoint_immutable.undetermined == set() with input as document
		{finding.evidence | some finding in endpoint_immutable.deny} == _evidence with input as document
	}
}

test_allow_the_same if {
	every attributes in [{"access_endpoint_type": "internal"}, {}] {
		document := sample.changed(attributes, attributes, ["update"])
		endpoint_immutable.subjects == {"e"} with input as document
		endpoint_immutable.deny == set() with input as document
		endpoint_immutable.undetermined == set() with input as document
	}
}

test_allow_creation if {
	endpoint_immutable.subjects == set() with input as sample.environment({"access_endpoint_type": "internal"})
	endpoint_immutable.subjects == set() with input as sample.change({}, {"integration_service_environments": {"e": {}}}, {"e": ["create"]})
}

test_undetermined if {
	every after in [sample.unknown(["access_endpoint_type"]), {}] {
		document := sample.changed({"access_endpoint_type": "internal"}, after, ["update"])
		sample.about(endpoint_immutable.undetermined) == {"e"} with input as document
		sample.says(endpoint_immutable.undetermined, "'the e' would change, which it cannot") with input as document
		endpoint_immutable.deny == set() with input as document
		{finding.evidence | some finding in endpoint_immutable.undetermined} == _evidence with input as document
	}
}
