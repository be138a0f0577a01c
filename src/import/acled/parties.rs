//! Who was there, in ACLED's words, and what may be said of them.
//!
//! ACLED's two actors "do not imply directionality" in a fight. Its codes of kinds tell something: civilians
//! and protesters are nobody's attackers; and so does what happened, also where an actor has no code: of an
//! attack, a strike or a shelling the first actor did it. A demonstration without force has no perpetrator at all.

use crate::import::Row;
use crate::import::fields::Places;
use crate::import::fought::Fighters;
use crate::import::one_line;
use crate::import::registry::Registry;
use crate::model::{ActorKind, Id};
use crate::source::Located;

/// What an actor is, as the inter codes say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    State,
    Rebels,
    Militia,
    /// A militia of a group of people with one identity.
    Identity,
    Rioters,
    Protesters,
    Civilians,
    Other,
    Unknown,
}

impl Kind {
    /// By the number of older files or the words of newer ones.
    fn of(code: &str) -> Self {
        let code = code.trim().to_lowercase();
        match code.split('.').next().unwrap_or_default() {
            "1" => return Self::State,
            "2" => return Self::Rebels,
            "3" => return Self::Militia,
            "4" => return Self::Identity,
            "5" => return Self::Rioters,
            "6" => return Self::Protesters,
            "7" => return Self::Civilians,
            "8" => return Self::Other,
            _ => {}
        }
        match code.as_str() {
            code if code.starts_with("state force") => Self::State,
            code if code.starts_with("rebel") => Self::Rebels,
            code if code.starts_with("political militia") => Self::Militia,
            code if code.starts_with("identity militia") => Self::Identity,
            code if code.starts_with("rioter") => Self::Rioters,
            code if code.starts_with("protester") => Self::Protesters,
            code if code.starts_with("civilian") => Self::Civilians,
            code if code.starts_with("external") || code.starts_with("other") => Self::Other,
            _ => Self::Unknown,
        }
    }

    /// By the names that ACLED gives to people of a kind, where a row has no code.
    fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let is = |word: &str| {
            let rest = name.strip_prefix(word);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        match () {
            () if is("civilians") => Self::Civilians,
            () if is("protesters") => Self::Protesters,
            () if is("rioters") => Self::Rioters,
            () => Self::Unknown,
        }
    }

    /// Where the tracker has a word for it.
    fn actor(self) -> Option<ActorKind> {
        match self {
            Self::State => Some(ActorKind::StateForce),
            Self::Rebels => Some(ActorKind::ArmedGroup),
            Self::Militia | Self::Identity => Some(ActorKind::Militia),
            Self::Civilians => Some(ActorKind::Community),
            Self::Rioters | Self::Protesters | Self::Other | Self::Unknown => None,
        }
    }

    fn is_unarmed(self) -> bool {
        matches!(self, Self::Civilians | Self::Protesters)
    }

    /// Whether those who are named with it are groups that fight, and no people who share an identity.
    fn has_allies(self) -> bool {
        matches!(self, Self::State | Self::Rebels | Self::Militia | Self::Other)
    }
}

/// One side: the actor, and those named with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Side {
    name: String,
    with: Vec<String>,
    kind: Kind,
}

impl Side {
    /// The first or second side of a row; `None` where it names nobody.
    pub(super) fn of(places: &Places, row: &Row, [actor, assoc, inter]: [&str; 3]) -> Option<Self> {
        let with = places.text(row, assoc).split(';').map(one_line);
        let mut with: Vec<String> = with.filter(|name| !name.is_empty()).collect();
        let mut name = one_line(places.text(row, actor));
        if name.is_empty() {
            if with.is_empty() {
                return None;
            }
            name = with.remove(0);
        }
        let kind = match Kind::of(places.text(row, inter)) {
            Kind::Unknown => Kind::of_name(&name),
            kind => kind,
        };
        Some(Self { name, with, kind })
    }

    fn named(&self) -> String {
        match self.with.is_empty() {
            true => self.name.clone(),
            false => format!("{} (with {})", self.name, self.with.join("; ")),
        }
    }

    fn fighters(&self, registry: &mut Registry) -> (Fighters, Option<String>) {
        let (ids, rest) = self.ids(registry);
        let with = if rest.is_some() { &[][..] } else { &self.with[..] };
        let names = std::iter::once(&self.name).chain(with);
        (Fighters { names: names.map(|name| name.as_str().into()).collect(), ids }, rest)
    }

