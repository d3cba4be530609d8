//! What is taken, in FHIR's own words.

use serde_json::{Value, json};

use crate::types::Taken;

/// When this statement last changed.
const DATE: &str = "2026-11-23";

/// The CapabilityStatement of this node.
pub fn statement() -> Value {
    let resources: Vec<Value> = Taken::ALL
        .iter()
        .map(|taken| {
            json!({
                "type": taken.name(),
                "interaction": [{ "code": "create" }, { "code": "update" }],
                "versioning": "versioned",
                "readHistory": false,
                "updateCreate": true,
                "conditionalCreate": true,
                "conditionalUpdate": true,
                "conditionalDelete": "not-supported",
                "referencePolicy": ["literal", "logical", "local"],
            })
        })
        .collect();
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": DATE,
        "kind": "instance",
        "software": { "name": "Punos", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": "Takes in resources of the types named; they come as entries of a transaction or a batch." },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "application/json"],
        "rest": [{
            "mode": "server",
            "documentation": "create and update are taken inside a transaction or batch only. The same resource sent again, known by its fullUrl, an identifier or its id, is updated when it has changed and else left as it is; a conditional update must ask for an identifier that the resource itself has. A reference whose target is not known yet waits for it. Entries of other types are refused. An Observation of a measure of functional ability, or a QuestionnaireResponse to the form of one, is scored here as one of the client's measurements; who made it (a professional, the client, one close to them, a device at home) stays with it.",
            "security": { "cors": false, "description": "Authorization: Bearer with a token made by `punos token`; scope fhir.write." },
            "resource": resources,
            "interaction": [{ "code": "transaction" }, { "code": "batch" }],
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_version_and_every_type_taken() {
        let statement = statement();
        assert_eq!(statement["fhirVersion"], "4.0.1");
        let types: Vec<&str> = statement["rest"][0]["resource"].as_array().unwrap().iter().map(|r| r["type"].as_str().unwrap()).collect();
        assert_eq!(types.len(), 25);
        assert!(types.contains(&"QuestionnaireResponse") && !types.contains(&"Claim"));
    }
}
