//! Problems of a tracker's own word files.

use crate::diagnostic::{Rule, Severity};

/// A file of words that cannot be read.
pub static WORDS_SYNTAX: Rule = Rule::fixed(
    "words-syntax",
    "A file in `templates/words/` is not valid Fluent, or a message in it refers to something that \
     there is not. The words of the site would have gaps.

```ftl
latest_incidents Latest incidents
```

A message is an identifier, `=` and the text:

```ftl
latest_incidents = Latest incidents
```
",
);

/// Two messages of one name in one file.
pub static DUPLICATE_WORD: Rule = Rule::fixed(
    "duplicate-word",
    "A file in `templates/words/` gives the same message twice, and only one of them can be shown.

```ftl
evidence_fair = Fair
evidence_fair = Well supported
```

Delete one of the two lines.
",
);

/// A message that nothing of the theme asks for.
pub static UNKNOWN_WORD: Rule = Rule::house(
    "unknown-message",
    Severity::Warning,
    "A file in `templates/words/` gives a message that the theme does not know. Mostly that is a slip \
     of the identifier, and the word that was meant stays as it was.

```ftl
evidence_fare = Well supported
```

Correct the identifier (`evidence_fair`). Where templates of your own use the message, turn the rule \
off in `griot.toml`:

```toml
[rules]
unknown-message = \"off\"
```
",
);

/// A variable that the program does not give to the message.
pub static UNKNOWN_WORD_VARIABLE: Rule = Rule::fixed(
    "unknown-message-variable",
    "A message in `templates/words/` uses a variable that the program does not give to it. Readers \
     would see the variable's name.

```ftl
amount_about = about { $number }
```

Use the variables of the same message in the theme's `en.ftl`:

```ftl
amount_about = about { $n }
```
",
);

/// The rules of this module.
pub static RULES: [&Rule; 4] =
    [&WORDS_SYNTAX, &DUPLICATE_WORD, &UNKNOWN_WORD, &UNKNOWN_WORD_VARIABLE];
