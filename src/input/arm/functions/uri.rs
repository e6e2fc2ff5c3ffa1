//! `uri`, `buildUri` and `parseUri`, for plain URIs: what has to be normalised or escaped stays unknown.

use super::{Answer, Function, Outcome, object_of, text, text_of};
use crate::input::arm::expression::{Members, Opaque, Value};
use crate::input::arm::fault::Fault;
use crate::model::Reason;

pub(super) const TABLE: &[Function] = &[
    Function::known("uri", 2, 2, uri),
    Function::known("buildUri", 1, 1, build_uri),
    Function::known("parseUri", 1, 1, parse_uri),
];

/// Joins a base and a relative URI (RFC 3986 §5.2); what would have to be escaped stays unknown.
fn uri(arguments: &[Value]) -> Answer {
    let (base, relative) = (text_of(arguments, 0)?, text_of(arguments, 1)?);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~/:?=&".contains(&byte));
    if !plain(base) || !plain(relative) || relative.starts_with("//") || relative.starts_with('?') {
        return Ok(Outcome::Unknown);
    }
    if relative.contains("://") {
        return whole_uri(relative);
    }
    let Some((scheme, rest)) = base.split_once("://") else { return Ok(Outcome::Unknown) };
    // Such a colon would make a scheme of what stands before it.
    if relative.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
        return Ok(Outcome::Unknown);
    }
    if relative.is_empty() {
        return whole_uri(base);
    }
    let rest = rest.split('?').next().unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    let folder = rest.rfind('/').and_then(|at| rest.get(..at)).unwrap_or(rest);
    match relative.strip_prefix('/') {
        Some(rooted) => whole_uri(&format!("{scheme}://{host}/{rooted}")),
        None => whole_uri(&format!("{scheme}://{folder}/{relative}")),
    }
}

/// A URI as it is written: scheme and host in lower case, without the usual port, dots in the path followed.
fn whole_uri(whole: &str) -> Answer {
    let Some((scheme, rest)) = whole.split_once("://") else { return Ok(Outcome::Unknown) };
    let scheme = scheme.to_ascii_lowercase();
    let (host, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let host = host.to_ascii_lowercase();
    let host = match &*scheme {
        "https" => host.strip_suffix(":443").unwrap_or(&host),
        "http" => host.strip_suffix(":80").unwrap_or(&host),
        // How templates beside this one are addressed.
        "file" => &host,
        _ => return Ok(Outcome::Unknown),
    };
    if host.is_empty() {
        return Ok(Outcome::Unknown);
    }
    let mut segments: Vec<&str> = Vec::new();
    let ends_in_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            // What is above the folder of a template is not below it.
            ".." if segments.is_empty() && scheme == "file" => return Ok(Outcome::Unknown),
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    if ends_in_folder && segments.last().is_some_and(|last| !last.is_empty()) {
        segments.push("");
    }
    text(format!("{scheme}://{host}/{}{query}", segments.join("/")))
}

/// A URI in its parts.
struct Parts<'t> {
    scheme: &'t str,
    host: &'t str,
    port: Option<u16>,
    path: &'t str,
    /// With its question mark.
    query: Option<&'t str>,
}

impl Parts<'_> {
    /// Whether nothing in it is escaped, folded or left out when it is written.
    fn is_plain(&self) -> bool {
        let plain = |text: &str, more: &[u8]| {
            text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || more.contains(&byte))
        };
        let folded = |text: &str| plain(&text.to_ascii_lowercase(), b"-_.~/=&");
        !self.host.is_empty()
            && plain(self.scheme, b"")
            && plain(self.host, b"-.")
            && (self.path.starts_with('/') || self.path.is_empty())
            && folded(self.path)
            && !self.path.split('/').any(|segment| segment == "." || segment == "..")
            && self.query.is_none_or(|query| query.strip_prefix('?').is_some_and(folded))
            // The port of the scheme may be left out.
            && self.port.is_none_or(|port| port != 80 && port != 443)
            && matches!(self.scheme, "http" | "https")
    }
}

/// `{scheme, host, port, path, query}` as a URI.
fn build_uri(arguments: &[Value]) -> Answer {
    let object = object_of(arguments, 0)?;
    let part = |key: &str| object.get(key).filter(|value| !matches!(value, Value::Null));
    let port = part("port").map(|port| port.as_integer().and_then(|port| u16::try_from(port).ok()));
    let (Some(scheme), Some(host)) = (part("scheme"), part("host")) else {
        return Err(Fault::template("a URI needs a scheme and a host"));
    };
    let parts =
        match (scheme.as_text(), host.as_text(), part("path").map(Value::as_text), part("query").map(Value::as_text)) {
            (Some(scheme), Some(host), None | Some(Some(_)), None | Some(Some(_))) if port != Some(None) => Parts {
                scheme,
                host,
                port: port.flatten(),
                path: part("path").and_then(Value::as_text).unwrap_or_default(),
                query: part("query").and_then(Value::as_text),
            },
            _ => return Ok(Outcome::Unknown),
        };
    if !parts.is_plain() {
        return Ok(Outcome::Unknown);
    }
    let port = parts.port.map(|port| format!(":{port}")).unwrap_or_default();
    let path = if parts.path.is_empty() { "/" } else { parts.path };
    text(format!("{}://{}{port}{path}{}", parts.scheme, parts.host, parts.query.unwrap_or_default()))
}

/// The parts of a URI. What it leaves out may be a default or absent, so that stays unknown.
fn parse_uri(arguments: &[Value]) -> Answer {
    let whole = text_of(arguments, 0)?;
    let Some((scheme, rest)) = whole.split_once("://") else { return Ok(Outcome::Unknown) };
    let split_before = |text: &'_ str, mark: &[char]| text.find(mark).unwrap_or(text.len());
    let (authority, rest) = rest.split_at(split_before(rest, &['/', '?', '#']));
    let (path, query) = rest.split_at(split_before(rest, &['?', '#']));
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => return Ok(Outcome::Unknown),
        },
        None => (authority, None),
    };
    let parts = Parts { scheme, host, port, path, query: Some(query).filter(|query| !query.is_empty()) };
    if !parts.is_plain() {
        return Ok(Outcome::Unknown);
    }
    let open =
        |name: &str| Value::unknown(Opaque::hole(&format!("parseUri('{whole}').{name}"), None, Reason::NotEvaluated));
    let mut members = Members::default();
    members.set("scheme", Value::text(parts.scheme));
    members.set("host", Value::text(parts.host));
    members.set("port", parts.port.map_or_else(|| open("port"), |port| Value::integer(i64::from(port))));
    members.set("path", Value::text(if parts.path.is_empty() { "/" } else { parts.path }));
    members.set("query", parts.query.map_or_else(|| open("query"), Value::text));
    Ok(Value::object(members).into())
}
