//! Where it happened, as finely as `where_prec` says and no finer.

use crate::import::fields::Places;
use crate::import::position::{DECIMALS, Decimal, NEAR_DECIMALS, coordinates, point};
use crate::import::row::told;
use crate::import::title::Naming;
use crate::import::{Row, RowProblem, one_line};
use crate::model::{Place, PlaceRole, Precision, Rare};
use crate::source::Span;

/// The place of a row, and which columns say nothing more than it does.
pub(super) struct Read {
    pub(super) place: Option<Place>,
    code: Option<u32>,
    /// Its point has the digits of the file.
    pub(super) says_point: bool,
    pub(super) says_wkt: bool,
    pub(super) says_cell: bool,
}

impl Read {
    /// How a title names it.
    pub(super) fn naming(&self) -> Option<Naming> {
        let name: Box<str> = self.place.as_ref()?.name.as_ref()?.value.clone();
        let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
        let placed = ["between", "near", "on", "in", "at", "along", "around", "outside", "border"]
            .contains(&first.as_str());
        Some(match self.code {
            Some(1) if !placed => Naming::In(name),
            Some(2) if !placed => Naming::Near(name),
            _ => Naming::Plain(name),
        })
    }
}

/// The place; `None` where a cell cannot be read, which is told.
pub(super) fn read(places: &Places, row: &Row, problems: &mut Vec<RowProblem>) -> Option<Read> {
    let code = told(places.number(row, "where_prec"), problems);
    let coordinates = coordinates(places, row, problems);
    let (code, coordinates) = (code?, coordinates?);
    if let Some(code) = code.filter(|code| !(1..=7).contains(code)) {
        let reason = format!("there is no code {code} of this precision; 1 to 7 are known");
        problems.push(places.problem(row, "where_prec", reason).noted());
    }
    let named = |field: &str| places.get(row, field);
    let precision = match code {
        Some(1) => Some(Precision::Settlement),
        Some(2) => Some(Precision::Near),
        Some(3) => Some(Precision::Adm2),
        Some(4) => Some(Precision::Adm1),
        // A line or an area: as fine as the smallest unit that is named.
        Some(5) if named("adm_2").is_some() => Some(Precision::Adm2),
        Some(5) if named("adm_1").is_some() => Some(Precision::Adm1),
        Some(5 | 6) => Some(Precision::Country),
        Some(_) => None,
        None => Some(Precision::Near),
    };
    let coordinates = coordinates.as_ref().map(|(latitude, longitude)| (&**latitude, &**longitude));
    let decimals = match precision {
        Some(Precision::Settlement) => Some(DECIMALS),
        Some(Precision::Near) => Some(NEAR_DECIMALS),
        _ => None,
    };
    let point = coordinates.zip(decimals).map(|(own, most)| point(own, most));
    let says_point = match (coordinates, point) {
        (None, _) => true,
        (Some((latitude, longitude)), Some(point)) => {
            let own = usize::from(point.decimals);
            Decimal::of(latitude).decimals <= own && Decimal::of(longitude).decimals <= own
        }
        (Some(_), None) => false,
    };
    let name = ["where_coordinates", "adm_2", "adm_1", "country"].into_iter().find_map(named);
    let name = name.map(one_line);
    let mut note = String::new();
    if let Some(description) = named("where_description")
        && Some(&*one_line(description)) != name.as_deref()
    {
        note.push_str(&format!("UCDP: {description}"));
    }
    if code == Some(5) {
        if !note.is_empty() {
            note.push('\n');
        }
        note.push_str("UCDP knows it as a line or an area.");
    }
    let place = name.map(|name| Place {
        span: Span::default(),
        name: Some(Box::<str>::from(name).into()),
        role: PlaceRole::Attacked,
        point: point.map(Into::into),
        // A place without any point may be known to a code all the same; without a code it is not.
        precision: precision.filter(|_| code.is_some() || point.is_some()).map(Into::into),
        note: (!note.is_empty()).then(|| note.into()),
        rare: Rare::default(),
    });
    Some(Read {
        place,
        code,
        says_point,
        says_wkt: says_wkt(places.text(row, "geom_wkt"), coordinates),
        says_cell: says_cell(places.text(row, "priogrid_gid"), coordinates),
    })
}

/// Whether `POINT (longitude latitude)` is the point, to a hundred-thousandth of a degree.
fn says_wkt(wkt: &str, coordinates: Option<(&str, &str)>) -> bool {
    if wkt.is_empty() {
        return true;
    }
    let inner = wkt.trim_start_matches("POINT").trim().trim_matches(['(', ')']);
    let numbers: Vec<f64> = inner.split_whitespace().filter_map(|text| text.parse().ok()).collect();
    let ([longitude, latitude], Some(own)) = (&numbers[..], coordinates) else { return false };
    let near = |a: f64, text: &str| (a - Decimal::of(text).value).abs() < 1e-5;
    near(*latitude, own.0) && near(*longitude, own.1)
}

/// Whether the cell of the PRIO-GRID is that of the point.
fn says_cell(cell: &str, coordinates: Option<(&str, &str)>) -> bool {
    if cell.is_empty() {
        return true;
    }
    let Some((latitude, longitude)) = coordinates else { return false };
    let row = ((Decimal::of(latitude).value + 90.0) * 2.0).floor();
    let column = ((Decimal::of(longitude).value + 180.0) * 2.0).floor();
    format!("{:.0}", row * 720.0 + column + 1.0) == super::whole_number(cell)
}
