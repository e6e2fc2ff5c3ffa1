# METADATA
# title: an integrated app keeps its integration
# description: >-
#   An app restarts when it is disconnected from a virtual network, or connected to one. The change is
#   possible; it interrupts the app.
# custom:
#   id: APP-VNI-RESTART
#   level: note
#   kind: change
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Deploy the change when a restart does no harm.
#   remediation_terraform: |
#     # terraform apply in a maintenance window
#   remediation_bicep: |
#     // az deployment group create … in a maintenance window
#   related: [APP-VNI-DELETE-ORDER]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Manage virtual network integration"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_restart

import data.vnetguard.lib.change
import data.vnetguard.lib.integration

# Apps that stand there and stay, and are integrated now or afterwards, or may be.
subjects contains id if {
	some id, app in input.before.apps
	input.changes[id]
	not change.goes(id)
	after := input.after.apps[id]
	_is_about([app, after])
}

_is_about(sides) if {
	some side in sides
	integration.may_be(side)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "integration_subnet"}]} if {
	some id in subjects
	_changes(id)
	msg := sprintf("App '%s' restarts, because its virtual network integration changes.", [input.after.apps[id].subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "integration_subnet"}]} if {
	some id in subjects
	not _changes(id)
	not _is_kept(id)
	msg := sprintf(
		"Whether the virtual network integration of app '%s' changes, and the app restarts, cannot be told.",
		[input.after.apps[id].subject],
	)
}

_changes(id) if {
	_subnet(input.before.apps[id]) != _subnet(input.after.apps[id])
}

_is_kept(id) if _subnet(input.before.apps[id]) == _subnet(input.after.apps[id])

# As unknown as before, and not to be changed.
_is_kept(id) if {
	input.before.apps[id].unknown.integration_subnet == input.after.apps[id].unknown.integration_subnet
	input.changes[id].actions == ["no-op"]
}

_subnet(app) := app.integration_subnet.id

_subnet(app) := "none" if {
	not app.integration_subnet
	not app.unknown.integration_subnet
}
