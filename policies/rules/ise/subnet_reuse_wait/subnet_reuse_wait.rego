# METADATA
# title: the subnets of an environment that is deleted are left alone in the same deployment
# description: >-
#   After an integration service environment is deleted, Azure keeps its subnets occupied for an hour,
#   at times for longer (up to nine hours, as a later page says). Deleting, changing or using them in
#   the same deployment fails.
# custom:
#   id: ISE-SUBNET-REUSE-WAIT
#   level: warning
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Delete the environment first. Change, delete or use its subnets in a later deployment, when Azure
#     has released them.
#   remediation_terraform: |
#     # First apply: only the environment goes.
#     removed {
#       from = azurerm_subnet.ise1 # stays in Azure; delete it in a later apply
#       lifecycle { destroy = false }
#     }
#   remediation_bicep: |
#     // First deployment: without the environment, with its subnets as they are.
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: { addressPrefix: '10.0.0.0/27' }
#     }
#   related: [ISE-SUBNET-ADDR-IMMUTABLE, ISE-VNET-DELETE-ORDER, ISE-CREATE-CLOSED]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_reuse_wait

import data.vnetguard.lib.change
import data.vnetguard.lib.ise
import data.vnetguard.lib.occupants
import data.vnetguard.lib.presence

# Environments that go, perhaps to be created anew.
_going[id] := environment if {
	some id, environment in input.before.integration_service_environments
	presence.is_part_of_input(environment)
	change.goes(id)
}

subjects := object.keys(_going)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in _going
	reused := {input.before.subnets[subnet].subject | some subnet in ise.subnets(environment); _is_reused(subnet)}
	count(reused) > 0
	msg := sprintf(
		"Integration service environment '%s' is deleted and '%s' %s only hours later.",
		[environment.subject, concat("', '", reused), _what(reused)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in _going
	_may_be_reused(environment)
	msg := sprintf(
		"Whether the subnets of integration service environment '%s', which is deleted, are used in the same deployment cannot be told.",
		[environment.subject],
	)
}

_what(reused) := "is changed, deleted or used in the same deployment; Azure releases it" if count(reused) == 1

_what(reused) := "are changed, deleted or used in the same deployment; Azure releases them" if count(reused) > 1

_is_reused(subnet) if change.is_touched(subnet)

_is_reused(subnet) if change.goes(input.before.subnets[subnet].virtual_network.id)

_is_reused(subnet) if {
	some id, _ in occupants.of(input.after.subnets[subnet])
	_is_made(id)
}

_is_made(id) if {
	some action in input.changes[id].actions
	action in {"create", "update"}
}

_may_be_reused(environment) if not ise.names_all_subnets(environment)

_may_be_reused(environment) if {
	some subnet in ise.subnets(environment)
	change.may_be_lost(subnet)
}

# Something is made in subnets that are not told.
_may_be_reused(_) if {
	some kind, _ in occupants.kinds
	some id, occupant in input.after[kind]
	_is_made(id)
	occupants.is_somewhere(occupant, kind)
}
