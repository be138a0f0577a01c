//! The incidents under the column names of two widely used datasets, with their codes of precision.
//! Only what counts is in them, since they have no column that says that a row does not.

use super::column::{Column, Kind, Rows};
use super::incidents::{IncidentRow, actor_name};
use super::value::Value;
use crate::model::{Date, Decimal, Level, Measure, Part, Point, Precision, Source, Use, When};
use jiff::{ToSpan as _, civil};

/// The most days that UCDP and ACLED call a week, and a month.
const WEEK: i32 = 7;
const MONTH: i32 = 31;

/// How finely a day is known, the finest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Span {
    Day,
    FewDays,
    Week,
    Month,
    Longer,
}

fn span(date: &Date) -> Span {
    let of = |part: Part| match part {
        Part::Day(_) => Span::Day,
        Part::Month(..) => Span::Month,
        Part::Year(_) => Span::Longer,
    };
    let span = match date.when {
        When::Part(part) | When::Lasted(part, None) => of(part),
        When::Lasted(from, Some(to)) => of(from).max(of(to)),
        When::OneOf(from, to) => {
            let days = (to.last_day() - from.first_day()).get_days() + 1;
            match days {
                ..=1 => Span::Day,
                2..WEEK => Span::FewDays,
                WEEK => Span::Week,
                days if days <= MONTH => Span::Month,
                _ => Span::Longer,
            }
        }
    };
    // About a day is no exact day.
    if date.approximate { span.max(Span::FewDays) } else { span }
}

/// UCDP's `date_prec`.
fn date_prec(date: &Date) -> u64 {
    match span(date) {
        Span::Day => 1,
        Span::FewDays => 2,
        Span::Week => 3,
        Span::Month => 4,
        Span::Longer => 5,
    }
}

/// ACLED's `time_precision`; it has no code for what is known to the year alone.
fn time_precision(date: &Date) -> Option<u64> {
    match span(date) {
        Span::Day => Some(1),
        Span::FewDays | Span::Week => Some(2),
        Span::Month => Some(3),
        Span::Longer => None,
    }
}

/// ACLED's `event_date`: the middle of what the date, or its beginning, can mean, which is what its readers
/// take it for. `None` where ACLED has no code for it.
pub(super) fn event_date(date: &Date) -> Option<civil::Date> {
    time_precision(date)?;
    let (from, to) = match date.when {
        When::Part(part) | When::Lasted(part, _) => (part, part),
        When::OneOf(from, to) => (from, to),
    };
    let days = (to.last_day() - from.first_day()).get_days();
    from.first_day().checked_add((days / 2).days()).ok()
}

/// UCDP's `where_prec`; 7 is what is known to lie in several countries.
fn where_prec(precision: Option<Precision>) -> u64 {
    match precision {
        Some(Precision::Exact | Precision::Settlement) => 1,
        Some(Precision::Near) => 2,
        Some(Precision::Adm3 | Precision::Adm2) => 3,
        Some(Precision::Adm1) => 4,
        Some(Precision::Country) => 6,
        None => 7,
    }
}

/// ACLED's `geo_precision`; it has no code for what is known to the country alone.
fn geo_precision(precision: Option<Precision>) -> Option<u64> {
    match precision? {
        Precision::Exact | Precision::Settlement => Some(1),
        Precision::Near => Some(2),
        Precision::Adm3 | Precision::Adm2 | Precision::Adm1 => Some(3),
        Precision::Country => None,
    }
}

/// The cell of the PRIO-GRID (half a degree wide and high, counted from the south-west) of a point.
fn priogrid(point: &Point) -> Option<u64> {
    const COLUMNS: f64 = 720.0;
    const ROWS: f64 = 360.0;
    let row = ((point.latitude + 90.0) * 2.0).floor().clamp(0.0, ROWS - 1.0);
    let column = ((point.longitude + 180.0) * 2.0).floor().clamp(0.0, COLUMNS - 1.0);
    let cell = row * COLUMNS + column + 1.0;
    format!("{cell:.0}").parse().ok()
}

fn wkt(point: &Point) -> String {
    let degrees = |number: f64| Decimal(number, point.decimals);
    format!("POINT ({} {})", degrees(point.longitude), degrees(point.latitude))
}

/// The kind of row.
pub(super) struct Foreign;

impl Rows for Foreign {
    type Row<'r> = IncidentRow<'r>;
}

type Of = Column<Foreign>;

