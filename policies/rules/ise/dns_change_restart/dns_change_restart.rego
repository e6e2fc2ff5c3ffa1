# METADATA
# title: an integration service environment is restarted after the DNS servers of its network change
# description: >-
#   An environment reads the DNS servers of its virtual network when it starts. After a change of them,
#   or of their settings, it has to be restarted; an environment with the SKU Developer is down
#   meanwhile.
# custom:
#   id: ISE-DNS-CHANGE-RESTART
#   level: warning
#   kind: change
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Restart the environment after the deployment, or take the change back.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "example" {
#       # …
#       dns_servers = ["10.1.0.4"] # as they were; otherwise restart the environment
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         dhcpOptions: { dnsServers: [ '10.1.0.4' ] } // as they were; otherwise restart the environment
#       }
#     }
#   related: [ISE-DNS-PRECONFIGURED]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Prerequisites (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.dns_change_restart

import data.vnetguard.lib.attribute
import data.vnetguard.lib.change
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# Virtual networks of environments that stay as they are: the environments by network.
_networks[id] := environments if {
	some id, network in input.before.virtual_networks
	presence.is_part_of_input(network)
	presence.is_part_of_input(input.after.virtual_networks[id])
	environments := {ise.kept[environment].after.subject |
		some subnet in object.get(network, "subnets", [])
		some environment in object.get(input.before.subnets[subnet], "integration_service_environments", [])
		not change.goes(environment)
	}
	count(environments) > 0
}

subjects := object.keys(_networks)

_servers(id) := {"before": input.before.virtual_networks[id], "after": input.after.virtual_networks[id]}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "dns_servers"}]} if {
	some id, environments in _networks
	_change(id)
	sides := _servers(id)
	msg := sprintf(
		"The DNS servers of virtual network '%s' change from '%s' to '%s'; integration service environment '%s' has to be restarted afterwards.",
		[sides.after.subject, _text(sides.before), _text(sides.after), concat("', '", environments)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "dns_servers"}]} if {
	some id, environments in _networks
	sides := _servers(id)
	not _change(id)
	not change.agrees(sides, "dns_servers")
	msg := sprintf(
		"Whether the DNS servers of virtual network '%s' change, so that integration service environment '%s' has to be restarted, cannot be told.",
		[sides.after.subject, concat("', '", environments)],
	)
}

_change(id) if change.differs(_servers(id), "dns_servers")

# From the DNS of Azure, or to it.
_change(id) if {
	sides := _servers(id)
	attribute.is_absent(sides.before, "dns_servers")
	attribute.is_known(sides.after, "dns_servers")
}

_change(id) if {
	sides := _servers(id)
	attribute.is_known(sides.before, "dns_servers")
	attribute.is_absent(sides.after, "dns_servers")
}

_text(network) := concat("', '", object.get(network, "dns_servers", ["the DNS of Azure"]))
