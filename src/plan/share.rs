//! What a page says of itself to other programs: its description, its preview, its data in the terms
//! of schema.org.
//!
//! Every text comes from the views that the page itself shows, so that nothing stands here that a
//! reader would not find there. Positions are never part of it.

use std::borrow::Cow;

use serde::Serialize;

use super::claims::Claim;
use super::incident::{Fact, IncidentPage};
use super::releases;
use super::sources::Source;
use super::view::{External, Head, Link, Text, Views};
use super::{PageKind, Target, urls};
use crate::dataset::Made;
use crate::release::Release;

use crate::figure::card;
use crate::model::{Case, ChangeKind, Date, IncidentIx, Record, RegionIx, When};
use crate::words::Arg;

/// What a page says of itself besides its title.
#[derive(Clone, Debug, Default)]
pub struct Sharing<'a> {
    /// One or two sentences about it; may be missing.
    pub description: Option<Cow<'a, str>>,
    /// The day of its last change that is no typo, as `2024-05-14`; `None` where none is recorded.
    pub modified: Option<String>,
    /// The address of its card picture, relative to the site's root and percent-encoded.
    pub card: Option<Cow<'a, str>>,
    /// What it is, as JSON-LD that can stand in HTML.
    pub data: Option<String>,
}

/// The picture that stands for a page elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Image {
    /// Its absolute address.
    pub href: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it says, in words.
    pub alt: String,
}

