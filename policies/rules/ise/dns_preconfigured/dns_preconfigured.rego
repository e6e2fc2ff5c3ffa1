# METADATA
# title: custom DNS servers are set on the virtual network before the environment is created
# description: >-
#   An integration service environment reads the DNS servers of its virtual network when it starts.
#   Servers that are set while the environment is created, or afterwards, are used only after a restart.
# custom:
#   id: ISE-DNS-PRECONFIGURED
#   level: warning
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Set the DNS servers in the virtual network itself, or make the environment depend on the resource
#     that sets them.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "example" {
#       # …
#       dns_servers = ["10.1.0.4"]
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         dhcpOptions: { dnsServers: [ '10.1.0.4' ] }
#       }
#     }
#   related: [ISE-DNS-CHANGE-RESTART, ISE-NSG-OUT-DNS]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.dns_preconfigured

import data.vnetguard.lib.attribute
import data.vnetguard.lib.change
import data.vnetguard.lib.ise
import data.vnetguard.lib.order
import data.vnetguard.lib.presence

# Environments that are created: their virtual networks that have, or may have, custom DNS servers.
_networks[id] := networks if {
	some id, environment in ise.deployed
	_is_created(id)
	networks := {found |
		some subnet in ise.subnets(environment)
		found := input.after.subnets[subnet].virtual_network.id
		_may_have_servers(input.after.virtual_networks[found])
	}
	count(networks) > 0
}

_is_created(id) if "create" in input.changes[id].actions

_may_have_servers(network) if _has_servers(network)

# Servers of a network that the input only names, and does not change, were set before.
_may_have_servers(network) if {
	presence.is_part_of_input(network)
	attribute.is_unknown(network, "dns_servers")
}

_may_have_servers(network) if {
	network.stated_by.dns_servers
	attribute.is_unknown(network, "dns_servers")
}

_has_servers(network) if {
	attribute.is_known(network, "dns_servers")
	count(network.dns_servers) > 0
}

# An environment of which it is not known where it stands, in an input that may set servers too late.
_lost[id] := environment if {
	some id, environment in ise.deployed
	_is_created(id)
	_may_be_elsewhere(environment)
	some network, attributes in input.after.virtual_networks
	_may_have_servers(attributes)
	not _is_set_before(id, network)
}

_may_be_elsewhere(environment) if not ise.names_all_subnets(environment)

_may_be_elsewhere(environment) if {
	some subnet in ise.subnets(environment)
	not input.after.subnets[subnet].virtual_network.id
}

subjects := object.keys(_networks) | object.keys(_lost)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": network, "attribute": "dns_servers"}]} if {
	some id, networks in _networks
	some network in networks
	_may_be_set_later(id, network)
	msg := sprintf(
		"Integration service environment '%s' does not wait for '%s' to set the DNS servers of virtual network '%s', so it may be created without them.",
		[
			input.after.integration_service_environments[id].subject,
			concat("', '", order.setters(input.after.virtual_networks[network], "dns_servers")),
			input.after.virtual_networks[network].subject,
		],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": network, "attribute": "dns_servers"}]} if {
	some id, networks in _networks
	some network in networks
	not _is_set_before(id, network)
	not _may_be_set_later(id, network)
	msg := sprintf(
		"Whether the DNS servers of virtual network '%s' are set before integration service environment '%s' is created cannot be told.",
		[input.after.virtual_networks[network].subject, input.after.integration_service_environments[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in _lost
	msg := sprintf(
		"Which virtual network integration service environment '%s' stands in, and so whether its DNS servers are set before, cannot be told.",
		[environment.subject],
	)
}

# They certainly change, and the environment certainly need not wait for that.
_may_be_set_later(id, network) if {
	attributes := input.after.virtual_networks[network]
	_has_servers(attributes)
	not _is_set_before(id, network)
	_changes(network)
	order.ignores_setters(id, attributes, "dns_servers")
}

# A network that is new gets them from another resource; one that exists has had others, or none.
_changes(network) if "create" in input.changes[network].actions

_changes(network) if {
	sides := {"before": input.before.virtual_networks[network], "after": input.after.virtual_networks[network]}
	change.differs(sides, "dns_servers")
}

_changes(network) if {
	attribute.is_absent(input.before.virtual_networks[network], "dns_servers")
}

# The servers are those that the network has already.
_is_set_before(_, network) if {
	sides := {"before": input.before.virtual_networks[network], "after": input.after.virtual_networks[network]}
	change.agrees(sides, "dns_servers")
}

# The network is created with them, and the environment is in its subnets.
_is_set_before(_, network) if {
	attributes := input.after.virtual_networks[network]
	attribute.is_known(attributes, "dns_servers")
	not attributes.stated_by.dns_servers
	"create" in input.changes[network].actions
}

# They were read from a network that the input does not change.
_is_set_before(_, network) if {
	attributes := input.after.virtual_networks[network]
	not presence.is_part_of_input(attributes)
	attribute.is_known(attributes, "dns_servers")
	not attributes.stated_by.dns_servers
}

_is_set_before(id, network) if {
	attributes := input.after.virtual_networks[network]
	attribute.is_known(attributes, "dns_servers")
	order.waits_for_setters(id, attributes, "dns_servers")
}
