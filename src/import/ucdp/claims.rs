//! Who was killed, and by whom, in UCDP's words: one counted claim, the sides of a fight, and the deaths
//! of each group.

use crate::import::fields::Places;
use crate::import::fought::{Fighters, fought};
use crate::import::registry::Registry;
use crate::import::row::told;
use crate::import::{Row, RowProblem, Sums, one_line};
use crate::model::{
    ActorKind, Amount, Attribution, Claim, Id, Measure, Party, RareOfClaim, Use, Who,
};
use crate::source::Located;

/// What UCDP calls those who are killed in one-sided violence.
const CIVILIANS: &str = "Civilians";

/// The numbers of a row.
pub(super) struct Deaths {
    low: Option<u32>,
    best: Option<u32>,
    high: Option<u32>,
    /// Of side A, side B, civilians and unknown.
    groups: [u32; 4],
}

impl Deaths {
    /// Those of a row; `None` where a cell is no number, which is told.
    pub(super) fn of(places: &Places, row: &Row, problems: &mut Vec<RowProblem>) -> Option<Self> {
        let mut number = |field| told(places.number(row, field), problems);
        let bounds = ["low", "best", "high"].map(&mut number);
        let groups = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"].map(number);
        let [low, best, high] = bounds;
        let [a, b, civilians, unknown] = groups;
        let groups = [a?, b?, civilians?, unknown?].map(Option::unwrap_or_default);
        let own = Self { low: low?, best: best?, high: high?, groups };
        let bounds: Vec<u32> = [own.low, own.best, own.high].into_iter().flatten().collect();
        if bounds.is_empty() {
            problems.push(places.problem(row, "best", "the row has no number of deaths").noted());
        }
        if !bounds.is_sorted() {
            let shown: Vec<String> = bounds.iter().map(ToString::to_string).collect();
            let reason = format!(
                "low, best and high do not rise ({}); they are kept as they are",
                shown.join(", ")
            );
            problems.push(places.problem(row, "best", reason).noted());
        }
        let sum: u64 = groups.iter().map(|deaths| u64::from(*deaths)).sum();
        if places.has("deaths_civilians") && own.best.is_some_and(|best| u64::from(best) != sum) {
            let reason = format!("the deaths of the groups add up to {sum}");
            problems.push(places.problem(row, "best", reason).noted());
        }
        Some(own)
    }

    pub(super) fn sums(&self) -> Sums {
        let of = |number: Option<u32>| number.map_or(0, u64::from);
        Sums { low: of(self.low), best: of(self.best), high: of(self.high) }
    }

    fn amount(&self) -> Option<Amount> {
        match (self.low, self.best, self.high) {
            (None, None, None) => None,
            (Some(low), Some(best), Some(high)) if low == best && best == high => {
                Some(Amount::Exactly(best))
            }
            (None, Some(best), None) => Some(Amount::Exactly(best)),
            (low, best, high) => Some(Amount::Estimate { low, best, high }),
        }
    }

    /// Whom the numbers speak of, where anybody was killed and it is known. Mixed are fighters and
    /// civilians alone: of those of whom nothing is known nobody can say that they are either.
    fn who(&self) -> Option<Who> {
        let [a, b, civilians, unknown] = self.groups.map(|deaths| deaths > 0);
        match (a || b, civilians, unknown) {
            (false, false, false) => None,
            (true, false, false) => Some(Who::Fighters),
            (false, true, false) => Some(Who::Civilians),
            (false, false, true) => Some(Who::Unknown),
            (true, true, _) => Some(Who::Mixed),
            _ => None,
        }
    }
}