impl<'a> Views<'a> {
    /// What the page of an incident says of itself; `page` is its view.
    pub fn share_incident(&self, ix: IncidentIx, page: &IncidentPage<'a>) -> Sharing<'a> {
        let target = Target::Case(Case::Incident(ix));
        let incident = self.tracker.incident(ix);
        let card = self.plan.card(self.tracker, ix);
        let shared = Sharing {
            description: Some(self.describe(page).into()),
            modified: modified(&incident.record),
            card: card.map(|card| urls::href(&card).into_owned().into()),
            data: None,
        };
        let report = self.report_node(target, &incident.record, page, &shared);
        let data = Some(json(&Graph::of((report, self.breadcrumbs(target, &page.path)))));
        Sharing { data, ..shared }
    }

    /// What the page of a region says of itself besides its own words.
    pub fn share_region(&self, ix: RegionIx, path: &[Link<'a>]) -> Option<String> {
        let trail = || self.breadcrumbs(Target::Region(ix), path);
        (!path.is_empty()).then(|| json(&Graph::of((trail(),))))
    }

    /// What the home page says of itself: the site, and the data that it publishes.
    pub fn share_home(&self) -> String {
        let settings = &self.tracker.settings;
        let base = settings.base_url.as_deref();
        let description = settings.description.as_deref();
        let site = Site {
            kind: "WebSite",
            id: base.map(Cow::Borrowed),
            name: &settings.title,
            description,
            language: &settings.language,
            publisher: self.publisher_node(),
        };
        let data = self.dataset_node(Vec::new());
        json(&Graph::of((site, data)))
    }

    /// What the page of the downloads says of itself: the data with the files that hold them. Without
    /// an address of the site nothing could name a file, and there are none.
    pub fn share_data(&self, made: &[Made]) -> String {
        let base = self.tracker.settings.base_url.as_deref();
        let files = base.into_iter().flat_map(|base| {
            self.plan.downloads.iter().zip(made).map(move |(file, made)| DataDownload {
                kind: "DataDownload",
                name: file.address.strip_prefix("data/").unwrap_or(&file.address),
                address: self.absolute(base, &file.address),
                form: file.content.media_type(),
                size: format!("{} B", made.bytes),
                sha256: made.sha256.hex(64),
            })
        });
        let newest = Release::newest(&self.plan.releases);
        let version = newest.map(|release| release.manifest.version.as_str());
        let files = files.collect();
        json(&Graph::of((Dataset { version, ..self.dataset_node(files) },)))
    }

    /// What the page of a release says of itself: the data under its number, with its files.
    pub fn share_release(&self, at: u32) -> String {
        let release = &self.plan.releases[at as usize];
        let base = self.tracker.settings.base_url.as_deref();
        let page = releases::page(release);
        let files = base.into_iter().flat_map(|base| {
            release.files.iter().map(move |file| DataDownload {
                kind: "DataDownload",
                name: &file.name,
                address: self.absolute(base, &releases::file(release, &file.name)),
                form: media_type(&file.name),
                size: format!("{} B", file.bytes),
                sha256: file.sha256.to_string(),
            })
        });
        let dataset = self.dataset_node(files.collect());
        let of = Part { kind: "Dataset", id: self.dataset_id(), name: dataset.name };
        let url = base.map(|base| self.absolute(base, &page));
        json(&Graph::of((Dataset {
            id: url.clone().map(|url| format!("{url}#dataset")),
            url: url.as_deref(),
            name: &release.manifest.title,
            version: Some(&release.manifest.version),
            published: Some(&release.manifest.date),
            identifier: release.manifest.doi.as_deref(),
            example_of: Some(of),
            // What it covers is in its files; the tracker may have gone on.
            time: None,
            space: Vec::new(),
            ..dataset
        },)))
    }

    fn dataset_node<'v>(&'v self, files: Vec<DataDownload<'v>>) -> Dataset<'v> {
        let settings = &self.tracker.settings;
        let regions = self.tracker.top_regions().iter();
        let shown = regions.filter(|ix| !self.tracker.in_region(**ix).is_empty());
        Dataset {
            kind: "Dataset",
            id: self.dataset_id(),
            url: settings.base_url.as_deref(),
            name: &settings.title,
            description: settings.description.as_deref(),
            language: &settings.language,
            publisher: self.publisher_node(),
            licence: self.licence_node(),
            time: self.covered(),
            space: shown.map(|ix| Place::named(self.link(Target::Region(*ix)).text)).collect(),
            files,
            version: None,
            published: None,
            identifier: None,
            example_of: None,
        }
    }

    /// Puts what a page says of itself into its head.
    pub fn put_sharing(&self, shared: Sharing<'a>, head: &mut Head<'a>) {
        let base = self.tracker.settings.base_url.as_deref();
        head.image = shared.card.zip(base).map(|(card, base)| Image {
            href: format!("{base}{card}"),
            width: card::SIZE.0,
            height: card::SIZE.1,
            alt: format!("{}{}{}", head.title.text, self.words.text("sentence_separator"), {
                shared.description.as_deref().unwrap_or_default()
            }),
        });
        head.description = shared.description.or_else(|| Some(self.about_page(head)));
        head.modified = shared.modified;
        head.data = shared.data;
    }

    /// What is said of a page that says nothing of itself: what it is, and of which site.
    fn about_page(&self, head: &Head<'a>) -> Cow<'a, str> {
        let settings = &self.tracker.settings;
        let (title, site) = (Arg::Text(&head.title.text), Arg::Text(&settings.title));
        match settings.description.as_deref() {
            Some(description) if head.kind == "home" => description.into(),
            None if head.kind == "home" => (&*settings.title).into(),
            Some(description) => {
                let about = Arg::Text(description);
                self.say("page_of_site", &[("title", title), ("site", site), ("about", about)])
            }
            None => self.say("page_of", &[("title", title), ("site", site)]),
        }
    }

    /// The permanent address of a page: that of its record, on whichever page of a listing it is.
    pub(super) fn permanent(&self, page: PageKind, address: &str) -> Option<String> {
        let base = self.tracker.settings.base_url.as_deref()?;
        let address = match page {
            PageKind::Region(..) | PageKind::Source(..) => {
                page.target().map_or(address, |target| self.plan.address(target))
            }
            _ => address,
        };
        Some(self.absolute(base, address))
    }

    /// How many, who says so, how sure: in sentences.
    fn describe(&self, page: &IncidentPage<'a>) -> String {
        let region = page.path.last().map_or("", |region| &*region.text);
        let place = [("date", Arg::Text(&page.date.text)), ("region", Arg::Text(region))];
        let mut sentences = vec![self.words.say("share_when_where", &place)];
        sentences.extend(page.facts.iter().map(|fact| self.describe_fact(fact)));
        if page.facts.is_empty() {
            sentences.push(self.words.text("no_figure_recorded").to_owned());
        }
        let grade = [("grade", Arg::Text(&page.evidence_word))];
        sentences.push(self.words.say("share_evidence", &grade));
        sentences.extend(page.left_out.as_deref().map(str::to_owned));
        sentences.join(self.words.text("sentence_separator"))
    }

    fn describe_fact(&self, fact: &Fact<'a>) -> String {
        let what = ("what", Arg::Text(&fact.label));
        let claims = ("claims", Arg::Text(&fact.counted));
        let Some(range) = &fact.range else {
            return self.words.say("share_fact_uncounted", &[what, claims]);
        };
        let people = self.with_whom(range, fact.who.as_ref());
        let range = ("range", Arg::Text(&people));
        if fact.by.is_empty() {
            return self.words.say("share_fact", &[what, range, claims]);
        }
        let names: Vec<String> = fact.by.iter().map(|by| by.text.clone().into_owned()).collect();
        let by = self.words.list(&names);
        self.words.say("share_fact_by", &[what, range, ("by", Arg::Text(&by)), claims])
    }

    /// A figure with those whom it speaks of.
    pub(super) fn with_whom<'v>(&self, figure: &'v str, who: Option<&Text<'_>>) -> Cow<'v, str> {
        let Some(who) = who else { return figure.into() };
        let parts = [("range", Arg::Text(figure)), ("who", Arg::Text(&who.text))];
        self.words.say("share_people", &parts).into()
    }

    fn report_node<'v>(
        &self,
        target: Target,
        record: &'a Record,
        page: &'v IncidentPage<'a>,
        shared: &'v Sharing<'a>,
    ) -> Report<'v>
    where
        'a: 'v,
    {
        let settings = &self.tracker.settings;
        let base = settings.base_url.as_deref();
        let incident = record.title.value.as_ref();
        let at = base.map(|base| self.absolute(base, self.plan.address(target)));
        Report {
            kind: "Report",
            id: at.clone(),
            identifier: page.id,
            headline: incident,
            language: record.lang.as_deref().unwrap_or(&settings.language),
            description: shared.description.as_deref(),
            modified: shared.modified.as_deref(),
            image: shared.card.as_deref().zip(base).map(|(card, base)| format!("{base}{card}")),
            publisher: self.publisher_node(),
            licence: self.licence_node(),
            part_of: Part { kind: "Dataset", id: self.dataset_id(), name: &settings.title },
            about: self.event_node(target, incident, page),
            citation: page.sources.sources.iter().map(source_node).collect(),
            claims: page.ledger.claims.iter().map(|claim| self.claim_node(claim)).collect(),
        }
    }

    fn event_node<'v>(
        &self,
        target: Target,
        name: &'v str,
        page: &'v IncidentPage<'a>,
    ) -> Event<'v> {
        let date = match target {
            Target::Case(case) => extent(self.tracker.case_date(case)),
            _ => (None, None),
        };
        let within = |inner: Option<Box<Place<'v>>>, region: &'v Link<'a>| {
            let name = Cow::Borrowed(&*region.text);
            Some(Box::new(Place { kind: "Place", name, within: inner }))
        };
        Event {
            kind: "Event",
            name,
            start: date.0,
            end: date.1,
            place: page.path.iter().fold(None, within),
        }
    }

    fn claim_node<'v>(&self, claim: &'v Claim<'a>) -> ClaimNode<'v> {
        let mut said: Vec<String> = Vec::new();
        for figure in &claim.figures {
            let people = self.with_whom(&figure.text.text, figure.who.as_ref());
            let parts = [("what", Arg::Text(&figure.label)), ("figure", Arg::Text(&people))];
            said.push(self.words.say("share_figure", &parts));
        }
        for assertion in &claim.assertions {
            let names: Vec<String> =
                assertion.actors.iter().map(|actor| actor.text.clone().into_owned()).collect();
            let names = if names.is_empty() { String::new() } else { self.words.list(&names) };
            let text = assertion.text.unwrap_or(&names);
            said.push(match (&assertion.label, assertion.kind, &claim.status) {
                (_, "perpetrator", Some(status)) => self.words.say(
                    "attributed",
                    &[("actor", Arg::Text(text)), ("status", Arg::Text(status))],
                ),
                (Some(label), ..) => self.words.say(
                    "share_figure",
                    &[("what", Arg::Text(label)), ("figure", Arg::Text(text))],
                ),
                (None, ..) => text.to_owned(),
            });
        }
        let within = |link: &'v Link<'a>| link.anchor.as_deref();
        let carriers = claim.sources.iter().filter_map(|carrier| within(&carrier.link));
        ClaimNode {
            kind: "Claim",
            id: format!("#{}", claim.anchor),
            text: said.join(self.words.text("claim_separator")),
            standing: &claim.usage_word,
            by: claim.by.as_ref().map(|by| &*by.text),
            on: claim.on.as_ref().filter(|on| on.exact).and_then(|on| on.machine.as_deref()),
            appearance: carriers.map(|anchor| Id { id: format!("#{anchor}") }).collect(),
        }
    }

    fn breadcrumbs<'v>(&self, target: Target, path: &'v [Link<'a>]) -> Trail<'v>
    where
        'a: 'v,
    {
        let base = self.tracker.settings.base_url.as_deref();
        let lead = match base {
            Some(base) => base.to_owned(),
            None => urls::root(self.plan.address(target)),
        };
        let own = self.link(target).text;
        let above = path.iter().map(|one| {
            let item = one.href.as_deref().map(|href| format!("{lead}{href}"));
            (Cow::Borrowed(&*one.text), item)
        });
        let steps = above.chain([(own, None)]).zip(1..);
        let steps = steps
            .map(|((name, item), position)| Step { kind: "ListItem", position, name, item })
            .collect();
        Trail { kind: "BreadcrumbList", steps }
    }

    fn publisher_node(&self) -> Option<Organization<'a>> {
        let publisher = self.tracker.settings.publisher.as_ref()?;
        let url = publisher.url.as_deref().filter(|url| External::new(url).linked);
        Some(Organization { kind: "Organization", name: &publisher.name, url })
    }

    fn licence_node(&self) -> Option<Licence<'a>> {
        let name = self.tracker.settings.licence.as_deref()?;
        let url = self.tracker.settings.licence_address();
        Some(Licence { kind: "CreativeWork", name, url })
    }

    fn dataset_id(&self) -> Option<String> {
        self.tracker.settings.base_url.as_deref().map(|base| format!("{base}#dataset"))
    }

    /// The years from the first incident to the last, as ISO 8601 writes a span.
    fn covered(&self) -> Option<String> {
        let dates = || {
            let incidents = self.tracker.listed().iter();
            incidents.map(|ix| &self.tracker.incident(*ix).date.value)
        };
        let first = dates().map(|date| date.earliest().year()).min()?;
        let last = dates().map(|date| date.latest().map(|day| day.year()));
        // What goes on has no end; a span may be written without one.
        let last = last.max_by_key(|year| year.unwrap_or(i16::MAX)).flatten();
        let last = last.map_or("..".to_owned(), |year| format!("{year:04}"));
        Some(format!("{first:04}/{last}"))
    }
}

