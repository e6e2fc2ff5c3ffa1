# METADATA
# title: routes for service tags are within their limits
# description: >-
#   A route table takes at most 25 routes for service tags, and not every tag can be a destination:
#   VirtualNetwork, Internet, AzureLoadBalancer and the tags of the platform (AzurePlatformDNS and
#   others) cannot. Azure refuses the route.
# custom:
#   id: NET-UDR-TAG-LIMITS
#   level: error
#   kind: routing
#   applies_to:
#     - Microsoft.Network/routeTables
#   remediation: >-
#     Use tags of services only, and put what exceeds 25 tags into another table or into routes for
#     addresses.
#   remediation_terraform: |
#     resource "azurerm_route" "management" {
#       # …
#       address_prefix = "AppServiceManagement" # the tag of a service
#       next_hop_type  = "Internet"
#     }
#   remediation_bicep: |
#     resource management 'Microsoft.Network/routeTables/routes@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: 'AppServiceManagement' // the tag of a service
#         nextHopType: 'Internet'
#       }
#     }
#   related: [ISE-FT-ROUTE-LOGICAPPS, ISE-FT-ROUTE-APIM]
#   sources:
#     - document: Virtual network traffic routing
#       edition: "2023-05-27"
#       section: "Service Tags for user-defined routes"
#       url: https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview
#   editions:
#     - "2023-05-27"
package vnetguard.rules.net.udr_tag_limits

import data.vnetguard.lib.presence
import data.vnetguard.lib.route_table

_limits := data.vnetguard.reference.route_tag_limits

subjects contains id if {
	some id, table in input.after.route_tables
	presence.is_part_of_input(table)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	table := input.after.route_tables[id]
	routes := _refused(table)
	count(routes) > 0
	msg := sprintf(
		"Route table '%s' has routes for '%s'; these tags cannot be the destination of a route.",
		[table.subject, concat("', '", {route.prefix | some route in routes})],
	)
	evidence := [{"entity": route.id, "attribute": "prefix"} | some route in routes]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	table := input.after.route_tables[id]
	routes := _too_many(table)
	msg := sprintf(
		"Route table '%s' has %d routes for service tags; it can have %d.",
		[table.subject, count(routes), _limits.most],
	)
	evidence := [{"entity": route.id, "attribute": "prefix"} | some route in routes]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "routes"}]} if {
	some id in subjects
	table := input.after.route_tables[id]
	_has_unknown_routes(table)
	msg := sprintf(
		"Not all routes of route table '%s' are known; it can have %d for service tags, and not for every tag.",
		[table.subject, _limits.most],
	)
}

_has_unknown_routes(table) if route_table.has_gaps(table)

_has_unknown_routes(table) if {
	some route in route_table.routes(table)
	not route.prefix
}

# What is refused, or too many, for certain; with routes that may not be deployed only when that is nothing.
_refused(table) := refused if {
	refused := _refused_among(_to_tags(table, _certain))
	count(refused) > 0
}

_refused(table) := _refused_among(_to_tags(table, _possible)) if count(_refused_among(_to_tags(table, _certain))) == 0

_refused_among(routes) := [route | some route in routes; _is_refused(route.prefix)]

_too_many(table) := routes if {
	routes := _to_tags(table, _certain)
	count(routes) > _limits.most
}

_too_many(table) := routes if {
	count(_to_tags(table, _certain)) <= _limits.most
	routes := _to_tags(table, _possible)
	count(routes) > _limits.most
}

_certain := {"declared"}

_possible := {"declared", "conditional"}

# Routes whose destination is a tag: neither a prefix nor an address.
_to_tags(table, presences) := [route |
	some route in route_table.routes(table)
	route.presence in presences
	prefix := route.prefix
	regex.match("^[A-Za-z]", prefix)
	not contains(prefix, ":")
]

_is_refused(tag) if {
	some refused in _limits.refused
	lower(split(tag, ".")[0]) == lower(refused)
}

_is_refused(tag) if startswith(lower(tag), lower(_limits.refused_start))