/// The claims of a row; `kind` is the type of violence, 0 state-based, 1 non-state, 2 one-sided.
pub(super) fn claims(
    places: &Places,
    row: &Row,
    kind: Option<usize>,
    deaths: &Deaths,
    source: &Id,
    registry: &mut Registry,
) -> Vec<Claim> {
    let by = super::coder(registry);
    let own = |id: &str| Claim {
        id: Id::new(id).map(Located::from),
        by: Some(Party::Actor(by.clone().into())),
        source: vec![source.clone().into()],
        ..Claim::default()
    };
    let (a, b) = (places.text(row, "side_a"), places.text(row, "side_b"));
    let sides = [sides(a, kind, registry), sides(b, kind, registry)];
    let mut note = String::new();
    let mut whole = own("ucdp");
    whole.figures =
        deaths.amount().map(|amount| (Measure::Killed, amount.into())).into_iter().collect();
    whole.who = deaths.who();
    let one_sided = kind == Some(2) || sides[1].iter().any(|side| side.civilians);
    if one_sided {
        let killers = sides[0].iter().filter(|side| !side.civilians);
        whole.perpetrator = killers.map(|side| side.id.clone().into()).collect();
        whole.target = sides[1].iter().map(|side| side.id.clone().into()).collect();
    }
    if !whole.perpetrator.is_empty() {
        whole.status = Some(Attribution::Alleged);
    }
    if places.number(row, "event_clarity").ok().flatten() == Some(2) {
        add(&mut note, "UCDP's sources sum up several events here (event_clarity 2).");
    }
    if let Some(original) = places.get(row, "source_original") {
        add(&mut note, &format!("Original source, as UCDP names it: {}", one_line(original)));
    }
    whole.note = (!note.is_empty()).then(|| note.into());
    let mut claims = Vec::new();
    if whole.asserts_something() {
        claims.push(whole);
    }
    if !one_sided {
        let sides = sides.each_ref().map(|side| Fighters {
            names: side.iter().map(|side| side.name.clone()).collect(),
            ids: side.iter().map(|side| side.id.clone().into()).collect(),
        });
        claims.extend(fought(sides, "UCDP does not say which of them attacked.", own));
    }
    claims.extend(groups(deaths, [a, b], own));
    claims
}

/// The deaths of each group, where there is more than one.
fn groups(deaths: &Deaths, sides: [&str; 2], own: impl Fn(&str) -> Claim) -> Vec<Claim> {
    let [a, b, civilians, unknown] = deaths.groups;
    let groups = [
        ("deaths-a", a, Who::Fighters, sides[0]),
        ("deaths-b", b, Who::Fighters, sides[1]),
        ("deaths-civilians", civilians, Who::Civilians, ""),
        ("deaths-unknown", unknown, Who::Unknown, ""),
    ];
    let some: Vec<_> = groups.into_iter().filter(|(_, number, ..)| *number > 0).collect();
    let best = deaths.best.map(u64::from);
    let told = match &some[..] {
        [] => true,
        // All of one group that is not a side: the claim itself says so.
        [(_, number, _, side)] => side.is_empty() && best == Some(u64::from(*number)),
        _ => false,
    };
    if told {
        return Vec::new();
    }
    let claim = |(id, number, who, side): (&str, u32, Who, &str)| Claim {
        figures: vec![(Measure::Killed, Amount::Exactly(number).into())],
        rare: RareOfClaim {
            who: Some(who),
            usage: Some(Use::Shown.into()),
            ..RareOfClaim::default()
        }
        .into(),
        note: (!side.is_empty()).then(|| format!("Of {}.", one_line(side)).into()),
        ..own(id)
    };
    some.into_iter().map(claim).collect()
}

fn add(note: &mut String, sentence: &str) {
    if !note.is_empty() {
        note.push('\n');
    }
    note.push_str(sentence);
}

/// An actor of a side.
struct Side {
    name: Box<str>,
    id: Id,
    civilians: bool,
}

/// The actors of a side.
fn sides(text: &str, kind: Option<usize>, registry: &mut Registry) -> Vec<Side> {
    const STATE: &str = "Government of ";
    let text = one_line(text);
    // Several states stand on one side of a war between states.
    let parts: Vec<&str> = text.split(", ").collect();
    let states = parts.len() > 1 && parts.iter().all(|part| part.starts_with(STATE));
    let names = if states { parts } else { vec![&*text] };
    names
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| {
            let civilians = name.eq_ignore_ascii_case(CIVILIANS);
            let kind = match (civilians, kind) {
                (true, _) => Some(ActorKind::Community),
                (false, _) if name.starts_with(STATE) => Some(ActorKind::StateForce),
                // Sides of non-state violence may be groups without any organisation.
                (false, Some(0 | 2)) => Some(ActorKind::ArmedGroup),
                (false, _) => None,
            };
            Side { name: name.into(), id: registry.actor(name, kind), civilians }
        })
        .collect()
}
