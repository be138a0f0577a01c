//! JSON Schemas (2020-12) of the format, for editors: made of what the readers ask for, and described
//! by the table in `described.rs`.
//!
//! A schema is looser than `griot check`: it knows the keys, their forms and their words, and nothing
//! of what they mean together. It uses only what older versions of JSON Schema have as well, since
//! editors differ.

mod described;

use serde_json::{Map, Value, json};

use self::described::DESCRIBED;
use super::outline::{ANY_KEY, Form, Outline, Seen};
use super::{Kind, outline, settings};
use crate::diagnostic::Rule;

/// The schemas: their names, and what each describes.
pub const SCHEMAS: [(&str, &str); 9] = [
    ("incident", "front matter of content/incidents/**/ID.md"),
    ("report", "front matter of content/reports/**/ID.md"),
    ("milestone", "front matter of content/milestones/**/ID.md"),
    ("region", "front matter of content/regions/**/ID.md"),
    ("actor", "front matter of content/actors/**/ID.md"),
    ("source", "front matter of content/sources/**/ID.md"),
    ("page", "front matter of content/ID.md"),
    ("places", "content/places.toml"),
    ("settings", "griot.toml"),
];

/// The schema of that name as JSON; `None` where there is none. `rules` are all rules, since the
/// settings may name them.
pub fn schema(name: &str, rules: &[&'static Rule]) -> Option<String> {
    let (name, of) = SCHEMAS.iter().find(|(own, _)| *own == name)?;
    let outline = outline_of(name, rules)?;
    let mut schema = Writer { name, rules }.object(&outline, "");
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), format!("griot {}: {of}", env!("CARGO_PKG_VERSION")).into());
    serde_json::to_string_pretty(&Value::Object(schema)).ok().map(|text| text + "\n")
}

fn outline_of(name: &str, rules: &[&'static Rule]) -> Option<Outline> {
    Some(outline(match name {
        "incident" => Kind::Incident,
        "report" => Kind::Report,
        "milestone" => Kind::Milestone,
        "region" => Kind::Region,
        "actor" => Kind::Actor,
        "source" => Kind::Source,
        "page" => Kind::Page,
        "places" => Kind::Places,
        "settings" => return Some(settings::outline(rules)),
        _ => return None,
    }))
}

/// What a key means and an example of its value as JSON: what is said of the schema's own key, else
/// of the key in all schemas. `path` is the key with those above it, as in `claim.killed`.
fn described(
    schema: &str,
    path: &str,
) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let find = |of: &str| DESCRIBED.iter().find(|(path, ..)| *path == of);
    find(&format!("{schema}:{path}")).or_else(|| find(path))
}

/// Writes one schema.
struct Writer<'w> {
    name: &'w str,
    rules: &'w [&'static Rule],
}

