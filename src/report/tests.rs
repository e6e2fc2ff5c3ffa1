//! What holds for every output, and what each looks like.
//!
//! Snapshots show what people read; what must be true is asserted. Accept a changed snapshot with `cargo insta review`
//! or `INSTA_UPDATE=always`.

use super::fixtures::{NETWORK, clean, drawing, located, minified, mixed, verdict};
use super::*;
use crate::finding::Outcome;
use crate::model::{Location, Precision};
use serde_json::Value;
use std::path::Path;

fn rendered(format: &str, report: &Report, options: RenderOptions) -> String {
    let format = Format::named(format).expect("a format");
    let mut bytes = Vec::new();
    render(format, report, &options, &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("UTF-8")
}

fn parsed(format: &str, report: &Report, options: RenderOptions) -> Value {
    serde_json::from_str(&rendered(format, report, options)).expect("JSON")
}

fn array<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn all() -> RenderOptions {
    RenderOptions { all: true, ..RenderOptions::default() }
}

// Every output

/// A format is found by its name, and the error for another name lists those there are.
#[test]
fn formats_are_found_by_name() {
    for format in OUTPUTS {
        assert_eq!(Format::named(format.name).expect("a format").name, format.name);
        assert!(!format.description.is_empty());
    }
    let error = Format::named("xml").expect_err("no such format");
    assert_eq!(error.to_string(), "unknown output format 'xml'");
    let help = miette::Diagnostic::help(&error).expect("a help").to_string();
    assert!(help.starts_with("use one of 'text', 'json', 'sarif', "), "{help}");
}

/// An output has a format and perhaps a file; `-` is standard output.
#[test]
fn outputs_are_read() {
    let output =
        |format: &str, file: Option<&str>| Ok(Output { format: format.to_owned(), file: file.map(PathBuf::from) });
    assert_eq!("sarif=out/x.sarif".parse(), output("sarif", Some("out/x.sarif")));
    assert_eq!("json=-".parse(), output("json", None));
    assert_eq!("text".parse(), output("text", None));
    assert!("json=".parse::<Output>().is_err());
}

/// Equal reports give equal bytes, in every format.
#[test]
fn equal_reports_give_equal_bytes() {
    for format in OUTPUTS {
        assert_eq!(rendered(format.name, &mixed(), all()), rendered(format.name, &mixed(), all()), "{}", format.name);
    }
}

/// A line next to a finding is never shown: it may hold a secret that nobody marked.
#[test]
fn neighbouring_lines_are_never_shown() {
    assert!(NETWORK.contains("NEIGHBOUR"));
    for format in OUTPUTS {
        assert!(!rendered(format.name, &mixed(), all()).contains("NEIGHBOUR"), "{}", format.name);
    }
}

/// Once a report is redacted, no format shows the secret, neither in sentences nor in source lines.
#[test]
fn redacted_reports_show_no_secret() {
    let mut report = mixed();
    redact::apply(&mut report, &["Developer_0".to_owned(), "snet-a".to_owned()]);
    for format in OUTPUTS {
        let text = rendered(format.name, &report, all());
        assert!(!text.contains("Developer_0") && !text.contains("snet-a"), "{}", format.name);
        assert!(text.contains(redact::SENSITIVE), "{}", format.name);
        let shows_lines = ["text", "sarif", "html"].contains(&format.name);
        assert_eq!(text.contains("***********"), shows_lines, "{}", format.name);
    }
}

/// An empty report renders in every format.
#[test]
fn an_empty_report_renders() {
    for format in OUTPUTS {
        assert!(rendered(format.name, &Report::default(), all()).ends_with('\n'), "{}", format.name);
    }
}

proptest::proptest! {
    /// Whatever a source holds and wherever a location points in it, every format renders, with regions inside the line.
    #[test]
    fn any_source_and_any_location_render(
        text in "[ -~\\t\\r\\n\u{1b}é😀\u{301}漢]{0,200}",
        line in 0_usize..6,
        column in 0_usize..250,
        end_line in 0_usize..6,
        end_column in 0_usize..250,
        width in 0_usize..120,
    ) {
        let mut report = mixed();
        let file = "infra/network.tf";
        report.sources.insert(file.to_owned(), text.clone());
        let location = Location { line, column, end_line, end_column, ..fixtures::location(file, 1, 1, 1, Precision::Block) };
        for verdict in &mut report.verdicts {
            verdict.location = Some(location.clone());
        }
        for color in [true, false] {
            rendered("text", &report, RenderOptions { color, width: Some(width), ..all() });
        }
        let log = parsed("sarif", &report, all());
        let length = line.checked_sub(1).and_then(|index| text.split('\n').nth(index)).map(|line| {
            line.strip_suffix('\r').unwrap_or(line).encode_utf16().count()
        });
        for result in array(&log, "/runs/0/results") {
            let region = &result["locations"][0]["physicalLocation"]["region"];
            let number = |key: &str| region[key].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number");
            assert!(number("startLine") >= 1 && number("startColumn") >= 1);
            assert_eq!(number("startLine"), number("endLine"));
            assert!(number("endColumn") >= number("startColumn"));
            assert!(length.is_none_or(|length| number("endColumn") <= length + 1));
        }
    }
}

/// Every output says what was seen of the inputs and what is not covered.
#[test]
fn every_output_accounts_for_the_input() {
    for format in OUTPUTS {
        let text = rendered(format.name, &mixed(), all());
        assert!(text.contains("azurerm_storage_account"), "{}", format.name);
        assert!(text.contains("14"), "{}", format.name);
    }
}

/// Whatever names and messages hold, no output commands the agent of a pipeline, and nothing in it is markup.
#[test]
fn hostile_texts_are_only_shown() {
    const HOSTILE: &str = "x\n::set-env name=a::b\r##vso[task.setvariable variable=a]b ##[add-path]c\u{1b}[2J</code></script><img src=x onerror=alert(1)> @team #1 [l](https://x) | \u{202e} ]]> \u{0} %0A";
    let mut report = mixed();
    for verdict in &mut report.verdicts {
        for text in [&mut verdict.subject, &mut verdict.message, &mut verdict.remediation] {
            text.push_str(HOSTILE);
        }
        for evidence in &mut verdict.evidence {
            evidence.attribute.push_str(HOSTILE);
            evidence.unknown = evidence.unknown.take().map(|reason| reason + HOSTILE);
        }
        if let Some(suppression) = &mut verdict.suppression {
            suppression.reason.push_str(HOSTILE);
        }
    }
    for notice in &mut report.notices {
        notice.message.push_str(HOSTILE);
    }
    report.accounting.notes.push(HOSTILE.to_owned());
    report.accounting.not_understood.insert(HOSTILE.to_owned(), 1);
    report.inputs.push(HOSTILE.to_owned());
    report.drawing = Some(drawing(HOSTILE));
    for format in OUTPUTS {
        let text = rendered(format.name, &report, all());
        for line in text.lines() {
            let name = format.name;
            let own = if name == "azure-pipelines" { "##vso[task.logissue type=" } else { "" };
            let rest = line.strip_prefix(own).unwrap_or(line);
            assert!(!rest.contains("##vso[") && !rest.contains("##["), "{name}: {line}");
            let own = ["::error", "::warning", "::notice"];
            let is_command = line.trim_start().starts_with("::");
            assert!(!is_command || (name == "github" && own.iter().any(|own| line.starts_with(own))), "{name}: {line}");
            // Programs read JSON, whose strings may hold marks that reorder text.
            let marks = line.contains('\u{202e}') && !["json", "sarif"].contains(&name);
            assert!(!line.contains(['\u{1b}', '\r', '\u{0}']) && !marks, "{name}: {line}");
        }
        if ["html", "markdown", "junit"].contains(&format.name) {
            assert!(!text.contains("<img") && !text.contains("</code></script>"), "{}", format.name);
        }
        if format.name == "markdown" {
            assert!(!text.contains("@team") && !text.contains("#1 ") && !text.contains("(https://x)"), "{text}");
        }
        if ["json", "sarif", "gitlab"].contains(&format.name) {
            serde_json::from_str::<Value>(&text).expect("JSON");
        }
    }
}

/// Thousands of findings with long messages keep every output within the limits of its host.
#[test]
fn huge_reports_stay_within_limits() {
    let found = |index: usize| {
        let mut verdict = verdict("NET-NAME", Outcome::Fail, Level::Error, &format!("azurerm_subnet.s{index}"));
        verdict.message = "m".repeat(5000);
        verdict
    };
    let report = Report { verdicts: (0..3000).map(found).collect(), ..clean() };
    let markdown = rendered("markdown", &report, RenderOptions::default());
    assert!(markdown.len() <= 65_536, "{}", markdown.len());
    assert!(markdown.contains("findings left out here") && markdown.contains("gate: fails (3000 errors)"));
    let github = rendered("github", &report, RenderOptions::default());
    assert_eq!(github.lines().filter(|line| line.starts_with("::error")).count(), 10);
    assert!(github.contains("::error::2991 more errors in the log of this step."));
    assert!(github.lines().all(|line| line.len() <= 5000));
    let azure = rendered("azure-pipelines", &report, RenderOptions::default());
    assert_eq!(azure.lines().filter(|line| line.starts_with("##vso[task.logissue type=error;")).count(), 10);
    let html = rendered("html", &report, RenderOptions::default());
    assert_eq!(html.matches("<article ").count(), 2000);
    assert!(html.contains("1000 more findings left out here"));
    assert!(rendered("atlantis", &report, RenderOptions::default()).lines().all(|line| line.len() <= 1000));
}

// JUnit, annotations, GitLab, Markdown, Atlantis, HTML

/// The report as JUnit XML.
#[test]
fn junit_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("junit", &mixed(), RenderOptions::default()));
}

