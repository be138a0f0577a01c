//! The format of `content/` and `griot.toml`: text to typed records, and back.

mod body;
mod boundary;
mod fields;
mod keep;
mod kinds;
mod ledger;
pub mod map;
mod outline;
mod print;
mod record;
mod rules;
mod schema;
mod settings;
mod witness;

use crate::diagnostic::{Checked, Diagnostic};
use crate::model::{
    Actor, GazetteerPlace, Id, Incident, Milestone, Page, Record, Records, Region, Report,
    SharedSource, Status, is_id_character,
};
use crate::source::{Digest, SourcePath, Span};
use fields::{Fields, File};
use outline::Outline;
use record::Parts;

pub use boundary::{
    boundary_path, is_boundary, missing_boundary, parse_boundary, unnamed_boundary,
};
pub use fields::is_hidden;
pub use fields::is_web_address;
pub use keep::{Entry, bundle, pack, unbundle, unpack};
pub use print::print;
pub use rules::{HTML_AS_TEXT, RULES};
pub use schema::{SCHEMAS, schema};
pub use settings::{PAGE_KINDS, check_base_url, doi, parse_settings};

/// What kind of file a path of `content/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `incidents/**/ID.md`
    Incident,
    /// `reports/**/ID.md`
    Report,
    /// `milestones/**/ID.md`
    Milestone,
    /// `regions/**/ID.md`
    Region,
    /// `actors/**/ID.md`
    Actor,
    /// `sources/**/ID.md`
    Source,
    /// `ID.md` at the top
    Page,
    /// `places.toml`
    Places,
}

const FOLDERS: [(&str, Kind); 6] = [
    ("incidents", Kind::Incident),
    ("reports", Kind::Report),
    ("milestones", Kind::Milestone),
    ("regions", Kind::Region),
    ("actors", Kind::Actor),
    ("sources", Kind::Source),
];

/// What one file of `content/` holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Parsed {
    /// An incident.
    Incident(Box<Incident>),
    /// A report.
    Report(Box<Report>),
    /// A milestone.
    Milestone(Box<Milestone>),
    /// A region.
    Region(Box<Region>),
    /// An actor.
    Actor(Box<Actor>),
    /// A shared source.
    Source(Box<SharedSource>),
    /// A plain page.
    Page(Box<Page>),
    /// The gazetteer.
    Places(Vec<GazetteerPlace>),
}

impl Parsed {
    /// What every record has; the gazetteer is no record.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Incident(incident) => Some(&incident.record),
            Self::Report(report) => Some(&report.record),
            Self::Milestone(milestone) => Some(&milestone.record),
            Self::Region(region) => Some(&region.record),
            Self::Actor(actor) => Some(&actor.record),
            Self::Source(source) => Some(&source.record),
            Self::Page(page) => Some(&page.record),
            Self::Places(_) => None,
        }
    }

    /// Whether it is being written or reviewed.
    pub fn is_draft(&self) -> bool {
        self.record().is_some_and(|r| matches!(r.status, Status::Draft | Status::Review))
    }

    /// Adds it to the list of its kind.
    pub fn add_to(self, records: &mut Records) {
        match self {
            Self::Incident(incident) => records.incidents.push(incident),
            Self::Report(report) => records.reports.push(*report),
            Self::Milestone(milestone) => records.milestones.push(*milestone),
            Self::Region(region) => records.regions.push(*region),
            Self::Actor(actor) => records.actors.push(*actor),
            Self::Source(source) => records.sources.push(*source),
            Self::Page(page) => records.pages.push(*page),
            Self::Places(places) => records.places.extend(places),
        }
    }
}

