# METADATA
# description: App Service plans for Windows containers
package vnetguard.lib.windows_container

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_os := "windowscontainer"

# The plan runs Windows containers.
is_plan(plan) if {
	attribute.is_known(plan, "os")
	plan.os == _os
}

# The plan certainly does not.
is_no_plan(plan) if attribute.is_absent(plan, "os")

is_no_plan(plan) if {
	attribute.is_known(plan, "os")
	plan.os != _os
}

# The plan is part of the input and may do so. (Of one that is only named nothing speaks for it.)
may_be_plan(plan) if is_plan(plan)

may_be_plan(plan) if {
	presence.is_part_of_input(plan)
	attribute.is_unknown(plan, "os")
}

# Every app of the plan is known.
has_all_apps(plan) if {
	presence.is_part_of_input(plan)
	not _has_stray_apps
}

_has_stray_apps if {
	some app in input.after.apps
	presence.is_part_of_input(app)
	not app.plan
}
