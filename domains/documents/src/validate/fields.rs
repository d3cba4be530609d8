//! From the validator's errors to path, code and parameters that the screens translate. Values are never told: an error text
//! must not carry what someone wrote about a client.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as E};
use kernel::FieldError;
use serde_json::Value;

pub fn with(mut e: FieldError, name: &str, value: impl Into<Value>) -> FieldError {
    e.params.insert(name.to_owned(), value.into());
    e
}

/// Adds an error; one that names several properties becomes one each, at the property's own path.
pub fn add(errors: &mut Vec<FieldError>, e: &ValidationError<'_>) {
    let at = e.instance_path().as_str();
    let new = |code: &str| FieldError::new(at, code);
    let below = |name: &str, code: &str| FieldError::new(format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), code);
    let found = match e.kind() {
        E::Required { property } => below(property.as_str().unwrap_or_default(), "required"),
        E::AdditionalProperties { unexpected } => {
            for name in unexpected {
                push(errors, below(name, "unknown_field"));
            }
            return;
        }
        // Every text of these structures that must be there must say something.
        E::MinLength { limit } if *limit == 1 => new("required"),
        E::MinLength { limit } => with(new("too_short"), "min", *limit),
        E::MaxLength { limit } => with(new("too_long"), "max", *limit),
        E::MinItems { limit } => with(new("too_few"), "min", *limit),
        E::MaxItems { limit } => with(new("too_many"), "max", *limit),
        E::Minimum { limit } | E::ExclusiveMinimum { limit } => with(new("too_small"), "min", limit.clone()),
        E::Maximum { limit } | E::ExclusiveMaximum { limit } => with(new("too_great"), "max", limit.clone()),
        E::Type { kind: TypeKind::Single(expected) } => with(new("wrong_type"), "expected", expected.to_string()),
        E::Type { .. } => new("wrong_type"),
        E::Enum { .. } | E::Constant { .. } | E::OneOfNotValid { .. } => new("not_in_list"),
        E::Format { format } => with(new("wrong_format"), "format", format.as_str()),
        E::Pattern { .. } => new("wrong_format"),
        E::UniqueItems => new("repeated"),
        _ => new("not_allowed"),
    };
    push(errors, found);
}

fn push(errors: &mut Vec<FieldError>, e: FieldError) {
    if !errors.contains(&e) {
        errors.push(e);
    }
}
