# METADATA
# title: no route table on a gateway subnet has a default route
# description: >-
#   A gateway must reach what manages it. User-defined routes for 0.0.0.0/0 are not supported on
#   GatewaySubnet, for VPN and ExpressRoute alike: the gateway is not created, or stops working.
# custom:
#   id: NET-GATEWAYSUBNET-UDR
#   level: error
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Remove the route for '0.0.0.0/0' from the table, or the table from the gateway subnet.
#   remediation_terraform: |
#     resource "azurerm_route_table" "gateway" {
#       # …
#       route { # a part of the addresses, never 0.0.0.0/0
#         name           = "spoke"
#         address_prefix = "10.1.0.0/16"
#         next_hop_type  = "VnetLocal"
#       }
#     }
#   remediation_bicep: |
#     resource gateway 'Microsoft.Network/routeTables@2023-11-01' = {
#       // …
#       properties: {
#         routes: [ // a part of the addresses, never 0.0.0.0/0
#           {
#             name: 'spoke'
#             properties: { addressPrefix: '10.1.0.0/16', nextHopType: 'VnetLocal' }
#           }
#         ]
#       }
#     }
#   related: [GW-GATEWAYSUBNET, ISE-ER-DEFAULT-ROUTE]
#   sources:
#     - document: Virtual network traffic routing
#       edition: "2023-05-27"
#       section: "0.0.0.0/0 address prefix"
#       url: https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview
#   editions:
#     - "2023-05-27"
package vnetguard.rules.net.gatewaysubnet_udr

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence
import data.vnetguard.lib.route_table

_default := "0.0.0.0/0"

subjects contains id if {
	some id, subnet in input.after.subnets
	_is_concerned(subnet)
	lower(subnet.name) == "gatewaysubnet"
}

# A subnet whose name is not known may be a gateway's, which matters where there is such a route.
subjects contains id if {
	some id, subnet in input.after.subnets
	_is_concerned(subnet)
	subnet.unknown.name
	count(_default_routes(subnet)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "name")
	routes := _default_routes(subnet)
	count(routes) > 0
	msg := sprintf(
		"Gateway subnet '%s' has route table '%s' with a route for '%s', which gateways do not support.",
		[subnet.subject, _table(subnet).subject, _default],
	)
	evidence := [{"entity": route, "attribute": "prefix"} | some route in routes]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	subnet.unknown.name
	msg := sprintf(
		"Subnet '%s' has a route for '%s', and whether it is a gateway subnet, which does not support that, cannot be told.",
		[subnet.subject, _default],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "route_table"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	count(_default_routes(subnet)) == 0
	_has_unknown_routes(subnet)
	msg := sprintf(
		"Not all routes of gateway subnet '%s' are known; a route for '%s' is not supported there.",
		[subnet.subject, _default],
	)
}

# Of a subnet outside the input only a table that is put on it counts.
_is_concerned(subnet) if presence.is_part_of_input(subnet)

_is_concerned(subnet) if subnet.route_table.id

_table(subnet) := input.after.route_tables[subnet.route_table.id]

_default_routes(subnet) := certain if {
	certain := _of_presence(subnet, "declared")
	count(certain) > 0
}

_default_routes(subnet) := _of_presence(subnet, "conditional") if count(_of_presence(subnet, "declared")) == 0

_of_presence(subnet, presence) := [route.id |
	some route in route_table.routes(_table(subnet))
	route.prefix == _default
	route.presence == presence
]

_has_unknown_routes(subnet) if subnet.unknown.route_table

_has_unknown_routes(subnet) if route_table.has_gaps(_table(subnet))

_has_unknown_routes(subnet) if {
	some route in route_table.routes(_table(subnet))
	not route.prefix
}
