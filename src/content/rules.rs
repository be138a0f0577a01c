//! The problems that a file of the tracker can have in itself, with their manuals.

use crate::diagnostic::{Rule, Severity};

/// HTML in a body; where the tracker passes HTML through, that is no problem.
pub static HTML_AS_TEXT: Rule = Rule::house(
    "html-as-text",
    Severity::Warning,
    "A body holds HTML, and the tracker does not pass HTML through.\n\n\
     The tags would stand on the page as text, angle brackets and all. HTML is kept out unless a \
     tracker asks for it, since it can load things from other hosts and break the page.\n\n\
     **Example**: `The <b>second</b> attack` in a body.\n\n\
     **Repair**: write it in Markdown (`**second**`), or put code between backticks. A tracker that \
     needs HTML sets `raw_html = true` under `[markdown]` in `griot.toml`.",
);

pub(super) static FALLING_ESTIMATE: Rule = Rule::house(
    "falling-estimate",
    Severity::Warning,
    "The lowest, best and highest numbers of an estimate do not rise.\n\n\
     A lowest number above the best or the highest is a slip, most often of the one who typed it. \
     Some datasets have such slips themselves: the figure is kept as it is stated, and totals add up \
     what is stated.\n\n\
     **Example**: `killed = { low = 13, best = 13, high = 12 }`.\n\n\
     **Repair**: correct the number that is wrong. Where the source states it so, ask its makers.",
);

pub(super) static STRAY_CHARACTER: Rule = Rule::house(
    "stray-character",
    Severity::Warning,
    "A text holds a character that does not belong there and does no harm.\n\n\
     Texts that are copied from web pages or spreadsheets bring such characters along: a mark of byte \
     order in the middle, a control beyond ASCII, the end of a line in a title. The first two are left \
     out where the text is shown; a title of several lines is shown as one.\n\n\
     **Example**: a publisher copied from a web page, with U+FEFF before `on`.\n\n\
     **Repair**: write the words anew by hand.",
);

pub(super) static WITNESS_DETAILS: Rule = Rule::house(
    "witness-details",
    Severity::Warning,
    "A record with `[safety]` gives the age or trade of a person who is not said to be a victim.\n\n\
     In a small place an age and a trade are a name. `[safety]` says that somebody in this record may \
     be in danger, and a witness is known by less than a reader thinks.\n\n\
     **Example**: `a 55-year-old herder said that she saw it`, in a body or a claim.\n\n\
     **Repair**: write \"a witness\", and put the words of the source into `[private]`. List them \
     under `withhold` in `[safety]`. The rule knows ages in English, French, Spanish and Arabic and \
     some trades in the first three; it cannot know every way to describe a person.",
);

pub(super) static SYNTAX: Rule = Rule::fixed(
    "syntax",
    "The front matter or a settings file is no valid TOML.\n\n\
     A file that cannot be read as TOML has no fields; nothing in it could be published.\n\n\
     **Example**: `title = Killings in the market` without quotation marks.\n\n\
     **Repair**: texts stand in quotation marks, dates and numbers without; every `[[table]]` on a \
     line of its own.",
);

pub(super) static FRONT_MATTER: Rule = Rule::fixed(
    "front-matter",
    "A record does not begin with TOML between two lines of `+++`.\n\n\
     The front matter says what the file is about; without it there is no record.\n\n\
     **Example**: a file that begins with `---` (YAML), or whose second `+++` is missing.\n\n\
     **Repair**: begin the file with `+++`, write the fields as TOML, close with `+++`, then the text.",
);

pub(super) static ENCODING: Rule = Rule::fixed(
    "encoding",
    "A file is not UTF-8 text.\n\n\
     Names and quotations would come out as other characters.\n\n\
     **Example**: a file saved as Windows-1252.\n\n\
     **Repair**: save the file as UTF-8 in your editor.",
);

