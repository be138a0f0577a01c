//! `griot import`: a foreign table into a tracker, and what became of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::args::{Compile, Format, Import, ImportFile, ImportTable};
use super::report::clean;
use super::terminal::{Progress, Terminal, count, number};
use super::{Ending, Failure, options};
use crate::content::map::parse_map;
use crate::diagnostic::{Checked, Diagnostic};
use crate::disk::{
    Desk, Folder, STANDARD_INPUT, exists, find_beside, find_root, open_foreign, read_foreign,
    read_posts, section_of, write_new,
};
use crate::import::merge::{Alone, Difference};
use crate::import::posts::{self, Posts};
use crate::import::table::{self, Hints, Rows, TableError};
use crate::import::{
    self, Acled, Coder, Job, Mapped, Own, Report, RowProblem, Touched, Ucdp, Went, is_own, suggest,
};
use crate::source::{SourcePath, SourceSet, Sources};

/// After how many rows a line is said where no progress can be drawn.
const EVERY: u64 = 100_000;

/// The most notes of one kind that are shown one by one.
const NOTES: u64 = 20;

/// How much of a value is shown, in characters.
const LONG: usize = 120;

/// The most records whose changes are shown one by one.
const SHOWN: usize = 50;

pub(super) fn run(
    terminal: &Terminal,
    root: Option<&Path>,
    here: &Path,
    import: &Import,
) -> Result<Ending, Failure> {
    match import {
        Import::Acled(file) => {
            let mut coder = Acled::new(file.release.as_deref());
            bring(terminal, root, here, file, &Table::of(file), &mut coder)
        }
        Import::Ucdp(file) => {
            let mut coder = Ucdp::new(file.release.as_deref());
            bring(terminal, root, here, file, &Table::of(file), &mut coder)
        }
        Import::Csv(table) => anybodys(terminal, root, here, table),
        Import::Posts(folder) => posts(terminal, root, here, folder),
    }
}

/// Where rows come from.
struct Table<'a> {
    name: String,
    open: Box<dyn Fn() -> Result<Rows, TableError> + Sync + 'a>,
    /// Where the row of that line stands, for messages.
    place: Box<dyn Fn(u64) -> String + Sync + 'a>,
    /// One that was opened already, for whoever opens it next.
    opened: Mutex<Option<Rows>>,
}

impl<'a> Table<'a> {
    fn of(file: &'a ImportFile) -> Self {
        Self::hinted(file, Hints::default())
    }

    fn hinted(file: &'a ImportFile, hints: Hints) -> Self {
        let name = named(file);
        let shown = name.clone();
        let own = name.clone();
        let was_read = AtomicBool::new(false);
        let open = move || {
            if is_input(file) && was_read.swap(true, Ordering::Relaxed) {
                return Err(TableError {
                    message: "it can be read only once, and this import reads it twice".to_owned(),
                    help: Some(AS_FILE.to_owned()),
                });
            }
            let reader = open_foreign(&file.file)
                .map_err(|error| TableError { message: error.message, help: Some(error.help) })?;
            table::open_as(&own, reader, &hints)
        };
        let place = move |line| format!("{shown}:{line}");
        let opened = Mutex::new(None);
        Self { name, open: Box::new(open), place: Box::new(place), opened }
    }

    /// The same, with its rows, of which none was read.
    fn with(self, rows: Rows) -> Self {
        Self { opened: Mutex::new(Some(rows)), ..self }
    }

    fn open(&self) -> Result<Rows, TableError> {
        let opened = self.opened.lock().ok().and_then(|mut opened| opened.take());
        opened.map_or_else(|| (self.open)(), Ok)
    }
}

/// How to import what cannot be read twice.
const AS_FILE: &str = "save it in a file and name that";

/// Whether the table comes from standard input.
fn is_input(file: &ImportFile) -> bool {
    file.file.as_os_str() == STANDARD_INPUT
}