/// Counts of test cases agree with the verdicts, and unknowns fail only where the gate says so.
#[test]
fn junit_counts_agree() {
    let counts = |options| {
        let xml = rendered("junit", &mixed(), options);
        let first = xml.lines().nth(1).expect("the root").to_owned();
        (first, xml.matches("<testcase ").count(), xml.matches("<failure ").count(), xml.matches("<skipped ").count())
    };
    let (root, cases, failures, skipped) = counts(RenderOptions::default());
    assert_eq!(
        root,
        format!(
            "<testsuites name=\"vnetguard\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
        )
    );
    assert_eq!((cases, failures, skipped), (mixed().verdicts.len(), 10, 4));
    let (.., failures, skipped) = counts(RenderOptions { on_unknown: OnUnknown::Fail, ..RenderOptions::default() });
    assert_eq!((failures, skipped), (13, 1));
}

/// The report as annotations of GitHub Actions.
#[test]
fn github_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("github", &mixed(), RenderOptions::default()));
}

/// The report as issues of Azure Pipelines.
#[test]
fn azure_pipelines_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("azure-pipelines", &mixed(), RenderOptions::default()));
}

/// The report as GitLab's Code Quality JSON.
#[test]
fn gitlab_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("gitlab", &mixed(), RenderOptions::default()));
}

