# METADATA
# description: subnets of integration service environments
package vnetguard.lib.ise_subnet

import data.vnetguard.lib.ise

# By id, the subnets of environments that the input deploys.
used[id] := subnet if {
	some environment in ise.deployed
	some id in ise.subnets(environment)
	subnet := input.after.subnets[id]
}
