package vnetguard.lib.change_test

import data.vnetguard.lib.change

import data.vnetguard.lib.ise_sample as sample

_doing(actions) := sample.changed({}, {}, actions)

test_goes if {
	change.goes("e") with input as _doing(["delete"])
	change.goes("e") with input as _doing(["create", "delete"])
	not change.goes("e") with input as _doing(["update"])
	not change.goes("e") with input as sample.change({}, {}, {})
	not change.goes("e") with input as sample.environment({})
}

test_ending if {
	change.ending("e") == "deleted" with input as _doing(["delete"])
	change.ending("e") == "replaced" with input as _doing(["delete", "create"])
	change.ending("e") == "replaced" with input as _doing(["create", "delete"])
	not change.ending("e") with input as _doing(["create"])
	every reason, word in {"replace_because_cannot_update": "replaced", "delete_because_no_resource_config": "deleted"} {
		change.ending("e") == word with input as {"changes": {"e": {"actions": ["delete"], "reason": reason}}}
		not change.ending("e") with input as {"changes": {"e": {"actions": ["create"], "reason": reason}}}
	}
}

test_is_touched if {
	every action in ["create", "delete", "update"] {
		change.is_touched("e") with input as _doing([action])
	}
	every action in ["forget", "no-op", "read"] {
		not change.is_touched("e") with input as _doing([action])
	}
	not change.is_touched("e") with input as sample.environment({})
}

_sides(before, after) := {"before": before, "after": after}

_open(value) := object.union({"a": value}, sample.unknown(["a"]))

_equal := [_sides({"a": 1}, {"a": 1}), _sides({}, {})]

_unequal := _sides({"a": 1}, {"a": 2})

_untold := [
	_sides({"a": 1}, {}), _sides({}, {"a": 1}), _sides(_open(1), {"a": 2}), _sides({"a": 1}, _open(2)),
	_sides(_open(1), {"a": 1}), _sides({"a": 1}, _open(1)), _sides(sample.unknown(["a"]), {}), _sides({}, sample.unknown(["a"])),
]

test_differs if {
	change.differs(_unequal, "a")
	every sides in array.concat(_equal, _untold) {
		not change.differs(sides, "a")
	}
}

test_agrees if {
	not change.agrees(_unequal, "a")
	every sides in _equal {
		change.agrees(sides, "a")
	}
	every sides in _untold {
		not change.agrees(sides, "a")
	}
}
