//! Where a template is deployed: what the user says of it, the scope of each deployment, and the functions that
//! answer from it (`subscription()`, `resourceGroup()`, …). What nobody says stays unknown and keeps its name.

use super::engine::{Engine, Env};
use super::expression::{Members, Opaque, Value};
use super::fault::Fault;
use super::json::Json;
use crate::model::Reason;

/// What the user says about the deployment of a template. What is left out is unknown, never a default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Tenant that is deployed to.
    pub tenant_id: Option<String>,
    /// Subscription that is deployed to.
    pub subscription_id: Option<String>,
    /// What stands for the subscription in ids where its id is not stated: equal texts, equal subscriptions.
    pub(crate) subscription_key: Option<String>,
    /// Display name of the subscription.
    pub subscription_name: Option<String>,
    /// Resource group that is deployed to.
    pub resource_group: Option<String>,
    /// Region of the resource group, or of a deployment that has none.
    pub location: Option<String>,
    /// Management group that is deployed to.
    pub management_group: Option<String>,
    /// Name of the deployment.
    pub deployment_name: Option<String>,
    /// Whether it is the public Azure cloud, whose endpoints `environment()` gives.
    pub public_cloud: bool,
}

impl Surroundings {
    /// States one of them by the name that the command line uses.
    ///
    /// # Errors
    /// When there is none of that name, or its value is empty; the message lists what there is.
    pub fn state(&mut self, key: &str, value: &str) -> Result<(), String> {
        let slot = match key {
            "tenant-id" => &mut self.tenant_id,
            "subscription-id" => &mut self.subscription_id,
            "subscription-name" => &mut self.subscription_name,
            "resource-group" => &mut self.resource_group,
            "location" => &mut self.location,
            "management-group" => &mut self.management_group,
            "name" => &mut self.deployment_name,
            "cloud" => {
                self.public_cloud = value.eq_ignore_ascii_case("AzureCloud");
                return Ok(());
            }
            other => {
                return Err(format!(
                    "nothing about a deployment is called '{other}'; expected one of subscription-id, subscription-name, \
                     tenant-id, resource-group, location, management-group, name, cloud"
                ));
            }
        };
        if value.is_empty() {
            return Err(format!("expected a value behind '{key}='"));
        }
        *slot = Some(value.to_owned());
        Ok(())
    }
}

/// Where a deployment puts its resources. Names are strings or unknown ones.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) level: Level,
    pub(super) management_group: Value,
    pub(super) subscription: Value,
    pub(super) resource_group: Value,
    /// Whether the resource group is not the one that the template is deployed to.
    pub(super) other_group: bool,
}

/// The kinds of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Tenant,
    ManagementGroup,
    Subscription,
    ResourceGroup,
}

impl Level {
    /// The level a `$schema` states; `None` when it is no template's.
    pub(super) fn of_schema(schema: &str) -> Option<Self> {
        let schema = schema.trim_end_matches('#').to_ascii_lowercase();
        let rest = schema.strip_prefix("https://").or_else(|| schema.strip_prefix("http://"))?;
        if !rest.starts_with("schema.management.azure.com/") {
            return None;
        }
        match rest.rsplit('/').next()? {
            "deploymenttemplate.json" => Some(Self::ResourceGroup),
            "subscriptiondeploymenttemplate.json" => Some(Self::Subscription),
            "managementgroupdeploymenttemplate.json" => Some(Self::ManagementGroup),
            "tenantdeploymenttemplate.json" => Some(Self::Tenant),
            _ => None,
        }
    }

    /// The level of a (nested) template; a resource group where its schema says nothing usable.
    pub(super) fn of_template(template: &Json) -> Self {
        let schema = template.get("$schema").and_then(Json::as_text).unwrap_or_default();
        Self::of_schema(schema).unwrap_or(Self::ResourceGroup)
    }
}