impl<'a> IncidentRow<'a> {
    fn killed(&self, bound: fn(&crate::model::Range) -> Option<u64>) -> Value<'_> {
        self.range(Measure::Killed).and_then(bound).into()
    }

    fn year(&self) -> Option<u64> {
        let date = self.date()?;
        let (first, last) = (date.earliest().year(), date.latest().map(|day| day.year()));
        // An event on one of the days around New Year has no year.
        let known = last.is_none_or(|last| last == first) || !matches!(date.when, When::OneOf(..));
        u64::try_from(first).ok().filter(|_| known)
    }

    /// The two halves of the type's name in ACLED's vocabulary, `event / sub-event`.
    pub(super) fn acled_type(&self) -> (Option<&str>, Option<&str>) {
        let Some(acled) = self.incident_type().and_then(|kind| kind.acled.as_deref()) else {
            return (None, None);
        };
        // "Explosions/Remote violence" is one half.
        match acled.split_once(" / ") {
            Some((event, sub)) => (Some(event.trim()), Some(sub.trim())),
            None => (Some(acled), None),
        }
    }

    /// The ids of the two sides of a fight as an import keeps them: the targets of the claims `side-a` and
    /// `side-b`, or the first target of the claim `sides` and the rest. `None` where none of them stands.
    pub(super) fn fought(&self) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
        let record = self.record();
        let targets = |id: &str| -> Vec<&'a str> {
            let claim = record
                .claim(id)
                .filter(|claim| claim.usage() != Use::Rejected && !record.is_overtaken(claim));
            let targets = claim.into_iter().flat_map(|claim| &claim.target);
            targets.map(|target| target.value.as_str()).collect()
        };
        let (a, b) = (targets("side-a"), targets("side-b"));
        if !a.is_empty() || !b.is_empty() {
            return Some((a, b));
        }
        let mut both = targets("sides");
        let rest = (both.len() > 1).then(|| both.split_off(1))?;
        Some((both, rest))
    }

    /// The names of the two sides: those who did it and those who were attacked. Where the same are both,
    /// nobody says who attacked, and the first named is the first side.
    fn sides(&self) -> (Vec<&str>, Vec<&str>) {
        if let Some((a, b)) = self.fought() {
            let names = |ids: Vec<&'a str>| {
                ids.into_iter().map(|id| actor_name(self.tracker, id)).collect()
            };
            return (names(a), names(b));
        }
        let (mut first, second) = (self.undenied_names(), self.target_names());
        let both = first.len() > 1 && first.len() == second.len();
        if both && first.iter().all(|name| second.contains(name)) {
            let rest = first.split_off(1);
            return (first, rest);
        }
        (first, second)
    }

    fn publishers(&self) -> Value<'_> {
        self.of_sources(|source| source.publisher.as_deref())
    }

    fn headlines(&self) -> Value<'_> {
        self.of_sources(|source| source.title.as_deref())
    }

    /// What the sources have, each text once.
    fn of_sources<'s>(&'s self, of: fn(&'s Source) -> Option<&'s str>) -> Value<'s> {
        let record = self.record();
        let cited = record
            .sources
            .iter()
            .filter_map(|cited| self.tracker.cited(record, cited.id().value.as_str()));
        let mut names: Vec<&str> = Vec::new();
        for name in cited.filter_map(of) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Value::joined(names, "; ")
    }
}

/// The columns of UCDP's Georeferenced Event Dataset that can be told, in its order.
pub(super) static UCDP: [Of; 24] = [
    Of::new("id", Kind::Text, "field_incident_id", |row| row.id().into()).required(),
    Of::new("year", Kind::Whole, "field_year", |row| row.year().into()),
    Of::new("type_of_violence", Kind::Whole, "field_type_of_violence", |row| {
        row.incident_type().and_then(|kind| kind.ucdp).map(u64::from).into()
    }),
    Of::new("side_a", Kind::Text, "field_side_a", |row| Value::joined(row.sides().0, "; ")),
    Of::new("side_b", Kind::Text, "field_side_b", |row| Value::joined(row.sides().1, "; ")),
    Of::new("number_of_sources", Kind::Whole, "field_sources_count", |row| {
        Value::count(row.record().sources.len())
    }),
    Of::new("source_office", Kind::Text, "field_publishers", |row| row.publishers()),
    Of::new("source_headline", Kind::Text, "field_source_headlines", |row| row.headlines()),
    Of::new("where_prec", Kind::Whole, "field_where_prec", |row| where_prec(row.precision).into()),
    Of::new("where_coordinates", Kind::Text, "field_main_place", |row| row.place_name().into()),
    Of::new("adm_1", Kind::Text, "field_adm1", |row| row.name_at(Level::Adm1).into()),
    Of::new("adm_2", Kind::Text, "field_adm2", |row| row.name_at(Level::Adm2).into()),
    Of::new("latitude", Kind::Decimal, "field_latitude", |row| Value::latitude(row.position())),
    Of::new("longitude", Kind::Decimal, "field_longitude", |row| Value::longitude(row.position())),
    Of::new("geom_wkt", Kind::Text, "field_wkt", |row| row.position().map(wkt).into()),
    Of::new("priogrid_gid", Kind::Whole, "field_priogrid", |row| {
        row.position().and_then(priogrid).into()
    }),
    Of::new("country", Kind::Text, "field_country", |row| row.name_at(Level::Country).into()),
    Of::new("event_clarity", Kind::Whole, "field_event_clarity", |_| Value::Whole(1)),
    Of::new("date_prec", Kind::Whole, "field_date_prec", |row| row.date().map(date_prec).into()),
    Of::new("date_start", Kind::Day, "field_date_start", |row| {
        row.date().map(Date::earliest).into()
    }),
    Of::new("date_end", Kind::Day, "field_date_end", |row| {
        row.date().and_then(Date::latest).into()
    }),
    Of::new("best", Kind::Whole, "field_best", |row| row.killed(|range| range.best))
        .measure(Measure::Killed),
    Of::new("high", Kind::Whole, "field_high", |row| row.killed(|range| range.high))
        .measure(Measure::Killed),
    Of::new("low", Kind::Whole, "field_low", |row| row.killed(|range| range.low))
        .measure(Measure::Killed),
];

