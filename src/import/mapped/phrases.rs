//! Figures in words around numbers: `au moins 3`, `más de 10`, `10 à 12`, `3 morts`.

use super::figures::number;
use crate::model::{Amount, Measure, fold};

/// Words before a number or behind it, folded, by what they make of it.
#[rustfmt::skip]
const AT_LEAST: &str = "at least|minimum|min|au moins|minimum de|al menos|por lo menos|como minimo|\
    mindestens|wenigstens|pelo menos|ao menos|no minimo|almeno|minstens|co najmniej|en az|не менее|\
    не менш|щонаименше|على الاقل|ما لا يقل عن|+|or more|ou plus|o mas|oder mehr|ou mais|o piu|او اكثر";
const MORE: &str = "more than|over|plus de|+ de|mas de|mehr als|uber|mais de|piu di|meer dan|ponad|\
    более|больше|понад|اكثر من|ما يزيد عن";
const LESS: &str = "less than|fewer than|under|below|moins de|menos de|weniger als|unter|meno di|\
    minder dan|mniej niz|менее|меньше|менше|اقل من";
const UP_TO: &str = "up to|at most|jusqu a|au plus|hasta|como maximo|hochstens|bis zu|ate|no maximo|\
    fino a|до|не более|حتى";
const ABOUT: &str = "about|around|approximately|approx|ca|c|circa|roughly|nearly|almost|environ|\
    autour de|pres de|unos|unas|alrededor de|aproximadamente|cerca de|etwa|rund|ungefahr|\
    por volta de|okolo|yaklasik|около|примерно|близько|حوالي|نحو|قرابة|تقريبا|~|≈|?";
/// Words before two numbers.
const BETWEEN: &str = "between|from|entre|zwischen|tra|de|von|между|بين";
/// Words and signs between two numbers.
const TO: &str = "to|or|and|a|ou|o|et|y|e|bis|oder|und|до|или|الى|او|و|/|-|–|—";

/// Words for how many, folded.
const QUANTITIES: &str = "several|many|some|few|dozen|dozens|tens|score|scores|hundred|hundreds|\
    thousand|thousands|numerous|multiple|number|handful|couple|one|two|three|four|five|six|seven|\
    eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|\
    plusieurs|beaucoup|quelques|dizaine|dizaines|douzaine|douzaines|vingtaine|trentaine|centaine|\
    centaines|millier|milliers|cent|cents|mille|nombreux|nombreuses|un|une|deux|trois|quatre|cinq|\
    sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|\
    varios|varias|muchos|muchas|algunos|algunas|decena|decenas|docena|docenas|cien|ciento|cientos|\
    centenar|centenares|mil|miles|numerosos|numerosas|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|\
    nueve|diez|doce|quince|veinte|treinta|muitos|muitas|alguns|algumas|dezena|dezenas|duzia|duzias|\
    centena|centenas|milhar|milhares|um|uma|dois|duas|quatro|sete|oito|nove|dez|doze|vinte|trinta|\
    mehrere|viele|einige|wenige|dutzend|dutzende|hundert|hunderte|tausend|tausende|zahlreiche|ein|\
    eine|einer|eins|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|zwanzig|dreissig|\
    diversi|diverse|molti|molte|alcuni|alcune|pochi|poche|decina|decine|dozzina|dozzine|centinaio|\
    centinaia|migliaio|migliaia|numerosi|numerose|due|tre|quattro|cinque|sei|sette|otto|dieci|dodici|\
    venti|trenta|meerdere|veel|enkele|tientallen|honderden|duizenden|een|twee|drie|vijf|zes|zeven|\
    negen|tien|kilka|kilku|kilkanascie|wiele|wielu|dziesiatki|setki|tysiace|jeden|dwa|trzy|cztery|\
    piec|birkac|cok|onlarca|yuzlerce|binlerce|bir|iki|uc|dort|bes|on|несколько|много|десяток|десятки|\
    сотни|тысячи|один|два|три|четыре|пять|кілька|багато|десятки|сотні|тисячі|чотири|\
    عدة|عدد|عشرات|العشرات|ميات|الميات|الاف|الالاف|كثير|بعض|واحد|اثنان|ثلاثة|اربعة|خمسة|عشرة";
