package vnetguard.rules.ise.fw_ase_allrules_test

import data.vnetguard.rules.ise.fw_ase_allrules

import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_is_undetermined_in(document, text) if {
	sample.about(fw_ase_allrules.undetermined) == {"e"} with input as document
	sample.says(fw_ase_allrules.undetermined, text) with input as document
	fw_ase_allrules.deny == set() with input as document
}

_is_no_subject(document) if {
	fw_ase_allrules.subjects == set() with input as document
	fw_ase_allrules.deny == set() with input as document
	fw_ase_allrules.undetermined == set() with input as document
}

_routes := [{"entity": "s", "attribute": "route_table"}]

test_undetermined_an_appliance_that_is_not_seen if {
	every document in [document | some document in walls.unseen; document.after.subnets.s.default_route.next_hop] {
		_is_undetermined_in(document, "integration service environment 'the e'")
		{finding.evidence | some finding in fw_ase_allrules.undetermined} == {_routes} with input as document
	}
}

test_allow_without_an_appliance if {
	_is_no_subject(walls.document({"route": {"next_hop": "internet"}}))
	_is_no_subject(object.union(walls.document({"route": {"next_hop": "virtualappliance"}}), {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}))
	without := json.remove(walls.document({"route": {"source": "user"}}), ["after/firewalls"])
	_is_no_subject(without)
}

test_allow_a_firewall_of_the_input if _is_no_subject(walls.document({}))

test_allow_what_may_be_an_appliance if _is_no_subject(walls.document({"route": {"source": "user"}}))

test_deny_never if fw_ase_allrules.deny == set() with input as walls.unseen[0]
