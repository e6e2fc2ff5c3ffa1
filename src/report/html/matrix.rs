//! The matrix: what becomes of every required flow at every subnet, with the rule that decides it.

use super::text;
use crate::report::drawing::{Cell, Drawing};
use crate::report::wording::counted;
use std::io::{self, Write};

/// Columns of the table: what is beyond is counted.
const LIMIT: usize = 60;

/// Writes the section; nothing where no subnet has required flows.
pub(super) fn write(drawing: &Drawing, out: &mut dyn Write) -> io::Result<()> {
    let subnets: Vec<_> = drawing.subnets_with_flows().collect();
    if subnets.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section aria-labelledby=\"flows\">\n<h2 id=\"flows\">Required flows</h2>")?;
    writeln!(
        out,
        "<div id=\"matrix\" class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"flows\">\n<table>"
    )?;
    writeln!(
        out,
        "<caption>What each subnet&#39;s network security group does to each required flow, and the rule that decides.</caption>"
    )?;
    writeln!(out, "<thead><tr><th scope=\"col\">Required flow</th>")?;
    for (network, subnet) in subnets.iter().take(LIMIT) {
        writeln!(
            out,
            "<th scope=\"col\" title=\"{}\">{}<br><span class=\"soft\">{}</span></th>",
            text(&subnet.subject),
            text(&subnet.name),
            text(&network.name)
        )?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for flow in &drawing.flows {
        let title = if flow.title.is_empty() {
            String::new()
        } else {
            format!("<br><span class=\"soft\">{}</span>", text(&flow.title))
        };
        let what = if flow.what.is_empty() { &flow.row } else { &flow.what };
        writeln!(out, "<tr><th scope=\"row\" title=\"{}\">{}{title}</th>", text(&flow.row), text(what))?;
        for (_, subnet) in subnets.iter().take(LIMIT) {
            match subnet.cells.get(&flow.row) {
                Some(cell) => write_cell(cell, out)?,
                None => writeln!(out, "<td class=\"none\">not required</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>")?;
    if let Some(more) = subnets.len().checked_sub(LIMIT).filter(|more| *more > 0) {
        writeln!(out, "<p>{} left out here.</p>", counted(more, "more subnet"))?;
    }
    writeln!(out, "</section>")
}

fn write_cell(cell: &Cell, out: &mut dyn Write) -> io::Result<()> {
    let (class, sign, word) = match cell.verdict.as_str() {
        "allow" => ("allow", "✓", "allowed"),
        "deny" => ("deny", "✗", "denied"),
        "partial" => ("partial", "◐", "partly allowed"),
        _ => ("unknown", "?", "not known"),
    };
    let by = cell.decided_by.as_ref().map_or(String::new(), |rule| format!("<br>by {}", text(rule)));
    let why = cell
        .reason
        .as_ref()
        .map_or(String::new(), |reason| format!("<br><span class=\"soft\">{}</span>", text(reason)));
    let packet = cell
        .witness
        .as_ref()
        .map_or(String::new(), |packet| format!("<br><span class=\"soft\">such as {}</span>", text(packet)));
    let verdict = format!("<span class=\"verdict\"><span aria-hidden=\"true\">{sign}</span> {word}</span>");
    writeln!(out, "<td class=\"{class}\">{verdict}{by}{packet}{why}</td>")
}
