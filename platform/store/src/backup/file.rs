use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BackupError, FORMAT, Head, Piece};

/// Level 3 keeps up with the database; higher ones gain little on rows of ids and dates.
const LEVEL: i32 = 3;

#[derive(Serialize, Deserialize)]
struct EndLine {
    end: End,
}

#[derive(Serialize, Deserialize)]
struct End {
    rows: u64,
    sha256: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> BackupError + '_ {
    move |error| BackupError::File { path: path.into(), error }
}

/// What was written.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    pub rows: u64,
    /// Size of the file.
    pub bytes: u64,
    pub sha256: String,
}

/// Writes a copy to `FILE.part` and gives it its name when it is whole and on disk. Dropped before that, it leaves nothing.
pub struct Writer {
    path: PathBuf,
    part: PathBuf,
    out: Option<zstd::Encoder<'static, BufWriter<File>>>,
    hash: Sha256,
    rows: u64,
}

impl Writer {
    /// Begins a file that only its owner may read. `replace`: a file of that name may give way.
    pub fn create(path: &Path, replace: bool) -> Result<Self, BackupError> {
        if path.exists() && !replace {
            return Err(BackupError::Exists(path.into()));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        // What an earlier, killed run left behind must not lend its permissions.
        let _ = std::fs::remove_file(&part);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part).map_err(at(&part))?;
        let mut out = zstd::Encoder::new(BufWriter::new(file), LEVEL).map_err(at(&part))?;
        out.include_checksum(true).map_err(at(&part))?;
        Ok(Self { path: path.into(), part, out: Some(out), hash: Sha256::new(), rows: 0 })
    }

    pub fn write(&mut self, piece: &Piece) -> Result<(), BackupError> {
        self.hash.update(piece.text.as_bytes());
        self.rows += piece.rows;
        let out = self.out.as_mut().ok_or(BackupError::BrokenOff)?;
        out.write_all(piece.text.as_bytes()).map_err(|error| BackupError::File { path: self.part.clone(), error })
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the end line, puts everything on disk and gives the file its name.
    pub fn finish(mut self) -> Result<Written, BackupError> {
        let sha256 = hex(&self.hash.clone().finalize());
        let end =
            serde_json::to_string(&EndLine { end: End { rows: self.rows, sha256: sha256.clone() } }).map_err(|_| BackupError::BrokenOff)?;
        let fail = |error| BackupError::File { path: self.part.clone(), error };
        let mut out = self.out.take().ok_or(BackupError::BrokenOff)?;
        out.write_all(format!("{end}\n").as_bytes()).map_err(fail)?;
        let file = out.finish().and_then(|b| b.into_inner().map_err(|e| e.into_error())).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        let bytes = file.metadata().map_err(fail)?.len();
        std::fs::rename(&self.part, &self.path).map_err(fail)?;
        // The name itself must survive a power cut too.
        let dir = self.path.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(dir).and_then(|d| d.sync_all()).map_err(fail)?;
        Ok(Written { rows: self.rows, bytes, sha256 })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // After `finish` the name is gone and there is nothing to remove.
        let _ = std::fs::remove_file(&self.part);
    }
}

/// The lines of a copy, with the counting of bytes read for a progress bar.
pub(super) struct Lines {
    path: PathBuf,
    text: BufReader<zstd::Decoder<'static, BufReader<Counted>>>,
}

struct Counted {
    file: File,
    read: std::sync::Arc<std::sync::atomic::AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.read.fetch_add(n as u64, std::sync::atomic::Ordering::Relaxed);
        Ok(n)
    }
}

impl Lines {
    pub(super) fn open(path: &Path, read: std::sync::Arc<std::sync::atomic::AtomicU64>) -> Result<Self, BackupError> {
        let file = File::open(path).map_err(at(path))?;
        let decoder = zstd::Decoder::new(Counted { file, read }).map_err(at(path))?;
        Ok(Self { path: path.into(), text: BufReader::with_capacity(1 << 20, decoder) })
    }

    /// The next line with its line break; empty at the end of the file.
    pub(super) fn next(&mut self, line: &mut String) -> Result<(), BackupError> {
        line.clear();
        match self.text.read_line(line) {
            Ok(_) => Ok(()),
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Err(BackupError::NotWhole("it ends in the middle")),
            Err(e) if e.kind() == std::io::ErrorKind::Other || e.kind() == std::io::ErrorKind::InvalidData => Err(BackupError::Checksum),
            Err(error) => Err(BackupError::File { path: self.path.clone(), error }),
        }
    }

