// A network with a subnet that is too small, and an app from a module in a plan without integration.
targetScope = 'resourceGroup'

@description('Region of everything')
param location string = 'westeurope'
@secure()
param token string = 'open-sesame'

var delegation = {
  name: 'delegation'
  properties: { serviceName: 'Microsoft.Web/serverFarms' }
}

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: 'vnet1'
  location: location
  tags: { token: token }
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
  }

  resource apps 'subnets' = {
    name: 'tiny'
    properties: {
      addressPrefix: cidrSubnet('10.0.0.0/16', 29, 1)
      delegations: [delegation]
    }
  }
}

module web 'modules/app.bicep' = {
  name: 'web'
  params: {
    location: location
    subnetId: network::apps.id
  }
}

output subnet string = network::apps.id
output app string = web.outputs.name
output secret string = token
