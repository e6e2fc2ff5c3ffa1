# METADATA
# title: TLS certificates of apps come from a key vault that App Service reaches
# description: >-
#   App Service takes TLS certificates from a key vault over the public route only. A vault that refuses it there, because it has
#   no public access or denies by default without letting trusted services in, cannot be the source of a certificate.
# custom:
#   id: APP-CERT-PRIVATE-KV
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/certificates
#   remediation: >-
#     Upload the certificate as a file, or let trusted Azure services into the vault over its public address.
#   remediation_terraform: |
#     resource "azurerm_key_vault" "example" {
#       # …
#       public_network_access_enabled = true
#       network_acls {
#         default_action = "Deny"
#         bypass         = "AzureServices"
#       }
#     }
#   remediation_bicep: |
#     resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
#       // …
#       properties: {
#         publicNetworkAccess: 'Enabled'
#         networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' }
#       }
#     }
#   related: [APP-KVREF]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.cert_private_kv

import data.vnetguard.lib.attribute
import data.vnetguard.lib.reach

subjects contains id if {
	some id, certificate in input.after.certificates
	_may_come_from_vault(certificate)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	certificate := input.after.certificates[id]
	vault := input.after.key_vaults[certificate.key_vault.id]
	_is_closed(vault)
	msg := sprintf(
		"Certificate '%s' comes from key vault '%s', which App Service cannot reach over the public route.",
		[certificate.subject, vault.subject],
	)
	evidence := [
		{"entity": id, "attribute": "key_vault"},
		{"entity": vault.id, "attribute": "public_network_access"},
		{"entity": vault.id, "attribute": "network_default_action"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "key_vault"}]} if {
	some id in subjects
	certificate := input.after.certificates[id]
	not _is_told(certificate)
	msg := sprintf("Whether App Service reaches the key vault of certificate '%s' cannot be told.", [certificate.subject])
}

_may_come_from_vault(certificate) if certificate.key_vault

_may_come_from_vault(certificate) if {
	certificate.unknown.key_vault
	certificate.presence != "external"
}

_is_told(certificate) if _is_closed(input.after.key_vaults[certificate.key_vault.id])

_is_told(certificate) if _is_open(input.after.key_vaults[certificate.key_vault.id])

_is_closed(vault) if vault.public_network_access == false

_is_closed(vault) if {
	vault.network_default_action == "deny"
	attribute.is_known(vault, "network_bypass")
	not _lets_services_in(vault)
}

_is_open(vault) if reach.is_public(vault)

_is_open(vault) if {
	vault.public_network_access == true
	_lets_services_in(vault)
}

# Services are let in unless the rules say otherwise.
_is_open(vault) if {
	vault.public_network_access == true
	attribute.is_absent(vault, "network_bypass")
}

_lets_services_in(vault) if {
	some service in vault.network_bypass
	lower(service) == "azureservices"
}
