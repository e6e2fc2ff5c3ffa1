//! Says what an input is: a Terraform plan, an ARM template, a what-if result, or one of the things people pass by mistake.
//!
//! It owns the look at the beginning and at the top-level keys, and the sentence and the way out for every wrong
//! input; it does not parse. A file is judged by what is in it, never by its name.
//!
//! Shape: a stream of UTF-8 bytes ([`super::bytes`]) in; a [`Detected`] out, with nothing of the stream lost.

use super::bytes::{ByteStream, unreadable};
use super::error::InputError;
use super::top_level::{TopLevel, significant};
use std::io::{self, Cursor, Read};

/// Bytes that are looked at first: enough for the keys of everything but a template with its `$schema` at the end.
const HEAD: usize = 64 * 1024;
/// Longest template that is read. Azure takes 4 MiB.
const LONGEST_TEMPLATE: usize = 64 << 20;

const MAKE_PLAN: &str =
    "run `terraform plan -out=tfplan`, then `terraform show -json tfplan > plan.json`, and pass plan.json";

const PASS_EITHER: &str = "pass the output of `terraform show -json tfplan`, or an ARM template (the JSON that \
     `az bicep build --file main.bicep` writes)";

/// What an input is.
pub(crate) enum Detected {
    /// A Terraform plan in JSON, from its first byte.
    TerraformPlan(ByteStream),
    /// An ARM template, whole; it may hold comments and trailing commas.
    ArmTemplate(String),
    /// A what-if result in JSON, whole.
    WhatIf(String),
}

/// Looks at the beginning of `stream`, the input that messages call `name`.
///
/// # Errors
/// When it is neither a plan nor a template, is too long for a template, or cannot be read.
pub(crate) fn detect(name: &str, mut stream: ByteStream) -> Result<Detected, InputError> {
    let mut head = Vec::new();
    let mut wanted = HEAD;
    loop {
        let missing = wanted.saturating_sub(head.len());
        let failed = |error: io::Error| unreadable(name, &error);
        let read = stream.by_ref().take(missing as u64).read_to_end(&mut head).map_err(failed)?;
        let ended = read < missing;
        match judge(&head, ended) {
            Verdict::Plan => return Ok(Detected::TerraformPlan(Box::new(Cursor::new(head).chain(stream)))),
            Verdict::Template => return whole(name, head, stream).map(Detected::ArmTemplate),
            Verdict::WhatIf => return whole(name, head, stream).map(Detected::WhatIf),
            Verdict::Wrong(wrong) => return Err(wrong.error(name)),
            Verdict::Unclear if wanted >= LONGEST_TEMPLATE => return Err(Wrong::of(OTHER_JSON).error(name)),
            Verdict::Unclear => wanted *= 4,
        }
    }
}

fn whole(name: &str, mut head: Vec<u8>, stream: ByteStream) -> Result<String, InputError> {
    let room = (LONGEST_TEMPLATE + 1).saturating_sub(head.len());
    stream.take(room as u64).read_to_end(&mut head).map_err(|error| unreadable(name, &error))?;
    if head.len() > LONGEST_TEMPLATE {
        let problem = format!("it is an ARM template or a what-if result of more than {} MiB", LONGEST_TEMPLATE >> 20);
        return Err(InputError::new(name, problem, "split the template: Azure takes 4 MiB"));
    }
    String::from_utf8(head).map_err(|error| {
        let problem = format!("it is not UTF-8 text at byte {}", error.utf8_error().valid_up_to());
        InputError::new(name, problem, "save it as UTF-8")
    })
}

/// What the beginning of an input tells.
enum Verdict {
    Plan,
    Template,
    WhatIf,
    Wrong(Wrong),
    /// More of it must be read.
    Unclear,
}

/// A wrong input: what it is, and the way out.
struct Wrong {
    problem: String,
    help: &'static str,
    /// A line of it that shows what is meant.
    line: Option<String>,
}

/// What it is, and the way out.
type Sentence = (&'static str, &'static str);

const EMPTY: Sentence =
    ("it is empty", "check that the command that writes it succeeded, then pass a plan or a template");