/// A language as Open Graph writes it: with its territory where it has one.
pub(super) fn locale(language: &str) -> String {
    let mut parts = language.split('-');
    let first = parts.next().unwrap_or_default().to_lowercase();
    match parts.find(|part| part.len() == 2) {
        Some(territory) => format!("{first}_{}", territory.to_uppercase()),
        None => first,
    }
}

/// The day of the last change that is no typo.
fn modified(record: &Record) -> Option<String> {
    let changes = record.changes.iter().filter(|change| change.kind != ChangeKind::Typo);
    changes.map(|change| change.on.value.earliest()).max().map(|day| day.to_string())
}

/// First and last day, month or year of a date, where they are known.
fn extent(date: &Date) -> (Option<String>, Option<String>) {
    let certain = !date.approximate && !date.uncertain;
    match date.when {
        When::Part(part) if certain => (Some(part.to_string()), Some(part.to_string())),
        When::Lasted(from, to) if certain => (Some(from.to_string()), to.map(|to| to.to_string())),
        _ => (None, None),
    }
}

fn source_node<'v>(source: &'v Source<'_>) -> SourceNode<'v> {
    let linked = |url: &Option<External<'v>>| url.filter(|url| url.linked).map(|url| url.text);
    let published = source.published.as_ref().filter(|date| date.exact);
    SourceNode {
        kind: "CreativeWork",
        id: format!("#{}", urls::href(&source.anchor)),
        name: &source.title.text,
        language: source.title.lang,
        author: source.author,
        publisher: source.publisher,
        published: published.and_then(|date| date.machine.as_deref()),
        url: linked(&source.url),
        archive: linked(&source.archive_url),
    }
}

