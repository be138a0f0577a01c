//! The table of incidents: one row for each, also for those that were withdrawn or merged.

use std::collections::BTreeSet;

use super::Dataset;
use super::column::{Column, Kind, Rows, names};
use super::value::Value;
use crate::model::{
    Attribution, ChangeKind, Claim, Date, Evidence, Incident, IncidentIx, LeftOut, Level, Measure,
    Part, Place, PlaceRole, Precision, Range, Record, RegionIx, ShownPlace, Status, Tracker, Use,
    When,
};

/// What stands between the names of a path of regions.
const BELOW: &str = " > ";

/// What the columns of an incident are computed from.
pub(super) struct IncidentRow<'a> {
    pub(super) tracker: &'a Tracker,
    pub(super) incident: &'a Incident,
    /// The address of its page, relative to the site's root.
    pub(super) address: String,
    /// The same as an absolute address; `None` without `base_url`.
    pub(super) url: Option<String>,
    /// Whether its page says more than that it was withdrawn or merged.
    pub(super) stands: bool,
    /// Whether it is in the sums.
    pub(super) counted: Result<(), LeftOut>,
    /// What its counted claims say, in the order of the measures; empty where it does not stand.
    ranges: Vec<Option<Range>>,
    /// From the top of the tree to the finest region that may be named.
    pub(super) path: Vec<RegionIx>,
    /// The place that stands for it, as it may be shown.
    shown: Option<ShownPlace<'a>>,
    /// How finely it is known where it happened.
    pub(super) precision: Option<Precision>,
    /// Who is named as having done it, and how far that has got; by the claims that stand.
    perpetrators: Vec<(&'a str, Option<Attribution>)>,
    targets: Vec<&'a str>,
}

impl<'a> IncidentRow<'a> {
    pub(super) fn new(dataset: &Dataset<'a>, ix: IncidentIx) -> Self {
        let tracker = dataset.tracker;
        let incident = tracker.incident(ix);
        let record = &incident.record;
        let stands = !record.is_withdrawn() && incident.merged_into.is_none();
        let address = dataset.page(record);
        let path = tracker.region_path(tracker.shown_region(ix));
        let mut row = Self {
            tracker,
            incident,
            url: dataset.absolute(&address),
            address,
            stands,
            counted: tracker.counts(ix),
            ranges: Vec::new(),
            path,
            shown: None,
            precision: None,
            perpetrators: Vec::new(),
            targets: Vec::new(),
        };
        if stands {
            let range = |(_, measure): &(&str, Measure)| Range::of(incident, *measure);
            row.ranges = Measure::ALL.iter().map(range).collect();
            row.shown = place(tracker, incident);
            let stated = row.shown.and_then(|shown| shown.precision);
            row.precision = stated.or_else(|| of_level(tracker, row.path.last().copied()?));
            row.name_parties(record);
        }
        row
    }

    fn name_parties(&mut self, record: &'a Record) {
        let (mut named, mut hit) = (BTreeSet::new(), BTreeSet::new());
        for claim in standing(record) {
            for id in &claim.perpetrator {
                let party = (id.value.as_str(), claim.status);
                if named.insert(party) {
                    self.perpetrators.push(party);
                }
            }
            let targets = claim.target.iter().map(|id| id.value.as_str());
            self.targets.extend(targets.filter(|id| hit.insert(*id)));
        }
    }

    pub(super) fn id(&self) -> &str {
        self.incident.record.id.value.as_str()
    }

