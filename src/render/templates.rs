//! Loads templates and says what is wrong with them.
//!
//! A tracker's template takes the place of the theme's of the same name; `theme/NAME` stays the
//! theme's, so that one can extend the other. Components go by their own names, wherever they stand.

use std::collections::{BTreeMap, BTreeSet};

use tera::{ErrorKind, ReportError, Tera};

use super::folding::Folded;
use super::{filters, theme};
use crate::diagnostic::{Diagnostic, Rule};
use crate::source::{SourcePath, Span};

/// A template that cannot be read or rendered.
pub static TEMPLATE_ERROR: Rule = Rule::fixed(
    "template-error",
    "A template has an error of syntax, or asks for something that there is not.\n\n\
     Templates are written for Tera 2. A variable, word, filter, component or template that does not \
     exist is an error and never an empty space: a page must not lose a figure in silence.\n\n\
     **Example**: `{{ words.kiled }}`, or `{% include \"fotter.html\" %}`.\n\n\
     **Repair**: correct the spot. A template of your own may extend the theme's, \
     `{% extends \"theme/incident.html\" %}`, and change one block of it.",
);

/// Where the theme's templates lie among all templates.
const THEME: &str = "theme/";

/// The folder of a tracker's own templates.
const FOLDER: &str = "templates";

/// All templates: the engine, and the texts that errors are shown in.
pub struct Templates {
    /// `None` where the tracker has no template of its own: the theme's are code.
    pub(super) engine: Option<Tera>,
    sources: BTreeMap<String, (SourcePath, String)>,
    /// The texts that the engine has, where they are not the sources.
    folded: BTreeMap<String, Folded>,
    /// The templates that the tracker has changed or added.
    own: BTreeSet<String>,
    /// Whether one of those has components, which take the place of the theme's in any template.
    own_components: bool,
}

