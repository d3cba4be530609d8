//! How long to wait before the next attempt.

use chrono::Duration;

/// The first wait, in seconds; each further one is twice as long.
const FIRST: i64 = 10;
/// The longest, in seconds: an hour.
const LONGEST: i64 = 3_600;

/// The wait after attempt number `attempt` (from 1): 10 s, 20 s, 40 s … at most an hour, of which the latter half is left
/// to `dice`, so that jobs that failed together do not come back together.
pub fn after(attempt: i32, dice: u64) -> Duration {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(20);
    let whole = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let half = whole * 1_000 / 2;
    let jitter = i64::try_from(dice % u64::try_from(half + 1).unwrap_or(1)).unwrap_or(0);
    Duration::milliseconds(half + jitter)
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn doubles_to_an_hour_and_keeps_at_least_half() {
        for (attempt, whole) in [(1, 10), (2, 20), (3, 40), (5, 160), (9, 2_560), (10, 3_600), (40, 3_600), (i32::MAX, 3_600)] {
            for dice in [0, 1, 4_999, 5_000, 77_777, u64::MAX] {
                let wait = after(attempt, dice).num_milliseconds();
                assert!(wait >= whole * 500 && wait <= whole * 1_000, "{attempt} {dice}: {wait}");
            }
        }
        assert_ne!(after(3, 1), after(3, 20_000), "jitter spreads");
    }
}
