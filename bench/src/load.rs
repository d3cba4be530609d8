//! Load from this process: closed loop for throughput, open loop for the times people would feel.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Requests per second with `workers` that each wait for their answer.
pub async fn closed<F, Fut>(workers: usize, time: Duration, request: F) -> f64
where
    F: Fn(usize) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send,
{
    let request = Arc::new(request);
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let tasks: Vec<_> = (0..workers)
        .map(|_| {
            let (request, next) = (request.clone(), next.clone());
            tokio::spawn(async move {
                let mut done = 0usize;
                while began.elapsed() < time {
                    request(next.fetch_add(1, Ordering::Relaxed)).await;
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        done += task.await.unwrap();
    }
    done as f64 / began.elapsed().as_secs_f64()
}

/// Times in milliseconds at a fixed rate; each counted from when it was due, so a stall is not hidden by waiting.
pub async fn open<F, Fut>(rate: f64, time: Duration, request: F) -> Times
where
    F: Fn(usize) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send,
{
    let request = Arc::new(request);
    let began = Instant::now();
    let count = (rate * time.as_secs_f64()) as usize;
    let mut tasks = Vec::with_capacity(count);
    for i in 0..count {
        let due = began + Duration::from_secs_f64(i as f64 / rate);
        tokio::time::sleep_until(due.into()).await;
        let request = request.clone();
        tasks.push(tokio::spawn(async move {
            request(i).await;
            due.elapsed().as_secs_f64() * 1000.0
        }));
    }
    let mut times = Vec::with_capacity(count);
    for task in tasks {
        times.push(task.await.unwrap());
    }
    Times::of(times)
}

/// One after another.
pub async fn serial<F, Fut>(count: usize, request: F) -> Times
where
    F: Fn(usize) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut times = Vec::with_capacity(count);
    for i in 0..count {
        let began = Instant::now();
        request(i).await;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Times::of(times)
}

/// Sends a request and reads its whole answer, which must be a good one.
pub async fn ok(request: reqwest::RequestBuilder) {
    let response = request.send().await.unwrap();
    let status = response.status();
    let body = response.bytes().await.unwrap();
    assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
}

pub struct Times(Vec<f64>);

impl Times {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self(times)
    }
    fn at(&self, share: f64) -> f64 {
        self.0[((self.0.len() as f64 * share) as usize).min(self.0.len() - 1)]
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p50 {:.1} ms · p95 {:.1} ms · p99 {:.1} ms", self.at(0.50), self.at(0.95), self.at(0.99))
    }
}
