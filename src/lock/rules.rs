//! The problems that `griot.lock` brings to light, with their manuals.

use crate::diagnostic::{Rule, Severity};

/// A line of `griot.lock` that cannot be read.
pub static BROKEN_LOCK: Rule = Rule::fixed(
    "broken-lock",
    "`griot.lock` cannot be read.\n\n\
     The file keeps hashes of what every published record says. A line that cannot be read could hide \
     an edit that nobody declared.\n\n\
     **Example**: a file with the marks of an unfinished merge (`<<<<<<<`), or one edited by hand.\n\n\
     **Repair**: restore the file from version control, then run `griot lock`. After a merge, take out \
     the lines of marks; of two lines for one record keep either, then run `griot lock`.",
);

/// A published record that says something else, and whose history does not say so.
pub static SILENT_EDIT: Rule = Rule::fixed(
    "silent-edit",
    "A published record says something else than `griot.lock` has, and no new `[[change]]` says so.\n\n\
     Others cite what was published. A record that changes in silence makes their citations wrong and \
     ours not believable. A change of the kind `typo` covers words and no facts: figures, dates, places, \
     who did it, how sure, and which sources carry it always need an `update` or a `correction`. \
     The rule applies where there is a `griot.lock`; `griot serve` shows it as a warning.\n\n\
     **Example**: `killed = 3` becomes `killed = 5` in a record that is online.\n\n\
     **Repair**: add a `[[change]]` with the day, the kind and what changed, for readers, and run \
     `griot lock`. Where nothing but a slip of the pen was mended, `griot lock --typo FILE` accepts it.",
);

/// A change of the public history that is gone or reads otherwise.
pub static REWRITTEN_HISTORY: Rule = Rule::fixed(
    "rewritten-history",
    "A `[[change]]` that `griot.lock` has is gone, or says something else.\n\n\
     The public history of a record is added to and never rewritten: readers and feeds have seen it.\n\n\
     **Example**: a `[[change]]` of the kind `correction` that becomes a `typo`.\n\n\
     **Repair**: restore the entry from version control. If it was wrong, add another `[[change]]` \
     that says so.",
);

/// A record that was published and is not any more.
pub static VANISHED_RECORD: Rule = Rule::fixed(
    "vanished-record",
    "A record that `griot.lock` has is no longer public: its file is gone, or it has become a draft or \
     has an embargo.\n\n\
     What was published is taken back in public: the page stays at its address and says why.\n\n\
     **Example**: `content/incidents/2024/raid.md` is deleted, or renamed without an `id`.\n\n\
     **Repair**: restore the file and write `status = \"withdrawn\"` and a `reason`. A file that was \
     renamed gets its old name back, or the old name as `id`. Where safety demands that a record go \
     altogether, take its file out and run `griot lock --forget KEY`, with the key that the message \
     names.",
);

/// An address that a record had and that leads to it no more.
pub static LOST_ADDRESS: Rule = Rule::fixed(
    "lost-address",
    "An address that a record once had is neither its page nor leads to it.\n\n\
     Addresses are cited in court files and articles, where nobody can mend them. `griot.lock` keeps \
     every address that a record ever had.\n\n\
     **Example**: `content/incidents/raid.md` moves to `content/incidents/2024/raid.md`.\n\n\
     **Repair**: add the old address to the record's `aliases`, as the message shows.",
);

/// Records that `griot.lock` does not have as they are, all of them declared.
pub static STALE_LOCK: Rule = Rule::house(
    "stale-lock",
    Severity::Warning,
    "Records are new, or changed and say so in their history, and `griot.lock` does not have them yet.\n\n\
     Until it has them, a further edit of these records goes unnoticed. Records that came out with the end of \
     their embargo do not count here, so that a site that is built every day does not stop on that day.\n\n\
     **Example**: a new incident, published without running `griot lock`.\n\n\
     **Repair**: run `griot lock` and commit `griot.lock` together with the content.",
);

/// Every rule of this module.
pub const RULES: &[&Rule] =
    &[&BROKEN_LOCK, &SILENT_EDIT, &REWRITTEN_HISTORY, &VANISHED_RECORD, &LOST_ADDRESS, &STALE_LOCK];
