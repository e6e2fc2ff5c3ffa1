terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "4.81.0"
    }
  }
}

provider "azurerm" {
  features {}
  subscription_id = "00000000-0000-0000-0000-000000000001"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-network"
  location = "westeurope"
}

locals {
  tags = [
    "ActionGroup", "ApiManagement", "AppConfiguration", "AppService", "AppServiceManagement", "AzureActiveDirectory",
    "AzureAttestation", "AzureBackup", "AzureBotService", "AzureConnectors", "AzureContainerRegistry", "AzureCosmosDB",
    "AzureDatabricks", "AzureDevOps", "AzureDigitalTwins", "AzureIoTHub", "AzureKeyVault", "AzureMonitor", "AzureSignalR",
    "AzureSiteRecovery", "BatchNodeManagement", "DataFactory", "EventHub", "LogicApps", "ServiceBus", "Storage",
  ]
}

resource "azurerm_route_table" "many" {
  name                = "rt-many"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  dynamic "route" {
    for_each = local.tags

    content {
      name           = route.value
      address_prefix = route.value
      next_hop_type  = "Internet"
    }
  }
}

resource "azurerm_route_table" "refused" {
  name                = "rt-refused"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  route {
    name           = "dns"
    address_prefix = "AzurePlatformDNS"
    next_hop_type  = "Internet"
  }
}
