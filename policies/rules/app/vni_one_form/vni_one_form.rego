# METADATA
# title: an app uses regional or gateway-required integration, not both
# description: >-
#   An app is connected to virtual networks in one form at a time: regional integration with a subnet, or
#   gateway-required integration over a point-to-site gateway.
# custom:
#   id: APP-VNI-ONE-FORM
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Remove one of the two integrations; the regional one needs no gateway.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#       # and no virtualNetworkConnections resource
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: integration.id // and no virtualNetworkConnections
#       }
#     }
#   related: [APP-VNI-ONE-PER-APP]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.vni_one_form

import data.vnetguard.lib.attribute
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined

subjects contains id if {
	some id, app in input.after.apps
	integration.is(app)
}

# An app that is perhaps integrated, beside a gateway.
subjects contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
	count(_connections(app)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id, connections)} if {
	some id in subjects
	app := input.after.apps[id]
	integration.is(app)
	connections := {connection | some connection in _connections(app); _is_by_gateway(connection)}
	count(connections) > 0
	msg := sprintf(
		"App '%s' has regional virtual network integration and, with '%s', gateway-required integration; only one of them is possible.",
		[app.subject, joined.names(connections, "gateway_integrations")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id, connections)} if {
	some id in subjects
	app := input.after.apps[id]
	connections := _connections(app) | _stray(id)
	count(connections) > 0
	not _is_refused(id)
	msg := sprintf(
		"Whether app '%s' has both regional and gateway-required virtual network integration cannot be told.",
		[app.subject],
	)
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

# Connections of the app that are not certainly the regional form under the old name.
_connections(app) := {id |
	some id in object.get(app, "gateway_integrations", [])
	not _is_regional(id)
}

# Those that may be the app's.
_stray(app) := {id |
	some id, connection in input.after.gateway_integrations
	connection.unknown.app
	candidates := object.get(connection.unknown.app, "candidates", [])
	app in _one_of(candidates, app)
	not _is_regional(id)
}

_one_of(candidates, _) := candidates if count(candidates) > 0

_one_of(candidates, app) := [app] if count(candidates) == 0

_is_regional(id) if {
	input.after.gateway_integrations[id].is_regional
	attribute.is_known(input.after.gateway_integrations[id], "is_regional")
}

_is_by_gateway(id) if {
	connection := input.after.gateway_integrations[id]
	not attribute.is_unknown(connection, "is_regional")
}

_evidence(id, connections) := array.concat(
	[{"entity": id, "attribute": "integration_subnet"}],
	[{"entity": connection, "attribute": "app"} | some connection in sort(connections)],
)
