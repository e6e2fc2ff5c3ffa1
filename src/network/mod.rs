//! Exact network arithmetic: prefixes, port ranges, service tags, first match of security rules, effective routes. No
//! verdicts on requirements.
//!
//! It knows nothing of entities: callers hand it plain values, with unknown parts marked as such.

pub mod address;
mod cell;
mod decide;
mod decision;
mod default_route;
mod filter;
pub mod function;
mod interval;
pub mod json;
mod port;
mod prefix;
mod protocol;
mod route;
mod rule;
mod selection;
mod tag;
mod traffic;
mod vicinity;

pub use address::{Address, AddressSet};
pub use cell::{Atom, Cell};
pub use decision::{Considered, Decider, Decision, Effect, Flow, Outcome, Part, Verdict};
pub use filter::{Filter, NO_GROUP};
pub use interval::{IntervalSet, Point};
pub use port::{PortRange, PortRangeError};
pub use prefix::{Prefix, PrefixError};
pub use protocol::Protocols;
pub use route::{Certainty, Hop, Learned, Leg, NextHop, RouteSource, Routing, UserRoute};
pub use rule::{Access, Addresses, Direction, Origin, SecurityRule, is_tag};
pub use tag::{Relation, Scope, ServiceTags, Tag};
pub use traffic::{Mismatch, Packet, PortSet, Traffic, describe_ports};
pub use vicinity::{Beyond, Vicinity, cloud};

#[cfg(test)]
mod tests;
