//! How to cite a record: in a sentence, and as reference managers read it (BibTeX, RIS, CSL-JSON).
//!
//! All forms are made of one value, [`Cited`]. The day of the version is that of the newest change, and
//! of a record without one the newest day that its sources tell of: a page cannot know when it is read.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use super::view::Views;
use super::{PageKind, Target};
use crate::model::{Case, Date, Part, Record, When};
use crate::words::Arg;

/// A reference to a record in three formats, as texts that can be copied.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct References {
    /// One entry of a BibTeX file, for BibTeX and biblatex.
    pub bibtex: String,
    /// One reference in RIS.
    pub ris: String,
    /// A list of one item in CSL-JSON.
    pub csl: String,
}

/// What a citation names.
struct Cited<'a> {
    /// The permanent code; for the dataset, a key.
    id: Cow<'a, str>,
    title: &'a str,
    /// The site; `None` where it is cited itself, as a dataset.
    site: Option<&'a str>,
    publisher: &'a str,
    /// When it happened, or when the report was published; `None` for the dataset.
    date: Option<&'a Date>,
    date_text: String,
    /// The date of the version, and the same in words; `None` where none is known.
    version: Option<(Part, String)>,
    /// What kind of record it is, and when it happened, and its version: in words.
    note: Cow<'a, str>,
    /// The DOI of the dataset, `10.…`.
    doi: Option<&'a str>,
    /// Of the title (BCP 47).
    language: &'a str,
    /// The whole address; `None` without `base_url`.
    url: Option<String>,
}

impl<'a> Views<'a> {
    /// How to cite an incident or a report: in a sentence, and as reference managers read it.
    pub(super) fn citation(&self, case: Case) -> (Cow<'a, str>, References) {
        let (cited, said) = self.cite(case);
        let mut parts = vec![
            ("title", Arg::Text(cited.title)),
            ("id", Arg::Text(&cited.id)),
            ("site", Arg::Text(&self.tracker.settings.title)),
            ("publisher", Arg::Text(cited.publisher)),
            ("date", Arg::Text(&cited.date_text)),
        ];
        let sentence = match &cited.version {
            Some((_, version)) => {
                parts.push(("version", Arg::Text(version)));
                self.say(said.sentence, &parts)
            }
            None => self.say("citation", &parts),
        };
        (sentence, cited.references())
    }

    /// How to cite the dataset as it is since that day, as reference managers read it.
    pub(super) fn data_references(&self, updated: Option<&Date>) -> References {
        let settings = &self.tracker.settings;
        let folded = crate::model::fold(&settings.title).replace(' ', "-");
        let cited = Cited {
            id: format!("{folded}-dataset").into(),
            title: &settings.title,
            site: None,
            publisher: settings.publisher.as_ref().map_or(&*settings.title, |own| &own.name),
            date: None,
            date_text: String::new(),
            version: updated.map(|day| (part(day), self.words.date(day))),
            note: self.word("data_cite_kind"),
            doi: settings.data.doi.as_deref(),
            language: &settings.language,
            url: settings.base_url.as_deref().map(|base| self.absolute(base, super::data::PAGE)),
        };
        cited.references()
    }

    /// The version of a record, and what is said of it.
    fn version(&self, record: &'a Record) -> Option<(&'a Date, Said)> {
        let changes = record.changes.iter().map(|change| &change.on.value);
        let added = record.added.as_ref().map(|added| &added.value);
        if let Some(newest) = changes.chain(added).max_by_key(|on| on.earliest()) {
            return Some((newest, CHANGED));
        }
        let cited = record.sources.iter();
        let cited = cited.filter_map(|own| self.tracker.cited(record, own.id().value.as_str()));
        let days = cited.flat_map(|source| {
            [&source.published, &source.archived, &source.accessed].into_iter().flatten()
        });
        days.max_by_key(|day| day.earliest()).map(|newest| (newest, OF_SOURCES))
    }

    fn cite(&self, case: Case) -> (Cited<'a>, Said) {
        let record = self.tracker.case_record(case);
        let settings = &self.tracker.settings;
        let (page, kind) = match case {
            Case::Incident(ix) => (PageKind::Incident(ix), "record_incident"),
            Case::Report(ix) => (PageKind::Report(ix), "record_report"),
            Case::Milestone(ix) => (PageKind::Milestone(ix), "record_milestone"),
        };
        let date = self.tracker.case_date(case);
        let version = self.version(record);
        let said = version.map_or(CHANGED, |(_, said)| said);
        let version = version.map(|(on, _)| (part(on), self.words.date(on)));
        let date_text = self.words.date(date);
        let kind = self.word(kind);
        let mut parts = vec![("kind", Arg::Text(&kind)), ("date", Arg::Text(&date_text))];
        let note = match &version {
            Some((_, version)) => {
                parts.push(("version", Arg::Text(version)));
                self.say(said.note, &parts)
            }
            None => self.say("citation_note", &parts),
        };
        let cited = Cited {
            id: record.id.value.as_str().into(),
            title: &record.title.value,
            site: Some(&settings.title),
            publisher: settings.publisher.as_ref().map_or(&*settings.title, |own| &own.name),
            date: Some(date),
            date_text,
            version,
            note,
            doi: None,
            language: record.lang.as_deref().unwrap_or(&settings.language),
            url: self.permanent(page, self.plan.address(Target::Case(case))),
        };
        (cited, said)
    }
}

