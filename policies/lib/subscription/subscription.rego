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

# Two subscriptions, as they stand in ids, are certainly two: two that are known, or texts for those of two provider
# configurations. A known one and a text may be one, and so may the texts for the default configurations of azurerm and azapi,
# which take what they do not state from the same environment.
are_apart(one, other) if {
	one != other
	is_known(one)
	is_known(other)
}

are_apart(one, other) if {
	one != other
	not is_known(one)
	not is_known(other)
	not {one, other} == _defaults
}

# What a subscription counts as among others: the default configurations as one.
standing_for(subscription) := "{azurerm}" if {
	subscription in _defaults
} else := subscription

_defaults := {"{azapi}", "{azurerm}"}
