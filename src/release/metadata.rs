//! How a release is cited and deposited: `CITATION.cff` (Citation File Format 1.2.0) and what a deposit
//! at Zenodo asks for, as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::version::Version;
use crate::model::{Author, AuthorName, Settings};

/// What is said of a release.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The settings of the tracker.
    pub settings: &'a Settings,
    /// The number.
    pub version: Version,
    /// The day.
    pub date: jiff::civil::Date,
    /// Its own DOI, `10.…`; `None` where it has none.
    pub doi: Option<&'a str>,
    /// The whole address of its page; `None` without `base_url`.
    pub url: Option<&'a str>,
}

/// Licences that both formats know, by their SPDX identifiers.
const LICENCES: [&str; 37] = [
    "Apache-2.0",
    "C-UDA-1.0",
    "CC-BY-1.0",
    "CC-BY-2.0",
    "CC-BY-2.5",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-NC-1.0",
    "CC-BY-NC-2.0",
    "CC-BY-NC-2.5",
    "CC-BY-NC-3.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-1.0",
    "CC-BY-NC-ND-2.0",
    "CC-BY-NC-ND-2.5",
    "CC-BY-NC-ND-3.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-1.0",
    "CC-BY-NC-SA-2.0",
    "CC-BY-NC-SA-2.5",
    "CC-BY-NC-SA-3.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-2.0",
    "CC-BY-ND-2.5",
    "CC-BY-ND-3.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-2.0",
    "CC-BY-SA-2.5",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "CDLA-Permissive-1.0",
    "CDLA-Sharing-1.0",
    "MIT",
    "ODC-By-1.0",
    "ODbL-1.0",
    "PDDL-1.0",
];

impl<'a> About<'a> {
    /// Who made it: the authors of the settings, else the publisher, else the site itself.
    fn authors(&self) -> Vec<Author> {
        let settings = self.settings;
        if !settings.data.authors.is_empty() {
            return settings.data.authors.clone();
        }
        let name = settings.publisher.as_ref().map_or(&settings.title, |own| &own.name);
        let name = AuthorName::Organisation(name.clone());
        vec![Author { name, affiliation: None, orcid: None }]
    }

    /// Who made it, as it is cited.
    pub fn names(&self) -> Vec<String> {
        self.authors().iter().map(|author| author.cited()).collect()
    }

    /// The licence, where it has an identifier that programs know.
    fn licence(&self) -> Option<&'static str> {
        let own = self.settings.licence.as_deref()?;
        LICENCES.into_iter().find(|known| known.eq_ignore_ascii_case(own))
    }

    /// The licence, where it has none.
    fn licence_in_words(&self) -> Option<&'a str> {
        self.settings.licence.as_deref().filter(|_| self.licence().is_none())
    }
}

/// `CITATION.cff`.
pub fn citation(about: &About<'_>) -> String {
    let settings = about.settings;
    let mut out = String::new();
    let mut line = |key: &str, text: &str| {
        let _ = writeln!(out, "{key}: {}", quoted(text));
    };
    line("cff-version", "1.2.0");
    let message = "If you use this dataset, please cite it as below.";
    let words = about.licence_in_words();
    let is_address = |own: &&str| own.starts_with("https://") || own.starts_with("http://");
    let licence_address = words.filter(|own| is_address(own) && !own.contains(char::is_whitespace));
    // The format has no field for a licence without an identifier or an address.
    match words.filter(|_| licence_address.is_none()) {
        Some(words) => line("message", &format!("{message} Licence: {words}")),
        None => line("message", message),
    }
    line("type", "dataset");
    line("title", &settings.title);
    line("version", &about.version.to_string());
    line("date-released", &about.date.to_string());
    if let Some(description) = &settings.description {
        line("abstract", description);
    }
    if let Some(doi) = about.doi.or(settings.data.doi.as_deref()) {
        line("doi", doi);
    }
    if let Some(licence) = about.licence() {
        line("license", licence);
    }
    if let Some(address) = licence_address {
        line("license-url", address);
    }
    if let Some(url) = about.url.or(settings.base_url.as_deref()) {
        line("url", url);
    }
    out.push_str("authors:\n");
    about.authors().iter().for_each(|author| cff_author(author, &mut out));
    if let Some(publisher) = &settings.publisher {
        out.push_str("contact:\n");
        let _ = writeln!(out, "  - name: {}", quoted(&publisher.name));
        let mut more = |key: &str, text: Option<&str>| {
            let _ = text.map(|text| writeln!(out, "    {key}: {}", quoted(text)));
        };
        more("email", publisher.email.as_deref());
        more("website", publisher.url.as_deref());
    }
    if !settings.data.keywords.is_empty() {
        out.push_str("keywords:\n");
        for word in &settings.data.keywords {
            let _ = writeln!(out, "  - {}", quoted(word));
        }
    }
    out
}

