//! Every page and style sheet of every site, read by the Nu HTML checker.
//!
//! The checker comes from npm and runs on Java. Without them the test says so and passes; with `CI`
//! set it fails.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde_json::Value;

#[test]
fn html_and_css_are_valid() {
    let Some(checker) = support::from_npm("vnu-jar/build/dist/vnu.jar", "validity is") else {
        return;
    };
    let Some(java) = support::program(&["java"]) else {
        return support::not_tested(
            "NO JAVA: install default-jre-headless; validity is NOT tested",
        );
    };
    let folder = tempfile::tempdir().unwrap();
    let mut sites = vec![("demonstration".to_owned(), support::demonstration())];
    sites.extend(support::site_names().into_iter().map(|name| {
        let sources = support::mini_site(&name);
        (name, sources)
    }));
    let mut pages = 0;
    for (name, sources) in sites {
        let mut files = support::build(&sources);
        files.retain(|path, _| [".html", ".css", ".svg"].iter().any(|end| path.ends_with(end)));
        pages += files.keys().filter(|path| path.ends_with(".html")).count();
        support::write_below(&folder.path().join(name), &files);
    }
    assert!(pages > 200, "{pages}");
    let output = Command::new(java)
        .args(["-Xss4m", "-jar"])
        .arg(checker)
        .args(["--format", "json", "--also-check-css", "--also-check-svg", "--exit-zero-always"])
        .arg(folder.path())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stderr).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    });
    let mut faults = BTreeMap::<String, Vec<String>>::new();
    for message in report["messages"].as_array().unwrap() {
        let text = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
        let kind = if text("subType").is_empty() { text("type") } else { text("subType") };
        let place = format!("{}:{} …{}…", text("url"), message["lastLine"], text("extract"));
        faults.entry(format!("{kind}: {}", text("message"))).or_default().push(place);
    }
    let mut lines = String::new();
    for (fault, places) in &faults {
        lines += &format!("{fault}\n    {} times, first {}\n", places.len(), places[0]);
    }
    assert!(faults.is_empty(), "{lines}");
}
