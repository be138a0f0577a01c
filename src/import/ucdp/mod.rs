//! UCDP's Georeferenced Event Dataset (GED) and its Candidate events, in every form they travel in.
//!
//! A row becomes what an editor would write: a choice of days, regions, a place as fine as
//! `where_prec` says, one counted claim by UCDP with the deaths of each group beside it, the articles
//! that UCDP read. What has no field is kept in `[private.import]`.

mod articles;
mod claims;
mod fields;
mod place;
mod when;

use std::sync::Arc;

use jiff::civil;

use super::cite;
use super::fields::Places;
use super::records::named;
use super::registry::{RegionName, Registry};
use super::row::told;
use super::title::title;
use super::{Coded, Coder, Columns, Dataset, Draft, Origin, Row, RowProblem, Sums, Went, one_line};
use crate::model::{
    Date, Evidence, Id, Incident, IncidentType, Level, Part, Rare, SharedSource, Source,
    SourceKind, Spelling, When,
};
use crate::source::{Located, SourcePath};
use fields::FIELDS;

/// The id of the dataset, and of its record in `content/sources/`.
const DATASET: &str = "ucdp-ged";

/// The kinds of violence by their codes: the id of the type, its label, how a title begins.
const TYPES: [(&str, &str, &str); 3] = [
    ("state-based-violence", "State-based violence", "State-based violence"),
    ("non-state-violence", "Non-state violence", "Non-state violence"),
    ("one-sided-violence", "One-sided violence", "Violence against civilians"),
];

/// The coder of UCDP's files.
pub struct Ucdp {
    dataset: Dataset,
    places: Places,
}

impl Ucdp {
    /// A coder for that release (`24.1`, `24.0.5`); `None` where nobody says.
    pub fn new(release: Option<&str>) -> Self {
        let types = TYPES.iter().zip(1..).map(|((id, label, _), code)| IncidentType {
            id: Id::new(id).unwrap_or_default(),
            label: (*label).into(),
            acled: None,
            ucdp: Some(code),
        });
        let dataset = Dataset {
            origin: Origin { dataset: DATASET.into(), release: release.map(Into::into) },
            name: "UCDP Georeferenced Event Dataset".into(),
            label: "UCDP GED".into(),
            licence: Some("CC-BY-4.0".into()),
            subject: "Organised violence".into(),
            types: types.collect(),
            prefix: "ucdp-".into(),
        };
        Self { dataset, places: Places::default() }
    }

    /// The two days, or the year where there is nothing finer; `None` where a cell cannot be read, which is
    /// told.
    fn date(&self, row: &Row, problems: &mut Vec<RowProblem>) -> Option<Date> {
        let day = |field: &str| -> Result<Option<civil::Date>, RowProblem> {
            let Some(text) = self.places.get(row, field) else { return Ok(None) };
            when::day(text).map(Some).map_err(|why| self.places.problem(row, field, why))
        };
        let start = told(day("date_start"), problems);
        let end = told(day("date_end"), problems);
        let precision = told(self.places.number(row, "date_prec"), problems);
        let (start, end, precision) = (start?, end?, precision?);
        let precision = precision.and_then(|code| u8::try_from(code).ok());
        if let Some(code) = precision.filter(|code| !(1..=5).contains(code)) {
            let reason = format!("there is no code {code} of this precision; 1 to 5 are known");
            problems.push(self.places.problem(row, "date_prec", reason).noted());
        }
        let (start, end) = match (start, end) {
            (Some(start), Some(end)) => (start, end),
            (Some(only), None) | (None, Some(only)) => (only, only),
            (None, None) => {
                let year = told(self.places.number(row, "year"), problems)?;
                let year = year.and_then(|year| i16::try_from(year).ok());
                let year = year.filter(|year| (1000..=9999).contains(year));
                let Some(year) = year else {
                    problems.push(self.places.problem(row, "date_start", "the row has no date"));
                    return None;
                };
                let reason = "the row has no day; the year stands for it";
                problems.push(self.places.problem(row, "date_start", reason).noted());
                let when = When::Part(Part::Year(year));
                return Some(Date { when, approximate: false, uncertain: false });
            }
        };
        if end < start {
            problems.push(self.places.problem(row, "date_end", "it ends before it begins"));
            return None;
        }
        if start != end && precision == Some(1) {
            let reason = "the day is said to be known, and the bounds are two days: it is one of the days between them";
            problems.push(self.places.problem(row, "date_prec", reason).noted());
        }
        Some(when::date(start, end, precision))
    }

