package vnetguard.rules.ise.migrate_standard_test

import data.vnetguard.rules.ise.migrate_standard

import data.vnetguard.lib.ise_sample as sample

_named := {"e": {"presence": "external"}}

_within := {"integration_service_environment": sample.to("e")}

_maybe := sample.unknown(["integration_service_environment"])

_of(kind, attributes) := sample.document({kind: {"w": attributes}, "integration_service_environments": _named})

_evidence := {[{"entity": "w", "attribute": "integration_service_environment"}]}

test_deny_after_the_retirement if {
	every day in ["2024-09-01", "2025-03-14"] {
		document := sample.on(_of("workflows", _within), day)
		{finding.level | some finding in migrate_standard.deny} == {"error"} with input as document
		sample.says(migrate_standard.deny, "Workflow 'the w' is in integration service environment 'the e', but those were retired on 2024-08-31") with input as document
		{finding.evidence | some finding in migrate_standard.deny} == _evidence with input as document
	}
}

test_deny_notes_until_then if {
	every day in ["2022-11-01", "2024-08-31"] {
		document := sample.on(_of("workflows", _within), day)
		{finding.level | some finding in migrate_standard.deny} == {"note"} with input as document
		sample.says(migrate_standard.deny, "Workflow 'the w' is in integration service environment 'the e'; those retire on 2024-08-31") with input as document
		{finding.evidence | some finding in migrate_standard.deny} == _evidence with input as document
	}
}

test_deny_accounts if {
	sample.says(migrate_standard.deny, "Integration account 'the w' is in") with input as _of("integration_accounts", _within)
}

test_allow_before_the_run_off if {
	document := sample.on(_of("workflows", _within), "2022-10-31")
	migrate_standard.subjects == set() with input as document
	migrate_standard.deny == set() with input as document
}

test_allow_by_an_earlier_edition if {
	every edition in ["2020-03-12", "2022-08-20"] {
		migrate_standard.subjects == set() with input as sample.edition(_of("workflows", _within), "ise", edition)
	}
	migrate_standard.subjects == {"w"} with input as sample.edition(_of("workflows", _within), "ise", "2023-08-23")
}

test_allow_outside if {
	migrate_standard.subjects == set() with input as _of("workflows", {})
	migrate_standard.subjects == set() with input as _of("workflows", object.union({"presence": "external"}, _within))
}

test_undetermined if {
	document := _of("workflows", _maybe)
	sample.about(migrate_standard.undetermined) == {"w"} with input as document
	sample.says(migrate_standard.undetermined, "Whether workflow 'the w' is in an integration service environment") with input as document
	migrate_standard.deny == set() with input as document
	{finding.evidence | some finding in migrate_standard.undetermined} == _evidence with input as document
}
