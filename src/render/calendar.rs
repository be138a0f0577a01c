//! The days on which incidents happened, as a calendar (iCalendar, RFC 5545).
//!
//! Each is an event of a whole day that comes back every year. Nothing in it depends on a clock: the
//! stamp of an event is the day of the record's last change.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::atom::tag;
use crate::model::Case;
use crate::plan::{Target, Views};
use crate::words::Arg;

/// How many bytes a line has at most, without its end.
const LINE: usize = 75;

/// The calendar of the site.
pub(super) fn calendar(views: &Views<'_>, base: &str, out: &mut Vec<u8>) {
    let settings = &views.tracker.settings;
    let list = views.words.text("calendar");
    let name = [("site", Arg::Text(&settings.title)), ("list", Arg::Text(list))];
    let name = text(&views.say("list_of_site", &name));
    let mut lines = Lines { out, line: String::new() };
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//griot//griot//EN");
    lines.add("CALSCALE:GREGORIAN");
    lines.add(format_args!("NAME:{name}"));
    lines.add(format_args!("X-WR-CALNAME:{name}"));
    for (ix, day, changed) in views.plan.days(views.tracker) {
        let record = &views.tracker.incident(ix).record;
        let language = record.lang.as_deref().unwrap_or(&settings.language);
        let url = views.absolute(base, views.plan.address(Target::Case(Case::Incident(ix))));
        lines.add("BEGIN:VEVENT");
        lines.add(format_args!("UID:{}", text(&tag(base, record.id.value.as_str()))));
        lines.add(format_args!("DTSTAMP:{}T000000Z", digits(changed)));
        lines.add(format_args!("DTSTART;VALUE=DATE:{}", digits(day)));
        lines.add(format_args!("RRULE:{}", every_year(day)));
        lines.add(format_args!("SUMMARY;LANGUAGE={language}:{}", text(&record.title.value)));
        lines.add(format_args!("URL:{url}"));
        // The day stays free for other things.
        lines.add("TRANSP:TRANSPARENT");
        lines.add("END:VEVENT");
    }
    lines.add("END:VCALENDAR");
}

fn digits(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The same day of every year; for 29 February the last day of that month.
fn every_year(day: Date) -> &'static str {
    match (day.month(), day.day()) {
        (2, 29) => "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        _ => "FREQ=YEARLY",
    }
}

/// A text as a value, on one line.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes lines, the long ones folded.
struct Lines<'o> {
    out: &'o mut Vec<u8>,
    /// The line before it is folded.
    line: String,
}

impl Lines<'_> {
    fn add(&mut self, line: impl std::fmt::Display) {
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.line, "{line}");
        let mut rest = &*self.line;
        let mut room = LINE;
        while rest.len() > room {
            let whole = |at: &usize| rest.is_char_boundary(*at);
            let (head, tail) = rest.split_at((0..=room).rev().find(whole).unwrap_or(room));
            self.out.extend(head.bytes());
            self.out.extend(b"\r\n ");
            rest = tail;
            // The space that begins a continued line counts.
            room = LINE - 1;
        }
        self.out.extend(rest.bytes());
        self.out.extend(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let check = |line: &str| {
            let mut out = Vec::new();
            Lines { out: &mut out, line: String::new() }.add(line);
            let folded = String::from_utf8(out).expect("whole characters");
            assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
            assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        };
        check("SUMMARY:short");
        check(&"a".repeat(75));
        check(&"a".repeat(76));
        check(&"ميناء الصيد القديم ".repeat(20));
        check(&format!("{}港港港", "a".repeat(73)));
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(text("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }

    #[test]
    fn a_leap_day_comes_every_year() {
        assert_eq!(
            every_year(jiff::civil::date(2024, 2, 29)),
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
        );
        assert_eq!(every_year(jiff::civil::date(2024, 2, 28)), "FREQ=YEARLY");
    }
}
