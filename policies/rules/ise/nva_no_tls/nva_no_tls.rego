# METADATA
# title: no appliance opens the encrypted traffic of an integration service environment
# description: >-
#   An appliance on the way of an environment must not end or change its outbound TLS connections. Azure
#   Firewall does so where an application rule inspects TLS; the environment then fails.
# custom:
#   id: ISE-NVA-NO-TLS
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Turn TLS inspection off in the rules that take traffic from the environment's subnets.
#   remediation_terraform: |
#     resource "azurerm_firewall_policy_rule_collection_group" "example" {
#       # …
#       application_rule_collection {
#         # …
#         rule {
#           # …
#           source_addresses = ["10.0.0.0/24"]
#           terminate_tls    = false
#         }
#       }
#     }
#   remediation_bicep: |
#     resource rules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2023-11-01' = {
#       // …
#       properties: {
#         ruleCollections: [
#           {
#             // …
#             rules: [
#               {
#                 ruleType: 'ApplicationRule'
#                 // …
#                 sourceAddresses: [ '10.0.0.0/24' ]
#                 terminateTLS: false
#               }
#             ]
#           }
#         ]
#       }
#     }
#   related: [ISE-NVA-NO-INSPECT]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.nva_no_tls

import data.vnetguard.lib.firewall
import data.vnetguard.lib.ise
import data.vnetguard.lib.firewall_rule

subjects contains id if {
	some id, environment in ise.deployed
	_is_concerned(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	opened := {subnet | some subnet in subnets; _is_opened(gate, subnet)}
	count(opened) > 0
	msg := sprintf(
		"Firewall '%s' inspects TLS traffic from subnet '%s' of integration service environment '%s'.",
		[gate.subject, concat("', '", {input.after.subnets[subnet].subject | some subnet in opened}), environment.subject],
	)
	evidence := array.concat([{"entity": subnet, "attribute": "route_table"} | some subnet in opened], [{"entity": wall, "attribute": "subnets"}])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": wall, "attribute": "subnets"}]} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	some subnet in subnets
	not _is_opened(gate, subnet)
	_may_be_opened(gate, subnet)
	msg := sprintf(
		"Whether firewall '%s' inspects TLS traffic of integration service environment '%s' cannot be told.",
		[gate.subject, environment.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _routes(environment)} if {
	some id, environment in ise.deployed
	_is_not_seen(environment)
	msg := sprintf(
		"Traffic of integration service environment '%s' goes through an appliance; whether it opens TLS connections cannot be told.",
		[environment.subject],
	)
}

_is_concerned(environment) if count(firewall.behind(environment)) > 0

_is_concerned(environment) if firewall.leads_to_another(environment)

_is_concerned(environment) if firewall.may_lead_to_one(environment)

_is_opened(gate, subnet) if {
	some rule in _rules(gate)
	rule.presence == "declared"
	rule.terminate_tls == true
	some prefix in input.after.subnets[subnet].prefixes
	firewall_rule.meets(rule, prefix)
}

_may_be_opened(gate, _) if not firewall.is_known(gate)

_may_be_opened(gate, subnet) if {
	some rule in _rules(gate)
	rule.terminate_tls == true
	some prefix in _prefixes(subnet)
	firewall_rule.may_meet(rule, prefix)
}

_may_be_opened(gate, subnet) if {
	input.after.subnets[subnet].unknown.prefixes
	some rule in _rules(gate)
	rule.terminate_tls == true
}

_rules(gate) := firewall.rules(gate, "allow", ["application"])

# A subnet of which no prefix is known stands for all addresses.
_prefixes(subnet) := object.get(input.after.subnets[subnet], "prefixes", [{"first": "0.0.0.0", "prefix_length": 0}])

_is_not_seen(environment) if firewall.leads_to_another(environment)

_is_not_seen(environment) if firewall.may_lead_to_one(environment)

_routes(environment) := [{"entity": subnet, "attribute": "route_table"} | some subnet in ise.subnets(environment)]
