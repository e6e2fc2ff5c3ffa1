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
