package vnetguard.rules.ise.cmk_no_disable_test

import data.vnetguard.rules.ise.cmk_no_disable

import data.vnetguard.lib.ise_sample as sample

_key := {"customer_managed_key_name": "k"}

_maybe := sample.unknown(["customer_managed_key_name"])

_evidence := {[{"entity": "e", "attribute": "customer_managed_key_vault"}]}

test_deny if {
	document := sample.changed(_key, {}, ["update"])
	sample.about(cmk_no_disable.deny) == {"e"} with input as document
	sample.says(cmk_no_disable.deny, "'the e' would lose its customer-managed key") with input as document
	{finding.evidence | some finding in cmk_no_disable.deny} == _evidence with input as document
}

test_allow if {
	every before in [_key, _maybe] {
		document := sample.changed(before, _key, ["update"])
		cmk_no_disable.subjects == {"e"} with input as document
		cmk_no_disable.deny == set() with input as document
		cmk_no_disable.undetermined == set() with input as document
	}
}

test_allow_others if {
	cmk_no_disable.subjects == set() with input as sample.changed({}, {}, ["update"])
	cmk_no_disable.subjects == set() with input as sample.changed(_key, {}, ["delete", "create"])
	cmk_no_disable.subjects == set() with input as sample.environment(_key)
}

test_undetermined if {
	every pair in [[_key, _maybe], [_maybe, {}], [_maybe, _maybe]] {
		document := sample.changed(pair[0], pair[1], ["update"])
		sample.about(cmk_no_disable.undetermined) == {"e"} with input as document
		sample.says(cmk_no_disable.undetermined, "Whether integration service environment 'the e' would lose") with input as document
		cmk_no_disable.deny == set() with input as document
		{finding.evidence | some finding in cmk_no_disable.undetermined} == _evidence with input as document
	}
}