pub(super) static UNKNOWN_KEY: Rule = Rule::fixed(
    "unknown-key",
    "A key is none that this kind of record has.\n\n\
     A misspelt key would be read by nobody and lose what it says.\n\n\
     **Example**: `kiled = 3`.\n\n\
     **Repair**: correct the spelling. What no field fits goes into the text below the front matter, \
     or, if nobody else may read it, under `[private]`.",
);

pub(super) static MISSING_FIELD: Rule = Rule::fixed(
    "missing-field",
    "A field that the record cannot do without is missing.\n\n\
     An incident without a date or a region cannot be found; a rejected claim without a reason cannot \
     be understood.\n\n\
     **Example**: an incident without `region`.\n\n\
     **Repair**: add the field that the message names.",
);

pub(super) static WRONG_TYPE: Rule = Rule::fixed(
    "wrong-type",
    "A field holds another kind of value than it should.\n\n\
     **Example**: `title = 3`, or `[claim]` where `[[claim]]` is meant.\n\n\
     **Repair**: write the value in the form that the message shows.",
);

pub(super) static INVALID_DATE: Rule = Rule::fixed(
    "invalid-date",
    "A date is none of the forms that a record may have (EDTF).\n\n\
     A date keeps what is not known about it: extent and uncertainty are written apart.\n\n\
     **Example**: `date = \"18.06.2022\"`.\n\n\
     **Repair**: `2022-06-18` one day; `\"2022-06-18/2022-06-19\"` it lasted; `\"2022-03\"` some day \
     of the month; `\"2022\"` some day of the year; `\"2022-03~\"` about then; `\"2022-03-28?\"` \
     uncertain; `\"[2022-03-01..2022-03-05]\"` one of these days.",
);

pub(super) static INVALID_FIGURE: Rule = Rule::fixed(
    "invalid-figure",
    "A figure is none of the forms that a claim may have.\n\n\
     A figure is kept as the source states it, so that ranges can be computed and words stay words.\n\n\
     **Example**: `killed = \"35 or so\"`.\n\n\
     **Repair**: `35`; `\"at least 132\"`; `\"more than 100\"`; `\"up to 200\"`; `\"about 40\"`; \
     `\"100-200\"`; `{ low = 5, best = 9, high = 20 }`; words without digits such as `\"hundreds\"`; \
     `\"none\"` where the source says zero; `\"unknown\"`.",
);

pub(super) static INVALID_VALUE: Rule = Rule::fixed(
    "invalid-value",
    "A value has the right type and cannot be right.\n\n\
     **Example**: a latitude of 95 degrees, an address without `https://`, a language tag `english`.\n\n\
     **Repair**: as the message says.",
);

pub(super) static UNKNOWN_WORD: Rule = Rule::fixed(
    "unknown-word",
    "A field takes one of a list of words, and this is another.\n\n\
     Fixed words make records comparable and can be translated.\n\n\
     **Example**: `evidence = \"good\"`.\n\n\
     **Repair**: use a word of the list that the message shows.",
);

pub(super) static AMBIGUOUS_SHORT_FORM: Rule = Rule::fixed(
    "ambiguous-short-form",
    "A short figure stands in a record with several sources, or with none.\n\n\
     `killed = 35` is short for a claim by the only source. With several sources nobody could tell \
     whose figure it is; every figure has an owner.\n\n\
     **Example**: `killed = 35` above two `[[source]]` tables.\n\n\
     **Repair**: write the claim in full: `[[claim]]`, `killed = 35`, `source = \"…\"`.",
);

pub(super) static COUNTED_ELSEWHERE: Rule = Rule::fixed(
    "counted-elsewhere",
    "A claim that stands on something other than an incident asks to be counted.\n\n\
     Reports sum up many incidents that are counted on their own; regions, actors and milestones are \
     context. Counting them too would count deaths twice.\n\n\
     **Example**: `use = \"counted\"` in `content/reports/x.md`.\n\n\
     **Repair**: take `use` out; the figure is shown where it stands and is in no total.",
);

