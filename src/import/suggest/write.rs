//! Writes a first map, with the reason for each line.

use std::fmt::Write as _;

use super::language;
use super::look::Look;
use super::words::{Holds, LOW};
use super::{Form, Picks};
use crate::content::slug;
use crate::import::draft::quoted;
use crate::import::one_line;
use crate::model::{Evidence, Precision, fold};

/// A map while it is written.
struct Map<'l> {
    looks: &'l [Look],
    picks: &'l Picks,
    used: Vec<usize>,
    /// Whether no column of dates was found, without which no row can go in.
    dateless: bool,
    text: String,
}

/// The text of the map.
pub(super) fn map(file: &str, form: &Form, looks: &[Look], picks: &Picks) -> String {
    let mut map = Map { looks, picks, used: Vec::new(), dateless: false, text: String::new() };
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or(stem);
    let id = Some(slug(stem)).filter(|id| !id.is_empty()).unwrap_or_else(|| "table".to_owned());
    let head = map.head();
    let rest = map.rest();
    map.opening(file, form);
    map.text.push('\n');
    let top = std::mem::take(&mut map.text);
    let decimal = looks.iter().any(|look| look.decimal_commas * 2 > look.full && look.full > 0);
    let mut text = top;
    text.push_str(&head);
    let _ = write!(
        text,
        "\n[dataset]\nid = {}\nname = {}          # for readers; write the real one\n\
         # by = \"Who keeps this table\"         # who says what it says: an actor of the tracker\n\
         # by_kind = \"organisation\"\n# licence = \"CC-BY-4.0\"\n# release = \"2024-05\"\n\
         # url = \"https://\"\n",
        quoted(&id),
        quoted(stem),
    );
    match language::of(looks) {
        Some(language) if language != "en" => {
            let _ = writeln!(
                text,
                "language = {}          # A GUESS from the names of the columns; dates in titles, and a new tracker, are in it",
                quoted(language)
            );
        }
        _ => text.push_str("# language = \"en\"\n"),
    }
    text.push_str("\n[file]\n");
    if let Some(told) = &form.told {
        let _ = writeln!(text, "encoding = {}", quoted(told));
    } else if form.encoding != "UTF-8" {
        let _ = writeln!(text, "encoding = {}          # found out", quoted(form.encoding));
    } else {
        text.push_str("# encoding = \"windows-1252\"      # found out where it is not given\n");
    }
    match decimal {
        true => text.push_str("decimal = \",\"               # from cells such as 3,5\n"),
        false => text.push_str("# decimal = \",\"\n"),
    }
    text.push_str(&rest);
    text
}

/// The lines for posts that stand before the tables, and the tables.
pub(super) fn posts(looks: &[Look], picks: &Picks) -> (String, String) {
    let mut map = Map { looks, picks, used: Vec::new(), dateless: false, text: String::new() };
    match map.take(Holds::Type) {
        Some((template, at)) => map.line("type", &template, Some(at)),
        None => map.text.push_str("# type = \"{category}\"\n"),
    }
    map.evidence();
    map.private();
    let head = std::mem::take(&mut map.text);
    map.place();
    map.claim();
    map.source();
    map.words();
    map.unguessed();
    (head, map.text)
}

/// A text as part of a comment: on one line.
fn comment(text: &str) -> String {
    one_line(text)
}

/// The template of a column.
fn cell(name: &str) -> String {
    format!("{{{}}}", name.replace('{', "{{").replace('}', "}}"))
}

