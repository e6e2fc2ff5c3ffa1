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
          type = "External"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "ia_1" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-1"
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

resource "azapi_resource" "ia_2" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-2"
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
        id = azapi_resource.two.id
      }
    }
  }
}

resource "azapi_resource" "ia_more" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-more"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Standard"
    }
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.two.id
      }
    }
  }
}

resource "azapi_resource" "wf_one" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-one"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      integrationAccount = {
        id = azapi_resource.ia_1.id
      }
      definition = {
        "$schema"      = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
        contentVersion = "1.0.0.0"
        triggers = {
          When = {
            type = "ApiConnection"
            inputs = {
              host = {
                connection = {
                  name = "@parameters('$connections')['sap']['connectionId']"
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
            sap = {
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

resource "azapi_resource" "wf_ise_sap" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-ise-sap"
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
                  name = "@parameters('$connections')['sap']['connectionId']"
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
            sap = {
              connectionId = "/x"
              id           = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Logic/integrationServiceEnvironments/ise-one/managedApis/sap"
            }
          }
        }
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
        id = azapi_resource.two.id
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
                  name = "@parameters('$connections')['office365']['connectionId']"
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
            office365 = {
              connectionId   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Web/connections/office365"
              connectionName = "office365"
              id             = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Web/locations/westus2/managedApis/office365"
            }
          }
        }
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
        id = azapi_resource.ia_none.id
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

resource "azapi_resource" "ia_none" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-none"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Basic"
    }
    properties = {}
  }
}

resource "azapi_resource" "api_sql" {
  type      = "Microsoft.Logic/integrationServiceEnvironments/managedApis@2019-05-01"
  name      = "sql"
  parent_id = azapi_resource.one.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {}
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
        id = azapi_resource.api_sql.id
      }
      parameterValues = {
        authType = "basic"
      }
    }
  }
}

resource "azapi_resource" "con_gateway" {
  type      = "Microsoft.Web/connections@2016-06-01"
  name      = "con-gateway"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      api = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Web/locations/westus2/managedApis/sql"
      }
      parameterValues = {
        authType = "windows"
      }
    }
  }
}

resource "azapi_resource" "cc_plain" {
  type      = "Microsoft.Web/customApis@2016-06-01"
  name      = "cc-plain"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      connectionParameters = {
        user = {
          type = "string"
        }
      }
    }
  }
}
