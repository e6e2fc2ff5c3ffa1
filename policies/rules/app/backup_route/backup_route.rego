# METADATA
# title: an app backs up to a private storage account through the virtual network
# description: >-
#   Backups to a storage account of one's own take the public route unless the app is told otherwise. When the account refuses
#   public traffic, backup and restore fail.
# custom:
#   id: APP-BACKUP-ROUTE
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Route backup and restore into the virtual network.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_backup_restore_enabled = true
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         vnetBackupRestoreEnabled: true
#       }
#     }
#   related: [APP-BACKUP-DB]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.backup_route

import data.vnetguard.lib.reach
import data.vnetguard.lib.routing

# An app outside the input whose backup nobody states has none to judge.
subjects contains id if {
	some id, app in input.after.apps
	_may_back_up(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	account := _account(app)
	msg := sprintf(
		"App '%s' backs up over the public route, which storage account '%s' refuses.",
		[app.subject, account.subject],
	)
	evidence := [
		{"entity": id, "attribute": "backup_over_vnet"},
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
		"Whether app '%s' reaches the storage account of its backup cannot be told: it depends on the way it takes, and on who may use the account.",
		[app.subject],
	)
	evidence := [{"entity": id, "attribute": "backup_over_vnet"}, {"entity": id, "attribute": "backup_storage_host"}]
}

_may_back_up(app) if {
	app.backup_storage_host
	not app.backup_enabled == false
}

_may_back_up(app) if {
	app.unknown.backup_storage_host
	app.presence != "external"
	not app.backup_enabled == false
}

_is_denied(app) if {
	not app.unknown.backup_enabled
	routing.is_off(app, "backup_over_vnet")
	reach.is_private(_account(app))
}

_is_allowed(app) if routing.is_on(app, "backup_over_vnet")

_is_allowed(app) if reach.is_public(_account(app))

_account(app) := reach.storage_account(reach.label(app.backup_storage_host))
