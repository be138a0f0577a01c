//! The commands: what a person types, what is printed, and the exit status.
//!
//! This is the only module that prints, and the only one that asks for the clock, the current
//! folder or the environment.

mod args;
mod build;
mod check;
mod export;
mod import;
mod init;
mod lock;
mod new;
mod release;
mod report;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod terminal;
mod timings;
mod withdraw;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use self::args::{Arguments, Command, Compile};
use self::terminal::Terminal;
use crate::disk::{DiskError, find_root};
use crate::output::OutputError;
use crate::pipeline::Options;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// As asked.
    Done,
    /// The content has errors, which were shown.
    ContentErrors,
}

/// What the tool could not do: what was tried, on which path, what happened, how to mend it.
#[derive(Debug)]
struct Failure {
    text: String,
    status: u8,
}

impl Failure {
    /// The tool could not do it.
    fn tool(text: impl Into<String>) -> Self {
        Self { text: text.into(), status: 2 }
    }

    /// The content does not allow it.
    fn content(text: impl Into<String>) -> Self {
        Self { text: text.into(), status: 1 }
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self::tool(error.to_string())
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Self::tool(error.to_string())
    }
}

/// Does what the arguments say; the first is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A reader that has gone away needs no help text.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(arguments.color, arguments.quiet);
    match command(&terminal, arguments) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::ContentErrors) => ExitCode::from(1),
        Err(failure) => {
            terminal.error(&failure.text);
            ExitCode::from(failure.status)
        }
    }
}

fn command(terminal: &Terminal, arguments: Arguments) -> Result<Ending, Failure> {
    let Arguments { command, root, quiet: _, color: _ } = arguments;
    let root = root.as_deref();
    match command {
        Command::Init(init) => init::run(terminal, &current_folder()?.join(init.folder)),
        Command::New(new) => new::run(terminal, &tracker(root)?, &new),
        Command::Import(import) => import::run(terminal, root, &current_folder()?, &import),
        Command::Check(check) => match &check.explain {
            Some(Some(rule)) => check::explain(terminal, rule, &crate::pipeline::rules()),
            Some(None) => check::list(terminal, &crate::pipeline::rules()),
            None => check::run(terminal, &tracker(root)?, &check),
        },
        Command::Build(build) => {
            let output = match &build.output {
                Some(output) => current_folder()?.join(output),
                None => PathBuf::from("public"),
            };
            build::run(terminal, &tracker(root)?, output, &build)
        }
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve::run(terminal, &tracker(root)?, &serve),
        Command::Lock(lock) => lock::run(terminal, &tracker(root)?, &current_folder()?, &lock),
        Command::Release(asked) => release::run(terminal, &tracker(root)?, &asked),
        Command::Export(asked) => {
            let to = asked.file.as_deref().filter(|file| *file != Path::new("-"));
            let here = current_folder()?;
            let to = to.map(|file| here.join(file));
            export::run(terminal, &tracker(root)?, to.as_deref(), &asked)
        }
        Command::Schema(which) => schema::run(terminal, which.kind.as_deref()),
        Command::Completions(completions) => {
            let mut script = Vec::new();
            let command = &mut Arguments::command();
            clap_complete::generate(completions.shell, command, "griot", &mut script);
            terminal.print(&String::from_utf8_lossy(&script));
            Ok(Ending::Done)
        }
    }
}

/// The tracker's folder: the one named, else the nearest upwards.
fn tracker(named: Option<&Path>) -> Result<PathBuf, Failure> {
    match named {
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(find_root(&current_folder()?)?),
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge that passes the folder on")]
fn current_folder() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|cause: io::Error| {
        Failure::tool(format!(
            "cannot find out the current folder: {cause}\nhelp: it may have been removed; go to another one"
        ))
    })
}

/// What the stages are told, with the clock read where nothing else gives the day.
fn options(compile: &Compile, base_url: Option<&str>) -> Result<Options, Failure> {
    let today = match compile.today {
        Some(today) => today,
        None => today(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())?,
    };
    if let Some(url) = base_url {
        let valid = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
            && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"?#".contains(c));
        if !valid {
            return Err(Failure::tool(format!(
                "cannot use `{}` as --base-url\nhelp: write the whole address of the site, such as `https://tracker.example/`",
                url.escape_debug()
            )));
        }
    }
    let base_url = base_url.map(|url| format!("{}/", url.trim_end_matches('/')).into());
    Ok(Options { today, drafts: compile.drafts, base_url })
}

/// The day of SOURCE_DATE_EPOCH (in UTC, so that every computer gets the same), else the local day.
#[expect(clippy::disallowed_methods, reason = "this is the edge that reads the clock")]
fn today(epoch: Option<&str>) -> Result<jiff::civil::Date, Failure> {
    let Some(epoch) = epoch.filter(|epoch| !epoch.is_empty()) else {
        return Ok(jiff::Zoned::now().date());
    };
    let seconds = epoch.trim().parse().ok();
    let stamp = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let day = stamp.map(|stamp| stamp.to_zoned(jiff::tz::TimeZone::UTC).date());
    day.ok_or_else(|| {
        Failure::tool(format!(
            "cannot use SOURCE_DATE_EPOCH `{}`\nhelp: set it to seconds since 1970, such as the output of `git log -1 --format=%ct`, or unset it",
            epoch.escape_debug()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_comes_from_the_environment_in_utc() {
        let check = |epoch: &str, expected: Option<&str>| {
            let day = today(Some(epoch)).ok().map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{epoch}");
        };
        check("0", Some("1970-01-01"));
        check("1700000000", Some("2023-11-14"));
        check("soon", None);
        check("99999999999999999", None);
    }

    #[test]
    fn a_base_url_is_a_whole_address() {
        let check = |url: &str, expected: Option<&str>| {
            let compile = Compile { drafts: false, today: Some(jiff::civil::date(2024, 1, 1)) };
            let options = options(&compile, Some(url)).ok();
            assert_eq!(options.and_then(|options| options.base_url).as_deref(), expected, "{url}");
        };
        check("https://a.example", Some("https://a.example/"));
        check("https://a.example/b/", Some("https://a.example/b/"));
        check("/b/", None);
        check("a.example", None);
        check("https://", None);
        check("javascript:x", None);
        check("https://a.example/?x", None);
    }
}