/// Issues of GitLab have fingerprints of their own, which hold no line, and lines from 1.
#[test]
fn gitlab_fingerprints_are_unique_and_stable() {
    let issues = |report: &Report| -> Vec<String> {
        let document = parsed("gitlab", report, all());
        let issues = document.as_array().expect("an array").clone();
        assert!(issues.iter().all(|issue| issue["location"]["lines"]["begin"].as_u64() >= Some(1)));
        issues.iter().filter_map(|issue| issue["fingerprint"].as_str().map(str::to_owned)).collect()
    };
    let mut moved = mixed();
    for verdict in &mut moved.verdicts {
        if let Some(location) = &mut verdict.location {
            location.line += 1;
            location.end_line += 1;
        }
    }
    let prints = issues(&mixed());
    assert_eq!(prints, issues(&moved));
    let mut unique = prints.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), prints.len());
}

/// The report as Markdown.
#[test]
fn markdown_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("markdown", &mixed(), RenderOptions::default()));
}

/// What Atlantis reads of a check that fails, and of one that passes: there no word of the kind stands, not even in names.
#[test]
fn atlantis_reads_failures_and_nothing_else() {
    insta::assert_snapshot!(rendered("atlantis", &mixed(), RenderOptions::default()));
    let mut passing = mixed();
    passing.verdicts.retain(|verdict| verdict.level == Level::Note || verdict.outcome == Outcome::Unknown);
    passing.verdicts.push(verdict("NET-NAME", Outcome::Fail, Level::Note, "azurerm_subnet.failover"));
    passing.inputs = vec!["fail.json".to_owned()];
    let text = rendered("atlantis", &passing, RenderOptions::default());
    assert!(!text.to_lowercase().contains("fail"), "{text}");
    assert!(text.contains("all 6 rules hold") && text.contains("NOTE - NET-NAME"), "{text}");
}