/// What messages call the table.
fn named(file: &ImportFile) -> String {
    if is_input(file) { "standard input".to_owned() } else { file.file.display().to_string() }
}

/// The Markdown of another site by a map.
fn posts(
    terminal: &Terminal,
    root: Option<&Path>,
    here: &Path,
    import: &ImportTable,
) -> Result<Ending, Failure> {
    let file = &import.file;
    let name = named(file);
    if is_input(file) {
        return Err(Failure::tool(
            "cannot import posts from standard input: they are a folder of files\nhelp: name the folder",
        ));
    }
    let found = read_posts(&here.join(&file.file))?;
    if let Some(suggested) = &import.suggest_map {
        let text = posts::first_map(&name, &mut posts::rows(&found));
        return suggest_map(terminal, suggested, &text, &format!("posts {name}"));
    }
    let Some(map) = &import.map else {
        return Err(Failure::tool(format!(
            "cannot import `{name}`: nobody says what the keys of its posts are\nhelp: `griot import posts {name} --suggest-map map.toml` writes a first map; `--map map.toml` then uses it"
        )));
    };
    let (path, text) = (SourcePath::new(map.display().to_string()), read_foreign(map)?);
    let rows = || Ok(posts::rows(&found));
    let place = |line: u64| {
        let at = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
        let post = at.and_then(|at| found.paths().get(at));
        post.map_or_else(|| name.clone(), |post| format!("{name}/{post}"))
    };
    let opened = Mutex::new(None);
    let table = Table { name: name.clone(), open: Box::new(rows), place: Box::new(place), opened };
    let Checked { value, mut problems } = parse_map(&path, &text);
    let mut mapped = None;
    if let Some(mut map) = value {
        map.dataset.release = file.release.as_deref().map(Into::into).or(map.dataset.release);
        let coder = Mapped::new(map);
        problems.extend(coder.unknown_columns(&path, posts::rows(&found).columns()));
        mapped = Some(coder);
    }
    match mapped.filter(|_| problems.is_empty()) {
        Some(coder) => {
            let folder = here.join(&file.file);
            let find = |address: &str| {
                let found = find_beside(&folder, address)?;
                Some(found.strip_prefix(here).unwrap_or(&found).display().to_string())
            };
            let mut coder = Posts::new(coder, posts::rows(&found), &section_of(&folder), &find);
            bring(terminal, root, here, file, &table, &mut coder)
        }
        None => Ok(bad_map(terminal, file, path, text, &problems)),
    }
}

/// Writes a first map, and says what comes next.
fn suggest_map(terminal: &Terminal, to: &Path, text: &str, what: &str) -> Result<Ending, Failure> {
    write_new(to, text)?;
    let to = to.display();
    terminal.say(&format!(
        "`{to}` is written. Read it, then:\n  griot import {what} --map {to} --dry-run"
    ));
    Ok(Ending::Done)
}

/// Shows what is wrong with a map.
fn bad_map(
    terminal: &Terminal,
    file: &ImportFile,
    path: SourcePath,
    text: String,
    problems: &[Diagnostic],
) -> Ending {
    let mut sources = SourceSet::default();
    sources.insert(path, text.into_bytes());
    let mut report = super::report::Report::new(&sources, terminal.color);
    match file.format {
        Format::Json => report.json(problems, |text| terminal.print(text)),
        Format::Text => {
            report.print(problems, |text| terminal.problems(text));
            terminal.problems(&report.summary("Nothing was imported."));
        }
    }
    Ending::ContentErrors
}

