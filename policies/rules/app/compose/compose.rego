# METADATA
# title: a Docker Compose app has no virtual network integration
# description: >-
#   Virtual network integration is not supported for multi-container apps that are described with Docker
#   Compose.
# custom:
#   id: APP-COMPOSE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Run a single container, or take the integration off the app.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       site_config {
#         application_stack {
#           docker_image_name = "nginx:1.27"
#         }
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         siteConfig: { linuxFxVersion: 'DOCKER|nginx:1.27' }
#       }
#     }
#   related: [APP-VNI-TIER]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Troubleshooting"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.compose

import data.vnetguard.lib.attribute
import data.vnetguard.lib.integration

# Apps that are certainly described with Docker Compose, or perhaps. Only a stack that the input states as such can be that;
# an image alone never is.
subjects contains id if {
	some id, app in input.after.apps
	integration.is(app)
	not _is_without_stack(app)
}

subjects contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
	not _is_without_stack(app)
	not _is_other(app)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	integration.is(app)
	_is_composed(app)
	msg := sprintf("App '%s' is integrated with a virtual network, which is not supported for Docker Compose.", [app.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_other(app)
	not _is_refused(app)
	msg := sprintf(
		"Whether app '%s', which is integrated with a virtual network, is described with Docker Compose cannot be told.",
		[app.subject],
	)
}

_is_refused(app) if {
	integration.is(app)
	_is_composed(app)
}

_is_without_stack(app) if attribute.is_absent(app, "runtime")

_is_composed(app) if startswith(lower(_stack(app)), "compose|")

_is_other(app) if _is_of_other_form(lower(_stack(app)))

_is_of_other_form(stack) if {
	contains(stack, "|")
	not startswith(stack, "{")
	not startswith(stack, "compose|")
}

_is_of_other_form(stack) if {
	not contains(stack, "|")
	not contains(stack, "{")
}

# What is known of the stack: all of it, or its beginning.
_stack(app) := app.runtime if attribute.is_known(app, "runtime")

_stack(app) := app.unknown.runtime.pattern

_evidence(id) := [{"entity": id, "attribute": "integration_subnet"}, {"entity": id, "attribute": "runtime"}]
