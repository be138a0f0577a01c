//! Print then parse gives the same record, for any record; and what of it is in its hash.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use griot::content::{self, Parsed};
use griot::lock;
use griot::model::*;
use griot::plan::Target;
use griot::source::{Digest, Located, Sha256, SourcePath, Span};
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
            span: Span::default(), id, figures, perpetrator, target, text: Some(text), by, source, status, note,
            rare: RareOfClaim {
                defender, motive, method, damage, who, place, via, on, quote: Some(quote), quote_lang,
                usage: usage.map(Into::into), reason: Some(reason), restates, supersedes, conflicts,
            }.into(),
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
            id, kind, title: Some(title), publisher, published, url: url.clone(), note,
            rare: RareOfSource {
                author, lang, archive_url: url, archived, accessed, sha256: sum.map(Into::into), origin,
                translation, translated_from: from,
            }.into(),
        }
    }
}

fn cited() -> impl Strategy<Value = CitedSource> {
    prop_oneof![
        source().prop_map(|source| CitedSource::Own(Box::new(source))),
        (id(), id(), list(id())).prop_map(|(id, target, origin)| {
            CitedSource::Shared(Box::new(SharedCitation { id, target, origin }))
        }),
    ]
}

prop_compose! {
    fn record(file: &'static str)(
        (own_id, title, lang, status, added, embargo, warning) in (
            id(), word(), of(lang()), any_word::<Status>(), of(date()), of(date()), of(words()),
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
            file: SourcePath::from(file), digest: Digest::default(), head: Digest::default(), id: own_id, title: title.into(), status,
            claims, sources,
            body: Span::default(), body_hash: Sha256::default(),
            rare: RareOfRecord {
                lang, reason: (status == Status::Withdrawn).then(|| "because".into()), added: added.map(Into::into),
                embargo: embargo.map(Into::into), warning, tags, aliases, related, statements,
                changes: changes.into_iter().map(change).collect(),
                safety: safe.then(|| {
                    let withhold: Vec<Box<str>> = withhold;
                    // Words to look for have a letter or a digit.
                    let sought = |word: Box<str>| Located::from(Box::from(format!("w {word}")));
                    let withhold = withhold.into_iter().map(sought).collect();
                    Box::new(Safety { precision, withhold, note })
                }),
                private: Box::default(), links: Vec::new(),
            }.into(),
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
            span: Span::default(), name: Some(name.into()), role, point,
            precision: Some(precision.into()), note,
            rare: RareOfPlace { gazetteer, region, date: date.map(Into::into), also, source }.into(),
        }
    }
}

fn victim() -> impl Strategy<Value = Victim> {
    (word(), of(words()), of(words()), of(words()), any_word()).prop_map(
        |(name, age, sex, role, basis)| Victim { name: name.into(), age, sex, role, basis },
    )
}