/// A table by a map, or one that needs none.
fn anybodys(
    terminal: &Terminal,
    root: Option<&Path>,
    here: &Path,
    import: &ImportTable,
) -> Result<Ending, Failure> {
    let file = &import.file;
    let name = named(file);
    let own = || Hints { encoding: import.encoding.clone(), ..Hints::default() };
    let open = |hints: &Hints| {
        let reader = open_foreign(&file.file)?;
        let rows = table::open_as(&name, reader, hints);
        rows.map_err(|error| refused(&name, import::Failure::Table(error)))
    };
    if let Some(suggested) = &import.suggest_map {
        let text = suggest::suggest(&name, &mut open(&own())?, import.encoding.as_deref());
        return suggest_map(terminal, suggested, &text, &format!("csv {}", file.file.display()));
    }
    if import.map.is_none() && is_input(file) {
        return Err(Failure::tool(format!(
            "cannot import standard input without a map: to find out what it is, it would be read more than once\nhelp: give `--map MAP.toml`, or {AS_FILE}"
        )));
    }
    if import.map.is_none() && is_own(open(&own())?.columns()) {
        let mut coder = Own::new(&name, file.release.as_deref());
        if let Some(Ok(row)) = open(&own())?.next() {
            coder.learn_tracker(&row);
        }
        // Names of actors and levels of regions stand at the end of the file of the whole tracker.
        let learn = |member| {
            let rows = open(&Hints { member: Some(member), ..own() }).ok();
            rows.into_iter().flatten().filter_map(Result::ok)
        };
        learn("actors").for_each(|row| coder.learn_actor(&row));
        learn("regions").for_each(|row| coder.learn_region(&row));
        return bring(terminal, root, here, file, &Table::hinted(file, own()), &mut coder);
    }
    let (shown, text) = match &import.map {
        Some(map) => (map.display().to_string(), read_foreign(map)?),
        None => match suggest::from_tags(&name, &mut open(&own())?) {
            Some(text) => (format!("the map of the tags of {name}"), text),
            None => {
                return Err(Failure::tool(format!(
                    "cannot import `{name}`: nobody says what its columns are\nhelp: `griot import csv {name} --suggest-map map.toml` writes a first map; `--map map.toml` then uses it"
                )));
            }
        },
    };
    let path = SourcePath::new(shown);
    let Checked { value, mut problems } = parse_map(&path, &text);
    let mut mapped = None;
    if let Some(mut map) = value {
        map.dataset.release = file.release.as_deref().map(Into::into).or(map.dataset.release);
        let hints = Hints {
            encoding: import.encoding.clone().or(map.file.encoding.clone()),
            delimiter: map.file.delimiter,
            member: None,
        };
        let coder = Mapped::new(map);
        let rows = open(&hints)?;
        problems.extend(coder.unknown_columns(&path, rows.columns()));
        mapped = Some((coder, Table::hinted(file, hints).with(rows)));
    }
    match mapped.filter(|_| problems.is_empty()) {
        Some((mut coder, table)) => bring(terminal, root, here, file, &table, &mut coder),
        None => Ok(bad_map(terminal, file, path, text, &problems)),
    }
}

