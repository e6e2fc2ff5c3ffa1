//! Sets of numbers as sorted intervals: the exact arithmetic behind ports and addresses. No meaning, only algebra.

use std::fmt;

/// A number that intervals are made of.
pub trait Point: Copy + Ord + fmt::Debug {
    /// The lowest one.
    const LOWEST: Self;
    /// The highest one.
    const HIGHEST: Self;
    /// The next higher one; `None` behind the highest.
    fn next(self) -> Option<Self>;
    /// The next lower one; `None` before the lowest.
    fn previous(self) -> Option<Self>;
}

impl Point for u16 {
    const LOWEST: Self = Self::MIN;
    const HIGHEST: Self = Self::MAX;
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

/// A set of points: inclusive intervals in ascending order, with a gap between any two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntervalSet<T>(Vec<(T, T)>);

impl<T: Point> Default for IntervalSet<T> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T: Point> IntervalSet<T> {
    /// No point.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Every point.
    #[must_use]
    pub fn all() -> Self {
        Self(vec![(T::LOWEST, T::HIGHEST)])
    }

    /// The union of inclusive intervals in any order; one that runs backwards holds nothing.
    #[must_use]
    pub fn of(intervals: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut sorted: Vec<(T, T)> = intervals.into_iter().filter(|(first, last)| first <= last).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some((_, end)) if end.next().is_none_or(|behind| first <= behind) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// Whether there is no point in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every point is in it.
    #[must_use]
    pub fn is_all(&self) -> bool {
        matches!(self.0.as_slice(), [(first, last)] if *first == T::LOWEST && *last == T::HIGHEST)
    }

    /// Whether `point` is in it.
    #[must_use]
    pub fn contains(&self, point: T) -> bool {
        let behind = self.0.partition_point(|(first, _)| *first <= point);
        behind.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| point <= *last)
    }

    /// The lowest point.
    #[must_use]
    pub fn first(&self) -> Option<T> {
        self.0.first().map(|(first, _)| *first)
    }

    /// Inclusive intervals in ascending order.
    pub fn intervals(&self) -> impl ExactSizeIterator<Item = (T, T)> {
        self.0.iter().copied()
    }

    /// The points of either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => Self::of(self.intervals().chain(other.intervals())),
        }
    }

    /// The points of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut shared = Vec::new();
        self.for_each_shared(other, |first, last| {
            shared.push((first, last));
            true
        });
        Self(shared)
    }

    /// Whether some point is in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let mut is_met = false;
        self.for_each_shared(other, |_, _| {
            is_met = true;
            false
        });
        is_met
    }

    /// Whether every point of `other` is in this one.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(first, last)| {
            let behind = self.0.partition_point(|(start, _)| start <= first);
            behind.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, end)| last <= end)
        })
    }

    /// The points of this one that are not in `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        let mut taken = other.0.iter().peekable();
        for (first, last) in self.intervals() {
            let mut from = Some(first);
            while taken.next_if(|(_, end)| *end < first).is_some() {}
            // An interval that is taken away may reach into the next own one, so it is only looked at.
            let mut ahead = taken.clone();
            while let (Some(start), Some((cut, end))) = (from, ahead.next()) {
                if *cut > last {
                    break;
                }
                if let Some(before) = cut.previous().filter(|before| start <= *before) {
                    rest.push((start, before));
                }
                from = end.next().filter(|behind| *behind <= last);
            }
            if let Some(start) = from {
                rest.push((start, last));
            }
        }
        Self(rest)
    }

    /// Calls `take` with each interval of points in both, in order, until it returns false.
    fn for_each_shared(&self, other: &Self, mut take: impl FnMut(T, T) -> bool) {
        let (mut one, mut two) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some((a, b)), Some((c, d))) = (one.peek().copied(), two.peek().copied()) {
            let (first, last) = (*a.max(c), *b.min(d));
            if first <= last && !take(first, last) {
                return;
            }
            if b < d {
                one.next();
            } else {
                two.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A universe of 8 points, so that whole sets can be compared point by point.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Small(u8);

    impl Point for Small {
        const LOWEST: Self = Self(0);
        const HIGHEST: Self = Self(7);
        fn next(self) -> Option<Self> {
            (self.0 < 7).then(|| Self(self.0 + 1))
        }
        fn previous(self) -> Option<Self> {
            self.0.checked_sub(1).map(Self)
        }
    }

    fn of_mask(mask: u8) -> IntervalSet<Small> {
        IntervalSet::of((0..8).filter(|bit| mask & (1 << bit) != 0).map(|bit| (Small(bit), Small(bit))))
    }

    fn mask(set: &IntervalSet<Small>) -> u8 {
        (0..8).filter(|bit| set.contains(Small(*bit))).fold(0, |mask, bit| mask | (1 << bit))
    }

    /// Every operation on every two subsets of eight points is the one on bits, and the form of a set is unique.
    #[test]
    fn algebra_is_that_of_bits() {
        for one in 0..=u8::MAX {
            let a = of_mask(one);
            assert_eq!(mask(&a), one);
            assert_eq!((a.is_empty(), a.is_all()), (one == 0, one == u8::MAX));
            assert_eq!(a.first().map(|point| u32::from(point.0)), (one != 0).then(|| one.trailing_zeros()));
            for two in 0..=u8::MAX {
                let b = of_mask(two);
                assert_eq!(a.and(&b), of_mask(one & two));
                assert_eq!(a.or(&b), of_mask(one | two));
                assert_eq!(a.minus(&b), of_mask(one & !two), "{one:08b} - {two:08b}");
                assert_eq!(a.meets(&b), one & two != 0);
                assert_eq!(a.covers(&b), two & !one == 0);
            }
        }
    }

    fn set() -> impl Strategy<Value = IntervalSet<u16>> {
        prop::collection::vec((any::<u16>(), any::<u16>()), 0..6)
            .prop_map(|pairs| IntervalSet::of(pairs.into_iter().map(|(a, b)| (a.min(b), a.max(b)))))
    }

    proptest! {
        /// The laws of sets, at the full size of ports.
        #[test]
        fn laws(a in set(), b in set(), c in set()) {
            prop_assert_eq!(a.or(&b).minus(&b).or(&b), a.or(&b));
            prop_assert_eq!(a.and(&b.or(&c)), a.and(&b).or(&a.and(&c)));
            prop_assert_eq!(a.minus(&b.or(&c)), a.minus(&b).minus(&c));
            prop_assert_eq!(a.minus(&a.minus(&b)), a.and(&b));
            prop_assert_eq!(a.covers(&b), b.minus(&a).is_empty());
            prop_assert!(IntervalSet::all().covers(&a));
        }
    }
}
