//! What `griot.toml` says of a tracker.

use std::collections::BTreeMap;

use super::incident::Evidence;
use super::place::Precision;
use super::vocabulary::{Id, vocabulary};
use crate::diagnostic::Severity;
use crate::source::{Located, Span};

/// The settings of a tracker.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The site's name.
    pub title: Box<str>,
    /// One or two sentences about it.
    pub description: Option<Box<str>>,
    /// Where it will be, ending in `/`; for feeds, sitemap and canonical links only.
    pub base_url: Option<Box<str>>,
    /// The language of the site (BCP 47).
    pub language: Box<str>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// Licence of the data (an SPDX identifier or words).
    pub licence: Option<Box<str>>,
    /// Incidents on one page of a listing, at least 1.
    pub page_size: usize,
    /// The evidence grades that count.
    pub counting: Vec<Evidence>,
    /// The vocabulary of `type`, in the order of the file.
    pub types: Vec<IncidentType>,
    /// Severities that differ from the rules' own; `None` turns a rule off.
    pub rules: BTreeMap<Box<str>, Option<Severity>>,
    /// What titles should not say.
    pub titles: Titles,
    /// Most compressed bytes by kind of page, with `_html` after it for the page alone; `None` for no
    /// bound.
    pub weight: BTreeMap<Box<str>, Located<Option<u64>>>,
    /// The card pictures of incidents; `None` where there are none.
    pub cards: Option<Cards>,
    /// What is searched.
    pub search: Search,
    /// The finest position that any output may have.
    pub precision: Option<Precision>,
    /// Words that must occur in no output.
    pub withhold: Vec<Located<Box<str>>>,
    /// Whether raw HTML in content is passed through.
    pub raw_html: bool,
    /// Most entries in a feed.
    pub feed_size: usize,
    /// What the tracker can be downloaded as.
    pub data: Data,
    /// Which feeds there are besides those of the site, and what their entries hold.
    pub feeds: Feeds,
}

vocabulary! {
    /// A format of downloads.
    Format {
        /// Tables of comma-separated values.
        Csv = "csv",
        /// The same for spreadsheets, in which no text is a formula.
        Spreadsheet = "spreadsheet",
        /// The same with a row of HXL tags.
        Hxl = "hxl",
        /// JSON Lines, an incident on each.
        Jsonl = "jsonl",
        /// The whole dataset as one JSON.
        Json = "json",
        /// Incidents and regions as features.
        Geojson = "geojson",
        /// Incidents under the names of UCDP's columns.
        Ucdp = "ucdp",
        /// Incidents under the names of ACLED's columns.
        Acled = "acled",
        /// Tables column by column, for programs that analyse.
        Parquet = "parquet",
        /// All tables as one database.
        Sqlite = "sqlite",
    }
}

impl Settings {
    /// Where the words of its licence stand; `None` for one that is not known by its SPDX identifier.
    pub fn licence_address(&self) -> Option<String> {
        let licence = self.licence.as_deref()?;
        match licence {
            "CC0-1.0" => {
                return Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned());
            }
            "ODbL-1.0"
            | "ODC-By-1.0"
            | "PDDL-1.0"
            | "CDLA-Permissive-2.0"
            | "OGL-UK-3.0"
            | "etalab-2.0" => return Some(format!("https://spdx.org/licenses/{licence}.html")),
            _ => {}
        }
        let (terms, version) = licence.strip_prefix("CC-")?.rsplit_once('-')?;
        let known = matches!(terms, "BY" | "BY-SA" | "BY-ND" | "BY-NC" | "BY-NC-SA" | "BY-NC-ND")
            && matches!(version, "1.0" | "2.0" | "2.5" | "3.0" | "4.0");
        let terms = terms.to_lowercase();
        known.then(|| format!("https://creativecommons.org/licenses/{terms}/{version}/"))
    }
}

impl Format {
    /// Whether this program can make it. One that cannot was built without the feature of that name.
    pub fn is_built_in(self) -> bool {
        let chosen =
            [(Self::Parquet, cfg!(feature = "parquet")), (Self::Sqlite, cfg!(feature = "sqlite"))];
        !chosen.contains(&(self, false))
    }

    /// Whether a tracker that names no formats has it: all that this program can make, but a second
    /// copy of everything.
    fn is_usual(self) -> bool {
        self.is_built_in() && self != Self::Sqlite
    }
}