impl Surroundings {
    /// The scope of the main template.
    pub(super) fn scope(&self, level: Level) -> Scope {
        Scope {
            level,
            management_group: named(self.management_group.as_deref(), "managementGroup().name"),
            subscription: self.subscription(),
            resource_group: named(self.resource_group.as_deref(), "resourceGroup().name"),
            other_group: false,
        }
    }

    fn subscription(&self) -> Value {
        const EXPRESSION: &str = "subscription().subscriptionId";
        match (&self.subscription_id, &self.subscription_key) {
            (None, Some(key)) => Value::unknown(Opaque::hole(EXPRESSION, Some(key), Reason::NotEvaluated).into_name()),
            (stated, _) => named(stated.as_deref(), EXPRESSION),
        }
    }
}

/// A name the user states, or the expression that gives it.
fn named(stated: Option<&str>, expression: &str) -> Value {
    stated.map_or_else(|| Value::unknown(hole(expression).into_name()), Value::text)
}

/// The name of a main deployment that nobody states.
pub(super) fn deployment_name() -> Value {
    Value::unknown(hole("deployment().name").into_name())
}

fn stated(stated: Option<&str>, expression: &str) -> Value {
    stated.map_or_else(|| Value::unknown(hole(expression).into_text()), Value::text)
}

/// A value that only the deployment knows, and that is the same wherever it is asked for.
fn hole(expression: &str) -> Opaque {
    Opaque::hole(expression, Some(expression), Reason::NotEvaluated)
}

impl Scope {
    /// The parts of the id prefix of resources in this scope, to be joined.
    pub(super) fn prefix(&self) -> Vec<Value> {
        let text = |text: &str| Value::text(text);
        match self.level {
            Level::Tenant => Vec::new(),
            Level::ManagementGroup => {
                vec![text("/providers/Microsoft.Management/managementGroups/"), self.management_group.clone()]
            }
            Level::Subscription => vec![text("/subscriptions/"), self.subscription.clone()],
            Level::ResourceGroup => vec![
                text("/subscriptions/"),
                self.subscription.clone(),
                text("/resourceGroups/"),
                self.resource_group.clone(),
            ],
        }
    }
}

/// Endpoints of the public cloud. Source:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#environment>.
const PUBLIC_CLOUD: &str = r#"{
  "name": "AzureCloud",
  "gallery": "https://gallery.azure.com/",
  "graph": "https://graph.windows.net/",
  "portal": "https://portal.azure.com",
  "graphAudience": "https://graph.windows.net/",
  "activeDirectoryDataLake": "https://datalake.azure.net/",
  "batch": "https://batch.core.windows.net/",
  "media": "https://rest.media.azure.net",
  "sqlManagement": "https://management.core.windows.net:8443/",
  "resourceManager": "https://management.azure.com/",
  "authentication": {
    "loginEndpoint": "https://login.microsoftonline.com/",
    "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
    "tenant": "common",
    "identityProvider": "AAD"
  },
  "suffixes": {
    "acrLoginServer": ".azurecr.io",
    "azureDatalakeAnalyticsCatalogAndJob": "azuredatalakeanalytics.net",
    "azureDatalakeStoreFileSystem": "azuredatalakestore.net",
    "azureFrontDoorEndpointSuffix": "azurefd.net",
    "keyvaultDns": ".vault.azure.net",
    "sqlServerHostname": ".database.windows.net",
    "storage": "core.windows.net"
  }
}"#;

