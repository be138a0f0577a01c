//! What UCDP read: a list of office, date and headline, in one cell or in three.

use jiff::civil;

use crate::import::cite;
use crate::model::{CitedSource, Source};

/// Why a reader finds no address.
const NOTE: &str = "As UCDP cites it, without an address.";

/// One thing that UCDP read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article<'t> {
    pub(super) office: &'t str,
    /// As it is written; a day, most often.
    pub(super) date: &'t str,
    pub(super) headline: &'t str,
}

/// The articles of `source_article`: `"Office,2024-05-14,Headline";"Office,…"`. Without quotation
/// marks, as older releases have it, each part between semicolons is an office and a day where all of them end
/// with a day; else the text is one article with a headline.
pub(super) fn articles(text: &str) -> Vec<Article<'_>> {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner.filter(|inner| dated(inner).is_some()) else {
        let headline = text.trim();
        let parts: Option<Vec<Article<'_>>> = headline.split("; ").map(ending).collect();
        if let Some(parts) = parts {
            return parts;
        }
        return if headline.is_empty() {
            Vec::new()
        } else {
            vec![Article { headline, ..Article::default() }]
        };
    };
    inner.split("\";\"").map(article).filter(|own| *own != Article::default()).collect()
}

/// An office and the day at its end: `Courier 10/9-09`, `Radio, Sampleford 10 Sep 09`.
fn ending(text: &str) -> Option<Article<'_>> {
    let text = text.trim();
    let spaces = text.rmatch_indices(' ').map(|(at, _)| at).take(3);
    let mut found = spaces.map(|at| (&text[..at], text[at..].trim()));
    let (office, date) = found.find(|(_, date)| older_day(date).is_some())?;
    let office = office.trim_end_matches([',', ' ']);
    (!office.is_empty()).then_some(Article { office, date, headline: "" })
}

/// The day of older releases: `10/9-09` and `10 Sep 09`, the day first.
fn older_day(text: &str) -> Option<civil::Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = |text: &str| -> Option<i16> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let (day, month, year) = match text.split_once('-') {
        Some((day, year)) => {
            let (day, month) = day.split_once('/')?;
            (day, number(month)?, year)
        }
        None => {
            let parts: Vec<&str> = text.split(' ').collect();
            let [day, month, year] = parts[..] else { return None };
            let name: String = month.chars().take(3).flat_map(char::to_lowercase).collect();
            let at = MONTHS.iter().position(|own| *own == name)?;
            (day, i16::try_from(at + 1).ok()?, year)
        }
    };
    let year = match (year.len(), number(year)?) {
        (4, year) => year,
        // The dataset begins in 1989.
        (2, year @ 80..) => 1900 + year,
        (2, year) => 2000 + year,
        _ => return None,
    };
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(number(day)?).ok()?).ok()
}

fn article(text: &str) -> Article<'_> {
    match dated(text) {
        Some(at) => Article {
            office: text[..at].trim(),
            date: &text[at + 1..at + 11],
            headline: text[at + 12..].trim(),
        },
        None => Article { headline: text.trim(), ..Article::default() },
    }
}

/// Where the comma before the first `2024-05-14,` stands. Offices have commas too.
fn dated(text: &str) -> Option<usize> {
    text.match_indices(',').map(|(at, _)| at).find(|at| {
        let rest = &text.as_bytes()[at + 1..];
        rest.len() > 10
            && rest[10] == b','
            && rest[..10].iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    })
}

