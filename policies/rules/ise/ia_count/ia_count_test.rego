package vnetguard.rules.ise.ia_count_test

import data.vnetguard.rules.ise.ia_count

import data.vnetguard.lib.ise_sample as sample

_ids(number) := {sprintf("a%d", [n]) | some n in [1, 2, 3, 4, 5, 6]; n <= number}

_of(environment, number, others) := sample.document({
	"integration_accounts": object.union({id: {"integration_service_environment": sample.to("e")} | some id in _ids(number)}, others),
	"integration_service_environments": {"e": object.union({"integration_accounts": [id | some id in _ids(number)]}, environment)},
})

_lost := {"b": sample.unknown(["integration_service_environment"])}

test_deny_six if {
	every environment in [{}, {"presence": "external"}] {
		document := _of(environment, 6, {})
		sample.about(ia_count.deny) == {"e"} with input as document
		ia_count.undetermined == set() with input as document
		sample.says(ia_count.deny, "'the e' has 6 integration accounts; it takes 5.") with input as document
	}
}

test_evidence if {
	some finding in ia_count.deny with input as _of({}, 6, {})
	{entry.entity | some entry in finding.evidence} == _ids(6)
	finding.evidence[0].attribute == "integration_service_environment"
}

test_allow if {
	every document in [_of({}, 5, {}), _of({}, 1, {}), _of({}, 4, _lost), _of({}, 5, {"b": {}}), _of({}, 5, {"b": object.union({"presence": "external"}, _lost.b)})] {
		ia_count.subjects == {"e"} with input as document
		ia_count.deny == set() with input as document
		ia_count.undetermined == set() with input as document
	}
}

test_allow_without_accounts if ia_count.subjects == set() with input as _of({}, 0, {})

test_undetermined_there_may_be_a_sixth if {
	every document in [_of({}, 5, _lost), _of({"presence": "external"}, 5, {}), _of({"presence": "external"}, 1, {})] {
		sample.about(ia_count.undetermined) == {"e"} with input as document
		ia_count.deny == set() with input as document
	}
	sample.says(ia_count.undetermined, "'the e' has 5 integration accounts that are known of; whether it has more than 5") with input as _of({}, 5, _lost)
}
