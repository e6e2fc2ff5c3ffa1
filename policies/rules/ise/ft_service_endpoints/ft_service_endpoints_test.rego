package vnetguard.rules.ise.ft_service_endpoints_test

import data.vnetguard.rules.ise.ft_service_endpoints

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(ft_service_endpoints.deny) == {"s"} with input as document
	sample.says(ft_service_endpoints.deny, text) with input as document
}

_is_fine(document) if {
	ft_service_endpoints.subjects == {"s"} with input as document
	ft_service_endpoints.deny == set() with input as document
	ft_service_endpoints.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(ft_service_endpoints.undetermined) == {"s"} with input as document
	sample.says(ft_service_endpoints.undetermined, text) with input as document
	ft_service_endpoints.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in ft_service_endpoints.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	ft_service_endpoints.subjects == set() with input as document
	ft_service_endpoints.deny == set() with input as document
	ft_service_endpoints.undetermined == set() with input as document
}

_all := ["Microsoft.EventHub", "Microsoft.KeyVault", "Microsoft.ServiceBus", "Microsoft.Sql", "Microsoft.Storage"]

_routed(word, attributes) := subnet.document(object.union({"default_route": {"forced_tunnelling": word}}, attributes))

_with(endpoints) := {"service_endpoints": endpoints}

test_deny if {
	every missing in _all {
		document := _routed("certain", _with([service | some service in _all; service != missing]))
		_is_denied(document, sprintf("Subnet 'the s' has no service endpoint for '%s', which", [missing]))
		ft_service_endpoints.undetermined == set() with input as document
		_shows(document, [{"entity": "s", "attribute": "service_endpoints"}])
	}
}

test_deny_none if _is_denied(_routed("certain", {}), "for 'Microsoft.EventHub', 'Microsoft.KeyVault', 'Microsoft.ServiceBus', 'Microsoft.Sql', 'Microsoft.Storage', which")

test_allow if {
	every word in ["certain", "possible"] {
		_is_fine(_routed(word, _with(_all)))
		_is_fine(_routed(word, _with([lower(service) | some service in _all])))
		_is_fine(_routed(word, _with(["Microsoft.EventHub", "Microsoft.KeyVault", "Microsoft.ServiceBus", "Microsoft.Sql", "microsoft.storage.global"])))
		_is_fine(_routed(word, subnet.open(_with(_all), "service_endpoints")))
	}
}

test_allow_without_forced_tunnelling if {
	_is_no_subject(_routed("absent", {}))
	_is_no_subject(subnet.document({}))
}

test_undetermined if {
	cannot := "Whether subnet 'the s' needs service endpoints for 'Microsoft.Storage' and has them cannot be told."
	four := _with(["Microsoft.EventHub", "Microsoft.KeyVault", "Microsoft.ServiceBus", "Microsoft.Sql"])
	_is_undetermined(_routed("possible", four), cannot)
	_is_undetermined(_routed("certain", subnet.open(four, "service_endpoints")), cannot)
	_is_undetermined(_routed("possible", subnet.open(four, "service_endpoints")), cannot)
	_is_undetermined(_routed("certain", sample.unknown(["service_endpoints"])), "needs service endpoints for 'Microsoft.EventHub', ")
	{finding.evidence | some finding in ft_service_endpoints.undetermined} == {[
		{"entity": "s", "attribute": "service_endpoints"},
		{"entity": "s", "attribute": "route_table"},
	]} with input as _routed("possible", four)
}
