# METADATA
# title: no lock stays on what is deleted with an integration service environment
# description: >-
#   A lock on an environment, on its virtual network or on a resource group around them keeps them from
#   being deleted, whatever its level.
# custom:
#   id: ISE-DELETE-LOCKS
#   level: warning
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Remove the lock first, in a deployment before this one or in this one.
#   remediation_terraform: |
#     resource "azurerm_management_lock" "example" {
#       count = 0 # removed in an apply before this one
#       # …
#     }
#   remediation_bicep: |
#     // az lock delete --ids <id of the lock>, before the deployment
#   related: [ISE-VNET-DELETE-ORDER, ISE-SUBNET-REUSE-WAIT]
#   sources:
#     - document: Manage your integration service environment (ISE) in Azure Logic Apps
#       edition: "2022-08-20"
#       section: "Delete ISE"
#       url: https://learn.microsoft.com/azure/logic-apps/ise-manage-integration-service-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.delete_locks

import data.vnetguard.lib.attribute
import data.vnetguard.lib.change
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# What goes, and the ids whose locks keep it: its own and, for an environment, those of its virtual networks.
_going[id] := {"what": "Integration service environment", "entity": environment, "ids": {id} | networks} if {
	some id, environment in input.before.integration_service_environments
	presence.is_part_of_input(environment)
	change.goes(id)
	networks := {input.before.subnets[subnet].virtual_network.id | some subnet in ise.subnets(environment)}
}

_going[id] := {"what": "Virtual network", "entity": network, "ids": {id}} if {
	some id, network in input.before.virtual_networks
	presence.is_part_of_input(network)
	change.goes(id)
}

subjects := object.keys(_going)

# Locks that are there and stay.
_locks[id] := lock if {
	some id, lock in input.before.management_locks
	not change.goes(id)
}

deny contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, found in _going
	locks := {lock.subject | some lock in _locks; _covers(lock, found.ids)}
	count(locks) > 0
	msg := sprintf(
		"%s '%s' would be deleted, but the lock '%s' stays and keeps it from that.",
		[found.what, found.entity.subject, concat("', '", locks)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, found in _going
	some lock in _locks
	attribute.is_unknown(lock, "scope")
	msg := sprintf(
		"Whether the lock '%s', which stays, keeps %s '%s' from being deleted cannot be told.",
		[lock.subject, lower(found.what), found.entity.subject],
	)
}

# A lock covers what it is on and everything below.
_covers(lock, ids) if lock.integration_service_environment.id in ids

_covers(lock, ids) if lock.virtual_network.id in ids

_covers(lock, ids) if {
	some id in ids
	startswith(sprintf("%s/", [id]), sprintf("%s/", [lower(lock.scope)]))
}
