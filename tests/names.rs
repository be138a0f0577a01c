//! `names.html`: every spelling of every name, and where it leads.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use griot::source::SourceSet;
use proptest::prelude::*;
use scraper::{ElementRef, Html, Selector};
use support::Files;

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    spelling: String,
    /// What stands after "see"; empty for a main name.
    see: String,
    kind: String,
    /// The links of the entry, its own name's first.
    links: Vec<String>,
}

fn all<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// The pages of the list, in their order.
fn pages(files: &Files) -> Vec<String> {
    let mut pages = vec!["names.html".to_owned()];
    pages.extend(
        (1..).map(|at| format!("names-page-{at}.html")).take_while(|path| files.contains_key(path)),
    );
    pages
}

fn entries_of(files: &Files, path: &str) -> Vec<Entry> {
    let page = Html::parse_document(std::str::from_utf8(&files[path]).unwrap());
    let entry = |li: ElementRef<'_>| {
        let head = words(all(li, ".entry-head")[0]);
        let see = all(li, ".name-of a").first().map(|a| words(*a)).unwrap_or_default();
        let tail = format!(", see {see}");
        Entry {
            spelling: head.strip_suffix(&tail).unwrap_or(&head).to_owned(),
            see,
            kind: words(all(li, ".entry-meta span")[0]),
            links: all(li, "a").iter().map(|a| a.attr("href").unwrap().to_owned()).collect(),
        }
    };
    all(page.root_element(), ".names li").into_iter().map(entry).collect()
}

fn entries(files: &Files) -> Vec<Entry> {
    pages(files).iter().flat_map(|path| entries_of(files, path)).collect()
}

fn of<'a>(entries: &'a [Entry], spelling: &str) -> Vec<&'a Entry> {
    entries.iter().filter(|entry| entry.spelling == spelling).collect()
}

#[test]
fn misspellings_of_the_demonstration_end_at_the_right_page() {
    let files = support::build(&support::demonstration());
    let entries = entries(&files);
    let check = |spelling: &str, see: &str, link: &str| {
        let found = of(&entries, spelling);
        assert_eq!(found.len(), 1, "{spelling}: {found:#?}");
        assert_eq!(found[0].see, see);
        assert!(found[0].links.iter().any(|own| own == link), "{spelling}: {found:#?}");
    };
    check("Incalavani", "Inkalafane", "incidents/2022/ml-2022-0328-inkalafane.html");
    check("Minaka", "Ménaka", "regions/ml/menaka.html");
    check("Dawosahak", "Dawsahak", "actors/dawsahak.html");
}

#[test]
fn homonyms_are_told_apart_and_one_place_is_one_entry() {
    let files = support::build(&support::mini_site("names"));
    let entries = entries(&files);
    let links = |spelling: &str| {
        of(&entries, spelling).iter().map(|entry| entry.links.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        links("Millbrook"),
        [
            vec!["regions/north.html", "incidents/mill-again.html", "incidents/mill.html"],
            vec!["regions/south.html", "incidents/south.html"],
        ]
    );
    assert_eq!(links("Harbour Watch")[0], ["actors/watch.html"]);
    assert_eq!(links("Harbour Watch")[1], ["regions/south.html", "incidents/south.html"]);
    assert_eq!(links("Sampleford").len(), 2);
    for hidden in ["Nowhere Mill", "Unused Hamlet"] {
        assert!(links(hidden).is_empty(), "{hidden} is in no record that stands");
        for (path, bytes) in &files {
            assert!(!String::from_utf8_lossy(bytes).contains(hidden), "{hidden} in {path}");
        }
    }
}

/// A tracker of incidents with these places, all in one region.
fn places(settings: &str, names: &[String]) -> SourceSet {
    let mut files = SourceSet::default();
    files.insert("griot.toml", format!("title = \"T\"\n{settings}").into_bytes());
    files.insert("content/regions/r.md", b"+++\nname = \"R\"\n+++\n".to_vec());
    for (at, name) in names.iter().enumerate() {
        let text = format!(
            "+++\ntitle = \"Incident {at}\"\ndate = 2024-01-01\nregion = \"r\"\nsource = \"S\"\n\n\
             [[place]]\nname = \"{name}\"\n+++\n"
        );
        files.insert(format!("content/incidents/i{at:03}.md").as_str(), text.into_bytes());
    }
    files
}

#[test]
fn a_place_of_many_incidents_names_the_newest() {
    let files = support::build(&places("", &vec!["Mill".to_owned(); 13]));
    let entries = entries(&files);
    let links = &of(&entries, "Mill")[0].links;
    let newest = (3..13).rev().map(|at| format!("incidents/i{at:03}.html"));
    let expected: Vec<String> = std::iter::once("regions/r.html".to_owned())
        .chain(newest)
        .chain(["regions/r.html".to_owned()])
        .collect();
    assert_eq!(*links, expected);
    let page = String::from_utf8_lossy(&files["names.html"]).into_owned();
    assert!(page.contains("and 3 more in this region"));
}

#[test]
fn every_letter_leads_to_its_page_and_no_page_grows_with_the_tracker() {
    let names: Vec<String> =
        (0..50u8).map(|at| format!("{}{at:02}", char::from(b'A' + at % 25))).collect();
    let files = support::build(&places("page_size = 8", &names));
    let pages = pages(&files);
    assert_eq!(pages.len(), 6);
    let mut seen = BTreeSet::new();
    for path in &pages {
        let page = Html::parse_document(std::str::from_utf8(&files[path]).unwrap());
        let count = entries_of(&files, path).len();
        assert!((1..16).contains(&count), "{path} has {count}");
        let letters = all(page.root_element(), ".letters a");
        assert_eq!(letters.len(), 25);
        for letter in letters {
            let (target, id) = letter.attr("href").unwrap().split_once('#').unwrap();
            let target = Html::parse_document(std::str::from_utf8(&files[target]).unwrap());
            let headings = all(target.root_element(), "h2");
            let heading = headings.iter().find(|h2| h2.attr("id") == Some(id)).unwrap();
            assert_eq!(words(*heading), words(letter));
            let begins = heading.parent().and_then(ElementRef::wrap).unwrap();
            seen.insert(words(all(begins, ".entry-head")[0]));
        }
    }
    // Each link leads to where the letter begins, and not to where it goes on.
    let first = |name: &String| name[1..].parse::<u8>().ok().is_none_or(|at| at < 25);
    assert!(seen.iter().all(first), "{seen:?}");
}

/// A random tracker: what its regions, actors, gazetteer and incidents call things.
#[derive(Clone, Debug)]
struct Random {
    page_size: usize,
    regions: Vec<Vec<String>>,
    actors: Vec<Vec<String>>,
    gazetteer: Vec<(usize, Vec<String>)>,
    incidents: Vec<(usize, Vec<RandomPlace>)>,
}

#[derive(Clone, Debug)]
struct RandomPlace {
    /// A place of the gazetteer, by its number, where there is one.
    known: Option<usize>,
    region: Option<usize>,
    names: Vec<String>,
}

fn spelling() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "Mill",
            "mill",
            "Míll",
            "Old-Mill",
            "Old Mill",
            "Öst",
            "Ost",
            "9 Wells",
            "مطحنة",
            "Мельница",
            "磨坊",
            "!!",
            "St. Mill",
        ])
        .prop_map(str::to_owned),
        "[A-Ea-eé]{1,3}",
    ]
}

