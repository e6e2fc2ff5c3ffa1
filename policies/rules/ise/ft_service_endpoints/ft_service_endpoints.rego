# METADATA
# title: under forced tunnelling, the subnets of an integration service environment have five service endpoints
# description: >-
#   Traffic to Azure SQL, Storage, Service Bus, Key Vault and Event Hubs cannot go through a firewall.
#   Where the default route leads through one, the subnets of an environment need the service endpoints
#   of these five. Which subnets, the page does not say; routes belong to subnets, so each of the four
#   does.
# custom:
#   id: ISE-FT-SERVICE-ENDPOINTS
#   level: error
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Enable the service endpoints for 'Microsoft.EventHub', 'Microsoft.KeyVault',
#     'Microsoft.ServiceBus', 'Microsoft.Sql' and 'Microsoft.Storage' on all four subnets.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" {
#       # …
#       service_endpoints = [
#         "Microsoft.EventHub",
#         "Microsoft.KeyVault",
#         "Microsoft.ServiceBus",
#         "Microsoft.Sql",
#         "Microsoft.Storage",
#       ]
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         serviceEndpoints: [
#           { service: 'Microsoft.EventHub' }
#           { service: 'Microsoft.KeyVault' }
#           { service: 'Microsoft.ServiceBus' }
#           { service: 'Microsoft.Sql' }
#           { service: 'Microsoft.Storage' }
#         ]
#       }
#     }
#   related: [ISE-FT-ROUTE-LOGICAPPS, ISE-FW-DEPENDENCIES]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Forced tunneling requirements"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.ft_service_endpoints

import data.vnetguard.lib.attribute
import data.vnetguard.lib.forced_tunnelling
import data.vnetguard.lib.ise_subnet

_table := data.vnetguard.reference.forced_tunnelling

subjects contains id if {
	some id, subnet in ise_subnet.used
	forced_tunnelling.may_be(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	forced_tunnelling.is_certain(subnet)
	not attribute.is_unknown(subnet, "service_endpoints")
	missing := _missing(subnet)
	count(missing) > 0
	msg := sprintf(
		"Subnet '%s' has no service endpoint for '%s', which its integration service environment needs under forced tunnelling.",
		[subnet.subject, concat("', '", missing)],
	)
	evidence := array.concat([{"entity": id, "attribute": "service_endpoints"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	missing := _missing(subnet)
	count(missing) > 0
	_is_unclear(subnet)
	msg := sprintf(
		"Whether subnet '%s' needs service endpoints for '%s' and has them cannot be told.",
		[subnet.subject, concat("', '", missing)],
	)
	evidence := [{"entity": id, "attribute": "service_endpoints"}, {"entity": id, "attribute": "route_table"}]
}

_is_unclear(subnet) if attribute.is_unknown(subnet, "service_endpoints")

_is_unclear(subnet) if not forced_tunnelling.is_certain(subnet)

# Required services without an endpoint that is known.
_missing(subnet) := {service |
	served := _served(subnet)
	some service in _table.service_endpoints
	word := lower(service)
	not word in served
}

_served(subnet) := {lower(service) | some service in subnet.service_endpoints} | {lower(service) |
	some other, service in _table.service_endpoints_as_good
	some written in subnet.service_endpoints
	lower(written) == lower(other)
}
