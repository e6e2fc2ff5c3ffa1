# METADATA
# title: App Service logs go to a storage account that is reachable publicly
# description: >-
#   App Service writes its logs to blob storage over the public route only. An account that refuses public traffic receives none.
# custom:
#   id: APP-LOGS-PRIVATE-STORAGE
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Send the logs with diagnostic settings, and let trusted services into the storage account.
#   remediation_terraform: |
#     resource "azurerm_monitor_diagnostic_setting" "example" {
#       # …
#       target_resource_id = azurerm_linux_web_app.example.id
#       storage_account_id = azurerm_storage_account.logs.id # network_rules { bypass = ["AzureServices"] }
#       enabled_log {
#         category = "AppServiceHTTPLogs"
#       }
#     }
#   remediation_bicep: |
#     resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
#       // …
#       scope: app
#       properties: {
#         storageAccountId: account.id // networkAcls: { bypass: 'AzureServices' }
#         logs: [{ category: 'AppServiceHTTPLogs', enabled: true }]
#       }
#     }
#   related: [APP-BACKUP-ROUTE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.logs_private_storage

import data.vnetguard.lib.reach

subjects contains id if {
	some id, app in input.after.apps
	_may_log(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	some host in app.log_storage_hosts
	account := reach.storage_account(reach.label(host))
	reach.is_private(account)
	msg := sprintf(
		"App '%s' sends its logs to storage account '%s', which refuses public traffic.",
		[app.subject, account.subject],
	)
	evidence := [
		{"entity": id, "attribute": "log_storage_hosts"},
		{"entity": account.id, "attribute": "public_network_access"},
		{"entity": account.id, "attribute": "network_default_action"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "log_storage_hosts"}]} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_denied(app)
	not _is_allowed(app)
	msg := sprintf("Whether the storage account that app '%s' sends its logs to takes public traffic cannot be told.", [app.subject])
}

_may_log(app) if count(app.log_storage_hosts) > 0

_may_log(app) if {
	app.unknown.log_storage_hosts
	app.presence != "external"
}

_is_denied(app) if {
	some host in app.log_storage_hosts
	reach.is_private(reach.storage_account(reach.label(host)))
}

_is_allowed(app) if {
	not app.unknown.log_storage_hosts
	every host in app.log_storage_hosts {
		reach.is_public(reach.storage_account(reach.label(host)))
	}
}
