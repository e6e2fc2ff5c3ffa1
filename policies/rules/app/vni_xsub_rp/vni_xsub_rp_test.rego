package vnetguard.rules.app.vni_xsub_rp_test

import data.vnetguard.rules.app.vni_xsub_rp

import data.vnetguard.lib.integration_sample as sample

_id(subscription, name) := sprintf("/subscriptions/%s/resourcegroups/rg/%s", [subscription, name])

_in(app, subnet) := sample.with_subnets(
	sample.document({_id(app, "a"): {"integration_subnet": sample.to(_id(subnet, "s"))}}),
	{_id(subnet, "s"): {}},
)

test_undetermined_other_subscription if {
	every pair in [["1", "2"], ["{azurerm}", "{azurerm.network}"]] {
		document := _in(pair[0], pair[1])
		some finding in vni_xsub_rp.undetermined with input as document
		finding.subject == _id(pair[0], "a")
		contains(finding.msg, "are in different subscriptions; whether that of the network has Microsoft.Web registered cannot be told.")
		finding.evidence == [{"entity": _id(pair[0], "a"), "attribute": "integration_subnet"}]
	}
}

test_allow_one_subscription if {
	every pair in [["1", "1"], ["{azurerm}", "{azurerm}"], ["1", "{azurerm}"], ["{azurerm}", "1"], ["{azapi}", "{azurerm}"]] {
		document := _in(pair[0], pair[1])
		vni_xsub_rp.subjects == {_id(pair[0], "a")} with input as document
		vni_xsub_rp.undetermined == set() with input as document
	}
}

test_allow_registered if {
	registered := sample.with_entities(_in("1", "2"), "provider_registrations", {"r": {"name": "Microsoft.Web"}})
	vni_xsub_rp.undetermined == set() with input as registered
	other := sample.with_entities(_in("1", "2"), "provider_registrations", {"r": {"name": "Microsoft.App"}})
	count(vni_xsub_rp.undetermined) == 1 with input as other
}

test_allow_without_subscriptions if {
	vni_xsub_rp.subjects == set() with input as sample.document({"a": {}})
	vni_xsub_rp.deny == set() with input as _in("1", "2")
}
