provider "azurerm" {
  features {}
}

variable "password" {
  type      = string
  sensitive = true
  default   = "correct horse battery staple"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-deploy"
  location = "West Europe"
}

resource "azurerm_virtual_network" "net" {
  name                = "vnet"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "plain" {
  name                 = "plain"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.2.0/29"]
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
}

# The parameters hold ids that are known only after apply, so the whole string is.
resource "azurerm_resource_group_template_deployment" "unknown" {
  name                = "unknown"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Complete"
  template_content    = file("${path.module}/template.json")

  parameters_content = jsonencode({
    name   = { value = "site" }
    plan   = { value = azurerm_service_plan.plan.id }
    subnet = { value = azurerm_subnet.plain.id }
  })
}

resource "azurerm_resource_group_template_deployment" "sensitive" {
  name                = "sensitive"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Incremental"
  template_content    = file("${path.module}/template.json")

  parameters_content = jsonencode({
    name     = { value = "hidden-site" }
    plan     = { value = "hidden-plan" }
    password = { value = var.password }
  })
}

resource "azurerm_resource_group_template_deployment" "none" {
  name                = "none"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Incremental"
  template_content    = file("${path.module}/template.json")
}

resource "azurerm_resource_group_template_deployment" "spec" {
  name                     = "spec"
  resource_group_name      = azurerm_resource_group.rg.name
  deployment_mode          = "Incremental"
  template_spec_version_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/specs/providers/Microsoft.Resources/templateSpecs/s/versions/1"
}

resource "azurerm_resource_group_template_deployment" "late" {
  name                = "late"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Incremental"
  template_content    = jsonencode({ description = azurerm_subnet.plain.id })
}

resource "azurerm_subscription_template_deployment" "groups" {
  name     = "groups"
  location = "westeurope"

  template_content = jsonencode({
    "$schema"      = "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
    contentVersion = "1.0.0.0"
    resources = [{
      type          = "Microsoft.Resources/deployments"
      apiVersion    = "2022-09-01"
      name          = "inner"
      resourceGroup = "rg-deploy"
      properties = {
        mode                        = "Incremental"
        expressionEvaluationOptions = { scope = "inner" }
        template = {
          "$schema"      = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
          contentVersion = "1.0.0.0"
          resources = [{
            type       = "Microsoft.Web/sites"
            apiVersion = "2023-12-01"
            name       = "inner"
            location   = "westeurope"
            properties = {
              serverFarmId           = "[resourceId('Microsoft.Web/serverfarms', 'plan')]"
              virtualNetworkSubnetId = "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'plain')]"
            }
          }]
        }
      }
    }]
  })
}
