# METADATA
# description: input documents for tests
package vnetguard.lib.sample

# A document with one environment `e` on the given edges, and subnets by id.
environment(attributes, subnets) := {
	"after": {
		"integration_service_environments": {"e": object.union(
			{"id": "e", "subject": "the environment", "presence": "declared", "unknown": {}},
			attributes,
		)},
		"subnets": {id: object.union(
			{"id": id, "subject": id, "presence": "declared", "unknown": {}, "integration_service_environments": ["e"]},
			subnet,
		) | some id, subnet in subnets},
	},
	"context": {"as_of": "2025-03-14", "editions": {}},
}

# Edges to these ids.
edges(ids) := [{"id": id, "certainty": "exact"} | some id in ids]

# An element of which it is not known what it refers to.
untold := {"unknown": {"reason": "known only after apply", "text": ""}}

# One attribute that is not known.
unknown(name) := {name: {"reason": "known only after apply", "text": ""}}

# A prefix of this length.
prefix(length) := {"text": sprintf("10.0.0.0/%d", [length]), "version": 4, "prefix_length": length}

# A document with one app on one plan, integrated with one subnet of one network; any part can be overridden.
integration(parts) := {
	"after": {
		"apps": {"a": object.union({
			"id": "a", "subject": "the app", "presence": "declared", "unknown": {}, "region": "westeurope",
			"integration_subnet": {"id": "s", "certainty": "exact"}, "plan": {"id": "p", "certainty": "exact"},
		}, object.get(parts, "app", {}))},
		"app_service_plans": {"p": object.union(
			{"id": "p", "subject": "the plan", "presence": "declared", "unknown": {}, "apps": ["a"]},
			object.get(parts, "plan", {"sku_name": "p1v3"}),
		)},
		"subnets": {"s": object.union({
			"id": "s", "subject": "the subnet", "presence": "declared", "unknown": {}, "apps": ["a"],
			"virtual_network": {"id": "v", "certainty": "exact"},
		}, object.get(parts, "subnet", {}))},
		"virtual_networks": {"v": object.union(
			{"id": "v", "subject": "the network", "presence": "declared", "unknown": {}},
			object.get(parts, "network", {"region": "westeurope"}),
		)},
	},
	"context": {"as_of": "2025-03-14", "editions": object.get(parts, "editions", {})},
}

# The same document without an attribute of an entity.
without(document, kind, id, name) := json.remove(document, [sprintf("after/%s/%s/%s", [kind, id, name])])
