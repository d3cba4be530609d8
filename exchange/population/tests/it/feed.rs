use chrono::Duration;
use population::Turn;
use serde_json::{Value, json};
use store::both;

use crate::house::{House, hetu};

fn day(day: &str) -> Value {
    json!({ "arvo": day, "tarkkuus": "PAIVA" })
}
fn name(family: &str, given: &str) -> Value {
    json!({ "tietoryhma": "HENKILON_NIMI", "muutosattribuutti": "MUUTETTU", "etunimi": given, "sukunimi": family, "alkupv": day("2026-11-20") })
}
fn street(street: &str, from: &str) -> Value {
    json!({ "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE", "muutosattribuutti": "LISATTY", "katunimi": { "fi": street }, "katunumero": "1",
        "postinumero": "53100", "postitoimipaikka": { "fi": "LAPPEENRANTA" }, "alkupv": day(from) })
}
fn protection(active: bool) -> Value {
    json!({ "tietoryhma": "TURVAKIELTO", "muutosattribuutti": "LISATTY", "turvakieltoAktiivinen": active })
}

both!(
    async fn changes_land_once_and_in_their_order(db: TestDb) {
        let house = House::new(db).await;
        let (aino, eero) = (hetu(7), hetu(9));
        let client = house.client("Virtanen", "Aino", &aino).await;
        house.client("Virtanen", "Eero", &eero).await;
        house
            .register
            .basics(aino.reveal(), json!([street("Vanhatie", "2010-01-01"), { "tietoryhma": "AIDINKIELI", "kielikoodiISO6392": "swe" }]));
        // The first turn: where the log stands today, and everybody's data as they are.
        let first = house.turn().await;
        assert_eq!((first.basics, first.changed, first.set_aside), (2, 0, 0), "{first:?}");
        assert_eq!(house.text("SELECT value FROM contact_detail WHERE ended_at IS NULL").await, ["Vanhatie 1, 53100 LAPPEENRANTA"]);

        let number = house.register.tell(
            aino.reveal(),
            json!([name("Korhonen", "Aino Maria"), { "tietoryhma": "NIMENMUUTOS", "nimilaji": "EDELLINEN_SUKUNIMI", "nimi": "Virtanen" }]),
        );
        house.register.tell(aino.reveal(), json!([street("Uusitie", "2026-11-01")]));
        house.register.tell(eero.reveal(), json!([{ "tietoryhma": "JOKU_MUU", "muutosattribuutti": "LISATTY" }]));
        let turn = house.turn().await;
        assert_eq!((turn.changed, turn.same, turn.set_aside, turn.late), (3, 0, 0, 0), "over two pages: {turn:?}");
        assert_eq!(house.text("SELECT family_name FROM client ORDER BY family_name").await, ["Korhonen", "Virtanen"]);
        assert_eq!(house.text("SELECT value FROM contact_detail WHERE ended_at IS NULL").await, ["Uusitie 1, 53100 LAPPEENRANTA"]);
        let facts = format!("SELECT COUNT(*) FROM population_fact WHERE kind = 'name' AND change_number = {number}");
        assert_eq!(house.count(&facts).await, 1, "typed row with the register's number");
        assert_eq!(house.count("SELECT COUNT(*) FROM client_name_key WHERE part = 'virtanen'").await, 2, "still found by the former name");

        // The same messages again change nothing: every stretch of the log is read twice.
        let events = house.count("SELECT COUNT(*) FROM event WHERE kind = 'people.client.updated'").await;
        let again = house.turn().await;
        assert_eq!((again.changed, again.same), (0, 3), "{again:?}");
        assert_eq!(house.turn().await, Turn::default(), "and then it is left behind");
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind = 'people.client.updated'").await, events);

        // The worker sees what the register told, with number and day; it is never edited here.
        let (status, view) = house.worker(&format!("/api/v1/staff/clients/{client}/population")).await;
        assert_eq!(status.as_u16(), 200, "{view}");
        let kinds: Vec<&str> = view["facts"].as_array().unwrap().iter().map(|f| f["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["address", "former_name", "name", "language", "address"], "{view}");
        assert!(house.count("SELECT COUNT(*) FROM access_log WHERE action = 'population.feed.read' AND outcome = 'allowed'").await > 0);
    }
);

both!(
    async fn a_missed_change_is_noticed_and_caught_up(db: TestDb) {
        let house = House::new(db).await;
        let aino = hetu(7);
        house.client("Virtanen", "Aino", &aino).await;
        house.turn().await;

        // The register does not answer: told to the administrator, nothing lost.
        house.register.down(true);
        house.register.tell(aino.reveal(), json!([street("Uusitie", "2026-11-01")]));
        assert_eq!(house.failing_turn().await, "http_503");
        let (_, feed) = house.admin("GET", "").await;
        assert_eq!((feed["last_error"].as_str(), feed["failing_since"].is_string()), (Some("http_503"), true), "{feed}");
        house.register.down(false);
        // The node itself was down for a day.
        house.clock.advance(Duration::days(1));
        assert_eq!(house.turn().await.changed, 1);
        let (_, feed) = house.admin("GET", "").await;
        assert!(feed["failing_since"].is_null() && feed["last_error"].is_null());
        assert_eq!(
            (feed["lag_seconds"].as_i64(), feed["gaps"][0]["kind"].as_str(), feed["gaps"][0]["messages"].as_i64()),
            (Some(0), Some("down"), Some(1)),
            "{feed}"
        );

        // A change comes to the log behind the reading: it is found at the next reading, and said to have been late.
        house.register.skip(110);
        assert_eq!(house.turn().await.late, 0);
        house
            .register
            .tell_at(105, json!({ "henkilotunnus": aino.reveal(), "muutospv": "2026-11-19", "tietoryhmat": [name("Myöhäinen", "Aino")] }));
        let turn = house.turn().await;
        assert_eq!((turn.changed, turn.late), (1, 1), "{turn:?}");
        assert_eq!(house.text("SELECT kind FROM population_gap ORDER BY kind").await, ["down", "late"]);

        // An older word that comes late does not push a newer one aside.
        house.register.tell_at(120, json!({ "henkilotunnus": aino.reveal(), "tietoryhmat": [name("Uusin", "Aino")] }));
        house.turn().await;
        house.register.tell_at(115, json!({ "henkilotunnus": aino.reveal(), "tietoryhmat": [name("Välissä", "Aino")] }));
        assert_eq!(house.turn().await.late, 1);
        assert_eq!(house.text("SELECT family_name FROM client").await, ["Uusin"]);
        assert_eq!(house.count("SELECT COUNT(*) FROM population_fact WHERE kind = 'name'").await, 3, "kept as history");

        // The register forgets where the reading stood: it begins anew, and everybody's data are read.
        house.register.basics(aino.reveal(), json!([name("Lukittu", "Aino")]));
        house.register.skip(500);
        house.register.forget(400);
        let turn = house.turn().await;
        assert_eq!(turn.basics, 1, "{turn:?}");
        assert_eq!(house.text("SELECT family_name FROM client").await, ["Lukittu"]);
        assert_eq!(house.count("SELECT COUNT(*) FROM population_gap WHERE kind = 'lost' AND filled_at IS NOT NULL").await, 1);
        assert_eq!(house.turn().await, Turn::default());
    }
);

both!(
    async fn a_bad_message_is_set_aside_and_stops_nothing(db: TestDb) {
        let house = House::new(db).await;
        let (aino, eero) = (hetu(7), hetu(9));
        house.client("Virtanen", "Aino", &aino).await;
        house.turn().await;
        house.register.tell(aino.reveal(), json!([{ "tietoryhma": "HENKILON_NIMI", "etunimi": "Aino" }]));
        house.register.tell_at(102, json!({ "bogus": [] }));
        // All of a message or nothing of it.
        house.register.tell(aino.reveal(), json!([name("Puolikas", "Aino"), { "tietoryhma": "KOTIKUNTA", "kuntakoodi": "999" }]));
        house.register.tell(aino.reveal(), json!([name("Korhonen", "Aino")]));
        let turn = house.turn().await;
        assert_eq!((turn.changed, turn.set_aside), (1, 3), "{turn:?}");
        assert_eq!(house.text("SELECT family_name FROM client").await, ["Korhonen"]);
        let (_, feed) = house.admin("GET", "").await;
        let told: Vec<(&str, &str)> =
            feed["messages"].as_array().unwrap().iter().map(|m| (m["reason"].as_str().unwrap(), m["place"].as_str().unwrap())).collect();
        assert_eq!(told, [("missing", "tietoryhmat[0].sukunimi"), ("missing", "henkilotunnus"), ("municipality_unknown", "tietoryhmat")]);
        assert!(!feed.to_string().contains(aino.reveal()) && !feed.to_string().contains("Aino"), "nobody is named: {feed}");
        let stored = house.count("SELECT COUNT(*) FROM population_message WHERE reason LIKE '%Aino%' OR groups LIKE '%Aino%'").await;
        assert_eq!(stored, 0);

        // A person who was not here: taken when they are.
        house.register.tell_at(110, json!({ "henkilotunnus": "tuntematon", "tietoryhmat": [] }));
        assert_eq!(house.turn().await.set_aside, 1);
        let id = |feed: &Value, at: usize| feed["messages"][at]["id"].as_str().unwrap().to_owned();
        let (status, problem) = house.admin("POST", &format!("/messages/{}/retry", id(&feed, 0))).await;
        assert_eq!((status.as_u16(), problem["why"].as_str()), (409, Some("missing")), "{problem}");
        let (status, _) = house.admin("POST", &format!("/messages/{}/leave", id(&feed, 1))).await;
        assert_eq!(status.as_u16(), 204);
        let (status, _) = house.admin("POST", &format!("/messages/{}/leave", id(&feed, 1))).await;
        assert_eq!(status.as_u16(), 404, "left already");
        assert_eq!(house.admin("GET", "").await.1["set_aside"], 3);

        // A new code that another client has: for a person to say whether they are one; once linked, it is taken.
        let other = house.client("Virtanen", "Aino", &eero).await;
        let number = house.register.tell(
            aino.reveal(),
            json!([{ "tietoryhma": "HENKILOTUNNUS_KORJAUS", "voimassaolo": "AKTIIVI", "aktiivinenHenkilotunnus": eero.reveal(), "edellisetHenkilotunnukset": [aino.reveal()] }]),
        );
        assert_eq!(house.turn().await.set_aside, 1);
        let (_, feed) = house.admin("GET", "").await;
        let one = feed["messages"].as_array().unwrap().iter().find(|m| m["change_number"] == number).unwrap();
        assert_eq!(one["reason"], "hetu_of_another");
        let retry = format!("/messages/{}/retry", one["id"].as_str().unwrap());
        assert_eq!(house.admin("POST", &retry).await.0.as_u16(), 409);
        let work = house.job().begin().await.unwrap();
        let first = people::population::find(&work, house.gate.keys(), &aino).await.unwrap().unwrap();
        let scope = kernel::Scope {
            controller: house.gate.controller(),
            register: kernel::Register::Social,
            service_task: kernel::ServiceTask::OlderPeople,
            catalogue_row: 1,
        };
        people::identity::link(&work, first, other, "recognised", scope).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.admin("POST", &retry).await.0.as_u16(), 204);
        assert_eq!(house.admin("POST", "/read").await.0.as_u16(), 202);
        assert_eq!(house.count("SELECT COUNT(*) FROM job WHERE kind = 'population.feed.read'").await, 1);
    }
);

both!(
    async fn protection_death_hetu_and_custody(db: TestDb) {
        let house = House::new(db).await;
        let (parent, child) = (hetu(7), hetu(9));
        let mother = house.client("Virtanen", "Laura", &parent).await;
        let client = house.client("Virtanen", "Onni", &child).await;
        house.turn().await;
        // Protected from the moment it is told, the address in the same message too.
        house.register.tell(child.reveal(), json!([street("Salainenkatu", "2026-11-20"), protection(true)]));
        house.register.tell(
            child.reveal(),
            json!([{ "tietoryhma": "HUOLTAJA_SUPPEA", "muutosattribuutti": "LISATTY", "huoltajanRooli": "AITI", "huoltajanLaji": "LAKISAATEINEN_HUOLTAJA",
                "huoltaja": { "henkilotunnus": parent.reveal(), "etunimet": "Laura", "sukunimi": "Virtanen" },
                "huoltosuhteenAlkupv": day("2015-09-10"), "huoltosuhteenLoppupv": day("2033-09-10") }]),
        );
        assert_eq!(house.turn().await.changed, 2);
        let path = |rest: &str| format!("/api/v1/staff/clients/{client}{rest}");
        let (_, around) = house.worker(&path("/people")).await;
        assert_eq!((around["address_hidden"].as_bool(), around["contacts"].as_array().unwrap().len()), (Some(true), 0), "{around}");
        let guardian = &around["close_ones"][0];
        assert_eq!(
            (guardian["name"].as_str(), guardian["client_id"].as_str(), guardian["official"].as_bool()),
            (Some("Laura Virtanen"), Some(mother.to_string().as_str()), Some(true))
        );
        assert_eq!(guardian["roles"], json!(["parent", "guardian"]));
        let (_, view) = house.worker(&path("/population")).await;
        assert!(!view.to_string().contains("Salainenkatu"), "{view}");

        // Custody ends; the protection the register set, it also lifts.
        house.register.tell(
            child.reveal(),
            json!([{ "tietoryhma": "HUOLTAJA_SUPPEA", "muutosattribuutti": "MUUTETTU", "huoltajanRooli": "AITI", "huoltajanLaji": "LAKISAATEINEN_HUOLTAJA",
                "huoltaja": { "henkilotunnus": parent.reveal(), "etunimet": "Laura", "sukunimi": "Virtanen" },
                "huoltosuhteenAlkupv": day("2015-09-10"), "huoltosuhteenLoppupv": day("2026-11-20") }, protection(false)]),
        );
        house.turn().await;
        let (_, around) = house.worker(&path("/people")).await;
        assert_eq!((around["address_hidden"].as_bool(), around["close_ones"].as_array().unwrap().len()), (Some(false), 0), "{around}");
        assert_eq!(around["contacts"][0]["value"], "Salainenkatu 1, 53100 LAPPEENRANTA");

        // A changed code: the old one is history and still finds the person.
        let new = hetu(11);
        house.register.tell(
            child.reveal(),
            json!([{ "tietoryhma": "HENKILOTUNNUS_KORJAUS", "voimassaolo": "AKTIIVI", "aktiivinenHenkilotunnus": new.reveal() },
                { "tietoryhma": "HENKILOTUNNUS_KORJAUS", "voimassaolo": "PASSIIVI", "aktiivinenHenkilotunnus": new.reveal() }]),
        );
        house.turn().await;
        let find = |hetu: &kernel::hetu::Hetu| {
            let (job, keys, hetu) = (house.job(), house.gate.keys().clone(), hetu.clone());
            async move { people::population::find(job.reader(), &keys, &hetu).await.unwrap() }
        };
        assert_eq!((find(&child).await, find(&new).await), (Some(client), Some(client)));
        assert_eq!(house.count("SELECT COUNT(*) FROM client_identifier WHERE kind = 'hetu' AND valid_to IS NOT NULL").await, 1);

        // From now on changes are asked for by the new code.
        house.register.tell(
            new.reveal(),
            json!([{ "tietoryhma": "KUOLINPAIVA", "muutosattribuutti": "LISATTY", "kuollut": true, "kuolinpv": day("2026-11-20") }]),
        );
        house.turn().await;
        assert_eq!(house.count("SELECT COUNT(*) FROM client WHERE deceased = TRUE AND deceased_on = '2026-11-20'").await, 1);
        assert!(house.register.asked() > 0);
    }
);
