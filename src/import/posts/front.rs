//! Front matter of other sites: YAML between lines of `---`, TOML between lines of `+++`, or a JSON
//! object; and the Markdown below it.

use serde_json::{Map, Value};
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::TScalarStyle;

/// How deep front matter may go; what is deeper is no front matter.
const DEEPEST: usize = 64;

/// The front matter of a post as an object, and its body.
///
/// # Errors
/// What is wrong with it, one sentence.
pub(super) fn read(text: &str) -> Result<(Map<String, Value>, &str), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default().trim_end();
    let value = match first {
        "---" => {
            let (front, body) = between(text, &["---", "..."])?;
            (yaml(front)?, body)
        }
        "+++" => {
            let (front, body) = between(text, &["+++"])?;
            (toml(front)?, body)
        }
        _ if first.starts_with('{') => {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
            let value = values.next().and_then(Result::ok).unwrap_or_default();
            (value, text.get(values.byte_offset()..).unwrap_or_default())
        }
        _ => return Err("the file has no front matter".to_owned()),
    };
    match value {
        (Value::Object(front), body) => Ok((front, body.trim_start_matches(['\r', '\n']))),
        (Value::Null, body) if first == "---" => Ok((Map::new(), body)),
        _ => Err("the front matter holds no keys".to_owned()),
    }
}