impl Engine<'_> {
    /// The functions without arguments that ask where the deployment is. `None` when `folded` is none of them.
    pub(super) fn ask_surroundings(&mut self, folded: &str, env: &Env) -> Result<Option<Value>, Fault> {
        let Some(deployment) = self.deployments.get(env.deployment) else { return Ok(None) };
        let scope = &deployment.scope;
        Ok(Some(match folded {
            "resourcegroup" if scope.level == Level::ResourceGroup => self.resource_group(scope)?,
            "subscription" if matches!(scope.level, Level::ResourceGroup | Level::Subscription) => {
                self.subscription(scope)?
            }
            "resourcegroup" | "subscription" => {
                return Err(Fault::template(format!("'{folded}' has no meaning at this scope")));
            }
            "managementgroup" => self.management_group(scope)?,
            "tenant" => self.tenant()?,
            "environment" if self.surroundings.public_cloud => {
                let json = super::json::parse(PUBLIC_CLOUD).map_err(|error| Fault::Template(error.problem))?;
                super::functions::literal(&json)
            }
            "environment" => Value::unknown(hole("environment()")),
            "deployer" => Value::unknown(hole("deployer()")),
            "deployment" => {
                let properties = match self.link_properties(&deployment.folder) {
                    Some(properties) => properties,
                    None => Value::unknown(Opaque::hole("deployment().properties", None, Reason::NotEvaluated)),
                };
                let mut members = Members::default();
                members.set("name", deployment.name.clone());
                members.set("properties", properties);
                members.set("location", stated(self.surroundings.location.as_deref(), "deployment().location"));
                Value::object(members)
            }
            _ => return Ok(None),
        }))
    }

    fn resource_group(&self, scope: &Scope) -> Result<Value, Fault> {
        // Another group's properties must not be taken for those of the main one.
        let property = |name: &str| {
            if !scope.other_group {
                return hole(&format!("resourceGroup().{name}"));
            }
            let names = [scope.subscription.clone(), scope.resource_group.clone()];
            let call = Opaque::call("resourceGroup", &names, true);
            let canonical = call.canonical().map(|call| format!("{call}.{name}"));
            Opaque::hole(&format!("resourceGroup().{name}"), canonical.as_deref(), call.reason)
        };
        let location = match (&self.surroundings.location, scope.other_group) {
            (Some(location), false) => Value::text(location.as_str()),
            _ => Value::unknown(property("location").into_name()),
        };
        let mut members = Members::default();
        members.set("id", self.joined("resourceGroup().id", &scope.prefix())?);
        members.set("name", scope.resource_group.clone());
        members.set("type", Value::text("Microsoft.Resources/resourceGroups"));
        members.set("location", location);
        members.set("tags", Value::unknown(property("tags")));
        members.set("managedBy", Value::unknown(property("managedBy")));
        members.set("properties", Value::unknown(property("properties")));
        Ok(Value::object(members))
    }

    fn subscription(&self, scope: &Scope) -> Result<Value, Fault> {
        let subscription = Scope { level: Level::Subscription, ..scope.clone() };
        let mut members = Members::default();
        members.set("id", self.joined("subscription().id", &subscription.prefix())?);
        members.set("subscriptionId", scope.subscription.clone());
        members.set("tenantId", stated(self.surroundings.tenant_id.as_deref(), "tenant().tenantId"));
        let name = match (&self.surroundings.subscription_name, scope.other_group) {
            (Some(name), false) => Value::text(name.as_str()),
            _ => Value::unknown(Opaque::hole("subscription().displayName", None, Reason::NotEvaluated)),
        };
        members.set("displayName", name);
        Ok(Value::object(members))
    }

    fn management_group(&self, scope: &Scope) -> Result<Value, Fault> {
        let group = Scope { level: Level::ManagementGroup, ..scope.clone() };
        let mut members = Members::default();
        members.set("id", self.joined("managementGroup().id", &group.prefix())?);
        members.set("name", scope.management_group.clone());
        members.set("type", Value::text("Microsoft.Management/managementGroups"));
        members.set("properties", Value::unknown(hole("managementGroup().properties")));
        Ok(Value::object(members))
    }

    fn tenant(&self) -> Result<Value, Fault> {
        let tenant = stated(self.surroundings.tenant_id.as_deref(), "tenant().tenantId");
        let mut members = Members::default();
        members.set("id", self.joined("tenant().id", &[Value::text("/tenants/"), tenant.clone()])?);
        members.set("tenantId", tenant);
        members.set("displayName", Value::unknown(hole("tenant().displayName")));
        members.set("countryCode", Value::unknown(hole("tenant().countryCode")));
        Ok(Value::object(members))
    }
}