impl Templates {
    /// The theme's templates with the tracker's own over them (`templates/*.html` with their paths and
    /// texts), and the site's words in them.
    ///
    /// # Errors
    /// A problem for every template that is broken.
    pub fn load(
        overrides: Vec<(SourcePath, String)>,
        words: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let theme: BTreeMap<&str, &str> = theme::templates().into_iter().collect();
        let mut own = Vec::new();
        let mut problems = Vec::new();
        for (file, text) in overrides {
            let name = file.below(FOLDER).unwrap_or(file.as_str()).to_owned();
            if name.starts_with(THEME) {
                let message = "`theme/` names the theme's own templates";
                let problem = Diagnostic::at(&TEMPLATE_ERROR, &file, None, message);
                problems.push(problem.help("put the file into templates/ itself"));
                continue;
            }
            // A tracker whose template is the theme's own, byte for byte, has none of its own.
            if theme.get(&*name).is_none_or(|theme| *theme != text) {
                own.push((name, (file, text)));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let has_own = !own.is_empty();
        let own_components = own.iter().any(|(_, (_, text))| text.contains("component"));
        let names = own.iter().map(|(name, _)| name.clone()).collect();
        let mut sources: BTreeMap<String, (SourcePath, String)> = own.into_iter().collect();
        for (name, text) in theme {
            let file = SourcePath::new(format!("{FOLDER}/{name}"));
            if has_own {
                let text = (file.clone(), text.to_owned());
                sources.insert(format!("{THEME}{name}"), text);
            }
            // The engine looks a name up as it is first; partials are asked for a dozen times on a page.
            if !has_own || name.starts_with("partials/") {
                sources.entry(name.to_owned()).or_insert_with(|| (file, text.to_owned()));
            }
        }
        let (engine, folded) = (has_own.then(engine), BTreeMap::new());
        let mut templates = Self { engine, sources, folded, own: names, own_components };
        let Some(engine) = &mut templates.engine else { return Ok(templates) };
        let fold = |(name, (_, text)): (&String, &(SourcePath, String))| {
            (name.clone(), Folded::new(text, words))
        };
        templates.folded = templates.sources.iter().map(fold).collect();
        let all = templates.folded.iter().map(|(name, folded)| (name, &folded.text));
        match engine.add_raw_templates(all) {
            Ok(()) => Ok(templates),
            Err(_) => Err(templates.all_problems()),
        }
    }

    /// What renders the tracker's own templates.
    ///
    /// # Errors
    /// Where there are none.
    pub(super) fn engine(&self) -> tera::TeraResult<&Tera> {
        self.engine.as_ref().ok_or_else(|| tera::Error::message("no template is rendered here"))
    }

    /// Whether all of these are as the theme has them, with all that they are made of.
    pub(super) fn are_the_themes(&self, names: &[&str]) -> bool {
        !self.own_components && names.iter().all(|name| !self.own.contains(*name))
    }

    /// The problems of templates that the engine refused, in the texts as they were written.
    fn all_problems(mut self) -> Vec<Diagnostic> {
        self.folded.clear();
        // Adding all at once stops at the first error of syntax, so each is tried alone.
        let mut problems = Vec::new();
        for (name, (_, text)) in &self.sources {
            if let Err(error) = engine().add_raw_template(name, text)
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                problems.extend(self.explain(&error));
            }
        }
        if problems.is_empty() {
            let all = self.sources.iter().map(|(name, (_, text))| (name, text));
            if let Err(error) = engine().add_raw_templates(all) {
                problems = self.explain(&error);
            }
        }
        problems
    }

    /// The problems that an error of the engine stands for: one, or one for each thing that is
    /// missing.
    pub(super) fn explain(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![self.at_spot(report, error)]
            }
            ErrorKind::Msg(text) if text.contains("--> ") => {
                text.split("\n\n").filter_map(|part| self.reported(part)).collect()
            }
            _ => vec![self.whole(&with_causes(error))],
        }
    }

    fn at_spot(&self, report: &ReportError, error: &tera::Error) -> Diagnostic {
        let message = match std::error::Error::source(error) {
            Some(cause) => format!("{}: {cause}", report.message()),
            None => report.message().to_owned(),
        };
        let file = self.file(report.filename());
        let range = report.span().range.clone();
        let folded = self.folded.get(report.filename());
        let span = Span::new(folded.map_or(range.clone(), |folded| folded.original(range)), 0);
        let problem = Diagnostic::at(&TEMPLATE_ERROR, &file, span, one_line(&message));
        // Whence the template was called stands in the engine's own account alone.
        let account = error.to_string();
        match account.find("note: called from") {
            Some(at) => problem.help(account[at..].trim_end().to_owned()),
            None => problem,
        }
    }

    /// A problem from the engine's own account: `error: MESSAGE` and ` --> FILE:LINE:COLUMN`.
    fn reported(&self, account: &str) -> Option<Diagnostic> {
        let message = account.lines().find_map(|line| line.strip_prefix("error: "))?;
        let spot = account.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let (name, span) = spot.and_then(|spot| self.spot(spot)).unzip();
        let file = self.file(name.unwrap_or_default());
        Some(Diagnostic::at(&TEMPLATE_ERROR, &file, span, message.trim_end_matches('.')))
    }

    fn spot<'a>(&self, spot: &'a str) -> Option<(&'a str, Span)> {
        let (rest, column) = spot.trim_end_matches(']').trim_start_matches('[').rsplit_once(':')?;
        let (name, line) = rest.rsplit_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let (_, text) = self.sources.get(name)?;
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let within = text.get(start..)?;
        let within = within.lines().next().unwrap_or_default();
        let at =
            |column: usize| within.char_indices().nth(column).map_or(within.len(), |(at, _)| at);
        let from = start + at(column.saturating_sub(1));
        Some((name, Span::new(from..from + 1, 0)))
    }

    fn whole(&self, message: &str) -> Diagnostic {
        let name = message.split(['\'', '`']).nth(1).unwrap_or_default();
        Diagnostic::at(&TEMPLATE_ERROR, &self.file(name), None, one_line(message))
    }

    fn file(&self, name: &str) -> SourcePath {
        let known = self.sources.get(name).or_else(|| self.sources.get(&format!("{THEME}{name}")));
        known.map_or_else(|| SourcePath::new(format!("{FOLDER}/{name}")), |(file, _)| file.clone())
    }
}

fn engine() -> Tera {
    let mut tera = Tera::default();
    // Fails only where templates are already there.
    let _ = tera.set_fallback_prefixes([THEME]);
    tera.autoescape_on(vec![".html"]);
    filters::register(&mut tera);
    tera
}

fn with_causes(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
