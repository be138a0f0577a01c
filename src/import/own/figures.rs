//! What the tables of incidents tell: a place, and the figures as one claim.

use super::cells::{degrees, truth, whole};
use super::front::At;
use super::reading::Reading;
use crate::import::one_line;
use crate::model::{Amount, Measure, Precision};

impl Reading<'_> {
    /// Reads the place, the figures and the parties.
    pub(super) fn figures(&mut self) {
        let row = self.row;
        self.position();
        let has_url = row.get("url").is_some();
        let mut figures = Vec::new();
        for (name, measure) in Measure::ALL {
            figures.extend(self.measure(name).map(|amount| (name, *measure, amount)));
        }
        let parts = |column: &'static str| row.get(column).unwrap_or_default().split(';');
        let targets: Vec<&str> =
            parts("targets").map(str::trim).filter(|id| !id.is_empty()).collect();
        if !figures.is_empty() || !targets.is_empty() {
            self.front.table("claim", At::column("killed_state"));
            for (name, measure, amount) in figures {
                self.front.figure(measure, &amount, At::part(name, "text"));
            }
            self.names(targets.iter().copied());
            self.front.texts("target", targets.into_iter(), At::column("targets"));
            self.source(has_url);
        }
        let statuses: Vec<&str> = parts("perpetrator_status").map(str::trim).collect();
        let named = parts("perpetrators").map(str::trim).enumerate();
        for (at, id) in named.filter(|(_, id)| !id.is_empty()) {
            self.names([id].into_iter());
            self.front.table("claim", At::column("perpetrators"));
            self.front.texts("perpetrator", [id].into_iter(), At::column("perpetrators"));
            let status = statuses.get(at).copied().filter(|word| *word != "named");
            self.front.text("status", status, At::column("perpetrator_status"));
            self.source(has_url);
        }
        if let Some(url) = row.get("url") {
            let at = At::column("url");
            self.front.table("source", at);
            self.front.text("id", Some("download"), at);
            self.front.text("kind", Some("data"), at);
            self.front.text("title", row.get("title"), At::column("title"));
            self.front.text("url", Some(url), at);
        }
    }

    fn source(&mut self, has_url: bool) {
        self.front.texts("source", has_url.then_some("download").into_iter(), At::column("url"));
    }

    fn position(&mut self) {
        let row = self.row;
        let column = ["position_precision", "precision"]
            .into_iter()
            .find(|column| row.get(column).is_some())
            .map(At::column);
        let precision = column.and_then(|at| {
            let read = |text: &str| Precision::named(text).ok_or_else(unknown_precision);
            self.cell(at, read).map(|precision| (precision, at))
        });
        let latitude = self.cell(At::column("latitude"), |text| degrees(text, 90));
        let longitude = self.cell(At::column("longitude"), |text| degrees(text, 180));
        for (half, other) in [("latitude", "longitude"), ("longitude", "latitude")] {
            if row.get(half).is_some() && row.get(other).is_none() {
                self.tell(At::column(other), "half of the position is missing");
            }
        }
        let Some((latitude, longitude)) = latitude.zip(longitude) else { return };
        let at = At::column("latitude");
        self.front.table("place", at);
        let names = row.get("region_names").unwrap_or_default();
        let finest = names.rsplit(" > ").next().unwrap_or_default();
        self.front.text("name", Some(finest), At::column("region_names"));
        self.front.point(latitude, longitude, at);
        if let Some((precision, at)) = precision {
            self.front.text("precision", Some(precision.name()), at);
        }
    }

    /// One figure of the table of incidents, as a record states it; `None` where it has none or a cell of it
    /// was told.
    fn measure(&mut self, measure: &'static str) -> Option<Amount> {
        let before = self.problems.len();
        let [low, best, high] =
            ["low", "best", "high"].map(|part| self.cell(At::part(measure, part), whole));
        let [open, about] =
            ["open", "about"].map(|part| self.cell(At::part(measure, part), truth) == Some(true));
        let state = At::part(measure, "state");
        let number = low.or(best).or(high).is_some();
        let row = self.row;
        let read = match row.get(&state.name()) {
            None | Some("number") if number => Ok(Some(match (low, best, high) {
                (Some(low), None, _) if open => Amount::AtLeast(low),
                (Some(low), best, Some(high))
                    if low == high && best.is_none_or(|best| best == low) =>
                {
                    if about {
                        Amount::About(low)
                    } else {
                        Amount::Exactly(low)
                    }
                }
                _ => Amount::Estimate { low, best, high },
            })),
            None => Ok(None),
            Some("number") if self.problems.len() > before => Ok(None),
            Some("number") => Err("the row has no number of it"),
            Some("words") => match row.get(&At::part(measure, "text").name()) {
                Some(text) => Ok(Some(Amount::Words(one_line(text).into()))),
                None => Err("the row has no words of it"),
            },
            Some("none") => Ok(Some(Amount::None)),
            Some("unknown") => Ok(Some(Amount::Unknown)),
            Some(_) => Err("this is none of `number`, `none`, `words` and `unknown`"),
        };
        let read = self.told(state, read.map_err(str::to_owned)).flatten();
        read.filter(|_| self.problems.len() == before)
    }
}

fn unknown_precision() -> String {
    let words: Vec<&str> = Precision::ALL.iter().map(|(word, _)| *word).collect();
    format!("there is no such precision; known are {}", words.join(", "))
}
