# METADATA
# title: no appliance inspects the traffic of an integration service environment
# description: >-
#   An appliance must not inspect what comes from the subnets of an environment. Azure Firewall Premium
#   does where intrusion detection alerts or denies; the environment's subnets then have to be passed
#   over.
# custom:
#   id: ISE-NVA-NO-INSPECT
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Add a bypass of intrusion detection for the environment's subnets, to any destination and port.
#   remediation_terraform: |
#     resource "azurerm_firewall_policy" "example" {
#       # …
#       intrusion_detection {
#         mode = "Alert"
#         traffic_bypass {
#           name                  = "ise"
#           protocol              = "ANY"
#           source_addresses      = ["10.0.0.0/24"]
#           destination_addresses = ["*"]
#           destination_ports     = ["*"]
#         }
#       }
#     }
#   remediation_bicep: |
#     resource policy 'Microsoft.Network/firewallPolicies@2023-11-01' = {
#       // …
#       properties: {
#         intrusionDetection: {
#           mode: 'Alert'
#           configuration: {
#             bypassTrafficSettings: [
#               {
#                 name: 'ise'
#                 protocol: 'ANY'
#                 sourceAddresses: [ '10.0.0.0/24' ]
#                 destinationAddresses: [ '*' ]
#                 destinationPorts: [ '*' ]
#               }
#             ]
#           }
#         }
#       }
#     }
#   related: [ISE-NVA-NO-TLS]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.nva_no_inspect

import data.vnetguard.lib.attribute
import data.vnetguard.lib.firewall
import data.vnetguard.lib.firewall_rule
import data.vnetguard.lib.ipv4
import data.vnetguard.lib.ise

subjects contains id if {
	some id, environment in ise.deployed
	_is_concerned(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	some policy in firewall.policies(gate)
	inspected := {subnet | some subnet in subnets; _is_inspected(policy, subnet)}
	count(inspected) > 0
	msg := sprintf(
		"Firewall policy '%s' inspects traffic (intrusion detection: %s) from subnet '%s' of integration service environment '%s'.",
		[policy.subject, policy.intrusion_detection_mode, concat("', '", {input.after.subnets[subnet].subject | some subnet in inspected}), environment.subject],
	)
	evidence := array.concat([{"entity": policy.id, "attribute": "intrusion_detection_mode"}, {"entity": wall, "attribute": "firewall_policy"}], [{"entity": subnet, "attribute": "route_table"} | some subnet in inspected])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": wall, "attribute": "firewall_policy"}]} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	some subnet in subnets
	_may_be_inspected(gate, subnet)
	msg := sprintf(
		"Whether firewall '%s' inspects traffic of integration service environment '%s' cannot be told.",
		[gate.subject, environment.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _routes(environment)} if {
	some id, environment in ise.deployed
	_is_not_seen(environment)
	msg := sprintf(
		"Traffic of integration service environment '%s' goes through an appliance; whether it inspects that cannot be told.",
		[environment.subject],
	)
}

_is_concerned(environment) if count(firewall.behind(environment)) > 0

_is_concerned(environment) if firewall.leads_to_another(environment)

_is_concerned(environment) if firewall.may_lead_to_one(environment)

# Of what goes from some address to some port by some protocol, the policy passes over less than all destinations.
_is_inspected(policy, subnet) if {
	_inspects(policy)
	not policy.unknown.intrusion_detection_bypass
	some prefix in input.after.subnets[subnet].prefixes
	some protocol in ["tcp", "udp"]
	some port in _ports(policy)
	passed_over := [range |
		some bypass in policy.intrusion_detection_bypass
		_may_hold(bypass, prefix, protocol, port)
		some range in firewall_rule.destination_ranges(bypass)
	]
	everything := ipv4.all
	not ipv4.covers(passed_over, everything)
}

# A port for each way in which the entries can differ: the first of all, and those behind the ports that are passed over.
_ports(policy) := {0} | {behind |
	some bypass in policy.intrusion_detection_bypass
	some text in bypass.destination_ports
	regex.match("^[0-9]+(-[0-9]+)?$", text)
	ends := split(text, "-")
	behind := to_number(ends[count(ends) - 1]) + 1
	behind < 65536
}

_may_hold(bypass, prefix, protocol, port) if {
	firewall_rule.may_meet(bypass, prefix)
	lower(object.get(bypass, "protocol", "any")) in {"any", protocol}
	_may_have_port(bypass, port)
}

_may_have_port(bypass, port) if firewall_rule.may_have_port(bypass, port)

_may_have_port(bypass, _) if attribute.is_absent(bypass, "destination_ports")

_may_be_inspected(gate, _) if gate.presence == "external"

_may_be_inspected(gate, _) if gate.unknown.firewall_policy

_may_be_inspected(gate, _) if {
	some policy in firewall.policies(gate)
	_is_unclear(policy)
}

_may_be_inspected(gate, subnet) if {
	some policy in firewall.policies(gate)
	_inspects(policy)
	not _is_passed_over(policy, subnet)
}

_inspects(policy) if policy.intrusion_detection_mode in {"alert", "deny"}

_is_unclear(policy) if policy.presence == "external"

_is_unclear(policy) if policy.unknown.intrusion_detection_mode

_is_unclear(policy) if policy.unknown.base_policy

# A bypass takes all of it.
_is_passed_over(policy, subnet) if {
	not input.after.subnets[subnet].unknown.prefixes
	every prefix in _prefixes(subnet) {
		some bypass in policy.intrusion_detection_bypass
		firewall_rule.covers(bypass, prefix)
		firewall_rule.has_destination(bypass, "*")
		"*" in bypass.destination_ports
		lower(bypass.protocol) == "any"
	}
}

# A subnet of which no prefix is known stands for all addresses.
_prefixes(subnet) := object.get(input.after.subnets[subnet], "prefixes", [{"first": "0.0.0.0", "prefix_length": 0}])

_is_not_seen(environment) if firewall.leads_to_another(environment)

_is_not_seen(environment) if firewall.may_lead_to_one(environment)

_routes(environment) := [{"entity": subnet, "attribute": "route_table"} | some subnet in ise.subnets(environment)]
