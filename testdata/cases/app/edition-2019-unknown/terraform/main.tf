terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
    azapi   = { source = "azure/azapi" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-edition-2019-unknown"
  location = "westeurope"
}

resource "terraform_data" "late" {}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = [terraform_data.late.id]
}

resource "azapi_resource" "apps" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2023-11-01"
  parent_id = azurerm_virtual_network.net.id
  name      = "apps"
  body = {
    properties = {
      addressPrefix = "10.0.1.0/26"
      delegations   = [{ name = "apps", properties = { serviceName = "Microsoft.Web/serverFarms" } }]
      routeTable    = terraform_data.late.id == "" ? null : { id = terraform_data.late.id }
    }
  }
}

resource "azurerm_virtual_network_peering" "net-to-hub" {
  name                      = "net-to-hub"
  resource_group_name       = azurerm_resource_group.rg.name
  virtual_network_name      = azurerm_virtual_network.net.name
  remote_virtual_network_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/hub"
}

resource "azurerm_network_security_group" "apps" {
  name                = "nsg-apps"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
}

resource "azurerm_subnet_network_security_group_association" "apps" {
  subnet_id                 = azapi_resource.apps.id
  network_security_group_id = azurerm_network_security_group.apps.id
}

resource "azurerm_storage_account" "logs" {
  name                     = "steditionlogs"
  location                 = azurerm_resource_group.rg.location
  resource_group_name      = azurerm_resource_group.rg.name
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_network_watcher_flow_log" "flows" {
  name                 = "flows"
  resource_group_name  = "NetworkWatcherRG"
  network_watcher_name = "NetworkWatcher_westeurope"
  target_resource_id   = terraform_data.late.id
  storage_account_id   = azurerm_storage_account.logs.id
  enabled              = true

  retention_policy {
    enabled = true
    days    = 7
  }
}

resource "azurerm_service_plan" "one" {
  name                = "plan-one"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Windows"
  sku_name            = "S1"
  worker_count        = 1
}

resource "azurerm_windows_web_app" "one" {
  name                      = "app-one"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.one.id
  virtual_network_subnet_id = azapi_resource.apps.id

  site_config {}
}

resource "azapi_resource" "late" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "app-late"
  location  = azurerm_resource_group.rg.location
  body = {
    kind = terraform_data.late.id
    properties = {
      serverFarmId           = terraform_data.late.id
      virtualNetworkSubnetId = azapi_resource.apps.id
    }
  }
}
