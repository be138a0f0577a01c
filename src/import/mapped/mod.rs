//! Anybody's table by a map: `griot import csv FILE --map MAP.toml`.
//!
//! The map says which cell becomes which field; what it names nowhere is kept in `[private.import]`.

pub(in crate::import) mod dates;
pub(in crate::import) mod figures;
mod fill;
mod months;
mod parts;
mod phrases;
pub(in crate::import) mod points;

use std::sync::Arc;

use super::records::named;
use super::registry::{RegionName, Registry};
use super::row::told;
use super::title;
use super::{Coded, Coder, Columns, Dataset, Draft, Origin, Row, RowProblem, Sums, Went, one_line};
use crate::content::map::{DatePrecision, Part, TableMap, Template, UNKNOWN_COLUMN};
use crate::content::slug;
use crate::diagnostic::Diagnostic;
use crate::model::{Date, Evidence, Id, Incident, IncidentType, RareOfIncident};
use crate::source::{Located, SourcePath};
use fill::{Cells, Places};

/// The coder of a table with a map.
pub struct Mapped {
    map: TableMap,
    dataset: Dataset,
    columns: Arc<Columns>,
    places: Places,
    /// The columns that no field takes, and that are neither private nor left out.
    left: Vec<usize>,
    /// The columns whose cells stand for other words; the cells are kept.
    coded: Vec<usize>,
    private: Vec<usize>,
}

impl Mapped {
    /// A coder for tables with that map.
    pub fn new(map: TableMap) -> Self {
        let own = &map.dataset;
        let dataset = Dataset {
            origin: Origin { dataset: own.id.as_str().into(), release: own.release.clone() },
            name: own.name.clone(),
            label: own.name.clone(),
            licence: own.licence.clone(),
            subject: own.name.clone(),
            types: map.types.clone(),
            prefix: format!("{}-", own.id).into(),
        };
        Self {
            map,
            dataset,
            columns: Arc::default(),
            places: Places::default(),
            left: Vec::new(),
            coded: Vec::new(),
            private: Vec::new(),
        }
    }

    /// The map's columns that the table does not have, as problems of the map.
    pub fn unknown_columns(&self, path: &SourcePath, columns: &Columns) -> Vec<Diagnostic> {
        let map = &self.map;
        let in_templates = map.templates().into_iter().flat_map(|(_, template)| {
            template.columns().into_iter().map(|name| (name, template.span)).collect::<Vec<_>>()
        });
        let lists =
            map.private.iter().chain(&map.ignore).chain(map.words.iter().map(|(own, _)| own));
        let named = in_templates.chain(lists.map(|name| (&*name.value, name.span)));
        let unknown = named.filter(|(name, _)| !columns.names.iter().any(|own| &**own == *name));
        let mut problems: Vec<Diagnostic> = unknown
            .map(|(name, span)| {
                let message = format!("the table has no column `{name}`");
                let problem = Diagnostic::at(&UNKNOWN_COLUMN, path, span, message);
                let names = columns.names.iter().map(|name| &**name);
                let problem = problem.label("no such column").did_you_mean(name, names);
                if problem.help.is_empty() {
                    problem.help(format!("the table has `{}`", columns.names.join("`, `")))
                } else {
                    problem
                }
            })
            .collect();
        crate::diagnostic::sort(&mut problems);
        problems
    }