/// The messages that tell of a version.
#[derive(Clone, Copy)]
struct Said {
    sentence: &'static str,
    note: &'static str,
}

const CHANGED: Said = Said { sentence: "citation_version", note: "citation_note_version" };
const OF_SOURCES: Said = Said { sentence: "citation_sources", note: "citation_note_sources" };

/// The day, month or year that stands for a date.
fn part(date: &Date) -> Part {
    match date.when {
        When::Part(part) | When::Lasted(part, _) | When::OneOf(part, _) => part,
    }
}

impl Cited<'_> {
    fn references(&self) -> References {
        References { bibtex: bibtex(self), ris: ris(self), csl: csl(self) }
    }
}

/// A text on one line, without control characters and without the marks that keep the directions of
/// scripts apart in a sentence: other programs would keep them as part of a name.
fn line(text: &str) -> Cow<'_, str> {
    let isolate = |c: char| matches!(c, '\u{2066}'..='\u{2069}');
    let mut gap = true;
    let is_line = text.chars().all(|c| {
        let after_gap = std::mem::replace(&mut gap, c == ' ');
        match c {
            ' ' => !after_gap,
            '!'..='~' => true,
            c => !c.is_control() && !c.is_whitespace() && !isolate(c),
        }
    });
    if is_line && (!gap || text.is_empty()) {
        return text.into();
    }
    let text: String = text.chars().filter(|c| !isolate(*c)).collect();
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line.into()
}

/// Writes a text as LaTeX prints it. Braces are written as commands: BibTeX counts those with a
/// backslash before them too.
fn push_latex(text: &str, out: &mut String) {
    let line = line(text);
    let mut rest = &*line;
    let is_sign = |byte: u8| b"&%$#_{}\\~^".contains(&byte);
    while let Some(at) = rest.bytes().position(is_sign) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'{' => out.push_str("\\textbraceleft{}"),
            b'}' => out.push_str("\\textbraceright{}"),
            b'\\' => out.push_str("\\textbackslash{}"),
            b'~' => out.push_str("\\textasciitilde{}"),
            b'^' => out.push_str("\\textasciicircum{}"),
            sign => out.extend(['\\', char::from(sign)]),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// An id as a key that every BibTeX takes: ASCII alone.
fn key(id: &str) -> String {
    let mut key = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => key.push(c),
            c => {
                let _ = write!(key, "u{:x}", u32::from(c));
            }
        }
    }
    key
}

fn bibtex(cited: &Cited<'_>) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut out = String::with_capacity(512);
    out.push_str("@misc{");
    out.push_str(&key(&cited.id));
    // Two pairs of braces: the first name of a publisher is not cut off, and capitals stay.
    out.push_str(",\n  author = {{");
    push_latex(cited.publisher, &mut out);
    out.push_str("}},\n  title = {{");
    push_latex(cited.title, &mut out);
    out.push_str("}},\n");
    if let Some(site) = cited.site {
        out.push_str("  howpublished = {");
        push_latex(site, &mut out);
        out.push_str(", ");
        push_latex(&cited.id, &mut out);
        out.push_str("},\n");
    }
    if let Some((version, _)) = &cited.version {
        let (year, month, _) = numbers(*version);
        let _ = writeln!(out, "  year = {{{year}}},");
        if let Some(month) = month.and_then(|month| MONTHS.get(usize::from(month) - 1)) {
            let _ = writeln!(out, "  month = {month},");
        }
    }
    out.push_str("  note = {");
    push_latex(&cited.note, &mut out);
    out.push_str("},\n");
    if let Some(doi) = cited.doi {
        out.push_str("  doi = {");
        push_latex(doi, &mut out);
        out.push_str("},\n");
    }
    if let Some(url) = &cited.url {
        // Read as it stands, so that only what would end the field is escaped.
        let url = url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C");
        let _ = writeln!(out, "  url = {{{url}}},");
    }
    out.push('}');
    out
}