    /// Which of the types it is; the inner `None` where the row has none that is known, the outer one where
    /// the cell is no number. Both are told.
    fn kind(&self, row: &Row, problems: &mut Vec<RowProblem>) -> Option<Option<usize>> {
        let Some(code) = told(self.places.number(row, "type_of_violence"), problems)? else {
            return Some(None);
        };
        let at = (code as usize).checked_sub(1).filter(|at| *at < TYPES.len());
        if at.is_none() {
            let reason = format!("there is no type {code}; 1, 2 and 3 are known");
            problems.push(self.places.problem(row, "type_of_violence", reason).noted());
        }
        Some(at)
    }

    fn own_id(&self, row: &Row) -> Result<Id, RowProblem> {
        self.places.own_id(row, "id", &self.dataset.prefix)
    }

    /// The way to the region.
    fn way<'r>(&self, row: &'r Row) -> Result<[RegionName<'r>; 3], RowProblem> {
        let country_code = self.places.get(row, "country_id").map(whole_number);
        let step = |field: &str, level: Level| RegionName {
            name: self.places.text(row, field),
            level,
            kind: (level == Level::Country).then_some("country"),
            code: None,
        };
        let way = [
            RegionName {
                code: country_code.map(|code| ("gw", code)),
                ..step("country", Level::Country)
            },
            step("adm_1", Level::Adm1),
            step("adm_2", Level::Adm2),
        ];
        if way[0].name.is_empty() && self.places.has("country") {
            return Err(self.places.problem(row, "country", "the row names no country"));
        }
        if way.iter().all(|step| step.name.is_empty()) {
            return Err(RowProblem::row(row.line, "the row names no country and no region"));
        }
        Ok(way)
    }

    /// What has no field, in the order of the names.
    fn left(&self, row: &Row, said: &[(&str, bool)]) -> Vec<(Box<str>, Box<str>)> {
        let own = self
            .places
            .left
            .iter()
            .filter_map(|(name, at)| Some((name.clone(), normal(row.at(*at)?))));
        let other = said.iter().filter(|(_, said)| !said).filter_map(|(field, _)| {
            let cell = self.places.get(row, field)?;
            if !matches!(*field, "latitude" | "longitude") {
                return Some(((*field).into(), normal(cell)));
            }
            let degrees = super::position::with_point(cell);
            // Some forms fill decimals up with zeros.
            let filled = degrees.contains('.');
            let plain = degrees.trim_end_matches('0').trim_end_matches('.');
            Some(((*field).into(), normal(if filled { plain } else { &degrees })))
        });
        let mut left: Vec<(Box<str>, Box<str>)> = own.chain(other).collect();
        left.sort();
        left
    }
}

impl Coder for Ucdp {
    fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    fn begin(&mut self, columns: &Arc<Columns>) -> Result<Vec<(Box<str>, Went)>, Vec<RowProblem>> {
        let (places, went) = Places::of(columns, FIELDS);
        self.places = places;
        let date = ["date_start", "date_end", "year"];
        self.places.need(&[&["id"], &["best"], &date, &["country", "adm_1"]], "GED")?;
        Ok(went)
    }

    fn id(&self, row: &Row) -> Option<Id> {
        self.own_id(row).ok()
    }

