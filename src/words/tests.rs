//! What English says, that every vocabulary has its labels, and that other languages find their place.

use proptest::prelude::*;

use super::{Arg, Words, rules};
use crate::diagnostic::{Checked, Severity};
use crate::model::{
    ActorKind, ActorRole, Amount, Attribution, Basis, ChangeKind, Date, Evidence, Measure,
    PlaceRole, Precision, Range, SourceKind, StatementKind, Status, Translation, Use,
};
use crate::source::SourcePath;

fn load(language: &str, overrides: &[(&str, &str)]) -> Checked<Words> {
    let overrides: Vec<(SourcePath, String)> = overrides
        .iter()
        .map(|(stem, text)| {
            (SourcePath::new(format!("templates/words/{stem}.ftl")), (*text).to_owned())
        })
        .collect();
    Words::load(language, &overrides)
}

fn words(language: &str, overrides: &[(&str, &str)]) -> Words {
    let Checked { value, mut problems } = load(language, overrides);
    problems.retain(|problem| problem.rule.name != "missing-message");
    assert_eq!(problems, []);
    value
}

fn date(words: &Words, text: &str) -> String {
    words.date(&text.parse::<Date>().expect("a date"))
}

#[test]
fn dates_are_said_in_full() {
    let words = words("en", &[]);
    let check = |text: &str, expected: &str| assert_eq!(date(&words, text), expected, "{text}");
    check("2022-06-18", "18 June 2022");
    check("2022-06", "June 2022");
    check("2022", "2022");
    check("2022-06-18/2022-06-19", "18 to 19 June 2022");
    check("2022-06-30/2022-07-02", "30 June to 2 July 2022");
    check("2021-12-28/2022-01-02", "28 December 2021 to 2 January 2022");
    check("2022-06-18/2022-06-18", "18 June 2022");
    check("2022-06/2022-08", "June to August 2022");
    check("2021/2022", "2021 to 2022");
    check("2022-06/2022-08-02", "June 2022 to 2 August 2022");
    check("2022-06-18/..", "18 June 2022 and continuing");
    check("[2022-03-01..2022-03-05]", "one of the days from 1 to 5 March 2022");
    check("[2022-03-30..2022-04-02]?", "one of the days from 30 March to 2 April 2022 (uncertain)");
    check("2022-03~", "about March 2022");
    check("2022-03-28?", "28 March 2022 (uncertain)");
    check("2022-03-28%", "about 28 March 2022 (uncertain)");
    assert_eq!(words.month(2022, 6), "June 2022");
    assert_eq!(words.month_name(6), "June");
}

#[test]
fn figures_are_said_as_they_are_stated() {
    let words = words("en", &[]);
    let check = |amount: Amount, expected: &str| assert_eq!(words.amount(&amount), expected);
    let parsed = |text: &str| text.parse::<Amount>().expect("a figure");
    check(parsed("4137"), "4,137");
    check(parsed("132+"), "at least 132");
    check(parsed("more than 1000"), "more than 1,000");
    check(parsed("up to 200"), "up to 200");
    check(parsed("~40"), "about 40");
    check(parsed("100-200"), "100 to 200");
    check(parsed("hundreds"), "hundreds");
    check(parsed("none"), "none");
    check(parsed("unknown"), "not known");
    let estimate = |low, best, high| Amount::Estimate { low, best, high };
    check(estimate(Some(5), Some(9), Some(20)), "5 to 20, best estimate 9");
    check(estimate(Some(5), None, Some(20)), "5 to 20");
    check(estimate(Some(5), Some(9), None), "at least 5, best estimate 9");
    check(estimate(None, Some(9), Some(20)), "up to 20, best estimate 9");
    check(estimate(None, Some(9), None), "best estimate 9");
    check(estimate(None, None, Some(9)), "up to 9");
}

