# METADATA
# description: instances of App Service plans, and the addresses that a subnet has for them
package vnetguard.lib.instances

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence
import data.vnetguard.lib.tier

_scale := data.vnetguard.reference.app_service_scale

# What Azure does when nothing is said of the number: one instance.
_alone := 1

_left_out := "left out, so the provider decides"

# Instances that the plan certainly has.
fewest(plan) := plan.capacity if attribute.is_known(plan, "capacity")

fewest(plan) := _alone if not attribute.is_known(plan, "capacity")

# Instances that the plan has at most, as far as it states them or its tier bounds them; undefined when neither can be told.
most(plan) := plan.capacity if attribute.is_known(plan, "capacity")

most(plan) := _alone if _is_left_out(plan, "capacity")

most(plan) := _bound(plan) if {
	attribute.is_unknown(plan, "capacity")
	not _is_left_out(plan, "capacity")
}

most(plan) := _bound(plan) if attribute.is_absent(plan, "capacity")

_bound(plan) := _scale.most_instances[tier.of(plan)]

_is_left_out(plan, name) if plan.unknown[name].reason == _left_out

# The largest number of instances that is planned for: the maximum of its autoscale settings, else that of elastic scale, else the
# number that is stated, else what the tier allows. Undefined when it cannot be told.
planned(plan) := max(_autoscale(plan)) if {
	not _may_scale_otherwise(plan)
	count(_autoscale(plan)) > 0
}

planned(plan) := _without_autoscale(plan) if {
	not _may_scale_otherwise(plan)
	count(_autoscale(plan)) == 0
}

# What is planned for at most.
planned_most(plan) := planned(plan)

planned_most(plan) := _bound(plan) if not planned(plan)

_autoscale(plan) := {setting.maximum |
	some id in object.get(plan, "autoscale_settings", [])
	setting := input.after.autoscale_settings[id]
	setting.enabled
	attribute.is_known(setting, "enabled")
	attribute.is_known(setting, "maximum")
}

# Of an autoscale setting it is not known whether it scales this plan, or how far.
_may_scale_otherwise(plan) if {
	some id in object.get(plan, "autoscale_settings", [])
	setting := input.after.autoscale_settings[id]
	_is_vague(setting)
}

_may_scale_otherwise(plan) if {
	some setting in input.after.autoscale_settings
	setting.unknown.plan
	_may_be_about(setting.unknown.plan, plan.id)
	not setting.enabled == false
}

_is_vague(setting) if attribute.is_unknown(setting, "enabled")

_is_vague(setting) if {
	presence.is_conditional(setting)
	setting.enabled
}

_is_vague(setting) if {
	setting.enabled
	not attribute.is_known(setting, "maximum")
}

_may_be_about(unknown, _) if count(object.get(unknown, "candidates", [])) == 0

_may_be_about(unknown, id) if id in unknown.candidates

_without_autoscale(plan) := plan.maximum_elastic_workers if {
	_is_elastic(plan)
	attribute.is_known(plan, "maximum_elastic_workers")
}

_without_autoscale(plan) := _stated(plan) if {
	_is_elastic(plan)
	_states_no_maximum(plan)
}

_without_autoscale(plan) := _stated(plan) if _is_not_elastic(plan)

_states_no_maximum(plan) if _is_left_out(plan, "maximum_elastic_workers")

_states_no_maximum(plan) if attribute.is_absent(plan, "maximum_elastic_workers")

_stated(plan) := plan.capacity if attribute.is_known(plan, "capacity")

_stated(plan) := _bound(plan) if _is_left_out(plan, "capacity")

_stated(plan) := _bound(plan) if attribute.is_absent(plan, "capacity")

_is_elastic(plan) if _has_elastic_tier(plan)

_has_elastic_tier(plan) if tier.of(plan) in _scale.elastic_tiers

_is_elastic(plan) if {
	attribute.is_known(plan, "elastic_scale")
	plan.elastic_scale
}

_is_not_elastic(plan) if {
	tier.of(plan)
	not attribute.is_unknown(plan, "elastic_scale")
	not _is_elastic(plan)
}

# Whether the plan's maximum is stated by settings of its own, so that nothing has to be assumed.
states_maximum(plan) if {
	planned(plan)
	count(_autoscale(plan)) > 0
}

states_maximum(plan) if {
	planned(plan)
	_is_elastic(plan)
	attribute.is_known(plan, "maximum_elastic_workers")
}

# Nothing states how many instances are planned for: what the tier allows is assumed.
is_assumed(plan) if {
	planned(plan)
	not states_maximum(plan)
	not attribute.is_known(plan, "capacity")
}

# The plan runs outside of App Service Environments.
is_multitenant(plan) if {
	attribute.is_absent(plan, "app_service_environment")
	tier.of(plan)
	not is_isolated(plan)
}

# Its tier is one for App Service Environments.
is_isolated(plan) if tier.of(plan) in _scale.isolated_tiers

# Addresses for instances that the subnet certainly has.
usable(subnet) := sum([_usable(prefix) | some prefix in object.get(subnet, "prefixes", []); prefix.version == 4])

_usable(prefix) := max([prefix.address_count - _scale.reserved_addresses, 0])

# One of its prefixes is of this length or shorter.
has_prefix(subnet, length) if {
	some prefix in subnet.prefixes
	prefix.version == 4
	prefix.prefix_length <= length
}

# A text of the prefixes of a subnet.
prefixes(subnet) := concat("', '", [prefix.text | some prefix in object.get(subnet, "prefixes", [])])

# Cores of each instance; undefined when the SKU cannot be told.
cores(plan) := _scale.cores[lower(plan.sku_name)]
