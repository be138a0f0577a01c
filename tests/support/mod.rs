//! What the tests share: mini-sites read from disk, compiled and rendered in memory.
#![allow(dead_code, unreachable_pub, reason = "each test uses its own part")]
#![allow(clippy::disallowed_methods, reason = "tests read their sites from disk")]

pub mod folder;
pub mod schema;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use griot::diagnostic::Diagnostic;
use griot::output::{OutputError, Sink};
use griot::pipeline::{self, Options, Site};
use griot::source::{Digest, SourceSet, Sources};

/// The day that every test builds for.
pub fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 21)
}

/// The mini-sites of `tests/sites/`, by name.
pub fn site_names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(sites_folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The folder of the mini-sites.
pub fn sites_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

/// All files below a folder, by path.
pub fn read_folder(root: &Path) -> SourceSet {
    fn walk(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let below = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.push((below.replace('\\', "/"), std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    walk(root, root, &mut files);
    files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect()
}

/// One mini-site of `tests/sites/`.
pub fn mini_site(name: &str) -> SourceSet {
    read_folder(&sites_folder().join(name))
}

/// The demonstration: this repository's own tracker.
pub fn demonstration() -> SourceSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = SourceSet::default();
    for folder in ["content", "templates", "static"] {
        let below = read_folder(&root.join(folder));
        for path in below.paths() {
            sources.insert(format!("{folder}/{path}").as_str(), below.read(path.as_str()).unwrap());
        }
    }
    sources.insert("griot.toml", std::fs::read(root.join("griot.toml")).unwrap());
    sources
}

/// Compiles a tracker as `griot build` would.
pub fn compile(sources: &dyn Sources) -> (Option<Site>, Vec<Diagnostic>) {
    compile_with(sources, None)
}

/// Compiles a tracker with another base address.
pub fn compile_with(
    sources: &dyn Sources,
    base_url: Option<&str>,
) -> (Option<Site>, Vec<Diagnostic>) {
    let base_url = base_url.map(Box::from);
    let compiled = pipeline::compile(sources, &Options { today: today(), drafts: false, base_url });
    (compiled.site, compiled.problems)
}

/// Every file of a site, by address.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Keeps every file in memory.
#[derive(Default)]
pub struct Kept(pub Mutex<Files>);

impl Sink for Kept {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        let before = self.0.lock().unwrap().insert(path.to_owned(), bytes.to_owned());
        assert!(before.is_none(), "{path} was made twice");
        Ok(Digest::of(bytes))
    }
}

/// Builds a tracker that has no errors.
pub fn build(sources: &dyn Sources) -> Files {
    let (site, problems) = compile(sources);
    emit(&site.unwrap_or_else(|| panic!("{problems:#?}")), sources)
}

/// Every file of a planned site.
pub fn emit(site: &Site, sources: &dyn Sources) -> Files {
    let kept = Kept::default();
    if let Err(failure) = site.emit(sources, &kept, &|| ()) {
        panic!("{failure:#?}");
    }
    kept.0.into_inner().unwrap()
}

/// A file that `npm ci` puts below `tests/node_modules/`. Without it the test says so and passes;
/// with `CI` set it fails.
pub fn from_npm(path: &str, what_is_not_tested: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node_modules").join(path);
    if file.is_file() {
        return Some(file);
    }
    not_tested(&format!(
        "NO {path}: run `npm ci --ignore-scripts` in tests/; {what_is_not_tested} NOT tested"
    ));
    None
}

/// A program on the path, by the first of its names that is there.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = |name: &&str| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    names.iter().find_map(found)
}

/// Says loudly what was left out for want of a tool; with `CI` set that is a failure.
pub fn not_tested(line: &str) {
    use std::io::Write as _;
    assert!(std::env::var_os("CI").is_none(), "{line}");
    // Not captured, as `eprintln` would be.
    std::io::stderr().write_all(format!("\n*** {line} ***\n").as_bytes()).unwrap();
}

/// Writes a site's files below a folder.
pub fn write_below(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The bytes of a file.
pub fn read_file(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
