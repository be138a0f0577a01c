//! The rules of the gate.

use crate::diagnostic::{Rule, Severity};

/// A word of `withhold` in the output.
pub static WITHHELD_WORD: Rule = Rule::fixed(
    "withheld-word",
    "A word of `[safety] withhold` stands in a file of the finished site, or in the name of one.\n\n\
     Nothing is written then. The words are looked for as readers read them: in any case, in any \
     Unicode form, across line breaks, tags, hyphens, invisible characters, entities and percent \
     escapes; as whole words, so that \"Ann\" does not stop \"planning\". A paraphrase, a picture of \
     the word and the inside of compressed files are not seen. The report names where the word is \
     declared and where it stands, and never the word.\n\n\
     **Example**: `withhold = [\"aged 55\"]` in one record, and \"a man, aged <b>55</b>\" in the body \
     of another.\n\n\
     **Repair**: take the word out of where it stands; where it may be known, take it out of \
     `withhold`.",
);

/// A value of `[private]` in the output.
pub static PRIVATE_VALUE: Rule = Rule::fixed(
    "private-value",
    "What `[private]` says stands in a file of the finished site, or in the name of one.\n\n\
     `[private]` belongs to the owner of the file. Looked for are values of three words or more, \
     sentences of six words or more within them, and values with an `@` or with five digits or more; \
     days without a time are not.\n\n\
     **Example**: `[private]` with `phone = \"+000 55 12 34\"`, and the same number in a body.\n\n\
     **Repair**: take it out of where it stands; where it may be known, take it out of `[private]`.",
);

/// What looks like a name in `[private]`, in the output.
pub static PRIVATE_NAME: Rule = Rule::house(
    "private-name",
    Severity::Warning,
    "A short value of `[private]` that is written like a name stands in a file of the finished site.\n\n\
     One or two words with a capital may be a witness, and may be an everyday word: so this is a \
     warning. Names that a region, an actor, a source or a place of the tracker has are not looked \
     for. What must not leave in any case belongs in `[safety] withhold`.\n\n\
     **Example**: `[private]` with `contact = \"Nadia Sample\"`, and \"Nadia Sample said\" in a body.\n\n\
     **Repair**: take the name out of where it stands; where it is another person's, turn the rule \
     off.",
);

/// A trace of a record that is not public.
pub static HIDDEN_RECORD: Rule = Rule::fixed(
    "hidden-record",
    "The finished site betrays a record that is a draft, under review or under embargo.\n\n\
     Looked for are its id (of eight characters or more, with a digit or a hyphen), the address of \
     its page, its aliases, and its title of three words or more unless a public record has the same \
     one.\n\n\
     **Example**: the body of a public record says \"see harbour-2024-0317\", which is a draft.\n\n\
     **Repair**: take the words out until the other record is public.",
);

/// Coordinates that may not be shown.
pub static HIDDEN_POSITION: Rule = Rule::fixed(
    "hidden-position",
    "The finished site holds coordinates that `precision` keeps back.\n\n\
     A position is coarsened by naming the region and not by moving the point. Looked for are \
     latitude and longitude near each other, written with three decimals or more, within a \
     thousandth of a degree of the point.\n\n\
     **Example**: a `[[place]]` with `point = [12.3456, 7.6543]` and `precision = \"adm2\"`, and \
     \"12.346 N, 7.654 E\" in the body.\n\n\
     **Repair**: take the coordinates out of where they stand.",
);

/// A picture that tells where it was taken.
pub static PICTURE_POSITION: Rule = Rule::house(
    "picture-position",
    Severity::Error,
    "A picture in `static/` tells where it was taken.\n\n\
     Cameras and telephones write the position into the file (Exif, XMP). Everybody who downloads \
     the picture can read it, whatever the page says.\n\n\
     **Example**: a photograph straight from a telephone.\n\n\
     **Repair**: remove the data, for example with `exiftool -all= PICTURE`. Where the position of \
     every picture may be known, turn the rule off.",
);

/// The proof could not be made.
pub static UNPROVED: Rule = Rule::fixed(
    "unproved",
    "The gate has more to look for than it can look for at once.\n\n\
     Without the proof nothing is written.\n\n\
     **Example**: millions of different words in `withhold`.\n\n\
     **Repair**: shorten `withhold` and `[private]`.",
);

/// Every rule of the gate.
pub const RULES: &[&Rule] = &[
    &WITHHELD_WORD,
    &PRIVATE_VALUE,
    &PRIVATE_NAME,
    &HIDDEN_RECORD,
    &HIDDEN_POSITION,
    &PICTURE_POSITION,
    &UNPROVED,
];
