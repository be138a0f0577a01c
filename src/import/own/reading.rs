//! One row while it is read: its front matter, what was wrong with its cells, whom it names.

use serde_json::{Map, Value};

use super::front::{At, Front};
use crate::content;
use crate::diagnostic::{Diagnostic, Severity};
use crate::import::row::told;
use crate::import::{Row, RowProblem};
use crate::model::Incident;
use crate::source::SourcePath;

/// What a row becomes.
pub(super) struct Reading<'r> {
    pub(super) row: &'r Row,
    pub(super) front: Front,
    pub(super) problems: Vec<RowProblem>,
    /// What has no field.
    pub(super) left: Vec<(Box<str>, Box<str>)>,
    /// Actors that the row names by their ids, with the name where the row has it.
    pub(super) actors: Vec<(Box<str>, Option<Box<str>>)>,
    /// Regions of single places, by their ids.
    pub(super) regions: Vec<Box<str>>,
}

/// An object of a column that holds several.
pub(super) struct Object {
    pub(super) at: At,
    pub(super) members: Map<String, Value>,
}

impl Object {
    pub(super) fn member(&self, member: &'static str) -> At {
        At { member, ..self.at }
    }

    /// A member that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.members.get(key).filter(|value| !value.is_null())
    }
}

impl<'r> Reading<'r> {
    pub(super) fn new(row: &'r Row) -> Self {
        Self {
            row,
            front: Front::new(),
            problems: Vec::new(),
            left: Vec::new(),
            actors: Vec::new(),
            regions: Vec::new(),
        }
    }

    /// A problem of what stood there.
    fn problem(&self, at: At, reason: impl Into<Box<str>>) -> RowProblem {
        let name = at.name();
        let problem = RowProblem::cell(self.row, &name, reason);
        let Some(item) = at.item else { return problem };
        let all: Option<Value> =
            self.row.get(at.column).and_then(|cell| serde_json::from_str(cell).ok());
        let object = all.as_ref().and_then(|all| all.get(item));
        let value = if at.is_object() { None } else { object.and_then(|own| own.get(at.member)) };
        let value = match value {
            Some(Value::String(text)) => text.as_str().into(),
            Some(other) => other.to_string().into(),
            None => "".into(),
        };
        RowProblem { value, ..problem }
    }

    /// Tells why a value could not be read.
    pub(super) fn tell(&mut self, at: At, reason: impl Into<Box<str>>) {
        let problem = self.problem(at, reason);
        self.problems.push(problem);
    }

    /// What was read; why nothing could be is told.
    pub(super) fn told<T>(&mut self, at: At, read: Result<T, String>) -> Option<T> {
        let read = read.map_err(|why| self.problem(at, why));
        told(read, &mut self.problems)
    }

    /// A cell, read; `None` where it is empty or was told.
    pub(super) fn cell<T>(
        &mut self,
        at: At,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.row.get(&at.name())?;
        self.told(at, read(text))
    }

    /// The objects of a column.
    pub(super) fn objects(&mut self, column: &'static str) -> Vec<Object> {
        let Some(cell) = self.row.get(column) else { return Vec::new() };
        let read: Result<Vec<Map<String, Value>>, _> = serde_json::from_str(cell);
        let why = || "this is no array of objects".to_owned();
        let read = self.told(At::column(column), read.map_err(|_| why()));
        let objects = read.into_iter().flatten().enumerate();
        let at = |item| At { column, item: Some(item), member: "" };
        objects.map(|(item, members)| Object { at: at(item), members }).collect()
    }

    /// The text of a member; `None` where there is none or it was told.
    pub(super) fn text<'o>(&mut self, object: &'o Object, key: &'static str) -> Option<&'o str> {
        match object.get(key)? {
            Value::String(text) => Some(text),
            _ => {
                self.tell(object.member(key), "this is no text");
                None
            }
        }
    }

    /// The texts of a member: one, or several in an array or with semicolons between them.
    pub(super) fn texts<'o>(&mut self, object: &'o Object, key: &'static str) -> Vec<&'o str> {
        let texts = match object.get(key) {
            None => return Vec::new(),
            Some(Value::String(text)) => return text.split("; ").collect(),
            Some(Value::Array(items)) => items.iter().map(Value::as_str).collect(),
            Some(_) => None,
        };
        let texts: Option<Vec<&str>> = texts;
        texts.unwrap_or_else(|| {
            self.tell(object.member(key), "this is neither a text nor an array of texts");
            Vec::new()
        })
    }

    /// Writes members that are texts under the keys of the same names.
    pub(super) fn put(&mut self, object: &Object, keys: &[&'static str]) {
        for key in keys {
            self.put_as(object, key, key);
        }
    }

    /// Writes a member that is a text under a key.
    pub(super) fn put_as(&mut self, object: &Object, key: &'static str, member: &'static str) {
        let text = self.text(object, member);
        self.front.text(key, text, object.member(member));
    }

    /// Writes a member that holds texts under a key.
    pub(super) fn put_all(&mut self, object: &Object, key: &'static str, member: &'static str) {
        let texts = self.texts(object, member);
        self.front.texts(key, texts.into_iter(), object.member(member));
    }

    /// The record that the front matter is, at that path; `None` where it is none, which is told.
    pub(super) fn finish(&mut self, path: &SourcePath) -> Option<Box<Incident>> {
        let read = content::parse(path, self.front.finish().as_bytes());
        let errors = read.problems.iter().filter(|own| own.severity == Severity::Error);
        let errors: Vec<&Diagnostic> = errors.collect();
        let incident = match read.value {
            Some(content::Parsed::Incident(incident)) => Some(incident),
            _ => None,
        };
        let whole = incident.is_some() && errors.is_empty();
        // What is missing for a cell that was told is not told again.
        let echoes = self.problems.iter().any(|problem| problem.fatal);
        for error in errors {
            let at = error.span.and_then(|span| self.front.origin(span));
            let problem = match at {
                Some(at) if !echoes || !at.is_object() => self.problem(at, &*error.message),
                None if !echoes => {
                    let reason = format!("it cannot be written as a record: {}", error.message);
                    RowProblem::row(self.row.line, reason)
                }
                _ => continue,
            };
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        if incident.is_none() && !self.problems.iter().any(|problem| problem.fatal) {
            let reason = "it cannot be written as a record";
            self.problems.push(RowProblem::row(self.row.line, reason));
        }
        incident.filter(|_| whole && !self.problems.iter().any(|problem| problem.fatal))
    }
}