/// The page for a mixed report with a drawing.
#[test]
fn html_of_a_mixed_report() {
    let report = Report { drawing: Some(drawing("snet")), ..mixed() };
    let page = rendered("html", &report, all());
    let body = page.split_once("</head>").expect("a head").1;
    insta::assert_snapshot!(body.split_once("<script>").expect("a script").0);
}

/// Links inside of the page lead somewhere, ids are unique, and elements are closed.
#[test]
fn html_is_sound() {
    let report = Report { drawing: Some(drawing("snet")), ..mixed() };
    let page = rendered("html", &report, all());
    let values = |name: &str| -> Vec<String> {
        let sign = format!(" {name}=\"");
        page.split(&sign).skip(1).filter_map(|part| part.split_once('"').map(|(value, _)| value.to_owned())).collect()
    };
    let mut ids = values("id");
    let links = values("href");
    assert!(links.iter().any(|link| link.starts_with("#f")), "cards lead to findings");
    for link in links.iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(ids.iter().any(|id| id == link), "{link}");
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for element in
        ["article", "section", "table", "tr", "td", "th", "ul", "li", "p", "svg", "g", "a", "details", "pre", "code"]
    {
        let opened = page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
}

// Text

/// The report as a log shows it.
#[test]
fn text_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("text", &mixed(), RenderOptions::default()));
}

/// The same in colour with everything shown, for a narrow terminal.
#[test]
fn text_in_colour_with_passes() {
    let options = RenderOptions { color: true, width: Some(72), on_unknown: OnUnknown::Fail, ..all() };
    insta::assert_snapshot!(rendered("text", &mixed(), options).replace('\u{1b}', "^["));
}

/// Without findings the report says what was judged.
#[test]
fn text_without_findings() {
    insta::assert_snapshot!(rendered("text", &clean(), RenderOptions::default()));
}

/// Without colour nothing but printable characters is written, and lines without long words keep to the width.
#[test]
fn plain_text_is_plain() {
    let text = rendered("text", &mixed(), RenderOptions::default());
    assert!(!text.contains('\u{1b}'));
    for line in text.lines().filter(|line| !line.contains("https://")) {
        assert!(line.chars().count() <= DEFAULT_WIDTH, "{line}");
        assert_eq!(line.trim_end(), line);
    }
}

/// Instances of one place are one finding in text, which counts and names the others.
#[test]
fn text_folds_instances() {
    let text = rendered("text", &mixed(), RenderOptions::default());
    assert_eq!(text.matches("error[ISE-SUBNET-SIZE-MIN]").count(), 1);
    assert!(text.contains("and 6 more instances: azurerm_subnet.ise[\"b\"]"));
    assert_eq!(text.matches("error[ISE-NSG-IN-443]").count(), 2);
    assert_eq!(text.lines().last(), Some("gate: fails (10 errors)"));
}

/// The mark stands below the attribute, also behind wide characters and tabs.
#[test]
fn text_marks_the_attribute() {
    let text = rendered("text", &mixed(), RenderOptions::default());
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("virtual_network_subnet_ids = [")).expect("the line is shown");
    let (shown, mark) = (lines[at], lines[at + 1]);
    assert_eq!(mark.find('^'), shown.find("virtual_network_subnet_ids"));
    assert!(text.contains(",-[infra/network.tf:7:30]"), "{text}");
}

