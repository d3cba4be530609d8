//! A few messages for the demo county, so that there is something to see: taken through the same door as the register's own.

use kernel::{ClientId, Problem};
use serde_json::{Value, json};
use trust::Gate;
use uuid::Uuid;

use crate::Population;
use crate::take::From;

/// Clients a sample speaks of.
const CLIENTS: u32 = 8;

impl Population {
    /// Tells a few things of clients of `professional`, but of none of `except`. Gives how many messages there were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sample(&self, gate: &Gate, professional: Uuid, except: &[Uuid]) -> Result<usize, Problem> {
        let job = gate.job("population.sample", "demo", None);
        let clients = care::customership::clients_of(&job, professional, CLIENTS).await?;
        let mut hetus: Vec<String> = Vec::new();
        for client in clients.into_iter().filter(|c: &ClientId| !except.contains(&c.0)) {
            if let Some(hetu) = people::hetu_for_print(gate, &job, client).await? {
                hetus.push(hetu);
            }
        }
        let (now, today) = (gate.ctx().now(), gate.ctx().today());
        let day = |ago: u64| json!({ "arvo": today - chrono::Days::new(ago), "tarkkuus": "PAIVA" });
        let groups: [Value; 4] = [
            json!([{ "tietoryhma": "KUOLINPAIVA", "muutosattribuutti": "LISATTY", "kuollut": true, "kuolinpv": day(2) }]),
            json!([
                { "tietoryhma": "KOTIKUNTA", "muutosattribuutti": "LISATTY", "kuntakoodi": "091", "kuntaanMuuttopv": day(5) },
                { "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE", "muutosattribuutti": "LISATTY", "katunimi": { "fi": "Esimerkkikatu", "sv": "Exempelgatan" },
                  "katunumero": "12", "huoneistokirjain": "B", "huoneistonumero": "004", "postinumero": "00100",
                  "postitoimipaikka": { "fi": "HELSINKI", "sv": "HELSINGFORS" }, "alkupv": day(5) },
            ]),
            json!([{ "tietoryhma": "AIDINKIELI", "muutosattribuutti": "MUUTETTU", "kielikoodi": "sv" }]),
            json!([{ "tietoryhma": "TURVAKIELTO", "muutosattribuutti": "LISATTY", "turvakieltoAktiivinen": true }]),
        ];
        // Broken on purpose, about whoever is the last told of: what a message that is set aside looks like.
        let broken = json!([{ "tietoryhma": "HENKILON_NIMI", "muutosattribuutti": "MUUTETTU", "etunimi": "Esimerkki" }]);
        let about = hetus.iter().zip(groups);
        let last = hetus.iter().take(about.len()).next_back().map(|hetu| (hetu, broken));
        let mut told = 0;
        for (number, (hetu, groups)) in (1..).zip(about.chain(last)) {
            let message = json!({ "henkilotunnus": hetu, "muutospv": now, "tietoryhmat": groups });
            self.take(&job, &message, From { source: "sample", number, basics: false }).await?;
            told += 1;
        }
        Ok(told)
    }
}
