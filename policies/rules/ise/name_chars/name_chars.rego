# METADATA
# title: the name of an integration service environment has only letters, digits, hyphens, underscores and periods
# description: >-
#   The name of an environment is made of letters, digits, hyphens, underscores and periods, at most 80
#   of them. Azure refuses any other name, and a name cannot be changed afterwards.
# custom:
#   id: ISE-NAME-CHARS
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Choose a name of letters, digits, '-', '_' and '.', with 1 to 80 characters. Of an environment that
#     exists, keep the name: another one replaces it.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       name = "ise-prod_1.eu"
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       name: 'ise-prod_1.eu'
#     }
#   related: [ISE-SUBNET-NAME]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.name_chars

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

_name := data.vnetguard.reference.ise_environment.name

subjects := object.keys(ise.deployed)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id, environment in ise.deployed
	attribute.is_known(environment, "name")
	not _is_of_allowed_characters(environment)
	msg := sprintf(
		"The name '%s' of integration service environment '%s' has characters other than letters, digits, '-', '_' and '.'.",
		[environment.name, environment.subject],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id, environment in ise.deployed
	_is_of_allowed_characters(environment)
	_is_of_wrong_length(environment.name)
	msg := sprintf(
		"The name '%s' of integration service environment '%s' has %d characters; %d to %d are allowed.",
		[environment.name, environment.subject, count(environment.name), _name.shortest, _name.longest],
	)
}

_is_of_allowed_characters(environment) if regex.match(_name.pattern, environment.name)

_is_of_wrong_length(name) if count(name) < _name.shortest

_is_of_wrong_length(name) if count(name) > _name.longest

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id, environment in ise.deployed
	attribute.is_unknown(environment, "name")
	msg := sprintf("The name of integration service environment '%s' is not known, so neither are its characters.", [environment.subject])
}
