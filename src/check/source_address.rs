//! A source that no reader can go to, or that may be gone tomorrow.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Source, SourceKind};

pub(super) static SOURCE_WITHOUT_ADDRESS: Rule = Rule::house(
    "source-without-address",
    Severity::Warning,
    "A source has neither `url` nor `archive_url`, and no `note` says why.\n\n\
     Readers must be able to go to what was read. A testimony has no address and needs none.\n\n\
     **Example**: a `[[source]]` with `title = \"Harbour riot leaves three dead\"` and no address.\n\n\
     **Repair**: add `url = \"https://…\"`. Where there is none, say so: \
     `note = \"Printed edition of 4 May, page 3.\"`.",
);

pub(super) static SOURCE_WITHOUT_ARCHIVE: Rule = Rule::quiet(
    "source-without-archive",
    "A source has a `url`, and no `archive_url` where a copy of it is kept.\n\n\
     Pages on the web move and vanish; what they said on the day must stay open to proof. The rule \
     is off until a tracker turns it on, since a tracker without an archive of its own may have no \
     copies.\n\n\
     **Example**: `url = \"https://paper.example/riot\"` alone.\n\n\
     **Repair**: let a public web archive keep the page, and add `archive_url = \"https://…\"` and \
     `archived = 2026-11-21`. Where it cannot be kept, say so in `note`.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let file = &subject.record.file;
    let bare = |source: &&Source| source.archive_url.is_none() && source.note.is_none();
    let mut unaddressed = subject
        .own_sources()
        .filter(bare)
        .filter(|source| source.url.is_none() && source.kind != Some(SourceKind::Testimony));
    if let Some(first) = unaddressed.next() {
        let others: Vec<&Source> = unaddressed.collect();
        let message = match others.len() {
            0 => format!("the source {} has no address", name(first)),
            more => format!("{} sources have no address", more + 1),
        };
        let mut problem = Diagnostic::at(&SOURCE_WITHOUT_ADDRESS, file, first.id.span, message)
            .label("where can it be read?")
            .help("add url = \"https://…\", or say in `note` why there is none");
        for source in others {
            problem = problem.related(file, source.id.span, "and this one");
        }
        problems.push(problem);
    }
    let asked = subject.tracker.settings.rules.get(SOURCE_WITHOUT_ARCHIVE.name);
    if asked.is_some_and(Option::is_some) {
        for url in subject.own_sources().filter(bare).filter_map(|source| source.url.as_ref()) {
            let message = "no copy of the source is kept";
            let problem = Diagnostic::at(&SOURCE_WITHOUT_ARCHIVE, file, url.span, message);
            problems.push(problem.help("add archive_url = \"https://…\" and archived = …"));
        }
    }
}

fn name(source: &Source) -> String {
    let named = source.title.as_ref().or(source.publisher.as_ref()).or(source.author.as_ref());
    named.map_or_else(|| format!("`{}`", source.id.value), |name| format!("\"{name}\""))
}
