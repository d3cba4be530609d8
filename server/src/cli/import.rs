use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use kernel::Problem;
use serde_json::Value;

use super::orders::order;
use super::{Common, Done, Fault};
use crate::control::Order;
use crate::node::Node;

#[derive(Subcommand)]
pub enum Import {
    /// FHIR R4: Bundles and NDJSON, plain, .gz or .bz2; files or directories
    Fhir(Fhir),
    /// Document structures (THL Sosmeta's JSON Schemas); files or directories
    Structures(Structures),
    /// National code sets by version (FHIR R4 CodeSystems, plain or in a Bundle); files or directories
    Codes(Structures),
}

#[derive(Args, Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Fhir {
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// Name of the source system the originals are kept under
    #[arg(long, default_value = "fhir-import", value_name = "SYSTEM")]
    source: String,
    /// Register the resources belong to, unless the source says otherwise
    #[arg(long, default_value = "patient", value_parser = ["social", "patient"])]
    register: String,
}

#[derive(Args, Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Structures {
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
}

/// What to take in; also as an order to a running node.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportOrder {
    Fhir(Fhir),
    Structures(Structures),
    Codes(Structures),
}

impl Import {
    pub async fn run(self, common: &Common) -> Done {
        // A running node has its own working directory.
        let absolute = |paths: Vec<PathBuf>| -> Result<Vec<PathBuf>, Fault> {
            paths
                .into_iter()
                .map(|p| {
                    std::path::absolute(&p)
                        .and_then(|a| a.try_exists()?.then_some(a).ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound)))
                        .map_err(|e| Fault::Usage(format!("{}: {e}", p.display())))
                })
                .collect()
        };
        let import = match self {
            Import::Fhir(f) => ImportOrder::Fhir(Fhir { paths: absolute(f.paths)?, ..f }),
            Import::Structures(s) => ImportOrder::Structures(Structures { paths: absolute(s.paths)? }),
            Import::Codes(s) => ImportOrder::Codes(Structures { paths: absolute(s.paths)? }),
        };
        let report = order(common, &Order::Import(import)).await?;
        let faults = report.get("errors").and_then(|e| e.as_array()).map_or(0, Vec::len);
        if common.json {
            say!("{report}")
        } else {
            tell(&report)
        }
        Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl ImportOrder {
    pub async fn run(&self, node: &Node) -> Result<Value, Problem> {
        let report = match self {
            ImportOrder::Fhir(f) => {
                let job = node.gate.job("fhir.import", "import", None);
                let register = kernel::Register::parse(&f.register).unwrap_or(kernel::Register::Patient);
                let options = fhir::ImportOptions::new(&f.source, register);
                let bar = indicatif::ProgressBar::new(0).with_message("resources");
                let report = fhir::import(&job, &options, &f.paths, &mut |done, total| {
                    bar.set_length(total);
                    bar.set_position(done);
                })
                .await?;
                bar.finish_and_clear();
                serde_json::to_value(report)
            }
            ImportOrder::Structures(s) => {
                let job = node.gate.job("documents.structures.import", "import", None);
                serde_json::to_value(documents::load_structures(&job, &s.paths).await?)
            }
            ImportOrder::Codes(s) => {
                let job = node.gate.job("documents.codes.import", "import", None);
                serde_json::to_value(documents::load_codes(&job, &s.paths).await?)
            }
        };
        report.map_err(|_| Problem::internal())
    }
}

fn tell(report: &Value) {
    for (name, value) in report.as_object().into_iter().flatten() {
        match value {
            Value::Object(counts) if !counts.is_empty() => {
                say!("{name}:");
                for (kind, n) in counts {
                    say!("  {kind:<28} {n}");
                }
            }
            Value::Array(list) if !list.is_empty() => {
                say!("{name}: {}", list.len());
                for item in list {
                    let field = |f: &str| item.get(f).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).unwrap_or_default();
                    say!("  {} {} {} {}", field("file"), field("entry"), field("path"), field("reason"));
                }
            }
            Value::Object(_) | Value::Array(_) => {}
            other => say!("{name}: {other}"),
        }
    }
}
