# METADATA
# title: under forced tunnelling, an integration service environment reaches its services directly
# description: >-
#   Each group of addresses that an environment must reach over the Internet, whatever its default route, belongs to a rule
#   of its own. Facts decide where traffic goes; this policy selects and words it.
# custom:
#   table: forced_tunnelling
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation_terraform: |
#     resource "azurerm_route" "example" {
#       # …
#       for_each       = toset(["{tags}"])
#       name           = each.value
#       address_prefix = each.value
#       next_hop_type  = "Internet"
#     }
#   remediation_bicep: |
#     resource routes 'Microsoft.Network/routeTables/routes@2023-11-01' = [for tag in ['{tags}']: {
#       parent: table
#       name: tag
#       properties: { addressPrefix: tag, nextHopType: 'Internet' }
#     }]
#   related: [ISE-FT-SERVICE-ENDPOINTS, ISE-FW-DEPENDENCIES, ISE-ER-DEFAULT-ROUTE, NET-UDR-TAG-LIMITS]
package vnetguard.rules.ise.ft_routes

import data.vnetguard.lib.forced_tunnelling
import data.vnetguard.lib.ise_subnet
import data.vnetguard.lib.route_table

_rows := data.vnetguard.reference.forced_tunnelling.rows

# Next hops that lead to a service without a detour.
_direct := {data.vnetguard.reference.forced_tunnelling.next_hop, "virtualnetworkserviceendpoint"}

_concerned[id] := subnet if {
	some id, subnet in ise_subnet.used
	forced_tunnelling.may_be(subnet)
}

subjects contains {"rule": row.rule, "subject": id} if {
	some row in _rows
	some id, _ in _concerned
}

deny contains {"rule": row.rule, "subject": id, "msg": msg, "evidence": evidence} if {
	some row in _rows
	some id, subnet in _concerned
	wrong := [tag | some tag in row.tags; _is_detour(subnet, tag)]
	count(wrong) > 0
	msg := sprintf(
		"Traffic of subnet '%s' to '%s' does not go to the Internet directly: %s.",
		[subnet.subject, concat("', '", wrong), forced_tunnelling.described(_detours(subnet, wrong[0])[0])],
	)
	evidence := array.concat(forced_tunnelling.evidence(id, _detours(subnet, wrong[0])[0].routes), ise_subnet.conditions(subnet))
}

undetermined contains {"rule": row.rule, "subject": id, "msg": msg, "evidence": evidence} if {
	some row in _rows
	some id, subnet in _concerned
	unclear := [tag | some tag in row.tags; not _is_direct(subnet, tag); not _is_detour(subnet, tag)]
	count(unclear) > 0
	msg := sprintf(
		"Whether traffic of subnet '%s' to '%s' goes to the Internet directly, as it must under forced tunnelling, cannot be told.",
		[subnet.subject, concat("', '", unclear)],
	)
	evidence := [{"entity": id, "attribute": "route_table"}]
}

# It certainly goes another way, but for what may be another service's too: no page says that one holds the other.
_is_detour(subnet, tag) if {
	count(_detours(subnet, tag)) > 0
	every part in subnet.routes[tag].parts {
		_is_another_way(part, tag)
	}
}

_detours(subnet, tag) := [part |
	some part in subnet.routes[tag].parts
	hop := part.next_hop
	not hop in _direct
]

_is_another_way(part, _) if {
	hop := part.next_hop
	not hop in _direct
}

_is_another_way(part, tag) if {
	part.next_hop
	count(part.routes) > 0
	every route in part.routes {
		prefix := input.after.routes[route.id].prefix
		not contains(prefix, "/")
		lower(split(prefix, ".")[0]) != lower(tag)
	}
}

_is_direct(subnet, tag) if {
	every part in subnet.routes[tag].parts {
		part.next_hop in _direct
	}
}

# Routes for all of its addresses one by one do as well as one for the tag, where the addresses are published.
_is_direct(subnet, "AppServiceManagement") if {
	table := input.after.route_tables[subnet.route_table.id]
	not route_table.has_gaps(table)
	routes := route_table.routes(table)
	every route in routes {
		route.presence == "declared"
		route.next_hop_type
		route.prefix
	}
	every address in data.vnetguard.reference.ase_management_addresses[_cloud(subnet)] {
		leading := [{"length": _length(route.prefix), "hop": route.next_hop_type} | some route in routes; _leads_to(route.prefix, address)]
		longest := max([found.length | some found in leading])
		every found in leading {
			_is_no_detour(found, longest)
		}
	}
}

_is_no_detour(found, longest) if found.length < longest

_is_no_detour(found, _) if found.hop in _direct

_length(prefix) := to_number(split(prefix, "/")[1])

_length(prefix) := 32 if not contains(prefix, "/")

_leads_to(prefix, address) if prefix == address

_leads_to(prefix, address) if {
	net.cidr_is_valid(prefix)
	net.cidr_contains(prefix, address)
}

_cloud(subnet) := cloud if {
	region := input.after.virtual_networks[subnet.virtual_network.id].region
	cloud := _cloud_of(region)
}

_cloud_of(region) := "government" if regex.match("^(usgov|usdod)", region)

_cloud_of(region) := "china" if startswith(region, "china")

_cloud_of(region) := "public" if not regex.match("^(usgov|usdod|china)", region)
