//! How often one may ask for what does harm when it is asked for often: going through people by name, whole identity codes, protected
//! addresses, registers opened by a ground, tables taken out. Each node counts its own; nothing is written down but the refusal.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kernel::Problem;

/// Callers remembered at once; past it new ones wait, so that a flood does not fill the memory.
const REMEMBERED: usize = 20_000;

/// Actions and how many of each one person may do in a minute, all of which may come at once. Far above what work takes: whoever
/// meets one of these is a program, or goes through people one by one.
pub const A_MINUTE: &[(&str, u32)] = &[
    ("people.client.search", 120),
    ("people.hetu.reveal", 30),
    ("people.address.reveal", 30),
    ("people.register.open", 30),
    ("care.desk.export", 20),
    ("alerts.queue.export", 20),
    ("homesafety.risks.export", 20),
    ("care.own.start", 20),
    ("insight.own.ask", 20),
];

/// Each caller's share of something. Clones count together.
#[derive(Clone)]
pub struct Share(Arc<DefaultKeyedRateLimiter<String>>);

impl Share {
    /// `most` at once, and as many again in each `window`, evenly.
    pub fn new(most: u32, window: Duration) -> Self {
        let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(window / most.get()).unwrap_or(Quota::per_minute(most)).allow_burst(most);
        Self(Arc::new(RateLimiter::keyed(quota)))
    }

    /// Counts one more of this caller's.
    ///
    /// # Errors
    /// `too_many_requests`, when the share is used; with the seconds until there is room again.
    pub fn take(&self, who: &str) -> Result<(), Problem> {
        if self.0.len() >= REMEMBERED {
            self.0.retain_recent();
            if self.0.len() >= REMEMBERED {
                return Err(Problem::too_many_requests(Duration::from_secs(60)));
            }
        }
        self.0.check_key(&who.to_owned()).map_err(|until| Problem::too_many_requests(until.wait_time_from(DefaultClock::default().now())))
    }
}

/// Where a request without a log-in came from: what the proxy in front says (the last address in `X-Forwarded-For`; those before it
/// are the sender's own words). Without a proxy all are one.
pub fn source(headers: &HeaderMap) -> String {
    let last = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).next_back();
    last.and_then(|list| list.rsplit(',').next()).map(|one| one.trim().chars().take(64).collect()).unwrap_or_default()
}

/// How many refusals of those who are not logged in are written to the access log at once, and again in each ten minutes. What is
/// over is only counted: a line is kept for twelve years, and a stranger must not be able to fill the disk with them.
const STRANGERS: u32 = 600;

/// The shares of this node.
pub(crate) struct Limits {
    shares: HashMap<&'static str, Share>,
    strangers: Share,
    unwritten: AtomicU64,
    lifted: OnceLock<()>,
}

impl Limits {
    pub fn new() -> Self {
        let shares = A_MINUTE.iter().map(|(action, most)| (*action, Share::new(*most, Duration::from_secs(60)))).collect();
        let strangers = Share::new(STRANGERS, Duration::from_secs(600));
        Self { shares, strangers, unwritten: AtomicU64::new(0), lifted: OnceLock::new() }
    }

    /// Whether a stranger's refusal is written down as a line of its own.
    pub fn written(&self) -> bool {
        if self.lifted.get().is_none() && self.strangers.take("").is_err() {
            self.unwritten.fetch_add(1, Ordering::Relaxed);
            return false;
        }
        let before = self.unwritten.swap(0, Ordering::Relaxed);
        if before > 0 {
            tracing::warn!(count = before, "refusals of those who are not logged in were too many to be written down one by one");
        }
        true
    }

    pub fn lift(&self) {
        let _ = self.lifted.set(());
    }

    /// Counts one more of this action by this person.
    pub fn take(&self, action: Option<&str>, who: uuid::Uuid) -> Result<(), Problem> {
        match action.and_then(|action| self.shares.get(action)) {
            Some(share) if self.lifted.get().is_none() => share.take(&who.to_string()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_a_share_of_their_own() {
        let share = Share::new(2, Duration::from_secs(3600));
        assert!(share.take("a").is_ok() && share.take("a").is_ok());
        let refused = share.take("a").unwrap_err();
        assert_eq!(refused.status, 429);
        let wait = refused.fields["retry_after"].as_u64().unwrap();
        assert!((1..=1800).contains(&wait), "{wait}");
        assert!(share.take("b").is_ok(), "another has a share of their own");
    }

    #[test]
    fn a_share_comes_back() {
        let share = Share::new(1, Duration::from_millis(50));
        assert!(share.take("a").is_ok());
        std::thread::sleep(Duration::from_millis(80));
        assert!(share.take("a").is_ok());
    }

    #[test]
    fn the_proxys_word_counts_and_not_the_senders() {
        let mut headers = HeaderMap::new();
        assert_eq!(source(&headers), "");
        headers.insert("x-forwarded-for", "1.2.3.4, 198.51.100.7".parse().unwrap());
        assert_eq!(source(&headers), "198.51.100.7");
    }

    #[test]
    fn a_stranger_does_not_fill_the_log() {
        let limits = Limits::new();
        let written = (0..2 * STRANGERS).filter(|_| limits.written()).count();
        // One more each second, on a machine however slow.
        assert!((STRANGERS as usize..STRANGERS as usize + 60).contains(&written), "{written}");
    }

    #[test]
    fn lifted_limits_hold_nobody() {
        let limits = Limits::new();
        let (who, action) = (uuid::Uuid::from_u128(1), Some("people.hetu.reveal"));
        for _ in 0..30 {
            limits.take(action, who).unwrap();
        }
        assert!(limits.take(action, who).is_err());
        assert!(limits.take(Some("people.client.people"), who).is_ok(), "what does no harm is not counted");
        limits.lift();
        assert!(limits.take(action, who).is_ok());
    }
}
