# METADATA
# title: apps resolve the names of private endpoints to their private addresses
# description: >-
#   An app resolves names with the DNS servers of its virtual network. With the DNS of Azure, the name of a private endpoint
#   leads to its private address only when the private DNS zone of the endpoint is linked to that network; without the link
#   it leads to the public address, which the service may refuse. It has to be the zone of the endpoint's service. Records come into it by
#   the zone group of the endpoint; whether others stand in a zone that is linked to the network is not seen.
# custom:
#   id: APP-PE-DNS
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Network/privateEndpoints
#   remediation: >-
#     Link the private DNS zone of the endpoint to the virtual network that the apps are integrated with; or let its own DNS servers
#     answer for the name, or forward to the DNS of Azure in a network that the zone is linked to.
#   remediation_terraform: |
#     resource "azurerm_private_dns_zone_virtual_network_link" "example" {
#       # …
#       private_dns_zone_name = azurerm_private_dns_zone.blob.name
#       virtual_network_id    = azurerm_virtual_network.integration.id
#     }
#   remediation_bicep: |
#     resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
#       // …
#       parent: zone
#       properties: {
#         registrationEnabled: false
#         virtualNetwork: { id: network.id }
#       }
#     }
#   related: [APP-DNS-CUSTOM, APP-KVREF, APP-SE-ENABLE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Private endpoints"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.pe_dns

import data.vnetguard.lib.attribute
import data.vnetguard.lib.joined
import data.vnetguard.lib.neighbour
import data.vnetguard.lib.presence