/// The articles of the three lists, where each has as many parts as the offices.
pub(super) fn listed<'t>(offices: &'t str, dates: &'t str, headlines: &'t str) -> Vec<Article<'t>> {
    let parts = |text: &'t str| -> Vec<&'t str> {
        if text.is_empty() { Vec::new() } else { text.split(';').map(str::trim).collect() }
    };
    let (offices_, dates_, headlines_) = (parts(offices), parts(dates), parts(headlines));
    let fits = |list: &[&str]| list.is_empty() || list.len() == offices_.len();
    if fits(&dates_) && fits(&headlines_) && !offices_.is_empty() {
        let of = |list: &[&'t str], at: usize| list.get(at).copied().unwrap_or_default();
        return (0..offices_.len())
            .map(|at| Article {
                office: offices_[at],
                date: of(&dates_, at),
                headline: of(&headlines_, at),
            })
            .filter(|own| *own != Article::default())
            .collect();
    }
    // A headline may hold a semicolon: then nobody knows which belong together.
    let whole = Article { office: offices, date: dates, headline: headlines };
    if whole == Article::default() { Vec::new() } else { vec![whole] }
}

/// Whether a list of UCDP's, `a;b;c`, says what the articles say.
pub(super) fn says_the_same<'t>(list: &str, own: impl Iterator<Item = &'t str>) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != ';').collect()
    };
    plain(list) == own.map(plain).collect::<String>()
}

/// The articles as sources, beside those that the record cites already.
pub(super) fn cited(articles: &[Article<'_>], already: &[CitedSource]) -> Vec<CitedSource> {
    let source = |article: &Article<'_>| {
        let text = |text: &str| (!text.is_empty()).then(|| super::one_line(text).into());
        let published = super::when::day(article.date).ok().or_else(|| older_day(article.date));
        // A date that is none stays with the title.
        let title = match published {
            None if !article.date.is_empty() => {
                text(&format!("{} ({})", article.headline, article.date))
            }
            _ => text(article.headline),
        };
        Source {
            title,
            publisher: text(article.office),
            published: published.map(crate::model::Date::day),
            note: Some(NOTE.into()),
            ..Source::default()
        }
    };
    cite::cited(articles.iter().map(source).collect(), already)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found: Vec<_> =
            articles(text).into_iter().map(|own| (own.office, own.date, own.headline)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn articles_are_split_into_office_date_and_headline() {
        check("", &[]);
        check(
            "\"Estmark Courier,2024-05-15,Raid; two dead\";\"Harbour Radio, Sampleford,2024-05-16,On the \"\"raid\"\"\"",
            &[
                ("Estmark Courier", "2024-05-15", "Raid; two dead"),
                ("Harbour Radio, Sampleford", "2024-05-16", "On the \"\"raid\"\""),
            ],
        );
        check(
            "Courier Newsfile 10/9-09; The Harbour website, Sampleford, in English 10 Sep 09",
            &[
                ("Courier Newsfile", "10/9-09", ""),
                ("The Harbour website, Sampleford, in English", "10 Sep 09", ""),
            ],
        );
        let days = ["10/9-09", "10 Sep 09", "3 March 1991", "31/2-09", "9-09", "May 09"];
        let found = days.map(|text| older_day(text).map(|day| day.to_string()));
        let (same, old) = (Some("2009-09-10"), Some("1991-03-03"));
        assert_eq!(found.each_ref().map(Option::as_deref), [same, same, old, None, None, None]);
        check("Courier 25/2-09; Radio, 3 May", &[("", "", "Courier 25/2-09; Radio, 3 May")]);
        check("\"A raid,2024\"", &[("", "", "\"A raid,2024\"")]);
        check("\"Courier,2024-05-15,\"", &[("Courier", "2024-05-15", "")]);
    }

    #[test]
    fn lists_are_taken_together_where_they_fit() {
        let check = |lists: [&str; 3], expected: usize| {
            assert_eq!(listed(lists[0], lists[1], lists[2]).len(), expected, "{lists:?}");
        };
        check(["", "", ""], 0);
        check(["A;B", "2024-05-01;2024-05-02", "X;Y"], 2);
        check(["A;B", "", ""], 2);
        check(["A;B", "2024-05-01;2024-05-02", "X; and; Y"], 1);
        assert!(says_the_same("A ;B", ["A", "B"].into_iter()));
        assert!(!says_the_same("A;C", ["A", "B"].into_iter()));
    }
}
