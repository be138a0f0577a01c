//! Text with delimiters between its cells: CSV (RFC 4180), with semicolons or tabs just as well.
//!
//! Lines end with LF, CRLF or CR, in any mixture. A cell that begins with a quotation mark ends with
//! the next single one; two stand for one. Anywhere else quotation marks are letters.

/// The most bytes that a row may have; what is more is a quotation mark without its partner.
pub(super) const ROW_MOST: usize = 8 * 1024 * 1024;

/// The most cells that a row may have.
pub(super) const CELLS_MOST: usize = 10_000;

/// One row as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The line where it begins, from one.
    pub(super) line: u64,
    /// All its cells, one after the other.
    text: Vec<u8>,
    /// Where each cell ends.
    ends: Vec<usize>,
    /// It is more than a row may be, and was cut.
    pub(super) cut: bool,
    /// A quotation mark opened a cell here, and the file ended within it.
    pub(super) open: Option<u64>,
}

impl Record {
    /// Its cells, trimmed.
    pub(super) fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        self.ends.iter().enumerate().map(|(at, end)| {
            let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
            // What the decoder gives is UTF-8, and it is cut at signs of ASCII alone.
            std::str::from_utf8(&self.text[start..*end]).unwrap_or_default().trim()
        })
    }

    /// Whether all its cells are empty.
    pub(super) fn is_empty(&self) -> bool {
        self.cells().all(str::is_empty)
    }

    fn end_cell(&mut self) {
        if self.ends.len() < CELLS_MOST {
            self.ends.push(self.text.len());
        } else {
            self.cut = true;
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.text.len() + bytes.len() <= ROW_MOST {
            self.text.extend(bytes);
        } else {
            self.cut = true;
        }
    }
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a row.
    Between,
    /// At the beginning of a cell.
    Cell,
    /// In a cell without quotation marks.
    Plain,
    /// In a cell within quotation marks.
    Quoted,
    /// After a quotation mark within such a cell.
    Quote,
}

/// Reads rows of pieces of text that are given one after the other.
pub(super) struct Reader {
    delimiter: u8,
    state: State,
    /// The line where the next byte stands, from one.
    line: u64,
    /// The byte before was a CR; an LF belongs to it.
    after_cr: bool,
    /// The line where the open quotation mark stands.
    opened: u64,
    record: Record,
}

impl Reader {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::Between,
            line: 1,
            after_cr: false,
            opened: 0,
            record: Record::default(),
        }
    }

    /// How many bytes it took, and the row that they ended, if one did.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> (usize, Option<Record>) {
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if self.state == State::Quoted {
                let run = bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'\n' | b'\r'));
                let run = run.unwrap_or(bytes.len() - at);
                if run > 0 {
                    self.after_cr = false;
                    self.record.push(&bytes[at..at + run]);
                    at += run;
                    continue;
                }
                at += 1;
                self.count(byte);
                match byte {
                    b'"' => self.state = State::Quote,
                    _ => self.record.push(&[byte]),
                }
                continue;
            }
            at += 1;
            if byte == b'\n' && self.after_cr {
                self.after_cr = false;
                continue;
            }
            if matches!(byte, b'\n' | b'\r') {
                let done = self.end_row();
                self.count(byte);
                if done.is_some() {
                    return (at, done);
                }
                continue;
            }
            self.after_cr = false;
            at += self.letter(byte, &bytes[at..]);
        }
        (at, None)
    }

    /// Reads a byte that ends no row; says how many of those after it were taken with it.
    fn letter(&mut self, byte: u8, rest: &[u8]) -> usize {
        if self.state == State::Between {
            self.record = Record { line: self.line, ..Record::default() };
            self.state = State::Cell;
        }
        match (self.state, byte) {
            (_, byte) if byte == self.delimiter => {
                self.record.end_cell();
                self.state = State::Cell;
            }
            (State::Cell, b'"') => {
                self.opened = self.line;
                self.state = State::Quoted;
            }
            (State::Quote, b'"') => {
                self.record.push(b"\"");
                self.state = State::Quoted;
            }
            _ => {
                self.state = State::Plain;
                let delimiter = self.delimiter;
                let stops = |byte: &u8| *byte == delimiter || matches!(*byte, b'\n' | b'\r');
                let run = rest.iter().position(stops).unwrap_or(rest.len());
                self.record.push(&[byte]);
                self.record.push(&rest[..run]);
                return run;
            }
        }
        0
    }

    /// The last row, where the file does not end with a line.
    pub(super) fn finish(&mut self) -> Option<Record> {
        let open = (self.state == State::Quoted).then_some(self.opened);
        let last = self.end_row();
        last.map(|record| Record { open, ..record })
    }

    fn end_row(&mut self) -> Option<Record> {
        if self.state == State::Between {
            return None;
        }
        self.state = State::Between;
        self.record.end_cell();
        Some(std::mem::take(&mut self.record))
    }

    fn count(&mut self, byte: u8) {
        match byte {
            b'\r' => self.line += 1,
            b'\n' if !self.after_cr => self.line += 1,
            _ => {}
        }
        self.after_cr = byte == b'\r';
    }
}

