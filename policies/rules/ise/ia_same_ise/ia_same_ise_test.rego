package vnetguard.rules.ise.ia_same_ise_test

import data.vnetguard.rules.ise.ia_same_ise

import data.vnetguard.lib.ise_sample as sample

_in(id) := {"integration_service_environment": sample.to(id)}

_maybe := sample.unknown(["integration_service_environment"])

_environments := {"e": {"name": "ise1"}, "f": {"name": "ISE1"}, "x": {"presence": "external", "name": "ise1"}, "y": {"presence": "external", "name": "ise2"}}

_of(workflow, account) := sample.document({
	"workflows": {"w": object.union({"integration_account": sample.to("a")}, workflow)},
	"integration_accounts": {"a": account},
	"integration_service_environments": _environments,
})

_evidence := {[
	{"entity": "w", "attribute": "integration_account"}, {"entity": "w", "attribute": "integration_service_environment"},
	{"entity": "a", "attribute": "integration_service_environment"},
]}

test_deny if {
	every pair in [[_in("e"), {}], [_in("e"), _in("f")], [_in("e"), _in("y")], [_in("x"), _in("y")], [{}, _in("e")], [_in("y"), {}]] {
		document := _of(pair[0], pair[1])
		sample.about(ia_same_ise.deny) == {"w"} with input as document
		ia_same_ise.undetermined == set() with input as document
		{finding.evidence | some finding in ia_same_ise.deny} == _evidence with input as document
	}
}

test_deny_says_where_they_are if {
	sample.says(ia_same_ise.deny, "Workflow 'the w' is in 'the e', but its integration account 'the a' is in none;") with input as _of(_in("e"), {})
	sample.says(ia_same_ise.deny, "Workflow 'the w' is in none, but its integration account 'the a' is in 'the f';") with input as _of({}, _in("f"))
}

test_allow if {
	every id in ["e", "x"] {
		document := _of(_in(id), _in(id))
		ia_same_ise.subjects == {"w"} with input as document
		ia_same_ise.deny == set() with input as document
		ia_same_ise.undetermined == set() with input as document
	}
}

test_allow_without_environments if {
	ia_same_ise.subjects == set() with input as _of({}, {})
	ia_same_ise.subjects == set() with input as _of({}, object.union({"presence": "external"}, _maybe))
	ia_same_ise.subjects == set() with input as _of(object.union({"presence": "external"}, _in("e")), {})
}

test_allow_without_an_account if {
	ia_same_ise.subjects == set() with input as sample.document({"workflows": {"w": _in("e")}, "integration_service_environments": _environments})
}

test_undetermined if {
	every pair in [
		[_in("e"), _maybe], [_maybe, _in("e")], [_maybe, {}], [{}, _maybe], [_in("e"), _in("x")], [_in("x"), _in("e")],
		[_in("e"), object.union({"presence": "external"}, _maybe)],
	] {
		document := _of(pair[0], pair[1])
		sample.about(ia_same_ise.undetermined) == {"w"} with input as document
		sample.says(ia_same_ise.undetermined, "Whether workflow 'the w' and its integration account") with input as document
		ia_same_ise.deny == set() with input as document
		{finding.evidence | some finding in ia_same_ise.undetermined} == _evidence with input as document
	}
}

_lost(workflow, account) := sample.document({
	"workflows": {"w": object.union(workflow, sample.unknown(["integration_account"]))},
	"integration_accounts": {"a": account},
	"integration_service_environments": _environments,
})

test_undetermined_account if {
	every document in [_lost(_in("e"), {}), _lost({}, _in("e")), _lost({}, _maybe)] {
		sample.about(ia_same_ise.undetermined) == {"w"} with input as document
		{finding.evidence | some finding in ia_same_ise.undetermined} == {[{"entity": "w", "attribute": "integration_account"}]} with input as document
	}
}

test_allow_an_unknown_account_where_none_is_in_an_environment if {
	every account in [{}, object.union({"presence": "external"}, _maybe)] {
		ia_same_ise.subjects == set() with input as _lost({}, account)
	}
}
