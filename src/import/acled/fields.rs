//! The columns of ACLED's files by the names of all their forms, and where each of them goes.

use crate::import::fields::Field;
use crate::import::fields::Goes::{Into, Left, LeftIfOther};

/// In the order of the codebook; columns of older files at the end.
pub(super) const FIELDS: &[Field] = &[
    ("event_id_cnty", &[], Into("id")),
    (
        "event_date",
        &[],
        Into("date; of time_precision 2 one of the seven days around it, of 3 its month"),
    ),
    ("year", &[], LeftIfOther("date")),
    ("time_precision", &["time_prec"], Into("date")),
    ("disorder_type", &[], Left),
    ("event_type", &[], Into("type")),
    ("sub_event_type", &[], Into("type; title")),
    ("actor1", &[], Into("claim: perpetrator, target or text")),
    (
        "assoc_actor_1",
        &["ally_actor_1", "associate_actor_1"],
        Into("claim: perpetrator, target, note or text"),
    ),
    ("inter1", &[], Into("actor: kind")),
    ("actor2", &[], Into("claim: perpetrator, target or text")),
    (
        "assoc_actor_2",
        &["ally_actor_2", "associate_actor_2"],
        Into("claim: perpetrator, target, note or text"),
    ),
    ("inter2", &[], Into("actor: kind")),
    ("interaction", &[], Left),
    ("civilian_targeting", &[], Left),
    ("iso", &[], Into("region: codes")),
    ("region", &[], Left),
    ("country", &[], Into("region")),
    ("admin1", &[], Into("region")),
    ("admin2", &[], Into("region")),
    ("admin3", &[], Into("region")),
    ("location", &[], Into("place: name; title")),
    ("latitude", &["lat"], LeftIfOther("place: point")),
    ("longitude", &["lon", "long", "lng"], LeftIfOther("place: point")),
    ("geo_precision", &["geo_prec"], Into("place: precision")),
    ("source", &[], Into("source: publisher")),
    ("source_scale", &[], Left),
    ("notes", &[], Into("claim: quote")),
    ("fatalities", &[], Into("claim: killed")),
    ("tags", &[], Into("tags")),
    ("timestamp", &[], Left),
    ("data_id", &[], Left),
    ("event_id_no_cnty", &[], Left),
    ("iso3", &[], Left),
    ("gwno", &[], Left),
];