impl Writer<'_> {
    /// The schema of a table; `above` is its key with those above it and a point, or nothing.
    fn object(&self, outline: &Outline, above: &str) -> Map<String, Value> {
        let mut properties = Map::new();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("additionalProperties".to_owned(), false.into());
        for (key, forms) in &outline.keys {
            let path = format!("{above}{key}");
            let mut value = self.value(forms, &path);
            self.describe(&path, &mut value);
            match &**key {
                ANY_KEY => schema.insert("additionalProperties".to_owned(), value.into()),
                key => properties.insert(key.to_owned(), value.into()),
            };
        }
        schema.insert("properties".to_owned(), properties.into());
        if !outline.required.is_empty() {
            schema.insert("required".to_owned(), json!(outline.required));
        }
        if !outline.one_of.is_empty() {
            let one = outline.one_of.iter().map(|key| json!({ "required": [key] }));
            schema.insert("anyOf".to_owned(), one.collect());
        }
        if outline.known.contains("status") && outline.known.contains("reason") && above.is_empty()
        {
            let withdrawn = json!({ "properties": { "status": { "const": "withdrawn" } },
                "required": ["status"] });
            schema.insert("if".to_owned(), withdrawn);
            schema.insert("then".to_owned(), json!({ "required": ["reason"] }));
        }
        schema
    }

    fn describe(&self, path: &str, value: &mut Map<String, Value>) {
        if let Some((_, description, example)) = described(self.name, path) {
            value.insert("description".to_owned(), (*description).into());
            if let Ok(example) = serde_json::from_str::<Value>(example) {
                value.insert("examples".to_owned(), json!([example]));
            }
        }
        if let Some(key) = path.strip_prefix("weight.").filter(|_| self.name == "settings") {
            let about = match key.strip_suffix("_html") {
                Some(kind) => {
                    format!("The most compressed bytes of a page `{kind}` by itself, or off")
                }
                None => {
                    format!("The most compressed bytes of a page `{key}` with all it shows, or off")
                }
            };
            value.insert("description".to_owned(), about.into());
        }
        if let Some(rule) = path.strip_prefix("rules.").filter(|_| self.name == "settings") {
            let rule = self.rules.iter().find(|own| own.name == rule);
            let first = rule.and_then(|rule| rule.manual.split("\n\n").next());
            value.insert("description".to_owned(), first.unwrap_or_default().into());
        }
    }

    /// A value of any of the forms.
    fn value(&self, forms: &[Form], path: &str) -> Map<String, Value> {
        let mut any: Vec<Value> = Vec::new();
        for form in forms {
            let own = self.form(form, path);
            any.extend(own.into_iter().filter(|own| !any.contains(own)).collect::<Vec<_>>());
        }
        let mut value = Map::new();
        match any.pop() {
            Some(Value::Object(only)) if any.is_empty() => value = only,
            last => {
                any.extend(last);
                value.insert("anyOf".to_owned(), any.into());
            }
        }
        value
    }

    /// What a form may be.
    fn form(&self, form: &Form, path: &str) -> Vec<Value> {
        let inner = |seen: &Seen| Value::Object(self.object(&seen.borrow(), &format!("{path}.")));
        let several = |one: Value| json!({ "type": "array", "items": one });
        let text = || json!({ "type": "string", "minLength": 1 });
        let id = || json!({ "type": "string", "pattern": "^\\S+$" });
        let word = |words: &[&str]| json!({ "enum": words });
        match form {
            Form::Text => vec![text()],
            Form::Texts => vec![text(), several(text())],
            Form::Bool => vec![json!({ "type": "boolean" })],
            Form::Number(least, most) => {
                vec![json!({ "type": "integer", "minimum": least, "maximum": most })]
            }
            Form::Id => vec![id()],
            Form::Ids => vec![id(), several(id())],
            Form::Word(words) => vec![word(&words())],
            Form::Words(words) => vec![word(&words()), several(word(&words()))],
            Form::Matching(pattern) => vec![json!({ "type": "string", "pattern": pattern })],
            Form::Date => vec![json!({ "type": "string", "pattern": date_pattern() })],
            Form::Amount(table) => {
                let number = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
                let words =
                    json!({ "type": "string", "minLength": 1, "pattern": figure_pattern() });
                vec![number, words, inner(table)]
            }
            Form::Language => {
                vec![json!({ "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$" })]
            }
            Form::WebAddress => vec![json!({ "type": "string", "pattern": "^https?://\\S+$" })],
            Form::Point => {
                let degrees = json!({ "type": "number", "minimum": -180, "maximum": 180 });
                let mut point = several(degrees.clone());
                // Older versions know no `prefixItems` and hold both to `items`.
                let latitude = json!({ "type": "number", "minimum": -90, "maximum": 90 });
                point["prefixItems"] = json!([latitude, degrees]);
                point["minItems"] = 2.into();
                point["maxItems"] = 2.into();
                vec![point]
            }
            Form::Spellings(table) => {
                let one = json!({ "anyOf": [text(), inner(table)] });
                vec![text(), inner(table), several(one)]
            }
            Form::Tables(table) => vec![several(inner(table))],
            Form::Table(table) => vec![inner(table)],
            Form::Budget => vec![json!({ "type": "integer", "minimum": 1 }), word(&["off"])],
            Form::Anything => vec![json!({})],
        }
    }
}

