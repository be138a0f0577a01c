//! Numbers, days, months and lists as a language writes them (CLDR, through ICU4X).

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::FluentValue;
use icu_datetime::input::Date as IcuDate;
use icu_datetime::preferences::CalendarAlgorithm;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_locale::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use jiff::civil;
use unic_langid::LanguageIdentifier;

use super::parts::room;
use crate::model::Part;

/// The one function that messages may call.
pub(super) const FUNCTION: &str = "NUMBER";

/// Formatters for one language, built once.
pub(super) struct Formats {
    numbers: Numbers,
    list: Option<ListFormatter>,
    any: Option<ListFormatter>,
    year: Option<DateTimeFormatter<fieldsets::Y>>,
    year_month: Option<DateTimeFormatter<fieldsets::YM>>,
    month: Option<DateTimeFormatter<fieldsets::M>>,
    date: Option<DateTimeFormatter<fieldsets::YMD>>,
    month_day: Option<DateTimeFormatter<fieldsets::MD>>,
    day: Option<DateTimeFormatter<fieldsets::D>>,
}

impl Formats {
    /// The formatters for a language. Dates are Gregorian in every language: records are.
    pub(super) fn new(language: &str) -> Self {
        let locale = locale(language);
        let mut calendar = DateTimeFormatterPreferences::from(&locale);
        calendar.calendar_algorithm = Some(CalendarAlgorithm::Gregory);
        Self {
            numbers: Numbers::of(&locale),
            list: ListFormatter::try_new_and((&locale).into(), Default::default()).ok(),
            any: ListFormatter::try_new_or((&locale).into(), Default::default()).ok(),
            year: DateTimeFormatter::try_new(calendar, fieldsets::Y::long()).ok(),
            year_month: DateTimeFormatter::try_new(calendar, fieldsets::YM::long()).ok(),
            month: DateTimeFormatter::try_new(calendar, fieldsets::M::long()).ok(),
            date: DateTimeFormatter::try_new(calendar, fieldsets::YMD::long()).ok(),
            month_day: DateTimeFormatter::try_new(calendar, fieldsets::MD::long()).ok(),
            day: DateTimeFormatter::try_new(calendar, fieldsets::D::long()).ok(),
        }
    }

    /// A number as the language writes it; in plain digits where it has no format.
    pub(super) fn number(&self, n: u64) -> Cow<'_, str> {
        self.numbers.write(n).unwrap_or_else(|| n.to_string().into())
    }

    /// A day, month or year; the year alone for a month that there is not.
    pub(super) fn part(&self, part: Part) -> String {
        match part {
            Part::Day(day) => self.whole_day(day),
            Part::Month(year, month) => match civil::Date::new(year, month, 1) {
                Ok(first) => self.whole_month(first),
                Err(_) => year.to_string(),
            },
            Part::Year(year) => match civil::Date::new(year, 1, 1) {
                Ok(first) => self.whole_year(first),
                Err(_) => year.to_string(),
            },
        }
    }

    pub(super) fn list(&self, items: &[String]) -> String {
        Self::listed(self.list.as_ref(), items)
    }

    pub(super) fn any_of(&self, items: &[String]) -> String {
        Self::listed(self.any.as_ref(), items)
    }

    fn listed(format: Option<&ListFormatter>, items: &[String]) -> String {
        match format {
            Some(format) => format.format_to_string(items.iter()),
            None => items.join(", "),
        }
    }
}

/// How many numbers are kept, from zero.
const KEPT_NUMBERS: usize = 4096;

/// The numbers of one language.
pub(super) struct Numbers {
    format: Option<DecimalFormatter>,
    /// Those from zero that were written before: most figures are small.
    small: Box<[OnceLock<Box<str>>]>,
}

impl Numbers {
    fn of(locale: &Locale) -> Self {
        Self {
            format: DecimalFormatter::try_new(locale.into(), Default::default()).ok(),
            small: room(KEPT_NUMBERS),
        }
    }

    /// The numbers of messages in `language`.
    pub(super) fn of_messages(language: &LanguageIdentifier) -> Self {
        Self::of(&locale(&language.to_string()))
    }

    /// A number with the language's digits and grouping; `None` where nobody knows how it writes them.
    pub(super) fn write(&self, n: u64) -> Option<Cow<'_, str>> {
        let format = self.format.as_ref()?;
        let anew = || format.format(&Decimal::from(n)).to_string();
        let kept = usize::try_from(n).ok().and_then(|n| self.small.get(n));
        Some(match kept {
            Some(kept) => kept.get_or_init(|| anew().into()).as_ref().into(),
            None => anew().into(),
        })
    }
}

/// Formats a day with one of the formatters; in ISO 8601 where there is no formatter for it.
macro_rules! day_formats {
    ($($(#[$doc:meta])* $name:ident => $field:ident,)+) => {
        impl Formats {
            $($(#[$doc])*
            pub(super) fn $name(&self, day: civil::Date) -> String {
                let part = |number: i8| u8::try_from(number).unwrap_or_default();
                let (year, month) = (i32::from(day.year()), part(day.month()));
                match (&self.$field, IcuDate::try_new_iso(year, month, part(day.day()))) {
                    (Some(format), Ok(day)) => format.format(&day).to_string(),
                    _ => day.to_string(),
                }
            })+
        }
    };
}

day_formats! {
    /// `18 June 2022`
    whole_day => date,
    /// `18 June`
    day_in_year => month_day,
    /// `18`
    day_in_month => day,
    /// `June 2022`
    whole_month => year_month,
    /// `June`
    month_in_year => month,
    /// `2022`
    whole_year => year,
}

/// The locale of a language. English without a country is written the British way, as its words are.
fn locale(language: &str) -> Locale {
    let tag = if language.eq_ignore_ascii_case("en") { "en-GB" } else { language };
    Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN)
}

/// A number within a message, as the message's own language writes it.
pub(super) fn value(value: &FluentValue<'_>, memory: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    // Counts of people and records stay far below 2^53, up to which this is exact.
    let count = number.value as u64;
    let write = |numbers: &Numbers| numbers.write(count).map(Cow::into_owned);
    memory.with_try_get::<Numbers, _, _>((), write).ok().flatten()
}

/// The same; texts are wrapped so that their direction does not disturb a message from right to left.
pub(super) fn isolated_value(given: &FluentValue<'_>, memory: &IntlLangMemoizer) -> Option<String> {
    match given {
        FluentValue::String(text) => Some(format!("\u{2068}{text}\u{2069}")),
        _ => value(given, memory),
    }
}

impl Memoizable for Numbers {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        Ok(Self::of_messages(&language))
    }
}