/// Reads one file of `content/`: its fields one by one, with every problem it has.
///
/// `None` where the file holds no record that could be read, or is none that belongs there; a
/// problem says so. A value that comes with errors holds what could be read and must not be used.
pub fn parse(path: &SourcePath, bytes: &[u8]) -> Checked<Option<Parsed>> {
    let (kind, id) = match classify(path) {
        Ok(found) => found,
        Err(problem) => {
            return Checked { value: None, problems: problem.into_iter().map(|p| *p).collect() };
        }
    };
    let text = match decode(path, bytes) {
        Ok(text) => text,
        Err(problem) => return Checked { value: None, problems: vec![*problem] },
    };
    if kind == Kind::Places {
        return parse_places(path, text);
    }
    let (front, body) = match split(path, text) {
        Ok(found) => found,
        Err(problem) => return Checked { value: None, problems: vec![*problem] },
    };
    let file = File::new(path, front.start);
    let table = file.parse(&text[front.clone()]);
    let opening = Span::new(front.start.saturating_sub(4)..front.start.saturating_sub(1), 0);
    let fields = Fields::new(&file, table.get_ref(), opening, "the front matter");
    let parts = Parts { path, digest: Digest::of(bytes), text, body, id };
    let mut value = record(kind, &fields, &parts);
    if let Parsed::Incident(incident) = &mut value {
        incident.fit();
    }
    let problems = without_echoes(file.problems.take(), text);
    Checked { value: Some(value), problems }
}

fn record(kind: Kind, fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Parsed {
    match kind {
        Kind::Incident => Parsed::Incident(kinds::incident(fields, parts).into()),
        Kind::Report => Parsed::Report(kinds::report(fields, parts).into()),
        Kind::Milestone => Parsed::Milestone(kinds::milestone(fields, parts).into()),
        Kind::Region => Parsed::Region(kinds::region(fields, parts).into()),
        Kind::Actor => Parsed::Actor(kinds::actor(fields, parts).into()),
        Kind::Source => Parsed::Source(kinds::shared_source(fields, parts).into()),
        Kind::Page => Parsed::Page(kinds::page(fields, parts).into()),
        Kind::Places => Parsed::Places(places(fields)),
    }
}

fn places(fields: &Fields<'_, '_>) -> Vec<GazetteerPlace> {
    let tables = fields.tables("place", "[[place]]");
    let places = tables.iter().filter_map(kinds::gazetteer_place).collect();
    fields.finish();
    places
}

/// What is asked of a file of that kind. That of a page is the home page's, which needs no title.
fn outline(kind: Kind) -> Outline {
    let path = SourcePath::from("content/index.md");
    let id = Id::new("index").unwrap_or_default();
    let parts = Parts { path: &path, digest: Digest::of(b""), text: "", body: 0, id };
    Outline::of(|fields| drop(record(kind, fields, &parts)))
}

/// Takes out what is said only because a line cannot be read as TOML: a second problem on that line,
/// and fields that the broken line swallowed.
fn without_echoes(mut problems: Vec<Diagnostic>, text: &str) -> Vec<Diagnostic> {
    let line = |problem: &Diagnostic| {
        let at = problem.span.map_or(0, |span| span.range().start).min(text.len());
        text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count()
    };
    let is_syntax = |problem: &Diagnostic| problem.rule == &rules::SYNTAX;
    let broken: Vec<usize> = problems.iter().filter(|p| is_syntax(p)).map(line).collect();
    if broken.is_empty() {
        return problems;
    }
    let mut told = Vec::new();
    problems.retain(|problem| {
        let at = line(problem);
        if is_syntax(problem) {
            let first = !told.contains(&at);
            told.push(at);
            return first;
        }
        problem.rule != &rules::MISSING_FIELD && !broken.contains(&at)
    });
    problems
}

fn parse_places(path: &SourcePath, text: &str) -> Checked<Option<Parsed>> {
    let file = File::new(path, 0);
    let table = file.parse(text);
    let fields = Fields::new(&file, table.get_ref(), Span::default(), "places.toml");
    let places = places(&fields);
    let problems = without_echoes(file.problems.take(), text);
    Checked { value: Some(Parsed::Places(places)), problems }
}

/// The kind and id that a path gives; `Err(None)` for a file that others read (outlines of regions).
fn classify(path: &SourcePath) -> Result<(Kind, Id), Option<Box<Diagnostic>>> {
    let below = path.below("content").unwrap_or(path.as_str());
    let (folder, rest) = below.split_once('/').unwrap_or(("", below));
    if below == "places.toml" {
        return Ok((Kind::Places, Id::default()));
    }
    let Some(stem) = rest.strip_suffix(".md") else {
        if folder == "regions" && (rest.ends_with(".geojson") || rest.ends_with(".json")) {
            return Err(None);
        }
        let problem = Diagnostic::at(&rules::STRAY_FILE, path, None, "nothing reads this file")
            .help("what readers shall have lies in static/");
        return Err(Some(Box::new(problem)));
    };
    let kind = match FOLDERS.iter().find(|(name, _)| *name == folder) {
        Some((_, kind)) => *kind,
        None if folder.is_empty() => Kind::Page,
        None => {
            let message = format!("`content/{folder}/` is no folder of records");
            let names = FOLDERS.iter().map(|(name, _)| *name);
            let problem = Diagnostic::at(&rules::UNKNOWN_FOLDER, path, None, message)
                .did_you_mean(folder, names)
                .help("records lie in incidents, reports, milestones, regions, actors or sources; plain pages at the top of content/");
            return Err(Some(Box::new(problem)));
        }
    };
    let name = if kind == Kind::Region { stem } else { path.stem() };
    let parts_are_ids = stem.split('/').all(|part| Id::new(part).is_some());
    match Id::new(name).filter(|_| parts_are_ids) {
        Some(id) => Ok((kind, id)),
        None => {
            let message = format!("`{rest}` cannot become an address");
            let mut problem = Diagnostic::at(&rules::FILE_NAME, path, None, message);
            if stem.split('/').any(|part| part.len() > Id::LONGEST) || name.len() > Id::LONGEST {
                let help = format!("names have {} bytes at most: shorten it", Id::LONGEST);
                return Err(Some(Box::new(problem.help(help))));
            }
            let slug = slug(path.stem());
            let folders = stem.rsplit_once('/').map_or("", |(folders, _)| folders);
            let folder =
                folders.split('/').find(|part| !part.is_empty() && Id::new(part).is_none());
            if let Some(folder) = folder {
                problem = problem.help(format!("rename the folder `{folder}`"));
            } else if !slug.is_empty() && slug != path.stem() {
                problem = problem.help(format!("rename the file, for example to {slug}.md"));
            }
            Err(Some(Box::new(problem.help(
                "letters, digits, `-`, `_` and `.` are allowed, the first a letter or digit",
            ))))
        }
    }
}

/// A text as the end of an address: letters and digits of any script in lower case, joined by hyphens.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || (is_id_character(c) && !c.is_ascii() && !slug.is_empty()) {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The text of a file, or the problem that it is none.
pub(crate) fn decode<'b>(path: &SourcePath, bytes: &'b [u8]) -> Result<&'b str, Box<Diagnostic>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let message = format!("byte {at} is not UTF-8");
        Diagnostic::at(&rules::ENCODING, path, Span::new(at..at + 1, 0), message)
            .label("expected UTF-8 text")
            .help("save the file as UTF-8")
            .into()
    })
}

