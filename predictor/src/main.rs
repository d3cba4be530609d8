use std::io::{BufRead, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use predictor::{Shelf, answer};

/// The longest line that is read, in bytes.
const LINE: u64 = 64 << 20;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [flag, dir] = args.as_slice() else { return usage() };
    if flag != "--models" {
        return usage();
    }
    let mut shelf = Shelf::new(PathBuf::from(dir));
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut line = String::new();
    loop {
        line.clear();
        match (&mut input).take(LINE).read_line(&mut line) {
            Ok(0) => return ExitCode::SUCCESS,
            Ok(_) => {}
            Err(_) => return ExitCode::FAILURE,
        }
        let told = answer(&mut shelf, &line);
        if writeln!(output, "{told}").and_then(|()| output.flush()).is_err() {
            return ExitCode::SUCCESS;
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("punos-predictor --models DIR: answers lines of JSON on standard input; started by punos");
    ExitCode::from(2)
}
