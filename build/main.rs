//! Turns the theme's hottest templates into code, so that pages need no template engine where a
//! tracker has not changed them. A template that says what this does not know stops the compilation.
#![allow(clippy::disallowed_methods, reason = "a build script reads and writes files")]

mod code;
mod template;

use std::collections::BTreeMap;
use std::path::Path;

/// The templates that become code: the function, and what its page or row is.
const ENTRIES: &[(&str, &str, code::View)] = &[
    ("incident", "incident.html", code::View::Page("IncidentPage")),
    ("case", "partials/case.html", code::View::Row("Row")),
    ("proof", "partials/proof.html", code::View::Row("ProofRow")),
    ("table_row", "partials/table-row.html", code::View::Row("TableRow")),
];

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=build");
    let mut templates = BTreeMap::new();
    for folder in ["", "partials/"] {
        let files = std::fs::read_dir(Path::new("templates").join(folder)).expect("the theme");
        for file in files {
            let path = file.expect("a file of the theme").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.ends_with(".html") {
                let text = std::fs::read_to_string(&path).expect("a template");
                templates.insert(format!("{folder}{name}"), text);
            }
        }
    }
    let code = code::write(&templates, ENTRIES);
    let out = std::env::var("OUT_DIR").expect("cargo says where");
    std::fs::write(Path::new(&out).join("theme.rs"), code).expect("a place for the code");
}
