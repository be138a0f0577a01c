//! Figures and ranges in words.

use super::{Arg, Words};
use crate::model::{Amount, Range};

impl Words {
    /// A figure as its source states it: `at least 132`, `100 to 200`, `5 to 20, best estimate 9`.
    /// Words stay as they are.
    pub fn amount(&self, amount: &Amount) -> String {
        let one = |id: &str, n: u32| self.say(id, &[("n", Arg::Number(n.into()))]);
        match *amount {
            Amount::Exactly(n) => self.number(n.into()).into_owned(),
            Amount::About(n) => one("amount_about", n),
            Amount::AtLeast(n) => one("amount_at_least", n),
            Amount::MoreThan(n) => one("amount_more_than", n),
            Amount::UpTo(n) => one("amount_up_to", n),
            Amount::Between(low, high) => self.between("amount_between", low.into(), high.into()),
            Amount::Estimate { low, best, high } => {
                let bounds = match (low, high) {
                    (Some(low), Some(high)) if low == high => {
                        Some(self.number(low.into()).into_owned())
                    }
                    (Some(low), Some(high)) => Some(self.amount(&Amount::Between(low, high))),
                    (Some(low), None) => Some(self.amount(&Amount::AtLeast(low))),
                    (None, Some(high)) => Some(self.amount(&Amount::UpTo(high))),
                    (None, None) => None,
                };
                let best = best.map(|best| ("best", Arg::Number(best.into())));
                match (&bounds, best) {
                    (Some(bounds), Some(best)) => {
                        self.say("amount_range_and_best", &[("range", Arg::Text(bounds)), best])
                    }
                    (None, Some(best)) => self.say("amount_best", &[best]),
                    (_, None) => bounds.unwrap_or_else(|| self.text("amount_unknown").to_owned()),
                }
            }
            Amount::Words(ref words) => words.to_string(),
            Amount::None => self.text("amount_none").to_owned(),
            Amount::Unknown => self.text("amount_unknown").to_owned(),
        }
    }

    /// A range: `101 to 188`, `35`, `40 or more`, `about 40`. Words stand only where there is no
    /// number, `not known` only where there are neither. The best estimate is left out.
    pub fn range(&self, range: &Range) -> String {
        let (low, high) = match (range.low, range.high) {
            (None, _) if range.words.is_empty() => return self.text("amount_unknown").to_owned(),
            (None, _) => {
                let words: Vec<String> = range.words.iter().map(ToString::to_string).collect();
                return self.any_of(&words);
            }
            (Some(low), None) => {
                let id = if range.about { "range_about_open" } else { "range_open" };
                return self.say(id, &[("n", Arg::Number(low))]);
            }
            // Bounds that a source exchanged read from the lower to the higher all the same.
            (Some(low), Some(high)) => (low.min(high), high.max(low)),
        };
        match (low == high, range.about) {
            (true, _) if low == 0 => self.text("amount_none").to_owned(),
            (true, false) => self.number(low).into_owned(),
            (true, true) => self.say("range_about", &[("n", Arg::Number(low))]),
            (false, false) => self.between("range_between", low, high),
            (false, true) => self.between("range_about_between", low, high),
        }
    }

    fn between(&self, id: &str, low: u64, high: u64) -> String {
        self.say(id, &[("low", Arg::Number(low)), ("high", Arg::Number(high))])
    }
}
