//! A build that keeps what an earlier one made gives the bytes of a clean one: over random edits, and
//! with what was kept spoilt, lost or another's.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use griot::output::{Cache, OutputError, Sink};
use griot::pipeline::{Followed, Memory, Site};
use griot::source::{Digest, SourcePath, SourceSet, Sources as _};
use proptest::prelude::*;
use proptest::sample::select;
use support::Files;

/// How many incidents a tracker has at most.
const SLOTS: usize = 12;
const REGIONS: [&str; 5] = ["x", "x/a", "x/a/k", "x/b", "y"];
const ACTORS: [&str; 2] = ["guard", "guard-north"];

/// What is kept between builds, in memory.
#[derive(Default)]
struct Drawer(Mutex<BTreeMap<String, Vec<u8>>>);

impl Cache for Drawer {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(key).cloned()
    }

    fn keep(&self, key: &str, bytes: &[u8]) {
        self.0.lock().unwrap().insert(key.to_owned(), bytes.to_vec());
    }
}

/// An output folder in memory.
struct Shelf<'a> {
    old: &'a Files,
    new: Mutex<Files>,
    made: Mutex<Vec<String>>,
}

impl Sink for Shelf<'_> {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        self.made.lock().unwrap().push(path.to_owned());
        self.new.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        Ok(Digest::of(bytes))
    }

    fn stands(&self, path: &str, digest: Digest) -> bool {
        let old = self.old.get(path).filter(|bytes| Digest::of(bytes) == digest);
        if let Some(bytes) = old {
            self.new.lock().unwrap().insert(path.to_owned(), bytes.clone());
        }
        old.is_some()
    }
}

/// A tracker that is built again and again.
#[derive(Default)]
struct Builder {
    drawer: Arc<Drawer>,
    records: Arc<Drawer>,
    words: Arc<Drawer>,
    files: Files,
    /// The addresses that the last build made.
    made: Vec<String>,
}

impl Builder {
    /// Builds, and holds the result against a clean build; `false` where the tracker has errors.
    fn build(&mut self, sources: &SourceSet) -> bool {
        let (Some(site), _) = support::compile(sources) else { return false };
        let memory = Memory {
            pages: self.drawer.clone(),
            name: Digest::of(b"out"),
            records: self.records.clone(),
            words: self.words.clone(),
            program: Digest::of(b"this"),
        };
        let site = site.remembering(memory);
        let shelf = Shelf { old: &self.files, new: Mutex::default(), made: Mutex::default() };
        if site.emit(sources, &shelf, &|| ()).is_err() {
            return false;
        }
        let (new, made) = (shelf.new.into_inner().unwrap(), shelf.made.into_inner().unwrap());
        let clean = support::build(sources);
        for (path, bytes) in &clean {
            assert!(new.get(path) == Some(bytes), "{path} is not that of a clean build");
        }
        assert_eq!(clean.len(), new.len());
        (self.files, self.made) = (new, made);
        true
    }
}

#[derive(Clone, Debug)]
struct Incident {
    year: i16,
    month: i8,
    region: usize,
    title: u8,
    killed: u8,
    accused: Option<usize>,
    shared_source: bool,
    related: Option<usize>,
    /// 0 to 4 stands; 5 withdrawn; 6 part of another; 7 merged into another; 8 a draft.
    standing: u8,
    other: usize,
    alias: bool,
    point: Option<u8>,
    exact: bool,
    links_to: Option<usize>,
    body: u8,
    private: Option<u8>,
    change: Option<u8>,
}

#[derive(Clone, Debug)]
enum Edit {
    Incident(usize, Option<Incident>),
    Body(usize, u8),
    Killed(usize, u8),
    Region(usize, u8),
    Actor(u8),
    Source(u8),
    Report(Option<u8>),
    Milestone(Option<u8>),
    Page(u8),
    Template(Option<u8>),
    Words(Option<u8>),
    Settings(u8),
    Static(Option<u8>),
    Nothing,
}

