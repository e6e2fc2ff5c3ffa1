package vnetguard.rules.ise.create_closed_test

import data.vnetguard.rules.ise.create_closed

import data.vnetguard.lib.sample

_changing(actions) := object.union(sample.environment({}, {}), {"changes": {"e": {"actions": actions, "replaced_by": []}}})

test_deny_creation if {
	some finding in create_closed.deny with input as _changing(["create"])
	contains(finding.msg, "would be created")
}

test_deny_replacement if {
	some finding in create_closed.deny with input as _changing(["delete", "create"])
	contains(finding.msg, "would be replaced")
}

test_allow_what_stays if {
	every actions in [["no-op"], ["update"]] {
		create_closed.subjects == {"e"} with input as _changing(actions)
		create_closed.deny == set() with input as _changing(actions)
		create_closed.undetermined == set() with input as _changing(actions)
	}
}

test_allow_while_creation_was_open if {
	create_closed.subjects == set() with input as object.union(
		_changing(["create"]),
		{"context": {"as_of": "2022-10-31", "editions": {}}},
	)
}

test_undetermined_without_what_exists if {
	{finding.subject | some finding in create_closed.undetermined} == {"e"} with input as sample.environment({}, {})
}

test_undetermined_without_an_entry if {
	count(create_closed.undetermined) == 1 with input as object.union(sample.environment({}, {}), {"changes": {}})
}

test_deny_on_the_first_day if {
	count(create_closed.deny) == 1 with input as object.union(
		_changing(["create"]),
		{"context": {"as_of": "2022-11-01", "editions": {}}},
	)
}

test_allow_an_environment_that_is_only_named if {
	create_closed.subjects == set() with input as sample.environment({"presence": "external"}, {})
}
