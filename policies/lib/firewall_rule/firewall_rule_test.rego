package vnetguard.lib.firewall_rule_test

import data.vnetguard.lib.firewall_rule
import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as prefixes

_prefix := prefixes.prefix("10.0.0.0/27")

_from(sources) := {"source_addresses": sources, "unknown": {}}

test_covers if {
	every sources in [["*"], ["10.0.0.0/27"], ["192.168.0.0/16", "10.0.0.0/8"]] {
		rule := _from(sources)
		firewall_rule.covers(rule, _prefix)
		firewall_rule.meets(rule, _prefix)
		firewall_rule.may_meet(rule, _prefix)
	}
}

test_meets_a_part if {
	every sources in [["10.0.0.0/28"], ["10.0.0.31"]] {
		rule := _from(sources)
		not firewall_rule.covers(rule, _prefix)
		firewall_rule.meets(rule, _prefix)
		firewall_rule.may_meet(rule, _prefix)
	}
}

test_does_not_meet if {
	every rule in [_from(["10.0.0.32/27", "10.0.0.32"]), _from([]), {"unknown": {}}, {"source_ip_groups": [], "unknown": {"name": {}}}] {
		not firewall_rule.covers(rule, _prefix)
		not firewall_rule.meets(rule, _prefix)
		not firewall_rule.may_meet(rule, _prefix)
	}
}

test_may_meet if {
	every rule in [
		sample.unknown(["source_addresses"]), sample.unknown(["source_ip_groups"]),
		{"source_ip_groups": ["g"], "unknown": {}}, _from(["10.0.0.1-10.0.0.9"]),
	] {
		not firewall_rule.meets(rule, _prefix)
		firewall_rule.may_meet(rule, _prefix)
	}
}

_to(ports) := {"destination_ports": ports, "unknown": {}}

test_has_port if {
	every ports in [["*"], ["123"], ["80", "100-123"], ["123-200"], ["122-124"]] {
		rule := _to(ports)
		firewall_rule.has_port(rule, 123)
		firewall_rule.may_have_port(rule, 123)
	}
}

test_has_no_port if {
	every ports in [["124"], ["122"], ["1-122"], ["124-200"], ["x"], []] {
		rule := _to(ports)
		not firewall_rule.has_port(rule, 123)
		not firewall_rule.may_have_port(rule, 123)
	}
}

test_may_have_port if {
	rule := sample.unknown(["destination_ports"])
	not firewall_rule.has_port(rule, 123)
	firewall_rule.may_have_port(rule, 123)
}
