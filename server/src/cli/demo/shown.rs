//! What a county's own making leaves out, done by the personas so that every room has something to show: files that were looked through,
//! letters to many, notices in their states, a decision that corrects itself, a view shared with a team, a fault told and answered,
//! a break that is coming, a home gone through with its client.

use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use care::attachment::scan::{ScanAttachment, Scanner, eicar};
use chrono::{Datelike, Days, Duration};
use kernel::{ClientId, Register, Scope, ServiceTask};
use notices::{ChannelKind, DeliveryState, Notices, PastDelivery, Waiting};
use serde_json::{Value, json};
use tokio::sync::watch;
use trust::Gate;
use uuid::Uuid;

use super::visitor::{Visitor, text};
use crate::app::{self, Rooms};
use crate::cli::Fault;
use crate::live::Feed;
use crate::session::{self, Entry};

/// Who the demo's own work is done as, and what it goes through.
pub struct Scene<'a> {
    gate: &'a Gate,
    router: Router,
    scanner: Scanner,
    notices: Notices,
    /// The case manager, whose desk a newcomer looks at first.
    handler: Visitor,
    /// The case manager's open matters of one client each, none of them of a client one can log in as.
    pub matters: Vec<Value>,
    /// Ends what follows the node for this router.
    stopping: watch::Sender<bool>,
}

