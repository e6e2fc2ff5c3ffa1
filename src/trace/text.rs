//! An answer as text for people.

use super::{Answer, ConsideredFact};
use crate::network::Packet;
use crate::network::json::{HopFact, LegFact, PartFact, RuleFact};
use std::fmt;

/// The rule is shown with a mark when it has a say.
fn mark(effect: &str) -> &'static str {
    match effect {
        "decides" | "decides_part" => ">",
        "may_match" => "?",
        _ => " ",
    }
}

fn effect(considered: &ConsideredFact) -> String {
    match (considered.effect, considered.mismatch) {
        ("decides", _) => "decides".to_owned(),
        ("decides_part", _) => "decides a part".to_owned(),
        ("may_match", _) => "may match".to_owned(),
        ("not_reached", _) => "not reached".to_owned(),
        (_, Some(mismatch)) => mismatch.to_owned(),
        (_, None) => "does not match".to_owned(),
    }
}

fn describe_rule(rule: &RuleFact) -> String {
    let source = rule.source.replace('_', " ");
    match rule.priority {
        Some(priority) => format!("'{}' (priority {priority}, {source})", rule.name),
        None => format!("'{}' ({source})", rule.name),
    }
}

fn describe_packet(packet: &Packet) -> String {
    let side = |address: &str, port: Option<u16>| {
        let address = if address.contains("::") { format!("[{address}]") } else { address.to_owned() };
        port.map_or(address.clone(), |port| format!("{address}:{port}"))
    };
    let source = side(&packet.source, packet.source_port);
    let destination = side(&packet.destination, packet.destination_port);
    format!("{} {source} -> {destination}", packet.protocol)
}

fn describe_part(part: &PartFact) -> String {
    let from_ports = if part.source_ports.is_empty() {
        String::new()
    } else {
        format!(" from ports {}", part.source_ports.join(","))
    };
    let rule = part.rule.as_ref().map_or_else(String::new, |rule| format!(", by '{rule}'"));
    let perhaps = if part.is_certain { "" } else { " (if there is such traffic)" };
    let protocols = part.protocols.join("/");
    let ports = part.destination_ports.join(",");
    format!("{protocols} {}{from_ports} -> {} port {ports}{rule}{perhaps}", part.source, part.destination)
}

fn describe_hop(hop: &HopFact) -> String {
    let next = hop.next_hop.unwrap_or("a next hop that is not known");
    let address = hop.address.as_ref().map_or_else(String::new, |address| format!(" {address}"));
    format!("{next}{address} ({} route, {})", hop.source, hop.name)
}

fn describe_leg(leg: &LegFact) -> String {
    let hops: Vec<String> = leg.routes.iter().map(describe_hop).collect();
    format!("{}: {}", leg.destination, hops.join(" or "))
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subnet, direction, local, remote, .. } = self;
        let protocols = self.protocols.join(", ");
        let (from, to) = if *direction == "inbound" { (remote, local) } else { (local, remote) };
        writeln!(formatter, "{direction} {protocols} from {from} to {to}, subnet '{subnet}'\n")?;
        let width = self.considered.iter().map(|considered| considered.rule.name.chars().count()).max().unwrap_or(0);
        for considered in &self.considered {
            let RuleFact { name, priority, .. } = &considered.rule;
            let priority = priority.map_or_else(|| "?".to_owned(), |priority| priority.to_string());
            let access = considered.access.unwrap_or("?");
            let mark = mark(considered.effect);
            writeln!(formatter, "{mark} {priority:>5}  {name:width$}  {access:5}  {}", effect(considered))?;
        }
        if !self.considered.is_empty() {
            writeln!(formatter)?;
        }
        self.write_verdict(formatter)?;
        for (name, parts) in [
            ("passes", &self.decision.parts.allowed),
            ("dropped", &self.decision.parts.denied),
            ("open", &self.decision.parts.undecided),
        ] {
            for part in parts {
                writeln!(formatter, "{name}: {}", describe_part(part))?;
            }
        }
        for leg in &self.route.parts {
            writeln!(formatter, "route: {}", describe_leg(leg))?;
        }
        for reason in &self.open {
            writeln!(formatter, "note: VirtualNetwork may hold more than is known: {reason}")?;
        }
        Ok(())
    }
}

impl Answer {
    fn write_verdict(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "verdict: {}", self.verdict())?;
        match (&self.decision.decided_by, &self.decision.reason) {
            (Some(rule), _) if self.is_unknown() => writeln!(formatter, ", {} keeps it open", describe_rule(rule))?,
            (Some(rule), _) => writeln!(formatter, ", by {}", describe_rule(rule))?,
            (None, Some(reason)) => writeln!(formatter, ": {reason}")?,
            (None, None) => writeln!(formatter)?,
        }
        match &self.witness {
            Some(packet) => writeln!(formatter, "witness: {}", describe_packet(packet)),
            None => Ok(()),
        }
    }
}
