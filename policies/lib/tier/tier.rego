# METADATA
# description: tiers of App Service plans
package vnetguard.lib.tier

_skus := data.vnetguard.reference.app_service_skus.skus

# The tier of a plan, in lower case; undefined when it cannot be told.
of(plan) := _skus[lower(plan.sku_name)]

of(plan) := plan.sku_tier if {
	not plan.sku_name
	not plan.unknown.sku_name
	plan.sku_tier in data.vnetguard.reference.app_service_skus.tiers
}

# What the user wrote of the SKU.
name(plan) := plan.sku_name

name(plan) := plan.sku_tier if not plan.sku_name
