# METADATA
# title: apps that share a storage account for content reach it the same way
# description: >-
#   Function apps that keep their content in one storage account send traffic to it either all through the virtual network or all
#   over the public route; otherwise some of them lose their content as soon as the account is closed for one of the two.
# custom:
#   id: APP-CONTENT-CONSISTENT
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Give all apps that share the storage account the same content share routing, or an account each.
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
#   related: [APP-CONTENT-ROUTE]
#   sources:
#     - document: Manage Azure App Service virtual network integration routing
#       edition: "2025-03-14"
#       section: "Content share"
#       url: https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.content_consistent

import data.vnetguard.lib.content
import data.vnetguard.lib.routing

subjects contains id if {
	some users in _users
	count(users) > 1
	some id in users
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some account, users in _users
	_is_on_somewhere(users)
	other := min([user | some user in users; _is_certainly_on(user)])
	some id in users
	app := input.after.apps[id]
	_is_certainly_off(id)
	msg := sprintf(
		"App '%s' reaches its content share over the public route, app '%s' through the virtual network, though both use storage account '%s'.",
		[app.subject, input.after.apps[other].subject, input.after.storage_accounts[account].subject],
	)
	evidence := [{"entity": id, "attribute": "content_over_vnet"}, {"entity": other, "attribute": "content_over_vnet"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some account, users in _users
	count(users) > 1
	_is_open(users)
	some id in users
	_may_differ(id, users)
	msg := sprintf(
		"Whether app '%s' reaches its content share as the other apps of storage account '%s' do cannot be told.",
		[input.after.apps[id].subject, input.after.storage_accounts[account].subject],
	)
	evidence := [{"entity": id, "attribute": "content_over_vnet"}, {"entity": id, "attribute": "app_settings"}]
}

# The apps that have, or may have, a content share in the account.
_users[account] contains id if {
	some id, app in input.after.apps
	not content.has_no_share(app)
	account := content.account(app).id
}

# One of the apps, or one whose account is not known, may do otherwise.
_is_open(users) if {
	some user in users
	_is_untold(user)
}

_is_open(_) if {
	some app in input.after.apps
	not content.has_no_share(app)
	not content.account(app)
	not content.is_elsewhere(app)
}

_is_on_somewhere(users) if {
	some user in users
	_is_certainly_on(user)
}

_is_certainly_on(id) if {
	content.has_share(input.after.apps[id])
	routing.is_on(input.after.apps[id], "content_over_vnet")
}

_is_certainly_off(id) if {
	content.has_share(input.after.apps[id])
	routing.is_off(input.after.apps[id], "content_over_vnet")
}

_is_untold(id) if {
	not _is_certainly_on(id)
	not _is_certainly_off(id)
}

_may_differ(id, _) if _is_untold(id)

_may_differ(id, users) if {
	_is_certainly_off(id)
	not _is_on_somewhere(users)
}
