//! The search: what its index holds, and what it must not.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeMap;

use griot::pipeline::Failure;
use griot::source::SourceSet;
use support::Files;

const LAST: &str = "!#$()/:;";
const MORE: &str = "=?@[]{}~";

/// The index of a site, read as its script reads it.
struct Index {
    /// For each word, the levels by the numbers of documents, and whether it is too frequent.
    words: BTreeMap<String, (BTreeMap<usize, usize>, bool)>,
    /// What results show, by the numbers of documents.
    documents: BTreeMap<usize, Vec<String>>,
    firsts: Vec<String>,
}

fn data(files: &Files, name: &str) -> serde_json::Value {
    let file = std::str::from_utf8(&files[&format!("search/{name}.js")]).unwrap();
    let inner = file.strip_prefix("griot(").unwrap().strip_suffix(");\n").unwrap();
    assert!(!inner.contains('<'), "{name} could end the script that it is");
    let call: serde_json::Value = serde_json::from_str(&format!("[{inner}]")).unwrap();
    assert_eq!(call[0], name);
    call[1].clone()
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

impl Index {
    fn of(files: &Files) -> Self {
        let directory = data(files, "directory");
        let size = usize::try_from(directory["documents"].as_u64().unwrap()).unwrap();
        let firsts = texts(&directory["firsts"]);
        let mut index = Self { words: BTreeMap::new(), documents: BTreeMap::new(), firsts };
        for at in 0..index.firsts.len() {
            let text = data(files, &format!("words/{at}"));
            index.read(text.as_str().unwrap(), at);
        }
        for path in files.keys() {
            let Some(name) = path.strip_prefix("search/documents/") else { continue };
            let name = name.strip_suffix(".js").unwrap();
            let part: usize = name.parse().unwrap();
            let rows = data(files, &format!("documents/{name}"));
            for (at, row) in rows.as_array().unwrap().iter().enumerate() {
                index.documents.insert(part * size + at, texts(row));
            }
        }
        index
    }

    fn read(&mut self, text: &str, shard: usize) {
        let sign = |c: char| LAST.contains(c) || MORE.contains(c) || c == '|' || c == '^';
        let mut rest = text;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(rest.find(sign).unwrap());
            let end = after.find(|c| !sign(c)).unwrap_or(after.len());
            let (postings, after) = after.split_at(end);
            rest = after;
            assert!(*word >= *self.firsts[shard], "{word} lies in its shard");
            if let Some(next) = self.firsts.get(shard + 1) {
                assert!(word < next.as_str(), "{word} comes before the next shard");
            }
            let known = self.words.insert(word.to_owned(), decoded(postings));
            assert!(known.is_none(), "{word} stands once");
        }
    }

    /// The titles of the documents that have a word beginning so, with the level of each.
    fn found(&self, beginning: &str) -> Vec<(&str, usize)> {
        let words = self.words.range(beginning.to_owned()..);
        let words = words.take_while(|(word, _)| word.starts_with(beginning));
        let mut found: Vec<(&str, usize)> = words
            .flat_map(|(_, (documents, _))| documents)
            .map(|(number, level)| (self.documents[number][0].as_str(), *level))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn titles(&self, beginning: &str) -> Vec<&str> {
        self.found(beginning).into_iter().map(|(title, _)| title).collect()
    }
}

fn decoded(postings: &str) -> (BTreeMap<usize, usize>, bool) {
    let frequent = postings.starts_with('^');
    let mut found = BTreeMap::new();
    for (level, gaps) in postings.trim_start_matches('^').split('|').enumerate() {
        let (mut next, mut value) = (0, 0);
        for sign in gaps.chars() {
            match LAST.find(sign) {
                None => value = value * 8 + MORE.find(sign).unwrap() + 1,
                Some(digit) => {
                    let number = next + value * 8 + digit;
                    assert!(found.insert(number, level + 1).is_none(), "one level a document");
                    (next, value) = (number + 1, 0);
                }
            }
        }
    }
    (found, frequent)
}

const REGION: &str = "+++\nname = \"Estmark\"\nalso = [\"Østmark\", \"أُسْتمارك\"]\n+++\n";
const RAID: &str = "+++\ntitle = \"L’attaque du quai\"\ndate = 2022-03-03\nregion = \"estmark\"\n\
    type = \"raid\"\n\
    [[place]]\nname = \"Incalavani\"\nalso = [\"In Kalavani\"]\n\
    [[source]]\nid = \"post\"\ntitle = \"The morning edition\"\npublisher = \"Hill Post\"\n\
    [[claim]]\nkilled = 3\nby = \"a shopkeeper on the quay\"\nsource = \"post\"\n\
    quote = \"they came at dawn\"\n\
    [[claim]]\nkilled = 5\nperpetrator = \"league\"\nsource = \"post\"\n\
    [[statement]]\nby = \"league\"\nsource = \"post\"\ntext = \"The League regrets nothing\"\n\
    +++\nA lorry *burn*ed by the ware&shy;house.<!-- unsaid -->\n";
const LEAGUE: &str = "+++\nname = \"League of the Hill\"\nalso = [\"LH\"]\n+++\n";
const ABOUT: &str = "+++\ntitle = \"How we count\"\n+++\n\n| Grade | Meaning |\n|---|---|\n\
    | fair | corroborated |\n";

fn sources(more: &[(&str, &str)]) -> SourceSet {
    let mut sources = SourceSet::default();
    let settings = "title = \"Harbour watch\"\n[types.raid]\nlabel = \"Armed raid\"\n";
    for (path, text) in [
        ("griot.toml", settings),
        ("content/regions/estmark.md", REGION),
        ("content/actors/league.md", LEAGUE),
        ("content/incidents/raid.md", RAID),
        ("content/method.md", ABOUT),
    ]
    .iter()
    .chain(more)
    {
        sources.insert(*path, (*text).to_owned());
    }
    sources
}

#[test]
fn what_stands_on_a_page_is_found_whatever_its_spelling() {
    let index = Index::of(&support::build(&sources(&[])));
    let check = |beginning: &str, expected: &[&str]| {
        assert_eq!(index.titles(beginning), expected, "{beginning}");
    };
    let raid = "L’attaque du quai";
    check("attaque", &[raid]);
    check("incal", &[raid]);
    check("kalavani", &[raid]);
    check("ostmark", &["Estmark", raid]);
    check("استمارك", &["Estmark", raid]);
    check("armed", &[raid]);
    check("shopkeeper", &[raid]);
    check("dawn", &[raid]);
    check("regrets", &[raid]);
    check("morning", &[raid]);
    check("burned", &[raid]);
    check("warehouse", &[raid]);
    check("lh", &["League of the Hill", raid]);
    check("corroborated", &["How we count"]);
    check("unsaid", &[]);
    check("league", &["League of the Hill", raid]);
}

#[test]
fn what_is_written_in_another_way_is_found() {
    let text = raid("السوق", "tags = [\"Saint-Elm\", \"In Dorma Sud\"]\n")
        .replace("valley", "valley: 4,137 of the U.N., ١٢٣, 한국어, مدرسة, مستشفى");
    let index =
        Index::of(&support::build(&sources(&[("content/incidents/code-2024-0077.md", &text)])));
    for word in [
        "0077",
        "سوق",
        "السوق",
        "مدرسه",
        "مستشفي",
        "4137",
        "un",
        "123",
        "한국어",
        "saintelm",
        "indormasud",
        "elm",
    ] {
        assert!(index.words.contains_key(word), "{word}: {:?}", index.words.keys());
    }
    assert_eq!(index.titles("0077"), ["السوق"]);
}

/// A record under another name, with more lines in its front matter.
fn raid(title: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndate = 2023-05-05\nregion = \"estmark\"\n{more}\
         source = \"Hill Post\"\n+++\nThe {title} was heard in the valley.\n"
    )
}

