//! Whole commands: what they make, what they refuse, and how they end.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::disallowed_methods, reason = "tests set up folders and look at them")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn griot(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

/// Runs a command and holds its exit status and all that it prints to what is expected.
fn check(folder: &Path, arguments: &[&str], status: i32, parts: &[&str]) -> String {
    let output = griot(folder, arguments);
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(std::str::from_utf8(&output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{text}");
    for part in parts {
        assert!(text.contains(part), "{arguments:?}: {part:?} is not in:\n{text}");
    }
    text
}

fn new_tracker() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &["init"], 0, &["griot.toml", "griot serve --open"]);
    folder
}

#[test]
fn without_a_tracker_the_message_says_where_it_looked() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().canonicalize().unwrap();
    for command in ["check", "build"] {
        check(
            folder.path(),
            &[command],
            2,
            &["no tracker here", name.to_str().unwrap(), "griot init", "--root"],
        );
    }
    check(folder.path(), &["check", "--root", "none"], 2, &["none", "No such file"]);
}

#[test]
fn bad_arguments_are_the_tools_matter() {
    let folder = new_tracker();
    check(folder.path(), &["biuld"], 2, &["biuld", "build"]);
    check(folder.path(), &["build", "--today", "soon"], 2, &["--today"]);
    check(folder.path(), &["build", "--base-url", "here"], 2, &["--base-url", "https://"]);
    check(folder.path(), &["build", "--output", "content"], 2, &["content", "--output"]);
    check(folder.path(), &["check", "--explain", "no-such-rule"], 2, &["no-such-rule", "help:"]);
    check(folder.path(), &["--help"], 0, &["init", "Exit status"]);
    check(folder.path(), &["completions", "bash"], 0, &["_griot"]);
}

#[test]
fn init_keeps_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitignore"), "mine\n").unwrap();
    check(folder.path(), &["init", "a/b"], 0, &["made"]);
    assert!(folder.path().join("a/b/griot.toml").exists());
    check(folder.path(), &["init"], 0, &["left as it is  .gitignore"]);
    assert_eq!(fs::read_to_string(folder.path().join(".gitignore")).unwrap(), "mine\n");
    check(folder.path(), &["init"], 2, &["is a tracker already"]);
}

#[test]
fn new_records_lie_where_they_belong_and_are_not_written_over() {
    let folder = new_tracker();
    let incident =
        ["new", "incident", "Fire in a \"mill\"", "--date", "2024-06", "--region", "ml/gao"];
    check(
        folder.path(),
        &incident,
        1,
        &["no region `ml/gao`", "griot new region \"Ml\" --id ml\n", "\"Gao\" --id ml/gao"],
    );
    check(folder.path(), &["new", "region", "Gao", "--id", "ml/gao"], 1, &["--id ml\n"]);
    check(folder.path(), &["new", "region", "Mali", "--id", "ml"], 0, &["content/regions/ml.md"]);
    check(folder.path(), &["new", "region", "Gao", "--id", "ml/gao"], 0, &["regions/ml/gao.md"]);
    let path = "content/incidents/2024/2024-06-fire-in-a-mill.md";
    check(folder.path(), &incident, 0, &[path, "draft"]);
    check(folder.path(), &incident, 2, &[path, "is there already"]);

    check(
        folder.path(),
        &["new", "incident", "X", "--date", "2024-06-01", "--region", "samplefrod"],
        1,
        &["did you mean `sampleford`"],
    );
    check(
        folder.path(),
        &["new", "actor", "A group", "--kind", "armedgroup"],
        2,
        &["did you mean `armed-group`", "community"],
    );
    check(folder.path(), &["new", "region", "X", "--id", "../x"], 2, &["is no id"]);
    check(
        folder.path(),
        &["new", "incident", "X", "--date", "2024-13", "--region", "ml"],
        2,
        &["there is no month 13"],
    );
    check(folder.path(), &["new", "actor", "A group", "--kind", "militia"], 0, &["a-group.md"]);
    check(folder.path(), &["new", "report", "Year", "--date", "2024"], 0, &["2024-year.md"]);
    check(folder.path(), &["new", "milestone", "End", "--date", "2024-01-01"], 0, &["-end.md"]);
    new_records_are_toml_also_with_their_comments_off(folder.path());
}

fn new_records_are_toml_also_with_their_comments_off(folder: &Path) {
    // What looks like a field or a heading in a comment is one when its `# ` is taken off.
    let is_field = |line: &str| {
        let key = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '2');
        (line.starts_with('[') && line.ends_with(']') && !line.contains(".."))
            || line.split_once(" = ").is_some_and(|(name, _)| key(name))
    };
    for path in [
        "incidents/2024/2024-06-fire-in-a-mill.md",
        "regions/ml/gao.md",
        "actors/a-group.md",
        "reports/2024/2024-year.md",
        "milestones/2024/2024-01-01-end.md",
    ] {
        let text = fs::read_to_string(folder.join("content").join(path)).unwrap();
        let (front, _) = text.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
        front.parse::<toml::Table>().unwrap_or_else(|error| panic!("{path}: {error}\n{front}"));
        let uncommented = front.lines().map(|line| match line.strip_prefix("# ") {
            Some(field) if is_field(field) => field,
            _ => line,
        });
        let all = uncommented.collect::<Vec<_>>().join("\n");
        let table = all.parse::<toml::Table>();
        let table = table.unwrap_or_else(|error| panic!("{path}: {error}\n{all}"));
        assert!(table.contains_key("claim") && table.contains_key("change"), "{path}");
    }
}
