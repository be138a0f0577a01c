//! Parquet: one table as columns. Names and order are those of the CSV; what is missing is null.
//!
//! A day is a DATE, a list of codes a text with `;` between them, as in the CSV. The same rows give the
//! same bytes on every machine: one compression, dictionaries in the order of the rows, no clock.

use std::mem::take;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use jiff::civil;

use super::cells::Place;
use super::encoder::{Encoder, Out, failed};
use super::{Kind, Piece, Spec, Table};
use crate::output::OutputError;

/// Bytes of rows after which they are written as one group.
const GROUP: usize = 3 << 20;

/// The first day of the count that Parquet has days in.
const EPOCH: civil::Date = civil::date(1970, 1, 1);

/// A file that is being made.
pub(super) struct File {
    columns: Vec<Spec>,
    table: Table,
    writer: Option<SerializedFileWriter<Vec<u8>>>,
    /// Rows that are in no group yet.
    waiting: Vec<Waiting>,
    /// Their bytes.
    size: usize,
    /// So many bytes of rows make a group.
    group: usize,
}

/// The rows of one piece.
struct Waiting {
    text: ByteArray,
    /// Where each cell ends in the text. The next begins after one sign more.
    ends: Vec<u32>,
}

impl Waiting {
    fn new(text: Vec<u8>, cells: &[Place]) -> Result<Self, ParquetError> {
        let ends = cells.iter().map(|place| u32::try_from(place.end));
        let ends = ends.collect::<Result<_, _>>().map_err(|_| wrong("rows are too long"))?;
        // A text that grew has room for as much again, and these wait for many others.
        Ok(Self { text: text.as_slice().to_vec().into(), ends })
    }

    fn cell(&self, at: usize) -> Place {
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        before.map_or(0, |end| *end as usize + 1)..self.ends[at] as usize
    }
}

impl File {
    pub(super) fn new(table: Table) -> Self {
        let columns = table.columns();
        Self { columns, table, writer: None, waiting: Vec::new(), size: 0, group: GROUP }
    }

