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
  name     = "rg-deployment-parameters"
  location = "West Europe"
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
  subnet {
    name             = "web"
    address_prefixes = ["10.0.0.0/24"]
  }
}

resource "azurerm_resource_group_template_deployment" "told" {
  name                = "told"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Incremental"
  parameters_content = jsonencode({
    subnet = { value = "${azurerm_virtual_network.net.id}/subnets/web" }
    sku    = { value = "F1" }
  })
  template_content = file("${path.module}/app.json")
}

resource "azurerm_resource_group_template_deployment" "open" {
  name                = "open"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Incremental"
  parameters_content = jsonencode({
    subnet = { value = random_id.late.hex }
    sku    = { value = "P1v3" }
  })
  template_content = file("${path.module}/app.json")
}
