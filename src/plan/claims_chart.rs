//! The claims of an incident on one scale, as its page shows them.

use std::borrow::Cow;

use serde::Serialize;

use super::claims::{Standing, anchor};
use super::urls;
use super::view::{Text, Views};
use crate::figure::Direction;
use crate::figure::claims::{Claims, Extent, Look};
use crate::model::{self, Incident, Measure, Range};
use crate::words::{Arg, Words};

/// How many claims a chart shows at most.
const CLAIMS: usize = 12;

/// The claims of one measure on one scale.
#[derive(Debug, Serialize)]
pub struct ClaimsChart<'a> {
    /// `killed`, `injured` …
    pub measure: &'static str,
    /// What it counts.
    pub label: Cow<'a, str>,
    /// The axis as SVG, with what the marks refer to: it stands before them.
    pub axis: String,
    /// That the scale does not begin at zero, in words; null where it does.
    pub start: Option<Cow<'a, str>>,
    /// The claims.
    pub claims: Vec<ClaimMark<'a>>,
    /// How many more stand in the ledger alone, in words; null where all are shown.
    pub more: Option<Cow<'a, str>>,
}

/// A claim on a scale.
#[derive(Debug, Serialize)]
pub struct ClaimMark<'a> {
    /// Its place in the ledger, percent-encoded.
    pub anchor: String,
    /// Who says so; where that is not stated, the source that carries it.
    pub by: Text<'a>,
    /// The figure as it was stated.
    pub text: Text<'a>,
    /// The places that it speaks of alone, in words; null where it speaks of the whole.
    pub places: Option<Text<'a>>,
    /// `counted`, `place` (counted for its places alone), `shown` or `rejected`.
    pub usage: &'static str,
    /// The use in words; null where it is counted.
    pub usage_word: Option<Cow<'a, str>>,
    /// The mark as SVG; empty of marks where the figure is no number.
    pub mark: String,
}

impl<'a> Views<'a> {
    /// The claims of an incident on one scale for each measure of which two claims state a number, or
    /// one a range.
    pub(super) fn claims_charts(
        &self,
        incident: &'a Incident,
        standing: &Standing<'a>,
    ) -> Vec<ClaimsChart<'a>> {
        let chart = |(name, measure): &(&'static str, Measure)| {
            self.claims_chart(incident, standing, name, *measure)
        };
        Measure::ALL.iter().filter_map(chart).collect()
    }

    fn claims_chart(
        &self,
        incident: &'a Incident,
        standing: &Standing<'a>,
        name: &'static str,
        measure: Measure,
    ) -> Option<ClaimsChart<'a>> {
        let claims = incident.record.claims.iter().enumerate();
        let mut spoken: Vec<_> = claims
            .filter_map(|(at, claim)| {
                let amount = claim.figure(measure)?;
                Some((at, claim, amount, standing.usage_of(measure, claim)))
            })
            .collect();
        let extents = || spoken.iter().filter_map(|(_, _, amount, _)| Extent::of(amount));
        let ranges = extents().filter(|extent| matches!(extent, Extent::Between(..))).count();
        if extents().count() < 2 && ranges == 0 {
            return None;
        }
        let more = spoken.len().saturating_sub(CLAIMS);
        if more > 0 {
            // Those that are the lowest or the highest of the counted must be seen.
            let range = Range::of(incident, measure);
            let bound = |amount: &crate::model::Amount| {
                let is =
                    |own: Option<u32>, of: Option<u64>| own.is_some() && own.map(u64::from) == of;
                range.as_ref().is_some_and(|range| {
                    is(amount.low(), range.low) || is(amount.high(), range.high)
                })
            };
            spoken.sort_by_key(|(_, _, amount, usage)| (*usage != "counted", !bound(amount)));
            spoken.truncate(CLAIMS);
        }
        let extents: Vec<Extent> =
            spoken.iter().filter_map(|(_, _, amount, _)| Extent::of(amount)).collect();
        let range = Range::of(incident, measure);
        let chart = Claims::new(name, &extents, range.as_ref(), self.direction());
        let number = |n: u64| Arg::Number(n);
        let mark = |(at, claim, amount, usage): (usize, &'a model::Claim, _, &'static str)| {
            let places = self.places_of(claim);
            ClaimMark {
                anchor: urls::href(&anchor(at, claim)).into_owned(),
                by: self.speaker(incident, claim),
                text: self.stated(&incident.record, amount),
                places: places.map(|own| self.text(own, incident.record.lang.as_deref())),
                usage,
                usage_word: (usage != "counted").then(|| self.usage_word(usage)),
                mark: chart.mark(Extent::of(amount), look(usage)),
            }
        };
        Some(ClaimsChart {
            measure: name,
            label: self.vocabulary("measure", name),
            axis: chart.axis(|n| self.words.number(n)),
            start: (chart.first() > 0)
                .then(|| self.say("claims_chart_start", &[("n", number(chart.first()))])),
            claims: spoken.into_iter().map(mark).collect(),
            more: (more > 0).then(|| {
                let more = u64::try_from(more).unwrap_or(u64::MAX);
                self.say("claims_chart_more", &[("count", number(more))])
            }),
        })
    }

    /// Who makes a claim, in words; where that is not stated, the source that carries it.
    fn speaker(&self, incident: &'a Incident, claim: &'a model::Claim) -> Text<'a> {
        let link = match &claim.by {
            Some(model::Party::Words(words)) => {
                return self.text(&**words, incident.record.lang.as_deref());
            }
            Some(by) => self.party(by),
            None => {
                let mut sources = self.source_links(&incident.record, &claim.source);
                if sources.is_empty() {
                    return self.text(self.word("by_nobody"), None);
                }
                sources.swap_remove(0)
            }
        };
        Text { text: link.text, lang: link.lang, dir: link.dir }
    }

    /// Which way scales run on this site.
    pub(super) fn direction(&self) -> Direction {
        Direction::of(Words::direction(&self.tracker.settings.language))
    }
}

/// How the mark of a claim looks by its use.
fn look(usage: &str) -> Look {
    match usage {
        "counted" => Look::Filled,
        "rejected" => Look::Struck,
        _ => Look::Hollow,
    }
}
