//! griot's own downloads: what another site has published, as records again.
//!
//! The JSON files tell all of the ledger, the places, the sources, the statements and the history.
//! The tables of incidents (CSV, GeoJSON) tell the figures that come of the ledger, and so each
//! becomes one claim. No download tells the text of a record or whom it names as victims.
//!
//! A row is written as the front matter that it came from, and read by `content`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::draft::quoted;
use super::registry::{RegionName, Registry};
use super::{Coded, Coder, Columns, Dataset, Draft, Origin, Row, RowProblem, Sums, Went, one_line};
use crate::content::{self, Parsed, slug};
use crate::diagnostic::Severity;
use crate::model::{ActorKind, Date, Id, IncidentType, Level, Measure};
use crate::source::SourcePath;

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

    fn record(&self, row: &Row, registry: &mut Registry) -> Result<Draft, RowProblem> {
        let cell = |name: &str| row.get(name);
        let wrong = |column: &str, why: &str| RowProblem::cell(row, column, why);
        let id = own_id(row).ok_or_else(|| wrong("id", "this cannot be the id of a record"))?;
        let date = cell("date_text").and_then(|text| text.parse::<Date>().ok());
        let date = date.ok_or_else(|| wrong("date_text", "this is no date (EDTF)"))?;
        let region = cell("region").and_then(Id::new);
        let region = region.ok_or_else(|| wrong("region", "the row names no region"))?;
        let mut text = String::from("+++\n");
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
            put(&mut text, key, cell(column));
        }
        list(&mut text, "tags", cell("tags").unwrap_or_default().split(';'));
        // Its names come first: places may name the same region without them.
        self.region(&region, row, registry);
        let mut left = Vec::new();
        let told = Told { own: self, row };
        match cell("claims").or(cell("sources")) {
            Some(_) => told.all(&mut text, &mut left, registry),
            None => told.figures(&mut text, registry),
        }
        text.push_str("+++\n");
        let path = SourcePath::new(format!("content/incidents/{:04}/{id}.md", date.year()));
        let read = content::parse(&path, text.as_bytes());
        if let Some(error) = read.problems.iter().find(|own| own.severity == Severity::Error) {
            let reason = format!("it cannot be written as a record: {}", error.message);
            return Err(RowProblem::row(row.line, reason));
        }
        let Some(Parsed::Incident(incident)) = read.value else {
            return Err(RowProblem::row(row.line, "it cannot be written as a record"));
        };
        if let (Some(kind), Some(label)) = (&incident.kind, cell("type_label")) {
            let id = kind.value.clone();
            registry.incident_type(&IncidentType {
                id,
                label: label.into(),
                acled: None,
                ucdp: None,
            });
        }
        for column in ["url", "last_changed"] {
            left.extend(cell(column).map(|text| (column.into(), text.into())));
        }
        let way = region.as_str().into();
        Ok(Draft { incident: *incident, body: String::new(), left, private: Vec::new(), way })
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

/// Writes a key with a text.
fn put(out: &mut String, key: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        let _ = writeln!(out, "{key} = {}", quoted(text));
    }
}

/// Writes a key with several texts.
fn list<'t>(out: &mut String, key: &str, texts: impl Iterator<Item = &'t str>) {
    let texts: Vec<String> =
        texts.map(str::trim).filter(|text| !text.is_empty()).map(quoted).collect();
    if !texts.is_empty() {
        let _ = writeln!(out, "{key} = [{}]", texts.join(", "));
    }
}

/// The texts of a member: one, or several in an array or with semicolons between them.
fn texts<'v>(object: &'v Map<String, Value>, key: &str) -> Vec<&'v str> {
    match object.get(key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => text.split("; ").collect(),
        _ => Vec::new(),
    }
}

fn text<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    object.get(key).and_then(Value::as_str)
}

/// What a row tells below the record.
struct Told<'r> {
    own: &'r Own,
    row: &'r Row,
}

