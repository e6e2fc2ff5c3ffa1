# METADATA
# description: input documents for tests of rules about the subnets of integration service environments
package vnetguard.lib.ise_subnet_sample

import data.vnetguard.lib.ise_sample as sample

# Environment `e` with subnet `s`; subnet `other` is no environment's, whatever it has.
document(attributes) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": attributes, "other": attributes},
})

# IPv4 prefixes by their texts.
prefixes(texts) := {"prefixes": [prefix(text) | some text in texts]}

prefix(text) := {"text": text, "version": 4, "first": split(text, "/")[0], "prefix_length": to_number(split(text, "/")[1])}

# The attributes, of which one may have more to it.
open(attributes, name) := object.union(attributes, sample.unknown([name]))
