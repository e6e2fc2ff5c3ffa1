# METADATA
# title: Azure Firewall lets the App Service Environment within an integration service environment out
# description: >-
#   An integration service environment stands on an App Service Environment. With Azure Firewall in the
#   way, an application rule has to allow the FQDN tag AppServiceEnvironment from the environment's
#   subnets; otherwise the platform cannot be managed and the environment stops working.
# custom:
#   id: ISE-FW-ASE-FQDNTAG
#   level: error
#   kind: routing
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Add an application rule that allows the FQDN tag 'AppServiceEnvironment' from the subnets of the
#     environment.
#   remediation_terraform: |
#     resource "azurerm_firewall_application_rule_collection" "ase" {
#       # …
#       action = "Allow"
#       rule {
#         name             = "ase"
#         source_addresses = ["10.0.0.0/24"]
#         fqdn_tags        = ["AppServiceEnvironment"]
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
#             name: 'ase'
#             priority: 200
#             action: { type: 'Allow' }
#             rules: [
#               {
#                 ruleType: 'ApplicationRule'
#                 name: 'ase'
#                 sourceAddresses: [ '10.0.0.0/24' ]
#                 fqdnTags: [ 'AppServiceEnvironment' ]
#               }
#             ]
#           }
#         ]
#       }
#     }
#   related: [ISE-FW-ASE-ALLRULES, ISE-FW-DEPENDENCIES]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Outbound security rules"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.fw_ase_fqdntag

import data.vnetguard.lib.firewall
import data.vnetguard.lib.firewall_flow
import data.vnetguard.lib.firewall_rule
import data.vnetguard.lib.ise

_dependencies := data.vnetguard.reference.firewall_dependencies

_tag := _dependencies.fqdn_tag