    pub(super) fn head(&mut self) -> Result<(Head, String), BackupError> {
        let mut line = String::new();
        match self.next(&mut line) {
            Ok(()) => {}
            Err(BackupError::Checksum) => return Err(BackupError::NotOurs),
            Err(other) => return Err(other),
        }
        let format: serde_json::Value = serde_json::from_str(&line).map_err(|_| BackupError::NotOurs)?;
        match format.get("punos_backup").and_then(serde_json::Value::as_u64) {
            Some(n) if n == u64::from(FORMAT) => {}
            Some(n) => return Err(BackupError::Newer(u32::try_from(n).unwrap_or(u32::MAX))),
            None => return Err(BackupError::NotOurs),
        }
        let head = serde_json::from_value(format).map_err(|_| BackupError::NotOurs)?;
        Ok((head, line))
    }
}

/// A copy read from its first byte to its last and found whole.
#[derive(Clone, Debug)]
pub struct Checked {
    pub head: Head,
    pub rows: u64,
    pub sha256: String,
    pub(super) path: PathBuf,
    /// Where each follower of the event log was: consumer, transaction, number.
    pub(super) cursors: Vec<(String, i64, i64)>,
}

/// Reads a whole copy: its form, the number of rows of each table, its checksum. `told` hears how many bytes were read.
pub fn check(path: &Path, mut told: impl FnMut(u64)) -> Result<Checked, BackupError> {
    let read = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let mut lines = Lines::open(path, read.clone())?;
    let (head, first) = lines.head()?;
    let mut hash = Sha256::new();
    hash.update(first.as_bytes());
    let (mut rows, mut here, mut tables) = (0u64, 0u64, head.tables.iter());
    let mut current: Option<&super::Table> = None;
    let mut cursors = Vec::new();
    let mut line = String::new();
    loop {
        lines.next(&mut line)?;
        if !line.ends_with('\n') {
            return Err(BackupError::NotWhole("its last line is missing"));
        }
        if line.starts_with('[') {
            rows += 1;
            here += 1;
            if rows % 10_000 == 0 {
                told(read.load(std::sync::atomic::Ordering::Relaxed));
            }
            if let Some(table) = current.filter(|t| t.name == "event_cursor") {
                cursors.push(cursor(table, &line)?);
            }
        } else {
            if current.is_some_and(|t| t.rows != here) {
                return Err(BackupError::NotWhole("a table has not all its rows"));
            }
            if let Ok(EndLine { end }) = serde_json::from_str::<EndLine>(&line) {
                if tables.next().is_some() || end.rows != rows {
                    return Err(BackupError::NotWhole("tables or rows are missing"));
                }
                let sha256 = hex(&hash.finalize());
                if sha256 != end.sha256 {
                    return Err(BackupError::Checksum);
                }
                lines.next(&mut line)?;
                if !line.is_empty() {
                    return Err(BackupError::NotWhole("something follows its end"));
                }
                return Ok(Checked { head: head.clone(), rows, sha256, path: path.into(), cursors });
            }
            current = tables.next();
            here = 0;
            if current.map(|t| &t.name) != table_named(&line).as_ref() {
                return Err(BackupError::NotWhole("its tables are not in the order of its head"));
            }
        }
        hash.update(line.as_bytes());
    }
}

/// The table a `{"table": …}` line begins.
pub(super) fn table_named(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value.get("table")?.as_str().map(str::to_owned)
}

fn cursor(table: &super::Table, line: &str) -> Result<(String, i64, i64), BackupError> {
    let misfit = || BackupError::Misfit(table.name.clone());
    let row: Vec<serde_json::Value> = serde_json::from_str(line).map_err(|_| misfit())?;
    let of = |name: &str| table.columns.iter().position(|c| c.name == name).and_then(|i| row.get(i)).ok_or_else(misfit);
    let number = |name: &str| of(name).and_then(|v| v.as_i64().ok_or_else(misfit));
    Ok((of("consumer")?.as_str().ok_or_else(misfit)?.to_owned(), number("txid")?, number("seq")?))
}
