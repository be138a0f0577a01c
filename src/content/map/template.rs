//! Texts with columns in them: `{Cause of death}, {District|Province}[, {Country}]`.
//!
//! `{A}` is the cell of a column, `{A|B}` the first of several that is not empty, `{=date}` what the
//! import made. What stands in square brackets is left out where a cell in it is empty. `{{`, `}}`,
//! `[[` and `]]` are the signs themselves.

use crate::source::Span;

/// What may stand after `=` in braces.
pub(super) const MADE: [&str; 7] = ["date", "when", "place", "region", "type", "id", "line"];

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words that stand as they are.
    Words(Box<str>),
    /// The first of these columns whose cell is not empty.
    Cell(Vec<Box<str>>),
    /// What the import made: one of `date`, `when`, `place`, `region`, `type`, `id`, `line`.
    Made(Box<str>),
    /// Left out where a cell in it is empty.
    Optional(Vec<Part>),
}

/// A text with columns in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Its pieces.
    pub parts: Vec<Part>,
    /// Where it stands in the map.
    pub span: Span,
}

impl Template {
    /// The template that a text is.
    ///
    /// # Errors
    ///
    /// What is wrong with it, one sentence.
    pub fn parse(text: &str, span: Span) -> Result<Self, String> {
        let mut signs = text.chars().peekable();
        let mut parts = Vec::new();
        let mut inner: Option<Vec<Part>> = None;
        let mut words = String::new();
        while let Some(sign) = signs.next() {
            if matches!(sign, '{' | '}' | '[' | ']') && signs.next_if_eq(&sign).is_some() {
                words.push(sign);
                continue;
            }
            if matches!(sign, '{' | '[' | ']') {
                flush(&mut words, inner.as_mut().unwrap_or(&mut parts));
            }
            match sign {
                '{' => {
                    let cell = column(&mut signs)?;
                    inner.as_mut().unwrap_or(&mut parts).push(cell);
                }
                '}' => return Err("`}` closes what no `{` opens".to_owned()),
                '[' if inner.is_some() => {
                    return Err("square brackets stand within square brackets".to_owned());
                }
                '[' => inner = Some(Vec::new()),
                ']' => {
                    let Some(optional) = inner.take() else {
                        return Err("`]` closes what no `[` opens".to_owned());
                    };
                    parts.push(Part::Optional(optional));
                }
                sign => words.push(sign),
            }
        }
        if inner.is_some() {
            return Err("`[` is not closed".to_owned());
        }
        flush(&mut words, &mut parts);
        Ok(Self { parts, span })
    }

    /// The names of all columns in it.
    pub fn columns(&self) -> Vec<&str> {
        fn gather<'p>(parts: &'p [Part], names: &mut Vec<&'p str>) {
            for part in parts {
                match part {
                    Part::Cell(columns) => names.extend(columns.iter().map(|name| &**name)),
                    Part::Optional(inner) => gather(inner, names),
                    Part::Words(_) | Part::Made(_) => {}
                }
            }
        }
        let mut names = Vec::new();
        gather(&self.parts, &mut names);
        names
    }

    /// The columns of a template that is nothing but one cell; `None` for any other.
    pub fn as_cell(&self) -> Option<&[Box<str>]> {
        match &*self.parts {
            [Part::Cell(columns)] => Some(columns),
            _ => None,
        }
    }
}

fn flush(words: &mut String, parts: &mut Vec<Part>) {
    if !words.is_empty() {
        parts.push(Part::Words(std::mem::take(words).into()));
    }
}

/// What stands in braces.
fn column(signs: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Part, String> {
    let mut name = String::new();
    loop {
        match signs.next() {
            Some('}') if signs.next_if_eq(&'}').is_some() => name.push('}'),
            Some('}') => break,
            Some('{') if signs.next_if_eq(&'{').is_some() => name.push('{'),
            Some('{') | None => return Err(format!("`{{{name}` is not closed by `}}`")),
            Some(sign) => name.push(sign),
        }
    }
    if let Some(made) = name.strip_prefix('=') {
        let made = made.trim();
        if !MADE.contains(&made) {
            return Err(format!("`{{={made}}}` is none of {{={}}}", MADE.join("}, {=")));
        }
        return Ok(Part::Made(made.into()));
    }
    let names: Vec<Box<str>> = name.split('|').map(|name| name.trim().into()).collect();
    if names.iter().any(|name| name.is_empty()) {
        return Err("there is no name of a column in the braces".to_owned());
    }
    Ok(Part::Cell(names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_columns_and_the_rest_stands() {
        let check = |text: &str, expected: &[Part]| {
            let template = Template::parse(text, Span::default());
            assert_eq!(template.map(|template| template.parts).as_deref(), Ok(expected), "{text}");
        };
        let words = |text: &str| Part::Words(text.into());
        let cell = |names: &[&str]| Part::Cell(names.iter().map(|&name| name.into()).collect());
        check("near", &[words("near")]);
        check("{Killed}", &[cell(&["Killed"])]);
        check("{A | B}, {C}", &[cell(&["A", "B"]), words(", "), cell(&["C"])]);
        check("{A}[ in {B}]", &[cell(&["A"]), Part::Optional(vec![words(" in "), cell(&["B"])])]);
        check("{{a}} [[b]]", &[words("{a} [b]")]);
        check(
            "{=type}: {=date}",
            &[Part::Made("type".into()), words(": "), Part::Made("date".into())],
        );
    }

    #[test]
    fn what_is_no_template_says_why() {
        let check = |text: &str, part: &str| {
            let error = Template::parse(text, Span::default()).expect_err(text);
            assert!(error.contains(part), "{text}: {error}");
        };
        check("{Killed", "not closed");
        check("Killed}", "closes what no");
        check("{}", "no name");
        check("{A|}", "no name");
        check("[{A}", "`[` is not closed");
        check("[{A}[{B}]]", "within square brackets");
        check("{=whence}", "none of");
    }
}
