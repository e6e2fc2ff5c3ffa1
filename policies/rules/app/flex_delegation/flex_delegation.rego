# METADATA
# title: a subnet of Flex Consumption apps has the delegation, name and size that they require
# description: >-
#   Flex Consumption apps are integrated with a subnet that is delegated to 'Microsoft.App/environments',
#   has no underscore in its name and is a /27 or larger. The delegation of other plans,
#   'Microsoft.Web/serverFarms', does not do.
# custom:
#   id: APP-FLEX-DELEGATION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Delegate the subnet to 'Microsoft.App/environments', name it without underscores and give it a /27 or
#     more.
#   remediation_terraform: |
#     resource "azurerm_subnet" "flex" {
#       name             = "flex"
#       address_prefixes = ["10.0.1.0/27"]
#       # …
#       delegation {
#         name = "flex"
#         service_delegation {
#           name    = "Microsoft.App/environments"
#           actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
#         }
#       }
#     }
#   remediation_bicep: |
#     resource flex 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       name: 'flex'
#       properties: {
#         addressPrefix: '10.0.1.0/27'
#         delegations: [ { name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } } ]
#       }
#     }
#   related: [APP-VNI-DELEGATION, APP-VNI-SUBNET-MIN]
#   sources:
#     - document: Azure Functions networking options
#       edition: "2025-03-14"
#       section: "Subnets"
#       url: https://learn.microsoft.com/azure/azure-functions/functions-networking-options
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.flex_delegation

import data.vnetguard.lib.attribute
import data.vnetguard.lib.delegation
import data.vnetguard.lib.instances
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined

_services := {"microsoft.app/environments"}

_longest := 27

_joined contains id if {
	some id in joined.subnets
	_has_flex(joined.apps(input.after.subnets[id]))
}

# Subnets that such apps may be integrated with, and that may not suit them.
_candidates contains id if {
	some id, ids in joined.candidates
	_has_flex(ids)
	not id in _joined
	not _suits(id)
}

# Subnets with the delegation, of apps whose plan cannot be told.
_candidates contains id if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	not id in _joined
	delegation.is_to(subnet, _services)
	not _is_other(subnet)
	not _suits(id)
}

_lost contains id if {
	some id in joined.lost
	integration.is_flex(input.after.apps[id])
}

_has_flex(apps) if {
	some app in apps
	integration.is_flex(input.after.apps[app])
}

_is_other(subnet) if {
	every app in joined.apps(subnet) {
		integration.is_not_flex(input.after.apps[app])
	}
}

subjects := (_joined | _candidates) | _lost

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "delegations"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	delegation.is_not_to(subnet, _services)
	msg := sprintf(
		"Subnet '%s' is not delegated to 'Microsoft.App/environments', which the Flex Consumption app '%s' requires.",
		[subnet.subject, joined.names(_flex(subnet), "apps")],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "name")
	contains(subnet.name, "_")
	msg := sprintf(
		"Subnet '%s' has an underscore in its name '%s', which the Flex Consumption app '%s' does not take.",
		[subnet.subject, subnet.name, joined.names(_flex(subnet), "apps")],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "prefixes")
	not instances.has_prefix(subnet, _longest)
	msg := sprintf(
		"Subnet '%s' has prefix '%s'; the Flex Consumption app '%s' requires an IPv4 /%d or larger.",
		[subnet.subject, instances.prefixes(subnet), joined.names(_flex(subnet), "apps"), _longest],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": name} | some name in ["delegations", "name", "prefixes"]]} if {
	some id in _joined | _candidates
	not _suits(id)
	not _is_refused(id)
	msg := sprintf(
		"Whether subnet '%s' has the delegation, name and size that Flex Consumption requires of it cannot be told.",
		[input.after.subnets[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in _lost
	msg := joined.lost_text(id, "it has the delegation, name and size that Flex Consumption requires")
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

_suits(id) if {
	subnet := input.after.subnets[id]
	delegation.is_to(subnet, _services)
	attribute.is_known(subnet, "name")
	name := subnet.name
	not contains(name, "_")
	instances.has_prefix(subnet, _longest)
}

_flex(subnet) := {id | some id in joined.apps(subnet); integration.is_flex(input.after.apps[id])}
