//! A command of the operator's: the file comes on its standard input, its exit code is the verdict.

use std::path::Path;
use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::{NoVerdict, Verdict, name};

pub async fn scan(program: &Path, arguments: &[String], content: &[u8]) -> Result<Verdict, NoVerdict> {
    // The program gets nothing of the node's own environment: keys and passwords can stand there.
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| NoVerdict::Unreachable)?;
    let input = child.stdin.take();
    let feed = async move {
        if let Some(mut input) = input {
            // One that has seen enough may close its end; the exit code says what it saw.
            let _ = input.write_all(content).await;
            let _ = input.shutdown().await;
        }
    };
    let (ended, ()) = tokio::join!(child.wait_with_output(), feed);
    let ended = ended.map_err(|_| NoVerdict::Failed)?;
    match ended.status.code() {
        Some(0) => Ok(Verdict::Clean),
        Some(1) => Ok(Verdict::Infected(found(&String::from_utf8_lossy(&ended.stdout)))),
        _ => Err(NoVerdict::Failed),
    }
}

/// The name in a line such as `stdin: Name FOUND`.
fn found(output: &str) -> String {
    let line = output.lines().find_map(|line| line.trim().strip_suffix("FOUND")).unwrap_or_default();
    name(line.split_once(": ").map_or(line, |(_, found)| found))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn shell(script: &str, content: &[u8]) -> Result<Verdict, NoVerdict> {
        scan(Path::new("/bin/sh"), &["-c".to_owned(), script.to_owned()], content).await
    }

    #[tokio::test]
    async fn the_exit_code_is_the_verdict() {
        let look = "if grep -q PAHA; then echo 'stdin: Testi.Paha FOUND'; exit 1; fi";
        assert_eq!(shell(look, b"hyvaa paivaa").await, Ok(Verdict::Clean));
        assert_eq!(shell(look, b"tama on PAHA").await, Ok(Verdict::Infected("Testi.Paha".into())));
        assert_eq!(shell("cat > /dev/null; exit 2", b"x").await, Err(NoVerdict::Failed));
        assert_eq!(shell("exit 0", &vec![b'x'; 1_000_000]).await, Ok(Verdict::Clean), "one that does not read all does not hang us");
        assert_eq!(shell("cat > /dev/null; test -z \"$PUNOS_KEY\" && test -z \"$HOME\"", b"x").await, Ok(Verdict::Clean));
        assert_eq!(scan(Path::new("/ei/ole"), &[], b"x").await, Err(NoVerdict::Unreachable));
    }
}
