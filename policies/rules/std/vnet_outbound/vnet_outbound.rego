# METADATA
# title: a Standard logic app beside an environment or private endpoints is integrated with a virtual network
# description: >-
#   What an integration service environment reaches privately, its replacement in Logic Apps Standard
#   reaches by virtual network integration. Without it, outbound calls leave by public addresses, and
#   neither the network nor private endpoints can be reached. All rules about regional virtual network
#   integration hold for it.
# custom:
#   id: STD-VNET-OUTBOUND
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Integrate the logic app with a subnet that is delegated to Microsoft.Web/serverFarms.
#   remediation_terraform: |
#     resource "azurerm_logic_app_standard" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource workflows 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       kind: 'functionapp,workflowapp'
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [STD-PE-INBOUND, APP-VNI-TIER, ISE-MIGRATE-STANDARD]
#   advice:
#     - id: STD-MANAGED-CONNECTOR-IPS
#       text: >-
#         Managed connectors run outside the network of the app: firewalls in front of what they call have to
#         let in the addresses of the service tag AzureConnectors in the region.
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(top note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
#     - "2025-03-14"
package vnetguard.rules.std.vnet_outbound

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# Editions before that day do not speak of Standard logic apps.
_since := "2022-11-01"

# Standard logic apps, and what may be one, with something private beside them.
_apps[id] := app if {
	not ise.is_edition_before(_since)
	some id, app in input.after.apps
	presence.is_part_of_input(app)
	_may_be_standard(app)
	_may_have_to_reach
}

_may_be_standard(app) if app.app_kind == "workflow"

_may_be_standard(app) if attribute.is_unknown(app, "app_kind")

subjects := object.keys(_apps)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, app in _apps
	_certainly_lacks(app)
	_has_to_reach
	msg := sprintf(
		"Standard logic app '%s' has no virtual network integration, so it cannot reach the private resources beside it.",
		[app.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, app in _apps
	not _is_integrated(app)
	not _certainly_lacks(app)
	msg := sprintf("Whether '%s' is a Standard logic app that lacks the virtual network integration it needs cannot be told.", [app.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": endpoint, "attribute": "app"} | some endpoint in _untold]} if {
	some id, app in _apps
	_certainly_lacks(app)
	not _has_to_reach
	msg := sprintf(
		"Standard logic app '%s' has no virtual network integration; whether private endpoint '%s' leads to something that it has to reach cannot be told.",
		[app.subject, concat("', '", {input.after.private_endpoints[endpoint].subject | some endpoint in _untold})],
	)
}

_is_integrated(app) if app.integration_subnet.id

_is_integrated(app) if some _ in app.gateway_integrations

_is_not_integrated(app) if {
	attribute.is_absent(app, "integration_subnet")
	attribute.is_absent(app, "gateway_integrations")
}

_certainly_lacks(app) if {
	app.app_kind == "workflow"
	_is_not_integrated(app)
}

_has_to_reach if _has_environment

_has_to_reach if {
	some endpoint in input.after.private_endpoints
	attribute.is_absent(endpoint, "app")
}

_may_have_to_reach if _has_to_reach

_may_have_to_reach if count(_untold) > 0

# Private endpoints that may lead to an app or elsewhere.
_untold contains id if {
	some id, endpoint in input.after.private_endpoints
	attribute.is_unknown(endpoint, "app")
}

_has_environment if count(input.after.integration_service_environments) > 0

_has_environment if count(input.before.integration_service_environments) > 0

_evidence(id) := [{"entity": id, "attribute": "integration_subnet"}]
