package vnetguard.rules.ise.nsg_protocols_test

import data.vnetguard.rules.ise.nsg_protocols

import data.vnetguard.lib.ise_sample as sample

_is_denied(document, text) if {
	sample.about(nsg_protocols.deny) == {"s"} with input as document
	sample.says(nsg_protocols.deny, text) with input as document
	nsg_protocols.undetermined == set() with input as document
}

_is_fine(document) if {
	nsg_protocols.subjects == {"s"} with input as document
	nsg_protocols.deny == set() with input as document
	nsg_protocols.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(nsg_protocols.undetermined) == {"s"} with input as document
	sample.says(nsg_protocols.undetermined, text) with input as document
	nsg_protocols.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in nsg_protocols.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nsg_protocols.subjects == set() with input as document
	nsg_protocols.deny == set() with input as document
	nsg_protocols.undetermined == set() with input as document
}

_document(flows) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": {"flows": flows}, "other": {"flows": {"x": _flow("X", "allow", "deny")}}},
})

_flow(rule, tcp, udp) := {"rule": rule, "protocols": {"tcp": {"verdict": tcp}, "udp": {"verdict": udp}}}

_fine := {"f": _flow("F", "allow", "allow")}

_evidence := [{"entity": "s", "attribute": "network_security_group"}]

test_deny if {
	every verdict in ["deny", "partial"] {
		document := _document(object.union(_fine, {"a": _flow("A", "allow", verdict), "b": _flow("B", "allow", verdict), "u": _flow("U", "allow", "unknown")}))
		_is_denied(document, "UDP does not pass the network security group of subnet 'the s' where TCP does, for 'A', 'B'; an")
		_shows(document, _evidence)
	}
}

test_allow if {
	_is_fine(_document(_fine))
	every verdict in ["deny", "partial"] {
		_is_fine(_document(object.union(_fine, {"a": _flow("A", verdict, verdict), "b": _flow("B", verdict, "unknown")})))
	}
	_is_fine(_document(object.union(_fine, {"t": {"rule": "T", "protocols": {"tcp": {"verdict": "unknown"}}}, "w": {"rule": "W", "protocols": {"udp": {"verdict": "deny"}}}})))
}

test_allow_without_flows if _is_no_subject(_document({}))

test_undetermined if {
	every pair in [["allow", "unknown"], ["unknown", "deny"], ["unknown", "unknown"], ["unknown", "allow"]] {
		document := _document(object.union(_fine, {"a": _flow("A", pair[0], pair[1])}))
		_is_undetermined(document, "Whether UDP passes the network security group of subnet 'the s' where TCP does cannot be told for 'A'.")
		{finding.evidence | some finding in nsg_protocols.undetermined} == {_evidence} with input as document
	}
}
