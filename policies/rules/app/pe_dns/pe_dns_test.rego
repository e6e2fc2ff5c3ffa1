package vnetguard.rules.app.pe_dns_test

import data.vnetguard.rules.app.pe_dns

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

# An endpoint in the subnet of the app, with a zone that one link links to the network `linked`.
_document(parts) := app_sample.document(
	{"network": object.get(parts, "network", {})},
	{
		"private_endpoints": app_sample.entity("e", object.union(
			{"subnet": app_sample.to("s"), "private_dns_zones": [app_sample.to("z")]},
			object.get(parts, "endpoint", {}),
		)),
		"private_dns_zones": app_sample.entity("z", object.get(parts, "zone", {})),
		"private_dns_zone_links": app_sample.entity("l", object.union(
			{"private_dns_zone": app_sample.to("z"), "virtual_network": app_sample.to("v")},
			object.get(parts, "link", {}),
		)),
	},
)

_elsewhere := {"link": {"virtual_network": app_sample.to("w")}}

_is_allowed(document) if {
	pe_dns.subjects == {"e"} with input as document
	pe_dns.deny == set() with input as document
	pe_dns.undetermined == set() with input as document
}

_is_denied(document) if {
	some finding in pe_dns.deny with input as document
	finding.subject == "e"
	pe_dns.undetermined == set() with input as document
}

_is_undetermined(document, why) if {
	pe_dns.deny == set() with input as document
	some finding in pe_dns.undetermined with input as document
	finding.subject == "e"
	finding.msg == sprintf(
		"Whether apps in virtual network 'the network' resolve the name of private endpoint 'the e' to its private address cannot be told: %s.",
		[why],
	)
	finding.evidence == [{"entity": "e", "attribute": "private_dns_zones"}, {"entity": "v", "attribute": "dns_servers"}]
}

test_deny_a_zone_that_is_linked_elsewhere if {
	_is_denied(_document(_elsewhere))
	some finding in pe_dns.deny with input as _document(_elsewhere)
	finding.msg == concat("", [
		"Apps in virtual network 'the network' do not resolve the name of private endpoint 'the e' to its private address: ",
		"private DNS zone 'the z' is not linked to the network.",
	])
	finding.evidence == [{"entity": "e", "attribute": "private_dns_zones"}, {"entity": "v", "attribute": "dns_servers"}]
}

test_deny_a_zone_without_links if {
	_is_denied(json.remove(_document({}), ["after/private_dns_zone_links/l"]))
}

test_deny_one_of_two_zones if {
	second := {"after": {"private_dns_zones": app_sample.entity("y", {})}}
	endpoint := {"endpoint": {"private_dns_zones": [app_sample.to("z"), app_sample.to("y")]}}
	_is_denied(object.union(_document(endpoint), second))
}

_peered(parts, peering) := object.union(
	object.union(_document(parts), {"after": {
		"subnets": app_sample.entity("t", {"virtual_network": app_sample.to("w")}),
		"virtual_networks": app_sample.entity("w", {"remote_peerings": ["p"]}),
		"virtual_network_peerings": app_sample.entity("p", {"virtual_network": app_sample.to("v"), "remote_virtual_network": app_sample.to("w")}),
	}}),
	peering,
)

test_deny_an_endpoint_in_a_peer if {
	there := object.union(_elsewhere, {"endpoint": {"subnet": app_sample.to("t")}})
	_is_denied(_peered(there, {}))
	_is_allowed(_peered({"endpoint": {"subnet": app_sample.to("t")}}, {}))
}

test_allow_a_linked_zone if {
	_is_allowed(_document({}))
	_is_allowed(_document({"network": {"dns_servers": ["168.63.129.16"]}}))
}

test_allow_endpoints_that_no_app_reaches if {
	pe_dns.subjects == set() with input as app_sample.without(_document(_elsewhere), "integration_subnet")
	there := {"endpoint": {"subnet": app_sample.to("t")}}
	apart := json.remove(_peered(there, {}), ["after/virtual_networks/w/remote_peerings"])
	pe_dns.subjects == set() with input as apart
}

_servers := "the network has DNS servers of its own"

_links := "the links of its private DNS zone are not known"

test_undetermined_servers if {
	_is_undetermined(_document({"network": {"dns_servers": ["10.0.0.4"]}}), _servers)
	_is_undetermined(_document(object.union(_elsewhere, {"network": {"dns_servers": ["168.63.129.16", "10.0.0.4"]}})), _servers)
	_is_undetermined(_document({"network": {"unknown": sample.unknown("dns_servers")}}), "its DNS servers are not known")
	_is_undetermined(
		_document({"network": {"dns_servers": ["10.0.0.4"], "unknown": sample.unknown("dns_servers")}}),
		"its DNS servers are not known",
	)
}

