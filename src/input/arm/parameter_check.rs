//! Whether a given value can be one of its parameter: type, allowed values, bounds, and the members of user-defined
//! types. Messages name parameters, members and types, never values.

use super::deployment::{Parameter, dereference};
use super::functions::{compare, literal};
use super::json::{Json, JsonKind};

/// How deep user-defined types are followed.
const MAX_DEPTH: usize = 32;

/// Checks `value` against the declaration of `parameter`.
///
/// # Errors
/// The problem as a sentence, when the deployment would refuse the value.
pub(super) fn check(template: &Json, parameter: &Parameter<'_>, value: &Json) -> Result<(), String> {
    let checker = Checker { template, subject: format!("the value of the parameter '{}'", parameter.name()) };
    // Null counts as not given.
    if value.kind == JsonKind::Null { Ok(()) } else { checker.check(parameter.declaration(), value, "", 0) }
}

struct Checker<'t> {
    template: &'t Json,
    subject: String,
}

impl Checker<'_> {
    fn check(&self, declaration: &Json, value: &Json, path: &str, depth: usize) -> Result<(), String> {
        if depth == MAX_DEPTH {
            return Ok(());
        }
        // Bounds may stand beside a reference or in what it names.
        let declared = dereference(self.template, declaration);
        let is_nullable = |it: &Json| it.get("nullable").is_some_and(Json::is_true);
        if value.kind == JsonKind::Null && (is_nullable(declaration) || is_nullable(declared)) {
            return Ok(());
        }
        self.check_type(declared, value, path)?;
        for constraints in [declaration, declared] {
            self.check_allowed(constraints, value, path)?;
            self.check_bounds(constraints, value, path)?;
        }
        match &value.kind {
            JsonKind::Object(_) => self.check_members(declared, value, path, depth),
            JsonKind::List(elements) => self.check_elements(declared, elements, path, depth),
            _ => Ok(()),
        }
    }

    /// The value, or a part of it, as messages name it.
    fn part(&self, path: &str) -> String {
        if path.is_empty() { self.subject.clone() } else { format!("'{path}' in {}", self.subject) }
    }

    fn check_type(&self, declared: &Json, value: &Json, path: &str) -> Result<(), String> {
        let folded = declared.get("type").and_then(Json::as_text).unwrap_or_default().to_ascii_lowercase();
        let fits = match (&*folded, &value.kind) {
            ("string" | "securestring", kind) => matches!(kind, JsonKind::Text(_)),
            ("int", JsonKind::Number(number)) => number.is_i64(),
            ("int", _) => false,
            ("bool", kind) => matches!(kind, JsonKind::Bool(_)),
            ("array", kind) => matches!(kind, JsonKind::List(_)),
            ("object" | "secureobject", kind) => matches!(kind, JsonKind::Object(_)),
            _ => true,
        };
        if fits { Ok(()) } else { Err(format!("{} is not of type '{folded}'", self.part(path))) }
    }

    /// Letter case does not matter; an array may take any of the allowed values.
    fn check_allowed(&self, declaration: &Json, value: &Json, path: &str) -> Result<(), String> {
        let Some(allowed) = declaration.get("allowedValues").map(Json::elements) else { return Ok(()) };
        let is_allowed = |value: &Json| {
            allowed.iter().any(|allowed| {
                let texts = allowed.as_text().zip(value.as_text());
                texts.is_some_and(|(allowed, value)| allowed.eq_ignore_ascii_case(value))
                    || compare::equal(&literal(allowed), &literal(value)) == Some(true)
            })
        };
        let fits = is_allowed(value)
            || match &value.kind {
                JsonKind::List(elements) => elements.iter().all(is_allowed),
                // How objects compare with allowed ones is not documented.
                JsonKind::Object(_) => true,
                _ => false,
            };
        if fits { Ok(()) } else { Err(format!("{} is not among its allowed values", self.part(path))) }
    }

    fn check_bounds(&self, declaration: &Json, value: &Json, path: &str) -> Result<(), String> {
        let (measured, least, most, what) = match &value.kind {
            JsonKind::Number(number) => (number.as_i64(), "minValue", "maxValue", ""),
            JsonKind::Text(text) => {
                (i64::try_from(text.encode_utf16().count()).ok(), "minLength", "maxLength", " in length")
            }
            JsonKind::List(elements) => (i64::try_from(elements.len()).ok(), "minLength", "maxLength", " in length"),
            _ => return Ok(()),
        };
        let bound = |key: &str| match declaration.get(key).map(|bound| &bound.kind) {
            Some(JsonKind::Number(bound)) => bound.as_i64(),
            _ => None,
        };
        let Some(measured) = measured else { return Ok(()) };
        match (bound(least), bound(most)) {
            (Some(bound), _) if measured < bound => Err(format!("{} is less than {bound}{what}", self.part(path))),
            (_, Some(bound)) if measured > bound => Err(format!("{} is more than {bound}{what}", self.part(path))),
            _ => Ok(()),
        }
    }

    fn check_members(&self, declared: &Json, value: &Json, path: &str, depth: usize) -> Result<(), String> {
        if let Some(variant) = self.variant(declared, value, path)? {
            return self.check(variant, value, path, depth + 1);
        }
        let properties = declared.get("properties").map(Json::members).unwrap_or_default();
        for property in properties {
            let below = if path.is_empty() { property.key.to_string() } else { format!("{path}.{}", property.key) };
            match value.get(&property.key) {
                Some(member) => self.check(&property.value, member, &below, depth + 1)?,
                None if self.may_be_absent(&property.value) => {}
                None => return Err(format!("{} has no member '{}'", self.part(path), property.key)),
            }
        }
        let others = declared.get("additionalProperties");
        let is_other = |key: &str| !properties.iter().any(|property| property.key.eq_ignore_ascii_case(key));
        for member in value.members().iter().filter(|member| is_other(&member.key)) {
            match others {
                Some(Json { kind: JsonKind::Bool(false), .. }) => {
                    return Err(format!("{} has the member '{}', which its type has not", self.part(path), member.key));
                }
                Some(other @ Json { kind: JsonKind::Object(_), .. }) => {
                    self.check(other, &member.value, &format!("{path}.{}", member.key), depth + 1)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn may_be_absent(&self, declaration: &Json) -> bool {
        let is_nullable = |it: &Json| it.get("nullable").is_some_and(Json::is_true);
        is_nullable(declaration) || is_nullable(dereference(self.template, declaration))
    }

    /// The type of a union that its discriminator says the value is.
    fn variant<'j>(&'j self, declared: &'j Json, value: &Json, path: &str) -> Result<Option<&'j Json>, String> {
        let Some(discriminator) = declared.get("discriminator") else { return Ok(None) };
        let name = discriminator.get("propertyName").and_then(Json::as_text).unwrap_or_default();
        let tag = value.get(name).and_then(Json::as_text);
        let variants = discriminator.get("mapping").map(Json::members).unwrap_or_default();
        let found = tag.and_then(|tag| variants.iter().find(|variant| &*variant.key == tag));
        match found {
            Some(variant) => Ok(Some(&variant.value)),
            None => Err(format!("{} says in '{name}' to be none of its types", self.part(path))),
        }
    }

    fn check_elements(&self, declared: &Json, elements: &[Json], path: &str, depth: usize) -> Result<(), String> {
        let first = declared.get("prefixItems").map(Json::elements).unwrap_or_default();
        let rest = declared.get("items").filter(|items| matches!(items.kind, JsonKind::Object(_)));
        for (at, element) in elements.iter().enumerate() {
            if let Some(item) = first.get(at).or(rest) {
                self.check(item, element, &format!("{path}[{at}]"), depth + 1)?;
            }
        }
        Ok(())
    }
}
