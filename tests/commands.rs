//! Whole commands as a person runs them: what is printed, what is written, how they end.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with a tracker, taken away when the test ends.
struct Folder(tempfile::TempDir);

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    /// A tracker with one region and one incident.
    fn tracker() -> Self {
        Self::new(&[
            ("griot.toml", "title = \"T\"\n"),
            ("content/regions/r.md", "+++\nname = \"R\"\n+++\n"),
            ("content/incidents/a.md", INCIDENT),
        ])
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn griot(&self, arguments: &[&str]) -> Run {
        self.griot_in("", arguments)
    }

    fn griot_in(&self, below: &str, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_griot"))
            .args(arguments)
            .current_dir(self.path(below))
            .env_remove("RUST_BACKTRACE")
            .env("NO_COLOR", "1")
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let own = self.0.path().canonicalize().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(own.to_str().unwrap(), "[TRACKER]")
                .replace(self.0.path().to_str().unwrap(), "[TRACKER]")
        };
        Run {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Every file of the site with its bytes.
    fn site(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, files);
                } else {
                    files.insert(path.clone(), fs::read(&path).unwrap());
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(&self.path("public"), &mut files);
        files
    }
}

const INCIDENT: &str = "+++\ntitle = \"A\"\ndate = 2022-03-28\nregion = \"r\"\nkilled = 3\nsource = \"S, https://s.example/\"\n+++\nText.\n";

impl Run {
    /// The ending, and both streams, as one text for a snapshot; seconds and bytes taken out.
    fn shown(&self) -> String {
        let seconds = |line: &str| {
            let mut words: Vec<&str> = line.split(' ').collect();
            for at in 1..words.len() {
                match words[at].trim_end_matches([',', '.', ':']) {
                    "s" => words[at - 1] = "[SECONDS]",
                    "kB" | "MB" => words[at - 1] = "[SIZE]",
                    _ => {}
                }
            }
            words.join(" ")
        };
        let clean = |text: &str| text.lines().map(seconds).collect::<Vec<_>>().join("\n");
        format!(
            "exit {}\n--- out\n{}\n--- err\n{}\n",
            self.code,
            clean(&self.out),
            clean(&self.err)
        )
    }
}

#[test]
fn without_a_tracker_the_message_names_init() {
    let folder = Folder::new(&[]);
    for command in ["build", "check", "serve"] {
        let run = folder.griot(&[command]);
        assert_eq!(run.code, 2, "{}", run.shown());
        assert!(
            run.err.contains("griot.toml") && run.err.contains("griot init"),
            "{}",
            run.shown()
        );
    }
}