_records := "it has no zone group, and whether a private DNS zone holds its records is not known"

_without_group(parts) := json.remove(_document(parts), ["after/private_endpoints/e/private_dns_zones"])

test_deny_an_endpoint_without_records if {
	every document in [
		_without_group(_elsewhere),
		json.remove(_without_group({}), ["after/private_dns_zones/z", "after/private_dns_zone_links/l"]),
		_without_group({"endpoint": {"key_vault": app_sample.to("k")}, "zone": {"name": "privatelink.blob.core.windows.net"}}),
	] {
		_is_denied(document)
	}
	some finding in pe_dns.deny with input as _without_group(_elsewhere)
	finding.msg == concat("", [
		"Apps in virtual network 'the network' do not resolve the name of private endpoint 'the e' to its private address: ",
		"it has no zone group, and no private DNS zone that may hold its records is linked to the network.",
	])
	finding.evidence == [{"entity": "e", "attribute": "private_dns_zones"}, {"entity": "v", "attribute": "dns_servers"}]
}

test_undetermined_records_of_what_is_outside if {
	_is_undetermined(_without_group(object.union(_elsewhere, {"endpoint": {"presence": "external"}})), _records)
	_is_undetermined(_without_group(object.union(_elsewhere, {"network": {"presence": "external"}})), _records)
}

test_undetermined_zones if {
	_is_undetermined(_without_group({}), _records)
	_is_undetermined(_without_group(object.union(_elsewhere, {"zone": {"presence": "external"}})), _records)
	_is_undetermined(_document({"endpoint": {"unknown": sample.unknown("private_dns_zones")}}), _links)
	_is_undetermined(_document({"endpoint": {"private_dns_zones": [sample.untold]}}), _links)
}

test_undetermined_clients if {
	other := "there may be apps in other networks"
	untold := {"unknown": sample.unknown("integration_subnet")}
	_is_undetermined(object.union(_document({}), {"after": {"apps": app_sample.entity("b", untold)}}), other)
	outside := object.union(untold, {"presence": "external"})
	_is_allowed(object.union(_document({}), {"after": {"apps": app_sample.entity("b", outside)}}))
	_is_undetermined(
		object.union(_document({}), {"after": {
			"apps": app_sample.entity("b", {"integration_subnet": app_sample.to("u")}),
			"subnets": app_sample.entity("u", {"unknown": sample.unknown("virtual_network")}),
		}}),
		other,
	)
	every name in ["remote_virtual_network", "virtual_network"] {
		peering := {"after": {"virtual_network_peerings": app_sample.entity("p", {"unknown": sample.unknown(name)})}}
		_is_undetermined(object.union(_document({}), peering), other)
	}
}

test_undetermined_links if {
	_is_undetermined(_document(object.union(_elsewhere, {"zone": {"presence": "external"}})), _links)
	untold_network := {"link": {"unknown": sample.unknown("virtual_network")}}
	_is_undetermined(json.remove(_document(untold_network), ["after/private_dns_zone_links/l/virtual_network"]), _links)
	untold_zone := {"link": {"unknown": sample.unknown("private_dns_zone")}}
	_is_undetermined(json.remove(_document(untold_zone), ["after/private_dns_zone_links/l/private_dns_zone"]), _links)
}

test_deny_names_an_app_that_may_not_be_deployed if {
	some finding in pe_dns.deny with input as object.union(_document(_elsewhere), {"after": {"apps": {"a": {"presence": "conditional"}}}})
	{"entity": "a", "attribute": "integration_subnet"} in finding.evidence
}

test_undetermined_a_link_that_may_not_be_deployed if {
	every parts in [{"link": {"presence": "conditional"}}, object.union(_elsewhere, {"link": {"presence": "conditional"}})] {
		_is_undetermined(_document(parts), "the links of its private DNS zone are not known")
	}
}

# The endpoint leads to one of these services, and its zone has this name.
_named(attribute, name) := _document({"endpoint": {attribute: app_sample.to("x")}, "zone": {"name": name}})

