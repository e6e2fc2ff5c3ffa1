package vnetguard.rules.ise.ia_sku_test

import data.vnetguard.rules.ise.ia_sku

import data.vnetguard.lib.ise_sample as sample

_evidence := {[{"entity": "a", "attribute": "sku_name"}, {"entity": "a", "attribute": "integration_service_environment"}]}

_account(sku) := {"sku_name": sku, "integration_service_environment": sample.to("e")}

_lost(sku) := object.union({"sku_name": sku}, sample.unknown(["integration_service_environment"]))

_of(environment, accounts) := sample.document({
	"integration_accounts": accounts,
	"integration_service_environments": {"e": object.union(
		{"integration_accounts": [id | some id, account in accounts; account.integration_service_environment]},
		environment,
	)},
})

_in(sku, account) := _of({"sku_name": sku}, {"a": _account(account)})

_two(first, second) := _of({"sku_name": "developer"}, {"a": first, "b": second})

test_deny_basic if {
	every environment in [{"sku_name": "premium"}, {"sku_name": "developer"}, sample.unknown(["sku_name"])] {
		document := _of(environment, {"a": _account("basic")})
		{finding.level | some finding in ia_sku.deny} == {"error"} with input as document
		sample.says(ia_sku.deny, "Integration account 'the a' has the tier 'basic', which integration service environments such as 'the e' do not take.") with input as document
		{finding.evidence | some finding in ia_sku.deny} == _evidence with input as document
	}
}

test_deny_free_in_premium if {
	document := _in("premium", "free")
	{finding.level | some finding in ia_sku.deny} == {"warning"} with input as document
	sample.says(ia_sku.deny, "has the tier 'free', which integration service environment 'the e' with the SKU 'premium' does not take.") with input as document
	{finding.evidence | some finding in ia_sku.deny} == _evidence with input as document
}

test_deny_two_free_ones if {
	document := _two(_account("free"), _account("free"))
	sample.about(ia_sku.deny) == {"a", "b"} with input as document
	{finding.level | some finding in ia_sku.deny} == {"warning"} with input as document
	sample.says(ia_sku.deny, "'the a' is one of 2 with the tier 'free' in integration service environment 'the e', which takes 1.") with input as document
	_evidence - {finding.evidence | some finding in ia_sku.deny} == set() with input as document
}

test_allow if {
	every pair in [["premium", "standard"], ["developer", "standard"], ["developer", "free"]] {
		document := _in(pair[0], pair[1])
		ia_sku.subjects == {"a"} with input as document
		ia_sku.deny == set() with input as document
		ia_sku.undetermined == set() with input as document
	}
}

test_allow_one_free_beside_others if {
	every other in [_account("standard"), _lost("standard"), {"sku_name": "free"}] {
		ia_sku.deny == set() with input as _two(_account("free"), other)
		ia_sku.undetermined == set() with input as _two(_account("free"), other)
	}
}

test_allow_standard_wherever_it_is if {
	every document in [_two(_account("free"), _lost("standard")), _of(sample.unknown(["sku_name"]), {"a": _account("standard")})] {
		ia_sku.undetermined == set() with input as document
	}
}

test_allow_outside if {
	ia_sku.subjects == set() with input as _of({"sku_name": "premium"}, {"a": {"sku_name": "basic"}})
	ia_sku.subjects == set() with input as _of({"sku_name": "premium"}, {"a": object.union({"presence": "external"}, _account("basic"))})
}

test_undetermined if {
	every document in [
		_of(sample.unknown(["sku_name"]), {"a": _account("free")}),
		_of({"sku_name": "other"}, {"a": _account("free")}),
		_of({"sku_name": "premium"}, {"a": object.union({"integration_service_environment": sample.to("e")}, sample.unknown(["sku_name"]))}),
		_of({"sku_name": "premium"}, {"a": _lost("basic")}),
		_of({"sku_name": "premium"}, {"a": _lost("free")}),
	] {
		sample.about(ia_sku.undetermined) == {"a"} with input as document
		sample.says(ia_sku.undetermined, "Whether integration account 'the a' has a tier") with input as document
		ia_sku.deny == set() with input as document
		{finding.evidence | some finding in ia_sku.undetermined} == _evidence with input as document
	}
}

test_undetermined_others_may_be_free if {
	every other in [_lost("free"), sample.unknown(["sku_name", "integration_service_environment"])] {
		"a" in sample.about(ia_sku.undetermined) with input as _two(_account("free"), other)
		ia_sku.deny == set() with input as _two(_account("free"), other)
	}
	unknown := object.union({"integration_service_environment": sample.to("e")}, sample.unknown(["sku_name"]))
	"a" in sample.about(ia_sku.undetermined) with input as _two(_account("free"), unknown)
}