    /// Begins the file with what it tells of itself.
    fn begin(&mut self, text: &[u8], about: &[Place]) -> Result<(), ParquetError> {
        let word = |place: &Place| String::from_utf8_lossy(&text[place.clone()]).into_owned();
        let entry = |row: &[Place]| {
            let [table, column, name, text] = row else { return None };
            let key = match (table.is_empty(), column.is_empty()) {
                (true, _) => word(name),
                (false, true) => format!("table.{}", word(name)),
                (false, false) => format!("column.{}", word(column)),
            };
            Some(KeyValue::new(key, word(text)))
        };
        let about = about.chunks_exact(super::cells::ABOUT.len()).filter_map(entry).collect();
        let fields = self.columns.iter().map(|column| Ok(Arc::new(field(column)?)));
        let schema = Type::group_type_builder(self.table.name())
            .with_fields(fields.collect::<Result<_, ParquetError>>()?)
            .build()?;
        let properties = WriterProperties::builder()
            .set_created_by("griot".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_key_value_metadata(Some(about))
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        self.writer = Some(writer);
        Ok(())
    }

    /// Writes the waiting rows as one group.
    fn write_group(&mut self) -> Result<(), ParquetError> {
        let waiting = take(&mut self.waiting);
        self.size = 0;
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if waiting.is_empty() {
            return Ok(());
        }
        let mut group = writer.next_row_group()?;
        for (at, column) in self.columns.iter().enumerate() {
            let Some(mut chunk) = group.next_column()? else { break };
            let cells = Cells { waiting: &waiting, at, columns: self.columns.len() };
            cells.write(column.kind, &mut chunk)?;
            chunk.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn hand_on(&mut self, out: &mut Out<'_>) -> Result<(), OutputError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.flush().map_err(|error| failed(NAME, error))?;
        out(&take(writer.inner_mut()))
    }
}

const NAME: &str = "Parquet";

impl Encoder for File {
    fn add(&mut self, piece: Piece, out: &mut Out<'_>) -> Result<(), OutputError> {
        let mut own = Vec::new();
        for (table, cells) in piece.parts() {
            match table {
                Some(_) => own = cells,
                None => {
                    self.begin(&piece.bytes, &cells).map_err(|error| failed(NAME, error))?;
                }
            }
        }
        if own.is_empty() {
            return Ok(());
        }
        self.size += piece.bytes.len() + own.len() * size_of::<u32>();
        let rows = Waiting::new(piece.bytes, &own).map_err(|error| failed(NAME, error))?;
        self.waiting.push(rows);
        if self.size < self.group {
            return Ok(());
        }
        self.write_group().map_err(|error| failed(NAME, error))?;
        self.hand_on(out)
    }

    fn end(mut self: Box<Self>, out: &mut Out<'_>) -> Result<(), OutputError> {
        self.write_group().map_err(|error| failed(NAME, error))?;
        match self.writer.map(SerializedFileWriter::into_inner).transpose() {
            Ok(rest) => out(&rest.unwrap_or_default()),
            Err(error) => Err(failed(NAME, error)),
        }
    }
}

/// A column of the schema.
fn field(column: &Spec) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text | Kind::List => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Decimal => (Physical::DOUBLE, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

fn wrong(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

/// The cells of one column in the waiting rows.
struct Cells<'w> {
    waiting: &'w [Waiting],
    at: usize,
    columns: usize,
}

impl Cells<'_> {
    fn write(
        &self,
        kind: Kind,
        chunk: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        match kind {
            Kind::Text | Kind::List => self.texts(chunk),
            Kind::Whole => self.parsed::<Int64Type>(chunk, |text| text.parse().ok()),
            Kind::Decimal => self.parsed::<DoubleType>(chunk, |text| text.parse().ok()),
            Kind::Day => self.parsed::<Int32Type>(chunk, |text| {
                let day: civil::Date = text.parse().ok()?;
                day.since(EPOCH).ok().map(|days| days.get_days())
            }),
            Kind::Truth => self.parsed::<BoolType>(chunk, |text| text.parse().ok()),
        }
    }

    /// How many rows there are.
    fn rows(&self) -> usize {
        self.waiting.iter().map(|piece| piece.ends.len()).sum::<usize>() / self.columns
    }

    fn places(&self) -> impl Iterator<Item = (&ByteArray, Place)> {
        self.waiting.iter().flat_map(|piece| {
            let own = (self.at..piece.ends.len()).step_by(self.columns);
            own.map(|at| (&piece.text, piece.cell(at)))
        })
    }

    fn texts(&self, chunk: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let mut levels = Vec::with_capacity(self.rows());
        let mut values = Vec::with_capacity(self.rows());
        for (text, place) in self.places() {
            levels.push(i16::from(!place.is_empty()));
            if !place.is_empty() {
                values.push(text.slice(place.start, place.len()));
            }
        }
        chunk.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).map(|_| ())
    }

    /// Writes what is no text. A cell that is there and cannot be read stops the file.
    fn parsed<T: DataType>(
        &self,
        chunk: &mut SerializedColumnWriter<'_>,
        read: fn(&str) -> Option<T::T>,
    ) -> Result<(), ParquetError> {
        let mut levels = Vec::with_capacity(self.rows());
        let mut values = Vec::with_capacity(self.rows());
        for (text, place) in self.places() {
            levels.push(i16::from(!place.is_empty()));
            if !place.is_empty() {
                let cell = std::str::from_utf8(&text.data()[place]).ok();
                let value = cell.and_then(read);
                values.push(value.ok_or_else(|| wrong("a cell is of another type"))?);
            }
        }
        chunk.typed::<T>().write_batch(&values, Some(&levels), None).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    use ::parquet::record::RowAccessor as _;

    use super::super::value::Value;
    use super::*;

    fn piece(number: u64) -> Piece {
        let mut piece = Piece::default();
        let table = Table::Changes;
        let row = |at: u64| -> Vec<Value<'static>> {
            let cell = |column: &Spec| match column.kind {
                Kind::Whole => Value::Whole(number * 10 + at),
                Kind::Text if column.name == "incident" => Value::text(format!("i{number}")),
                _ => Value::Missing,
            };
            table.columns().iter().map(cell).collect()
        };
        (0..3).for_each(|at| piece.row(Some(table), &row(at)));
        piece
    }

    /// The file that so many bytes to a group make of five pieces, and its groups.
    fn made(group: usize) -> (Vec<String>, usize) {
        let mut file = Box::new(File { group, ..File::new(Table::Changes) });
        let mut bytes = Vec::new();
        let mut keep = |some: &[u8]| {
            bytes.extend_from_slice(some);
            Ok(())
        };
        let mut head = Piece::default();
        head.row(None, &["", "", "title", "x"].map(Value::from));
        file.add(head, &mut keep).expect("a head");
        (0..5).for_each(|number| file.add(piece(number), &mut keep).expect("rows"));
        file.end(&mut keep).expect("an end");
        let mut written = tempfile::tempfile().expect("a file");
        std::io::Write::write_all(&mut written, &bytes).expect("written");
        let reader = SerializedFileReader::new(written).expect("a file of that format");
        let rows = reader.get_row_iter(None).expect("rows").map(|row| {
            let row = row.expect("a row");
            let incident = row.get_string(0).expect("a text");
            format!("{incident} {}", row.get_long(1).expect("a number"))
        });
        (rows.collect(), reader.num_row_groups())
    }

    #[test]
    fn rows_keep_their_order_over_groups() {
        let (whole, one) = made(GROUP);
        assert_eq!((whole.len(), one), (15, 1));
        assert_eq!(whole[4], "i1 11");
        assert_eq!(made(1), (whole.clone(), 5));
        let (parts, groups) = made(200);
        assert!(groups > 1 && groups < 5, "{groups}");
        assert_eq!(parts, whole);
    }
}
