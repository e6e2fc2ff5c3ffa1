package vnetguard.rules.net.nsg_tag_syntax_test

import data.vnetguard.rules.net.nsg_tag_syntax

import data.vnetguard.lib.ise_sample as sample

# Group `g` with rules in this order.
_with(rules) := sample.document({
	"network_security_groups": {"g": {"security_rules": sample.all([id | some id, _ in rules])}},
	"security_rules": rules,
})

_right := {"source_addresses": ["LogicApps"], "destination_addresses": ["10.0.0.0/24", "fd00::4"], "destination_address_list": ["10.0.0.0/24", "fd00::4"]}

_is_denied(document, text) if {
	sample.about(nsg_tag_syntax.deny) == {"g"} with input as document
	sample.says(nsg_tag_syntax.deny, text) with input as document
	nsg_tag_syntax.undetermined == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in nsg_tag_syntax.deny} == {evidence} with input as document
}

_is_fine(document) if {
	nsg_tag_syntax.subjects == {"g"} with input as document
	nsg_tag_syntax.deny == set() with input as document
	nsg_tag_syntax.undetermined == set() with input as document
}

_is_not_judged(document) if {
	nsg_tag_syntax.subjects == set() with input as document
	nsg_tag_syntax.deny == set() with input as document
	nsg_tag_syntax.undetermined == set() with input as document
}

test_deny_in_the_plural if {
	every text in ["LogicApps", "*", "VirtualNetwork", "Storage.westus", "unheard-of"] {
		every part in ["source_address_list", "destination_address_list"] {
			document := _with({"a": _right, "b": object.union(_right, {part: ["10.0.0.4", text]})})
			_is_denied(document, sprintf("A rule of network security group 'the g' has '%s' in an argument for several addresses; it", [text]))
			_shows(document, [{"entity": "b", "attribute": part}])
		}
	}
}

test_deny_classic_spellings if {
	every pair in [["VIRTUAL_NETWORK", "VirtualNetwork"], ["azure_loadbalancer", "AzureLoadBalancer"]] {
		every side in ["source_addresses", "destination_addresses"] {
			document := _with({"a": object.union(_right, {side: [pair[0]]})})
			_is_denied(document, sprintf("A rule of network security group 'the g' has the classic spelling '%s'; the tag is called '%s'.", pair))
			_shows(document, [{"entity": "a", "attribute": side}])
		}
	}
}

test_deny_what_is_no_address if {
	every text in ["10.0.0.0/33", "10.0.0.256", "10.0.0.0.0", "10.0.0/24", "256"] {
		every side in ["source_addresses", "destination_addresses"] {
			document := _with({"a": object.union(_right, {side: [text], "destination_address_list": []})})
			_is_denied(document, sprintf("A rule of network security group 'the g' has '%s', which is neither an address nor a prefix.", [text]))
			_shows(document, [{"entity": "a", "attribute": side}])
		}
	}
}

# It is said once.
test_deny_what_is_no_address_in_the_plural if {
	document := _with({"a": object.union(_right, {"destination_addresses": ["10.0.0.0/33"], "destination_address_list": ["10.0.0.0/33"]})})
	count(nsg_tag_syntax.deny) == 1 with input as document
	_is_denied(document, "has '10.0.0.0/33' in an argument for several addresses")
}

test_deny_whatever_else_is_not_known if {
	fault := {"source_addresses": ["VIRTUAL_NETWORK"]}
	_is_denied(_with({"a": object.union(fault, sample.unknown(["source_addresses", "destination_addresses"]))}), "classic spelling")
	_is_denied(_with({"a": object.union(fault, {"destination_addresses": ["unheard-of"]})}), "classic spelling")
}

test_deny_what_is_certain_before_what_is_not if {
	fault := {"source_addresses": ["VIRTUAL_NETWORK"]}
	maybe := object.union(fault, {"presence": "conditional"})
	_shows(_with({"a": maybe, "b": fault}), [{"entity": "b", "attribute": "source_addresses"}])
	_shows(_with({"a": maybe, "b": _right}), [{"entity": "a", "attribute": "source_addresses"}])
}

test_allow if {
	_is_fine(_with({}))
	_is_fine(_with({"a": _right}))
	_is_fine(_with({"a": {"source_addresses": ["*"], "destination_addresses": ["internet"]}}))
	_is_fine(_with({"a": {"source_addresses": ["AzureFrontDoor.Backend"], "destination_addresses": ["Storage.WestEurope"]}}))
	_is_fine(_with({"a": {"source_addresses": ["10.0.0.4"], "destination_addresses": ["::/0"]}}))
}

test_allow_a_group_outside if {
	_is_not_judged(sample.document({
		"network_security_groups": {"g": {"presence": "external", "security_rules": sample.all(["a"])}},
		"security_rules": {"a": {"source_addresses": ["VIRTUAL_NETWORK"]}},
	}))
}

test_no_judgement_of_addresses_that_are_not_known if {
	every name in ["source_addresses", "source_address_list", "destination_addresses", "destination_address_list"] {
		_is_not_judged(_with({"a": _right, "b": sample.unknown([name])}))
	}
	_is_not_judged(sample.document({"network_security_groups": {"g": sample.unknown(["security_rules"])}}))
	_is_not_judged(sample.document({"network_security_groups": {"g": {"security_rules": [sample.untold]}}}))
}

test_allow_with_other_things_that_are_not_known if _is_fine(_with({"a": object.union(_right, sample.unknown(["priority"]))}))

test_undetermined_a_tag_that_is_not_known if {
	every side in ["source_addresses", "destination_addresses"] {
		document := _with({"a": object.union(_right, {side: ["BrandNew.westus"]})})
		sample.about(nsg_tag_syntax.undetermined) == {"g"} with input as document
		sample.says(nsg_tag_syntax.undetermined, "Whether there is a service tag 'BrandNew.westus', which a rule of network security group 'the g' names, cannot be told.") with input as document
		{finding.evidence | some finding in nsg_tag_syntax.undetermined} == {[{"entity": "a", "attribute": side}]} with input as document
		nsg_tag_syntax.deny == set() with input as document
	}
	open := _with({"a": object.union(sample.unknown(["source_addresses"]), {"source_addresses": ["BrandNew"]})})
	sample.about(nsg_tag_syntax.undetermined) == {"g"} with input as open
}
