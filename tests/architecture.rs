//! Holds `src/` to the picture in ARCHITECTURE.md: the order of the layers, and one door for each
//! outside crate.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "reads its own sources")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Outside crates and the modules that may name them; the rest of the tree may not.
const DOORS: &[(&str, &[&str])] = &[
    ("std::fs", &["disk"]),
    ("walkdir", &["disk"]),
    ("notify", &["disk"]),
    ("tera", &["render"]),
    ("toml", &["content"]),
    ("toml_edit", &["import"]),
    ("yaml_rust2", &["import"]),
    ("geojson", &["content"]),
    ("postcard", &["content"]),
    ("pulldown_cmark", &["markdown"]),
    ("parquet", &["dataset"]),
    ("rusqlite", &["dataset"]),
    ("fluent_bundle", &["words"]),
    ("fluent_syntax", &["words"]),
    ("icu_decimal", &["words"]),
    ("icu_list", &["words"]),
    // `dataset` has a module of that name, which writes what the crate reads.
    ("csv", &["dataset", "import", "release"]),
    ("aho_corasick", &["gate"]),
    ("exif", &["gate"]),
    ("encoding_rs", &["import"]),
    ("memchr", &["gate", "plan", "render", "weight"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("indicatif", &["cli"]),
    ("geo", &["figure"]),
    ("harfrust", &["figure"]),
    ("png", &["figure"]),
    ("resvg", &["figure"]),
    ("flate2", &["figure", "import", "weight"]),
    ("axum", &["preview"]),
    ("tokio", &["preview"]),
    ("xxhash_rust", &["source"]),
    ("ring", &["source"]),
    ("strsim", &["diagnostic"]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Each file of `src/` with its module and its code, comments taken out.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for path in rust_files(&src) {
        let below = path.strip_prefix(&src).unwrap();
        let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let code: Vec<&str> =
            text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
        sources.push((module, path, code.join("\n")));
    }
    assert!(sources.len() > 20, "the sources were found");
    sources
}

/// The modules of `lib.rs` in their order, the highest layer first.
fn layers() -> Vec<String> {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = std::fs::read_to_string(lib).unwrap();
    let modules = text.lines().filter_map(|line| line.strip_prefix("pub mod "));
    modules.map(|module| module.trim_end_matches(';').to_owned()).collect()
}

/// What follows `prefix` in `code` up to the end of the word, for every place where it stands alone.
fn named_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(prefix)
        .filter(|(at, _)| !code[..*at].ends_with(word))
        .map(|(at, _)| code[at + prefix.len()..].chars().take_while(|c| word(*c)).collect())
        .collect()
}

#[test]
fn a_module_imports_only_the_layers_below_it() {
    let layers = layers();
    let height: BTreeMap<&str, usize> =
        layers.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut wrong = Vec::new();
    for (module, path, code) in sources() {
        let Some(own) = height.get(module.as_str()) else {
            assert!(module == "lib" || module == "main", "{module} is not in lib.rs");
            continue;
        };
        for used in named_after(&code, "crate::") {
            match height.get(used.as_str()) {
                Some(other) if other < own => {
                    wrong.push(format!(
                        "{}: {module} imports {used}, which is above it",
                        path.display()
                    ));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_outside_crate_has_one_door() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (module, path, code) in sources() {
        for (outside, doors) in DOORS {
            let used = !named_after(&code, &format!("{outside}::")).is_empty()
                || code.contains(&format!("use {outside};"));
            if used {
                seen.insert(*outside);
            }
            if used && !doors.contains(&module.as_str()) {
                wrong.push(format!(
                    "{}: {outside} belongs to {}",
                    path.display(),
                    doors.join(", ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (outside, _) in DOORS {
        assert!(seen.contains(outside), "{outside} is used by nobody: take it out of the list");
    }
}

#[test]
fn an_output_learns_a_position_through_one_door() {
    let raw = [".point", ".region.value", ".region.as_ref", "incident.region", "place.region"];
    let outputs = ["plan", "dataset", "render", "preview", "cli"];
    for (module, path, code) in sources() {
        let written = raw.iter().find(|raw| {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            code.match_indices(**raw).any(|(at, raw)| !code[at + raw.len()..].starts_with(word))
        });
        if let Some(written) = written.filter(|_| outputs.contains(&module.as_str())) {
            panic!("{}: `{written}`: ask model/position.rs for what may be shown", path.display());
        }
        let hidden = named_after(&code, "tracker.").contains("hidden");
        assert!(!hidden || module == "gate", "{}: hidden records are the gate's", path.display());
    }
}

#[test]
fn every_file_says_what_it_owns() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in rust_files(&src) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} opens without //!", path.display());
    }
}

#[test]
fn the_program_does_not_know_the_demonstration() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let demonstration = std::fs::read_to_string(root.join("griot.toml")).unwrap();
    assert!(demonstration.contains("Mali"), "the demonstration is still the one tested for here");
    for (_, path, code) in sources() {
        let known = ["Mali", "mali/", "menaka", "Ménaka", "Inkalafane", "Bandiagara"];
        assert!(
            !known.iter().any(|name| code.contains(name)),
            "{} knows of the demonstration",
            path.display()
        );
    }
}

#[test]
fn the_architecture_document_lists_the_layers_as_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(listed, layers(), "the table of modules in ARCHITECTURE.md");
}