    pub(super) fn record(&self) -> &'a Record {
        &self.incident.record
    }

    /// The date, where the incident stands.
    pub(super) fn date(&self) -> Option<&Date> {
        self.stands.then_some(&self.incident.date.value)
    }

    pub(super) fn range(&self, measure: Measure) -> Option<&Range> {
        let at = Measure::ALL.iter().position(|(_, own)| *own == measure)?;
        self.ranges.get(at)?.as_ref()
    }

    /// The region of the path that has that level.
    pub(super) fn at_level(&self, level: Level) -> Option<RegionIx> {
        let at = self.path.iter().find(|ix| self.tracker.region_level(**ix) == level);
        at.copied().filter(|_| self.stands)
    }

    /// The name of the region of the path that has that level.
    pub(super) fn name_at(&self, level: Level) -> Option<&str> {
        self.at_level(level).map(|ix| &*self.tracker.region(ix).record.title.value)
    }

    pub(super) fn position(&self) -> Option<&crate::model::Point> {
        self.shown.and_then(|shown| shown.position)
    }

    /// The names of [`Self::undenied_ids`].
    pub(super) fn undenied_names(&self) -> Vec<&str> {
        self.undenied_ids().into_iter().map(|id| actor_name(self.tracker, id)).collect()
    }

    /// Those who are said to have done it, each once; not those who deny it wherever they are named.
    pub(super) fn undenied_ids(&self) -> Vec<&'a str> {
        let mut ids: Vec<&str> = Vec::new();
        for (id, status) in &self.perpetrators {
            if *status != Some(Attribution::Denied) && !ids.contains(id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Those who were attacked, each once.
    pub(super) fn target_ids(&self) -> Vec<&'a str> {
        self.targets.clone()
    }

    /// The names of those who were attacked.
    pub(super) fn target_names(&self) -> Vec<&str> {
        self.targets.iter().map(|id| actor_name(self.tracker, id)).collect()
    }

    /// The place that stands for it; what it is called.
    pub(super) fn place_name(&self) -> Option<&str> {
        let place = self.stands.then(|| main_place(self.tracker, self.incident)).flatten()?;
        super::places::name(self.tracker, place)
    }

    /// What is said of the place that stands for it.
    pub(super) fn place_note(&self) -> Option<&str> {
        let place = self.stands.then(|| main_place(self.tracker, self.incident)).flatten()?;
        place.note.as_deref()
    }

    /// The code of its country in another system.
    pub(super) fn country_code(&self, system: &str) -> Option<&str> {
        let country = self.at_level(Level::Country)?;
        let codes = &self.tracker.region(country).codes;
        codes.iter().find(|(own, _)| &**own == system).map(|(_, code)| &**code)
    }

    fn status(&self) -> &'static str {
        match self.incident.merged_into {
            Some(_) if !self.record().is_withdrawn() => "merged",
            _ => self.record().status.name(),
        }
    }

    fn when_stands<T>(&self, value: impl FnOnce(&'a Incident) -> Option<T>) -> Option<T> {
        if self.stands { value(self.incident) } else { None }
    }
}

/// The claims that are neither rejected nor overtaken.
fn standing(record: &Record) -> impl Iterator<Item = &Claim> {
    let claims = record.claims.iter().filter(|claim| claim.usage() != Use::Rejected);
    claims.filter(|claim| !record.is_overtaken(claim))
}

/// The place that stands for an incident: the first that was attacked and whose position may be
/// shown, else the first where an attack was driven back, else the first of either without one.
fn main_place<'a>(tracker: &'a Tracker, incident: &'a Incident) -> Option<&'a Place> {
    let of = |role: PlaceRole| incident.places.iter().filter(move |place| place.role == role);
    let has_position =
        |place: &&Place| tracker.shown_place(&incident.record, place).position.is_some();
    of(PlaceRole::Attacked)
        .find(has_position)
        .or_else(|| of(PlaceRole::Repelled).find(has_position))
        .or_else(|| of(PlaceRole::Attacked).next())
        .or_else(|| of(PlaceRole::Repelled).next())
}

fn place<'a>(tracker: &'a Tracker, incident: &'a Incident) -> Option<ShownPlace<'a>> {
    main_place(tracker, incident).map(|place| tracker.shown_place(&incident.record, place))
}

/// How finely it is known where something happened of which only the region is known.
fn of_level(tracker: &Tracker, region: RegionIx) -> Option<Precision> {
    match tracker.region_level(region) {
        Level::Supranational => None,
        Level::Country => Some(Precision::Country),
        Level::Adm1 => Some(Precision::Adm1),
        Level::Adm2 => Some(Precision::Adm2),
        Level::Adm3 | Level::Adm4 | Level::Adm5 => Some(Precision::Adm3),
    }
}

/// The name of an actor; its code where the tracker has none of that code.
pub(super) fn actor_name<'a>(tracker: &'a Tracker, id: &'a str) -> &'a str {
    tracker.actor_by_id(id).map_or(id, |ix| &*tracker.actor(ix).record.title.value)
}

