//! griot's own downloads: what another site has published, as records again.
//!
//! The JSON files tell all of the ledger, the places, the sources, the statements and the history.
//! The tables of incidents (CSV, GeoJSON) tell the figures that come of the ledger, and so each
//! becomes one claim. No download tells the text of a record or whom it names as victims.
//!
//! A row is written as the front matter that it came from (`front`), each cell as what it is (`cells`),
//! and read by `content`.

mod cells;
mod figures;
mod front;
mod ledger;
mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::registry::{RegionName, Registry};
use super::row::told;
use super::{Coded, Coder, Columns, Dataset, Draft, Origin, Row, RowProblem, Sums, Went};
use crate::content::slug;
use crate::model::{ActorKind, Date, Id, IncidentType, Level, Measure};
use crate::source::SourcePath;
use cells::truth;
use front::At;
use reading::Reading;

/// The columns by which a download is known.
const KNOWN_BY: [&str; 6] = ["id", "title", "date_text", "region", "region_names", "counted"];

/// The coder of griot's own downloads.
pub struct Own {
    dataset: Dataset,
    /// Names and kinds of actors, by their ids.
    actors: BTreeMap<Box<str>, (Box<str>, Option<ActorKind>)>,
    /// The regions of the file by their ids.
    regions: BTreeMap<Box<str>, OwnRegion>,
}

/// What the table of regions tells of one.
struct OwnRegion {
    name: Box<str>,
    level: Option<Level>,
    kind: Option<Box<str>>,
    iso: Option<Box<str>>,
}

/// Whether a table is a download of incidents.
pub fn is_own(columns: &Columns) -> bool {
    KNOWN_BY.iter().all(|name| columns.position(name).is_some())
}

impl Own {
    /// A coder for a download of that name.
    pub fn new(name: &str, release: Option<&str>) -> Self {
        let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let own = slug(stem.split('.').next().unwrap_or(stem));
        let dataset = Dataset {
            origin: Origin { dataset: own.into(), release: release.map(Into::into) },
            name: stem.into(),
            label: stem.into(),
            licence: None,
            subject: "Incidents".into(),
            types: Vec::new(),
            prefix: "".into(),
        };
        Self { dataset, actors: BTreeMap::new(), regions: BTreeMap::new() }
    }

    /// Learns from a row of the incidents which tracker they are of: its address is what stands before
    /// that of the page. Without addresses the name of the file stands for it.
    pub fn learn_tracker(&mut self, row: &Row) {
        let Some(base) = row.get("url").zip(row.get("address")).and_then(base) else { return };
        let id = slug(base);
        if Id::new(&id).is_some() {
            self.dataset.origin.dataset = id.into();
            self.dataset.name = base.into();
            self.dataset.label = base.into();
        }
    }

    /// Learns names and kinds from a row of the table of actors of `tracker.json`.
    pub fn learn_actor(&mut self, row: &Row) {
        if let (Some(id), Some(name)) = (row.get("id"), row.get("name")) {
            let kind = row.get("kind").and_then(ActorKind::named);
            self.actors.insert(id.into(), (name.into(), kind));
        }
    }

    /// Learns names, levels and kinds from a row of the table of regions of `tracker.json`.
    pub fn learn_region(&mut self, row: &Row) {
        if let (Some(id), Some(name)) = (row.get("id"), row.get("name")) {
            let region = OwnRegion {
                name: name.into(),
                level: row.get("level").and_then(Level::named),
                kind: row.get("kind").map(Into::into),
                iso: row.get("iso").map(Into::into),
            };
            self.regions.insert(id.into(), region);
        }
    }

    /// The record of a row; the problems are those of its cells, of which any fatal one leaves it out.
    fn record(
        &self,
        row: &Row,
        registry: &mut Registry,
        problems: &mut Vec<RowProblem>,
    ) -> Option<Draft> {
        let mut reading = Reading::new(row);
        let draft = self.read(&mut reading, registry);
        problems.append(&mut reading.problems);
        draft
    }

