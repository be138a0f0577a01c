//! The smallest pieces of a page, as filters: `{{ claim.by | link }}`. They stand on a page a
//! hundred times and more, and a filter costs a fifth of a component.

use std::io;

use tera::value::Key;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value, escape_html};

/// Registers `link`, `links`, `sentence`, `when`, `text` and `lang`.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("link", |link: Value, _: Kwargs, state: &State<'_>| {
        html(128, |out| anchor(&link, &root(state)?, out))
    });
    tera.register_filter("links", |links: Value, _: Kwargs, state: &State<'_>| {
        let words: Option<Value> = state.get("words")?;
        let separator = words.as_ref().and_then(|words| get(words, "list_separator")).cloned();
        let separator = separator.as_ref().and_then(Value::as_str).unwrap_or(", ");
        joined(&links, separator, state)
    });
    tera.register_filter("sentence", |links: Value, _: Kwargs, state: &State<'_>| {
        joined(&links, "", state)
    });
    tera.register_filter("when", |date: Value, _: Kwargs, _: &State<'_>| {
        html(80, |out| {
            let text = string(&date, "text")?;
            let Some(machine) = optional(&date, "machine")? else { return write(text, out) };
            out.extend(b"<time datetime=\"");
            write(machine, out)?;
            out.extend(b"\">");
            write(text, out)?;
            out.extend(b"</time>");
            Ok(())
        })
    });
    tera.register_filter("text", |text: Value, _: Kwargs, _: &State<'_>| {
        html(80, |out| span(&text, out))
    });
    tera.register_filter("lang", |of: Value, _: Kwargs, _: &State<'_>| {
        html(32, |out| language(&of, out))
    });
}

/// A list of links with `separator` between them.
fn joined(links: &Value, separator: &str, state: &State<'_>) -> TeraResult<Value> {
    let links = links.as_array().ok_or_else(|| Error::message("expected a list of links"))?;
    let root = root(state)?;
    html(links.len() * 128, |out| {
        for (at, link) in links.iter().enumerate() {
            if at > 0 {
                write(separator, out)?;
            }
            anchor(link, &root, out)?;
        }
        Ok(())
    })
}

fn anchor(link: &Value, root: &Value, out: &mut Vec<u8>) -> TeraResult<()> {
    match (optional(link, "href")?, optional(link, "anchor")?) {
        (Some(href), _) => {
            out.extend(b"<a href=\"");
            write(root.as_str().unwrap_or_default(), out)?;
            write(href, out)?;
        }
        (None, Some(place)) => {
            out.extend(b"<a href=\"#");
            write(place, out)?;
        }
        (None, None) => return span(link, out),
    }
    out.push(b'"');
    language(link, out)?;
    out.push(b'>');
    write(string(link, "text")?, out)?;
    out.extend(b"</a>");
    Ok(())
}

fn span(text: &Value, out: &mut Vec<u8>) -> TeraResult<()> {
    if optional(text, "lang")?.is_none() {
        return write(string(text, "text")?, out);
    }
    out.extend(b"<span");
    language(text, out)?;
    out.push(b'>');
    write(string(text, "text")?, out)?;
    out.extend(b"</span>");
    Ok(())
}

fn language(of: &Value, out: &mut Vec<u8>) -> TeraResult<()> {
    if let Some(lang) = optional(of, "lang")? {
        out.extend(b" lang=\"");
        write(lang, out)?;
        out.extend(b"\" dir=\"");
        write(optional(of, "dir")?.unwrap_or("auto"), out)?;
        out.push(b'"');
    }
    Ok(())
}

/// What leads to the site's root; a component has it where it asks for `@root`.
fn root(state: &State<'_>) -> TeraResult<Value> {
    let root: Option<Value> = state.get("root")?;
    root.ok_or_else(|| {
        Error::message("a link needs `root`: a component that has links declares `@root`")
    })
}

fn get<'v>(map: &'v Value, field: &'static str) -> Option<&'v Value> {
    // These have so few fields that looking at each is faster than hashing the name.
    let named = |(key, _): &(&Key<'_>, &'v Value)| key.as_str() == Some(field);
    map.as_map()?.iter().find(named).map(|(_, value)| value)
}

fn string<'v>(map: &'v Value, field: &'static str) -> TeraResult<&'v str> {
    let found = get(map, field).and_then(Value::as_str);
    found.ok_or_else(|| Error::message(format!("expected a value with a text `{field}`")))
}

/// A field that may be null; one that is absent is an error.
fn optional<'v>(map: &'v Value, field: &'static str) -> TeraResult<Option<&'v str>> {
    match get(map, field) {
        Some(value) if value.is_none() => Ok(None),
        Some(value) => Ok(value.as_str()),
        // A plain text has no place on the page to lead to.
        None if field == "anchor" => Ok(None),
        None => Err(Error::message(format!("expected a value with a field `{field}`"))),
    }
}

fn write(text: &str, out: &mut Vec<u8>) -> TeraResult<()> {
    escape_html(text, out).map_err(|error: io::Error| Error::message(error.to_string()))
}

/// What `make` writes, as HTML that is not escaped again.
fn html(room: usize, make: impl FnOnce(&mut Vec<u8>) -> TeraResult<()>) -> TeraResult<Value> {
    let mut out = Vec::with_capacity(room);
    make(&mut out)?;
    match std::str::from_utf8(&out) {
        Ok(text) => Ok(Value::safe_string(text)),
        Err(error) => Err(Error::message(error.to_string())),
    }
}
