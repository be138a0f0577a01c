//! Charts on whole sites: what is drawn, what is left out and said, and that nothing is no number.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::source::SourceSet;
use scraper::{Html, Selector};
use support::Files;

/// A site with these incidents: id, date, region, figure.
fn site(incidents: &[(&str, &str, &str, &str)], milestones: &[(&str, &str)]) -> Files {
    let mut sources = SourceSet::default();
    let mut add = |path: String, text: String| sources.insert(path.as_str(), text.into_bytes());
    add("griot.toml".to_owned(), "title = \"Attacks in Estmark\"\npage_size = 2\n".to_owned());
    add("content/regions/x.md".to_owned(), "+++\nname = \"Estmark\"\n+++\n".to_owned());
    for (id, date, region, figure) in incidents {
        let name = region.rsplit('/').next().unwrap().to_uppercase();
        add(format!("content/regions/{region}.md"), format!("+++\nname = \"{name}\"\n+++\n"));
        add(
            format!("content/incidents/{id}.md"),
            format!(
                "+++\ntitle = \"{id}\"\ndate = \"{date}\"\nregion = \"{region}\"\n{figure}\n\
                 source = \"A gazette, https://gazette.example/{id}\"\n+++\n"
            ),
        );
    }
    for (id, date) in milestones {
        add(
            format!("content/milestones/{id}.md"),
            format!("+++\ntitle = \"{id}\"\ndate = \"{date}\"\narea = [\"x\"]\n+++\n"),
        );
    }
    support::build(&sources)
}

fn texts(files: &Files, page: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(std::str::from_utf8(&files[page]).unwrap());
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).map(|element| element.text().collect::<String>()).collect()
}

#[test]
fn long_times_are_cut_into_years_and_longer_ones_into_more() {
    let years = |last: &str| {
        let incidents =
            [("a", "1950-03-04", "x/a", "killed = 3"), ("b", last, "x/a", "killed = 5")];
        site(&incidents, &[])
    };
    let caption = |files: &Files| texts(files, "index.html", ".series > .order").join("");
    let gap = "A gap means that nothing is recorded, and not that nothing happened.";
    assert_eq!(caption(&years("1953-03-04")), format!("By year, from 1950 to 1953. {gap}"));
    let files = years("2020-03-04");
    assert_eq!(caption(&files), format!("In steps of 2 years, from 1950 to 2021. {gap}"));
    assert_eq!(texts(&files, "index.html", ".numbers tbody th"), ["1950 to 1951", "2020 to 2021"]);
    assert!(!files["index.html"].windows(20).any(|part| part == b"timeline/1950.html\">"));
}

#[test]
fn nothing_is_compared_where_there_is_one_period() {
    let incidents =
        [("a", "2021-03-04", "x/a", "killed = 3"), ("b", "2021-03-09", "x/b", "killed = 5")];
    let files = site(&incidents, &[]);
    for page in ["index.html", "regions/x.html", "timeline/2021.html"] {
        assert!(texts(&files, page, ".series, .small-multiples").is_empty(), "{page}");
    }
}

#[test]
fn a_numbered_page_has_the_listing_alone() {
    let incidents: Vec<(String, String)> =
        (1..=6).map(|month| (format!("i{month}"), format!("2021-0{month}-03"))).collect();
    let incidents: Vec<_> =
        incidents.iter().map(|(id, date)| (&**id, &**date, "x/a", "killed = 3")).collect();
    let files = site(&incidents, &[]);
    for (first, second) in [
        ("regions/x.html", "regions/x-page-1.html"),
        ("timeline/2021.html", "timeline/2021-page-1.html"),
    ] {
        assert_eq!(texts(&files, first, ".series").len(), 1, "{first}");
        assert!(texts(&files, second, ".series").is_empty(), "{second}");
    }
}

#[test]
fn of_many_regions_the_largest_are_shown_by_name() {
    let regions: Vec<String> = ('a'..='n').map(|name| format!("x/{name}")).collect();
    let mut incidents: Vec<(String, &str, &str)> = Vec::new();
    for (at, region) in regions.iter().enumerate() {
        incidents.push((format!("i{at}"), "2020-01-01", region));
        // The first two have one incident and no more.
        if at > 1 {
            incidents.push((format!("j{at}"), "2020-03-01", region));
        }
    }
    let incidents: Vec<_> =
        incidents.iter().map(|(id, date, region)| (&**id, *date, *region, "")).collect();
    let files = site(&incidents, &[]);
    let names = texts(&files, "regions/x.html", ".small-multiples li a");
    assert_eq!(names.join(" "), "C D E F G H I J K L M N");
    let note = texts(&files, "regions/x.html", ".small-multiples > .order").join("");
    assert!(note.starts_with("The 12 of 14 regions with the most incidents"), "{note}");
    // Nobody states a figure: there is no panel of people, and no column.
    assert_eq!(texts(&files, "regions/x.html", ".series .panel").len(), 1);
    assert_eq!(texts(&files, "regions/x.html", ".numbers thead th"), ["Period", "Incidents"]);
}

#[test]
fn the_latest_milestones_are_marked_and_lead_to_their_pages() {
    let milestones: Vec<(String, String)> =
        (1..=14).map(|day| (format!("m{day:02}"), format!("2021-02-{day:02}"))).collect();
    let mut milestones: Vec<_> = milestones.iter().map(|(id, date)| (&**id, &**date)).collect();
    milestones.push(("outside", "2019-01-01"));
    milestones.push(("some-day-of-2021", "2021"));
    let incidents =
        [("a", "2021-01-04", "x/a", "killed = 3"), ("b", "2021-03-09", "x/a", "killed = 5")];
    let files = site(&incidents, &milestones);
    let marked = texts(&files, "index.html", ".marked a");
    assert_eq!((marked.len(), &*marked[0], &*marked[11]), (12, "m03", "m14"));
    let labels = texts(&files, "index.html", "svg .milestone text");
    assert_eq!(labels, ["A–M"]);
    let notes = texts(&files, "index.html", ".series > .order").join("");
    assert!(notes.ends_with("Of 14 milestones the latest 12 are marked."), "{notes}");
}

#[test]
fn no_picture_holds_what_is_no_number() {
    for name in support::site_names() {
        for (path, bytes) in support::build(&support::mini_site(&name)) {
            let text = String::from_utf8_lossy(&bytes);
            for picture in text.split("<svg").skip(1) {
                let picture = picture.split("</svg>").next().unwrap();
                for sign in ["NaN", "inf%", "\"\"", "--"] {
                    assert!(!picture.contains(sign), "{name}: {path}: {sign} in {picture}");
                }
            }
        }
    }
}
