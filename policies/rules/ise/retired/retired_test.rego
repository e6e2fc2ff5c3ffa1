package vnetguard.rules.ise.retired_test

import data.vnetguard.rules.ise.retired

import data.vnetguard.lib.sample

_on(day) := object.union(sample.environment({}, {}), {"context": {"as_of": day, "editions": {}}})

test_deny_after_the_retirement if {
	{finding.level | some finding in retired.deny} == {"error"} with input as _on("2024-09-01")
}

test_deny_warns_during_the_run_off if {
	{finding.level | some finding in retired.deny} == {"warning"} with input as _on("2022-11-01")
	{finding.level | some finding in retired.deny} == {"warning"} with input as _on("2024-08-31")
}

test_allow_before_the_announcement if {
	retired.subjects == set() with input as _on("2022-10-31")
	retired.deny == set() with input as _on("2022-10-31")
}

test_allow_an_environment_that_is_only_named if {
	retired.subjects == set() with input as sample.environment({"presence": "external"}, {})
}

test_undetermined_never if retired.undetermined == set() with input as _on("2025-01-01")
