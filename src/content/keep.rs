//! Parsed records as bytes, so that a file that did not change need not be parsed again.
//!
//! The bytes are those of one program: another may read other records out of them, and whoever keeps
//! them has to tell programs apart.

use super::Parsed;
use crate::model::{Incident, Milestone, Report, Status};
use crate::source::Digest;

/// Which kind of record follows.
#[derive(serde::Deserialize, serde::Serialize)]
enum Kept {
    Incident(Incident),
    Report(Report),
    Milestone(Milestone),
}

/// The same, borrowed.
#[derive(serde::Serialize)]
enum KeptRef<'a> {
    Incident(&'a Incident),
    Report(&'a Report),
    Milestone(&'a Milestone),
}

/// The bytes of a case; `None` for other records, of which there are few, and for one that says or
/// holds what must not leave: that stands in its own file and nowhere else.
pub fn pack(parsed: &Parsed) -> Option<Vec<u8>> {
    let record = parsed.record()?;
    let is_open = matches!(record.status, Status::Published | Status::Withdrawn)
        && record.private.is_empty()
        && record.safety.is_none()
        && record.embargo.is_none();
    let kept = match parsed {
        Parsed::Incident(incident) => KeptRef::Incident(incident),
        Parsed::Report(report) => KeptRef::Report(report),
        Parsed::Milestone(milestone) => KeptRef::Milestone(milestone),
        _ => return None,
    };
    postcard::to_allocvec(&kept).ok().filter(|_| is_open)
}

/// What [`pack`] made bytes of; `None` for anything else.
pub fn unpack(bytes: &[u8]) -> Option<Parsed> {
    let (kept, rest) = postcard::take_from_bytes(bytes).ok()?;
    let parsed = match kept {
        Kept::Incident(incident) => Parsed::Incident(Box::new(incident)),
        Kept::Report(report) => Parsed::Report(Box::new(report)),
        Kept::Milestone(milestone) => Parsed::Milestone(Box::new(milestone)),
    };
    rest.is_empty().then_some(parsed)
}

/// A record that is kept: its path, what its file was known by, and its bytes.
pub type Entry<'a> = (&'a str, Digest, &'a [u8]);

/// Several records as one.
pub fn bundle(entries: &[Entry<'_>]) -> Option<Vec<u8>> {
    postcard::to_allocvec(entries).ok()
}

/// What [`bundle`] made one of; nothing of anything else.
pub fn unbundle(bytes: &[u8]) -> Vec<Entry<'_>> {
    postcard::from_bytes(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content;
    use crate::source::SourcePath;

    fn parsed(more: &str) -> Parsed {
        let text = format!(
            "+++\ntitle = \"Fire\"\ndate = \"[2022-03-01..2022-03-05]?\"\nregion = \"estmark\"\n{more}\n+++\nIt burned.\n"
        );
        let path = SourcePath::from("content/incidents/2022/fire.md");
        let checked = content::parse(&path, text.as_bytes());
        assert_eq!(checked.problems, []);
        checked.value.expect("a record")
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let full = parsed(
            "[[source]]\nid = \"s1\"\nurl = \"https://post.example/1\"\npublished = \"2022-03\"\n\
             [[claim]]\nkilled = \"more than 100\"\nsource = \"s1\"\nperpetrator = [\"guard\"]\nstatus = \"alleged\"\n\
             [[place]]\nname = \"Quay\"\npoint = [1.5, -2.25]\nprecision = \"exact\"\n\
             [[change]]\non = 2022-04-01\nkind = \"correction\"\nnote = \"N\"",
        );
        let bytes = pack(&full).expect("it may be kept");
        assert_eq!(unpack(&bytes), Some(full));
        let entries = [("a", Digest::of(b"1"), &bytes[..]), ("b", Digest::of(b"2"), b"")];
        let bundled = bundle(&entries).expect("it can be bundled");
        assert_eq!(unbundle(&bundled), entries);
    }

    #[test]
    fn what_must_not_leave_is_not_kept() {
        assert!(pack(&parsed("")).is_some());
        for more in [
            "[private]\nnote = \"x\"",
            "[safety]\nwithhold = [\"x y\"]",
            "status = \"draft\"",
            "embargo = 2030-01-01",
        ] {
            assert_eq!(pack(&parsed(more)), None, "{more}");
        }
    }

    #[test]
    fn anything_else_is_nothing() {
        let bytes = pack(&parsed("")).expect("it may be kept");
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end]), None);
        }
        assert_eq!(unbundle(b"\xff\xff\xff"), []);
    }
}
