package vnetguard.lib.tier_test

import data.vnetguard.lib.tier

test_of_a_name if {
	tier.of({"sku_name": "P1v3"}) == "premiumv3"
	tier.of({"sku_name": "f1", "sku_tier": "basic"}) == "free"
}

test_of_a_tier if tier.of({"sku_tier": "shared"}) == "shared"

test_cannot_be_told if {
	every plan in [
		{},
		{"sku_name": "x9"},
		{"sku_name": "x9", "sku_tier": "shared"},
		{"sku_tier": "shared", "unknown": {"sku_name": {"reason": "r"}}},
		{"sku_tier": "other"},
	] {
		not tier.of(plan)
	}
}

test_name if {
	tier.name({"sku_name": "P1v3", "sku_tier": "x"}) == "P1v3"
	tier.name({"sku_tier": "shared"}) == "shared"
}
