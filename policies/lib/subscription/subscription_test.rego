package vnetguard.lib.subscription_test

import data.vnetguard.lib.subscription

test_of if {
	subscription.of("/subscriptions/a/resourcegroups/rg") == "a"
	subscription.of("/subscriptions/{azurerm}/resourcegroups/rg") == "{azurerm}"
	not subscription.of("azurerm_subnet.a")
}

test_is_known if {
	subscription.is_known("a")
	not subscription.is_known("{azurerm}")
}
