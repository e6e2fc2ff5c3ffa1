# METADATA
# description: input documents of apps, plans, subnets and networks, for tests
package vnetguard.lib.integration_sample

# Apps by id on the plan `p`, integrated with the subnet `s` of the network `v`; there is another plan `q`, and a subnet `t`
# beside `s`. What an app states comes on top, null takes away.
document(apps) := with_apps({
	"after": {
		"apps": {},
		"app_service_plans": {id: _plan(id, {"sku_name": "p1v3", "capacity": 1}) | some id in ["p", "q"]},
		"subnets": {id: _entity(id, "subnet", {"virtual_network": to("v"), "prefixes": [prefix(24)]}) | some id in ["s", "t"]},
		"virtual_networks": {"v": _entity("v", "network", {"region": "westeurope", "subnets": ["s", "t"], "address_space": [prefix(16)]})},
	},
	"context": {"as_of": "2025-03-14", "editions": {}},
}, apps)

# The document with these apps instead, and the inverse attributes that follow from them.
with_apps(document, apps) := _with_inverse(object.union(
	json.remove(document, ["after/apps"]),
	{"after": {"apps": {id: _app(id, attributes) | some id, attributes in apps}}},
))

_app(id, attributes) := _without_nulls(_entity(id, "app", object.union(
	{"region": "westeurope", "plan": to("p"), "integration_subnet": to("s")},
	attributes,
)))

_plan(id, attributes) := _entity(id, "plan", attributes)

_entity(id, title, attributes) := object.union(
	{"id": id, "subject": sprintf("%s %s", [title, id]), "presence": "declared", "unknown": {}},
	attributes,
)

_without_nulls(entity) := {name: value | some name, value in entity; value != null}

_with_inverse(document) := object.union(document, {"after": {
	"subnets": {subnet: {"apps": apps} |
		some subnet, _ in document.after.subnets
		apps := sort([id | some id, app in document.after.apps; app.integration_subnet.id == subnet])
		count(apps) > 0
	},
	"app_service_plans": {plan: {"apps": apps} |
		some plan, _ in document.after.app_service_plans
		apps := sort([id | some id, app in document.after.apps; app.plan.id == plan])
		count(apps) > 0
	},
}})

# A reference.
to(id) := {"id": id, "certainty": "exact"}

# An attribute that is not known.
unknown(name) := {name: {"reason": "known only after apply", "text": ""}}

# One that is left out.
left_out(name) := {name: {"reason": "left out, so the provider decides", "text": ""}}

# What an app states that is integrated with one of these subnets.
one_of(subnets) := {
	"integration_subnet": null,
	"unknown": {"integration_subnet": {"reason": "ambiguous", "text": "", "candidates": subnets}},
}

# What an app states whose subnet cannot be told.
lost := {"integration_subnet": null, "unknown": unknown("integration_subnet")}

# A prefix of this length, of version 4.
prefix(length) := {
	"text": sprintf("10.0.0.0/%d", [length]),
	"version": 4,
	"prefix_length": length,
	"address_count": _address_count[length],
	"first": "10.0.0.0",
}

_address_count := {16: 65536, 24: 256, 25: 128, 26: 64, 27: 32, 28: 16, 29: 8}

# The document with other attributes of entities; null takes away.
with_entities(document, kind, entities) := object.union(
	json.remove(document, [sprintf("after/%s/%s", [kind, id]) | some id, _ in entities]),
	{"after": {kind: {id: entity |
		some id, attributes in entities
		stands := object.get(object.get(document.after, kind, {}), id, _entity(id, "entity", {}))
		entity := _without_nulls(object.union(stands, attributes))
	}}},
)

# The same for plans.
with_plans(document, plans) := with_entities(document, "app_service_plans", plans)

# The same for subnets.
with_subnets(document, subnets) := with_entities(document, "subnets", subnets)

# The same, judged by an edition of the App Service articles.
by_edition(document, edition) := object.union(document, {"context": {"editions": {"app": edition}}})

# A document of what stands there and what will, with what is done to entities by id.
changed(before, after, actions) := object.union(after, {
	"before": before.after,
	"changes": {id: {"actions": done, "replaced_by": []} | some id, done in actions},
})
