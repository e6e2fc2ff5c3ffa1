# METADATA
# title: a workflow and its integration account are in the same integration service environment
# description: >-
#   A workflow in an environment can use only integration accounts in that environment, and an
#   integration account in an environment serves only workflows there. With another account the link is
#   refused.
# custom:
#   id: ISE-IA-SAME-ISE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/workflows
#     - Microsoft.Logic/integrationAccounts
#   remediation: >-
#     Create the integration account in the environment of the workflow, and link that one.
#   remediation_terraform: |
#     resource "azapi_resource" "account" {
#       type = "Microsoft.Logic/integrationAccounts@2019-05-01"
#       # …
#       body = {
#         sku        = { name = "Standard" }
#         properties = { integrationServiceEnvironment = { id = azurerm_integration_service_environment.example.id } }
#       }
#     }
#   remediation_bicep: |
#     resource account 'Microsoft.Logic/integrationAccounts@2019-05-01' = {
#       // …
#       sku: { name: 'Standard' }
#       properties: { integrationServiceEnvironment: { id: environment.id } } // that of the workflow
#     }
#   related: [ISE-IA-SKU, ISE-IA-COUNT]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Integration accounts with ISE"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
#     - "2023-08-23"
package vnetguard.rules.ise.ia_same_ise

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# Workflows with an account, where one of the two is or may be in an environment.
_workflows[id] := workflow if {
	some id, workflow in input.after.workflows
	presence.is_part_of_input(workflow)
	not attribute.is_absent(workflow, "integration_account")
	_is_concerned(workflow)
}

_is_concerned(workflow) if ise.may_be_in_one(workflow)

_is_concerned(workflow) if _may_be_in_one(_account(workflow))

_is_concerned(workflow) if {
	attribute.is_unknown(workflow, "integration_account")
	some account in input.after.integration_accounts
	_may_be_in_one(account)
}

# Of accounts that are only named nothing is known.
_may_be_in_one(account) if {
	presence.is_part_of_input(account)
	ise.may_be_in_one(account)
}

_account(workflow) := input.after.integration_accounts[workflow.integration_account.id]

subjects := object.keys(_workflows)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id, workflow)} if {
	some id, workflow in _workflows
	_is_broken(workflow)
	account := _account(workflow)
	msg := sprintf(
		"Workflow '%s' is in %s, but its integration account '%s' is in %s; both have to be in the same integration service environment.",
		[workflow.subject, _where(workflow), account.subject, _where(account)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id, workflow)} if {
	some id, workflow in _workflows
	not _is_broken(workflow)
	not _is_right(workflow)
	msg := sprintf(
		"Whether workflow '%s' and its integration account are in the same integration service environment cannot be told.",
		[workflow.subject],
	)
}

_is_right(workflow) if ise.of(workflow).id == ise.of(_account(workflow)).id

_is_broken(workflow) if {
	ise.is_in_one(workflow)
	attribute.is_absent(_account(workflow), "integration_service_environment")
}

_is_broken(workflow) if {
	attribute.is_absent(workflow, "integration_service_environment")
	ise.is_in_one(_account(workflow))
}

_is_broken(workflow) if _are_two(ise.of(workflow), ise.of(_account(workflow)))

# Two that the input deploys, or two of different names; an id with unknown parts may be that of the other one.
_are_two(one, other) if {
	one.id != other.id
	presence.is_part_of_input(one)
	presence.is_part_of_input(other)
}

_are_two(one, other) if lower(one.name) != lower(other.name)

_where(entity) := sprintf("'%s'", [ise.of(entity).subject])

_where(entity) := "none" if not ise.is_in_one(entity)

_evidence(id, workflow) := array.concat(
	[{"entity": id, "attribute": name} | some name in ["integration_account", "integration_service_environment"]],
	[{"entity": _account(workflow).id, "attribute": "integration_service_environment"}],
)

_evidence(id, workflow) := [{"entity": id, "attribute": "integration_account"}] if not workflow.integration_account.id
