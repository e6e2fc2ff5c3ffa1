//! App Service: environments, plans, apps and their ways into virtual networks.

use super::AttributeType::{Bool, Edge, Edges, Integer, Records, Text, Texts, Word};
use super::{AttributeSchema, Kind, KindSchema, NAME, NAMED_VALUES, REGION, attribute, edge};

pub(super) const APP_SERVICE_ENVIRONMENT: KindSchema = KindSchema {
    kind: Kind::AppServiceEnvironment,
    arm_type: "Microsoft.Web/hostingEnvironments",
    plural: "app_service_environments",
    title: "App Service Environment",
    attributes: &[
        NAME,
        REGION,
        edge("subnet", Edge(Kind::Subnet), "app_service_environments", "the subnet it is injected into"),
    ],
};

pub(super) const APP_SERVICE_PLAN: KindSchema = KindSchema {
    kind: Kind::AppServicePlan,
    arm_type: "Microsoft.Web/serverfarms",
    plural: "app_service_plans",
    title: "App Service plan",
    attributes: &[
        edge(
            "app_service_environment",
            Edge(Kind::AppServiceEnvironment),
            "app_service_plans",
            "the App Service Environment it runs in; absent for a multi-tenant plan",
        ),
        attribute("capacity", Integer, "number of instances"),
        attribute("elastic_scale", Bool, "whether it scales by itself"),
        attribute("maximum_elastic_workers", Integer, "most instances it scales to by itself"),
        NAME,
        edge("network_subnet", Edge(Kind::Subnet), "app_service_plans", "the subnet the plan itself is joined to"),
        attribute("os", Word, "linux, windows or windowscontainer"),
        attribute("per_site_scaling", Bool, "whether its apps scale apart"),
        REGION,
        attribute("sku_name", Text, "SKU name such as P1v3"),
        attribute("sku_tier", Word, "SKU tier where the input states it"),
    ],
};

pub(super) const APP: KindSchema = KindSchema {
    kind: Kind::App,
    arm_type: "Microsoft.Web/sites",
    plural: "apps",
    title: "app",
    attributes: &[
        attribute("access_restriction_addresses", Texts, "address ranges and service tags in its access restrictions"),
        edge(
            "access_restriction_subnets",
            Edges(Kind::Subnet),
            "access_restricted_apps",
            "subnets in its access restrictions",
        ),
        attribute("always_on", Bool, "whether it stays loaded"),
        attribute("app_kind", Word, "web, function or workflow"),
        attribute("app_settings", NAMED_VALUES, "its application settings"),
        attribute("backup_databases", Texts, "names of the databases in its backup"),
        attribute("backup_enabled", Bool, "whether its backup runs"),
        attribute("backup_over_vnet", Bool, "whether backup and restore go through the virtual network"),
        attribute("backup_storage_host", Text, "host of the storage account its backup goes to"),
        attribute("container_image", Text, "container image, or the multi-container form such as COMPOSE|…"),
        attribute(
            "container_registry_host",
            Text,
            "host of the registry its image comes from, where the input names it",
        ),
        attribute("content_over_vnet", Bool, "whether its content share is reached through the virtual network"),
        attribute("image_pull_over_vnet", Bool, "whether its image is pulled through the virtual network"),
        attribute(
            "inline_integration",
            Edge(Kind::Subnet),
            "the subnet of its integration as the app itself states it",
        ),
        edge(
            "integration_subnet",
            Edge(Kind::Subnet),
            "apps",
            "the subnet of its regional virtual network integration, in whichever form it is declared",
        ),
        attribute("ip_mode", Word, "ipv4, ipv6 or ipv4andipv6"),
        attribute("key_vault_reference_identity", Text, "id of the identity that reads key vault references"),
        attribute("log_storage_hosts", Texts, "hosts of the storage accounts its logs go to"),
        attribute("max_instances", Integer, "most instances of a flex consumption app"),
        NAME,
        attribute("os", Word, "linux, windows or windowscontainer"),
        edge("plan", Edge(Kind::AppServicePlan), "apps", "the App Service plan it runs on"),
        attribute("private_ports", Integer, "number of private ports it asks for"),
        attribute("public_network_access", Bool, "whether it is reachable from the internet"),
        REGION,
        attribute(
            "route_all",
            Bool,
            "whether all outbound traffic goes through the virtual network, by property; not by the app setting",
        ),
        attribute("runtime", Text, "runtime stack as the input states it, such as NODE|20-lts"),
        attribute(
            "separate_integrations",
            Edges(Kind::Subnet),
            "the subnets of its integration as resources of their own state them",
        ),
        edge("slot_of", Edge(Kind::App), "slots", "the app it is a deployment slot of; absent for an app"),
        edge("storage_account", Edge(Kind::StorageAccount), "apps", "the storage account it runs with"),
    ],
};

const ROUTE: &[AttributeSchema] = &[
    attribute("end_address", Text, "last address"),
    attribute("name", Text, "route name"),
    attribute("route_type", Word, "default, inherited or static"),
    attribute("start_address", Text, "first address, or a prefix"),
];

pub(super) const GATEWAY_INTEGRATION: KindSchema = KindSchema {
    kind: Kind::GatewayIntegration,
    arm_type: "Microsoft.Web/sites/virtualNetworkConnections",
    plural: "gateway_integrations",
    title: "gateway-required virtual network integration",
    attributes: &[
        edge(
            "app",
            Edge(Kind::App),
            "gateway_integrations",
            "the app that is connected; absent for a plan's connection",
        ),
        attribute("dns_servers", Texts, "DNS servers that it is told to use"),
        attribute("gateway_virtual_network", Text, "name of the virtual network at its gateway"),
        attribute("has_gateway", Bool, "whether its gateway is declared"),
        attribute("is_regional", Bool, "whether it is the regional form after all, which needs no gateway"),
        NAME,
        edge(
            "plan",
            Edge(Kind::AppServicePlan),
            "gateway_integrations",
            "the plan that is connected; absent for an app's connection",
        ),
        attribute("routes", Records(ROUTE), "address ranges that go to the virtual network"),
        edge("virtual_network", Edge(Kind::VirtualNetwork), "gateway_integrations", "the virtual network it leads to"),
    ],
};

pub(super) const AUTOSCALE_SETTING: KindSchema = KindSchema {
    kind: Kind::AutoscaleSetting,
    arm_type: "Microsoft.Insights/autoscaleSettings",
    plural: "autoscale_settings",
    title: "autoscale setting",
    attributes: &[
        attribute("enabled", Bool, "whether it scales"),
        attribute("maximum", Integer, "most instances over all of its profiles"),
        NAME,
        edge(
            "plan",
            Edge(Kind::AppServicePlan),
            "autoscale_settings",
            "the plan it scales; absent when it scales something else",
        ),
        REGION,
    ],
};

pub(super) const CERTIFICATE: KindSchema = KindSchema {
    kind: Kind::Certificate,
    arm_type: "Microsoft.Web/certificates",
    plural: "certificates",
    title: "certificate",
    attributes: &[edge("key_vault", Edge(Kind::KeyVault), "certificates", "the key vault it comes from"), NAME, REGION],
};
