# METADATA
# description: input documents of apps and what they reach, for tests
package vnetguard.lib.app_sample

import data.vnetguard.lib.sample

# The document of one integrated app with further entities beside it.
document(parts, others) := object.union(sample.integration(parts), {"after": others})

# Application settings from pairs of name and value.
settings(pairs) := [{"name": pair[0], "value": pair[1], "unknown": {}} | some pair in pairs]

# One entity by its id.
entity(id, attributes) := {id: object.union(
	{"id": id, "subject": sprintf("the %s", [id]), "presence": "declared", "unknown": {}},
	attributes,
)}

# A reference.
to(id) := {"id": id, "certainty": "exact"}

# The document without an attribute of the app.
without(document, name) := sample.without(document, "apps", "a", name)

# What a security rule of the name does to a flow.
flow(verdict, port) := {
	"rule": "r",
	"verdict": verdict,
	"decided_by": {"id": "rule", "name": "close", "source": "network_security_group"},
	"witness": {"protocol": "tcp", "port": port, "peer": "p", "destination": "10.0.9.4"},
	"protocols": {"tcp": {
		"verdict": verdict,
		"decided_by": {"id": "rule", "name": "close", "source": "network_security_group"},
		"witness": {"protocol": "tcp", "port": port, "peer": "p", "destination": "10.0.9.4"},
	}},
}

# A flow that passes.
open_flow := {"rule": "r", "verdict": "allow", "protocols": {"tcp": {"verdict": "allow"}}}

# A flow of which nothing is known, not even the network security group.
untold_flow := {
	"rule": "r", "verdict": "unknown", "reason": "the network security group of the subnet is not known",
	"protocols": {"tcp": {"verdict": "unknown", "reason": "the network security group of the subnet is not known"}},
}

# The document of an app whose subnet has the network security group `g` with these flows.
guarded(parts, flows) := document(
	object.union(parts, {"subnet": object.union(
		{"network_security_group": to("g"), "flows": flows},
		object.get(parts, "subnet", {}),
	)}),
	{"network_security_groups": entity("g", {"subnets": ["s"]})},
)