/// Words that may stand among them, folded.
const AMONG: &str = "a|an|of|and|or|at|the|least|more|than|up|to|about|around|d|de|des|du|les|le|la|l|et|\
    ou|au|el|los|las|y|o|os|as|dos|das|da|do|e|mas|menos|men|women|children|civilians|hommes|femmes|\
    enfants|civils|hombres|mujeres|ninos|civiles|homens|mulheres|criancas|civis|manner|frauen|kinder|\
    zivilisten|von|und|di|dei|degli|delle|uomini|donne|bambini|civili|van|en|من|و";

/// Words for people, folded, that say nothing of what happened to them.
const PEOPLE: &str = "people|persons|person|personnes|personne|personas|persona|pessoas|pessoa|\
    personen|menschen|persone|osob|شخص|اشخاص|شخصا|человек";

/// Words for people to whom something happened, folded, with what that is.
const FATES: [(Measure, &str); 5] = [
    (
        Measure::Killed,
        "killed|dead|deaths|fatalities|morts|mort|tues|tue|tuees|tuee|deces|muertos|muerto|muertes|fallecidos|\
         mortos|morto|mortes|tote|toter|toten|getotete|todesopfer|morti|uccisi|doden|zabitych|\
         погибших|погибли|убитых|загиблих|قتلى|قتيل|قتيلا|وفيات|شهداء",
    ),
    (
        Measure::Injured,
        "injured|wounded|blesses|blesse|heridos|herido|lesionados|feridos|verletzte|verwundete|\
         feriti|раненых|поранених|جرحى|جريح|جريحا",
    ),
    (Measure::Missing, "missing|disparus|disparu|desaparecidos|vermisste|dispersi|مفقودين|مفقود"),
    (Measure::Abducted, "abducted|kidnapped|enleves|secuestrados|sequestrados|entfuhrte|مختطفين"),
    (Measure::Displaced, "displaced|deplaces|desplazados|deslocados|vertriebene|نازحين"),
];

/// The figure of a text in lower case with words and numbers; `None` where a word of it is not
/// understood, or speaks of people to whom something else happened than the measure says.
///
/// # Errors
///
/// Where a number in it is none of people.
pub(super) fn read(
    lower: &str,
    measure: Option<Measure>,
    comma: bool,
) -> Result<Option<Amount>, String> {
    let digit = |c: char| c.is_ascii_digit();
    let (Some(first), Some(last)) = (lower.find(digit), lower.rfind(digit)) else {
        return Ok(None);
    };
    let before = plain(&lower[..first]);
    let core = &lower[first..=last];
    let after = plain(&without_people(&plain(&lower[last + 1..]), measure));
    let Some(single) = number(core, comma)? else {
        let open = before.is_empty() || is(BETWEEN, &before);
        let range = if open && after.is_empty() { range(core, comma)? } else { None };
        return match range {
            Some((low, high)) if low > high => {
                Err(format!("the range runs backwards: {low} is more than {high}"))
            }
            range => Ok(range.map(|(low, high)| Amount::Between(low, high))),
        };
    };
    let words = match (before.is_empty(), after.is_empty()) {
        (true, true) => return Ok(Some(Amount::Exactly(single))),
        (false, true) => &before,
        (true, false) => &after,
        (false, false) => return Ok(None),
    };
    Ok(match () {
        () if is(AT_LEAST, words) => Some(Amount::AtLeast(single)),
        () if is(MORE, &before) => Some(Amount::MoreThan(single)),
        () if is(LESS, &before) => single.checked_sub(1).map(Amount::UpTo),
        () if is(UP_TO, words) => Some(Amount::UpTo(single)),
        () if is(ABOUT, words) => Some(Amount::About(single)),
        () => None,
    })
}

/// Whether a text in lower case without digits says how many, and nothing that is not understood.
pub(super) fn is_quantity(lower: &str, measure: Option<Measure>) -> bool {
    let text = fold(lower);
    let of_another = |word: &str| {
        let of = FATES.iter().find(|(_, words)| is(words, word)).map(|(of, _)| *of);
        of.is_some_and(|of| measure.is_some_and(|own| own != of))
    };
    let around = [AT_LEAST, MORE, LESS, UP_TO, ABOUT, PEOPLE, AMONG];
    let parts = |list: &str, word: &str| list.split(['|', ' ']).any(|own| own == word);
    let known = |word: &str| {
        let bare = word.strip_prefix("ال").unwrap_or(word);
        let fate = FATES.iter().any(|(_, words)| is(words, word) || is(words, bare));
        fate || is(QUANTITIES, word) || around.iter().any(|list| parts(list, word))
    };
    let letters = |c: char| !c.is_alphanumeric();
    let words = || text.split(letters).filter(|word| !word.is_empty());
    words().any(|word| is(QUANTITIES, word)) && words().all(|word| known(word) && !of_another(word))
}

