# METADATA
# title: what stands between an integration service environment and the Internet keeps its ports open
# description: >-
#   Firewalls, routers and other devices on the way have to let the required ports pass just as network
#   security groups do. A firewall that allows nothing from the environment's subnets cuts it off.
# custom:
#   id: ISE-NSG-FIREWALLS-BETWEEN
#   level: warning
#   kind: routing
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Let the rows of the table of outbound ports pass on the firewall or appliance.
#   remediation_terraform: |
#     resource "azurerm_firewall_network_rule_collection" "ise" {
#       # …
#       action = "Allow"
#       rule {
#         name                  = "event-hubs" # and the other rows
#         source_addresses      = ["10.0.0.0/24"]
#         destination_addresses = ["EventHub"]
#         destination_ports     = ["5672"]
#         protocols             = ["Any"]
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
#                 name: 'event-hubs' // and the other rows
#                 sourceAddresses: [ '10.0.0.0/24' ]
#                 destinationAddresses: [ 'EventHub' ]
#                 destinationPorts: [ '5672' ]
#                 ipProtocols: [ 'Any' ]
#               }
#             ]
#           }
#         ]
#       }
#     }
#   related: [ISE-FW-DEPENDENCIES, ISE-NSG-OUT-INTERNET]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Enable access for ISE"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Enable access for ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.nsg_firewalls_between

import data.vnetguard.lib.firewall
import data.vnetguard.lib.firewall_flow
import data.vnetguard.lib.firewall_rule
import data.vnetguard.lib.ise

subjects contains id if {
	some id, environment in ise.deployed
	_is_concerned(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	closed := {subnet | some subnet in subnets; _is_closed(gate, subnet)}
	count(closed) > 0
	msg := sprintf(
		"Firewall '%s' allows nothing from subnet '%s' of integration service environment '%s', whose traffic goes through it.",
		[gate.subject, concat("', '", {input.after.subnets[subnet].subject | some subnet in closed}), environment.subject],
	)
	evidence := array.concat([{"entity": subnet, "attribute": "route_table"} | some subnet in closed], [{"entity": wall, "attribute": "subnets"}])
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	some subnet in subnets
	not _is_closed(gate, subnet)
	not _is_open(gate, subnet)
	msg := sprintf(
		"Whether firewall '%s' lets all ports pass that integration service environment '%s' needs cannot be told.",
		[gate.subject, environment.subject],
	)
	evidence := [{"entity": wall, "attribute": "subnets"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": _routes(environment)} if {
	some id, environment in ise.deployed
	_is_not_seen(environment)
	msg := sprintf(
		"Traffic of integration service environment '%s' goes through an appliance or a gateway; whether all required ports pass there cannot be told.",
		[environment.subject],
	)
}

_is_concerned(environment) if count(firewall.behind(environment)) > 0

_is_concerned(environment) if firewall.leads_to_another(environment)

_is_concerned(environment) if firewall.may_lead_to_one(environment)

_is_concerned(environment) if _leads_to_gateway(environment)

# From some address, no rule lets anything out.
_is_closed(gate, subnet) if {
	firewall.is_known(gate)
	some prefix in _prefixes(subnet)
	every rule in firewall.rules(gate, "allow", ["application", "network"]) {
		_is_idle(gate, rule, prefix)
	}
}

_is_idle(_, rule, prefix) if not firewall_rule.may_meet(rule, prefix)

_is_idle(gate, rule, prefix) if firewall_flow.is_stopped(gate, rule, _everything(prefix))

# A rule lets everything out, and none that denies may come before it.
_is_open(gate, subnet) if {
	firewall.is_known(gate)
	not input.after.subnets[subnet].unknown.prefixes
	every prefix in _prefixes(subnet) {
		flow := _everything(prefix)
		some rule in firewall.rules(gate, "allow", ["network"])
		firewall_flow.takes(rule, flow)
		not firewall_flow.may_be_stopped(gate, rule, flow)
	}
}

_everything(prefix) := {"prefix": prefix, "destination": "*", "protocol": "any", "ports": "*"}

_leads_to_gateway(environment) if {
	some id in ise.subnets(environment)
	input.after.subnets[id].default_route.next_hop == "virtualnetworkgateway"
}

_is_not_seen(environment) if _leads_to_gateway(environment)

# A subnet of which no prefix is known stands for all addresses.
_prefixes(subnet) := object.get(input.after.subnets[subnet], "prefixes", [{"first": "0.0.0.0", "prefix_length": 0}])

_is_not_seen(environment) if firewall.leads_to_another(environment)

_is_not_seen(environment) if firewall.may_lead_to_one(environment)

_routes(environment) := [{"entity": subnet, "attribute": "route_table"} | some subnet in ise.subnets(environment)]
