//! The line that a terminal shows while work takes long. Logs never have it, and reports do not depend on it.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long work may take without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows that work is going on until it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    ended: Option<Sender<()>>,
    line: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to wait; nothing is ever shown when standard error is no terminal.
    pub(crate) fn start(inputs: &[PathBuf]) -> Self {
        if !io::stderr().is_terminal() {
            return Self { ended: None, line: None };
        }
        let what = describe(inputs);
        let (ended, end) = channel::<()>();
        let line = std::thread::spawn(move || {
            if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // A terminal that does not take the line misses nothing.
                let _ = write!(io::stderr(), "{what} ...");
                let _ = end.recv();
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        Self { ended: Some(ended), line: Some(line) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.ended.take());
        if let Some(line) = self.line.take() {
            let _ = line.join();
        }
    }
}

/// `vnetguard: judging plan.json` or `vnetguard: judging 3 inputs`.
fn describe(inputs: &[PathBuf]) -> String {
    let what = match inputs {
        [one] => one.file_name().map_or_else(|| "the input".to_owned(), |name| name.to_string_lossy().into_owned()),
        _ => format!("{} inputs", inputs.len()),
    };
    let shown: String = what.chars().filter(|character| !character.is_control()).take(60).collect();
    format!("vnetguard: judging {shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line names one input, and counts several; names cannot steer the terminal.
    #[test]
    fn the_line_says_what_is_judged() {
        assert_eq!(describe(&[PathBuf::from("a/plan\u{1b}[2J.json")]), "vnetguard: judging plan[2J.json");
        assert_eq!(describe(&[PathBuf::from("a"), PathBuf::from("b")]), "vnetguard: judging 2 inputs");
    }
}
