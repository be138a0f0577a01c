//! JSON as rows: an array of objects, objects one after the other (JSON Lines), or the features of a
//! GeoJSON FeatureCollection (RFC 7946), found in the text one after the other.
//!
//! The text between them is only measured, never kept, so that memory does not grow with the file.

use std::io;

use serde_json::{Map, Value};

use super::decode::Decoded;
use super::delimited::ROW_MOST;

/// What an object became: names of members and their texts, in the order of the file.
pub(super) type Cells = Vec<(Box<str>, Box<str>)>;

/// Objects of a file, one after the other.
pub(super) struct Objects {
    text: Decoded,
    line: u64,
    layout: Layout,
    /// Arrays of the file that hold no rows, by name.
    pub(super) skipped: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Objects with nothing between them.
    Lines,
    /// Within an array.
    Array,
    /// Nothing more.
    Done,
}

/// One object of the file.
#[derive(Debug)]
pub(super) struct Object {
    /// The line where it begins.
    pub(super) line: u64,
    /// Its members as cells, or why it is none.
    pub(super) cells: Result<Cells, String>,
}

impl Objects {
    /// The objects of a text that begins with `{` or `[`.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, or holds no objects.
    pub(super) fn new(text: Decoded, lines: bool, member: Option<&str>) -> Result<Self, String> {
        let mut objects = Self { text, line: 1, layout: Layout::Array, skipped: Vec::new() };
        let first = objects.skip_blank().map_err(|error| error.to_string())?;
        let object = first == Some(b'{') && !lines;
        let lone = object && !objects.is_lines().map_err(|error| error.to_string())?;
        if member.is_some() && !lone {
            return Err("it is no JSON object with arrays in it".to_owned());
        }
        if first == Some(b'[') {
            objects.bump().map_err(|error| error.to_string())?;
        } else if lines || objects.is_lines().map_err(|error| error.to_string())? {
            objects.layout = Layout::Lines;
        } else {
            objects.enter(member)?;
        }
        Ok(objects)
    }

    /// Whether the first line is an object of its own, and no collection.
    fn is_lines(&mut self) -> io::Result<bool> {
        let sample = self.text.peek(1024 * 1024)?;
        let line = sample.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let rest = sample.get(line.len()..).unwrap_or_default();
        let more = rest.iter().any(|byte| !byte.is_ascii_whitespace());
        let object: Option<Map<String, Value>> = serde_json::from_slice(line).ok();
        Ok(object.is_some_and(|object| more || !object.values().any(is_rows)))
    }

    /// Goes to the array of an object that holds the rows: `features`, else the first of objects.
    fn enter(&mut self, member: Option<&str>) -> Result<(), String> {
        let none = || {
            "there is no array of objects in it, no `features`, and no object on each line"
                .to_owned()
        };
        let io = |error: io::Error| error.to_string();
        self.bump().map_err(io)?;
        loop {
            match self.skip_blank().map_err(io)? {
                Some(b',') => self.bump().map_err(io)?,
                Some(b'"') => {
                    let (key, _) = self.value().map_err(io)?;
                    let key: String = serde_json::from_slice(&key).unwrap_or_default();
                    if self.skip_blank().map_err(io)? != Some(b':') {
                        return Err(format!("line {}: `\"{key}\"` has no `:` after it", self.line));
                    }
                    self.bump().map_err(io)?;
                    if self.skip_blank().map_err(io)? != Some(b'[') {
                        self.value().map_err(io)?;
                        continue;
                    }
                    let rows = self.opens_objects().map_err(io)?;
                    let wanted = match member {
                        Some(member) => key == member,
                        None => rows || key == "features",
                    };
                    if wanted {
                        self.bump().map_err(io)?;
                        return Ok(());
                    }
                    self.value().map_err(io)?;
                    if member.is_none() {
                        self.skipped.push(key);
                    }
                }
                _ => return Err(none()),
            }
        }
    }

    /// Whether the array that begins here holds objects.
    fn opens_objects(&mut self) -> io::Result<bool> {
        let ahead = self.text.peek(4096)?;
        let mut signs = ahead.iter().skip(1).filter(|byte| !byte.is_ascii_whitespace());
        Ok(signs.next() == Some(&b'{'))
    }