    fn read(&self, reading: &mut Reading<'_>, registry: &mut Registry) -> Option<Draft> {
        let row = reading.row;
        let needed = |column: &'static str, good: bool, why: &str| {
            if good { Ok(()) } else { Err(RowProblem::cell(row, column, why)) }
        };
        let id = own_id(row);
        let date = row.get("date_text").map(str::parse::<Date>).and_then(Result::ok);
        let region = row.get("region").and_then(Id::new);
        for found in [
            needed("id", id.is_some(), "this cannot be the id of a record"),
            needed("date_text", date.is_some(), "this is no date (EDTF)"),
            needed("region", region.is_some(), "this is no id of a region"),
            needed("title", row.get("title").is_some(), "the row has no title"),
        ] {
            told(found, &mut reading.problems);
        }
        for (key, column) in [
            ("title", "title"),
            ("lang", "lang"),
            ("date", "date_text"),
            ("time", "time"),
            ("region", "region"),
            ("type", "type"),
            ("evidence", "evidence"),
            ("part_of", "part_of"),
        ] {
            let bad = (column == "date_text" && date.is_none())
                || (column == "region" && region.is_none());
            reading.front.text(key, row.get(column).filter(|_| !bad), At::column(column));
        }
        let tags = row.get("tags").unwrap_or_default().split(';');
        reading.front.texts("tags", tags, At::column("tags"));
        if row.get("claims").or(row.get("sources")).is_some() {
            reading.ledger(self);
        } else {
            reading.figures();
        }
        said_by_others(reading);
        let year = date.as_ref().map_or(0, Date::year);
        let name = id.as_ref().map_or("row", Id::as_str);
        let path = SourcePath::new(format!("content/incidents/{year:04}/{name}.md"));
        let incident = reading.finish(&path)?;
        let region = region?;
        // Its names come first: places may name the same region without them.
        self.region(&region, row, registry);
        for id in reading.regions.iter().filter_map(|id| Id::new(id)) {
            self.keep_region(&id, &[], 0, None, registry);
        }
        // Names of actors stand beside their ids where they speak; elsewhere are ids alone.
        for (id, name) in &reading.actors {
            let name = name.as_deref().or_else(|| {
                let mut named = reading.actors.iter().filter(|(own, _)| own == id);
                named.find_map(|(_, name)| name.as_deref())
            });
            self.actor(id, name, registry);
        }
        if let (Some(kind), Some(label)) = (&incident.kind, row.get("type_label")) {
            let id = kind.value.clone();
            registry.incident_type(&IncidentType {
                id,
                label: label.into(),
                acled: None,
                ucdp: None,
            });
        }
        let mut left = std::mem::take(&mut reading.left);
        for column in ["url", "last_changed"] {
            left.extend(row.get(column).map(|text| (column.into(), text.into())));
        }
        let way = region.as_str().into();
        Some(Draft { incident: *incident, body: String::new(), left, private: Vec::new(), way })
    }

    /// Sees to it that an actor is there; `name` where the row has it.
    fn actor(&self, id: &str, name: Option<&str>, registry: &mut Registry) {
        let known = self.actors.get(id);
        let kind = known.and_then(|(_, kind)| *kind);
        let name = known.map(|(name, _)| &**name).or(name).unwrap_or(id);
        if let Some(id) = Id::new(id) {
            registry.kept_actor(&id, name, kind);
        }
    }

    /// Sees to it that a region and those above it are there, under the ids that they have.
    fn region(&self, id: &Id, row: &Row, registry: &mut Registry) {
        let names: Vec<&str> = row.get("region_names").unwrap_or_default().split(" > ").collect();
        let country = row.get("country").and_then(|own| names.iter().position(|name| *name == own));
        let iso = country.and_then(|at| Some((at, row.get("country_code")?)));
        self.keep_region(id, &names, country.unwrap_or(0), iso, registry);
    }

    /// The same with what is known of it: the names from the top down, which of them is the country,
    /// and its code.
    fn keep_region(
        &self,
        id: &Id,
        names: &[&str],
        country: usize,
        iso: Option<(usize, &str)>,
        registry: &mut Registry,
    ) {
        let text = id.as_str();
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        let mut level = if country > 0 { Level::Supranational } else { Level::Country };
        for (at, end) in ends.enumerate() {
            let Some(own) = Id::new(&text[..end]) else { continue };
            if at > 0 {
                level = if at <= country { Level::Country } else { level.below() };
            }
            let stem = own.as_str().rsplit('/').next().unwrap_or_default();
            let known = self.regions.get(own.as_str());
            let code = known.and_then(|own| own.iso.as_deref());
            let code = code.or(iso.filter(|(of, _)| *of == at).map(|(_, code)| code));
            let step = RegionName {
                name: known.map(|own| &*own.name).or(names.get(at).copied()).unwrap_or(stem),
                level: known.and_then(|own| own.level).unwrap_or(level),
                kind: known.and_then(|own| own.kind.as_deref()),
                code: code.map(|code| ("iso", code)),
            };
            registry.kept_region(&own, &step);
        }
    }
}