/// Unknown verdicts are cut at ten for each rule, unless all are asked for.
#[test]
fn text_cuts_long_lists_of_unknowns() {
    let subjects = (0..25).map(|index| format!("azurerm_subnet.s{index}"));
    let unknown = |subject: String| verdict("NET-NAME", Outcome::Unknown, Level::Error, &subject);
    let report = Report { verdicts: subjects.map(unknown).collect(), ..clean() };
    let text = rendered("text", &report, RenderOptions::default());
    assert_eq!(text.matches("  - azurerm_subnet.s").count(), 10);
    assert!(text.contains("  - and 15 more (shown with --all)"));
    assert_eq!(rendered("text", &report, all()).matches("  - azurerm_subnet.s").count(), 25);
}

/// A name with an escape sequence cannot steer the terminal.
#[test]
fn text_shows_escape_sequences() {
    let mut report = mixed();
    for verdict in &mut report.verdicts {
        verdict.subject.push_str("\u{1b}[2J");
        verdict.message.push_str("\u{1b}[2J\rgate: passes");
    }
    assert!(!rendered("text", &report, all()).contains(['\u{1b}', '\r']));
}

// JSON

/// The document of a mixed report.
#[test]
fn json_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("json", &mixed(), RenderOptions::default()));
}

/// Instances stay apart, the first one naming the others; counts agree with the verdicts; passes only on demand.
#[test]
fn json_keeps_instances_apart() {
    let document = parsed("json", &mixed(), all());
    assert_eq!(document["schema_version"], "1");
    let verdicts = array(&document, "/verdicts");
    assert_eq!(verdicts.len(), mixed().verdicts.len());
    let count = |word: &str| verdicts.iter().filter(|verdict| verdict["verdict"] == word).count();
    assert_eq!(document["summary"]["pass"], count("pass"));
    assert_eq!(document["summary"]["unknown"], count("unknown"));
    assert_eq!(count("fail"), 14, "an accepted one included");
    let sizes: Vec<usize> = verdicts.iter().map(|verdict| array(verdict, "/instances").len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 7, "six more failures and one more unknown on one line");
    assert_eq!(verdicts[1]["instances"][0], "azurerm_subnet.ise[\"b\"]");
    let without = parsed("json", &mixed(), RenderOptions::default());
    assert!(array(&without, "/verdicts").iter().all(|verdict| verdict["verdict"] != "pass"));
    assert_eq!(without["summary"], document["summary"]);
}

/// An unknown value stands in `unknown`, never as a null or empty value.
#[test]
fn json_never_shows_an_unknown_as_a_value() {
    let text = rendered("json", &mixed(), all());
    assert!(!text.contains("null"), "{text}");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    for evidence in array(&document, "/verdicts").iter().flat_map(|verdict| array(verdict, "/evidence")) {
        assert!(evidence.get("value").is_some() != evidence.get("unknown").is_some(), "{evidence}");
    }
}

// SARIF

/// The log of the located part of a mixed report.
#[test]
fn sarif_of_a_mixed_report() {
    insta::assert_snapshot!(rendered("sarif", &mixed(), RenderOptions::default()));
}

/// Only failures are results; every rule is listed, sorted by id, and results point at their rule.
#[test]
fn sarif_has_failures_only() {
    let log = parsed("sarif", &mixed(), all());
    let rules = array(&log, "/runs/0/tool/driver/rules");
    let ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids.len(), mixed().rules.len());
    assert!(ids.is_sorted());
    let results = array(&log, "/runs/0/results");
    assert_eq!(results.len(), 6);
    for result in results {
        assert_eq!(result["kind"], "fail");
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
        assert_eq!(result["ruleId"], ids[index]);
    }
    assert!(array(&parsed("sarif", &clean(), all()), "/runs/0/results").is_empty());
}