/// A tracker as it is now.
#[derive(Clone, Debug, Default)]
struct World {
    incidents: [Option<Incident>; SLOTS],
    regions: [u8; 5],
    actor: u8,
    source: u8,
    report: Option<u8>,
    milestone: Option<u8>,
    page: u8,
    template: Option<u8>,
    words: Option<u8>,
    settings: u8,
    picture: Option<u8>,
}

fn incident() -> impl Strategy<Value = Incident> {
    let when = (2020..2022i16, 1..13i8);
    let what = (0..REGIONS.len(), 0..4u8, 0..9u8, prop::option::of(0..ACTORS.len()));
    let ties = (any::<bool>(), prop::option::of(0..SLOTS), 0..9u8, 0..SLOTS);
    let more = (any::<bool>(), prop::option::of(0..3u8), any::<bool>(), prop::option::of(0..SLOTS));
    let words = (0..4u8, prop::option::weighted(0.2, 0..3u8), prop::option::of(0..3u8));
    (when, what, ties, more, words).prop_map(|(when, what, ties, more, words)| Incident {
        year: when.0,
        month: when.1,
        region: what.0,
        title: what.1,
        killed: what.2,
        accused: what.3,
        shared_source: ties.0,
        related: ties.1,
        standing: ties.2,
        other: ties.3,
        alias: more.0,
        point: more.1,
        exact: more.2,
        links_to: more.3,
        body: words.0,
        private: words.1,
        change: words.2,
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let slot = || 0..SLOTS;
    prop_oneof![
        8 => (slot(), prop::option::weighted(0.7, incident())).prop_map(|(at, new)| Edit::Incident(at, new)),
        4 => (slot(), 0..9u8).prop_map(|(at, body)| Edit::Body(at, body)),
        4 => (slot(), 0..90u8).prop_map(|(at, killed)| Edit::Killed(at, killed)),
        1 => (0..REGIONS.len(), 0..4u8).prop_map(|(at, words)| Edit::Region(at, words)),
        1 => (0..4u8).prop_map(Edit::Actor),
        1 => (0..4u8).prop_map(Edit::Source),
        2 => prop::option::of(0..4u8).prop_map(Edit::Report),
        2 => prop::option::of(0..4u8).prop_map(Edit::Milestone),
        1 => (0..4u8).prop_map(Edit::Page),
        1 => prop::option::of(0..4u8).prop_map(Edit::Template),
        1 => prop::option::of(0..4u8).prop_map(Edit::Words),
        1 => select(vec![0u8, 1, 2, 3]).prop_map(Edit::Settings),
        1 => prop::option::of(0..4u8).prop_map(Edit::Static),
        1 => Just(Edit::Nothing),
    ]
}

impl World {
    fn apply(&mut self, edit: &Edit) {
        match edit.clone() {
            Edit::Incident(at, new) => self.incidents[at] = new,
            Edit::Body(at, body) => {
                if let Some(incident) = &mut self.incidents[at] {
                    incident.body = body;
                }
            }
            Edit::Killed(at, killed) => {
                if let Some(incident) = &mut self.incidents[at] {
                    incident.killed = killed;
                }
            }
            Edit::Region(at, words) => self.regions[at] = words,
            Edit::Actor(words) => self.actor = words,
            Edit::Source(words) => self.source = words,
            Edit::Report(report) => self.report = report,
            Edit::Milestone(milestone) => self.milestone = milestone,
            Edit::Page(words) => self.page = words,
            Edit::Template(words) => self.template = words,
            Edit::Words(words) => self.words = words,
            Edit::Settings(settings) => self.settings = settings,
            Edit::Static(picture) => self.picture = picture,
            Edit::Nothing => {}
        }
    }

    fn id(&self, at: usize) -> Option<String> {
        self.incidents[at].as_ref().map(|incident| format!("fire-{at}-{}", incident.title % 2))
    }

    /// The tracker as files. What is named and not there is left out.
    fn files(&self) -> SourceSet {
        let mut files = SourceSet::default();
        let size = [3, 5, 10, 100][usize::from(self.settings)];
        files.insert(
            "griot.toml",
            format!("title = \"T\"\nbase_url = \"https://t.example/\"\npage_size = {size}\n"),
        );
        for (region, words) in REGIONS.iter().zip(self.regions) {
            let body = format!("+++\nname = \"{region} {words}\"\n+++\nAbout it: {words}.\n");
            files.insert(format!("content/regions/{region}.md").as_str(), body);
        }
        let actor = |more: &str| {
            format!("+++\nname = \"Guard {}\"\nkind = \"state-force\"\n{more}+++\n", self.actor)
        };
        files.insert("content/actors/guard.md", actor(""));
        files.insert("content/actors/guard-north.md", actor("parent = \"guard\"\n"));
        let source = format!(
            "+++\ntitle = \"Ledger {}\"\nkind = \"ngo\"\nurl = \"https://ledger.example/1\"\n+++\n",
            self.source
        );
        files.insert("content/sources/ledger.md", source);
        let first = (0..SLOTS).find(|at| self.stands(*at));
        if let Some(words) = self.report {
            let inside = first.map_or(String::new(), |at| {
                format!("documents = [\"{}\"]\n", self.id(at).unwrap())
            });
            let report = format!(
                "+++\ntitle = \"Report {words}\"\ndate = 2021-02\narea = [\"x\"]\n{inside}source = \"Post, https://post.example/r\"\n+++\nWords.\n"
            );
            files.insert(
                "content/reports/summary.md",
                report.replace("date = 2021-02\n", "date = \"2021-02\"\n"),
            );
        }
        if let Some(words) = self.milestone {
            let milestone = format!(
                "+++\ntitle = \"Turn {words}\"\ndate = 2021-0{}-01\narea = [\"x\"]\nsource = \"Post, https://post.example/m\"\n+++\n",
                words + 1
            );
            files.insert("content/milestones/turn.md", milestone);
        }
        let link = first.map_or(String::new(), |at| {
            format!("[one]({})", self.file(at).replace("content/", ""))
        });
        files.insert(
            "content/about.md",
            format!("+++\ntitle = \"About {}\"\n+++\nSee {link}.\n", self.page),
        );
        if let Some(words) = self.template {
            files.insert("templates/footer.html", format!("<footer>Foot {words}</footer>"));
        }
        if let Some(words) = self.words {
            files.insert("templates/words/en.ftl", format!("evidence_fair = Fair {words}\n"));
        }
        if let Some(words) = self.picture {
            files.insert("static/note.txt", format!("note {words}"));
        }
        for at in 0..SLOTS {
            if let Some(incident) = &self.incidents[at] {
                files.insert(self.file(at).as_str(), self.incident(at, incident));
            }
        }
        files
    }

    fn file(&self, at: usize) -> String {
        let incident = self.incidents[at].as_ref().unwrap();
        format!("content/incidents/{}/{}.md", incident.year, self.id(at).unwrap())
    }

    /// Whether it is public and neither withdrawn nor merged nor part of another.
    fn stands(&self, at: usize) -> bool {
        self.incidents[at].as_ref().is_some_and(|incident| incident.standing <= 4)
    }

    fn incident(&self, at: usize, incident: &Incident) -> String {
        let mut text = String::from("+++\n");
        let line = |text: &mut String, line: String| writeln!(text, "{line}").unwrap();
        line(&mut text, format!("title = \"Fire number {at}, telling {}\"", incident.title));
        line(&mut text, format!("date = {}-{:02}-11", incident.year, incident.month));
        line(&mut text, format!("region = \"{}\"", REGIONS[incident.region]));
        match incident.standing {
            5 => line(&mut text, "status = \"withdrawn\"\nreason = \"Told twice.\"".to_owned()),
            8 => line(&mut text, "status = \"draft\"".to_owned()),
            6 | 7 if incident.other != at && self.stands(incident.other) => {
                let key = if incident.standing == 6 { "part_of" } else { "merged_into" };
                line(&mut text, format!("{key} = \"{}\"", self.id(incident.other).unwrap()));
            }
            _ => {}
        }
        if let Some(other) = incident.related.filter(|other| *other != at && self.stands(*other)) {
            line(&mut text, format!("related = [\"{}\"]", self.id(other).unwrap()));
        }
        if incident.alias {
            line(&mut text, format!("aliases = [\"incidents/old-{at}.html\"]"));
        }
        let source = match incident.shared_source {
            true => "ref = \"ledger\"".to_owned(),
            false => "id = \"s1\"\npublisher = \"Post\"\nurl = \"https://post.example/1\"\npublished = 2021-12-30".to_owned(),
        };
        line(&mut text, format!("[[source]]\n{source}"));
        let cited = if incident.shared_source { "ledger" } else { "s1" };
        let accused = incident.accused.map_or(String::new(), |actor| {
            format!("\nperpetrator = [\"{}\"]\nstatus = \"alleged\"", ACTORS[actor])
        });
        line(
            &mut text,
            format!("[[claim]]\nkilled = {}\nsource = [\"{cited}\"]{accused}", incident.killed),
        );
        if let Some(point) = incident.point {
            let precision = if incident.exact { "exact" } else { "adm1" };
            line(
                &mut text,
                format!(
                    "[[place]]\nname = \"Ford {point}\"\npoint = [{point}.12345, 2.54321]\nprecision = \"{precision}\""
                ),
            );
        }
        if let Some(change) = incident.change {
            line(
                &mut text,
                format!(
                    "[[change]]\non = 2026-0{}-01\nkind = \"correction\"\nnote = \"Changed {change}.\"",
                    change + 1
                ),
            );
        }
        if let Some(private) = incident.private {
            line(
                &mut text,
                format!("[private]\nnote = \"Told by person {private} of the far bank\""),
            );
        }
        text.push_str("+++\n");
        let link = incident.links_to.filter(|other| self.stands(*other));
        let link = link.map_or(String::new(), |other| {
            format!(" See [that](/{}).", self.file(other).replace("content/", ""))
        });
        writeln!(text, "It burned {} times.{link}", incident.body).unwrap();
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn building_again_gives_what_a_clean_build_gives(
        begun in prop::collection::vec(incident(), SLOTS / 2),
        edits in prop::collection::vec(edit(), 8),
    ) {
        let mut world = World::default();
        for (at, incident) in begun.into_iter().enumerate() {
            world.incidents[at] = Some(incident);
        }
        let mut builder = Builder::default();
        let mut built = usize::from(builder.build(&world.files()));
        for edit in &edits {
            let mut edited = world.clone();
            edited.apply(edit);
            if builder.build(&edited.files()) {
                world = edited;
                built += 1;
            }
        }
        // Edits that leave an error behind prove nothing.
        prop_assert!(built > edits.len() / 2, "{built} of {} edits could be built", edits.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn an_incident_that_is_followed_has_the_page_of_a_clean_build(
        edits in prop::collection::vec((0..SLOTS, incident(), 0..6u8), 12),
    ) {
        let mut world = world();
        let mut sources = world.files();
        let mut site = support::compile(&sources).0.unwrap();
        for (at, new, kind) in edits {
            let old = world.incidents[at].clone().unwrap();
            let edited = match kind {
                0 => new,
                1 => Incident { killed: new.killed, change: old.change, ..old.clone() },
                2 => Incident { title: old.title + 2, body: new.body, ..old.clone() },
                3 => Incident { accused: new.accused, killed: new.killed, body: new.body, ..old.clone() },
                4 => Incident { month: new.month, ..old.clone() },
                _ => Incident { month: new.month, region: new.region, point: new.point.and(old.point), ..old.clone() },
            };
            let before = world.file(at);
            world.incidents[at] = Some(edited);
            if world.file(at) != before {
                world.incidents[at] = Some(old);
                continue;
            }
            sources = world.files();
            let path = SourcePath::from(before.as_str());
            let followed = site.follow(&sources, &path);
            let compiled = support::compile(&sources).0;
            if let Followed::Not | Followed::Broken(_) = followed {
                match compiled {
                    Some(compiled) => site = compiled,
                    None => world.incidents[at] = Some(old),
                }
                continue;
            }
            let (moved, compiled) = (kind == 0 || kind > 3, compiled.unwrap());
            let address = path.as_str().replace("content/", "").replace(".md", ".html");
            let page = |site: &Site| {
                let page = String::from_utf8(site.file(&sources, &address)?.unwrap()).unwrap();
                // How much of a region its map shows follows from all incidents in it.
                let (before, map) = page.split_once("<figure class=\"map\">").unwrap_or((&page, ""));
                let after = map.split_once("</figure>").map_or(map, |(_, after)| after);
                Some(if moved { format!("{before}{after}") } else { page })
            };
            prop_assert!(page(&site) == page(&compiled), "{address} after {followed:?}");
            if moved {
                // The lists of others follow with the whole.
                site = compiled;
            }
        }
    }
}

/// A tracker of a dozen incidents of all kinds.
fn world() -> World {
    let mut world = World {
        report: Some(1),
        milestone: Some(1),
        template: Some(1),
        words: Some(1),
        ..World::default()
    };
    for (at, slot) in world.incidents.iter_mut().enumerate() {
        *slot = Some(Incident {
            year: 2020 + at as i16 % 2,
            month: 1 + at as i8,
            region: at % REGIONS.len(),
            title: 1,
            killed: 3,
            accused: Some(at % 2),
            shared_source: at % 3 == 0,
            related: Some(0),
            standing: at as u8 % 9,
            other: 1,
            alias: true,
            point: Some(1),
            exact: at == 0,
            links_to: Some(1),
            body: 1,
            private: None,
            change: Some(1),
        });
    }
    world
}

#[test]
fn what_did_not_change_is_not_made() {
    let mut builder = Builder::default();
    let mut world = world();
    assert!(builder.build(&world.files()));
    let all = builder.made.len();
    assert_eq!(all, builder.files.len());
    assert!(builder.build(&world.files()));
    assert_eq!(builder.made, Vec::<String>::new());

    world.apply(&Edit::Body(4, 7));
    assert!(builder.build(&world.files()));
    assert!(
        builder.made.contains(&"incidents/2020/fire-4-1.html".to_owned()),
        "{:?}",
        builder.made
    );
    let pages = builder.made.iter().filter(|path| path.ends_with(".html")).count();
    assert!(pages <= 2, "the page itself and that of the search: {:?}", builder.made);

    world.apply(&Edit::Killed(4, 7));
    assert!(builder.build(&world.files()));
    let made = |beginning: &str| {
        builder
            .made
            .iter()
            .filter(|path| path.starts_with(beginning) && path.ends_with(".html"))
            .count()
    };
    let there = |beginning: &str| {
        builder
            .files
            .keys()
            .filter(|path| path.starts_with(beginning) && path.ends_with(".html"))
            .count()
    };
    assert_eq!(made("timeline/2021"), 0, "another year: {:?}", builder.made);
    assert_eq!(made("totals/timeline/2021"), 0, "another year: {:?}", builder.made);
    assert!(there("timeline/2021") > 0 && there("totals/timeline/2021") > 0);
    let (made, there) = (made("incidents/20"), there("incidents/20"));
    assert!(made * 2 <= there, "{made} of {there} incidents: {:?}", builder.made);
}

#[test]
fn what_was_kept_may_be_spoilt_lost_or_anothers() {
    let sources = world().files();
    let mut builder = Builder::default();
    assert!(builder.build(&sources));
    let kept = builder.drawer.0.lock().unwrap().clone();
    let (name, book) = kept.first_key_value().unwrap();
    let spoilt = [
        Vec::new(),
        book[..book.len() / 2].to_vec(),
        book[..book.len() - 7].to_vec(),
        book.iter().rev().copied().collect(),
        book.iter().map(|byte| byte ^ 1).collect(),
        vec![0xff; 4096],
    ];
    for other in spoilt {
        builder.drawer.0.lock().unwrap().insert(name.clone(), other);
        assert!(builder.build(&sources));
    }
    builder.drawer.0.lock().unwrap().clear();
    assert!(builder.build(&sources));
    assert_eq!(builder.made.len(), builder.files.len());
}

#[test]
fn a_file_that_was_changed_or_taken_away_is_made_again() {
    let sources = world().files();
    let mut builder = Builder::default();
    assert!(builder.build(&sources));
    builder.files.insert("index.html".to_owned(), b"somebody else's".to_vec());
    builder.files.remove("totals.html");
    assert!(builder.build(&sources));
    builder.made.sort();
    assert_eq!(builder.made, ["index.html", "totals.html"]);
}

#[test]
fn an_edited_body_is_followed_and_nothing_else() {
    let mut world = world();
    let (site, _) = support::compile(&world.files());
    let mut site = site.unwrap();
    let path = SourcePath::from("content/incidents/2020/fire-4-1.md");
    let shown = |site: &Site, sources: &SourceSet| {
        let page = site.file(sources, "incidents/2020/fire-4-1.html").unwrap();
        String::from_utf8(page.unwrap()).unwrap()
    };
    let mut sources = world.files();
    assert!(shown(&site, &sources).contains("It burned 1 times."));

    world.apply(&Edit::Body(4, 7));
    sources = world.files();
    assert!(site.follow_body(&sources, &path));
    let followed = shown(&site, &sources);
    assert!(followed.contains("It burned 7 times."));
    let clean = support::build(&sources);
    assert!(followed.as_bytes() == clean["incidents/2020/fire-4-1.html"]);

    let text = String::from_utf8(sources.read(path.as_str()).unwrap()).unwrap();
    let mut refused = |text: String| {
        sources.insert(path.clone(), text.into_bytes());
        !site.follow_body(&sources, &path)
    };
    assert!(refused(text.replace("killed = 3", "killed = 4")), "a figure counts for other pages");
    assert!(refused(text.replace("times.", "[times](nowhere.md).")), "the link leads nowhere");
    assert!(refused(text.replace("+++\nIt", "It")), "it is no record any more");
    assert!(!site.follow_body(&sources, &SourcePath::from("griot.toml")));
    assert!(!site.follow_body(&sources, &SourcePath::from("content/incidents/2020/new.md")));

    let mut follow = |text: String| {
        sources.insert(path.clone(), text.into_bytes());
        (site.follow(&sources, &path), shown(&site, &sources))
    };
    let (followed, page) = follow(text.replace("killed = 3", "killed = 4"));
    assert!(matches!(followed, Followed::Incident), "{followed:?}");
    assert!(page.contains("<span class=\"fact-value\">4</span>"), "{page}");
    let (followed, page) =
        follow(text.replace("killed = 3", "killed = 5").replace("7 times", "8 times"));
    assert!(matches!(followed, Followed::Incident), "{followed:?}");
    assert!(page.contains("It burned 8 times."));
    let (followed, page) = follow(text.replace("2020-05-11\n", "2020-08-12\n"));
    assert!(matches!(followed, Followed::Incident), "{followed:?}");
    assert!(page.contains("12 August 2020"), "{page}");
    let (followed, page) = follow(text.replace("region = \"y\"", "region = \"x\""));
    assert!(matches!(followed, Followed::Incident), "{followed:?}");
    assert!(page.contains("regions/x.html\">x 0</a>"), "{page}");
    let mut refused = |text: String| {
        sources.insert(path.clone(), text.into_bytes());
        site.follow(&sources, &path)
    };
    for edit in [
        text.replace("source = [\"s1\"]", "source = [\"s2\"]"),
        text.replace("+++\nIt", "[safety]\nwithhold = [\"burned\"]\n+++\nIt"),
        text.replace("+++\nIt", "[private]\nnote = \"burned\"\n+++\nIt"),
    ] {
        assert_ne!(edit, text);
        assert!(matches!(refused(edit.clone()), Followed::Not), "{edit}");
    }
    assert!(matches!(refused(text.replace("killed", "kiled")), Followed::Broken(_)));
}

#[test]
fn the_page_of_a_release_follows_the_records_that_it_leads_to() {
    let mut sources = support::mini_site("releases");
    sources.remove("griot.lock");
    let mut builder = Builder::default();
    assert!(builder.build(&sources));
    let path = "content/incidents/pier.md";
    let text = String::from_utf8(sources.read(path).unwrap()).unwrap();
    let edited = text.replace("Killings at the pier", "Deaths at the pier");
    assert_ne!(edited, text);
    sources.insert(path, edited);
    assert!(builder.build(&sources));
    assert!(builder.made.contains(&"data/1.1.0/index.html".to_owned()), "{:?}", builder.made);
}
