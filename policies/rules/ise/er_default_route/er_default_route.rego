# METADATA
# title: with ExpressRoute, the subnets of an integration service environment have a default route to the Internet
# description: >-
#   ExpressRoute may announce a default route that takes all traffic to the company's own network. Each
#   subnet of an environment then needs a route table with a route for 0.0.0.0/0 whose next hop is the
#   Internet. A virtual appliance as next hop is what the document calls forced tunnelling elsewhere: a
#   warning here, and a matter of its own rules.
# custom:
#   id: ISE-ER-DEFAULT-ROUTE
#   level: error
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Put a route table with a route for '0.0.0.0/0' and next hop Internet on all four subnets.
#   remediation_terraform: |
#     resource "azurerm_route" "default" {
#       # …
#       address_prefix = "0.0.0.0/0"
#       next_hop_type  = "Internet"
#     }
#
#     resource "azurerm_subnet_route_table_association" "ise1" {
#       subnet_id      = azurerm_subnet.ise1.id
#       route_table_id = azurerm_route_table.ise.id
#     }
#   remediation_bicep: |
#     resource table 'Microsoft.Network/routeTables@2023-11-01' = {
#       // …
#       properties: {
#         routes: [
#           {
#             name: 'default'
#             properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'Internet' }
#           }
#         ]
#       }
#     }
#   related: [ISE-FT-ROUTE-LOGICAPPS, NET-GATEWAYSUBNET-UDR]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create subnet"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.er_default_route

import data.vnetguard.lib.express_route
import data.vnetguard.lib.forced_tunnelling
import data.vnetguard.lib.ise_subnet

subjects contains id if {
	some id, subnet in ise_subnet.used
	_may_be_used(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence, "level": level} if {
	some id, subnet in ise_subnet.used
	_is_used(subnet)
	level := _level(subnet)
	msg := sprintf(
		"Subnet '%s' of an integration service environment has no route for 0.0.0.0/0 to the Internet, which ExpressRoute requires: %s.",
		[subnet.subject, _found(subnet)],
	)
	conditions := array.concat(ise_subnet.conditions(subnet), express_route.conditions(subnet.virtual_network.id))
	evidence := array.concat(forced_tunnelling.evidence(id, _own(subnet)), conditions)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	_may_be_used(subnet)
	not _is_right(subnet)
	_is_unclear(subnet)
	msg := sprintf(
		"Whether ExpressRoute is used with subnet '%s', or whether it has a route for 0.0.0.0/0 to the Internet then, cannot be told.",
		[subnet.subject],
	)
	evidence := [{"entity": id, "attribute": "route_table"}, {"entity": id, "attribute": "virtual_network"}]
}

_is_used(subnet) if express_route.is_used(subnet.virtual_network.id)

_may_be_used(subnet) if express_route.may_be_used(subnet.virtual_network.id)

_may_be_used(subnet) if {
	subnet.unknown.virtual_network
	express_route.is_anywhere
}

# User-defined default routes of which one applies.
_own(subnet) := [route | some route in subnet.default_route.routes; route.source == "user"]

_is_right(subnet) if {
	_has_own(subnet)
	subnet.default_route.next_hop == "internet"
}

_has_own(subnet) if {
	subnet.default_route.certainty == "certain"
	count(_own(subnet)) > 0
}

_level(subnet) := "error" if count(_own(subnet)) == 0

_level(subnet) := "warning" if {
	_has_own(subnet)
	subnet.default_route.next_hop == "virtualappliance"
}

_level(subnet) := "error" if {
	_has_own(subnet)
	hop := subnet.default_route.next_hop
	not hop in {"internet", "virtualappliance"}
}

_found(subnet) := "it has no such route of its own" if count(_own(subnet)) == 0

_found(subnet) := forced_tunnelling.described(subnet.default_route) if _has_own(subnet)

_is_unclear(subnet) if not _is_used(subnet)

_is_unclear(subnet) if not _level(subnet)
