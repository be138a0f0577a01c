//! The map of somebody's table: which of its columns becomes which field of an incident.
//!
//! A map has the keys of an incident's front matter. Its texts are [`Template`]s: a name in braces is
//! a column, anything else stands as it is.

mod read;
mod template;

use crate::model::{
    ActorKind, Basis, Id, IncidentType, Level, Measure, PlaceRole, Status, Use, vocabulary,
};
use crate::source::Located;

pub use read::{INVALID_TEMPLATE, UNKNOWN_COLUMN, parse_map};
pub use template::{Part, Template};

vocabulary! {
    /// In which order a table writes the parts of a day.
    DateOrder {
        /// `2022-06-18`, and everything else that EDTF has.
        Edtf = "edtf",
        /// `18/06/2022`, `18 June 2022`
        DayFirst = "day-first",
        /// `06/18/2022`, `June 18, 2022`
        MonthFirst = "month-first",
        /// `2022/06/18`, `20220618`
        YearFirst = "year-first",
        /// `44730`: days since the end of 1899, as spreadsheets count them
        Serial = "serial",
    }
}

vocabulary! {
    /// What a first and a last day mean.
    DateMeaning {
        /// It lasted from the first to the last.
        Lasted = "lasted",
        /// It happened on one of them.
        OneOf = "one-of",
    }
}

vocabulary! {
    /// How finely a table knows a day.
    DatePrecision {
        /// The day itself.
        Day = "day",
        /// About that day.
        About = "about",
        /// Some day of the week around it.
        Week = "week",
        /// Some day of its month.
        Month = "month",
        /// Some day of its year.
        Year = "year",
    }
}

vocabulary! {
    /// Which of two numbers in one cell is the latitude.
    PointOrder {
        /// The first.
        LatLon = "lat-lon",
        /// The second.
        LonLat = "lon-lat",
    }
}

/// What the table is as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct MapDataset {
    /// Its short name; ids begin with it.
    pub id: Id,
    /// Its name for readers.
    pub name: Box<str>,
    /// Which state of it this is.
    pub release: Option<Box<str>>,
    /// The licence of its data.
    pub licence: Option<Box<str>>,
    /// Who says what it says.
    pub by: Option<Box<str>>,
    /// What kind of actor that is.
    pub by_kind: Option<ActorKind>,
    /// Where it is on the web.
    pub url: Option<Box<str>>,
    /// The language that it is kept in, as BCP 47; `None` is English.
    pub language: Option<Box<str>>,
}

/// What is known of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapFile {
    /// Its encoding, by a name of the Encoding Standard.
    pub encoding: Option<Box<str>>,
    /// What stands between its cells.
    pub delimiter: Option<char>,
    /// Whether decimals follow a comma, and a point separates thousands.
    pub decimal_comma: bool,
}

/// When it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapDate {
    /// The day, or the first.
    pub value: Option<Template>,
    /// The last day.
    pub end: Option<Template>,
    /// The order of their parts; `None` takes only what can be read in one way.
    pub order: Option<DateOrder>,
    /// What two days mean; `None` says that it lasted.
    pub meaning: Option<DateMeaning>,
    /// The year, where it stands by itself.
    pub year: Option<Template>,
    /// The month.
    pub month: Option<Template>,
    /// The day of the month.
    pub day: Option<Template>,
    /// How finely it is known: words of [`DatePrecision`].
    pub precision: Option<Template>,
}

/// A place of the incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapPlace {
    /// Its name.
    pub name: Option<Template>,
    /// Both numbers in one text.
    pub point: Option<Template>,
    /// Which of them is the latitude; `None`: the first.
    pub order: Option<PointOrder>,
    /// The latitude, where it stands by itself.
    pub latitude: Option<Template>,
    /// The longitude.
    pub longitude: Option<Template>,
    /// How finely the position is known: words of [`crate::model::Precision`].
    pub precision: Option<Template>,
    /// What happened there.
    pub role: Option<PlaceRole>,
    /// The editors' words about it.
    pub note: Option<Template>,
}