#[test]
fn ranges_are_said_from_bottom_to_top() {
    let words = words("en", &[]);
    let check =
        |low: Option<u64>, high: Option<u64>, about: bool, said: &[&str], expected: &str| {
            let range = Range {
                low,
                high,
                about,
                words: said.iter().map(|word| (*word).into()).collect(),
                ..Range::default()
            };
            assert_eq!(words.range(&range), expected);
        };
    check(Some(101), Some(188), false, &[], "101 to 188");
    check(Some(35), Some(35), false, &[], "35");
    check(Some(40), None, false, &[], "40 or more");
    check(Some(40), None, true, &[], "about 40 or more");
    check(Some(40), Some(40), true, &[], "about 40");
    check(Some(40), Some(60), true, &[], "about 40 to 60");
    check(Some(0), Some(0), false, &[], "none");
    check(None, None, false, &[], "not known");
    check(None, None, false, &["dozens", "hundreds", "many"], "dozens, hundreds or many");
}

#[test]
fn every_word_of_the_record_format_has_its_label() {
    let words = words("en", &[]);
    macro_rules! check {
        ($($group:literal: $vocabulary:ty,)+) => {$(
            for (name, _) in <$vocabulary>::ALL {
                let id = format!("{}_{}", $group, name.replace('-', "_"));
                let label = words.statics().get(&id);
                assert!(label.is_some(), "{id}");
                assert_eq!(Some(words.vocabulary($group, name)), label.map(String::as_str));
            }
        )+};
    }
    check! {
        "measure": Measure, "use": Use, "attribution": Attribution, "statement": StatementKind,
        "place_role": PlaceRole, "precision": Precision, "status": Status, "change": ChangeKind,
        "source_kind": SourceKind, "translation": Translation, "evidence": Evidence, "basis": Basis,
        "actor_kind": ActorKind, "actor_role": ActorRole,
    }
    for name in ["civilians", "fighters", "mixed", "unknown"] {
        assert!(words.statics().contains_key(&format!("who_{name}")), "{name}");
    }
    for (name, _) in Evidence::ALL {
        assert!(words.text(&format!("evidence_{name}_meaning")).ends_with('.'));
    }
    assert_eq!(words.vocabulary("evidence", "no-such-grade"), "no-such-grade");
}

#[test]
fn english_is_whole() {
    let Checked { value, problems } =
        load("en", &[("en", include_str!("../../templates/words/en.ftl"))]);
    assert_eq!(problems, [], "the theme's own file is a valid override of itself");
    assert!(value.statics().keys().all(|id| {
        id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    }));
}

#[test]
fn a_message_comes_from_the_first_language_that_has_it() {
    let fr = "evidence_fair = Solide\ndate_lasted = { $from } au { $to }\n\
              date_lasted_in_month = { $first } au { $to }\nown_word = À nous\n";
    let quebec = "evidence_fair = Bien solide\n";
    let en = "evidence_weak = Thin\n";
    let all = [("fr", fr), ("fr-CA", quebec), ("en", en)];
    let Checked { value: words, problems } = load("fr-CA", &all);
    let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.name).collect();
    assert_eq!(rules, ["unknown-message", "missing-message"]);
    assert_eq!(words.text("evidence_fair"), "Bien solide");
    assert_eq!(words.text("own_word"), "À nous");
    assert_eq!(words.text("evidence_weak"), "Thin");
    assert_eq!(words.text("evidence_contested"), "Contested");
    assert_eq!(date(&words, "2022-06-18/2022-06-19"), "18 au 19 juin 2022");
    assert_eq!(
        date(&words, "2022-06-30/2022-07-02"),
        "30 juin 2022 au 2 juillet 2022",
        "French joins whole dates and says nothing of shortened ones"
    );
    assert_eq!(words.number(4137), "4\u{a0}137");
    assert_eq!(words.list(&["a".to_owned(), "b".to_owned()]), "a et b");
    assert_eq!(load("fr", &all).value.text("evidence_fair"), "Solide");
}

