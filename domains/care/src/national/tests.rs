//! Documents in the nation's form, finished over HTTP, and what the room made of them.

use documents::structure::{StructureFile, import};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{County, Reply, id};

/// A structure of a family with these fields, as the nation puts one.
fn structure(family: &str, root: &str, fields: Value) -> StructureFile {
    let schema = json!({"$schema": "http://json-schema.org/draft-07/schema#", "title": root, "type": "object",
        "sosmeta": {"oid": format!("1.2.246.537.6.{family}.2031.1.1"), "documentDefinitionVersion": "2031-01-01", "documentType": "Muu"},
        "required": [root], "properties": {root: {"type": "object", "sosmeta": {"name": [{"lang": "fi", "value": root}]}, "properties": fields}}});
    StructureFile { name: format!("{family}.json"), bytes: schema.to_string().into_bytes(), mapping: None }
}

fn day() -> Value {
    json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
}

fn words() -> Value {
    json!({"type": "string"})
}

fn flag() -> Value {
    json!({"type": "boolean"})
}

fn part(fields: Value) -> Value {
    json!({"type": "object", "properties": fields})
}

fn rows(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

fn coded() -> Value {
    part(json!({"system": {"type": "string"}, "code": {"type": "string"}, "display": {"type": "string"}}))
}

fn code(code: &str, display: &str) -> Value {
    json!({"system": "urn:oid:1.2", "code": code, "display": display})
}

impl County {
    async fn load(&self, file: StructureFile) -> Uuid {
        let work = self.gate.job("test.structures", "test", None).begin().await.unwrap();
        let oid = serde_json::from_slice::<Value>(&file.bytes).unwrap()["sosmeta"]["oid"].as_str().unwrap().to_owned();
        let report = import(&work, &[file]).await.unwrap();
        assert_eq!((report.imported, report.mapped), (1, 1), "{report:?}");
        work.commit().await.unwrap();
        let rows = store::sql::rows(&self.gate.db().reference(), "SELECT id FROM structure WHERE oid = $1", [oid.into()]).await.unwrap();
        rows[0].try_get("", "id").unwrap()
    }

    /// Begins a document in the matter, writes the body and marks it finished; the answer to that.
    async fn finish(&self, who: &str, matter: &Value, structure: Uuid, body: Value) -> Reply {
        let path = format!("/api/v1/staff/matters/{}/documents", id(matter));
        let begun = self.post(who, &path, json!({ "structure_id": structure })).await.expect(201);
        let one = format!("/api/v1/staff/documents/{}", id(&begun));
        let saved =
            self.ask(who, "PUT", &one, &[("if-match", &begun["version"].to_string())], Some(json!({ "body": body }))).await.expect(200);
        self.ask(who, "POST", &format!("{one}/finish"), &[("if-match", &saved["version"].to_string())], None).await
    }

    async fn now_of(&self, who: &str, matter: &Value) -> Value {
        self.get(who, &format!("/api/v1/staff/matters/{}", id(matter))).await.expect(200)
    }
}

fn contact() -> StructureFile {
    structure(
        "1506.4018",
        "yhteydenotto",
        json!({"yhteydenoton_paivamaara": day(), "kuvaus_tilanteesta_ja_huolesta": words(),
            "yhteydenottaja": rows(part(json!({"henkilo": part(json!({"sukunimi": words()}))})))}),
    )
}

store::both!(
    async fn a_contact_becomes_an_entry_that_is_mended_by_a_document_only(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let structure = county.load(contact()).await;
        let body =
            |on: &str| json!({"yhteydenotto": {"yhteydenoton_paivamaara": on, "kuvaus_tilanteesta_ja_huolesta": "Naapuri on huolissaan."}});
        assert_eq!(county.finish("anna", &matter, structure, body("2026-11-17")).await.refused(), "received_in_future");
        let notes = format!("/api/v1/staff/matters/{}/notes", id(&matter));
        assert_eq!(county.get("anna", &notes).await.expect(200), json!([]), "a refused document changed nothing");
        let finished = county.finish("anna", &matter, structure, body("2026-11-12")).await.expect(200);
        let note = &county.get("anna", &notes).await.expect(200)[0];
        assert_eq!((note["kind"].as_str(), note["text"].as_str()), (Some("contact"), Some("Naapuri on huolissaan.")));
        assert!(note["at"].as_str().unwrap().starts_with("2026-11-12T") && note["document_id"] == finished["id"], "{note}");
        assert_eq!(note["permitted_actions"], json!([]));
        let mend =
            county.ask("anna", "PATCH", &format!("{notes}/{}", id(note)), &[("if-match", "1")], Some(json!({ "text": "Muu" }))).await;
        assert_eq!(mend.refused(), "note_of_document");
    }
);

store::both!(
    async fn a_notification_is_told_to_a_new_matter_and_later_begins_one_of_its_own(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let structure = county
            .load(structure(
                "1506.4006",
                "ilmoitus",
                json!({"ilmoittamispaivamaara": day(), "asiasisalto": rows(coded()), "kuvaus_tilanteesta_ja_huolesta": words(),
                    "ilmoittaja": rows(part(json!({"henkilo": part(json!({"sukunimi": words(), "etunimet": words()})), "taho": coded(),
                        "ilmoittajan_tietojen_salassapito": flag()})))}),
            ))
            .await;
        let body = |secret: bool| {
            json!({"ilmoitus": {"ilmoittamispaivamaara": "2026-11-13", "asiasisalto": [code("2", "x"), code("zz", "tuntematon")],
                "kuvaus_tilanteesta_ja_huolesta": "Kaatuillut kotona.",
                "ilmoittaja": [{"henkilo": {"sukunimi": "Naapuri", "etunimet": "Nelli"}, "ilmoittajan_tietojen_salassapito": secret}]}})
        };
        county.finish("anna", &matter, structure, body(false)).await.expect(200);
        let told = county.now_of("anna", &matter).await;
        assert_eq!((told["notifier_name"].as_str(), told["description"].as_str()), (Some("Nelli Naapuri"), Some("Kaatuillut kotona.")));
        assert_eq!(told["need_reasons"], json!(["1", "10", "2"]), "what is not on the list stays in the document");
        assert_eq!(county.count("SELECT COUNT(*) FROM matter").await, 1);

        let told = county.change("anna", &told, "move", json!({ "lane": "assessment" })).await.expect(200);
        county.finish("anna", &told, structure, body(true)).await.expect(200);
        assert_eq!(county.count("SELECT COUNT(*) FROM matter").await, 2);
        assert_eq!(
            county
                .count("SELECT COUNT(*) FROM matter WHERE channel = 'concern' AND lane = 'first_contact' AND notifier_name IS NULL")
                .await,
            1
        );
        let now = county.now_of("anna", &told).await;
        let sent = now["steps"].as_array().unwrap().iter().find(|s| s["kind"] == "notification_sent_on").unwrap();
        let new = county.get("anna", &format!("/api/v1/staff/matters/{}", sent["object_id"].as_str().unwrap())).await.expect(200);
        assert_eq!((&sent["to"], new["deadlines"].as_array().unwrap().is_empty()), (&new["number"], false), "its clocks run");
        assert_eq!((&new["need_reasons"], &new["description"]), (&json!(["2"]), &json!("Kaatuillut kotona.")));
        assert!(new["why_another"].as_str().unwrap().contains(told["number"].as_str().unwrap()));
    }
);

store::both!(
    async fn a_customership_document_opens_and_closes_the_customership(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let structure = county
            .load(structure(
                "1505.1",
                "asiakkuus",
                json!({"sosiaalihuollon_asiakkuus": part(json!({"asiakkuuden_alkamispvm": day(), "asiakkuuden_paattymispvm": day(),
                        "asiakkuuden_paattymisen_perustelu": words()})),
                    "sosiaalihuollon_palvelutehtava": rows(part(json!({"palvelutehtava": coded()})))}),
            ))
            .await;
        let body = |from: &str, to: Option<&str>, task: &str| {
            let mut body = json!({"asiakkuus": {"sosiaalihuollon_asiakkuus": {"asiakkuuden_alkamispvm": from},
                "sosiaalihuollon_palvelutehtava": [{"palvelutehtava": code(task, "Tehtävä")}]}});
            if let Some(to) = to {
                body["asiakkuus"]["sosiaalihuollon_asiakkuus"]["asiakkuuden_paattymispvm"] = to.into();
                body["asiakkuus"]["sosiaalihuollon_asiakkuus"]["asiakkuuden_paattymisen_perustelu"] = "Tarve päättyi.".into();
            }
            body
        };
        let refused = async |body: Value| county.finish("anna", &matter, structure, body).await.refused();
        assert_eq!(refused(body("2026-11-17", None, "99")).await, "customership_begins_in_future");
        assert_eq!(refused(body("2026-11-10", Some("2026-11-09"), "99")).await, "customership_ends_before_begins");
        assert_eq!(refused(body("2026-11-10", Some("2026-11-12"), "99")).await, "no_open_customership");
        assert_eq!(refused(body("2026-11-10", None, "20")).await, "other_service_task");
        county.finish("anna", &matter, structure, body("2026-11-10", None, "99")).await.expect(200);
        let list = format!("/api/v1/staff/clients/{}/customerships", county.client("aino").0);
        let open = &county.get("anna", &list).await.expect(200)[0];
        assert_eq!((open["state"].as_str(), open["opened_on"].as_str()), (Some("open"), Some("2026-11-10")));
        assert_eq!(open["responsible_worker"]["id"], json!(county.person("anna")), "who handles the matter is responsible");
        assert_eq!(county.now_of("anna", &matter).await["lane"], "managing");
        // Told again it stays one; a day before it began ends nothing.
        county.finish("anna", &matter, structure, body("2026-11-01", None, "99")).await.expect(200);
        assert_eq!(county.count("SELECT COUNT(*) FROM customership").await, 1);
        assert_eq!(refused(body("2026-11-01", Some("2026-11-02"), "99")).await, "customership_ends_before_begins");
        county.finish("anna", &matter, structure, body("2026-11-10", Some("2026-11-15"), "99")).await.expect(200);
        let closed = &county.get("anna", &list).await.expect(200)[0];
        assert_eq!((closed["state"].as_str(), closed["closed_on"].as_str()), (Some("closed"), Some("2026-11-15")));
        assert_eq!(county.count("SELECT COUNT(*) FROM customership WHERE close_text = 'Tarve päättyi.'").await, 1);
    }
);

store::both!(
    async fn payment_commitments_stand_by_the_client_and_the_matter(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.post("nurse", "/api/v1/staff/lobby/send", county.new_matter(&["aino", "martti"])).await.expect(201);
        let matter = county.change("anna", &matter, "take", json!({})).await.expect(200);
        let structure = county
            .load(structure(
                "1506.9001",
                "maksusitoumus_asiakirja",
                json!({"vastaanottajan_nimi": words(), "sosiaalipalvelu": coded(), "paivamaara": day(),
                    "maksusitoumus": part(json!({"maksimisumma": part(json!({"value": {"type": "number"}, "code": {"type": "string"}})),
                        "voimassaolo": part(json!({"alkamispaiva": day(), "paattymispaiva": day()}))}))}),
            ))
            .await;
        let body = |recipient: Option<&str>, to: &str, sum: f64| {
            let mut body = json!({"maksusitoumus_asiakirja": {"sosiaalipalvelu": code("46", "Sosiaalityö"), "paivamaara": "2026-11-16",
                "maksusitoumus": {"maksimisumma": {"value": sum, "code": "EUR"}, "voimassaolo": {"alkamispaiva": "2026-11-01", "paattymispaiva": to}}}});
            if let Some(recipient) = recipient {
                body["maksusitoumus_asiakirja"]["vastaanottajan_nimi"] = recipient.into();
            }
            body
        };
        let refused = async |body: Value| county.finish("anna", &matter, structure, body).await.refused();
        assert_eq!(refused(body(None, "2026-12-31", 1.0)).await, "commitment_without_recipient");
        assert_eq!(refused(body(Some("Apteekki"), "2026-10-31", 1.0)).await, "commitment_ends_before_begins");
        assert_eq!(refused(body(Some("Apteekki"), "2026-12-31", -1.0)).await, "commitment_sum_negative");
        county.finish("anna", &matter, structure, body(Some("Apteekki Kielo"), "2026-11-20", 120.5)).await.expect(200);
        let of_matter = format!("/api/v1/staff/matters/{}/entries", id(&matter));
        let of_client = |who: &str| format!("/api/v1/staff/clients/{}/entries", county.client(who).0);
        assert_eq!(
            county.get("anna", &of_matter).await.expect(200)["payment_commitments"].as_array().unwrap().len(),
            2,
            "one for each client"
        );
        let seen = county.get("anna", &of_client("martti")).await.expect(200);
        let one = &seen["payment_commitments"][0];
        assert_eq!(
            (&one["recipient"], &one["max_cents"], &one["service"]),
            (&json!("Apteekki Kielo"), &json!(12050), &json!("Sosiaalityö"))
        );
        assert_eq!((&one["in_force"], &one["recorded_by"]["name"]), (&json!(true), &json!("anna Testinen")));
        county.at("2026-11-21T09:00:00Z");
        let later = county.get("anna", &of_client("martti")).await.expect(200);
        assert_eq!(later["payment_commitments"][0]["in_force"], false);
        county.get("cecilia", &of_matter).await.expect(403);
        county.get("cecilia", &of_client("martti")).await.expect(403);
    }
);

store::both!(
    async fn permits_and_denials_are_kept_as_said_and_open_or_close_nothing(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let permit = county
            .load(structure(
                "1505.8",
                "lupa",
                json!({"voimassa_oleva_luovutuslupa": part(json!({"luovutuslupa": flag(), "luovutusluvan_antamisen_ajankohta": day()})),
                    "luovutusluvan_antaja_on_laillinen_edustaja": flag()}),
            ))
            .await;
        let entries = format!("/api/v1/staff/clients/{}/entries", county.client("aino").0);
        let choices = async || county.get("anna", &entries).await.expect(200)["disclosure_choices"].as_array().unwrap().clone();
        let given = |yes: Option<bool>, on: &str| {
            let mut body = json!({"lupa": {"voimassa_oleva_luovutuslupa": {"luovutusluvan_antamisen_ajankohta": on}, "luovutusluvan_antaja_on_laillinen_edustaja": true}});
            if let Some(yes) = yes {
                body["lupa"]["voimassa_oleva_luovutuslupa"]["luovutuslupa"] = yes.into();
            }
            body
        };
        assert_eq!(county.finish("anna", &matter, permit, given(None, "2026-11-16")).await.refused(), "permit_not_told");
        assert_eq!(county.finish("anna", &matter, permit, given(Some(true), "2026-11-17")).await.refused(), "choice_in_future");
        county.finish("anna", &matter, permit, given(Some(true), "2026-11-16")).await.expect(200);
        let held = choices().await;
        assert_eq!(
            (held.len(), &held[0]["kind"], &held[0]["level"], &held[0]["by_representative"]),
            (1, &json!("permit"), &json!("all"), &json!(true))
        );
        county.finish("anna", &matter, permit, given(Some(false), "2026-11-16")).await.expect(200);
        assert!(choices().await[0]["replaced_at"].is_string(), "taken back, it stays as history");

        let who = rows(part(json!({"sukunimi": words()})));
        let denial = county
            .load(structure(
                "1505.9",
                "kielto",
                json!({"palvelutehtavaa_koskevat_luovutuskiellot": part(json!({"palvelutehtavaa_koskeva_luovutuskielto": rows(part(json!({
                    "palvelutehtava_jonka_tietojen_luovutus_kielletaan": rows(coded()), "kiellon_asettamisen_ajankohta": day(),
                    "henkilo_joka_kieltaa_asiakastietojen_luovuttamisen": who})))}))}),
            ))
            .await;
        let said = |codes: &[&str]| {
            let codes: Vec<Value> = codes.iter().map(|c| code(c, &format!("Tehtävä {c}"))).collect();
            json!({"kielto": {"palvelutehtavaa_koskevat_luovutuskiellot": {"palvelutehtavaa_koskeva_luovutuskielto": [
                {"palvelutehtava_jonka_tietojen_luovutus_kielletaan": codes, "kiellon_asettamisen_ajankohta": "2026-11-14"}]}}})
        };
        county.finish("anna", &matter, denial, said(&["10", "20"])).await.expect(200);
        county.finish("anna", &matter, denial, said(&["20"])).await.expect(200);
        let now: Vec<Value> = choices().await.into_iter().filter(|c| c["replaced_at"].is_null()).collect();
        assert_eq!(now.len(), 1, "the newest document tells how it stands");
        assert_eq!(
            (&now[0]["kind"], &now[0]["level"], &now[0]["subject"]),
            (&json!("denial"), &json!("service_task"), &json!("Tehtävä 20"))
        );
        // No policy reads them: what was open stays open.
        county.get("anna", &format!("/api/v1/staff/clients/{}/summary", county.client("aino").0)).await.expect(200);
        county.finish("anna", &matter, denial, json!({"kielto": {}})).await.expect(200);
        assert!(choices().await.iter().all(|c| c["replaced_at"].is_string()));
        assert_eq!(county.count("SELECT COUNT(*) FROM will_expression").await, 0);
    }
);

store::both!(
    async fn a_matters_document_is_of_its_own_matter_and_may_close_it(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let identifier = part(json!({"system": {"type": "string"}, "value": {"type": "string"}}));
        let structure = county
            .load(structure("1505.2", "asia", json!({"asian_tiedot": part(json!({"asiatunnus": identifier, "paattymispaiva": day()}))})))
            .await;
        let body = |number: &Value, closed: Option<&str>| {
            let mut body = json!({"asia": {"asian_tiedot": {"asiatunnus": {"value": number}}}});
            if let Some(day) = closed {
                body["asia"]["asian_tiedot"]["paattymispaiva"] = day.into();
            }
            body
        };
        let refused = async |body: Value| county.finish("anna", &matter, structure, body).await.refused();
        assert_eq!(refused(body(&json!("1999-1"), None)).await, "other_matter_number");
        assert_eq!(refused(body(&matter["number"], Some("2026-11-17"))).await, "matter_ends_in_future");
        county.finish("anna", &matter, structure, body(&matter["number"], None)).await.expect(200);
        assert_eq!(county.now_of("anna", &matter).await["state"], "open");
        county.finish("anna", &matter, structure, body(&matter["number"], Some("2026-11-16"))).await.expect(200);
        let closed = county.now_of("anna", &matter).await;
        assert_eq!((&closed["state"], &closed["closed"]["reason"]), (&json!("closed"), &json!("other")));
    }
);
