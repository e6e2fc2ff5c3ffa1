//! Tests as text, JSON and JUnit.

use super::{Test, TestRun, TestStatus};
use serde_json::{Map, Value as Json, json};
use std::fmt::{self, Write as _};

/// How tests are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestFormat {
    /// What failed, and numbers.
    Text,
    /// Every test; the coverage as `opa test --coverage` has it.
    Json,
    /// One suite for each file.
    Junit,
}

impl TestRun {
    /// The run in a format, with a line end.
    #[must_use]
    pub fn render(&self, format: TestFormat) -> String {
        match format {
            TestFormat::Text => self.to_string(),
            TestFormat::Json => format!("{:#}\n", self.json()),
            TestFormat::Junit => self.junit(),
        }
    }

    fn json(&self) -> Json {
        let tests: Vec<Json> = self
            .tests
            .iter()
            .map(|test| {
                json!({
                    "file": test.file,
                    "line": test.line,
                    "name": test.name,
                    "status": test.status.word(),
                    "why": test.status.lines(),
                    "printed": test.printed,
                })
            })
            .collect();
        let mut report = match serde_json::to_value(&self.coverage) {
            Ok(Json::Object(coverage)) => coverage,
            _ => Map::new(),
        };
        report.insert("schema_version".to_owned(), json!("1"));
        report.insert("success".to_owned(), json!(self.is_success()));
        report.insert("tests".to_owned(), json!(tests));
        Json::Object(report)
    }

    fn junit(&self) -> String {
        let mut files: Vec<&str> = self.tests.iter().map(|test| test.file.as_str()).collect();
        files.dedup();
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vnetguard\">\n");
        for file in files {
            let tests: Vec<&Test> = self.tests.iter().filter(|test| test.file == file).collect();
            let count = |word: &str| tests.iter().filter(|test| test.status.word() == word).count();
            let _ = writeln!(
                text,
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
                escaped(file),
                tests.len(),
                count("fail") + count("missing"),
                count("error"),
                count("skipped"),
            );
            for test in tests {
                junit_case(&mut text, test);
            }
            text.push_str("  </testsuite>\n");
        }
        text.push_str("</testsuites>\n");
        text
    }
}

fn junit_case(text: &mut String, test: &Test) {
    let (class, name) = test.name.rsplit_once('.').unwrap_or(("", &test.name));
    let said = escaped(&test.status.lines().join("\n"));
    let element = match &test.status {
        TestStatus::Pass => String::new(),
        TestStatus::Skipped => "<skipped/>".to_owned(),
        TestStatus::Fail(_) | TestStatus::Missing(_) => format!("<failure message=\"it is not true\">{said}</failure>"),
        TestStatus::Error(_) => format!("<error message=\"it could not be run\">{said}</error>"),
    };
    let printed = match test.printed.is_empty() {
        true => String::new(),
        false => format!("<system-out>{}</system-out>", escaped(&test.printed.join("\n"))),
    };
    let _ = writeln!(
        text,
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\">{element}{printed}</testcase>",
        escaped(class),
        escaped(name),
        escaped(&test.file),
        test.line,
    );
}

/// Text for XML; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(character),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

impl TestStatus {
    fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "fail",
            Self::Error(_) => "error",
            Self::Skipped => "skipped",
            Self::Missing(_) => "missing",
        }
    }

    /// What there is to say.
    fn lines(&self) -> Vec<String> {
        match self {
            Self::Pass | Self::Skipped => Vec::new(),
            Self::Fail(lines) => lines.clone(),
            Self::Error(text) | Self::Missing(text) => text.lines().map(str::to_owned).collect(),
        }
    }
}

impl fmt::Display for TestRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for test in &self.tests {
            let word = match &test.status {
                TestStatus::Pass | TestStatus::Skipped => continue,
                TestStatus::Fail(_) => "FAIL",
                TestStatus::Error(_) => "ERROR",
                TestStatus::Missing(_) => "MISSING",
            };
            writeln!(formatter, "{word:7} {}:{}: {}", test.file, test.line, test.name)?;
            for line in test.status.lines() {
                writeln!(formatter, "        {line}")?;
            }
            for line in &test.printed {
                writeln!(formatter, "        printed {line}")?;
            }
        }
        if let Some(coverage) = &self.coverage {
            for line in coverage.not_covered() {
                writeln!(formatter, "{line} is never evaluated")?;
            }
            let least = self.min_coverage.filter(|_| !self.is_covered());
            let least = least.map(|least| format!(", {least} are required")).unwrap_or_default();
            writeln!(formatter, "{} percent of the lines are evaluated{least}", coverage.percent())?;
        }
        if self.tests.is_empty() {
            return writeln!(formatter, "no tests found");
        }
        let count = |word: &str| self.count(|status| status.word() == word);
        write!(formatter, "{} tests passed, {} failed, ", count("pass"), count("fail"))?;
        write!(formatter, "{} ended in an error, {} skipped", count("error"), count("skipped"))?;
        match count("missing") {
            0 => writeln!(formatter),
            missing => writeln!(formatter, ", {missing} missing"),
        }
    }
}
