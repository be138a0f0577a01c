//! Sums as pages show them, and the pages that prove them: every record with what it adds.

use std::borrow::Cow;

use serde::Serialize;

use super::listing::{Listing, Number};
use super::totals::Scope;
use super::view::{DateText, Link, Pager, Text, Views};
use super::{Part, Target, urls};
use crate::model::{self, Case, Evidence, LeftOut, Measure, Total, Vocabulary as _};
use crate::words::Arg;

/// The sums of a page, with what they rest on.
#[derive(Clone, Debug, Serialize)]
pub struct Sums<'a> {
    /// How many incidents there are, in words.
    pub incidents: Cow<'a, str>,
    /// How many are left out of the sums, in words; null where none is.
    pub left_out: Option<Cow<'a, str>>,
    /// The sums that have a number.
    pub sums: Vec<Sum<'a>>,
    /// The rule by which they are made.
    pub rule: Cow<'a, str>,
    /// The page that lists what was added and what was left out.
    pub proof: Link<'a>,
}

/// A sum over incidents.
#[derive(Clone, Debug, Serialize)]
pub struct Sum<'a> {
    /// `killed`, `injured` …
    pub measure: &'static str,
    /// What it counts.
    pub label: Cow<'a, str>,
    /// The sum in words.
    pub text: Cow<'a, str>,
    /// Over how many incidents it runs, and how many have no number.
    pub scope: Cow<'a, str>,
}

/// The page that proves a total; its rows come in `rows`, oldest first.
#[derive(Debug, Serialize)]
pub struct ProofPage<'a> {
    /// The page that shows the total; null for the total of the site.
    pub of: Option<Link<'a>>,
    /// What the total speaks of and does not speak of; may be null.
    pub note: Option<Cow<'a, str>>,
    /// The rule in a sentence or two.
    pub rule: Cow<'a, str>,
    /// The grades of evidence and which of them count; on the site's own proof alone.
    pub grades: Vec<Grade<'a>>,
    /// The sums of each measure, lows, bests and highs apart; empty on numbered pages.
    pub sums: Vec<MeasureSum<'a>>,
    /// How many incidents were added, in words.
    pub added: Cow<'a, str>,
    /// How many records were left out and why; empty on numbered pages.
    pub left_out: Vec<LeftOutCount<'a>>,
    /// The measures that the columns of the rows are, in words.
    pub columns: Vec<Cow<'a, str>>,
    /// What the older pages add up to, a cell for each column; null where there is none.
    pub carried: Option<Vec<Cow<'a, str>>>,
    /// What all records up to the end of this page add up to, a cell for each column.
    pub through: Vec<Cow<'a, str>>,
    /// Whether that is a part of the total, and newer pages follow.
    pub partial: bool,
    /// Whether this is a numbered page, which shows the listing alone.
    pub continued: bool,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// A grade of evidence and whether it counts.
#[derive(Debug, Serialize)]
pub struct Grade<'a> {
    /// The grade in a word.
    pub name: Cow<'a, str>,
    /// What it means.
    pub meaning: Cow<'a, str>,
    /// Whether incidents of this grade are counted.
    pub counted: bool,
}

/// The sums of one measure.
#[derive(Debug, Serialize)]
pub struct MeasureSum<'a> {
    /// `killed`, `injured` …
    pub measure: &'static str,
    /// What it counts.
    pub label: Cow<'a, str>,
    /// The sum of the lowest numbers.
    pub low: Cow<'a, str>,
    /// The sum of the best estimates, and of how many incidents where not all have one; null where
    /// none has.
    pub best: Option<Cow<'a, str>>,
    /// The sum of the highest numbers, and that it is open where it is.
    pub high: Cow<'a, str>,
    /// How many incidents have a number, an open top, words alone, nothing.
    pub parts: Vec<Cow<'a, str>>,
}

/// How many records were left out for one reason.
#[derive(Debug, Serialize)]
pub struct LeftOutCount<'a> {
    /// The reason.
    pub reason: Cow<'a, str>,
    /// How many.
    pub count: Cow<'a, str>,
}