/// A figure: one number, or its bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapFigure {
    /// The number as it stands.
    pub value: Option<Template>,
    /// The lowest.
    pub low: Option<Template>,
    /// The best.
    pub best: Option<Template>,
    /// The highest.
    pub high: Option<Template>,
}

/// A claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapClaim {
    /// Its figures.
    pub figures: Vec<(Measure, MapFigure)>,
    /// Names of those who did it.
    pub perpetrator: Vec<Template>,
    /// Names of those attacked.
    pub target: Vec<Template>,
    /// Names of those who defended.
    pub defender: Vec<Template>,
    /// What stands between several names in one cell.
    pub split: Vec<Box<str>>,
    /// How far the naming has got: words of [`crate::model::Attribution`].
    pub status: Option<Template>,
    /// Why.
    pub motive: Option<Template>,
    /// How.
    pub method: Option<Template>,
    /// What was destroyed or taken.
    pub damage: Option<Template>,
    /// Anything else.
    pub text: Option<Template>,
    /// Whom the figures speak of.
    pub who: Option<Template>,
    /// Who says so; `None` is the dataset's `by`.
    pub by: Option<Template>,
    /// The words themselves.
    pub quote: Option<Template>,
    /// Their language.
    pub quote_lang: Option<Template>,
    /// What is done with it.
    pub usage: Option<Use>,
    /// Why.
    pub reason: Option<Template>,
    /// The editors' words about it.
    pub note: Option<Template>,
}

/// Sources: one, or one for each part of the cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapSource {
    /// Title.
    pub title: Option<Template>,
    /// Who wrote it.
    pub author: Option<Template>,
    /// Who published it.
    pub publisher: Option<Template>,
    /// When, in the order of the incident's date.
    pub published: Option<Template>,
    /// Where it is.
    pub url: Option<Template>,
    /// Where a copy is.
    pub archive_url: Option<Template>,
    /// Words of [`crate::model::SourceKind`].
    pub kind: Option<Template>,
    /// Its language.
    pub lang: Option<Template>,
    /// The editors' words about it.
    pub note: Option<Template>,
    /// What stands between several in one cell.
    pub split: Vec<Box<str>>,
}

/// Victims: one, or one for each part of the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct MapVictim {
    /// The name.
    pub name: Template,
    /// Age, as stated.
    pub age: Option<Template>,
    /// Sex, as stated.
    pub sex: Option<Template>,
    /// Trade or role, as stated.
    pub role: Option<Template>,
    /// Why naming is right.
    pub basis: Basis,
    /// What stands between several in one cell.
    pub split: Vec<Box<str>>,
}

/// Cells of a column, each with what it stands for.
pub type Words = Vec<(Box<str>, Box<str>)>;

/// A whole map.
#[derive(Clone, Debug, PartialEq)]
pub struct TableMap {
    /// What the table is.
    pub dataset: MapDataset,
    /// What is known of the file.
    pub file: MapFile,
    /// The row's permanent code.
    pub id: Template,
    /// The title.
    pub title: Template,
    /// The language of the texts.
    pub lang: Option<Template>,
    /// How far the records are on their way; `None` publishes them.
    pub status: Option<Status>,
    /// When it happened.
    pub date: MapDate,
    /// The time of day.
    pub time: Option<Template>,
    /// Names of regions from the largest down, with their levels and the words for them.
    pub region: Vec<(Template, Level, Option<Box<str>>)>,
    /// The type: its id or its label.
    pub kind: Option<Template>,
    /// Words of [`crate::model::Evidence`].
    pub evidence: Option<Template>,
    /// Why that grade.
    pub evidence_note: Option<Template>,
    /// Shown before the narrative.
    pub warning: Option<Template>,
    /// Free words.
    pub tags: Vec<Template>,
    /// Addresses that the page had elsewhere, from the root of the site.
    pub aliases: Vec<Template>,
    /// What stands between several tags in one cell.
    pub split: Vec<Box<str>>,
    /// Markdown.
    pub body: Option<Template>,
    /// Places.
    pub places: Vec<MapPlace>,
    /// Claims.
    pub claims: Vec<MapClaim>,
    /// Victims.
    pub victims: Vec<MapVictim>,
    /// Sources.
    pub sources: Vec<MapSource>,
    /// What cells of a column stand for, before anything else is done with them.
    pub words: Vec<(Located<Box<str>>, Words)>,
    /// Types that are not to be made of their labels alone.
    pub types: Vec<IncidentType>,
    /// The kinds of actors, by their names.
    pub actors: Vec<(Box<str>, ActorKind)>,
    /// Columns that must not be published.
    pub private: Vec<Located<Box<str>>>,
    /// Columns that are left out.
    pub ignore: Vec<Located<Box<str>>>,
}

