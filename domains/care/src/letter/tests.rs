//! Letters to many over HTTP on both databases: previewed, made, printed or put in the clients' own pages, taken back.

use ::store::both;
use ::store::testing::TestDb;
use serde_json::{Value, json};

use crate::testing::{County, id};

/// Three matters of Anna's: Aino with an address, Martti with a protected one, Veeti's with none.
async fn county(db: TestDb) -> (County, Vec<Value>) {
    let county = County::telling(db).await;
    county.lives("aino", "Koivukuja 1, 55100 Imatra", false).await;
    county.lives("martti", "Salainen 2, 55100 Imatra", true).await;
    let mut matters = Vec::new();
    for client in ["aino", "martti", "lapsi"] {
        let mut new = county.new_matter(&[client]);
        new["overrule_reason"] = json!("Sama tiimi.");
        let sent = county.post("nurse", "/api/v1/staff/lobby/send", new).await.expect(201);
        matters.push(county.change("anna", &sent, "take", json!({})).await.expect(200));
    }
    (county, matters)
}

fn ids(matters: &[Value]) -> Value {
    matters.iter().map(|m| json!(id(m))).collect()
}

async fn preview(county: &County, matters: &[Value], template: &str, way: &str) -> Value {
    let body = json!({ "choice": { "matter_ids": ids(matters) }, "template": template, "way": way });
    county.post("anna", "/api/v1/staff/desk/letters/preview", body).await.expect(200)
}

async fn make(county: &County, matters: &[Value], template: &str, way: &str) -> Value {
    let body = json!({ "matter_ids": ids(matters), "template": template, "way": way });
    county.post("anna", "/api/v1/staff/desk/letters", body).await.expect(200)
}

async fn end(county: &County, batch: &Value, how: &str) -> crate::testing::Reply {
    let (id, version) = (batch["batch_id"].as_str().unwrap(), batch["version"].to_string());
    county.ask("anna", "POST", &format!("/api/v1/staff/letters/batches/{id}/{how}"), &[("if-match", &version)], None).await
}

fn reasons(report: &Value) -> Vec<Option<&str>> {
    report["rows"].as_array().unwrap().iter().map(|row| row["reason"].as_str()).collect()
}

both!(
    async fn letters_go_to_those_who_have_an_address_to_give(db: TestDb) {
        let (county, matters) = county(db).await;
        let plan = preview(&county, &matters, "new_handler", "letter").await;
        assert_eq!((plan["can"].as_i64(), plan["cannot"].as_i64()), (Some(1), Some(2)));
        assert_eq!(reasons(&plan), [None, Some("address_protected"), Some("no_address")]);
        let first = &plan["rows"][0];
        assert_eq!(first["language"], "fi");
        let body = first["body"].as_str().unwrap();
        assert!(
            body.contains("Hei Aino") && body.contains("anna Testinen") && body.contains(matters[0]["number"].as_str().unwrap()),
            "{body}"
        );
        assert!(!plan.to_string().contains("Salainen"), "a protected address is not told");
        // A template that is not there is a clear fault.
        let wrong = json!({ "choice": { "matter_ids": ids(&matters) }, "template": "ei_ole", "way": "letter" });
        let wrong = county.post("anna", "/api/v1/staff/desk/letters/preview", wrong).await.expect(422);
        assert_eq!(wrong["errors"][0]["path"], "/template");

        let made = make(&county, &matters, "new_handler", "letter").await;
        assert_eq!(reasons(&made), [None, Some("address_protected"), Some("no_address")]);
        let batches = county.get("anna", "/api/v1/staff/letters/batches").await.expect(200);
        assert_eq!(
            (batches[0]["letters"].as_i64(), batches[0]["template"]["fi"].as_str()),
            (Some(1), Some("Asian käsittelijä on vaihtunut"))
        );
        let on_matter = format!("/api/v1/staff/matters/{}/letters", id(&matters[0]));
        let letters = county.get("anna", &on_matter).await.expect(200);
        assert_eq!((letters.as_array().unwrap().len(), letters[0]["body"].as_str()), (1, Some(body)));

        let print = format!("/api/v1/staff/letters/batches/{}/print.pdf", made["batch_id"].as_str().unwrap());
        let pdf = county.get("anna", &print).await;
        assert_eq!(pdf.status.as_u16(), 200, "{}", pdf.text);
        assert!(pdf.text.starts_with("%PDF-"));
        assert_eq!(county.get("bertta", &print).await.status.as_u16(), 404, "another's batch");
        let one = format!("{on_matter}/{}/print.pdf", letters[0]["id"].as_str().unwrap());
        assert_eq!(county.get("bertta", &one).await.status.as_u16(), 200, "a letter on a matter is the team's");
        assert_eq!(county.get("cecilia", &one).await.status.as_u16(), 403);

        // The address is read when it is printed: one who became protected since is not on paper.
        county.lives("aino", "Koivukuja 1, 55100 Imatra", true).await;
        assert_eq!(county.get("anna", &print).await.refused(), "nothing_to_print");
        assert_eq!(county.count("SELECT COUNT(*) FROM letter WHERE body LIKE '%Koivukuja%'").await, 0, "no address is kept with a letter");

        let undone = end(&county, &made, "undo").await.expect(200);
        assert!(undone["batch"]["undone_at"].is_string());
        assert!(county.get("anna", &on_matter).await.expect(200).as_array().unwrap().is_empty());
        assert_eq!(end(&county, &made, "send").await.status.as_u16(), 412, "its version has moved on");
        let now = json!({ "batch_id": made["batch_id"], "version": 2 });
        assert_eq!(end(&county, &now, "send").await.refused(), "letters_ended");
    }
);

both!(
    async fn messages_go_to_the_clients_own_pages_and_are_told_of(db: TestDb) {
        let (county, matters) = county(db).await;
        county.choose_email("aino").await;
        let made = make(&county, &matters, "received", "message").await;
        assert_eq!(reasons(&made), [None, None, None], "a message needs no address");
        assert_eq!(county.count("SELECT COUNT(*) FROM message").await, 0, "nothing is sent before it is sent");
        let sent = end(&county, &made, "send").await.expect(200);
        assert_eq!(reasons(&sent), [None, None, None]);
        assert!(sent["batch"]["sent_at"].is_string());
        let thread = county.get("client:aino", &format!("/api/v1/client/matters/{}/messages", id(&matters[0]))).await.expect(200);
        let text = thread[0]["text"].as_str().unwrap();
        assert!(text.contains("on vastaanotettu") && text.contains("Hei Aino"), "{text}");
        assert_eq!(county.count("SELECT COUNT(*) FROM notice WHERE occasion = 'message'").await, 1, "told to the one who chose it");
        let now = json!({ "batch_id": made["batch_id"], "version": 2 });
        assert_eq!(end(&county, &now, "undo").await.refused(), "letters_ended", "what is sent is not taken back");
        county.gate.flush_log().await;
        let logged =
            "SELECT COUNT(*) FROM access_log WHERE action = 'care.letter.change' AND outcome = 'allowed' AND client_id IS NOT NULL";
        assert_eq!(county.count(logged).await, 6, "each letter made and sent has its own line");
    }
);
