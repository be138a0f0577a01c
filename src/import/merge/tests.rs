//! What becomes of records when a release comes to them.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use proptest::prelude::*;
use toml_edit::{DocumentMut, Item};

use super::*;

const PATH: &str = "content/incidents/2024/ged-7.md";

/// A printed draft; each part can be another one in a later release.
#[derive(Clone, Debug)]
struct Row {
    row: String,
    title: &'static str,
    date: &'static str,
    killed: u32,
    place: Option<(&'static str, &'static str)>,
    sources: Vec<(&'static str, &'static str)>,
    body: &'static str,
}

impl Row {
    fn first() -> Self {
        Self {
            row: "r1".to_owned(),
            title: "Fighting in Sampleford, May 2024",
            date: "\"2024-05\"",
            killed: 3,
            place: Some(("Sampleford", "[51.20, 3.40]")),
            sources: vec![("s1", "The Estmark Courier"), ("ged", "GED")],
            body: "",
        }
    }

    fn next(&self, row: &str) -> Self {
        Self { row: row.to_owned(), ..self.clone() }
    }

    fn print(&self) -> String {
        let Self { row, title, date, killed, place, sources, body } = self;
        let mut text = format!("+++\ntitle = {title:?}\ndate = {date}\nregion = \"estmark\"\n");
        if let Some((name, point)) = place {
            text += &format!(
                "\n[[place]]\nname = {name:?}\npoint = {point}\nprecision = \"settlement\"\n"
            );
        }
        let cited: Vec<String> = sources.iter().map(|(id, _)| format!("{id:?}")).collect();
        text += &format!(
            "\n[[claim]]\nid = \"ged\"\nkilled = {{ low = {killed}, best = {killed}, high = {} }}\nby = \"the dataset\"\nsource = [{}]\n",
            killed + 2,
            cited.join(", ")
        );
        for (id, title) in sources {
            text += &format!("\n[[source]]\nid = {id:?}\ntitle = {title:?}\n");
        }
        text += &format!(
            "\n[private.import]\ndataset = \"ged\"\nrelease = \"{row}\"\nrow = \"{row}\"\n\n[private.import.left]\ncode_status = \"Clear\"\n+++\n{body}"
        );
        text
    }

    fn stamped(&self) -> String {
        stamp(&self.print()).unwrap()
    }
}

fn come(existing: &str, row: &Row) -> Merged {
    merge(&Coming {
        path: &SourcePath::from(PATH),
        existing,
        fresh: &row.print(),
        label: "GED 2",
        today: jiff::civil::date(2026, 1, 2),
        names: &(),
    })
}

fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is in\n{text}");
    text.replacen(from, to, 1)
}

fn document(text: &str) -> DocumentMut {
    Halves::of(text).unwrap().document().unwrap()
}

fn value(text: &str, table: &str, of: &str, key: &str) -> String {
    let document = document(text);
    if table.is_empty() {
        return document.get(key).map(|item| units::plain(item).into()).unwrap_or_default();
    }
    let tables = document.get(table).and_then(Item::as_array_of_tables);
    let mut tables = tables.into_iter().flat_map(|tables| tables.iter());
    let found = tables.find(|table| units::called(table) == Some(of));
    found.and_then(|own| own.get(key)).map(|item| units::plain(item).into()).unwrap_or_default()
}