/// Unknown verdicts are notifications that name their rule, folded like results.
#[test]
fn sarif_notifies_of_unknowns() {
    let log = parsed("sarif", &mixed(), all());
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    let notifications = array(&log, "/runs/0/invocations/0/toolExecutionNotifications");
    let unknown: Vec<&Value> =
        notifications.iter().filter(|one| one["descriptor"]["id"] == "VNETGUARD-UNDETERMINED").collect();
    assert_eq!(unknown.len(), 2);
    for one in unknown {
        assert!(one["associatedRule"]["id"].is_string());
        assert_eq!(one["level"], "warning");
    }
}

/// Every region, read again from its file in UTF-16 units, gives its snippet, within one line.
#[test]
fn sarif_regions_hold_their_snippets() {
    let report = located();
    let log = parsed("sarif", &report, all());
    let results = array(&log, "/runs/0/results");
    assert_eq!(results.len(), 4);
    let related = results.iter().flat_map(|result| array(result, "/relatedLocations"));
    let mut read = 0;
    for location in results.iter().map(|result| &result["locations"][0]).chain(related) {
        let place = &location["physicalLocation"];
        let region =
            |key: &str| place["region"][key].as_u64().and_then(|number| usize::try_from(number).ok()).expect(key);
        assert_eq!(region("startLine"), region("endLine"));
        let file = place["artifactLocation"]["uri"].as_str().expect("a URI").replace("%20", " ");
        let line = report.sources[&file].lines().nth(region("startLine") - 1).expect("a line");
        let units: Vec<u16> = line.encode_utf16().collect();
        let text = String::from_utf16(&units[region("startColumn") - 1..region("endColumn") - 1]).expect("UTF-16");
        assert_eq!(place["region"]["snippet"]["text"], text);
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let context = &place["contextRegion"];
        if report.sources[&file].trim_end().contains('\n') {
            assert!(context["startLine"].as_u64() < context["endLine"].as_u64(), "{place}");
            assert!(context["startLine"].as_u64() <= place["region"]["startLine"].as_u64());
            assert!(context.get("snippet").is_none(), "lines around a finding may hold secrets");
        } else {
            assert!(context.is_null(), "{place}");
        }
        read += 1;
    }
    assert_eq!(read, 5);
}

/// Instances on one line are one result with all their addresses.
#[test]
fn sarif_folds_instances() {
    let log = parsed("sarif", &mixed(), all());
    let results = array(&log, "/runs/0/results");
    let sizes = results.iter().find(|result| result["ruleId"] == "ISE-SUBNET-SIZE-MIN").expect("a result");
    assert_eq!(array(sizes, "/properties/addresses").len(), 7);
    assert_eq!(array(sizes, "/locations/0/logicalLocations").len(), 7);
    assert_eq!(
        sizes["partialFingerprints"]["vnetguard/resource/v1"],
        "ISE-SUBNET-SIZE-MIN|azurerm_subnet.ise|address_prefixes"
    );
}

/// A result's text is what its message string and arguments give.
#[test]
fn sarif_texts_agree_with_their_arguments() {
    let log = parsed("sarif", &mixed(), all());
    for result in array(&log, "/runs/0/results") {
        let index = result["ruleIndex"].as_u64().expect("an index");
        let id = result["message"]["id"].as_str().expect("an id");
        let pointer = format!("/runs/0/tool/driver/rules/{index}/messageStrings/{id}/text");
        let mut text = log.pointer(&pointer).and_then(Value::as_str).expect("a message string").to_owned();
        for (number, argument) in array(result, "/message/arguments").iter().enumerate() {
            text = text.replace(&format!("{{{number}}}"), argument.as_str().expect("a string"));
        }
        assert_eq!(result["message"]["text"], text);
    }
}

/// Where only the input file is known, or nothing, fingerprints still tell results apart and do not depend on columns.
#[test]
fn sarif_fingerprints_without_a_source() {
    let log = parsed("sarif", &mixed(), all());
    let mut hashes: Vec<&str> = array(&log, "/runs/0/results")
        .iter()
        .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str().expect("a hash"))
        .collect();
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), count);
}

