//! Problems of a tracker's own word files.

use crate::diagnostic::{Rule, Severity};

/// A file of words that cannot be read.
pub static WORDS_SYNTAX: Rule = Rule::fixed(
    "words-syntax",
    "A file in `templates/words/` is not valid Fluent, or a message in it refers to something that \
     there is not.\n\n\
     The words of the site would have gaps.\n\n\
     **Example**: `latest_incidents Latest incidents`.\n\n\
     **Repair**: a message is an identifier, `=` and the text: `latest_incidents = Latest incidents`.",
);

/// Two messages of one name in one file.
pub static DUPLICATE_WORD: Rule = Rule::fixed(
    "duplicate-message",
    "A file in `templates/words/` gives the same message twice.\n\n\
     Only one of them can be shown, and nobody could tell which.\n\n\
     **Example**: `evidence_fair = Fair` and, further down, `evidence_fair = Well supported`.\n\n\
     **Repair**: delete one of the two lines.",
);

/// A message that nothing of the theme asks for.
pub static UNKNOWN_WORD: Rule = Rule::house(
    "unknown-message",
    Severity::Warning,
    "A file in `templates/words/` gives a message that the theme does not know.\n\n\
     Mostly that is a slip of the identifier, and the word that was meant stays as it was.\n\n\
     **Example**: `evidence_fare = Well supported`.\n\n\
     **Repair**: correct the identifier (`evidence_fair`). Where templates of your own use the \
     message, turn the rule off.",
);

/// A variable that the program does not give to the message.
pub static UNKNOWN_WORD_VARIABLE: Rule = Rule::fixed(
    "unknown-message-variable",
    "A message in `templates/words/` uses a variable that the program does not give to it.\n\n\
     Readers would see the variable's name.\n\n\
     **Example**: `amount_about = about { $number }`.\n\n\
     **Repair**: use the variables of the same message in the theme's `en.ftl`: \
     `amount_about = about { $n }`.",
);

/// Messages that the language of the site lacks.
pub static MISSING_WORD: Rule = Rule::house(
    "missing-message",
    Severity::Warning,
    "The language of the site lacks some of the theme's messages, and readers see those in English.\n\n\
     A page that says one thing in one language and the next in another is hard to read, and those \
     who have it read to them hear English spoken by the rules of the other language.\n\n\
     **Example**: `language = \"ar\"` in `griot.toml`, and no `templates/words/ar.ftl`.\n\n\
     **Repair**: write the messages that are named into `templates/words/ar.ftl`, each as it stands \
     in the theme's `en.ftl`, in the other language: `latest_incidents = أحدث الحوادث`.",
);

/// The rules of this module.
pub static RULES: [&Rule; 5] =
    [&WORDS_SYNTAX, &DUPLICATE_WORD, &UNKNOWN_WORD, &MISSING_WORD, &UNKNOWN_WORD_VARIABLE];
