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
		{"source_ip_groups": [sample.untold], "unknown": {}}, _from(["10.0.0.1-10.0.0.9"]),
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

# IP groups: one with the subnet, one with an address of it, one elsewhere, and those of which not all is known.
_groups := sample.document({"ip_groups": {
	"all": {"addresses": ["172.16.0.0/12", "10.0.0.0/24"]},
	"one": {"addresses": ["10.0.0.7"]},
	"far": {"addresses": ["10.9.0.0/16"]},
	"empty": {},
	"range": {"addresses": ["10.0.0.1-10.0.0.9"]},
	"conditional": {"addresses": ["10.0.0.0/24"], "presence": "conditional"},
	"external": object.union({"presence": "external"}, sample.unknown(["addresses"])),
	"open": object.union({"addresses": ["10.9.0.0/16"]}, sample.unknown(["addresses"])),
}})

_from_groups(names) := {"source_ip_groups": sample.all(names), "unknown": {}}

test_covers_by_a_group if {
	every rule in [_from_groups(["all"]), _from_groups(["far", "all"]), object.union(_from(["10.9.0.0/16"]), _from_groups(["all"]))] {
		firewall_rule.covers(rule, _prefix) with input as _groups
		firewall_rule.may_meet(rule, _prefix) with input as _groups
	}
}

test_meets_by_a_group if {
	rule := _from_groups(["one"])
	firewall_rule.meets(rule, _prefix) with input as _groups
	firewall_rule.may_meet(rule, _prefix) with input as _groups
	not firewall_rule.covers(rule, _prefix) with input as _groups
}

test_does_not_meet_by_a_group if {
	every names in [["far"], ["empty"], ["far", "empty"]] {
		rule := _from_groups(names)
		not firewall_rule.may_meet(rule, _prefix) with input as _groups
	}
}

test_may_meet_by_a_group if {
	every names in [["range"], ["conditional"], ["external"], ["open"], ["far", "gone"]] {
		rule := _from_groups(names)
		firewall_rule.may_meet(rule, _prefix) with input as _groups
		not firewall_rule.meets(rule, _prefix) with input as _groups
	}
}

_towards(destinations) := {"destination_addresses": destinations, "unknown": {}}

test_has_destination if {
	every destinations in [["*"], ["10.0.0.0/8", "0.0.0.0/0"], ["azuremonitor"]] {
		rule := _towards(destinations)
		firewall_rule.has_destination(rule, "AzureMonitor")
	}
	tag := _towards(["AzureMonitor", "10.0.0.0/8"])
	not firewall_rule.has_destination(tag, "*")
	group := {"destination_ip_groups": sample.all(["g"]), "unknown": {}}
	firewall_rule.has_destination(group, "*") with input as sample.document({"ip_groups": {"g": {"addresses": ["0.0.0.0/0"]}}})
	not firewall_rule.has_destination(group, "*") with input as sample.document({"ip_groups": {"g": {"addresses": ["10.0.0.0/8"]}}})
}

test_is_private if {
	every destinations in [["10.1.0.0/16"], ["10.0.0.0/8", "172.16.0.0/12", "192.168.1.1"]] {
		rule := _towards(destinations)
		firewall_rule.is_private(rule)
	}
	group := {"destination_ip_groups": sample.all(["all", "far"]), "unknown": {}}
	firewall_rule.is_private(group) with input as _groups
}

test_is_not_private if {
	every rule in [
		_towards([]), {"unknown": {}}, _towards(["*"]), _towards(["Sql"]), _towards(["10.0.0.0/7"]), _towards(["10.1.0.0/16", "20.1.0.0/16"]),
		object.union(_towards(["10.1.0.0/16"]), {"destination_fqdns": ["contoso.com"]}),
		object.union(_towards(["10.1.0.0/16"]), {"destination_ip_groups": sample.all(["external"])}),
		object.union(_towards(["10.1.0.0/16"]), sample.unknown(["destination_addresses"])),
		object.union(_towards(["10.1.0.0/16"]), sample.unknown(["destination_fqdns"])),
		object.union(_towards(["10.1.0.0/16"]), sample.unknown(["destination_ip_groups"])),
	] {
		not firewall_rule.is_private(rule) with input as _groups
	}
}

test_destination_ranges if {
	firewall_rule.destination_ranges(_towards(["0.0.1.0/24", "0.0.0.7"])) == [{"first": 256, "last": 511}, {"first": 7, "last": 7}]
	group := {"destination_ip_groups": sample.all(["one"]), "unknown": {}}
	found := firewall_rule.destination_ranges(group) with input as _groups
	found == [{"first": 167772167, "last": 167772167}]
}

test_destination_ranges_that_may_be_any if {
	every rule in [
		{"unknown": {}}, _towards(["*"]), _towards(["0.0.0.7", "Internet"]), object.union(_towards(["0.0.0.7"]), sample.unknown(["destination_addresses"])),
		object.union(_towards(["0.0.0.7"]), {"destination_ip_groups": sample.all(["external"])}),
	] {
		found := firewall_rule.destination_ranges(rule) with input as _groups
		found == [{"first": 0, "last": 4294967295}]
	}
}

test_has_protocol if {
	every words in [["Any"], ["UDP", "TCP"], ["tcp"]] {
		firewall_rule.has_protocol({"protocols": words}, "tcp")
	}
	every pair in [["UDP", "tcp"], ["TCP", "any"]] {
		rule := {"protocols": [pair[0]]}
		protocol := pair[1]
		not firewall_rule.has_protocol(rule, protocol)
	}
}