    fn exported(&self, row: &Row) -> Option<Id> {
        let own = self.places.text(row, "id");
        // UCDP's own are numbers: a record that a tracker calls by a number is another event.
        Id::new(own).filter(|_| !whole_number(own).bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn code(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>> {
        self.places.follow(row, FIELDS);
        let mut problems = Vec::new();
        let record = self.record(row, registry, &mut problems);
        Coded::of(record, problems)
    }
}

impl Ucdp {
    fn record(
        &self,
        row: &Row,
        registry: &mut Registry,
        problems: &mut Vec<RowProblem>,
    ) -> Option<(Draft, Sums)> {
        // All that may go wrong goes before anything is made in the registry, and all of it is told.
        let id = told(self.own_id(row), problems);
        let date = self.date(row, problems);
        let deaths = claims::Deaths::of(&self.places, row, problems);
        let place = place::read(&self.places, row, problems);
        let way = told(self.way(row), problems);
        let kind = self.kind(row, problems);
        let (id, date, deaths, place, way, kind) = (id?, date?, deaths?, place?, way?, kind?);
        let region = registry.region(&way)?;
        let type_id = kind.map(|at| registry.incident_type(&self.dataset.types[at]));

        let articles = self.articles(row);
        let path = SourcePath::new(format!("content/incidents/{:04}/{id}.md", date.year()));
        let violence = kind.map_or("Violence", |kind| TYPES[kind].2);
        let title = title(violence, place.naming().as_ref(), &date);
        let mut record = named(&path, &id, &title);
        if !registry.language().starts_with("en") {
            record.lang = Some("en".into());
        }
        let ged = registry.source(&Id::new(DATASET).unwrap_or_default(), shared_source);
        record.sources.push(cite::compiled(&ged, &[]));
        let read = articles::cited(&articles, &record.sources);
        record.sources[0] = cite::compiled(&ged, &read);
        record.sources.extend(read);
        record.claims = claims::claims(&self.places, row, kind, &deaths, &ged, registry);

        let counted = |field: &str| {
            self.places.number(row, field).ok().flatten() == u32::try_from(articles.len()).ok()
        };
        let year = self.places.number(row, "year").ok().flatten();
        let same = |field: &str, own: Vec<&str>| {
            articles::says_the_same(self.places.text(row, field), own.into_iter())
        };
        // Most often the government is that of the country, and not all forms have its number.
        let own = whole_number(self.places.text(row, "country_id"));
        let country = |field: &str| whole_number(self.places.text(row, field)) == own;
        let said = [
            ("gwnoa", country("gwnoa")),
            ("gwnob", country("gwnob")),
            ("year", year == u32::try_from(date.year()).ok()),
            ("number_of_sources", counted("number_of_sources")),
            (
                "source_office",
                same("source_office", articles.iter().map(|own| own.office).collect()),
            ),
            ("source_date", same("source_date", articles.iter().map(|own| own.date).collect())),
            (
                "source_headline",
                same("source_headline", articles.iter().map(|own| own.headline).collect()),
            ),
            ("latitude", place.says_point),
            ("longitude", place.says_point),
            ("geom_wkt", place.says_wkt),
            ("priogrid_gid", place.says_cell),
        ];
        let draft = Draft {
            left: self.left(row, &said),
            private: Vec::new(),
            way: region.way,
            body: String::new(),
            incident: Incident {
                record,
                date: date.into(),
                region: region.id.into(),
                kind: type_id.map(Located::from),
                evidence: Evidence::Unassessed.into(),
                places: place.place.into_iter().collect(),
                rare: Rare::default(),
            },
        };
        Some((draft, deaths.sums()))
    }

    fn articles<'r>(&self, row: &'r Row) -> Vec<articles::Article<'r>> {
        let own = articles::articles(self.places.text(row, "source_article"));
        if own.is_empty() {
            let of = |field| self.places.text(row, field);
            return articles::listed(of("source_office"), of("source_date"), of("source_headline"));
        }
        own
    }
}

/// A cell of a code, in the one form that all files of a release share.
fn normal(cell: &str) -> Box<str> {
    match cell {
        "True" | "true" | "TRUE" => "1".into(),
        "False" | "false" | "FALSE" => "0".into(),
        cell => whole_number(cell).into(),
    }
}

/// A number without a fraction of zeros: `439` for `439.0`; other texts as they are.
pub(super) fn whole_number(text: &str) -> &str {
    let whole = text.split_once('.').filter(|(whole, zeros)| {
        !whole.is_empty()
            && whole.bytes().all(|byte| byte.is_ascii_digit())
            && !zeros.is_empty()
            && zeros.bytes().all(|byte| byte == b'0')
    });
    whole.map_or(text, |(whole, _)| whole)
}

/// The record of the dataset in `content/sources/`.
fn shared_source(path: &SourcePath) -> SharedSource {
    let id = Id::new(DATASET).unwrap_or_default();
    let title = "UCDP Georeferenced Event Dataset (GED)";
    let source = Source {
        id: id.clone().into(),
        kind: Some(SourceKind::Data),
        title: Some(title.into()),
        publisher: Some("Uppsala Conflict Data Program, Uppsala University".into()),
        url: Some(Box::<str>::from("https://ucdp.uu.se/downloads/").into()),
        note: Some(
            "Licence CC BY 4.0. Described in: Sundberg, Ralph, and Erik Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50(4)."
                .into(),
        ),
        ..Source::default()
    };
    SharedSource { record: named(path, &id, title), source }
}

/// UCDP as an actor: who makes the claims.
fn coder(registry: &mut Registry) -> Id {
    let also = Spelling { name: "UCDP".into(), lang: None, note: None };
    registry.known_actor("ucdp", "Uppsala Conflict Data Program", also)
}