impl TableMap {
    /// Every template with the name of the field that it fills.
    pub fn templates(&self) -> Vec<(&'static str, &Template)> {
        let mut all = Vec::new();
        gather(&mut all, "id", [&self.id]);
        gather(&mut all, "title", [&self.title]);
        let date = &self.date;
        let parts = [&date.value, &date.end, &date.year, &date.month, &date.day, &date.precision];
        gather(&mut all, "date", parts.into_iter().flatten());
        gather(&mut all, "region", self.region.iter().map(|(name, ..)| name));
        gather(&mut all, "tags", &self.tags);
        gather(&mut all, "aliases", &self.aliases);
        for (field, own) in [
            ("lang", &self.lang),
            ("time", &self.time),
            ("type", &self.kind),
            ("evidence", &self.evidence),
            ("evidence_note", &self.evidence_note),
            ("warning", &self.warning),
            ("the text", &self.body),
        ] {
            gather(&mut all, field, own);
        }
        for place in &self.places {
            gather(&mut all, "place: name", &place.name);
            let point = [&place.point, &place.latitude, &place.longitude];
            gather(&mut all, "place: point", point.into_iter().flatten());
            gather(&mut all, "place: precision", &place.precision);
            gather(&mut all, "place: note", &place.note);
        }
        for claim in &self.claims {
            for (measure, MapFigure { value, low, best, high }) in &claim.figures {
                gather(&mut all, measure.name(), [value, low, best, high].into_iter().flatten());
            }
            gather(&mut all, "claim: perpetrator", &claim.perpetrator);
            gather(&mut all, "claim: target", &claim.target);
            gather(&mut all, "claim: defender", &claim.defender);
            let MapClaim { status, motive, method, damage, text, who, by, quote, .. } = claim;
            let words = [status, motive, method, damage, text, who, by, quote];
            gather(&mut all, "claim", words.into_iter().flatten());
            let words = [&claim.quote_lang, &claim.reason, &claim.note];
            gather(&mut all, "claim", words.into_iter().flatten());
        }
        for victim in &self.victims {
            gather(&mut all, "victim", [&victim.name]);
            let about = [&victim.age, &victim.sex, &victim.role];
            gather(&mut all, "victim", about.into_iter().flatten());
        }
        for source in &self.sources {
            let MapSource { title, author, publisher, published, url, archive_url, .. } = source;
            let about = [title, author, publisher, published, url, archive_url];
            gather(&mut all, "source", about.into_iter().flatten());
            gather(
                &mut all,
                "source",
                [&source.kind, &source.lang, &source.note].into_iter().flatten(),
            );
        }
        all
    }
}

fn gather<'m>(
    all: &mut Vec<(&'static str, &'m Template)>,
    field: &'static str,
    templates: impl IntoIterator<Item = &'m Template>,
) {
    all.extend(templates.into_iter().map(|template| (field, template)));
}
