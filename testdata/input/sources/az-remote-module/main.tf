provider "azurerm" {
  features {}
}

module "net" {
  source       = "git::https://example.com/net.git?ref=v1.0.0"
  name         = "vnet"
  subnet_names = ["app", "bare"]
}

resource "azurerm_network_security_group" "n" {
  name                = "nsg"
  resource_group_name = "rg"
  location            = "westeurope"
}

resource "azurerm_subnet_network_security_group_association" "app" {
  subnet_id                 = module.net.subnet_ids["app"]
  network_security_group_id = azurerm_network_security_group.n.id
}
