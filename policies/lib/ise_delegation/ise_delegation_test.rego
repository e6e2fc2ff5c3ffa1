package vnetguard.lib.ise_delegation_test

import data.vnetguard.lib.ise_delegation
import data.vnetguard.lib.ise_sample as sample

_to(services) := {"delegations": [{"name": "d", "service_name": service, "unknown": {}} | some service in services], "unknown": {}}

_right := "Microsoft.Logic/integrationServiceEnvironments"

_other := "Microsoft.Web/serverFarms"

_unnamed := {"delegations": [{"name": "d", "unknown": {"service_name": {"reason": "r", "text": ""}}}], "unknown": {}}

_open := object.union(_to([_other]), sample.unknown(["delegations"]))

_unclear := [_unnamed, _open, sample.unknown(["delegations"])]

test_is_delegated if {
	every service in [_right, "microsoft.LOGIC/IntegrationServiceEnvironment", "Microsoft.integrationServiceEnvironment"] {
		ise_delegation.is_delegated(_to([_other, service]))
		subnet := _to([_other, service])
		not ise_delegation.is_not_delegated(subnet)
	}
}

test_is_not_delegated if {
	every subnet in [{"unknown": {}}, _to([_other])] {
		ise_delegation.is_not_delegated(subnet)
		not ise_delegation.is_delegated(subnet)
		not ise_delegation.is_unclear(subnet)
	}
}

test_is_unclear if {
	every subnet in _unclear {
		ise_delegation.is_unclear(subnet)
		not ise_delegation.is_delegated(subnet)
		not ise_delegation.is_not_delegated(subnet)
	}
}
