//! `griot check`: every problem of the content, and the manuals of the rules.

use std::path::Path;
use std::sync::Arc;

use super::args::{Check, Format};
use super::report::Report;
use super::terminal::{Progress, Terminal, count};
use super::{Ending, Failure, options};
use crate::diagnostic::{Rule, Severity, any_error, nearest};
use crate::disk::{Folder, Workbench, clear};
use crate::pipeline;
use crate::source::Sources as _;

pub(super) fn run(terminal: &Terminal, root: &Path, check: &Check) -> Result<Ending, Failure> {
    let folder = Folder::open(root)?;
    clear(folder.root());
    let options = options(&check.compile, None)?;
    let reading = Progress::start(terminal, "Reading the tracker", None);
    let compiled = pipeline::compile(&folder, &options);
    let mut problems = compiled.problems;
    drop(reading);
    let own_templates = folder.paths().iter().any(|path| path.below("templates").is_some());
    if let Some(site) = compiled.site {
        let site = site.working_in(Arc::new(Workbench::of(folder.root())));
        // What a template asks for in vain, and what must not leave, shows only in finished pages.
        let pages = site.unproved(own_templates);
        let making = Progress::start(terminal, "Trying the pages", Some(pages.len()));
        match site.prove(&pages, &folder, &|| making.tick()) {
            Ok(found) => problems.extend(found),
            Err(pipeline::Failure::Problems(found)) => problems.extend(found),
            Err(pipeline::Failure::Output(error)) => return Err(error.into()),
        }
    }

    let mut report = Report::new(&folder, terminal.color_output);
    match check.format {
        Format::Json => report.json(&problems, |text| terminal.print(text)),
        Format::Text => {
            report.print(&problems, |text| terminal.print(text));
            if problems.is_empty() {
                let files = folder.paths().len() as u64;
                terminal.say(&format!("No problems in {}.", count(files, "file", "files")));
            } else {
                terminal.print(&report.summary(""));
            }
        }
    }
    Ok(if any_error(&problems) { Ending::ContentErrors } else { Ending::Done })
}

/// Prints the manual of a rule.
pub(super) fn explain(
    terminal: &Terminal,
    name: &str,
    rules: &[&'static Rule],
) -> Result<Ending, Failure> {
    let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the rules are {}", names.join(", ")),
        };
        return Err(Failure::tool(format!(
            "there is no rule `{}`\nhelp: {help}",
            name.escape_debug()
        )));
    };
    let set = severity(rule);
    let setting = match rule.adjustable {
        true => format!(
            "\nSet it in griot.toml:\n\n    [rules]\n    {} = \"{}\"    # or \"error\", \"warning\", \"off\"\n",
            rule.name,
            if rule.quiet { "warning" } else { set }
        ),
        false => String::new(),
    };
    terminal.print(&format!("{} ({set})\n\n{}\n{setting}", rule.name, rule.manual.trim()));
    Ok(Ending::Done)
}

/// Prints every rule with its severity and the first sentence of its manual.
pub(super) fn list(terminal: &Terminal, rules: &[&'static Rule]) -> Result<Ending, Failure> {
    let widest = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        let first = rule.manual.split("\n\n").next().unwrap_or_default();
        terminal.print(&format!("{:widest$}  {:7}  {first}\n", rule.name, severity(rule)));
    }
    Ok(Ending::Done)
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        _ if rule.quiet => "off",
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
