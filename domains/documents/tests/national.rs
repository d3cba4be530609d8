//! A national structure through the routes' own doors, with a small one of our own making in the nation's form: begun with
//! names, hetu only on the way out, versions side by side, code sets by version, the power of decision.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says no by panicking

use std::sync::Arc;

use documents::codes;
use documents::mapping::{FactValue, Facts, Known};
use documents::structure::{StructureFile, import};
use documents::validate::{Mode, Validators};
use documents::{DocumentError, NewOnStructure, begin_on, finish, save, use_of};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask};
use serde_json::{Value, json};
use store::sql;
use trust::{Gate, Work};
use uuid::Uuid;

fn named(fi: &str) -> Value {
    json!([{"lang": "fi", "value": fi}])
}

/// A letter in the nation's form: a client with a hetu, a coded field, a condition in prose.
fn structure(version: &str, document_type: &str, more: Option<(&str, Value)>) -> Vec<u8> {
    let coded = json!({"type": "object", "additionalProperties": false, "required": ["system", "code", "display"],
        "sosmeta": {"name": named("Ratkaisu"), "classificationOid": [{"lang": "", "value": "2.25.9"}], "rowNumber": 6},
        "properties": {"system": {"type": "string"}, "code": {"type": "string"}, "display": {"type": "string"}}});
    let mut letter = json!({
        "asiakas": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false, "required": ["sukunimi", "etunimet", "henkilotunnus"],
            "sosmeta": {"name": named("Asiakas"), "rowNumber": 1},
            "properties": {"sukunimi": {"type": "string", "sosmeta": {"name": named("Sukunimi"), "rowNumber": 2}},
                "etunimet": {"type": "string", "sosmeta": {"name": named("Etunimet"), "rowNumber": 3}},
                "henkilotunnus": {"type": "object", "required": ["value"], "sosmeta": {"name": named("Henkilötunnus"), "rowNumber": 4,
                    "systemUri": [{"lang": "", "value": "urn:oid:1.2.246.21"}]},
                    "properties": {"system": {"type": "string"}, "value": {"type": "string"}}}}}},
        "kuultu": {"type": "boolean", "sosmeta": {"name": named("Asiakasta on kuultu"), "rowNumber": 5}},
        "ratkaisu": coded,
        "syyt": {"type": "string", "sosmeta": {"name": named("Syyt"), "rowNumber": 7, "conditionalRequired": true,
            "implementationNote": named("Ehdollisesti pakollinen: Jos kenttään Asiakasta on kuultu on vastattu \"Ei\", tämä kenttä on pakollinen.")}}
    });
    if let Some((name, node)) = more {
        letter[name] = node;
    }
    let oid = format!("2.25.77.{}", version.replace("-0", "-").replace('-', "."));
    json!({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Koe", "type": "object", "additionalProperties": false,
        "sosmeta": {"oid": oid, "documentDefinitionVersion": version, "documentType": document_type},
        "required": ["kirje"], "properties": {"kirje": {"type": "object", "additionalProperties": false, "required": ["asiakas"],
            "sosmeta": {"name": named("Kirje")}, "properties": letter}}})
    .to_string()
    .into_bytes()
}

fn file(bytes: Vec<u8>) -> StructureFile {
    StructureFile { name: "kirje.json".into(), bytes, mapping: None }
}

struct House {
    gate: Gate,
    client: ClientId,
    worker: Uuid,
}

impl House {
    fn new(db: &mut store::testing::TestDb) -> Self {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock as Arc<dyn Clock>, Uuid::now_v7());
        Self { gate, client: ClientId(Uuid::now_v7()), worker: Uuid::now_v7() }
    }

    async fn work(&self) -> Work {
        self.gate.job("documents.test", "test", Some(self.worker)).begin().await.unwrap()
    }

    async fn load(&self, bytes: Vec<u8>) -> Uuid {
        let work = self.work().await;
        let report = import(&work, &[file(bytes.clone())]).await.unwrap();
        assert_eq!(report.imported, 1, "{report:?}");
        work.commit().await.unwrap();
        let oid = serde_json::from_slice::<Value>(&bytes).unwrap()["sosmeta"]["oid"].as_str().unwrap().to_owned();
        let rows = sql::rows(&self.gate.db().reference(), "SELECT id FROM structure WHERE oid = $1", [oid.into()]).await.unwrap();
        rows[0].try_get("", "id").unwrap()
    }

    fn on(&self, structure_id: Uuid) -> NewOnStructure {
        let mut aino = Facts::new();
        aino.set("family_name", FactValue::Text("Virtanen".into())).set("given_names", FactValue::Text("Aino".into()));
        NewOnStructure {
            structure_id,
            scope: Scope {
                controller: self.gate.controller(),
                register: Register::Social,
                service_task: ServiceTask::OlderPeople,
                catalogue_row: 18,
            },
            matter_id: Some(Uuid::now_v7()),
            clients: vec![self.client],
            known: Known::new().about(vec![aino]),
        }
    }
}