/// What a tracker can be downloaded as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// The formats; none means no downloads and no page of them.
    pub formats: Vec<Format>,
    /// Whether there are files for each year and each region at the top of the tree.
    pub split: Split,
    /// The DOI of the dataset as a whole, `10.…`; `None` where it has none.
    pub doi: Option<Box<str>>,
    /// What the dataset is about, for catalogues.
    pub keywords: Box<[Box<str>]>,
    /// Who made it, where that is not the publisher alone.
    pub authors: Vec<Author>,
}

/// Somebody who made the dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: AuthorName,
    /// Where a person works.
    pub affiliation: Option<Box<str>>,
    /// The number at ORCID, `0000-0002-1825-0097`.
    pub orcid: Option<Box<str>>,
}

/// The name of an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorName {
    /// A person's.
    Person {
        /// The part that lists are sorted by.
        family: Box<str>,
        /// The rest of it.
        given: Option<Box<str>>,
    },
    /// An organisation's.
    Organisation(Box<str>),
}

impl Author {
    /// The name as it stands in a list: the part that it is sorted by first.
    pub fn cited(&self) -> String {
        match &self.name {
            AuthorName::Organisation(name) => name.to_string(),
            AuthorName::Person { family, given: None } => family.to_string(),
            AuthorName::Person { family, given: Some(given) } => format!("{family}, {given}"),
        }
    }
}

vocabulary! {
    /// Whether the incidents come in parts as well.
    Split {
        /// Where there are many of them.
        Auto = "auto",
        /// Never.
        None = "none",
    }
}

impl Default for Data {
    fn default() -> Self {
        Self {
            formats: Format::ALL
                .iter()
                .map(|(_, format)| *format)
                .filter(|format| format.is_usual())
                .collect(),
            split: Split::Auto,
            doi: None,
            keywords: Box::default(),
            authors: Vec::new(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: "".into(),
            description: None,
            base_url: None,
            language: "en".into(),
            publisher: None,
            licence: None,
            page_size: 100,
            counting: Evidence::ALL
                .iter()
                .map(|(_, evidence)| *evidence)
                .filter(|evidence| *evidence != Evidence::Discounted)
                .collect(),
            types: Vec::new(),
            rules: BTreeMap::new(),
            titles: Titles::default(),
            weight: BTreeMap::new(),
            cards: None,
            search: Search::default(),
            precision: None,
            withhold: Vec::new(),
            raw_html: false,
            feed_size: 50,
            data: Data::default(),
            feeds: Feeds::default(),
        }
    }
}

/// The words of judgement in titles, besides those that the program knows. All in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titles {
    /// More words to avoid.
    pub avoid: Vec<Box<str>>,
    /// Words that may stand all the same.
    pub allow: Vec<Box<str>>,
}

/// Which feeds a site has besides those of the site itself. All need `base_url`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// One for each region that has an incident in it or below it.
    pub regions: bool,
    /// One for each actor that an incident names.
    pub actors: bool,
    /// The calendar of the days on which incidents happened.
    pub calendar: bool,
    /// What the entries of the feeds of the site hold.
    pub content: FeedContent,
}

vocabulary! {
    /// What an entry of a feed holds.
    FeedContent {
        /// The facts, the newest change and the narrative.
        Full = "full",
        /// The facts and the first words of the narrative.
        Summary = "summary",
    }
}

impl Default for Feeds {
    fn default() -> Self {
        Self { regions: true, actors: true, calendar: false, content: FeedContent::Full }
    }
}

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Whether the site has a search.
    pub enabled: bool,
    /// Whether the words of bodies are found.
    pub bodies: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true, bodies: true }
    }
}

/// How card pictures are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cards {
    /// Where the table stands.
    pub span: Span,
    /// The font's file, relative to the tracker's folder; `None` for the program's own.
    pub font: Option<Located<Box<str>>>,
}

/// Who publishes a tracker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The name.
    pub name: Box<str>,
    /// The publisher's own site.
    pub url: Option<Box<str>>,
    /// Where readers write to.
    pub email: Option<Box<str>>,
}

/// One word of the vocabulary of `type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentType {
    /// The word that records use.
    pub id: Id,
    /// What readers see.
    pub label: Box<str>,
    /// ACLED's event and sub-event type.
    pub acled: Option<Box<str>>,
    /// UCDP's `type_of_violence`: 1 state-based, 2 non-state, 3 one-sided.
    pub ucdp: Option<u8>,
}
