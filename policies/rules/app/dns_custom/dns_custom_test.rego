package vnetguard.rules.app.dns_custom_test

import data.vnetguard.rules.app.dns_custom

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(flow) := app_sample.guarded({}, {"APP-DNS-CUSTOM": flow})

test_deny if {
	every verdict in ["deny", "partial"] {
		some finding in dns_custom.deny with input as _document(app_sample.flow(verdict, 53))
		finding.subject == "g"
		finding.msg == concat("", [
			"In network security group 'the g', security rule 'close' drops TCP on port 53, ",
			"which apps in subnet 'the subnet' reach the DNS server '10.0.9.4' of their virtual network on.",
		])
		finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
		dns_custom.undetermined == set() with input as _document(app_sample.flow(verdict, 53))
	}
}

test_deny_one_protocol_of_two if {
	both := {"verdict": "allow", "protocols": object.union(
		{"udp": app_sample.flow("deny", 53).protocols.tcp},
		app_sample.untold_flow.protocols,
	)}
	count(dns_custom.deny) == 1 with input as _document(both)
	dns_custom.undetermined == set() with input as _document(both)
}

test_allow if {
	dns_custom.subjects == {"g"} with input as _document(app_sample.open_flow)
	dns_custom.deny == set() with input as _document(app_sample.open_flow)
	dns_custom.undetermined == set() with input as _document(app_sample.open_flow)
}

test_allow_without_a_group if dns_custom.subjects == set() with input as sample.integration({})

test_undetermined_server_in_no_known_network if {
	by_default := object.union(
		_document(app_sample.flow("deny", 53)),
		{"after": {"subnets": {"s": {"flows": {"APP-DNS-CUSTOM": {"protocols": {"tcp": {"decided_by": {"source": "default_rule"}}}}}}}}},
	)
	dns_custom.deny == set() with input as by_default
	count(dns_custom.undetermined) == 1 with input as by_default
}

test_undetermined if {
	dns_custom.deny == set() with input as _document(app_sample.untold_flow)
	some finding in dns_custom.undetermined with input as _document(app_sample.untold_flow)
	finding.subject == "g"
	finding.msg == concat("", [
		"Whether network security group 'the g' lets apps in subnet 'the subnet' reach the DNS servers ",
		"of their virtual network cannot be told.",
	])
	finding.evidence == [{"entity": "s", "attribute": "network_security_group"}]
}

test_deny_names_an_app_that_may_not_be_deployed if {
	document := object.union(_document(app_sample.flow("deny", 53)), {"after": {"apps": {"a": {"presence": "conditional"}}}})
	some finding in dns_custom.deny with input as document
	{"entity": "a", "attribute": "integration_subnet"} in finding.evidence
}
