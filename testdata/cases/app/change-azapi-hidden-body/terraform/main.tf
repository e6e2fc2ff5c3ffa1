terraform {
  required_providers {
    azapi = { source = "azure/azapi" }
  }
}
provider "azurerm" {
  features {}
}
resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}
