terraform {
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
    }
    random = {
      source = "hashicorp/random"
    }
  }
}

provider "azurerm" {
  features {}
}

locals {
  telemetry = {
    APPLICATIONINSIGHTS_CONNECTION_STRING = azurerm_application_insights.ai.connection_string
  }
}

resource "random_id" "late" {
  byte_length = 4
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-texts-from-names"
  location = "West Europe"
}

resource "azurerm_application_insights" "ai" {
  name                = "ai"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  application_type    = "web"
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "apps" {
  name                 = "apps"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.0/24"]
  delegation {
    name = "web"
    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 1
}

resource "azurerm_key_vault" "kv" {
  name                          = "kv-texts-001"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  tenant_id                     = "00000000-0000-0000-0000-000000000002"
  sku_name                      = "standard"
  public_network_access_enabled = false
}

resource "azurerm_key_vault_secret" "db" {
  name         = "db"
  value        = "x"
  key_vault_id = azurerm_key_vault.kv.id
}

resource "azurerm_container_registry" "acr" {
  name                          = "acrtexts001"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  sku                           = "Premium"
  public_network_access_enabled = false
}

resource "azurerm_storage_account" "backup" {
  name                          = "sttexts001"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  account_tier                  = "Standard"
  account_replication_type      = "LRS"
  public_network_access_enabled = false
}

# One setting of many is not known; all of them are told.
resource "azurerm_linux_web_app" "clean" {
  name                      = "app-clean"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id
  app_settings              = merge(local.telemetry, { MODE = "fast" })
  site_config {
    vnet_route_all_enabled = true
  }
}

resource "azurerm_linux_web_app" "conflict" {
  name                      = "app-conflict"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id
  app_settings              = merge(local.telemetry, { WEBSITE_VNET_ROUTE_ALL = 0 })
  site_config {
    vnet_route_all_enabled = true
  }
}

# The name of a setting is random, so which settings there are is not known.
resource "azurerm_linux_web_app" "open" {
  name                      = "app-open"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id
  app_settings              = { (random_id.late.hex) = "1" }
  site_config {
    vnet_route_all_enabled = true
  }
}

resource "azurerm_linux_web_app" "secrets" {
  name                = "app-secrets"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan.id
  app_settings = {
    DB = "@Microsoft.KeyVault(SecretUri=${azurerm_key_vault_secret.db.versionless_id})"
  }
  site_config {}
}

resource "azurerm_linux_web_app" "image" {
  name                      = "app-image"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id
  site_config {
    vnet_route_all_enabled = true
    application_stack {
      docker_image_name   = "shop:1"
      docker_registry_url = "https://${azurerm_container_registry.acr.login_server}"
    }
  }
}

resource "azurerm_linux_web_app" "backup" {
  name                      = "app-backup"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id
  site_config {
    vnet_route_all_enabled = true
  }
  backup {
    name                = "daily"
    storage_account_url = "${azurerm_storage_account.backup.primary_blob_endpoint}backups?sv=x"
    schedule {
      frequency_interval = 1
      frequency_unit     = "Day"
    }
  }
}