    /// Where each column goes, and the places of those that go to no field.
    fn went(&mut self, columns: &Columns) -> Vec<(Box<str>, Went)> {
        let map = &self.map;
        let listed =
            |list: &[Located<Box<str>>], name: &str| list.iter().any(|own| &*own.value == name);
        let templates = map.templates();
        let uses = |name: &str, template: &Template| template.columns().contains(&name);
        let (mut left, mut private, mut coded) = (Vec::new(), Vec::new(), Vec::new());
        let mut went = Vec::with_capacity(columns.names.len());
        for (at, name) in columns.names.iter().enumerate() {
            let mut fields: Vec<&str> = Vec::new();
            for (field, template) in &templates {
                if uses(name, template) && !fields.contains(field) {
                    fields.push(field);
                }
            }
            let goes = if listed(&map.private, name) {
                private.push(at);
                Went::Field("[private]".into())
            } else if listed(&map.ignore, name) {
                Went::Out("the map leaves it out".into())
            } else if fields.is_empty() {
                left.push(at);
                Went::Kept
            } else {
                if map.words.iter().any(|(own, _)| own.value == *name) {
                    coded.push(at);
                }
                Went::Field(fields.join("; ").into())
            };
            went.push((name.clone(), goes));
        }
        (self.left, self.private, self.coded) = (left, private, coded);
        went
    }

    fn record(
        &self,
        row: &Row,
        registry: &mut Registry,
        problems: &mut Vec<RowProblem>,
    ) -> Option<(Draft, Sums)> {
        let map = &self.map;
        let mut cells = Cells::of(row, &self.places);
        // What may leave the row out goes before anything is made in the registry, and all of it is told.
        let id = told(self.own_id(&cells), problems);
        let date = told(self.date(&cells), problems);
        if let Some(id) = &id {
            cells.made.insert("id", id.to_string());
        }
        if let Some(date) = &date {
            cells.made.insert("date", date.to_string());
            let language = self.map.dataset.language.as_deref();
            let language = language.unwrap_or_else(|| registry.language());
            cells.made.insert("when", title::in_words_of(date, language));
        }
        let (figures, sums) = parts::figures(map, &cells, problems);
        let names = self.region_names(&cells);
        let way: Vec<RegionName<'_>> = names
            .iter()
            .map(|(name, level, kind)| RegionName { name, level: *level, kind: *kind, code: None })
            .collect();
        if let Some((name, ..)) = names.last() {
            cells.made.insert("region", name.clone());
        }
        let finest = names.last().map(|(name, ..)| &**name);
        let places = parts::places(map, &cells, finest, problems);
        if let Some(name) = places.first().and_then(|place| place.name.as_ref()) {
            cells.made.insert("place", name.value.to_string());
        }
        let kind = map.kind.as_ref().and_then(|kind| cells.text(kind)).map(|text| self.kind(&text));
        if let Some(kind) = &kind {
            cells.made.insert("type", kind.label.to_string());
        }
        let title = cells.text(&map.title).map(|title| one_line(&title));
        let no_title = || problem(&cells, &map.title, "the row has no title");
        // A title may be made of the date alone.
        let title = match (title, &date) {
            (None, None) => None,
            (title, _) => told(title.ok_or_else(no_title), problems),
        };
        if way.is_empty() {
            let reason = "the row names no region";
            problems.push(match map.region.first() {
                Some((template, ..)) => problem(&cells, template, reason),
                None => RowProblem::row(row.line, reason),
            });
        }
        if problems.iter().any(|problem| problem.fatal) {
            return None;
        }
        let (id, date, title) = (id?, date?, title?);
        let region = registry.region(&way)?;

        let path = SourcePath::new(format!("content/incidents/{:04}/{id}.md", date.year()));
        let mut record = named(&path, &id, &title);
        let line = |template: &Option<Template>| {
            let text = template.as_ref().and_then(|template| cells.text(template));
            text.map(|text| Box::<str>::from(one_line(&text)))
        };
        record.lang = line(&map.lang);
        record.status = map.status.unwrap_or(record.status);
        record.warning = line(&map.warning);
        for tags in &map.tags {
            let text = cells.text(tags).unwrap_or_default();
            let tags = fill::parts(&text, &map.split);
            for tag in tags {
                if !record.tags.iter().any(|own| &**own == tag) {
                    record.tags.push(tag.into());
                }
            }
        }
        let aliases = map.aliases.iter().filter_map(|alias| cells.text(alias));
        record.aliases = aliases.map(|alias| Box::<str>::from(one_line(&alias)).into()).collect();
        record.sources = parts::sources(map, &cells, registry, problems);
        record.claims = parts::claims(map, &cells, figures, &record.sources, registry, problems);
        let evidence = self.evidence(&cells, problems);
        let victims = parts::victims(map, &cells);
        let body = map.body.as_ref().and_then(|body| self.body(body, &cells));
        let incident = Incident {
            record,
            date: date.into(),
            region: region.id.into(),
            kind: kind.map(|kind| registry.incident_type(&kind).into()),
            evidence: evidence.into(),
            places,
            rare: RareOfIncident {
                time: line(&map.time),
                evidence_note: line(&map.evidence_note),
                victims,
                ..RareOfIncident::default()
            }
            .into(),
        };
        let kept = self.left.iter().chain(&self.coded).copied().chain(cells.kept.take());
        let draft = Draft {
            incident,
            body: body.map(|body| body + "\n").unwrap_or_default(),
            left: self.cells_of(row, kept),
            private: self.cells_of(row, self.private.iter().copied()),
            way: region.way,
        };
        Some((draft, sums))
    }

