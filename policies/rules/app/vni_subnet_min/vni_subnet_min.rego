# METADATA
# title: the integration subnet has the minimum size
# description: >-
#   An integration subnet is an IPv4 /28 or larger; by the 2019 edition a /27 or larger. Azure refuses
#   to join a smaller one.
# custom:
#   id: APP-VNI-SUBNET-MIN
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the subnet a /28 or larger (a /26 leaves room to scale) before apps join it; it cannot be
#     resized while they are in it.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       address_prefixes = ["10.0.1.0/26"]
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '10.0.1.0/26'
#       }
#     }
#   related: [APP-VNI-DELEGATION]
#   advice:
#     - id: APP-VNI-REC26
#       text: >-
#         A /26 has room for the largest scale of a single multitenant plan. A smaller subnet limits growth,
#         and a subnet in use cannot be resized.
#     - id: APP-VNI-PORTAL27
#       text: >-
#         A subnet that the portal makes while it integrates an app must be /27 or larger.
#     - id: APP-2019-REC27
#       text: >-
#         By the 2019 edition the recommended size is /27.
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_subnet_min

import data.vnetguard.lib.attribute
import data.vnetguard.lib.edition
import data.vnetguard.lib.joined

_longest := 27 if edition.is_before_2025("app")

_longest := 28 if not edition.is_before_2025("app")

# Flex Consumption has a minimum of its own.
_joined contains id if {
	some id in joined.subnets
	count(joined.without_flex(joined.apps(input.after.subnets[id]))) > 0
}

# Smaller subnets, or such of unknown size, that apps may be integrated with.
_candidates contains id if {
	some id, apps in joined.candidates
	not id in _joined
	count(joined.without_flex(apps)) > 0
	subnet := input.after.subnets[id]
	not _is_large_enough(subnet)
}

_lost := joined.without_flex(joined.lost)

subjects := (_joined | _candidates) | _lost

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "prefixes")
	not _is_large_enough(subnet)
	texts := [prefix.text | some prefix in subnet.prefixes]
	msg := sprintf(
		"Subnet '%s' has prefix '%s'; virtual network integration requires an IPv4 /%d or larger.",
		[subnet.subject, concat("', '", texts), _longest],
	)
}

# Without a literal prefix the addresses come from a pool, and their number with them.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	not attribute.is_known(subnet, "prefixes")
	not _is_large_enough(subnet)
	msg := sprintf(
		"The size of subnet '%s' cannot be told; virtual network integration requires an IPv4 /%d or larger.",
		[subnet.subject, _longest],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _candidates
	msg := sprintf(
		"Subnet '%s' may have to be an IPv4 /%d or larger: whether '%s' is integrated with it cannot be told.",
		[input.after.subnets[id].subject, _longest, joined.names(joined.candidates[id], "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in _lost
	msg := joined.lost_text(id, sprintf("it is an IPv4 /%d or larger", [_longest]))
}

_is_large_enough(subnet) if {
	some prefix in subnet.prefixes
	prefix.version == 4
	prefix.prefix_length <= _longest
}
