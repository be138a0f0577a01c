//! Which files of a release hold a record: they have to go with it where it may no longer be public.

use std::collections::BTreeSet;
use std::io::{self, Read as _};

use rayon::prelude::*;

use super::changes::BETWEEN;
use super::{CHANGES, POINTER, Release, is_text};
use crate::dataset::Table;
use crate::source::{Reading, Sources};

/// So many bytes are read at once.
const PIECE: usize = 1 << 18;

/// The files of a release that hold one of the records whose ids are `ids`, by name. Where there is one,
/// those that cannot be read as text and have rows are among them. A file that cannot be searched is
/// taken for one that holds them.
pub fn holding<'r>(
    sources: &dyn Sources,
    release: &'r Release,
    ids: &BTreeSet<&str>,
) -> Vec<&'r str> {
    let has_rows = |name: &str, rows: Option<u64>| rows.is_some() || name == CHANGES;
    let with_rows: Vec<&str> = release
        .files
        .iter()
        .filter(|file| has_rows(&file.name, file.rows))
        .map(|file| &*file.name)
        .collect();
    let (texts, opaque): (Vec<&str>, Vec<&str>) =
        with_rows.into_iter().partition(|name| is_text(name));
    let closed = closed();
    let held = |name: &&str| {
        let stem = name.rsplit('/').next().and_then(|own| own.split('.').next());
        if stem.is_some_and(|stem| ids.contains(stem)) {
            return true;
        }
        let file = sources.open(release.source(name).as_str());
        let searched = file.and_then(|file| match name.ends_with(".csv") {
            true => in_table(file, ids, &closed),
            false => in_text(file, ids),
        });
        searched.unwrap_or(true)
    };
    let mut names: Vec<&str> = texts.into_par_iter().filter(held).collect();
    if !names.is_empty() {
        names.extend(opaque);
        names.sort_unstable();
    }
    names
}

/// The columns that hold words of a closed list, which may be written like an id.
fn closed() -> BTreeSet<&'static str> {
    let columns = Table::ALL.iter().flat_map(|(_, table)| table.columns());
    columns.filter(|column| column.words.is_some()).map(|column| column.name).collect()
}

/// Whether a cell of a table is one of the ids, a list with one of them, or the address of its page.
fn in_table(
    mut file: Box<dyn Reading>,
    ids: &BTreeSet<&str>,
    closed: &BTreeSet<&str>,
) -> io::Result<bool> {
    if is_pointer(&mut *file)? {
        return Ok(true);
    }
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let mut row = csv::ByteRecord::new();
    let mut skipped: Option<BTreeSet<usize>> = None;
    while rows.read_byte_record(&mut row).map_err(io::Error::other)? {
        let Some(skipped) = &skipped else {
            let is_closed =
                |cell: &[u8]| std::str::from_utf8(cell).is_ok_and(|c| closed.contains(c));
            let head = row.iter().enumerate().filter(|(_, cell)| is_closed(cell));
            skipped = Some(head.map(|(at, _)| at).collect());
            continue;
        };
        let cells = row.iter().enumerate().filter(|(at, _)| !skipped.contains(at));
        let mut texts = cells.filter_map(|(_, cell)| std::str::from_utf8(cell).ok());
        if texts.any(|text| names_one(text, ids)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn names_one(cell: &str, ids: &BTreeSet<&str>) -> bool {
    let of_page = || cell.rsplit('/').next().and_then(|name| name.strip_suffix(".html"));
    cell.split(BETWEEN).any(|part| ids.contains(part.trim()))
        || of_page().is_some_and(|id| ids.contains(id))
}

/// Whether a text of a JSON file is one of the ids, or the address of its page.
fn in_text(mut file: Box<dyn Reading>, ids: &BTreeSet<&str>) -> io::Result<bool> {
    if is_pointer(&mut *file)? {
        return Ok(true);
    }
    let needles: Vec<String> =
        ids.iter().flat_map(|id| [format!("\"{id}\""), format!("/{id}.html\"")]).collect();
    let longest = needles.iter().map(String::len).max().unwrap_or_default();
    let mut buffer = Vec::new();
    loop {
        let read = file.by_ref().take(PIECE as u64).read_to_end(&mut buffer)?;
        if read == 0 {
            return Ok(false);
        }
        let text = String::from_utf8_lossy(&buffer);
        if needles.iter().any(|needle| text.contains(needle.as_str())) {
            return Ok(true);
        }
        // What was searched may end within a needle.
        buffer.drain(..buffer.len().saturating_sub(longest));
    }
}

/// Whether the file is elsewhere, in git's large file storage.
fn is_pointer(file: &mut dyn Reading) -> io::Result<bool> {
    let mut head = Vec::new();
    file.take(POINTER.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == POINTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Box<dyn Reading> {
        Box::new(io::Cursor::new(text.as_bytes().to_vec()))
    }

    #[test]
    fn an_id_is_found_as_a_whole_cell() {
        let check = |text: &str, found: bool| {
            let own = in_table(file(text), &["raid"].into(), &["type"].into()).expect("memory");
            assert_eq!(own, found, "{text}");
        };
        check("id,title\r\nraid,T\r\n", true);
        check("\u{feff}\"id\",\"title\"\r\n\"raid\",\"T\"\r\n", true);
        check("incident,perpetrators\r\nx,a;raid\r\n", true);
        check("id,address\r\nx,https://a.example/incidents/2024/raid.html\r\n", true);
        check("table,key,change,columns\r\nclaims,raid;1;killed,changed,\r\n", true);
        check("id,title\r\nraid-2,A raid on the mill\r\n", false);
        check("id,type\r\nx,raid\r\n", false);
        check("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", true);
    }

    #[test]
    fn an_id_is_found_as_a_whole_text_across_pieces() {
        let check = |text: &str, found: bool| {
            assert_eq!(in_text(file(text), &["raid"].into()).expect("memory"), found);
        };
        check("{\"id\": \"raid\"}", true);
        check("{\"id\": \"raid-2\", \"title\": \"A \\\"raid\\\"\"}", false);
        for at in PIECE - 8..PIECE + 2 {
            check(&format!("{}\"raid\"", "é".repeat(at / 2)), true);
        }
    }
}
