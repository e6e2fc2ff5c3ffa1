# METADATA
# description: the apps and plans that integration brings into a subnet
package vnetguard.lib.joined

import data.vnetguard.lib.integration
import data.vnetguard.lib.presence

# Subnets that some app is certainly integrated with.
subnets contains id if {
	some id, subnet in input.after.subnets
	count(apps(subnet)) > 0
}

# For each subnet that apps may be integrated with, but that is only one of several or not certain: these apps. Apps that may
# not be deployed are among them.
candidates[subnet] contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
	some subnet in app.unknown.integration_subnet.candidates
	input.after.subnets[subnet]
}

candidates[subnet] contains id if {
	some id, app in input.after.apps
	presence.is_conditional(app)
	subnet := app.integration_subnet.id
	input.after.subnets[subnet]
}

# The same, only of subnets that no app is certainly integrated with.
doubtful[subnet] := ids if {
	some subnet, ids in candidates
	not subnet in subnets
}

# Apps that may be integrated with any subnet.
lost contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
	app.unknown.integration_subnet
	not integration.subnets(app)
}

# Apps that are certainly integrated with the subnet.
apps(subnet) := {id | some id in object.get(subnet, "apps", []); not is_conditional(id)}

# The app is deployed under a condition that is not known.
is_conditional(id) if presence.is_conditional(input.after.apps[id])

# What is shown of apps one of which has to be there: nothing where one certainly is. A finding that names what may not be
# deployed is not certain.
condition(ids) := [{"entity": id, "attribute": "integration_subnet"} | id := _first_doubtful(ids)]

_first_doubtful(ids) := min(ids) if {
	every id in ids {
		is_conditional(id)
	}
}

# Those that are, and those that may be.
apps_at_most(subnet) := (apps(subnet) | {id | some id in candidates[subnet.id]}) | lost

# Those that do not certainly run on Flex Consumption, whose requirements are its own.
without_flex(apps) := {id | some id in apps; not _is_flex(id)}

_is_flex(id) if integration.is_flex(input.after.apps[id])

# The plans of apps, as far as they can be told.
plans(apps) := {input.after.apps[id].plan.id | some id in apps}

# The apps whose plan cannot be told.
without_plan(apps) := {id | some id in apps; not _has_plan(id)}

_has_plan(id) if input.after.apps[id].plan.id

# A text that lists apps, plans or subnets by the names users know them by.
names(ids, kind) := concat("', '", sort([input.after[kind][id].subject | some id in ids]))

# What is said of an app whose subnet cannot be told, when something has to hold of that subnet.
lost_text(id, requirement) := sprintf(
	"The subnet that app '%s' is integrated with cannot be told, and so not whether %s.",
	[input.after.apps[id].subject, requirement],
)

# What is shown with it.
lost_evidence(id) := [{"entity": id, "attribute": "integration_subnet"}]

# What is shown of the plans of apps.
evidence_of_plans(apps) := [{"entity": id, "attribute": "plan"} | some id in sort(apps)]
