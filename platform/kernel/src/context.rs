use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use uuid::Uuid;

/// Where time comes from. Only the binary uses the system's clock; tests hand in one they hold.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the system's clock is read")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands until it is moved; for tests and for writing synthetic history.
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    pub fn at(now: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(|e| e.into_inner()) = now;
    }

    pub fn advance(&self, by: chrono::Duration) {
        let mut now = self.0.lock().unwrap_or_else(|e| e.into_inner());
        *now += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

/// Time and chance, handed to every operation.
#[derive(Clone)]
pub struct Context {
    clock: Arc<dyn Clock>,
}

impl Context {
    pub fn system() -> Self {
        Self { clock: Arc::new(SystemClock) }
    }

    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }

    /// The instant now, UTC, truncated to microseconds (what both databases keep).
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }

    /// The local date of Europe/Helsinki now.
    pub fn today(&self) -> NaiveDate {
        helsinki_date(self.now())
    }

    /// A new time-ordered key. Keys are always made by the program, never by the database.
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// Unpredictable bytes for secrets (session keys, tokens, nonces).
    pub fn secret<const N: usize>(&self) -> [u8; N] {
        rand::random()
    }
}

/// The date in Finland at an instant.
pub fn helsinki_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::Helsinki).date_naive()
}

/// The instant a day begins in Finland. Midnight exists on every day there: clocks change at three and four in the morning.
pub fn helsinki_start(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let local = chrono::TimeZone::from_local_datetime(&chrono_tz::Europe::Helsinki, &midnight);
    local.earliest().map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_its_own_midnight() {
        for (day, start) in
            [("2026-11-22", "2026-11-21T22:00:00Z"), ("2026-07-01", "2026-06-30T21:00:00Z"), ("2026-03-29", "2026-03-28T22:00:00Z")]
        {
            let day: NaiveDate = day.parse().unwrap();
            let at = helsinki_start(day);
            assert_eq!(at, start.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(helsinki_date(at), day);
            assert_eq!(helsinki_date(at - chrono::Duration::seconds(1)), day.pred_opt().unwrap());
        }
    }
}
