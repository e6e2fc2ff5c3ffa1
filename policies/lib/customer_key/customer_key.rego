# METADATA
# description: customer-managed keys of integration service environments
package vnetguard.lib.customer_key

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

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

# The access policy grants all that an environment needs.
is_enough(policy) if {
	granted := {lower(permission) | some permission in policy.key_permissions}
	every permission in data.vnetguard.reference.ise_customer_keys.key.permissions {
		permission in granted
	}
}

is_enough(policy) if {
	some permission in policy.key_permissions
	lower(permission) == "all"
}

# The vault certainly grants nobody what an environment needs.
grants_nobody(vault) if {
	vault.rbac_authorization == false
	not attribute.is_unknown(vault, "access_policies")
	every policy in object.get(vault, "access_policies", []) {
		_is_too_little(policy)
	}
}

_is_too_little(policy) if {
	not attribute.is_unknown(policy, "key_permissions")
	not is_enough(policy)
}

# Environments that are created, with a customer-managed key or perhaps with one.
created[id] := environment if {
	some id, environment in ise.deployed
	"create" in input.changes[id].actions
	may_be_set(environment)
}

# The key vault of its key; undefined when it cannot be told.
vault(environment) := input.after.key_vaults[environment.customer_managed_key_vault.id]