fn ris(cited: &Cited<'_>) -> String {
    let mut out = String::with_capacity(512);
    let mut field = |tag: &str, text: &str| {
        out.push_str(tag);
        out.push_str("  - ");
        out.push_str(&line(text));
        out.push('\n');
    };
    field("TY", if cited.site.is_some() { "ELEC" } else { "DATA" });
    field("ID", &cited.id);
    // Readers take what follows a comma for a given name, and there is no sign that says otherwise.
    field("AU", &cited.publisher.replace([',', '،', '，'], ""));
    field("TI", cited.title);
    cited.site.iter().for_each(|site| field("T2", site));
    field("PB", cited.publisher);
    if let Some((version, _)) = &cited.version {
        let (year, month, day) = numbers(*version);
        let two = |number: Option<u8>| number.map_or(String::new(), |n| format!("{n:02}"));
        field("PY", &format!("{year:04}"));
        field("DA", &format!("{year:04}/{}/{}/", two(month), two(day)));
    }
    field("N1", &cited.note);
    field("LA", cited.language);
    cited.doi.iter().for_each(|doi| field("DO", doi));
    if let Some(url) = &cited.url {
        field("UR", url);
    }
    out.push_str("ER  - ");
    out
}

/// An item of CSL-JSON (CSL 1.0.2).
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CslItem<'c> {
    id: &'c str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: Cow<'c, str>,
    author: [CslName<'c>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<Cow<'c, str>>,
    publisher: Cow<'c, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_date: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    note: Cow<'c, str>,
    language: &'c str,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'c str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'c str>,
}

#[derive(Serialize)]
struct CslName<'c> {
    literal: Cow<'c, str>,
}

/// A day, a range of days, or words where it is neither.
#[derive(Serialize)]
#[serde(untagged)]
enum CslDate {
    Parts {
        #[serde(rename = "date-parts")]
        parts: Vec<Vec<i16>>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        circa: bool,
    },
    Words {
        literal: String,
    },
}

fn csl(cited: &Cited<'_>) -> String {
    let item = CslItem {
        id: &cited.id,
        kind: if cited.site.is_some() { "webpage" } else { "dataset" },
        title: line(cited.title),
        author: [CslName { literal: line(cited.publisher) }],
        container_title: cited.site.map(line),
        publisher: line(cited.publisher),
        number: cited.site.map(|_| &*cited.id),
        event_date: cited.date.map(|date| csl_date(date, &cited.date_text)),
        issued: cited
            .version
            .as_ref()
            .map(|(version, _)| CslDate::Parts { parts: vec![list(*version)], circa: false }),
        note: line(&cited.note),
        language: cited.language,
        doi: cited.doi,
        url: cited.url.as_deref(),
    };
    serde_json::to_string(&[item]).unwrap_or_default()
}

fn csl_date(date: &Date, words: &str) -> CslDate {
    let parts = match date.when {
        When::Part(part) => Some(vec![list(part)]),
        When::Lasted(from, Some(to)) => Some(vec![list(from), list(to)]),
        When::Lasted(_, None) | When::OneOf(..) => None,
    };
    match parts.filter(|_| !date.uncertain) {
        Some(parts) => CslDate::Parts { parts, circa: date.approximate },
        None => CslDate::Words { literal: line(words).into_owned() },
    }
}

/// Year, month and day, as finely as they are known.
fn numbers(part: Part) -> (i16, Option<u8>, Option<u8>) {
    let small = |number: i8| u8::try_from(number).ok();
    match part {
        Part::Year(year) => (year, None, None),
        Part::Month(year, month) => (year, small(month), None),
        Part::Day(day) => (day.year(), small(day.month()), small(day.day())),
    }
}

fn list(part: Part) -> Vec<i16> {
    let (year, month, day) = numbers(part);
    let finer = [month, day].into_iter().flatten().map(i16::from);
    std::iter::once(year).chain(finer).collect()
}

#[cfg(test)]
mod tests {
    use biblatex::{Bibliography, ChunksExt};

    use super::*;

    /// Texts with every character that one of the formats gives a meaning.
    const HARD: [&str; 6] = [
        "50 % of {the} harbour & market_square #3 for $5",
        "a backslash \\ a tilde ~ a caret ^ and \"quotes\" 'of' both kinds",
        "an open { brace",
        "a closed } brace, <b>HTML</b> & </pre> @misc{x,",
        "two\nlines\r\nER  - and\u{2028}more\u{0}",
        "Évènement à Ménard, 港, \u{2068}ميناء\u{2069}",
    ];

