//! Medians, and intervals of medians from the order of the values alone (binomial). Pure; nothing is drawn by chance.

use kernel::statistics::median_rank;

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
    let k = median_rank(sorted.len())?;
    Some((*sorted.get(k.checked_sub(1)?)?, *sorted.get(sorted.len().checked_sub(k)?)?))
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
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

    #[test]
    fn the_interval_is_of_values() {
        let values: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        assert_eq!(interval(&values), Some((2.0, 9.0)));
        assert_eq!(interval(&[1.0, 2.0, 3.0]), None);
    }
}