/// Looks at the cells that go into no field; the row goes in whatever they say.
fn said_by_others(reading: &mut Reading<'_>) {
    let before = reading.problems.len();
    let day = |text: &str| {
        let day = text.parse::<jiff::civil::Date>();
        day.map(|_| ()).map_err(|_| "this is no day (YYYY-MM-DD)".to_owned())
    };
    for column in ["date_start", "date_end"] {
        reading.cell(At::column(column), day);
    }
    for column in ["date_lasted", "date_approximate", "date_uncertain", "counted"] {
        reading.cell(At::column(column), truth);
    }
    for problem in &mut reading.problems[before..] {
        problem.fatal = false;
    }
}

/// `tracker.example/harbour` of an address of a page and the same relative to the site.
fn base<'r>((url, address): (&'r str, &str)) -> Option<&'r str> {
    let (scheme, mut rest) = url.split_once("://")?;
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    for _ in address.split('/') {
        rest = rest.rsplit_once('/')?.0;
    }
    let plain = |sign: char| sign.is_alphanumeric() || "-._~/:%".contains(sign);
    Some(rest).filter(|rest| !rest.is_empty() && rest.chars().all(plain))
}

fn own_id(row: &Row) -> Option<Id> {
    row.get("id").and_then(Id::new).filter(|id| !id.as_str().contains('/'))
}

/// A cell as it was before it was made safe for spreadsheets, which take `=1` for a formula: an
/// apostrophe stands before it there.
fn without_guard(cell: &str) -> Option<String> {
    const FORMULA: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\''];
    if !cell.contains('\'') {
        return None;
    }
    let mut out = String::with_capacity(cell.len());
    let mut signs = cell.chars().peekable();
    let mut opens = true;
    while let Some(sign) = signs.next() {
        let guards =
            opens && sign == '\'' && signs.peek().is_some_and(|next| FORMULA.contains(next));
        opens = matches!(sign, ',' | ';' | '\t' | '\r' | '\n') || opens && sign.is_whitespace();
        if !guards {
            out.push(sign);
        }
    }
    Some(out)
}

/// The columns of the table of incidents that go into no field, since others tell the same.
const SAID_BY_OTHERS: [&str; 20] = [
    "address",
    "date_start",
    "date_end",
    "date_precision",
    "date_lasted",
    "date_approximate",
    "date_uncertain",
    "country_code",
    "counted",
    "not_counted",
    "sources_count",
    "independent_origins",
    "merged_into",
    "reason",
    "status",
    "address",
    "geometry",
    "precision",
    "region_names",
    "country",
];

impl Coder for Own {
    fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    fn begin(&mut self, columns: &Arc<Columns>) -> Result<Vec<(Box<str>, Went)>, Vec<RowProblem>> {
        let has_ledger = columns.position("claims").is_some();
        let goes = |name: &str| {
            let of_figures = Measure::ALL.iter().any(|(measure, _)| {
                name.strip_prefix(measure).is_some_and(|rest| rest.starts_with('_'))
            });
            if SAID_BY_OTHERS.contains(&name) {
                Went::Out("other columns say the same".into())
            } else if of_figures && has_ledger {
                Went::Out("the claims say the same".into())
            } else if matches!(name, "url" | "last_changed") {
                Went::Kept
            } else if of_figures {
                Went::Field("claim".into())
            } else {
                Went::Field(name.into())
            }
        };
        Ok(columns.names.iter().map(|name| (name.clone(), goes(name))).collect())
    }

    fn id(&self, row: &Row) -> Option<Id> {
        own_id(row)
    }

    fn code(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>> {
        if let Some(status) = row.get("status").filter(|status| *status != "published") {
            let reason = format!("a record that is {status} has nothing to bring in");
            return Err(vec![RowProblem::row(row.line, reason).noted()]);
        }
        let mut row = row.clone();
        if row.columns.position("claims").is_none() {
            for cell in &mut row.cells {
                if let Some(own) = without_guard(cell) {
                    *cell = own.into();
                }
            }
        }
        let row = &row;
        let mut problems = Vec::new();
        let Some(draft) = self.record(row, registry, &mut problems) else { return Err(problems) };
        let counted = row.get("counted").is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let number = |column: &str| -> u64 {
            row.get(column).filter(|_| counted).and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        let low = number("killed_low");
        let or_low = |number: u64| if number == 0 { low } else { number };
        let sums =
            Sums { low, best: or_low(number("killed_best")), high: or_low(number("killed_high")) };
        Ok(Coded { draft, sums, problems })
    }
}
