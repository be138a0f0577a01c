//! Words of dates in the languages of tables: months, days of the week, and what stands between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::model::fold;

/// Names of months, folded, January first. A beginning of three letters or more stands for a name
/// where it is that of one month alone.
#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "january|janvier|enero|janeiro|gennaio|januar|janner|januari|stycznia|styczen|ocak|ianuarie|\
     января|январь|януари|січня|січень|ιανουαριοσ|ιανουαριου|ינואר|يناير|كانون الثاني|كانون ثاني|جانفي",
    "february|fevrier|febrero|fevereiro|febbraio|februar|feber|februari|lutego|luty|subat|februarie|\
     pebruari|февраля|февраль|февруари|лютого|лютии|φεβρουαριοσ|φεβρουαριου|פברואר|فبراير|شباط|فيفري",
    "march|mars|marzo|marco|marz|maerz|mrz|maart|mrt|marca|marzec|mart|martie|maret|machi|\
     марта|март|березня|березень|μαρτιοσ|μαρτιου|מרץ|מרס|مارس|اذار",
    "april|avril|abril|aprile|kwietnia|kwiecien|nisan|aprilie|aprili|апреля|апрель|април|квітня|\
     квітень|απριλιοσ|απριλιου|אפריל|ابريل|نيسان|افريل",
    "may|mai|mayo|maio|maggio|mei|maja|maj|mayis|мая|маи|травня|травень|μαιοσ|μαιου|מאי|مايو|ايار|\
     ماي|مايس",
    "june|juin|junio|junho|giugno|juni|czerwca|czerwiec|haziran|iunie|июня|июнь|юни|червня|червень|\
     ιουνιοσ|ιουνιου|יוני|يونيو|يونيه|حزيران|جوان",
    "july|juillet|julio|julho|luglio|juli|lipca|lipiec|temmuz|iulie|julai|июля|июль|юли|липня|\
     липень|ιουλιοσ|ιουλιου|יולי|يوليو|يوليه|تموز|جويلية|يوليوز",
    "august|aout|agosto|augustus|augusti|sierpnia|sierpien|agustos|agustus|agosti|августа|август|\
     серпня|серпень|αυγουστοσ|αυγουστου|אוגוסט|اغسطس|اب|اوت|غشت",
    "september|septembre|septiembre|setiembre|setembro|settembre|wrzesnia|wrzesien|eylul|septembrie|\
     septemba|сентября|сентябрь|септември|вересня|вересень|σεπτεμβριοσ|σεπτεμβριου|ספטמבר|سبتمبر|\
     ايلول|شتنبر",
    "october|octobre|octubre|outubro|ottobre|oktober|pazdziernika|pazdziernik|ekim|octombrie|oktoba|\
     октября|октябрь|октомври|жовтня|жовтень|οκτωβριοσ|οκτωβριου|אוקטובר|اكتوبر|تشرين الاول|تشرين اول",
    "november|novembre|noviembre|novembro|listopada|listopad|kasim|noiembrie|novemba|ноября|ноябрь|\
     ноември|листопада|листопад|νοεμβριοσ|νοεμβριου|נובמבר|نوفمبر|تشرين الثاني|تشرين ثاني|نونبر",
    "december|decembre|diciembre|dezembro|dicembre|dezember|desember|grudnia|grudzien|aralik|\
     decembrie|desemba|декабря|декабрь|декември|грудня|грудень|δεκεμβριοσ|δεκεμβριου|דצמבר|ديسمبر|\
     كانون الاول|كانون اول|دجنبر",
];

/// Days of the week, folded.
#[rustfmt::skip]
const WEEKDAYS: &str = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|\
    thu|thur|thurs|fri|sat|sun|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|\
    miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|feira|lunedi|martedi|\
    mercoledi|giovedi|venerdi|sabato|domenica|montag|dienstag|mittwoch|donnerstag|freitag|samstag|\
    sonnabend|sonntag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|poniedzialek|wtorek|\
    sroda|czwartek|piatek|sobota|niedziela|pazartesi|sali|carsamba|persembe|cuma|cumartesi|pazar|\
    понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|الاثنين|الثلاثاء|الاربعاء|الخميس|\
    الجمعة|السبت|الاحد";

/// Words that say nothing more of a day, folded.
const JOINTS: &str = "of|the|on|in|at|de|du|del|la|le|el|den|der|dem|am|op|di|il|da|do|em|dnia|roku|r|г|\
    года|р|року|م|يوم|شهر|عام|سنة|من|في";