fn random() -> impl Strategy<Value = Random> {
    let names = || proptest::collection::vec(spelling(), 1..4);
    let place = (proptest::option::of(0usize..3), proptest::option::of(0usize..3), names())
        .prop_map(|(known, region, names)| RandomPlace { known, region, names });
    (
        1usize..4,
        proptest::collection::vec(names(), 3),
        proptest::collection::vec(names(), 0..3),
        proptest::collection::vec((0usize..3, names()), 3),
        proptest::collection::vec((0usize..3, proptest::collection::vec(place, 0..3)), 0..6),
    )
        .prop_map(|(page_size, regions, actors, gazetteer, incidents)| Random {
            page_size,
            regions,
            actors,
            gazetteer,
            incidents,
        })
}

fn also(names: &[String]) -> String {
    let names: Vec<String> = names[1..].iter().map(|name| format!("{name:?}")).collect();
    if names.is_empty() { String::new() } else { format!("also = [{}]\n", names.join(", ")) }
}

impl Random {
    fn sources(&self) -> SourceSet {
        let mut files = SourceSet::default();
        let settings = format!("title = \"T\"\npage_size = {}\n", self.page_size);
        files.insert("griot.toml", settings.into_bytes());
        for (folder, records) in [("regions", &self.regions), ("actors", &self.actors)] {
            for (at, names) in records.iter().enumerate() {
                let text = format!("+++\nname = {:?}\n{}+++\n", names[0], also(names));
                files.insert(format!("content/{folder}/x{at}.md").as_str(), text.into_bytes());
            }
        }
        let known = self.gazetteer.iter().enumerate().map(|(at, (region, names))| {
            let (name, also) = (&names[0], also(names));
            format!("[[place]]\nid = \"p{at}\"\nname = {name:?}\nregion = \"x{region}\"\n{also}")
        });
        files.insert("content/places.toml", known.collect::<String>().into_bytes());
        for (at, (region, places)) in self.incidents.iter().enumerate() {
            let mut text = format!(
                "+++\ntitle = \"I\"\ndate = 2024-01-01\nregion = \"x{region}\"\nsource = \"S\"\n"
            );
            for place in places {
                text += &format!("[[place]]\nname = {:?}\n{}", place.names[0], also(&place.names));
                if let Some(known) = place.known {
                    text += &format!("ref = \"p{known}\"\n");
                }
                if let Some(region) = place.region {
                    text += &format!("region = \"x{region}\"\n");
                }
            }
            text += "+++\n";
            files.insert(format!("content/incidents/i{at}.md").as_str(), text.into_bytes());
        }
        files
    }

