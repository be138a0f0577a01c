//! The page of the downloads: what each of them holds, and what each column means.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::citation::References;
use super::urls;
use super::view::{DateText, ReleaseLink, Views};
use crate::dataset::{Content, Dataset, Download, Kind, Made, Spec, Table};
use crate::model::{Date, Tracker};
use crate::release::Release;
use crate::words::{Arg, Words};

/// The address of the page.
pub(super) const PAGE: &str = "data/index.html";
/// The address of what describes the downloads to programs.
pub(super) const PACKAGE: &str = "data/datapackage.json";
/// The address of the schema of the dataset as JSON.
pub(super) const SCHEMA: &str = "data/schema.json";

/// From so many bytes on, a size is told in kilobytes, and in megabytes.
const KILOBYTES: u64 = 10_000;
const MEGABYTES: u64 = 10_000_000;

/// The page of the downloads.
#[derive(Debug, Serialize)]
pub struct DataPage<'a> {
    /// What can be downloaded: a table with its forms, or a file that holds several.
    pub groups: Vec<DataGroup<'a>>,
    /// The files of single years and regions; empty where there are none.
    pub slices: Vec<DataFile<'a>>,
    /// The file that describes the downloads to programs; null without downloads.
    pub package: Option<&'static str>,
    /// The schema of the dataset as JSON; null without downloads.
    pub schema: Option<&'static str>,
    /// The newest day on which a record was changed; null where none was.
    pub updated: Option<DateText>,
    /// How to cite the dataset as it is, in a sentence.
    pub citation: Cow<'a, str>,
    /// The same as reference managers read it.
    pub references: References,
    /// How to cite the newest release, in a sentence; null where there is none.
    pub release_citation: Option<Cow<'a, str>>,
    /// The releases, newest first.
    pub releases: Vec<ReleaseLink<'a>>,
}

/// A table, or several tables that come in one file.
#[derive(Debug, Serialize)]
pub struct DataGroup<'a> {
    /// Its place on the page.
    pub anchor: &'static str,
    /// What it is called.
    pub title: Cow<'a, str>,
    /// What it holds.
    pub about: Cow<'a, str>,
    /// The files that it comes as.
    pub files: Vec<DataFile<'a>>,
    /// Its columns; empty where they are those of other tables.
    pub columns: Vec<DataColumn<'a>>,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct DataFile<'a> {
    /// Its address.
    pub href: Cow<'a, str>,
    /// Its name within the folder of downloads.
    pub name: &'a str,
    /// In which form it has its rows.
    pub form: Cow<'a, str>,
    /// How many rows, features or objects, in words.
    pub rows: Cow<'a, str>,
    /// How large it is, in words.
    pub size: Cow<'a, str>,
    /// The SHA-256 of its bytes, in 64 hexadecimal digits.
    pub sha256: String,
}

/// One column.
#[derive(Debug, Serialize)]
pub struct DataColumn<'a> {
    /// Its name.
    pub name: &'static str,
    /// Its type, in words.
    pub kind: Cow<'a, str>,
    /// What it holds.
    pub about: String,
    /// The closed list of its words; empty where any may stand.
    pub words: Vec<&'static str>,
    /// Whether it tells the rows apart, alone or with others.
    pub key: bool,
}

/// A tracker as tables, with the addresses of its pages.
pub fn dataset<'a>(tracker: &'a Tracker, words: &'a Words) -> Dataset<'a> {
    Dataset { tracker, words, page: urls::record_address, href: urls::href }
}

/// What files are listed together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Table(Table),
    Points,
    Outlines,
    Everything,
}

impl Group {
    /// The group of a file; `None` for a part of a table.
    fn of(content: Content) -> Option<Self> {
        Some(match content {
            Content::Csv(table, _, None) => Self::Table(table),
            Content::Csv(_, _, Some(_)) => return None,
            Content::Parquet(table) => Self::Table(table),
            Content::Points => Self::Points,
            Content::Outlines => Self::Outlines,
            Content::Lines | Content::Json | Content::Sqlite => Self::Everything,
        })
    }

    fn anchor(self) -> &'static str {
        match self {
            Self::Table(table) => table.name(),
            Self::Points => "points",
            Self::Outlines => "outlines",
            Self::Everything => "everything",
        }
    }
}

