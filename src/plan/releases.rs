//! The pages of releases: what each holds, what changed, and how it is cited.

use std::borrow::Cow;

use serde::Serialize;

use super::data::PAGE;
use super::view::{DateText, Link, Views};
use super::{Plan, Target, urls};
use crate::dataset::{FOLDER, Table};
use crate::model::Date;
use crate::release::{self, Changes, Kind, Release, Shown, StructureChange, TableChanges, Version};
use crate::words::Arg;

/// How many incidents of each kind of change the page of a release names.
pub const SHOWN_ROWS: usize = 50;

/// The page of a release.
#[derive(Debug, Serialize)]
pub struct ReleasePage<'a> {
    /// Its number.
    pub version: String,
    /// Its day.
    pub date: DateText,
    /// The licence that it was published under; null where none was named.
    pub licence: Option<&'a str>,
    /// How to cite it, in a sentence.
    pub citation: Cow<'a, str>,
    /// Its own DOI as an address; null where it has none.
    pub doi: Option<String>,
    /// The release after all others; null where it is this one.
    pub newest: Option<Link<'a>>,
    /// The release before it; null for the first, and where that one is no longer kept.
    pub previous: Option<Link<'a>>,
    /// The page of the downloads.
    pub data: &'static str,
    /// Its files.
    pub files: Vec<ReleaseFile<'a>>,
    /// The files that were taken out of it.
    pub withdrawn: Vec<WithdrawnFile<'a>>,
    /// Which release it is held against, in words; null for a first release.
    pub since: Option<Cow<'a, str>>,
    /// What changed in the files and columns.
    pub structure: Vec<Cow<'a, str>>,
    /// What became of the rows, by table; tables without a change are left out.
    pub tables: Vec<ReleaseTable<'a>>,
    /// The incidents that changed, by what became of them.
    pub rows: Vec<ReleaseRows<'a>>,
    /// The file with every row that changed; null where there is none.
    pub changes: Option<Cow<'a, str>>,
}

/// A release in a list.
#[derive(Debug, Serialize)]
pub struct ReleaseLink<'a> {
    /// Its page, by its number.
    pub page: Link<'a>,
    /// Its day.
    pub date: DateText,
    /// What became of incidents, in words; null where nothing did, and for a first release.
    pub changes: Option<Cow<'a, str>>,
}

/// A file of a release.
#[derive(Debug, Serialize)]
pub struct ReleaseFile<'a> {
    /// Its address.
    pub href: String,
    /// Its name within the release.
    pub name: &'a str,
    /// How many rows, features or objects, in words; empty where it has none.
    pub rows: Cow<'a, str>,
    /// How large it is, in words.
    pub size: Cow<'a, str>,
    /// The SHA-256 of its bytes, in 64 hexadecimal digits.
    pub sha256: &'a str,
}

/// A file that was taken out of a release.
#[derive(Debug, Serialize)]
pub struct WithdrawnFile<'a> {
    /// The name that it had.
    pub name: &'a str,
    /// The day on which it was taken out; null where the manifest names no day.
    pub on: Option<DateText>,
    /// Why.
    pub reason: &'a str,
    /// The SHA-256 that it had.
    pub sha256: &'a str,
}

/// What became of the rows of a table.
#[derive(Debug, Serialize)]
pub struct ReleaseTable<'a> {
    /// What it is called.
    pub title: String,
    /// Whether its rows could be held against those before.
    pub compared: bool,
    /// How many rows there are of each kind, in the order of the kinds.
    pub counts: Vec<Cow<'a, str>>,
}

/// The incidents that one thing became of.
#[derive(Debug, Serialize)]
pub struct ReleaseRows<'a> {
    /// What, in words, with how many.
    pub title: Cow<'a, str>,
    /// The first of them.
    pub rows: Vec<ReleaseRow<'a>>,
    /// How many more there are, in words; null where all are shown.
    pub more: Option<Cow<'a, str>>,
}

/// An incident that changed.
#[derive(Debug, Serialize)]
pub struct ReleaseRow<'a> {
    /// Its id.
    pub id: String,
    /// Its page now; null where there is none of that id any more.
    pub page: Option<Link<'a>>,
    /// The columns with other values; empty for what was withdrawn or merged.
    pub columns: Vec<String>,
}