/// A record on the page that proves a total.
#[derive(Debug, Serialize)]
pub struct ProofRow<'a> {
    /// Its page.
    pub href: Cow<'a, str>,
    /// Its title.
    pub title: Text<'a>,
    /// When.
    pub date: DateText,
    /// How many columns of cells there are, at least 1.
    pub columns: usize,
    /// What it adds, a cell for each column; empty for a record that adds nothing.
    pub cells: Vec<Cell<'a>>,
    /// Why it adds nothing; null where it is added.
    pub left_out: Option<Cow<'a, str>>,
    /// The incident that it is counted in, or turned out to be; may be null.
    pub instead: Option<Link<'a>>,
}

/// What an incident adds to the sum of one measure.
#[derive(Debug, Serialize)]
pub struct Cell<'a> {
    /// The range in words; null where no counted claim speaks of it.
    pub range: Option<Cow<'a, str>>,
    /// The best estimate in words; null where there is none besides the range.
    pub best: Option<Cow<'a, str>>,
}

impl Part {
    /// Whether the incidents in which an actor stands so are added up: not where it only speaks,
    /// and not where the claim that names it is rejected.
    pub(super) fn is_totalled(self) -> bool {
        match self {
            Self::Perpetrator(_) | Self::Named | Self::Target | Self::Defender => true,
            Self::Rejected | Self::Speaker | Self::Addressee => false,
        }
    }
}