#[test]
fn arabic_has_six_plurals_its_own_digits_and_isolated_texts() {
    let ar = "amount_about = { $n ->
    [zero] صفر
    [one] واحد
    [two] اثنان
    [few] قليل { $n }
    [many] كثير { $n }
   *[other] آخر { $n }
}
date_about = نحو { $date }
";
    let words = words("ar-EG", &[("ar", ar)]);
    let about = |n: u64| words.say("amount_about", &[("n", Arg::Number(n))]);
    assert_eq!(
        [0, 1, 2, 3, 11, 100].map(about),
        ["صفر", "واحد", "اثنان", "قليل ٣", "كثير ١١", "آخر ١٠٠"]
    );
    assert_eq!(words.number(4137), "٤٬١٣٧");
    assert_eq!(date(&words, "2022-06~"), "نحو \u{2068}يونيو ٢٠٢٢\u{2069}");
    // What is said in English for want of words runs from the left within the line.
    let said = words.say("amount_up_to", &[("n", Arg::Number(1000))]);
    assert_eq!(said, "\u{2066}up to 1,000\u{2069}");
}

#[test]
fn other_calendars_and_orders_keep_to_the_record() {
    let english = |language: &str, text: &str| date(&words(language, &[]), text);
    assert_eq!(english("en-US", "2022-06-18"), "June 18, 2022");
    assert_eq!(english("ja", "2022-06-18"), "2022年6月18日");
    assert!(english("th", "2022-06-18").contains("2022"));
    assert!(english("no such language", "2022-06-18").contains("2022"));
}

#[test]
fn what_a_language_lacks_is_named() {
    let (kept, left_out): (Vec<_>, Vec<_>) = include_str!("../../templates/words/en.ftl")
        .split_inclusive('\n')
        .partition(|line| !line.starts_with("evidence_fair ") && !line.starts_with("to_home "));
    assert_eq!(left_out.len(), 2);
    let lacking = load("ar", &[("ar", &kept.concat())]).problems;
    assert_eq!(lacking.len(), 1, "{lacking:?}");
    assert_eq!(lacking[0].rule.name, "missing-message");
    assert_eq!(lacking[0].file.as_str(), "templates/words/ar.ftl");
    assert!(lacking[0].message.starts_with("2 messages are shown in English"));
    assert_eq!(lacking[0].help[0], "missing are `evidence_fair`, `to_home`");
    let nothing = load("pt-BR", &[]).problems;
    assert_eq!(nothing[0].file.as_str(), "griot.toml");
    assert!(nothing[0].help[1].contains("templates/words/pt-BR.ftl"));
    for (language, text) in [("ar", include_str!("../../templates/words/en.ftl")), ("en-GB", "")] {
        assert_eq!(load(language, &[(language, text)]).problems, []);
    }
}

#[test]
fn directions_follow_the_script() {
    let check = |tag: &str, expected: &str| assert_eq!(Words::direction(tag), expected, "{tag}");
    check("en", "ltr");
    check("ar", "rtl");
    check("fa-IR", "rtl");
    check("he", "rtl");
    check("ur", "rtl");
    check("ff-Adlm", "rtl");
    check("ff", "ltr");
    check("az-Arab", "rtl");
    check("tzm", "ltr");
    check("dv", "rtl");
    check("ar-Latn", "ltr");
    check("", "ltr");
    check("nonsense!", "ltr");
}

