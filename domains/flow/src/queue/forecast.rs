//! How long a queue will be, from how it has come to be what it is; pure.
//!
//! A week's change of the queue is what came less what left. Weeks to come are taken to be like the weeks behind: the expected change is
//! their mean, and its interval is the ordinary prediction interval of a sum of further draws (mean and variance both known from the same
//! weeks only), wider the farther one looks. The same sum is made at each earlier week of what was known then, and counted how often
//! what came was within: the reader sees how far the interval has held here, not only what it promises.

use super::model::{ForecastWeek, PastWeek, QueueChecked};

/// Weeks ahead that are told.
pub(super) const AHEAD: usize = 8;
/// Weeks behind that the coming ones are taken to be like; and the fewest of which anything is said.
pub(super) const WINDOW: usize = 26;
const LEAST_WEEKS: usize = 12;
/// Fewer came and left in those weeks than this: a mean would be of nothing.
const LEAST_MOVES: i64 = 12;
/// Weeks behind that are read: the window once, and its length again to look back from.
pub(super) const READ: usize = 2 * WINDOW;
/// How far ahead an earlier forecast is looked at.
const CHECKED_AHEAD: usize = 4;
/// The normal distribution's 90th percentile: 80 of 100 between its both sides.
const Z80: f64 = 1.281_55;

/// What came and left within seven days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Week {
    pub came: i64,
    pub went: i64,
}

impl Week {
    const fn net(self) -> i64 {
        self.came - self.went
    }
}

/// What is to come of a queue, or that too little has moved to say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub came: f64,
    pub went: f64,
    pub ahead: Vec<ForecastWeek>,
    pub checked: QueueChecked,
}

/// How many waited at the end of each week, the oldest first, the last of them now: counted back from `now`. `weeks`: the oldest first.
pub(super) fn past(now: i64, weeks: &[Week]) -> Vec<PastWeek> {
    let mut n = now;
    let mut lengths: Vec<i64> = weeks
        .iter()
        .rev()
        .map(|week| {
            let end = n;
            n -= week.net();
            end
        })
        .collect();
    lengths.push(n);
    lengths.reverse();
    let last = lengths.len() - 1;
    lengths.into_iter().enumerate().map(|(at, n)| PastWeek { weeks_ago: last - at, n: n.max(0) }).collect()
}

/// `weeks`: whole weeks, the oldest first. None when there are too few of them or too little moved.
pub(super) fn ahead(now: i64, weeks: &[Week]) -> Option<Told> {
    let window = known(weeks)?;
    let mean = |of: fn(&Week) -> i64| window.iter().map(of).sum::<i64>() as f64 / window.len() as f64;
    let ahead = (1..=AHEAD).filter_map(|h| interval(now, window, h)).collect();
    Some(Told { came: mean(|week| week.came), went: mean(|week| week.went), ahead, checked: checked(now, weeks) })
}

/// The weeks that a forecast made at the end of `weeks` goes by.
fn known(weeks: &[Week]) -> Option<&[Week]> {
    let window = weeks.get(weeks.len().saturating_sub(WINDOW)..)?;
    let moves: i64 = window.iter().map(|week| week.came + week.went).sum();
    (window.len() >= LEAST_WEEKS && moves >= LEAST_MOVES).then_some(window)
}

fn interval(now: i64, window: &[Week], h: usize) -> Option<ForecastWeek> {
    let (n, h_) = (window.len() as f64, h as f64);
    let mean = window.iter().map(|week| week.net() as f64).sum::<f64>() / n;
    let variance = window.iter().map(|week| (week.net() as f64 - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let expected = now as f64 + h_ * mean;
    let half = student80(n - 1.0) * (variance * (h_ + h_ * h_ / n)).sqrt();
    // A queue is never less than nothing; its bounds are whole matters, outwards.
    let whole = |value: f64| value.max(0.0);
    Some(ForecastWeek {
        weeks: i32::try_from(h).ok()?,
        expected: (whole(expected) * 10.0).round() / 10.0,
        low80: whole(expected - half).floor() as i64,
        high80: whole(expected + half).ceil() as i64,
    })
}

/// Student's t of 80 of 100 in the middle, by the first term of Cornish and Fisher's expansion: within 0.5 % from 11 degrees on.
fn student80(degrees: f64) -> f64 {
    Z80 + (Z80.powi(3) + Z80) / (4.0 * degrees)
}

/// The same forecast made at the end of each earlier week, looked at four weeks later.
fn checked(now: i64, weeks: &[Week]) -> QueueChecked {
    let lengths = past(now, weeks);
    let mut all = QueueChecked { weeks: CHECKED_AHEAD as i32, tried: 0, within: 0 };
    for made in LEAST_WEEKS..(weeks.len() + 1).saturating_sub(CHECKED_AHEAD) {
        let then = lengths.get(made).zip(lengths.get(made + CHECKED_AHEAD));
        let (Some((then, came)), Some(window)) = (then, weeks.get(..made).and_then(known)) else { continue };
        let Some(one) = interval(then.n, window, CHECKED_AHEAD) else { continue };
        all.tried += 1;
        all.within += i64::from((one.low80..=one.high80).contains(&came.n));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(of: &[(i64, i64)]) -> Vec<Week> {
        of.iter().map(|(came, went)| Week { came: *came, went: *went }).collect()
    }

    #[test]
    fn lengths_are_counted_back_from_now() {
        let lengths: Vec<i64> = past(10, &weeks(&[(5, 1), (2, 4), (3, 3)])).iter().map(|week| week.n).collect();
        assert_eq!(lengths, [8, 12, 10, 10]);
        assert_eq!(past(3, &[]), [PastWeek { weeks_ago: 0, n: 3 }]);
    }

    #[test]
    fn a_steady_queue_is_expected_to_stay_and_a_growing_one_to_grow() {
        let steady = ahead(20, &weeks(&[(5, 5); 26])).unwrap();
        assert!(steady.ahead.iter().all(|week| (week.expected, week.low80, week.high80) == (20.0, 20, 20)));
        assert_eq!((steady.came, steady.went), (5.0, 5.0));
        let growing = ahead(100, &weeks(&[(7, 5); 30])).unwrap();
        assert_eq!(growing.ahead.last().unwrap().expected, 116.0);
        assert_eq!((growing.checked.tried, growing.checked.within), (15, 15), "30 weeks, from the 12th to four before now");
        let shrinking = ahead(3, &weeks(&[(1, 3); 26])).unwrap();
        assert_eq!(shrinking.ahead.last().unwrap().expected, 0.0, "never less than nothing");
    }

    /// Changes +3 and −3 in turns, 26 of them: mean 0, variance 9·26/25; four weeks ahead 1.315·√(9.36·(4 + 16/26)) = 8.64.
    #[test]
    fn the_interval_is_the_ordinary_prediction_interval() {
        let all: Vec<Week> = (0..26).map(|at| if at % 2 == 0 { Week { came: 5, went: 2 } } else { Week { came: 2, went: 5 } }).collect();
        let told = ahead(40, &all).unwrap();
        let four = &told.ahead[3];
        assert_eq!((four.expected, four.low80, four.high80), (40.0, 31, 49));
        assert!(told.ahead.windows(2).all(|two| two[1].high80 >= two[0].high80), "wider the farther one looks");
    }

    #[test]
    fn of_too_little_nothing_is_said() {
        assert_eq!(ahead(4, &weeks(&[(5, 5); 11])), None, "too few weeks");
        assert_eq!(ahead(4, &weeks(&[(0, 0); 40])), None, "nothing moved");
    }
}
