terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "group" {
  name     = "rg-inline"
  location = "westeurope"
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 1
}

# The subnets are written within their networks.
resource "azurerm_virtual_network" "resized" {
  name                = "net-resized"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  address_space       = ["10.0.0.0/16"]

  subnet {
    name             = "web"
    address_prefixes = ["10.0.1.0/27"]

    delegation {
      name = "web"

      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }

  subnet {
    name             = "other"
    address_prefixes = ["10.0.9.0/24"]
  }
}

resource "azurerm_virtual_network" "lost" {
  name                = "net-lost"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  address_space       = ["10.1.0.0/16"]

  subnet {
    name             = "web"
    address_prefixes = ["10.1.1.0/26"]

    delegation {
      name = "web"

      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }

  subnet {
    name             = "other"
    address_prefixes = ["10.1.9.0/24"]
  }
}

resource "azurerm_virtual_network" "kept" {
  name                = "net-kept"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  address_space       = ["10.2.0.0/16"]

  subnet {
    name             = "web"
    address_prefixes = ["10.2.1.0/26"]

    delegation {
      name = "web"

      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }

  subnet {
    name             = "other"
    address_prefixes = ["10.2.9.0/24"]
  }
}

resource "azurerm_virtual_network" "tagged" {
  name                = "net-tagged"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  address_space       = ["10.3.0.0/16"]

  subnet {
    name             = "web"
    address_prefixes = ["10.3.1.0/26"]

    delegation {
      name = "web"

      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }

  subnet {
    name             = "other"
    address_prefixes = ["10.3.9.0/24"]
  }
}

resource "azurerm_linux_web_app" "resized" {
  name                      = "app-resized"
  location                  = azurerm_resource_group.group.location
  resource_group_name       = azurerm_resource_group.group.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = "${azurerm_virtual_network.resized.id}/subnets/web"

  site_config {}
}

resource "azurerm_linux_web_app" "lost" {
  name                      = "app-lost"
  location                  = azurerm_resource_group.group.location
  resource_group_name       = azurerm_resource_group.group.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = "${azurerm_virtual_network.lost.id}/subnets/web"

  site_config {}
}

resource "azurerm_linux_web_app" "kept" {
  name                      = "app-kept"
  location                  = azurerm_resource_group.group.location
  resource_group_name       = azurerm_resource_group.group.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = "${azurerm_virtual_network.kept.id}/subnets/web"

  site_config {}
}

resource "azurerm_linux_web_app" "tagged" {
  name                      = "app-tagged"
  location                  = azurerm_resource_group.group.location
  resource_group_name       = azurerm_resource_group.group.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = "${azurerm_virtual_network.tagged.id}/subnets/web"

  site_config {}
}