    /// Every spelling with the page that it must lead to: that of a region, an actor or an incident.
    fn expected(&self) -> BTreeSet<(String, String)> {
        let mut expected = BTreeSet::new();
        for (folder, records) in [("regions", &self.regions), ("actors", &self.actors)] {
            for (at, names) in records.iter().enumerate() {
                let page = format!("{folder}/x{at}.html");
                expected.extend(names.iter().map(|name| (name.clone(), page.clone())));
            }
        }
        for (at, (_, places)) in self.incidents.iter().enumerate() {
            let page = format!("incidents/i{at}.html");
            for place in places {
                let known = place.known.into_iter().flat_map(|known| &self.gazetteer[known].1);
                let names = place.names.iter().chain(known);
                expected.extend(names.map(|name| (name.clone(), page.clone())));
            }
        }
        expected
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_spelling_stands_once_for_each_thing_that_it_means(random in random()) {
        let files = support::build(&random.sources());
        let entries = entries(&files);
        let mut found = BTreeSet::new();
        let mut meanings: BTreeMap<(String, String), usize> = BTreeMap::new();
        for entry in &entries {
            if entry.kind == "Place" {
                let cases = entry.links.iter().filter(|link| link.starts_with("incidents/"));
                for link in cases {
                    found.insert((entry.spelling.clone(), link.clone()));
                }
                // A place is known by its incidents and its region.
                let places: Vec<_> =
                    entry.links.iter().filter(|link| !link.starts_with("names")).cloned().collect();
                let main = if entry.see.is_empty() { &entry.spelling } else { &entry.see };
                let meaning = format!("{main} {}", places.join(" "));
                *meanings.entry((entry.spelling.clone(), meaning)).or_default() += 1;
            } else {
                found.insert((entry.spelling.clone(), entry.links[0].clone()));
                *meanings.entry((entry.spelling.clone(), entry.links[0].clone())).or_default() += 1;
            }
        }
        let expected = random.expected();
        let lost: Vec<_> = expected.difference(&found).collect();
        prop_assert!(lost.is_empty(), "{:?}", lost);
        let spellings = |pairs: &BTreeSet<(String, String)>| {
            pairs.iter().map(|(spelling, _)| spelling.clone()).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(spellings(&found), spellings(&expected));
        // Two places of the gazetteer may have one name in one region and stand in one incident.
        let twins = |known: &(usize, Vec<String>)| {
            let fold = |name: &str| griot::model::fold(name);
            let same = random.gazetteer.iter();
            same.filter(|other| fold(&other.1[0]) == fold(&known.1[0])).count() > 1
        };
        if !random.gazetteer.iter().any(twins) {
            let twice: Vec<_> = meanings.iter().filter(|(_, count)| **count > 1).collect();
            prop_assert!(twice.is_empty(), "{:?}", twice);
        }
    }
}

#[test]
fn what_is_withdrawn_or_merged_has_no_name_here() {
    let mut files = places("", &["Mill".to_owned(), "Weir".to_owned()]);
    let gone = "status = \"withdrawn\"\nreason = \"No.\"\n\n\
                [[change]]\non = 2024-01-01\nkind = \"withdrawal\"\nnote = \"No.\"\n";
    for (path, name) in [("actors/a", "Ferry Guild"), ("regions/w", "Westmark")] {
        let text = format!("+++\nname = \"{name}\"\nalso = [\"Other {name}\"]\n{gone}+++\n");
        files.insert(format!("content/{path}.md").as_str(), text.into_bytes());
    }
    let merged = "+++\ntitle = \"M\"\ndate = 2024-01-01\nregion = \"r\"\nsource = \"S\"\n\
                  merged_into = \"i000\"\n\n[[place]]\nname = \"Lock\"\n+++\n";
    files.insert("content/incidents/m.md", merged.as_bytes().to_vec());
    let entries = entries(&support::build(&files));
    let spellings: Vec<&str> = entries.iter().map(|entry| entry.spelling.as_str()).collect();
    assert_eq!(spellings, ["Mill", "R", "Weir"]);
}

#[test]
fn a_spelling_leads_to_the_entry_of_its_place_on_whichever_page_that_is() {
    let names: Vec<String> = (0..30).map(|at| format!("Hamlet {at:02}")).collect();
    let mut files = places("page_size = 2", &names);
    let more = "+++\ntitle = \"Z\"\ndate = 2024-02-01\nregion = \"r\"\nsource = \"S\"\n\n\
                [[place]]\nname = \"Hamlet 17\"\nalso = [\"Zamlet\"]\n+++\n";
    files.insert("content/incidents/z.md", more.as_bytes().to_vec());
    let files = support::build(&files);
    let entries = entries(&files);
    let link = &of(&entries, "Zamlet")[0].links[0];
    let (path, id) = link.split_once('#').unwrap();
    let page = Html::parse_document(std::str::from_utf8(&files[path]).unwrap());
    let found = all(page.root_element(), &format!("#{id} .entry-head"));
    assert_eq!(words(found[0]), "Hamlet 17");
    assert_ne!(path, "names.html");
}
