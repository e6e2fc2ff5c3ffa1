# METADATA
# title: an app with access restrictions has no private endpoint that they do not cover
# description: >-
#   Access restrictions do not apply to traffic that comes through a private endpoint: whoever reaches the
#   endpoint reaches the app.
# custom:
#   id: APP-ACCESSRESTR-PE
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Filter what reaches the endpoint in the network security group of its subnet, with network policies
#     for private endpoints enabled.
#   remediation_terraform: |
#     resource "azurerm_subnet" "endpoints" {
#       # …
#       private_endpoint_network_policies = "NetworkSecurityGroupEnabled"
#     }
#   remediation_bicep: |
#     resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: { privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' }
#     }
#   related: [APP-VNI-PRIVATE-INBOUND]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Troubleshooting"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.accessrestr_pe

import data.vnetguard.lib.app_endpoint
import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_restrictions := ["access_restriction_addresses", "access_restriction_subnets"]

# Apps that have restrictions, or may, and that an endpoint leads to, or may.
subjects contains id if {
	some id, app in input.after.apps
	presence.is_part_of_input(app)
	_may_be_restricted(app)
	app_endpoint.may_lead_to(id)
}

# Apps with restrictions alone pass.
subjects contains id if {
	some id, app in input.after.apps
	presence.is_part_of_input(app)
	_is_restricted(app)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	_is_restricted(app)
	app_endpoint.leads_to(id)
	endpoints := [input.after.private_endpoints[endpoint].subject | some endpoint in app.private_endpoints]
	msg := sprintf(
		"The access restrictions of app '%s' do not apply to what comes through '%s'.",
		[app.subject, concat("', '", endpoints)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	app_endpoint.may_lead_to(id)
	not _is_refused(id)
	msg := sprintf(
		"Whether app '%s' has both access restrictions and a private endpoint, to which they do not apply, cannot be told.",
		[input.after.apps[id].subject],
	)
}

_is_refused(id) if {
	app_endpoint.leads_to(id)
	_is_restricted(input.after.apps[id])
}

_is_restricted(app) if {
	some name in _restrictions
	count(app[name]) > 0
}

_may_be_restricted(app) if {
	some name in _restrictions
	not attribute.is_absent(app, name)
}

_evidence(id) := [{"entity": id, "attribute": name} | some name in _restrictions]
