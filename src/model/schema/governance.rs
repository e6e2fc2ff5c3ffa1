//! What stands around resources: roles, locks, registrations of providers.

use super::AttributeType::{Edge, Text, Word};
use super::{Kind, KindSchema, NAME, attribute, edge};

pub(super) const ROLE_ASSIGNMENT: KindSchema = KindSchema {
    kind: Kind::RoleAssignment,
    arm_type: "Microsoft.Authorization/roleAssignments",
    plural: "role_assignments",
    title: "role assignment",
    attributes: &[
        edge(
            "key_vault",
            Edge(Kind::KeyVault),
            "role_assignments",
            "the key vault that is its scope; absent when something else is",
        ),
        attribute("principal_id", Text, "object id of the principal"),
        attribute("role_definition_id", Text, "id of the role"),
        attribute("role_name", Text, "name of the role where the input states it"),
        attribute("scope", Text, "id of what it is about"),
    ],
};

pub(super) const MANAGEMENT_LOCK: KindSchema = KindSchema {
    kind: Kind::ManagementLock,
    arm_type: "Microsoft.Authorization/locks",
    plural: "management_locks",
    title: "management lock",
    attributes: &[
        edge(
            "integration_service_environment",
            Edge(Kind::IntegrationServiceEnvironment),
            "management_locks",
            "the environment that is locked; absent when something else is",
        ),
        attribute("level", Word, "cannotdelete or readonly"),
        NAME,
        attribute("scope", Text, "id of what is locked: it and everything whose id begins with it"),
        edge(
            "virtual_network",
            Edge(Kind::VirtualNetwork),
            "management_locks",
            "the virtual network that is locked; absent when something else is",
        ),
    ],
};

pub(super) const PROVIDER_REGISTRATION: KindSchema = KindSchema {
    kind: Kind::ProviderRegistration,
    // Not a resource of a template.
    arm_type: "*",
    plural: "provider_registrations",
    title: "registration of a resource provider",
    attributes: &[NAME],
};
