//! The picture's own words, where a thing has none from its source.

use kernel::Text;
use rules::{LabelledList, Needs, Outcome};

use super::model::Words;

fn t(fi: &str, sv: &str, en: &str) -> Text {
    Text::new(fi, sv, en)
}

/// An encounter's title, or its class in words (HL7 v3 ActCode).
pub fn visit(class: Option<&str>, title: Option<&str>) -> Words {
    // A source that has no words for a visit repeats its class code as the title.
    if let Some(title) = title.map(str::trim).filter(|t| !t.is_empty() && Some(*t) != class) {
        return Words::Source(title.to_owned());
    }
    Words::Own(match class {
        Some("EMER") => t("Päivystyskäynti", "Jourbesök", "Emergency visit"),
        Some("IMP" | "ACUTE" | "NONAC" | "SS") => t("Osastohoito", "Avdelningsvård", "Ward stay"),
        Some("OBSENC") => t("Tarkkailu", "Observation", "Observation"),
        Some("HH") => t("Kotikäynti", "Hembesök", "Home visit"),
        Some("VR") => t("Etäasiointi", "Distanskontakt", "Remote contact"),
        Some("FLD") => t("Käynti kentällä", "Besök på fältet", "Field visit"),
        _ => t("Vastaanottokäynti", "Mottagningsbesök", "Appointment visit"),
    })
}

/// An appointment the room made, by where it is.
pub fn appointment(place: &str) -> Text {
    match place {
        "home_visit" => t("Sovittu kotikäynti", "Avtalat hembesök", "Agreed home visit"),
        "remote" => t("Sovittu etätapaaminen", "Avtalat distansmöte", "Agreed remote appointment"),
        _ => t("Sovittu tapaaminen", "Avtalat möte", "Agreed appointment"),
    }
}

pub fn plan() -> Text {
    t("Asiakassuunnitelma", "Klientplan", "Client plan")
}

pub fn care_plan() -> Text {
    t("Hoito- ja palvelusuunnitelma", "Vård- och serviceplan", "Care plan")
}

pub fn assessment() -> Text {
    t("Palvelutarpeen arvio", "Bedömning av servicebehovet", "Needs assessment")
}

pub fn decision(outcome: Option<Outcome>) -> Text {
    match outcome {
        Some(Outcome::Positive) => t("Myönteinen päätös", "Positivt beslut", "Positive decision"),
        Some(Outcome::Partial) => t("Osittain myönteinen päätös", "Delvis positivt beslut", "Partly positive decision"),
        Some(Outcome::Negative) => t("Kielteinen päätös", "Negativt beslut", "Negative decision"),
        None => t("Päätös", "Beslut", "Decision"),
    }
}

pub fn nameless(kind: &str) -> Text {
    match kind {
        "Appointment" => t("Ajanvaraus", "Tidsbeställning", "Appointment"),
        "ServiceRequest" => t("Palvelupyyntö", "Servicebegäran", "Service request"),
        "EpisodeOfCare" => t("Palvelujakso", "Serviceperiod", "Episode of care"),
        _ => t("Merkintä", "Anteckning", "Entry"),
    }
}

/// A code's words by the rules in force; the code itself when the rules have none.
pub fn code(needs: &Needs, list: LabelledList, code: &str) -> Text {
    needs.label(list, code).cloned().unwrap_or_else(|| Text::fi(code))
}

pub fn protected() -> (Text, Text) {
    (
        t("Turvakielto", "Spärrmarkering", "Address protection"),
        t(
            "Osoite, kotikunta ja yhteystiedot eivät näy. Älä kerro niitä eteenpäin.",
            "Adress, hemkommun och kontaktuppgifter visas inte. Berätta dem inte vidare.",
            "Address, municipality and contact details are hidden. Do not pass them on.",
        ),
    )
}

pub fn deceased() -> Text {
    t("Asiakas on kuollut", "Klienten har avlidit", "The client has died")
}

pub fn overdue() -> Text {
    t("Määräaika on ylittynyt", "Tidsfristen har överskridits", "A time limit has passed")
}

/// `label (section)`.
pub fn with_section(label: &Text, section: &str) -> Text {
    let add = |words: &str| format!("{words} ({section})");
    Text { fi: add(&label.fi), sv: label.sv.as_deref().map(add), en: label.en.as_deref().map(add) }
}

pub fn allergy(what: &str) -> Text {
    t(&format!("Vakava allergia: {what}"), &format!("Allvarlig allergi: {what}"), &format!("Severe allergy: {what}"))
}

pub fn silence(days: i64) -> (Text, Text) {
    (
        t("Ei yhteyttä pitkään aikaan", "Ingen kontakt på länge", "No contact for a long time"),
        t(
            &format!("Asiakkuus on avoinna, mutta viimeisestä näkyvästä käynnistä tai yhteydenotosta on {days} päivää."),
            &format!("Klientrelationen är öppen, men det har gått {days} dagar sedan det senaste synliga besöket eller kontakten."),
            &format!("A customership is open, but {days} days have passed since the last visit or contact you can see."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_called_by_its_title_else_by_its_class() {
        assert_eq!(visit(Some("EMER"), Some("Päivystys, kaatuminen")), Words::Source("Päivystys, kaatuminen".into()));
        assert_eq!(visit(Some("EMER"), Some("EMER")).key(), "Päivystyskäynti");
        assert_eq!(visit(Some("HH"), None).key(), "Kotikäynti");
        assert_eq!(visit(None, Some(" ")).key(), "Vastaanottokäynti");
    }
}
