//! The report as Markdown, for step summaries and comments on pull requests.
//!
//! It stays below the length of a comment on GitHub by leaving out rows, never by cutting one, and says how many. Names and
//! messages of the user's are shown, never obeyed: no markup, no mention, no link comes of them.

use super::overview::{Overview, whole_message};
use super::wording::{
    acceptance_text, counted, obstacle_text, place_text, printable, remediation_of, shortened, source_text,
};
use super::{Gate, RenderOptions, Report};
use crate::finding::Verdict;
use crate::model::Location;
use std::io::{self, Write};

/// Bytes of the document: a comment on GitHub holds 65,536 characters, a step summary 1 MiB.
const LIMIT: usize = 60_000;

/// Bytes for what stands behind the table of findings.
const REST: usize = 20_000;

/// Characters of a message.
const MESSAGE_LIMIT: usize = 1000;

/// Writes the document.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let overview = Overview::of(report, options);
    let mut page = Page { text: String::new() };
    let (sign, word) = match overview.gate() {
        Gate::Pass => ("✅", "passes"),
        Gate::Fail => ("❌", "fails"),
    };
    page.text.push_str(&format!("## {sign} vnetguard: the gate {word}\n\n{}\n\n", shown(&overview.headline())));
    findings(&overview, &mut page);
    unknowns(&overview, &mut page);
    accepted(&overview, &mut page);
    warnings(&overview, &mut page);
    inputs(&overview, &mut page);
    out.write_all(page.text.as_bytes())
}

/// The text so far.
struct Page {
    text: String,
}

impl Page {
    /// Appends rows while they fit below `limit`; then a line that counts the rest as `noun`s.
    fn rows(&mut self, rows: &[String], limit: usize, noun: &str) {
        let mut left = rows.len();
        for row in rows {
            if self.text.len() + row.len() > limit {
                break;
            }
            self.text.push_str(row);
            left -= 1;
        }
        if left > 0 {
            self.text.push_str(&format!(
                "\n{} left out here: the whole report is in the log or the other outputs.\n",
                counted(left, noun)
            ));
        }
        self.text.push('\n');
    }

    /// A section that opens on demand.
    fn section(&mut self, title: &str, rows: &[String], share: usize, noun: &str) {
        if !rows.is_empty() {
            self.text.push_str(&format!("<details><summary>{title}</summary>\n\n"));
            self.rows(rows, (self.text.len() + share).min(LIMIT), noun);
            self.text.push_str("</details>\n\n");
        }
    }
}

fn findings(overview: &Overview<'_>, page: &mut Page) {
    if overview.fails.is_empty() {
        return;
    }
    page.text.push_str("| | rule | finding | place |\n|---|---|---|---|\n");
    let rows: Vec<String> = overview
        .fails
        .iter()
        .map(|group| {
            let verdict = group.first;
            let rule = overview.rule(&verdict.rule);
            let title = rule.map_or(String::new(), |rule| format!("<br>{}", shown(&rule.title)));
            let fix = remediation_of(verdict, rule)
                .map_or(String::new(), |fix| format!("<br>**Fix:** {}", shown(&shortened(fix, MESSAGE_LIMIT))));
            let source = rule.and_then(|rule| rule.sources.first()).map_or(String::new(), |source| {
                format!("<br>[{}]({})", shown(&source_text(source)), link_target(&source.url))
            });
            format!(
                "| {} | {}{title} | {}{fix}{source} | {} |\n",
                verdict.level.as_str(),
                code(&verdict.rule.0),
                shown(&shortened(&whole_message(group), MESSAGE_LIMIT)),
                place(verdict),
            )
        })
        .collect();
    page.rows(&rows, LIMIT - REST, "finding");
}

fn unknowns(overview: &Overview<'_>, page: &mut Page) {
    let rows: Vec<String> = overview
        .unknowns
        .iter()
        .map(|group| {
            let verdict = group.first;
            let more = if group.others.is_empty() {
                String::new()
            } else {
                format!(" and {}", counted(group.others.len(), "more instance"))
            };
            let why = shown(&shortened(&obstacle_text(verdict), MESSAGE_LIMIT));
            let place =
                verdict.location.as_ref().map_or(String::new(), |location| format!(" ({})", place_code(location)));
            format!("- {} {}{more}: {why}{place}\n", code(&verdict.rule.0), code(&verdict.subject))
        })
        .collect();
    let title = format!("{} cannot be told before deployment", counted(overview.tally.unknowns, "verdict"));
    page.section(&title, &rows, REST / 3, "verdict");
}

