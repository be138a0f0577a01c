//! `griot new`: a valid new record whose every field is explained in the file.

use std::fmt::Write as _;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::args::New;
use super::terminal::Terminal;
use super::{Ending, Failure};
use crate::diagnostic::nearest;
use crate::disk::{Folder, exists, write_new};
use crate::model::{
    ActorKind, Attribution, Basis, ChangeKind, Date, Evidence, Id, Level, PlaceRole, Precision,
    SourceKind, StatementKind, Status, Translation, Use, When,
};
use crate::source::Sources as _;

/// The longest stem that is made from a title, in characters.
const LONGEST: usize = 80;

pub(super) fn run(terminal: &Terminal, root: &Path, new: &New) -> Result<Ending, Failure> {
    // A typo in --root must not make a content folder somewhere.
    let folder = Folder::open(root)?;
    let (path, text, note) = match new {
        New::Incident(new) => {
            let region = region_id(&new.region)?;
            require_region(&folder, region.as_str())?;
            (
                dated("incidents", &new.date, &new.title)?,
                incident(&new.title, &new.date, region.as_str()),
                "It is a draft: `griot serve --drafts` shows it. Take out the line `status` to publish it.",
            )
        }
        New::Region(new) => {
            let id = region_id(&new.id)?;
            if let Some((parent, _)) = id.as_str().rsplit_once('/') {
                require_region(&folder, parent)?;
            }
            (format!("content/regions/{id}.md"), region(&new.name), "")
        }
        New::Actor(new) => {
            let kind = actor_kind(&new.kind)?;
            let id = match &new.id {
                Some(id) => flat_id(id)?,
                None => stem(&new.name)?,
            };
            (format!("content/actors/{id}.md"), actor(&new.name, kind), "")
        }
        New::Report(new) => {
            (dated("reports", &new.date, &new.title)?, report(&new.title, &new.date), "")
        }
        New::Milestone(new) => {
            (dated("milestones", &new.date, &new.title)?, milestone(&new.title, &new.date), "")
        }
    };
    write_new(&folder.root().join(&path), &text)?;
    terminal.say(&format!("Made {path}"));
    if !note.is_empty() {
        terminal.say(note);
    }
    Ok(Ending::Done)
}

/// Refuses a region that has no file, with the commands that make it and its missing parents.
fn require_region(folder: &Folder, id: &str) -> Result<(), Failure> {
    let file = |id: &str| format!("content/regions/{id}.md");
    if exists(&folder.root().join(file(id))) {
        return Ok(());
    }
    let mut text = format!("there is no region `{id}`: `{}` is missing\nhelp: ", file(id));
    let known = folder.paths().iter().filter_map(|path| {
        path.below("content/regions").and_then(|below| below.strip_suffix(".md"))
    });
    if let Some(near) = nearest(id, known) {
        let _ = write!(text, "did you mean `{near}`? Else ");
    }
    text.push_str("make it with");
    let ends = id.match_indices('/').map(|(end, _)| &id[..end]).chain([id]);
    for id in ends.filter(|id| !exists(&folder.root().join(file(id)))) {
        let name = id.rsplit('/').next().unwrap_or(id);
        let _ = write!(text, "\n  griot new region {} --id {id}", shell(&capitalised(name)));
    }
    Err(Failure::content(text))
}

fn region_id(text: &str) -> Result<Id, Failure> {
    Id::new(text).ok_or_else(|| bad_id(text, "such as `north/riverside`"))
}

fn flat_id(text: &str) -> Result<Id, Failure> {
    Id::new(text)
        .filter(|id| !id.as_str().contains('/'))
        .ok_or_else(|| bad_id(text, "such as `katiba-macina`"))
}

fn bad_id(text: &str, example: &str) -> Failure {
    Failure::tool(format!(
        "`{}` is no id\nhelp: an id has letters, digits, `-`, `_` and `.`, and begins with a letter or digit, {example}",
        text.escape_debug()
    ))
}

