//! Those one can log in as: professionals, and two clients.

use kernel::Text;
use uuid::Uuid;

use crate::residents::known;
use crate::staff::{self, PERSONAS};
use crate::write::Whole;

/// A persona of the demo, ready for its log-in page.
#[derive(Clone, Debug)]
pub struct MadePersona {
    /// Stable: journeys and guides name it.
    pub key: String,
    /// staff | client
    pub audience: String,
    pub name: String,
    pub title: Text,
    pub about: Text,
    /// The professional's or the client's id.
    pub subject_id: Uuid,
}

fn about(key: &str) -> Text {
    match key {
        "case_manager" => Text::new(
            "Itäisen tiimin asiakasvastaava. Aino Virtasen luovutuslupa avaa hänelle myös potilastiedot.",
            "Klientansvarig i det östra teamet. Aino Virtanens utlämningstillstånd öppnar också patientuppgifterna.",
            "Case manager of the eastern team. Aino Virtanen's disclosure permit opens the patient record too.",
        ),
        "home_care_nurse" => Text::new(
            "Kotihoidon sairaanhoitaja, käy Aino Virtasen luona. Panee asioita vireille.",
            "Sjukskötare inom hemvården, besöker Aino Virtanen. Anhängiggör ärenden.",
            "Home care nurse who visits Aino Virtanen. Puts matters on their way.",
        ),
        "acute_nurse" => Text::new(
            "Päivystyksen sairaanhoitaja. Näkee potilaansa potilasrekisterin.",
            "Sjukskötare på jouren. Ser sina patienters patientregister.",
            "Nurse in emergency care. Sees the patient register of own patients.",
        ),
        "care_coordinator" => Text::new(
            "Asiakasohjauksen palveluohjaaja. Ottaa vastaan ensimmäiset yhteydenotot.",
            "Servicehandledare i klienthandledningen. Tar emot de första kontakterna.",
            "Care coordinator in client guidance. Receives the first contacts.",
        ),
        "social_worker" => Text::new(
            "Sosiaalityöntekijä, jolla on päätösvalta itäisessä tiimissä.",
            "Socialarbetare med beslutanderätt i det östra teamet.",
            "Social worker with the power of decision in the eastern team.",
        ),
        "team_lead" => Text::new(
            "Itäisen tiimin esihenkilö. Näkee työtilanteen, poissaolot ja määräajat.",
            "Chef för det östra teamet. Ser arbetsläget, frånvaron och tidsfristerna.",
            "Lead of the eastern team. Sees workloads, absences and deadlines.",
        ),
        "case_manager_west" => Text::new(
            "Läntisen tiimin asiakasvastaava. Hänen asiakkaansa potilastiedot avautuvat vain nimetyllä lain perusteella.",
            "Klientansvarig i det västra teamet. Patientuppgifterna för hens klient öppnas bara med en namngiven laglig grund.",
            "Case manager of the western team, whose client's patient record opens only by a named legal ground.",
        ),
        "data_protection_officer" => Text::new(
            "Tietosuojavastaava. Selvittää hänelle siirretyt katselut ja seuraa myöhässä olevia vastauksia; ei avaa asiakkaiden tietoja.",
            "Dataskyddsombud. Utreder visningar som förts vidare och följer försenade svar; öppnar inte klientuppgifter.",
            "Data protection officer. Looks into what is passed on to her and follows late answers; opens no client data.",
        ),
        _ => Text::new(
            "Pääkäyttäjä. Hoitaa yksiköitä, tiimejä ja sääntöjä; ei näe asiakkaiden tietoja.",
            "Huvudanvändare. Sköter enheter, team och regler; ser inte klientuppgifter.",
            "Administrator. Looks after units, teams and rules; sees no client data.",
        ),
    }
}

pub(crate) fn of(whole: &Whole) -> Vec<MadePersona> {
    let mut list: Vec<MadePersona> = PERSONAS
        .iter()
        .filter_map(|(key, name, role, _)| {
            let worker = whole.staff.persona(key)?;
            Some(MadePersona {
                key: (*key).to_owned(),
                audience: "staff".into(),
                name: (*name).to_owned(),
                title: staff::title(*role),
                about: about(key),
                subject_id: worker.id,
            })
        })
        .collect();
    let clients = [
        (
            "client_aino",
            known::AINO,
            Text::new("asiakas, 84 v", "klient, 84 år", "client, 84"),
            Text::new(
                "Asuu kotona miehensä Eeron ja kotihoidon tuella. Kotikuntoutuksen arviointi on kesken.",
                "Bor hemma med stöd av sin man Eero och hemvården. Bedömningen av hemrehabilitering pågår.",
                "Lives at home with her husband Eero and home care. An assessment of home rehabilitation is under way.",
            ),
        ),
        (
            "client_laura",
            known::LAURA,
            Text::new("vanhempi, 35 v", "förälder, 35 år", "parent, 35"),
            Text::new(
                "Kahdeksanvuotiaan Onnin äiti. Voi ottaa yhteyttä ja hakea palvelua.",
                "Mamma till åttaåriga Onni. Kan ta kontakt och ansöka om service.",
                "Mother of eight-year-old Onni. Can make a contact and apply for a service.",
            ),
        ),
    ];
    list.extend(clients.into_iter().filter_map(|(key, index, title, about)| {
        let (resident, client) = (whole.residents.get(index)?, whole.clients.get(index)?);
        Some(MadePersona { key: key.to_owned(), audience: "client".into(), name: resident.called(), title, about, subject_id: client.0 })
    }));
    list
}
