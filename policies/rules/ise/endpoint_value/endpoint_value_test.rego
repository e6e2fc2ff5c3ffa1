package vnetguard.rules.ise.endpoint_value_test

import data.vnetguard.rules.ise.endpoint_value

import data.vnetguard.lib.ise_sample as sample

_evidence := {[{"entity": "e", "attribute": "access_endpoint_type"}]}

test_deny_another if {
	other := sample.environment({"access_endpoint_type": "notspecified"})
	sample.about(endpoint_value.deny) == {"e"} with input as other
	sample.says(endpoint_value.deny, "'the e' has the access endpoint 'notspecified'; the access endpoint is one of 'external', 'internal'.") with input as other
	{finding.evidence | some finding in endpoint_value.deny} == _evidence with input as other
}

test_deny_none if {
	sample.about(endpoint_value.deny) == {"e"} with input as sample.environment({})
	sample.says(endpoint_value.deny, "'the e' does not state the access endpoint; it is one of 'external', 'internal'.") with input as sample.environment({})
	{finding.evidence | some finding in endpoint_value.deny} == _evidence with input as sample.environment({})
}

test_allow if {
	every value in ["external", "internal"] {
		endpoint_value.subjects == {"e"} with input as sample.environment({"access_endpoint_type": value})
		endpoint_value.deny == set() with input as sample.environment({"access_endpoint_type": value})
		endpoint_value.undetermined == set() with input as sample.environment({"access_endpoint_type": value})
	}
}

test_undetermined if {
	sample.about(endpoint_value.undetermined) == {"e"} with input as sample.environment(sample.unknown(["access_endpoint_type"]))
	endpoint_value.deny == set() with input as sample.environment(sample.unknown(["access_endpoint_type"]))
	{finding.evidence | some finding in endpoint_value.undetermined} == _evidence with input as sample.environment(sample.unknown(["access_endpoint_type"]))
}
