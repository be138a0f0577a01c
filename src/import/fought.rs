//! The two sides of a fight. Each was fought by the other, and nobody says who attacked: those who fought
//! are targets, and nobody is a perpetrator of their own dead.

use crate::model::{Claim, Id};
use crate::source::Located;

/// One side.
#[derive(Clone, Debug, Default)]
pub(super) struct Fighters {
    /// As the dataset names them.
    pub(super) names: Vec<Box<str>>,
    /// The actors, each once.
    pub(super) ids: Vec<Located<Id>>,
}

/// What is said of the sides: one claim, `sides`. Where a side has several actors there are two, `side-a`
/// and `side-b`, so that it stays known who was on which. None where nobody is named.
pub(super) fn fought(sides: [Fighters; 2], note: &str, own: impl Fn(&str) -> Claim) -> Vec<Claim> {
    let named: Vec<&Fighters> = sides.iter().filter(|side| !side.ids.is_empty()).collect();
    let claim = |id: &str, target: Vec<Located<Id>>, text: String| Claim {
        target,
        text: Some(text.into()),
        note: (!note.is_empty()).then(|| note.into()),
        ..own(id)
    };
    match named[..] {
        [a, b] => {
            let [names_a, names_b] = [a, b].map(|side| side.names.join(", "));
            let pair = a.ids.len() == 1 && b.ids.len() == 1 && a.ids[0].value != b.ids[0].value;
            if pair {
                let both = a.ids.iter().chain(&b.ids).cloned().collect();
                return vec![claim(
                    "sides",
                    both,
                    format!("{names_a} and {names_b} fought each other."),
                )];
            }
            let one = |id, side: &Fighters, own: &str, other: &str| {
                claim(id, side.ids.clone(), format!("{own} fought against {other}."))
            };
            vec![one("side-a", a, &names_a, &names_b), one("side-b", b, &names_b, &names_a)]
        }
        [only] => {
            let text = format!("{} took part in the fight.", only.names.join(", "));
            let id = if sides[0].ids.is_empty() { "side-b" } else { "side-a" };
            vec![claim(id, only.ids.clone(), text)]
        }
        _ => Vec::new(),
    }
}
