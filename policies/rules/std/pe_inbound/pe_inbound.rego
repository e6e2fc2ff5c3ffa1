# METADATA
# title: a Standard logic app without public access beside an internal environment has a private endpoint
# description: >-
#   What an internal environment offers privately, its replacement in Logic Apps Standard offers by a
#   private endpoint. Virtual network integration is for outbound calls only: without public access and
#   without a private endpoint, nothing can call the app.
# custom:
#   id: STD-PE-INBOUND
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Add a private endpoint for the subresource 'sites' with its DNS zone, or leave public access on.
#   remediation_terraform: |
#     resource "azurerm_private_endpoint" "example" {
#       # …
#       private_service_connection {
#         # …
#         private_connection_resource_id = azurerm_logic_app_standard.example.id
#         subresource_names              = ["sites"]
#       }
#     }
#   remediation_bicep: |
#     resource endpoint 'Microsoft.Network/privateEndpoints@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         privateLinkServiceConnections: [
#           {
#             name: 'workflows'
#             properties: { privateLinkServiceId: workflows.id, groupIds: [ 'sites' ] }
#           }
#         ]
#       }
#     }
#   related: [STD-VNET-OUTBOUND, ISE-MIGRATE-STANDARD]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(top note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.std.pe_inbound

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# Editions before that day do not speak of Standard logic apps.
_since := "2022-11-01"

# Standard logic apps, and what may be one, without public access, beside an internal environment.
_apps[id] := app if {
	not ise.is_edition_before(_since)
	some id, app in input.after.apps
	presence.is_part_of_input(app)
	_may_be_standard(app)
	_may_be_closed(app)
	_may_replace
}

_may_be_standard(app) if app.app_kind == "workflow"

_may_be_standard(app) if attribute.is_unknown(app, "app_kind")

_may_be_closed(app) if app.public_network_access == false

_may_be_closed(app) if attribute.is_unknown(app, "public_network_access")

subjects := object.keys(_apps)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, app in _apps
	app.app_kind == "workflow"
	app.public_network_access == false
	_replaces
	not _has_endpoint(app)
	not _may_have_endpoint(id)
	msg := sprintf("Standard logic app '%s' has neither public access nor a private endpoint, so nothing can call it.", [app.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, app in _apps
	not _has_endpoint(app)
	msg := sprintf("Whether '%s' is a Standard logic app that can be called by a private endpoint cannot be told.", [app.subject])
}

_has_endpoint(app) if count(app.private_endpoints) > 0

_may_have_endpoint(_) if {
	some endpoint in input.after.private_endpoints
	attribute.is_unknown(endpoint, "app")
}

# One that exists may have endpoints that the input does not show.
_may_have_endpoint(id) if {
	actions := input.changes[id].actions
	not "create" in actions
}

_environments := [environment |
	some side in ["after", "before"]
	some environment in input[side].integration_service_environments
]

_replaces if {
	some environment in _environments
	environment.access_endpoint_type == "internal"
}

_may_replace if _replaces

_may_replace if {
	some environment in _environments
	attribute.is_unknown(environment, "access_endpoint_type")
}

_evidence(id) := [{"entity": id, "attribute": "public_network_access"}]
