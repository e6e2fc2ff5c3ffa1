package vnetguard.lib.order_test

import data.vnetguard.lib.order

_document(waits) := {"order": {"e": object.union({"after": [], "stated": {}, "unknown": {}}, waits)}}

_open := {"unknown": {"after": {"reason": "an expression that only the deployment can evaluate", "text": "local.x"}}}

_own := {"id": "n", "subject": "the n"}

_elsewhere := object.union(_own, {"stated_by": {"a": ["x", "y"]}})

test_waits_for if {
	order.waits_for("e", "n") with input as _document({"after": ["m", "n"]})
	not order.waits_for("e", "n") with input as _document({"after": ["m"]})
	not order.waits_for("e", "n") with input as {}
}

test_ignores if {
	order.ignores("e", "n") with input as _document({"after": ["m"]})
	not order.ignores("e", "n") with input as _document({"after": ["n"]})
	not order.ignores("e", "n") with input as _document(_open)
	not order.ignores("e", "n") with input as {}
}

test_setters if {
	order.setters(_own, "a") == ["the n"]
	order.setters(_elsewhere, "a") == ["x", "y"]
	order.setters(_elsewhere, "b") == ["the n"]
}

test_waits_for_setters if {
	order.waits_for_setters("e", _own, "a") with input as _document({"after": ["n"]})
	order.waits_for_setters("e", _elsewhere, "a") with input as _document({"stated": {"n": {"a": "all"}}})
	not order.waits_for_setters("e", _elsewhere, "a") with input as _document({"after": ["n"], "stated": {"n": {"a": "some"}}})
	not order.waits_for_setters("e", _elsewhere, "a") with input as _document({"after": ["n"]})
}

test_ignores_setters if {
	order.ignores_setters("e", _own, "a") with input as _document({})
	order.ignores_setters("e", _elsewhere, "a") with input as _document({"after": ["n"]})
	not order.ignores_setters("e", _elsewhere, "a") with input as _document({"stated": {"n": {"a": "some"}}})
	not order.ignores_setters("e", _elsewhere, "a") with input as _document(_open)
	not order.ignores_setters("e", _own, "a") with input as _document(_open)
	not order.ignores_setters("e", _own, "a") with input as _document({"after": ["n"]})
}
