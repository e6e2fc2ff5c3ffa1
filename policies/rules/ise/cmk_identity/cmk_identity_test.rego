package vnetguard.rules.ise.cmk_identity_test

import data.vnetguard.rules.ise.cmk_identity

import data.vnetguard.lib.ise_sample as sample

_with(attributes) := sample.environment(object.union({"customer_managed_key_name": "k"}, attributes))

_evidence := {[{"entity": "e", "attribute": "identity_type"}, {"entity": "e", "attribute": "customer_managed_key_vault"}]}

_maybe := ["customer_managed_key_vault"]

test_deny if {
	every identity in [{}, {"identity_type": "none"}] {
		sample.about(cmk_identity.deny) == {"e"} with input as _with(identity)
		sample.says(cmk_identity.deny, "'the e' has a customer-managed key but no managed identity") with input as _with(identity)
		{finding.evidence | some finding in cmk_identity.deny} == _evidence with input as _with(identity)
	}
}

test_allow if {
	every type in ["systemassigned", "userassigned"] {
		cmk_identity.subjects == {"e"} with input as _with({"identity_type": type})
		cmk_identity.deny == set() with input as _with({"identity_type": type})
		cmk_identity.undetermined == set() with input as _with({"identity_type": type})
	}
}

test_allow_without_a_key if {
	cmk_identity.subjects == set() with input as sample.environment({})
	cmk_identity.subjects == set() with input as _with({"presence": "external"})
	cmk_identity.subjects == set() with input as sample.environment(object.union({"identity_type": "systemassigned"}, sample.unknown(_maybe)))
}

test_undetermined if {
	every document in [
		_with(sample.unknown(["identity_type"])),
		sample.environment(sample.unknown(_maybe)),
		sample.environment(object.union({"identity_type": "none"}, sample.unknown(_maybe))),
	] {
		sample.about(cmk_identity.undetermined) == {"e"} with input as document
		sample.says(cmk_identity.undetermined, "Whether integration service environment 'the e' has") with input as document
		cmk_identity.deny == set() with input as document
		{finding.evidence | some finding in cmk_identity.undetermined} == _evidence with input as document
	}
}
