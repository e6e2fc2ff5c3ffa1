//! URIs of files below the source root, the only ones a SARIF log may hold: code scanning refuses a whole file for one
//! with a scheme or outside the checkout.

use serde::Serialize;

/// A relative URI reference (RFC 3986 §4.2) of a file below the source root, percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct RepoUri(String);

/// Why a path does not name a file below the source root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum RepoUriError {
    #[error("the path is empty, or has an empty segment")]
    Empty,
    #[error("the path is absolute")]
    Absolute,
    #[error("the path has a backslash")]
    Backslash,
    #[error("the path has a scheme or a drive")]
    Scheme,
    #[error("the path leaves the source root")]
    Outside,
}

impl RepoUri {
    /// The encoded reference.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The URI of `path`, which is relative and has forward slashes. A leading `./` is dropped.
    ///
    /// # Errors
    /// For a path that is empty, absolute, has `..`, a backslash, or what reads as a scheme.
    pub(super) fn new(path: &str) -> Result<Self, RepoUriError> {
        if path.contains('\\') {
            return Err(RepoUriError::Backslash);
        }
        if path.starts_with('/') {
            return Err(RepoUriError::Absolute);
        }
        if has_scheme(path) {
            return Err(RepoUriError::Scheme);
        }
        let mut uri = String::with_capacity(path.len());
        for segment in path.split('/').filter(|&segment| segment != ".") {
            match segment {
                "" => return Err(RepoUriError::Empty),
                ".." => return Err(RepoUriError::Outside),
                _ => {}
            }
            if !uri.is_empty() {
                uri.push('/');
            }
            encode(segment, &mut uri);
        }
        if uri.is_empty() { Err(RepoUriError::Empty) } else { Ok(Self(uri)) }
    }

    /// The URI of `path`; of its last segment alone where `path` is not below the source root, so that no path of
    /// this machine is written; `standard-input` for `-`.
    pub(super) fn nearest(path: &str) -> Self {
        let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
        match path {
            "-" => Self("standard-input".to_owned()),
            _ => Self::new(path).or_else(|_| Self::new(last)).unwrap_or_else(|_| Self("input".to_owned())),
        }
    }
}

/// RFC 3986 §3.1: a letter, then letters, digits, `+`, `-` and `.`, up to a colon.
fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    })
}

/// Percent-encodes everything but the unreserved characters (RFC 3986 §2.3).
fn encode(segment: &str, uri: &mut String) {
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(path: &str) -> Result<String, RepoUriError> {
        RepoUri::new(path).map(|uri| uri.0)
    }

    /// Every segment is percent-encoded, and slashes stay.
    #[test]
    fn segments_are_encoded() {
        assert_eq!(uri("infra/network.tf").as_deref(), Ok("infra/network.tf"));
        assert_eq!(uri("./a b/ü#1.tf").as_deref(), Ok("a%20b/%C3%BC%231.tf"));
        assert_eq!(uri("a/b:c%20.tf").as_deref(), Ok("a/b%3Ac%2520.tf"));
        assert_eq!(uri("a/.../b").as_deref(), Ok("a/.../b"));
    }

    /// What is not a file below the source root is refused.
    #[test]
    fn other_paths_are_refused() {
        assert_eq!(uri(""), Err(RepoUriError::Empty));
        assert_eq!(uri("."), Err(RepoUriError::Empty));
        assert_eq!(uri("a//b"), Err(RepoUriError::Empty));
        assert_eq!(uri("/etc/passwd"), Err(RepoUriError::Absolute));
        assert_eq!(uri("..\\x"), Err(RepoUriError::Backslash));
        assert_eq!(uri("../x"), Err(RepoUriError::Outside));
        assert_eq!(uri("a/../../x"), Err(RepoUriError::Outside));
        for path in ["git::https://example.org/m.git", "file:x", "C:/x", "https://example.org/x"] {
            assert_eq!(uri(path), Err(RepoUriError::Scheme), "{path}");
        }
    }

    /// There is always a URI, and it never tells where this machine keeps its files.
    #[test]
    fn the_nearest_uri_has_no_machine_path() {
        assert_eq!(RepoUri::nearest("/home/me/plan.json").0, "plan.json");
        assert_eq!(RepoUri::nearest("C:\\work\\plan.json").0, "plan.json");
        assert_eq!(RepoUri::nearest("../plan.json").0, "plan.json");
        assert_eq!(RepoUri::nearest("-").0, "standard-input");
        assert_eq!(RepoUri::nearest("/").0, "input");
        assert_eq!(RepoUri::nearest("a/b.tf").0, "a/b.tf");
    }
}