impl Told<'_> {
    fn objects(&self, column: &str) -> Vec<Map<String, Value>> {
        let cell = self.row.get(column).unwrap_or_default();
        serde_json::from_str(cell).unwrap_or_default()
    }

    /// Sees to it that an actor is there; `name` where the row has it.
    fn actor(&self, id: &str, name: Option<&str>, registry: &mut Registry) {
        let known = self.own.actors.get(id);
        let kind = known.and_then(|(_, kind)| *kind);
        let name = known.map(|(name, _)| &**name).or(name).unwrap_or(id);
        if let Some(id) = Id::new(id) {
            registry.kept_actor(&id, name, kind);
        }
    }

    /// The whole ledger, places, sources, statements and history, as the JSON files have them.
    fn all(&self, out: &mut String, left: &mut Vec<(Box<str>, Box<str>)>, registry: &mut Registry) {
        // Names of actors stand beside their ids where they speak; elsewhere are ids alone.
        for object in self.objects("claims").iter().chain(&self.objects("statements")) {
            if let Some(id) = text(object, "by_actor") {
                self.actor(id, text(object, "by"), registry);
            }
        }
        for place in self.objects("places") {
            self.place(&place, out, registry);
        }
        let rows = self.objects("claims");
        for (at, claim) in rows.iter().enumerate() {
            let number = claim.get("number");
            if at > 0 && rows[at - 1].get("number") == number {
                continue;
            }
            let figures = rows.iter().filter(|row| row.get("number") == number);
            self.claim(claim, figures, out, registry);
        }
        for statement in self.objects("statements") {
            self.statement(&statement, out, left, registry);
        }
        let sources = self.objects("sources");
        for source in &sources {
            out.push_str("\n[[source]]\n");
            for key in [
                "id",
                "kind",
                "title",
                "author",
                "publisher",
                "published",
                "lang",
                "url",
                "archive_url",
                "archived",
                "accessed",
                "translation",
                "translated_from",
                "note",
            ] {
                put(out, key, text(source, key));
            }
            let cited = |id: &&str| sources.iter().any(|own| text(own, "id") == Some(*id));
            let (here, elsewhere): (Vec<&str>, Vec<&str>) =
                texts(source, "origin").into_iter().partition(cited);
            list(out, "origin", here.into_iter());
            if !elsewhere.is_empty() {
                let id = text(source, "id").unwrap_or_default();
                left.push((format!("origin of {id}").into(), elsewhere.join("; ").into()));
            }
        }
        for change in self.objects("changes") {
            out.push_str("\n[[change]]\n");
            ["on", "kind", "note"].iter().for_each(|key| put(out, key, text(&change, key)));
        }
    }

    fn place(&self, place: &Map<String, Value>, out: &mut String, registry: &mut Registry) {
        out.push_str("\n[[place]]\n");
        ["name", "role", "precision", "note"]
            .iter()
            .for_each(|key| put(out, key, text(place, key)));
        put(out, "date", text(place, "date_text"));
        if let (Some(latitude), Some(longitude)) = (place.get("latitude"), place.get("longitude")) {
            let _ = writeln!(out, "point = [{latitude}, {longitude}]");
        }
        if let Some(region) = text(place, "region") {
            put(out, "region", Some(region));
            if let Some(id) = Id::new(region) {
                self.own.keep_region(&id, &[], 0, None, registry);
            }
        }
        list(out, "source", texts(place, "sources").into_iter());
    }

    fn claim<'c>(
        &self,
        claim: &Map<String, Value>,
        figures: impl Iterator<Item = &'c Map<String, Value>>,
        out: &mut String,
        registry: &mut Registry,
    ) {
        out.push_str("\n[[claim]]\n");
        put(out, "id", text(claim, "id"));
        for row in figures {
            if let (Some(measure), Some(stated)) = (text(row, "measure"), text(row, "stated")) {
                figure(out, measure, stated);
            }
        }
        for (key, column) in
            [("perpetrator", "perpetrators"), ("target", "targets"), ("defender", "defenders")]
        {
            let ids = texts(claim, column);
            ids.iter().for_each(|id| self.actor(id, None, registry));
            list(out, key, ids.into_iter());
        }
        for key in [
            "status",
            "motive",
            "method",
            "damage",
            "text",
            "who",
            "via",
            "on",
            "quote",
            "quote_lang",
            "use",
            "reason",
            "note",
        ] {
            put(out, key, text(claim, key));
        }
        self.by(claim, out, registry);
        list(out, "place", texts(claim, "places").into_iter());
        for (key, column) in [
            ("source", "sources"),
            ("restates", "restates"),
            ("supersedes", "supersedes"),
            ("conflicts", "conflicts"),
        ] {
            list(out, key, texts(claim, column).into_iter());
        }
    }

    fn by(&self, object: &Map<String, Value>, out: &mut String, registry: &mut Registry) {
        let name = text(object, "by");
        match text(object, "by_actor") {
            Some(id) => {
                self.actor(id, name, registry);
                put(out, "by", Some(id));
            }
            None => put(out, "by", name),
        }
    }

    fn statement(
        &self,
        statement: &Map<String, Value>,
        out: &mut String,
        left: &mut Vec<(Box<str>, Box<str>)>,
        registry: &mut Registry,
    ) {
        out.push_str("\n[[statement]]\n");
        for key in ["on", "kind", "text", "quote", "quote_lang", "channel"] {
            put(out, key, text(statement, key));
        }
        self.by(statement, out, registry);
        let (mut to, mut nobody) = (Vec::new(), Vec::new());
        for name in texts(statement, "to") {
            let known = self.own.actors.iter().find(|(_, (own, _))| **own == *name);
            match known {
                Some((id, _)) => {
                    self.actor(id, None, registry);
                    to.push(&**id);
                }
                // One word would be read as the id of an actor, and of this one the file has no id.
                None if !name.contains(' ') => nobody.push(name),
                None => to.push(name),
            }
        }
        list(out, "to", to.into_iter());
        list(out, "source", texts(statement, "sources").into_iter());
        if !nobody.is_empty() {
            left.push(("statement to".into(), nobody.join("; ").into()));
        }
    }

    /// What the table of incidents tells: a place, and the figures as one claim.
    fn figures(&self, out: &mut String, registry: &mut Registry) {
        let cell = |name: &str| self.row.get(name);
        let precision = cell("position_precision").or(cell("precision"));
        if let (Some(latitude), Some(longitude)) = (cell("latitude"), cell("longitude")) {
            let names = cell("region_names").unwrap_or_default();
            let finest = names.rsplit(" > ").next().unwrap_or_default();
            out.push_str("\n[[place]]\n");
            put(out, "name", Some(finest));
            let _ = writeln!(out, "point = [{latitude}, {longitude}]");
            put(out, "precision", precision);
        }
        let source = if cell("url").is_some() { "source = [\"download\"]\n" } else { "" };
        let mut claim = String::new();
        for (name, _) in Measure::ALL {
            if let Some(stated) = self.stated(name) {
                figure(&mut claim, name, &stated);
            }
        }
        let targets: Vec<&str> =
            cell("targets").unwrap_or_default().split(';').map(str::trim).collect();
        let targets: Vec<&str> = targets.into_iter().filter(|id| !id.is_empty()).collect();
        targets.iter().for_each(|id| self.actor(id, None, registry));
        list(&mut claim, "target", targets.into_iter());
        if !claim.is_empty() {
            let _ = write!(out, "\n[[claim]]\n{claim}{source}");
        }
        let statuses: Vec<&str> =
            cell("perpetrator_status").unwrap_or_default().split(';').map(str::trim).collect();
        let named = cell("perpetrators").unwrap_or_default().split(';').map(str::trim);
        for (at, id) in named.enumerate().filter(|(_, id)| !id.is_empty()) {
            self.actor(id, None, registry);
            out.push_str("\n[[claim]]\n");
            list(out, "perpetrator", [id].into_iter());
            put(out, "status", statuses.get(at).copied().filter(|word| *word != "named"));
            out.push_str(source);
        }
        if let Some(url) = cell("url") {
            out.push_str("\n[[source]]\nid = \"download\"\nkind = \"data\"\n");
            put(out, "title", cell("title"));
            put(out, "url", Some(url));
        }
    }

    /// One figure of the table of incidents, as a record states it.
    fn stated(&self, measure: &str) -> Option<String> {
        let cell = |part: &str| self.row.get(&format!("{measure}_{part}"));
        let yes = |part: &str| cell(part).is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let (low, best, high) = (cell("low"), cell("best"), cell("high"));
        match cell("state")? {
            "words" => cell("text").map(one_line),
            "none" => Some("none".to_owned()),
            "unknown" => Some("unknown".to_owned()),
            _ if yes("open") && best.is_none() => low.map(|low| format!("at least {low}")),
            _ if low == high && best.is_none_or(|best| Some(best) == low) => {
                let about = if yes("about") { "about " } else { "" };
                low.map(|low| format!("{about}{low}"))
            }
            _ => {
                let bounds = [("low", low), ("best", best), ("high", high)];
                let bounds =
                    bounds.iter().filter_map(|(key, own)| Some(format!("{key} = {}", (*own)?)));
                Some(format!("{{ {} }}", bounds.collect::<Vec<_>>().join(", ")))
            }
        }
    }
}

/// Writes a figure: a number and bounds as they are, words as a text.
fn figure(out: &mut String, measure: &str, stated: &str) {
    let bare = stated.starts_with('{') || stated.parse::<u32>().is_ok();
    let value = if bare { stated.to_owned() } else { quoted(stated) };
    let _ = writeln!(out, "{measure} = {value}");
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
        let draft = self.record(row, registry).map_err(|problem| vec![problem])?;
        let counted = row.get("counted").is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let number = |column: &str| -> u64 {
            row.get(column).filter(|_| counted).and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        let low = number("killed_low");
        let or_low = |number: u64| if number == 0 { low } else { number };
        let sums =
            Sums { low, best: or_low(number("killed_best")), high: or_low(number("killed_high")) };
        Ok(Coded { draft, sums, problems: Vec::new() })
    }
}
