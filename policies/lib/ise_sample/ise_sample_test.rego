# METADATA
# description: input documents for tests of rules about integration service environments
package vnetguard.lib.ise_sample

# A document with these entities, a map from kind to id to attributes. What a document needs beside them has a default.
document(after) := {"after": _entities(after), "context": {"as_of": "2025-03-14", "editions": {}}}

# The same, when it is known what exists: entities before, and what happens to which.
change(before, after, actions) := object.union(document(after), {
	"before": _entities(before),
	"changes": {id: {"actions": done, "replaced_by": []} | some id, done in actions},
})

# A document with one environment `e`.
environment(attributes) := document({"integration_service_environments": {"e": attributes}})

# One environment `e` that is changed in place, or otherwise.
changed(before, after, actions) := change(
	{"integration_service_environments": {"e": before}},
	{"integration_service_environments": {"e": after}},
	{"e": actions},
)

# The document on another day.
on(document, day) := object.union(document, {"context": {"as_of": day}})

# The document by an edition of a family.
edition(document, family, date) := object.union(document, {"context": {"editions": {family: date}}})

# A reference, and a list of them.
to(id) := {"id": id, "certainty": "exact"}

all(ids) := [to(id) | some id in ids]

# An element of which it is not known what it refers to.
untold := {"unknown": {"reason": "known only after apply", "text": ""}}

# Attributes that are not known.
unknown(names) := {"unknown": {name: {"reason": "known only after apply", "text": ""} | some name in names}}

# An attribute that is not known, but equal to others of the pattern.
pattern(name, text) := {"unknown": {name: {"reason": "a parameter without a value", "text": "", "pattern": text}}}

# The subjects of findings.
about(findings) := {finding.subject | some finding in findings}

# Whether a message of the findings has the text.
says(findings, text) if {
	some finding in findings
	contains(finding.msg, text)
}

_entities(kinds) := {kind: {id: object.union(
	{"id": id, "subject": sprintf("the %s", [id]), "presence": "declared", "unknown": {}},
	attributes,
) | some id, attributes in entities} | some kind, entities in kinds}