/// What stands between the first line and the next that is one of `ends`, and what follows.
fn between<'t>(text: &'t str, ends: &[&str]) -> Result<(&'t str, &'t str), String> {
    let from = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Ok((&text[from..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    Err("the front matter is not closed".to_owned())
}

fn toml(text: &str) -> Result<Value, String> {
    let document: toml_edit::DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| {
            format!("the front matter is no TOML: {}", first_line(error.message()))
        })?;
    Ok(of_table(document.as_table()))
}

fn of_table(table: &dyn toml_edit::TableLike) -> Value {
    let pairs = table.iter().map(|(key, item)| (key.to_owned(), of_item(item)));
    Value::Object(pairs.collect())
}

fn of_item(item: &toml_edit::Item) -> Value {
    match item {
        toml_edit::Item::None => Value::Null,
        toml_edit::Item::Value(value) => of_value(value),
        toml_edit::Item::Table(table) => of_table(table),
        toml_edit::Item::ArrayOfTables(tables) => {
            Value::Array(tables.iter().map(|table| of_table(table)).collect())
        }
    }
}

fn of_value(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => Value::String(text.value().clone()),
        toml_edit::Value::Array(array) => Value::Array(array.iter().map(of_value).collect()),
        toml_edit::Value::InlineTable(table) => of_table(table),
        toml_edit::Value::Integer(number) => Value::String(number.display_repr().into_owned()),
        toml_edit::Value::Float(number) => Value::String(number.display_repr().into_owned()),
        toml_edit::Value::Boolean(truth) => Value::String(truth.value().to_string()),
        toml_edit::Value::Datetime(moment) => Value::String(moment.value().to_string()),
    }
}

/// Scalars stay texts, so that no number loses its noughts and no `no` becomes false.
fn yaml(text: &str) -> Result<Value, String> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    loop {
        let (event, mark) = parser.next_token().map_err(|error| {
            let line = error.marker().line() + 1;
            format!("the front matter is no YAML: {}, on line {line}", error.info())
        })?;
        let done = match event {
            Event::Scalar(text, style, ..) => {
                let nothing = style == TScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                Some(if nothing { Value::Null } else { Value::String(text) })
            }
            Event::Alias(_) => {
                let line = mark.line() + 1;
                return Err(format!("an alias (`*name`) on line {line} is not read; write it out"));
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Object(Map::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(Open::close),
            Event::StreamEnd | Event::DocumentEnd => return Ok(Value::Null),
            Event::Nothing | Event::StreamStart | Event::DocumentStart => None,
        };
        if open.len() > DEEPEST {
            return Err("the front matter is nested too deep".to_owned());
        }
        let Some(done) = done else { continue };
        match open.last_mut() {
            Some(outer) => outer.take(done),
            None => return Ok(done),
        }
    }
}

/// A list or an object that is not closed yet.
enum Open {
    List(Vec<Value>),
    /// With a key whose value comes next.
    Object(Map<String, Value>, Option<String>),
}

impl Open {
    fn take(&mut self, value: Value) {
        match self {
            Self::List(values) => values.push(value),
            Self::Object(pairs, key) => match key.take() {
                Some(key) => drop(pairs.insert(key, value)),
                None => *key = Some(cell(&value)),
            },
        }
    }

    fn close(self) -> Value {
        match self {
            Self::List(values) => Value::Array(values),
            Self::Object(pairs, _) => Value::Object(pairs),
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The members as cells: `a.b` for what stands in objects.
pub(super) fn cells(front: &Map<String, Value>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    let mut waiting: Vec<(String, &Value)> =
        front.iter().rev().map(|(key, value)| (key.clone(), value)).collect();
    while let Some((name, value)) = waiting.pop() {
        match value {
            Value::Object(inner) => {
                let inner = inner.iter().rev();
                waiting.extend(inner.map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            value => cells.push((name, cell(value))),
        }
    }
    cells
}

/// A value as the text of a cell: several texts joined by `; `, anything deeper as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(items) if !items.iter().any(|item| item.is_array() || item.is_object()) => {
            items.iter().map(cell).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read<'t> = (&'t [(&'t str, &'t str)], &'t str);

    fn check(text: &str, expected: Result<Read<'_>, &str>) {
        let read = read(text).map(|(front, body)| (cells(&front), body.to_owned()));
        let expected = expected.map(|(pairs, body)| {
            let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
            (pairs.iter().map(own).collect::<Vec<_>>(), body.to_owned())
        });
        match (read, expected) {
            (Err(read), Err(expected)) => assert!(read.contains(expected), "{read}"),
            (read, expected) => assert_eq!(read, expected.map_err(str::to_owned), "{text}"),
        }
    }

    #[test]
    fn all_three_forms_become_cells() {
        let pairs: &[(&str, &str)] = &[
            ("title", "Fire: no"),
            ("date", "2024-05-14"),
            ("tags", "a; b"),
            ("geo.lat", "51.20"),
            ("draft", "true"),
        ];
        check(
            "---\ntitle: \"Fire: no\"\ndate: 2024-05-14\ntags: [a, b]\ngeo:\n  lat: 51.20\ndraft: true\n---\n\nBody\n",
            Ok((pairs, "Body\n")),
        );
        check(
            "+++\ntitle = \"Fire: no\"\ndate = 2024-05-14\ntags = [\"a\", \"b\"]\ngeo.lat = 51.20\ndraft = true\n+++\nBody\n",
            Ok((pairs, "Body\n")),
        );
        check(
            "{\"title\": \"Fire: no\", \"date\": \"2024-05-14\", \"tags\": [\"a\", \"b\"], \"geo\": {\"lat\": \"51.20\"}, \"draft\": true}\n\nBody\n",
            Ok((pairs, "Body\n")),
        );
        check("---\r\ntitle: T\r\n---\r\nBody", Ok((&[("title", "T")], "Body")));
        check(
            "---\nempty:\nnumber: 007\nyes: no\n---\n",
            Ok((&[("empty", ""), ("number", "007"), ("yes", "no")], "")),
        );
        check("---\n---\nBody", Ok((&[], "Body")));
    }

    #[test]
    fn what_is_wrong_is_told_and_breaks_nothing() {
        check("Body", Err("no front matter"));
        check("---\ntitle: T\n", Err("not closed"));
        check("---\ntitle: [a\n---\n", Err("no YAML"));
        check("---\n- a\n---\n", Err("no keys"));
        check("+++\ntitle\n+++\n", Err("no TOML"));
        check("{\"title\"\n", Err("no keys"));
        check("---\na: &x [1]\nb: *x\n---\n", Err("alias"));
        check(&format!("---\n{}\n---\n", "- ".repeat(5000)), Err("too deep"));
        check(&format!("---\na: {}\n---\n", "[".repeat(5000)), Err(""));
    }
}