fn incident() -> impl Strategy<Value = Parsed> {
    let own = (date(), of(word()), id(), of(id()), any_word::<Evidence>(), of(words()));
    let more = (of(id()), of(id()), list(place()), list(victim()));
    (record("content/incidents/2022/x.md"), own, more).prop_map(|(record, own, more)| {
        let (date, time, region, kind, evidence, evidence_note) = own;
        let (part_of, merged_into, places, victims) = more;
        let time = time.filter(|time| !time.starts_with(|c: char| c.is_ascii_digit()));
        Parsed::Incident(Box::new(Incident {
            record,
            date: date.into(),
            region,
            kind,
            evidence: evidence.into(),
            places,
            rare: RareOfIncident { time, evidence_note, part_of, merged_into, victims }.into(),
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
    record.head = Digest::default();
    record.body = Span::default();
    record.body_hash = Sha256::default();
    record.claims.iter_mut().for_each(|claim| claim.span = Span::default());
    record.statements.iter_mut().for_each(|statement| statement.span = Span::default());
    parsed
}

static SCHEMAS: LazyLock<BTreeMap<&str, jsonschema::Validator>> =
    LazyLock::new(support::schema::validators);

fn prints_and_parses(parsed: &Parsed) {
    let path = &parsed.record().unwrap().file;
    let text = content::print(parsed, "The body.\n");
    let again = content::parse(path, text.as_bytes());
    assert_eq!(again.problems, [], "{text}");
    assert_eq!(&bare(again.value.unwrap()), parsed, "{text}");
    // What is kept between builds comes back as it was, with all its places.
    if let Some(bytes) = content::pack(parsed) {
        let unpacked = content::unpack(&bytes).unwrap();
        assert_eq!(format!("{unpacked:?}"), format!("{parsed:?}"));
    }
    // What can be written is also what editors let pass.
    let (name, toml) = support::schema::toml_of(path.as_str(), &text).unwrap();
    let found = support::schema::problems(&SCHEMAS, name, toml);
    assert!(found.is_empty(), "{found:?}\n{text}");
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

/// Whether the schema lets an incident pass that has this text for a key.
fn passes(key: &str, text: &str) -> bool {
    let value = serde_json::json!({ (key): text });
    let path = format!("/{key}");
    SCHEMAS["incident"].iter_errors(&value).all(|error| error.instance_path().as_str() != path)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]
    #[test]
    fn schemas_reject_no_date_that_is_read(
        text in "[ ]?\\[?[0-9]{4}(-(0[0-9]|1[0-4]|XX)(-([0-3][0-9]|XX))?)?[~?%]{0,2}((/|\\.\\.)([0-9]{4}(-(0[1-9]|XX))?|\\.\\.))?\\]?[~?%]{0,2}[ ]?",
    ) {
        prop_assert!(text.parse::<Date>().is_err() || passes("date", &text), "{text:?}");
    }

    #[test]
    fn schemas_reject_no_figure_that_is_read(
        text in "[ \u{85}]?(at least |At  least |MORE THAN |up to  |about |~ ?|)[0-9]{0,4}([, \u{a0}\u{202f}][0-9]{3}){0,2}(\\+| ?[-–] ?[0-9]{1,3}|)[ ]?|\\PC{0,12}",
    ) {
        prop_assert!(text.trim().is_empty() || text.parse::<Amount>().is_err() || passes("killed", &text), "{text:?}");
    }
}

/// The hashes of what a record of its kind says in a tracker of its own.
fn hashes(parsed: &Parsed) -> [Sha256; 2] {
    let mut tracker = Tracker::default();
    let target = match parsed.clone() {
        Parsed::Incident(incident) => {
            tracker.incidents.push(incident);
            Target::Case(Case::Incident(IncidentIx(0)))
        }
        Parsed::Report(report) => {
            tracker.reports.push(*report);
            Target::Case(Case::Report(ReportIx(0)))
        }
        Parsed::Region(region) => {
            tracker.regions.push(*region);
            Target::Region(RegionIx(0))
        }
        Parsed::Actor(actor) => {
            tracker.actors.push(*actor);
            Target::Actor(ActorIx(0))
        }
        Parsed::Page(page) => {
            tracker.pages.push(*page);
            Target::Plain(0)
        }
        other => panic!("not made here: {other:?}"),
    };
    lock::hashes(&tracker, target).unwrap()
}

/// Gives the first value the fields of the second, one at a time, and calls `check` for each that
/// differs with the changed value's owner, the field's name and whether it is words.
macro_rules! one_by_one {
    ($parsed:expr, $own:ident => $at:expr, $other:expr, words [$($word:ident)*], facts [$($fact:ident)*]) => {
        $( one_by_one!(@ $parsed, $own => $at, $other, $word, 1); )*
        $( one_by_one!(@ $parsed, $own => $at, $other, $fact, 0); )*
    };
    (@ $parsed:expr, $own:ident => $at:expr, $other:expr, $field:ident, $which:expr) => {{
        let mut changed = $parsed.clone();
        let Parsed::Incident($own) = &mut changed else { unreachable!() };
        let differs = match ($at, $other) {
            (Some(at), Some(other)) => {
                let differs = at.$field != other.$field;
                at.$field = other.$field.clone();
                differs
            }
            _ => false,
        };
        if differs {
            let (old, new) = (hashes($parsed), hashes(&changed));
            prop_assert!(old[$which] != new[$which], "a change of {} goes unseen", stringify!($field));
            prop_assert!(
                old[1 - $which] == new[1 - $which],
                "{} counts as what it is not", stringify!($field)
            );
        }
    }};
}

fn record_mut(parsed: &mut Parsed) -> &mut Record {
    match parsed {
        Parsed::Incident(incident) => &mut incident.record,
        Parsed::Report(report) => &mut report.record,
        Parsed::Region(region) => &mut region.record,
        Parsed::Actor(actor) => &mut actor.record,
        Parsed::Page(page) => &mut page.record,
        other => panic!("not made here: {other:?}"),
    }
}

fn described(source: Option<&CitedSource>) -> Option<Box<Source>> {
    source.and_then(|source| match source {
        CitedSource::Own(source) => Some(source.clone()),
        CitedSource::Shared(_) => None,
    })
}

fn own_mut(source: Option<&mut CitedSource>) -> Option<&mut Box<Source>> {
    source.and_then(|source| match source {
        CitedSource::Own(source) => Some(source),
        CitedSource::Shared(_) => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_field_that_readers_see_is_in_the_hash_of_a_record(a in incident().boxed(), b in incident().boxed()) {
        let Parsed::Incident(other) = &b else { unreachable!() };
        one_by_one!(&a, own => Some(own), Some(other), words [evidence_note],
            facts [date time region kind evidence part_of merged_into]);
        one_by_one!(&a, own => Some(&mut own.record), Some(&other.record),
            words [title warning tags], facts [lang related]);
        one_by_one!(&a, own => own.record.claims.first_mut(), other.record.claims.first(),
            words [motive method damage text quote reason note],
            facts [figures perpetrator target defender who by via on source quote_lang status
                restates supersedes conflicts]);
        one_by_one!(&a, own => own.record.statements.first_mut(), other.record.statements.first(),
            words [text quote channel], facts [by on kind to quote_lang source]);
        one_by_one!(&a, own => own_mut(own.record.sources.first_mut()), described(other.record.sources.first()),
            words [title author publisher note],
            facts [kind published lang url archive_url archived accessed sha256 origin translation
                translated_from]);
        one_by_one!(&a, own => own.places.first_mut(), other.places.first(),
            words [name also note], facts [role point precision region date source]);
        one_by_one!(&a, own => own.victims.first_mut(), other.victims.first(),
            words [name role], facts [age sex basis]);
    }

    #[test]
    fn what_no_reader_sees_and_how_a_file_is_written_is_not_in_the_hash(
        a in prop_oneof![incident().boxed(), others().boxed()], b in incident().boxed(),
    ) {
        let Parsed::Incident(other) = &b else { unreachable!() };
        let mut changed = a.clone();
        let record = record_mut(&mut changed);
        record.embargo = other.record.embargo.clone();
        record.aliases = other.record.aliases.clone();
        record.changes = other.record.changes.clone();
        if let (Some(own), Some(other)) = (&mut record.safety, &other.record.safety) {
            own.withhold = other.withhold.clone();
            own.note = other.note.clone();
        }
        prop_assert_eq!(hashes(&a), hashes(&changed));

        let path = a.record().unwrap().file.clone();
        let text = content::print(&a, "");
        let text = text.replacen("+++\n", "+++ \r\n# A comment.\n\n", 1);
        let read = content::parse(&path, format!("{text}\n \n<!-- Ask. -->\n").as_bytes());
        let mut plain = a;
        record_mut(&mut plain).body_hash = Sha256::of(b"");
        prop_assert_eq!(hashes(&plain), hashes(&read.value.unwrap()), "{}", text);
    }
}
