# METADATA
# description: whether a service is reachable over its public address
package vnetguard.lib.reach

# It certainly refuses whom no private endpoint or network rule lets in.
is_private(target) if target.public_network_access == false

is_private(target) if target.network_default_action == "deny"

# It is certainly reachable by everybody.
is_public(target) if {
	target.public_network_access == true
	target.network_default_action == "allow"
}

# What a host name or a host begins with: the name of the storage account, vault or registry.
label(host) := split(lower(host), ".")[0]

# Ids of storage accounts by name.
storage_accounts[name] contains id if {
	some id, account in input.after.storage_accounts
	name := lower(account.name)
}

# Those whose name is not known, by what is known of it.
storage_accounts[pattern] contains id if {
	some id, account in input.after.storage_accounts
	pattern := lower(account.unknown.name.pattern)
}

# The storage account with this name; undefined when the input has none, or several.
storage_account(name) := account if {
	ids := storage_accounts[lower(name)]
	count(ids) == 1
	some id in ids
	account := input.after.storage_accounts[id]
}
