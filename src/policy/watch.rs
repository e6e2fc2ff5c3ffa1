//! A bound on the memory that users' policies take: the engine has none, and one call can make much out of little.
//!
//! While a policy is evaluated its name stands here; a thread looks at the memory of the process and gives up when it has grown by
//! more than the limit. Time is the engine's own bound.

use super::error::PolicyError;
use memory_stats::memory_stats;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Bytes by which a policy may make the process grow.
pub const MEMORY: usize = 2 << 30;

/// Time between two looks: an allocation of the limit takes longer.
const PAUSE: Duration = Duration::from_millis(20);

/// What is evaluated now, each with the memory of the process when that began. Several threads may evaluate.
type Registry = Mutex<BTreeMap<u64, (String, usize)>>;

static EVALUATED: Registry = Registry::new(BTreeMap::new());

/// Says what is evaluated, until it is dropped.
#[derive(Debug)]
pub(super) struct Evaluated {
    registry: &'static Registry,
    number: u64,
}

impl Evaluated {
    /// The evaluation of `name` begins.
    pub(super) fn begin(name: &str) -> Self {
        Self::begin_in(&EVALUATED, name)
    }

    fn begin_in(registry: &'static Registry, name: &str) -> Self {
        let memory = memory();
        let mut evaluated = lock(registry);
        let number = evaluated.last_key_value().map_or(0, |(last, _)| last.saturating_add(1));
        evaluated.insert(number, (name.to_owned(), memory));
        Self { registry, number }
    }
}

impl Drop for Evaluated {
    fn drop(&mut self) {
        lock(self.registry).remove(&self.number);
    }
}

fn lock(registry: &Registry) -> MutexGuard<'_, BTreeMap<u64, (String, usize)>> {
    // Whoever panicked with the lock has left a whole value behind.
    registry.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes of memory that the process holds; 0 where the system does not tell.
fn memory() -> usize {
    memory_stats().map_or(0, |stats| stats.physical_mem)
}

/// Watches evaluations from now on. `exceeded` is called once, from another thread, with the policy's name in the error; it should
/// end the process, for the evaluation cannot be stopped.
pub fn watch(exceeded: impl Fn(PolicyError) + Send + 'static) {
    watch_for(&EVALUATED, MEMORY, exceeded);
}

fn watch_for(registry: &'static Registry, most: usize, exceeded: impl Fn(PolicyError) + Send + 'static) {
    thread::spawn(move || {
        loop {
            thread::sleep(PAUSE);
            let now = memory();
            let has_grown = |(_, before): &&(String, usize)| now.saturating_sub(*before) > most;
            let grown = lock(registry).values().find(has_grown).map(|(name, _)| name.clone());
            if let Some(name) = grown {
                let problem = format!("it takes more than {} MiB of memory", most >> 20);
                let help = "make less out of little: ranges, products and repeated texts grow quickly";
                exceeded(PolicyError::evaluating(&name, problem).with_help(help));
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// What grows too much is named.
    #[test]
    fn growth_is_noticed() {
        // Other tests evaluate as well.
        static OWN: Registry = Registry::new(BTreeMap::new());
        let (sender, receiver) = mpsc::channel();
        watch_for(&OWN, 64 << 20, move |error| {
            let _ = sender.send(error.to_string());
        });
        let _evaluated = Evaluated::begin_in(&OWN, "greedy.rego");
        let held = vec![1_u8; 256 << 20];
        let said = receiver.recv_timeout(Duration::from_secs(20)).expect("an error");
        assert!(held.iter().all(|byte| *byte == 1));
        assert!(said.contains("greedy.rego"), "{said}");
        assert!(said.contains("more than 64 MiB"), "{said}");
    }
}
