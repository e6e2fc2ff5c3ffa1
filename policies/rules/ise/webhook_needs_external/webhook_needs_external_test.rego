package vnetguard.rules.ise.webhook_needs_external_test

import data.vnetguard.rules.ise.webhook_needs_external

import data.vnetguard.lib.ise_sample as sample

_name := "@parameters('$connections')['o']['connectionId']"

_multi_tenant(connector) := sprintf("/subscriptions/x/providers/Microsoft.Web/locations/westus2/managedApis/%s", [connector])

_ise_version(connector) := sprintf("/subscriptions/x/providers/Microsoft.Logic/integrationServiceEnvironments/e/managedApis/%s", [connector])

_trigger := {"name": "mail", "type": "apiconnectionwebhook", "connection": _name, "unknown": {}}

_connection(api) := {"name": "o", "api_id": api, "unknown": {}}

_workflow(triggers, connections) := {"integration_service_environment": sample.to("e"), "triggers": triggers, "connections": connections}

_document(workflow, environment) := sample.document({"workflows": {"w": workflow}, "integration_service_environments": {"e": environment}})

_internal := {"access_endpoint_type": "internal"}

_by(api) := _document(_workflow([_trigger], [_connection(api)]), _internal)

_both := {[{"entity": "w", "attribute": "triggers"}, {"entity": "e", "attribute": "access_endpoint_type"}]}

test_deny if {
	every connector in ["azureeventgrid", "commondataservice", "commondataserviceforapps", "office365", "Office365", "visualstudioteamservices", "sap"] {
		document := _by(_multi_tenant(connector))
		sample.about(webhook_needs_external.deny) == {"w"} with input as document
		{finding.evidence | some finding in webhook_needs_external.deny} == _both with input as document
	}
	sample.says(
		webhook_needs_external.deny,
		"Trigger 'mail' of workflow 'the w' waits for a call by 'office365', but integration service environment 'the e' has an internal endpoint.",
	) with input as _by(_multi_tenant("office365"))
}

test_deny_both_versions if sample.about(webhook_needs_external.deny) == {"w"} with input as _by(_ise_version("office365"))

test_deny_sap_by_edition if {
	sample.about(webhook_needs_external.deny) == {"w"} with input as sample.edition(_by(_ise_version("sap")), "ise", "2022-08-20")
	webhook_needs_external.subjects == set() with input as sample.edition(_by(_multi_tenant("sap")), "ise", "2022-08-20")
	webhook_needs_external.subjects == set() with input as _by(_ise_version("sap"))
}

test_deny_a_connector_of_an_unknown_region if {
	connection := object.union({"name": "o"}, sample.pattern("api_id", "/locations/{x}/managedApis/office365"))
	sample.about(webhook_needs_external.deny) == {"w"} with input as _document(_workflow([_trigger], [connection]), _internal)
}

test_deny_by_another_trigger if {
	polling := object.union(_trigger, {"type": "apiconnection"})
	document := _document(_workflow([polling, _trigger], [_connection(_multi_tenant("office365"))]), _internal)
	sample.about(webhook_needs_external.deny) == {"w"} with input as document
}

test_allow_an_external_endpoint if {
	document := _document(_workflow([_trigger], [_connection(_multi_tenant("office365"))]), {"access_endpoint_type": "external"})
	webhook_needs_external.subjects == {"w"} with input as document
	webhook_needs_external.deny == set() with input as document
	webhook_needs_external.undetermined == set() with input as document
}

test_allow_other_triggers if {
	every triggers in [[object.union(_trigger, {"type": "recurrence"})], []] {
		document := _document(_workflow(triggers, [_connection(_multi_tenant("office365"))]), _internal)
		webhook_needs_external.subjects == set() with input as document
	}
}

test_allow_other_connectors if webhook_needs_external.subjects == set() with input as _by(_multi_tenant("servicebus"))

test_allow_outside if {
	outside := object.remove(_workflow([_trigger], [_connection(_multi_tenant("office365"))]), ["integration_service_environment"])
	webhook_needs_external.subjects == set() with input as _document(outside, _internal)
	named := object.union(_workflow([_trigger], [_connection(_multi_tenant("office365"))]), {"presence": "external"})
	webhook_needs_external.subjects == set() with input as _document(named, _internal)
}

_without_name := object.union(object.remove(_trigger, ["connection", "unknown"]), sample.unknown(["connection"]))

_without_type := object.union(object.remove(_trigger, ["type", "unknown"]), sample.unknown(["type"]))

test_undetermined if {
	every workflow in [
		object.union(_workflow([], []), sample.unknown(["triggers"])),
		_workflow([_without_name], [_connection(_multi_tenant("office365"))]),
		_workflow([_without_type], [_connection(_multi_tenant("office365"))]),
		_workflow([object.union(_trigger, {"connection": "@parameters('mail')"})], [_connection(_multi_tenant("office365"))]),
		_workflow([object.union(_trigger, {"connection": "@parameters('other')['o']['connectionId']"})], [_connection(_multi_tenant("office365"))]),
		_workflow([object.union(_trigger, {"connection": "@parameters('$connections')['o']['other']"})], [_connection(_multi_tenant("office365"))]),
		_workflow([_trigger], [object.union(_connection(_multi_tenant("servicebus")), {"name": "p"})]),
		_workflow([_trigger], [_connection("something else")]),
		_workflow([_trigger], [object.union({"name": "o"}, sample.unknown(["api_id"]))]),
		_workflow([_trigger], [object.union({"name": "o"}, sample.pattern("api_id", "/locations/x/managedApis/{y}"))]),
		object.union(_workflow([_trigger], []), sample.unknown(["connections"])),
	] {
		document := _document(workflow, _internal)
		sample.about(webhook_needs_external.undetermined) == {"w"} with input as document
		sample.says(webhook_needs_external.undetermined, "Whether workflow 'the w' waits") with input as document
		webhook_needs_external.deny == set() with input as document
		{finding.evidence | some finding in webhook_needs_external.undetermined} == _both with input as document
	}
}

test_allow_another_connector_of_a_trigger_whose_type_is_not_known if {
	document := _document(_workflow([_without_type], [_connection(_multi_tenant("servicebus"))]), _internal)
	webhook_needs_external.subjects == set() with input as document
}

test_undetermined_endpoint if {
	document := _document(_workflow([_trigger], [_connection(_multi_tenant("office365"))]), sample.unknown(["access_endpoint_type"]))
	sample.about(webhook_needs_external.undetermined) == {"w"} with input as document
	webhook_needs_external.deny == set() with input as document
}

test_undetermined_environment if {
	workflow := object.union(
		object.remove(_workflow([_trigger], [_connection(_multi_tenant("office365"))]), ["integration_service_environment"]),
		sample.unknown(["integration_service_environment"]),
	)
	document := _document(workflow, _internal)
	sample.about(webhook_needs_external.undetermined) == {"w"} with input as document
	{finding.evidence | some finding in webhook_needs_external.undetermined} == {[{"entity": "w", "attribute": "integration_service_environment"}]} with input as document
}