fn cff_author(author: &Author, out: &mut String) {
    let Author { name, affiliation, orcid } = author;
    let mut parts = match name {
        AuthorName::Organisation(name) => vec![("name", name.to_string())],
        AuthorName::Person { family, given } => {
            let given = given.as_deref().map(|given| ("given-names", given.to_owned()));
            std::iter::once(("family-names", family.to_string())).chain(given).collect()
        }
    };
    // Only persons have an affiliation there.
    let person = matches!(name, AuthorName::Person { .. });
    let affiliation = affiliation.as_deref().filter(|_| person);
    parts.extend(affiliation.map(|own| ("affiliation", own.to_owned())));
    parts.extend(orcid.as_deref().map(|own| ("orcid", format!("https://orcid.org/{own}"))));
    for (at, (key, text)) in parts.iter().enumerate() {
        let lead = if at == 0 { "  - " } else { "    " };
        let _ = writeln!(out, "{lead}{key}: {}", quoted(text));
    }
}

/// A text as YAML and JSON both read it, in quotes. What ends a line in YAML 1.1, and what may not stand
/// there as it is, is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for c in serde_json::to_string(text).unwrap_or_default().chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted
}

#[derive(Serialize)]
struct Deposit<'a> {
    title: &'a str,
    upload_type: &'static str,
    description: String,
    creators: Vec<Creator>,
    access_right: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    version: String,
    publication_date: String,
    #[serde(skip_serializing_if = "<[Box<str>]>::is_empty")]
    keywords: &'a [Box<str>],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Creator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_identifiers: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Creator {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orcid: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

#[derive(Serialize)]
struct Related<'a> {
    identifier: &'a str,
    relation: &'static str,
    scheme: &'static str,
    resource_type: &'static str,
}

/// What a deposit at Zenodo asks for: the `metadata` of its interface for programs.
pub fn zenodo(about: &About<'_>) -> Vec<u8> {
    let settings = about.settings;
    let publisher = settings.publisher.as_ref().filter(|_| !settings.data.authors.is_empty());
    let words = about.licence_in_words();
    let deposit = Deposit {
        title: &settings.title,
        upload_type: "dataset",
        description: html(settings.description.as_deref().unwrap_or(&settings.title)),
        creators: about.authors().iter().map(Creator::from).collect(),
        access_right: "open",
        license: about.licence().map(str::to_lowercase),
        version: about.version.to_string(),
        publication_date: about.date.to_string(),
        keywords: &settings.data.keywords,
        contributors: publisher
            .map(|own| Creator {
                name: String::from(&*own.name),
                affiliation: None,
                orcid: None,
                kind: Some("Distributor"),
            })
            .into_iter()
            .collect(),
        notes: words.map(|words| format!("Licence: {}", html(words))),
        related_identifiers: about
            .url
            .map(|identifier| Related {
                identifier,
                relation: "isIdenticalTo",
                scheme: "url",
                resource_type: "dataset",
            })
            .into_iter()
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&deposit).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl From<&Author> for Creator {
    fn from(author: &Author) -> Self {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        Self {
            name: author.cited(),
            affiliation: text(&author.affiliation),
            orcid: text(&author.orcid),
            kind: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_licences_are_in_order() {
        let mut sorted = LICENCES;
        sorted.sort_unstable();
        assert_eq!(sorted, LICENCES);
    }

    #[test]
    fn a_text_cannot_end_its_quotes() {
        assert_eq!(quoted("a \"b\"\n- c: \\d"), r#""a \"b\"\n- c: \\d""#);
        let lines = "a \u{2028} b\u{85}c\u{2029}\u{7f}é\u{10ffff}";
        assert_eq!(quoted(lines), "\"a \\u2028 b\\u0085c\\u2029\\u007fé\u{10ffff}\"");
        assert_eq!(serde_json::from_str::<String>(&quoted(lines)).expect("JSON"), lines);
    }
}
