# METADATA
# description: subscriptions in the ids of entities
package vnetguard.lib.subscription

# The subscription in an id, as it stands there; undefined for an id that is not that of a resource.
of(id) := parts[2] if {
	startswith(id, "/subscriptions/")
	parts := split(id, "/")
}

# It is known, and not only a text that stands for it.
is_known(subscription) if not contains(subscription, "{")
