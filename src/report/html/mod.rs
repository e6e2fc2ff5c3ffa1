//! The report as one HTML page that needs nothing else: a drawing of the networks, the matrix of required flows, and the
//! findings with filters.
//!
//! Everything is there without scripts; the script only filters. Colours are never the only sign. Nothing is fetched, and
//! the page forbids it. Texts of the user's are escaped in one place, [`text`].

mod card;
mod findings;
mod matrix;
mod svg;

use super::overview::Overview;
use super::wording::{counted, printable};
use super::{Gate, RenderOptions, Report};
use crate::rule::Level;
use findings::Items;
use std::io::{self, Write};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes the page.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let overview = Overview::of(report, options);
    let items = Items::of(&overview);
    head(&overview, &items, out)?;
    if let Some(drawing) = &report.drawing {
        svg::write(drawing, &items, out)?;
        matrix::write(drawing, out)?;
    }
    items.write(out)?;
    inputs(&overview, out)?;
    writeln!(out, "</main>\n<footer>vnetguard {}</footer>", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>")
}

fn head(overview: &Overview<'_>, items: &Items<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let gate = text(&overview.gate_text());
    let class = match overview.gate() {
        Gate::Pass => "passes",
        Gate::Fail => "fails",
    };
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>vnetguard: {gate}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<a class=\"skip\" href=\"#findings\">Skip to the findings</a>")?;
    writeln!(out, "<header>\n<h1>vnetguard</h1>\n<p class=\"gate {class}\">{gate}</p>")?;
    writeln!(out, "<p>{}</p>", text(&overview.headline()))?;
    tiles(overview, items, out)?;
    writeln!(out, "</header>")?;
    contents(overview.report, out)?;
    writeln!(out, "<main>")
}

/// The counts, large, each leading to what is counted.
fn tiles(overview: &Overview<'_>, items: &Items<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let tally = &overview.tally;
    let counts = [
        ("error", tally.fails_at(Level::Error), "errors"),
        ("warning", tally.fails_at(Level::Warning), "warnings"),
        ("note", tally.fails_at(Level::Note), "notes"),
        ("unknown", tally.unknowns, "cannot be told"),
        ("accepted", tally.suppressed, "accepted"),
        ("pass", tally.passes, "requirements hold"),
    ];
    writeln!(out, "<ul class=\"tiles\">")?;
    for (class, count, words) in counts {
        let none = if count == 0 { " none" } else { "" };
        let number = format!("<strong>{count}</strong> {words}");
        // Passes stand below only where they are asked for.
        let shown = if items.has(class) {
            format!("<a href=\"#findings\" data-kind=\"{class}\">{number}</a>")
        } else {
            format!("<span>{number}</span>")
        };
        writeln!(out, "<li class=\"{class}{none}\">{shown}</li>")?;
    }
    writeln!(out, "</ul>")
}

/// Links to the sections that are on the page.
fn contents(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let drawing = report.drawing.as_ref();
    let sections = [
        ("networks", "Networks", drawing.is_some_and(|drawing| !drawing.networks.is_empty())),
        ("flows", "Required flows", drawing.is_some_and(|drawing| drawing.subnets_with_flows().next().is_some())),
        ("findings", "Findings", true),
        ("inputs", "What was judged", true),
    ];
    write!(out, "<nav aria-label=\"Sections\">")?;
    for (id, title, _) in sections.iter().filter(|(.., is_there)| *is_there) {
        write!(out, "<a href=\"#{id}\">{title}</a> ")?;
    }
    writeln!(out, "</nav>")
}

/// What was judged, and what a reader must know of it.
fn inputs(overview: &Overview<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = overview.report;
    writeln!(out, "<section aria-labelledby=\"inputs\">\n<h2 id=\"inputs\">What was judged</h2>\n<dl>")?;
    let mut line = |name: &str, value: &str| writeln!(out, "<dt>{name}</dt><dd>{}</dd>", text(value));
    for input in &report.inputs {
        line("input", input)?;
    }
    line("seen", &overview.accounting())?;
    line("rules", &format!("{}, as of {}", counted(report.rules.len(), "rule"), report.context.as_of))?;
    for (family, edition) in &report.context.editions {
        line("edition", &format!("{family} {edition}"))?;
    }
    for note in &report.accounting.notes {
        line("note", note)?;
    }
    for notice in &report.notices {
        line("to mend", &notice.message)?;
    }
    writeln!(out, "</dl>\n</section>")
}

/// `source` as HTML shows it, in text and in attributes.
fn text(source: &str) -> String {
    let mut html = String::with_capacity(source.len());
    for character in printable(source, false).chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
    html
}

/// The address of a page of a document; `None` for what is no such address.
fn address(url: &str) -> Option<String> {
    url.starts_with("https://").then(|| text(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing of a text is markup, inside of elements and of attributes; only addresses of pages are links.
    #[test]
    fn texts_stay_texts() {
        assert_eq!(text("<script>\"a\"&'b'\u{1b}\n"), "&lt;script&gt;&quot;a&quot;&amp;&#39;b&#39;\\u{1b}\\n");
        assert_eq!(address("javascript:alert(1)"), None);
        assert_eq!(address("https://a/\"b"), Some("https://a/&quot;b".to_owned()));
    }

    /// The page fetches nothing, and its own parts end none of their elements.
    #[test]
    fn the_page_stands_alone() {
        for part in [STYLE, SCRIPT] {
            assert!(
                !part.contains("</") && !part.contains("http") && !part.contains("@import") && !part.contains("url(")
            );
        }
    }
}
