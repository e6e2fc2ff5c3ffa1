# METADATA
# title: backups that go through the virtual network hold no database
# description: >-
#   App Service backs databases up over the public route only. A backup that is routed into the virtual network and names databases
#   does not contain them.
# custom:
#   id: APP-BACKUP-DB
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Take the databases out of the app's backup, and back them up with the database service.
#   remediation_terraform: |
#     resource "azapi_resource" "backup" {
#       type = "Microsoft.Web/sites/config@2023-12-01"
#       name = "backup"
#       # …
#       body = {
#         properties = {
#           databases = []
#         }
#       }
#     }
#   remediation_bicep: |
#     resource backup 'Microsoft.Web/sites/config@2023-12-01' = {
#       // …
#       name: 'backup'
#       properties: {
#         databases: []
#       }
#     }
#   related: [APP-BACKUP-ROUTE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.backup_db

import data.vnetguard.lib.routing

subjects contains id if {
	some id, app in input.after.apps
	_may_have_databases(app)
	not routing.is_off(app, "backup_over_vnet")
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	msg := sprintf(
		"The backup of app '%s' goes through the virtual network, where database '%s' cannot be backed up.",
		[app.subject, concat("', '", app.backup_databases)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_denied(app)
	msg := sprintf("Whether the backup of app '%s' goes through the virtual network and holds databases cannot be told.", [app.subject])
}

_is_denied(app) if {
	routing.is_on(app, "backup_over_vnet")
	count(app.backup_databases) > 0
}

_may_have_databases(app) if count(app.backup_databases) > 0

_may_have_databases(app) if {
	app.unknown.backup_databases
	app.presence != "external"
}

_evidence(id) := [{"entity": id, "attribute": "backup_databases"}, {"entity": id, "attribute": "backup_over_vnet"}]
