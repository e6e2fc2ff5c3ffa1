# METADATA
# title: who reads the run history of an external integration service environment reaches it
# description: >-
#   The run history of workflows in an environment with an external access endpoint is read from outside
#   of the virtual network. Where a network security group lets nobody in on port 443, inputs and outputs
#   of past runs cannot be seen.
# custom:
#   id: ISE-EXT-RUNHISTORY-NSG
#   level: warning
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Let port 443 in from Internet, or from those who read the run history.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       direction                  = "Inbound"
#       access                     = "Allow"
#       protocol                   = "*"
#       source_address_prefix      = "Internet" # or the callers
#       source_port_range          = "*"
#       destination_address_prefix = "VirtualNetwork"
#       destination_port_range     = "443"
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         direction: 'Inbound'
#         access: 'Allow'
#         protocol: '*'
#         sourceAddressPrefix: 'Internet' // or the callers
#         sourcePortRange: '*'
#         destinationAddressPrefix: 'VirtualNetwork'
#         destinationPortRange: '443'
#       }
#     }
#   related: [ISE-NSG-IN-443, ISE-NSG-EXT-EXISTS]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "ISE endpoint access"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.ext_runhistory_nsg

import data.vnetguard.lib.decider
import data.vnetguard.lib.ise
import data.vnetguard.lib.ise_subnet

# What is needed of those who call and those who read: one passage in the document, one row of the table.
_rows := {row.id |
	some row in data.vnetguard.reference.ise_ports.rows
	row.rule == "ISE-NSG-IN-443"
	row.endpoint == "external"
}

subjects contains id if {
	some id, subnet in ise_subnet.used
	_flow(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	flow := _flow(subnet)
	_is_closed(flow)
	_is_external(subnet)
	msg := sprintf(
		"Subnet '%s' of an external integration service environment receives nothing from callers on port 443, so the inputs and outputs of its run history cannot be read: %s drops it.",
		[subnet.subject, decider.name(flow.decided_by)],
	)
	evidence := array.concat([{"entity": id, "attribute": "network_security_group"}], ise_subnet.flow_conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	_is_unclear(subnet)
	msg := sprintf(
		"Whether those who read the run history reach subnet '%s' on port 443 cannot be told: who they are, or what the network security group does, is not known.",
		[subnet.subject],
	)
	evidence := [{"entity": id, "attribute": "network_security_group"}]
}

_flow(subnet) := subnet.flows[row] if some row in _rows

# Some come through, and who reads is not known.
_is_unclear(subnet) if {
	flow := _flow(subnet)
	flow.verdict in {"partial", "unknown"}
	not _is_closed(flow)
}

_is_unclear(subnet) if {
	_is_closed(_flow(subnet))
	not _is_external(subnet)
}

_is_closed(flow) if flow.verdict == "deny"

# Nobody reads from the addresses of the services that an environment needs anyway.
_is_closed(flow) if {
	flow.verdict == "partial"
	not flow.parts.is_cut
	count(object.get(flow.parts, "undecided", [])) == 0
	every part in object.get(flow.parts, "allowed", [{}]) {
		split(part.source, ".")[0] in _services
	}
}

_services := {row.peer.value |
	some row in data.vnetguard.reference.ise_ports.rows
	row.direction == "inbound"
	row.peer.kind == "service_tag"
} - {"Internet", "VirtualNetwork"}

_is_external(subnet) if {
	some id in subnet.integration_service_environments
	ise.deployed[id].access_endpoint_type == "external"
}
