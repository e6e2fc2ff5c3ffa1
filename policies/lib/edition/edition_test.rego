package vnetguard.lib.edition_test

import data.vnetguard.lib.edition

_asked(editions) := {"context": {"as_of": "2025-03-14", "editions": editions}}

test_before if edition.is_before_2025("app") with input as _asked({"app": "2019-07-09"})

test_not_before if {
	not edition.is_before_2025("app") with input as _asked({"app": "2025-03-14"})
	not edition.is_before_2025("app") with input as _asked({"app": "2025"})
	not edition.is_before_2025("app") with input as _asked({"ise": "2020-03-12"})
	not edition.is_before_2025("app") with input as _asked({})
}