const BINARY_PLAN: Sentence = (
    "it is a binary Terraform plan file",
    "turn it into JSON with `terraform show -json tfplan > plan.json` (its own name in the place of tfplan), in the \
     folder where it was made, and pass plan.json; pass the binary file itself with `--plan-file tfplan` to have places \
     in the sources as they were planned",
);
const OTHER_ZIP: Sentence = ("it is a zip archive that holds no Terraform plan", PASS_EITHER);
const PLAN_TEXT: Sentence = ("it is the text that `terraform plan` prints, not JSON", MAKE_PLAN);
const TERRAFORM_SOURCE: Sentence = ("it is Terraform source code, not a plan", MAKE_PLAN);
const BICEP_SOURCE: Sentence = (
    "it is Bicep source code, not a template",
    "pass the file under a name that ends in '.bicep', or run `az bicep build --file main.bicep` (its own name in the place \
     of main.bicep) and pass the JSON file it writes",
);
const NOISE: Sentence = (
    "text stands before the JSON",
    "write only the output of `terraform show -json tfplan` to the file: leave out '2>&1', and set \
     'terraform_wrapper: false' where the action setup-terraform is used",
);
const OTHER_TEXT: Sentence = ("it is text, neither a Terraform plan nor an ARM template in JSON", PASS_EITHER);
const UI_LOG: Sentence = ("it is the log that `terraform plan -json` prints, which holds no planned values", MAKE_PLAN);
const ENCRYPTED: Sentence = (
    "it is an encrypted OpenTofu plan or state",
    "run `tofu show -json tfplan > plan.json` where the key is configured, and pass plan.json",
);
const SCHEMAS: Sentence = ("it is the output of `terraform providers schema -json`", MAKE_PLAN);
const VALIDATION: Sentence = ("it is the output of `terraform validate -json`", MAKE_PLAN);
const STATE: Sentence = (
    "it is a Terraform state, not a plan (it has 'values')",
    "name the plan file: `terraform show -json tfplan > plan.json`; without it, terraform shows the state",
);
const EMPTY_STATE: Sentence = (
    "it is the output of `terraform show -json` without a plan file and with an empty state",
    "name the plan file: `terraform show -json tfplan > plan.json`",
);
const RAW_STATE: Sentence = ("it is a raw Terraform state file, not a plan", MAKE_PLAN);
const PARAMETERS: Sentence = (
    "it is a file of deployment parameters, not a template",
    "pass the template as the input and this file with `--parameters`",
);
const OTHER_JSON: Sentence = ("it is JSON, but neither a Terraform plan nor an ARM template", PASS_EITHER);

impl Wrong {
    fn of((problem, help): Sentence) -> Self {
        Self { problem: problem.to_owned(), help, line: None }
    }

    fn error(self, name: &str) -> InputError {
        let error = InputError::new(name, self.problem, self.help);
        match self.line {
            Some(line) => {
                let length = line.len();
                error.showing(line, (0, length))
            }
            None => error,
        }
    }
}

fn judge(head: &[u8], ended: bool) -> Verdict {
    if head.starts_with(b"PK\x03\x04") {
        return Verdict::Wrong(Wrong::of(if is_plan_archive(head) { BINARY_PLAN } else { OTHER_ZIP }));
    }
    let Some(start) = significant(head, 0) else {
        return if ended { Verdict::Wrong(Wrong::of(EMPTY)) } else { Verdict::Unclear };
    };
    match head.get(start) {
        Some(b'{') => judge_object(&TopLevel::scan(head, start), head, ended),
        Some(b'[') if !log_line(head) => Verdict::Wrong(Wrong::of(OTHER_JSON)),
        _ => Verdict::Wrong(judge_text(&String::from_utf8_lossy(head))),
    }
}

/// Whether the text begins with something like `[INFO]`, which is no JSON array.
fn log_line(head: &[u8]) -> bool {
    let inside = head.trim_ascii_start().strip_prefix(b"[").unwrap_or_default().trim_ascii_start();
    inside.first().is_some_and(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b't' | b'f' | b'n'))
}

/// Whether the first member of a zip archive is one of a Terraform plan's.
fn is_plan_archive(head: &[u8]) -> bool {
    let length = match head.get(26..28) {
        Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
        _ => return false,
    };
    let name = head.get(30..30 + length).unwrap_or_default();
    name.starts_with(b"tfplan") || name.starts_with(b"tfstate") || name.starts_with(b"tfconfig/")
}

