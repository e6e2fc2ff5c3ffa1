package vnetguard.lib.change_of_apps_test

import data.vnetguard.lib.change

_doing(actions) := {"changes": {"x": {"actions": actions, "replaced_by": []}}}

_unknown := {"unknown": {"a": {"reason": "r", "text": ""}}}

test_goes if {
	every actions in [["delete"], ["delete", "create"], ["create", "delete"]] {
		change.goes("x") with input as _doing(actions)
	}
	every actions in [["create"], ["update"], ["no-op"], ["forget"]] {
		not change.goes("x") with input as _doing(actions)
	}
}

test_is_touched if {
	every action in ["create", "delete", "update"] {
		change.is_touched("x") with input as _doing([action])
	}
	every action in ["no-op", "read", "forget"] {
		not change.is_touched("x") with input as _doing([action])
	}
}

test_differs if {
	change.differs({"before": {"a": 1, "unknown": {}}, "after": {"a": 2, "unknown": {}}}, "a")
	same := {"before": {"a": 1, "unknown": {}}, "after": {"a": 1, "unknown": {}}}
	not change.differs(same, "a")
	lost := {"before": {"a": 1, "unknown": {}}, "after": _unknown}
	not change.differs(lost, "a")
	found := {"before": _unknown, "after": {"a": 1, "unknown": {}}}
	not change.differs(found, "a")
}

test_agrees if {
	change.agrees({"before": {"a": 1, "unknown": {}}, "after": {"a": 1, "unknown": {}}}, "a")
	change.agrees({"before": {"unknown": {}}, "after": {"unknown": {}}}, "a")
	every sides in [
		{"before": {"a": 1, "unknown": {}}, "after": {"a": 2, "unknown": {}}},
		{"before": {"unknown": {}}, "after": _unknown},
		{"before": _unknown, "after": {"unknown": {}}},
		{"before": {"unknown": {}}, "after": {"a": 1, "unknown": {}}},
	] {
		not change.agrees(sides, "a")
	}
}
