# METADATA
# title: a firewall lets pass what the services within an integration service environment need
# description: >-
#   Under forced tunnelling the firewall has to let App Service, Azure Cache for Redis and API Management
#   through: besides the FQDN tag of App Service Environments, time (port 123), system triage (port
#   12000) and Azure Monitor (ports 80 and 443). Without them the environment cannot be deployed, or
#   stops working.
# custom:
#   id: ISE-FW-DEPENDENCIES
#   level: error
#   kind: routing
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Add network rules for port 123, for port 12000, and for 'AzureMonitor' on ports 80 and 443, from
#     the subnets of the environment.
#   remediation_terraform: |
#     resource "azurerm_firewall_network_rule_collection" "ise" {
#       # …
#       action = "Allow"
#       rule {
#         name                  = "time-and-triage"
#         source_addresses      = ["10.0.0.0/24"]
#         destination_addresses = ["*"]
#         destination_ports     = ["123", "12000"]
#         protocols             = ["Any"]
#       }
#       rule {
#         name                  = "monitor"
#         source_addresses      = ["10.0.0.0/24"]
#         destination_addresses = ["AzureMonitor"]
#         destination_ports     = ["80", "443"]
#         protocols             = ["TCP"]
#       }
#     }
#   remediation_bicep: |
#     resource rules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2023-11-01' = {
#       // …
#       properties: {
#         priority: 200
#         ruleCollections: [
#           {
#             ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
#             name: 'ise'
#             priority: 200
#             action: { type: 'Allow' }
#             rules: [
#               {
#                 ruleType: 'NetworkRule'
#                 name: 'time-and-triage'
#                 sourceAddresses: [ '10.0.0.0/24' ]
#                 destinationAddresses: [ '*' ]
#                 destinationPorts: [ '123', '12000' ]
#                 ipProtocols: [ 'Any' ]
#               }
#               {
#                 ruleType: 'NetworkRule'
#                 name: 'monitor'
#                 sourceAddresses: [ '10.0.0.0/24' ]
#                 destinationAddresses: [ 'AzureMonitor' ]
#                 destinationPorts: [ '80', '443' ]
#                 ipProtocols: [ 'TCP' ]
#               }
#             ]
#           }
#         ]
#       }
#     }
#   related: [ISE-FW-ASE-FQDNTAG, ISE-FT-SERVICE-ENDPOINTS]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Forced tunneling requirements"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.fw_dependencies

import data.vnetguard.lib.firewall
import data.vnetguard.lib.firewall_flow
import data.vnetguard.lib.firewall_rule
import data.vnetguard.lib.ise

_needs := data.vnetguard.reference.firewall_dependencies.rows

subjects contains id if {
	some id, environment in ise.deployed
	_is_concerned(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	firewall.is_known(gate)
	cut := _cut(gate, subnets)
	count(cut) > 0
	msg := sprintf(
		"Firewall '%s' lets integration service environment '%s' have no %s.",
		[gate.subject, environment.subject, concat(", no ", cut)],
	)
	evidence := array.concat([{"entity": subnet, "attribute": "route_table"} | some subnet in subnets], [{"entity": wall, "attribute": "subnets"}])
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	not _is_certainly_cut(gate, subnets)
	not _is_open(gate, subnets)
	msg := sprintf(
		"Whether firewall '%s' lets pass all that integration service environment '%s' needs cannot be told.",
		[gate.subject, environment.subject],
	)
	evidence := [{"entity": wall, "attribute": "subnets"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": _routes(environment)} if {
	some id, environment in ise.deployed
	_is_not_seen(environment)
	msg := sprintf(
		"The default route of integration service environment '%s' leads to an appliance; whether it lets pass what the services within need cannot be told.",
		[environment.subject],
	)
}

_is_concerned(environment) if count(firewall.behind(environment)) > 0

_is_concerned(environment) if firewall.leads_to_another(environment)

_is_concerned(environment) if firewall.may_lead_to_one(environment)

_is_certainly_cut(gate, subnets) if {
	firewall.is_known(gate)
	count(_cut(gate, subnets)) > 0
}

# What no rule may let pass from some address.
_cut(gate, subnets) := {sprintf("%s (port %s)", [need.what, concat(", ", [format_int(port, 10) | some port in need.ports])]) |
	some need in _needs
	some subnet in subnets
	some prefix in _prefixes(subnet)
	not _may_pass(gate, need, prefix)
}

_may_pass(gate, need, prefix) if {
	flow := _flow(need, prefix, need.ports)
	some rule in firewall.rules(gate, "allow", ["network"])
	firewall_rule.may_meet(rule, prefix)
	some port in need.ports
	firewall_rule.may_have_port(rule, port)
	not firewall_flow.is_stopped(gate, rule, flow)
}

# What is reached by name as well may pass an application rule.
_may_pass(gate, need, prefix) if {
	need.destination != "*"
	flow := _flow(need, prefix, need.ports)
	some rule in firewall.rules(gate, "allow", ["application"])
	firewall_rule.may_meet(rule, prefix)
	not firewall_flow.is_stopped(gate, rule, flow)
}

_is_open(gate, subnets) if {
	firewall.is_known(gate)
	every subnet in subnets {
		not input.after.subnets[subnet].unknown.prefixes
		every need in _needs {
			_passes(gate, need, subnet)
		}
	}
}

_passes(gate, need, subnet) if {
	every prefix in _prefixes(subnet) {
		every port in need.ports {
			flow := _flow(need, prefix, [port])
			some rule in firewall.rules(gate, "allow", ["network"])
			firewall_flow.takes(rule, flow)
			not firewall_flow.may_be_stopped(gate, rule, flow)
		}
	}
}

_flow(need, prefix, ports) := {"prefix": prefix, "destination": need.destination, "protocol": need.protocol, "ports": ports}

# A subnet of which no prefix is known stands for all addresses.
_prefixes(subnet) := object.get(input.after.subnets[subnet], "prefixes", [{"first": "0.0.0.0", "prefix_length": 0}])

_is_not_seen(environment) if firewall.leads_to_another(environment)

_is_not_seen(environment) if firewall.may_lead_to_one(environment)

_routes(environment) := [{"entity": subnet, "attribute": "route_table"} | some subnet in ise.subnets(environment)]
