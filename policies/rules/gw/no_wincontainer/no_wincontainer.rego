# METADATA
# title: an app with gateway-required virtual network integration is no Windows container
# description: >-
#   Windows containers run in Hyper-V isolation, which the point-to-site client of the worker does not
#   reach into: they cannot use gateway-required integration.
# custom:
#   id: GW-NO-WINCONTAINER
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Use regional virtual network integration for the app.
#   remediation_terraform: |
#     resource "azurerm_windows_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [GW-WINDOWS-ONLY, GW-TIER]
#   sources:
#     - document: Configure gateway-required virtual network integration
#       edition: "2023-01-20"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/configure-gateway-required-vnet-integration
#   editions:
#     - "2023-01-20"
package vnetguard.rules.gw.no_wincontainer

import data.vnetguard.lib.gateway

subjects contains id if {
	not gateway.is_before_2023
	some id, app in input.after.apps
	gateway.may_be_connected(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	gateway.is_connected(app)
	_is_container(app)
	msg := sprintf(
		"App '%s' is a Windows container, which gateway-required virtual network integration does not support.",
		[app.subject],
	)
	evidence := array.concat(_evidence(app), [gateway.evidence(app)])
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(app)} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_container(app)
	not _is_no_container(app)
	msg := sprintf(
		"Whether app '%s' is a Windows container, which gateway-required virtual network integration does not support, cannot be told.",
		[app.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(app)} if {
	some id in subjects
	app := input.after.apps[id]
	not gateway.is_connected(app)
	_is_container(app)
	msg := sprintf(
		"App '%s' is a Windows container; whether its connection is of the gateway-required form, which does not support it, cannot be told.",
		[app.subject],
	)
}

_evidence(app) := [{"entity": app.id, "attribute": "os"}, {"entity": app.id, "attribute": "plan"}]

_is_container(app) if app.os == "windowscontainer"

# An app may leave to the plan what it is.
_is_container(app) if {
	app.os == "windows"
	_plan_os(app) == "windowscontainer"
}

_is_no_container(app) if app.os == "linux"

# Other plans do not run Windows containers.
_is_no_container(app) if {
	app.os == "windows"
	_plan_os(app) != "windowscontainer"
}

_plan_os(app) := input.after.app_service_plans[app.plan.id].os
