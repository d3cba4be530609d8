//! The resource types that are taken, and where each belongs.

macro_rules! taken {
    ($($name:ident => $row:literal),+ $(,)?) => {
        /// A resource type that is kept and projected. Every other type is counted, named in the report and not stored.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Taken { $($name),+ }

        impl Taken {
            pub const ALL: &'static [Taken] = &[$(Taken::$name),+];

            /// The type's name in FHIR, which is also the `kind` of its typed row.
            pub const fn name(self) -> &'static str { match self { $(Taken::$name => stringify!($name)),+ } }

            pub fn parse(name: &str) -> Option<Self> { match name { $(stringify!($name) => Some(Taken::$name),)+ _ => None } }

            /// Row of the data catalogue (A1) that items of this type belong to.
            pub const fn catalogue_row(self) -> kernel::CatalogueRow { match self { $(Taken::$name => $row),+ } }
        }
    };
}

taken! {
    Patient => 1, RelatedPerson => 3,
    Practitioner => 17, PractitionerRole => 17, Organization => 17, Location => 17, HealthcareService => 17,
    Encounter => 19, EpisodeOfCare => 18, CareTeam => 17, CarePlan => 21, Goal => 21,
    Condition => 19, AllergyIntolerance => 19, MedicationRequest => 19, Immunization => 19, Procedure => 19,
    Observation => 19, DiagnosticReport => 19, ServiceRequest => 19, Appointment => 19,
    Device => 19, DeviceUseStatement => 19, Flag => 19, QuestionnaireResponse => 13,
}

impl Taken {
    /// Whether it describes the source's own people and units, whom no client owns.
    pub const fn is_actor(self) -> bool {
        matches!(self, Taken::Practitioner | Taken::PractitionerRole | Taken::Organization | Taken::Location | Taken::HealthcareService)
    }
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether a text has the shape of a resource type's name. Types FHIR does not know are counted as not taken like the
/// others; a text of another shape is an error, for it may hold anything.
pub fn is_type_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && name.len() <= 64 && chars.all(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_25_types_of_the_contract_are_taken_and_round_trip() {
        assert_eq!(Taken::ALL.len(), 25);
        for taken in Taken::ALL {
            assert_eq!(Taken::parse(taken.name()), Some(*taken));
            assert!((1..=30).contains(&taken.catalogue_row()));
        }
        assert_eq!(Taken::parse("Claim"), None);
    }

    #[test]
    fn a_type_name_is_letters_beginning_with_a_capital() {
        assert!(is_type_name("ExplanationOfBenefit"));
        for bad in ["", "patient", "Patient 1", "131052-308T", "Pätient"] {
            assert!(!is_type_name(bad), "{bad}");
        }
    }
}