    /// Its actors, and what of it stands in no list of actors.
    fn ids(&self, registry: &mut Registry) -> (Vec<Located<Id>>, Option<String>) {
        let mut ids = vec![registry.actor(&self.name, self.kind.actor())];
        let listed = self.kind.has_allies() || self.kind.is_unarmed();
        if listed {
            ids.extend(self.with.iter().map(|name| registry.actor(name, None)));
        }
        let rest = (!listed && !self.with.is_empty())
            .then(|| format!("Named with {}: {}.", self.name, self.with.join("; ")));
        let mut once: Vec<Located<Id>> = Vec::new();
        for id in ids {
            if !once.iter().any(|own| own.value == id) {
                once.push(id.into());
            }
        }
        (once, rest)
    }
}

/// What a claim says of the sides.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) perpetrator: Vec<Located<Id>>,
    pub(super) target: Vec<Located<Id>>,
    pub(super) text: Option<String>,
    pub(super) note: Option<String>,
    /// The sides of a fight, of whom nobody says who attacked.
    pub(super) fought: Option<[Fighters; 2]>,
}

/// Whether what happened has one direction: the first actor did it, and the second was its target.
fn is_one_way(event: &str, sub: &str) -> bool {
    const SUBS: [&str; 9] = [
        "air/drone strike",
        "shelling",
        "remote explosive",
        "grenade",
        "suicide bomb",
        "chemical weapon",
        "attack",
        "abduction",
        "sexual violence",
    ];
    // Older files have no sub-events.
    const EVENTS: [&str; 3] = ["violence against civilians", "remote violence", "explosions"];
    SUBS.iter().any(|own| sub.starts_with(own))
        || (sub.is_empty() && EVENTS.iter().any(|own| event.starts_with(own)))
}

/// What may be said of the sides of an event of that type and sub-event.
pub(super) fn said(
    first: Option<&Side>,
    second: Option<&Side>,
    (event, sub): (&str, &str),
    registry: &mut Registry,
) -> Said {
    let sides: Vec<&Side> = [first, second].into_iter().flatten().collect();
    let (event, sub) = (event.to_lowercase(), sub.to_lowercase());
    let force = sub.starts_with("excessive force");
    let calm = event.starts_with("strategic")
        || event.starts_with("non-violent")
        || event.starts_with("headquarters")
        || (!force && (event.starts_with("protest") || event.starts_with("riots/protests")));
    let (unarmed, armed): (Vec<&Side>, Vec<&Side>) =
        sides.iter().partition(|side| side.kind.is_unarmed());
    let one_way = is_one_way(&event, &sub);
    let mut said = Said::default();
    let mut notes = Vec::new();
    // What happened tells of the sides, too: those who fight a battle are armed.
    let known = one_way
        || event.starts_with("battle")
        || sides.iter().all(|side| side.kind != Kind::Unknown);
    match (armed.len(), unarmed.len()) {
        _ if calm || !known || armed.is_empty() && unarmed.len() != 1 => {
            let names: Vec<String> = sides.iter().map(|side| side.named()).collect();
            said.text = (!names.is_empty())
                .then(|| format!("Actors, as ACLED names them: {}.", names.join("; ")));
            return said;
        }
        (2, _) if !one_way => {
            let mut fought = [Fighters::default(), Fighters::default()];
            for (own, side) in fought.iter_mut().zip(&armed) {
                let (fighters, rest) = side.fighters(registry);
                *own = fighters;
                notes.extend(rest);
            }
            notes.insert(0, "ACLED does not say which of them attacked.".to_owned());
            said.fought = Some(fought);
        }
        _ => {
            for side in &sides {
                let (ids, rest) = side.ids(registry);
                // Where one attacks the other, the second is no perpetrator, armed as it may be.
                let attacked = one_way
                    && second.is_some_and(|second| std::ptr::eq(second, *side))
                    && unarmed.is_empty();
                match side.kind.is_unarmed() || attacked {
                    true => said.target.extend(ids),
                    false => said.perpetrator.extend(ids),
                }
                notes.extend(rest);
            }
        }
    }
    said.note = (!notes.is_empty()).then(|| notes.join("\n"));
    said
}
