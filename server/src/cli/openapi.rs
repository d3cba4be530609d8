use std::process::ExitCode;

use super::Done;

pub fn run() -> Done {
    let text = serde_json::to_string_pretty(&crate::app::openapi()).map_err(|e| super::Fault::Other(e.to_string()))?;
    say!("{text}");
    Ok(ExitCode::SUCCESS)
}
