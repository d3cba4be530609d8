//! Which files an import reads: files named are read whatever they are called; directories are walked in a stable order.

use std::io;
use std::path::{Path, PathBuf};

const KINDS: [&str; 3] = [".json", ".ndjson", ".jsonl"];
const PACKED: [&str; 3] = ["", ".gz", ".bz2"];

/// Files under `paths`, in the order given; within a directory by name, so that two runs read alike on every machine.
/// Hidden files and files not named like JSON are passed over in directories (a README beside the data is no error).
///
/// # Errors
/// A path that does not exist or a directory that cannot be read, with that path.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut found = Vec::new();
    for path in paths {
        let kind = std::fs::metadata(path).map_err(|e| (path.clone(), e))?;
        if kind.is_dir() {
            walk(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) -> Result<(), (PathBuf, io::Error)> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(|e| (dir.to_path_buf(), e))? {
        names.push(entry.map_err(|e| (dir.to_path_buf(), e))?.path());
    }
    names.sort();
    for path in names {
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, found)?;
        } else if is_json_name(&name) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_json_name(name: &str) -> bool {
    KINDS.iter().any(|kind| PACKED.iter().any(|packed| name.ends_with(&format!("{kind}{packed}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_by_name_and_passes_over_what_is_not_data() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.json", "a.ndjson.gz", "README.md", ".hidden.json", "sub/c.JSON.bz2"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "{}").unwrap();
        }
        let found = files(&[dir.path().to_path_buf()]).unwrap();
        let names: Vec<_> = found.iter().map(|p| p.strip_prefix(dir.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.ndjson.gz", "b.json", "sub/c.JSON.bz2"]);
    }

    #[test]
    fn a_file_named_outright_is_read_whatever_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("export");
        std::fs::write(&path, "{}").unwrap();
        assert_eq!(files(std::slice::from_ref(&path)).unwrap(), [path]);
    }

    #[test]
    fn a_missing_path_is_named() {
        let missing = PathBuf::from("/nowhere/at/all.json");
        assert_eq!(files(std::slice::from_ref(&missing)).unwrap_err().0, missing);
    }
}
