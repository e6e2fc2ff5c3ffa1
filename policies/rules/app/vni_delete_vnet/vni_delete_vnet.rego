# METADATA
# title: a network or subnet with integrated apps is not deleted
# description: >-
#   A virtual network or subnet that an app is integrated with cannot be deleted, and so not replaced
#   either. The integration has to be removed first. An app that leaves the subnet in the same deployment is
#   not held against it: whether it leaves before the subnet goes, or after, the input does not show. A subnet
#   that is replaced goes before the apps can move to the new one, unless the new one is created first.
# custom:
#   id: APP-VNI-DELETE-VNET
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Remove the integration from the apps in a deployment of its own, then delete the network or subnet.
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
#   related: [APP-VNI-DELETE-ORDER, APP-VNI-RESIZE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_delete_vnet

import data.vnetguard.lib.change
import data.vnetguard.lib.joined

# Networks and subnets that go, with the subnets in which apps are integrated now. A replacement that comes before the old one
# goes leaves apps the time to move.
_going[id] := [id] if {
	some id, subnet in input.before.subnets
	_goes_first(id)
	count(joined.apps(subnet)) > 0
}

_going[id] := subnets if {
	some id, network in input.before.virtual_networks
	_goes_first(id)
	subnets := [subnet |
		some subnet in object.get(network, "subnets", [])
		count(joined.apps(input.before.subnets[subnet])) > 0
	]
	count(subnets) > 0
}

_goes_first(id) if {
	input.changes[id].actions in [["delete"], ["delete", "create"]]
	not input.changes[id].created_first
}

_is_replaced_under_another_id(id) if input.changes[id].created_first == false

subjects contains id if some id, _ in _going

subjects contains id if some id, _ in _losing

# Subnets within their network of which is not told whether they stay, with the apps that stay integrated.
_losing[id] := apps if {
	some id, subnet in input.before.subnets
	change.may_be_lost(id)
	apps := {app | some app in joined.apps(subnet); _stays(app, id)}
	count(apps) > 0
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(apps)} if {
	some id, apps in _losing
	msg := sprintf(
		"The update of its virtual network does not tell whether subnet '%s' stays; '%s' stays integrated with it.",
		[_subject(id), _names(apps)],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(apps)} if {
	some id, subnets in _going
	apps := {app | some subnet in subnets; some app in input.before.subnets[subnet].apps; _stays(app, subnet)}
	count(apps) > 0
	msg := sprintf("'%s' is deleted, but '%s' stays integrated with it.", [_subject(id), _names(apps)])
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(apps)} if {
	some id, subnets in _going
	_is_replaced_under_another_id(id)
	apps := {app | some subnet in subnets; some app in input.before.subnets[subnet].apps; _waits(app)}
	count(apps) > 0
	msg := sprintf(
		"'%s' is destroyed before the one that replaces it is created, and until then '%s' is integrated with it.",
		[_subject(id), _names(apps)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(apps)} if {
	some id, subnets in _going
	apps := {app | some subnet in subnets; some app in input.before.subnets[subnet].apps; _may_stay(app)}
	count(apps) > 0
	not _is_refused(id)
	msg := sprintf(
		"'%s' is deleted, and whether '%s' stays integrated with it cannot be told.",
		[_subject(id), _names(apps)],
	)
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

# The app is left as it is, or is integrated with the same subnet afterwards.
_stays(app, _) if input.changes[app].actions == ["forget"]

_stays(app, subnet) if {
	not change.goes(app)
	input.after.apps[app].integration_subnet.id == subnet
}

# The app moves to a subnet that has to be created first.
_waits(app) if {
	not change.goes(app)
	"create" in input.changes[input.after.apps[app].integration_subnet.id].actions
}

_may_stay(app) if {
	not change.goes(app)
	input.after.apps[app].unknown.integration_subnet
}

_subject(id) := input.before.subnets[id].subject

_subject(id) := input.before.virtual_networks[id].subject

_names(apps) := concat("', '", sort([input.before.apps[id].subject | some id in apps]))

_evidence(apps) := [{"entity": id, "attribute": "integration_subnet"} | some id in sort(apps)]
