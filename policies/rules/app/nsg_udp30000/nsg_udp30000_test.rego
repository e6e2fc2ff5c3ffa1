package vnetguard.rules.app.nsg_udp30000_test

import data.vnetguard.rules.app.nsg_udp30000

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(flow) := app_sample.guarded({}, {"APP-NSG-UDP30000": flow})

test_deny if {
	some finding in nsg_udp30000.deny with input as _document(app_sample.flow("deny", 30000))
	finding.subject == "g"
	finding.msg == concat("", [
		"In network security group 'the g', security rule 'close' drops TCP on port 30000, ",
		"which Azure checks the health of the network with.",
	])
	finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
	nsg_udp30000.undetermined == set() with input as _document(app_sample.flow("deny", 30000))
}

test_allow_what_passes_or_passes_in_part if {
	every flow in [app_sample.open_flow, app_sample.flow("partial", 30000)] {
		nsg_udp30000.subjects == {"g"} with input as _document(flow)
		nsg_udp30000.deny == set() with input as _document(flow)
		nsg_udp30000.undetermined == set() with input as _document(flow)
	}
}

test_allow_without_a_group if nsg_udp30000.subjects == set() with input as sample.integration({})

test_undetermined if {
	nsg_udp30000.deny == set() with input as _document(app_sample.untold_flow)
	some finding in nsg_udp30000.undetermined with input as _document(app_sample.untold_flow)
	finding.subject == "g"
	finding.msg == "Whether network security group 'the g' lets health checks on UDP port 30000 pass cannot be told."
	finding.evidence == [{"entity": "s", "attribute": "network_security_group"}]
}
