package vnetguard.rules.ise.cmk_no_rotate_test

import data.vnetguard.rules.ise.cmk_no_rotate

import data.vnetguard.lib.ise_sample as sample

_key := {"customer_managed_key_vault": sample.to("v"), "customer_managed_key_name": "k", "customer_managed_key_version": "1"}

_with(part, value) := object.union(_key, {sprintf("customer_managed_key_%s", [part]): value})

_maybe(part) := object.union(
	object.remove(_key, [sprintf("customer_managed_key_%s", [part])]),
	sample.unknown([sprintf("customer_managed_key_%s", [part])]),
)

_none(part) := object.remove(_key, [sprintf("customer_managed_key_%s", [part])])

_evidence := {[
	{"entity": "e", "attribute": "customer_managed_key_name"}, {"entity": "e", "attribute": "customer_managed_key_vault"},
	{"entity": "e", "attribute": "customer_managed_key_version"},
]}

_beside(before, after, key) := sample.change(
	{"integration_service_environments": {"e": before}},
	{
		"integration_service_environments": {"e": after}, "key_vaults": {"v": {"keys": ["j", "k"]}},
		"key_vault_keys": {"j": {"name": "other", "rotates": true}, "k": object.union({"name": "K"}, key)},
	},
	{"e": ["update"]},
)

test_deny if {
	every change in [["vault", sample.to("w")], ["name", "l"], ["version", "2"]] {
		document := sample.changed(_key, _with(change[0], change[1]), ["update"])
		{finding.level | some finding in cmk_no_rotate.deny} == {"error"} with input as document
		sample.says(cmk_no_rotate.deny, sprintf("of integration service environment 'the e' would change (another %s); it cannot be rotated.", [change[0]])) with input as document
		cmk_no_rotate.undetermined == set() with input as document
		{finding.evidence | some finding in cmk_no_rotate.deny} == _evidence with input as document
	}
}

test_deny_though_another_part_is_not_known if {
	after := object.union(object.remove(_maybe("vault"), ["customer_managed_key_version"]), {"customer_managed_key_version": "2"})
	sample.about(cmk_no_rotate.deny) == {"e"} with input as sample.changed(_key, after, ["update"])
}

test_deny_warns_of_a_rotation_policy if {
	document := _beside(_key, _key, {"rotates": true})
	{finding.level | some finding in cmk_no_rotate.deny} == {"warning"} with input as document
	sample.says(cmk_no_rotate.deny, "Key 'the k' of integration service environment 'the e' has a rotation policy") with input as document
	{finding.evidence | some finding in cmk_no_rotate.deny} == {[{"entity": "k", "attribute": "rotates"}]} with input as document
}

test_deny_says_one_thing if {
	{finding.level | some finding in cmk_no_rotate.deny} == {"error"} with input as _beside(_with("version", "0"), _key, {"rotates": true})
}

test_allow if {
	every document in [
		sample.changed(_key, _key, ["update"]), _beside(_key, _key, {"rotates": false}), _beside(_key, _key, {}),
		sample.changed(_key, _with("vault", {"id": "v", "certainty": "inferred"}), ["update"]),
		sample.changed(_none("version"), _none("version"), ["update"]), sample.changed(_none("vault"), _none("vault"), ["update"]),
		sample.changed(_none("name"), _none("name"), ["update"]),
	] {
		cmk_no_rotate.subjects == {"e"} with input as document
		cmk_no_rotate.deny == set() with input as document
		cmk_no_rotate.undetermined == set() with input as document
	}
}

test_allow_others if {
	every document in [
		sample.changed({}, {}, ["update"]), sample.changed(_key, {}, ["update"]), sample.changed({}, _key, ["update"]),
		sample.changed(_key, _with("version", "2"), ["delete", "create"]), sample.environment(_key),
	] {
		cmk_no_rotate.subjects == set() with input as document
	}
}

test_undetermined if {
	every part in ["vault", "name", "version"] {
		every sides in [[_key, _maybe(part)], [_maybe(part), _key], [_key, _none(part)]] {
			document := sample.changed(sides[0], sides[1], ["update"])
			sample.about(cmk_no_rotate.undetermined) == {"e"} with input as document
			sample.says(cmk_no_rotate.undetermined, "of integration service environment 'the e' would change, which it cannot") with input as document
			cmk_no_rotate.deny == set() with input as document
			{finding.evidence | some finding in cmk_no_rotate.undetermined} == _evidence with input as document
		}
	}
}

test_undetermined_rotation if {
	document := _beside(_key, _key, sample.unknown(["rotates"]))
	sample.about(cmk_no_rotate.undetermined) == {"e"} with input as document
	sample.says(cmk_no_rotate.undetermined, "Whether key 'the k' of integration service environment 'the e' has a rotation policy") with input as document
	{finding.evidence | some finding in cmk_no_rotate.undetermined} == {[{"entity": "k", "attribute": "rotates"}]} with input as document
}
