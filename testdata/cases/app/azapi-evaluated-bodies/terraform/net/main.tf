variable "group" {}
variable "names" { type = list(string) }
resource "azurerm_virtual_network" "v" {
  name                = "vnet"
  location            = "westeurope"
  resource_group_name = var.group
  address_space       = ["10.0.0.0/16"]
}
resource "azurerm_subnet" "s" {
  for_each             = { for i, n in var.names : n => "10.0.${i}.0/24" }
  name                 = each.key
  resource_group_name  = var.group
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = [each.value]
}
output "ids" { value = [for n in var.names : azurerm_subnet.s[n].id] }
output "vnet" { value = azurerm_virtual_network.v.id }