/// Words that say that a day is about right, folded.
const ABOUT: &str = "about|approximately|approx|around|circa|ca|c|roughly|vers|environ|um|etwa|\
    ungefahr|hacia|alrededor|aproximadamente|aprox|verso|intorno|omstreeks|rond|okolo|yaklasik|\
    sekitar|около|примерно|близько|приблизно|περιπου|حوالي|نحو|تقريبا";

/// Words that say that a day is not sure, folded.
const PERHAPS: &str = "possibly|probably|perhaps|maybe|uncertain|probablement|posiblemente|\
    probablemente|provavelmente|wahrscheinlich|vermutlich|ربما";

/// Words and signs from a first day to a last, folded.
const UNTIL: &str = "to|until|till|through|au|a|al|bis|tot|do|по|الى|حتى";

/// Words between two, one day and the next, folded.
const AND: &str = "and|et|y|e|und|en|i|и|و";

/// Words between two of which one is meant, folded.
const OR: &str = "or|ou|o|oder|of|lub|или|او";

/// Words before two between which a day lies, folded.
const BETWEEN: &str = "between|entre|zwischen|tra|tussen|между|بين";

/// What a word of a date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) month: Option<i8>,
    /// It may stand there and says nothing more.
    pub(super) idle: bool,
    pub(super) about: bool,
    pub(super) perhaps: bool,
    pub(super) until: bool,
    pub(super) and: bool,
    pub(super) or: bool,
    pub(super) between: bool,
}

/// What a word can be; `None` where it is not understood.
pub(super) fn word(text: &str) -> Option<Word> {
    let known = WORDS.get(&*folded(text)).copied().unwrap_or_default();
    let found = Word { month: month(text), ..known };
    (found != Word::default()).then_some(found)
}

/// Says of a word what it is.
type Marks = fn(&mut Word);

/// All words but those of months.
static WORDS: LazyLock<BTreeMap<&str, Word>> = LazyLock::new(|| {
    let lists: [(&'static str, Marks); 8] = [
        (JOINTS, |word| word.idle = true),
        (WEEKDAYS, |word| word.idle = true),
        (ABOUT, |word| word.about = true),
        (PERHAPS, |word| word.perhaps = true),
        (UNTIL, |word| word.until = true),
        (AND, |word| word.and = true),
        (OR, |word| word.or = true),
        (BETWEEN, |word| word.between = true),
    ];
    let mut words: BTreeMap<&str, Word> = BTreeMap::new();
    for (list, is) in lists {
        list.split('|').for_each(|own| is(words.entry(own).or_default()));
    }
    words
});

/// The names of months with the place of each month; a name belongs to the first that has it.
static NAMES: LazyLock<BTreeMap<&str, usize>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    for (at, own) in MONTHS.iter().enumerate() {
        own.split('|').for_each(|name| {
            names.entry(name).or_insert(at);
        });
    }
    names
});

/// The days of the week.
static DAYS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| WEEKDAYS.split('|').collect());

/// Folded, with one form of the Greek sigma.
fn folded(text: &str) -> String {
    fold(text).replace('ς', "σ")
}

/// The month that a word or two name, from 1 to 12.
pub(in crate::import) fn month(word: &str) -> Option<i8> {
    let word = folded(word.trim_end_matches('.'));
    let number = |at: usize| i8::try_from(at + 1).ok();
    if let Some(at) = NAMES.get(&*word) {
        return number(*at);
    }
    if word.chars().count() < 3 || DAYS.contains(&*word) {
        return None;
    }
    // In their order, the names that begin with the word stand together behind it.
    let mut begun = NAMES.range(&*word..).take_while(|(name, _)| name.starts_with(&word));
    let (_, first) = begun.next()?;
    begun.all(|(_, at)| at == first).then(|| number(*first)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_folded_and_names_its_month() {
        for (at, names) in MONTHS.iter().enumerate() {
            for name in names.split('|') {
                assert_eq!(folded(name), name);
                assert_eq!(month(name), i8::try_from(at + 1).ok(), "{name}");
            }
        }
        for list in [WEEKDAYS, JOINTS, ABOUT, PERHAPS, UNTIL, AND, OR, BETWEEN] {
            for name in list.split('|') {
                assert_eq!(folded(name), name);
                assert!(month(name).is_none(), "{name}");
            }
        }
    }

    #[test]
    fn a_beginning_names_a_month_where_it_names_one() {
        assert_eq!(month("Sept."), Some(9));
        assert_eq!(month("ago"), Some(8));
        assert_eq!(month("jui"), None);
        assert_eq!(month("كانون"), None);
        assert_eq!(month("martes"), None);
        assert_eq!(month("Rajab"), None);
    }
}
