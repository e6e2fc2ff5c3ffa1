package vnetguard.rules.app.edition_2019_preview_linux_test

import data.vnetguard.rules.app.edition_2019_preview_linux

import data.vnetguard.lib.integration_sample as sample

_old(app) := sample.by_edition(sample.document({"a": app}), "2019-07-09")

test_deny_linux if {
	some finding in edition_2019_preview_linux.deny with input as _old({"os": "linux"})
	finding.subject == "a"
	finding.msg == "App 'app a' runs on Linux, for which virtual network integration is a preview by the 2019 edition."
	finding.evidence == [{"entity": "a", "attribute": "os"}]
	edition_2019_preview_linux.undetermined == set() with input as _old({"os": "linux"})
}

test_allow_windows if {
	every app in [{"os": "windows"}, {}] {
		edition_2019_preview_linux.subjects == {"a"} with input as _old(app)
		edition_2019_preview_linux.deny == set() with input as _old(app)
		edition_2019_preview_linux.undetermined == set() with input as _old(app)
	}
}

test_allow_without_integration if {
	edition_2019_preview_linux.subjects == set() with input as _old({"os": "linux", "integration_subnet": null})
	edition_2019_preview_linux.subjects == set() with input as _old(object.union(sample.lost, {"os": "windows"}))
}

test_allow_by_the_newest_edition if {
	edition_2019_preview_linux.subjects == set() with input as sample.document({"a": {"os": "linux"}, "b": object.union(sample.lost, {"os": "linux"})})
}

test_undetermined if {
	every app in [
		{"unknown": sample.unknown("os")},
		{"os": "linux", "unknown": sample.unknown("os")},
		object.union(sample.lost, {"os": "linux"}),
	] {
		edition_2019_preview_linux.deny == set() with input as _old(app)
		{finding.subject | some finding in edition_2019_preview_linux.undetermined} == {"a"} with input as _old(app)
	}
}
