# METADATA
# title: a firewall other than Azure Firewall has all the rules that the App Service Environment within needs
# description: >-
#   With an appliance other than Azure Firewall before an environment, every dependency of the App
#   Service Environment within it has to be set up there by address and name. What an appliance lets
#   pass, no template says.
# custom:
#   id: ISE-FW-ASE-ALLRULES
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Set up every address and name of the page 'Configuring Azure Firewall with your ASE' on the
#     appliance.
#   remediation_terraform: |
#     # On the appliance, not in Terraform. Or use Azure Firewall:
#     resource "azurerm_firewall_application_rule_collection" "ase" {
#       # …
#       rule {
#         name             = "ase"
#         source_addresses = ["10.0.0.0/24"]
#         fqdn_tags        = ["AppServiceEnvironment"]
#       }
#     }
#   remediation_bicep: |
#     // On the appliance, not in Bicep. Or use Azure Firewall:
#     resource rules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2023-11-01' = {
#       // …
#       properties: {
#         // a rule with fqdnTags: ['AppServiceEnvironment']
#       }
#     }
#   related: [ISE-FW-ASE-FQDNTAG, ISE-FW-DEPENDENCIES]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Outbound security rules"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.fw_ase_allrules

import data.vnetguard.lib.firewall
import data.vnetguard.lib.ise

subjects contains id if {
	some id, environment in ise.deployed
	firewall.leads_to_another(environment)
}

# What an appliance lets pass is not part of any input.
deny := set()

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	environment := ise.deployed[id]
	msg := sprintf(
		"The default route of integration service environment '%s' leads to an appliance; whether it lets pass what the App Service Environment within needs cannot be told.",
		[environment.subject],
	)
	evidence := [{"entity": subnet, "attribute": "route_table"} | some subnet in ise.subnets(environment)]
}