store::both!(
    async fn a_letter_is_begun_with_the_clients_name_and_finished_without_the_hetu(db: TestDb) {
        let house = House::new(&mut db);
        let id = house.load(structure("2026-01-02", "Lausunto", None)).await;
        let work = house.work().await;
        assert_eq!(use_of(&work, id).await.unwrap().map(|u| (u.kind, u.own)), Some((None, false)));
        let new = house.on(id);
        let d = begin_on(&work, new.clone()).await.unwrap();
        assert_eq!(d.body["kirje"]["asiakas"], json!([{"sukunimi": "Virtanen", "etunimet": "Aino"}]));
        assert_eq!(d.known_from["/kirje/asiakas"], "client");
        assert_eq!(begin_on(&work, new).await.unwrap().id, d.id, "the open draft on the same structure");

        let mut body = d.body.clone();
        body["kirje"]["asiakas"][0]["henkilotunnus"] = json!({"value": "x"});
        let Err(DocumentError::Invalid(errors)) = save(&work, d.id, 1, body.clone()).await else { panic!("a hetu's place takes nothing") };
        assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), ("/kirje/asiakas/0/henkilotunnus", "not_allowed"));
        body = d.body.clone();
        body["kirje"]["kuultu"] = false.into();
        let d = save(&work, d.id, 1, body.clone()).await.unwrap();
        let Err(DocumentError::Invalid(errors)) = finish(&work, d.id, 2).await else { panic!("the condition holds") };
        assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), ("/kirje/syyt", "required"));
        body["kirje"]["syyt"] = "Tavoiteltu kolmesti.".into();
        save(&work, d.id, 2, body).await.unwrap();
        let (d, facts) = finish(&work, d.id, 3).await.unwrap();
        assert!(facts.is_empty(), "no mapping, no facts");
        assert!(!d.body.to_string().contains("henkilotunnus"));
    }
);

store::both!(
    async fn versions_stand_side_by_side_and_an_old_document_keeps_its_own(db: TestDb) {
        let house = House::new(&mut db);
        let old = house.load(structure("2026-01-02", "Lausunto", None)).await;
        let work = house.work().await;
        let d = begin_on(&work, house.on(old)).await.unwrap();
        work.commit().await.unwrap();
        let new = house
            .load(structure(
                "2027-01-02",
                "Lausunto",
                Some(("uusi", json!({"type": "string", "sosmeta": {"name": named("Uusi"), "rowNumber": 9}}))),
            ))
            .await;
        assert_ne!(old, new);
        let work = house.work().await;
        let mut body = d.body.clone();
        body["kirje"]["uusi"] = "x".into();
        assert!(
            matches!(save(&work, d.id, 1, body.clone()).await, Err(DocumentError::Invalid(_))),
            "the old one does not know the new field"
        );
        let later = begin_on(&work, house.on(new)).await.unwrap();
        let saved = save(&work, later.id, 1, body).await.unwrap();
        assert_eq!((saved.structure.version.as_str(), d.structure.version.as_str()), ("2027-01-02", "2026-01-02"));
    }
);