#[test]
fn a_faulty_file_is_shown_where_it_is_wrong() {
    let check = |text: &str, rule: &str, severity: Severity, at: &str, part: &str| {
        let problems = load("en", &[("en", text)]).problems;
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        let problem = &problems[0];
        assert_eq!((problem.rule.name, problem.severity), (rule, severity), "{text}");
        let span = problem.span.expect("a span");
        assert_eq!(&text[span.range()], at, "{text}");
        let said = format!("{} {}", problem.message, problem.help.join(" "));
        assert!(said.contains(part), "{text}: {said}");
    };
    let error = Severity::Error;
    check("evidence_fair Fair\n", "words-syntax", error, "Fair", "expected a token");
    check(
        "evidence_fare = x\n",
        "unknown-message",
        Severity::Warning,
        "evidence_fare",
        "`evidence_fair`",
    );
    check("amount_about = ~{ $m }\n", "unknown-message-variable", error, "m", "it has `$n`");
    check("evidence_fair = { $n }\n", "unknown-message-variable", error, "n", "no variables");
    check(
        "evidence_fair = a\nevidence_fair = b\n",
        "duplicate-message",
        error,
        "evidence_fair",
        "twice",
    );
    check(
        "evidence_fair = { evidence_wek }\n",
        "words-syntax",
        error,
        "evidence_wek",
        "`evidence_weak`",
    );
    check("evidence_fair = { -name }\n", "words-syntax", error, "name", "term");
    check("evidence_fair = { DATE(1) }\n", "words-syntax", error, "DATE", "NUMBER");
    check("evidence_fair =\n    .title = x\n", "words-syntax", error, "evidence_fair", "no text");
    words("en", &[("en", "-name = Griot\nevidence_fair = { -name } { evidence_weak }\n")]);
    words("en", &[("en", "date_lasted_in_month = { $first }–{ $last } { $month }\n")]);
}

#[test]
fn a_fault_that_slips_through_falls_back() {
    let circle = load(
        "en",
        &[("fr", "evidence_fair = { evidence_weak }\nevidence_weak = { evidence_fair }\n")],
    );
    assert_eq!(circle.value.text("evidence_fair"), "Fair");
    let french = load(
        "fr",
        &[("fr", "evidence_fair = { evidence_weak }\nevidence_weak = { evidence_fair }\n")],
    );
    assert_eq!(french.value.text("evidence_fair"), "Fair");
}

proptest! {
    #[test]
    fn any_file_is_read_without_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "evidence_fair", "amount_about", "-name", " = ", "=", "{", "}", " { $n } ", "$n", "->", "[one]", "*[other]", "\n",
            "\n    ", "é", "\u{202e}", "\"", "\\u00", "#", "# ", ".a", "(", ")", "NUMBER", ",", ":", "1", "\r\n", "\u{0}",
        ]), 0..25)
    ) {
        let text = parts.concat();
        let Checked { value, problems } = load("en", &[("en", &text), ("fr", &text)]);
        for problem in problems {
            if let Some(span) = problem.span {
                assert!(text.get(span.range()).is_some(), "{text:?}");
            }
        }
        value.say("amount_about", &[("n", Arg::Number(1))]);
    }
}

#[test]
fn every_rule_has_its_manual() {
    for rule in rules::RULES {
        assert!(rule.manual.contains("**Repair**"), "{}", rule.name);
    }
}

#[test]
fn words_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Words>();
}

#[test]
fn plural_forms_are_those_of_the_language_that_speaks() {
    let forms = |language: &str, own: &[(&str, &str)]| {
        let number = [("shown", Arg::Text("{shown}")), ("all", Arg::Text("{all}"))];
        let (tongue, forms) = words(language, own).plural_forms("filter_shown", "count", &number);
        let names: Vec<&str> = forms.iter().map(|(name, _)| *name).collect();
        (tongue, names.join(" "), forms)
    };
    let (tongue, names, texts) = forms("en", &[]);
    assert_eq!((&*tongue, &*names), ("en", "one other"));
    assert_eq!(texts[1].1, "{shown} of {all} incidents");
    let (tongue, names, _) = forms("ar", &[]);
    assert_eq!((&*tongue, &*names), ("en", "one other"), "English, where Arabic has no word");
    let own = "filter_shown = { $count ->\n    [two] T { $shown }\n   *[other] O { $shown }\n}\n";
    let (tongue, names, texts) = forms("ar", &[("ar", own)]);
    assert_eq!((&*tongue, &*names), ("ar", "few many one other two zero"));
    assert_eq!(texts[4].1, "T \u{2068}{shown}\u{2069}");
}