fn judge_object(top: &TopLevel, head: &[u8], ended: bool) -> Verdict {
    let has = |key: &str| top.keys.contains(key);
    let wrong = |sentence| Verdict::Wrong(Wrong::of(sentence));
    let schema = top.schema.as_deref().unwrap_or_default().to_ascii_lowercase();
    match () {
        () if has("@level") || has("@message") => wrong(UI_LOG),
        () if has("encrypted_data") || has("encryption_version") => wrong(ENCRYPTED),
        () if has("provider_schemas") => wrong(SCHEMAS),
        () if has("valid") && (has("diagnostics") || has("error_count")) => wrong(VALIDATION),
        () if schema.contains("deploymenttemplate.json") => Verdict::Template,
        () if schema.contains("deploymentparameters.json") => wrong(PARAMETERS),
        () if is_plan(has) => Verdict::Plan,
        () if has("values") && (has("format_version") || has("terraform_version")) => wrong(STATE),
        () if has("lineage") || (has("version") && has("serial")) => wrong(RAW_STATE),
        () if has("contentVersion") && has("resources") => Verdict::Template,
        () if is_what_if(top, head) => Verdict::WhatIf,
        () if top.complete => wrong(judge_rest(top)),
        () => match top.broken {
            Some(at) => Verdict::Wrong(Wrong {
                problem: format!("it begins like JSON, which is broken at byte {at}"),
                help: "create the file again, and pass a Terraform plan in JSON or an ARM template",
                line: None,
            }),
            None if ended => Verdict::Wrong(Wrong {
                problem: format!("the JSON ends early, at byte {}", head.len()),
                help: "create the file again; check that the disk was not full and the pipe was not cut",
                line: None,
            }),
            None => Verdict::Unclear,
        },
    }
}

/// Whether keys are those of a plan. `configuration` and `variables` also occur elsewhere.
fn is_plan(has: impl Fn(&str) -> bool) -> bool {
    const OF_PLANS: [&str; 8] = [
        "planned_values",
        "resource_changes",
        "resource_drift",
        "output_changes",
        "prior_state",
        "relevant_attributes",
        "deferred_changes",
        "applyable",
    ];
    OF_PLANS.iter().any(|key| has(key)) || (has("format_version") && (has("configuration") || has("variables")))
}

/// Whether it is what a what-if prints: flat by the Azure CLI, below `properties` by the service.
fn is_what_if(top: &TopLevel, head: &[u8]) -> bool {
    let has = |key: &str| top.keys.contains(key);
    if has("changes") {
        return has("status") || has("potentialChanges") || has("diagnostics");
    }
    top.complete && has("properties") && has("status") && memchr::memmem::find(head, b"\"changeType\"").is_some()
}

/// What a whole object is that has the keys of nothing else.
fn judge_rest(top: &TopLevel) -> Sentence {
    let has = |key: &str| top.keys.contains(key);
    if has("format_version") && top.keys.iter().all(|key| key == "format_version" || key == "terraform_version") {
        EMPTY_STATE
    } else {
        OTHER_JSON
    }
}

fn judge_text(text: &str) -> Wrong {
    const OF_PLAN_TEXT: [&str; 7] = [
        "Terraform used the selected providers",
        "OpenTofu used the selected providers",
        "Terraform will perform the following",
        "OpenTofu will perform the following",
        "No changes. Your infrastructure",
        "An execution plan has been generated",
        "# Changes to Outputs:",
    ];
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let begins = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
    if OF_PLAN_TEXT.iter().any(|phrase| text.contains(phrase)) {
        return Wrong::of(PLAN_TEXT);
    }
    if begins(&[
        "resource \"",
        "terraform {",
        "provider \"",
        "variable \"",
        "module \"",
        "locals {",
        "data \"",
        "output \"",
    ]) {
        return Wrong::of(TERRAFORM_SOURCE);
    }
    if begins(&["targetScope", "param ", "@description(", "@secure(", "metadata ", "using ", "var "])
        || (begins(&["resource ", "module "]) && first.contains('\''))
    {
        return Wrong::of(BICEP_SOURCE);
    }
    if !text.lines().any(|line| line.trim_start().starts_with(['{'])) {
        // A file of any kind, perhaps one of credentials.
        return Wrong::of(OTHER_TEXT);
    }
    Wrong { line: Some(beginning(first)).filter(|line| !line.is_empty()), ..Wrong::of(NOISE) }
}

/// The beginning of a line of a log: enough to know it again, without what may be a value.
fn beginning(line: &str) -> String {
    const LONGEST: usize = 120;
    let end = line.find(['=', ':', '"', '\'', '{', '@']).unwrap_or(line.len());
    let (shown, behind) = line.split_at_checked(end).unwrap_or_default();
    let shown: String = shown.chars().filter(|character| !character.is_control()).take(LONGEST).collect();
    if behind.is_empty() { shown } else { format!("{shown}…") }
}

#[cfg(test)]
#[path = "detect_tests.rs"]
mod tests;