#[test]
fn a_page_that_is_called_so_comes_before_those_that_say_so() {
    let more = raid("Quay", "");
    let long = raid("A raid on the old quay house", "");
    let files = [("content/incidents/q.md", &*more), ("content/incidents/h.md", &*long)];
    let index = Index::of(&support::build(&sources(&files)));
    let found = index.found("quay");
    let expected = [("A raid on the old quay house", 3), ("L’attaque du quai", 1), ("Quay", 6)];
    assert_eq!(found, expected);
    assert_eq!(index.found("valley").len(), 2, "bodies");
    assert_eq!(index.found("league"), [("League of the Hill", 4), ("L’attaque du quai", 2)]);
}

#[test]
fn a_result_says_what_when_where_and_how_many() {
    let index = Index::of(&support::build(&sources(&[])));
    let find = |title: &str| {
        index.documents.values().find(|row| row.first().is_some_and(|own| own == title))
    };
    let raid = [
        "L’attaque du quai",
        "incidents/raid.html",
        "Armed raid",
        "3 March 2022",
        "2022-03-03",
        "Estmark",
        "Killed: 3 to 5",
    ];
    assert_eq!(find("L’attaque du quai").unwrap(), &raid);
    assert_eq!(find("League of the Hill").unwrap()[1..], ["actors/league.html", "Actor"]);
    assert_eq!(find("How we count").unwrap()[1..], ["method.html", "Page"]);
    assert_eq!(find("Estmark").unwrap()[1..], ["regions/estmark.html", "Region"]);
}

#[test]
fn the_index_holds_nothing_that_no_page_shows() {
    let private = raid("Shown", "[private]\nnote = \"murmurs\"\n");
    // What stands before the sources belongs to the table above it.
    let private = private
        .replace("source = \"Hill Post\"\n", "")
        .replace("[private]", "source = \"Hill Post\"\n[private]");
    let draft = raid("Unready", "status = \"draft\"\n");
    let later = raid("Embargoed", "embargo = 2999-01-01\n");
    let gone = raid("Retracted", "status = \"withdrawn\"\nreason = \"It was another day.\"\n");
    let places = "[[place]]\nid = \"mill\"\nname = \"Millbrook\"\nregion = \"estmark\"\n";
    let index = Index::of(&support::build(&sources(&[
        ("content/incidents/p.md", &private),
        ("content/incidents/d.md", &draft),
        ("content/incidents/e.md", &later),
        ("content/incidents/g.md", &gone),
        ("content/places.toml", places),
    ])));
    assert_eq!(index.titles("shown"), ["Shown"]);
    for word in ["murmurs", "unready", "embargoed", "retracted", "another", "millbrook", "unsaid"] {
        assert_eq!(index.titles(word), [] as [&str; 0], "{word}");
    }
    assert_eq!(index.titles("valley"), ["Shown"], "nor does it count them");
}