    /// The next byte that is no blank, not taken.
    fn skip_blank(&mut self) -> io::Result<Option<u8>> {
        loop {
            let ahead = self.text.peek(1)?;
            if ahead.is_empty() {
                return Ok(None);
            }
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1e;
            let blanks = ahead.iter().take_while(|byte| blank(byte)).count();
            let found = ahead.get(blanks).copied();
            self.pass(blanks);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn bump(&mut self) -> io::Result<()> {
        self.text.peek(1)?;
        self.pass(1);
        Ok(())
    }

    /// Takes bytes that were seen.
    fn pass(&mut self, bytes: usize) {
        let ahead = self.text.peek(0).unwrap_or_default();
        let lines = ahead.iter().take(bytes).filter(|byte| **byte == b'\n').count();
        self.line += lines as u64;
        self.text.take(bytes);
    }

    /// The text of the value that begins here, and whether it is whole: a value that does not end, or
    /// has more bytes than a row may have, is not.
    fn value(&mut self) -> io::Result<(Vec<u8>, bool)> {
        let (mut kept, mut whole) = (Vec::new(), true);
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        loop {
            let ahead = self.text.peek(1)?;
            if ahead.is_empty() {
                return Ok((kept, whole && depth == 0 && !quoted));
            }
            let (mut at, mut ended) = (0, false);
            while at < ahead.len() && !ended {
                let byte = ahead[at];
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if quoted => escaped = true,
                    b'"' => {
                        quoted = !quoted;
                        ended = !quoted && depth == 0;
                    }
                    _ if quoted => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' | b',' | b':' if depth == 0 => break,
                    b'}' | b']' => {
                        depth -= 1;
                        ended = depth == 0;
                    }
                    _ if depth == 0 && byte.is_ascii_whitespace() => break,
                    _ => {}
                }
                at += 1;
            }
            let stopped = ended || at < ahead.len();
            if kept.len() + at <= ROW_MOST {
                kept.extend(&ahead[..at]);
            } else {
                whole = false;
            }
            self.pass(at);
            if stopped {
                return Ok((kept, whole));
            }
        }
    }

    /// What the encoding was found to be.
    pub(super) fn text(&self) -> &Decoded {
        &self.text
    }

    /// The next object; `None` after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Object>> {
        if self.layout == Layout::Done {
            return Ok(None);
        }
        let sign = loop {
            match self.skip_blank()? {
                Some(b',') => self.bump()?,
                sign => break sign,
            }
        };
        let line = self.line;
        match (sign, self.layout) {
            (None, Layout::Lines) | (Some(b']'), Layout::Array) => {
                self.layout = Layout::Done;
                return Ok(None);
            }
            (None, _) => {
                self.layout = Layout::Done;
                let why = "the file ends before its array does: it is not whole".to_owned();
                return Ok(Some(Object { line, cells: Err(why) }));
            }
            _ => {}
        }
        let (text, whole) = self.value()?;
        if text.is_empty() && whole {
            // A sign that begins no value.
            self.bump()?;
        }
        let cells = match whole {
            true => object(&text, line),
            false => Err("the object does not end, or is larger than 8 MB".to_owned()),
        };
        Ok(Some(Object { line, cells }))
    }
}

fn is_rows(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.first().is_some_and(Value::is_object))
}

fn object(text: &[u8], line: u64) -> Result<Cells, String> {
    let read: Result<Value, _> = serde_json::from_slice(text);
    let value = read.map_err(|error| {
        let at = line + error.line() as u64 - 1;
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        format!("the JSON cannot be read at line {at}: {why}")
    })?;
    let Value::Object(members) = value else {
        return Err("a row is an object, `{…}`".to_owned());
    };
    let mut cells = Vec::with_capacity(members.len());
    if members.get("type").and_then(Value::as_str) == Some("Feature") {
        feature(&members, &mut cells);
    } else {
        flatten("", &members, &mut cells);
    }
    Ok(cells)
}

/// The properties of a feature, its id where they have none, and its position.
fn feature(members: &Map<String, Value>, cells: &mut Cells) {
    let none = Map::new();
    let properties = members.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let has = |name: &str| properties.keys().any(|own| own.eq_ignore_ascii_case(name));
    if let Some(id) = members.get("id").filter(|_| !has("id")) {
        cells.push(("id".into(), text(id)));
    }
    flatten("", properties, cells);
    let Some(geometry) = members.get("geometry").and_then(Value::as_object) else { return };
    let coordinates = geometry.get("coordinates").and_then(Value::as_array);
    match (geometry.get("type").and_then(Value::as_str), coordinates) {
        (Some("Point"), Some(pair)) if pair.len() >= 2 => {
            if !has("latitude") && !has("longitude") {
                cells.push(("latitude".into(), text(&pair[1])));
                cells.push(("longitude".into(), text(&pair[0])));
            }
        }
        (Some(kind), _) => cells.push(("geometry".into(), kind.into())),
        (None, _) => {}
    }
}

fn flatten(before: &str, members: &Map<String, Value>, cells: &mut Cells) {
    for (name, value) in members {
        let name = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
        match value {
            Value::Object(inner) if !inner.is_empty() => flatten(&name, inner, cells),
            value => cells.push((name.into(), text(value))),
        }
    }
}

/// A value as the text of a cell: several texts or numbers joined by `; `, anything deeper as JSON.
fn text(value: &Value) -> Box<str> {
    match value {
        Value::Null => "".into(),
        Value::String(text) => text.trim().into(),
        Value::Array(items) if !items.iter().any(|item| item.is_array() || item.is_object()) => {
            items.iter().map(text).collect::<Vec<_>>().join("; ").into()
        }
        Value::Object(inner) if inner.is_empty() => "".into(),
        other => other.to_string().into(),
    }
}
