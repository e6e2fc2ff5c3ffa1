package vnetguard.rules.app.backup_db_test

import data.vnetguard.rules.app.backup_db

import data.vnetguard.lib.sample

_app(attributes) := sample.integration({"app": attributes})

_routed := {"backup_over_vnet": true, "backup_databases": ["orders", "users"]}

_evidence := [{"entity": "a", "attribute": "backup_databases"}, {"entity": "a", "attribute": "backup_over_vnet"}]

test_deny_databases_in_a_routed_backup if {
	some finding in backup_db.deny with input as _app(_routed)
	finding.subject == "a"
	finding.msg == "The backup of app 'the app' goes through the virtual network, where database 'orders', 'users' cannot be backed up."
	finding.evidence == _evidence
	backup_db.undetermined == set() with input as _app(_routed)
}

test_allow if {
	backup_db.subjects == set() with input as _app({"backup_over_vnet": true})
	backup_db.subjects == set() with input as _app({"backup_over_vnet": true, "backup_databases": []})
	backup_db.subjects == set() with input as _app({"backup_over_vnet": false, "backup_databases": ["orders"]})
	elsewhere := {"backup_over_vnet": true, "presence": "external", "unknown": sample.unknown("backup_databases")}
	backup_db.subjects == set() with input as _app(elsewhere)
}

test_undetermined if {
	every attributes in [
		{"backup_over_vnet": true, "unknown": sample.unknown("backup_databases")},
		{"backup_databases": ["orders"], "unknown": sample.unknown("backup_over_vnet")},
	] {
		backup_db.deny == set() with input as _app(attributes)
		some finding in backup_db.undetermined with input as _app(attributes)
		finding.subject == "a"
		finding.msg == "Whether the backup of app 'the app' goes through the virtual network and holds databases cannot be told."
		finding.evidence == _evidence
	}
}
