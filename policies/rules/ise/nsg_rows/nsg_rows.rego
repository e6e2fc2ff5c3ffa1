# METADATA
# title: traffic that an integration service environment needs passes its network security groups
# description: >-
#   Each row of the table of required ports belongs to a rule of its own: a network security group on a subnet of an integration
#   service environment must let the row's traffic pass. Facts decide reachability; this policy selects and words it.
# custom:
#   table: ise_ports
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       priority                   = 100 # before any rule that denies it
#       direction                  = "{Direction}"
#       access                     = "Allow"
#       protocol                   = "*"
#       source_address_prefix      = "{source}"
#       source_port_range          = "*"
#       destination_address_prefix = "{destination}"
#       destination_port_ranges    = ["{ports}"]
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: '{Direction}'
#         access: 'Allow'
#         protocol: '*'
#         sourceAddressPrefix: '{source}'
#         sourcePortRange: '*'
#         destinationAddressPrefix: '{destination}'
#         destinationPortRanges: ['{ports}']
#       }
#     }
#   advice:
#     - id: ISE-NSG-CONNECTOR-PORTS
#       text: >-
#         Connectors may need ports of their own at the system they reach, 21 for FTP for example; which ones,
#         only the workflows show.
#     - id: ISE-HEALTH-SUSPEND
#       text: >-
#         An environment whose network is unhealthy for seven days is suspended, and deleted after ninety.
package vnetguard.rules.ise.nsg_rows

import data.vnetguard.lib.decider
import data.vnetguard.lib.ise_subnet

_rows := {row.id: row | some row in data.vnetguard.reference.ise_ports.rows}

# A subnet without a network security group is open, and has no flows. Facts hold only the rows that its environment needs.
_needed contains {"row": id, "subject": subject} if {
	some subject, subnet in input.after.subnets
	some id, _ in subnet.flows
	_rows[id]
}

subjects contains {"rule": _rows[needed.row].rule, "subject": needed.subject} if some needed in _needed

deny contains {"rule": row.rule, "subject": id, "msg": msg, "evidence": evidence, "level": row.level} if {
	some needed in _needed
	row := _rows[needed.row]
	id := needed.subject
	subnet := input.after.subnets[id]
	flow := subnet.flows[row.id]
	flow.verdict in {"deny", "partial"}
	msg := sprintf(
		"Subnet '%s' cannot %s %s traffic of '%s' on %s, which its integration service environment requires: %s drops %s.",
		[
			subnet.subject, _passage(row), upper(flow.witness.protocol), row.peer.value, _ports(row),
			_decider(flow), _extent(flow),
		],
	)
	evidence := array.concat(_evidence(id, flow), ise_subnet.flow_conditions(subnet))
}

undetermined contains {"rule": row.rule, "subject": id, "msg": msg, "evidence": evidence} if {
	some needed in _needed
	row := _rows[needed.row]
	id := needed.subject
	subnet := input.after.subnets[id]
	flow := subnet.flows[row.id]
	flow.verdict == "unknown"
	msg := sprintf(
		"Whether subnet '%s' can %s traffic of '%s' on %s, which its integration service environment requires, cannot be told: %s.",
		[subnet.subject, _passage(row), row.peer.value, _ports(row), _why(flow)],
	)
	evidence := _evidence(id, flow)
}

_passage(row) := "receive" if row.direction == "inbound"

_passage(row) := "send" if row.direction == "outbound"

_ports(row) := "any port" if _is_any(row)

_ports(row) := sprintf("port %s", [row.ports[0]]) if {
	not _is_any(row)
	count(row.ports) == 1
}

_ports(row) := sprintf("ports %s", [concat(", ", row.ports)]) if {
	not _is_any(row)
	count(row.ports) > 1
}

_is_any(row) if "*" in row.ports

_decider(flow) := sprintf("%s (priority %d)", [decider.name(flow.decided_by), flow.decided_by.priority])

# A rule whose priority is not known still comes before the default rules.
_decider(flow) := decider.name(flow.decided_by) if not flow.decided_by.priority

_extent(flow) := "it" if flow.verdict == "deny"

_extent(flow) := "a part of it" if flow.verdict == "partial"

_why(flow) := sprintf("%s may decide it", [decider.name(flow.decided_by)]) if flow.decided_by

_why(flow) := flow.reason if not flow.decided_by

_evidence(id, flow) := array.concat(decider.evidence(flow.decided_by), [{"entity": id, "attribute": "network_security_group"}]) if flow.decided_by

_evidence(id, flow) := [{"entity": id, "attribute": "network_security_group"}] if not flow.decided_by
