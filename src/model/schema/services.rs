//! Services that apps and environments depend on: key vaults, storage accounts, container registries, and the network
//! rules of others.

use super::AttributeType::{Bool, Edge, Edges, Integer, Records, Text, Texts, Word};
use super::{AttributeSchema, Kind, KindSchema, NAME, REGION, attribute, edge};

const ACCESS_POLICY: &[AttributeSchema] = &[
    attribute("key_permissions", Texts, "what the principal may do with keys"),
    attribute("object_id", Text, "object id of the principal"),
];

pub(super) const KEY_VAULT: KindSchema = KindSchema {
    kind: Kind::KeyVault,
    arm_type: "Microsoft.KeyVault/vaults",
    plural: "key_vaults",
    title: "key vault",
    attributes: &[
        attribute("access_policies", Records(ACCESS_POLICY), "its access policies, inline and separate"),
        NAME,
        attribute("network_bypass", Texts, "services that its network rules let in, such as AzureServices"),
        attribute("network_default_action", Word, "allow or deny, for whom no network rule names"),
        edge("network_subnets", Edges(Kind::Subnet), "key_vaults", "subnets that its network rules let in"),
        attribute("public_network_access", Bool, "whether it is reachable other than by private endpoints"),
        attribute("purge_protection", Bool, "whether deleted keys cannot be purged"),
        attribute("rbac_authorization", Bool, "whether roles grant access instead of access policies"),
        REGION,
        attribute("soft_delete", Bool, "whether deleted keys can be recovered"),
    ],
};

pub(super) const KEY_VAULT_KEY: KindSchema = KindSchema {
    kind: Kind::KeyVaultKey,
    arm_type: "Microsoft.KeyVault/vaults/keys",
    plural: "key_vault_keys",
    title: "key",
    attributes: &[
        attribute("enabled", Bool, "whether it can be used"),
        attribute("key_size", Integer, "size in bits"),
        attribute("key_type", Word, "rsa, rsa-hsm, ec or ec-hsm"),
        edge("key_vault", Edge(Kind::KeyVault), "keys", "the key vault it is part of"),
        NAME,
        attribute("rotates", Bool, "whether a rotation policy is set"),
    ],
};

pub(super) const STORAGE_ACCOUNT: KindSchema = KindSchema {
    kind: Kind::StorageAccount,
    arm_type: "Microsoft.Storage/storageAccounts",
    plural: "storage_accounts",
    title: "storage account",
    attributes: &[
        NAME,
        attribute("network_addresses", Texts, "address ranges that its network rules let in"),
        attribute("network_bypass", Texts, "services that its network rules let in, such as AzureServices"),
        attribute("network_default_action", Word, "allow or deny, for whom no network rule names"),
        edge("network_subnets", Edges(Kind::Subnet), "storage_accounts", "subnets that its network rules let in"),
        attribute("public_network_access", Bool, "whether it is reachable other than by private endpoints"),
        REGION,
    ],
};

pub(super) const CONTAINER_REGISTRY: KindSchema = KindSchema {
    kind: Kind::ContainerRegistry,
    arm_type: "Microsoft.ContainerRegistry/registries",
    plural: "container_registries",
    title: "container registry",
    attributes: &[
        attribute("login_server", Text, "host name, where the input states it"),
        NAME,
        attribute("network_default_action", Word, "allow or deny, for whom no network rule names"),
        attribute("public_network_access", Bool, "whether it is reachable other than by private endpoints"),
        REGION,
    ],
};

pub(super) const SERVICE_NETWORK_RULE: KindSchema = KindSchema {
    kind: Kind::ServiceNetworkRule,
    // Stands for many types. No reference goes to it.
    arm_type: "*",
    plural: "service_network_rules",
    title: "network rules of a service",
    attributes: &[
        NAME,
        attribute("service", Text, "the service endpoint it relies on, such as Microsoft.Sql"),
        edge("subnets", Edges(Kind::Subnet), "service_network_rules", "the subnets it lets in"),
    ],
};
