//! The kinds of entities and their attributes: the one list from which JSON Schema, normalisers and documentation
//! take names, types and meanings.
//!
//! The kinds stand in one module for each family of services; [`KINDS`] has them all.

mod firewall;
mod governance;
mod logic;
mod network;
mod private_link;
mod routing;
mod services;
mod web;

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Microsoft.Network/virtualNetworks
    VirtualNetwork,
    /// Microsoft.Network/virtualNetworks/subnets
    Subnet,
    /// Microsoft.Network/networkSecurityGroups
    NetworkSecurityGroup,
    /// Microsoft.Network/networkSecurityGroups/securityRules
    SecurityRule,
    /// Microsoft.Network/applicationSecurityGroups
    ApplicationSecurityGroup,
    /// Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules
    NetworkManagerAdminRule,
    /// Microsoft.Network/networkWatchers/flowLogs
    FlowLog,
    /// Any resource that takes an address in a subnet and has no kind of its own
    SubnetOccupant,
    /// Microsoft.Network/routeTables
    RouteTable,
    /// Microsoft.Network/routeTables/routes
    Route,
    /// Microsoft.Network/natGateways
    NatGateway,
    /// Microsoft.Network/virtualNetworks/virtualNetworkPeerings
    VirtualNetworkPeering,
    /// Microsoft.Network/virtualNetworkGateways
    VirtualNetworkGateway,
    /// Microsoft.Network/connections
    VirtualNetworkGatewayConnection,
    /// Microsoft.Network/azureFirewalls
    Firewall,
    /// Microsoft.Network/firewallPolicies
    FirewallPolicy,
    /// Microsoft.Network/firewallPolicies/ruleCollectionGroups
    FirewallRuleCollectionGroup,
    /// A rule collection of a firewall or of a rule collection group
    FirewallRuleCollection,
    /// Microsoft.Network/ipGroups
    IpGroup,
    /// Microsoft.Network/privateEndpoints
    PrivateEndpoint,
    /// Microsoft.Network/privateDnsZones
    PrivateDnsZone,
    /// Microsoft.Network/privateDnsZones/virtualNetworkLinks
    PrivateDnsZoneLink,
    /// Microsoft.Cdn/profiles/originGroups/origins
    FrontDoorOrigin,
    /// Microsoft.Logic/integrationServiceEnvironments
    IntegrationServiceEnvironment,
    /// Microsoft.Logic/integrationServiceEnvironments/managedApis
    ManagedApi,
    /// Microsoft.Logic/workflows
    Workflow,
    /// Microsoft.Logic/integrationAccounts
    IntegrationAccount,
    /// Microsoft.Web/connections
    ApiConnection,
    /// Microsoft.Web/customApis
    CustomApi,
    /// Microsoft.Web/hostingEnvironments
    AppServiceEnvironment,
    /// Microsoft.Web/serverfarms
    AppServicePlan,
    /// Microsoft.Web/sites and slots: web apps, function apps, Logic Apps Standard
    App,
    /// Microsoft.Web/sites/virtualNetworkConnections and those of plans: gateway-required integration
    GatewayIntegration,
    /// Microsoft.Insights/autoscaleSettings
    AutoscaleSetting,
    /// Microsoft.Web/certificates
    Certificate,
    /// Microsoft.KeyVault/vaults
    KeyVault,
    /// Microsoft.KeyVault/vaults/keys
    KeyVaultKey,
    /// Microsoft.Storage/storageAccounts
    StorageAccount,
    /// Microsoft.ContainerRegistry/registries
    ContainerRegistry,
    /// The network rules of a service that has no kind of its own
    ServiceNetworkRule,
    /// Microsoft.Authorization/roleAssignments
    RoleAssignment,
    /// Microsoft.Authorization/locks
    ManagementLock,
    /// The registration of a resource provider in a subscription
    ProviderRegistration,
}

/// The shape and unit of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AttributeType {
    /// A string as the user wrote it.
    Text,
    /// A string of a closed vocabulary, in lower case.
    Word,
    /// An Azure region, in lower case without spaces.
    Region,
    /// A whole number.
    Integer,
    /// A truth value.
    Bool,
    /// Strings as the user wrote them.
    Texts,
    /// CIDR prefixes, each with its numbers: `text`, `version`, `prefix_length`, `address_count`, `first`, `last`.
    Prefixes,
    /// Port ranges, each with `first` and `last`, both inclusive; `*` is 0 to 65535.
    Ports,
    /// Records of the named attributes.
    Records(&'static [AttributeSchema]),
    /// A reference to one entity.
    Edge(Kind),
    /// References to several entities.
    Edges(Kind),
}

