//! The drawing: a box for each virtual network, a card in it for each subnet, with what is in it and before it.
//!
//! Laid out by counting lines, in whole pixels, so that equal networks give equal bytes. Every card is also a list entry
//! below the drawing, for those who do not see it.

use super::findings::{Items, State};
use super::text;
use crate::report::drawing::{Drawing, Network, Subnet};
use crate::report::wording::{counted, shortened};
use std::io::{self, Write};

/// Subnets in the drawing: what is beyond is counted.
const LIMIT: usize = 300;

const COLUMNS: usize = 3;
const CARD_WIDTH: usize = 366;
const LINE: usize = 18;
const GAP: usize = 14;
const PADDING: usize = 12;
/// Characters that fit on a line of a card, in the usual and in the small size.
const CARD_CHARACTERS: (usize, usize) = (50, 58);
/// The same for a network.
const NETWORK_CHARACTERS: (usize, usize) = (140, 160);
const WIDTH: usize = COLUMNS * CARD_WIDTH + (COLUMNS + 1) * GAP;

/// A line of a card: its class and text.
type Line = (&'static str, String);

/// Writes the section; nothing where there is no network.
pub(super) fn write(drawing: &Drawing, items: &Items<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    if drawing.networks.is_empty() {
        return Ok(());
    }
    let mut body = Vec::new();
    let mut drawn = 0;
    let mut top = GAP;
    for network in &drawing.networks {
        if drawn >= LIMIT {
            break;
        }
        let subnets = network.subnets.get(..network.subnets.len().min(LIMIT - drawn)).unwrap_or_default();
        drawn += subnets.len();
        top = write_network(network, subnets, items, top, &mut body)? + GAP;
    }
    let all: usize = drawing.networks.iter().map(|network| network.subnets.len()).sum();
    writeln!(out, "<section aria-labelledby=\"networks\">\n<h2 id=\"networks\">Networks</h2>")?;
    writeln!(
        out,
        "<figure style=\"margin:0\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"networks\">"
    )?;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{top}\" viewBox=\"0 0 {WIDTH} {top}\" role=\"group\" aria-label=\"Virtual networks with their subnets\">"
    )?;
    out.write_all(&body)?;
    writeln!(out, "</svg>\n</div>")?;
    writeln!(
        out,
        "<figcaption class=\"soft\">Thick border: a finding. Dashed border: something cannot be told. Dotted border: not declared in the inputs. Cards lead to their findings.</figcaption>\n</figure>"
    )?;
    if all > drawn {
        writeln!(out, "<p>{} left out here.</p>", counted(all - drawn, "more subnet"))?;
    }
    write_list(drawing, items, out)?;
    writeln!(out, "</section>")
}

/// Draws one network below `top`; gives its lower end.
fn write_network(
    network: &Network,
    subnets: &[Subnet],
    items: &Items<'_, '_>,
    top: usize,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let lines = network_lines(network, items);
    let cards: Vec<(&Subnet, Vec<Line>)> = subnets.iter().map(|subnet| (subnet, subnet_lines(subnet))).collect();
    let head = top + PADDING + lines.len() * LINE + PADDING / 2;
    let height_of = |lines: &[Line]| 2 * PADDING + lines.len() * LINE - LINE / 3;
    let rows: Vec<usize> = cards
        .chunks(COLUMNS)
        .map(|row| row.iter().map(|(_, lines)| height_of(lines)).max().unwrap_or_default())
        .collect();
    let bottom =
        head + rows.iter().map(|height| height + GAP).sum::<usize>() + if rows.is_empty() { PADDING } else { 0 };
    let outside = if network.is_external { " outside" } else { "" };
    writeln!(
        out,
        "<rect class=\"network{outside}\" x=\"1\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        WIDTH - 2,
        bottom - top
    )?;
    write_lines(&lines, GAP, top + PADDING, NETWORK_CHARACTERS, out)?;
    let mut y = head;
    for (row, height) in cards.chunks(COLUMNS).zip(rows) {
        for (column, (subnet, lines)) in row.iter().enumerate() {
            let x = GAP + column * (CARD_WIDTH + GAP);
            write_card(subnet, lines, items, (x, y, height), out)?;
        }
        y += height + GAP;
    }
    Ok(bottom)
}

fn network_lines(network: &Network, items: &Items<'_, '_>) -> Vec<Line> {
    if network.name.is_empty() {
        return vec![("name", "Subnets whose virtual network is not known".to_owned())];
    }
    let region = network.region.as_ref().map_or(String::new(), |region| format!(", {region}"));
    let (state, _) = items.state(&network.subject);
    let sign = if state == State::Good { "" } else { sign(state) };
    let mut lines = vec![("name", format!("{sign}{}", network.name))];
    lines.push(("small", format!("{}{region}", network.prefixes.join(", "))));
    if !network.peers.is_empty() {
        lines.push(("small", format!("peered with {}", network.peers.join(", "))));
    }
    lines
}