subjects contains id if {
	some id, environment in ise.deployed
	_is_concerned(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	firewall.is_known(gate)
	closed := {subnet | some subnet in subnets; _is_closed(gate, subnet)}
	count(closed) > 0
	msg := sprintf(
		"Firewall '%s' has no application rule that allows the FQDN tag '%s' from subnet '%s' of integration service environment '%s'.",
		[gate.subject, _tag, concat("', '", {input.after.subnets[subnet].subject | some subnet in closed}), environment.subject],
	)
	evidence := array.concat([{"entity": subnet, "attribute": "route_table"} | some subnet in closed], [{"entity": wall, "attribute": "subnets"}])
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	firewall.is_known(gate)
	stopped := {subnet | some subnet in subnets; _is_stopped(gate, subnet); not _is_closed(gate, subnet)}
	count(stopped) > 0
	msg := sprintf(
		"Firewall '%s' denies the FQDN tag '%s' to subnet '%s' of integration service environment '%s' before a rule can allow it.",
		[gate.subject, _tag, concat("', '", {input.after.subnets[subnet].subject | some subnet in stopped}), environment.subject],
	)
	evidence := array.concat([{"entity": subnet, "attribute": "route_table"} | some subnet in stopped], [{"entity": wall, "attribute": "subnets"}])
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in ise.deployed
	some wall, subnets in firewall.behind(environment)
	gate := input.after.firewalls[wall]
	some subnet in subnets
	not _is_open(gate, subnet)
	not _is_certainly_closed(gate, subnet)
	msg := sprintf(
		"Whether firewall '%s' allows the FQDN tag '%s' from the subnets of integration service environment '%s' cannot be told.",
		[gate.subject, _tag, environment.subject],
	)
	evidence := [{"entity": subnet, "attribute": "prefixes"}, {"entity": wall, "attribute": "subnets"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": _routes(environment)} if {
	some id, environment in ise.deployed
	_is_not_seen(environment)
	msg := sprintf(
		"The default route of integration service environment '%s' leads to an appliance; whether that is a firewall and allows the FQDN tag 'AppServiceEnvironment' cannot be told.",
		[environment.subject],
	)
}

_is_concerned(environment) if count(firewall.behind(environment)) > 0

_is_concerned(environment) if firewall.leads_to_another(environment)

_is_concerned(environment) if firewall.may_lead_to_one(environment)

_is_certainly_closed(gate, subnet) if {
	firewall.is_known(gate)
	_is_closed(gate, subnet)
}

_is_certainly_closed(gate, subnet) if {
	firewall.is_known(gate)
	_is_stopped(gate, subnet)
}

# For an address of the subnet, no rule may allow the tag.
_is_closed(gate, subnet) if {
	some prefix in _prefixes(subnet)
	every rule in _rules(gate) {
		not firewall_rule.may_meet(rule, prefix)
	}
}

# For an address of the subnet, what denies the tag comes before everything that may allow it: a network rule, after which
# no application rule is looked at, ...
_is_stopped(gate, subnet) if {
	some prefix in _prefixes(subnet)
	flow := _flow(prefix)
	some denying in firewall.rules(gate, "deny", ["network"])
	firewall_flow.takes(denying, flow)
	every rule in firewall.rules(gate, "allow", ["network"]) {
		_comes_too_late(denying, rule, flow)
	}
}

# ... or an application rule.
_is_stopped(gate, subnet) if {
	some prefix in _prefixes(subnet)
	some denying in firewall.rules(gate, "deny", ["application"])
	denying.presence == "declared"
	firewall_rule.covers(denying, prefix)
	_goes_anywhere(denying)
	every rule in firewall.rules(gate, "allow", ["application"]) {
		_is_denied_by(denying, rule, prefix)
	}
}

# What lets only other dependencies pass says nothing of the tag.
_comes_too_late(denying, rule, flow) if not firewall_flow.may_take(rule, flow)

_comes_too_late(denying, rule, flow) if firewall.precedes(denying, rule)

_comes_too_late(_, rule, _) if {
	count(object.get(rule, "destination_fqdns", [])) == 0
	count(object.get(rule, "destination_ip_groups", [])) == 0
	every destination in rule.destination_addresses {
		lower(destination) in {lower(row.destination) | some row in _dependencies.rows; row.destination != "*"}
	}
}

_is_denied_by(_, rule, prefix) if not firewall_rule.may_meet(rule, prefix)

_is_denied_by(_, rule, _) if not _may_name_the_tag(rule)

_is_denied_by(denying, rule, _) if {
	_names_the_tag(denying)
	firewall.precedes(denying, rule)
	_has_the_ports_of(denying, rule)
}

_names_the_tag(rule) if _has_tag(rule)

_names_the_tag(rule) if "*" in rule.destination_fqdns

_may_name_the_tag(rule) if _has_tag(rule)

# Patterns may hold all names that the tag stands for, single names do not.
_may_name_the_tag(rule) if {
	some name in rule.destination_fqdns
	startswith(name, "*")
}

_has_tag(rule) if {
	some tag in rule.fqdn_tags
	lower(tag) == lower(_tag)
}

_goes_anywhere(rule) if count(object.get(rule, "destination_addresses", [])) == 0

_goes_anywhere(rule) if firewall_rule.has_destination(rule, "*")

# A rule with a tag may state no ports: then it is about all that the tag needs.
_has_the_ports_of(denying, _) if {
	_has_tag(denying)
	count(object.get(denying, "destination_ports", [])) == 0
}

_has_the_ports_of(denying, rule) if {
	wanted := {format_int(port, 10) | some port in _dependencies.fqdn_tag_ports}
	every port in object.get(rule, "destination_ports", wanted) {
		port in denying.destination_ports
	}
}

# For all of them, a rule certainly does, and nothing that denies may come before it.
_is_open(gate, subnet) if {
	firewall.is_known(gate)
	count(object.get(input.after.subnets[subnet], "prefixes", [])) > 0
	not input.after.subnets[subnet].unknown.prefixes
	every prefix in _prefixes(subnet) {
		flow := _flow(prefix)
		some rule in _rules(gate)
		rule.presence == "declared"
		firewall_rule.covers(rule, prefix)
		not firewall_flow.may_be_stopped(gate, rule, flow)
		not _may_be_denied(gate, rule, prefix)
	}
}

_may_be_denied(gate, rule, prefix) if {
	some denying in firewall.rules(gate, "deny", ["application"])
	firewall_rule.may_meet(denying, prefix)
	not firewall.precedes(rule, denying)
}

_rules(gate) := [rule |
	some rule in firewall.rules(gate, "allow", ["application"])
	_has_tag(rule)
]

_flow(prefix) := {"prefix": prefix, "destination": "*", "protocol": "tcp", "ports": _dependencies.fqdn_tag_ports}

# A subnet of which no prefix is known stands for all addresses.
_prefixes(subnet) := object.get(input.after.subnets[subnet], "prefixes", [{"first": "0.0.0.0", "prefix_length": 0}])

_is_not_seen(environment) if firewall.leads_to_another(environment)

_is_not_seen(environment) if firewall.may_lead_to_one(environment)

_routes(environment) := [{"entity": subnet, "attribute": "route_table"} | some subnet in ise.subnets(environment)]
