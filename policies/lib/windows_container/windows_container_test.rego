package vnetguard.lib.windows_container_test

import data.vnetguard.lib.windows_container

_plan(attributes) := object.union({"presence": "declared", "unknown": {}}, attributes)

_unknown := {"unknown": {"os": {"reason": "r", "text": ""}}}

test_is_plan if {
	windows_container.is_plan(_plan({"os": "windowscontainer"}))
	windows_container.may_be_plan(_plan({"os": "windowscontainer"}))
	not windows_container.is_plan({"os": "windows", "unknown": {}})
	partly := _plan(object.union({"os": "windowscontainer"}, _unknown))
	not windows_container.is_plan(partly)
}

test_is_no_plan if {
	windows_container.is_no_plan(_plan({"os": "windows"}))
	windows_container.is_no_plan(_plan({}))
	every plan in [_plan({"os": "windowscontainer"}), _plan(_unknown), _plan(object.union({"os": "windows"}, _unknown))] {
		not windows_container.is_no_plan(plan)
	}
}

test_may_be_plan if {
	windows_container.may_be_plan(_plan(_unknown))
	outside := _plan(object.union({"presence": "external"}, _unknown))
	not windows_container.may_be_plan(outside)
	other := _plan({"os": "linux"})
	not windows_container.may_be_plan(other)
}

test_has_all_apps if {
	plan := _plan({})
	with_plan := {"after": {"apps": {"a": {"presence": "declared", "plan": {"id": "p"}}}}}
	windows_container.has_all_apps(plan) with input as with_plan
	stray := {"after": {"apps": {"a": {"presence": "declared"}}}}
	not windows_container.has_all_apps(plan) with input as stray
	windows_container.has_all_apps(plan) with input as {"after": {"apps": {"a": {"presence": "external"}}}}
	outside := _plan({"presence": "external"})
	not windows_container.has_all_apps(outside) with input as with_plan
}