/// The columns of ACLED's event files that can be told, in their order.
pub(super) static ACLED: [Of; 20] = [
    Of::new("event_id_cnty", Kind::Text, "field_incident_id", |row| row.id().into()).required(),
    Of::new("event_date", Kind::Day, "field_event_date", |row| {
        row.date().and_then(event_date).into()
    }),
    Of::new("year", Kind::Whole, "field_year", |row| row.year().into()),
    Of::new("time_precision", Kind::Whole, "field_time_precision", |row| {
        row.date().and_then(time_precision).into()
    }),
    Of::new("event_type", Kind::Text, "field_event_type", |row| row.acled_type().0.into()),
    Of::new("sub_event_type", Kind::Text, "field_sub_event_type", |row| row.acled_type().1.into()),
    Of::new("actor1", Kind::Text, "field_side_a", |row| Value::joined(row.sides().0, "; ")),
    Of::new("actor2", Kind::Text, "field_side_b", |row| Value::joined(row.sides().1, "; ")),
    Of::new("country", Kind::Text, "field_country", |row| row.name_at(Level::Country).into()),
    Of::new("admin1", Kind::Text, "field_adm1", |row| row.name_at(Level::Adm1).into()),
    Of::new("admin2", Kind::Text, "field_adm2", |row| row.name_at(Level::Adm2).into()),
    Of::new("admin3", Kind::Text, "field_adm3", |row| row.name_at(Level::Adm3).into()),
    Of::new("location", Kind::Text, "field_main_place", |row| row.place_name().into()),
    Of::new("latitude", Kind::Decimal, "field_latitude", |row| Value::latitude(row.position())),
    Of::new("longitude", Kind::Decimal, "field_longitude", |row| Value::longitude(row.position())),
    Of::new("geo_precision", Kind::Whole, "field_geo_precision", |row| {
        geo_precision(row.precision).into()
    }),
    Of::new("source", Kind::Text, "field_publishers", |row| row.publishers()),
    Of::new("notes", Kind::Text, "field_acled_notes", |row| (&*row.record().title.value).into()),
    Of::new("fatalities", Kind::Whole, "field_fatalities", |row| row.killed(|range| range.low)),
    Of::new("tags", Kind::Text, "field_tags", |row| {
        Value::joined(row.record().tags.iter().map(|tag| &**tag), "; ")
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_the_codes_of_both_datasets() {
        let check = |text: &str, ucdp: u64, acled: Option<u64>| {
            let date: Date = text.parse().expect("a date");
            assert_eq!((date_prec(&date), time_precision(&date)), (ucdp, acled), "{text}");
        };
        check("2022-03-05", 1, Some(1));
        check("2022-03-05~", 2, Some(2));
        check("[2022-03-01..2022-03-06]", 2, Some(2));
        check("[2022-03-01..2022-03-07]", 3, Some(2));
        check("[2022-03-01..2022-03-08]", 4, Some(3));
        check("2022-03", 4, Some(3));
        check("[2022-03-01..2022-05-01]", 5, None);
        check("2022", 5, None);
        check("2022-03-05/2022-03-25", 1, Some(1));
    }

    #[test]
    fn a_date_is_told_by_its_middle() {
        let check = |text: &str, expected: Option<&str>| {
            let day = event_date(&text.parse().expect("a date")).map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{text}");
        };
        check("2022-03-05", Some("2022-03-05"));
        check("[2022-12-29..2023-01-04]", Some("2023-01-01"));
        check("[2022-03-01..2022-03-02]", Some("2022-03-01"));
        check("[2022-03-20..2022-04-18]", Some("2022-04-03"));
        check("2022-02", Some("2022-02-14"));
        check("2022-03-05/2022-03-25", Some("2022-03-05"));
        check("2022", None);
    }

    #[test]
    fn a_point_lies_in_its_cell_of_the_grid() {
        let check = |latitude: f64, longitude: f64, cell: u64| {
            let point = Point { latitude, longitude, decimals: 1 };
            assert_eq!(priogrid(&point), Some(cell), "{latitude} {longitude}");
        };
        check(-90.0, -180.0, 1);
        check(-89.9, 179.9, 720);
        check(-89.4, -179.9, 721);
        check(90.0, 180.0, 259_200);
        check(0.25, 0.25, 129_961);
    }
}
