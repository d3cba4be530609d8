//! Where looks are durable before the database has them: lines of JSON, fsynced before the answer leaves. Two files: one is
//! appended to while what the other holds is committed. A file keeps its length and is written over, so that an fsync has only
//! data to write; what is behind the last line is zeros. One process holds a spool at a time.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::Arc;

use super::Line;

/// One of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    A,
    B,
}

impl Half {
    pub const BOTH: [Half; 2] = [Half::A, Half::B];

    pub const fn other(self) -> Half {
        match self {
            Half::A => Half::B,
            Half::B => Half::A,
        }
    }
}

/// Bytes a file has from the start.
const LENGTH: usize = 256 * 1024;

pub struct Spool {
    a: Kept,
    b: Kept,
    current: Half,
    /// Held while the spool is.
    _lock: File,
}

struct Kept {
    path: PathBuf,
    file: Option<Arc<File>>,
    used: u64,
}

impl Kept {
    fn at(path: PathBuf) -> Self {
        Self { path, file: None, used: 0 }
    }

    /// Opens the file, made and filled with zeros when there is none; its directory entry is durable too.
    fn open(&mut self) -> std::io::Result<Arc<File>> {
        if let Some(file) = &self.file {
            return Ok(file.clone());
        }
        let file = File::options().create(true).read(true).write(true).truncate(false).mode(0o600).open(&self.path)?;
        if file.metadata()?.len() == 0 {
            file.write_all_at(&vec![0; LENGTH], 0)?;
            file.sync_all()?;
            if let Some(dir) = self.path.parent() {
                File::open(dir)?.sync_all()?;
            }
        }
        let file = Arc::new(file);
        self.file = Some(file.clone());
        Ok(file)
    }

    fn text(&self) -> std::io::Result<Vec<u8>> {
        let mut text = Vec::new();
        match File::open(&self.path) {
            Ok(mut file) => file.read_to_end(&mut text)?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => 0,
            Err(e) => return Err(e),
        };
        text.truncate(text.iter().position(|byte| *byte == 0).unwrap_or(text.len()));
        Ok(text)
    }
}

impl Spool {
    /// `DATA/looks.spool` names `looks.a.spool` and `looks.b.spool`. What an earlier life of the process left there is kept. None
    /// when another process holds them (a command beside a running node) or the directory cannot be written: then looks go
    /// straight to the database.
    pub fn hold(path: &std::path::Path) -> Option<Self> {
        let lock = File::options().create(true).truncate(false).write(true).mode(0o600).open(path.with_extension("lock")).ok()?;
        lock.try_lock().ok()?;
        let [a, b] = ["a.spool", "b.spool"].map(|half| Kept::at(path.with_extension(half)));
        let mut spool = Self { a, b, current: Half::A, _lock: lock };
        for half in Half::BOTH {
            let used = spool.kept(half).text().map_or(0, |text| text.len());
            spool.half(half).used = used as u64;
        }
        Some(spool)
    }

    fn kept(&self, half: Half) -> &Kept {
        match half {
            Half::A => &self.a,
            Half::B => &self.b,
        }
    }
    fn half(&mut self, half: Half) -> &mut Kept {
        match half {
            Half::A => &mut self.a,
            Half::B => &mut self.b,
        }
    }

    /// Whether nothing is kept there.
    pub fn is_empty(&self, half: Half) -> bool {
        self.kept(half).used == 0
    }

    pub const fn current(&self) -> Half {
        self.current
    }

    /// Appends to the current half and fsyncs; only after it returns `Ok` may the answers leave.
    pub async fn append(&mut self, lines: &[Line]) -> std::io::Result<()> {
        let mut text = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        let kept = self.half(self.current);
        let (file, at) = (kept.open()?, kept.used);
        let length = text.len() as u64;
        let written = tokio::task::spawn_blocking(move || {
            file.write_all_at(&text, at)?;
            file.sync_data()
        });
        written.await.map_err(std::io::Error::other)??;
        // What could not be written whole is written over: no hole stays between lines.
        kept.used += length;
        Ok(())
    }

    /// From now on the other half is appended to. Gives the half that was.
    pub fn turn(&mut self) -> Half {
        let full = self.current;
        self.current = full.other();
        full
    }

    /// What is kept there. A last line cut short by a crash was never answered for, and is left out.
    pub fn read(&self, half: Half) -> std::io::Result<Vec<Line>> {
        let text = self.kept(half).text()?;
        Ok(text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect())
    }

    /// Empties a half whose lines are committed. It is not fsynced: after a crash the lines are there again, and are known.
    pub fn clear(&mut self, half: Half) -> std::io::Result<()> {
        let kept = self.half(half);
        let file = kept.open()?;
        file.write_all_at(&vec![0; usize::try_from(kept.used).unwrap_or(LENGTH)], 0)?;
        kept.used = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Outcome;

    fn line(action: &str) -> Line {
        Line {
            id: uuid::Uuid::now_v7(),
            at: kernel::Context::system().now(),
            actor_kind: "staff".into(),
            actor_id: None,
            role: None,
            unit_id: None,
            client_id: None,
            also: Vec::new(),
            action: action.into(),
            purpose: "care".into(),
            ground: None,
            registers: None,
            categories: None,
            object_kind: None,
            objects: None,
            outcome: Outcome::Allowed,
            code: None,
            request_id: uuid::Uuid::nil(),
            acting: None,
        }
    }

    #[tokio::test]
    async fn lines_are_there_again_after_a_crash_until_they_are_cleared() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("looks.spool");
        let mut spool = Spool::hold(&path).unwrap();
        spool.append(&[line("first"), line("second")]).await.unwrap();
        assert_eq!(spool.turn(), Half::A);
        spool.append(&[line("third")]).await.unwrap();
        assert!(Spool::hold(&path).is_none(), "one process at a time");
        drop(spool);
        let mut again = Spool::hold(&path).unwrap();
        let names = |spool: &Spool, half| spool.read(half).unwrap().into_iter().map(|l| l.action).collect::<Vec<_>>();
        assert_eq!((names(&again, Half::A), names(&again, Half::B)), (vec!["first".to_owned(), "second".into()], vec!["third".to_owned()]));
        again.append(&[line("after")]).await.unwrap();
        assert_eq!(names(&again, Half::A).len(), 3, "it goes on behind what was left");
        again.clear(Half::A).unwrap();
        assert!(again.is_empty(Half::A) && names(&again, Half::A).is_empty());
        assert_eq!(names(&again, Half::B), ["third"]);
        again.append(&[line("new")]).await.unwrap();
        assert_eq!(names(&again, Half::A), ["new"], "nothing of the old lines shows behind the new");
    }

    #[tokio::test]
    async fn a_line_cut_short_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("looks.spool");
        let mut spool = Spool::hold(&path).unwrap();
        spool.append(&[line("whole")]).await.unwrap();
        let file = File::options().write(true).open(dir.path().join("looks.a.spool")).unwrap();
        file.write_all_at(b"{\"id\":\"0", spool.a.used).unwrap();
        drop(spool);
        assert_eq!(Spool::hold(&path).unwrap().read(Half::A).unwrap().len(), 1);
    }
}