#[test]
fn help_and_wrong_arguments() {
    let folder = Folder::new(&[]);
    let help = folder.griot(&["--help"]);
    insta::assert_snapshot!("help", help.shown());
    let wrong = folder.griot(&["bulid"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("build"), "{}", wrong.shown());
}

#[test]
fn init_makes_a_tracker_that_builds_without_a_warning() {
    let folder = Folder::new(&[]);
    let run = folder.griot(&["init", "mine"]);
    insta::assert_snapshot!("init", run.shown());
    let built = folder.griot_in("mine", &["build", "--strict"]);
    assert_eq!(built.code, 0, "{}", built.shown());
    assert!(!built.err.contains("warning"), "{}", built.shown());
    assert!(folder.path("mine/public/index.html").exists());
    let again = folder.griot(&["init", "mine"]);
    assert_eq!(again.code, 2, "{}", again.shown());
}

#[test]
fn every_new_record_is_valid_at_once() {
    let folder = Folder::tracker();
    for arguments in [
        &["new", "region", "Menaka", "--id", "r/menaka"][..],
        &["new", "actor", "A group", "--kind", "armed-group"],
        &[
            "new",
            "incident",
            "Attack on the \"Old Market\" é",
            "--date",
            "2022-03",
            "--region",
            "r/menaka",
        ],
        &["new", "report", "The year", "--date", "2022-12-31"],
        &["new", "milestone", "A law", "--date", "2022-06-01"],
    ] {
        let run = folder.griot(arguments);
        assert_eq!(run.code, 0, "{arguments:?} {}", run.shown());
        let run = folder.griot(&["check"]);
        assert_eq!(run.code, 0, "{arguments:?} {}", run.shown());
    }
    let run =
        folder.griot(&["new", "incident", "X", "--date", "2022-03-28", "--region", "nowhere"]);
    assert_eq!(run.code, 1, "{}", run.shown());
    assert!(run.err.contains("griot new region"), "{}", run.shown());
    let run = folder.griot(&["new", "incident", "X", "--date", "28.03.2022", "--region", "r"]);
    assert_eq!(run.code, 2, "{}", run.shown());
    let one = folder.griot(&["new", "region", "Menaka", "--id", "r/menaka"]);
    assert_ne!(one.code, 0, "nothing is written over: {}", one.shown());
}

#[test]
fn errors_are_shown_together_and_nothing_is_written() {
    let folder = Folder::tracker();
    folder.write(
        "content/incidents/b.md",
        "+++\ntitle = \"B\"\ndate = \"28.03.2022\"\nregion = \"q\"\nkiled = 3\n+++\n",
    );
    folder.write("content/incidents/c.md", "---\ntitle: C\n---\n");
    let run = folder.griot(&["build"]);
    insta::assert_snapshot!("build-errors", run.shown());
    assert!(!folder.path("public").exists());
}

#[test]
fn a_silent_edit_is_shown_with_the_lines_that_declare_it() {
    let folder = Folder::tracker();
    assert_eq!(folder.griot(&["lock"]).code, 0);
    folder.write("content/incidents/a.md", &INCIDENT.replace("killed = 3", "killed = 5"));
    insta::assert_snapshot!("silent-edit", folder.griot(&["build"]).shown());
    folder.write("content/incidents/a.md", &INCIDENT.replace("Text.", "Texts."));
    insta::assert_snapshot!("silent-edit-of-words", folder.griot(&["check"]).shown());
    fs::rename(folder.path("content/incidents/a.md"), folder.path("content/incidents/b.md"))
        .unwrap();
    folder.write("content/incidents/b.md", INCIDENT);
    insta::assert_snapshot!("vanished-record", folder.griot(&["check"]).shown());
    fs::create_dir(folder.path("content/incidents/2022")).unwrap();
    fs::rename(folder.path("content/incidents/b.md"), folder.path("content/incidents/2022/a.md"))
        .unwrap();
    insta::assert_snapshot!("lost-address", folder.griot(&["check"]).shown());
}

#[test]
fn problems_come_as_json_for_editors() {
    let folder = Folder::tracker();
    folder.write(
        "content/incidents/b.md",
        "+++\ntitle = \"B\"\ndate = 2022-03-28\nregion = \"q\"\nsource = \"S\"\n+++\n",
    );
    let run = folder.griot(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let problems: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(problems[0]["rule"], "unknown-reference");
    assert_eq!(problems[0]["file"], "content/incidents/b.md");
    assert_eq!((problems[0]["line"].as_u64(), problems[0]["column"].as_u64()), (Some(4), Some(10)));
}

#[test]
fn schema_lists_and_prints_what_files_may_hold() {
    let folder = Folder::new(&[]);
    let run = folder.griot(&["schema"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("settings   griot.toml\n"), "{}", run.out);
    for line in run.out.lines() {
        let name = line.split_whitespace().next().unwrap();
        let run = folder.griot(&["schema", name]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        let schema: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert!(schema["title"].as_str().unwrap().starts_with("griot "), "{name}");
    }
    let run = folder.griot(&["schema", "incidnt"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.err, "error: there is no schema `incidnt`\nhelp: did you mean `incident`?\n");
}

#[test]
fn every_rule_has_a_manual_with_example_and_repair() {
    let mut names = Vec::new();
    for rule in griot::pipeline::rules() {
        assert!(
            rule.manual.contains("**Example**") && rule.manual.contains("**Repair**"),
            "{}",
            rule.name
        );
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
        names.push(rule.name);
    }
    let mut unique = names.clone();
    unique.dedup();
    assert_eq!(names, unique, "no two rules share a name");
    let folder = Folder::new(&[]);
    for name in &names {
        let run = folder.griot(&["check", "--explain", name]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("**Repair**"), "{}", run.shown());
    }
    let run = folder.griot(&["check", "--explain", "unknwon-key"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean `unknown-key`"), "{}", run.shown());
}

#[test]
fn a_build_says_what_it_made_and_a_second_one_leaves_it_alone() {
    let folder = Folder::tracker();
    let run = folder.griot(&["build"]);
    let shown = run.shown();
    let (made, rest) = shown.split_once(" pages in ").unwrap();
    let (_, place) = rest.rsplit_once(", in ").unwrap();
    insta::assert_snapshot!("build", format!("{made} pages in [TIME AND SIZE], in {place}"));
    let page = folder.path("public/incidents/a.html");
    let before = (folder.site(), fs::metadata(&page).unwrap().modified().unwrap());
    folder.write("public/own.txt", "not griot's");
    let again = folder.griot(&["build"]);
    assert_eq!(again.code, 0, "{}", again.shown());
    assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), before.1, "not written again");
    fs::remove_file(folder.path("content/incidents/a.md")).unwrap();
    assert_eq!(folder.griot(&["build"]).code, 0);
    assert!(!page.exists(), "what this build does not make is removed");
    assert!(folder.path("public/own.txt").exists(), "what griot did not make is not touched");
    folder.write("content/incidents/a.md", INCIDENT);
    fs::remove_file(folder.path("public/own.txt")).unwrap();
    assert_eq!(folder.griot(&["build"]).code, 0);
    let strip = |files: BTreeMap<PathBuf, Vec<u8>>| {
        let own = |path: &PathBuf| !path.ends_with(".griot-manifest");
        files.into_iter().filter(|(path, _)| own(path)).collect::<BTreeMap<_, _>>()
    };
    assert!(strip(folder.site()) == strip(before.0), "incremental equals clean");
}

/// The files of a site that do not tell when they were written.
fn pages(folder: &Folder) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = folder.site();
    files.retain(|path, _| !path.ends_with(".griot-manifest"));
    files
}

#[test]
fn an_edit_that_keeps_size_and_time_of_a_file_is_seen() {
    let folder = Folder::tracker();
    let path = folder.path("content/incidents/a.md");
    // Old enough for its time to tell it apart.
    std::thread::sleep(std::time::Duration::from_millis(150));
    for _ in 0..2 {
        assert_eq!(folder.griot(&["build"]).code, 0);
    }
    assert!(folder.path(".griot/records").is_dir());
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    folder.write("content/incidents/a.md", &INCIDENT.replace("killed = 3", "killed = 4"));
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert_eq!(folder.griot(&["build"]).code, 0);
    let page = fs::read_to_string(folder.path("public/incidents/a.html")).unwrap();
    assert!(page.contains("4 killed") || page.contains(">4<"), "{page}");
}

#[test]
fn what_is_kept_of_a_record_goes_when_it_must_not_leave() {
    let folder = Folder::tracker();
    let open = INCIDENT.replace("title = \"A\"", "title = \"Quillonquay\"");
    folder.write("content/incidents/a.md", &open);
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert_eq!(folder.griot(&["build"]).code, 0);
    let holding = || {
        let files = walkdir::WalkDir::new(folder.path(".griot/records")).into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        let holds = |file: &walkdir::DirEntry| {
            fs::read(file.path()).unwrap().windows(11).any(|part| part == b"Quillonquay")
        };
        files.filter(holds).count()
    };
    assert_eq!(holding(), 1);
    // As another program, or a tracker of another size, left it.
    let kept = folder.path(".griot/records/00");
    fs::create_dir_all(&kept).unwrap();
    fs::write(kept.join("0123456789abcdef"), "Quillonquay").unwrap();
    let safe = open.replacen("\n+++\nText", "\n[safety]\nprecision = \"adm1\"\n+++\nText", 1);
    assert_ne!(safe, open);
    folder.write("content/incidents/a.md", &safe);
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(holding(), 0);
}

#[test]
fn whatever_is_done_to_what_is_kept_the_site_is_the_same() {
    let folder = Folder::tracker();
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert_eq!(folder.griot(&["build"]).code, 0);
    let clean = pages(&folder);
    let kept = || {
        let files = walkdir::WalkDir::new(folder.path(".griot")).into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(walkdir::DirEntry::into_path).collect::<Vec<_>>()
    };
    assert!(kept().len() >= 3, "{:?}", kept());
    let spoil: [&dyn Fn(Vec<u8>) -> Vec<u8>; 4] = [
        &|mut bytes| {
            bytes.iter_mut().for_each(|byte| *byte ^= 0x21);
            bytes
        },
        &|mut bytes| {
            bytes.truncate(bytes.len() / 2);
            bytes
        },
        &|_| Vec::new(),
        &|mut bytes| {
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            bytes
        },
    ];
    for spoil in spoil {
        for file in kept() {
            fs::write(&file, spoil(fs::read(&file).unwrap())).unwrap();
        }
        let run = folder.griot(&["build"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(pages(&folder) == clean);
    }
    fs::remove_dir_all(folder.path(".griot")).unwrap();
    fs::write(folder.path(".griot"), "in the way").unwrap();
    let run = folder.griot(&["build"]);
    assert!(run.code == 0 && pages(&folder) == clean || run.err.contains(".griot"), "{}", run.err);
}

#[test]
fn an_error_in_a_later_build_leaves_the_site_as_it_was() {
    let folder = Folder::tracker();
    assert_eq!(folder.griot(&["build"]).code, 0);
    let before = folder.site();
    folder.write("content/incidents/b.md", &INCIDENT.replace("killed = 3", "killed = \"x3\""));
    folder.write("content/incidents/a.md", &INCIDENT.replace("Text.", "Other text."));
    assert_eq!(folder.griot(&["build"]).code, 1);
    assert!(folder.site() == before);
    fs::remove_file(folder.path("content/incidents/b.md")).unwrap();
    folder.write(
        "templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ paeg.title }}{% endblock %}",
    );
    folder.write("content/about.md", "+++\ntitle = \"About\"\n+++\n");
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 1, "{}", run.shown());
    assert!(folder.site() == before, "a template that fails writes nothing");
    insta::assert_snapshot!("template-error", run.shown());
}

#[test]
fn warnings_stop_a_strict_build() {
    let folder = Folder::tracker();
    folder.write("content/notes.docx", "x");
    assert_eq!(folder.griot(&["build"]).code, 0);
    let run = folder.griot(&["build", "--strict", "--output", "other"]);
    assert_eq!(run.code, 1, "{}", run.shown());
    assert!(!folder.path("other").exists());
    folder.write("griot.toml", "title = \"T\"\n[rules]\nstray-file = \"error\"\n");
    assert_eq!(folder.griot(&["build"]).code, 1);
    folder.write("griot.toml", "title = \"T\"\n[rules]\nstray-file = \"off\"\n");
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 0);
    assert!(!run.err.contains("warning"), "{}", run.shown());
}

#[test]
fn of_many_warnings_the_first_are_shown_and_all_are_counted() {
    const MANY: usize = 3_000;
    let folder = Folder::tracker();
    let links: String = (0..MANY).map(|at| format!("[a{at}](javascript:a)\n")).collect();
    folder.write("content/about.md", &format!("+++\ntitle = \"About\"\n+++\n{links}"));
    folder.write("content/notes.docx", "x");
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let spots: Vec<&str> = run.err.lines().filter(|line| line.contains("--> ")).collect();
    let expected = (0..10).map(|at| format!("--> content/about.md:{}:6", at + 4));
    let expected: Vec<String> = expected.chain(["--> content/notes.docx".to_owned()]).collect();
    assert!(spots.iter().map(|line| line.trim()).eq(expected), "{spots:#?}");
    let told = "2,990 more warnings of the same kinds: `griot check` shows them all.\n\n   \
                3000  refused-link\n      1  stray-file\n3,001 warnings in 2 files.";
    assert!(run.err.contains(told), "{}", run.shown());
    let run = folder.griot(&["check", "--format", "json"]);
    let problems: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(problems.len(), MANY + 1);
    for (at, problem) in problems[..MANY].iter().enumerate() {
        assert_eq!(
            (problem["line"].as_u64(), &problem["rule"]),
            (Some(at as u64 + 4), &"refused-link".into())
        );
    }
    assert_eq!(problems[MANY]["file"], "content/notes.docx");
}

#[test]
fn drafts_are_built_only_when_asked_for() {
    let folder = Folder::tracker();
    folder.write(
        "content/incidents/b.md",
        &INCIDENT.replace("+++\ntitle", "+++\nstatus = \"draft\"\ntitle"),
    );
    assert_eq!(folder.griot(&["build"]).code, 0);
    assert!(!folder.path("public/incidents/b.html").exists());
    assert_eq!(folder.griot(&["build", "--drafts"]).code, 0);
    assert!(folder.path("public/incidents/b.html").exists());
    assert_eq!(folder.griot(&["build"]).code, 0);
    assert!(!folder.path("public/incidents/b.html").exists(), "and are taken back");
}

#[test]
fn an_output_that_would_eat_the_tracker_is_refused() {
    let folder = Folder::tracker();
    for output in [".", "content", "static", "..", "templates/x"] {
        let run = folder.griot(&["build", "--output", output]);
        assert_eq!(run.code, 2, "{output}: {}", run.shown());
    }
    folder.write("public/index.html", "another program's");
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 2, "{}", run.shown());
    assert!(run.err.contains("--output"), "{}", run.shown());
    assert_eq!(fs::read_to_string(folder.path("public/index.html")).unwrap(), "another program's");
}

#[test]
fn hostile_texts_do_not_reach_the_terminal_or_break_a_page() {
    let folder = Folder::tracker();
    folder.write("content/incidents/b.md", "+++\ntitle = \"B\"\n\"k\\u001B[31m\" = 1\ndate = 2022-01-01\nregion = \"r\"\nsource = \"\u{202e}S\u{1b}[2J\"\n+++\n");
    let run = folder.griot(&["check"]);
    assert_eq!(run.code, 1);
    assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{202e}'), "{:?}", run.out);
    folder.write("content/incidents/b.md", "+++\ntitle = \"<img src=x onerror=alert(1)>\"\ndate = 2022-01-01\nregion = \"r\"\nsource = \"<b>S</b> https://a.example/?a=1&b=<\"\ntags = [\"</title><script>\"]\n+++\n<script>alert(2)</script> [x](javascript:alert(3))\n");
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    // The downloads hold texts as they are, and no browser takes them for pages.
    let is_download = |path: &Path| path.components().any(|part| part.as_os_str() == "data");
    for (path, bytes) in folder.site() {
        if is_download(&path) && path.extension().is_some_and(|extension| extension != "html") {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        // Data for other programs, which no browser runs.
        let text = text.replace("<script type=\"application/ld+json\">{", "");
        let text = text.replace("<script src=\"../js/all.js\" defer></script>", "");
        let text = text.replace("<script src=\"js/search.js\" defer></script>", "");
        for dangerous in ["<script", "<img src=x", "href=\"javascript:", "<b>S"] {
            assert!(!text.contains(dangerous), "{dangerous} in {}", path.display());
        }
    }
}

#[test]
fn building_from_a_folder_inside_the_tracker_finds_its_root() {
    let folder = Folder::tracker();
    assert_eq!(folder.griot_in("content/incidents", &["build", "--quiet"]).code, 0);
    assert!(folder.path("public/index.html").exists());
}

#[test]
fn a_heavy_page_stops_the_build_and_what_weighs_is_said() {
    let folder = Folder::tracker();
    folder.write("griot.toml", "title = \"T\"\n\n[weight]\nincident_html = 1000\n");
    let body = "+++\n![The quay](/quay.png)\n";
    let other = INCIDENT.replace("+++\nText.\n", body).replace("2022-03", "2022-05");
    folder.write("content/incidents/b.md", &other);
    folder.write("static/quay.png", &"quays".repeat(8000));
    let run = folder.griot(&["build"]);
    // What the theme weighs is not what this is about.
    let mut shown = String::new();
    for piece in run.shown().split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        let set = ["30000", "1000", "40000"].contains(&digits);
        shown += if digits.len() < 2 || set { digits } else { "[BYTES]" };
        shown += &piece[digits.len()..];
    }
    insta::assert_snapshot!("heavy-page", shown);
    assert!(!folder.path("public").exists());
}

#[test]
fn what_must_not_leave_stops_build_and_check_and_is_not_told() {
    let folder = Folder::tracker();
    folder.write("griot.toml", "title = \"T\"\n[safety]\nwithhold = [\"one-eyed ferryman\"]\n");
    let private =
        INCIDENT.replace("+++\nText.", "[private]\ncontact = \"Nadia Sample\"\n+++\nNadia Sample.");
    folder.write("content/incidents/a.md", &private);
    let warned = folder.griot(&["build", "--strict"]);
    assert_eq!(warned.code, 1, "{}", warned.err);
    assert!(
        warned.err.contains("private-name") && !folder.path("public").exists(),
        "{}",
        warned.err
    );
    let built = folder.griot(&["build"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let before = folder.site();

    let text = private.replace("Nadia Sample.", "The one-eyed\n*ferryman* said so.");
    folder.write("content/incidents/a.md", &text);
    folder.write("content/incidents/ferryman-one-eyed-ferryman.md", INCIDENT);
    let stopped = folder.griot(&["build"]);
    insta::assert_snapshot!("withheld-word", stopped.shown());
    for command in [&["build"][..], &["check"], &["check", "--format", "json"]] {
        let run = folder.griot(command);
        assert_eq!(run.code, 1, "{command:?}");
        for stream in [&run.out, &run.err] {
            assert!(!stream.contains("one-eyed ferryman"), "{command:?}: {stream}");
        }
    }
    assert!(folder.site() == before, "nothing was written");
}