/// Where a plan is the place of several resources, they are one alert with the hash of the plan's first line: uploads to
/// code scanning compute it from the file, and warn of every other value.
#[test]
fn sarif_has_one_result_of_a_rule_at_a_plan() {
    let mut report = mixed();
    let plan = "{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.0\",\"variables\":{}}\n";
    report.sources.insert("plan.json".to_owned(), plan.to_owned());
    let failure = report.verdicts.iter().find(|one| one.rule.0 == "ISE-NSG-IN-443").expect("a finding").clone();
    report.verdicts.push(Verdict { subject: "azurerm_network_security_group.other".to_owned(), ..failure });
    let log = parsed("sarif", &report, all());
    let at_plan: Vec<&Value> = array(&log, "/runs/0/results")
        .iter()
        .filter(|result| result["ruleId"] == "ISE-NSG-IN-443")
        .filter(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "plan.json")
        .collect();
    let [result] = at_plan[..] else { panic!("one result: {at_plan:?}") };
    assert!(array(result, "/properties/addresses").contains(&Value::from("azurerm_network_security_group.other")));
    assert_eq!(result["partialFingerprints"]["primaryLocationLineHash"], "78f3f62322a3242c:1");
}

/// A hash that would tell something of a masked secret is left out.
#[test]
fn sarif_leaves_out_hashes_of_masked_lines() {
    let mut report = located();
    redact::apply(&mut report, &["Developer_0".to_owned()]);
    let log = parsed("sarif", &report, all());
    let without: Vec<&Value> = array(&log, "/runs/0/results")
        .iter()
        .filter(|result| result["partialFingerprints"].get("primaryLocationLineHash").is_none())
        .map(|result| &result["ruleId"])
        .collect();
    assert_eq!(without, ["NET-NAME"], "the line itself; the hash of the one before ends in front of the secret");
}

/// No location has a scheme or a path of the machine, whatever the report calls its files.
#[test]
fn sarif_has_no_machine_paths() {
    let mut report = mixed();
    report.inputs = vec!["/home/me/plan.json".to_owned()];
    for (verdict, file) in report.verdicts.iter_mut().zip(["/home/me/a.tf", "git::https://h/m", "../b.tf", "C:\\c.tf"])
    {
        verdict.location = Some(fixtures::location(file, 3, 1, 4, Precision::Block));
    }
    let text = rendered("sarif", &report, all());
    for part in ["/home/me", "git::", "../", "C:"] {
        assert!(!text.contains(part), "{part}");
    }
}

/// Beyond 5,000 results the most severe ones are kept, and a notification counts the rest.
#[test]
fn sarif_keeps_the_most_severe_results() {
    let found = |index: usize| {
        let level = if index < 4000 { Level::Note } else { Level::Error };
        let mut found = verdict("NET-NAME", Outcome::Fail, level, &format!("azurerm_subnet.s{index}"));
        found.location = Some(fixtures::location("main.tf", index + 1, 1, 2, Precision::Block));
        found
    };
    let report = Report { verdicts: (0..6000).map(found).collect(), ..clean() };
    let log = parsed("sarif", &report, all());
    let results = array(&log, "/runs/0/results");
    assert_eq!(results.len(), 5000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 2000);
    let notifications = array(&log, "/runs/0/invocations/0/toolExecutionNotifications");
    let left_out = notifications.iter().find(|one| one["descriptor"]["id"] == "VNETGUARD-LEFT-OUT").expect("a note");
    assert!(left_out["message"]["text"].as_str().is_some_and(|text| text.contains("leaves out 1000 results")));
}

/// Writes logs for `tests/tools/check-sarif-samples.sh`, each with the checkout its places are in, and reads them back.
#[test]
fn sarif_samples_are_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sarif-samples");
    for (file, text) in [("infra/network.tf", NETWORK), ("arm/main template.json", &minified())] {
        let path = folder.join("located.root").join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, text).expect("the file is written");
    }
    std::fs::create_dir_all(folder.join("unplaced")).expect("the folder is made");
    for (name, report) in [("located", located()), ("unplaced/mixed", mixed()), ("clean", clean())] {
        let path = folder.join(format!("{name}.sarif"));
        let log = rendered("sarif", &report, RenderOptions::default());
        std::fs::write(&path, &log).expect("the log is written");
        assert_eq!(std::fs::read_to_string(&path).expect("the log is read"), log);
    }
}