fn actor_kind(name: &str) -> Result<ActorKind, Failure> {
    ActorKind::named(name).ok_or_else(|| {
        let names = ActorKind::ALL.iter().map(|(name, _)| *name);
        let near =
            nearest(name, names).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        Failure::tool(format!(
            "`{}` is no kind of actor\nhelp: {near}the kinds are {}",
            name.escape_debug(),
            words(ActorKind::ALL)
        ))
    })
}

/// `content/FOLDER/YEAR/DATE-TITLE.md`
fn dated(folder: &str, date: &Date, title: &str) -> Result<String, Failure> {
    let day = match date.when {
        When::Part(part) | When::Lasted(part, _) => part.to_string(),
        When::OneOf(..) => match date.month() {
            Some(month) => format!("{:04}-{month:02}", date.year()),
            None => format!("{:04}", date.year()),
        },
    };
    Ok(format!("content/{folder}/{:04}/{day}-{}.md", date.year(), stem(title)?))
}

/// The words of a title as a file's stem: lower case, accents off, joined by hyphens.
///
/// Letters of every script stay.
fn stem(title: &str) -> Result<Id, Failure> {
    let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let plain: String = title.nfd().filter(|c| !is_accent(*c)).nfc().collect();
    let mut stem = String::new();
    let mut length = 0;
    for c in plain.to_lowercase().chars() {
        if c.is_alphanumeric() {
            stem.push(c);
            length += 1;
        } else if !matches!(c, '\'' | '’' | 'ʼ')
            && !is_combining_mark(c)
            && !stem.is_empty()
            && !stem.ends_with('-')
        {
            // A long title is cut between words where it can be.
            if length >= LONGEST * 3 / 4 {
                break;
            }
            stem.push('-');
            length += 1;
        }
        // Ids and file names have limits in bytes; a date goes before this.
        if length >= LONGEST || stem.len() > 180 {
            break;
        }
    }
    let stem = stem.trim_end_matches('-');
    Id::new(stem).ok_or_else(|| {
        Failure::tool(format!(
            "cannot make a file name of `{}`\nhelp: give a title with a letter or digit in it",
            title.escape_debug()
        ))
    })
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A word for a command line.
fn shell(word: &str) -> String {
    format!("\"{}\"", word.replace(['"', '\\', '$', '`'], ""))
}

/// A TOML text.
fn toml(text: &str) -> String {
    let text = text.replace(char::is_control, " ").replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

/// A TOML date where the date is one certain day, else EDTF as a text.
fn toml_date(date: &Date) -> String {
    if date.is_exact() { date.to_string() } else { toml(&date.to_string()) }
}

/// `a, b, c`: the words of a vocabulary.
fn words<T>(all: &[(&str, T)]) -> String {
    all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn incident(title: &str, date: &Date, region: &str) -> String {
    let (title, date, region) = (toml(title), toml_date(date), toml(region));
    let status = words(Status::ALL);
    let evidence = words(Evidence::ALL);
    let role = words(PlaceRole::ALL);
    let precision = words(Precision::ALL);
    let basis = words(Basis::ALL);
    format!(
        r#"+++
# Neutral wording, no source's adjectives.
title = {title}

# When it happened. A day as it is; all else in quotes:
#   "2022-03", "2022"             only the month or year is known
#   "2022-06-18/2022-06-19"       it lasted
#   "[2022-03-01..2022-03-05]"    on one of these days
#   "2022-03~"  "2022-03-28?"     about then; uncertain
date = {date}

# Time of day, in the source's words: "dawn", "16:30".
# time = ""

# The finest region known: a file in content/regions.
region = {region}

# {status}.
# Without this line it is published. A withdrawn record keeps its page and needs `reason`.
status = "draft"
# reason = ""

# A word of [types] in griot.toml.
# type = ""

# How well the event is supported; who did it is a claim, further down.
# {evidence}.
# evidence = ""
# evidence_note = ""

# The day on which it was first published: feeds show it by that day, whenever it happened.
# added = 2030-01-01

# Not built before this day.
# embargo = 2030-01-01

# A permanent public code, unless that is the file's name. Never change it, never use it again.
# id = ""

# The language of this record's own text where it is not the site's.
# lang = ""

# Ids of records: what contains this one, what belongs beside it, what it turned out to be.
# part_of = ""
# related = []
# merged_into = ""

# Addresses that this page once had.
# aliases = []

# Shown before the narrative.
# warning = ""

# tags = []

# Each place of the incident.
#   role: {role}.
#   precision of the point: {precision}.
# [[place]]
# name = ""                   # or ref = "ID" of a place in content/places.toml
# role = "attacked"
# point = [15.9, 2.4]         # latitude, longitude: degrees, WGS 84
# precision = "settlement"
# region = ""                 # where it is not the incident's
# date = 2022-03-28           # where it is not the incident's
# also = []                   # other spellings seen in sources
# note = ""
# source = ""

{ledger}
# Naming a person needs a reason. basis: {basis}.
# [[victim]]
# name = ""
# age = ""
# sex = ""
# role = ""
# basis = "family"

{history}
{safety}+++

"#,
        ledger = ledger(),
        history = history(),
        safety = safety(),
    )
}

/// Claims, statements and sources, which every kind of record may have.
fn ledger() -> String {
    let usage = words(Use::ALL);
    let attribution = words(Attribution::ALL);
    let statement = words(StatementKind::ALL);
    let source = words(SourceKind::ALL);
    let translation = words(Translation::ALL);
    format!(
        r#"# What was read. kind: {source}.
# translation: {translation}.
# [[source]]
# id = "a"                    # what claims call it
# kind = "news"
# title = ""
# author = ""
# publisher = ""
# published = 2022-03-29
# lang = "en"
# url = "https://"
# archive_url = "https://"
# archived = 2022-03-30
# accessed = 2022-03-30
# sha256 = ""                 # of the kept copy
# origin = []                 # ids of sources that it repeats
# translation = "none"
# translated_from = ""
# note = ""                   # or, instead of all these, ref = "ID" of a file in content/sources

# The ledger: who says what, in which source, in which words, and whether it counts.
#   Figures: 35, "at least 132", "more than 100", "up to 200", "about 40", "100-200",
#   {{ low = 5, best = 9, high = 20 }}, "hundreds", "none" (the source says zero), "unknown".
#   use: {usage}.
#   status of a perpetrator: {attribution}.
# [[claim]]
# killed = 35                 # also: injured, missing, abducted, displaced
# perpetrator = ""            # actor ids; also: target, defender
# motive = ""                 # also: method, damage, text
# who = "civilians"           # civilians, fighters, mixed, unknown, or words
# place = []                  # names of places, where it does not speak of all
# by = ""                     # an actor's id, or words with a space
# via = ""
# on = 2022-03-29
# source = "a"
# quote = ""
# quote_lang = ""
# use = "counted"
# reason = ""                 # a rejected claim needs one
# status = "alleged"
# id = ""                     # for restates, supersedes and conflicts of other claims
# restates = []
# supersedes = []
# conflicts = []
# note = ""

# What was said afterwards. kind: {statement}.
# [[statement]]
# by = ""
# on = 2022-03-30
# kind = "condemnation"
# to = []
# text = ""
# quote = ""
# quote_lang = ""
# channel = ""
# source = "a"
"#
    )
}

fn history() -> String {
    format!(
        r#"# The public history. kind: {}.
# [[change]]
# on = 2022-04-02
# kind = "correction"
# note = ""
"#,
        words(ChangeKind::ALL)
    )
}

fn safety() -> String {
    format!(
        r#"# The gate. precision, the finest position that any output may have: {}.
# [safety]
# precision = "settlement"
# withhold = []               # words that must occur nowhere in the site; one that does stops the build
# note = ""

# For yourself: not published, and the build stops where it would leave all the same.
# [private]
# contact = ""
"#,
        words(Precision::ALL)
    )
}

fn region(name: &str) -> String {
    format!(
        r#"+++
# The region's id is the path of this file, its parent the folder that it lies in.
name = {}

# Country, province, district: your own word.
# kind = ""

# How large it is, where that is not one level below its parent: {}.
# level = ""

# Other spellings.
# also = []

# Codes of other systems.
# codes = {{ iso = "", pcode = "", wikidata = "" }}

# A point to stand for it: latitude, longitude in degrees, WGS 84.
# point = [15.9, 2.4]

# A GeoJSON file beside this one with its outline.
# boundary = ""

# The id of the region that it was part of, or was called, before, and since when.
# formerly = ""
# since = 2012-01-19

{}
{}+++

"#,
        toml(name),
        words(Level::ALL),
        ledger(),
        history(),
    )
}

fn actor(name: &str, kind: ActorKind) -> String {
    format!(
        r#"+++
name = {}

# {}.
# A community can be a target and never a perpetrator.
kind = "{}"

# Other names and spellings.
# also = []

# The id of the actor that it belongs to.
# parent = ""

# Since when and until when it exists under this name.
# since = "2015"
# until = "2017-03"

{}
{}+++

"#,
        toml(name),
        words(ActorKind::ALL),
        kind.name(),
        ledger(),
        history(),
    )
}

fn report(title: &str, date: &Date) -> String {
    format!(
        r#"+++
# A report sums up many incidents. Its figures are shown and never counted.
title = {}

# When it was published.
date = {}

# The time that it speaks of, and the regions (ids).
# period = "2022-04-01/2022-06-30"
# area = []

# Ids of incidents that are inside it.
# documents = []

{}
{}+++

"#,
        toml(title),
        toml_date(date),
        ledger(),
        history(),
    )
}

fn milestone(title: &str, date: &Date) -> String {
    format!(
        r#"+++
# Context for the timeline, never counted.
title = {}

# When it happened. A day as it is; all else in quotes: "2022-03", "2022-06-18/2022-06-19".
date = {}

# The regions that it concerns (ids).
# area = []

{}
{}+++

"#,
        toml(title),
        toml_date(date),
        ledger(),
        history(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_made_of_a_title() {
        let check = |title: &str, expected: &str| {
            assert_eq!(stem(title).ok().as_ref().map(Id::as_str).unwrap_or_default(), expected);
        };
        check("Attack on the market", "attack-on-the-market");
        check("  L'attaque du marché -- 2e jour!  ", "lattaque-du-marche-2e-jour");
        check("Straße / Økland", "straße-økland");
        check("مجزرة في إنكلافان", "مجزرة-في-إنكلافان");
        check("हमला", "हमला");
        check("Атака на Ёлкино", "атака-на-елкино");
        check("../../etc/passwd", "etc-passwd");
        check("…", "");
        let long = stem(&"word ".repeat(60)).ok().map(|id| id.to_string()).unwrap_or_default();
        assert!(long.ends_with("word") && long.len() <= LONGEST, "{long}");
    }

    #[test]
    fn a_record_lies_in_the_folder_of_its_year() {
        let check = |date: &str, expected: &str| {
            let path = date.parse().ok().and_then(|date| dated("incidents", &date, "X").ok());
            assert_eq!(path.as_deref(), Some(expected), "{date}");
        };
        check("2022-03-28", "content/incidents/2022/2022-03-28-x.md");
        check("2022-03~", "content/incidents/2022/2022-03-x.md");
        check("2022-06-18/2022-06-19", "content/incidents/2022/2022-06-18-x.md");
        check("[2022-03-01..2022-03-05]", "content/incidents/2022/2022-03-x.md");
        check("[2022-03-30..2022-04-05]", "content/incidents/2022/2022-x.md");
    }
}
