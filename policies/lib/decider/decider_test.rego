package vnetguard.lib.decider_test

import data.vnetguard.lib.decider

test_a_rule_of_a_group if {
	rule := {"id": "r", "name": "a", "source": "network_security_group"}
	decider.name(rule) == "security rule 'a'"
	decider.evidence(rule) == [{"entity": "r", "attribute": "access"}]
}

test_a_rule_of_a_network_manager if {
	rule := {"id": "r", "name": "a", "source": "network_manager"}
	decider.name(rule) == "security admin rule 'a'"
	decider.evidence(rule) == [{"entity": "r", "attribute": "action"}]
}

test_a_default_rule if {
	rule := {"name": "DenyAllInBound", "source": "default_rule"}
	decider.name(rule) == "security rule 'DenyAllInBound'"
	decider.evidence(rule) == []
}
