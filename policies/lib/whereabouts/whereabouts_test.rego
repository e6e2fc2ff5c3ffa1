package vnetguard.lib.whereabouts_test

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.whereabouts

_among(ids) := {"reason": "a reference whose target cannot be told", "text": "", "candidates": ids}

_told := {"subnet": sample.to("a"), "subnets": sample.all(["a", "b"]), "unknown": {}}

_narrowed := {"subnets": [sample.to("a"), {"unknown": _among(["b"])}], "unknown": {"subnet": _among(["c"]), "other": _among(["d"])}}

_lost := {"subnets": [{"unknown": _among(["b"])}, sample.untold], "unknown": {"subnet": _among([])}}

test_gaps if {
	count(whereabouts.gaps(_narrowed, "subnets")) == 1
	count(whereabouts.gaps(_narrowed, "subnet")) == 1
	count(whereabouts.gaps({"subnets": [sample.untold], "unknown": {"subnets": _among([])}}, "subnets")) == 2
	every name in ["subnet", "subnets", "absent"] {
		whereabouts.gaps(_told, name) == []
	}
}

test_candidates if {
	whereabouts.candidates(_narrowed, "subnets") == {"b"}
	whereabouts.candidates(_narrowed, "subnet") == {"c"}
	whereabouts.candidates(_told, "subnets") == set()
	whereabouts.candidates(_lost, "subnets") == {"b"}
}

test_may_be_anywhere if {
	whereabouts.may_be_anywhere(_lost, "subnets")
	whereabouts.may_be_anywhere(_lost, "subnet")
	not whereabouts.may_be_anywhere(_narrowed, "subnets")
	not whereabouts.may_be_anywhere(_narrowed, "subnet")
	not whereabouts.may_be_anywhere(_told, "subnets")
}

test_may_be if {
	whereabouts.may_be(_narrowed, "subnets", "b")
	whereabouts.may_be(_lost, "subnets", "z")
	not whereabouts.may_be(_narrowed, "subnets", "z")
	not whereabouts.may_be(_told, "subnets", "a")
}
