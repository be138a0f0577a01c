//! ACLED's event files, in the forms of all years: with semicolons, with older names of columns, with
//! numbers or words for the kinds of actors.
//!
//! A row becomes one claim by ACLED with its words, its number of deaths and what may be said of its two
//! actors. What has no field is kept in `[private.import]`.

mod fields;
mod parties;
mod when;

use std::sync::Arc;

use super::cite;
use super::fields::Places;
use super::fought::fought;
use super::position::{DECIMALS, Decimal, NEAR_DECIMALS, coordinates, point, with_point};
use super::records::named;
use super::registry::{RegionName, Registry};
use super::row::told;
use super::title::{Naming, title};
use super::{Coded, Coder, Columns, Dataset, Draft, Origin, Row, RowProblem, Sums, Went, one_line};
use crate::content::slug;
use crate::model::{
    Amount, Attribution, CitedSource, Claim, Date, Evidence, Id, Incident, IncidentType, Level,
    Measure, Party, Place, PlaceRole, Precision, Rare, SharedSource, Source, SourceKind, Spelling,
    fold,
};
use crate::source::{Located, SourcePath, Span};
use fields::FIELDS;
use parties::{Side, said};

/// The id of the dataset, of its record in `content/sources/` and of the actor that makes the claims.
const DATASET: &str = "acled";

/// The coder of ACLED's files.
pub struct Acled {
    dataset: Dataset,
    places: Places,
}

impl Acled {
    /// A coder for the state of that name, such as the day of the download; `None` where nobody says.
    pub fn new(release: Option<&str>) -> Self {
        let dataset = Dataset {
            origin: Origin { dataset: DATASET.into(), release: release.map(Into::into) },
            name: "Armed Conflict Location & Event Data (ACLED)".into(),
            label: "ACLED".into(),
            licence: None,
            subject: "Political violence and demonstrations".into(),
            types: Vec::new(),
            prefix: "acled-".into(),
        };
        Self { dataset, places: Places::default() }
    }

    fn own_id(&self, row: &Row) -> Result<Id, RowProblem> {
        self.places.own_id(row, "event_id_cnty", &self.dataset.prefix)
    }

    /// When it was; `None` where a cell cannot be read, which is told.
    fn date(&self, row: &Row, problems: &mut Vec<RowProblem>) -> Option<Date> {
        let wrong = |why| self.places.problem(row, "event_date", why);
        let text = self.places.get(row, "event_date").ok_or_else(|| wrong("the row has no date"));
        let day = told(text.and_then(|text| when::day(text).map_err(wrong)), problems);
        let precision = self.code(row, "time_precision", problems);
        Some(when::date(day?, precision?))
    }

    /// A code of precision from 1 to 3; one that is not known is told, and the outer `None` is no number.
    fn code(&self, row: &Row, field: &str, problems: &mut Vec<RowProblem>) -> Option<Option<u32>> {
        let code = told(self.places.number(row, field), problems)?;
        if let Some(code) = code.filter(|code| !(1..=3).contains(code)) {
            let reason = format!("there is no code {code} of this precision; 1 to 3 are known");
            problems.push(self.places.problem(row, field, reason).noted());
        }
        Some(code)
    }

    /// The type, by the sub-event or, in older files, the event; `None` where the row has neither.
    fn kind(&self, row: &Row, registry: &mut Registry) -> Option<Id> {
        let event = one_line(self.places.text(row, "event_type"));
        let sub = one_line(self.places.text(row, "sub_event_type"));
        let (label, acled) = match (event.is_empty(), sub.is_empty()) {
            (_, true) => (event.clone(), event),
            (true, false) => (sub.clone(), sub),
            (false, false) => (sub.clone(), format!("{event} / {sub}")),
        };
        let id = Id::new(&slug(&fold(&label)))?;
        Some(registry.incident_type(&IncidentType {
            id,
            label: label.into(),
            acled: Some(acled.into()),
            ucdp: None,
        }))
    }