store::both!(
    async fn a_code_is_looked_up_in_the_version_it_names(db: TestDb) {
        let house = House::new(&mut db);
        let id = house.load(structure("2026-01-02", "Lausunto", None)).await;
        let work = house.work().await;
        let set = |version: &str, codes: &[&str]| {
            let concepts: Vec<Value> = codes.iter().map(|c| json!({"code": c, "display": format!("Luokka {c}")})).collect();
            file(json!({"resourceType": "CodeSystem", "url": "urn:oid:2.25.9", "version": version, "content": "complete", "concept": concepts}).to_string().into_bytes())
        };
        let finished = async |code: &str, system: &str| -> Result<(), DocumentError> {
            let d = begin_on(&work, house.on(id)).await?;
            let mut body = d.body.clone();
            body["kirje"]["ratkaisu"] = json!({"system": system, "code": code, "display": "Luokka"});
            save(&work, d.id, 1, body).await?;
            finish(&work, d.id, 2).await.map(|_| ())
        };
        finished("zz", "urn:oid:2.25.9").await.unwrap();
        for (files, wanted) in [
            (vec![set("1", &["a"]), set("2", &["b"])], (2, 0, 0)),
            (vec![set("1", &["a"])], (0, 1, 0)),
            (vec![set("1", &["c"])], (0, 0, 1)),
        ] {
            let report = codes::import(&work, &files).await.unwrap();
            assert_eq!((report.imported, report.unchanged, report.errors.len()), wanted);
        }
        finished("b", "urn:oid:2.25.9").await.unwrap();
        finished("a", "urn:oid:2.25.9.1").await.unwrap();
        for (code, system) in [("a", "urn:oid:2.25.9"), ("b", "urn:oid:2.25.9.1"), ("zz", "urn:oid:2.25.9")] {
            let Err(DocumentError::Invalid(errors)) = finished(code, system).await else { panic!("{code} is not in {system}") };
            assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), ("/kirje/ratkaisu", "not_in_list"));
        }
    }
);

#[test]
fn odd_structures_are_refused_or_told_with_the_place() {
    let parse = |bytes: &[u8]| documents::structure::parse(bytes);
    let odd = |node: Value| structure("2026-01-02", "Lausunto", Some(("outo", node)));
    let s = parse(&odd(json!({"type": "array", "items": [{"type": "string"}]}))).unwrap();
    assert_eq!(documents::structure::undrawable(&s.schema)[0].0, "/properties/kirje/properties/outo");
    assert_eq!(parse(&odd(json!({"$ref": "#/nowhere"}))).unwrap_err().path, "/properties/kirje/properties/outo");
    assert!(parse(&odd(json!({"type": "string", "pattern": "("}))).is_err());
    let mut deep = json!({"type": "string"});
    for _ in 0..300 {
        deep = json!({"type": "object", "properties": {"a": deep}});
    }
    assert!(parse(&odd(deep)).unwrap_err().reason.contains("JSON"), "a bottomless structure is refused, not followed");
    // Types with null, integers and parts without a type are drawn and checked like any other.
    let s = parse(&odd(json!({"properties": {"n": {"type": ["integer", "null"]}, "t": {"type": ["null", "string"]}}}))).unwrap();
    assert!(documents::structure::undrawable(&s.schema).is_empty());
    let v = Validators::of(&s).unwrap();
    assert!(v.check(Mode::Draft, &json!({"kirje": {"outo": {"n": 1, "t": null}}})).is_empty());
}

/// An altered copy of the letter.
fn altered(version: &str, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut schema: Value = serde_json::from_slice(&structure(version, "Lausunto", None)).unwrap();
    change(&mut schema);
    schema.to_string().into_bytes()
}

/// Where the letter's fields are.
fn fields(schema: &mut Value) -> &mut Value {
    &mut schema["properties"]["kirje"]["properties"]
}

