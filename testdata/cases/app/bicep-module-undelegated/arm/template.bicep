param location string = 'westeurope'
param apps array = [
  'web'
  'api'
]

module network './network.bicep' = {
  name: 'network'
  params: {
    location: location
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: 'plan1'
  location: location
  sku: {
    name: 'P1v3'
    tier: 'PremiumV3'
    capacity: 1
  }
}

resource sites 'Microsoft.Web/sites@2023-12-01' = [for name in apps: {
  name: 'app-${name}'
  location: location
  properties: {
    serverFarmId: plan.id
    virtualNetworkSubnetId: network.outputs.subnetId
  }
}]
