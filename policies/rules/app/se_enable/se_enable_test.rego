package vnetguard.rules.app.se_enable_test

import data.vnetguard.rules.app.se_enable

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_denying := {"public_network_access": true, "network_default_action": "deny"}

_admitting := object.union(_denying, {"network_subnets": [app_sample.to("s")]})

_document(subnet, account) := app_sample.document({"subnet": subnet}, {"storage_accounts": app_sample.entity("x", account)})

_listed := {"storage_accounts": ["x"]}

_with(endpoint, subnet) := object.union(subnet, {"service_endpoints": [endpoint]})

_is_allowed(document) if {
	se_enable.deny == set() with input as document
	se_enable.undetermined == set() with input as document
}

_is_undetermined(document) if {
	se_enable.deny == set() with input as document
	some finding in se_enable.undetermined with input as document
	finding.subject == "s"
	finding.msg == concat("", [
		"Whether integration subnet 'the subnet' has service endpoint 'Microsoft.Storage' ",
		"and every service that relies on it lets the subnet in cannot be told.",
	])
	finding.evidence == [{"entity": "s", "attribute": "service_endpoints"}]
}

test_deny_a_rule_without_an_endpoint if {
	some finding in se_enable.deny with input as _document(_listed, _admitting)
	finding.subject == "s"
	finding.msg == concat("", [
		"'the x' lets integration subnet 'the subnet' in by a network rule, ",
		"but the subnet has no service endpoint 'Microsoft.Storage'.",
	])
	finding.evidence == [{"entity": "s", "attribute": "service_endpoints"}, {"entity": "x", "attribute": "network_subnets"}]
	se_enable.undetermined == set() with input as _document(_listed, _admitting)
}

test_deny_an_endpoint_of_another_service if {
	count(se_enable.deny) == 1 with input as _document(_with("Microsoft.Sql", _listed), _admitting)
}

test_deny_a_rule_of_a_key_vault_or_an_app if {
	vault := app_sample.document({"subnet": {"key_vaults": ["k"]}}, {"key_vaults": app_sample.entity("k", _admitting)})
	some one in se_enable.deny with input as vault
	contains(one.msg, "'Microsoft.KeyVault'")
	app := app_sample.document({"subnet": {"access_restricted_apps": ["b"]}}, {"apps": app_sample.entity("b", {})})
	some other in se_enable.deny with input as app
	contains(other.msg, "'Microsoft.Web'")
	other.evidence[1] == {"entity": "b", "attribute": "access_restriction_subnets"}
}

_rules(services) := {"service_network_rules": {name: {"id": name, "subject": sprintf("the %s", [name]), "service": service, "presence": "declared", "unknown": {}} |
	some name, service in services
}}

# Each service counts by its own endpoint, whatever the rules of others say.
test_deny_a_rule_of_another_service if {
	every service in ["Microsoft.Sql", "Microsoft.AzureCosmosDB", "Microsoft.ServiceBus", "Microsoft.EventHub", "Microsoft.CognitiveServices"] {
		rules := _rules({"r": service, "q": "Microsoft.Other"})
		subnet := {"service_network_rules": ["q", "r"], "service_endpoints": ["Microsoft.Storage"]}
		document := app_sample.document({"subnet": subnet}, rules)
		{finding.msg | some finding in se_enable.deny} == {sprintf("'the r' lets integration subnet 'the subnet' in by a network rule, but the subnet has no service endpoint '%s'.", [service])} with input as document
		{finding.evidence[1] | some finding in se_enable.deny} == {{"entity": "r", "attribute": "subnets"}} with input as document
		_is_allowed(app_sample.document({"subnet": _with(service, subnet)}, rules))
		_is_allowed(app_sample.document({"subnet": _with(service, {})}, rules))
	}
}

test_deny_an_endpoint_without_a_rule if {
	some finding in se_enable.deny with input as _document(_with("microsoft.storage", {}), _denying)
	finding.subject == "s"
	finding.msg == "Integration subnet 'the subnet' has service endpoint 'Microsoft.Storage', but no network rule of 'the x' lets it in."
	finding.evidence == [{"entity": "s", "attribute": "service_endpoints"}, {"entity": "x", "attribute": "network_subnets"}]
	se_enable.undetermined == set() with input as _document(_with("microsoft.storage", {}), _denying)
}

test_deny_one_of_several_targets if {
	several := object.union(
		_document(_with("Microsoft.Storage", _listed), _admitting),
		{"after": {"storage_accounts": app_sample.entity("y", _denying)}},
	)
	{finding.msg | some finding in se_enable.deny} == {concat("", [
		"Integration subnet 'the subnet' has service endpoint 'Microsoft.Storage', ",
		"but no network rule of 'the y' lets it in.",
	])} with input as several
}

test_deny_a_rule_for_another_subnet if {
	other := object.union(_denying, {"network_subnets": [app_sample.to("t")]})
	count(se_enable.deny) == 1 with input as _document(_with("Microsoft.Storage", {}), other)
}