pub(super) static INVALID_BOUNDARY: Rule = Rule::fixed(
    "invalid-boundary",
    "The outline that a region names is not there, or is none.\n\n\
     `boundary` names a GeoJSON file (RFC 7946) in the folder of the region's own file. Points are \
     checked against it.\n\n\
     **Example**: `boundary = \"riverside.geojson\"` while no such file lies beside the region's, or \
     the file holds a line and no polygon.\n\n\
     **Repair**: put the file there, correct the name, or take the line out. An outline is a Polygon \
     or MultiPolygon in degrees, WGS 84, longitude first.",
);

pub(super) static STRAY_FILE: Rule = Rule::house(
    "stray-file",
    Severity::Warning,
    "A file lies in `content/` where nothing reads it.\n\n\
     Nothing is published by accident: `content/` holds records, `content/places.toml` and the \
     outlines that regions name. Whatever else lies there stays unpublished, and you are told.\n\n\
     **Example**: `content/incidents/photo.jpg`, `content/notes.docx`.\n\n\
     **Repair**: put what readers shall have into `static/`; move the rest out of the tracker.",
);

pub(super) static REFUSED_LINK: Rule = Rule::house(
    "refused-link",
    Severity::Warning,
    "A link in a body leads to a kind of address that no page may have.\n\n\
     The page shows the words without a link: an address such as `javascript:` could act on the \
     reader's machine, and `file:` leads to another file on each.\n\n\
     **Example**: `[the list](file:///home/desk/list.pdf)`.\n\n\
     **Repair**: link to a record's `.md` file, to a file in `static/` (`/list.pdf`) or to an address \
     that begins with `https://`.",
);

pub(super) static UNKNOWN_FOLDER: Rule = Rule::fixed(
    "unknown-folder",
    "A record lies in a folder of `content/` that means nothing.\n\n\
     The folder says what kind of record a file is.\n\n\
     **Example**: `content/incident/market.md` (the folder is `incidents`).\n\n\
     **Repair**: move the file into `incidents`, `reports`, `milestones`, `regions`, `actors` or \
     `sources`; plain pages lie at the top of `content/`.",
);

pub(super) static FILE_NAME: Rule = Rule::fixed(
    "file-name",
    "The name of a record's file cannot become its address.\n\n\
     The file's stem is the record's permanent code and the end of its address: letters, digits, \
     `-`, `_` and `.`, the first a letter or digit.\n\n\
     **Example**: `content/incidents/market attack.md`.\n\n\
     **Repair**: rename the file: `market-attack.md`.",
);

pub(super) static NO_FORMAT: Rule = Rule::fixed(
    "no-format",
    "The tracker asks for downloads in a format that this program was built without.\n\n\
     A file that others rely on would be missing.\n\n\
     **Example**: `formats = [\"csv\", \"sqlite\"]` under `[data]`, and a program built with \
     `--no-default-features`.\n\n\
     **Repair**: use a program built with the feature of that name (`cargo install griot` has both), or \
     take the word out of the list.",
);

/// Every rule of this module.
pub const RULES: &[&Rule] = &[
    &SYNTAX,
    &FRONT_MATTER,
    &ENCODING,
    &UNKNOWN_KEY,
    &MISSING_FIELD,
    &WRONG_TYPE,
    &INVALID_DATE,
    &INVALID_FIGURE,
    &FALLING_ESTIMATE,
    &INVALID_VALUE,
    &UNKNOWN_WORD,
    &AMBIGUOUS_SHORT_FORM,
    &COUNTED_ELSEWHERE,
    &INVALID_BOUNDARY,
    &STRAY_FILE,
    &REFUSED_LINK,
    &HTML_AS_TEXT,
    &STRAY_CHARACTER,
    &WITNESS_DETAILS,
    &UNKNOWN_FOLDER,
    &FILE_NAME,
    &NO_FORMAT,
    &super::map::INVALID_TEMPLATE,
    &super::map::UNKNOWN_COLUMN,
];