/// Where the front matter of a record stands between its `+++` lines, and where the body begins;
/// `None` where the text has none.
pub fn front_matter(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    split(&SourcePath::from(""), text).ok()
}

/// Where the front matter stands between its `+++` lines, and where the body begins.
fn split(
    path: &SourcePath,
    text: &str,
) -> Result<(std::ops::Range<usize>, usize), Box<Diagnostic>> {
    let problem = |span: std::ops::Range<usize>, message: &str| {
        Diagnostic::at(&rules::FRONT_MATTER, path, Span::new(span, 0), message)
    };
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = text[start..].split_inclusive('\n').next().unwrap_or_default();
    if first.trim_end() != "+++" {
        let end = start + first.trim_end().len();
        let mut problem = problem(start..end, "the file does not begin with front matter")
            .label("expected a line of +++");
        problem = if first.trim_end() == "---" {
            problem.help(
                "this looks like YAML; griot reads TOML: `title = \"…\"` between lines of +++",
            )
        } else if text[start..].trim_start().starts_with("+++") {
            problem.help("take out what stands before the first +++")
        } else {
            problem.help("begin the file with +++, then title = \"…\", then +++")
        };
        return Err(Box::new(problem));
    }
    let from = start + first.len();
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok((from..at, at + line.len()));
        }
        at += line.len();
    }
    let unclosed = problem(start..start + 3, "the front matter is not closed")
        .label("opened here")
        .help("close it with a line of +++ below the last field");
    Err(Box::new(unclosed))
}
