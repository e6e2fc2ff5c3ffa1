package vnetguard.lib.customer_key_test

import data.vnetguard.lib.customer_key

import data.vnetguard.lib.ise_sample as sample

_parts := ["customer_managed_key_name", "customer_managed_key_vault", "customer_managed_key_version"]

test_is_set if {
	every part in _parts {
		customer_key.is_set({part: "x"})
		customer_key.may_be_set({part: "x"})
		not customer_key.is_not_set({part: "x"})
	}
}

test_is_not_set if {
	not customer_key.is_set({})
	not customer_key.may_be_set({})
	customer_key.is_not_set({})
}

test_may_be_set if {
	every part in _parts {
		maybe := sample.unknown([part])
		not customer_key.is_set(maybe)
		customer_key.may_be_set(maybe)
		not customer_key.is_not_set(maybe)
	}
}
