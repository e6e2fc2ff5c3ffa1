# METADATA
# description: Key Vault references in app settings
package vnetguard.lib.vault_reference

import data.vnetguard.lib.settings

# What names the vaults that the settings of the app certainly refer to: names, or the known parts of names.
names(app) := {name |
	some setting in app.app_settings
	text := lower(settings.known(setting))
	startswith(text, "@microsoft.keyvault(")
	name := _name(text)
}

# There may be references beside those: settings, or values of settings, are not known.
may_have_more(app) if app.unknown.app_settings

may_have_more(app) if {
	some setting in app.app_settings
	_may_be_one(setting)
}

# A text whose beginning is known to be another is none.
_may_be_one(setting) if {
	setting.unknown.value
	not settings.known(setting)
}

_may_be_one(setting) if {
	setting.unknown.value
	startswith(settings.known(setting), "{")
}

# The key vault of the input with this name; undefined when there is none, or several.
vault(name) := found if {
	ids := _vaults[name]
	count(ids) == 1
	some id in ids
	found := input.after.key_vaults[id]
}

_vaults[name] contains id if {
	some id, entity in input.after.key_vaults
	name := lower(entity.name)
}

_vaults[name] contains id if {
	some id, entity in input.after.key_vaults
	name := lower(entity.unknown.name.pattern)
}

# By name, by address, or by the address that a template reads from the vault.
_name(text) := name if {
	found := regex.find_n(concat("|", _forms), text, 1)[0]
	parts := regex.split(concat("|", _beginnings), found)
	name := regex.replace(parts[1], _domain, "")
}

# A reference to a vault that cannot be told.
_name(text) := "" if not _is_named(text)

_is_named(text) if regex.match(concat("|", _forms), text)

# The domain of a cloud's vaults, which begins with a dot.
_domain := `\{[^{}]*environment\(\)\.suffixes\.keyvaultdns\}$`

_beginnings := ["vaultname=", "secreturi=https://", "microsoft.keyvault/vaults/"]

_forms := [
	`vaultname=(?:[^;){]|\{[^}]*\})+`,
	`secreturi=https://(?:[^./{]|\{[^}]*\})+`,
	`microsoft.keyvault/vaults/[^/']+`,
]
