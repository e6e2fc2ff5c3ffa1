# METADATA
# title: an app reaches a private content share through the virtual network
# description: >-
#   Function apps of Premium plans and Standard logic apps run from a content share of a storage account. Traffic to it takes the
#   public route unless the app is told otherwise: when the account refuses public traffic, the app does not start or scale.
# custom:
#   id: APP-CONTENT-ROUTE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Route traffic to the content share into the virtual network: by the property, or where the resource type has none by app
#     setting WEBSITE_CONTENTOVERVNET with value 1.
#   remediation_terraform: |
#     resource "azurerm_linux_function_app" "example" {
#       # …
#       app_settings = {
#         WEBSITE_CONTENTOVERVNET = "1"
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         vnetContentShareEnabled: true
#       }
#     }
#   related: [APP-CONTENT-SETTING-LEGACY, APP-CONTENT-CONSISTENT, APP-ROUTEALL-SETTING-CONFLICT]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.content_route

import data.vnetguard.lib.content
import data.vnetguard.lib.integration
import data.vnetguard.lib.reach
import data.vnetguard.lib.routing

subjects contains id if {
	some id, app in input.after.apps
	routing.may_be_integrated(app)
	not content.has_no_share(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	account := content.account(app)
	msg := sprintf(
		"App '%s' reaches its content share over the public route, which storage account '%s' refuses.",
		[app.subject, account.subject],
	)
	evidence := [
		{"entity": id, "attribute": "content_over_vnet"},
		{"entity": account.id, "attribute": "public_network_access"},
		{"entity": account.id, "attribute": "network_default_action"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_denied(app)
	not _is_allowed(app)
	msg := sprintf(
		"Whether app '%s' reaches its content share cannot be told: it depends on how it gets there, and on who may use the storage account.",
		[app.subject],
	)
	evidence := [
		{"entity": id, "attribute": "content_over_vnet"},
		{"entity": id, "attribute": "storage_account"},
		{"entity": id, "attribute": "app_settings"},
	]
}

_is_denied(app) if {
	integration.is(app)
	content.has_share(app)
	routing.is_off(app, "content_over_vnet")
	reach.is_private(content.account(app))
}

_is_allowed(app) if routing.is_on(app, "content_over_vnet")

_is_allowed(app) if reach.is_public(content.account(app))
