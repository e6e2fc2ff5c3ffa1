package vnetguard.lib.same_region_test

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.same_region

_in(region) := {"region": region, "unknown": {}}

_expression(text) := sample.pattern("region", text)

_west := _in("westeurope")

_east := _in("eastus")

test_same if {
	same_region.is(_west, _west)
	same_region.is(_expression("{x}"), _expression("{x}"))
	not same_region.is_not(_west, _west)
}

test_another if {
	same_region.is_not(_west, _east)
	not same_region.is(_west, _east)
}

test_cannot_be_told if {
	every pair in [
		[_in("a"), _expression("{x}")], [_expression("{x}"), _in("a")], [_expression("{x}"), _expression("{y}")],
		[sample.unknown(["region"]), sample.unknown(["region"])], [_in("a"), {}], [{}, {}],
		[_in("a"), object.union(_in("a"), _expression("{x}"))], [_in("a"), object.union(_in("b"), _expression("{x}"))],
		[object.union(_in("a"), _expression("{x}")), _in("a")], [object.union(_in("b"), _expression("{x}")), _in("a")],
	] {
		one := pair[0]
		other := pair[1]
		not same_region.is(one, other)
		not same_region.is_not(one, other)
	}
}
