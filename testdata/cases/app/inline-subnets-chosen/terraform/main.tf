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

resource "random_id" "late" {
  byte_length = 4
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-inline-subnets-chosen"
  location = "West Europe"
}

resource "azurerm_virtual_network" "named" {
  name                = "named"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
  subnet {
    name             = "web"
    address_prefixes = ["10.0.0.0/24"]
    delegation {
      name = "web"
      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }
  subnet {
    name             = "data"
    address_prefixes = ["10.0.1.0/24"]
  }
}

resource "azurerm_virtual_network" "single" {
  name                = "single"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.1.0.0/16"]
  subnet {
    name             = "only"
    address_prefixes = ["10.1.0.0/24"]
  }
}

resource "azurerm_virtual_network" "either" {
  name                = "either"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.2.0.0/16"]
  subnet {
    name             = "web"
    address_prefixes = ["10.2.0.0/24"]
    delegation {
      name = "web"
      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }
  subnet {
    name             = "data"
    address_prefixes = ["10.2.1.0/24"]
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

resource "azurerm_linux_web_app" "named" {
  name                      = "app-named"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = one([for s in azurerm_virtual_network.named.subnet : s.id if s.name == "web"])
  site_config {}
}

resource "azurerm_linux_web_app" "single" {
  name                      = "app-single"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = tolist(azurerm_virtual_network.single.subnet)[0].id
  site_config {}
}

# Which element comes first is not known.
resource "azurerm_linux_web_app" "either" {
  name                      = "app-either"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = tolist(azurerm_virtual_network.either.subnet)[0].id
  site_config {}
}
