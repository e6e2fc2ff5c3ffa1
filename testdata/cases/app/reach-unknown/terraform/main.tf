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
  name     = "rg-reach"
  location = "westeurope"
}

resource "terraform_data" "late" {}

resource "azurerm_network_security_group" "apps" {
  name                = "nsg-apps"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  security_rule {
    name                       = "DenySomething"
    priority                   = 100
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = terraform_data.late.id
    destination_port_range     = "*"
  }
}

resource "azurerm_network_security_group" "all" {
  name                = "nsg-all"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  security_rule {
    name                       = "DenySomething"
    priority                   = 100
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = terraform_data.late.id
    destination_port_range     = "*"
  }
}

resource "azurerm_network_security_group" "db" {
  name                = "nsg-db"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  security_rule {
    name                       = "AllowApp"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_address_prefix      = terraform_data.late.id
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "1433"
  }

  security_rule {
    name                       = "DenyOthers"
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_network_security_group" "dns" {
  name                = "nsg-dns"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  security_rule {
    name                       = "DenyNames"
    priority                   = 100
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = terraform_data.late.id
    destination_port_range     = "53"
  }
}

resource "azurerm_network_security_group" "turn" {
  name                = "nsg-turn"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  security_rule {
    name                       = "Turn"
    priority                   = 100
    direction                  = terraform_data.late.id
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = "VirtualNetwork"
    destination_port_range     = "3389"
  }
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_virtual_network" "dnsnet" {
  name                = "dnsnet"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.1.0.0/16"]
  dns_servers         = ["10.1.9.4"]
}

resource "azurerm_nat_gateway" "nat" {
  name                = "nat"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  sku_name            = "Standard"
}

resource "azurerm_route_table" "all" {
  name                          = "rt-all"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  bgp_route_propagation_enabled = true
}

resource "azurerm_subnet" "apps" {
  name                 = "apps"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.1.0/26"]
  service_endpoints    = ["Microsoft.Storage"]

  delegation {
    name = "apps"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "apps" {
  subnet_id                 = azurerm_subnet.apps.id
  network_security_group_id = azurerm_network_security_group.apps.id
}

resource "azurerm_subnet_nat_gateway_association" "apps" {
  subnet_id      = azurerm_subnet.apps.id
  nat_gateway_id = azurerm_nat_gateway.nat.id
}

resource "azurerm_subnet" "all" {
  name                 = "all"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.2.0/26"]

  delegation {
    name = "apps"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "all" {
  subnet_id                 = azurerm_subnet.all.id
  network_security_group_id = azurerm_network_security_group.all.id
}

resource "azurerm_subnet_route_table_association" "all" {
  subnet_id      = azurerm_subnet.all.id
  route_table_id = azurerm_route_table.all.id
}

resource "azurerm_subnet" "db" {
  name                 = "db"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.3.0/24"]
}

resource "azurerm_subnet_network_security_group_association" "db" {
  subnet_id                 = azurerm_subnet.db.id
  network_security_group_id = azurerm_network_security_group.db.id
}

resource "azurerm_subnet" "endpoints" {
  name                 = "endpoints"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.4.0/24"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.5.0/27"]
}

resource "azurerm_subnet" "names" {
  name                 = "apps"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.dnsnet.name
  address_prefixes     = ["10.1.1.0/26"]

  delegation {
    name = "apps"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "names" {
  subnet_id                 = azurerm_subnet.names.id
  network_security_group_id = azurerm_network_security_group.dns.id
}

resource "azurerm_subnet" "turn" {
  name                 = "turn"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.6.0/26"]

  delegation {
    name = "apps"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "turn" {
  subnet_id                 = azurerm_subnet.turn.id
  network_security_group_id = azurerm_network_security_group.turn.id
}

resource "azurerm_public_ip" "gateway" {
  name                = "pip-gateway"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "express" {
  name                = "express"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  type                = "ExpressRoute"
  sku                 = "Standard"

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.gateway.id
  }
}

resource "azurerm_storage_account" "stprivate" {
  name                          = "stprivate"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  account_tier                  = "Standard"
  account_replication_type      = "LRS"
  public_network_access_enabled = terraform_data.late.id != ""
}

resource "azurerm_storage_account" "streachlogs" {
  name                          = "streachlogs"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  account_tier                  = "Standard"
  account_replication_type      = "LRS"
  public_network_access_enabled = terraform_data.late.id != ""
}

resource "azurerm_storage_account" "stnamed" {
  name                          = "stnamed"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  account_tier                  = "Standard"
  account_replication_type      = "LRS"
  public_network_access_enabled = true

  network_rules {
    default_action = terraform_data.late.id
  }
}

resource "azurerm_key_vault" "kvprivate" {
  name                          = "kvprivate"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  tenant_id                     = "00000000-0000-0000-0000-000000000001"
  sku_name                      = "standard"
  public_network_access_enabled = terraform_data.late.id != ""
}

resource "azurerm_key_vault" "kvcert" {
  name                          = "kvcert"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  tenant_id                     = "00000000-0000-0000-0000-000000000001"
  sku_name                      = "standard"
  public_network_access_enabled = terraform_data.late.id != ""
}

resource "azurerm_container_registry" "acr" {
  name                          = "acrreach"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  sku                           = "Premium"
  public_network_access_enabled = terraform_data.late.id != ""
}

resource "azurerm_private_dns_zone" "vault" {
  name                = "privatelink.vaultcore.azure.net"
  resource_group_name = azurerm_resource_group.rg.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "vault" {
  name                  = "link"
  resource_group_name   = azurerm_resource_group.rg.name
  private_dns_zone_name = azurerm_private_dns_zone.vault.name
  virtual_network_id    = azurerm_virtual_network.net.id
}

resource "azurerm_private_endpoint" "vault" {
  name                = "pe-vault"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "vault"
    private_connection_resource_id = azurerm_key_vault.kvprivate.id
    is_manual_connection           = false
    subresource_names              = ["vault"]
  }
}

resource "azurerm_app_service_certificate" "tls" {
  name                = "tls"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  key_vault_secret_id = "https://kvcert.vault.azure.net/secrets/tls/00000000000000000000000000000001"
}

resource "azurerm_service_plan" "plan" {
  name                = "plan-plan"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 1
}

resource "azurerm_service_plan" "plan2" {
  name                = "plan-plan2"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 1
}

resource "azurerm_service_plan" "ep" {
  name                = "plan-ep"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "EP1"
  worker_count        = 1
}

resource "azurerm_service_plan" "ws" {
  name                = "plan-ws"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Windows"
  sku_name            = "WS1"
  worker_count        = 1
}

resource "azurerm_linux_web_app" "nat" {
  name                      = "app-nat"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id

  backup {
    name                = "nightly"
    storage_account_url = "https://stprivate.blob.core.windows.net/backups?sv=2022-11-02&sr=c&sig=ZmFrZQ%3D%3D"

    schedule {
      frequency_interval = 1
      frequency_unit     = "Day"
    }
  }

  logs {
    http_logs {
      azure_blob_storage {
        sas_url           = "https://streachlogs.blob.core.windows.net/logs?sv=2022-11-02&sr=c&sig=ZmFrZQ%3D%3D"
        retention_in_days = 7
      }
    }
  }

  site_config {
    vnet_route_all_enabled = terraform_data.late.id != ""
  }
}

resource "azurerm_linux_web_app" "all" {
  name                      = "app-all"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan2.id
  virtual_network_subnet_id = azurerm_subnet.all.id

  auth_settings_v2 {
    auth_enabled = true

    active_directory_v2 {
      client_id            = "00000000-0000-0000-0000-000000000002"
      tenant_auth_endpoint = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0"
    }

    login {}
  }

  app_settings = {
    SCM_DO_BUILD_DURING_DEPLOYMENT = "true"
    SMTP_PORT                      = "25"
  }

  site_config {
    vnet_route_all_enabled = terraform_data.late.id != ""
  }
}

resource "azurerm_linux_web_app" "image" {
  name                      = "app-image"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan2.id
  virtual_network_subnet_id = azurerm_subnet.all.id
  vnet_image_pull_enabled   = false

  app_settings = { (terraform_data.late.id) = "1" }

  site_config {
    vnet_route_all_enabled = true

    application_stack {
      docker_image_name   = "shop/web:1.4"
      docker_registry_url = "https://acrreach.azurecr.io"
    }
  }
}

resource "azurerm_linux_web_app" "vault" {
  name                = "app-vault"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan2.id

  app_settings = {
    PASSWORD = "@Microsoft.KeyVault(VaultName=kvprivate;SecretName=password)"
  }

  site_config {
    vnet_route_all_enabled = false
  }
}

resource "azurerm_linux_web_app" "names" {
  name                      = "app-names"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.names.id

  site_config {
    vnet_route_all_enabled = true
  }
}

resource "azurerm_linux_web_app" "turn" {
  name                      = "app-turn"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.turn.id

  site_config {
    vnet_route_all_enabled = true
  }
}

resource "azapi_resource" "ports" {
  type      = "Microsoft.Web/sites@2024-04-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "app-ports"
  location  = azurerm_resource_group.rg.location
  body = {
    kind = "app,linux"
    properties = {
      reserved                 = true
      serverFarmId             = azurerm_service_plan.plan.id
      virtualNetworkSubnetId   = azurerm_subnet.apps.id
      vnetBackupRestoreEnabled = true
      siteConfig = {
        vnetPrivatePortsCount = 2
        vnetRouteAllEnabled   = true
      }
    }
  }
}

resource "azapi_update_resource" "ports_backup" {
  type      = "Microsoft.Web/sites/config@2024-04-01"
  parent_id = azapi_resource.ports.id
  name      = "backup"
  body = {
    properties = {
      backupName        = "weekly"
      enabled           = true
      storageAccountUrl = "https://stprivate.blob.core.windows.net/weekly?sv=2022-11-02&sr=c&sig=ZmFrZQ%3D%3D"
      databases         = terraform_data.late.id == "" ? [] : [{ name = "orders", databaseType = "SqlAzure" }]
    }
  }
}

resource "azurerm_linux_function_app" "content" {
  name                       = "func-content"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  service_plan_id            = azurerm_service_plan.ep.id
  virtual_network_subnet_id  = azurerm_subnet.apps.id
  storage_account_name       = azurerm_storage_account.stprivate.name
  storage_account_access_key = "ZmFrZS1rZXk="

  app_settings = { WEBSITE_CONTENTOVERVNET = terraform_data.late.id }

  site_config {
    vnet_route_all_enabled = false
  }
}

resource "azurerm_linux_function_app" "routed" {
  name                       = "func-routed"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  service_plan_id            = azurerm_service_plan.ep.id
  virtual_network_subnet_id  = azurerm_subnet.apps.id
  storage_account_name       = azurerm_storage_account.stprivate.name
  storage_account_access_key = "ZmFrZS1rZXk="

  app_settings = {
    WEBSITE_CONTENTOVERVNET = "1"
  }

  site_config {
    vnet_route_all_enabled = false
  }
}

resource "azurerm_logic_app_standard" "flows" {
  name                       = "logic-flows"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  app_service_plan_id        = azurerm_service_plan.ws.id
  virtual_network_subnet_id  = azurerm_subnet.apps.id
  storage_account_name       = azurerm_storage_account.stprivate.name
  storage_account_access_key = "ZmFrZS1rZXk="
  vnet_content_share_enabled = true

  app_settings = { (terraform_data.late.id) = "1" }

  site_config {
    vnet_route_all_enabled = true
  }
}
