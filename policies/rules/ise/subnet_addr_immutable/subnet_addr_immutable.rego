# METADATA
# title: the subnets of an integration service environment and their addresses stay what it was created with
# description: >-
#   Which subnets an environment uses, and their address ranges, are fixed when it is created. A subnet
#   with another prefix, a subnet that is removed or created anew, and another list of subnets break it.
# custom:
#   id: ISE-SUBNET-ADDR-IMMUTABLE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Take back the change of the prefix or of the list of subnets.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" {
#       # …
#       address_prefixes = ["10.0.0.0/27"] # as it was when the environment was created
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: { addressPrefix: '10.0.0.0/27' } // as it was when the environment was created
#     }
#   related: [ISE-VNET-IMMUTABLE, ISE-SUBNET-REUSE-WAIT]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create subnet"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_addr_immutable

import data.vnetguard.lib.attribute
import data.vnetguard.lib.change
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

subjects contains id if some id, _ in ise.kept

subjects contains id if some id, _ in _used

# Subnets that environments are in and stay in, as they are now: the environments by subnet.
_used[subnet] := environments if {
	some subnet, before in input.before.subnets
	presence.is_part_of_input(before)
	environments := [environment.after.subject |
		some id in object.get(before, "integration_service_environments", [])
		environment := ise.kept[id]
	]
	count(environments) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in ise.kept
	_has_other_subnets(environment)
	msg := sprintf(
		"The subnets of integration service environment '%s' would change; they are chosen at creation and cannot be changed.",
		[environment.after.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in ise.kept
	not _has_other_subnets(environment)
	not _names_all_subnets(environment)
	msg := sprintf(
		"Whether the subnets of integration service environment '%s' would change, which they cannot, cannot be told.",
		[environment.after.subject],
	)
}

_has_other_subnets(environment) if {
	ise.names_all_subnets(environment.before)
	count(ise.subnets(environment.after) - ise.subnets(environment.before)) > 0
}

_has_other_subnets(environment) if {
	ise.names_all_subnets(environment.after)
	count(ise.subnets(environment.before) - ise.subnets(environment.after)) > 0
}

# A plan that replaces the environment because of them says so.
_has_other_subnets(environment) if "virtual_network_subnet_ids" in input.changes[environment.after.id].replaced_by

_names_all_subnets(environment) if {
	ise.names_all_subnets(environment.before)
	ise.names_all_subnets(environment.after)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id, environments in _used
	not change.goes(id)
	_is_readdressed(id)
	msg := sprintf(
		"The address prefixes of subnet '%s' would change from '%s' to '%s'; it is in use by integration service environment '%s'.",
		[
			input.before.subnets[id].subject, _text(input.before.subnets[id].prefixes),
			_text(input.after.subnets[id].prefixes), concat("', '", environments),
		],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, environments in _used
	change.goes(id)
	msg := sprintf(
		"Subnet '%s' would be deleted or created anew; it is in use by integration service environment '%s', whose subnets cannot change.",
		[input.before.subnets[id].subject, concat("', '", environments)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id, environments in _used
	not change.goes(id)
	_may_be_readdressed(id)
	msg := sprintf(
		"Whether the address prefixes of subnet '%s' would change cannot be told; it is in use by integration service environment '%s'.",
		[input.before.subnets[id].subject, concat("', '", environments)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, environments in _used
	change.may_be_lost(id)
	msg := sprintf(
		"Whether virtual network '%s' would lose subnet '%s' cannot be told; it is in use by integration service environment '%s'.",
		[
			input.before.virtual_networks[input.before.subnets[id].virtual_network.id].subject,
			input.before.subnets[id].name, concat("', '", environments),
		],
	)
}

_is_there(id) if presence.is_part_of_input(input.after.subnets[id])

_is_readdressed(id) if {
	_is_there(id)
	before := input.before.subnets[id]
	after := input.after.subnets[id]
	attribute.is_known(before, "prefixes")
	attribute.is_known(after, "prefixes")
	_ranges(before) != _ranges(after)
}

_may_be_readdressed(id) if {
	_is_there(id)
	not _is_readdressed(id)
	sides := {"before": input.before.subnets[id], "after": input.after.subnets[id]}
	not change.agrees(sides, "prefixes")
}

_ranges(subnet) := {[prefix.first, prefix.last] | some prefix in subnet.prefixes}

_text(prefixes) := concat("', '", [prefix.text | some prefix in prefixes])
