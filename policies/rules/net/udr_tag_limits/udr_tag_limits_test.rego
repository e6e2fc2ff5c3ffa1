package vnetguard.rules.net.udr_tag_limits_test

import data.vnetguard.rules.net.udr_tag_limits

import data.vnetguard.lib.ise_sample as sample


_is_denied(document, text) if {
	sample.about(udr_tag_limits.deny) == {"t"} with input as document
	sample.says(udr_tag_limits.deny, text) with input as document
}

_is_fine(document) if {
	udr_tag_limits.subjects == {"t"} with input as document
	udr_tag_limits.deny == set() with input as document
	udr_tag_limits.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(udr_tag_limits.undetermined) == {"t"} with input as document
	sample.says(udr_tag_limits.undetermined, text) with input as document
	udr_tag_limits.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in udr_tag_limits.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	udr_tag_limits.subjects == set() with input as document
	udr_tag_limits.deny == set() with input as document
	udr_tag_limits.undetermined == set() with input as document
}

# Table `t` with one route to each destination, and what else it has.
_table(destinations, more) := sample.document({
	"route_tables": {"t": object.union({"routes": sample.all([sprintf("r%d", [at]) | some at, _ in destinations])}, more)},
	"routes": {sprintf("r%d", [at]): route | some at, route in destinations},
})

_to(destination) := {"prefix": destination}

_maybe(destination) := {"prefix": destination, "presence": "conditional"}

_tags(number) := [{"prefix": sprintf("Storage.%s", [letter])} | some at, letter in split("abcdefghijklmnopqrstuvwxyz", ""); at < number]

test_deny_tags_that_cannot_be if {
	every tag in ["VirtualNetwork", "internet", "AzureLoadBalancer", "AzurePlatformDNS", "azureplatformIMDS", "AzurePlatformLKM", "Internet.westus"] {
		document := _table([_to("Storage"), _to(tag)], {})
		_is_denied(document, sprintf("Route table 'the t' has routes for '%s'; these", [tag]))
		_shows(document, [{"entity": "r1", "attribute": "prefix"}])
		udr_tag_limits.undetermined == set() with input as document
	}
}

test_deny_too_many if {
	document := _table(array.concat(_tags(26), [_to("10.0.0.0/8")]), {})
	_is_denied(document, "Route table 'the t' has 26 routes for service tags; it can have 25.")
	{count(finding.evidence) | some finding in udr_tag_limits.deny} == {26} with input as document
}

test_deny_what_is_certain_before_what_is_not if {
	_shows(_table([_maybe("Internet"), _to("Internet")], {}), [{"entity": "r1", "attribute": "prefix"}])
	_shows(_table([_maybe("Internet"), _to("Storage")], {}), [{"entity": "r0", "attribute": "prefix"}])
	{count(finding.evidence) | some finding in udr_tag_limits.deny} == {26} with input as _table(array.concat(_tags(26), [_maybe("Sql")]), {})
	{count(finding.evidence) | some finding in udr_tag_limits.deny} == {26} with input as _table(array.concat(_tags(25), [_maybe("Sql")]), {})
}

test_deny_although_there_may_be_others if {
	_is_denied(_table([_to("Internet")], sample.unknown(["routes"])), "has routes for 'Internet'; these")
}

test_allow if {
	_is_fine(_table([], {}))
	_is_fine(_table(_tags(25), {}))
	_is_fine(_table(array.concat(_tags(25), [_to("10.0.0.0/8"), _to("fd00::/8"), _to("0.0.0.0/0"), _to("10.0.0.4")]), {}))
	_is_fine(_table([_to("AzureCloud"), _to("VirtualNetworkGateway"), _to("MyAzurePlatform")], {}))
}

test_allow_a_table_outside if _is_no_subject(_table([_to("Internet")], {"presence": "external"}))

test_undetermined if {
	not_all := "Not all routes of route table 'the t' are known; it can have 25"
	_is_undetermined(_table([_to("Storage")], sample.unknown(["routes"])), not_all)
	_is_undetermined(_table([_to("Storage"), sample.unknown(["prefix"])], {}), not_all)
	_is_undetermined(sample.document({"route_tables": {"t": {"routes": [sample.untold]}}}), not_all)
	{finding.evidence | some finding in udr_tag_limits.undetermined} == {[{"entity": "t", "attribute": "routes"}]} with input as _table([], sample.unknown(["routes"]))
}