/// The day of the last change that is no typo.
pub(super) fn last_changed(record: &Record) -> Option<jiff::civil::Date> {
    let changes = record.changes.iter().filter(|change| change.kind != ChangeKind::Typo);
    changes.map(|change| change.on.value.earliest()).max()
}

/// How finely a day is known: `day`, `month`, `year`, or `range` where it is one of several days.
pub(super) fn date_precision(date: &Date) -> &'static str {
    let of = |part: Part| match part {
        Part::Day(_) => "day",
        Part::Month(..) => "month",
        Part::Year(_) => "year",
    };
    match date.when {
        When::Part(part) | When::Lasted(part, None) => of(part),
        When::Lasted(from, Some(to)) => match (of(from), of(to)) {
            ("year", _) | (_, "year") => "year",
            ("month", _) | (_, "month") => "month",
            _ => "day",
        },
        When::OneOf(..) => "range",
    }
}

/// Every answer of [`date_precision`].
pub(super) fn date_precisions() -> Vec<&'static str> {
    vec!["day", "range", "month", "year"]
}

/// Why an incident is in no sum, in a word.
fn reason(why: LeftOut) -> &'static str {
    match why {
        LeftOut::Withdrawn => "withdrawn",
        LeftOut::Merged => "merged",
        LeftOut::PartOf => "part-of",
        LeftOut::Evidence(_) => "evidence",
        LeftOut::Report => "report",
        LeftOut::Milestone => "milestone",
    }
}

/// What claims say of a measure: `number`, `none`, `words` or `unknown`.
fn state(range: &Range) -> &'static str {
    match (range.low, range.high) {
        (Some(0), Some(0)) => "none",
        (Some(_), _) => "number",
        (None, _) if !range.words.is_empty() => "words",
        (None, _) => "unknown",
    }
}

/// The kind of row.
pub(super) struct Incidents;

impl Rows for Incidents {
    type Row<'r> = IncidentRow<'r>;
}

type Of = Column<Incidents>;

/// The columns of one measure.
macro_rules! measure {
    ($measure:ident, $tag:literal, $low:literal, $best:literal, $high:literal, $open:literal,
     $about:literal, $text:literal, $state:literal) => {
        [
            Of::new($low, Kind::Whole, "field_low", |row| {
                row.range(Measure::$measure).and_then(|range| range.low).into()
            })
            .measure(Measure::$measure)
            .hxl(concat!("#affected+", $tag, "+min")),
            Of::new($best, Kind::Whole, "field_best", |row| {
                row.range(Measure::$measure).and_then(|range| range.best).into()
            })
            .measure(Measure::$measure)
            .hxl(concat!("#affected+", $tag)),
            Of::new($high, Kind::Whole, "field_high", |row| {
                row.range(Measure::$measure).and_then(|range| range.high).into()
            })
            .measure(Measure::$measure)
            .hxl(concat!("#affected+", $tag, "+max")),
            Of::new($open, Kind::Truth, "field_open", |row| {
                row.range(Measure::$measure).map(Range::is_open).into()
            })
            .measure(Measure::$measure)
            .hxl(concat!("#meta+", $tag, "+open")),
            Of::new($about, Kind::Truth, "field_about", |row| {
                row.range(Measure::$measure).map(|range| range.about).into()
            })
            .measure(Measure::$measure)
            .hxl(concat!("#meta+", $tag, "+about")),
            Of::new($text, Kind::Text, "field_text", |row| {
                let words = row.range(Measure::$measure).map_or(&[][..], |range| &range.words);
                Value::joined(words.iter().map(|word| &**word), "; ")
            })
            .measure(Measure::$measure)
            .hxl(concat!("#meta+", $tag, "+text")),
            Of::new($state, Kind::Text, "field_state", |row| {
                row.range(Measure::$measure).map(state).into()
            })
            .measure(Measure::$measure)
            .words(|| vec!["number", "none", "words", "unknown"])
            .hxl(concat!("#status+", $tag)),
        ]
    };
}

