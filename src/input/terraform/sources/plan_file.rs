//! The sources that a binary plan file holds: a copy of every module, as it was when the plan was made.
//!
//! It owns the archive: of its entries only those below `tfconfig/` are ever opened, because the others, the plan and
//! the state, hold secrets. Sizes, counts and names are bounded, since a file from elsewhere may be made to harm. It
//! writes nothing. In: a path. Out: a [`PlanFile`], or the way out.

use super::files::{FILE_BYTES, TOTAL_BYTES, source_text};
use super::manifest::{self, Installed};
use crate::input::bytes::unreadable;
use crate::input::error::InputError;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Most entries of an archive. A plan file has one for each source file and three more.
const ENTRY_COUNT: usize = 50_000;

/// How many times its compressed size an entry may have, once it has [`UNSUSPICIOUS`] bytes.
const HIGHEST_RATIO: u64 = 200;

/// Size from which on a high ratio is suspicious.
const UNSUSPICIOUS: u64 = 1 << 20;

/// Longest name of an entry.
const LONGEST_NAME: usize = 1024;

/// The sources in a plan file.
#[derive(Debug, Default)]
pub(crate) struct PlanFile {
    /// Its file name: notes name no folder of this machine.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// Source texts by key of the module and file name; `None` for one that could not be read.
    pub(super) modules: BTreeMap<String, BTreeMap<String, Option<String>>>,
    /// Where each module was, by key.
    pub(super) manifest: BTreeMap<String, Installed>,
}

impl PlanFile {
    /// Reads the sources in the plan file at `path`.
    ///
    /// # Errors
    /// When it cannot be read, is no plan file, or is not what Terraform writes.
    pub(crate) fn open(path: &Path) -> Result<Self, InputError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
        let mut planned = Self::read(&name, BufReader::new(file))?;
        planned.path = path.to_owned();
        planned.name = path.file_name().map_or(name, |name| name.to_string_lossy().into_owned());
        Ok(planned)
    }

    /// Reads the sources in an archive that messages call `name`.
    pub(super) fn read(name: &str, mut archive: impl Read + Seek) -> Result<Self, InputError> {
        let mut first = [0; 4];
        let is_archive = archive.read_exact(&mut first).is_ok() && first == *b"PK\x03\x04";
        if !is_archive {
            return Err(no_plan_file(name));
        }
        let mut archive = ZipArchive::new(archive).map_err(|_| damaged(name))?;
        if archive.len() > ENTRY_COUNT {
            return Err(refused(name, &format!("it has more than {ENTRY_COUNT} entries")));
        }
        let names = archive.file_names().flatten().map(|name| name.into_owned());
        let members: BTreeSet<String> = names.filter(|name| name.starts_with("tfconfig/")).collect();
        if members.is_empty() {
            return Err(no_plan_file(name));
        }
        let mut planned = Self { name: name.to_owned(), ..Self::default() };
        let mut left = TOTAL_BYTES;
        for member in members {
            match Member::of(&member) {
                Some(Member::Manifest) => {
                    let text = read_entry(&mut archive, &member, &mut left).ok_or_else(|| damaged(name))?;
                    planned.manifest = manifest::read(&text);
                }
                Some(Member::Source { module, file }) => {
                    let text = read_entry(&mut archive, &member, &mut left);
                    planned.modules.entry(module.to_owned()).or_default().insert(file.to_owned(), text);
                }
                None if member.ends_with('/') => {}
                None => {
                    return Err(refused(
                        name,
                        "it has an entry below 'tfconfig/' with a name that Terraform does not write",
                    ));
                }
            }
        }
        if planned.manifest.is_empty() { Err(damaged(name)) } else { Ok(planned) }
    }
}

/// What an entry below `tfconfig/` is.
enum Member<'m> {
    Manifest,
    Source { module: &'m str, file: &'m str },
}

impl<'m> Member<'m> {
    /// By its name: `tfconfig/modules.json`, or `tfconfig/m-<key>/<file>`. `None` for any other name.
    fn of(name: &'m str) -> Option<Self> {
        let rest = name.strip_prefix("tfconfig/")?;
        if rest == "modules.json" {
            return Some(Self::Manifest);
        }
        let (module, file) = rest.strip_prefix("m-")?.split_once('/')?;
        let is_plain = |part: &str| !part.contains(['/', '\\', ':']) && !part.chars().any(char::is_control);
        let is_safe =
            name.len() <= LONGEST_NAME && is_plain(module) && is_plain(file) && !matches!(file, "" | "." | "..");
        is_safe.then_some(Self::Source { module, file })
    }
}

/// The text of an entry; `None` when it is damaged, too large, or inflates suspiciously.
fn read_entry(archive: &mut ZipArchive<impl Read + Seek>, name: &str, left: &mut u64) -> Option<String> {
    let entry = archive.by_name(name).ok()?;
    let most = FILE_BYTES.min(*left).min((entry.compressed_size().saturating_mul(HIGHEST_RATIO)).max(UNSUSPICIOUS));
    if !entry.is_file() || entry.encrypted() {
        return None;
    }
    let mut bytes = Vec::new();
    // The size that the archive states may be wrong.
    let read = entry.take(most + 1).read_to_end(&mut bytes).ok()? as u64;
    *left = left.saturating_sub(read);
    (read <= most).then(|| source_text(bytes))
}

fn no_plan_file(name: &str) -> InputError {
    InputError::new(
        name,
        "it is not a plan file: it holds no sources of a configuration",
        "pass the file that `terraform plan -out=tfplan` wrote with '--plan-file', and as the input the output of `terraform \
         show -json tfplan`; OpenTofu's encrypted plan files hold nothing that can be read",
    )
}

fn damaged(name: &str) -> InputError {
    InputError::new(
        name,
        "the plan file is damaged or cut short",
        "create it again with `terraform plan -out=tfplan`, or leave out '--plan-file'",
    )
}

fn refused(name: &str, problem: &str) -> InputError {
    let help = "pass the file as `terraform plan -out=tfplan` wrote it, or leave out '--plan-file'";
    InputError::new(name, format!("the plan file is not as Terraform writes it: {problem}"), help)
}
