# METADATA
# title: by the 2019 edition integrated apps run on Windows
# description: >-
#   By the 2019 edition virtual network integration of Linux apps is a preview; only Windows apps are
#   supported with it for production.
# custom:
#   id: APP-2019-PREVIEW-LINUX
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Run the app on Windows, or judge by a newer edition.
#   remediation_terraform: |
#     resource "azurerm_service_plan" "example" {
#       # …
#       os_type = "Windows"
#     }
#   remediation_bicep: |
#     resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
#       // …
#       properties: { reserved: false }
#     }
#   related: [APP-VNI-TIER]
#   advice:
#     - id: APP-2019-PORT-ENV
#       text: >-
#         By the 2019 edition the main web server of a custom Linux container has to listen on the port in
#         the environment variable PORT. What an image does, no input shows.
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.edition_2019_preview_linux

import data.vnetguard.lib.attribute
import data.vnetguard.lib.edition
import data.vnetguard.lib.integration

subjects contains id if {
	edition.is_before_2025("app")
	some id, app in input.after.apps
	integration.is(app)
}

# An app that may be integrated, and may run on Linux.
subjects contains id if {
	edition.is_before_2025("app")
	some id, app in input.after.apps
	integration.may_be(app)
	_may_be_linux(app)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "os"}]} if {
	some id in subjects
	app := input.after.apps[id]
	_is_refused(app)
	msg := sprintf("App '%s' runs on Linux, for which virtual network integration is a preview by the 2019 edition.", [app.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "os"}]} if {
	some id in subjects
	app := input.after.apps[id]
	_may_be_linux(app)
	not _is_refused(app)
	msg := sprintf("Whether app '%s' is integrated with a virtual network and runs on Linux cannot be told.", [app.subject])
}

_is_refused(app) if {
	integration.is(app)
	_is_linux(app)
}

_is_linux(app) if {
	attribute.is_known(app, "os")
	app.os == "linux"
}

_may_be_linux(app) if _is_linux(app)

_may_be_linux(app) if attribute.is_unknown(app, "os")
