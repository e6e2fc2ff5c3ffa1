# METADATA
# title: a Linux app that is built on deployment reaches the sources of its build
# description: >-
#   Building a Linux app while it is deployed fetches runtimes from oryx-cdn.microsoft.io, and for Python packages from
#   files.pythonhosted.org and pypi.org, all on port 443. Where a network security group, or a firewall on the way, keeps the app from
#   them, deployments fail.
# custom:
#   id: APP-NSG-ORYX
#   level: warning
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Let the app reach these hosts on port 443: by a firewall that knows host names, or by allowing the internet; or build the app
#     before it is deployed.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "build" {
#       # …
#       priority                   = 100 # before any rule that denies it
#       direction                  = "Outbound"
#       access                     = "Allow"
#       protocol                   = "Tcp"
#       source_address_prefix      = "*"
#       source_port_range          = "*"
#       destination_address_prefix = "Internet"
#       destination_port_range     = "443"
#     }
#   remediation_bicep: |
#     resource build 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: 'Outbound'
#         access: 'Allow'
#         protocol: 'Tcp'
#         sourceAddressPrefix: '*'
#         sourcePortRange: '*'
#         destinationAddressPrefix: 'Internet'
#         destinationPortRange: '443'
#       }
#     }
#   related: [APP-NSG-DEPS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.nsg_oryx

import data.vnetguard.lib.app_flow
import data.vnetguard.lib.routing
import data.vnetguard.lib.settings

_build := data.vnetguard.reference.linux_build

_row := "APP-NSG-ORYX"

subjects contains id if {
	some subnet in input.after.subnets
	count(_building(subnet)) > 0
	subnet.flows[_row]
	id := app_flow.subject(subnet)
}

subjects contains id if some id in _behind_appliance_alone

deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, _kept_away(subnet))} if {
	some subnet in input.after.subnets
	app := min(_kept_away(subnet))
	flow := subnet.flows[_row]
	id := app_flow.subject(subnet)
	msg := sprintf(
		"In %s, %s, which Linux app '%s' needs to fetch '%s' while it is built.",
		[app_flow.name(subnet), app_flow.rule(flow), input.after.apps[app].subject, concat("', '", _hosts(input.after.apps[app]))],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, [])} if {
	some subnet in input.after.subnets
	count(_kept_away(subnet)) == 0
	app := min(_building(subnet))
	flow := subnet.flows[_row]
	_is_in_doubt(subnet, flow)
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether Linux app '%s' can fetch '%s' while it is built cannot be told.",
		[input.after.apps[app].subject, concat("', '", _hosts(input.after.apps[app]))],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in _behind_appliance_alone
	subnet := input.after.subnets[id]
	app := min(_building(subnet))
	evidence := [{"entity": route.id, "attribute": "next_hop_type"} | some route in subnet.default_route.routes]
	msg := sprintf(
		"Whether the appliance behind the default route of subnet '%s' lets Linux app '%s' fetch '%s' while it is built cannot be told.",
		[subnet.subject, input.after.apps[app].subject, concat("', '", _hosts(input.after.apps[app]))],
	)
}

# Subnets without a network security group, whose apps may meet an appliance on the way.
_behind_appliance_alone contains id if {
	some id, subnet in input.after.subnets
	app_flow.may_meet_appliance(subnet)
	not subnet.flows[_row]
	count(_building(subnet)) > 0
}

_is_in_doubt(_, flow) if flow.verdict != "allow"

_is_in_doubt(subnet, _) if app_flow.may_meet_appliance(subnet)

_kept_away(subnet) := {id |
	subnet.flows[_row].verdict == "deny"
	some id in _building(subnet)
	routing.is_on(input.after.apps[id], "route_all")
}

# Apps that certainly build, and whose traffic to the internet may go through the subnet.
_building(subnet) := {id |
	some id in subnet.apps
	app := input.after.apps[id]
	app.os == "linux"
	not routing.is_off(app, "route_all")
	some name in _build.settings
	settings.is_on(app, name)
}

_hosts(app) := array.concat(_build.hosts, _build.python_hosts) if _is_python(app)

_hosts(app) := _build.hosts if not _is_python(app)

_is_python(app) if startswith(lower(app.runtime), "python")