fn is(list: &str, words: &str) -> bool {
    list.split('|').any(|own| own == words)
}

/// Folded, without brackets and stops at its ends.
fn plain(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')' | '[' | ']' | ',' | ':');
    fold(text.trim_matches(ends)).replace('؟', "?")
}

/// The rest of what stands behind a number where it begins with people.
fn without_people(after: &str, measure: Option<Measure>) -> String {
    let fate = |word: &str| {
        let of = FATES.iter().find(|(_, words)| is(words, word)).map(|(of, _)| *of);
        of.is_some_and(|of| measure.is_none_or(|own| own == of))
    };
    let known = |word: &&str| is(PEOPLE, word) || fate(word);
    after.split_whitespace().skip_while(known).collect::<Vec<_>>().join(" ")
}

/// Two numbers with nothing but a word for a range between them.
fn range(core: &str, comma: bool) -> Result<Option<(u32, u32)>, String> {
    for to in TO.split('|') {
        let folded = core.replace('à', "a").replace("إلى", "الى").replace('أ', "ا");
        let sign = !to.starts_with(char::is_alphabetic);
        let found = match sign {
            true => folded.split_once(to),
            false => folded.split_once(&*format!(" {to} ")),
        };
        if let Some((low, high)) = found
            && let (Some(low), Some(high)) = (number(low, comma)?, number(high, comma)?)
        {
            return Ok(Some((low, high)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_numbers_are_folded() {
        let lists = [AT_LEAST, MORE, LESS, UP_TO, ABOUT, BETWEEN, PEOPLE, QUANTITIES, AMONG];
        let fates = FATES.iter().map(|(_, words)| *words);
        for words in lists.into_iter().chain(fates).flat_map(|list| list.split('|')) {
            assert_eq!(plain(words), words);
        }
    }

    #[test]
    fn figures_are_read_in_many_languages() {
        let check = |text: &str, expected: &str| {
            let amount = read(text, Some(Measure::Killed), false);
            let amount = amount.map(|amount| amount.map(|amount| amount.to_string()));
            assert_eq!(amount, Ok(Some(expected.to_owned())), "{text}");
        };
        check("au moins 3", "at least 3");
        check("al menos 3", "at least 3");
        check("mindestens 3", "at least 3");
        check("pelo menos 3", "at least 3");
        check("على الأقل 3", "at least 3");
        check("+10", "at least 10");
        check("3 ou plus", "at least 3");
        check("plus de 10", "more than 10");
        check("más de 10", "more than 10");
        check("mehr als 1,000", "more than 1000");
        check("أكثر من 10", "more than 10");
        check("less than 5", "up to 4");
        check("moins de 5", "up to 4");
        check("jusqu'à 5", "up to 5");
        check("environ 20", "about 20");
        check("ca. 20", "about 20");
        check("20 environ", "about 20");
        check("حوالي 20", "about 20");
        check("5?", "about 5");
        check("5 (?)", "about 5");
        check("3 or 4", "3-4");
        check("10 à 12", "10-12");
        check("entre 10 et 12", "10-12");
        check("10 إلى 12", "10-12");
        check("3 morts", "3");
        check("au moins 3 morts", "at least 3");
        check("3 personnes tuées", "3");
        check("3 قتلى", "3");
        check("10 à 12 personnes", "10-12");
    }

    #[test]
    fn what_is_not_understood_is_no_figure() {
        let check = |text: &str| {
            assert_eq!(read(text, Some(Measure::Killed), false), Ok(None), "{text}");
        };
        check("3 blessés");
        check("12 (3 children)");
        check("3 families");
        check("day 3");
        check("3 morts, 4 blessés");
        check("less than 0");
        check("au moins 10 à 12");
    }
}
