//! How an element of a resource is described, so that the definitions read like the tables of the specification.

/// The type of an element.
#[derive(Clone, Copy)]
pub enum Type {
    Text,
    Markdown,
    Code,
    /// A code of a required value set.
    CodeOf(&'static [&'static str]),
    Uri,
    Bool,
    Integer,
    Positive,
    Decimal,
    Date,
    DateTime,
    Instant,
    Time,
    Identifier,
    Concept,
    /// A CodeableConcept of which some coding of `system` must be of a required value set.
    ConceptOf {
        system: &'static str,
        codes: &'static [&'static str],
    },
    Coding,
    Period,
    Quantity,
    Range,
    Ratio,
    HumanName,
    ContactPoint,
    Address,
    Annotation,
    Dosage,
    /// A reference to one of these types; empty: to any.
    Reference(&'static [&'static str]),
    /// A part with elements of its own.
    Part(&'static [Element]),
    /// An object whose inside is not looked at.
    Object,
}

/// How often an element occurs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// 0..1
    Optional,
    /// 1..1
    Required,
    /// 0..*
    Many,
    /// 1..*
    Some,
}

/// An element, or a choice of types (`value[x]`) under one name.
#[derive(Clone, Copy)]
pub struct Element {
    pub name: &'static str,
    pub times: Times,
    pub shape: Shape,
}

#[derive(Clone, Copy)]
pub enum Shape {
    One(Type),
    /// Type names as they are appended to the element's name, with the type.
    Choice(&'static [(&'static str, Type)]),
}

pub const fn opt(name: &'static str, kind: Type) -> Element {
    Element { name, times: Times::Optional, shape: Shape::One(kind) }
}

pub const fn req(name: &'static str, kind: Type) -> Element {
    Element { name, times: Times::Required, shape: Shape::One(kind) }
}

pub const fn many(name: &'static str, kind: Type) -> Element {
    Element { name, times: Times::Many, shape: Shape::One(kind) }
}

pub const fn some(name: &'static str, kind: Type) -> Element {
    Element { name, times: Times::Some, shape: Shape::One(kind) }
}

pub const fn choice(name: &'static str, times: Times, types: &'static [(&'static str, Type)]) -> Element {
    Element { name, times, shape: Shape::Choice(types) }
}
