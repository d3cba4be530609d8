//! The fixed words of a print in the two languages of decisions.

use kernel::Lang;

/// The fixed words.
#[derive(Debug)]
pub struct Words {
    pub client: &'static str,
    pub hetu: &'static str,
    pub birth_date: &'static str,
    pub matter: &'static str,
    pub organisation: &'static str,
    pub unit: &'static str,
    pub made_by: &'static str,
    pub made_on: &'static str,
    pub decided_by: &'static str,
    pub decided_on: &'static str,
    pub draft: &'static str,
    pub draft_notice: &'static str,
    pub document: &'static str,
    pub version: &'static str,
    pub page: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    /// Before a time of day.
    pub at: &'static str,
    /// RFC 3066 tag of the file.
    pub tag: &'static str,
}

const FI: Words = Words {
    client: "Asiakas",
    hetu: "Henkilötunnus",
    birth_date: "Syntymäaika",
    matter: "Asian numero",
    organisation: "Rekisterinpitäjä",
    unit: "Yksikkö",
    made_by: "Laatija",
    made_on: "Laadittu",
    decided_by: "Päätöksen tekijä",
    decided_on: "Päätöspäivä",
    draft: "LUONNOS",
    draft_notice: "LUONNOS – asiakirja on keskeneräinen eikä sitä ole hyväksytty.",
    document: "Asiakirja",
    version: "versio",
    page: "Sivu",
    yes: "Kyllä",
    no: "Ei",
    at: "klo",
    tag: "fi-FI",
};

const SV: Words = Words {
    client: "Klient",
    hetu: "Personbeteckning",
    birth_date: "Födelsedatum",
    matter: "Ärendets nummer",
    organisation: "Personuppgiftsansvarig",
    unit: "Enhet",
    made_by: "Upprättat av",
    made_on: "Upprättat",
    decided_by: "Beslutsfattare",
    decided_on: "Beslutsdatum",
    draft: "UTKAST",
    draft_notice: "UTKAST – handlingen är inte färdig och har inte godkänts.",
    document: "Handling",
    version: "version",
    page: "Sida",
    yes: "Ja",
    no: "Nej",
    at: "kl.",
    tag: "sv-FI",
};

/// The words of a language; English prints as Finnish.
pub const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Sv => &SV,
        Lang::Fi | Lang::En => &FI,
    }
}
