//! The one door through which any output learns where something happened.
//!
//! A position is coarsened by widening it to a region. A point is shown as it is written or not at
//! all: a point that was moved or rounded would say something that nobody said.

use super::place::{Place, Point, Precision};
use super::record::Record;
use super::tracker::{IncidentIx, RegionIx, Tracker};
use super::vocabulary::{Id, vocabulary};
use crate::source::Located;

vocabulary! {
    /// How large an area a region is, the largest first.
    Level {
        /// Larger than a country.
        Supranational = "supranational",
        /// A country.
        Country = "country",
        /// A first-level administrative area.
        Adm1 = "adm1",
        /// A second-level administrative area.
        Adm2 = "adm2",
        /// A third-level administrative area.
        Adm3 = "adm3",
        /// A fourth-level administrative area.
        Adm4 = "adm4",
        /// Anything smaller.
        Adm5 = "adm5",
    }
}

impl Level {
    /// The level of a region's children where their files name none.
    pub fn below(self) -> Self {
        let next = Self::ALL.iter().map(|(_, level)| *level).find(|level| *level > self);
        next.unwrap_or(Self::Adm5)
    }
}

impl Precision {
    /// The smallest region that may be named where a position may be known so finely.
    fn finest_level(self) -> Level {
        match self {
            Self::Exact | Self::Settlement => Level::Adm5,
            Self::Near | Self::Adm3 => Level::Adm3,
            Self::Adm2 => Level::Adm2,
            Self::Adm1 => Level::Adm1,
            Self::Country => Level::Country,
        }
    }

    /// Whether a point may stand for a position that is known so finely.
    fn has_point(self) -> bool {
        matches!(self, Self::Exact | Self::Settlement | Self::Near)
    }
}

/// What an output may say of where a place is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShownPlace<'a> {
    /// Its region, widened where it must be; `None` where neither record nor gazetteer names one.
    pub region: Option<RegionIx>,
    /// How finely its position may be known; `None` where nothing is known of it.
    pub precision: Option<Precision>,
    /// Its position, as it is written; `None` where there is none or it may not be shown.
    pub position: Option<&'a Point>,
}

impl Tracker {
    /// The finest precision that any output may have for a record: the coarser of its own and that
    /// of the tracker; `None` where neither says.
    pub fn allowed_precision(&self, record: &Record) -> Option<Precision> {
        let own = record.safety.as_ref().and_then(|safety| safety.precision);
        self.settings.precision.max(own)
    }

    /// How large an area a region is: as its file says, else one below its parent; a root without a
    /// word of its own is a country.
    pub fn region_level(&self, region: RegionIx) -> Level {
        match (self.region(region).level, self.region_parent(region)) {
            (Some(level), _) => level,
            (None, Some(parent)) => self.region_level(parent).below(),
            (None, None) => Level::Country,
        }
    }

    /// The region of an incident as any output may name it: its own, or the one above it that is
    /// large enough for the precision allowed.
    pub fn shown_region(&self, incident: IncidentIx) -> RegionIx {
        self.index.shown_region[incident.at()]
    }

    /// The regions that a record speaks of, as any output may name them: in order, each once.
    pub fn shown_area(&self, record: &Record, area: &[Located<Id>]) -> Vec<RegionIx> {
        let allowed = self.allowed_precision(record);
        let mut shown = Vec::with_capacity(area.len());
        for id in area {
            let region = self.region_by_id(id.value.as_str());
            let region = region.map(|region| self.widened(region, allowed));
            if let Some(region) = region.filter(|region| !shown.contains(region)) {
                shown.push(region);
            }
        }
        shown
    }

    /// What any output may say of where a place of a record is.
    pub fn shown_place<'a>(&'a self, record: &Record, place: &'a Place) -> ShownPlace<'a> {
        let known = place.gazetteer.as_ref().and_then(|id| self.place_by_id(id.value.as_str()));
        let allowed = self.allowed_precision(record);
        let stated = place.precision.as_ref().map(|precision| precision.value);
        let own_point = place.point.as_ref().map(|point| &point.value);
        let own = stated.or_else(|| own_point.map(|_| Precision::Settlement));
        let known_point = known.and_then(|known| known.point.as_ref()).map(|point| &point.value);
        let listed = known.and_then(|known| known.precision.as_ref());
        let listed = listed.map(|precision| precision.value);
        let listed = listed.or_else(|| known_point.map(|_| Precision::Settlement));

        let fits = |precision: Precision| {
            precision.has_point() && allowed.is_none_or(|allowed| precision >= allowed)
        };
        let own_fits = own.is_some_and(fits);
        let own_shown = own_point.filter(|_| own_fits);
        // The listed point stands in where the record has none, or a finer one than may be shown.
        let may_stand_in = match own_point {
            None => own.is_none_or(Precision::has_point),
            Some(_) => own.is_some_and(|own| own.has_point() && !own_fits),
        };
        let stands_in = known_point.filter(|_| may_stand_in && listed.is_some_and(fits));
        let precision = match own_shown.is_none() && stands_in.is_some() {
            true => own.max(listed),
            false => own.or(listed),
        };
        let precision = precision.map(|precision| allowed.unwrap_or(precision).max(precision));
        let region = place.region.as_ref().or_else(|| known?.region.as_ref());
        let region = region.and_then(|id| self.region_by_id(id.value.as_str()));
        ShownPlace {
            region: region.map(|region| self.widened(region, precision.max(allowed))),
            precision,
            position: own_shown.or(stands_in),
        }
    }

    /// The region, or the nearest above it that is large enough; a root is never left.
    pub(super) fn widened(&self, region: RegionIx, allowed: Option<Precision>) -> RegionIx {
        let Some(finest) = allowed.map(Precision::finest_level) else { return region };
        let mut shown = region;
        while self.region_level(shown) > finest {
            let Some(parent) = self.region_parent(shown) else { break };
            shown = parent;
        }
        shown
    }

    /// The parts of a region's id that its widened form leaves out.
    pub fn hidden_parts(&self, written: &Id, shown: RegionIx) -> Vec<String> {
        let shown = self.region(shown).record.id.value.as_str();
        let rest = written.as_str().strip_prefix(shown).unwrap_or_default();
        rest.split('/').filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
    }
}
