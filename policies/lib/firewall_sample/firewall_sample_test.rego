# METADATA
# description: input documents for tests of rules about firewalls before integration service environments
package vnetguard.lib.firewall_sample

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as prefixes

# Environment `e` with subnet `s`, whose default route leads to firewall `f` with policy `p`. Parts: `subnet`, `route` (of the
# default route), `firewall`, `policy`, `collections` by id, and what else there is.
document(parts) := sample.document(object.union({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {
		"s": object.union(
			object.union(prefixes.prefixes(["10.0.0.0/27"]), {"integration_service_environments": ["e"]}),
			object.union({"default_route": default_route(object.get(parts, "route", _to_firewall))}, object.get(parts, "subnet", {})),
		),
		"wall": prefixes.prefixes(["10.0.9.0/26"]),
	},
	"firewalls": {"f": object.union(
		{"name": "fw", "private_addresses": ["10.0.9.4"], "subnets": sample.all(["wall"]), "firewall_policy": sample.to("p")},
		object.get(parts, "firewall", {}),
	)},
	"firewall_policies": {"p": object.union({"rule_collection_groups": ["g"]}, object.get(parts, "policy", {}))},
	"firewall_rule_collection_groups": {"g": object.union(
		{"firewall_policy": sample.to("p"), "priority": 300, "rule_collections": [id | some id, _ in object.get(parts, "collections", {})]},
		object.get(parts, "group", {}),
	)},
	"firewall_rule_collections": {id: object.union({"group": sample.to("g")}, collection) |
		some id, collection in object.get(parts, "collections", {})
	},
}, object.get(parts, "others", {})))

# The same with one more subnet of the environment, which is not told.
with_untold_subnet(document) := object.union(document, {"after": {"integration_service_environments": {"e": {"subnets": array.concat(
	document.after.integration_service_environments.e.subnets,
	[{"unknown": {"reason": "r", "text": ""}}],
)}}}})

_to_firewall := {"next_hop": "virtualappliance", "address": "10.0.9.4"}

# A default route that is certain where its next hop is known.
default_route(route) := object.union({"routes": [route]}, object.filter(route, ["next_hop"]))

# A collection that allows these rules, or denies them.
allow(type, rules) := {"action": "allow", "collection_type": type, "rules": [rule(attributes) | some attributes in rules]}

deny(type, rules) := object.union(allow(type, rules), {"action": "deny"})

# The same, at a place among the collections of its group.
at(priority, collection) := object.union(collection, {"priority": priority})

# A rule from the subnet, unless it says otherwise.
rule(attributes) := object.union({"source_addresses": ["10.0.0.0/24"], "unknown": {}}, attributes)

# Ways in which the environment's traffic goes through an appliance that is not seen.
unseen := [
	document({"route": {"next_hop": "virtualappliance", "address": "10.9.9.9"}}),
	document({"route": {"next_hop": "virtualappliance"}}),
	document({"route": {"source": "user"}}),
]

# Ways in which not all rules of the firewall are known.
unknown := [
	{"firewall": {"presence": "external"}},
	{"firewall": sample.unknown(["firewall_policy"])},
	{"firewall": sample.unknown(["rule_collections"])},
	{"group": sample.unknown(["rule_collections"])},
	{"policy": {"presence": "external"}},
	{"policy": sample.unknown(["base_policy"])},
	{"collections": {"c": object.union({"action": "allow", "collection_type": "network"}, sample.unknown(["rules"]))}},
	{"collections": {"c": object.union({"collection_type": "network"}, sample.unknown(["action"]))}},
]