    /// The cells of columns by their names, those that are empty left out.
    fn cells_of(
        &self,
        row: &Row,
        columns: impl Iterator<Item = usize>,
    ) -> Vec<(Box<str>, Box<str>)> {
        let mut found: Vec<(Box<str>, Box<str>)> = Vec::new();
        for at in columns {
            if let (Some(name), Some(cell)) = (row.columns.names.get(at), row.at(at))
                && !found.iter().any(|(own, _)| own == name)
            {
                found.push((name.clone(), cell.into()));
            }
        }
        found
    }

    fn own_id(&self, cells: &Cells<'_>) -> Result<Id, RowProblem> {
        let template = &self.map.id;
        let text = cells.text(template).unwrap_or_default();
        let text = text.strip_suffix(".0").unwrap_or(&text);
        let own = slug(text);
        let prefix = &*self.dataset.prefix;
        let whole = if own.starts_with(prefix) { own.clone() } else { format!("{prefix}{own}") };
        Id::new(&whole).filter(|_| !own.is_empty()).ok_or_else(|| {
            problem(cells, template, "this cannot be the id of a record").help(
                "an id needs a letter or a digit, and is what a later import knows the record by",
            )
        })
    }

    fn date(&self, cells: &Cells<'_>) -> Result<Date, RowProblem> {
        let map = &self.map.date;
        let text = |template: &Option<Template>| {
            template.as_ref().and_then(|template| cells.text(template))
        };
        let at = |template: &Option<Template>, why: String| match template {
            Some(template) => problem(cells, template, why),
            None => RowProblem::row(cells.row.line, why),
        };
        let mut date = if let Some(value) = text(&map.value) {
            let from = dates::parse(&value, map.order).map_err(|why| at(&map.value, why))?;
            match text(&map.end) {
                None => from,
                Some(end) => {
                    let to = dates::parse(&end, map.order).map_err(|why| at(&map.end, why))?;
                    let meaning = map.meaning.unwrap_or(crate::content::map::DateMeaning::Lasted);
                    dates::span(&from, &to, meaning).map_err(|why| at(&map.end, why))?
                }
            }
        } else if let Some(year) = text(&map.year) {
            let (month, day) = (text(&map.month), text(&map.day));
            dates::from_parts(&year, month.as_deref(), day.as_deref()).map_err(|(part, why)| {
                let templates = [&map.year, &map.month, &map.day];
                at(templates.get(part).copied().unwrap_or(&map.year), why)
            })?
        } else {
            let template = if map.value.is_some() { &map.value } else { &map.year };
            return Err(at(template, "the row has no date".to_owned()));
        };
        if let Some(word) = text(&map.precision) {
            let Some(precision) = DatePrecision::named(&word.to_lowercase()) else {
                let why = format!("`{word}` is none of day, about, week, month, year");
                return Err(at(&map.precision, why).help(words_help(cells, &map.precision)));
            };
            date = dates::coarsened(date, precision);
        }
        Ok(date)
    }

