# METADATA
# title: an app has a single virtual network integration
# description: >-
#   An app, or a slot, is integrated with one subnet at a time. Where the app itself names one subnet and a
#   connection resource another, each deployment replaces the integration by the one that comes last.
# custom:
#   id: APP-VNI-ONE-PER-APP
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Keep one form: the attribute of the app, or the connection resource.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#       # and no azurerm_app_service_virtual_network_swift_connection
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: integration.id // and no networkConfig 'virtualNetwork'
#       }
#     }
#   related: [APP-VNI-ONE-FORM, APP-VNI-PLAN-MAX]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "How virtual network integration works"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_one_per_app

import data.vnetguard.lib.attribute
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined

subjects contains id if {
	some id, app in input.after.apps
	count(_known(app)) + _others(app) > 0
	integration.may_be(app)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	count(_known(app)) > 1
	not _may_be_left_over(id)
	msg := sprintf(
		"App '%s' is integrated with the subnets '%s', and can be with one only.",
		[app.subject, joined.names(_known(app), "subnets")],
	)
}

deny contains {"subject": id, "level": "warning", "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	count(_known(app)) == 1
	_is_stated_twice(app)
	not _may_have_stated_before(id)
	msg := sprintf(
		"App '%s' states its integration with subnet '%s', and a connection states it too; the provider can undo the one by the other.",
		[app.subject, joined.names(_known(app), "subnets")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	count(_known(app)) + _others(app) > 1
	not _is_refused(id)
	msg := sprintf("Whether app '%s' is integrated with more than one subnet cannot be told.", [app.subject])
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

# The subnets that are certainly stated, in whichever form.
_known(app) := {app.inline_integration.id} | {connection.id | some connection in app.separate_integrations}

_known(app) := {connection.id | some connection in app.separate_integrations} if not app.inline_integration

# How many more there may be.
_others(app) := count([name | some name in ["inline_integration", "separate_integrations"]; attribute.is_unknown(app, name)]) +
	count([1 | some connection in app.separate_integrations; connection.unknown])

# Terraform keeps in the app what a connection has set, when changes of it are ignored: where the connection moves to another
# subnet, the app still names the old one.
_may_be_left_over(id) if {
	count(input.before.apps[id].separate_integrations) > 0
	input.after.apps[id].inline_integration.id in _stated_before(input.before.apps[id])
}

_stated_before(app) := {app.inline_integration.id}

# Where the subnet is renamed, what stood there is the old one or the new one.
_stated_before(app) := {id | some id in app.unknown.inline_integration.candidates} if not app.inline_integration.id

# By the app and by a connection of its own, which the provider azurerm advises against.
_is_stated_twice(app) if {
	app.inline_integration.id == app.separate_integrations[0].id
	regex.match(`(^|\.)azurerm_`, app.subject)
}

# An app that has been integrated by a connection names the subnet too, when changes of that are ignored as is advised.
_may_have_stated_before(id) if input.before.apps[id].inline_integration

_may_have_stated_before(id) if input.before.apps[id].unknown.inline_integration

_evidence(id) := [{"entity": id, "attribute": "inline_integration"}, {"entity": id, "attribute": "separate_integrations"}]