/// Brings a file in with that coder.
fn bring(
    terminal: &Terminal,
    root: Option<&Path>,
    here: &Path,
    file: &ImportFile,
    table: &Table<'_>,
    coder: &mut dyn Coder,
) -> Result<Ending, Failure> {
    if is_input(file) && file.strict && !file.dry_run {
        return Err(Failure::tool(format!(
            "cannot import standard input with --strict: all of it must be good before the first record is written, so it is read twice\nhelp: {AS_FILE}"
        )));
    }
    let today = options(&Compile { drafts: false, today: file.today }, None)?.today;
    let (root, files) = tracker(root, here)?;
    let name = &table.name;
    // A file that is not there is told before anything else.
    let rows = table.open().map_err(|error| refused(name, import::Failure::Table(error)))?;
    if let Ok(mut opened) = table.opened.lock() {
        *opened = Some(rows);
    }
    let open = || table.open();
    let progress = Progress::rows(terminal, "Importing");
    let tick = || {
        progress.tick();
        if !terminal.draws() && progress.done().is_multiple_of(EVERY) {
            terminal.say(&format!("  {} rows", number(progress.done())));
        }
    };
    let job = Job {
        open: &open,
        files: &*files,
        shelf: &Desk::of(&root),
        rules: &crate::pipeline::rules(),
        today,
        strict: file.strict,
        dry_run: file.dry_run,
        tick: &tick,
    };
    let mut told = Vec::new();
    let mut notes: BTreeMap<String, u64> = BTreeMap::new();
    let report = import::run(&job, coder, &mut |problem| match file.format {
        Format::Json => told.push(problem_json(problem)),
        Format::Text => {
            if !problem.fatal {
                let seen = notes.entry(kind_of(problem)).or_default();
                *seen += 1;
                if *seen > NOTES {
                    return;
                }
            }
            terminal.problems(&problem_text(&(table.place)(problem.line), problem));
        }
    });
    drop(progress);
    for (kind, seen) in notes.into_iter().filter(|(_, seen)| *seen > NOTES) {
        let more = number(seen - NOTES);
        terminal.problems(&clean(&format!(
            "note: … and {more} more of this kind: {kind} (all with --format json)\n"
        )));
    }
    let report = report.map_err(|failure| refused(name, failure))?;
    match file.format {
        Format::Json => {
            terminal.print(&format!("{:#}\n", report_json(&report, told, file.dry_run)))
        }
        Format::Text => {
            let text = report_text(&report, file, &root, here);
            if file.dry_run {
                terminal.print(&clean(&text))
            } else {
                terminal.say(clean(&text).trim_end())
            }
        }
    }
    let broken = |own: &Touched| own.alone == Some(Alone::Broken);
    let skipped = report.left_out > 0 || report.touched.iter().any(broken);
    Ok(if skipped { Ending::ContentErrors } else { Ending::Done })
}

/// The tracker that the records go into: the one named or the nearest upwards, else a new one here.
fn tracker(named: Option<&Path>, here: &Path) -> Result<(PathBuf, Box<dyn Sources>), Failure> {
    let root = match named {
        Some(folder) => here.join(folder),
        None => find_root(here).unwrap_or_else(|_| here.to_owned()),
    };
    if exists(&root.join("griot.toml")) {
        let folder = Folder::open(&root)?;
        return Ok((folder.root().to_owned(), Box::new(folder)));
    }
    if exists(&root.join("content")) {
        return Err(Failure::tool(format!(
            "`{}` has a folder `content` and no `griot.toml`: it is no tracker, and none is begun in it\nhelp: name another folder with --root, or make a tracker of this one with `griot init`",
            root.display()
        )));
    }
    Ok((root, Box::new(SourceSet::default())))
}

fn refused(name: &str, failure: import::Failure) -> Failure {
    Failure::tool(match failure {
        import::Failure::Table(TableError { message, help }) => {
            let help = help.map_or(String::new(), |help| format!("\nhelp: {help}"));
            format!("cannot import `{name}`: {message}{help}")
        }
        import::Failure::Columns(problems) => {
            let mut text = format!("cannot import `{name}`");
            problems.iter().for_each(|problem| text.push_str(&format!("\n  {}", problem.reason)));
            if let Some(help) = problems.first().and_then(|problem| problem.help.as_deref()) {
                text.push_str(&format!("\nhelp: {help}"));
            }
            text
        }
        import::Failure::Content(problems) => {
            let mut text =
                "cannot import into this tracker: files that it reads first have errors".to_owned();
            for problem in problems.iter().take(SHOWN) {
                text.push_str(&format!("\n  {}: {}", problem.file, problem.message));
            }
            format!("{text}\nhelp: mend what `griot check` shows; nothing was written")
        }
        import::Failure::Settings(why) => {
            format!("cannot import into this tracker: {why}\nhelp: mend what `griot check` shows")
        }
        import::Failure::Disk(why) => why,
    })
}

