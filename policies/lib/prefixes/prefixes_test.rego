package vnetguard.lib.prefixes_test

import data.vnetguard.lib.prefixes

_prefix(text, first, length) := {"text": text, "first": first, "prefix_length": length, "version": 4}

_ten := _prefix("10.0.0.0/8", "10.0.0.0", 8)

_one := _prefix(" 10.0.0.4", "10.0.0.4", 32)

_six := {"text": "fd00::/64", "first": "fd00::", "prefix_length": 64, "version": 6}

test_meeting if {
	prefixes.meeting([_ten], ["10.1.0.0/16"]) == {{"prefix": "10.0.0.0/8", "range": "10.1.0.0/16"}}
	prefixes.meeting([_one], ["10.0.0.0/27", "11.0.0.0/8"]) == {{"prefix": " 10.0.0.4", "range": "10.0.0.0/27"}}
	count(prefixes.meeting([_ten, _one], ["10.0.0.0/27", "0.0.0.0/0"])) == 4
	prefixes.meeting([_six], ["fd00::/8"]) == {{"prefix": "fd00::/64", "range": "fd00::/8"}}
}

test_meeting_none if {
	prefixes.meeting([_ten], ["11.0.0.0/8", "9.255.255.255/32"]) == set()
	prefixes.meeting([_six], ["0.0.0.0/0"]) == set()
	prefixes.meeting([_ten], ["fd00::/8"]) == set()
	prefixes.meeting([], ["10.0.0.0/8"]) == set()
}

test_is_within if {
	prefixes.is_within(_one, "10.0.0.0/8")
	prefixes.is_within(_ten, "10.0.0.0/8")
	not prefixes.is_within(_ten, "10.0.0.0/9")
	not prefixes.is_within(_six, "0.0.0.0/0")
}
