# METADATA
# title: service endpoints and network rules of services meet on the integration subnet
# description: >-
#   An app reaches a service that is secured with service endpoints when two things hold: its integration subnet has the endpoint
#   of the service, and the service's network rules let the subnet in. Either one alone changes nothing.
# custom:
#   id: APP-SE-ENABLE
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Add the service endpoint to the integration subnet, and the subnet to the network rules of the service.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       service_endpoints = ["Microsoft.Storage"]
#     }
#
#     resource "azurerm_storage_account" "example" {
#       # …
#       network_rules {
#         default_action             = "Deny"
#         virtual_network_subnet_ids = [azurerm_subnet.integration.id]
#       }
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         serviceEndpoints: [{ service: 'Microsoft.Storage' }]
#       }
#     }
#
#     resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
#       // …
#       properties: {
#         networkAcls: {
#           defaultAction: 'Deny'
#           virtualNetworkRules: [{ id: integration.id }]
#         }
#       }
#     }
#   related: [APP-PE-DNS, APP-KVREF]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Service endpoints"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Service Endpoints"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.se_enable

import data.vnetguard.lib.joined

_services := data.vnetguard.reference.service_endpoint_targets.rows

subjects contains id if {
	some id, subnet in input.after.subnets
	count(subnet.apps) > 0
	some service in _services
	_is_asked(subnet, service)
}

# The rule lets in a subnet that has no endpoint.
deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := input.after.subnets[id]
	some service in _services
	_has_no_endpoint(subnet, service)
	target := input.after[service.kind][_naming(subnet, service)[0]]
	msg := sprintf(
		"'%s' lets integration subnet '%s' in by a network rule, but the subnet has no service endpoint '%s'.",
		[target.subject, subnet.subject, service.endpoints[0]],
	)
	evidence := array.concat(
		[{"entity": id, "attribute": "service_endpoints"}, {"entity": target.id, "attribute": service.rules}],
		joined.condition(subnet.apps),
	)
}

# The subnet has the endpoint, and no rule lets it in.
deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := input.after.subnets[id]
	some service in _services
	_has_endpoint(subnet, service)
	target := input.after[service.kind][_refusing(subnet, service, _closed[service.kind])]
	msg := sprintf(
		"Integration subnet '%s' has service endpoint '%s', but no network rule of '%s' lets it in.",
		[subnet.subject, service.endpoints[0], target.subject],
	)
	evidence := array.concat(
		[{"entity": id, "attribute": "service_endpoints"}, {"entity": target.id, "attribute": service.rules}],
		joined.condition(subnet.apps),
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "service_endpoints"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	some service in _services
	not _is_denied(subnet, service)
	_is_untold(subnet, service)
	msg := sprintf(
		"Whether integration subnet '%s' has service endpoint '%s' and every service that relies on it lets the subnet in cannot be told.",
		[subnet.subject, service.endpoints[0]],
	)
}

# Targets whose network rules name the subnet.
_naming(subnet, service) := object.get(subnet, service.inverse, []) if not service.service

_naming(subnet, service) := [id |
	some id in object.get(subnet, service.inverse, [])
	input.after[service.kind][id].service == service.service
] if {
	service.service
}

_is_asked(subnet, service) if count(_naming(subnet, service)) > 0

_is_asked(subnet, service) if {
	_may_have_endpoint(subnet, service)
	count(_closed[service.kind]) + count(_open[service.kind]) > 0
}

_is_asked(subnet, service) if _may_be_named(subnet, service)

# A network rule names the subnet, and may be one of this service.
_may_be_named(subnet, service) if {
	service.service
	some id in object.get(subnet, service.inverse, [])
	input.after[service.kind][id].unknown.service
}

_is_denied(subnet, service) if {
	count(_naming(subnet, service)) > 0
	_has_no_endpoint(subnet, service)
}

_is_denied(subnet, service) if {
	_has_endpoint(subnet, service)
	_refusing(subnet, service, _closed[service.kind])
}

_is_untold(subnet, service) if {
	count(_naming(subnet, service)) > 0
	not _has_endpoint(subnet, service)
}

_is_untold(subnet, service) if {
	_may_have_endpoint(subnet, service)
	_refusing(subnet, service, _open[service.kind])
}

_is_untold(subnet, service) if {
	_may_have_endpoint(subnet, service)
	not _has_endpoint(subnet, service)
	_refusing(subnet, service, _closed[service.kind])
}

_is_untold(subnet, service) if {
	_may_be_named(subnet, service)
	not _has_endpoint(subnet, service)
}

# A rule of which not all subnets are told may name it.
_is_untold(subnet, service) if {
	not _has_endpoint(subnet, service)
	some target in input.after[service.kind]
	_may_be_of(target, service)
	some unknown in _untold_references(target, service.rules)
	subnet.id in object.get(unknown, "candidates", [subnet.id])
}

_may_be_of(_, service) if not service.service

_may_be_of(target, service) if target.service == service.service

_may_be_of(target, _) if target.unknown.service

_untold_references(target, name) := array.concat(
	[unknown | unknown := target.unknown[name]; target.presence != "external"],
	[reference.unknown | some reference in target[name]],
)

_has_endpoint(subnet, service) if {
	some endpoint in subnet.service_endpoints
	lower(endpoint) in {lower(name) | some name in service.endpoints}
}

_may_have_endpoint(subnet, service) if _has_endpoint(subnet, service)

_may_have_endpoint(subnet, _) if subnet.unknown.service_endpoints

_has_no_endpoint(subnet, service) if not _may_have_endpoint(subnet, service)

# The first target that does not let the subnet in: no more are looked at than could all let it in, and one.
_refusing(subnet, service, targets) := refusing[0] if {
	admitting := object.get(subnet, service.inverse, [])
	refusing := [id |
		some id in array.slice(targets, 0, count(admitting) + 1)
		not id in admitting
	]
}

# Targets that certainly let in by network rules alone, all of which are known.
_closed[kind] := [id |
	some id, target in input.after[kind]
	_relies_on_rules(target)
	_is_closed(target)
] if {
	some service in _services
	kind := service.kind
	service.can_deny_by_default
}

# Targets that may do so.
_open[kind] := [id |
	some id, target in input.after[kind]
	_relies_on_rules(target)
	not target.network_default_action == "allow"
	not target.public_network_access == false
	not _is_closed(target)
] if {
	some service in _services
	kind := service.kind
	service.can_deny_by_default
}

_is_closed(target) if {
	target.network_default_action == "deny"
	target.public_network_access == true
	_is_told(target)
	count(_untold_endpoints) == 0
}

# A private endpoint that cannot be told may be that of any target.
_untold_endpoints contains id if {
	some id, endpoint in input.after.private_endpoints
	some name in ["key_vault", "storage_account"]
	endpoint.unknown[name]
}

# What stands outside the input, or has a private endpoint, is reached in ways of its own.
_relies_on_rules(target) if {
	target.presence != "external"
	not target.private_endpoints
}

_is_told(target) if {
	not target.unknown.network_subnets
	every reference in object.get(target, "network_subnets", []) {
		reference.id
	}
}