store::both!(
    async fn structures_of_other_years_are_taken_in_whole_or_not_at_all(db: TestDb) {
        let house = House::new(&mut db);
        let named_file = |name: &str, bytes: Vec<u8>| StructureFile { name: name.into(), bytes, mapping: None };
        let good = structure("2026-01-02", "Lausunto", None);
        let files = [
            named_file("a-hyva.json", [b"\xef\xbb\xbf".as_slice(), &good].concat()),
            named_file("b-sama-versio.json", altered("2026-01-02", |s| s["title"] = "Toinen sisältö".into())),
            named_file("c-nolla.json", altered("2026-02-02", |s| fields(s)["syyt"]["sosmeta"]["name"][0]["value"] = "Syy\0t".into())),
            named_file("d-tyyppi.json", altered("2026-03-02", |s| fields(s)["kuultu"]["type"] = "kyllä".into())),
            named_file("e-viittaus.json", altered("2026-04-02", |s| fields(s)["kuultu"] = json!({"$ref": "muu.json#/osa"}))),
            named_file("f-luonnos.json", altered("2026-05-02", |s| s["$schema"] = "https://json-schema.org/draft/2020-12/schema".into())),
            named_file("g-katkennut.json", good[..good.len() / 2].to_vec()),
            named_file(
                "h-outo.json",
                altered("2026-06-02", |s| {
                    fields(s)["kuva"] = json!({"type": "null"});
                    fields(s)["vapaa"] = json!({"type": "object", "required": ["code"], "properties": {"system": {"type": "string"}, "code": {"type": "string"}, "display": {"type": "string"}}});
                    s["properties"]["kirje"]["required"] = json!(["asiakas", "kuva"]);
                }),
            ),
        ];
        let work = house.work().await;
        let report = import(&work, &files).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!((report.imported, report.unchanged), (2, 0), "{report:?}");
        let told: Vec<(&str, &str)> = report.errors.iter().map(|e| (e.file.as_str(), e.path.as_str())).collect();
        assert_eq!(
            told,
            [
                ("b-sama-versio.json", "/sosmeta/documentDefinitionVersion"),
                ("c-nolla.json", "/properties/kirje/properties/syyt/sosmeta/name/0/value"),
                ("d-tyyppi.json", "/properties/kirje/properties/kuultu/type"),
                ("e-viittaus.json", "/properties/kirje/properties/kuultu"),
                ("f-luonnos.json", "/$schema"),
                ("g-katkennut.json", ""),
            ],
            "{:?}",
            report.errors
        );
        let notes = |what: &str| {
            report.notes.iter().filter(|n| n.reason.contains(what)).map(|n| (n.file.as_str(), n.path.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(notes("cannot be drawn"), [("h-outo.json", "/properties/kirje/properties/kuva")]);
        assert_eq!(notes("names no code set"), [("h-outo.json", "/properties/kirje/properties/vapaa")]);
        assert_eq!(notes("have no Swedish").len(), 2, "{:?}", report.notes);
        let count = async |text: &str| -> i64 {
            let rows = sql::rows(&house.gate.db().reference(), text, []).await.unwrap();
            rows[0].try_get("", "n").unwrap()
        };
        assert_eq!(count("SELECT COUNT(*) AS n FROM structure").await, 2);
        assert_eq!(count("SELECT COUNT(DISTINCT structure_id) AS n FROM structure_code_set").await, 2);
    }
);

store::both!(
    async fn what_no_form_can_draw_does_not_stand_in_the_way_of_finishing(db: TestDb) {
        let house = House::new(&mut db);
        let id = house
            .load(altered("2026-06-02", |s| {
                fields(s)["kuva"] = json!({"type": "null"});
                s["properties"]["kirje"]["required"] = json!(["asiakas", "kuva"]);
                // A later model repeats the client twice at least, and lets a text be null.
                s["properties"]["kirje"]["properties"]["asiakas"]["minItems"] = 2.into();
                fields(s)["syyt"] = json!({"type": ["null", "string"], "sosmeta": {"name": named("Syyt"), "rowNumber": 7}});
            }))
            .await;
        let work = house.work().await;
        let d = begin_on(&work, house.on(id)).await.unwrap();
        let mut body = d.body.clone();
        body["kirje"]["syyt"] = Value::Null;
        save(&work, d.id, 1, body.clone()).await.unwrap();
        let Err(DocumentError::Invalid(errors)) = finish(&work, d.id, 2).await else { panic!("one client is too few") };
        assert_eq!(errors.iter().map(|e| (e.path.as_str(), e.code.as_str())).collect::<Vec<_>>(), [("/kirje/asiakas", "too_few")]);
        body["kirje"]["asiakas"].as_array_mut().unwrap().push(json!({"sukunimi": "Laine", "etunimet": "Leo"}));
        save(&work, d.id, 2, body).await.unwrap();
        finish(&work, d.id, 3).await.unwrap();
    }
);

#[test]
fn a_form_gets_one_type_for_each_node() {
    let s = documents::structure::parse(&altered("2026-06-02", |s| {
        fields(s)["syyt"]["type"] = json!(["null", "string"]);
        fields(s)["osa"] =
            json!({"properties": {"rivit": {"type": ["array", "null"], "items": {"properties": {"a": {"type": ["null", "boolean"]}}}}}});
    }))
    .unwrap();
    let form = documents::structure::annotated(&s.schema);
    let at = |path: &str| form.pointer(&format!("/properties/kirje/properties{path}/type")).cloned();
    assert_eq!(at("/syyt"), Some("string".into()));
    assert_eq!((at("/osa"), at("/osa/properties/rivit")), (Some("object".into()), Some("array".into())));
    assert_eq!(at("/osa/properties/rivit/items"), Some("object".into()));
    assert_eq!(at("/osa/properties/rivit/items/properties/a"), Some("boolean".into()));
}
