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

resource "azapi_resource" "one" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-one"
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

resource "azapi_resource" "two" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-two"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  body = {
    sku = {
      name = "Developer"
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

resource "azapi_resource" "ia_basic" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-basic"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Basic"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
    }
  }
}

resource "azapi_resource" "ia_free" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-free"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Free"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
    }
  }
}

resource "azapi_resource" "ia_3" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-3"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Standard"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
    }
  }
}

resource "azapi_resource" "ia_4" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-4"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Standard"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
    }
  }
}

resource "azapi_resource" "ia_5" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-5"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Standard"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
    }
  }
}

resource "azapi_resource" "ia_6" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-6"
  parent_id = azurerm_resource_group.rg.id
  location  = "eastus"

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Standard"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
    }
  }
}

resource "azapi_resource" "ia_free_a" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-free-a"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Free"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.two.id
      }
    }
  }
}

resource "azapi_resource" "ia_free_b" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-free-b"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Free"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.two.id
      }
    }
  }
}

resource "azapi_resource" "ia_outside" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-outside"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Standard"
    }
    properties = {}
  }
}

resource "azapi_resource" "wf_elsewhere" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-elsewhere"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      integrationAccount = {
        id = azapi_resource.ia_free_a.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers       = {}
        actions        = {}
      }
    }
  }
}

resource "azapi_resource" "wf_outside" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-outside"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      integrationAccount = {
        id = azapi_resource.ia_outside.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers       = {}
        actions        = {}
      }
    }
  }
}

resource "azapi_resource" "wf_multi_tenant" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-multi-tenant"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationAccount = {
        id = azapi_resource.ia_3.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers       = {}
        actions        = {}
      }
    }
  }
}

resource "azapi_resource" "wf_east" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-east"
  parent_id = azurerm_resource_group.rg.id
  location  = "eastus"

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers       = {}
        actions        = {}
      }
    }
  }
}

resource "azapi_resource" "wf_hook" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-hook"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers = {
          When = {
            type = "ApiConnectionWebhook"
            inputs = {
              host = {
                connection = {
                  name = "@parameters('$connections')['azureeventgrid']['connectionId']"
                }
              }
              path = "/subscribe"
            }
          }
        }
        actions = {}
      }
      parameters = {
        "$connections" = {
          value = {
            azureeventgrid = {
              connectionId   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Web/connections/azureeventgrid"
              connectionName = "azureeventgrid"
              id             = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Web/locations/westus2/managedApis/azureeventgrid"
            }
          }
        }
      }
    }
  }
}

resource "azapi_resource" "wf_sap" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-sap"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers = {
          When = {
            type = "ApiConnectionWebhook"
            inputs = {
              host = {
                connection = {
                  name = "@parameters('$connections')['erp']['connectionId']"
                }
              }
              path = "/subscribe"
            }
          }
        }
        actions = {}
      }
      parameters = {
        "$connections" = {
          value = {
            erp = {
              connectionId   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Web/connections/sap"
              connectionName = "sap"
              id             = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Web/locations/westus2/managedApis/sap"
            }
          }
        }
      }
    }
  }
}

resource "azapi_resource" "con_sql" {
  type      = "Microsoft.Web/connections@2016-06-01"
  name      = "con-sql"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      api = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Logic/integrationServiceEnvironments/ise-one/managedApis/sql"
      }
      parameterValues = {
        server   = "sql.example.org"
        authType = "windows"
      }
    }
  }
}

resource "azapi_resource" "cc_gateway" {
  type      = "Microsoft.Web/customApis@2016-06-01"
  name      = "cc-gateway"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      connectionParameters = {
        gateway = {
          type = "gatewaySetting"
        }
      }
    }
  }
}