#[test]
fn a_region_that_is_kept_back_does_not_find_the_incident() {
    let quarter = "+++\nname = \"Coopers Quarter\"\nalso = [\"Coopertown\"]\n+++\n";
    let files = |safety: &str| {
        let text = raid("Hidden", "").replace("\"estmark\"", "\"estmark/quarter\"");
        let text = text.replace("+++\nThe", &format!("{safety}+++\nThe"));
        let more = [
            ("content/regions/estmark/quarter.md", quarter),
            ("content/incidents/h.md", text.as_str()),
        ];
        support::build(&sources(&more))
    };
    let open = Index::of(&files(""));
    let kept = Index::of(&files("[safety]\nprecision = \"country\"\n"));
    for word in ["coopers", "coopertown"] {
        assert_eq!(open.titles(word), ["Coopers Quarter", "Hidden"], "{word}");
        assert_eq!(kept.titles(word), ["Coopers Quarter"], "{word}");
    }
    assert!(kept.titles("estmark").contains(&"Hidden"));
}

#[test]
fn the_gate_reads_the_index() {
    let withheld = "title = \"Harbour watch\"\n[types.raid]\nlabel = \"Armed raid\"\n\
        [safety]\nwithhold = [\"shopkeeper\"]\n";
    let sources = sources(&[("griot.toml", withheld)]);
    let site = support::compile(&sources).0.unwrap();
    let Some(Err(Failure::Problems(problems))) = site.file(&sources, "search/words/0.js") else {
        panic!("the index passed the gate")
    };
    assert!(problems.iter().all(|problem| problem.rule.name == "withheld-word"), "{problems:?}");
}

#[test]
fn what_is_turned_off_is_not_there() {
    let settings = |search: &str| {
        format!(
            "title = \"Harbour watch\"\n[types.raid]\nlabel = \"Armed raid\"\n[search]\n{search}\n"
        )
    };
    let files = support::build(&sources(&[("griot.toml", &settings("enabled = false"))]));
    assert!(!files.keys().any(|path| path.contains("search")), "{:?}", files.keys());
    let home = std::str::from_utf8(&files["index.html"]).unwrap();
    assert!(!home.contains("search.html"), "{home}");
    let index =
        Index::of(&support::build(&sources(&[("griot.toml", &settings("bodies = false"))])));
    assert_eq!(index.titles("lorry"), [] as [&str; 0]);
    assert_eq!(index.titles("dawn"), ["L’attaque du quai"]);
}

#[test]
fn a_large_index_is_cut_and_a_new_incident_moves_few_files() {
    let settings = "title = \"Harbour watch\"\n[types.raid]\nlabel = \"Armed raid\"\n";
    let mut all = sources(&[("griot.toml", settings)]);
    for at in 0..900_u32 {
        // Words of their own, and many of them.
        let words: Vec<String> = (0..200)
            .map(|word| format!("w{:x}", (at * 200 + word).wrapping_mul(2_654_435_761)))
            .collect();
        let text = raid(&format!("Raid {at:03}"), "")
            .replace("2023-05-05", &format!("2023-01-{:02}", at % 28 + 1));
        all.insert(
            format!("content/incidents/r{at}.md").as_str(),
            format!("{text}{}\n", words.join(" ")),
        );
    }
    let before = support::build(&all);
    let index = Index::of(&before);
    assert!(index.firsts.len() > 4, "{}", index.firsts.len());
    assert_eq!(index.titles(&format!("w{:x}", 200_u32.wrapping_mul(2_654_435_761))), ["Raid 001"]);
    let newest = raid("The newest of all", "").replace("2023-05-05", "2023-06-01");
    all.insert("content/incidents/new.md", newest);
    let after = support::build(&all);
    let words = |path: &&String| path.starts_with("search/words/");
    let moved = before.keys().filter(words).filter(|path| before[*path] != after[*path]).count();
    assert!(moved * 2 <= index.firsts.len(), "{moved} of {}", index.firsts.len());
}

#[test]
fn the_script_is_small_and_needs_nothing_that_a_strict_policy_forbids() {
    let files = support::build(&sources(&[]));
    let script = std::str::from_utf8(&files["js/search.js"]).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, script.as_bytes()).unwrap();
    let size = packed.finish().unwrap().len();
    assert!(size <= 5 * 1024, "{size} bytes compressed");
    for forbidden in [
        "eval(",
        "new Function",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ] {
        assert!(!script.contains(forbidden), "{forbidden}");
    }
}
