package vnetguard.rules.app.ep_subnet_size_test

import data.vnetguard.rules.app.ep_subnet_size

import data.vnetguard.lib.integration_sample as sample

_on(length, plan) := sample.with_plans(
	sample.with_subnets(sample.document({"a": {}}), {"s": {"prefixes": [sample.prefix(length)]}}),
	{"p": object.union({"sku_name": "ep1", "os": "windows"}, plan)},
)

test_deny_smaller if {
	some finding in ep_subnet_size.deny with input as _on(25, {})
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' has prefix '10.0.0.0/25'; for the Elastic Premium plan 'plan p' a /24 is recommended."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}]
	ep_subnet_size.undetermined == set() with input as _on(25, {})
	count(ep_subnet_size.deny) == 1 with input as _on(27, {"os": "linux"})
	count(ep_subnet_size.deny) == 1 with input as _on(25, {"os": null})
}

test_allow_recommended if {
	every document in [_on(24, {}), _on(26, {"os": "linux"}), _on(24, {"os": null}), _on(24, {"os": null, "unknown": sample.unknown("os")})] {
		ep_subnet_size.subjects == {"s"} with input as document
		ep_subnet_size.deny == set() with input as document
		ep_subnet_size.undetermined == set() with input as document
	}
}

test_allow_a_stated_maximum_that_fits if {
	ep_subnet_size.deny == set() with input as _on(27, {"maximum_elastic_workers": 13})
	ep_subnet_size.undetermined == set() with input as _on(27, {"maximum_elastic_workers": 13})
	count(ep_subnet_size.deny) == 1 with input as _on(27, {"maximum_elastic_workers": 14})
}

test_allow_other_plans if ep_subnet_size.subjects == set() with input as _on(27, {"sku_name": "p1v3"})

test_undetermined_unknown_system if {
	unknown := {"os": null, "unknown": sample.unknown("os")}
	ep_subnet_size.deny == set() with input as _on(26, unknown)
	{finding.subject | some finding in ep_subnet_size.undetermined} == {"s"} with input as _on(26, unknown)
	count(ep_subnet_size.deny) == 1 with input as _on(27, unknown)
}

test_undetermined_unknown_maximum if {
	unknown := {"unknown": sample.unknown("maximum_elastic_workers")}
	ep_subnet_size.deny == set() with input as _on(27, unknown)
	count(ep_subnet_size.undetermined) == 1 with input as _on(27, unknown)
}

test_undetermined_unknown_size if {
	every attributes in [{"prefixes": null, "unknown": sample.unknown("prefixes")}, {"unknown": sample.unknown("prefixes")}] {
		document := sample.with_subnets(_on(27, {}), {"s": attributes})
		ep_subnet_size.deny == set() with input as document
		count(ep_subnet_size.undetermined) == 1 with input as document
	}
}
