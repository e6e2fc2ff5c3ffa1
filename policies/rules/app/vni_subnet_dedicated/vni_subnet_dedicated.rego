# METADATA
# title: nothing but integrated apps uses the integration subnet
# description: >-
#   An integration subnet is for integration alone. Where network interfaces, private endpoints, gateways,
#   load balancers or other services take addresses in it, apps cannot join it, or the others cannot be
#   deployed.
# custom:
#   id: APP-VNI-SUBNET-DEDICATED
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the other resources, or the apps, a subnet of their own.
#   remediation_terraform: |
#     resource "azurerm_subnet" "endpoints" {
#       name             = "endpoints"
#       address_prefixes = ["10.0.2.0/27"]
#       # …
#     }
#   remediation_bicep: |
#     resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       name: 'endpoints'
#       properties: { addressPrefix: '10.0.2.0/27' }
#     }
#   related: [APP-VNI-DELEGATION, APP-VNI-SUBNET-MIN]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_subnet_dedicated

import data.vnetguard.lib.joined
import data.vnetguard.lib.occupants
import data.vnetguard.lib.presence

# Apps are what the subnet is for, and a plan joins it for its apps.
_own := {"apps", "app_service_plans"}

# Subnets with others in them that apps may be integrated with.
_candidates contains id if {
	some id, _ in joined.doubtful
	subnet := input.after.subnets[id]
	not _is_unused(subnet)
}

subjects := (joined.subnets | _candidates) | joined.lost

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	some other, kind in _others(subnet)
	msg := sprintf(
		"'%s' is in subnet '%s', which is dedicated to the virtual network integration of '%s'.",
		[input.after[kind][other].subject, subnet.subject, joined.names(joined.apps(subnet), "apps")],
	)
	evidence := [{"entity": other, "attribute": occupants.kinds[kind].edge}]
}

# Of a subnet outside of the input it is not known what else is in it.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "delegations"}]} if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	not presence.is_part_of_input(subnet)
	count(_others(subnet)) == 0
	msg := sprintf("What else is in subnet '%s' cannot be told: it is not part of the input.", [subnet.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	count(_others(subnet)) == 0
	some other, kind in _anywhere
	_may_be_in(input.after[kind][other], kind, id)
	msg := sprintf(
		"Whether '%s' is in subnet '%s', which is dedicated to the virtual network integration of '%s', cannot be told.",
		[input.after[kind][other].subject, subnet.subject, joined.names(joined.apps(subnet), "apps")],
	)
	evidence := [{"entity": other, "attribute": occupants.kinds[kind].edge}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(app)} if {
	some id in _candidates
	some app in joined.doubtful[id]
	msg := sprintf(
		"Subnet '%s' may have to be dedicated to '%s': whether that is integrated with it cannot be told.",
		[input.after.subnets[id].subject, input.after.apps[app].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in joined.lost
	msg := joined.lost_text(id, "anything else is in it")
}

_others(subnet) := {other: kind | some other, kind in occupants.of(subnet); not kind in _own}

_is_unused(subnet) if {
	presence.is_part_of_input(subnet)
	count(_others(subnet)) == 0
}

# What is deployed, but it cannot be told in which subnets.
_anywhere := {other: kind |
	some kind, _ in occupants.kinds
	not kind in _own
	some other, entity in input.after[kind]
	presence.is_part_of_input(entity)
	occupants.is_somewhere(entity, kind)
}

_may_be_in(entity, kind, _) if _has_no_candidates(entity.unknown[occupants.kinds[kind].edge])

_may_be_in(entity, kind, id) if id in entity.unknown[occupants.kinds[kind].edge].candidates

_may_be_in(entity, kind, _) if {
	some edge in entity[occupants.kinds[kind].edge]
	_has_no_candidates(edge.unknown)
}

_may_be_in(entity, kind, id) if {
	some edge in entity[occupants.kinds[kind].edge]
	id in edge.unknown.candidates
}

_has_no_candidates(unknown) if count(object.get(unknown, "candidates", [])) == 0
