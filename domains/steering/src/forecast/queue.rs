//! How many places a need takes, and how many wait: Erlang's two formulas for arrivals by chance (Poisson).
//!
//! With λ arrivals a day that each take a place for T days on the average, the load offered is A = λ · T (in places; erlangs). With c places:
//!
//! - **B**, where nobody waits and who finds no place is turned elsewhere (a ward): B(0) = 1, B(c) = A · B(c−1) / (c + A · B(c−1)). The share
//!   that finds no place; it holds whatever the lengths are spread like.
//! - **C**, where one waits for a place (visits, assessments): C = B / (1 − (A / c) · (1 − B)). The share that waits at all; the mean wait of all
//!   is C · T / (c − A) days. It takes A < c, else the queue grows without end, and lengths spread like chance.

/// What so many places come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places {
    /// Places needed on the average, whatever is there: A.
    pub load: f64,
    /// The share of time each place is in use, 0–1, when one waits; above 1 it cannot be.
    pub occupied: f64,
    /// The share that finds no place when nobody waits: B.
    pub turned_away: f64,
    /// The share that waits: C; none when the queue grows without end.
    pub waits: Option<f64>,
    /// Days that everybody waits on the average.
    pub mean_wait: Option<f64>,
}

/// Erlang's B.
pub fn erlang_b(load: f64, places: u32) -> f64 {
    (1..=places).fold(1.0, |b, c| load * b / (f64::from(c) + load * b))
}

/// What `places` come to for `arrivals` a day that each take `length` days.
pub fn places(arrivals: f64, length: f64, places: u32) -> Places {
    let load = arrivals * length;
    let turned_away = erlang_b(load, places);
    let c = f64::from(places);
    let waits = (load < c).then(|| turned_away / (1.0 - load / c * (1.0 - turned_away)));
    Places {
        load,
        occupied: if places == 0 { f64::INFINITY } else { load / c },
        turned_away,
        waits,
        mean_wait: waits.map(|waits| waits * length / (c - load)),
    }
}

/// The least places with which no more than `share` finds none (`waiting` false) or waits (`waiting` true); none when more than `most` are
/// needed.
pub fn needed(arrivals: f64, length: f64, share: f64, waiting: bool, most: u32) -> Option<u32> {
    let load = arrivals * length;
    let mut b = 1.0;
    for c in 0..=most {
        if c > 0 {
            b = load * b / (f64::from(c) + load * b);
        }
        let full = if !waiting {
            b
        } else if load < f64::from(c) {
            b / (1.0 - load / f64::from(c) * (1.0 - b))
        } else {
            1.0
        };
        if full <= share || load <= 0.0 {
            return Some(c);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-4, "{a} is not {b}");
    }

    #[test]
    fn golden_cases_by_hand() {
        // A = 2, c = 3: B = (8/6) / (1 + 2 + 2 + 8/6) = 4/19; C = (4/19) / (1 − 2/3 · 15/19) = 4/9; wait of all = 4/9 · T / (3 − 2).
        let three = places(4.0, 0.5, 3);
        near(three.load, 2.0);
        near(three.turned_away, 4.0 / 19.0);
        near(three.waits.unwrap(), 4.0 / 9.0);
        near(three.mean_wait.unwrap(), 4.0 / 9.0 * 0.5);
        near(three.occupied, 2.0 / 3.0);
        // One place is waited for as often as it is in use.
        near(places(0.5, 1.0, 1).waits.unwrap(), 0.5);
        near(places(0.5, 1.0, 1).turned_away, 1.0 / 3.0);
        // A ward: 4 arrivals a day, 7 days each, 30 beds (A = 28).
        near(places(4.0, 7.0, 30).turned_away, 0.098_12);
    }

    #[test]
    fn a_queue_that_grows_without_end_says_so() {
        let full = places(3.0, 1.0, 3);
        assert_eq!((full.waits, full.mean_wait), (None, None));
        assert!(full.turned_away < 1.0);
    }

    #[test]
    fn places_needed() {
        assert_eq!(needed(4.0, 0.5, 4.0 / 19.0 + 1e-9, false, 100), Some(3));
        assert_eq!(needed(4.0, 0.5, 4.0 / 9.0 + 1e-9, true, 100), Some(3));
        assert_eq!(needed(0.0, 5.0, 0.01, true, 100), Some(0));
        assert_eq!(needed(1000.0, 10.0, 0.01, true, 100), None);
    }

    proptest! {
        #[test]
        fn more_places_leave_fewer_without(load in 0.1f64..80.0, c in 1u32..100) {
            prop_assert!(erlang_b(load, c + 1) < erlang_b(load, c));
            let made = places(load, 1.0, c);
            prop_assert!((0.0..=1.0).contains(&made.turned_away));
            prop_assert!(made.waits.is_none_or(|waits| waits >= made.turned_away - 1e-12 && waits <= 1.0 + 1e-9), "who waits is at least who would be turned away");
        }
    }
}