/// White space as TOML texts may have around them, for a pattern.
const SPACE: &str = "[\\s\u{85}]*";

/// What a date looks like: EDTF as far as it is read.
fn date_pattern() -> String {
    let month = "(0[1-9]|1[0-2])";
    let day = "(XX|0[1-9]|[12][0-9]|3[01])";
    let part = format!("[0-9]{{4}}(-XX(-XX)?|-{month}(-{day})?)?");
    let date = format!("({part}|{part}/({part}|\\.\\.)|\\[{part}\\.\\.{part}\\])");
    format!("^{SPACE}{date}[~?%]*{SPACE}$")
}

/// What a figure looks like that is no number: words without digits, or one of the forms with them.
fn figure_pattern() -> String {
    let number = "([0-9]+|[0-9]{1,3}([, \u{a0}\u{202f}][0-9]{3})+)";
    let any_case = |word: &str| -> String {
        let both = |c: char| match c {
            ' ' => " ".to_owned(),
            c => format!("[{}{c}]", c.to_ascii_uppercase()),
        };
        word.chars().map(both).collect()
    };
    let before = ["at least ", "more than ", "up to ", "about "].map(any_case).join("|");
    let one = format!("({before}|~)?{SPACE}{number}\\+?");
    let range = format!("{number}{SPACE}[-–]{SPACE}{number}");
    format!("^({SPACE}({one}|{range}){SPACE}|[^0-9]*)$")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every table of a schema with its path.
    fn tables(outline: &Outline, path: &str, found: &mut impl FnMut(&Outline, &str)) {
        found(outline, path);
        for (key, forms) in &outline.keys {
            for form in forms {
                if let Form::Amount(table)
                | Form::Spellings(table)
                | Form::Tables(table)
                | Form::Table(table) = form
                {
                    tables(&table.borrow(), &format!("{path}{key}."), found);
                }
            }
        }
    }

    fn every_table(found: &mut impl FnMut(&str, &Outline, &str)) {
        for (name, _) in SCHEMAS {
            let outline = outline_of(name, super::super::RULES).expect("a schema");
            tables(&outline, "", &mut |outline, path| found(name, outline, path));
        }
    }

    #[test]
    fn a_key_is_known_where_it_is_in_the_schema_and_nowhere_else() {
        let mut count = 0;
        every_table(&mut |name, outline, path| {
            let chosen = outline.keys.iter().any(|(key, _)| &**key == ANY_KEY);
            let free = chosen || (name == "settings" && matches!(path, "rules." | "weight."));
            if free || path == "private." {
                return;
            }
            let keys: BTreeSet<&str> = outline.keys.iter().map(|(key, _)| &**key).collect();
            assert_eq!(keys, outline.known, "{name}: {path}");
            count += keys.len();
        });
        assert!(count > 200, "{count} keys were looked at");
    }

    #[test]
    fn every_key_is_described_and_nothing_else() {
        let mut used = BTreeSet::new();
        every_table(&mut |name, outline, path| {
            if name == "settings" && matches!(path, "rules." | "weight.") {
                // Described as they are written.
                return;
            }
            for (key, _) in &outline.keys {
                let path = format!("{path}{key}");
                match described(name, &path) {
                    Some((own, ..)) => used.insert(*own),
                    None => panic!("{name}: `{path}` is not described"),
                };
            }
        });
        for (path, description, example) in DESCRIBED {
            assert!(used.contains(path), "there is no `{path}`");
            assert!(!description.is_empty() && !description.ends_with('.'), "{path}");
            let parsed = serde_json::from_str::<Value>(example);
            assert!(example.is_empty() || parsed.is_ok(), "{path}: {example}");
        }
    }
}
