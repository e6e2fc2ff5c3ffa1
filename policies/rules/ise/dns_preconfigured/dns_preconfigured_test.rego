package vnetguard.rules.ise.dns_preconfigured_test

import data.vnetguard.rules.ise.dns_preconfigured

import data.vnetguard.lib.ise_sample as sample

_servers(addresses) := {"dns_servers": addresses}

_side(environment, subnet, network) := {
	"integration_service_environments": {"e": environment},
	"subnets": {"s": subnet},
	"virtual_networks": {"v": network},
}

_inside := {"subnets": sample.all(["s"])}

_subnet := {"virtual_network": sample.to("v")}

_document(before, after, actions) := sample.change(
	{"virtual_networks": before},
	_side(_inside, _subnet, after),
	{"e": ["create"], "v": actions},
)

_later := _document({"v": {}}, _servers(["10.1.0.4"]), ["no-op"])

_passes(document) if {
	dns_preconfigured.subjects == {"e"} with input as document
	dns_preconfigured.deny == set() with input as document
	dns_preconfigured.undetermined == set() with input as document
}

_says(document, finding) if {
	dns_preconfigured.subjects == {"e"} with input as document
	dns_preconfigured.deny == set() with input as document
	dns_preconfigured.undetermined == {object.union({"subject": "e"}, finding)} with input as document
}

_order := {
	"msg": "Whether the DNS servers of virtual network 'the v' are set before integration service environment 'the e' is created cannot be told.",
	"evidence": [{"entity": "v", "attribute": "dns_servers"}],
}

_place := {
	"msg": "Which virtual network integration service environment 'the e' stands in, and so whether its DNS servers are set before, cannot be told.",
	"evidence": [{"entity": "e", "attribute": "subnets"}],
}

test_allow if {
	every actions in [["create"], ["delete", "create"]] {
		_passes(_document({}, _servers(["10.1.0.4"]), actions))
	}
	every actions in [["no-op"], ["update"]] {
		_passes(_document({"v": _servers(["10.1.0.4"])}, _servers(["10.1.0.4"]), actions))
	}
	_passes(_document({}, object.union({"presence": "external"}, _servers(["10.1.0.4"])), []))
}

# What the environment waits for.
_waiting(document, waits) := object.union(document, {"order": {"e": object.union(
	{"after": [], "stated": {}, "unknown": {}},
	waits,
)}})

_elsewhere := object.union(_servers(["10.1.0.4"]), {"stated_by": {"dns_servers": ["the setter"]}})

_set_elsewhere := _document({}, _elsewhere, ["create"])

_changed := _document({"v": _servers(["10.1.0.5"])}, _servers(["10.1.0.4"]), ["update"])

test_allow_servers_that_are_waited_for if {
	_passes(_waiting(_set_elsewhere, {"stated": {"v": {"dns_servers": "all"}}}))
	_passes(_waiting(_changed, {"after": ["v"]}))
}

_too_late(setter) := {
	"subject": "e",
	"msg": sprintf(
		"Integration service environment 'the e' does not wait for '%s' to set the DNS servers of virtual network 'the v', so it may be created without them.",
		[setter],
	),
	"evidence": [{"entity": "v", "attribute": "dns_servers"}],
}

_fails(document, finding) if {
	dns_preconfigured.subjects == {"e"} with input as document
	dns_preconfigured.deny == {finding} with input as document
	dns_preconfigured.undetermined == set() with input as document
}

test_deny if {
	_fails(_waiting(_set_elsewhere, {"after": ["v"]}), _too_late("the setter"))
	_fails(_waiting(_changed, {}), _too_late("the v"))
	_fails(_waiting(_document({"v": {}}, _elsewhere, ["no-op"]), {"after": ["v"]}), _too_late("the setter"))
}

test_undetermined_order if {
	open := {"unknown": {"after": {"reason": "an expression that only the deployment can evaluate", "text": "local.x"}}}
	every document in [
		_later,
		_changed,
		_set_elsewhere,
		_waiting(_set_elsewhere, open),
		_waiting(_set_elsewhere, {"stated": {"v": {"dns_servers": "some"}}}),
		_document({"v": _servers(["10.1.0.5"])}, _servers(["10.1.0.4"]), ["no-op"]),
		_document({"v": sample.unknown(["dns_servers"])}, _servers(["10.1.0.4"]), ["no-op"]),
		_document({}, sample.unknown(["dns_servers"]), ["create"]),
		_document({"v": {}}, sample.unknown(["dns_servers"]), ["update"]),
		_waiting(_document({}, object.union(sample.unknown(["dns_servers"]), {"stated_by": {"dns_servers": ["the setter"]}, "presence": "external"}), []), {}),
		_waiting(_document({}, object.union({"presence": "external"}, _elsewhere), []), {}),
	] {
		_says(document, _order)
	}
}

_placed(environment, subnet) := sample.change(
	{"virtual_networks": {"v": {}}},
	_side(environment, subnet, _servers(["10.1.0.4"])),
	{"e": ["create"], "v": ["no-op"]},
)

test_undetermined_place if {
	every environment in [sample.unknown(["subnets"]), {"subnets": [sample.untold]}] {
		_says(_placed(environment, _subnet), _place)
	}
	_says(_placed(_inside, sample.unknown(["virtual_network"])), _place)
}

test_not_applicable if {
	lost := sample.unknown(["subnets"])
	every document in [
		_document({}, {}, ["create"]),
		_document({}, _servers([]), ["create"]),
		_document({}, object.union({"presence": "external"}, sample.unknown(["dns_servers"])), []),
		sample.change({}, _side(lost, _subnet, _servers(["10.1.0.4"])), {"e": ["create"], "v": ["create"]}),
		sample.change({}, _side(lost, _subnet, {}), {"e": ["create"], "v": ["create"]}),
		sample.change({"virtual_networks": {"v": {}}}, _side(lost, _subnet, _servers(["10.1.0.4"])), {"e": ["no-op"], "v": ["no-op"]}),
		object.union(_later, {"changes": {"e": {"actions": ["update"]}}}),
		object.union(_later, {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}),
		sample.document(_side(_inside, _subnet, _servers(["10.1.0.4"]))),
	] {
		dns_preconfigured.subjects == set() with input as document
		dns_preconfigured.undetermined == set() with input as document
	}
}
