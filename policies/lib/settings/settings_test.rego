package vnetguard.lib.settings_test

import data.vnetguard.lib.settings

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_app(pairs) := {"app_settings": app_sample.settings(pairs), "unknown": {}}

_open(pairs) := {"app_settings": app_sample.settings(pairs), "unknown": sample.unknown("app_settings")}

_untold := {"name": "A", "unknown": {"value": {"reason": "r", "text": "", "pattern": "x{y}"}}}

_untold_app := {"app_settings": [_untold], "unknown": {}}

test_named_in_any_case if {
	count(settings.named(_app([["Aa", "1"], ["b", "2"]]), "aA")) == 1
	count(settings.named(_app([["b", "2"]]), "a")) == 0
}

test_value if {
	settings.value(_app([["a", "1"]]), "A") == "1"
	settings.value(_app([["a", "1"], ["A", "1"]]), "A") == "1"
	half_told := {"app_settings": [_untold, {"name": "a", "value": "1", "unknown": {}}], "unknown": {}}
	every app in [_app([["b", "1"]]), _untold_app, _app([["a", "1"], ["A", "2"]]), half_told] {
		not settings.value(app, "A")
	}
}

test_is_about if {
	settings.is_about({}, "nothing")
	settings.is_about({"app_kind": "workflow"}, "content")
	not settings.is_about({"app_kind": "web"}, "content")
	settings.is_about({"container_image": "DOCKER|a"}, "image")
	not settings.is_about({}, "image")
}

test_text if {
	settings.text(_app([["a", "1"]]), "A") == "1"
	settings.text(_untold_app, "A") == "x{y}"
	without_pattern := {"app_settings": [{"name": "A", "unknown": sample.unknown("value")}], "unknown": {}}
	not settings.text(without_pattern, "A")
}

test_absent if {
	settings.is_absent(_app([["b", "1"]]), "A")
	settings.is_absent({"unknown": {}}, "A")
	unnamed := {"app_settings": [{"value": "1", "unknown": sample.unknown("name")}], "unknown": {}}
	every app in [_app([["a", "1"]]), _open([["b", "1"]]), unnamed] {
		not settings.is_absent(app, "A")
	}
}

test_off_without_a_value if {
	empty := {"app_settings": [{"name": "A", "unknown": {}}], "unknown": {}}
	settings.is_off(empty, "a")
	not settings.is_on(empty, "a")
	not settings.is_off(_untold_app, "A")
	not settings.is_off({"app_settings": [{"name": "A", "unknown": {}}, _untold], "unknown": {}}, "A")
}

test_on if {
	every app in [_app([["a", "1"]]), _app([["a", "True"]]), _open([["a", "1"]])] {
		settings.is_on(app, "A")
		not settings.is_off(app, "A")
	}
}

test_off if {
	every app in [_app([["a", "0"]]), _app([["b", "1"]]), {"unknown": {}}] {
		settings.is_off(app, "A")
		not settings.is_on(app, "A")
	}
}

test_neither if {
	every app in [_open([["b", "1"]]), _untold_app] {
		not settings.is_on(app, "A")
		not settings.is_off(app, "A")
	}
}
