package vnetguard.rules.ise.cmk_create_only_test

import data.vnetguard.rules.ise.cmk_create_only

import data.vnetguard.lib.ise_sample as sample

_key := {"customer_managed_key_name": "k"}

_maybe := sample.unknown(["customer_managed_key_name"])

_evidence := {[{"entity": "e", "attribute": "customer_managed_key_vault"}]}

test_deny if {
	document := sample.changed({}, _key, ["update"])
	sample.about(cmk_create_only.deny) == {"e"} with input as document
	sample.says(cmk_create_only.deny, "'the e' exists without a customer-managed key and would get one") with input as document
	cmk_create_only.undetermined == set() with input as document
	{finding.evidence | some finding in cmk_create_only.deny} == _evidence with input as document
}

test_allow if {
	every pair in [[_key, _key], [_key, {}], [_key, _maybe], [_maybe, {}]] {
		document := sample.changed(pair[0], pair[1], ["update"])
		cmk_create_only.subjects == {"e"} with input as document
		cmk_create_only.deny == set() with input as document
		cmk_create_only.undetermined == set() with input as document
	}
}

test_allow_others if {
	cmk_create_only.subjects == set() with input as sample.changed({}, {}, ["update"])
	cmk_create_only.subjects == set() with input as sample.changed({}, _key, ["delete", "create"])
	cmk_create_only.subjects == set() with input as sample.environment(_key)
}

test_undetermined if {
	every pair in [[{}, _maybe], [_maybe, _key], [_maybe, _maybe]] {
		document := sample.changed(pair[0], pair[1], ["update"])
		sample.about(cmk_create_only.undetermined) == {"e"} with input as document
		sample.says(cmk_create_only.undetermined, "Whether integration service environment 'the e', which exists") with input as document
		cmk_create_only.deny == set() with input as document
		{finding.evidence | some finding in cmk_create_only.undetermined} == _evidence with input as document
	}
}
