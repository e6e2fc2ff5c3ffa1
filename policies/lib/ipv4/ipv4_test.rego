package vnetguard.lib.ipv4_test

import data.vnetguard.lib.ipv4

test_number if {
	ipv4.number("0.0.0.0") == 0
	ipv4.number("1.2.3.4") == 16909060
	ipv4.number("255.255.255.255") == 4294967295
}

test_number_of_no_address if {
	every text in ["", "10.0.0", "10.0.0.0.0", "10.0.0.256", "a.b.c.d", "10.0.0.0/8", "1000.0.0.0", "fd00::1"] {
		not ipv4.number(text)
	}
}

test_range if {
	ipv4.range("0.0.0.1", "0.0.0.9") == {"first": 1, "last": 9}
	not ipv4.range("0.0.0.1", "x")
}

test_block if {
	ipv4.block("0.0.1.0/24") == {"first": 256, "last": 511}
	ipv4.block("0.0.1.7/24") == {"first": 256, "last": 511}
	ipv4.block("0.0.0.7/32") == {"first": 7, "last": 7}
	ipv4.block("0.0.0.0/0") == {"first": 0, "last": 4294967295}
	ipv4.block("0.0.0.7") == {"first": 7, "last": 7}
	every text in ["0.0.0.0/33", "0.0.0.0/x", "x/8", "Internet"] {
		not ipv4.block(text)
	}
}

_wanted := {"first": 10, "last": 20}

test_covers if {
	ipv4.covers([_wanted], _wanted)
	ipv4.covers([{"first": 0, "last": 99}], _wanted)
	ipv4.covers([{"first": 15, "last": 20}, {"first": 10, "last": 14}], _wanted)
	ipv4.covers([_wanted, {"first": 0, "last": 5}, {"first": 30, "last": 40}], _wanted)
	ipv4.covers([{"first": 7, "last": 7}], {"first": 7, "last": 7})
}

test_covers_not if {
	every ranges in [
		[],
		[{"first": 11, "last": 20}],
		[{"first": 10, "last": 19}],
		[{"first": 10, "last": 13}, {"first": 15, "last": 20}],
		[{"first": 30, "last": 40}],
		[{"first": 0, "last": 9}],
	] {
		not ipv4.covers(ranges, _wanted)
	}
}
