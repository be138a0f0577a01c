//! Linear scales of whole numbers with ticks that people can read.

/// A scale from its first tick to its last, evenly divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    low: u64,
    step: u64,
    steps: u64,
}

/// How much smaller than the largest number the spread of numbers must be for a scale that does not
/// begin at zero.
const TINY: u64 = 10;

impl Scale {
    /// From zero to a round number that is no less than `high`, in `steps` steps at most.
    pub fn from_zero(high: u64, steps: u64) -> Self {
        Self::between(0, high, steps)
    }

    /// From zero, or from a round number near `low` where all numbers lie so close together that
    /// they could not be told apart otherwise.
    pub fn around(low: u64, high: u64, steps: u64) -> Self {
        let spread = high.saturating_sub(low);
        let tiny = spread > 0 && spread.saturating_mul(TINY) < high;
        Self::between(if tiny { low } else { 0 }, high, steps)
    }

    fn between(low: u64, high: u64, steps: u64) -> Self {
        let steps = steps.max(1);
        let mut step = round_up(high.saturating_sub(low).div_ceil(steps));
        // Going down to a multiple of the step may leave the top outside.
        while (low / step * step).saturating_add(step.saturating_mul(steps)) < high {
            step = round_up(step.saturating_add(1));
        }
        let first = low / step * step;
        let needed = high.saturating_sub(first).div_ceil(step).max(1);
        Self { low: first, step, steps: needed }
    }

    /// The number at the first tick.
    pub fn low(&self) -> u64 {
        self.low
    }

    /// The number at the last tick.
    pub fn high(&self) -> u64 {
        self.low.saturating_add(self.step.saturating_mul(self.steps))
    }

    /// The numbers of the ticks, from the lowest.
    pub fn ticks(&self) -> impl Iterator<Item = u64> + '_ {
        (0..=self.steps).map(|at| self.low.saturating_add(self.step.saturating_mul(at)))
    }

    /// Where a number lies: 0 at the first tick and 1 at the last, never outside.
    pub fn at(&self, number: u64) -> f64 {
        let number = number.clamp(self.low, self.high());
        // Shares of a picture need no more digits than a float has.
        #[expect(clippy::cast_precision_loss, reason = "a picture has few digits")]
        let share = (number - self.low) as f64 / (self.high() - self.low).max(1) as f64;
        share
    }
}

/// The lowest of 1, 2, 5, 10, 20, 50 … that is no less than `number`.
fn round_up(number: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for factor in [1, 2, 5] {
            let round = power.saturating_mul(factor);
            if round >= number {
                return round;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticks(scale: Scale) -> Vec<u64> {
        scale.ticks().collect()
    }

    #[test]
    fn ticks_are_round() {
        let check = |high: u64, expected: &[u64]| {
            assert_eq!(ticks(Scale::from_zero(high, 4)), expected, "{high}");
        };
        check(0, &[0, 1]);
        check(1, &[0, 1]);
        check(3, &[0, 1, 2, 3]);
        check(35, &[0, 10, 20, 30, 40]);
        check(188, &[0, 50, 100, 150, 200]);
        check(4137, &[0, 2000, 4000, 6000]);
    }

    #[test]
    fn a_scale_begins_at_zero_unless_the_numbers_lie_close_together() {
        let check = |low: u64, high: u64, first: u64, last: u64| {
            let scale = Scale::around(low, high, 4);
            assert_eq!((scale.low(), scale.high()), (first, last), "{low} to {high}");
        };
        check(101, 188, 0, 200);
        check(35, 35, 0, 40);
        check(0, 0, 0, 1);
        check(980, 1010, 980, 1010);
        check(999, 1001, 999, 1001);
    }

    proptest! {
        #[test]
        fn every_number_has_its_place(low: u64, spread in 0..u64::MAX, steps in 1..9_u64) {
            let high = low.saturating_add(spread);
            for scale in [Scale::from_zero(high, steps), Scale::around(low, high, steps)] {
                prop_assert!(scale.low() <= low && scale.high() >= high);
                prop_assert!(scale.ticks().count() as u64 <= steps + 1);
                for number in [low, high, 0, u64::MAX] {
                    prop_assert!((0.0..=1.0).contains(&scale.at(number)));
                }
                prop_assert!(scale.at(low) <= scale.at(high));
            }
        }
    }
}
