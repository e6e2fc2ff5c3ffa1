//! One subnet as a card of the drawing: its name and prefixes, what is in it, what guards it, where its traffic goes.
//!
//! A card is laid out before it is written, so that the cards of a row can be made equally high. Whole pixels only.

use super::text;
use crate::report::drawing::{Cell, How, Occupant, Subnet};
use crate::report::wording::{counted, shortened};
use std::io::{self, Write};

/// Width of a card.
pub(super) const WIDTH: usize = 366;
const PADDING: usize = 14;
const LINE: usize = 18;
/// Height of what is in the subnet.
const SERVICE: usize = 42;
const SERVICE_MARGIN: usize = 4;
/// A required flow.
const SQUARE: usize = 13;
const SQUARES_IN_LINE: usize = (WIDTH - 2 * PADDING) / SQUARE;
/// Characters that fit on a line of a card, in the usual and in the small size.
const CHARACTERS: usize = 44;
const SMALL_CHARACTERS: usize = 48;
/// What is in a subnet, and routes, that are drawn one by one.
const SHOWN: usize = 6;

/// The parts of a card from top to bottom.
enum Part<'d> {
    /// Name and prefixes.
    Title,
    /// A line of small text behind a sign.
    Line(&'static str, String),
    Service(&'d Occupant),
    /// The network security group and what it does to the required flows.
    Guard,
}

/// A card that is laid out.
pub(super) struct Card<'d> {
    pub(super) subnet: &'d Subnet,
    parts: Vec<Part<'d>>,
}

impl<'d> Card<'d> {
    /// Lays a card out.
    pub(super) fn of(subnet: &'d Subnet) -> Self {
        let mut parts = vec![Part::Title];
        parts.extend(subnet.delegations.iter().map(|service| {
            Part::Line("⌂", format!("delegated to {}", service.strip_prefix("Microsoft.").unwrap_or(service)))
        }));
        let is_user = |one: &&Occupant| one.how != How::LetsIn;
        parts.extend(subnet.occupants.iter().filter(is_user).take(SHOWN).map(Part::Service));
        let users = subnet.occupants.iter().filter(is_user).count();
        if let Some(more) = users.checked_sub(SHOWN).filter(|more| *more > 0) {
            parts.push(Part::Line(" ", format!("and {more} more")));
        }
        parts.extend(let_in(subnet).map(|line| Part::Line("⇥", line)));
        parts.push(Part::Guard);
        if let Some(table) = &subnet.route_table {
            parts.push(Part::Line("⇄", format!("route table {}", table.name)));
            parts.extend(table.routes.iter().take(SHOWN).map(|route| Part::Line(" ", route.clone())));
            if let Some(more) = table.routes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                parts.push(Part::Line(" ", format!("and {}", counted(more, "more route"))));
            }
        }
        parts.extend(subnet.nat_gateway.iter().map(|gateway| Part::Line("⇗", format!("NAT gateway {gateway}"))));
        Self { subnet, parts }
    }

    /// Height of the card.
    pub(super) fn height(&self) -> usize {
        2 * PADDING + self.parts.iter().map(|part| self.part_height(part)).sum::<usize>()
    }

    fn part_height(&self, part: &Part<'_>) -> usize {
        match part {
            Part::Title => LINE + 6,
            Part::Line(..) => LINE,
            Part::Service(_) => SERVICE + 2 * SERVICE_MARGIN,
            Part::Guard => LINE + self.subnet.cells.len().div_ceil(SQUARES_IN_LINE) * SQUARE + 6,
        }
    }

    /// Writes the parts of the card at `(x, y)`; `sign` says how the subnet comes off.
    pub(super) fn write(&self, sign: &str, (x, y): (usize, usize), out: &mut dyn Write) -> io::Result<()> {
        let left = x + PADDING;
        let mut top = y + PADDING;
        for part in &self.parts {
            match part {
                Part::Title => self.write_title(sign, left, top, out)?,
                Part::Line(sign, line) => write_line(sign, line, left, top, out)?,
                Part::Service(occupant) => write_service(occupant, left, top + SERVICE_MARGIN, out)?,
                Part::Guard => self.write_guard(left, top, out)?,
            }
            top += self.part_height(part);
        }
        Ok(())
    }

    fn write_title(&self, sign: &str, left: usize, top: usize, out: &mut dyn Write) -> io::Result<()> {
        let (base, right) = (top + 13, left + WIDTH - 2 * PADDING);
        let prefixes = shortened(&self.subnet.prefixes.join(", "), SMALL_CHARACTERS / 2);
        let room = CHARACTERS.saturating_sub(prefixes.chars().count() + 3);
        let name = shortened(&self.subnet.name, room.max(8));
        writeln!(
            out,
            "<text class=\"name\" x=\"{left}\" y=\"{base}\"><tspan class=\"state\">{sign}</tspan> {}</text>",
            text(&name)
        )?;
        writeln!(
            out,
            "<text class=\"small code\" x=\"{right}\" y=\"{base}\" text-anchor=\"end\">{}</text>",
            text(&prefixes)
        )
    }

    fn write_guard(&self, left: usize, top: usize, out: &mut dyn Write) -> io::Result<()> {
        let (class, name) = match &self.subnet.security_group {
            Some(group) => ("shield", group.clone()),
            None => ("shield none", "no network security group".to_owned()),
        };
        // A shield, 12 wide and 14 high.
        writeln!(out, "<path class=\"{class}\" d=\"M{left} {} l6 -2 l6 2 v5 q0 5 -6 7 q-6 -2 -6 -7 z\"/>", top + 3)?;
        let shown = text(&shortened(&name, SMALL_CHARACTERS));
        writeln!(out, "<text class=\"small\" x=\"{}\" y=\"{}\">{shown}</text>", left + 20, top + 13)?;
        for ((row, cell), at) in self.subnet.cells.iter().zip(0..) {
            let x = left + at % SQUARES_IN_LINE * SQUARE;
            let y = top + LINE + 2 + at / SQUARES_IN_LINE * SQUARE;
            write_square(row, cell, (x, y), out)?;
        }
        Ok(())
    }

    /// The same in words, uncut.
    pub(super) fn words(&self) -> Vec<String> {
        let subnet = self.subnet;
        let mut words = vec![subnet.name.clone(), subnet.prefixes.join(", ")];
        words.extend(subnet.delegations.iter().map(|service| format!("delegated to {service}")));
        words.extend(subnet.occupants.iter().map(|one| format!("{}: {} ({})", one.how.words(), one.name, one.kind)));
        words.push(format!("network security group: {}", subnet.security_group.as_deref().unwrap_or("none")));
        if let Some(table) = &subnet.route_table {
            words.push(format!("route table: {}", table.name));
            words.extend(table.routes.iter().cloned());
        }
        words.extend(subnet.nat_gateway.iter().map(|gateway| format!("NAT gateway: {gateway}")));
        if !subnet.cells.is_empty() {
            let count = |verdict: &str| subnet.cells.values().filter(|cell| cell.verdict == verdict).count();
            let (allowed, denied) = (count("allow"), count("deny"));
            let open = subnet.cells.len() - allowed - denied;
            words.push(format!("required flows: {allowed} allowed, {denied} denied, {open} in part or not known"));
        }
        words.retain(|line| !line.is_empty());
        words
    }
}

