# METADATA
# title: by the 2019 edition the integration subnet has no route table
# description: >-
#   By the 2019 edition routes cannot be set on the traffic that apps send into the virtual network: a
#   route table on the integration subnet has no effect.
# custom:
#   id: APP-2019-NO-UDR
#   level: warning
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Take the route table off, or judge by a newer edition.
#   remediation_terraform: |
#     # no azurerm_subnet_route_table_association for the integration subnet
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: { addressPrefix: '10.0.1.0/26' } // no routeTable
#     }
#   related: [APP-2019-NO-GLOBAL-PEERING]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.edition_2019_no_udr

import data.vnetguard.lib.attribute
import data.vnetguard.lib.edition
import data.vnetguard.lib.joined

_joined contains id if {
	edition.is_before_2025("app")
	some id in joined.subnets
}

# Subnets with a route table, or perhaps one, that apps may be integrated with.
_candidates contains id if {
	edition.is_before_2025("app")
	some id, _ in joined.doubtful
	subnet := input.after.subnets[id]
	not attribute.is_absent(subnet, "route_table")
}

subjects := _joined | _candidates

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "route_table"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	subnet.route_table.id
	msg := sprintf(
		"Subnet '%s' has a route table, which has no effect on the traffic of '%s' by the 2019 edition.",
		[subnet.subject, joined.names(joined.apps(subnet), "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "route_table"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	attribute.is_unknown(subnet, "route_table")
	msg := sprintf("Whether subnet '%s' has a route table cannot be told.", [subnet.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "route_table"}]} if {
	some id in _candidates
	msg := sprintf(
		"Whether '%s' is integrated with subnet '%s', where a route table would have no effect, cannot be told.",
		[joined.names(joined.doubtful[id], "apps"), input.after.subnets[id].subject],
	)
}