test_allow_both if {
	every endpoint in ["Microsoft.Storage", "microsoft.storage.GLOBAL"] {
		se_enable.subjects == {"s"} with input as _document(_with(endpoint, _listed), _admitting)
		_is_allowed(_document(_with(endpoint, _listed), _admitting))
	}
}

test_allow_targets_that_do_not_rely_on_rules if {
	every account in [
		{"public_network_access": true, "network_default_action": "allow"},
		{"public_network_access": false, "network_default_action": "deny"},
		object.union(_denying, {"presence": "external"}),
		object.union(_denying, {"private_endpoints": ["e"]}),
	] {
		_is_allowed(_document(_with("Microsoft.Storage", {}), account))
	}
}

test_allow_neither if {
	se_enable.subjects == set() with input as _document({}, _denying)
	se_enable.subjects == set() with input as app_sample.document({"subnet": _with("Microsoft.Storage", {})}, {})
}

test_allow_subnets_without_apps if {
	se_enable.subjects == set() with input as _document(object.union(_listed, {"apps": []}), _admitting)
}

test_undetermined_endpoints if {
	_is_undetermined(_document(object.union(_listed, {"unknown": sample.unknown("service_endpoints")}), _admitting))
	_is_undetermined(_document({"unknown": sample.unknown("service_endpoints")}, _denying))
}

test_undetermined_targets if {
	_is_undetermined(_document(_with("Microsoft.Storage", {}), object.union(_denying, {"unknown": sample.unknown("network_subnets")})))
	_is_undetermined(_document(_with("Microsoft.Storage", {}), object.union(_denying, {"network_subnets": [sample.untold]})))
	_is_undetermined(_document(_with("Microsoft.Storage", {}), {
		"public_network_access": true,
		"unknown": sample.unknown("network_default_action"),
	}))
	_is_undetermined(_document(_with("Microsoft.Storage", {}), {
		"network_default_action": "deny",
		"unknown": sample.unknown("public_network_access"),
	}))
}

# Another service makes the subnet a subject; the rule of this one may name it.
test_undetermined_rules_that_may_name_the_subnet if {
	untold := {"reason": "known only after apply", "text": "", "candidates": ["t"]}
	near := {"reason": "known only after apply", "text": "", "candidates": ["s", "t"]}
	subnet := {"service_endpoints": ["Microsoft.KeyVault"], "key_vaults": ["k"]}
	vault := {"key_vaults": app_sample.entity("k", _admitting)}
	every account in [
		{"unknown": sample.unknown("network_subnets")},
		{"unknown": {"network_subnets": near}},
		{"network_subnets": [sample.untold]},
	] {
		_is_undetermined(app_sample.document({"subnet": subnet}, object.union(vault, {"storage_accounts": app_sample.entity("x", account)})))
	}
	every account in [
		{"unknown": {"network_subnets": untold}},
		{"unknown": sample.unknown("network_subnets"), "presence": "external"},
	] {
		_is_allowed(app_sample.document({"subnet": subnet}, object.union(vault, {"storage_accounts": app_sample.entity("x", account)})))
	}
	every service in [{"service": "Microsoft.Sql"}, {"unknown": sample.unknown("service")}] {
		rule := object.union({"subnets": [sample.untold]}, service)
		document := app_sample.document({"subnet": subnet}, object.union(vault, {"service_network_rules": app_sample.entity("r", rule)}))
		se_enable.deny == set() with input as document
		{finding.subject | some finding in se_enable.undetermined} == {"s"} with input as document
	}
}

test_undetermined_a_rule_of_an_unknown_service if {
	all_endpoints := [endpoint |
		some service in data.vnetguard.reference.service_endpoint_targets.rows
		some endpoint in service.endpoints
	]
	rule := {"service_network_rules": app_sample.entity("r", {"unknown": sample.unknown("service")})}
	named := {"service_network_rules": ["r"]}
	every subnet in [named, _with("Microsoft.Sql", named)] {
		document := app_sample.document({"subnet": subnet}, rule)
		se_enable.deny == set() with input as document
		{finding.subject | some finding in se_enable.undetermined} == {"s"} with input as document
	}
	_is_allowed(app_sample.document({"subnet": object.union(named, {"service_endpoints": all_endpoints})}, rule))
}

test_undetermined_private_endpoints if {
	every name in ["key_vault", "storage_account"] {
		untold := {"after": {"private_endpoints": app_sample.entity("e", {"unknown": sample.unknown(name)})}}
		_is_undetermined(object.union(_document(_with("Microsoft.Storage", {}), _denying), untold))
	}
}

test_allow_unknown_endpoints_that_nothing_relies_on if {
	se_enable.subjects == set() with input as app_sample.document({"subnet": {"unknown": sample.unknown("service_endpoints")}}, {})
}

test_deny_names_an_app_that_may_not_be_deployed if {
	every document in [_document(_listed, _admitting), _document(_with("Microsoft.Storage", {}), _denying)] {
		some finding in se_enable.deny with input as object.union(document, {"after": {"apps": {"a": {"presence": "conditional"}}}})
		{"entity": "a", "attribute": "integration_subnet"} in finding.evidence
	}
}
