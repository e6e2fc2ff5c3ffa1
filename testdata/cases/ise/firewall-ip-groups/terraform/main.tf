terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "3.117.1"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-integration"
  location = "westus2"
}

resource "azurerm_user_assigned_identity" "fw" {
  name                = "id-fw"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
}

resource "azurerm_firewall_policy" "fw" {
  name                = "policy-fw"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  sku                 = "Premium"

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.fw.id]
  }

  tls_certificate {
    name                = "inspection"
    key_vault_secret_id = "https://kv-fw.vault.azure.net/secrets/inspection"
  }

  intrusion_detection {
    mode = "Deny"

    traffic_bypass {
      name                  = "ise"
      protocol              = "ANY"
      source_ip_groups      = [azurerm_ip_group.ise.id, azurerm_ip_group.last.id]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }
}

resource "azurerm_ip_group" "ise" {
  name                = "group-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  cidrs               = ["10.0.0.0/26", "10.0.0.64/27"]
}

resource "azurerm_ip_group" "last" {
  name                = "group-last"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
}

resource "azurerm_ip_group_cidr" "last" {
  ip_group_id = azurerm_ip_group.last.id
  cidr        = "10.0.0.96/27"
}

resource "azurerm_ip_group" "others" {
  name                = "group-others"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  cidrs               = ["10.0.8.0/24"]
}

resource "azurerm_firewall_policy_rule_collection_group" "fw" {
  name               = "rules"
  firewall_policy_id = azurerm_firewall_policy.fw.id
  priority           = 200

  network_rule_collection {
    name     = "deny"
    priority = 100
    action   = "Deny"

    rule {
      name                  = "others"
      protocols             = ["Any"]
      source_ip_groups      = [azurerm_ip_group.others.id]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }

  network_rule_collection {
    name     = "allow"
    priority = 200
    action   = "Allow"

    rule {
      name                  = "all"
      protocols             = ["Any"]
      source_ip_groups      = [azurerm_ip_group.ise.id, azurerm_ip_group.last.id]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }

  application_rule_collection {
    name     = "app"
    priority = 300
    action   = "Allow"

    rule {
      name                  = "ase"
      source_ip_groups      = [azurerm_ip_group.ise.id, azurerm_ip_group.last.id]
      destination_fqdn_tags = ["AppServiceEnvironment"]

      protocols {
        type = "Https"
        port = 443
      }
    }

    rule {
      name              = "inspected"
      source_ip_groups  = [azurerm_ip_group.others.id]
      destination_fqdns = ["*.fabrikam.com"]
      terminate_tls     = true

      protocols {
        type = "Https"
        port = 443
      }
    }
  }
}

resource "azurerm_public_ip" "fw" {
  name                = "pip-fw"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "fw" {
  name                = "fw"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  sku_name            = "AZFW_VNet"
  sku_tier            = "Premium"
  firewall_policy_id  = azurerm_firewall_policy.fw.id

  ip_configuration {
    name                 = "config"
    subnet_id            = azurerm_subnet.fw.id
    public_ip_address_id = azurerm_public_ip.fw.id
  }
}

resource "azurerm_route_table" "rt" {
  name                = "rt-fw"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.100.4"
  }

  route {
    name           = "LogicApps"
    address_prefix = "LogicApps"
    next_hop_type  = "Internet"
  }

  route {
    name           = "LogicAppsManagement"
    address_prefix = "LogicAppsManagement"
    next_hop_type  = "Internet"
  }

  route {
    name           = "AzureConnectors"
    address_prefix = "AzureConnectors"
    next_hop_type  = "Internet"
  }

  route {
    name           = "AppServiceManagement"
    address_prefix = "AppServiceManagement"
    next_hop_type  = "Internet"
  }

  route {
    name           = "AzureTrafficManager"
    address_prefix = "AzureTrafficManager"
    next_hop_type  = "Internet"
  }

  route {
    name           = "ApiManagement"
    address_prefix = "ApiManagement"
    next_hop_type  = "Internet"
  }
}

resource "azurerm_virtual_network" "net" {
  name                = "vnet-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "fw" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.100.0/26"]
}

resource "azurerm_subnet" "net_a" {
  name                 = "ise-1"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.0/27"]
  service_endpoints    = ["Microsoft.Sql", "Microsoft.Storage", "Microsoft.ServiceBus", "Microsoft.KeyVault", "Microsoft.EventHub"]

  delegation {
    name = "delegation"

    service_delegation {
      name    = "Microsoft.Logic/integrationServiceEnvironments"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet_route_table_association" "net_a" {
  subnet_id      = azurerm_subnet.net_a.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_subnet" "net_b" {
  name                 = "ise-2"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.32/27"]
  service_endpoints    = ["Microsoft.Sql", "Microsoft.Storage", "Microsoft.ServiceBus", "Microsoft.KeyVault", "Microsoft.EventHub"]
}

resource "azurerm_subnet_route_table_association" "net_b" {
  subnet_id      = azurerm_subnet.net_b.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_subnet" "net_c" {
  name                 = "ise-3"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.64/27"]
  service_endpoints    = ["Microsoft.Sql", "Microsoft.Storage", "Microsoft.ServiceBus", "Microsoft.KeyVault", "Microsoft.EventHub"]
}

resource "azurerm_subnet_route_table_association" "net_c" {
  subnet_id      = azurerm_subnet.net_c.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_subnet" "net_d" {
  name                 = "ise-4"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.96/27"]
  service_endpoints    = ["Microsoft.Sql", "Microsoft.Storage", "Microsoft.ServiceBus", "Microsoft.KeyVault", "Microsoft.EventHub"]
}

resource "azurerm_subnet_route_table_association" "net_d" {
  subnet_id      = azurerm_subnet.net_d.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_integration_service_environment" "ise" {
  name                 = "ise1"
  location             = azurerm_resource_group.rg.location
  resource_group_name  = azurerm_resource_group.rg.name
  sku_name             = "Premium_0"
  access_endpoint_type = "Internal"
  virtual_network_subnet_ids = [
    azurerm_subnet.net_a.id,
    azurerm_subnet.net_b.id,
    azurerm_subnet.net_c.id,
    azurerm_subnet.net_d.id,
  ]
}