/// JSON as it can stand in a `script` element: no tag and no comment can begin or end in it.
/// Letters stay letters, so that the gate reads them.
fn json(of: &impl Serialize) -> String {
    // Views hold texts and numbers alone, which cannot fail.
    let text = serde_json::to_string(of).unwrap_or_default();
    let mut safe = String::new();
    let mut done = 0;
    for at in memchr::memchr3_iter(b'<', b'>', LINE_SEPARATOR[0], text.as_bytes()) {
        let (escape, length) = match &text.as_bytes()[at..] {
            [b'<', ..] => ("\\u003c", 1),
            [b'>', ..] => ("\\u003e", 1),
            rest if rest.starts_with(&LINE_SEPARATOR) => ("\\u2028", 3),
            rest if rest.starts_with(&PARAGRAPH_SEPARATOR) => ("\\u2029", 3),
            _ => continue,
        };
        safe.push_str(&text[done..at]);
        safe.push_str(escape);
        done = at + length;
    }
    if done == 0 {
        return text;
    }
    safe.push_str(&text[done..]);
    safe
}

/// U+2028 and U+2029 in UTF-8.
const LINE_SEPARATOR: [u8; 3] = [0xe2, 0x80, 0xa8];
const PARAGRAPH_SEPARATOR: [u8; 3] = [0xe2, 0x80, 0xa9];

