# METADATA
# description: customer-managed keys of integration service environments
package vnetguard.lib.customer_key

import data.vnetguard.lib.attribute

_parts := {"customer_managed_key_name", "customer_managed_key_vault", "customer_managed_key_version"}

# The environment certainly states a key, though perhaps not which.
is_set(environment) if {
	some part in _parts
	attribute.is_known(environment, part)
}

# It certainly states none.
is_not_set(environment) if {
	every part in _parts {
		attribute.is_absent(environment, part)
	}
}

# It states one, or it cannot be told that it does not.
may_be_set(environment) if not is_not_set(environment)