/// What notes of one kind share: their words, without what stands in backquotes.
fn kind_of(problem: &RowProblem) -> String {
    let parts = problem.reason.split('`').enumerate();
    let words = parts.map(|(at, part)| if at % 2 == 0 { part } else { "`…`" });
    let words = words.collect::<String>();
    words.chars().map(|c| if c.is_ascii_digit() { '…' } else { c }).collect()
}

/// Two or three lines: what is wrong, where, how to mend it.
fn problem_text(place: &str, problem: &RowProblem) -> String {
    let RowProblem { line: _, column, value, reason, help, fatal } = problem;
    let kind = if *fatal { "row left out" } else { "note" };
    let mut text = format!("{kind}: {reason}\n --> {place}");
    if let Some(column) = column {
        let shown: String = value.chars().take(80).collect();
        let more = if value.chars().count() > 80 { "…" } else { "" };
        text.push_str(&format!(", {column} = `{}{more}`", shown.replace('\n', " ")));
    }
    if let Some(help) = help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    format!("{}\n", clean(&text))
}

fn report_text(report: &Report, file: &ImportFile, root: &Path, here: &Path) -> String {
    let mut text = String::new();
    for note in &report.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    columns_text(&mut text, report);
    touched_text(&mut text, report);
    if report.refused {
        text.push_str(&format!(
            "\nNothing was written: {} of {} would be left out.\n",
            count(report.left_out, "row", "rows"),
            number(report.rows)
        ));
        return text;
    }
    let mut line = |one: &str, more: &str, n: u64| {
        if n > 0 {
            let words = if n == 1 { one } else { more };
            text.push_str(&format!("  {:>9}  {words}\n", number(n)));
        }
    };
    line("row read", "rows read", report.rows);
    line("record is new", "records are new", report.new);
    line("record changed", "records changed", report.updated);
    line("record stays as it is", "records stay as they are", report.unchanged);
    line(
        "record came back and says what it said",
        "records came back and say what they said",
        report.back,
    );
    line(
        "row is of a record of this tracker that was exported; it stays as it is",
        "rows are of records of this tracker that were exported; they stay as they are",
        report.own,
    );
    line(
        "record is not in this file any more, and marked for you to decide",
        "records are not in this file any more, and marked for you to decide",
        report.dropped.len() as u64,
    );
    line("row left out", "rows left out", report.left_out);
    line("note on a row that went in", "notes on rows that went in", report.noted);
    line("region, actor or source made", "regions, actors and sources made", report.made);
    let import::Sums { low, best, high } = report.sums;
    text.push_str(&format!(
        "Killed in the rows that went in: lowest {}, best {}, highest {}.\n",
        number(low),
        number(best),
        number(high)
    ));
    if file.dry_run {
        text.push_str("This was a trial: nothing was written.\n");
    } else if report.founded && report.new > 0 {
        let shown = root.strip_prefix(here).ok().filter(|below| below.as_os_str() != "");
        let shown = shown.map_or(String::new(), |below| format!("  cd {}\n", below.display()));
        text.push_str(&format!(
            "\nA new tracker is made. Next:\n\n{shown}  griot check               see what an editor should look at\n  griot serve --open        see it\n  griot lock                keep what it says, before you publish it\n"
        ));
    }
    text
}

fn columns_text(text: &mut String, report: &Report) {
    let mut places: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, went) in &report.columns {
        let went = match went {
            Went::Field(fields) => fields.to_string(),
            Went::Kept => "[private.import]".to_owned(),
            Went::Out(why) => format!("left out: {why}"),
        };
        let name = if name.is_empty() { "(no name)" } else { name };
        match places.iter_mut().find(|(own, _)| *own == went) {
            Some((_, names)) => names.push(name),
            None => places.push((went, vec![name])),
        }
    }
    text.push_str("Where the columns went:\n");
    for (went, names) in places {
        text.push_str(&format!("  {} → {went}\n", names.join(", ")));
    }
}