/// The address of the page of the release of that number.
pub fn release_address(version: Version) -> String {
    format!("{FOLDER}/{version}/{}", release::PAGE)
}

/// The address of the page of a release.
pub(super) fn page(release: &Release) -> String {
    release_address(release.version)
}

/// The address of a file of a release.
pub(super) fn file(release: &Release, name: &str) -> String {
    format!("{FOLDER}/{}/{name}", release.version)
}

/// The files of all releases: the release, and which of its files.
pub(super) fn files(releases: &[Release]) -> Vec<(u32, u32)> {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let of = |(at, release): (usize, &Release)| {
        let files = 0..number(release.files.len());
        files.map(move |file| (number(at), file)).collect::<Vec<_>>()
    };
    releases.iter().enumerate().flat_map(of).collect()
}

/// The address that a DOI leads by.
fn doi_address(doi: &str) -> String {
    format!("https://doi.org/{doi}")
}

impl Plan {
    /// Whether there is a page of the downloads.
    pub(super) fn has_data(&self) -> bool {
        !self.downloads.is_empty() || !self.releases.is_empty()
    }
}

impl<'a> Views<'a> {
    fn release_link(&self, release: &'a Release) -> Link<'a> {
        Link { href: Some(page(release).into()), ..Link::plain(release.manifest.version.as_str()) }
    }

    /// The title of the page of a release.
    pub fn release_title(&self, at: u32) -> Cow<'a, str> {
        let release = &self.plan.releases[at as usize];
        self.say("release_title", &[("version", Arg::Text(&release.manifest.version))])
    }

