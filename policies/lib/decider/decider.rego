# METADATA
# description: the rule that decides a flow, of a network security group or of a network manager
package vnetguard.lib.decider

# What users call it.
name(rule) := sprintf("security admin rule '%s'", [rule.name]) if _is_of_manager(rule)

name(rule) := sprintf("security rule '%s'", [rule.name]) if not _is_of_manager(rule)

# Where it says what it does; nothing for a default rule, which nobody wrote.
evidence(rule) := [{"entity": rule.id, "attribute": "action"}] if {
	rule.id
	_is_of_manager(rule)
}

evidence(rule) := [{"entity": rule.id, "attribute": "access"}] if {
	rule.id
	not _is_of_manager(rule)
}

evidence(rule) := [] if not rule.id

_is_of_manager(rule) if rule.source == "network_manager"
