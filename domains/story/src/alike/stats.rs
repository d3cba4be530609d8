//! Medians, and intervals of medians from the order of the values alone (binomial). Pure; nothing is drawn by chance.

/// The middle of values; the mean of the two in the middle of an even number.
pub fn median(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    let half = sorted.len() / 2;
    let upper = sorted.get(half).copied()?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted.get(half.checked_sub(1)?)? + upper) / 2.0)
}

/// An interval that holds the median of which the values are a sample in at least 95 of 100 samples: from the k-th smallest to the k-th
/// largest, where k is the largest for which at most 2.5 % of binomials (n, ½) are below k. None of fewer than six values: no k is enough.
pub fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let sorted = sorted(values);
    let k = rank(sorted.len())?;
    Some((*sorted.get(k.checked_sub(1)?)?, *sorted.get(sorted.len().checked_sub(k)?)?))
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Above so many the normal distribution stands for the binomial; it gives the same rank there or one smaller.
const EXACT: usize = 200;

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn rank(n: usize) -> Option<usize> {
    if n > EXACT {
        let n = n as f64;
        let k = (n / 2.0 - 1.959_964 * n.sqrt() / 2.0).floor();
        return (k >= 1.0).then_some(k as usize);
    }
    let mut term = 0.5_f64.powi(n as i32);
    let mut below = term;
    let mut k = 0;
    while below <= 0.025 && k < n {
        k += 1;
        term *= (n + 1 - k) as f64 / k as f64;
        below += term;
    }
    (k > 0).then_some(k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[5.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }

    /// Ranks as tables of the sign test give them (Conover, Practical Nonparametric Statistics).
    #[test]
    fn the_ranks_of_the_interval_are_the_tables() {
        for (n, k) in [
            (5, None),
            (6, Some(1)),
            (8, Some(1)),
            (9, Some(2)),
            (10, Some(2)),
            (12, Some(3)),
            (20, Some(6)),
            (30, Some(10)),
            (50, Some(18)),
        ] {
            assert_eq!(rank(n), k, "n = {n}");
        }
        assert_eq!(rank(100), Some(40));
        assert_eq!(rank(400), Some(180));
    }

    #[test]
    fn the_interval_is_of_values() {
        let values: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        assert_eq!(interval(&values), Some((2.0, 9.0)));
        assert_eq!(interval(&[1.0, 2.0, 3.0]), None);
    }
}