fn notes(text: &str) -> Vec<String> {
    let document = document(text);
    let changes = document.get("change").and_then(Item::as_array_of_tables);
    let changes = changes.into_iter().flat_map(|tables| tables.iter());
    changes.map(|own| own["note"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_same_row_leaves_the_file_as_it_is() {
    let edited = edit(&Row::first().stamped(), "title = ", "# mine\ntitle   = ");
    assert_eq!(come(&edited, &Row::first()), Merged::default());
}

#[test]
fn what_the_editor_left_alone_follows_the_release() {
    let next = Row {
        date: "2024-05-14",
        killed: 5,
        body: "\nNotes.\n",
        sources: vec![("s1", "The Estmark Courier"), ("s2", "The Harbour Post"), ("ged", "GED")],
        ..Row::first().next("r2")
    };
    let merged = come(&Row::first().stamped(), &next);
    let text = merged.text.unwrap();
    assert_eq!(value(&text, "", "", "date"), "2024-05-14");
    assert_eq!(value(&text, "claim", "ged", "killed"), "low 5, best 5, high 7");
    assert_eq!(value(&text, "source", "s2", "title"), "The Harbour Post");
    assert!(text.ends_with("+++\n\nNotes.\n"), "{text}");
    assert_eq!(merged.kept, []);
    assert_eq!(
        notes(&text),
        [
            "GED 2: date 2024-05-14, was 2024-05; killed 5 to 7 (best 5), was 3 to 5 (best 3); narrative changed; source \"The Harbour Post\" added."
        ]
    );
    assert!(text.contains("on = 2026-01-02\nkind = \"correction\""), "{text}");
    let change = text.find("[[change]]").unwrap();
    assert!(change < text.find("[private.import]").unwrap(), "{text}");
    assert!(change > text.rfind("[[source]]").unwrap(), "{text}");
    // Without the history, it is what a first import of that release writes.
    let (before, after) = (&text[..change], &text[text.find("[private.import]").unwrap()..]);
    assert_eq!(format!("{before}{after}"), next.stamped());
}

#[test]
fn what_the_editor_changed_stays() {
    let first = Row::first().stamped();
    let edited = edit(&first, "Fighting in Sampleford, May 2024", "The fight at the mill");
    let edited = edit(&edited, "precision = \"settlement\"", "precision = \"near\"  # by the map");
    let edited = edited + "\nOur own words.\n";
    let next = Row { killed: 9, ..Row::first().next("r2") };
    let merged = come(&edited, &next);
    let text = merged.text.unwrap();
    assert_eq!(value(&text, "", "", "title"), "The fight at the mill");
    assert!(text.contains("precision = \"near\"  # by the map\n"), "{text}");
    assert!(text.ends_with("\nOur own words.\n"), "{text}");
    assert_eq!(value(&text, "claim", "ged", "killed"), "low 9, best 9, high 11");
    assert_eq!(merged.kept, []);
}

#[test]
fn where_both_changed_the_editor_decides_and_is_told_once() {
    let edited = edit(&Row::first().stamped(), "{ low = 3, best = 3, high = 5 }", "4");
    let second = Row { killed: 9, ..Row::first().next("r2") };
    let merged = come(&edited, &second);
    let text = merged.text.unwrap();
    assert_eq!(value(&text, "claim", "ged", "killed"), "4");
    assert_eq!(merged.kept.len(), 1);
    assert_eq!(merged.kept[0].to_string(), "killed of claim `ged`");
    assert_eq!(merged.kept[0].is.as_deref(), Some("low 9, best 9, high 11"));
    assert!(notes(&text).is_empty(), "readers see nothing new");
    assert!(
        text.contains("[private.import.offered]\n\"killed of claim `ged`\" = \"low 9"),
        "{text}"
    );
    // The next release says the same of it: no second telling, and the offer stands.
    let merged = come(&text, &Row { title: "Fighting in Sampleford", ..second.next("r3") });
    let text = merged.text.unwrap();
    assert_eq!(merged.kept, []);
    assert!(text.contains("[private.import.offered]"), "{text}");
    // Taken over by hand, it is no offer any more.
    let taken = edit(&text, "killed = 4", "killed = { low = 9, best = 9, high = 11 }");
    let text = come(&taken, &second.next("r4")).text.unwrap();
    assert!(!text.contains("offered"), "{text}");
    assert_eq!(value(&text, "", "", "title"), "Fighting in Sampleford, May 2024");
}

#[test]
fn what_the_editor_took_out_stays_out() {
    let first = Row { sources: vec![("s1", "A"), ("s2", "B"), ("ged", "GED")], ..Row::first() };
    let stamped = first.stamped();
    let edited = edit(&stamped, "\n[[source]]\nid = \"s2\"\ntitle = \"B\"\n", "");
    let edited = edit(&edited, "source = [\"s1\", \"s2\", \"ged\"]", "source = [\"ged\"]");
    let edited = edit(&edited, "point = [51.20, 3.40]\n", "");
    let merged = come(&edited, &Row { killed: 4, ..first.next("r2") });
    let text = merged.text.unwrap();
    assert!(!text.contains("title = \"B\"") && !text.contains("point = ["), "{text}");
    assert_eq!(merged.kept, []);
    // Another point is news for the editor, and stays out all the same.
    let moved = Row { place: Some(("Sampleford", "[51.3, 3.4]")), ..first.next("r3") };
    let merged = come(&text, &moved);
    assert_eq!(merged.kept[0].to_string(), "point of place `Sampleford`");
    assert!(!merged.text.unwrap().contains("point = ["));
}

#[test]
fn what_the_release_took_out_goes_unless_somebody_uses_it() {
    let first = Row { sources: vec![("s1", "A"), ("s2", "B"), ("ged", "GED")], ..Row::first() };
    let less = Row { sources: vec![("s1", "A"), ("ged", "GED")], place: None, ..first.next("r2") };
    let text = come(&first.stamped(), &less).text.unwrap();
    assert!(!text.contains("title = \"B\"") && !text.contains("[[place]]"), "{text}");

    let uses = edit(
        &first.stamped(),
        "\n[[source]]",
        "\n[[claim]]\ntext = \"The mill burned.\"\nby = \"our reporter\"\nsource = \"s2\"\n\n[[source]]",
    );
    let uses = edit(&uses, "name = \"Sampleford\"", "name = \"Sampleford\"\nnote = \"Old town.\"");
    let merged = come(&uses, &less);
    let text = merged.text.unwrap();
    assert_eq!(value(&text, "source", "s2", "title"), "B");
    assert_eq!(value(&text, "place", "Sampleford", "note"), "Old town.");
    let kept: Vec<String> = merged.kept.iter().map(ToString::to_string).collect();
    assert_eq!(kept, ["place `Sampleford`", "source `s2`"]);
}

#[test]
fn a_table_that_was_renamed_is_still_the_same() {
    let first = Row::first();
    let renamed = edit(&first.stamped(), "name = \"Sampleford\"", "name = \"Sampleford Mill\"");
    let moved = Row { place: Some(("Sampleford", "[51.3, 3.5]")), ..first.next("r2") };
    let text = come(&renamed, &moved).text.unwrap();
    assert_eq!(value(&text, "place", "Sampleford Mill", "point"), "51.3, 3.5");
    assert_eq!(text.matches("[[place]]").count(), 1);
    // And so where the release gives another name.
    let other = Row { place: Some(("Samplefurt", "[51.20, 3.40]")), ..first.next("r2") };
    let noted =
        edit(&first.stamped(), "name = \"Sampleford\"", "name = \"Sampleford\"\nnote = \"N\"");
    let text = come(&noted, &other).text.unwrap();
    assert_eq!(value(&text, "place", "Samplefurt", "note"), "N");
    assert_eq!(text.matches("[[place]]").count(), 1);
}

#[test]
fn comments_outlive_what_they_stood_beside() {
    let edited = edit(
        &Row::first().stamped(),
        "\n[[place]]",
        "\n# Seen on the map of 1990.\n[[place]]  # ours",
    );
    let text = come(&edited, &Row { place: None, ..Row::first().next("r2") }).text.unwrap();
    assert!(text.contains("# Seen on the map of 1990.\n# ours\n+++\n"), "{text}");
    assert!(!text.contains("[[place]]"), "{text}");
}

#[test]
fn formatting_and_own_tables_stay() {
    let edited = edit(&Row::first().stamped(), "title = ", "# House style\ntitle    =   ");
    let edited = edit(&edited, "date = \"2024-05\"", "date     = \"2024-05\" # or June");
    let edited = edit(
        &edited,
        "\n[private.import]",
        "\n[[claim]]\n# by telephone\nkilled = \"dozens\"\nby = \"the clinic\"\nuse = \"shown\"\n\n[safety]\nprecision = \"adm1\"\n\n[private]\ncontact = \"R.\"\n\n[private.import]",
    );
    let next = Row { date: "2024-05-14", killed: 5, ..Row::first().next("r2") };
    let text = come(&edited, &next).text.unwrap();
    assert!(text.starts_with("+++\n# House style\ntitle    =   \"Fighting"), "{text}");
    assert!(text.contains("date     = 2024-05-14 # or June\n"), "{text}");
    assert!(text.contains("[[claim]]\n# by telephone\nkilled = \"dozens\"\nby"), "{text}");
    assert!(text.contains("[private]\ncontact = \"R.\"\n"), "{text}");
    assert!(text.find("[[change]]").unwrap() < text.find("[safety]").unwrap(), "{text}");
}

#[test]
fn what_readers_do_not_see_is_no_news_to_them() {
    let draft = edit(&Row::first().stamped(), "date = ", "status = \"draft\"\ndate = ");
    let next = Row { killed: 5, ..Row::first().next("r2") };
    assert!(notes(&come(&draft, &next).text.unwrap()).is_empty());
    // A row that differs in what has no field alone.
    let text = come(&Row::first().stamped(), &Row::first().next("r2")).text.unwrap();
    assert!(notes(&text).is_empty() && text.contains("row = \"r2\""), "{text}");
    // Of a guarded record, no name.
    let guarded = edit(
        &Row::first().stamped(),
        "\n[private.import]",
        "\n[safety]\nprecision = \"adm1\"\n\n[private.import]",
    );
    let moved = Row { place: Some(("Quay", "[50.0, 3.0]")), ..Row::first().next("r2") };
    let text = come(&guarded, &moved).text.unwrap();
    assert!(notes(&text).iter().all(|note| !note.contains("Quay")), "{:?}", notes(&text));
    assert_eq!(notes(&text).len(), 1);
}

#[test]
fn what_is_not_the_imports_is_left_alone() {
    let next = Row { killed: 5, ..Row::first().next("r2") };
    let alone = |existing: &str| {
        let merged = come(existing, &next);
        assert_eq!(merged.text, None);
        merged.alone.unwrap()
    };
    let stamped = Row::first().stamped();
    let own = &stamped[..stamped.find("\n[private.import]").unwrap()];
    assert_eq!(alone(&format!("{own}+++\n")), Alone::NotImported);
    let other = edit(&stamped, "dataset = \"ged\"", "dataset = \"other\"");
    assert_eq!(alone(&other), Alone::OtherDataset("other".into()));
    assert_eq!(alone(&edit(&stamped, "date = ", "dete = ")), Alone::Broken);
    assert_eq!(alone("no record"), Alone::Broken);
}

#[test]
fn a_key_in_another_form_is_the_editors() {
    let short = Row { sources: vec![("s1", "A")], ..Row::first() };
    let edited = edit(&short.stamped(), "\n[[source]]\nid = \"s1\"\ntitle = \"A\"\n", "");
    let edited = edit(&edited, "date = ", "source = \"A\"\ndate = ");
    let more = Row { sources: vec![("s1", "A"), ("s2", "B")], ..short.next("r2") };
    let merged = come(&edited, &more);
    assert_eq!(value(&merged.text.unwrap(), "", "", "source"), "A");
    assert!(merged.kept.iter().any(|kept| kept.to_string() == "source"), "{:?}", merged.kept);
}

#[test]
fn lines_keep_their_ends() {
    let crlf = Row::first().stamped().replace('\n', "\r\n");
    let text = come(&crlf, &Row { killed: 5, ..Row::first().next("r2") }).text.unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(value(&text, "claim", "ged", "killed"), "low 5, best 5, high 7");
}

#[test]
fn a_record_that_a_release_dropped_is_marked_once_and_may_come_back() {
    let stamped = Row::first().stamped();
    let marked = mark_dropped(&stamped, "r2").unwrap();
    assert_eq!(Imported::read(&marked).unwrap().dropped.as_deref(), Some("r2"));
    assert_eq!(mark_dropped(&marked, "r3"), None);
    let back = come(&marked, &Row::first()).text.unwrap();
    assert_eq!(back, stamped);
}

#[test]
fn a_file_covers_its_countries_in_its_years() {
    let mut scope = Scope::default();
    assert!(!scope.covers("Estmark", 2024));
    [("Estmark", 2022), ("Estmark", 2024), ("Westmark", 2023)]
        .iter()
        .for_each(|(country, year)| scope.add(country, *year));
    assert!(scope.covers("Estmark", 2023) && scope.covers("Westmark", 2022));
    assert!(!scope.covers("Estmark", 2025) && !scope.covers("Northmark", 2023));
}

fn row(number: usize) -> impl Strategy<Value = Row> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from);
    let place =
        prop::option::of((pick(&["Quay", "Mill"]), pick(&["[51.20, 3.40]", "[51.3, 3.5]"])));
    let sources = prop::sample::subsequence(vec!["s1", "s2", "s3"], 0..=3)
        .prop_flat_map(move |ids| {
            let titles = prop::collection::vec(pick(&["A", "B", "C"]), ids.len());
            (Just(ids), titles)
        })
        .prop_map(|(ids, titles)| {
            let own = ids.into_iter().zip(titles);
            own.chain([("ged", "GED")]).collect::<Vec<_>>()
        });
    let dates = pick(&["2024-05-14", "\"2024-05\"", "\"[2024-05-01..2024-05-05]\""]);
    let bodies = pick(&["", "\nOne.\n", "\nTwo.\n"]);
    (pick(&["T one", "T two"]), dates, 0..4u32, place, sources, bodies).prop_map(
        move |(title, date, killed, place, sources, body)| Row {
            row: format!("r{number}"),
            title,
            date,
            killed,
            place,
            sources,
            body,
        },
    )
}

/// An edit that a person might make, and how to see that it is still there.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Title,
    Figure,
    Note,
    Own,
    Comment,
    Body,
    NoDate,
    Nothing,
}