impl AttributeType {
    /// The kind a reference refers to; `None` for anything else.
    #[must_use]
    pub fn target(self) -> Option<Kind> {
        match self {
            Self::Edge(kind) | Self::Edges(kind) => Some(kind),
            _ => None,
        }
    }
}

/// One attribute of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AttributeSchema {
    /// Name in the model, in snake case.
    pub name: &'static str,
    /// Shape and unit.
    pub shape: AttributeType,
    /// For a reference: the attribute of the target under which the referring entities' ids stand.
    pub inverse: Option<&'static str>,
    /// What it means.
    pub description: &'static str,
}

/// One kind of entity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindSchema {
    /// The kind.
    pub kind: Kind,
    /// The ARM resource type, as Microsoft spells it.
    pub arm_type: &'static str,
    /// The key of its map in the policies' input.
    pub plural: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// Its attributes, sorted by name.
    pub attributes: &'static [AttributeSchema],
}

const fn attribute(name: &'static str, shape: AttributeType, description: &'static str) -> AttributeSchema {
    AttributeSchema { name, shape, inverse: None, description }
}

const fn edge(
    name: &'static str,
    shape: AttributeType,
    inverse: &'static str,
    description: &'static str,
) -> AttributeSchema {
    AttributeSchema { name, shape, inverse: Some(inverse), description }
}

/// The name of the resource.
const NAME: AttributeSchema = attribute("name", AttributeType::Text, "resource name");

/// Where the resource is.
const REGION: AttributeSchema = attribute("region", AttributeType::Region, "region");

/// Named values: settings, tags, parameters.
const NAMED_VALUES: AttributeType = AttributeType::Records(&[
    attribute("name", AttributeType::Text, "name as written"),
    attribute("value", AttributeType::Text, "value as written"),
]);

/// Every kind, in the order of [`Kind`].
pub const KINDS: &[KindSchema] = &[
    network::VIRTUAL_NETWORK,
    network::SUBNET,
    network::NETWORK_SECURITY_GROUP,
    network::SECURITY_RULE,
    network::APPLICATION_SECURITY_GROUP,
    network::NETWORK_MANAGER_ADMIN_RULE,
    network::FLOW_LOG,
    network::SUBNET_OCCUPANT,
    routing::ROUTE_TABLE,
    routing::ROUTE,
    routing::NAT_GATEWAY,
    routing::VIRTUAL_NETWORK_PEERING,
    routing::VIRTUAL_NETWORK_GATEWAY,
    routing::VIRTUAL_NETWORK_GATEWAY_CONNECTION,
    firewall::FIREWALL,
    firewall::FIREWALL_POLICY,
    firewall::FIREWALL_RULE_COLLECTION_GROUP,
    firewall::FIREWALL_RULE_COLLECTION,
    firewall::IP_GROUP,
    private_link::PRIVATE_ENDPOINT,
    private_link::PRIVATE_DNS_ZONE,
    private_link::PRIVATE_DNS_ZONE_LINK,
    private_link::FRONT_DOOR_ORIGIN,
    logic::INTEGRATION_SERVICE_ENVIRONMENT,
    logic::MANAGED_API,
    logic::WORKFLOW,
    logic::INTEGRATION_ACCOUNT,
    logic::API_CONNECTION,
    logic::CUSTOM_API,
    web::APP_SERVICE_ENVIRONMENT,
    web::APP_SERVICE_PLAN,
    web::APP,
    web::GATEWAY_INTEGRATION,
    web::AUTOSCALE_SETTING,
    web::CERTIFICATE,
    services::KEY_VAULT,
    services::KEY_VAULT_KEY,
    services::STORAGE_ACCOUNT,
    services::CONTAINER_REGISTRY,
    services::SERVICE_NETWORK_RULE,
    governance::ROLE_ASSIGNMENT,
    governance::MANAGEMENT_LOCK,
    governance::PROVIDER_REGISTRATION,
];

impl Kind {
    /// The schema of this kind.
    #[must_use]
    pub fn schema(self) -> &'static KindSchema {
        // KINDS has one entry for each variant, in order (tested), so the fallback is never taken.
        const FIRST: &KindSchema = match KINDS.first() {
            Some(first) => first,
            None => panic!("there are kinds"),
        };
        KINDS.get(self as usize).unwrap_or(FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind finds its own schema, and attributes are sorted and unique.
    #[test]
    fn kinds_and_attributes_are_in_order() {
        for (index, schema) in KINDS.iter().enumerate() {
            assert_eq!(schema.kind as usize, index, "{}", schema.title);
            assert_eq!(schema.kind.schema(), schema);
            let names: Vec<_> = schema.attributes.iter().map(|attribute| attribute.name).collect();
            let mut sorted = names.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(names, sorted, "{}", schema.title);
        }
    }
}
