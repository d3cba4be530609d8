//! Ordinary statistics that several rooms lean on. Pure.

/// Above so many the normal distribution stands for the binomial; it gives the same rank there or one smaller.
const EXACT: usize = 200;

/// Which value from either end, in order, is an end of the interval that holds the median of which `n` values are a sample in at least 95
/// of 100 samples: the largest k for which at most 2.5 % of binomials (n, ½) are below k. None of fewer than six values.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn median_rank(n: usize) -> Option<usize> {
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
            assert_eq!(median_rank(n), k, "n = {n}");
        }
        assert_eq!(median_rank(100), Some(40));
        assert_eq!(median_rank(400), Some(180));
    }
}