impl<'a> Views<'a> {
    /// The sums over the `incidents` incidents of a page; `None` where it has none.
    pub(super) fn sums(&self, scope: Scope, incidents: usize) -> Option<Sums<'a>> {
        let sums = &self.plan.totals.proof(scope)?.sums;
        let incidents = u64::try_from(incidents).unwrap_or(u64::MAX);
        let sum = |(name, measure): &(&'static str, Measure)| {
            let total = sums.total(*measure);
            let of = [
                ("incidents", Arg::Number(total.with_number())),
                ("without", Arg::Number(sums.without_number(*measure))),
            ];
            (total.with_number() > 0).then(|| Sum {
                measure: name,
                label: self.vocabulary("measure", name),
                text: self.words.range(&total.range()).into(),
                scope: self.say("sum_scope", &of),
            })
        };
        let left_out = incidents.saturating_sub(sums.incidents());
        let count = |count: u64| [("count", Arg::Number(count))];
        let proof = urls::href(&urls::proof(self.tracker, scope)).into_owned();
        Some(Sums {
            incidents: self.say("incident_count", &count(incidents)),
            left_out: (left_out > 0).then(|| self.say("left_out_count", &count(left_out))),
            sums: Measure::ALL.iter().filter_map(sum).collect(),
            rule: self.counting_rule(),
            proof: Link { href: Some(proof.into()), ..Link::plain(self.word("proof_link")) },
        })
    }

    /// The rule by which sums are made, in a sentence or two.
    pub fn counting_rule(&self) -> Cow<'a, str> {
        let counting = &self.tracker.settings.counting;
        let grades: Vec<String> = counting
            .iter()
            .map(|grade| self.vocabulary("evidence", grade.name()).into_owned())
            .collect();
        let list: Cow<'_, str> = self.words.list(&grades).into();
        self.say("counting_rule", &[("grades", Arg::Text(&list))])
    }

    /// The page that proves a total.
    pub fn proof(&self, scope: Scope, number: Number) -> ProofPage<'a> {
        let continued = number > 0;
        let (carried, through, all, left_out) = match self.plan.totals.proof(scope) {
            Some(proof) => {
                let left_out = proof.left_out.iter().map(|(why, count)| (*why, *count)).collect();
                (proof.carried(number), proof.through(number), proof.sums, left_out)
            }
            None => Default::default(),
        };
        let left_out: Vec<(LeftOut, u64)> = left_out;
        let columns = self.proof_columns();
        let listing = self.proof_listing(scope);
        let first = urls::proof(self.tracker, scope);
        let cells = |sums: &model::Sums| {
            columns.iter().map(|(_, measure)| self.total(sums.total(*measure))).collect()
        };
        let older = listing.older(number).is_some();
        ProofPage {
            of: self.proved_page(scope),
            note: match scope {
                Scope::Actor(_, part) => Some(self.word(match part {
                    Part::Perpetrator(_) | Part::Named => "proof_note_perpetrator",
                    _ => "proof_note_actor",
                })),
                Scope::All | Scope::Region(_) | Scope::Period(..) => None,
            },
            rule: self.counting_rule(),
            grades: if scope == Scope::All && !continued { self.grades() } else { Vec::new() },
            sums: if continued { Vec::new() } else { self.measure_sums(&all) },
            added: self.say("proof_added", &[("count", Arg::Number(all.incidents()))]),
            left_out: if continued {
                Vec::new()
            } else {
                left_out.into_iter().map(|(why, count)| self.left_out_count(why, count)).collect()
            },
            columns: columns.iter().map(|(name, _)| self.vocabulary("measure", name)).collect(),
            carried: older.then(|| cells(&carried)),
            through: cells(&through),
            partial: continued,
            continued,
            pager: self.pager(&first, listing, number),
        }
    }

    /// The title of the page that proves a total.
    pub fn proof_title(&self, scope: Scope) -> Text<'a> {
        let of = match scope {
            Scope::All => return self.text(self.word("proofs"), None),
            Scope::Region(ix) => self.link(Target::Region(ix)).text,
            Scope::Period(year, month) => self.period_name(year, month),
            Scope::Actor(ix, part) => {
                let actor = self.link(Target::Actor(ix)).text;
                let part = self.word(part.word());
                self.say(
                    "proof_of_part",
                    &[("actor", Arg::Text(&actor)), ("part", Arg::Text(&part))],
                )
            }
        };
        self.text(self.say("proof_title", &[("of", Arg::Text(&of))]), None)
    }

    /// The records of a page that proves a total, oldest first.
    pub fn proof_cases(&self, scope: Scope, number: Number) -> impl Iterator<Item = Case> + 'a {
        let entries = self.proof_listing(scope).entries_of(number);
        self.plan.proved(self.tracker, scope)[entries].iter().copied()
    }

    /// A record as pages that prove totals show it; the same on all of them.
    pub fn proof_row(&self, case: Case) -> ProofRow<'a> {
        let tracker = self.tracker;
        let record = tracker.case_record(case);
        let verdict = tracker.counted(case);
        let columns = self.proof_columns();
        let cell = |counted: &model::Counted, (_, measure): &(&'static str, Measure)| {
            let range = counted.range(*measure);
            let apart = |range: &&model::Range| range.low != range.high;
            let best = range.filter(apart).and_then(|range| range.best);
            Cell {
                range: range.map(|range| self.words.range(range).into()),
                best: best.map(|best| self.say("amount_best", &[("best", Arg::Number(best))])),
            }
        };
        let instead = match case {
            Case::Incident(ix) => {
                let incident = tracker.incident(ix);
                incident.merged_into.as_ref().or(incident.part_of.as_ref())
            }
            Case::Report(_) | Case::Milestone(_) => None,
        };
        ProofRow {
            href: self.href(Target::Case(case)),
            title: self.title(record),
            date: self.date(tracker.case_date(case)),
            columns: columns.len().max(1),
            cells: verdict.as_ref().map_or_else(
                |_| Vec::new(),
                |counted| columns.iter().map(|column| cell(counted, column)).collect(),
            ),
            left_out: verdict.as_ref().err().map(|why| self.left_out(*why)),
            instead: instead
                .filter(|_| verdict.is_err())
                .and_then(|id| tracker.case_by_id(id.value.as_str()))
                .map(|case| self.link(Target::Case(case))),
        }
    }

    /// Why a record is in no sum, in a sentence.
    pub(super) fn left_out(&self, why: LeftOut) -> Cow<'a, str> {
        match why {
            LeftOut::Withdrawn => self.word("left_out_withdrawn"),
            LeftOut::Merged => self.word("left_out_merged"),
            LeftOut::PartOf => self.word("left_out_part"),
            LeftOut::Report => self.word("left_out_report"),
            LeftOut::Milestone => self.word("left_out_milestone"),
            LeftOut::Evidence(grade) => {
                let grade = self.vocabulary("evidence", grade.name());
                self.say("left_out_evidence", &[("grade", Arg::Text(&grade))])
            }
        }
    }

    /// The page that shows a total.
    fn proved_page(&self, scope: Scope) -> Option<Link<'a>> {
        match scope {
            Scope::All => None,
            Scope::Region(ix) => Some(self.link(Target::Region(ix))),
            Scope::Period(year, month) => Some(self.period_link(year, month)),
            Scope::Actor(ix, _) => Some(self.link(Target::Actor(ix))),
        }
    }

    /// The measures that any counted incident of the site speaks of: the columns of all proofs.
    pub(super) fn proof_columns(&self) -> Vec<(&'static str, Measure)> {
        let all = self.plan.totals.proof(Scope::All).map(|proof| &proof.sums);
        let spoken = |measure| all.is_some_and(|sums| sums.total(measure).spoken_of() > 0);
        Measure::NAMES.iter().filter(|(_, measure)| spoken(*measure)).copied().collect()
    }

    fn proof_listing(&self, scope: Scope) -> Listing {
        let cases = self.plan.proved(self.tracker, scope).len();
        Listing::new(cases, self.tracker.settings.page_size)
    }

    fn total(&self, total: &Total) -> Cow<'a, str> {
        match total.with_number() {
            0 => self.word("nothing_said"),
            _ if total.open() > 0 && total.high() > total.low() => {
                let (low, high) = (Arg::Number(total.low()), Arg::Number(total.high()));
                self.say("proof_open_sum", &[("low", low), ("high", high)])
            }
            _ => self.words.range(&total.range()).into(),
        }
    }

    fn grades(&self) -> Vec<Grade<'a>> {
        let grade = |(name, grade): &(&'static str, Evidence)| Grade {
            name: self.vocabulary("evidence", name),
            meaning: self.word(&format!("evidence_{name}_meaning")),
            counted: self.tracker.settings.counting.contains(grade),
        };
        Evidence::ALL.iter().map(grade).collect()
    }

    fn measure_sums(&self, sums: &model::Sums) -> Vec<MeasureSum<'a>> {
        let number = |number: u64| self.words.number(number);
        let sum = |(name, measure): &(&'static str, Measure)| {
            let total = sums.total(*measure);
            if total.spoken_of() == 0 {
                return None;
            }
            let stated = total.with_number() > 0;
            let parts = [
                ("proof_with_number", total.with_number()),
                ("proof_open", total.open()),
                ("proof_words", total.spoken_of() - total.with_number()),
                ("proof_silent", sums.incidents() - total.spoken_of()),
            ];
            let part = |(id, count): &(&str, u64)| self.say(id, &[("count", Arg::Number(*count))]);
            let nothing = || self.word("nothing_said");
            Some(MeasureSum {
                measure: name,
                label: self.vocabulary("measure", name),
                low: if stated { number(total.low()) } else { nothing() },
                best: (total.with_best() > 0).then(|| self.bests(total)),
                high: match (stated, total.open()) {
                    (false, _) => nothing(),
                    (true, 0) => number(total.high()),
                    (true, _) => self.say("range_open", &[("n", Arg::Number(total.high()))]),
                },
                parts: parts.iter().filter(|(_, count)| *count > 0).map(part).collect(),
            })
        };
        Measure::ALL.iter().filter_map(sum).collect()
    }

    fn bests(&self, total: &Total) -> Cow<'a, str> {
        if total.with_best() == total.with_number() {
            return self.words.number(total.best());
        }
        let of = [
            ("best", Arg::Number(total.best())),
            ("count", Arg::Number(total.with_best())),
            ("all", Arg::Number(total.with_number())),
        ];
        self.say("proof_best_of_some", &of)
    }

    fn left_out_count(&self, why: LeftOut, count: u64) -> LeftOutCount<'a> {
        let reason = match why {
            LeftOut::Withdrawn => self.word("left_out_withdrawn_short"),
            LeftOut::Merged => self.word("left_out_merged_short"),
            LeftOut::PartOf => self.word("left_out_part_short"),
            LeftOut::Report => self.word("left_out_report_short"),
            LeftOut::Milestone => self.word("left_out_milestone_short"),
            LeftOut::Evidence(grade) => {
                let grade = self.vocabulary("evidence", grade.name());
                self.say("left_out_evidence_short", &[("grade", Arg::Text(&grade))])
            }
        };
        LeftOutCount { reason, count: self.words.number(count) }
    }
}
