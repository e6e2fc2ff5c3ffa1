//! What a module that is not part of the repository came with: its source, as it may be printed, and its version.
//!
//! A source may hold credentials (`https://user:token@…`, `?sshkey=…`). It owns what is left of one when everything
//! that can be a credential is taken out, and which parts those are. In: a `source` as written. Out: a [`Package`].

/// Longest version that is shown.
const LONGEST_VERSION: usize = 80;

/// Characters from which on a part of a source is taken for a credential.
const LONG: usize = 6;

/// Parameters of a source that choose what is fetched and are no credentials.
const HARMLESS: [&str; 5] = ["ref", "depth", "archive", "version", "checksum"];

/// A module that was fetched, with all that lies in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    /// Its source without credentials, parameters and the folder within it.
    pub(super) source: String,
    /// The tag, branch, commit or registry version that was asked for or installed.
    pub(super) version: Option<String>,
    /// The folder that it was put in, as its origin names folders.
    pub(super) folder: String,
}

impl Package {
    /// The package that `source` names, which was put in `directory`; `version` is that of a registry.
    pub(super) fn new(source: &str, version: Option<&str>, directory: &str) -> Self {
        let parts = Parts::of(source);
        let asked = parts.parameters.iter().find(|(name, _)| *name == "ref").map(|(_, value)| *value);
        let version = version.or(asked).filter(|version| {
            let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-/+".contains(character);
            !version.is_empty() && version.len() <= LONGEST_VERSION && version.chars().all(is_plain)
        });
        // Only the folder within the package is installed as its module: siblings lie beside it.
        let folder =
            parts.folder.and_then(|folder| directory.strip_suffix(folder)).map(|rest| rest.trim_end_matches('/'));
        Self {
            source: format!("{}{}{}", parts.scheme, parts.host, parts.path),
            version: version.map(str::to_owned),
            folder: folder.unwrap_or(directory).to_owned(),
        }
    }

    /// `git::https://example.org/net, v1.0.0`.
    pub(super) fn describe(&self) -> String {
        match &self.version {
            Some(version) => format!("{}, {version}", self.source),
            None => self.source.clone(),
        }
    }
}

/// The parts of `source` that may be credentials: what stands before the host, and parameters that are not known to be
/// harmless.
pub(crate) fn credentials(source: &str) -> Vec<String> {
    let parts = Parts::of(source);
    let users = parts.user.split(':').chain([parts.user]);
    let parameters = parts.parameters.iter().filter(|(name, _)| !HARMLESS.contains(name)).map(|(_, value)| *value);
    users.chain(parameters).filter(|part| part.chars().count() >= LONG).map(str::to_owned).collect()
}

/// A source, split.
struct Parts<'s> {
    /// `git::https://`, `git::`, or nothing.
    scheme: String,
    /// What stands before the host, without the `@`.
    user: &'s str,
    host: &'s str,
    /// What follows the host, without the folder.
    path: &'s str,
    /// The folder within the package.
    folder: Option<&'s str>,
    parameters: Vec<(&'s str, &'s str)>,
}

impl<'s> Parts<'s> {
    fn of(source: &'s str) -> Self {
        let (rest, _) = source.split_once('#').unwrap_or((source, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parameters =
            query.split('&').map(|parameter| parameter.split_once('=').unwrap_or(("", parameter))).collect();
        let (getter, rest) = rest.split_once("::").map_or((None, rest), |(getter, rest)| (Some(getter), rest));
        let (scheme, rest) = rest.split_once("://").map_or((None, rest), |(scheme, rest)| (Some(scheme), rest));
        let getter = getter.map(|getter| format!("{getter}::")).unwrap_or_default();
        let scheme = scheme.map(|scheme| format!("{scheme}://")).unwrap_or_default();
        let (rest, folder) = rest.split_once("//").map_or((rest, None), |(rest, folder)| (rest, Some(folder)));
        // A password may hold an unescaped slash, a path does not hold an `@`: all up to the last one goes.
        let (user, rest) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (host, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
        Self {
            scheme: format!("{getter}{scheme}"),
            user,
            host,
            path,
            folder: folder.map(|folder| folder.trim_matches('/')).filter(|folder| !folder.is_empty()),
            parameters,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources lose credentials, parameters and folders; versions come from the registry or `ref`.
    #[test]
    fn sources_are_shown_without_credentials() {
        for (source, version, shown) in [
            ("git::https://example.org/net.git?ref=v1.0.0", None, "git::https://example.org/net.git, v1.0.0"),
            ("git::https://me:t0k3n@example.org/net?ref=v1&sshkey=QUJD", None, "git::https://example.org/net, v1"),
            ("https://user:p/w@x@example.org/net.zip//mod?token=abc#f", None, "https://example.org/net.zip"),
            ("git::ssh://git@github.com/o/r.git//modules/a?ref=main", None, "git::ssh://github.com/o/r.git, main"),
            ("git@github.com:o/r.git", None, "github.com:o/r.git"),
            ("Azure/vnet/azurerm//modules/subnet", Some("4.1.0"), "Azure/vnet/azurerm, 4.1.0"),
            ("s3::https://bucket/key.zip?aws_access_key_secret=xyz", None, "s3::https://bucket/key.zip"),
            ("git::https://example.org/net?ref=a b", None, "git::https://example.org/net"),
            ("", None, ""),
        ] {
            assert_eq!(Package::new(source, version, "d").describe(), shown, "{source}");
        }
    }

    /// The folder of a package is the one above the module that is asked for.
    #[test]
    fn the_folder_is_that_of_the_whole_package() {
        let folder = |source: &str, directory: &str| Package::new(source, None, directory).folder;
        assert_eq!(folder("a/b/c//modules/x", ".terraform/modules/m/modules/x"), ".terraform/modules/m");
        assert_eq!(folder("a/b/c", ".terraform/modules/m"), ".terraform/modules/m");
        assert_eq!(folder("a/b/c//y", "elsewhere"), "elsewhere");
    }

    /// What is taken out is known as a secret, if it is long enough to be one.
    #[test]
    fn credentials_are_told() {
        assert_eq!(
            credentials("git::https://me:t0k3n-1@h/r?ref=v100000&sshkey=QUJDRA"),
            ["t0k3n-1", "me:t0k3n-1", "QUJDRA"]
        );
        assert_eq!(credentials("git::ssh://git@github.com/o/r.git?ref=main"), Vec::<String>::new());
        assert_eq!(credentials("https://h/r.zip?longtoken"), ["longtoken"]);
    }
}