    /// The way to the region.
    fn way<'r>(&self, row: &'r Row) -> Result<[RegionName<'r>; 4], RowProblem> {
        let step = |field: &str, level: Level| RegionName {
            name: self.places.text(row, field),
            level,
            kind: (level == Level::Country).then_some("country"),
            code: None,
        };
        let iso =
            self.places.get(row, "iso").map(|code| ("iso-n", super::ucdp::whole_number(code)));
        let way = [
            RegionName { code: iso, ..step("country", Level::Country) },
            step("admin1", Level::Adm1),
            step("admin2", Level::Adm2),
            step("admin3", Level::Adm3),
        ];
        if way[0].name.is_empty() {
            return Err(self.places.problem(row, "country", "the row names no country"));
        }
        Ok(way)
    }

    /// The place, and whether its point has the digits of the file; `None` where a cell cannot be read, which
    /// is told.
    fn place(
        &self,
        row: &Row,
        problems: &mut Vec<RowProblem>,
    ) -> Option<(Option<Place>, Option<Naming>, bool)> {
        let code = self.code(row, "geo_precision", problems);
        let own = coordinates(&self.places, row, problems);
        let (code, own) = (code?, own?);
        let (precision, decimals) = match code {
            Some(1) => (Some(Precision::Settlement), Some(DECIMALS)),
            Some(3) => (Some(Precision::Adm1), None),
            // Without a code nothing finer can be said.
            _ => (Some(Precision::Near), Some(NEAR_DECIMALS)),
        };
        let own = own.as_ref().map(|(latitude, longitude)| (&**latitude, &**longitude));
        let shown = own.zip(decimals).map(|(own, most)| point(own, most));
        let says_point = match (own, shown) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some((latitude, longitude)), Some(point)) => {
                let most = usize::from(point.decimals);
                [latitude, longitude].iter().all(|text| Decimal::of(text).decimals <= most)
            }
        };
        let location = self.places.get(row, "location").map(one_line);
        let naming = location.as_deref().map(|name| match code {
            Some(1) => Naming::In(name.into()),
            Some(2) => Naming::Near(name.into()),
            _ => Naming::Plain(name.into()),
        });
        let regions = ["admin3", "admin2", "admin1", "country"];
        let name = location.or_else(|| {
            shown?;
            regions.into_iter().find_map(|field| self.places.get(row, field)).map(one_line)
        });
        let place = name.map(|name| Place {
            span: Span::default(),
            name: Some(Box::<str>::from(name).into()),
            role: PlaceRole::Attacked,
            point: shown.map(Into::into),
            precision: precision.filter(|_| code.is_some() || shown.is_some()).map(Into::into),
            note: None,
            rare: Rare::default(),
        });
        Some((place, naming, says_point))
    }

    fn claims(
        &self,
        row: &Row,
        killed: Option<u32>,
        source: &Id,
        registry: &mut Registry,
    ) -> Vec<Claim> {
        let places = &self.places;
        let also = Spelling { name: "ACLED".into(), lang: None, note: None };
        let by = registry.known_actor(DATASET, "Armed Conflict Location & Event Data", also);
        let first = Side::of(places, row, ["actor1", "assoc_actor_1", "inter1"]);
        let second = Side::of(places, row, ["actor2", "assoc_actor_2", "inter2"]);
        let event = (places.text(row, "event_type"), places.text(row, "sub_event_type"));
        let said = said(first.as_ref(), second.as_ref(), event, registry);
        let own = |id: &str| Claim {
            id: Id::new(id).map(Located::from),
            by: Some(Party::Actor(by.clone().into())),
            source: vec![source.clone().into()],
            ..Claim::default()
        };
        let note = said.note.unwrap_or_default();
        let (note, of_fight) =
            if said.fought.is_some() { (String::new(), note) } else { (note, String::new()) };
        let killed = killed.map(|killed| (Measure::Killed, Amount::Exactly(killed).into()));
        let whole = Claim {
            figures: killed.into_iter().collect(),
            status: (!said.perpetrator.is_empty()).then_some(Attribution::Alleged),
            perpetrator: said.perpetrator,
            target: said.target,
            text: said.text.map(Into::into),
            note: (!note.is_empty()).then(|| note.into()),
            ..own(DATASET)
        };
        let mut claims: Vec<Claim> =
            Some(whole).filter(Claim::asserts_something).into_iter().collect();
        claims.extend(said.fought.into_iter().flat_map(|sides| fought(sides, &of_fight, own)));
        if let Some((first, notes)) = claims.first_mut().zip(places.get(row, "notes")) {
            first.quote = Some(notes.into());
            first.quote_lang = Some("en".into());
        }
        claims
    }

    /// Those that ACLED read, one for each name.
    fn sources(&self, row: &Row, already: &[CitedSource]) -> Vec<CitedSource> {
        let mut names: Vec<String> = Vec::new();
        for name in self.places.text(row, "source").split(';').map(one_line) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        let source = |name: String| Source {
            publisher: Some(name.into()),
            note: Some("As ACLED cites it, without a title or an address.".into()),
            ..Source::default()
        };
        cite::cited(names.into_iter().map(source).collect(), already)
    }

    fn left(&self, row: &Row, said: &[(&str, bool)]) -> Vec<(Box<str>, Box<str>)> {
        let own = self.places.left.iter();
        let own = own.filter_map(|(name, at)| Some((name.clone(), row.at(*at)?.into())));
        let other = said.iter().filter(|(_, said)| !said);
        let other = other.filter_map(|(field, _)| {
            let cell = self.places.get(row, field)?;
            let degrees = matches!(*field, "latitude" | "longitude");
            let cell = if degrees { with_point(cell) } else { cell.into() };
            Some(((*field).into(), cell.into()))
        });
        let mut left: Vec<(Box<str>, Box<str>)> = own.chain(other).collect();
        left.sort();
        left
    }

    fn record(
        &self,
        row: &Row,
        registry: &mut Registry,
        problems: &mut Vec<RowProblem>,
    ) -> Option<(Draft, Sums)> {
        // All that may go wrong goes before anything is made in the registry, and all of it is told.
        let id = told(self.own_id(row), problems);
        let date = self.date(row, problems);
        let killed = told(self.places.number(row, "fatalities"), problems);
        let year = told(self.places.number(row, "year"), problems);
        let place = self.place(row, problems);
        let way = told(self.way(row), problems);
        let (id, date, killed, year) = (id?, date?, killed?, year?);
        let ((place, naming, says_point), way) = (place?, way?);
        if killed.is_none() {
            let reason = "the row has no number of deaths";
            problems.push(self.places.problem(row, "fatalities", reason).noted());
        }
        let region = registry.region(&way)?;
        let kind = self.kind(row, registry);

        let what = ["sub_event_type", "event_type"].into_iter();
        let what = what.filter_map(|field| self.places.get(row, field)).map(one_line).next();
        let title = title(what.as_deref().unwrap_or("Event"), naming.as_ref(), &date);
        let path = SourcePath::new(format!("content/incidents/{:04}/{id}.md", date.year()));
        let mut record = named(&path, &id, &title);
        if !registry.language().starts_with("en") {
            record.lang = Some("en".into());
        }
        let tags = self.places.text(row, "tags").split(';').map(one_line);
        for tag in tags.filter(|tag| !tag.is_empty()) {
            if !record.tags.iter().any(|own| **own == *tag) {
                record.tags.push(tag.into());
            }
        }
        let source = registry.source(&Id::new(DATASET).unwrap_or_default(), shared_source);
        record.sources.push(cite::compiled(&source, &[]));
        let read = self.sources(row, &record.sources);
        record.sources[0] = cite::compiled(&source, &read);
        record.sources.extend(read);
        record.claims = self.claims(row, killed, &source, registry);

        let said = [
            ("year", year.is_none() || year == u32::try_from(date.year()).ok()),
            ("latitude", says_point),
            ("longitude", says_point),
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
                kind: kind.map(Located::from),
                evidence: Evidence::Unassessed.into(),
                places: place.into_iter().collect(),
                rare: Rare::default(),
            },
        };
        let killed = killed.map_or(0, u64::from);
        Some((draft, Sums { low: killed, best: killed, high: killed }))
    }
}