subjects contains id if {
	some id, _ in input.after.private_endpoints
	count(_clients(id)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	endpoint := input.after.private_endpoints[id]
	some client in _clients(id)
	some zone in _missing(endpoint, client)
	msg := sprintf(
		"Apps in virtual network '%s' do not resolve the name of private endpoint '%s' to its private address: private DNS zone '%s' is not linked to the network.",
		[input.after.virtual_networks[client].subject, endpoint.subject, input.after.private_dns_zones[zone].subject],
	)
	evidence := array.concat(
		[{"entity": id, "attribute": "private_dns_zones"}, {"entity": client, "attribute": "dns_servers"}],
		joined.condition(_integrated[client]),
	)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	endpoint := input.after.private_endpoints[id]
	some client in _clients(id)
	count(_missing(endpoint, client)) == 0
	some zone in _misleading(endpoint, client)
	msg := sprintf(
		"Apps in virtual network '%s' do not resolve the name of private endpoint '%s' to its private address: it leads to %s, and private DNS zone '%s' is that of another service.",
		[
			input.after.virtual_networks[client].subject, endpoint.subject,
			_service(endpoint).title, input.after.private_dns_zones[zone].subject,
		],
	)
	evidence := array.concat(
		[{"entity": id, "attribute": "private_dns_zones"}, {"entity": zone, "attribute": "name"}],
		joined.condition(_integrated[client]),
	)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	endpoint := input.after.private_endpoints[id]
	some client in _clients(id)
	_is_without_records(endpoint, client)
	msg := sprintf(
		"Apps in virtual network '%s' do not resolve the name of private endpoint '%s' to its private address: it has no zone group, and no private DNS zone that may hold its records is linked to the network.",
		[input.after.virtual_networks[client].subject, endpoint.subject],
	)
	evidence := array.concat(
		[{"entity": id, "attribute": "private_dns_zones"}, {"entity": client, "attribute": "dns_servers"}],
		joined.condition(_integrated[client]),
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	endpoint := input.after.private_endpoints[id]
	not _is_denied(id)
	some client in _clients(id)
	not _is_settled(endpoint, client)
	msg := sprintf(
		"Whether apps in virtual network '%s' resolve the name of private endpoint '%s' to its private address cannot be told: %s.",
		[input.after.virtual_networks[client].subject, endpoint.subject, _why(endpoint, client)],
	)
	evidence := [{"entity": id, "attribute": "private_dns_zones"}, {"entity": client, "attribute": "dns_servers"}]
}

_is_denied(id) if {
	some client in _clients(id)
	endpoint := input.after.private_endpoints[id]
	count(_missing(endpoint, client) | _misleading(endpoint, client)) > 0
}

_is_denied(id) if {
	some client in _clients(id)
	endpoint := input.after.private_endpoints[id]
	_is_without_records(endpoint, client)
}

# An endpoint that the input makes is seen as a whole, and so is the network: nothing else makes records for it.
_is_without_records(endpoint, client) if {
	presence.is_part_of_input(endpoint)
	network := input.after.virtual_networks[client]
	presence.is_part_of_input(network)
	_uses_azure_dns(network)
	attribute.is_absent(endpoint, "private_dns_zones")
	not _may_hold_records(endpoint, client)
}

# Somebody may have made records in a zone that is linked to the network, unless it is that of another service.
_may_hold_records(endpoint, client) if {
	some zone, _ in input.after.private_dns_zones
	not _is_of_another(zone, endpoint)
	not _is_not_linked(zone, client)
}

# Networks with integrated apps that reach the endpoint.
_clients(id) := {client |
	network := input.after.subnets[input.after.private_endpoints[id].subnet.id].virtual_network.id
	some client in _near[network]
}

# By network: itself and its peers, as far as apps are integrated with them.
_near[id] contains client if {
	some id, network in input.after.virtual_networks
	some client in neighbour.peers(network) | {id}
	_integrated[client]
}

# By network: the apps that are integrated with it.
_integrated[network] contains id if {
	some id, app in input.after.apps
	network := input.after.subnets[app.integration_subnet.id].virtual_network.id
}

# Zones of the endpoint that are certainly not linked to the network, which resolves with the DNS of Azure.
_missing(endpoint, client) := {reference.id |
	_uses_azure_dns(input.after.virtual_networks[client])
	some reference in endpoint.private_dns_zones
	_is_not_linked(reference.id, client)
}

# Zones of the endpoint, when all of them certainly are those of other services, for such a network.
_misleading(endpoint, client) := zones if {
	_uses_azure_dns(input.after.virtual_networks[client])
	attribute.is_known(endpoint, "private_dns_zones")
	zones := {reference.id | some reference in endpoint.private_dns_zones; _is_of_another(reference.id, endpoint)}
	count(zones) == count(endpoint.private_dns_zones)
} else := set()

_is_of_another(zone, endpoint) if {
	name := lower(input.after.private_dns_zones[zone].name)
	own := _service(endpoint)
	some other in _services
	other.attribute != own.attribute
	_is_zone_of(other, name)
}

_services := data.vnetguard.reference.private_dns_zones.rows

# What the endpoint leads to, of the services whose zones are listed.
_service(endpoint) := service if {
	some service in _services
	endpoint[service.attribute].id
}

_is_zone_of(service, name) if {
	some start in service.zones
	startswith(name, start)
}

_uses_azure_dns(network) if attribute.is_absent(network, "dns_servers")

_uses_azure_dns(network) if {
	attribute.is_known(network, "dns_servers")
	every server in network.dns_servers {
		server == data.vnetguard.reference.azure_dns.address
	}
}

_is_settled(endpoint, client) if {
	_is_resolved(endpoint, client)
	not _may_have_other_clients
}

# Apps whose network is not known, or networks whose peers are not, may be further clients.
_may_have_other_clients if {
	some app in input.after.apps
	app.presence != "external"
	app.unknown.integration_subnet
}

_may_have_other_clients if {
	some app in input.after.apps
	input.after.subnets[app.integration_subnet.id].unknown.virtual_network
}

_may_have_other_clients if {
	some peering in input.after.virtual_network_peerings
	some name in ["remote_virtual_network", "virtual_network"]
	peering.unknown[name]
}

_is_resolved(endpoint, client) if {
	_uses_azure_dns(input.after.virtual_networks[client])
	_is_linked_to_all(endpoint, client)
	_has_its_zone(endpoint)
}

_is_linked_to_all(endpoint, client) if {
	attribute.is_known(endpoint, "private_dns_zones")
	every reference in endpoint.private_dns_zones {
		_is_linked(reference.id, client)
	}
}

# One of its zones is that of its service, as far as services are listed.
_has_its_zone(endpoint) if {
	some reference in endpoint.private_dns_zones
	_is_zone_of(_service(endpoint), _name(input.after.private_dns_zones[reference.id]))
}

_has_its_zone(endpoint) if {
	every service in _services {
		attribute.is_absent(endpoint, service.attribute)
	}
}

# The name, or what is known of it.
_name(zone) := lower(zone.name)

_name(zone) := lower(zone.unknown.name.pattern)

_is_not_linked(zone, client) if {
	input.after.private_dns_zones[zone].presence != "external"
	not _is_linked(zone, client)
	not _untold_link
	not zone in _zones_with_untold_links
}

_is_linked(zone, client) if client in _linked[zone]

_linked[zone] contains network if {
	some link in input.after.private_dns_zone_links
	zone := link.private_dns_zone.id
	network := link.virtual_network.id
	not presence.is_conditional(link)
}

_zones_with_untold_links contains zone if {
	some link in input.after.private_dns_zone_links
	link.unknown.virtual_network
	zone := link.private_dns_zone.id
}

_zones_with_untold_links contains zone if {
	some link in input.after.private_dns_zone_links
	presence.is_conditional(link)
	zone := link.private_dns_zone.id
}

# A link of a zone that cannot be told may be that of any.
_untold_link if {
	some link in input.after.private_dns_zone_links
	link.unknown.private_dns_zone
}

_why(_, client) := "the network has DNS servers of its own" if {
	network := input.after.virtual_networks[client]
	attribute.is_known(network, "dns_servers")
	not _uses_azure_dns(network)
}

_why(_, client) := "its DNS servers are not known" if input.after.virtual_networks[client].unknown.dns_servers

_why(endpoint, client) := "it has no zone group, and whether a private DNS zone holds its records is not known" if {
	_uses_azure_dns(input.after.virtual_networks[client])
	attribute.is_absent(endpoint, "private_dns_zones")
}

_why(endpoint, client) := "the links of its private DNS zone are not known" if {
	_uses_azure_dns(input.after.virtual_networks[client])
	not attribute.is_absent(endpoint, "private_dns_zones")
	not _is_linked_to_all(endpoint, client)
}

_why(endpoint, client) := "whether its private DNS zone is that of its service is not known" if {
	_uses_azure_dns(input.after.virtual_networks[client])
	_is_linked_to_all(endpoint, client)
	not _has_its_zone(endpoint)
}

_why(endpoint, client) := "there may be apps in other networks" if _is_resolved(endpoint, client)
