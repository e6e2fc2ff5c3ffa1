# METADATA
# title: an app that sends mail on port 25 routes it through its virtual network
# description: >-
#   App Service lets traffic to port 25 out only through the virtual network integration. An app whose settings name that port
#   and whose mail takes the public route cannot send it.
# custom:
#   id: APP-SMTP25
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Route all outbound traffic of the app into a virtual network whose subscription may use port 25, or send mail on port 587.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#       site_config {
#         vnet_route_all_enabled = true
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: integration.id
#         vnetRouteAllEnabled: true
#       }
#     }
#   related: [APP-ROUTEALL-NAT]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Application routing (note)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.smtp25

import data.vnetguard.lib.attribute
import data.vnetguard.lib.destination
import data.vnetguard.lib.integration
import data.vnetguard.lib.routing

_smtp := data.vnetguard.reference.smtp

subjects contains id if {
	some id, app in input.after.apps
	count(_ports(app)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	msg := sprintf(
		"App setting '%s' of app '%s' names port 25, which is open only to traffic that goes through a virtual network integration.",
		[_ports(app)[0], app.subject],
	)
	evidence := [
		{"entity": id, "attribute": "app_settings"},
		{"entity": id, "attribute": "integration_subnet"},
		{"entity": id, "attribute": "route_all"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_denied(app)
	not _is_allowed(app)
	msg := sprintf("Whether mail that app '%s' sends on port 25 goes through a virtual network integration cannot be told.", [app.subject])
	evidence := [{"entity": id, "attribute": "integration_subnet"}, {"entity": id, "attribute": "route_all"}]
}

# Names of the settings that hold the port, alone or behind a host.
_ports(app) := [setting.name |
	some setting in app.app_settings
	_is_about_mail(setting.name)
	_is_port(setting)
]

_is_about_mail(name) if {
	some word in _smtp.names
	contains(lower(name), word)
}

_is_port(setting) if {
	contains(lower(setting.name), "port")
	trim_space(setting.value) == _smtp.port
}

_is_port(setting) if endswith(trim_space(setting.value), sprintf(":%s", [_smtp.port]))

_is_denied(app) if {
	attribute.is_absent(app, "integration_subnet")
	not app.gateway_integrations
	attribute.is_absent(input.after.app_service_plans[app.plan.id], "app_service_environment")
}

_is_denied(app) if {
	routing.keeps_internet_out(app)
	some host in _hosts(app)
	destination.is_public(host)
	destination.as_prefix(host)
}

_is_allowed(app) if {
	integration.is(app)
	routing.sends_internet(app)
}

_is_allowed(app) if {
	integration.is(app)
	some host in _hosts(app)
	destination.is_private(host)
}

# Values of the settings that name the mail server.
_hosts(app) := {host |
	some setting in app.app_settings
	_is_about_mail(setting.name)
	_is_host(setting.name)
	host := trim_space(setting.value)
}

_is_host(name) if {
	some word in _smtp.hosts
	contains(lower(name), word)
}
