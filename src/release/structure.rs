//! Which files and columns a dataset has, as its `datapackage.json` says, and what of it changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::changes::{StructureChange, StructureKind};
use crate::dataset::Table;

/// What of a `datapackage.json` is held against another.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Structure {
    #[serde(default)]
    name: String,
    #[serde(default)]
    licenses: Vec<Licence>,
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Licence {
    name: String,
    /// Its words, where it has no identifier.
    title: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resource {
    name: String,
    path: String,
    schema: Option<Schema>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    #[serde(default)]
    primary_key: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    constraints: Constraints,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
struct Constraints {
    #[serde(default)]
    required: bool,
    minimum: Option<u64>,
    #[serde(rename = "enum")]
    words: Option<BTreeSet<String>>,
}

impl Constraints {
    /// Whether something that `self` lets pass is refused by `other`.
    fn is_narrowed_by(&self, other: &Self) -> bool {
        let words = match (&self.words, &other.words) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(own), Some(other)) => !own.is_subset(other),
        };
        words || (other.required && !self.required) || other.minimum > self.minimum
    }
}

impl Structure {
    pub(super) fn parse(bytes: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(bytes)
    }

    /// The files of the whole dataset; those of single years and regions follow from their rows.
    fn files(&self) -> BTreeSet<&str> {
        let paths = self.resources.iter().map(|file| file.path.as_str());
        paths.filter(|path| !path.contains('/')).collect()
    }

    /// The schemas of the tables in their exact form; the other forms have the same columns.
    fn tables(&self) -> BTreeMap<&str, &Schema> {
        let table = |file: &Resource| Table::named(&file.name).is_some();
        let tables = self.resources.iter().filter(|file| table(file));
        tables.filter_map(|file| Some((file.name.as_str(), file.schema.as_ref()?))).collect()
    }

    /// What changed from `self` to `new`.
    pub(super) fn changes(&self, new: &Self) -> Vec<StructureChange> {
        let mut changes = Vec::new();
        if self.name != new.name {
            changes.push(StructureChange::new(StructureKind::Name, &new.name, None));
        }
        if self.licenses != new.licenses {
            let (kind, licences) = match new.licenses.is_empty() {
                true => (StructureKind::LicenceRemoved, &self.licenses),
                false => (StructureKind::Licence, &new.licenses),
            };
            let texts = licences.iter().map(|own| own.title.as_deref().unwrap_or(&own.name));
            let name = texts.collect::<Vec<_>>().join(", ");
            changes.push(StructureChange::new(kind, &name, None));
        }
        let (old_files, new_files) = (self.files(), new.files());
        let gone = old_files.difference(&new_files).map(|file| (StructureKind::FileRemoved, file));
        let fresh = new_files.difference(&old_files).map(|file| (StructureKind::FileAdded, file));
        changes
            .extend(gone.chain(fresh).map(|(kind, file)| StructureChange::new(kind, file, None)));
        let new_tables = new.tables();
        for (name, old) in self.tables() {
            if let Some(new) = new_tables.get(name) {
                columns(name, old, new, &mut changes);
            }
        }
        changes
    }
}

fn columns(table: &str, old: &Schema, new: &Schema, changes: &mut Vec<StructureChange>) {
    let mut add = |kind, column: &str| {
        changes.push(StructureChange::new(kind, table, Some(column)));
    };
    let find = |schema: &'_ Schema, name: &str| schema.fields.iter().any(|own| own.name == name);
    for field in old.fields.iter().filter(|field| !find(new, &field.name)) {
        add(StructureKind::ColumnRemoved, &field.name);
    }
    for field in new.fields.iter().filter(|field| !find(old, &field.name)) {
        add(StructureKind::ColumnAdded, &field.name);
    }
    let both = |own: &'_ Schema, other: &Schema| -> Vec<String> {
        let names = own.fields.iter().map(|field| field.name.clone());
        names.filter(|name| find(other, name)).collect()
    };
    let (before, after) = (both(old, new), both(new, old));
    let moved = before.iter().zip(&after).find(|(before, after)| before != after);
    if let Some((_, column)) = moved {
        add(StructureKind::ColumnMoved, column);
    }
    for field in &old.fields {
        let Some(other) = new.fields.iter().find(|other| other.name == field.name) else {
            continue;
        };
        if field.kind != other.kind {
            add(StructureKind::Type, &field.name);
        }
        if field.constraints.is_narrowed_by(&other.constraints) {
            add(StructureKind::Narrower, &field.name);
        } else if field.constraints != other.constraints {
            add(StructureKind::Wider, &field.name);
        }
    }
    if old.primary_key != new.primary_key {
        add(StructureKind::Key, &new.primary_key.join(";"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(fields: &str) -> Structure {
        let text = format!(
            r#"{{"name":"t","resources":[{{"name":"incidents","path":"incidents.csv",
            "schema":{{"fields":[{fields}],"primaryKey":["id"]}}}}]}}"#
        );
        Structure::parse(text.as_bytes()).expect("JSON")
    }

    #[test]
    fn every_change_of_a_column_is_seen() {
        let id = r#"{"name":"id","type":"string"}"#;
        let check = |old: &str, new: &str, expected: &[&str]| {
            let changes = package(old).changes(&package(new));
            let names: Vec<&str> = changes.iter().map(|change| change.what.name()).collect();
            assert_eq!(names, expected, "{old} to {new}");
        };
        let two = |second: &str| format!("{id},{second}");
        let plain = two(r#"{"name":"n","type":"string"}"#);
        check(&plain, &plain, &[]);
        check(&plain, id, &["column-removed"]);
        check(id, &plain, &["column-added"]);
        let renamed = two(r#"{"name":"m","type":"string"}"#);
        check(&plain, &renamed, &["column-removed", "column-added"]);
        check(&plain, &two(r#"{"name":"n","type":"integer"}"#), &["type"]);
        let words = |words: &str| {
            two(&format!(r#"{{"name":"n","type":"string","constraints":{{"enum":[{words}]}}}}"#))
        };
        check(&plain, &words(r#""a""#), &["narrower"]);
        check(&words(r#""a""#), &plain, &["wider"]);
        check(&words(r#""a""#), &words(r#""a","b""#), &["wider"]);
        check(&words(r#""a","b""#), &words(r#""a""#), &["narrower"]);
        let swapped = format!(r#"{{"name":"n","type":"string"}},{id}"#);
        check(&plain, &swapped, &["column-moved"]);
        let required = two(r#"{"name":"n","type":"string","constraints":{"required":true}}"#);
        check(&plain, &required, &["narrower"]);
        check(&required, &plain, &["wider"]);
    }
}
