//! Dates in full words, with what is not known about them.

use jiff::civil;

use super::{Arg, Words};
use crate::model::{Date, Part, When};

/// The messages for two ends, by how much the ends share.
struct Ends {
    whole: &'static str,
    in_month: &'static str,
    in_year: &'static str,
}

const LASTED: Ends =
    Ends { whole: "date_lasted", in_month: "date_lasted_in_month", in_year: "date_lasted_in_year" };

const ONE_OF: Ends =
    Ends { whole: "date_one_of", in_month: "date_one_of_in_month", in_year: "date_one_of_in_year" };

impl Words {
    /// A day: `18 June 2022`. Gregorian in every language.
    pub fn day(&self, day: civil::Date) -> String {
        self.part(Part::Day(day))
    }

    /// A month: `June 2022`. `month` runs from 1 to 12; another gives the year alone.
    pub fn month(&self, year: i16, month: i8) -> String {
        self.part(Part::Month(year, month))
    }

    /// The name of a month without its year: `June`, as it stands alone. Empty for another number.
    pub fn month_name(&self, month: i8) -> String {
        civil::Date::new(2000, month, 1)
            .map_or_else(|_| String::new(), |first| self.formats.month_in_year(first))
    }

    /// A year: `2022`.
    pub fn year(&self, year: i16) -> String {
        self.part(Part::Year(year))
    }

    /// A date of a record, with its extent and doubts: `18 to 19 June 2022`, `about March 2022`,
    /// `one of the days from 1 to 5 March 2022`, `28 March 2022 (uncertain)`.
    pub fn date(&self, date: &Date) -> String {
        let plain = match date.when {
            When::Part(part) => self.part(part),
            When::Lasted(from, None) => {
                self.say("date_continuing", &[("from", Arg::Text(&self.part(from)))])
            }
            When::Lasted(from, Some(to)) => self.ends(from, to, &LASTED),
            When::OneOf(from, to) => self.ends(from, to, &ONE_OF),
        };
        let doubt = match (date.approximate, date.uncertain) {
            (false, false) => return plain,
            (true, false) => "date_about",
            (false, true) => "date_uncertain",
            (true, true) => "date_about_uncertain",
        };
        self.say(doubt, &[("date", Arg::Text(&plain))])
    }

    fn part(&self, part: Part) -> String {
        match self.parts.kept(part) {
            Some(text) => {
                let text: &str = text.get_or_init(|| self.formats.part(part).into());
                text.to_owned()
            }
            None => self.formats.part(part),
        }
    }

    fn ends(&self, from: Part, to: Part, messages: &Ends) -> String {
        if from == to {
            return self.part(from);
        }
        let (start, end) = (from.first_day(), to.first_day());
        let same_year = start.year() == end.year();
        let formats = &self.formats;
        let (id, first, last) = match (from, to) {
            (Part::Day(_), Part::Day(_)) if same_year && start.month() == end.month() => {
                (messages.in_month, formats.day_in_month(start), formats.day_in_month(end))
            }
            (Part::Day(_), Part::Day(_)) if same_year => {
                (messages.in_year, formats.day_in_year(start), formats.day_in_year(end))
            }
            (Part::Month(..), Part::Month(..)) if same_year => {
                (messages.in_year, formats.month_in_year(start), formats.month_in_year(end))
            }
            _ => (messages.whole, String::new(), String::new()),
        };
        // A language that joins dates its own way, but not shortened ones, is not answered in English.
        let speaker = |id: &str| self.catalogue.speaker(id);
        let id = if speaker(messages.whole) < speaker(id) { messages.whole } else { id };
        let (from, to) = (self.part(from), self.part(to));
        if id == messages.whole {
            return self.say(id, &[("from", Arg::Text(&from)), ("to", Arg::Text(&to))]);
        }
        let month = self.month(start.year(), start.month());
        self.say(
            id,
            &[
                ("first", Arg::Text(&first)),
                ("last", Arg::Text(&last)),
                ("month", Arg::Text(&month)),
                ("from", Arg::Text(&from)),
                ("to", Arg::Text(&to)),
            ],
        )
    }
}
