//! Releases: what `griot release` makes, which numbers it takes, and that what is frozen stays as it is
//! and lets nothing leave.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use griot::source::Sha256;
use serde_json::Value;

/// A tracker on the disk, taken away when the test ends.
struct Tracker(tempfile::TempDir);

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Tracker {
    /// One region and three incidents.
    fn new() -> Self {
        let tracker = Self(tempfile::tempdir().unwrap());
        tracker.write("griot.toml", "title = \"Harbour record\"\nlicence = \"CC-BY-4.0\"\n");
        tracker.write("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n");
        for id in ["mill", "pier", "quay"] {
            tracker.incident(id, "killed = 3\n");
        }
        tracker
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Adds to a file what stands before `+++`.
    fn settings(&self, more: &str) {
        let text = self.read("griot.toml");
        self.write("griot.toml", &format!("{text}{more}"));
    }

    fn incident(&self, id: &str, more: &str) {
        let head = format!("title = \"Killings at the {id}\"\ndate = 2024-03-02\n");
        let source = format!("source = \"Harbour paper, https://paper.example/{id}\"\n");
        let text = format!("+++\n{head}region = \"estmark\"\n{source}{more}+++\n");
        self.write(&format!("content/incidents/{id}.md"), &text);
    }

    fn griot(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_griot"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let own = self.0.path().canonicalize().unwrap();
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap().replace(own.to_str().unwrap(), "[TRACKER]")
        };
        Run {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Makes a release that must be made.
    fn release(&self, arguments: &[&str]) {
        let run = self.griot(&[&["release", "--quiet"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    }

    /// Runs a command that must be refused, and gives what it says.
    fn refused(&self, arguments: &[&str], code: i32) -> String {
        let before = self.releases();
        let run = self.griot(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
        assert_eq!(self.releases(), before, "{arguments:?} changed a release");
        run.err
    }

    /// Every file below `releases/` with its bytes.
    fn releases(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.path("releases"))
    }

    fn manifest(&self, version: &str) -> Value {
        serde_json::from_str(&self.read(&format!("releases/{version}/manifest.json"))).unwrap()
    }

    /// The rows of what changed with a release, without the first.
    fn changes(&self, version: &str) -> Vec<String> {
        let rows = self.read(&format!("releases/{version}/release-changes.csv"));
        rows.lines().skip(1).map(str::to_owned).collect()
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn a_release_is_published_byte_for_byte_and_its_sums_are_right() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0", "--date", "2026-11-02"]);
    let run = tracker.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let frozen = files(&tracker.path("releases/1.0.0"));
    assert!(frozen.len() > 30, "{:?}", frozen.keys());
    for (path, bytes) in &frozen {
        let name = path.strip_prefix(tracker.path("releases")).unwrap();
        let published = fs::read(tracker.path("public/data").join(name)).unwrap();
        assert!(published == *bytes, "{}", name.display());
    }
    // What is downloaded now is what was frozen, but for what names the release.
    let now = fs::read(tracker.path("public/data/incidents.csv")).unwrap();
    assert_eq!(now, frozen[&tracker.path("releases/1.0.0/incidents.csv")]);
    let sums = tracker.read("releases/1.0.0/SHA256SUMS");
    assert_eq!(sums.lines().count(), frozen.len() - 1, "all but the sums themselves");
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let bytes = &frozen[&tracker.path("releases/1.0.0").join(name)];
        assert_eq!(Sha256::of(bytes).hex(64), sum, "{name}");
    }
    let manifest = tracker.manifest("1.0.0");
    assert_eq!((&manifest["version"], &manifest["date"]), (&"1.0.0".into(), &"2026-11-02".into()));
    assert_eq!(manifest["files"].as_array().unwrap().len(), frozen.len() - 2);
    let package: Value =
        serde_json::from_str(&tracker.read("releases/1.0.0/datapackage.json")).unwrap();
    assert_eq!(package["version"], "1.0.0");
    let page = tracker.read("public/data/index.html");
    assert!(page.contains("1.0.0/index.html"), "the page of the downloads leads to it");
    assert!(page.contains("dataset, version 1.0.0, 2 November 2026"), "and cites it");
    assert!(page.contains("\"version\":\"1.0.0\""), "and names it to programs");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let make = || {
        let tracker = Tracker::new();
        tracker.release(&["1.0.0"]);
        tracker.incident("bridge", "killed = 1\n");
        tracker.release(&["1.1.0"]);
        let root = tracker.path("releases");
        let name = |path: PathBuf| path.strip_prefix(&root).unwrap().to_owned();
        tracker.releases().into_iter().map(|(path, bytes)| (name(path), bytes)).collect::<Vec<_>>()
    };
    assert!(make() == make());
}

#[test]
fn what_changed_is_told_by_id() {
    let tracker = Tracker::new();
    tracker.incident("lock", "killed = 1\n");
    tracker.incident("weir", "killed = 1\n");
    tracker.release(&["1.0.0"]);
    tracker.incident("bridge", "killed = 1\n");
    tracker.incident("mill", "killed = 4\n");
    tracker.incident("pier", "killed = 3\nmerged_into = \"mill\"\n");
    tracker.incident("quay", "status = \"withdrawn\"\nreason = \"It was a film.\"\n");
    fs::remove_file(tracker.path("content/incidents/lock.md")).unwrap();
    // An id that is gone breaks what others keep with it.
    let run = tracker.griot(&["release"]);
    assert!(run.out.contains("That is a major release"), "{}", run.out);
    assert!(run.out.contains("incidents: 1 added, 1 changed, 1 withdrawn, 1 merged, 1 removed"));
    tracker.release(&["2.0.0"]);
    let incidents: Vec<String> = tracker
        .changes("2.0.0")
        .into_iter()
        .filter_map(|row| row.strip_prefix("incidents,").map(str::to_owned))
        .map(|row| row.splitn(3, ',').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        incidents,
        ["bridge added", "mill changed", "pier merged", "quay withdrawn", "lock removed"]
    );
    let changed = tracker.changes("2.0.0");
    let mill = changed.iter().find(|row| row.starts_with("incidents,mill")).unwrap();
    assert_eq!(mill, "incidents,mill,changed,killed_low;killed_best;killed_high");
    assert!(changed.contains(&"claims,bridge;1;1,added,".to_owned()), "{changed:?}");
    // A build of today lists what was taken back, too.
    assert_eq!(tracker.griot(&["build"]).code, 0);
    let removed = tracker.read("public/data/removed.csv");
    assert!(removed.contains("merged,,mill,") && removed.contains("withdrawn,,,It was a film."));
    let page = tracker.read("public/data/2.0.0/index.html");
    assert!(page.contains("Compared with release 1.0.0"), "{page}");
    assert!(page.contains("<code>killed_best</code>"), "{page}");
    assert!(tracker.read("public/data/1.0.0/index.html").contains("There is a newer release"));
}

#[test]
fn a_number_must_fit_what_changed() {
    let tracker = Tracker::new();
    let first = tracker.griot(&["release"]);
    assert!(first.code == 0 && first.out.contains("1.0.0 fits"), "{}", first.out);
    tracker.release(&["1.0.0", "--date", "2026-10-01"]);
    let said = tracker.refused(&["release", "1.0.0"], 1);
    assert!(said.contains("there is a release 1.0.0 already"), "{said}");
    let said = tracker.refused(&["release", "0.9.9"], 1);
    assert!(said.contains("0.9.9 is before the newest release, 1.0.0"), "{said}");
    for wrong in ["1.1", "v1.1.0", "1.1.0-rc.1", "01.1.0", "next"] {
        let said = tracker.refused(&["release", wrong], 2);
        assert!(said.contains("is no number of a release"), "{said}");
    }
    let said = tracker.refused(&["release", "1.1.0", "--date", "2026-09-30"], 1);
    assert!(said.contains("give a later --date"), "{said}");
    let said = tracker.refused(&["release", "1.1.0", "--date", "2026-11-22"], 1);
    assert!(said.contains("2026-11-22 is after today, 2026-11-21"), "{said}");
    let late = ["--withdraw", "claims.csv", "--reason", "R", "--date", "2027-01-01"];
    let said = tracker.refused(&[&["release", "1.0.0"][..], &late].concat(), 1);
    assert!(said.contains("2027-01-01 is after today"), "{said}");
    // A value is corrected: PATCH, and more is allowed.
    tracker.incident("mill", "killed = 4\n");
    let run = tracker.griot(&["release"]);
    assert!(run.out.contains("a patch release") && run.out.contains("1.0.1 fits"), "{}", run.out);
    tracker.release(&["1.0.1"]);
    // The history of the record says so, as it has to: PATCH all the same.
    let change = "[[change]]\non = 2026-11-01\nkind = \"correction\"\nnote = \"Two.\"\n";
    tracker.incident("mill", &format!("killed = 2\n{change}"));
    let withdrawal = change.replace("correction", "withdrawal");
    let withdrawn = format!("status = \"withdrawn\"\nreason = \"A film.\"\n{withdrawal}");
    tracker.incident("quay", &withdrawn);
    let run = tracker.griot(&["release"]);
    assert!(run.out.contains("changes: 2 added"), "{}", run.out);
    assert!(run.out.contains("a patch release") && run.out.contains("1.0.2 fits"), "{}", run.out);
    tracker.incident("mill", "killed = 4\n");
    tracker.incident("quay", "killed = 3\n");
    // A row is new: MINOR.
    tracker.incident("bridge", "killed = 1\n");
    let said = tracker.refused(&["release", "1.0.2"], 1);
    assert!(said.contains("1.0.2 does not fit") && said.contains("griot release 1.1.0"), "{said}");
    tracker.release(&["1.1.0"]);
    // A file is gone: MAJOR.
    tracker.settings("[data]\nformats = [\"csv\", \"json\"]\n");
    let said = tracker.refused(&["release", "1.2.0"], 1);
    assert!(said.contains("griot release 2.0.0"), "{said}");
    tracker.release(&["2.0.0"]);
    let said = tracker.griot(&["release"]);
    assert!(said.out.contains("no row, column or file is another one"), "{}", said.out);
}

#[test]
fn a_column_with_another_name_takes_a_major_number() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    // As if the program had called a column otherwise when the first was made.
    rewrite(&tracker, "1.0.0", "incidents.csv", |text| text.replacen(",title,", ",headline,", 1));
    rewrite(&tracker, "1.0.0", "datapackage.json", |text| {
        text.replacen("\"name\": \"title\"", "\"name\": \"headline\"", 1)
    });
    let run = tracker.griot(&["release"]);
    assert!(run.out.contains("incidents: column-removed headline"), "{}{}", run.out, run.err);
    assert!(run.out.contains("incidents: column-added title"), "{}", run.out);
    assert!(run.out.contains("a major release") && run.out.contains("2.0.0 fits"), "{}", run.out);
    tracker.release(&["2.0.0"]);
    assert_eq!(tracker.changes("2.0.0"), Vec::<String>::new(), "no value is another one");
    assert_eq!(tracker.griot(&["build"]).code, 0);
    let page = tracker.read("public/data/2.0.0/index.html");
    assert!(page.contains("incidents: column no longer there: headline"), "{page}");
}

/// Changes a file of a release and what the manifest and the sums say of it.
fn rewrite(tracker: &Tracker, version: &str, name: &str, change: impl Fn(String) -> String) {
    let at = |name: &str| format!("releases/{version}/{name}");
    let old = tracker.read(&at(name));
    let new = change(old.clone());
    assert_ne!(old, new, "{name}");
    tracker.write(&at(name), &new);
    let replaced = |text: String, old: &str, new: &str| {
        let sum = |text: &str| Sha256::of(text.as_bytes()).hex(64);
        assert!(text.contains(&sum(old)));
        text.replace(&sum(old), &sum(new))
    };
    let manifest = tracker.read(&at("manifest.json"));
    let bytes = |text: &str| format!("\"bytes\": {}", text.len());
    let path = format!("\"path\": \"{name}\"");
    let (head, tail) = manifest.split_once(&path).unwrap();
    let tail = tail.replacen(&bytes(&old), &bytes(&new), 1);
    let mended = replaced(format!("{head}{path}{tail}"), &old, &new);
    tracker.write(&at("manifest.json"), &mended);
    let sums = replaced(tracker.read(&at("SHA256SUMS")), &old, &new);
    tracker.write(&at("SHA256SUMS"), &replaced(sums, &manifest, &mended));
}

#[test]
fn a_dry_run_writes_nothing() {
    let tracker = Tracker::new();
    for arguments in [&["release"][..], &["release", "1.0.0", "--dry-run"]] {
        let run = tracker.griot(arguments);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains("Nothing was written"), "{}", run.err);
        assert!(!tracker.path("releases").exists());
    }
    // Not even for a moment: nothing comes or goes in the folder.
    tracker.release(&["1.0.0"]);
    let time = || fs::metadata(tracker.path("releases")).unwrap().modified().unwrap();
    let before = time();
    for arguments in [&["release"][..], &["release", "1.0.1", "--dry-run"]] {
        assert_eq!(tracker.griot(arguments).code, 0);
        assert_eq!(time(), before);
    }
}

#[test]
fn the_second_of_two_is_told_to_wait() {
    let tracker = Tracker::new();
    assert_eq!(tracker.griot(&["release"]).code, 0);
    let locks: Vec<fs::File> = files(&tracker.path(".griot"))
        .into_keys()
        .filter(|path| path.extension().is_some_and(|own| own == "lock"))
        .map(|path| fs::File::open(path).unwrap())
        .collect();
    assert!(!locks.is_empty());
    locks.iter().for_each(|lock| lock.lock().unwrap());
    let said = tracker.refused(&["release", "1.0.0"], 2);
    assert!(said.contains("another griot release is at work"), "{said}");
    assert!(said.contains("wait until it has finished") && !said.contains("--output"), "{said}");
}

#[test]
fn a_file_that_changed_stops_build_and_check() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    let path = "releases/1.0.0/incidents.csv";
    let right = tracker.read(path);
    let stops = |what: &str| {
        for command in ["build", "check", "release"] {
            let run = tracker.griot(&[command]);
            let said = format!("{}{}", run.out, run.err);
            assert_eq!(run.code, 1, "{command}: {said}");
            assert!(said.contains("changed-release") && said.contains(what), "{command}: {said}");
            assert!(said.contains("git checkout releases/1.0.0"), "{said}");
        }
        assert!(!tracker.path("public").exists(), "nothing was written");
    };
    tracker.write(path, &right.replace("published", "publishes"));
    stops("`incidents.csv` of release 1.0.0 is not the file that was frozen");
    tracker.write(path, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    let run = tracker.griot(&["build"]);
    assert!(run.err.contains("run git lfs pull"), "{}", run.err);
    fs::remove_file(tracker.path(path)).unwrap();
    stops("`incidents.csv` of release 1.0.0 is missing");
    tracker.write(path, &right);
    let sums = tracker.read("releases/1.0.0/SHA256SUMS");
    tracker.write("releases/1.0.0/SHA256SUMS", &sums.replacen('a', "b", 1));
    stops("do not fit each other");
    tracker.write("releases/1.0.0/SHA256SUMS", &sums);
    assert_eq!(tracker.griot(&["build"]).code, 0);
}

#[test]
fn a_release_cannot_vanish_or_become_another() {
    let tracker = Tracker::new();
    for (number, version) in ["1.0.0", "1.0.1", "1.0.2"].into_iter().enumerate() {
        tracker.incident("mill", &format!("killed = {}\n", number + 3));
        tracker.release(&[version]);
    }
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    assert_eq!(tracker.griot(&["check"]).code, 0);
    let told = |rule: &str, what: &str, command: &str| {
        for argument in ["check", "build", "release"] {
            let run = tracker.griot(&[argument]);
            let said = format!("{}{}", run.out, run.err);
            assert_eq!(run.code, 1, "{argument}: {said}");
            assert!(said.contains(rule) && said.contains(what), "{argument}: {said}");
            assert!(said.contains(command), "{argument}: {said}");
        }
    };
    let away = |version: &str, test: &dyn Fn()| {
        let (from, to) = (tracker.path(&format!("releases/{version}")), tracker.path("away"));
        fs::rename(&from, &to).unwrap();
        test();
        fs::rename(&to, &from).unwrap();
    };
    for version in ["1.0.0", "1.0.1"] {
        let told = || {
            let what = format!("release {version}, which");
            told("broken-release", &what, &format!("git checkout releases/{version}"));
        };
        away(version, &told);
    }
    away("1.0.2", &|| told("broken-release", "griot.lock has release 1.0.2", "take this line out"));
    // A withdrawal changes nothing of what a release is.
    let withdraw = ["release", "1.0.0", "--withdraw", "claims.csv", "--reason", "R"];
    let run = tracker.griot(&withdraw);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = tracker.griot(&["check"]);
    assert_eq!(run.code, 0, "{}", run.out);
    // Who changes a file and all sums of its release is found by the next one, or by griot.lock.
    let lock = tracker.read("griot.lock");
    fs::remove_file(tracker.path("griot.lock")).unwrap();
    rewrite(&tracker, "1.0.1", "incidents.csv", |text| text.replacen(",4,", ",5,", 1));
    told("changed-release", "release 1.0.1 is not the one that 1.0.2 followed", "git checkout");
    rewrite(&tracker, "1.0.1", "incidents.csv", |text| text.replacen(",5,", ",4,", 1));
    rewrite(&tracker, "1.0.2", "incidents.csv", |text| text.replacen(",5,", ",6,", 1));
    assert_eq!(tracker.griot(&["check"]).code, 0, "nothing outside the newest release knows it");
    tracker.write("griot.lock", &lock);
    told("changed-release", "release 1.0.2 is not the one that griot.lock has", "git checkout");
    let run = tracker.griot(&["lock"]);
    assert!(run.code == 1 && tracker.read("griot.lock") == lock, "{}", run.err);
}

#[test]
fn a_release_writes_into_the_lock_what_it_is() {
    let tracker = Tracker::new();
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    let before = tracker.read("griot.lock");
    tracker.release(&["1.0.0"]);
    let after = tracker.read("griot.lock");
    let line = after.lines().find(|line| line.starts_with("# release 1.0.0 ")).unwrap();
    assert_eq!(after.replace(&format!("{line}\n"), ""), before);
    let run = tracker.griot(&["check"]);
    assert!(run.code == 0 && !run.out.contains("stale-lock"), "{}", run.out);
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    assert_eq!(tracker.read("griot.lock"), after);
    // A file of an older program has no such line.
    tracker.write("griot.lock", &before);
    let run = tracker.griot(&["check"]);
    assert!(run.code == 0 && run.out.contains("`release 1.0.0` (new)"), "{}", run.out);
}

#[test]
fn what_is_no_release_is_told() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    let told = |path: &str, what: &str| {
        tracker.write(path, "{}");
        let run = tracker.griot(&["check"]);
        assert!(run.code == 1 && run.out.contains(what), "{path}: {}", run.out);
        fs::remove_file(tracker.path(path)).unwrap();
        let _ = fs::remove_dir(tracker.path(path).parent().unwrap());
    };
    told("releases/notes.txt", "the file belongs to no release");
    told("releases/draft/a.csv", "`draft` is no number of a release");
    told("releases/2.0.0/manifest.json", "the manifest cannot be read");
    told("releases/2.0.0/a.csv", "release 2.0.0 has no manifest");
    told("releases/1.0.0/more.csv", "`more.csv` is no file of release 1.0.0");
    assert_eq!(tracker.griot(&["check"]).code, 0);
}

#[test]
fn what_must_not_leave_stops_an_old_release_until_its_files_are_withdrawn() {
    let tracker = Tracker::new();
    tracker.incident("mill", "killed = 3\n[[statement]]\nby = \"a docker\"\ntext = \"Osric \\\"Tall\\\" Vane fell first.\"\n");
    tracker.release(&["1.0.0"]);
    let secret = "killed = 3\n[safety]\nwithhold = [\"Osric \\\"Tall\\\" Vane\"]\n";
    tracker.incident("mill", secret);
    let run = tracker.griot(&["build"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(!run.err.contains("Osric"), "the word is not told: {}", run.err);
    assert!(run.err.contains("withheld-word") && run.err.contains("of release 1.0.0"));
    let (_, command) = run.err.split_once("griot release 1.0.0 --withdraw ").unwrap();
    let names: Vec<&str> = command.split(" --reason").next().unwrap().split_whitespace().collect();
    // What is no text cannot be read, and goes along.
    let texts: Vec<&str> =
        names.iter().copied().filter(|name| !name.ends_with(".parquet")).collect();
    assert_eq!(
        texts,
        ["incidents.jsonl", "statements-spreadsheet.csv", "statements.csv", "tracker.json"]
    );
    assert!(!tracker.path("public").exists());
    let said = tracker.refused(&["release", "1.0.1"], 1);
    assert!(said.contains("No release was made"), "{said}");

    let withdraw = ["release", "1.0.0", "--withdraw"];
    let reason = ["--reason", "It named a person.", "--date", "2026-11-20"];
    let unsaid = tracker.refused(&[&withdraw[..], &names].concat(), 2);
    assert!(unsaid.contains("--reason"), "{unsaid}");
    let unknown = tracker.refused(&[&withdraw[..], &["x.csv"], &reason].concat(), 2);
    assert!(unknown.contains("has no file `x.csv`"), "{unknown}");
    let run = tracker.griot(&[&withdraw[..], &names, &reason].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let manifest = tracker.manifest("1.0.0");
    let withdrawn = manifest["withdrawn"].as_array().unwrap();
    assert_eq!(withdrawn.len(), names.len());
    let gone = withdrawn.iter().find(|file| file["path"] == "statements.csv").unwrap();
    assert_eq!(gone["reason"], "It named a person.");
    assert_eq!(gone["on"], "2026-11-20");
    let package = tracker.read("releases/1.0.0/datapackage.json");
    assert!(!package.contains("\"statements.csv\"") && package.contains("\"claims.csv\""));
    let built = tracker.griot(&["build"]);
    assert_eq!(built.code, 0, "{}", built.err);
    for (path, bytes) in files(&tracker.path("public")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Osric"), "{}", path.display());
    }
    let page = tracker.read("public/data/1.0.0/index.html");
    assert!(page.contains("It named a person."), "{page}");
    // The same command again, as after one that was killed, changes nothing more.
    let before = tracker.releases();
    assert_eq!(tracker.griot(&[&withdraw[..], &names, &reason].concat()).code, 0);
    assert!(before == tracker.releases());
    // The next release says what it could not compare.
    let run = tracker.griot(&["release"]);
    assert!(run.out.contains("statements: could not be compared"), "{}", run.out);
}

#[test]
fn a_record_that_is_forgotten_is_looked_for_in_every_release() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    tracker.incident("mill", "killed = 4\n[[claim]]\nby = \"a docker\"\ninjured = 2\n");
    tracker.release(&["1.1.0"]);
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    fs::remove_file(tracker.path("content/incidents/mill.md")).unwrap();
    let run = tracker.griot(&["lock", "--quiet", "--forget", "incidents/mill"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("still stands in releases"), "{}", run.err);
    let commands: Vec<&str> =
        run.err.lines().filter_map(|line| line.strip_prefix("  griot ")).collect();
    assert_eq!(commands.len(), 2, "{}", run.err);
    for command in commands {
        let names: Vec<&str> = command.split(" --reason").next().unwrap().split(' ').collect();
        assert!(names.contains(&"incidents.csv") && names.contains(&"tracker.json"), "{names:?}");
        assert!(!names.contains(&"schema.json") && !names.contains(&"actors.csv"), "{names:?}");
        let run = tracker.griot(&[&names[..], &["--reason", "A person was in danger."]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let built = tracker.griot(&["build"]);
    assert_eq!(built.code, 0, "{}", built.err);
    for (path, bytes) in files(&tracker.path("public/data")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Killings at the mill"), "{}", path.display());
        let is_old = path.components().any(|part| part.as_os_str() == "1.1.0");
        assert!(!is_old || !text.contains("mill"), "{}: {text}", path.display());
    }
    // A record that no release holds is forgotten without more words.
    tracker.incident("weir", "killed = 1\n");
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    fs::remove_file(tracker.path("content/incidents/weir.md")).unwrap();
    let run = tracker.griot(&["lock", "--quiet", "--forget", "incidents/weir"]);
    assert!(run.code == 0 && !run.err.contains("in releases"), "{}", run.err);
}

#[test]
fn a_file_that_cannot_be_read_goes_with_the_text_that_speaks_for_it() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    // As a format made it that is no text.
    let add = |name: &str| {
        let binary = "PAR1 Osric PAR1";
        tracker.write(&format!("releases/1.0.0/{name}"), binary);
        let sum = |text: &str| Sha256::of(text.as_bytes()).hex(64);
        let (mut manifest, old) =
            (tracker.manifest("1.0.0"), tracker.read("releases/1.0.0/manifest.json"));
        let entry =
            serde_json::json!({ "path": name, "bytes": binary.len(), "sha256": sum(binary) });
        manifest["files"].as_array_mut().unwrap().push(entry);
        let new = serde_json::to_string_pretty(&manifest).unwrap() + "\n";
        tracker.write("releases/1.0.0/manifest.json", &new);
        let sums = tracker.read("releases/1.0.0/SHA256SUMS").replace(&sum(&old), &sum(&new));
        let mut lines: Vec<String> = sums.lines().map(str::to_owned).collect();
        lines.push(format!("{}  {name}", sum(binary)));
        lines.sort_by(|a, b| a[66..].cmp(&b[66..]));
        tracker.write("releases/1.0.0/SHA256SUMS", &(lines.join("\n") + "\n"));
    };
    let withdraw = |names: &[&str]| {
        let command = [&["release", "1.0.0", "--withdraw"], names, &["--reason", "R"]].concat();
        let run = tracker.griot(&command);
        assert_eq!(run.code, 0, "{}", run.err);
        run.err
    };
    add("claims.bin");
    // What has no rows speaks for nothing.
    let said = withdraw(&["zenodo.json"]);
    assert!(!said.contains("claims.bin") && tracker.path("releases/1.0.0/claims.bin").exists());
    let said = withdraw(&["claims.csv"]);
    assert!(said.contains("With them go") && said.contains("claims.bin"), "{said}");
    assert!(!tracker.path("releases/1.0.0/claims.bin").exists());
    let run = tracker.griot(&["check"]);
    assert_eq!(run.code, 0, "{}", run.out);
    // As an older program left it.
    add("late.bin");
    let run = tracker.griot(&["check"]);
    assert!(run.code == 1 && run.out.contains("unproved-release"), "{}", run.out);
    assert!(run.out.contains("griot release 1.0.0 --withdraw late.bin"), "{}", run.out);
    withdraw(&["late.bin"]);
    assert_eq!(tracker.griot(&["check"]).code, 0);
}

#[test]
fn the_reason_of_a_withdrawal_is_read_before_it_is_written() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    let because = |reason: &str| {
        let command = ["release", "1.0.0", "--withdraw", "actors.csv", "--reason", reason];
        tracker.griot(&command)
    };
    assert_eq!(because("Osric Vane asked for it.").code, 0);
    let secret = "killed = 3\n[safety]\nwithhold = [\"Osric Vane\"]\n";
    tracker.incident("mill", secret);
    let before = tracker.releases();
    let run = because("Osric Vane is in danger.");
    assert!(run.code == 1 && before == tracker.releases(), "{}", run.err);
    assert!(run.err.contains("stands in the reason of the withdrawal"), "{}", run.err);
    assert!(!run.err.contains("Osric"), "the word is not told: {}", run.err);
    // The manifest holds it, and cannot be taken out: another reason can be given.
    let run = tracker.griot(&["build"]);
    let (_, command) = run.err.split_once("griot release 1.0.0 --withdraw ").unwrap();
    let names: Vec<&str> = command.split(" --reason").next().unwrap().split(' ').collect();
    assert!(names[0] == "actors.csv" && !names.contains(&"manifest.json"), "{names:?}");
    let withdraw = ["release", "1.0.0", "--withdraw"];
    let run = tracker.griot(&[&withdraw, &names[..], &["--reason", "It named a person."]].concat());
    assert!(run.code == 0 && run.err.contains("the reason is now another one"), "{}", run.err);
    assert_eq!(tracker.manifest("1.0.0")["withdrawn"][0]["reason"], "It named a person.");
    let run = tracker.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    // With errors in the content nobody knows what must not leave.
    tracker.incident("weir", "killed = \n");
    let run = because("It named two persons.");
    assert!(run.code == 1 && run.err.contains("Nothing was taken out"), "{}", run.err);
}

#[test]
fn an_author_can_be_taken_out_of_a_release() {
    let tracker = Tracker::new();
    let settings = tracker.read("griot.toml");
    let author = "[[data.authors]]\nfamily = \"Sample\"\ngiven = \"Nadia\"\n";
    tracker.settings(author);
    tracker.release(&["1.0.0"]);
    tracker.release(&["1.0.1"]);
    let withheld = "[safety]\nwithhold = [\"Sample, Nadia\", \"Nadia Sample\"]\n";
    tracker.write("griot.toml", &format!("{settings}{withheld}"));
    for _ in 0..2 {
        let run = tracker.griot(&["check"]);
        assert_eq!(run.code, 1, "{}", run.out);
        let (_, command) = run.out.split_once("= help: a release is frozen").unwrap();
        let (_, command) = command.split_once("with griot ").unwrap();
        let names: Vec<&str> = command.split(" --reason").next().unwrap().split(' ').collect();
        assert!(names.contains(&"CITATION.cff") && !names.contains(&"manifest.json"), "{names:?}");
        let run = tracker.griot(&[&names[..], &["--reason", "R"]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let run = tracker.griot(&["check"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(tracker.manifest("1.0.0")["authors"][0], "Harbour record");
}

#[test]
fn a_withdrawal_says_at_once_what_else_has_to_go() {
    let tracker = Tracker::new();
    tracker.incident(
        "mill",
        "killed = 3\n[[statement]]\nby = \"a docker\"\ntext = \"Osric Vane fell first.\"\n",
    );
    tracker.release(&["1.0.0"]);
    tracker.incident("mill", "killed = 3\n[safety]\nwithhold = [\"Osric Vane\"]\n");
    let command = ["release", "1.0.0", "--withdraw", "statements.csv", "--reason", "R"];
    let run = tracker.griot(&command);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("The next build stops for more"), "{}", run.err);
    let (_, rest) = run.err.split_once("griot release 1.0.0 --withdraw ").unwrap();
    let names: Vec<&str> = rest.split(" --reason").next().unwrap().split(' ').collect();
    assert_eq!(names, ["incidents.jsonl", "statements-spreadsheet.csv", "tracker.json"]);
    let run = tracker.griot(&[&command[..3], &names, &command[4..]].concat());
    assert!(run.code == 0 && !run.err.contains("The next build stops"), "{}", run.err);
    assert_eq!(tracker.griot(&["check"]).code, 0);
}

#[test]
fn a_release_is_refused_where_the_tracker_is_not_in_order() {
    let tracker = Tracker::new();
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    tracker.incident("bridge", "killed = 1\n");
    let said = tracker.refused(&["release", "1.0.0"], 1);
    assert!(said.contains("run griot lock first"), "{said}");
    assert_eq!(tracker.griot(&["lock"]).code, 0);
    tracker.incident("weir", "killed = \n");
    let said = tracker.refused(&["release", "1.0.0"], 1);
    assert!(said.contains("No release was made"), "{said}");
    fs::remove_file(tracker.path("content/incidents/weir.md")).unwrap();
    tracker.settings("[safety]\nwithhold = [\"Harbour paper\"]\n");
    let said = tracker.refused(&["release", "1.0.0"], 1);
    assert!(said.contains("withheld-word") && said.contains("No release was made"), "{said}");
    tracker.write("griot.toml", "title = \"T\"\n[data]\nformats = [\"json\"]\n");
    let said = tracker.refused(&["release", "1.0.0"], 1);
    assert!(said.contains("put \"csv\" into `formats`"), "{said}");
    assert!(!tracker.path("releases").exists());
}

#[test]
fn what_a_killed_command_left_is_in_nobodys_way() {
    let tracker = Tracker::new();
    tracker.write("releases/.griot-new/incidents.csv", "half");
    assert_eq!(tracker.griot(&["build"]).code, 0);
    assert!(!tracker.path("public/data/.griot-new").exists());
    for command in ["build", "check", "release"] {
        tracker.write("releases/.griot-new/incidents.csv", "half");
        tracker.write(".griot/release-new/incidents.csv", "half");
        assert_eq!(tracker.griot(&[command]).code, 0);
        assert!(!tracker.path("releases/.griot-new").exists(), "{command}");
        assert!(!tracker.path(".griot/release-new").exists(), "{command}");
    }
    tracker.release(&["1.0.0"]);
    // An output folder that was removed is made again with the same.
    assert_eq!(tracker.griot(&["build"]).code, 0);
    let before = files(&tracker.path("public/data"));
    fs::remove_dir_all(tracker.path("public")).unwrap();
    assert_eq!(tracker.griot(&["build"]).code, 0);
    assert!(before == files(&tracker.path("public/data")));
}

#[test]
fn a_release_outlives_the_downloads() {
    let tracker = Tracker::new();
    tracker.release(&["1.0.0"]);
    tracker.settings("[data]\nformats = []\n");
    let run = tracker.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = tracker.read("public/data/index.html");
    assert!(page.contains("1.0.0/index.html") && !page.contains("datapackage.json"), "{page}");
    assert!(tracker.path("public/data/1.0.0/incidents.csv").exists());
    assert!(!tracker.path("public/data/incidents.csv").exists());
}

#[test]
fn who_made_it_is_cited_and_deposited() {
    let site = support::read_folder(&support::sites_folder().join("releases/releases/1.0.0"));
    let text =
        |name: &str| String::from_utf8(griot::source::Sources::read(&site, name).unwrap()).unwrap();
    insta::assert_snapshot!("release-citation", text("CITATION.cff"));
    insta::assert_snapshot!("release-zenodo", text("zenodo.json"));
    // What is made today is the same, but for what was made for a DOI of its own.
    let tracker = Tracker::new();
    let golden = support::sites_folder().join("releases");
    tracker.write("griot.toml", &fs::read_to_string(golden.join("griot.toml")).unwrap());
    tracker.release(&["1.0.0", "--date", "2026-06-30", "--doi", "10.5281/zenodo.1001"]);
    assert_eq!(tracker.read("releases/1.0.0/CITATION.cff"), text("CITATION.cff"));
    assert_eq!(tracker.read("releases/1.0.0/zenodo.json"), text("zenodo.json"));
    let said = tracker.refused(&["release", "1.1.0", "--doi", "zenodo.1"], 2);
    assert!(said.contains("is no DOI"), "{said}");
}

#[test]
fn a_licence_in_words_is_cited_and_another_one_is_told() {
    let tracker = Tracker::new();
    let licence = |licence: &str| {
        tracker.write("griot.toml", &format!("title = \"Harbour record\"\n{licence}"));
    };
    let cited = |version: &str| tracker.read(&format!("releases/{version}/CITATION.cff"));
    licence("licence = \"Free for research; ask before other use\"\n");
    tracker.release(&["1.0.0"]);
    let message = "please cite it as below. Licence: Free for research; ask before other use\"\n";
    assert!(cited("1.0.0").contains(message), "{}", cited("1.0.0"));
    licence("licence = \"https://paper.example/terms\"\n");
    let run = tracker.griot(&["release"]);
    assert!(run.out.contains("  https://paper.example/terms: licence\n"), "{}", run.out);
    assert!(run.out.contains("a patch release"), "{}", run.out);
    tracker.release(&["1.0.1"]);
    assert!(cited("1.0.1").contains("license-url: \"https://paper.example/terms\"\n"));
    assert!(!cited("1.0.1").contains("Licence:"));
    licence("");
    tracker.release(&["1.0.2"]);
    assert_eq!(tracker.griot(&["build"]).code, 0);
    let page = tracker.read("public/data/1.0.1/index.html");
    assert!(page.contains("The licence is another one: https://paper.example/terms"), "{page}");
    let page = tracker.read("public/data/1.0.2/index.html");
    assert!(page.contains("No licence is named any more; it was: https://paper.example/terms"));
}

#[test]
fn what_is_said_of_the_dataset_has_a_form() {
    let tracker = Tracker::new();
    let check = |settings: &str, what: &str| {
        tracker.write("griot.toml", &format!("title = \"T\"\n{settings}"));
        let run = tracker.griot(&["check"]);
        assert!(run.code == 1 && run.out.contains(what), "{settings}: {}", run.out);
    };
    check("[data]\ndoi = \"zenodo\"\n", "`doi`: `zenodo` has another form");
    check("[[data.authors]]\nname = \"A\"\norcid = \"12\"\n", "`orcid`: `12` has another form");
    let orcid = |digits: &str| format!("[[data.authors]]\nfamily = \"A\"\norcid = \"{digits}\"\n");
    check(&orcid("0000-0002-1825-0098"), "`orcid`: `0000-0002-1825-0098` is nobody's");
    check(&orcid("0000-0002-1825-009X"), "copy it again from the person's page");
    for right in ["0000-0002-1825-0097", "0000-0002-1694-233X", "0000-0001-5109-3700"] {
        tracker.write("griot.toml", &format!("title = \"T\"\n{}", orcid(right)));
        assert_eq!(tracker.griot(&["check"]).code, 0, "{right}");
    }
    check("[data]\nformats = [\"csv\", \"json\", \"csv\"]\n", "`formats` names `csv` twice");
    check("[data]\nformats = [\"csv\", \"csv\"]\n", "take one of the two out");
    check("[[data.authors]]\nname = \"A\"\nfamily = \"B\"\n", "either `name` or `family`");
    check("[[data.authors]]\norcid = \"0000-0002-1825-0097\"\n", "has no `name`");
}
