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
      name     = terraform_data.sku.output
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

resource "azapi_resource" "dev" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-dev"
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

resource "azapi_resource" "ia_lost" {
  type      = "Microsoft.Logic/integrationAccounts@2019-05-01"
  name      = "ia-lost"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "Free"
    }
    properties = {
      integrationServiceEnvironment = {
        id = terraform_data.environment.output
      }
    }
  }
}

resource "azapi_resource" "wf_lost" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-lost"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      integrationAccount = {
        id = azapi_resource.ia_lost.id
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

resource "azapi_resource" "wf_account" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-account"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = azapi_resource.one.id
      }
      integrationAccount = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-other/providers/Microsoft.Logic/integrationAccounts/ia-other"
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

resource "azapi_resource" "wf_other" {
  type      = "Microsoft.Logic/workflows@2019-05-01"
  name      = "wf-other"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      integrationServiceEnvironment = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-other/providers/Microsoft.Logic/integrationServiceEnvironments/ise-other"
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
                  name = "@parameters('$connections')['mail']['connectionId']"
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
            mail = {
              connectionId = "/x"
              id           = terraform_data.api.output
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
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-other/providers/Microsoft.Logic/integrationServiceEnvironments/ise-other/managedApis/sql"
      }
      parameterValues = {
        authType = terraform_data.authentication.output
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
      connectionParameters = {
        gateway = {
          type = "gatewaySetting"
        }
      }
    }
  }
}

resource "terraform_data" "api" {
  input            = "api"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "authentication" {
  input            = "authentication"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "environment" {
  input            = "environment"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "sku" {
  input            = "sku"
  triggers_replace = azurerm_resource_group.rg.id
}
