//! Turns the theme's templates into code, so that pages need no template engine where a tracker has not
//! changed them. A template that says what this does not know stops the compilation.
#![allow(clippy::disallowed_methods, reason = "a build script reads and writes files")]
#![allow(clippy::print_stdout, reason = "cargo reads what it prints")]

mod code;
mod template;

use std::collections::BTreeMap;
use std::path::Path;

use code::View;

/// The templates, and the views that they show.
const ENTRIES: &[(&str, View)] = &[
    ("404.html", View::Page("NotFoundPage")),
    ("actor-cases.html", View::Page("ActorCasesPage<'_>")),
    ("actor.html", View::Page("ActorPage<'_>")),
    ("actors.html", View::Page("ActorsPage<'_>")),
    ("cases.html", View::Page("CasesPage<'_>")),
    ("corrections.html", View::Page("CorrectionsPage<'_>")),
    ("data.html", View::Page("DataPage<'_>")),
    ("feed-entry.html", View::Row("entry", "FeedEntry<'_>")),
    ("footer.html", View::Frame("Footer<'_>")),
    ("home.html", View::Page("HomePage<'_>")),
    ("incident.html", View::Page("IncidentPage<'_>")),
    ("incidents-year.html", View::Page("IncidentYearPage<'_>")),
    ("incidents.html", View::Page("IncidentsPage<'_>")),
    ("masthead.html", View::Frame("Masthead<'_>")),
    ("milestone.html", View::Page("MilestonePage<'_>")),
    ("names.html", View::Page("NamesPage<'_>")),
    ("page.html", View::Page("PlainPage<'_>")),
    ("partials/case.html", View::Row("row", "Row<'_>")),
    ("partials/proof.html", View::Row("row", "ProofRow<'_>")),
    ("partials/table-row.html", View::Row("row", "TableRow<'_>")),
    ("period.html", View::Page("PeriodPage<'_>")),
    ("redirect.html", View::Page("RedirectPage<'_>")),
    ("region.html", View::Page("RegionPage<'_>")),
    ("regions.html", View::Page("RegionsPage<'_>")),
    ("release.html", View::Page("ReleasePage<'_>")),
    ("report.html", View::Page("ReportPage<'_>")),
    ("search.html", View::Page("SearchPage<'_>")),
    ("source.html", View::Page("SourcePage<'_>")),
    ("sources.html", View::Page("SourcesPage<'_>")),
    ("timeline.html", View::Page("TimelinePage<'_>")),
    ("tombstone.html", View::Page("TombstonePage<'_>")),
    ("totals.html", View::Page("ProofPage<'_>")),
];

/// The components that use themselves, with what they are given.
const RECURSIVE: &[(&str, &str)] = &[("regions", "[SubRegion<'_>]")];

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
    let code = code::write(&templates, ENTRIES, RECURSIVE);
    let out = std::env::var("OUT_DIR").expect("cargo says where");
    std::fs::write(Path::new(&out).join("theme.rs"), code).expect("a place for the code");
}
