//! Which commit of which repository a pipeline has checked out, as the variables of its host say.
//!
//! Only SARIF has it, for viewers that link files. In: a way to look up variables. Out: a [`Repository`], or nothing where the
//! host does not say all of it.

use crate::report::Repository;

/// Variables of a host: parts of the address joined by `/`, the commit, the branch.
const HOSTS: [(&[&str], &str, &str); 3] = [
    (&["GITHUB_SERVER_URL", "GITHUB_REPOSITORY"], "GITHUB_SHA", "GITHUB_REF_NAME"),
    (&["BUILD_REPOSITORY_URI"], "BUILD_SOURCEVERSION", "BUILD_SOURCEBRANCHNAME"),
    (&["CI_PROJECT_URL"], "CI_COMMIT_SHA", "CI_COMMIT_REF_NAME"),
];

/// The repository that the first host whose variables are set has checked out.
pub(crate) fn of_pipeline(variable: &dyn Fn(&str) -> Option<String>) -> Option<Repository> {
    HOSTS.iter().find_map(|(address, commit, branch)| {
        let parts: Option<Vec<String>> = address.iter().map(|name| variable(name)).collect();
        let uri = without_credentials(&parts?.join("/"))?;
        let revision = variable(commit).filter(|commit| is_commit(commit))?;
        let branch = variable(branch).filter(|branch| !branch.is_empty() && !branch.contains(char::is_control));
        Some(Repository { uri, revision, branch })
    })
}

fn is_commit(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// An address of the web, without user and password; `None` for another address.
fn without_credentials(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().filter(|host| !host.is_empty())?;
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    (is_plain(host) && is_plain(path)).then(|| format!("https://{host}/{path}").trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn of(variables: &[(&str, &str)]) -> Option<Repository> {
        of_pipeline(&|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    /// Each host's variables give the repository, without credentials in its address.
    #[test]
    fn hosts_say_their_repository() {
        let github = [
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "o/r"),
            ("GITHUB_SHA", COMMIT),
            ("GITHUB_REF_NAME", "main"),
        ];
        let found = of(&github).expect("a repository");
        assert_eq!((found.uri.as_str(), found.branch.as_deref()), ("https://github.com/o/r", Some("main")));
        let azure =
            [("BUILD_REPOSITORY_URI", "https://me:secret@dev.azure.com/o/p/_git/r"), ("BUILD_SOURCEVERSION", COMMIT)];
        let found = of(&azure).expect("a repository");
        assert_eq!((found.uri.as_str(), found.branch), ("https://dev.azure.com/o/p/_git/r", None));
        assert!(of(&[("CI_PROJECT_URL", "https://gitlab.example/g/p"), ("CI_COMMIT_SHA", COMMIT)]).is_some());
    }

    /// Without a commit, or with an address that is not of the web, nothing is said.
    #[test]
    fn incomplete_variables_say_nothing() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("CI_PROJECT_URL", "https://h/p")]), None);
        assert_eq!(of(&[("CI_PROJECT_URL", "https://h/p"), ("CI_COMMIT_SHA", "main")]), None);
        for address in ["git@h:p", "file:///home/me", "https://", "https://h/a b"] {
            assert_eq!(of(&[("CI_PROJECT_URL", address), ("CI_COMMIT_SHA", COMMIT)]), None, "{address}");
        }
    }
}
