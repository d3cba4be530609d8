use std::fmt;

/// What is wrong with a resource, and where. Carries no value from the resource except codes that are plainly codes:
/// the report and the OperationOutcome made from it may be read by people who may not see the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// FHIRPath from the resource (`Patient.identifier[0].value`) or from the Bundle (`Bundle.entry[3].fullUrl`).
    pub path: String,
    pub reason: Reason,
}

impl Problem {
    pub fn new(path: impl fmt::Display, reason: Reason) -> Self {
        Self { path: path.to_string(), reason }
    }
}

/// Why something is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file cannot be opened, read or unpacked.
    Unreadable(String),
    /// The text is larger than one document may be (bytes after unpacking).
    TooLarge(u64),
    NotUtf8,
    /// Malformed JSON; line and column count from 1.
    Syntax {
        line: usize,
        column: usize,
        what: String,
    },
    NotAnObject,
    NoResourceType,
    BadResourceType,
    /// A Bundle of a type that is not taken.
    BundleType(&'static str),
    /// The entry names an operation that is not taken (DELETE, PATCH, GET …).
    Method,
    /// `request.url` does not fit the resource.
    RequestUrl,
    /// A required element is missing.
    Required,
    /// The element may occur once only, or more items stand there than may.
    TooMany,
    /// An array, object or text without content, which FHIR forbids.
    Empty,
    /// Another JSON type than the element's.
    WrongType(&'static str),
    /// A text that is not of the primitive type's form.
    Format(&'static str),
    /// A code outside its required value set; the code itself when it is plainly one.
    ValueSet {
        code: Option<String>,
        allowed: &'static [&'static str],
    },
    /// Two types of one choice element (`valueQuantity` and `valueString`).
    TwoChoices(&'static str),
    /// A reference to a type that may not stand there.
    TargetType {
        found: String,
        allowed: &'static [&'static str],
    },
    /// A reference that is none of the forms FHIR has.
    BadReference,
    /// `#id` without such a contained resource.
    NoContained,
    /// A Finnish personal identity code that cannot be one, and why.
    Hetu(kernel::hetu::HetuError),
    /// An end before its start.
    EndBeforeStart,
    /// A rule of the resource type that no single element shows (its FHIR constraint).
    Rule(&'static str),
    /// The type is not taken (in a transaction, which is all or nothing).
    NotTaken(String),
    /// A reference that a transaction needs and that leads nowhere.
    Unresolved,
    /// Another entry of the same transaction has the same fullUrl.
    DuplicateFullUrl,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Unreadable(what) => write!(f, "cannot be read: {what}"),
            Reason::TooLarge(limit) => write!(f, "larger than {limit} bytes when unpacked"),
            Reason::NotUtf8 => f.write_str("not UTF-8"),
            Reason::Syntax { line, column, what } => {
                write!(f, "malformed JSON at line {line}, column {column}: {what}")
            }
            Reason::NotAnObject => f.write_str("not a JSON object"),
            Reason::NoResourceType => f.write_str("resourceType is missing"),
            Reason::BadResourceType => f.write_str("resourceType is not the name of a type"),
            Reason::BundleType(found) => {
                write!(f, "Bundle of type {found} is not taken; transaction, batch and collection are")
            }
            Reason::Method => f.write_str("request.method is not taken; POST and PUT are"),
            Reason::RequestUrl => f.write_str("request.url does not fit the resource"),
            Reason::Required => f.write_str("required element is missing"),
            Reason::TooMany => f.write_str("more items than the element may have"),
            Reason::Empty => f.write_str("empty; an element that has no value is left out"),
            Reason::WrongType(expected) => write!(f, "wrong JSON type; {expected} is expected"),
            Reason::Format(kind) => write!(f, "not a valid {kind}"),
            Reason::ValueSet { code, allowed } => match code {
                Some(code) => write!(f, "code '{code}' is not in the value set: {}", allowed.join(", ")),
                None => write!(f, "code is not in the value set: {}", allowed.join(", ")),
            },
            Reason::TwoChoices(name) => write!(f, "{name}[x] has more than one type"),
            Reason::TargetType { found, allowed } => {
                write!(f, "refers to {found}; allowed are {}", allowed.join(", "))
            }
            Reason::BadReference => f.write_str("not a form of reference that FHIR has"),
            Reason::NoContained => f.write_str("refers to a contained resource that is not there"),
            Reason::Hetu(error) => write!(f, "{error}"),
            Reason::EndBeforeStart => f.write_str("end is before start"),
            Reason::Rule(rule) => f.write_str(rule),
            Reason::NotTaken(name) => write!(f, "resource type {name} is not taken"),
            Reason::Unresolved => f.write_str("the reference leads to nothing that is known"),
            Reason::DuplicateFullUrl => f.write_str("another entry has the same fullUrl"),
        }
    }
}

impl Reason {
    /// The issue type of an OperationOutcome (FHIR R4 `issue-type`).
    pub fn issue_type(&self) -> &'static str {
        match self {
            Reason::Unreadable(_) | Reason::NotUtf8 => "invalid",
            Reason::TooLarge(_) => "too-long",
            Reason::Syntax { .. } | Reason::NotAnObject | Reason::WrongType(_) | Reason::Empty => "structure",
            Reason::TooMany | Reason::TwoChoices(_) => "structure",
            Reason::NoResourceType | Reason::Required => "required",
            Reason::BadResourceType | Reason::Format(_) | Reason::BadReference | Reason::RequestUrl => "value",
            Reason::TargetType { .. } => "value",
            Reason::BundleType(_) | Reason::Method | Reason::NotTaken(_) => "not-supported",
            Reason::ValueSet { .. } => "code-invalid",
            Reason::NoContained | Reason::Unresolved => "not-found",
            Reason::Hetu(_) | Reason::EndBeforeStart | Reason::Rule(_) => "invariant",
            Reason::DuplicateFullUrl => "duplicate",
        }
    }
}

/// A text that may be shown because it has the look of a code: letters and hyphens only, so neither a name with a space
/// nor an identifier with digits passes.
pub(crate) fn showable_code(text: &str) -> Option<String> {
    (text.len() <= 32 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')).then(|| text.to_owned())
}
