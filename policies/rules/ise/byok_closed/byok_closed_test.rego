package vnetguard.rules.ise.byok_closed_test

import data.vnetguard.rules.ise.byok_closed

import data.vnetguard.lib.ise_sample as sample

_key := {"customer_managed_key_name": "k"}

_maybe := sample.unknown(["customer_managed_key_name"])

_created(environment) := sample.change({}, {"integration_service_environments": {"e": environment}}, {"e": ["create"]})

_evidence := {[{"entity": "e", "attribute": "customer_managed_key_vault"}]}

test_deny if {
	every document in [_created(_key), sample.changed({}, _key, ["update"]), sample.changed({}, _key, ["delete", "create"])] {
		sample.about(byok_closed.deny) == {"e"} with input as document
		sample.says(byok_closed.deny, "'the e' would get a customer-managed key, but none can be set since 2022-11-01.") with input as document
		{finding.evidence | some finding in byok_closed.deny} == _evidence with input as document
	}
}

test_deny_on_the_first_day if {
	sample.about(byok_closed.deny) == {"e"} with input as sample.on(_created(_key), "2022-11-01")
	byok_closed.subjects == set() with input as sample.on(_created(_key), "2022-10-31")
	byok_closed.deny == set() with input as sample.on(_created(_key), "2022-10-31")
}

test_allow if {
	every actions in [["no-op"], ["update"], ["delete", "create"]] {
		document := sample.changed(_key, _key, actions)
		byok_closed.subjects == {"e"} with input as document
		byok_closed.deny == set() with input as document
		byok_closed.undetermined == set() with input as document
	}
}

test_allow_without_a_key if {
	byok_closed.subjects == set() with input as _created({})
	byok_closed.subjects == set() with input as _created(object.union({"presence": "external"}, _key))
}

test_undetermined if {
	every document in [
		sample.environment(_key), _created(_maybe), sample.changed(_maybe, _key, ["update"]), sample.changed({}, _maybe, ["update"]),
		sample.change({}, {"integration_service_environments": {"e": _key}}, {"e": ["update"]}),
	] {
		sample.about(byok_closed.undetermined) == {"e"} with input as document
		sample.says(byok_closed.undetermined, "Whether integration service environment 'the e' would get") with input as document
		byok_closed.deny == set() with input as document
		{finding.evidence | some finding in byok_closed.undetermined} == _evidence with input as document
	}
}
