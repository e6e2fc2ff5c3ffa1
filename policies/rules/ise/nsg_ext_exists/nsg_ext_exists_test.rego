package vnetguard.rules.ise.nsg_ext_exists_test

import data.vnetguard.rules.ise.nsg_ext_exists

import data.vnetguard.lib.ise_sample as sample

_is_denied(document, text) if {
	sample.about(nsg_ext_exists.deny) == {"s"} with input as document
	sample.says(nsg_ext_exists.deny, text) with input as document
	nsg_ext_exists.undetermined == set() with input as document
}

_is_fine(document) if {
	nsg_ext_exists.subjects == {"s"} with input as document
	nsg_ext_exists.deny == set() with input as document
	nsg_ext_exists.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(nsg_ext_exists.undetermined) == {"s"} with input as document
	sample.says(nsg_ext_exists.undetermined, text) with input as document
	nsg_ext_exists.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in nsg_ext_exists.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nsg_ext_exists.subjects == set() with input as document
	nsg_ext_exists.deny == set() with input as document
	nsg_ext_exists.undetermined == set() with input as document
}

_document(environment, subnet) := sample.document({
	"integration_service_environments": {"e": object.union({"subnets": sample.all(["s"])}, environment)},
	"subnets": {"s": object.union({"integration_service_environments": ["e"]}, subnet)},
})

_external := {"access_endpoint_type": "external"}

_untold := sample.unknown(["access_endpoint_type"])

_group := {"network_security_group": sample.to("g")}

test_deny if {
	document := _document(_external, {})
	_is_denied(document, "Subnet 'the s' has no network security group; integration service environment 'the e', whose access endpoint is external, needs one.")
	_shows(document, [{"entity": "s", "attribute": "network_security_group"}, {"entity": "e", "attribute": "access_endpoint_type"}])
}

test_allow if {
	_is_fine(_document(_external, _group))
	_is_fine(_document(_untold, _group))
}

test_allow_an_internal_environment if {
	_is_no_subject(_document({"access_endpoint_type": "internal"}, {}))
	_is_no_subject(_document({}, {}))
	_is_no_subject(_document(object.union(_external, {"presence": "external"}), {}))
}

test_undetermined_group if {
	document := _document(_external, sample.unknown(["network_security_group"]))
	_is_undetermined(document, "Whether subnet 'the s' has a network security group, as an external")
	{finding.evidence | some finding in nsg_ext_exists.undetermined} == {[{"entity": "s", "attribute": "network_security_group"}]} with input as document
}

test_undetermined_endpoint if {
	document := _document(_untold, {})
	_is_undetermined(document, "Whether integration service environment 'the e' is external, and subnet 'the s' therefore needs a network security group, cannot be told.")
	{finding.evidence | some finding in nsg_ext_exists.undetermined} == {[{"entity": "e", "attribute": "access_endpoint_type"}]} with input as document
}
