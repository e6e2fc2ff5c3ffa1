# METADATA
# description: input documents for tests of gateway-required virtual network integration
package vnetguard.lib.gateway_sample

import data.vnetguard.lib.sample

# A document with one app on one plan, connected to one network with one gateway, and a peering each way with another
# network. Any part can be overridden.
document(parts) := {
	"after": {
		"apps": {"a": _part(parts, "app", "the app", {
			"os": "windows", "region": "westeurope", "plan": edge("p"), "gateway_integrations": ["c"],
		})},
		"app_service_plans": {"p": _part(parts, "plan", "the plan", {"sku_name": "S1", "os": "windows", "apps": ["a"]})},
		"gateway_integrations": {"c": _part(parts, "connection", "the connection", {
			"name": "v", "app": edge("a"), "virtual_network": edge("v"), "is_regional": false, "has_gateway": true,
		})},
		"virtual_networks": {
			"v": _part(parts, "network", "the network", {
				"name": "v", "region": "westeurope", "gateway_integrations": ["c"], "subnets": ["s"],
				"peerings": ["to-w"], "remote_peerings": ["to-v"],
			}),
			"w": _part(parts, "remote", "the other network", {
				"name": "w", "region": "westeurope", "peerings": ["to-v"], "remote_peerings": ["to-w"],
				"address_space": [prefix("10.25.0.0/16")],
			}),
		},
		"subnets": {"s": _part(parts, "subnet", "the subnet", {
			"name": "GatewaySubnet", "virtual_network": edge("v"), "virtual_network_gateways": ["g"],
		})},
		"virtual_network_gateways": {"g": _part(parts, "gateway", "the gateway", {
			"gateway_type": "vpn", "vpn_type": "routebased", "sku_name": "VpnGw1", "bgp_enabled": false, "subnets": [edge("s")],
			"client_address_pool": [prefix("172.16.201.0/24")], "client_protocols": ["SSTP"],
		})},
		"virtual_network_peerings": {
			"to-w": _part(parts, "local", "the near peering", {
				"virtual_network": edge("v"), "remote_virtual_network": edge("w"), "allow_virtual_network_access": true,
				"allow_forwarded_traffic": true, "allow_gateway_transit": true, "use_remote_gateways": false,
			}),
			"to-v": _part(parts, "far", "the far peering", {
				"virtual_network": edge("w"), "remote_virtual_network": edge("v"), "allow_virtual_network_access": true,
				"allow_forwarded_traffic": true, "allow_gateway_transit": false, "use_remote_gateways": true,
			}),
		},
	},
	"context": {"as_of": "2025-03-14", "editions": object.get(parts, "editions", {})},
}

# Attributes that are not wanted are null; they are left out.
_part(parts, name, subject, attributes) := entity(name, subject, object.union(attributes, object.get(parts, name, {})))

# An entity with an id that is given by a shorter name.
entity(name, subject, attributes) := {key: value |
	some key, value in object.union({"id": _ids[name], "subject": subject, "presence": "declared", "unknown": {}}, attributes)
	value != null
} if _ids[name]

entity(name, subject, attributes) := {key: value |
	some key, value in object.union({"id": name, "subject": subject, "presence": "declared", "unknown": {}}, attributes)
	value != null
} if not _ids[name]

_ids := {
	"app": "a", "plan": "p", "connection": "c", "network": "v", "remote": "w", "subnet": "s", "gateway": "g",
	"local": "to-w", "far": "to-v",
}

# A reference that is known.
edge(id) := {"id": id, "certainty": "exact"}

# An attribute that is not known, for a part.
lost(name) := {name: null, "unknown": sample.unknown(name)}

# A prefix, as the model shows it as far as rules read it.
prefix(text) := {"text": text, "version": 4, "unknown": {}}

# Something that the input only names.
external := {"presence": "external"}