/// Which incident it is, when, and where.
static HEAD: [Of; 24] = [
    Of::new("id", Kind::Text, "field_incident_id", |row| row.id().into())
        .required()
        .hxl("#event+code"),
    Of::new("address", Kind::Text, "field_address", |row| row.address.as_str().into())
        .required()
        .hxl("#meta+address"),
    Of::new("url", Kind::Text, "field_url", |row| row.url.as_deref().into()).hxl("#meta+url"),
    Of::new("title", Kind::Text, "field_title", |row| (&*row.record().title.value).into())
        .hxl("#event+title"),
    Of::new("lang", Kind::Text, "field_lang", |row| (&row.record().lang).into())
        .hxl("#meta+language"),
    Of::new("status", Kind::Text, "field_status", |row| row.status().into())
        .required()
        .words(|| [&["merged"][..], &names::<Status>()].concat())
        .hxl("#status+record"),
    Of::new("date_start", Kind::Day, "field_date_start", |row| {
        row.date().map(Date::earliest).into()
    })
    .hxl("#date+start"),
    Of::new("date_end", Kind::Day, "field_date_end", |row| {
        row.date().and_then(Date::latest).into()
    })
    .hxl("#date+end"),
    Of::new("date_precision", Kind::Text, "field_date_precision", |row| {
        row.date().map(date_precision).into()
    })
    .words(date_precisions)
    .hxl("#meta+date+precision"),
    Of::new("date_lasted", Kind::Truth, "field_date_lasted", |row| {
        row.date().map(|date| matches!(date.when, When::Lasted(..))).into()
    })
    .hxl("#meta+date+lasted"),
    Of::new("date_approximate", Kind::Truth, "field_date_approximate", |row| {
        row.date().map(|date| date.approximate).into()
    })
    .hxl("#meta+date+approximate"),
    Of::new("date_uncertain", Kind::Truth, "field_date_uncertain", |row| {
        row.date().map(|date| date.uncertain).into()
    })
    .hxl("#meta+date+uncertain"),
    Of::new("date_text", Kind::Text, "field_date_text", |row| row.date().into())
        .hxl("#description+date"),
    Of::new("time", Kind::Text, "field_time", |row| {
        row.incident.time.as_deref().filter(|_| row.stands).into()
    })
    .hxl("#description+time"),
    Of::new("region", Kind::Text, "field_region", |row| {
        let region = row.path.last().filter(|_| row.stands);
        region.map(|ix| row.tracker.region(*ix).record.id.value.as_str()).into()
    })
    .hxl("#loc+region+code"),
    Of::new("region_names", Kind::Text, "field_region_names", |row| {
        let path = if row.stands { &*row.path } else { &[] };
        Value::joined(path.iter().map(|ix| &*row.tracker.region(*ix).record.title.value), BELOW)
    })
    .hxl("#loc+region+name"),
    Of::new("country", Kind::Text, "field_country", |row| row.name_at(Level::Country).into())
        .hxl("#country+name"),
    Of::new("country_code", Kind::Text, "field_country_code", |row| row.country_code("iso").into())
        .hxl("#country+code"),
    Of::new("latitude", Kind::Decimal, "field_latitude", |row| Value::latitude(row.position()))
        .hxl("#geo+lat"),
    Of::new("longitude", Kind::Decimal, "field_longitude", |row| Value::longitude(row.position()))
        .hxl("#geo+lon"),
    Of::new("position_precision", Kind::Text, "field_position_precision", |row| {
        row.precision.map(Precision::name).into()
    })
    .words(names::<Precision>)
    .hxl("#geo+precision"),
    Of::new("type", Kind::Text, "field_type", |row| {
        row.when_stands(|own| own.kind.as_ref()).map(|kind| kind.value.as_str()).into()
    })
    .hxl("#event+type+code"),
    Of::new("type_label", Kind::Text, "field_type_label", |row| {
        row.incident_type().map(|kind| &*kind.label).into()
    })
    .hxl("#event+type"),
    Of::new("evidence", Kind::Text, "field_evidence", |row| {
        row.when_stands(|own| Some(own.evidence.value.name())).into()
    })
    .words(names::<Evidence>)
    .hxl("#status+evidence"),
];

