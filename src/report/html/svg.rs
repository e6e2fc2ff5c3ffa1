//! The drawing: a box for each virtual network, a card in it for each subnet, a line from box to box for each peering.
//!
//! Laid out in whole pixels, so that equal networks give equal bytes. Everything in it also stands in a list below it, for
//! those who do not see it.

use super::card::{self, Card};
use super::findings::{Items, State};
use super::text;
use crate::report::drawing::{Drawing, Network};
use crate::report::wording::{counted, shortened};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Subnets in the drawing: what is beyond is counted.
const LIMIT: usize = 300;
/// Peerings in the drawing: what is beyond stands in the list only.
const PEERING_LIMIT: usize = 40;

const COLUMNS: usize = 3;
const GAP: usize = 14;
const HEAD: usize = 52;
/// From one line of a peering to the next.
const LANE: usize = 12;
/// Width of a box.
const WIDTH: usize = COLUMNS * card::WIDTH + (COLUMNS + 1) * GAP;
/// Characters of a network's name and of its prefixes.
const CHARACTERS: usize = 110;

/// Writes the section; nothing where there is no network.
pub(super) fn write(drawing: &Drawing, items: &Items<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    if drawing.networks.is_empty() {
        return Ok(());
    }
    let mut body = Vec::new();
    let (mut drawn, mut top) = (0, 1);
    // Top of each box that is drawn.
    let mut tops = Vec::new();
    for network in &drawing.networks {
        if drawn >= LIMIT {
            break;
        }
        let subnets = network.subnets.get(..network.subnets.len().min(LIMIT - drawn)).unwrap_or_default();
        drawn += subnets.len();
        tops.push(top);
        let cards: Vec<Card<'_>> = subnets.iter().map(Card::of).collect();
        top = write_network(network, &cards, items, top, &mut body)? + GAP;
    }
    let lanes = write_peerings(drawing, &tops, &mut body)?;
    let width = WIDTH + 2 + if lanes == 0 { 0 } else { (lanes + 1) * LANE };
    writeln!(out, "<section aria-labelledby=\"networks\">\n<h2 id=\"networks\">Networks</h2>")?;
    writeln!(out, "<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"networks\">")?;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{top}\" viewBox=\"0 0 {width} {top}\" role=\"group\" aria-label=\"Virtual networks with their subnets\">"
    )?;
    out.write_all(&body)?;
    writeln!(out, "</svg>\n</div>")?;
    writeln!(out, "<figcaption class=\"soft\">{LEGEND}</figcaption>\n</figure>")?;
    let all: usize = drawing.networks.iter().map(|network| network.subnets.len()).sum();
    if all > drawn {
        writeln!(out, "<p>{} left out here.</p>", counted(all - drawn, "more subnet"))?;
    }
    write_list(drawing, items, out)?;
    writeln!(out, "</section>")
}

const LEGEND: &str = "✗ and a thick border: a finding, to which the card leads. ? and a dashed border: something cannot be told. \
Dotted border: not declared in the inputs. Boxes in a card: services in the subnet (full border), or elsewhere with their traffic through it (broken border). \
Squares: required flows, <span class=\"key allow\"></span> allowed, <span class=\"key deny\"></span> denied, \
<span class=\"key partial\"></span> in part, <span class=\"key unknown\"></span> not known. Lines beside networks: peerings, \
dashed where one side is missing.";

/// Draws one network below `top`; gives its lower end.
fn write_network(
    network: &Network,
    cards: &[Card<'_>],
    items: &Items<'_, '_>,
    top: usize,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let rows: Vec<usize> =
        cards.chunks(COLUMNS).map(|row| row.iter().map(Card::height).max().unwrap_or_default()).collect();
    let bottom = top + HEAD + rows.iter().map(|height| height + GAP).sum::<usize>();
    let outside = if network.is_external { " outside" } else { "" };
    let height = bottom - top;
    writeln!(
        out,
        "<rect class=\"network{outside}\" x=\"1\" y=\"{top}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"10\"/>"
    )?;
    let [name, more] = network_lines(network, items).map(|line| text(&shortened(&line, CHARACTERS)));
    writeln!(out, "<text class=\"title\" x=\"{GAP}\" y=\"{}\">{name}</text>", top + 22)?;
    writeln!(out, "<text class=\"small\" x=\"{GAP}\" y=\"{}\">{more}</text>", top + 40)?;
    let mut y = top + HEAD;
    for (row, height) in cards.chunks(COLUMNS).zip(rows) {
        for (card, column) in row.iter().zip(0..) {
            let x = GAP + column * (card::WIDTH + GAP);
            write_card(card, items, (x, y, height), out)?;
        }
        y += height + GAP;
    }
    Ok(bottom)
}

/// The name, and what else there is to say.
fn network_lines(network: &Network, items: &Items<'_, '_>) -> [String; 2] {
    if network.name.is_empty() {
        return ["Subnets whose virtual network is not known".to_owned(), String::new()];
    }
    let (state, _) = items.state(&network.subject);
    let sign = if state == State::Good { String::new() } else { format!("{} ", sign(state)) };
    let mut more = vec![network.prefixes.join(", ")];
    more.extend(network.region.clone());
    if network.is_external {
        more.push("not declared in the inputs".to_owned());
    }
    if !network.peers.is_empty() {
        more.push(format!("peered with {}", network.peers.join(", ")));
    }
    if network.subject != network.name {
        more.push(network.subject.clone());
    }
    more.retain(|words| !words.is_empty());
    [format!("{sign}{}", network.name), more.join(" · ")]
}

fn sign(state: State) -> &'static str {
    match state {
        State::Good => "✓",
        State::Unknown => "?",
        State::Fail => "✗",
    }
}