impl Map<'_> {
    fn opening(&mut self, file: &str, form: &Form) {
        let _ = write!(
            self.text,
            "# A first map of {}, made from its first {} rows. {}\n\
             # A name in braces is a column. Other words stand as they are. What is in [square brackets]\n\
             # is left out where a cell in it is empty; {{A|B}} is the first that is not empty.\n\
             # Columns that are named nowhere are kept in [private.import] of each record.\n",
            comment(file),
            form.rows,
            match self.dateless {
                true => "It lacks a date: see [date].",
                false => "It can be used as it is; read it first.",
            },
        );
    }

    fn at(&self, holds: Holds) -> Option<usize> {
        let found = self.picks.iter().find(|(own, _)| *own == holds).map(|(_, at)| *at);
        found.filter(|at| {
            !self.looks[*at].name.contains('|') && !self.looks[*at].name.starts_with('=')
        })
    }

    /// The template of what holds something; the column counts as used.
    fn take(&mut self, holds: Holds) -> Option<(String, usize)> {
        let at = self.at(holds)?;
        self.used.push(at);
        Some((cell(&self.looks[at].name), at))
    }

    fn line(&mut self, key: &str, value: &str, from: Option<usize>) {
        let value = quoted(value);
        let _ = match from {
            Some(at) => {
                let samples = comment(&self.looks[at].samples());
                writeln!(self.text, "{key} = {value}          # cells such as: {samples}")
            }
            None => writeln!(self.text, "{key} = {value}"),
        };
    }

    /// What stands before the first table.
    fn head(&mut self) -> String {
        self.id();
        self.title();
        self.region();
        if let Some((template, at)) = self.take(Holds::Type) {
            self.line("type", &template, Some(at));
        } else {
            self.text.push_str("# type = \"{…}\"               # no column was found for it\n");
        }
        self.evidence();
        if let Some((template, at)) = self.take(Holds::Tags) {
            self.line("tags", &template, Some(at));
            self.text.push_str("split = [\";\", \",\"]\n");
        }
        if let Some((template, at)) = self.take(Holds::Notes) {
            self.line("body", &template, Some(at));
        }
        self.text.push_str(
            "# status = \"draft\"           # import as drafts, which are not published until this is changed\n",
        );
        self.private();
        std::mem::take(&mut self.text)
    }

    fn id(&mut self) {
        let unique = |own: &(usize, &Look)| {
            own.1.unique && own.1.full > 1 && own.1.longest <= 40 && !own.1.mostly(own.1.points)
        };
        if let Some((template, at)) = self.take(Holds::Id) {
            self.text.push_str("# What a later import knows a record by. Every row has its own.\n");
            return self.line("id", &template, Some(at));
        }
        let most = self.looks.iter().map(|look| look.full).max().unwrap_or_default();
        let is_private =
            |at: usize| self.picks.iter().any(|(own, pick)| *own == Holds::Private && *pick == at);
        let codes = self.looks.iter().enumerate().find(|own| {
            unique(own) && own.1.full == most && own.1.mostly(own.1.whole) && !is_private(own.0)
        });
        if let Some((at, look)) = codes {
            self.text.push_str(
                "# A guess: no column is called so, and in this one every cell is another number.\n",
            );
            let template = cell(&look.name);
            self.used.push(at);
            return self.line("id", &template, Some(at));
        }
        self.text.push_str(
            "# No column was found that names each row. The line of the file does, as long as rows are only\n\
             # added at its end. Better: give the table a column of permanent numbers.\n",
        );
        self.line("id", "{=line}", None);
    }

    fn title(&mut self) {
        if let Some((template, at)) = self.take(Holds::Title) {
            return self.line("title", &template, Some(at));
        }
        let name = |holds| self.at(holds).map(|at| cell(&self.looks[at].name));
        let place = name(Holds::Place).or_else(|| name(Holds::Adm2)).or_else(|| name(Holds::Adm1));
        let language = language::of(self.looks);
        let what = match self.at(Holds::Type) {
            Some(_) => "{=type}",
            None => language::incident(language),
        };
        let place = place.map(|place| format!("[, {place}]")).unwrap_or_default();
        self.text.push_str(
            "# No column was found for it. {=when} is the day in words, {=type} the label of the type.\n",
        );
        self.line("title", &format!("{what}{place}, {{=when}}"), None);
    }

    fn region(&mut self) {
        let steps = [
            (Holds::Country, "country"),
            (Holds::Adm1, "adm1"),
            (Holds::Adm2, "adm2"),
            (Holds::Adm3, "adm3"),
        ];
        let (mut names, mut levels, mut samples) = (Vec::new(), Vec::new(), Vec::new());
        for (holds, level) in steps {
            if let Some((template, at)) = self.take(holds) {
                names.push(quoted(&template));
                levels.push(quoted(level));
                samples.push(comment(&self.looks[at].samples()));
            }
        }
        if names.is_empty() {
            self.text.push_str(
                "# No column was found for it: name the area of the whole table.\n\
                 region = [\"All regions\"]\nregion_levels = [\"supranational\"]\n",
            );
            return;
        }
        if self.at(Holds::Country).is_none() {
            self.text.push_str(
                "# From the largest down. No column was found for the country: where all rows lie in one, write\n\
                 # its name before the others, as [\"Estmark\", …], and \"country\" among the levels.\n",
            );
            // Without a country nobody knows how large these areas are.
            let only_regions = names.len() == 1
                && self
                    .at(Holds::Adm1)
                    .is_some_and(|at| fold(&self.looks[at].name).contains("region"));
            if only_regions {
                levels = vec![quoted("supranational")];
            }
        }
        let _ = writeln!(
            self.text,
            "region = [{}]          # cells such as: {}\nregion_levels = [{}]",
            names.join(", "),
            samples.join(" / "),
            levels.join(", ")
        );
    }

    fn evidence(&mut self) {
        if let Some(at) = self.at(Holds::Evidence) {
            let words = self.looks[at].different.iter();
            let known = words.clone().all(|word| Evidence::named(&word.to_lowercase()).is_some());
            self.used.push(at);
            let name = cell(&self.looks[at].name);
            if !known {
                self.text.push_str(
                    "# Which of its cells means which grade, you alone can say: see [words] below.\n",
                );
            }
            self.line("evidence", &name, Some(at));
        }
    }

    fn private(&mut self) {
        let names: Vec<String> = self
            .picks
            .iter()
            .filter(|(holds, _)| *holds == Holds::Private)
            .map(|(_, at)| quoted(&self.looks[*at].name))
            .collect();
        if names.is_empty() {
            self.text.push_str(
                "# private = [\"…\"]             # columns that must never be published: names, contacts, witnesses\n",
            );
        } else {
            let own = self.picks.iter().filter(|(holds, _)| *holds == Holds::Private);
            self.used.extend(own.map(|(_, at)| *at));
            let _ = writeln!(
                self.text,
                "# Kept under [private] of each record: no page and no download may hold what stands there. To name\n\
                 # victims, take their column out of this list and write a [[victim]] with its basis.\n\
                 private = [{}]",
                names.join(", ")
            );
        }
        self.text.push_str("# ignore = [\"…\"]              # columns that are not even kept\n");
    }

    /// The tables.
    fn rest(&mut self) -> String {
        self.date();
        self.place();
        self.claim();
        self.source();
        self.words();
        self.unguessed();
        std::mem::take(&mut self.text)
    }

    fn date(&mut self) {
        self.text.push_str("\n[date]\n");
        let Some(at) = self.at(Holds::Date) else {
            if let Some((year, at)) = self.take(Holds::Year) {
                self.line("year", &year, Some(at));
                for (holds, key) in [(Holds::Month, "month"), (Holds::Day, "day")] {
                    if let Some((template, at)) = self.take(holds) {
                        self.line(key, &template, Some(at));
                    }
                }
                return;
            }
            self.dateless = true;
            self.text.push_str(
                "# No column was found whose name and cells are those of a date. Name it here; until then no row\n\
                 # can go in.\nvalue = \"\"\n",
            );
            return;
        };
        let (template, _) = self.take(Holds::Date).unwrap_or_default();
        self.line("value", &template, Some(at));
        if let Some((end, at)) = self.take(Holds::End) {
            self.line("end", &end, Some(at));
            self.text.push_str(
                "meaning = \"lasted\"           # or \"one-of\": it happened on one of these days\n",
            );
        }
        let look = &self.looks[at];
        let [plain, day_first, month_first] = look.dates;
        let order = if look.mostly(look.serial) && plain < look.full {
            Some(("serial", "days as spreadsheets count them"))
        } else if plain >= look.full {
            None
        } else if day_first > month_first {
            Some(("day-first", "some days are above 12"))
        } else if month_first > day_first {
            Some(("month-first", "some days are above 12"))
        } else {
            Some(("day-first", "A GUESS: every one of these days can be read in two ways"))
        };
        match order {
            Some((word, why)) => {
                let _ = writeln!(self.text, "order = {}          # {why}", quoted(word));
            }
            None => self.text.push_str(
                "# order = \"day-first\"         # not needed: all can be read in one way\n",
            ),
        }
        self.text.push_str("# precision = \"{…}\"            # day, about, week, month or year\n");
    }

    fn place(&mut self) {
        let name = self.take(Holds::Place);
        let point = self.take(Holds::Point);
        let latitude = self.at(Holds::Latitude).and(self.at(Holds::Longitude));
        if name.is_none() && point.is_none() && latitude.is_none() {
            return self
                .text
                .push_str("\n# [[place]]                     # no column was found for it\n");
        }
        self.text.push_str("\n[[place]]\n");
        if let Some((template, at)) = name {
            self.line("name", &template, Some(at));
        }
        let has_point = point.is_some() || latitude.is_some();
        if let Some((template, at)) = point {
            self.line("point", &template, Some(at));
        } else if latitude.is_some() {
            for (holds, key) in [(Holds::Latitude, "latitude"), (Holds::Longitude, "longitude")] {
                if let Some((template, at)) = self.take(holds) {
                    self.line(key, &template, Some(at));
                }
            }
        }
        if !has_point {
            return;
        }
        if let Some(at) = self.at(Holds::Precision) {
            let known = |word: &str| Precision::named(&word.to_lowercase()).is_some();
            if self.looks[at].different.iter().all(|word| known(word)) {
                let template = self.take(Holds::Precision).map(|(template, _)| template);
                return self.line("precision", &template.unwrap_or_default(), Some(at));
            }
        }
        self.text.push_str(
            "precision = \"near\"           # A GUESS: exact, settlement, near, adm3, adm2, adm1 or country\n",
        );
    }

    fn claim(&mut self) {
        let mut lines = Vec::new();
        let low = self.take(Holds::KilledLow);
        let high = self.take(Holds::KilledHigh);
        let best = self.take(Holds::Killed);
        if low.is_some() || high.is_some() {
            let bounds = [("low", &low), ("best", &best), ("high", &high)];
            let bounds: Vec<String> = bounds
                .iter()
                .filter_map(|(key, own)| {
                    own.as_ref().map(|(template, _)| format!("{key} = {}", quoted(template)))
                })
                .collect();
            lines.push(format!("killed = {{ {} }}", bounds.join(", ")));
        } else if let Some((template, at)) = best {
            lines.push(self.figure("killed", &template, at));
        }
        for (holds, key) in [
            (Holds::Injured, "injured"),
            (Holds::Missing, "missing"),
            (Holds::Abducted, "abducted"),
            (Holds::Displaced, "displaced"),
        ] {
            if let Some((template, at)) = self.take(holds) {
                lines.push(self.figure(key, &template, at));
            }
        }
        if lines.is_empty() {
            self.text.push_str(
                "\n# [[claim]]                     # no column was found for figures\n# killed = \"{…}\"\n",
            );
        } else {
            let _ = write!(self.text, "\n[[claim]]\n{}\n", lines.join("\n"));
            self.text.push_str(
                "# who = \"civilians\"            # whom the figures speak of, where all are so\n",
            );
        }
        if let Some((template, at)) = self.take(Holds::Perpetrator) {
            self.text.push_str(
                "\n# Who is named as having done it. Each name becomes an actor; say what they are under [actors].\n\
                 [[claim]]\n",
            );
            self.line("perpetrator", &template, Some(at));
            self.text.push_str("status = \"alleged\"\n# split = [\";\"]\n");
        }
    }

    fn figure(&self, key: &str, template: &str, at: usize) -> String {
        let look = &self.looks[at];
        let samples = comment(&look.samples());
        let name = fold(&look.name);
        let lowest = name.split(|c: char| !c.is_alphanumeric()).any(|word| LOW.contains(&word));
        match lowest {
            true => format!(
                "{key} = {{ low = {} }}          # a lower bound by its name; cells such as: {samples}",
                quoted(template)
            ),
            false => format!("{key} = {}          # cells such as: {samples}", quoted(template)),
        }
    }

    fn source(&mut self) {
        let (publisher, url) = (self.take(Holds::Publisher), self.take(Holds::Url));
        if publisher.is_none() && url.is_none() {
            return self
                .text
                .push_str("\n# [[source]]                    # no column was found for it\n");
        }
        self.text.push_str("\n[[source]]\n");
        let url_at = url.as_ref().map(|(_, at)| *at);
        for (key, own) in [("publisher", publisher), ("url", url)] {
            if let Some((template, at)) = own {
                self.line(key, &template, Some(at));
            }
        }
        let several = |sign: &str| {
            let next = format!("{sign}http");
            url_at.is_some_and(|at| self.looks[at].different.iter().any(|own| own.contains(&next)))
        };
        // A comma may stand within an address; one with a space after it does not.
        let forms = [&[", ", ","][..], &["; ", ";"], &[" | ", "|"], &["\n"], &[" "]];
        let found = forms.iter().filter_map(|forms| forms.iter().find(|sign| several(sign)));
        let mut signs: Vec<&str> = found.copied().collect();
        if signs.len() > 1 {
            // The space is that after another sign.
            signs.retain(|sign| *sign != " ");
        }
        let signs: Vec<String> = signs.into_iter().map(quoted).collect();
        match signs.is_empty() {
            false => {
                let _ = writeln!(
                    self.text,
                    "split = [{}]          # several addresses stand in one cell",
                    signs.join(", ")
                );
            }
            true => self
                .text
                .push_str("# split = [\";\"]                # where several stand in one cell\n"),
        }
    }

    fn words(&mut self) {
        let Some(at) = self.at(Holds::Evidence) else { return };
        let look = &self.looks[at];
        if look.different.iter().all(|word| Evidence::named(&word.to_lowercase()).is_some()) {
            return;
        }
        let _ = write!(
            self.text,
            "\n# What the cells mean: confirmed, fair, weak, contested, discounted or unassessed.\n[words.{}]\n",
            quoted(&look.name)
        );
        let mut cells: Vec<&str> = look.different.iter().map(|cell| &**cell).collect();
        cells.sort_unstable();
        for cell in cells {
            let _ = writeln!(self.text, "{} = \"unassessed\"", quoted(cell));
        }
    }

    fn unguessed(&mut self) {
        let left: Vec<&Look> = self
            .looks
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.used.contains(at))
            .map(|(_, look)| look)
            .collect();
        if left.is_empty() {
            return;
        }
        self.text.push_str("\n# Not guessed, and kept in [private.import] unless you map them:\n");
        for look in left {
            let samples = comment(&look.samples());
            let _ = writeln!(self.text, "#   {}: {samples}", comment(&cell(&look.name)));
        }
    }
}
