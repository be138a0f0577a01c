//! Print then parse gives the same record, for any record.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

use griot::content::{self, Parsed};
use griot::model::*;
use griot::source::{Digest, Located, SourcePath, Span};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn word() -> impl Strategy<Value = Box<str>> {
    let line = "[\\PC&&[^\u{feff}\u{202a}-\u{202e}]]{1,20}";
    let trimmed = line.prop_map(|text: String| text.trim().to_owned());
    trimmed.prop_filter("not empty", |text| !text.is_empty()).prop_map(String::into_boxed_str)
}

fn words() -> impl Strategy<Value = Box<str>> {
    (word(), of(word())).prop_map(|(first, second)| match second {
        Some(second) => format!("{first}\n\"\"\"{second}").into(),
        None => first,
    })
}

fn id() -> impl Strategy<Value = Located<Id>> {
    "[a-z0-9é][a-z0-9_-]{0,8}".prop_map(|text| Id::new(&text).unwrap().into())
}

fn any_word<V: Vocabulary + std::fmt::Debug>() -> impl Strategy<Value = V> {
    select(V::NAMES).prop_map(|(_, value)| value)
}

fn lang() -> impl Strategy<Value = Box<str>> {
    select(&["en", "fr", "ar", "pt-BR", "zh-Hant"][..]).prop_map(Box::from)
}

