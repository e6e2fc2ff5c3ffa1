# METADATA
# title: a subnet with integrated apps keeps its size
# description: >-
#   The size of a subnet cannot change while apps are integrated with it: Azure refuses the update.
# custom:
#   id: APP-VNI-RESIZE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Create a new subnet of the wanted size, move the integration there, and remove the old one
#     afterwards.
#   remediation_terraform: |
#     resource "azurerm_subnet" "larger" {
#       name             = "integration-2"
#       address_prefixes = ["10.0.2.0/26"]
#       # …
#     }
#   remediation_bicep: |
#     resource larger 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       name: 'integration-2'
#       properties: { addressPrefix: '10.0.2.0/26' }
#     }
#   related: [APP-VNI-SUBNET-MIN, APP-VNI-DELETE-VNET]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_resize

import data.vnetguard.lib.attribute
import data.vnetguard.lib.change
import data.vnetguard.lib.instances
import data.vnetguard.lib.joined

# Subnets that stay, with apps that are integrated now. One that is deleted is the matter of another rule.
subjects contains id if {
	some id, subnet in input.before.subnets
	count(joined.apps(subnet)) > 0
	input.changes[id]
	not change.goes(id)
	input.after.subnets[id]
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	_is_resized(id)
	count(_staying(id)) > 0
	msg := sprintf(
		"Subnet '%s' changes from '%s' to '%s' while '%s' is integrated with it.",
		[
			input.after.subnets[id].subject, instances.prefixes(input.before.subnets[id]),
			instances.prefixes(input.after.subnets[id]), joined.names(_staying(id), "apps"),
		],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	not _is_kept(id)
	not _is_refused(id)
	msg := sprintf("Whether subnet '%s' changes its size while apps are integrated with it cannot be told.", [input.after.subnets[id].subject])
}

_is_refused(id) if {
	_is_resized(id)
	count(_staying(id)) > 0
}

_is_resized(id) if {
	_are_known(id)
	_texts(input.before.subnets[id]) != _texts(input.after.subnets[id])
}

_is_kept(id) if {
	_are_known(id)
	_texts(input.before.subnets[id]) == _texts(input.after.subnets[id])
}

_is_kept(id) if not change.is_touched(id)

_are_known(id) if {
	attribute.is_known(input.before.subnets[id], "prefixes")
	attribute.is_known(input.after.subnets[id], "prefixes")
}

_texts(subnet) := {prefix.text | some prefix in subnet.prefixes}

# Apps that are integrated with it now, and afterwards too. Where the others leave, nothing says that they leave first.
_staying(id) := joined.apps(input.before.subnets[id]) & joined.apps(input.after.subnets[id])
