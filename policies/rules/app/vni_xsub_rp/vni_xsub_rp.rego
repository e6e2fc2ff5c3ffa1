# METADATA
# title: the subscription of the integration network has Microsoft.Web registered
# description: >-
#   Where app and virtual network are in different subscriptions, that of the network needs the resource
#   provider Microsoft.Web registered. Creating a first web app there does it too; the registration is not
#   part of most inputs.
# custom:
#   id: APP-VNI-XSUB-RP
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Register Microsoft.Web in the subscription of the virtual network.
#   remediation_terraform: |
#     resource "azurerm_resource_provider_registration" "web" {
#       provider = azurerm.network
#       name     = "Microsoft.Web"
#     }
#   remediation_bicep: |
#     // az provider register --namespace Microsoft.Web --subscription <subscription of the network>
#   related: [APP-MPSJ-SUBSCRIPTION]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Permissions"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_xsub_rp

import data.vnetguard.lib.joined
import data.vnetguard.lib.subscription

# Apps that are certainly integrated, in this subscription or another.
subjects contains id if {
	some id, app in input.after.apps
	app.integration_subnet.id
	subscription.of(id)
	subscription.of(app.integration_subnet.id)
}

# Registrations of other subscriptions are not seen: none ever shows that one is missing.
deny := set()

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	subscription.are_apart(subscription.of(id), subscription.of(app.integration_subnet.id))
	not _is_registered
	msg := sprintf(
		"App '%s' and the virtual network that it is integrated with are in different subscriptions; whether that of the network has Microsoft.Web registered cannot be told.",
		[app.subject],
	)
}

_is_registered if {
	some registration in input.after.provider_registrations
	lower(registration.name) == "microsoft.web"
}