impl<'a> Scene<'a> {
    pub async fn of(gate: &'a Gate, rules: &Arc<rules::LiveRules>) -> Result<Scene<'a>, Fault> {
        let scanner = Scanner::default().command("/bin/sh".into(), vec!["-c".into(), LOOK.into()]);
        let mut rooms = Rooms::new(rules.clone(), notices::Channels::default());
        rooms.care = rooms.care.scanning(scanner.clone());
        let notices = rooms.notices.clone();
        let stopping = watch::Sender::new(false);
        let router = app::app(Entry::new(gate.clone(), None, None), rooms, Feed::start(gate.clone(), stopping.subscribe()));
        let handler = Visitor::log_in(&router, "case_manager").await?;
        let own: Vec<String> =
            session::subjects(gate).await?.into_iter().filter_map(|one| one.subject_id).map(|id| id.to_string()).collect();
        let desk = handler.get("/api/v1/staff/desk?view=mine&limit=200").await?;
        let lanes = desk.get("lanes").and_then(Value::as_array).into_iter().flatten();
        let cards = lanes.filter_map(|lane| lane.get("cards").and_then(Value::as_array)).flatten();
        let alone = |card: &&Value| match card.get("clients").and_then(Value::as_array).map(Vec::as_slice) {
            Some([one]) => !own.iter().any(|id| id == text(one, "/id")),
            _ => false,
        };
        let matters = cards.filter(alone).cloned().collect();
        Ok(Self { gate, router, scanner, notices, handler, matters, stopping })
    }

    /// All of it. A county of few has not everything: what has no matter to stand in is left out.
    pub async fn play(&self) -> Result<(), Fault> {
        self.upkeep().await?;
        if let Some(last) = self.matters.last() {
            self.view(last).await?;
            self.attachments(text(last, "/id")).await?;
            self.letters().await?;
            // A matter that was moved on without an entry is found by the page of gaps: a message would hide it.
            let fresh = self.matters.iter().rev().find(|one| text(one, "/lane") == "first_contact");
            self.notices(fresh.unwrap_or(last)).await?;
        }
        self.home_safety().await?;
        self.template().await?;
        self.correction().await
    }

    /// A client who came home from hospital three weeks ago has a plan begun from the template of that: some of its acts wait, some are late.
    async fn template(&self) -> Result<(), Fault> {
        let clients = self.matters.iter().filter_map(|matter| matter.pointer("/clients/0/id").and_then(Value::as_str));
        let on = self.gate.ctx().today() - Days::new(20);
        for client in clients.take(3) {
            let path = format!("/api/v1/staff/clients/{client}/plan-templates");
            let Ok(seen) = self.handler.post(&format!("{path}/preview"), json!({ "template": "discharge", "anchor_on": on })).await else {
                continue;
            };
            let plan = json!({
                "template": "discharge", "version": seen.get("version"), "variant": seen.get("variant"), "anchor_on": on, "agreed": true,
            });
            self.handler.post(&format!("{path}/plans"), plan).await?;
            let made = self.handler.get(&format!("{path}/plans")).await?;
            let acts = made.pointer("/0/acts").and_then(Value::as_array).into_iter().flatten();
            for act in acts.filter(|act| matches!(text(act, "/act"), "call" | "visit")) {
                let done = json!({ "state": "done", "done_on": text(act, "/due_on") });
                self.handler.change(Method::POST, &format!("{path}/acts/{}", text(act, "/id")), act, done).await?;
            }
        }
        Ok(())
    }

    pub fn handler(&self) -> &Visitor {
        &self.handler
    }

    /// A fault told by one who met it and answered by the administrator; and a break of the next Sunday's night.
    async fn upkeep(&self) -> Result<(), Fault> {
        let coordinator = Visitor::log_in(&self.router, "care_coordinator").await?;
        let words = "Kun suodatan työpöydän määräajan mukaan ja avaan asian, paluu ei muista suodatusta.";
        let fault = coordinator.post("/api/v1/staff/faults", json!({ "page": "/desk", "words": words })).await?;
        let administrator = Visitor::log_in(&self.router, "administrator").await?;
        let answer = json!({ "answer": "Kiitos, toistimme vian. Tallenna suodatus toistaiseksi näkymäksi: se muistetaan." });
        let path = format!("/api/v1/staff/administration/faults/{}/answer", text(&fault, "/id"));
        administrator.change(Method::POST, &path, &fault, answer).await?;

        let today = self.gate.ctx().today();
        let passed = u64::from(today.weekday().num_days_from_monday());
        let sunday = today + Days::new(if passed == 6 { 7 } else { 6 - passed });
        let begins = kernel::helsinki_start(sunday) + Duration::hours(2);
        let body = json!({
            "level": "maintenance",
            "begins_at": begins,
            "ends_at": begins + Duration::hours(2),
            "text": {
                "fi": "Punos on huoltokatkon ajan poissa käytöstä. Tallenna keskeneräiset työsi sitä ennen.",
                "sv": "Punos är ur bruk under serviceavbrottet. Spara ditt arbete före det.",
                "en": "Punos is out of use during the maintenance break. Save your work before it.",
            },
        });
        administrator.post("/api/v1/staff/administration/notices", body).await?;
        Ok(())
    }

    /// A view of the desk that the team's lead shares with the team.
    async fn view(&self, matter: &Value) -> Result<(), Fault> {
        let lead = Visitor::log_in(&self.router, "team_lead").await?;
        let body = json!({
            "name": "Määräaika lähellä, vanhin ensin",
            "filter": { "view": "team", "due": "two_days", "sort": "initiated" },
            "columns": ["due", "client", "lane", "handler", "initiated"],
            "look": "list",
            "team_id": text(matter, "/team/id"),
        });
        lead.post("/api/v1/staff/views", body).await?;
        Ok(())
    }

    /// A file found clean, one in which something was found, and one that waits for its turn.
    async fn attachments(&self, matter: &str) -> Result<(), Fault> {
        let note = "Fysioterapeutin lausunto\n\nLiikkuminen sisällä onnistuu rollaattorilla. Portaissa tarvitaan toisen apua.\n";
        self.handler.attach(matter, "fysioterapeutin-lausunto.txt", note.as_bytes()).await?;
        self.handler.attach(matter, "kuvat-kotoa.txt", &eicar()).await?;
        let queue = jobs::Queue::new().on(ScanAttachment::new(self.scanner.clone()));
        while queue.step(self.gate).await.map_err(store::StoreError::from)? != jobs::Step::Idle {}
        let list = "Apuvälineet kotona: rollaattori, suihkutuoli, turvaranneke.\n";
        self.handler.attach(matter, "apuvälineet.txt", list.as_bytes()).await?;
        Ok(())
    }

    /// Letters to some of the clients, made and marked as posted.
    async fn letters(&self) -> Result<(), Fault> {
        let ids: Vec<&str> = self.matters.iter().take(4).map(|one| text(one, "/id")).collect();
        let body = json!({ "template": "received", "way": "letter", "matter_ids": ids });
        let made = self.handler.post("/api/v1/staff/desk/letters", body).await?;
        let path = format!("/api/v1/staff/letters/batches/{}/send", text(&made, "/batch_id"));
        self.handler.change(Method::POST, &path, &made, json!({})).await?;
        Ok(())
    }

    /// Messages to a client, and how the notices of them fared: this node has no channels of its own, so they are told as past.
    async fn notices(&self, matter: &Value) -> Result<(), Fault> {
        let id = text(matter, "/id");
        let parsed = |at: &str| text(matter, at).parse::<Uuid>().unwrap_or_default();
        let (matter_id, client) = (parsed("/id"), ClientId(parsed("/clients/0/id")));
        let scope = Scope {
            controller: self.gate.controller(),
            register: Register::Social,
            service_task: ServiceTask::parse(text(matter, "/service_task")).unwrap_or(ServiceTask::OlderPeople),
            catalogue_row: 16,
        };
        let email = |state, code| PastDelivery { channel: ChannelKind::Email, state, code };
        let sms = |state, code| PastDelivery { channel: ChannelKind::Sms, state, code };
        let told = [
            ("Hei! Olen varannut ajan kotikäynnille. Sopiiko se?", vec![email(DeliveryState::Sent, None), sms(DeliveryState::Sent, None)]),
            (
                "Voisitteko soittaa minulle, kun ehditte?",
                vec![email(DeliveryState::Failed, Some("smtp_550")), sms(DeliveryState::Dropped, Some("no_address"))],
            ),
            ("Kiitos puhelusta. Kirjasin toiveenne asiaan.", vec![email(DeliveryState::Uncertain, Some("interrupted"))]),
            ("Suunnitelma on nyt luettavissa omilla sivuillanne.", vec![email(DeliveryState::Waiting, None)]),
        ];
        for (words, deliveries) in told {
            let message = self.handler.post(&format!("/api/v1/staff/matters/{id}/messages"), json!({ "text": words })).await?;
            let object_id = text(&message, "/id").parse::<Uuid>().unwrap_or_default();
            let waiting = Waiting {
                client,
                scope,
                matter_id: Some(matter_id),
                occasion: "message",
                object_kind: "message",
                object_id,
                key: format!("message/{object_id}"),
            };
            let work = self.gate.job("demo.notices", "synthetic", None).begin().await?;
            self.notices.tell_past(&work, &waiting, &deliveries).await.map_err(store::StoreError::from)?;
            work.touched(&[client]);
            work.commit().await?;
        }
        Ok(())
    }

    /// A home gone through with the client: a risk that is being mended, one that waits, and a notification to be delivered by hand.
    async fn home_safety(&self) -> Result<(), Fault> {
        let subjects = session::subjects(self.gate).await?;
        let Some(client) = subjects.iter().find(|one| one.key == "client_aino").and_then(|one| one.subject_id) else { return Ok(()) };
        let client = format!("/api/v1/staff/clients/{client}");
        let mut seen = self.handler.post(&format!("{client}/home-safety/assessments"), json!({})).await?;
        let at = format!("{client}/home-safety/assessments/{}", text(&seen, "/id"));
        for (item, answer, words) in HOME {
            let body = json!({ "answer": answer, "words": words });
            seen = self.handler.change(Method::PUT, &format!("{at}/items/{item}"), &seen, body).await?;
        }
        let talk = json!({ "took_part": "along", "own_view": "Haluan pitää matot, ne ovat äidin kutomia. Liukuesteet sopivat." });
        seen = self.handler.change(Method::PUT, &format!("{at}/talk"), &seen, talk).await?;
        self.handler.change(Method::POST, &format!("{at}/finish"), &seen, json!({})).await?;
        let safety = self.handler.get(&format!("{client}/home-safety")).await?;
        let risks = safety.get("risks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let of = |item: &str| risks.iter().find(|risk| text(risk, "/item") == item);
        if let Some(rugs) = of("rugs") {
            let due = self.gate.ctx().today() + Days::new(14);
            let body = json!({ "state": "agreed", "act": "Poika tuo liukuesteet mattojen alle", "doer": "close_one", "due_on": due });
            let path = format!("{client}/home-safety/risks/{}/step", text(rugs, "/id"));
            self.handler.change(Method::POST, &path, rugs, body).await?;
        }
        if let Some(alarm) = of("smoke_alarm") {
            let notice = json!({
                "risks": [text(alarm, "/id")],
                "building": "flat",
                "ability": "weak",
                "evacuation": "helped",
                "done": "Huoltoyhtiölle soitettu varoittimesta.",
                "notifier_phone": "040 555 0101",
                "no_emergency": true,
            });
            let preview = self.handler.post(&format!("{client}/rescue-notices/preview"), notice.clone()).await?;
            let body = json!({ "notice": notice, "digest": text(&preview, "/digest") });
            self.handler.post(&format!("{client}/rescue-notices"), body).await?;
        }
        Ok(())
    }

    /// A slip of the pen in a decision that was sent: corrected by one with the power, decided and sent anew.
    async fn correction(&self) -> Result<(), Fault> {
        for card in &self.matters {
            let matter = self.handler.get(&format!("/api/v1/staff/matters/{}", text(card, "/id"))).await?;
            let decisions = matter.get("decisions").and_then(Value::as_array).into_iter().flatten();
            let holds =
                |one: &&Value| text(one, "/state") == "sent" && text(one, "/force") == "in_force" && text(one, "/outcome") == "positive";
            let Some(old) = decisions.into_iter().find(holds) else { continue };
            let decider = Visitor::log_in(&self.router, "social_worker").await?;
            let body = json!({
                "kind": "writing",
                "error": "Palvelun nimi oli kirjoitettu väärin.",
                "effect": "neutral",
                "unheard_reason": "Ilmeinen kirjoitusvirhe, joka ei vaikuta asiakkaan oikeuteen.",
            });
            let draft = decider.post(&format!("/api/v1/staff/decisions/{}/corrections", text(old, "/id")), body).await?;
            // The new paper says what the old one said.
            let said = self.handler.get(&format!("/api/v1/staff/documents/{}", text(old, "/document_id"))).await?;
            let path = format!("/api/v1/staff/documents/{}", text(&draft, "/document_id"));
            let paper = self.handler.get(&path).await?;
            self.handler.change(Method::PUT, &path, &paper, json!({ "body": said.get("body") })).await?;
            let path = format!("/api/v1/staff/decisions/{}", text(&draft, "/id"));
            let decided = decider.change(Method::POST, &format!("{path}/decide"), &draft, json!({})).await?;
            self.handler.change(Method::POST, &format!("{path}/send"), &decided, json!({ "channel": "letter" })).await?;
            return Ok(());
        }
        Ok(())
    }
}

impl Drop for Scene<'_> {
    fn drop(&mut self) {
        self.stopping.send_replace(true);
    }
}

/// What was seen in the home.
const HOME: [(&str, &str, Option<&str>); 7] = [
    ("smoke_alarm", "risk", Some("Makuuhuoneen palovaroitin puuttuu, toinen piippaa.")),
    ("stove", "fine", Some("Liesivahti asennettu keväällä.")),
    ("rugs", "risk", Some("Eteisen matto liukuu rollaattorin alla.")),
    ("lighting", "fine", None),
    ("bathroom", "fine", Some("Tukikahvat suihkussa.")),
    ("medicine_kept", "fine", Some("Annosjakelu apteekista.")),
    ("yard", "unseen", None),
];

/// A scanner that knows one thing: the test file that every scanner finds.
const LOOK: &str = "if grep -q EICAR-STANDARD-ANTIVIRUS-TEST-FILE; then echo 'stdin: Eicar-Test-Signature FOUND'; exit 1; fi";