test_deny_the_zone_of_another_service if {
	document := _named("key_vault", "PrivateLink.blob.core.windows.net")
	_is_denied(document)
	pe_dns.deny == {{
		"subject": "e",
		"msg": concat("", [
			"Apps in virtual network 'the network' do not resolve the name of private endpoint 'the e' to its private address: ",
			"it leads to a key vault, and private DNS zone 'the z' is that of another service.",
		]),
		"evidence": [{"entity": "e", "attribute": "private_dns_zones"}, {"entity": "z", "attribute": "name"}],
	}} with input as document
	doubtful := object.union(document, {"after": {"apps": {"a": {"presence": "conditional"}}}})
	some finding in pe_dns.deny with input as doubtful
	{"entity": "a", "attribute": "integration_subnet"} in finding.evidence
}

test_deny_is_about_the_link_first if {
	document := object.union(_named("key_vault", "privatelink.blob.core.windows.net"), {"after": {"private_dns_zone_links": {"l": {"virtual_network": app_sample.to("w")}}}})
	{finding.msg | some finding in pe_dns.deny; contains(finding.msg, "is not linked")} == {finding.msg | some finding in pe_dns.deny} with input as document
	count(pe_dns.deny) == 1 with input as document
}

test_allow_the_zone_of_its_service if {
	every attribute, names in {
		"app": ["privatelink.azurewebsites.net", "privatelink.chinacloudsites.cn", "privatelink.appservice.azure.eaglex.ic.gov"],
		"container_registry": ["privatelink.azurecr.io"],
		"key_vault": ["privatelink.vaultcore.azure.net", "PRIVATELINK.vaultcore.azure.cn"],
		"storage_account": [
			"privatelink.blob.core.windows.net", "privatelink.dfs.core.windows.net", "privatelink.file.core.windows.net",
			"privatelink.queue.core.windows.net", "privatelink.table.core.windows.net", "privatelink.web.core.windows.net",
		],
	} {
		every name in names {
			_is_allowed(_named(attribute, name))
		}
	}
}

test_allow_one_zone_of_two if {
	endpoint := {"endpoint": {"key_vault": app_sample.to("x"), "private_dns_zones": [app_sample.to("z"), app_sample.to("y")]}}
	document := object.union(_document(endpoint), {"after": {
		"private_dns_zones": object.union(
			app_sample.entity("z", {"name": "privatelink.blob.core.windows.net"}),
			app_sample.entity("y", {"name": "privatelink.vaultcore.azure.net"}),
		),
		"private_dns_zone_links": app_sample.entity("k", {"private_dns_zone": app_sample.to("y"), "virtual_network": app_sample.to("v")}),
	}})
	_is_allowed(document)
}

test_allow_a_service_that_is_not_listed if {
	_is_allowed(_document({"zone": {"name": "privatelink.blob.core.windows.net"}}))
}

# The endpoint leads to a service, and what is known of the name of its zone.
_of_pattern(attribute, pattern) := _document({
	"endpoint": {attribute: app_sample.to("x")},
	"zone": {"unknown": {"name": {"reason": "r", "text": "", "pattern": pattern}}},
})

test_allow_a_name_that_begins_as_it_has_to if {
	_is_allowed(_of_pattern("storage_account", "privatelink.table.{environment().suffixes.storage}"))
	_is_allowed(_of_pattern("key_vault", "privatelink.vaultcore.{x}"))
}

test_undetermined_names if {
	why := "whether its private DNS zone is that of its service is not known"
	_is_undetermined(_of_pattern("key_vault", "{parameters('zone')}"), why)
	_is_undetermined(_of_pattern("key_vault", "privatelink.blob.{x}"), why)
	_is_undetermined(_named("key_vault", "privatelink.vault.azure.net"), why)
	_is_undetermined(_named("key_vault", "example.org"), why)
	untold := {"endpoint": {"unknown": sample.unknown("key_vault")}, "zone": {"name": "privatelink.vaultcore.azure.net"}}
	_is_undetermined(_document(untold), why)
}

test_undetermined_servers_whatever_the_name if {
	document := object.union(
		_named("key_vault", "privatelink.blob.core.windows.net"),
		{"after": {"virtual_networks": {"v": {"dns_servers": ["10.0.0.4"]}}}},
	)
	_is_undetermined(document, "the network has DNS servers of its own")
}

test_undetermined_zones_some_of_which_are_others if {
	endpoint := {"endpoint": {"key_vault": app_sample.to("x"), "unknown": sample.unknown("private_dns_zones")}}
	document := _document(object.union(endpoint, {"zone": {"name": "privatelink.blob.core.windows.net"}}))
	_is_undetermined(document, _links)
}
