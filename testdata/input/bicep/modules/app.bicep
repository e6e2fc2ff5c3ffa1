param location string
param subnetId string

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: 'plan1'
  location: location
  sku: {
    name: 'F1'
    tier: 'Free'
  }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: 'app1'
  location: location
  properties: {
    serverFarmId: plan.id
    virtualNetworkSubnetId: subnetId
  }
}

output name string = app.name
