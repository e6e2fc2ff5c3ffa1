package vnetguard.lib.attribute_test

import data.vnetguard.lib.attribute

_entity := {"id": "x", "known": 1, "open": [1], "no": false, "unknown": {"open": {"reason": "r"}, "gone": {"reason": "r"}}}

test_known if {
	attribute.is_known(_entity, "known")
	attribute.is_known(_entity, "no")
	not attribute.is_known(_entity, "open")
	not attribute.is_known(_entity, "gone")
	not attribute.is_known(_entity, "absent")
}

test_unknown if {
	attribute.is_unknown(_entity, "open")
	attribute.is_unknown(_entity, "gone")
	not attribute.is_unknown(_entity, "known")
	not attribute.is_unknown(_entity, "absent")
}

test_absent if {
	attribute.is_absent(_entity, "absent")
	not attribute.is_absent(_entity, "no")
	not attribute.is_absent(_entity, "gone")
	not attribute.is_absent(_entity, "open")
}
