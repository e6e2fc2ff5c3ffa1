//! CPU time of this thread, without what the machine does beside it.

use std::fs;

/// Nanoseconds this thread has run, from the scheduler.
fn cpu_nanoseconds() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux with schedstat");
    text.split_whitespace().next().and_then(|first| first.parse().ok()).expect("a number")
}

/// Milliseconds of one call, the least of several repetitions. The scheduler accounts in steps of some milliseconds, so cheap
/// work is repeated until it shows.
pub(crate) fn cost(repetitions: usize, mut work: impl FnMut()) -> f64 {
    const ENOUGH: u64 = 100_000_000;
    let mut best = f64::INFINITY;
    for _ in 0..repetitions {
        let start = cpu_nanoseconds();
        let mut calls = 0_u32;
        while calls == 0 || (cpu_nanoseconds() - start < ENOUGH && calls < 1_000) {
            work();
            calls += 1;
        }
        best = best.min((cpu_nanoseconds() - start) as f64 / f64::from(calls) / 1e6);
    }
    best
}
