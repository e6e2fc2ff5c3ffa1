//! Logic Apps: integration service environments, workflows and what they connect to.

use super::AttributeType::{Edge, Edges, Integer, Records, Text, Texts, Word};
use super::{AttributeSchema, Kind, KindSchema, NAME, NAMED_VALUES, REGION, attribute, edge};

pub(super) const INTEGRATION_SERVICE_ENVIRONMENT: KindSchema = KindSchema {
    kind: Kind::IntegrationServiceEnvironment,
    arm_type: "Microsoft.Logic/integrationServiceEnvironments",
    plural: "integration_service_environments",
    title: "integration service environment",
    attributes: &[
        attribute("access_endpoint_type", Word, "internal or external"),
        attribute("capacity", Integer, "additional scale units"),
        attribute("connector_outbound_addresses", Texts, "addresses from which its connectors call"),
        attribute("customer_managed_key_name", Text, "name of the customer-managed key"),
        edge(
            "customer_managed_key_vault",
            Edge(Kind::KeyVault),
            "integration_service_environments",
            "the key vault of the customer-managed key",
        ),
        attribute("customer_managed_key_version", Text, "version of the customer-managed key"),
        attribute("identity_ids", Texts, "ids of its user-assigned identities"),
        attribute("identity_type", Word, "systemassigned, userassigned or none"),
        NAME,
        REGION,
        attribute("sku_name", Word, "developer or premium"),
        attribute("state", Word, "enabled, disabled, suspended, deleted or completed, where the input states it"),
        edge("subnets", Edges(Kind::Subnet), "integration_service_environments", "the subnets it is injected into"),
        attribute("tags", NAMED_VALUES, "its tags"),
        attribute("virtual_network_address_space", Text, "the address space it is told to use"),
        attribute("workflow_outbound_addresses", Texts, "addresses from which its workflows call"),
    ],
};

pub(super) const MANAGED_API: KindSchema = KindSchema {
    kind: Kind::ManagedApi,
    arm_type: "Microsoft.Logic/integrationServiceEnvironments/managedApis",
    plural: "integration_service_environment_managed_apis",
    title: "managed connector of an integration service environment",
    attributes: &[
        edge(
            "integration_service_environment",
            Edge(Kind::IntegrationServiceEnvironment),
            "managed_apis",
            "the environment it runs in",
        ),
        NAME,
        REGION,
    ],
};

const TRIGGER: &[AttributeSchema] = &[
    attribute("connection", Text, "reference to the connection it uses, as written"),
    attribute("name", Text, "trigger name"),
    attribute("type", Word, "request, recurrence, apiconnection, apiconnectionwebhook, …"),
];

const CONNECTION: &[AttributeSchema] = &[
    attribute("api_id", Text, "id of the managed API"),
    attribute("connection_id", Text, "id of the connection"),
    attribute("name", Text, "name by which triggers and actions refer to it"),
];

pub(super) const WORKFLOW: KindSchema = KindSchema {
    kind: Kind::Workflow,
    arm_type: "Microsoft.Logic/workflows",
    plural: "workflows",
    title: "workflow",
    attributes: &[
        attribute("caller_addresses", Texts, "address ranges that may call its triggers or read its contents"),
        attribute("connections", Records(CONNECTION), "the connections it is given"),
        edge("integration_account", Edge(Kind::IntegrationAccount), "workflows", "its integration account"),
        edge(
            "integration_service_environment",
            Edge(Kind::IntegrationServiceEnvironment),
            "workflows",
            "the environment it runs in; absent for a multi-tenant workflow",
        ),
        NAME,
        REGION,
        attribute("triggers", Records(TRIGGER), "its triggers, inline and separate"),
    ],
};

pub(super) const INTEGRATION_ACCOUNT: KindSchema = KindSchema {
    kind: Kind::IntegrationAccount,
    arm_type: "Microsoft.Logic/integrationAccounts",
    plural: "integration_accounts",
    title: "integration account",
    attributes: &[
        edge(
            "integration_service_environment",
            Edge(Kind::IntegrationServiceEnvironment),
            "integration_accounts",
            "the environment it belongs to",
        ),
        NAME,
        REGION,
        attribute("sku_name", Word, "free, basic or standard"),
    ],
};

pub(super) const API_CONNECTION: KindSchema = KindSchema {
    kind: Kind::ApiConnection,
    arm_type: "Microsoft.Web/connections",
    plural: "api_connections",
    title: "API connection",
    attributes: &[
        edge(
            "managed_api",
            Edge(Kind::ManagedApi),
            "api_connections",
            "the environment's connector; absent for a multi-tenant one",
        ),
        attribute("managed_api_id", Text, "id of the managed API, of either form"),
        NAME,
        attribute("parameter_set", Text, "name of the parameter set it is given, where the input states one"),
        attribute("parameter_values", NAMED_VALUES, "plain parameters; objects among them are not shown"),
        REGION,
    ],
};

const PARAMETER: &[AttributeSchema] = &[
    attribute("name", Text, "parameter name"),
    attribute("type", Word, "string, securestring, oauthsetting, gatewaysetting, …"),
];

pub(super) const CUSTOM_API: KindSchema = KindSchema {
    kind: Kind::CustomApi,
    arm_type: "Microsoft.Web/customApis",
    plural: "custom_apis",
    title: "custom connector",
    attributes: &[
        attribute("connection_parameters", Records(PARAMETER), "what a connection must state"),
        edge(
            "integration_service_environment",
            Edge(Kind::IntegrationServiceEnvironment),
            "custom_apis",
            "the environment it runs in, where the input states it",
        ),
        NAME,
        REGION,
    ],
};