/// What lets the subnet in, in one line: it is not in the subnet, so it gets no box.
fn let_in(subnet: &Subnet) -> Option<String> {
    let mut others = subnet.occupants.iter().filter(|one| one.how == How::LetsIn);
    let first = others.next()?;
    Some(match others.count() {
        0 => format!("let in by {}", first.name),
        more => format!("let in by {} and {more} more", first.name),
    })
}

fn write_line(sign: &str, line: &str, left: usize, top: usize, out: &mut dyn Write) -> io::Result<()> {
    let base = top + 13;
    if sign != " " {
        writeln!(out, "<text class=\"small\" x=\"{left}\" y=\"{base}\">{sign}</text>")?;
    }
    let shown = text(&shortened(line, SMALL_CHARACTERS));
    writeln!(out, "<text class=\"small\" x=\"{}\" y=\"{base}\">{shown}</text>", left + 20)
}

/// What is injected has a full border; what lives elsewhere has a broken one.
fn write_service(occupant: &Occupant, left: usize, top: usize, out: &mut dyn Write) -> io::Result<()> {
    let width = WIDTH - 2 * PADDING;
    let (how, class) = (occupant.how.words(), if occupant.how == How::Injected { "injected" } else { "integrated" });
    writeln!(
        out,
        "<rect class=\"service {class}\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{SERVICE}\" rx=\"6\"/>"
    )?;
    let name = text(&shortened(&occupant.name, CHARACTERS - 2));
    writeln!(out, "<text class=\"name\" x=\"{}\" y=\"{}\">{name}</text>", left + 10, top + 18)?;
    let kind = text(&shortened(&format!("{}, {how}", occupant.kind), SMALL_CHARACTERS - 2));
    writeln!(out, "<text class=\"small\" x=\"{}\" y=\"{}\">{kind}</text>", left + 10, top + 34)
}

/// A square for a required flow: full, crossed, half full or empty, so that its colour is not the only sign.
fn write_square(row: &str, cell: &Cell, (x, y): (usize, usize), out: &mut dyn Write) -> io::Result<()> {
    let side = SQUARE - 3;
    let (class, sign) = match cell.verdict.as_str() {
        "allow" => ("allow", String::new()),
        "deny" => ("deny", format!("M{} {} l6 6 m0 -6 l-6 6", x + 2, y + 2)),
        "partial" => ("partial", format!("M{x} {} l{side} -{side}", y + side)),
        _ => ("unknown", String::new()),
    };
    let by = cell.decided_by.as_ref().map_or(String::new(), |rule| format!(", by {rule}"));
    let title = text(&format!("{row}: {class}{by}"));
    write!(out, "<g class=\"flow {class}\"><title>{title}</title>")?;
    write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" rx=\"2\"/>")?;
    if !sign.is_empty() {
        write!(out, "<path d=\"{sign}\"/>")?;
    }
    writeln!(out, "</g>")
}
