package vnetguard.rules.ise.subnet_delegation_others_none_test

import data.vnetguard.rules.ise.subnet_delegation_others_none

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_is_denied(document, text) if {
	sample.about(subnet_delegation_others_none.deny) == {"s"} with input as document
	sample.says(subnet_delegation_others_none.deny, text) with input as document
	subnet_delegation_others_none.undetermined == set() with input as document
}

_is_fine(document) if {
	subnet_delegation_others_none.subjects == {"s"} with input as document
	subnet_delegation_others_none.deny == set() with input as document
	subnet_delegation_others_none.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_delegation_others_none.undetermined) == {"s"} with input as document
	sample.says(subnet_delegation_others_none.undetermined, text) with input as document
	subnet_delegation_others_none.deny == set() with input as document
}

_evidence := [{"entity": "s", "attribute": "delegations"}]

_to(services) := {"delegations": [{"name": "d", "service_name": service, "unknown": {}} | some service in services]}

_unnamed := {"name": "d", "unknown": {"service_name": {"reason": "r", "text": ""}}}

test_deny if {
	_is_denied(subnet.document(_to(["Microsoft.Web/serverFarms"])), "Subnet 'the s' of an integration service environment is delegated to 'Microsoft.Web/serverFarms'; it")
	_is_denied(subnet.document(_to(["Microsoft.Logic/integrationServiceEnvironments", "A/b"])), "is delegated to 'A/b'; it")
	_is_denied(subnet.document(subnet.open(_to(["A/b", "C/d"]), "delegations")), "is delegated to 'A/b', 'C/d'; it")
	_is_denied(subnet.document({"delegations": array.concat([_unnamed], _to(["A/b"]).delegations)}), "is delegated to 'A/b'; it")
	{finding.evidence | some finding in subnet_delegation_others_none.deny} == {_evidence} with input as subnet.document(_to(["A/b"]))
}

test_allow if {
	_is_fine(subnet.document({}))
	_is_fine(subnet.document(_to(["Microsoft.Logic/integrationServiceEnvironments"])))
	_is_fine(subnet.document(_to(["Microsoft.integrationServiceEnvironment"])))
}

test_undetermined if {
	every attributes in [
		sample.unknown(["delegations"]), {"delegations": [_unnamed]},
		subnet.open(_to(["Microsoft.Logic/integrationServiceEnvironments"]), "delegations"),
	] {
		_is_undetermined(subnet.document(attributes), "Which services subnet 'the s' of an integration service environment is delegated to cannot be told.")
	}
	{finding.evidence | some finding in subnet_delegation_others_none.undetermined} == {_evidence} with input as subnet.document(sample.unknown(["delegations"]))
}