    /// The page of a release; `shown` are rows of its `release-changes.csv`.
    pub fn release(&self, at: u32, shown: Vec<Shown>) -> ReleasePage<'a> {
        let release = &self.plan.releases[at as usize];
        let manifest = &release.manifest;
        let newest = Release::newest(&self.plan.releases);
        let newest = newest.filter(|newest| newest.version != release.version);
        let previous = manifest.previous.as_deref();
        let previous =
            self.plan.releases.iter().find(|own| Some(&*own.manifest.version) == previous);
        let changes = release.changes.as_ref();
        let has_rows = manifest.files.iter().any(|file| file.path == release::CHANGES);
        ReleasePage {
            version: manifest.version.clone(),
            date: self.date(&Date::day(release.date)),
            licence: manifest.licence.as_deref(),
            citation: self.release_citation(release),
            doi: manifest.doi.as_deref().map(doi_address),
            newest: newest.map(|own| self.release_link(own)),
            previous: previous.map(|own| self.release_link(own)),
            data: PAGE,
            files: release.files.iter().map(|own| self.release_file(release, own)).collect(),
            withdrawn: manifest.withdrawn.iter().map(|own| self.withdrawn_file(own)).collect(),
            since: changes.map(|changes| {
                self.say("release_since", &[("version", Arg::Text(&changes.since))])
            }),
            structure: changes
                .into_iter()
                .flat_map(|changes| &changes.structure)
                .map(|change| self.structure_change(change))
                .collect(),
            tables: changes
                .into_iter()
                .flat_map(|changes| &changes.tables)
                .filter(|table| !table.is_same())
                .filter_map(|table| self.release_table(table))
                .collect(),
            rows: changes.map(|changes| self.release_rows(changes, shown)).unwrap_or_default(),
            changes: has_rows.then(|| file(release, release::CHANGES).into()),
        }
    }

    /// The releases, newest first.
    pub(super) fn release_links(&self) -> Vec<ReleaseLink<'a>> {
        let link = |release: &'a Release| {
            let incidents = release.changes.as_ref().and_then(|own| own.of(Table::Incidents));
            ReleaseLink {
                page: self.release_link(release),
                date: self.date(&Date::day(release.date)),
                changes: incidents.and_then(|incidents| self.counted(incidents)),
            }
        };
        self.plan.releases.iter().rev().map(link).collect()
    }

    /// What became of the rows of a table, in words; `None` where nothing did.
    fn counted(&self, table: &TableChanges) -> Option<Cow<'a, str>> {
        let some = Kind::ALL.iter().filter(|(_, kind)| table.count(*kind) > 0);
        let counts: Vec<String> =
            some.map(|(_, kind)| self.count_of(*kind, table.count(*kind)).into_owned()).collect();
        (!counts.is_empty()).then(|| {
            let counts = self.words.list(&counts);
            self.say("release_incidents", &[("counts", Arg::Text(&counts))])
        })
    }

    fn count_of(&self, kind: Kind, count: u64) -> Cow<'a, str> {
        let id = match kind {
            Kind::Added => "release_count_added",
            Kind::Changed => "release_count_changed",
            Kind::Withdrawn => "release_count_withdrawn",
            Kind::Merged => "release_count_merged",
            Kind::Removed => "release_count_removed",
        };
        self.say(id, &[("count", Arg::Number(count))])
    }

    fn release_file(&self, release: &Release, own: &'a release::Frozen) -> ReleaseFile<'a> {
        let rows = own.rows.map(|rows| self.words.number(rows)).unwrap_or_default();
        ReleaseFile {
            href: urls::href(&file(release, &own.name)).into_owned(),
            name: &own.name,
            rows,
            size: self.size(own.bytes),
            sha256: &own.sha256,
        }
    }

    fn withdrawn_file(&self, own: &'a release::Withdrawn) -> WithdrawnFile<'a> {
        WithdrawnFile {
            name: &own.path,
            on: own.on.parse().ok().map(|day| self.date(&Date::day(day))),
            reason: &own.reason,
            sha256: &own.sha256,
        }
    }

    fn structure_change(&self, change: &StructureChange) -> Cow<'a, str> {
        let id = format!("release_{}", change.what.name().replace('-', "_"));
        let column = change.column.as_deref().unwrap_or_default();
        self.say(&id, &[("name", Arg::Text(&change.name)), ("column", Arg::Text(column))])
    }

    fn release_table(&self, table: &TableChanges) -> Option<ReleaseTable<'a>> {
        let number = |count: u64| self.words.number(count);
        Some(ReleaseTable {
            title: Table::named(&table.table)?.title(self.words),
            compared: table.compared,
            counts: Kind::ALL.iter().map(|(_, kind)| number(table.count(*kind))).collect(),
        })
    }

    fn release_rows(&self, changes: &Changes, shown: Vec<Shown>) -> Vec<ReleaseRows<'a>> {
        let Some(table) = changes.of(Table::Incidents) else { return Vec::new() };
        let group = |kind: Kind| {
            let count = table.count(kind);
            let rows: Vec<ReleaseRow<'a>> = shown
                .iter()
                .filter(|row| row.kind == kind)
                .map(|row| self.release_row(row))
                .collect();
            let more = count.saturating_sub(rows.len() as u64);
            (!rows.is_empty()).then(|| ReleaseRows {
                title: self.count_of(kind, count),
                rows,
                more: (more > 0).then(|| self.say("release_more", &[("count", Arg::Number(more))])),
            })
        };
        Kind::ALL.iter().filter_map(|(_, kind)| group(*kind)).collect()
    }

    fn release_row(&self, row: &Shown) -> ReleaseRow<'a> {
        let case = self.tracker.case_by_id(&row.key);
        ReleaseRow {
            id: row.key.clone(),
            page: case.map(|case| self.link(Target::Case(case))),
            columns: match row.kind {
                Kind::Changed => row.columns.clone(),
                // A record that was taken back is empty in most columns.
                _ => Vec::new(),
            },
        }
    }

    /// How to cite a release, in a sentence.
    pub(super) fn release_citation(&self, release: &Release) -> Cow<'a, str> {
        let manifest = &release.manifest;
        let authors = self.words.list(&manifest.authors);
        let day = self.words.date(&Date::day(release.date));
        let base = self.tracker.settings.base_url.as_deref();
        let doi = manifest.doi.as_deref().map(doi_address);
        let address = doi.or_else(|| Some(self.absolute(base?, &page(release))));
        let id = match address {
            Some(_) => "data_citation_release_address",
            None => "data_citation_release",
        };
        self.say(
            id,
            &[
                ("authors", Arg::Text(&authors)),
                ("title", Arg::Text(&manifest.title)),
                ("version", Arg::Text(&manifest.version)),
                ("day", Arg::Text(&day)),
                ("address", Arg::Text(address.as_deref().unwrap_or_default())),
            ],
        )
    }
}
