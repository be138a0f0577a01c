//! What a build does to a disk: what it writes, what it leaves alone, what it refuses.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::disallowed_methods, reason = "tests set up folders and look at them")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use griot::disk::{Folder, Output, Place, Written, find_root};
use griot::output::{OutputError, Sink as _};
use griot::source::Sources as _;

/// A tracker's folder that is removed with the test.
struct Ground {
    folder: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("griot.toml"), "title = \"x\"\n").unwrap();
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    fn begin(&self) -> Result<Output, OutputError> {
        self.begin_in("public", false)
    }

    fn begin_in(&self, output: &str, clean: bool) -> Result<Output, OutputError> {
        Output::begin(&Place { root: self.root().to_owned(), output: output.into(), clean })
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Written, OutputError> {
        let output = self.begin()?;
        accept(&output, files)?;
        output.finish()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Every file of the output but the manifest, with its text.
    fn files(&self) -> BTreeMap<String, String> {
        let public = self.public();
        let walk = walkdir::WalkDir::new(&public).into_iter().map(Result::unwrap);
        walk.filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(&public).unwrap().to_str().unwrap().to_owned();
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .filter(|(path, _)| path != ".griot-manifest")
            .collect()
    }

    fn paths(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }

    /// Sets a file's time back, so that a new write shows.
    fn age(&self, path: &str) {
        let file = fs::File::options().write(true).open(self.public().join(path)).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
}

fn accept(output: &Output, files: &[(&str, &str)]) -> Result<(), OutputError> {
    files.iter().try_for_each(|(path, text)| output.accept(path, text.as_bytes()).map(drop))
}

fn error<T>(result: Result<T, impl std::fmt::Display>) -> String {
    result.err().map_or_else(|| panic!("expected an error"), |error| error.to_string())
}

fn check_error<T>(result: Result<T, impl std::fmt::Display>, parts: &[&str]) {
    let error = error(result);
    for part in parts {
        assert!(error.contains(part), "{part:?} is not in: {error}");
    }
}

/// A build of one file that comes in pieces.
fn build_in_pieces(ground: &Ground, path: &str, pieces: &[&str]) -> Result<Written, OutputError> {
    let output = ground.begin()?;
    let mut file = output.begin(path)?;
    pieces.iter().try_for_each(|piece| file.add(piece.as_bytes()))?;
    file.end()?;
    output.finish()
}

#[test]
fn a_file_in_pieces_is_as_if_it_came_whole() {
    let ground = Ground::new();
    let files = |text: &str| BTreeMap::from([("data/a.csv".to_owned(), text.to_owned())]);
    let first = build_in_pieces(&ground, "data/a.csv", &["one\n", "two\n"]).unwrap();
    assert_eq!((first.files, first.bytes, first.written), (1, 8, 1));
    assert_eq!(ground.files(), files("one\ntwo\n"));
    let same = build_in_pieces(&ground, "data/a.csv", &["one\ntw", "o\n"]).unwrap();
    assert_eq!((same.written, same.unchanged), (0, 1));
    assert!(
        !ground.folder.path().join("public/.griot-staging").exists(),
        "where it was made is gone"
    );
    assert_eq!(ground.build(&[("data/a.csv", "one\ntwo\n")]).unwrap().unchanged, 1);
    let other = build_in_pieces(&ground, "data/a.csv", &["one\n", "three\n"]).unwrap();
    assert_eq!((other.written, other.unchanged), (1, 0));
    assert_eq!(ground.files(), files("one\nthree\n"));
    ground.put("public/data/b.csv", "theirs");
    assert!(build_in_pieces(&ground, "data/b.csv", &["ours"]).is_err(), "a foreign file stays");
    assert!(build_in_pieces(&ground, "../b.csv", &["ours"]).is_err(), "no path of the site");
}

#[test]
fn a_file_that_broke_off_is_not_kept() {
    let ground = Ground::new();
    ground.build(&[("data/a.csv", "one")]).unwrap();
    let output = ground.begin().unwrap();
    let mut file = output.begin("data/a.csv").unwrap();
    file.add(b"half").unwrap();
    drop(file);
    output.accept("data/a.csv", b"one").unwrap();
    assert_eq!(output.finish().unwrap().unchanged, 1);
}

#[test]
fn a_first_build_appears_as_a_whole() {
    let ground = Ground::new();
    let output = ground.begin().unwrap();
    accept(&output, &[("index.html", "home"), ("incidents/2022/a.html", "a")]).unwrap();
    assert!(!ground.public().exists(), "nothing is to be seen before the end");
    let written = output.finish().unwrap();
    assert_eq!(written, Written { files: 2, bytes: 5, written: 2, unchanged: 0, removed: 0 });
    assert_eq!(ground.paths(), ["incidents/2022/a.html", "index.html"]);
    assert!(!ground.root().join("public.griot-new").exists());
}

#[test]
fn a_first_build_that_fails_leaves_nothing() {
    let ground = Ground::new();
    let output = ground.begin().unwrap();
    accept(&output, &[("index.html", "home")]).unwrap();
    drop(output);
    assert!(!ground.public().exists());
    assert!(!ground.root().join("public.griot-new").exists());
}

#[test]
fn unchanged_files_keep_their_time_and_others_are_replaced() {
    let ground = Ground::new();
    ground.build(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    // A time that the manifest knows: the first build after this one writes, the second does not.
    ground.age("a.html");
    ground.build(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    let before = fs::metadata(ground.public().join("a.html")).unwrap().modified().unwrap();
    let manifest = fs::metadata(ground.public().join(".griot-manifest")).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    let written = ground.build(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    assert_eq!(written, Written { files: 2, bytes: 2, unchanged: 2, ..Written::default() });
    let after = fs::metadata(ground.public().join(".griot-manifest")).unwrap();
    assert_eq!(manifest.modified().unwrap(), after.modified().unwrap(), "nothing was touched");

    let written = ground.build(&[("a.html", "a"), ("b.html", "new")]).unwrap();
    assert_eq!((written.written, written.unchanged), (1, 1));
    assert_eq!(ground.files()["b.html"], "new");
    let after = fs::metadata(ground.public().join("a.html")).unwrap().modified().unwrap();
    assert_eq!(before, after);
}

#[test]
fn a_file_of_ours_that_was_changed_is_mended() {
    let ground = Ground::new();
    ground.build(&[("a.html", "a")]).unwrap();
    fs::write(ground.public().join("a.html"), "other").unwrap();
    ground.build(&[("a.html", "a")]).unwrap();
    assert_eq!(ground.files()["a.html"], "a");
    fs::remove_file(ground.public().join("a.html")).unwrap();
    ground.build(&[("a.html", "a")]).unwrap();
    assert_eq!(ground.files()["a.html"], "a");
}

#[test]
fn what_is_no_longer_made_is_removed_with_its_folders() {
    let ground = Ground::new();
    ground.build(&[("index.html", "x"), ("a/b/c.html", "c"), ("d/e.html", "e")]).unwrap();
    ground.put("public/d/notes.txt", "mine");
    let written = ground.build(&[("index.html", "x")]).unwrap();
    assert_eq!(written.removed, 2);
    assert_eq!(ground.paths(), ["d/notes.txt", "index.html"]);
    assert!(!ground.public().join("a").exists());
}

#[test]
fn foreign_files_stay_and_are_not_written_over() {
    let ground = Ground::new();
    ground.put("public/CNAME", "tracker.example");
    ground.put("public/same.html", "same");
    ground.build(&[("index.html", "x"), ("same.html", "same")]).unwrap();
    assert_eq!(ground.paths(), ["CNAME", "index.html", "same.html"]);

    ground.put("public/a.html", "mine");
    ground.put("public/b.html", "mine too");
    let before = ground.files();
    check_error(
        ground.build(&[("index.html", "changed"), ("a.html", "a"), ("b.html", "b")]),
        &["2 files", "a.html", "b.html", "not made by griot", "nothing was written", "--output"],
    );
    assert_eq!(ground.files(), before);

    // What was taken as ours is ours from then on.
    fs::remove_file(ground.public().join("a.html")).unwrap();
    fs::remove_file(ground.public().join("b.html")).unwrap();
    ground.build(&[("index.html", "x")]).unwrap();
    assert_eq!(ground.paths(), ["CNAME", "index.html"]);
}

#[test]
fn a_build_stopped_in_the_middle_changes_nothing() {
    let ground = Ground::new();
    ground.build(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    let before = ground.files();
    let output = ground.begin().unwrap();
    accept(&output, &[("a.html", "changed"), ("c.html", "c")]).unwrap();
    drop(output);
    assert_eq!(ground.files(), before);
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let ground = Ground::new();
    ground.put("public.griot-new/half.html", "ha");
    ground.build(&[("a.html", "a")]).unwrap();
    assert_eq!(ground.paths(), ["a.html"]);
    assert!(!ground.root().join("public.griot-new").exists());
    ground.put("public/.griot-staging/0", "ha");
    ground.build(&[("a.html", "b")]).unwrap();
    assert_eq!(ground.paths(), ["a.html"]);
}

#[test]
fn a_build_killed_while_renaming_keeps_its_files_its_own() {
    let ground = Ground::new();
    ground.build(&[("a.html", "a")]).unwrap();
    // What `finish` has written before the first rename, and one of two renames.
    let manifest = ground.public().join(".griot-manifest");
    let line = |path: &str, text: &str| {
        let digest = griot::source::Digest::of(text.as_bytes());
        format!("{digest} {} - {path}\n", text.len())
    };
    let mut list = fs::read_to_string(&manifest).unwrap();
    for (path, text) in [("b.html", "b"), ("c.html", "c"), ("d.html", "d"), ("e.html", "e")] {
        list.push_str(&line(path, text));
    }
    fs::write(&manifest, list).unwrap();
    ground.put("public/b.html", "b");
    ground.put("public/d.html", "d");
    ground.put("public/e.html", "put here by somebody since");
    let written = ground.build(&[("a.html", "a"), ("b.html", "b2"), ("c.html", "c")]).unwrap();
    assert_eq!((written.written, written.unchanged), (2, 1));
    assert_eq!(ground.paths(), ["a.html", "b.html", "c.html", "e.html"]);
    check_error(ground.build(&[("e.html", "e")]), &["e.html", "not made by griot"]);
}

#[test]
fn two_builds_do_not_write_at_once() {
    let ground = Ground::new();
    let output = ground.begin().unwrap();
    check_error(ground.begin(), &["another griot is writing there"]);
    let other = ground.begin_in("elsewhere", false).unwrap();
    drop((output, other));
    ground.begin().unwrap();
}

#[test]
fn a_folder_may_become_a_file_and_a_file_a_folder() {
    let ground = Ground::new();
    ground.build(&[("x/a/b.html", "b"), ("data", "d")]).unwrap();
    ground.build(&[("x/a", "now a file"), ("data/index.html", "now a folder")]).unwrap();
    assert_eq!(ground.paths(), ["data/index.html", "x/a"]);
    ground.build(&[("x/a/b.html", "b"), ("data", "d")]).unwrap();
    assert_eq!(ground.paths(), ["data", "x/a/b.html"]);
    ground.put("public/x/a/mine.txt", "mine");
    check_error(ground.build(&[("x/a", "a file")]), &["x/a/mine.txt", "not made by griot"]);
}

#[test]
fn clean_writes_everything_again_and_only_what_is_ours() {
    let ground = Ground::new();
    ground.build(&[("a.html", "a")]).unwrap();
    ground.put("public/mine.txt", "mine");
    let output = ground.begin_in("public", true).unwrap();
    accept(&output, &[("a.html", "a")]).unwrap();
    assert_eq!(output.finish().unwrap().written, 1);
    assert_eq!(ground.paths(), ["a.html", "mine.txt"]);
}

#[test]
fn hostile_paths_are_refused() {
    let ground = Ground::new();
    for first in [true, false] {
        let output = ground.begin().unwrap();
        for path in [
            "../x",
            "/etc/x",
            "a/../../x",
            "",
            "a//b",
            "./a",
            "a\0b",
            "a\nb",
            "..\\x",
            ".griot-manifest",
            ".griot-staging/0",
        ] {
            check_error(output.accept(path, b"x"), &["no path within the site"]);
        }
        output.accept("a.html", b"x").unwrap();
        output.finish().unwrap();
        assert!(first || ground.paths() == ["a.html"]);
    }
    assert!(!ground.root().join("x").exists());
}

#[test]
fn one_path_is_not_written_twice() {
    let ground = Ground::new();
    let output = ground.begin().unwrap();
    output.accept("a.html", b"x").unwrap();
    check_error(output.accept("a.html", b"y"), &["a.html", "another page", "capitals"]);
}

#[test]
fn a_spoilt_manifest_is_an_error_and_leads_nowhere() {
    let ground = Ground::new();
    ground.put("victim", "precious");
    let digest = griot::source::Digest::of(b"precious");
    for (line, text) in [
        (1, "something else\n".to_owned()),
        (1, "griot-manifest 2\n".to_owned()),
        (2, format!("griot-manifest 1\n{digest} 8 1 ../victim\n")),
        (2, "griot-manifest 1\nrubbish\n".to_owned()),
        (3, format!("griot-manifest 1\n{digest} 8 1 b\n{digest} 8 1 a\n")),
        (2, format!("griot-manifest 1\n{digest} 8 1 index.ht")),
    ] {
        ground.put("public/.griot-manifest", &text);
        check_error(ground.build(&[("a.html", "a")]), &[&format!("line {line} "), "manifest"]);
    }
    assert!(ground.root().join("victim").exists());
}

#[test]
fn dangerous_folders_are_refused() {
    let ground = Ground::new();
    ground.put("content/index.md", "x");
    for output in [".", "..", "/", "content", "content/public", "static", "templates/x", ".git"] {
        check_error(ground.begin_in(output, false).map(drop), &["cannot write", "--output"]);
    }
    for output in ["griot.toml", "griot.toml/x", "missing/../../x"] {
        assert!(ground.begin_in(output, false).is_err(), "{output}");
    }
    ground.put("file", "x");
    check_error(ground.begin_in("file", false).map(drop), &["a file stands there"]);
    ground.begin_in("out/of/the/way", false).unwrap().finish().unwrap();
}

#[test]
fn many_threads_write_at_once() {
    let ground = Ground::new();
    for round in ["one", "two"] {
        let output = ground.begin().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let output = &output;
                scope.spawn(move || {
                    for page in 0..50 {
                        let path = format!("{}/{thread}-{page}.html", page % 7);
                        output.accept(&path, round.as_bytes()).unwrap();
                    }
                });
            }
        });
        assert_eq!(output.finish().unwrap().written, 200);
        assert!(ground.files().values().all(|text| text == round));
    }
}

#[test]
fn a_tracker_is_listed_in_order_without_leavings() {
    let ground = Ground::new();
    for path in [
        "content/incidents/2022/b.md",
        "content/incidents/2022/a.md",
        "content/a.md~",
        "content/.hidden/x.md",
        "content/.a.md.swp",
        "content/4913",
        "static/.nojekyll",
        "static/.DS_Store",
        "static/.well-known/security.txt",
        "public/index.html",
        "notes.txt",
        "templates/base.html",
    ] {
        ground.put(path, "x");
    }
    let folder = Folder::open(ground.root()).unwrap();
    let paths: Vec<_> = folder.paths().iter().map(|path| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "content/incidents/2022/a.md",
            "content/incidents/2022/b.md",
            "griot.toml",
            "static/.nojekyll",
            "static/.well-known/security.txt",
            "templates/base.html"
        ]
    );
    assert_eq!(folder.read("griot.toml").unwrap(), b"title = \"x\"\n");
    for path in ["../x", "/etc/passwd", "content/../griot.toml", "notes.txt", "content/none.md"] {
        assert!(folder.read(path).is_err(), "{path}");
    }
}

#[test]
fn a_folder_without_settings_is_no_tracker() {
    let folder = tempfile::tempdir().unwrap();
    check_error(Folder::open(folder.path()).map(drop), &["no tracker", "griot init"]);
    check_error(find_root(folder.path()), &["looked for", "griot init", "--root"]);
    let ground = Ground::new();
    ground.put("content/incidents/x.md", "x");
    let found = find_root(&ground.root().join("content/incidents")).unwrap();
    assert_eq!(found, ground.root().canonicalize().unwrap());
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn links_are_followed_inside_and_refused_outside() {
        let (ground, other) = (Ground::new(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("secret.md"), "x").unwrap();
        ground.put("content/a.md", "x");
        let at = |name: &str| ground.root().join("content").join(name);
        symlink(at("a.md"), at("b.md")).unwrap();
        assert_eq!(Folder::open(ground.root()).unwrap().paths().len(), 3);

        // Emacs marks open files so.
        symlink("nobody@nowhere.123", at(".#a.md")).unwrap();
        assert_eq!(Folder::open(ground.root()).unwrap().paths().len(), 3);

        for (target, part) in [
            (other.path().to_owned(), "leads out of the tracker"),
            (other.path().join("secret.md"), "leads out of the tracker"),
            (at("."), "in a circle"),
            (at("none"), "leads to nothing"),
        ] {
            symlink(&target, at("link")).unwrap();
            check_error(Folder::open(ground.root()).map(drop), &["content/link", part]);
            fs::remove_file(at("link")).unwrap();
        }
        fs::remove_dir_all(at("")).unwrap();
        symlink(other.path(), ground.root().join("content")).unwrap();
        check_error(Folder::open(ground.root()).map(drop), &["leads out of the tracker"]);
    }

    #[test]
    fn names_that_are_no_text_are_an_error() {
        let ground = Ground::new();
        ground.put("content/a.md", "x");
        let name = ground.root().join("content").join(OsStr::from_bytes(b"\xff.md"));
        if fs::write(name, "x").is_ok() {
            check_error(Folder::open(ground.root()).map(drop), &["not UTF-8"]);
        }
    }

    #[test]
    fn links_in_the_output_are_not_written_through() {
        let (ground, other) = (Ground::new(), tempfile::tempdir().unwrap());
        ground.build(&[("index.html", "x")]).unwrap();
        symlink(other.path(), ground.public().join("incidents")).unwrap();
        check_error(
            ground.build(&[("index.html", "y"), ("incidents/a.html", "a")]),
            &["incidents (a link", "nothing was written"],
        );
        assert_eq!(ground.files()["index.html"], "x");
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);

        // An output folder that is itself a link is the folder that it leads to.
        symlink(other.path(), ground.root().join("linked")).unwrap();
        let output = ground.begin_in("linked", false).unwrap();
        output.accept("index.html", b"x").unwrap();
        output.finish().unwrap();
        assert!(other.path().join("index.html").exists());
        symlink(ground.root().join("content"), ground.root().join("hidden-danger")).unwrap();
        ground.put("content/a.md", "x");
        check_error(ground.begin_in("hidden-danger", false).map(drop), &["`content`"]);
    }

    #[test]
    fn a_folder_that_can_only_be_read_is_named() {
        let ground = Ground::new();
        ground.build(&[("a.html", "a")]).unwrap();
        let rights = |mode| fs::set_permissions(ground.public(), fs::Permissions::from_mode(mode));
        rights(0o555).unwrap();
        // The superuser may write anywhere.
        let may_write = fs::write(ground.public().join("probe"), "x").is_ok();
        if !may_write {
            check_error(ground.build(&[("a.html", "b")]), &["public", "denied", "help:"]);
        }
        rights(0o755).unwrap();
        if !may_write {
            assert_eq!(ground.files()["a.html"], "a");
        }
    }
}