impl<'a> Views<'a> {
    /// The page of the downloads; `made` are those of the plan as they were made.
    pub fn data(&self, made: &[Made]) -> DataPage<'a> {
        let mut groups: BTreeMap<Group, Vec<DataFile<'a>>> = BTreeMap::new();
        let mut slices = Vec::new();
        for (file, made) in self.plan.downloads.iter().zip(made) {
            let view = self.data_file(file, made);
            match Group::of(file.content) {
                Some(group) => groups.entry(group).or_default().push(view),
                None => slices.push(view),
            }
        }
        let has_files = !self.plan.downloads.is_empty();
        let updated = dataset(self.tracker, self.words).newest_change().map(Date::day);
        DataPage {
            groups: groups
                .into_iter()
                .map(|(group, files)| self.data_group(group, files))
                .collect(),
            slices,
            package: has_files.then_some(PACKAGE),
            schema: has_files.then_some(SCHEMA),
            updated: updated.as_ref().map(|day| self.date(day)),
            citation: self.data_citation(updated.as_ref()),
            references: self.data_references(updated.as_ref()),
            release_citation: Release::newest(&self.plan.releases)
                .map(|newest| self.release_citation(newest)),
            releases: self.release_links(),
        }
    }

    fn data_group(&self, group: Group, files: Vec<DataFile<'a>>) -> DataGroup<'a> {
        let (title, about) = match group {
            Group::Table(table) => {
                (table.title(self.words).into(), table.description(self.words).into())
            }
            Group::Points => (self.word("table_points"), self.word("table_points_about")),
            Group::Outlines => (self.word("table_outlines"), self.word("table_outlines_about")),
            Group::Everything => {
                (self.word("table_everything"), self.word("table_everything_about"))
            }
        };
        let columns = match group {
            Group::Table(table) => {
                table.columns().iter().map(|column| self.data_column(table, column)).collect()
            }
            _ => Vec::new(),
        };
        DataGroup { anchor: group.anchor(), title, about, files, columns }
    }

    fn data_column(&self, table: Table, column: &Spec) -> DataColumn<'a> {
        DataColumn {
            name: column.name,
            kind: self.word(match column.kind {
                Kind::Text => "kind_text",
                Kind::List => "kind_list",
                Kind::Whole => "kind_whole",
                Kind::Decimal => "kind_decimal",
                Kind::Day => "kind_day",
                Kind::Truth => "kind_truth",
            }),
            about: column.description(self.words),
            words: column.word_list(),
            key: table.key().contains(&column.name),
        }
    }

    fn data_file(&self, file: &'a Download, made: &Made) -> DataFile<'a> {
        let rows = match file.content {
            Content::Csv(..) | Content::Parquet(_) | Content::Sqlite => "data_rows",
            Content::Points | Content::Outlines => "data_features",
            Content::Lines | Content::Json => "data_objects",
        };
        DataFile {
            href: urls::href(&file.address),
            name: file.address.strip_prefix("data/").unwrap_or(&file.address),
            form: file.form(self.words).into(),
            rows: self.say(rows, &[("count", Arg::Number(made.rows))]),
            size: self.size(made.bytes),
            sha256: made.sha256.hex(64),
        }
    }

    /// A size in words.
    pub(super) fn size(&self, bytes: u64) -> Cow<'a, str> {
        let (id, n) = match bytes {
            ..KILOBYTES => ("size_bytes", bytes),
            KILOBYTES..MEGABYTES => ("size_kilobytes", bytes / 1_000),
            _ => ("size_megabytes", bytes / 1_000_000),
        };
        self.say(id, &[("n", Arg::Number(n))])
    }

    fn data_citation(&self, updated: Option<&Date>) -> Cow<'a, str> {
        let settings = &self.tracker.settings;
        let publisher = settings.publisher.as_ref().map_or(&*settings.title, |own| &own.name);
        let day = updated.map(|day| self.words.date(day)).unwrap_or_default();
        let address = settings.base_url.as_deref().map(|base| self.absolute(base, PAGE));
        let id = match (updated, &address) {
            (Some(_), Some(_)) => "data_citation_dated_address",
            (Some(_), None) => "data_citation_dated",
            (None, Some(_)) => "data_citation_address",
            (None, None) => "data_citation",
        };
        self.say(
            id,
            &[
                ("publisher", Arg::Text(publisher)),
                ("site", Arg::Text(&settings.title)),
                ("day", Arg::Text(&day)),
                ("address", Arg::Text(address.as_deref().unwrap_or_default())),
            ],
        )
    }
}