#[derive(Serialize)]
struct Graph<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: T,
}

impl<T> Graph<T> {
    fn of(graph: T) -> Self {
        Self { context: "https://schema.org", graph }
    }
}

#[derive(Serialize)]
struct Site<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'v, str>>,
    name: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'v str>,
    #[serde(rename = "inLanguage")]
    language: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Organization<'v>>,
}

#[derive(Serialize)]
struct Dataset<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
    name: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'v str>,
    #[serde(rename = "inLanguage")]
    language: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Organization<'v>>,
    #[serde(rename = "license", skip_serializing_if = "Option::is_none")]
    licence: Option<Licence<'v>>,
    #[serde(rename = "temporalCoverage", skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(rename = "spatialCoverage", skip_serializing_if = "Vec::is_empty")]
    space: Vec<Place<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'v str>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'v str>,
    #[serde(rename = "exampleOfWork", skip_serializing_if = "Option::is_none")]
    example_of: Option<Part<'v>>,
    #[serde(rename = "distribution", skip_serializing_if = "Vec::is_empty")]
    files: Vec<DataDownload<'v>>,
}

/// The media type (IANA) of a file of a release, by its ending.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("jsonl") => "application/jsonl",
        Some("geojson") => "application/geo+json",
        Some("parquet") => "application/vnd.apache.parquet",
        Some("sqlite" | "sqlite3" | "db") => "application/vnd.sqlite3",
        Some("cff") => "application/yaml",
        _ => "text/plain",
    }
}