fn write_card(
    card: &Card<'_>,
    items: &Items<'_, '_>,
    (x, y, height): (usize, usize, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    let subnet = card.subnet;
    let (state, link) = items.state(&subnet.subject);
    let class = state.class();
    let outside = if subnet.is_external { " outside" } else { "" };
    let label = text(&format!("Subnet {}: {}", subnet.subject, words(state)));
    match &link {
        Some(link) => writeln!(out, "<a class=\"card {class}\" href=\"{link}\" aria-label=\"{label}\">")?,
        None => writeln!(out, "<g class=\"card {class}\" role=\"img\" aria-label=\"{label}\">")?,
    }
    writeln!(out, "<title>{}</title>", text(&subnet.subject))?;
    let width = card::WIDTH;
    writeln!(
        out,
        "<rect class=\"subnet{outside}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>"
    )?;
    card.write(sign(state), (x, y), out)?;
    writeln!(out, "{}", if link.is_some() { "</a>" } else { "</g>" })
}

fn words(state: State) -> &'static str {
    match state {
        State::Good => "nothing found",
        State::Unknown => "something cannot be told",
        State::Fail => "findings",
    }
}

/// A line at the right of the boxes for each pair of peered networks; gives the number of lines.
fn write_peerings(drawing: &Drawing, tops: &[usize], out: &mut dyn Write) -> io::Result<usize> {
    // Whether both sides say so, by the pair.
    let mut pairs: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for (network, from) in drawing.networks.iter().zip(0..) {
        for &to in network.peer_places.iter().filter(|&&to| to != from) {
            let is_back = drawing.networks.get(to).is_some_and(|other| other.peer_places.contains(&from));
            pairs.insert((from.min(to), from.max(to)), is_back);
        }
    }
    let mut lanes = 0;
    for ((one, other), is_mutual) in pairs.into_iter().take(PEERING_LIMIT) {
        let (Some(from), Some(to)) = (tops.get(one), tops.get(other)) else { continue };
        lanes += 1;
        let name = |at: usize| drawing.networks.get(at).map_or("", |network| network.name.as_str());
        let (edge, lane) = (WIDTH + 1, lanes * LANE);
        // Ends are spread, so that several lines of one network stay apart.
        let (start, end) = (from + 14 + lanes * 4 % 32, to + 14 + lanes * 4 % 32);
        let class = if is_mutual { "peering" } else { "peering half" };
        let side = if is_mutual { "" } else { ", from one side only" };
        let title = text(&format!("{} and {} are peered{side}", name(one), name(other)));
        writeln!(out, "<g class=\"{class}\"><title>{title}</title>")?;
        writeln!(out, "<path d=\"M{edge} {start} h{lane} V{end} h-{lane}\"/>")?;
        writeln!(
            out,
            "<circle cx=\"{edge}\" cy=\"{start}\" r=\"3.5\"/><circle cx=\"{edge}\" cy=\"{end}\" r=\"3.5\"/></g>"
        )?;
    }
    Ok(lanes)
}

/// The same as a list, uncut.
fn write_list(drawing: &Drawing, items: &Items<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<details>\n<summary>The networks as a list</summary>\n<ul>")?;
    let mut left = LIMIT;
    for network in &drawing.networks {
        let lines = network_lines(network, items);
        let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        writeln!(out, "<li>{}\n<ul>", text(&lines.join("; ")))?;
        for subnet in network.subnets.iter().take(left) {
            let (state, link) = items.state(&subnet.subject);
            let found = link.map_or(words(state).to_owned(), |link| format!("<a href=\"{link}\">{}</a>", words(state)));
            writeln!(out, "<li>{}; {found}</li>", text(&Card::of(subnet).words().join("; ")))?;
        }
        left = left.saturating_sub(network.subnets.len());
        writeln!(out, "</ul></li>")?;
    }
    writeln!(out, "</ul>\n</details>")
}
