package vnetguard.rules.app.cert_private_kv_test

import data.vnetguard.rules.app.cert_private_kv

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_from(vault) := {"after": {
	"certificates": app_sample.entity("c", {"key_vault": app_sample.to("k")}),
	"key_vaults": app_sample.entity("k", vault),
}}

_certificate(attributes) := {"after": {"certificates": app_sample.entity("c", attributes)}}

_denying := {"public_network_access": true, "network_default_action": "deny"}

_is_denied(document) if {
	some finding in cert_private_kv.deny with input as document
	finding.subject == "c"
	finding.msg == "Certificate 'the c' comes from key vault 'the k', which App Service cannot reach over the public route."
	finding.evidence == [
		{"entity": "c", "attribute": "key_vault"},
		{"entity": "k", "attribute": "public_network_access"},
		{"entity": "k", "attribute": "network_default_action"},
	]
	cert_private_kv.undetermined == set() with input as document
}

_is_allowed(document) if {
	cert_private_kv.subjects == {"c"} with input as document
	cert_private_kv.deny == set() with input as document
	cert_private_kv.undetermined == set() with input as document
}

_is_undetermined(document) if {
	cert_private_kv.deny == set() with input as document
	some finding in cert_private_kv.undetermined with input as document
	finding.subject == "c"
	finding.msg == "Whether App Service reaches the key vault of certificate 'the c' cannot be told."
	finding.evidence == [{"entity": "c", "attribute": "key_vault"}]
}

test_deny if {
	_is_denied(_from({"public_network_access": false, "network_default_action": "allow"}))
	_is_denied(_from({"public_network_access": false, "network_default_action": "deny", "network_bypass": ["AzureServices"]}))
	_is_denied(_from(object.union(_denying, {"network_bypass": ["None"]})))
}

test_allow if {
	_is_allowed(_from({"public_network_access": true, "network_default_action": "allow"}))
	_is_allowed(_from(object.union(_denying, {"network_bypass": ["azureServices"]})))
	_is_allowed(_from(_denying))
}

test_allow_an_uploaded_certificate if {
	cert_private_kv.subjects == set() with input as _certificate({})
	outside := {"presence": "external", "unknown": sample.unknown("key_vault")}
	cert_private_kv.subjects == set() with input as _certificate(outside)
}

test_undetermined if {
	_is_undetermined(_certificate({"unknown": sample.unknown("key_vault")}))
	_is_undetermined(_from({"unknown": sample.unknown("public_network_access")}))
	_is_undetermined(_from(object.union(_denying, {"unknown": sample.unknown("network_bypass")})))
	_is_undetermined(_from({"network_default_action": "allow", "unknown": sample.unknown("public_network_access")}))
	_is_undetermined(_from({
		"network_default_action": "deny", "network_bypass": ["AzureServices"],
		"unknown": sample.unknown("public_network_access"),
	}))
	_is_undetermined(_from({"network_default_action": "deny", "unknown": sample.unknown("public_network_access")}))
}
