package vnetguard.rules.ise.ext_runhistory_nsg_test

import data.vnetguard.rules.ise.ext_runhistory_nsg

import data.vnetguard.lib.ise_sample as sample

_is_denied(document, text) if {
	sample.about(ext_runhistory_nsg.deny) == {"s"} with input as document
	sample.says(ext_runhistory_nsg.deny, text) with input as document
	ext_runhistory_nsg.undetermined == set() with input as document
}

_is_fine(document) if {
	ext_runhistory_nsg.subjects == {"s"} with input as document
	ext_runhistory_nsg.deny == set() with input as document
	ext_runhistory_nsg.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(ext_runhistory_nsg.undetermined) == {"s"} with input as document
	sample.says(ext_runhistory_nsg.undetermined, text) with input as document
	ext_runhistory_nsg.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in ext_runhistory_nsg.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	ext_runhistory_nsg.subjects == set() with input as document
	ext_runhistory_nsg.deny == set() with input as document
	ext_runhistory_nsg.undetermined == set() with input as document
}

_document(environment, flows) := sample.document({
	"integration_service_environments": {"e": object.union({"subnets": sample.all(["s"])}, environment)},
	"subnets": {"s": {"integration_service_environments": ["e"], "flows": flows}},
})

_external := {"access_endpoint_type": "external"}

_flow(verdict) := {"ISE-NSG-IN-443-EXT": {"verdict": verdict, "decided_by": {"name": "DenyAllInBound"}}}

_evidence := [{"entity": "s", "attribute": "network_security_group"}]

test_deny if {
	document := _document(_external, _flow("deny"))
	_is_denied(document, "Subnet 'the s' of an external integration service environment receives nothing from callers on port 443, so the inputs and outputs of its run history cannot be read: security rule 'DenyAllInBound' drops it.")
	_shows(document, _evidence)
}

test_allow if _is_fine(_document(_external, _flow("allow")))

test_allow_without_such_a_flow if {
	_is_no_subject(_document(_external, {}))
	_is_no_subject(_document({"access_endpoint_type": "internal"}, {"ISE-NSG-IN-443-INT": {"verdict": "deny"}}))
	_is_no_subject(_document(object.union(_external, {"presence": "external"}), _flow("deny")))
}

test_undetermined if {
	cannot := "Whether those who read the run history reach subnet 'the s' on port 443 cannot be told: who"
	every verdict in ["partial", "unknown"] {
		_is_undetermined(_document(_external, _flow(verdict)), cannot)
	}
	_is_undetermined(_document(sample.unknown(["access_endpoint_type"]), _flow("deny")), cannot)
	{finding.evidence | some finding in ext_runhistory_nsg.undetermined} == {_evidence} with input as _document(_external, _flow("partial"))
}

_partial(parts) := {"ISE-NSG-IN-443-EXT": {"verdict": "partial", "decided_by": {"name": "DenyAllInBound"}, "parts": parts}}

_sources(names) := {"allowed": [{"source": name} | some name in names]}

test_deny_where_only_services_come_through if {
	every names in [["AzureTrafficManager"], ["ApiManagement.WestUS2", "AzureTrafficManager", "LogicApps", "AzureLoadBalancer"]] {
		_is_denied(_document(_external, _partial(_sources(names))), "receives nothing from callers on port 443")
	}
	_is_undetermined(_document(sample.unknown(["access_endpoint_type"]), _partial(_sources(["AzureTrafficManager"]))), "cannot be told: who")
}

test_undetermined_where_others_may_come_through if {
	every parts in [
		_sources(["203.0.113.4"]), _sources(["AzureTrafficManager", "203.0.113.0/24"]), _sources(["AzureCloud"]),
		_sources(["Internet"]), _sources(["VirtualNetwork"]), _sources(["Storage"]), {"denied": []},
		object.union(_sources(["AzureTrafficManager"]), {"undecided": [{"source": "203.0.113.4"}]}),
		object.union(_sources(["AzureTrafficManager"]), {"is_cut": true}),
	] {
		_is_undetermined(_document(_external, _partial(parts)), "cannot be told: who")
	}
	_is_undetermined(_document(_external, {"ISE-NSG-IN-443-EXT": {"verdict": "unknown", "parts": _sources(["AzureTrafficManager"])}}), "cannot be told: who")
}
