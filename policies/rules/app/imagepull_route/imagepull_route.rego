# METADATA
# title: an app pulls its image from a private registry through the virtual network
# description: >-
#   Container images are pulled over the public route unless the app is told otherwise. When the registry refuses public traffic,
#   the pull fails and the app does not start, even though it is integrated with a network that reaches the registry.
# custom:
#   id: APP-IMAGEPULL-ROUTE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Route image pulls into the virtual network: vnet_image_pull_enabled, virtual_network_image_pull_enabled on
#     azurerm_windows_web_app, vnetImagePullEnabled or outboundVnetRouting.imagePullTraffic.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       vnet_image_pull_enabled = true
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         vnetImagePullEnabled: true
#       }
#     }
#   related: [APP-IMAGEPULL-SETTING-LEGACY, APP-ROUTEALL-SETTING-CONFLICT]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.imagepull_route

import data.vnetguard.lib.attribute
import data.vnetguard.lib.integration
import data.vnetguard.lib.reach
import data.vnetguard.lib.routing
import data.vnetguard.lib.settings

_public := data.vnetguard.reference.public_registries

subjects contains id if {
	some id, app in input.after.apps
	routing.may_be_integrated(app)
	_may_pull(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	registry := _registry(app)
	msg := sprintf(
		"App '%s' pulls its image over the public route, which container registry '%s' refuses.",
		[app.subject, registry.subject],
	)
	evidence := [
		{"entity": id, "attribute": "image_pull_over_vnet"},
		{"entity": registry.id, "attribute": "public_network_access"},
		{"entity": registry.id, "attribute": "network_default_action"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_denied(app)
	not _is_allowed(app)
	msg := sprintf(
		"Whether app '%s' can pull its image cannot be told: it depends on the way it takes, and on who may use the registry.",
		[app.subject],
	)
	evidence := [
		{"entity": id, "attribute": "image_pull_over_vnet"},
		{"entity": id, "attribute": "container_image"},
		{"entity": id, "attribute": "container_registry_host"},
	]
}

_is_denied(app) if {
	integration.is(app)
	_image(app)
	routing.is_off(app, "image_pull_over_vnet")
	reach.is_private(_registry(app))
}

_is_allowed(app) if routing.is_on(app, "image_pull_over_vnet")

_is_allowed(app) if reach.is_public(_registry(app))

# Several containers cannot use the virtual network at all, which is a matter of its own.
_may_pull(app) if {
	not attribute.is_absent(app, "container_image")
	not _is_of_several(app)
	host := _host(app)
	every public in _public.hosts {
		host != public
	}
}

# Where the registry or even the image is not known, a registry of the input that may refuse is needed for a doubt.
_may_pull(app) if {
	not attribute.is_absent(app, "container_image")
	not _is_of_several(app)
	not _host(app)
	not _is_from_docker_hub(app)
	_some_registry_may_refuse
}

# The image, or how it begins: its tag may come later. What begins with something unknown may be no image.
_image(app) := lower(app.container_image)

_image(app) := image if {
	image := lower(app.unknown.container_image.pattern)
	not startswith(image, "{")
}

_is_of_several(app) if strings.any_prefix_match(_image(app), ["compose|", "kube|"])

_is_from_docker_hub(app) if {
	app.container_image
	attribute.is_absent(app, "container_registry_host")
	settings.is_absent(app, _public.setting)
}

_some_registry_may_refuse if {
	some registry in input.after.container_registries
	not reach.is_public(registry)
}

_host(app) := lower(app.container_registry_host)

_host(app) := host if {
	attribute.is_absent(app, "container_registry_host")
	address := lower(settings.value(app, _public.setting))
	parts := split(address, "://")
	host := split(parts[count(parts) - 1], "/")[0]
}

_registry(app) := registry if {
	ids := _registries[_host(app)]
	count(ids) == 1
	some id in ids
	registry := input.after.container_registries[id]
}

# By host: the one it states, or the one that follows from its name in each cloud.
_registries[host] contains id if {
	some id, registry in input.after.container_registries
	host := lower(registry.login_server)
}

_registries[host] contains id if {
	some id, registry in input.after.container_registries
	some domain in ["azurecr.io", "azurecr.us", "azurecr.cn"]
	host := sprintf("%s.%s", [lower(registry.name), domain])
}