/// The delimiter that cuts a sample into the most even rows, or a comma.
pub(super) fn delimiter(sample: &[u8], whole: bool) -> u8 {
    let evenness = |delimiter: u8| {
        let mut reader = Reader::new(delimiter);
        let (mut widths, mut rest) = (Vec::new(), sample);
        while widths.len() < 100 {
            match reader.feed(rest) {
                (taken, Some(record)) => {
                    widths.push(record.ends.len());
                    rest = &rest[taken..];
                }
                (_, None) => {
                    let last = if whole { reader.finish() } else { None };
                    widths.extend(last.map(|record| record.ends.len()));
                    break;
                }
            }
        }
        // The commonest width, and how many of a hundred rows have it.
        let alike = |width: usize| widths.iter().filter(|own| **own == width).count();
        let width = widths.iter().copied().max_by_key(|width| (alike(*width), *width));
        let width = width.filter(|width| *width > 1)?;
        Some((alike(width) * 100 / widths.len(), width))
    };
    let mut best = (b',', 0);
    for delimiter in [b',', b';', b'\t', b'|'] {
        if let Some((even, width)) = evenness(delimiter)
            && even.pow(3) * (width - 1) > best.1
        {
            best = (delimiter, even.pow(3) * (width - 1));
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, delimiter: u8, piece: usize) -> Vec<(u64, Vec<String>)> {
        let mut reader = Reader::new(delimiter);
        let mut found = Vec::new();
        let mut keep = |record: Record| {
            found.push((record.line, record.cells().map(str::to_owned).collect()));
        };
        for mut bytes in text.as_bytes().chunks(piece) {
            while !bytes.is_empty() {
                let (taken, record) = reader.feed(bytes);
                bytes = &bytes[taken..];
                record.into_iter().for_each(&mut keep);
            }
        }
        reader.finish().into_iter().for_each(&mut keep);
        found
    }

    #[test]
    fn rows_know_their_lines_however_lines_end() {
        let check = |text: &str, expected: &[(u64, &[&str])]| {
            for piece in [1, 2, 3, 100] {
                let expected: Vec<(u64, Vec<String>)> = expected
                    .iter()
                    .map(|(line, cells)| (*line, cells.iter().map(|&c| c.to_owned()).collect()))
                    .collect();
                assert_eq!(rows(text, b',', piece), expected, "{text:?} by {piece}");
            }
        };
        check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\r\n1,2\r\n3,4", &[(1, &["a", "b"]), (2, &["1", "2"]), (3, &["3", "4"])]);
        check("a,b\r1,2\r", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a\n\n\nb\n", &[(1, &["a"]), (4, &["b"])]);
        check(
            "\r\n\r\na\r\n\"x\r\ny\",1\r\nz\r\n",
            &[(3, &["a"]), (4, &["x\r\ny", "1"]), (6, &["z"])],
        );
        check("\"a\nb\rc\"\nd", &[(1, &["a\nb\rc"]), (4, &["d"])]);
        check(
            "\"say \"\"no\"\"\",5\" shell,\"a\" b\n",
            &[(1, &["say \"no\"", "5\" shell", "a b"])],
        );
        check(",,\n", &[(1, &["", "", ""])]);
        check("a,\n", &[(1, &["a", ""])]);
        check("\"\"\n", &[(1, &[""])]);
        check("", &[]);
    }

    #[test]
    fn a_quotation_mark_without_partner_is_told() {
        let mut reader = Reader::new(b',');
        let (taken, record) = reader.feed(b"a,b\n1,\"2\n3,4\n");
        assert_eq!((taken, record.map(|record| record.line)), (4, Some(1)));
        reader.feed(b"1,\"2\n3,4\n");
        let last = reader.finish().expect("a row is open");
        assert_eq!((last.line, last.open), (2, Some(2)));
    }

    #[test]
    fn a_row_without_end_does_not_fill_memory() {
        let mut reader = Reader::new(b',');
        reader.feed(b"\"");
        for _ in 0..20 {
            reader.feed(&[b'x'; 1024 * 1024]);
        }
        let last = reader.finish().expect("a row is open");
        assert!(last.cut && last.text.len() <= ROW_MOST);
    }

    #[test]
    fn the_delimiter_is_found_out() {
        let check = |text: &str, expected: char| {
            assert_eq!(char::from(delimiter(text.as_bytes(), true)), expected, "{text}");
        };
        check("id,date,killed\n1,2022-01-01,3\n", ',');
        check("id;date;killed\n1;2022-01-01;3,5\n", ';');
        check("id;killed\n1;3,5\n2;4,5\n3;5,5\n", ';');
        check("id\tdate\tplace\n1\t2022-01-01\tOld town, harbour\n", '\t');
        check("id;place\n1;\"Old town, the harbour, the quay\"\n2;\"a, b, c\"\n", ';');
        check("one column\nof words\n", ',');
        check("", ',');
    }

    proptest! {
        #[test]
        fn the_same_cells_as_another_reader(text in "[ab,\"\n ]{0,60}") {
            let mut other = csv::ReaderBuilder::new()
                .has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = other.records().flatten()
                .map(|record| record.iter().map(str::to_owned).collect()).collect();
            let own: Vec<Vec<String>> =
                rows(&text, b',', 7).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(own, expected);
        }
    }
}
