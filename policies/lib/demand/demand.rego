# METADATA
# description: how many addresses the plans in a subnet take
package vnetguard.lib.demand

import data.vnetguard.lib.attribute
import data.vnetguard.lib.instances
import data.vnetguard.lib.joined

# Flex Consumption is counted otherwise: none of this is about its apps.

# Subnets with such apps.
subnets contains id if {
	some id in joined.subnets
	count(apps(input.after.subnets[id])) > 0
}

# Subnets in which there may be such apps, but that is not certain.
doubtful contains id if {
	some id, ids in joined.candidates
	count(joined.without_flex(ids)) > 0
	not id in subnets
}

apps(subnet) := joined.without_flex(joined.apps(subnet))

_apps_at_most(subnet) := joined.without_flex(joined.apps_at_most(subnet))

# The plans that are certainly in the subnet.
plans(subnet) := joined.plans(apps(subnet))

# Those that are, and those that may be.
plans_at_most(subnet) := joined.plans(_apps_at_most(subnet))

# Some app in the subnet runs on a plan that cannot be told.
is_open(subnet) if count(joined.without_plan(_apps_at_most(subnet))) > 0

# Several plans share the subnet.
is_shared(subnet) if count(plans(subnet)) > 1

# Several plans share the subnet, or may.
may_be_shared(subnet) if count(plans_at_most(subnet)) + count(joined.without_plan(_apps_at_most(subnet))) > 1

# Instances that are certainly in the subnet.
fewest(subnet) := sum([instances.fewest(plan) | some id in plans(subnet); plan := input.after.app_service_plans[id]])

# Instances that may be in the subnet; undefined when nothing bounds them.
most(subnet) := sum([instances.most(plan) | some id in plans_at_most(subnet); plan := input.after.app_service_plans[id]]) if {
	not is_open(subnet)
	every id in plans_at_most(subnet) {
		instances.most(input.after.app_service_plans[id])
	}
}

# Instances that are certainly planned for.
planned(subnet) := sum([instances.planned(plan) | some id in plans(subnet); plan := input.after.app_service_plans[id]])

# Plans in the subnet for which no number of instances is stated, so that what their tier allows counts.
assumed(subnet) := {id | some id in plans(subnet); instances.is_assumed(input.after.app_service_plans[id])}

# Instances that may be planned for; undefined when nothing bounds them.
planned_most(subnet) := sum([instances.planned_most(plan) | some id in plans_at_most(subnet); plan := input.after.app_service_plans[id]]) if {
	not is_open(subnet)
	every id in plans_at_most(subnet) {
		instances.planned_most(input.after.app_service_plans[id])
	}
}

# The subnet certainly has fewer addresses.
is_exceeded(subnet, addresses) if {
	attribute.is_known(subnet, "prefixes")
	addresses > instances.usable(subnet)
}

# It certainly has as many.
has_room(subnet, addresses) if addresses <= instances.usable(subnet)

# A text of the plans in the subnet.
names(subnet) := joined.names(plans(subnet), "app_service_plans")
