package vnetguard.rules.app.logs_private_storage_test

import data.vnetguard.rules.app.logs_private_storage

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_private := {"name": "st", "public_network_access": false, "network_default_action": "allow"}

_public := {"name": "st", "public_network_access": true, "network_default_action": "allow"}

_app(attributes, account) := app_sample.document(
	{"app": object.union({"log_storage_hosts": ["st.blob.core.windows.net"]}, attributes)},
	{"storage_accounts": app_sample.entity("x", account)},
)

test_deny_a_private_account if {
	some finding in logs_private_storage.deny with input as _app({}, _private)
	finding.subject == "a"
	finding.msg == "App 'the app' sends its logs to storage account 'the x', which refuses public traffic."
	finding.evidence == [
		{"entity": "a", "attribute": "log_storage_hosts"},
		{"entity": "x", "attribute": "public_network_access"},
		{"entity": "x", "attribute": "network_default_action"},
	]
	logs_private_storage.undetermined == set() with input as _app({}, _private)
}

test_deny_one_of_several if {
	several := _app({"log_storage_hosts": ["other.blob.core.windows.net", "st.blob.core.windows.net"]}, _private)
	count(logs_private_storage.deny) == 1 with input as several
	logs_private_storage.undetermined == set() with input as several
}

test_allow_a_public_account if {
	logs_private_storage.subjects == {"a"} with input as _app({}, _public)
	logs_private_storage.deny == set() with input as _app({}, _public)
	logs_private_storage.undetermined == set() with input as _app({}, _public)
}

test_allow_without_logs if {
	logs_private_storage.subjects == set() with input as app_sample.without(_app({}, _private), "log_storage_hosts")
	logs_private_storage.subjects == set() with input as _app({"log_storage_hosts": []}, _private)
	outside := {"presence": "external", "unknown": sample.unknown("log_storage_hosts")}
	logs_private_storage.subjects == set() with input as app_sample.without(_app(outside, _private), "log_storage_hosts")
}

_is_undetermined(document) if {
	logs_private_storage.deny == set() with input as document
	some finding in logs_private_storage.undetermined with input as document
	finding.subject == "a"
	finding.msg == "Whether the storage account that app 'the app' sends its logs to takes public traffic cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "log_storage_hosts"}]
}

test_undetermined if {
	_is_undetermined(_app({"log_storage_hosts": ["other.blob.core.windows.net"]}, _public))
	_is_undetermined(_app({}, {"name": "st", "unknown": sample.unknown("public_network_access")}))
	_is_undetermined(_app({"unknown": sample.unknown("log_storage_hosts")}, _public))
	_is_undetermined(app_sample.without(_app({"unknown": sample.unknown("log_storage_hosts")}, _public), "log_storage_hosts"))
}
