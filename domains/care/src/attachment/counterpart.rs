//! A clamd for the tests: speaks INSTREAM over TCP, finds the EICAR test file, and can be away or say that it cannot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(super) use super::scan::eicar;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Well = 0,
    /// Takes the connection and ends it without a word.
    Away = 1,
    /// Says that it cannot.
    Unable = 2,
}

pub struct Clamd {
    pub port: u16,
    mood: Arc<AtomicU8>,
    pub asked: Arc<AtomicUsize>,
}

impl Clamd {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (mood, asked) = (Arc::new(AtomicU8::new(0)), Arc::new(AtomicUsize::new(0)));
        let (moods, count) = (mood.clone(), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let mood = moods.load(Ordering::SeqCst);
                tokio::spawn(async move {
                    let _ = serve(stream, mood).await;
                });
            }
        });
        Self { port, mood, asked }
    }

    pub fn is(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }
}

async fn serve(mut stream: TcpStream, mood: u8) -> std::io::Result<()> {
    if mood == Mood::Away as u8 {
        return Ok(());
    }
    let mut command = Vec::new();
    loop {
        match stream.read_u8().await? {
            0 => break,
            byte => command.push(byte),
        }
    }
    assert_eq!(command, b"zINSTREAM");
    let mut content = Vec::new();
    loop {
        let length = stream.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length];
        stream.read_exact(&mut chunk).await?;
        content.extend(chunk);
    }
    let test = eicar();
    let answer: &[u8] = match mood {
        2 => b"INSTREAM size limit exceeded. ERROR\0",
        _ if content.windows(test.len()).any(|part| part == test) => b"stream: Win.Test.EICAR_HDB-1 FOUND\0",
        _ => b"stream: OK\0",
    };
    stream.write_all(answer).await?;
    stream.shutdown().await
}
