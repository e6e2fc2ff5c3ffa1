# METADATA
# title: outbound rules and routes for public addresses see the traffic they are meant for
# description: >-
#   Network security groups and route tables of an integration subnet act on traffic that enters the virtual network.
#   Unless the app routes all traffic there, that is traffic to private addresses and to services with a service endpoint
#   on the subnet: rules and routes for the internet have no effect, and what they should block or inspect passes by.
# custom:
#   id: APP-ROUTEALL-NSG-UDR-EFFECT
#   level: warning
#   kind: routing
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Route all outbound traffic of the app into the virtual network; or remove rules and routes for public addresses from the
#     subnet.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       site_config {
#         vnet_route_all_enabled = true
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         vnetRouteAllEnabled: true
#       }
#     }
#   related: [APP-ROUTEALL-NAT, APP-ROUTEALL-SETTING-CONFLICT]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "How virtual network integration works"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Application routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.routeall_nsg_udr_effect

import data.vnetguard.lib.destination
import data.vnetguard.lib.routing

subjects contains id if {
	some id, app in input.after.apps
	routing.may_be_integrated(app)
	not routing.sends_internet(app)
	_may_be_meant(app)
}

subjects contains id if {
	some id, app in input.after.apps
	count(_meant(input.after.subnets[app.integration_subnet.id])) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	subnet := input.after.subnets[app.integration_subnet.id]
	first := min(_certainly_meant(subnet))
	msg := sprintf(
		"App '%s' does not route all outbound traffic into subnet '%s', so %s there does not apply to its traffic to public addresses.",
		[app.subject, subnet.subject, first.name],
	)
	evidence := [{"entity": id, "attribute": "route_all"}, {"entity": first.id, "attribute": first.attribute}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not routing.sends_internet(app)
	not _is_denied(app)
	msg := sprintf(
		"Whether rules or routes for public addresses on the subnet of app '%s' apply to its traffic cannot be told.",
		[app.subject],
	)
	evidence := [{"entity": id, "attribute": "route_all"}, {"entity": id, "attribute": "integration_subnet"}]
}

_is_denied(app) if {
	routing.keeps_internet_out(app)
	subnet := input.after.subnets[app.integration_subnet.id]
	count(_certainly_meant(subnet)) > 0
}

_certainly_meant(subnet) := {item |
	some item in _meant(subnet)
	not _may_have_endpoint(subnet, item)
}

# What is meant for public addresses that the subnet has no service endpoint for.
_meant(subnet) := {item |
	some item in array.concat(_rules(subnet), _routes(subnet))
	not _has_endpoint(subnet, item)
}

_rules(subnet) := object.get(_public_rules, subnet.network_security_group.id, [])

_rules(subnet) := [] if not subnet.network_security_group.id

_routes(subnet) := object.get(_public_routes, subnet.route_table.id, [])

_routes(subnet) := [] if not subnet.route_table.id

_public_rules := {id: found |
	some id, group in input.after.network_security_groups
	found := [{
		"id": rule.id, "attribute": "destination_addresses", "text": text,
		"name": sprintf("security rule '%s'", [object.get(rule, "name", rule.subject)]),
	} |
		some reference in group.security_rules
		rule := input.after.security_rules[reference.id]
		rule.direction == "outbound"
		some text in rule.destination_addresses
		destination.is_public(text)
	]
}

_public_routes := {id: found |
	some id, table in input.after.route_tables
	found := [{
		"id": route.id, "attribute": "prefix", "text": route.prefix,
		"name": sprintf("route '%s'", [object.get(route, "name", route.subject)]),
	} |
		some reference in table.routes
		route := input.after.routes[reference.id]
		destination.is_public(route.prefix)
	]
}

# Traffic to a service with an endpoint enters the virtual network in any case.
_has_endpoint(subnet, item) if {
	some endpoint in subnet.service_endpoints
	some service in data.vnetguard.reference.service_endpoints.rows
	lower(service.service) == lower(endpoint)
	lower(service.tag) == split(lower(item.text), ".")[0]
}

_may_have_endpoint(subnet, item) if {
	subnet.unknown.service_endpoints
	some service in data.vnetguard.reference.service_endpoints.rows
	lower(service.tag) == split(lower(item.text), ".")[0]
}

# Where the subnet is not known, neither is what stands on it.
_may_be_meant(app) if {
	not app.integration_subnet.id
	not _is_one_of_some(app)
}

_may_be_meant(app) if {
	some id in app.unknown.integration_subnet.candidates
	count(_meant(input.after.subnets[id])) > 0
}

_may_be_meant(app) if {
	some id in app.unknown.integration_subnet.candidates
	_is_open(input.after.subnets[id])
}

_may_be_meant(app) if _is_open(input.after.subnets[app.integration_subnet.id])

_is_one_of_some(app) if count(app.unknown.integration_subnet.candidates) > 0

_is_open(subnet) if subnet.unknown.network_security_group

_is_open(subnet) if subnet.unknown.route_table

_is_open(subnet) if subnet.network_security_group.id in _open_groups

_is_open(subnet) if subnet.route_table.id in _open_tables

_open_groups contains id if {
	some id, group in input.after.network_security_groups
	group.unknown.security_rules
}

_open_groups contains id if {
	some id, group in input.after.network_security_groups
	some reference in group.security_rules
	_may_be_public(reference)
}

_may_be_public(reference) if reference.unknown

_may_be_public(reference) if {
	rule := input.after.security_rules[reference.id]
	not rule.direction == "inbound"
	_is_untold(rule)
}

_is_untold(rule) if rule.unknown.destination_addresses

_is_untold(rule) if rule.unknown.direction

_open_tables contains id if {
	some id, table in input.after.route_tables
	table.unknown.routes
}

_open_tables contains id if {
	some id, table in input.after.route_tables
	some reference in table.routes
	_may_lead_out(reference)
}

_may_lead_out(reference) if reference.unknown

_may_lead_out(reference) if input.after.routes[reference.id].unknown.prefix
