//! What this process uses, as Linux tells it; zero elsewhere.

/// Clock ticks a second in `/proc`: fixed at 100 for programs on every Linux architecture that Rust supports.
const TICKS: f64 = 100.0;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    pub resident_bytes: i64,
    pub open_files: i64,
    /// User and system together.
    pub cpu_seconds: f64,
}

pub fn usage() -> Usage {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let files = std::fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or_default();
    Usage {
        resident_bytes: resident(&status).unwrap_or_default(),
        open_files: i64::try_from(files).unwrap_or_default(),
        cpu_seconds: cpu(&stat).unwrap_or_default(),
    }
}

fn resident(status: &str) -> Option<i64> {
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<i64>().ok()? * 1024)
}

/// utime and stime are the 14th and 15th fields; the second is the program's name in brackets and may hold spaces.
fn cpu(stat: &str) -> Option<f64> {
    let after = stat.rsplit_once(')')?.1;
    let mut fields = after.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_linux_writes() {
        assert_eq!(resident("Name:\tpunos\nVmRSS:\t  2048 kB\n"), Some(2048 * 1024));
        assert_eq!(cpu("7 (a (b) c) S 1 7 7 0 -1 4194304 1 2 3 4 250 50 0 0 20 0 1 0 5 6"), Some(3.0));
        assert_eq!(cpu(""), None);
        let usage = usage();
        assert!(usage.resident_bytes > 0 && usage.open_files > 0, "{usage:?}");
    }
}
