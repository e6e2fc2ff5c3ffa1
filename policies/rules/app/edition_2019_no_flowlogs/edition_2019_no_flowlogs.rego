# METADATA
# title: by the 2019 edition no flow log is expected to show integration traffic
# description: >-
#   By the 2019 edition the traffic of integrated apps appears neither in Network Watcher nor in flow logs
#   of network security groups: a flow log of the group on the integration subnet does not show what the
#   apps do.
# custom:
#   id: APP-2019-NO-FLOWLOGS
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Network/networkWatchers/flowLogs
#   remediation: >-
#     Do not rely on the flow log for the traffic of apps; use the logs of the apps, or those of a firewall
#     on the way.
#   remediation_terraform: |
#     # no azurerm_network_watcher_flow_log for the network security group of the integration subnet
#   remediation_bicep: |
#     // no Microsoft.Network/networkWatchers/flowLogs for the network security group of the integration subnet
#   related: [APP-2019-NO-UDR]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "How VNet Integration works"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.edition_2019_no_flowlogs

import data.vnetguard.lib.attribute
import data.vnetguard.lib.edition
import data.vnetguard.lib.joined

# Groups on subnets that apps are certainly integrated with.
_groups contains group if {
	some id in joined.subnets
	group := input.after.subnets[id].network_security_group.id
}

# Groups on subnets that they may be integrated with.
_groups_at_most contains group if {
	some subnet in input.after.subnets
	count(joined.apps_at_most(subnet)) > 0
	group := subnet.network_security_group.id
}

# On a subnet with integrated apps there may be some group.
_is_vague if {
	some subnet in input.after.subnets
	count(joined.apps_at_most(subnet)) > 0
	attribute.is_unknown(subnet, "network_security_group")
}

_may_have_group if _is_vague

_may_have_group if count(_groups_at_most) > 0

subjects contains id if {
	edition.is_before_2025("app")
	some id, log in input.after.flow_logs
	_may_show(log)
}

# Logs of groups, where apps are integrated, pass unless the group is one on such a subnet.
subjects contains id if {
	edition.is_before_2025("app")
	count(joined.subnets) > 0
	some id, log in input.after.flow_logs
	log.network_security_group.id
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	log := input.after.flow_logs[id]
	_shows(log)
	msg := sprintf(
		"Flow log '%s' records network security group '%s'; it does not show the traffic of integrated apps by the 2019 edition.",
		[log.subject, input.after.network_security_groups[log.network_security_group.id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	log := input.after.flow_logs[id]
	_may_show(log)
	not _shows(log)
	msg := sprintf("Whether flow log '%s' records the network security group of an integration subnet cannot be told.", [log.subject])
}

_shows(log) if {
	log.network_security_group.id in _groups
	attribute.is_known(log, "enabled")
	log.enabled
}

_shows(log) if {
	log.network_security_group.id in _groups
	attribute.is_absent(log, "enabled")
}

_may_show(log) if {
	log.network_security_group.id in _groups_at_most
	not _is_off(log)
}

_may_show(log) if {
	log.network_security_group.id
	_is_vague
	not _is_off(log)
}

_may_show(log) if {
	log.unknown.network_security_group
	_may_have_group
	not _is_off(log)
}

_is_off(log) if {
	attribute.is_known(log, "enabled")
	log.enabled == false
}

_evidence(id) := [{"entity": id, "attribute": "network_security_group"}]