    fn with<R>(
        title: &str,
        date: &str,
        version: Option<&str>,
        read: impl Fn(&Cited<'_>) -> R,
    ) -> R {
        let date: Date = date.parse().expect("a date");
        let version = version.map(|version| {
            let date: Date = version.parse().expect("a date");
            let When::Part(part) = date.when else { panic!("one part") };
            (part, version.to_owned())
        });
        read(&Cited {
            id: "es-2024_1.a".into(),
            title,
            site: Some(title),
            publisher: title,
            date: Some(&date),
            date_text: date.to_string(),
            version,
            note: title.into(),
            doi: None,
            language: "en",
            url: Some("https://estmark.example/a%20b/es_1.html?x={y}".into()),
        })
    }

    /// LaTeX's commands back as signs, as a typesetter would print them.
    fn printed(latex: &str) -> String {
        let mut text = latex.to_owned();
        for (command, sign) in [
            ("\\textbraceleft", "{"),
            ("\\textbraceright", "}"),
            ("\\textasciitilde", "~"),
            ("\\textasciicircum", "^"),
            ("\\textbackslash", "\\"),
        ] {
            text = text.replace(&format!("{command} "), sign).replace(command, sign);
        }
        text
    }

    #[test]
    fn bibtex_says_the_same_when_it_is_read() {
        for hard in HARD {
            let text = with(hard, "2024-03-05", Some("2024-05-03"), bibtex);
            let read = Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let entry = read.get("es-2024_1.a").expect("its key");
            for name in ["author", "title", "note"] {
                let chunks = entry.get(name).expect("a field");
                assert_eq!(printed(&chunks.format_verbatim()), line(hard), "{name} of\n{text}");
            }
            let url = entry.url().expect("an address");
            assert_eq!(url, "https://estmark.example/a%20b/es_1.html?x=%7By%7D");
            assert_eq!(entry.get("year").expect("a year").format_verbatim(), "2024");
            assert_eq!(entry.get("month").expect("a month").format_verbatim(), "May");
        }
    }

    #[test]
    fn marks_of_direction_are_left_out() {
        assert_eq!(line("\u{2068}ميناء\u{2069} "), "ميناء");
    }

    #[test]
    fn a_key_is_ascii() {
        assert_eq!(key("north/ميناء-1"), "northu2fu645u64au646u627u621-1");
    }

    #[test]
    fn ris_says_the_same_when_it_is_read() {
        for hard in HARD {
            let text = with(hard, "2024-03-05", Some("2024-05"), ris);
            let fields: Vec<(&str, &str)> = text
                .split('\n')
                .map(|line| line.split_once("  - ").unwrap_or_else(|| panic!("{line:?}")))
                .collect();
            assert_eq!(fields.first(), Some(&("TY", "ELEC")));
            assert_eq!(fields.last(), Some(&("ER", "")));
            let of = |tag: &str| {
                let mut found = fields.iter().filter(|(known, _)| *known == tag);
                let (_, value) = found.next().unwrap_or_else(|| panic!("no {tag} in {text}"));
                assert!(found.next().is_none(), "{tag} once in {text}");
                (*value).to_owned()
            };
            for tag in ["TI", "T2", "PB", "N1"] {
                assert_eq!(of(tag), line(hard));
            }
            assert_eq!(of("AU"), line(hard).replace([',', '，'], ""), "no comma cuts a name");
            assert_eq!((of("PY"), of("DA")), ("2024".into(), "2024/05//".into()));
        }
    }

    #[test]
    fn csl_says_the_same_when_it_is_read() {
        for hard in HARD {
            let text = with(hard, "2024-03-05/2024-03-07", Some("2024"), csl);
            let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            let item = &read[0];
            assert_eq!(item["title"], *line(hard));
            assert_eq!(item["author"][0]["literal"], *line(hard));
            assert_eq!(item["issued"]["date-parts"], serde_json::json!([[2024]]));
            let days = serde_json::json!({ "date-parts": [[2024, 3, 5], [2024, 3, 7]] });
            assert_eq!(item["event-date"], days);
        }
    }

    #[test]
    fn what_is_not_known_of_a_date_is_kept() {
        let date = |date| with("Estmark", date, None, csl);
        assert!(
            date("2024-03~").contains(r#""event-date":{"date-parts":[[2024,3]],"circa":true}"#)
        );
        assert!(date("2024?").contains(r#""event-date":{"literal":"2024?"}"#));
        let one_of = date("[2024-03-01..2024-03-05]");
        assert!(one_of.contains(r#""event-date":{"literal":"[2024-03-01..2024-03-05]"}"#));
        assert!(!one_of.contains("issued"));
        assert!(!with("Estmark", "2024", None, bibtex).contains("year"));
        assert!(!with("Estmark", "2024", None, ris).contains("PY"));
    }
}
