terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "3.117.1"
    }
    azapi = {
      source  = "Azure/azapi"
      version = "2.12.0"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

resource "azurerm_resource_group" "rg" {
  name     = "rg-integration"
  location = "westus2"
}

resource "azapi_resource" "sku" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-sku"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "prod"
  }

  body = {
    sku = {
      name     = terraform_data.sku.output
      capacity = 11
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "named" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = terraform_data.name.output
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "units" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-units"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  body = {
    sku = {
      name     = "Premium"
      capacity = terraform_data.units.output
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "none" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-none"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  body = {
    sku = {
      name = "Premium"
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "less" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-less"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = terraform_data.stage.output
  }

  body = {
    sku = {
      name     = "Developer"
      capacity = terraform_data.units.output
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "open" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-open"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = terraform_data.endpoint.output
        }
        subnets = []
      }
    }
  }
}

resource "terraform_data" "endpoint" {
  input            = "endpoint"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "name" {
  input            = "name"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "sku" {
  input            = "sku"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "stage" {
  input            = "stage"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "units" {
  input            = "units"
  triggers_replace = azurerm_resource_group.rg.id
}
