//! Bodies of documents, as the shipped structures ask.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::ideas::Idea;
use super::words::Words;

pub fn initiation(idea: &Idea, notifier: &str, own: Option<&str>, told: &str, reasons: &[&str]) -> Value {
    let mut contact = json!({ "notifier": notifier, "description": told });
    if let (Some(own), Some(contact)) = (own, contact.as_object_mut()) {
        contact.insert("own_words".into(), own.into());
    }
    json!({ "initiation": {
        "matter": { "initiated_on": idea.on, "service_task": idea.task.code(), "situation": idea.situation.code(), "urgency": idea.urgency.code() },
        "contact": contact,
        "needs": { "need_reasons": reasons },
    } })
}

pub fn assessment(words: &Words, started_on: NaiveDate, finished_on: NaiveDate, own: Option<&str>, special: bool) -> Value {
    let view = match own {
        Some(own) => json!({ "own_view": own }),
        None => json!({ "own_view_obstacle": "Näkemys kuultiin huoltajien kautta." }),
    };
    let (service, ..) = words.service;
    let mut situation = json!({ "summary": words.summary, "needs_special_support": special });
    if special && let Some(situation) = situation.as_object_mut() {
        situation.insert("special_support_reasons".into(), "Asiakkaalla on vaikeuksia hakea ja saada tarvitsemaansa apua.".into());
    }
    json!({ "assessment": {
        "basis": { "started_on": started_on, "finished_on": finished_on, "need_reasons": words.reasons },
        "situation": situation,
        "client_view": view,
        "conclusion": {
            "professional_conclusion": words.conclusion,
            "customership_needed": true,
            "own_worker_estimate": "Omatyöntekijän tarve arvioidaan suunnitelmassa.",
            "services": [{ "service": service }],
        },
    } })
}

pub fn plan(words: &Words, from: NaiveDate, review_on: NaiveDate, own: Option<&str>, planned: &[(&str, &str, &str)]) -> Value {
    let goals: Vec<Value> = words.goals.iter().map(|goal| json!({ "words": goal })).collect();
    let services: Vec<Value> = planned
        .iter()
        .map(|(service, who, how_often)| {
            let mut row = json!({ "service": service, "how_often": how_often, "from": from });
            if !who.is_empty() {
                row["who"] = json!(who);
            }
            row
        })
        .collect();
    json!({ "plan": {
        "needs": { "client_view": own.unwrap_or("Tarvitsen apua arkeen."), "professional_view": words.summary },
        "strengths": { "client_view": "Minulla on läheisiä, jotka auttavat.", "professional_view": "Asiakas on yhteistyöhaluinen ja tuntee omat voimavaransa." },
        "goals": goals,
        "services": services,
        "contact": { "meetings": "Yhteydenpito vähintään kolmen kuukauden välein." },
        "follow_up": { "duration": "Toistaiseksi", "how": "Suunnitelma tarkistetaan yhdessä asiakkaan kanssa.", "review_on": review_on },
    } })
}

/// A part that the form asks for and somebody passed with a dash.
pub fn dash(body: &mut Value, place: &str) {
    if let Some(text) = body.pointer_mut(place) {
        *text = Value::from("-");
    }
}

pub struct Ruling<'a> {
    pub initiated_on: NaiveDate,
    pub from: NaiveDate,
    pub decider: &'a str,
    pub county: &'a str,
    /// Refused, with what the client said when heard.
    pub refused: Option<&'a str>,
}

pub fn decision(words: &Words, ruling: &Ruling<'_>) -> Value {
    let (service, name, how_often) = words.service;
    let ruled = if ruling.refused.is_some() {
        json!({ "outcome": "negative", "text": format!("Hakemus hylätään. {name}: ei myönnetä."), "not_granted": format!("{name}, {how_often}.") })
    } else {
        json!({
            "outcome": "positive",
            "text": format!("{name} myönnetään, {how_often}."),
            "services": [{ "service": service, "details": how_often, "from": ruling.from }],
            "valid_from": ruling.from,
        })
    };
    let mut body = json!({ "decision": {
        "matter": { "subject": name, "initiated_on": ruling.initiated_on },
        "ruling": ruled,
        "grounds": { "reasons": words.conclusion, "legal_basis": [words.law] },
        "more_information": { "name": ruling.decider, "contact": "Puhelinnumero on hyvinvointialueen vaihteessa." },
        "appeal": { "kind": "1", "authority": format!("{}, yksilöasioiden jaosto", ruling.county), "address": format!("{}, kirjaamo", ruling.county) },
    } });
    if let (Some(heard), Some(grounds)) = (ruling.refused, body.pointer_mut("/decision/grounds").and_then(Value::as_object_mut)) {
        grounds.insert("reasons".into(), "Arvion mukaan arjesta selviää nykyisellä tuella ja läheisten avulla.".into());
        grounds.insert("hearing".into(), heard.into());
    }
    body
}
