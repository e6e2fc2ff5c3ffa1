package vnetguard.rules.ise.subnet_delegation_name_test

import data.vnetguard.rules.ise.subnet_delegation_name

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(subnet_delegation_name.deny) == {"s"} with input as document
	sample.says(subnet_delegation_name.deny, text) with input as document
	subnet_delegation_name.undetermined == set() with input as document
}

_is_fine(document) if {
	subnet_delegation_name.subjects == {"s"} with input as document
	subnet_delegation_name.deny == set() with input as document
	subnet_delegation_name.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_delegation_name.undetermined) == {"s"} with input as document
	sample.says(subnet_delegation_name.undetermined, text) with input as document
	subnet_delegation_name.deny == set() with input as document
}

_evidence := [{"entity": "s", "attribute": "delegations"}]

_to(services) := {"delegations": [{"name": "d", "service_name": service, "unknown": {}} | some service in services]}

_unnamed := {"name": "d", "unknown": {"service_name": {"reason": "r", "text": ""}}}

_right := "microsoft.logic/IntegrationServiceEnvironments"

test_deny if {
	every service in ["Microsoft.Logic/integrationServiceEnvironment", "Microsoft.integrationServiceEnvironment"] {
		_is_denied(subnet.document(_to([service])), sprintf("Subnet 'the s' is delegated to '%s'; the service is called 'Microsoft.Logic/integrationServiceEnvironments'.", [service]))
	}
	_is_denied(subnet.document(subnet.open(_to([_right, "X/integrationServiceEnvironments"]), "delegations")), "is delegated to 'X/integrationServiceEnvironments'; the")
	{finding.evidence | some finding in subnet_delegation_name.deny} == {_evidence} with input as subnet.document(_to(["integrationServiceEnvironment"]))
}

test_allow if _is_fine(subnet.document(_to([_right, "A/b"])))

test_allow_without_a_delegation if {
	every attributes in [{}, _to(["A/b"])] {
		subnet_delegation_name.subjects == set() with input as subnet.document(attributes)
		subnet_delegation_name.deny == set() with input as subnet.document(attributes)
		subnet_delegation_name.undetermined == set() with input as subnet.document(attributes)
	}
}

test_undetermined if {
	every attributes in [sample.unknown(["delegations"]), {"delegations": [_unnamed]}, subnet.open(_to([_right]), "delegations")] {
		_is_undetermined(subnet.document(attributes), "Which services subnet 'the s' is delegated to cannot be told; that of")
	}
	{finding.evidence | some finding in subnet_delegation_name.undetermined} == {_evidence} with input as subnet.document(sample.unknown(["delegations"]))
}
