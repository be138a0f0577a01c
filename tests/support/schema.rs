//! Files of trackers held against the schemas for editors.

use std::collections::BTreeMap;

use griot::content::{SCHEMAS, schema};
use griot::pipeline;
use jsonschema::Validator;
use serde_json::Value;

/// A validator for each schema, by its name.
pub fn validators() -> BTreeMap<&'static str, Validator> {
    let validator = |(name, _)| {
        let schema = schema(name, &pipeline::rules()).unwrap();
        let schema: Value = serde_json::from_str(&schema).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name} is a schema");
        (name, jsonschema::validator_for(&schema).unwrap())
    };
    SCHEMAS.into_iter().map(validator).collect()
}

/// TOML as editors hand it to a schema: dates are texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect())
        }
    }
}

/// What the schema of that name says against a file of TOML.
pub fn problems(validators: &BTreeMap<&str, Validator>, name: &str, text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
    let value = json(toml::Value::Table(table));
    let errors = validators[name].iter_errors(&value);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The schema of a file and the TOML that it holds; `None` for files of other kinds.
pub fn toml_of<'t>(path: &str, text: &'t str) -> Option<(&'static str, &'t str)> {
    const FOLDERS: [(&str, &str); 6] = [
        ("incidents", "incident"),
        ("reports", "report"),
        ("milestones", "milestone"),
        ("regions", "region"),
        ("actors", "actor"),
        ("sources", "source"),
    ];
    if path == "griot.toml" {
        return Some(("settings", text));
    }
    let below = path.strip_prefix("content/")?;
    if below == "places.toml" {
        return Some(("places", text));
    }
    if !below.ends_with(".md") {
        return None;
    }
    let folder = below.split_once('/').map_or("", |(folder, _)| folder);
    let name = FOLDERS.iter().find(|(own, _)| *own == folder).map_or("page", |(_, name)| *name);
    let (_, rest) = text.split_once("+++")?;
    Some((name, rest.split_once("\n+++")?.0))
}
