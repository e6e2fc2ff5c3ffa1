# METADATA
# description: content shares of function apps and Standard logic apps
package vnetguard.lib.content

import data.vnetguard.lib.attribute
import data.vnetguard.lib.reach
import data.vnetguard.lib.settings
import data.vnetguard.lib.tier

_share := data.vnetguard.reference.content_share

# The app certainly keeps its content in a share of a storage account.
has_share(app) if {
	app.app_kind in _share.app_kinds
	_tier(app) in _share.tiers
	not _may_be_disabled(app)
	_states_account(app)
}

# It certainly has none.
has_no_share(app) if {
	kind := app.app_kind
	every other in _share.app_kinds {
		kind != other
	}
}

has_no_share(app) if {
	actual := _tier(app)
	every other in _share.tiers {
		actual != other
	}
}

has_no_share(app) if app.content_share_disabled == true

has_no_share(app) if {
	attribute.is_absent(app, "storage_account")
	settings.is_absent(app, _share.setting)
}

# The storage account of the share; undefined when it is not part of the input, or cannot be told.
account(app) := reach.storage_account(_name(settings.text(app, _share.setting)))

account(app) := input.after.storage_accounts[app.storage_account.id] if count(settings.named(app, _share.setting)) == 0

# The account of the share is certainly none of the input.
is_elsewhere(app) if {
	name := lower(_name(settings.value(app, _share.setting)))
	not reach.storage_accounts[name]
	not _some_name_is_unknown
}

is_elsewhere(app) if {
	count(settings.named(app, _share.setting)) == 0
	app.unknown.storage_account.reason == "not part of the input"
}

_some_name_is_unknown if {
	some storage in input.after.storage_accounts
	storage.unknown.name
}

_tier(app) := tier.of(input.after.app_service_plans[app.plan.id])

_may_be_disabled(app) if app.content_share_disabled == true

_may_be_disabled(app) if app.unknown.content_share_disabled

_states_account(app) if app.storage_account

_states_account(app) if app.unknown.storage_account

_states_account(app) if count(settings.named(app, _share.setting)) > 0

# The account that a connection string names.
_name(text) := names[0] if {
	names := [substring(part, count("AccountName="), -1) |
		some part in split(text, ";")
		startswith(lower(part), "accountname=")
	]
}
