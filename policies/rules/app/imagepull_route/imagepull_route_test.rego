package vnetguard.rules.app.imagepull_route_test

import data.vnetguard.rules.app.imagepull_route

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_private := {"name": "Acr", "public_network_access": false, "network_default_action": "allow"}

_public := {"name": "acr", "public_network_access": true, "network_default_action": "allow"}

_app(attributes, registry) := app_sample.document(
	{"app": object.union({"container_image": "api:1", "container_registry_host": "acr.azurecr.io"}, attributes)},
	{"container_registries": app_sample.entity("r", registry)},
)

_without_host(attributes, registry) := app_sample.without(_app(attributes, registry), "container_registry_host")

test_deny_the_public_route_to_a_private_registry if {
	some finding in imagepull_route.deny with input as _app({"image_pull_over_vnet": false}, _private)
	finding.subject == "a"
	finding.msg == "App 'the app' pulls its image over the public route, which container registry 'the r' refuses."
	finding.evidence == [
		{"entity": "a", "attribute": "image_pull_over_vnet"},
		{"entity": "r", "attribute": "public_network_access"},
		{"entity": "r", "attribute": "network_default_action"},
	]
	imagepull_route.undetermined == set() with input as _app({"image_pull_over_vnet": false}, _private)
}

test_deny_by_the_clouds_domains if {
	every host in ["ACR.azurecr.io", "acr.azurecr.us", "acr.azurecr.cn"] {
		count(imagepull_route.deny) == 1 with input as _app({"container_registry_host": host}, _private)
	}
}

test_deny_by_the_stated_login_server if {
	stated := object.union(object.remove(_private, ["name"]), {"login_server": "Images.example.org"})
	count(imagepull_route.deny) == 1 with input as _app({"container_registry_host": "images.example.org"}, stated)
}

test_deny_by_the_setting_that_names_the_registry if {
	every address in ["https://ACR.azurecr.io", "acr.azurecr.io/v2"] {
		settings := {"app_settings": app_sample.settings([["DOCKER_REGISTRY_SERVER_URL", address]])}
		count(imagepull_route.deny) == 1 with input as _without_host(settings, _private)
	}
}

test_allow_routed_pulls if {
	every attributes in [
		{"image_pull_over_vnet": true},
		{"app_settings": app_sample.settings([["WEBSITE_PULL_IMAGE_OVER_VNET", "true"]])},
	] {
		imagepull_route.subjects == {"a"} with input as _app(attributes, _private)
		imagepull_route.deny == set() with input as _app(attributes, _private)
		imagepull_route.undetermined == set() with input as _app(attributes, _private)
	}
}

test_allow_a_public_registry if {
	imagepull_route.deny == set() with input as _app({}, _public)
	imagepull_route.undetermined == set() with input as _app({}, _public)
}

test_allow_registries_that_everybody_reaches if {
	imagepull_route.subjects == set() with input as _app({"container_registry_host": "mcr.microsoft.com"}, _private)
	imagepull_route.subjects == set() with input as _without_host({}, _private)
}

test_allow_without_an_image if {
	imagepull_route.subjects == set() with input as app_sample.without(_app({}, _private), "container_image")
	imagepull_route.subjects == set() with input as app_sample.without(_without_host({}, _private), "container_image")
}

test_allow_without_integration if {
	imagepull_route.subjects == set() with input as app_sample.without(_app({}, _private), "integration_subnet")
}

test_allow_several_containers if {
	every image in ["COMPOSE|x", "kube|x"] {
		imagepull_route.subjects == set() with input as _app({"container_image": image}, _private)
		untold := {"container_image": image, "unknown": sample.unknown("container_registry_host")}
		imagepull_route.subjects == set() with input as _without_host(untold, _private)
	}
}

_is_undetermined(document) if {
	imagepull_route.deny == set() with input as document
	some finding in imagepull_route.undetermined with input as document
	finding.subject == "a"
	finding.msg == concat("", [
		"Whether app 'the app' can pull its image cannot be told: ",
		"it depends on the way it takes, and on who may use the registry.",
	])
	finding.evidence == [
		{"entity": "a", "attribute": "image_pull_over_vnet"},
		{"entity": "a", "attribute": "container_image"},
		{"entity": "a", "attribute": "container_registry_host"},
	]
}

test_undetermined_registry_elsewhere if _is_undetermined(_app({"container_registry_host": "other.azurecr.io"}, _private))

test_undetermined_two_registries_of_one_name if {
	_is_undetermined(object.union(
		_app({}, _private),
		{"after": {"container_registries": app_sample.entity("q", _private)}},
	))
}

test_undetermined_registry if {
	_is_undetermined(_app({}, {"name": "acr", "unknown": sample.unknown("public_network_access")}))
}

_by_pattern(pattern) := app_sample.without(
	_app({"unknown": {"container_image": {"reason": "r", "text": "", "pattern": pattern}}}, _private),
	"container_image",
)

test_deny_an_image_of_unknown_tag if {
	some finding in imagepull_route.deny with input as _by_pattern("DOCKER|acr.azurecr.io/x:{tag}")
	finding.subject == "a"
	imagepull_route.undetermined == set() with input as _by_pattern("DOCKER|acr.azurecr.io/x:{tag}")
}

test_undetermined_what_may_be_an_image if _is_undetermined(_by_pattern("{image}"))

test_allow_several_containers_of_unknown_content if {
	imagepull_route.subjects == set() with input as _by_pattern("COMPOSE|{file}")
}

test_undetermined_route if _is_undetermined(_app({"unknown": sample.unknown("image_pull_over_vnet")}, _private))

test_undetermined_host if {
	_is_undetermined(_without_host({"unknown": sample.unknown("container_registry_host")}, _private))
	_is_undetermined(_without_host({"unknown": sample.unknown("app_settings")}, _private))
}

test_undetermined_image if {
	unknown := {"unknown": object.union(sample.unknown("container_image"), sample.unknown("container_registry_host"))}
	_is_undetermined(app_sample.without(_without_host(unknown, _private), "container_image"))
}

test_allow_an_unknown_image_where_no_registry_refuses if {
	unknown := {"unknown": sample.unknown("container_registry_host")}
	imagepull_route.subjects == set() with input as _without_host(unknown, _public)
}

test_undetermined_integration if {
	_is_undetermined(app_sample.without(_app({"unknown": sample.unknown("integration_subnet")}, _private), "integration_subnet"))
}
