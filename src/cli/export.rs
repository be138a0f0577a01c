//! `griot export`: the tracker in the whole form of another dataset.

use std::io::{self, Write as _};
use std::path::Path;

use super::args::{Compile, Export, ExportForm};
use super::report::Report;
use super::terminal::{Progress, Terminal, count, size};
use super::{Ending, Failure, options};
use crate::dataset::{Content, CsvForm, Download, Table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{Folder, OneFile};
use crate::output::{OutputError, Pieces, Sink};
use crate::pipeline;
use crate::source::Digest;

/// `to` is the file, or `None` for standard output.
pub(super) fn run(
    terminal: &Terminal,
    root: &Path,
    to: Option<&Path>,
    asked: &Export,
) -> Result<Ending, Failure> {
    let folder = Folder::open(root)?;
    let compile = Compile { drafts: false, today: asked.today };
    let options = options(&compile, asked.base_url.as_deref())?;
    let reading = Progress::start(terminal, "Reading the tracker", None);
    let compiled = pipeline::compile(&folder, &options);
    drop(reading);
    let mut report = Report::new(&folder, terminal.color);
    let (errors, remarks): (Vec<Diagnostic>, Vec<Diagnostic>) =
        compiled.problems.into_iter().partition(|problem| problem.severity == Severity::Error);
    report.print(&errors, |text| terminal.problems(text));
    let stopped = |report: &Report<'_>| {
        terminal.problems(&report.summary("Nothing was exported."));
        Ok(Ending::ContentErrors)
    };
    let Some(site) = compiled.site else { return stopped(&report) };
    let (name, content) = match asked.form {
        ExportForm::Ucdp => ("ucdp.csv", Content::Csv(Table::Ucdp, CsvForm::Whole, None)),
        ExportForm::Acled => ("acled.csv", Content::Csv(Table::Acled, CsvForm::Whole, None)),
        ExportForm::Hxl => ("hxl.csv", Content::Csv(Table::Incidents, CsvForm::Tagged, None)),
    };
    let file = Download { address: name.into(), content };
    let one = to.map(OneFile::at);
    let sink: &dyn Sink = match &one {
        Some(one) => one,
        None => &Standard,
    };
    let writing = Progress::start(terminal, "Writing", None);
    let exported = site.export(&file, &folder, sink);
    drop(writing);
    match exported {
        Ok((made, warnings)) => {
            report.print(&warnings, |text| terminal.problems(text));
            let place = to.map_or("standard output".to_owned(), |to| to.display().to_string());
            let rows = count(made.rows, "incident", "incidents");
            terminal.say(&format!("Exported {rows}, {}, to {place}", size(made.bytes)));
            if !remarks.is_empty() {
                let warnings = count(remarks.len() as u64, "warning", "warnings");
                terminal.say(&format!("The content has {warnings}: see `griot check`"));
            }
            Ok(Ending::Done)
        }
        Err(pipeline::Failure::Output(error)) => Err(error.into()),
        Err(pipeline::Failure::Problems(problems)) => {
            report.print(&problems, |text| terminal.problems(text));
            stopped(&report)
        }
    }
}

/// Standard output. A reader that has gone away is no error.
struct Standard;

impl Sink for Standard {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        let mut pieces = self.begin(path)?;
        pieces.add(bytes)?;
        pieces.end()
    }

    fn begin(&self, _: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        Ok(Box::new(Self))
    }
}

impl Pieces for Standard {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        match io::stdout().lock().write_all(bytes) {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                Err(OutputError { doing: "cannot write to standard output".to_owned(), cause })
            }
            _ => Ok(()),
        }
    }

    fn end(self: Box<Self>) -> Result<Digest, OutputError> {
        Ok(Digest::default())
    }
}
