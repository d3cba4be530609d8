//! Where looks are kept while the database takes no writes: lines of JSON, fsynced, merged when it writes again.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use super::Line;

pub struct Spool {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

impl Spool {
    pub fn at(path: PathBuf) -> Self {
        Self { path, file: Mutex::new(None) }
    }

    /// Appends and fsyncs; only after it returns `Ok` may the answer leave.
    pub fn append(&self, lines: &[Line]) -> std::io::Result<()> {
        let mut held = self.file.lock().unwrap_or_else(|e| e.into_inner());
        let file = match held.take() {
            Some(file) => file,
            None => {
                if let Some(dir) = self.path.parent() {
                    std::fs::create_dir_all(dir)?;
                }
                File::options().create(true).append(true).open(&self.path)?
            }
        };
        let mut text = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        (&file).write_all(&text)?;
        file.sync_data()?;
        *held = Some(file);
        Ok(())
    }

    /// What is kept. A last line cut short by a crash was never answered for, and is left out.
    pub fn read(&self) -> std::io::Result<Vec<Line>> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(e),
        };
        let mut lines = Vec::new();
        for text in BufReader::new(file).lines() {
            if let Ok(line) = serde_json::from_str(&text?) {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// Empties the spool once its lines are committed.
    pub fn clear(&self) -> std::io::Result<()> {
        let mut held = self.file.lock().unwrap_or_else(|e| e.into_inner());
        *held = None;
        match std::fs::remove_file(&self.path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }
}