    /// The Markdown; where it begins as a quotation, all its lines are quoted.
    fn body(&self, template: &Template, cells: &Cells<'_>) -> Option<String> {
        let text = cells.filled(template, &fill::markdown)?;
        let quoted =
            matches!(template.parts.first(), Some(Part::Words(words)) if words.starts_with('>'));
        Some(if quoted { text.replace('\n', "\n> ") } else { text })
    }

    /// Names of regions from the largest down, without those that are empty.
    fn region_names(&self, cells: &Cells<'_>) -> Vec<(String, crate::model::Level, Option<&str>)> {
        let names = self.map.region.iter().filter_map(|(template, level, kind)| {
            Some((one_line(&cells.text(template)?), *level, kind.as_deref()))
        });
        names.collect()
    }

    /// The type that a text names: by its id or label in the map, else one made of it.
    fn kind(&self, text: &str) -> IncidentType {
        let label = one_line(text);
        let id = slug(&label);
        let known =
            self.map.types.iter().find(|known| known.id.as_str() == id || *known.label == label);
        known.cloned().unwrap_or_else(|| IncidentType {
            id: Id::new(&id).unwrap_or_else(|| Id::new("other").unwrap_or_default()),
            label: label.into(),
            acled: None,
            ucdp: None,
        })
    }

    fn evidence(&self, cells: &Cells<'_>, problems: &mut Vec<RowProblem>) -> Evidence {
        let Some(template) = &self.map.evidence else { return Evidence::Unassessed };
        let Some(word) = cells.text(template) else { return Evidence::Unassessed };
        Evidence::named(&word.to_lowercase()).unwrap_or_else(|| {
            let names: Vec<&str> = Evidence::ALL.iter().map(|(name, _)| *name).collect();
            let why = format!("`{word}` is none of {}", names.join(", "));
            let help = words_help(cells, &self.map.evidence);
            problems.push(problem(cells, template, why).help(help).noted());
            Evidence::Unassessed
        })
    }
}

/// A problem of the cell that a template takes.
fn problem(cells: &Cells<'_>, template: &Template, reason: impl Into<Box<str>>) -> RowProblem {
    match cells.column(template) {
        Some(column) => RowProblem::cell(cells.row, column, reason),
        None => RowProblem::row(cells.row.line, reason),
    }
}

/// How a map says what a cell stands for.
fn words_help(cells: &Cells<'_>, template: &Option<Template>) -> String {
    let column = template.as_ref().and_then(|template| cells.column(template)).unwrap_or_default();
    let cell = cells.row.get(column).unwrap_or_default();
    format!("say in the map what it stands for: [words.\"{column}\"] \"{cell}\" = \"…\"")
}

impl Coder for Mapped {
    fn cells(&self, row: &Row) -> Option<Box<str>> {
        Some(row.print())
    }

    fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    fn language(&self) -> &str {
        self.map.dataset.language.as_deref().unwrap_or("en")
    }

    fn begin(&mut self, columns: &Arc<Columns>) -> Result<Vec<(Box<str>, Went)>, Vec<RowProblem>> {
        self.places = Places::of(columns, &self.map);
        self.columns = Arc::clone(columns);
        Ok(self.went(columns))
    }

    fn id(&self, row: &Row) -> Option<Id> {
        self.own_id(&Cells::of(row, &self.places)).ok()
    }

    fn code(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>> {
        if !Arc::ptr_eq(&row.columns, &self.columns) {
            // A later row brought more columns.
            self.places = Places::of(&row.columns, &self.map);
            self.columns = Arc::clone(&row.columns);
            self.went(&row.columns);
        }
        let mut problems = Vec::new();
        let record = self.record(row, registry, &mut problems);
        Coded::of(record, problems)
    }
}
