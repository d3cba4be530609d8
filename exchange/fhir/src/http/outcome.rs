//! OperationOutcome: what is wrong, where, by FHIR's own codes.

use kernel::Problem;
use serde_json::{Value, json};

use crate::problem::Problem as Fault;

fn outcome(issues: Vec<Value>) -> Value {
    json!({ "resourceType": "OperationOutcome", "issue": issues })
}

fn issue(entry: Option<usize>, fault: &Fault) -> Value {
    let inside = !fault.path.starts_with("Bundle");
    let expression = match entry {
        // The path begins with the resource's type, which the Bundle's element stands for.
        Some(index) if inside => {
            let rest = fault.path.split_once('.').map(|(_, rest)| format!(".{rest}")).unwrap_or_default();
            format!("Bundle.entry[{index}].resource{rest}")
        }
        _ => fault.path.clone(),
    };
    let mut issue = json!({
        "severity": "error",
        "code": fault.reason.issue_type(),
        "diagnostics": fault.reason.to_string(),
    });
    if !expression.is_empty()
        && let Some(issue) = issue.as_object_mut()
    {
        issue.insert("expression".into(), json!([expression]));
    }
    issue
}

/// Everything wrong with a Bundle.
pub fn refusal(faults: &[(Option<usize>, Fault)]) -> Value {
    outcome(faults.iter().map(|(entry, fault)| issue(*entry, fault)).collect())
}

/// References that wait: no error, but said.
pub fn waiting(paths: impl Iterator<Item = String>) -> Value {
    let told = |path: String| {
        json!({
            "severity": "information",
            "code": "informational",
            "diagnostics": "the target is not known yet; the reference is followed when it comes",
            "expression": [path],
        })
    };
    outcome(paths.map(told).collect())
}

/// A refusal that is not about what was sent.
pub fn of_problem(problem: &Problem) -> Value {
    let code = match problem.status {
        401 => "login",
        403 => "forbidden",
        404 => "not-found",
        413 => "too-long",
        415 => "not-supported",
        503 => "transient",
        400..=499 => "processing",
        _ => "exception",
    };
    outcome(vec![json!({ "severity": "error", "code": code, "diagnostics": problem.title })])
}
