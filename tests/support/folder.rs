//! A folder in which whole commands are run, as a person runs them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder that is taken away when the test ends.
pub struct Folder(tempfile::TempDir);

/// What a command did.
pub struct Run {
    /// The exit status.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it said beside that.
    pub err: String,
}

impl Folder {
    /// A folder with those files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    /// A path below it.
    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, text: &(impl AsRef<[u8]> + ?Sized)) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"))
    }

    /// Changes a file as an editor does; what is changed must be there.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from} is in\n{text}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// Runs griot there.
    pub fn griot(&self, arguments: &[&str]) -> Run {
        self.fed(arguments, b"")
    }

    /// Runs griot there with something on its standard input.
    pub fn fed(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_griot"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("RUST_BACKTRACE")
            .env("NO_COLOR", "1")
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that reads nothing closes it.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Runs griot, which must do what it was told.
    pub fn done(&self, arguments: &[&str]) -> Run {
        let run = self.griot(arguments);
        assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.out, run.err);
        run
    }

    /// Every text file below a path, by path; of the site and of what builds keep, none.
    pub fn files(&self, below: &str) -> BTreeMap<String, String> {
        const MADE: [&str; 2] = ["public", ".griot"];
        fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                if path.is_dir() && !MADE.contains(&&*name) {
                    walk(root, &path, files);
                } else if path.is_file() {
                    files.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(self.0.path(), &self.path(below), &mut files);
        files
    }
}

/// The rows of a table, each by the names of its columns.
pub fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// A file of `tests/imports/`, whole path.
pub fn fixture(name: &str) -> String {
    format!("{}/tests/imports/{name}", env!("CARGO_MANIFEST_DIR"))
}
