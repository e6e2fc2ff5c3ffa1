//! Which routes are a subnet's default route: `0.0.0.0/0`, or several that together hold every public address. A route to a
//! part of the addresses is an exception to it. No other routes are selected here.

use super::address;
use super::selection::{learned, system, unseen};
use super::{AddressSet, Certainty, Hop, Learned, NextHop, Prefix, Routing, UserRoute};

/// A user's route by an IPv4 prefix. A service tag is none: no tag holds all public addresses.
struct Wide<'a> {
    length: u8,
    /// What it holds of the public addresses.
    public: AddressSet,
    route: &'a UserRoute,
}

impl<'a> Wide<'a> {
    fn of(route: &'a UserRoute) -> Option<Self> {
        let prefix = Prefix::parse(route.prefix.as_deref()?).ok().filter(|prefix| prefix.version() == 4)?;
        let public = AddressSet::from(prefix).and(address::public_v4());
        (!public.is_empty()).then_some(Self { length: prefix.prefix_length(), public, route })
    }
}

impl Routing {
    /// The next hop of the default route: one where it is certain, or those of its parts, and all that may be one.
    ///
    /// The default route is made of the shortest prefixes that together hold every public IPv4 address, besides those that
    /// longer ones cover as a whole: `0.0.0.0/1` and `128.0.0.0/1` are one, whatever a route for `0.0.0.0/0` says beside
    /// them. Where the user's routes leave out a public address, it is the gateway's or Azure's own.
    #[must_use]
    pub fn default_route(&self) -> Vec<Hop> {
        let wide = self.wide();
        let untold: Vec<Hop> = self.routes.iter().filter(|route| route.prefix.is_none()).map(UserRoute::hop).collect();
        let is_certain = holds_all(wide.iter().filter(|wide| !wide.route.is_conditional));
        // More routes never make the default route's prefixes shorter, so the longest are those when all routes are there.
        // One whose prefix is not told may be the missing part beside any.
        let longest = if is_certain || untold.is_empty() { length(&effective(&wide, |_| true)) } else { Some(u8::MAX) };
        let lasting = effective(&wide, |route| !route.is_conditional);
        let is_part = |wide: &&&Wide<'_>| longest.is_some_and(|longest| wide.length <= longest);
        let mut hops: Vec<Hop> = lasting.iter().filter(is_part).map(|wide| wide.route.hop()).chain(untold).collect();
        if is_certain {
            return hops;
        }
        hops.extend(self.is_open.then(unseen));
        if self.learned >= Learned::PerhapsDefault {
            hops.push(learned());
        }
        if self.learned != Learned::Default {
            hops.push(system(NextHop::Internet, "0.0.0.0/0"));
        }
        hops
    }

    /// Whether the default route leads elsewhere than to the Internet. Where a part of it does, that is possible: whose
    /// addresses the part holds is not known.
    #[must_use]
    pub fn forced_tunnelling(&self) -> Certainty {
        let hops = self.default_route();
        let is_forced =
            |hop: &Hop| hop.next_hop.map(|hop| matches!(hop, NextHop::Appliance | NextHop::Gateway | NextHop::Dropped));
        if hops.iter().all(|hop| is_forced(hop) == Some(true)) {
            Certainty::Certain
        } else if hops.iter().all(|hop| is_forced(hop) == Some(false)) {
            Certainty::Absent
        } else {
            Certainty::Possible
        }
    }

    /// The user's routes by IPv4 prefixes that hold public addresses, the shortest first.
    fn wide(&self) -> Vec<Wide<'_>> {
        let mut found: Vec<_> = self.routes.iter().filter_map(Wide::of).collect();
        found.sort_by_key(|wide| wide.length);
        found
    }
}

/// Those of `wide` that take some public address, for longer ones of which `is_there` do not take them all.
fn effective<'a>(wide: &'a [Wide<'a>], is_there: impl Fn(&UserRoute) -> bool) -> Vec<&'a Wide<'a>> {
    let mut longer = AddressSet::empty();
    let mut found = Vec::new();
    for level in wide.chunk_by(|one, other| one.length == other.length).rev() {
        found.extend(level.iter().filter(|wide| !longer.covers(&wide.public)));
        longer = longer.or(&union(level.iter().filter(|wide| is_there(wide.route))));
    }
    found.sort_by_key(|wide| wide.length);
    found
}

/// The length up to which prefixes are needed to hold all public addresses; `None` where they do not.
fn length(wide: &[&Wide<'_>]) -> Option<u8> {
    let mut held = AddressSet::empty();
    wide.chunk_by(|one, other| one.length == other.length).find_map(|level| {
        held = held.or(&union(level.iter().copied()));
        held.covers(address::public_v4()).then(|| level.first().map(|wide| wide.length)).flatten()
    })
}

fn holds_all<'a>(wide: impl Iterator<Item = &'a Wide<'a>>) -> bool {
    union(wide).covers(address::public_v4())
}

fn union<'a>(wide: impl Iterator<Item = &'a Wide<'a>>) -> AddressSet {
    AddressSet::of(wide.flat_map(|wide| wide.public.intervals()))
}
