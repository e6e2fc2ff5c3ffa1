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

test_are_apart if {
	every pair in [["a", "b"], ["{azurerm}", "{azurerm.network}"], ["{azapi}", "{azurerm.network}"]] {
		subscription.are_apart(pair[0], pair[1])
	}
	every pair in [["a", "a"], ["a", "{azurerm}"], ["{azapi}", "a"], ["{azapi}", "{azurerm}"], ["{azurerm}", "{azapi}"]] {
		one := pair[0]
		other := pair[1]
		not subscription.are_apart(one, other)
	}
}

test_standing_for if {
	subscription.standing_for("{azapi}") == subscription.standing_for("{azurerm}")
	subscription.standing_for("{azurerm.network}") == "{azurerm.network}"
	subscription.standing_for("a") == "a"
}
