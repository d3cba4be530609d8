//! Chance by seed. Every household, resident and matter throws its own dice (a stream named by what it is for and whose it
//! is), so that the order of work does not matter, and the same seed makes the same county on every machine and with every
//! version of every library: the generator (SplitMix64) is written out here.

#[derive(Clone, Debug)]
pub struct Dice(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Dice {
    /// The stream `purpose` of the `index`-th thing.
    pub fn new(seed: u64, purpose: &str, index: usize) -> Self {
        let name = purpose.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        Self(mix(mix(seed ^ name).wrapping_add((index as u64).wrapping_mul(STEP))))
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From `low` to `high`, both included; `low` when they are the wrong way round.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        // Multiply-shift: the bias is far below what 64 bits could show here.
        low + i64::try_from((u128::from(self.bits()) * u128::from(span)) >> 64).unwrap_or(0)
    }

    /// From 0 up to, not including, `count`; 0 when there is nothing to choose from.
    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from((u128::from(self.bits()) * count as u128) >> 64).unwrap_or(0)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One of a list known not to be empty in the source text.
    pub fn one<T: Copy, const N: usize>(&mut self, from: [T; N]) -> T {
        const { assert!(N > 0) };
        match from.into_iter().nth(self.below(N)) {
            Some(one) => one,
            None => unreachable!("a place below N"),
        }
    }

    /// The place of one weight, by the weights; 0 when they are all nothing.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        0
    }

    /// About normal: mean 0, deviation 1, never beyond 3.5.
    pub fn bell(&mut self) -> f64 {
        ((0..12).map(|_| self.unit()).sum::<f64>() - 6.0).clamp(-3.5, 3.5)
    }

    /// How many times something happens that happens `mean` times on average (Poisson; by the bell when many).
    pub fn count(&mut self, mean: f64) -> usize {
        if mean <= 0.0 {
            return 0;
        }
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.bell()).round().max(0.0) as usize;
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// A place early in a list of names ordered from common to rare.
    pub fn common<'a>(&mut self, names: &[&'a str]) -> &'a str {
        // The density falls with the rank as names do: the first tenth takes about a third.
        let place = (self.unit().powf(2.2) * names.len() as f64) as usize;
        names.get(place).or(names.first()).copied().unwrap_or_default()
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn streams_are_stable_and_apart() {
        let three = |mut d: Dice| [d.bits(), d.bits(), d.bits()];
        assert_eq!(three(Dice::new(1, "people", 7)), three(Dice::new(1, "people", 7)));
        assert_ne!(three(Dice::new(1, "people", 7)), three(Dice::new(1, "people", 8)));
        assert_ne!(three(Dice::new(1, "people", 7)), three(Dice::new(1, "health", 7)));
        assert_ne!(three(Dice::new(1, "people", 7)), three(Dice::new(2, "people", 7)));
    }

    #[test]
    fn ranges_hold_and_means_are_near() {
        let mut dice = Dice::new(5, "test", 0);
        let (mut low, mut high, mut sum) = (false, false, 0);
        for _ in 0..20_000 {
            let n = dice.between(-2, 2);
            assert!((-2..=2).contains(&n));
            low |= n == -2;
            high |= n == 2;
            assert!(dice.below(3) < 3 && (0.0..1.0).contains(&dice.unit()));
            sum += dice.count(4.0);
        }
        assert!(low && high);
        let mean = sum as f64 / 20_000.0;
        assert!((3.9..4.1).contains(&mean), "{mean}");
    }
}