fn touched_text(text: &mut String, report: &Report) {
    for Touched { path, changed, kept, back, alone } in report.touched.iter().take(SHOWN) {
        text.push_str(&format!("{path}\n"));
        for own in changed {
            text.push_str(&format!("  {own}: {}\n", from_to(own)));
        }
        for own in kept {
            text.push_str(&format!("  {own}: yours stays; {}\n", from_to(own)));
        }
        if *back {
            text.push_str("  is in this file again, and no longer marked\n");
        }
        if let Some(alone) = alone {
            text.push_str(&format!("  left as it is: {}\n", why_alone(alone)));
        }
    }
    let more = report.touched.len().saturating_sub(SHOWN) as u64;
    if more > 0 {
        text.push_str(&format!(
            "… and {} (all with --format json)\n",
            count(more, "record", "records")
        ));
    }
    for path in report.dropped.iter().take(SHOWN) {
        text.push_str(&format!("{path}\n  is not in this file any more\n"));
    }
}

fn from_to(own: &Difference) -> String {
    let (was, is) = (own.was.as_deref().unwrap_or_default(), own.is.as_deref().unwrap_or_default());
    // Where both begin alike, a little of that and then where they differ.
    let same = was.chars().zip(is.chars()).take_while(|(was, is)| was == is).count();
    let skipped = if same > LONG / 2 { same - LONG / 4 } else { 0 };
    let shown = |value: &Option<Box<str>>| {
        value.as_deref().map_or("nothing".to_owned(), |value| {
            let before = if skipped > 0 { "…" } else { "" };
            let line: String = value.chars().skip(skipped).take(LONG).collect();
            let after = if value.chars().count() > skipped + LONG { "…" } else { "" };
            format!("{before}{}{after}", line.replace('\n', " "))
        })
    };
    format!("{} → {}", shown(&own.was), shown(&own.is))
}

fn why_alone(alone: &Alone) -> String {
    match alone {
        Alone::NotImported => "no import wrote it".to_owned(),
        Alone::OtherDataset(name) => format!("it came of another dataset, `{name}`"),
        Alone::Broken => "it has errors, which are to be mended first".to_owned(),
        Alone::Clash => "what you wrote and what the file says cannot stand together".to_owned(),
    }
}

fn problem_json(problem: &RowProblem) -> Value {
    let RowProblem { line, column, value, reason, help, fatal } = problem;
    json!({
        "line": line, "column": column, "value": value, "reason": reason, "help": help,
        "left_out": fatal,
    })
}

fn report_json(report: &Report, problems: Vec<Value>, dry_run: bool) -> Value {
    let difference =
        |own: &Difference| json!({ "what": own.to_string(), "was": own.was, "is": own.is });
    let touched = |own: &Touched| {
        json!({
            "file": own.path.as_str(),
            "changed": own.changed.iter().map(difference).collect::<Vec<_>>(),
            "kept": own.kept.iter().map(difference).collect::<Vec<_>>(),
            "came_back": own.back,
            "left_as_it_is": own.alone.as_ref().map(why_alone),
        })
    };
    let column = |(name, went): &(Box<str>, Went)| match went {
        Went::Field(fields) => json!({ "name": name, "fields": fields }),
        Went::Kept => json!({ "name": name, "fields": "[private.import]" }),
        Went::Out(why) => json!({ "name": name, "fields": null, "reason": why }),
    };
    json!({
        "rows": report.rows,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "came_back": report.back,
        "own": report.own,
        "dropped": report.dropped.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
        "left_out": report.left_out,
        "written": !report.refused && !dry_run,
        "killed": { "low": report.sums.low, "best": report.sums.best, "high": report.sums.high },
        "made": report.made,
        "types": report.types,
        "columns": report.columns.iter().map(column).collect::<Vec<_>>(),
        "notes": report.notes,
        "records": report.touched.iter().map(touched).collect::<Vec<_>>(),
        "problems": problems,
    })
}