#[derive(Serialize)]
struct DataDownload<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'v str,
    #[serde(rename = "contentUrl")]
    address: String,
    #[serde(rename = "encodingFormat")]
    form: &'static str,
    #[serde(rename = "contentSize")]
    size: String,
    sha256: String,
}

#[derive(Serialize)]
struct Report<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    identifier: &'v str,
    headline: &'v str,
    #[serde(rename = "inLanguage")]
    language: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'v str>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Organization<'v>>,
    #[serde(rename = "license", skip_serializing_if = "Option::is_none")]
    licence: Option<Licence<'v>>,
    #[serde(rename = "isPartOf")]
    part_of: Part<'v>,
    about: Event<'v>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<SourceNode<'v>>,
    #[serde(rename = "hasPart", skip_serializing_if = "Vec::is_empty")]
    claims: Vec<ClaimNode<'v>>,
}

#[derive(Serialize)]
struct Event<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'v str,
    #[serde(rename = "startDate", skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(rename = "endDate", skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    #[serde(rename = "location", skip_serializing_if = "Option::is_none")]
    place: Option<Box<Place<'v>>>,
}

#[derive(Serialize)]
struct Place<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: Cow<'v, str>,
    #[serde(rename = "containedInPlace", skip_serializing_if = "Option::is_none")]
    within: Option<Box<Self>>,
}

impl<'v> Place<'v> {
    fn named(name: Cow<'v, str>) -> Self {
        Self { kind: "Place", name, within: None }
    }
}

#[derive(Serialize)]
struct SourceNode<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'v str,
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    language: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'v str>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
    #[serde(rename = "archivedAt", skip_serializing_if = "Option::is_none")]
    archive: Option<&'v str>,
}

#[derive(Serialize)]
struct ClaimNode<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    text: String,
    #[serde(rename = "creativeWorkStatus")]
    standing: &'v str,
    #[serde(rename = "author", skip_serializing_if = "Option::is_none")]
    by: Option<&'v str>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    on: Option<&'v str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<Id>,
}

#[derive(Serialize)]
struct Id {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
struct Part<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: &'v str,
}

#[derive(Serialize)]
struct Licence<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'v str,
    /// Where its words stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Organization<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
}

#[derive(Serialize)]
struct Trail<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'v>>,
}

#[derive(Serialize)]
struct Step<'v> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: Cow<'v, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tag_begins_or_ends_in_data() {
        let text = "</script><!-- é \u{2028} ’\u{2029} & \" \\";
        let json = json(&text);
        assert_eq!(json, "\"\\u003c/script\\u003e\\u003c!-- é \\u2028 ’\\u2029 & \\\" \\\\\"");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }

    #[test]
    fn a_doubtful_date_has_no_extent() {
        let check = |written: &str, start: Option<&str>, end: Option<&str>| {
            let found = extent(&written.parse().expect("a date"));
            assert_eq!((found.0.as_deref(), found.1.as_deref()), (start, end), "{written}");
        };
        check("2024-05-14", Some("2024-05-14"), Some("2024-05-14"));
        check("2024-05", Some("2024-05"), Some("2024-05"));
        check("2024-05-14/2024-06", Some("2024-05-14"), Some("2024-06"));
        check("2024-05-14/..", Some("2024-05-14"), None);
        check("2024-05-14~", None, None);
        check("2024?", None, None);
    }
}
