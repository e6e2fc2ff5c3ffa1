# METADATA
# title: an integrated app, and its plan, stay in their subscription
# description: >-
#   The subscription of an app or an App Service plan cannot change while one of the plan's apps is
#   integrated. A deployment that names another subscription does not move them: it deletes them here and
#   creates them there.
# custom:
#   id: APP-VNI-SUBSCRIPTION-MOVE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Web/sites
#     - Microsoft.Web/serverfarms
#   remediation: >-
#     Disconnect the apps first, then move them and their plan.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       # first without virtual_network_subnet_id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: null // first
#       }
#     }
#   related: [APP-VNI-DELETE-ORDER, APP-MPSJ-SUBSCRIPTION]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_subscription_move

import data.vnetguard.lib.change
import data.vnetguard.lib.integration
import data.vnetguard.lib.subscription

# What stands there and stays under its id, subscription included, passes.
subjects contains id if {
	some id in _integrated
	not change.goes(id)
	_will_be(id)
}

subjects contains id if some id, _ in _reappearing

# No input shows a move as such.
deny := set()

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id, old in _reappearing
	msg := sprintf(
		"'%s' is deleted in subscription '%s' and created in '%s'. It could be moved only once its apps are disconnected.",
		[_subject(old), subscription.of(old), subscription.of(id)],
	)
}

# Apps that are integrated now, and the plans that they run on.
_integrated contains id if {
	some id, app in input.before.apps
	integration.is(app)
}

_integrated contains plan if {
	some app in input.before.apps
	integration.is(app)
	plan := app.plan.id
	input.before.app_service_plans[plan]
}

# What is created in another subscription under the name of something integrated that goes.
_reappearing[id] := old if {
	some kind in ["apps", "app_service_plans"]
	some id, entity in input.after[kind]
	"create" in input.changes[id].actions
	some old in _going[_name(kind, entity)]
	_are_apart(subscription.of(old), subscription.of(id))
}

_going[name] contains id if {
	some kind in ["apps", "app_service_plans"]
	some id, entity in input.before[kind]
	id in _integrated
	change.goes(id)
	name := _name(kind, entity)
}

_name(kind, entity) := sprintf("%s %s", [kind, entity.name])

_are_apart(one, other) if {
	one != other
	subscription.is_known(one)
	subscription.is_known(other)
}

_will_be(id) if input.after.apps[id]

_will_be(id) if input.after.app_service_plans[id]

_subject(id) := input.before.apps[id].subject

_subject(id) := input.before.app_service_plans[id].subject