impl Edit {
    fn make(self, text: &str) -> String {
        let mut document = document(text);
        let halves = Halves::of(text).unwrap();
        let claim = |document: &mut DocumentMut, key: &str, text: &str| {
            let claims = document["claim"].as_array_of_tables_mut().unwrap();
            claims.get_mut(0).unwrap().insert(key, toml_edit::value(text));
        };
        match self {
            Self::Title => document["title"] = toml_edit::value("The editor's"),
            Self::Figure => claim(&mut document, "killed", "at least 40"),
            Self::Note => claim(&mut document, "note", "Seen by us."),
            Self::Own => {
                let mut own = toml_edit::Table::new();
                own.insert("id", toml_edit::value("own"));
                own.insert("text", toml_edit::value("Our own."));
                tables::push(&mut document, "claim", own);
            }
            Self::Comment => {
                return text.replacen("+++\n", "+++\n# Our comment.\n", 1);
            }
            Self::Body => return halves.join(&document, "\nThe editor's body.\n"),
            Self::NoDate => document["date"] = toml_edit::value("2024-06"),
            Self::Nothing => {}
        }
        halves.join(&document, halves.body)
    }

    fn is_there(self, text: &str) -> bool {
        match self {
            Self::Title => value(text, "", "", "title") == "The editor's",
            Self::Figure => value(text, "claim", "ged", "killed") == "at least 40",
            Self::Note => value(text, "claim", "ged", "note") == "Seen by us.",
            Self::Own => value(text, "claim", "own", "text") == "Our own.",
            Self::Comment => text.contains("# Our comment."),
            Self::Body => text.ends_with("+++\n\nThe editor's body.\n"),
            Self::NoDate => value(text, "", "", "date") == "2024-06",
            Self::Nothing => true,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_edit_outlives_every_release_and_the_rest_follows(
        rows in (row(1), row(2), row(3), row(4)),
        first in 0..8usize,
        second in 0..8usize,
    ) {
        let edits = [
            Edit::Title, Edit::Figure, Edit::Note, Edit::Own, Edit::Comment, Edit::Body,
            Edit::NoDate, Edit::Nothing,
        ];
        let (first, second) = (edits[first], edits[second]);
        let (one, two, three, four) = rows;
        let edited = first.make(&one.stamped());
        let text = come(&edited, &two).text.unwrap();
        let edited = second.make(&text);
        let mut text = edited;
        let mut history = notes(&text);
        for row in [&three, &four] {
            let merged = come(&text, row);
            prop_assert_eq!(&merged.alone, &None);
            text = merged.text.unwrap();
            let now = notes(&text);
            prop_assert!(now.starts_with(&history), "{:?} goes on from {:?}", now, history);
            history = now;
            prop_assert!(is_sound(&SourcePath::from(PATH), &text), "{text}");
            prop_assert!(first.is_there(&text) && second.is_there(&text), "{first:?} {second:?}\n{text}");
            prop_assert_eq!(come(&text, row), Merged::default());
        }
        // What nobody touched is as in a first import of the last release.
        let touched = |edit: fn(Edit) -> bool| edit(first) || edit(second);
        if !touched(|edit| matches!(edit, Edit::Title)) {
            prop_assert_eq!(value(&text, "", "", "title"), four.title);
        }
        if !touched(|edit| matches!(edit, Edit::Figure)) {
            let own = four.stamped();
            prop_assert_eq!(value(&text, "claim", "ged", "killed"), value(&own, "claim", "ged", "killed"));
        }
        for table in ["place", "source"] {
            let of = |text: &str| {
                let document = document(text);
                let tables = document.get(table).and_then(Item::as_array_of_tables).cloned();
                let own = tables.map(|tables| written::groups(&tables)).unwrap_or_default();
                own.into_iter().map(|group| group.prints).collect::<Vec<_>>()
            };
            prop_assert_eq!(of(&text), of(&four.stamped()));
        }
        if !touched(|edit| matches!(edit, Edit::Body)) {
            prop_assert_eq!(Halves::of(&text).unwrap().body.trim(), four.body.trim());
        }
    }
}

#[test]
fn the_history_says_what_changed_by_its_name() {
    #[derive(Debug)]
    struct Known;
    impl super::Names for Known {
        fn name(&self, _: &str, id: &str) -> Option<&str> {
            Some(match id {
                "harbour-front" => "Harbour Front",
                "government" => "Government of Estmark",
                "raid" => "Raid",
                _ => return None,
            })
        }
    }
    let text = |party: &str, point: &str, row: &str, more: &str| {
        format!(
            "+++\nid = \"e-1\"\ntitle = \"T\"\ndate = 2024-05-14\nregion = \"estmark\"\n{more}\n\
             [[claim]]\nid = \"c\"\nperpetrator = \"{party}\"\nstatus = \"alleged\"\n\n\
             [[place]]\nname = \"Quay\"\npoint = {point}\nprecision = \"near\"\n\n\
             [private.import]\ndataset = \"d\"\nrow = \"{row}\"\ncells = \"{row}\"\n+++\n"
        )
    };
    let note = |fresh: &str| {
        let old = super::stamp(&text("government", "[51.2, 3.4]", "1", "")).unwrap();
        let path = SourcePath::from(PATH);
        let today = jiff::civil::date(2026, 1, 2);
        let coming =
            Coming { path: &path, existing: &old, fresh, label: "D", today, names: &Known };
        let merged = merge(&coming).text.unwrap();
        merged.lines().find(|line| line.starts_with("note = ")).map(str::to_owned)
    };
    assert_eq!(
        note(&text("harbour-front", "[51.3, 3.4]", "2", "type = \"raid\"\n")).as_deref(),
        Some(
            "note = \"D: perpetrator Harbour Front, was Government of Estmark; position moved 11 km; \
             type Raid added.\""
        )
    );
    // The cells are the same: the map says it otherwise.
    let same =
        text("harbour-front", "[51.3, 3.4]", "2", "").replace("cells = \"2\"", "cells = \"1\"");
    assert_eq!(note(&same), None);
}