fn sign(state: State) -> &'static str {
    match state {
        State::Good => "✓ ",
        State::Unknown => "? ",
        State::Fail => "✗ ",
    }
}

fn subnet_lines(subnet: &Subnet) -> Vec<Line> {
    let mut lines = vec![("name", subnet.name.clone()), ("small", subnet.prefixes.join(", "))];
    lines.extend(subnet.delegations.iter().map(|service| ("small", format!("delegated: {service}"))));
    lines.extend(subnet.occupants.iter().map(|one| ("", format!("▸ {}: {} ({})", one.how, one.name, one.kind))));
    let group = subnet.security_group.as_deref().unwrap_or("none");
    lines.push(("small", format!("security group: {group}")));
    if let Some(table) = &subnet.route_table {
        lines.push(("small", format!("route table: {}", table.name)));
        lines.extend(table.routes.iter().take(6).map(|route| ("small", format!("  {route}"))));
        if table.routes.len() > 6 {
            lines.push(("small", format!("  and {}", counted(table.routes.len() - 6, "more route"))));
        }
    }
    if let Some(gateway) = &subnet.nat_gateway {
        lines.push(("small", format!("NAT gateway: {gateway}")));
    }
    let count = |verdict: &str| subnet.cells.values().filter(|cell| cell.verdict == verdict).count();
    if !subnet.cells.is_empty() {
        let (allowed, denied) = (count("allow"), count("deny"));
        let open = subnet.cells.len() - allowed - denied;
        lines.push(("small", format!("required flows: {allowed} allowed, {denied} denied, {open} open")));
    }
    lines
}

fn write_card(
    subnet: &Subnet,
    lines: &[Line],
    items: &Items<'_, '_>,
    (x, y, height): (usize, usize, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    let (state, link) = items.state(&subnet.subject);
    let outside = if subnet.is_external { " outside" } else { "" };
    let label = text(&format!("Subnet {}: {}", subnet.subject, words(state)));
    match &link {
        Some(link) => writeln!(out, "<a href=\"{link}\" aria-label=\"{label}\">")?,
        None => writeln!(out, "<g role=\"img\" aria-label=\"{label}\">")?,
    }
    writeln!(out, "<title>{}</title>", text(&subnet.subject))?;
    let class = state.class();
    writeln!(
        out,
        "<rect class=\"subnet {class}{outside}\" x=\"{x}\" y=\"{y}\" width=\"{CARD_WIDTH}\" height=\"{height}\" rx=\"6\"/>"
    )?;
    write_lines(lines, x + PADDING, y + PADDING, CARD_CHARACTERS, out)?;
    let (right, line) = (x + CARD_WIDTH - PADDING, y + PADDING + 12);
    writeln!(
        out,
        "<text class=\"state name {class}\" x=\"{right}\" y=\"{line}\" text-anchor=\"end\">{}</text>",
        sign(state).trim_end()
    )?;
    writeln!(out, "{}", if link.is_some() { "</a>" } else { "</g>" })
}

fn words(state: State) -> &'static str {
    match state {
        State::Good => "nothing found",
        State::Unknown => "something cannot be told",
        State::Fail => "findings",
    }
}

fn write_lines(
    lines: &[Line],
    x: usize,
    top: usize,
    (usual, small): (usize, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    for ((class, line), number) in lines.iter().zip(0..) {
        let y = top + number * LINE + 12;
        let shown = text(&shortened(line, if *class == "small" { small } else { usual }));
        writeln!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{shown}</text>")?;
    }
    Ok(())
}

/// The same as a list, uncut.
fn write_list(drawing: &Drawing, items: &Items<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<details>\n<summary>The networks as a list</summary>\n<ul>")?;
    let mut left = LIMIT;
    for network in &drawing.networks {
        let lines: Vec<String> = network_lines(network, items).into_iter().map(|(_, line)| line).collect();
        writeln!(out, "<li>{}\n<ul>", text(&lines.join("; ")))?;
        for subnet in network.subnets.iter().take(left) {
            let lines: Vec<String> = subnet_lines(subnet).into_iter().map(|(_, line)| line.trim().to_owned()).collect();
            let (state, link) = items.state(&subnet.subject);
            let found = link.map_or(words(state).to_owned(), |link| format!("<a href=\"{link}\">{}</a>", words(state)));
            writeln!(out, "<li>{}; {found}</li>", text(&lines.join("; ")))?;
        }
        left = left.saturating_sub(network.subnets.len());
        writeln!(out, "</ul></li>")?;
    }
    writeln!(out, "</ul>\n</details>")
}
