//! How much one source may send without a log-in. A source is what the proxy in front says it is (the last address in
//! `X-Forwarded-For`: those before it are the sender's own words); without a proxy all are one. Kept in memory for the time of
//! the window and nowhere else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::http::HeaderMap;
use chrono::{DateTime, Duration, Utc};

/// Sources remembered at once; past it new ones wait, so that a flood does not fill the memory.
const SOURCES: usize = 20_000;

/// Counts what sources have sent in a window of time. Clones count together.
#[derive(Clone)]
pub(crate) struct Senders {
    most: usize,
    window: Duration,
    seen: Arc<Mutex<HashMap<String, Vec<DateTime<Utc>>>>>,
}

impl Senders {
    /// At most `most` in `window` of each source.
    pub fn new(most: usize, window: Duration) -> Self {
        Self { most, window, seen: Arc::default() }
    }

    /// Counts one more of a request's source; false when it has sent its share.
    pub fn take(&self, headers: &HeaderMap, now: DateTime<Utc>) -> bool {
        self.count(source(headers), now)
    }

    fn count(&self, source: String, now: DateTime<Utc>) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(|e| e.into_inner());
        let since = now - self.window;
        seen.retain(|_, times| {
            times.retain(|at| *at > since);
            !times.is_empty()
        });
        if seen.len() >= SOURCES && !seen.contains_key(&source) {
            return false;
        }
        let times = seen.entry(source).or_default();
        if times.len() >= self.most {
            return false;
        }
        times.push(now);
        true
    }
}

fn source(headers: &HeaderMap) -> String {
    let last = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).next_back();
    last.and_then(|list| list.rsplit(',').next()).map(|one| one.trim().chars().take(64).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_its_share_and_gets_it_again_later() {
        let senders = Senders::new(2, Duration::minutes(10));
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let of = |source: &str, minutes| senders.count(source.to_owned(), now + Duration::minutes(minutes));
        assert!(of("a", 0) && of("a", 2));
        assert!(!of("a", 3));
        assert!(of("b", 3), "another source has its own share");
        assert!(of("a", 11), "what was sent ten minutes ago counts no more");
        assert!(!of("a", 11));
    }

    #[test]
    fn the_proxys_word_counts_and_not_the_senders() {
        let mut headers = HeaderMap::new();
        assert_eq!(source(&headers), "");
        headers.insert("x-forwarded-for", "1.2.3.4, 198.51.100.7".parse().unwrap());
        assert_eq!(source(&headers), "198.51.100.7");
    }
}
