package vnetguard.lib.change_test

import data.vnetguard.lib.change

import data.vnetguard.lib.ise_sample as sample

_doing(actions) := sample.changed({}, {}, actions)

_unknown := sample.unknown(["a"])

test_goes if {
	change.goes("e") with input as _doing(["delete"])
	change.goes("e") with input as _doing(["create", "delete"])
	not change.goes("e") with input as _doing(["update"])
	not change.goes("e") with input as sample.change({}, {}, {})
	not change.goes("e") with input as sample.environment({})
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

test_differs if {
	change.differs({"a": 1}, {"a": 2}, "a")
	not change.differs({"a": 1}, {"a": 1}, "a")
	not change.differs({"a": 1}, {}, "a")
	not change.differs({}, {"a": 1}, "a")
	open := object.union({"a": 1}, _unknown)
	not change.differs(open, {"a": 2}, "a")
	not change.differs({"a": 2}, open, "a")
}

test_agrees if {
	change.agrees({"a": 1}, {"a": 1}, "a")
	change.agrees({}, {}, "a")
	not change.agrees({"a": 1}, {"a": 2}, "a")
	not change.agrees({"a": 1}, {}, "a")
	not change.agrees({}, {"a": 1}, "a")
	not change.agrees(_unknown, {}, "a")
	not change.agrees({}, _unknown, "a")
	open := object.union({"a": 1}, _unknown)
	not change.agrees(open, {"a": 1}, "a")
	not change.agrees({"a": 1}, open, "a")
}
