//! Exact network arithmetic: prefixes, port ranges, service tags, first match of security rules. No verdicts.
//!
//! It knows nothing of entities: callers hand it plain values, with unknown parts marked as such.

mod port;
mod prefix;
mod security;
mod tag;

pub use port::{PortRange, PortRangeError};
pub use prefix::{Prefix, PrefixError};
pub use security::{Access, Addresses, Decider, Decision, Direction, Flow, SecurityRule, Verdict, decide};
pub use tag::{Cover, ServiceTags};