impl Coder for Acled {
    fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    fn begin(&mut self, columns: &Arc<Columns>) -> Result<Vec<(Box<str>, Went)>, Vec<RowProblem>> {
        let (places, went) = Places::of(columns, FIELDS);
        self.places = places;
        let needed = ["event_id_cnty", "event_date", "country", "fatalities"];
        self.places.need(&needed.each_ref().map(std::slice::from_ref), "ACLED")?;
        Ok(went)
    }

    fn id(&self, row: &Row) -> Option<Id> {
        self.own_id(row).ok()
    }

    fn exported(&self, row: &Row) -> Option<Id> {
        Id::new(self.places.text(row, "event_id_cnty"))
    }

    fn notes(&self) -> Vec<String> {
        vec![
            "ACLED's terms forbid republication of its data without a licence from ACLED; see https://acleddata.com before you publish"
                .to_owned(),
        ]
    }

    fn code(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>> {
        self.places.follow(row, FIELDS);
        let mut problems = Vec::new();
        let record = self.record(row, registry, &mut problems);
        Coded::of(record, problems)
    }
}

/// The record of the dataset in `content/sources/`.
fn shared_source(path: &SourcePath) -> SharedSource {
    let id = Id::new(DATASET).unwrap_or_default();
    let title = "ACLED event data";
    let source = Source {
        id: id.clone().into(),
        kind: Some(SourceKind::Data),
        title: Some(title.into()),
        publisher: Some("Armed Conflict Location & Event Data (ACLED)".into()),
        url: Some(Box::<str>::from("https://acleddata.com/").into()),
        note: Some(
            "Used under ACLED's terms, which forbid republication without its licence.".into(),
        ),
        ..Source::default()
    };
    SharedSource { record: named(path, &id, title), source }
}