fn accepted(overview: &Overview<'_>, page: &mut Page) {
    let rows: Vec<String> = overview
        .report
        .verdicts
        .iter()
        .filter_map(|verdict| {
            let why = shown(&shortened(&acceptance_text(verdict.suppression.as_ref()?), MESSAGE_LIMIT));
            Some(format!("- {} {}: {why}\n", code(&verdict.rule.0), code(&verdict.subject)))
        })
        .collect();
    page.section(&format!("{} accepted", counted(rows.len(), "finding")), &rows, REST / 4, "finding");
}

fn warnings(overview: &Overview<'_>, page: &mut Page) {
    let rows: Vec<String> = overview
        .report
        .notices
        .iter()
        .map(|notice| {
            let place =
                notice.location.as_ref().map_or(String::new(), |location| format!(" ({})", place_code(location)));
            format!("- {}{place}\n", shown(&shortened(&notice.message, MESSAGE_LIMIT)))
        })
        .collect();
    if !rows.is_empty() {
        page.text.push_str("**Suppressions to mend**\n\n");
        page.rows(&rows, (page.text.len() + REST / 4).min(LIMIT), "warning");
    }
}

fn inputs(overview: &Overview<'_>, page: &mut Page) {
    let report = overview.report;
    let mut rows = vec![format!("- {}\n", shown(&overview.accounting()))];
    rows.push(format!("- {}, as of {}\n", counted(report.rules.len(), "rule"), shown(&report.context.as_of)));
    rows.extend(report.inputs.iter().map(|input| format!("- {}\n", code(input))));
    rows.extend(report.accounting.notes.iter().map(|note| format!("- {}\n", shown(&shortened(note, MESSAGE_LIMIT)))));
    page.section("What was judged", &rows, REST / 6, "line");
    page.text.push_str(&format!("{}\n", shown(&overview.gate_text())));
}

fn place(verdict: &Verdict) -> String {
    verdict.location.as_ref().map_or(String::new(), place_code)
}

fn place_code(location: &Location) -> String {
    code(&place_text(location))
}

/// A name in fixed type. Inside of `<code>` hosts look for no mentions, references and links.
fn code(text: &str) -> String {
    format!("<code>{}</code>", signs(&printable(text, false)))
}

/// The address of a page of ours: nothing in it ends a link.
fn link_target(url: &str) -> String {
    url.replace(|character: char| !character.is_ascii_graphic() || "()<>\\\"|`".contains(character), "")
}

/// `text` on one line, shown as it is. A joiner stands behind what hosts make mentions, references and links of once the
/// page is drawn.
fn shown(text: &str) -> String {
    let text = printable(text, false).replace('@', "@\u{2060}").replace('#', "#\u{2060}");
    signs(&text)
}

/// Signs of Markdown and HTML, and what makes addresses links, as character references; an underscore inside of a word is
/// no sign.
fn signs(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let in_word = before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        if "\\`*{}[]<>|~&!@#".contains(character) || (character == '_' && !in_word) {
            markdown.push_str(&format!("&#{};", u32::from(character)));
        } else {
            markdown.push(character);
        }
        before = character;
    }
    markdown.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing of a text is markup, a mention, a reference, a link or a new row.
    #[test]
    fn texts_stay_texts() {
        let text = shown("<b>@team #77 https://x [a](b) | `c` **d**\n# e");
        for sign in ["<", "@", "#77", "://", "[", "|", "`", "*", "\n"] {
            assert!(!text.contains(sign), "{sign} in {text}");
        }
        assert_eq!(shown("Subnet 'a-b_c/d' has 28."), "Subnet 'a-b_c/d' has 28.");
        assert_eq!(signs("_a__b_"), "&#95;a&#95;&#95;b&#95;");
        assert_eq!(link_target("https://a/b) <x>"), "https://a/bx");
    }
}