fn date() -> impl Strategy<Value = Date> {
    let day = (1900i16..2100, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    let part = (day, 0..3).prop_map(|(day, fineness)| match fineness {
        0 => Part::Day(day),
        1 => Part::Month(day.year(), day.month()),
        _ => Part::Year(day.year()),
    });
    let when = (part.clone(), part, 0..4).prop_map(|(a, b, form)| {
        let (a, b) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
        match form {
            0 => When::Part(a),
            1 => When::Lasted(a, Some(b)),
            2 => When::Lasted(a, None),
            _ => When::OneOf(a, b),
        }
    });
    (when, any::<bool>(), any::<bool>()).prop_map(|(when, approximate, uncertain)| Date {
        when,
        approximate,
        uncertain,
    })
}

fn amount() -> impl Strategy<Value = Amount> {
    let number = any::<u32>();
    prop_oneof![
        number.prop_map(Amount::Exactly),
        number.prop_map(Amount::About),
        number.prop_map(Amount::AtLeast),
        number.prop_map(Amount::MoreThan),
        number.prop_map(Amount::UpTo),
        (number, number).prop_map(|(a, b)| Amount::Between(a.min(b), a.max(b))),
        (of(number), of(number), of(number))
            .prop_map(|(a, b, c)| {
                let mut rising: Vec<u32> = [a, b, c].into_iter().flatten().collect();
                rising.sort_unstable();
                let mut rising = rising.into_iter();
                let mut next = |stated: Option<u32>| stated.and_then(|_| rising.next());
                Amount::Estimate { low: next(a), best: next(b), high: next(c) }
            })
            .prop_filter("states something", |amount| {
                !matches!(amount, Amount::Estimate { low: None, best: None, high: None })
            }),
        "[a-zé ]{1,20}"
            .prop_map(|text| text.parse::<Amount>())
            .prop_filter_map("words", Result::ok),
        Just(Amount::None),
        Just(Amount::Unknown),
    ]
}

fn party() -> impl Strategy<Value = Party> {
    prop_oneof![
        id().prop_map(Party::Actor),
        (word(), word()).prop_map(|(a, b)| Party::Words(format!("{a} {b}").into())),
    ]
}

fn point() -> impl Strategy<Value = Located<Point>> {
    (-900_000i32..=900_000, -1_800_000i32..=1_800_000).prop_map(|(latitude, longitude)| {
        let degrees = |n: i32| f64::from(n) / 10_000.0;
        let point =
            Point { latitude: degrees(latitude), longitude: degrees(longitude), decimals: 4 };
        point.into()
    })
}

fn spelling() -> impl Strategy<Value = Spelling> {
    (word(), of(lang()), of(words())).prop_map(|(name, lang, note)| Spelling { name, lang, note })
}

fn list<S: Strategy>(of: S) -> impl Strategy<Value = Vec<S::Value>> {
    prop::collection::vec(of, 0..3)
}

prop_compose! {
    fn claim()(
        (id, figures, perpetrator, target, defender, motive) in (
            of(id()),
            prop::collection::btree_map(any_word::<Measure>(), amount(), 0..3),
            list(id()), list(id()), list(id()), of(words()),
        ),
        (method, damage, text, who, place, by) in (
            of(words()), of(words()), words(),
            of(prop_oneof![Just(Who::Civilians), Just(Who::Mixed), Just(Who::Words("people of the market".into()))]),
            list(word().prop_map(Located::from)), of(party()),
        ),
        (via, on, source, quote, quote_lang, status) in (
            of(words()), of(date()), prop::collection::vec(id(), 1..3), words(), of(lang()), of(any_word()),
        ),
        (usage, reason, restates, supersedes, conflicts, note) in (
            of(any_word::<Use>()), words(), list(id()), list(id()), list(id()), of(words()),
        ),
    ) -> Claim {
        let usage = usage.filter(|usage| *usage != Use::Counted || !figures.is_empty());
        let figures = figures.into_iter().map(|(measure, amount)| (measure, amount.into())).collect();
        let status = status.filter(|_| !perpetrator.is_empty());
        Claim {
            span: Span::default(), id, figures, perpetrator, target, defender, motive, method, damage,
            text: Some(text), who, place, by, via, on, source, quote: Some(quote), quote_lang,
            usage: usage.map(Into::into), reason: Some(reason), status, restates, supersedes, conflicts, note,
        }
    }
}

prop_compose! {
    fn statement()(
        by in party(), on in of(date()), kind in of(any_word()), to in list(party()), text in words(),
        quote in words(), quote_lang in of(lang()), channel in of(words()),
        source in prop::collection::vec(id(), 1..3),
    ) -> Statement {
        Statement { span: Span::default(), by, on, kind, to, text: Some(text), quote: Some(quote), quote_lang, channel, source }
    }
}

prop_compose! {
    fn source()(
        (id, kind, title, author, publisher, published) in (
            id(), of(any_word()), word(), of(words()), of(words()), of(date()),
        ),
        (lang, path, archived, accessed, sum, origin) in (
            of(lang()), of("[a-z0-9/?=&%-]{0,9}"), of(date()), of(date()), of("[0-9a-f]{64}"), list(id()),
        ),
        translation in of(any_word()), from in of(lang()), note in of(words()),
    ) -> Source {
        let url = path.map(|path| Located::from(Box::<str>::from(format!("https://a.example/{path}"))));
        Source {
            id, kind, title: Some(title), author, publisher, published, lang, archive_url: url.clone(), url,
            archived, accessed, sha256: sum.map(Into::into), origin, translation, translated_from: from, note,
        }
    }
}

fn cited() -> impl Strategy<Value = CitedSource> {
    prop_oneof![
        source().prop_map(|source| CitedSource::Own(Box::new(source))),
        (id(), id()).prop_map(|(id, target)| CitedSource::Shared { id, target }),
    ]
}

prop_compose! {
    fn record(file: &'static str)(
        (own_id, title, lang, status, embargo, warning) in (
            id(), word(), of(lang()), any_word::<Status>(), of(date()), of(words()),
        ),
        (tags, aliases, related, claims, statements, sources) in (
            list(words()), list("[a-z]{1,5}/[a-z]{1,5}\\.html"), list(id()), list(claim()), list(statement()), list(cited()),
        ),
        changes in list((date(), any_word(), words())),
        (safe, precision, withhold, note) in (any::<bool>(), of(any_word()), list(words()), of(words())),
    ) -> Record {
        let aliases = aliases.into_iter().map(|alias| Located::from(Box::<str>::from(alias))).collect();
        let change = |(on, kind, note): (Date, ChangeKind, Box<str>)| Change { on: on.into(), kind, note };
        Record {
            file: SourcePath::from(file), digest: Digest::default(), id: own_id, title: title.into(), lang, status,
            reason: (status == Status::Withdrawn).then(|| "because".into()), embargo: embargo.map(Into::into),
            warning, tags, aliases, related, claims, statements, sources,
            changes: changes.into_iter().map(change).collect(),
            safety: safe.then(|| {
                let withhold: Vec<Box<str>> = withhold;
                // Words to look for have a letter or a digit.
                let sought = |word: Box<str>| Located::from(Box::from(format!("w {word}")));
                let withhold = withhold.into_iter().map(sought).collect();
                Box::new(Safety { precision, withhold, note })
            }),
            private: Box::default(),
            body: Span::default(), links: Vec::new(),
        }
    }
}

prop_compose! {
    fn place()(
        name in word(), gazetteer in of(id()), role in any_word(), point in of(point()),
        precision in any_word::<Precision>(), region in of(id()), date in of(date()), also in list(spelling()),
        note in of(words()), source in list(id()),
    ) -> Place {
        Place {
            span: Span::default(), name: Some(name.into()), gazetteer, role, point,
            precision: Some(precision.into()), region, date: date.map(Into::into), also, note, source,
        }
    }
}

fn victim() -> impl Strategy<Value = Victim> {
    (word(), of(words()), of(words()), of(words()), any_word())
        .prop_map(|(name, age, sex, role, basis)| Victim { name, age, sex, role, basis })
}

fn incident() -> impl Strategy<Value = Parsed> {
    let own = (date(), of(word()), id(), of(id()), any_word(), of(words()));
    let more = (of(id()), of(id()), list(place()), list(victim()));
    (record("content/incidents/2022/x.md"), own, more).prop_map(|(record, own, more)| {
        let (date, time, region, kind, evidence, evidence_note) = own;
        let (part_of, merged_into, places, victims) = more;
        let time = time.filter(|time| !time.starts_with(|c: char| c.is_ascii_digit()));
        Parsed::Incident(Box::new(Incident {
            record,
            date: date.into(),
            time,
            region,
            kind,
            evidence,
            evidence_note,
            part_of,
            merged_into,
            places,
            victims,
        }))
    })
}

/// Reports and milestones: their figures are shown.
fn shown(mut record: Record) -> Record {
    for claim in &mut record.claims {
        let counted = claim.usage().eq(&Use::Counted);
        if counted {
            claim.usage = (!claim.figures.is_empty()).then(|| Use::Shown.into());
        }
    }
    record
}

fn others() -> impl Strategy<Value = Parsed> {
    let report = (record("content/reports/x.md"), date(), of(date()), list(id()), list(id()))
        .prop_map(|(record, date, period, area, documents)| {
            let record = shown(record);
            Parsed::Report(Box::new(Report {
                record,
                date: date.into(),
                period: period.map(Into::into),
                area,
                documents,
            }))
        });
    let actor = (
        record("content/actors/x.md"),
        of(any_word()),
        list(spelling()),
        of(id()),
        of(date()),
        of(date()),
    )
        .prop_map(|(record, kind, also, parent, since, until)| {
            let mut record = shown(record);
            record.id = Id::new("x").unwrap().into();
            Parsed::Actor(Box::new(Actor { record, kind, also, parent, since, until }))
        });
    let region = (
        record("content/regions/a/b.md"),
        of(word()),
        of(any_word::<Level>()),
        list(spelling()),
        of(point()),
        of(id()),
        of(date()),
    )
        .prop_map(|(record, kind, level, also, point, formerly, since)| {
            let mut record = shown(record);
            record.id = Id::new("a/b").unwrap().into();
            let codes = vec![("iso 3".into(), "X-1".into())];
            Parsed::Region(Box::new(Region {
                record,
                kind,
                level,
                also,
                codes,
                point,
                boundary: None,
                formerly,
                since,
            }))
        });
    let page = (record("content/about.md"), of(words())).prop_map(|(record, description)| {
        let mut record = shown(record);
        record.id = Id::new("about").unwrap().into();
        Parsed::Page(Box::new(Page { record, description }))
    });
    prop_oneof![report, actor, region, page]
}

/// Takes off what a file gives to a record beside its fields.
fn bare(mut parsed: Parsed) -> Parsed {
    let record = match &mut parsed {
        Parsed::Incident(incident) => {
            incident.places.iter_mut().for_each(|place| place.span = Span::default());
            &mut incident.record
        }
        Parsed::Report(report) => &mut report.record,
        Parsed::Actor(actor) => &mut actor.record,
        Parsed::Region(region) => &mut region.record,
        Parsed::Page(page) => &mut page.record,
        Parsed::Milestone(_) | Parsed::Source(_) | Parsed::Places(_) => return parsed,
    };
    record.digest = Digest::default();
    record.body = Span::default();
    record.claims.iter_mut().for_each(|claim| claim.span = Span::default());
    record.statements.iter_mut().for_each(|statement| statement.span = Span::default());
    parsed
}

fn prints_and_parses(parsed: &Parsed) {
    let path = &parsed.record().unwrap().file;
    let text = content::print(parsed, "The body.\n");
    let again = content::parse(path, text.as_bytes());
    assert_eq!(again.problems, [], "{text}");
    assert_eq!(&bare(again.value.unwrap()), parsed, "{text}");
}

proptest! {
    #[test]
    fn an_incident_reads_back_as_it_was_printed(parsed in incident()) {
        prints_and_parses(&parsed);
    }

    #[test]
    fn other_records_read_back_as_they_were_printed(parsed in others()) {
        prints_and_parses(&parsed);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        content::parse(&SourcePath::from("content/incidents/x.md"), &bytes);
    }

    #[test]
    fn no_front_matter_makes_the_reader_panic(text in "(\\+\\+\\+\n)?([a-z]{1,6}( = |\\.|\\[\\[|\\]\\]|\n|\"|\\{|\\}|[0-9-]{1,10}|\\PC)){0,30}\n\\+\\+\\+\n\\PC{0,20}") {
        content::parse(&SourcePath::from("content/incidents/x.md"), text.as_bytes());
    }

    #[test]
    fn no_text_makes_a_date_or_figure_panic(text in "[0-9XT~?%\\[\\]/.é -]{0,24}|\\PC{0,12}") {
        let _ = text.parse::<Date>();
        let _ = text.parse::<Amount>();
    }
}