static KILLED: [Of; 7] = measure!(
    Killed,
    "killed",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_open",
    "killed_about",
    "killed_text",
    "killed_state"
);
static INJURED: [Of; 7] = measure!(
    Injured,
    "injured",
    "injured_low",
    "injured_best",
    "injured_high",
    "injured_open",
    "injured_about",
    "injured_text",
    "injured_state"
);
static MISSING: [Of; 7] = measure!(
    Missing,
    "missing",
    "missing_low",
    "missing_best",
    "missing_high",
    "missing_open",
    "missing_about",
    "missing_text",
    "missing_state"
);
static ABDUCTED: [Of; 7] = measure!(
    Abducted,
    "abducted",
    "abducted_low",
    "abducted_best",
    "abducted_high",
    "abducted_open",
    "abducted_about",
    "abducted_text",
    "abducted_state"
);
static DISPLACED: [Of; 7] = measure!(
    Displaced,
    "displaced",
    "displaced_low",
    "displaced_best",
    "displaced_high",
    "displaced_open",
    "displaced_about",
    "displaced_text",
    "displaced_state"
);

/// Whether it counts, who is named, and on what it rests.
static TAIL: [Of; 12] = [
    Of::new("counted", Kind::Truth, "field_counted", |row| row.counted.is_ok().into())
        .required()
        .hxl("#status+counted"),
    Of::new("not_counted", Kind::Text, "field_not_counted", |row| {
        row.counted.err().map(reason).into()
    })
    .words(|| vec!["withdrawn", "merged", "part-of", "evidence"])
    .hxl("#status+counted+reason"),
    Of::new("perpetrators", Kind::List, "field_perpetrators", |row| {
        Value::list(row.perpetrators.iter().map(|(id, _)| *id))
    })
    .hxl("#group+code+perpetrator"),
    Of::new("perpetrator_status", Kind::List, "field_perpetrator_status", |row| {
        let status = |status: Option<Attribution>| status.map_or("named", Attribution::name);
        Value::list(row.perpetrators.iter().map(|(_, own)| status(*own)))
    })
    .hxl("#status+perpetrator"),
    Of::new("targets", Kind::List, "field_targets", |row| Value::list(row.targets.iter().copied()))
        .hxl("#group+code+target"),
    Of::new("sources_count", Kind::Whole, "field_sources_count", |row| {
        row.when_stands(|own| Some(Value::count(own.record.sources.len()))).into()
    })
    .hxl("#meta+source+num"),
    Of::new("independent_origins", Kind::Whole, "field_origins", |row| {
        let origins = |own: &Incident| Value::count(row.tracker.independent_origins(&own.record));
        row.when_stands(|own| Some(origins(own))).into()
    })
    .hxl("#meta+source+num+independent"),
    Of::new("part_of", Kind::Text, "field_part_of", |row| {
        row.incident.part_of.as_ref().filter(|_| row.stands).map(|id| id.value.as_str()).into()
    })
    .hxl("#event+code+whole"),
    Of::new("merged_into", Kind::Text, "field_merged_into", |row| {
        row.incident.merged_into.as_ref().map(|id| id.value.as_str()).into()
    })
    .hxl("#event+code+merged"),
    Of::new("reason", Kind::Text, "field_withdrawn_reason", |row| (&row.record().reason).into())
        .hxl("#status+record+reason"),
    Of::new("tags", Kind::Text, "field_tags", |row| {
        let tags = if row.stands { &*row.record().tags } else { &[] };
        Value::joined(tags.iter().map(|tag| &**tag), "; ")
    })
    .hxl("#event+tags"),
    Of::new("last_changed", Kind::Day, "field_last_changed", |row| {
        last_changed(row.record()).into()
    })
    .hxl("#date+updated"),
];

/// The columns, in their order.
pub(super) static COLUMNS: [&[Of]; 7] =
    [&HEAD, &KILLED, &INJURED, &MISSING, &ABDUCTED, &DISPLACED, &TAIL];

/// The cells of a row, in the order of the columns.
pub(super) fn cells<'r>(row: &'r IncidentRow<'r>) -> Vec<Value<'r>> {
    let mut cells = Vec::with_capacity(COLUMNS.iter().map(|part| part.len()).sum());
    cells.extend(COLUMNS.iter().copied().flatten().map(|column| (column.of)(row)));
    cells
}

impl IncidentRow<'_> {
    /// The word of the tracker's vocabulary that its type is.
    pub(super) fn incident_type(&self) -> Option<&crate::model::IncidentType> {
        let own = self.incident.kind.as_ref().filter(|_| self.stands)?;
        self.tracker.settings.types.iter().find(|known| known.id == own.value)
    }
}
