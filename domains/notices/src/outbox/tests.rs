//! The outbox against real counterparts: told with the change, sent once, tried again, given up, left in doubt.

use std::sync::Arc;
use std::time::Duration as Wait;

use ::store::both;
use ::store::testing::TestDb;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use chrono::Duration;
use jobs::{Queue, Step};
use kernel::hetu::Hetu;
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask};
use people::import::{SourceClient, SourceContact, upsert_clients};
use serde_json::{Value, json};
use tower::ServiceExt;
use trust::{Audience, Gate};
use uuid::Uuid;

use super::Waiting;
use crate::channel::{Email, EmailSettings, MailSecurity, Sms, SmsSettings, Suomifi, SuomifiSettings};
use crate::counterpart::{Gateway, MailServer, Mood, Protection, Reply};
use crate::{ChannelKind, Channels, Notices, SendNotice};

struct House {
    gate: Gate,
    clock: Arc<FixedClock>,
    room: Notices,
    queue: Queue,
    app: Router,
    aino: ClientId,
    mail: MailServer,
    gateway: Gateway,
    _db: TestDb,
}

const HETU: &str = "130342-900N";

fn client(given: &str, hetu: Option<Hetu>, contacts: &[(&'static str, &str)], scope: Scope) -> SourceClient {
    SourceClient {
        known: None,
        temporary: hetu.is_none(),
        hetu,
        identifiers: Vec::new(),
        family_name: "Virtanen".into(),
        given_names: given.into(),
        other_names: Vec::new(),
        birth_date: Some("1942-03-13".parse().unwrap()),
        sex: None,
        mother_tongue: Some("sv".into()),
        service_language: None,
        interpreter: false,
        municipality: Some("153".into()),
        protected: true,
        deceased: false,
        deceased_on: None,
        contacts: contacts
            .iter()
            .map(|(kind_of, value)| SourceContact { kind: "long_lived", kind_of, value: (*value).into(), since: None })
            .collect(),
        source_system: "test".into(),
        scope,
    }
}

impl House {
    /// Monday 16 November 2026, eleven o'clock in Finland; Aino's address is protected and she speaks Swedish.
    async fn new(mut db: TestDb) -> Self {
        let clock = FixedClock::at("2026-11-16T09:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, Uuid::now_v7());
        let (mail, gateway) = (MailServer::start(Protection::StartTls).await, Gateway::start().await);
        let email = EmailSettings {
            host: "localhost".into(),
            port: mail.port,
            security: MailSecurity::StartTls,
            login: None,
            from: "Hyvinvointialue <ei-vastausta@hva.example>".into(),
            authority: Some(mail.authority.clone()),
        };
        let patience = Wait::from_millis(800);
        let sms = SmsSettings { url: format!("{}/sms", gateway.url), token: None, sender: "HVA".into() };
        let suomifi = SuomifiSettings { url: gateway.url.clone(), username: "hva".into(), password: "p".into(), service_id: "s".into() };
        let channels = Channels::new("https://punos.example")
            .with(ChannelKind::Email, Email::patient(&email, patience).unwrap())
            .with(ChannelKind::Sms, Sms::patient(&sms, patience).unwrap())
            .with(ChannelKind::Suomifi, Suomifi::patient(&suomifi, patience).unwrap());
        let room = Notices::new(Arc::new(rules::Rules::shipped().unwrap()), channels);
        let (app, _) = crate::router(room.clone()).split_for_parts();
        let trail = gate.clone();
        let app = app.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(trail.clone(), trust::RouteActions::default(), request, next)
        }));
        let scope =
            Scope { controller: gate.controller(), register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 };
        let contacts = [("phone", "040 111 2222"), ("email", "aino@example.fi"), ("address", "Salakuja 7, 55100 Imatra")];
        let work = gate.job("test.clients", "test", None).begin().await.unwrap();
        let made = upsert_clients(&work, &[client("Aino", Hetu::parse(HETU).ok(), &contacts, scope)]).await.unwrap();
        work.commit().await.unwrap();
        let queue = Queue::new().on(SendNotice::new(room.clone()));
        Self { gate, clock, queue, app, aino: made[0].client, room, mail, gateway, _db: db }
    }

    async fn own(&self, method: &str, seen: Option<i32>, body: Option<Value>) -> (u16, Value) {
        let key = trust::start_session(&self.gate, Audience::Client, self.aino.0, "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let mut request = Request::builder()
            .method(method)
            .uri("/api/v1/client/notices")
            .header(header::COOKIE, format!("punos={key}"))
            .header("x-csrf-token", csrf);
        if let Some(seen) = seen {
            request = request.header(header::IF_MATCH, format!("\"{seen}\""));
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        let answer = self.app.clone().oneshot(request.unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn choose(&self, email: bool, sms: bool, suomifi: bool) {
        let (_, now) = self.own("GET", None, None).await;
        let seen = i32::try_from(now["version"].as_i64().unwrap()).unwrap();
        let (status, told) = self.own("PUT", Some(seen), Some(json!({ "email": email, "sms": sms, "suomifi": suomifi }))).await;
        assert_eq!(status, 200, "{told}");
    }

    fn waiting(&self, occasion: &'static str, key: &str) -> Waiting {
        let scope = Scope {
            controller: self.gate.controller(),
            register: Register::Social,
            service_task: ServiceTask::OlderPeople,
            catalogue_row: 16,
        };
        Waiting {
            client: self.aino,
            scope,
            matter_id: Some(Uuid::from_u128(7)),
            occasion,
            object_kind: "message",
            object_id: Uuid::now_v7(),
            key: key.into(),
        }
    }

    /// Tells in a transaction of its own.
    async fn tell(&self, occasion: &'static str, key: &str) -> bool {
        let work = self.gate.job("test.tell", "test", None).begin().await.unwrap();
        let told = self.room.tell(&work, self.waiting(occasion, key)).await.unwrap();
        work.commit().await.unwrap();
        told
    }

    async fn step(&self) -> Step {
        self.queue.step(&self.gate).await.unwrap()
    }

    /// Does all that is due now.
    async fn run(&self) -> usize {
        let mut done = 0;
        while self.step().await != Step::Idle {
            done += 1;
        }
        done
    }

    /// State, attempts and code of each delivery, by channel.
    async fn deliveries(&self) -> Vec<(String, String, i32, Option<String>)> {
        self.gate.flush_log().await;
        let job = self.gate.job("test.read", "test", None);
        let text = "SELECT channel, state, attempts, code FROM notice_delivery ORDER BY made_at, channel";
        let rows = ::store::sql::rows(job.reader(), text, []).await.unwrap();
        rows.iter()
            .map(|r| {
                (
                    r.try_get("", "channel").unwrap(),
                    r.try_get("", "state").unwrap(),
                    r.try_get("", "attempts").unwrap(),
                    r.try_get("", "code").unwrap(),
                )
            })
            .collect()
    }

    async fn one(&self) -> (String, String, i32, Option<String>) {
        let all = self.deliveries().await;
        assert_eq!(all.len(), 1, "{all:?}");
        all[0].clone()
    }
}

fn row(channel: &str, state: &str, attempts: i32, code: Option<&str>) -> (String, String, i32, Option<String>) {
    (channel.into(), state.into(), attempts, code.map(str::to_owned))
}

both!(
    async fn a_client_chooses_and_is_told_by_each_channel_once(db: TestDb) {
        let h = House::new(db).await;
        // Nothing chosen, nothing written.
        assert!(!h.tell("message", "m0").await);
        let (_, own) = h.own("GET", None, None).await;
        assert_eq!(own["version"], 0);
        assert_eq!(own["channels"][0], json!({ "channel": "email", "available": true, "chosen": false, "address": "a•••@example.fi" }));
        assert_eq!(own["channels"][1]["address"], "••• 222");
        h.choose(true, true, true).await;
        assert!(h.tell("decision_sent", "d1").await);
        assert!(!h.tell("decision_sent", "d1").await, "the same is told once");
        assert_eq!(h.run().await, 3);
        assert_eq!(h.deliveries().await, [row("email", "sent", 1, None), row("sms", "sent", 1, None), row("suomifi", "sent", 1, None)]);
        assert_eq!(h.run().await, 0);
        let (mails, texts, messages) = (h.mail.mails(), h.gateway.arrived("/sms"), h.gateway.arrived("/v2/messages/electronic"));
        assert_eq!((mails.len(), texts.len(), messages.len()), (1, 1, 1));
        assert_eq!(mails[0].to, "aino@example.fi");
        assert_eq!(texts[0].body["to"], "+358401112222");
        assert_eq!(messages[0].body["recipient"]["id"], HETU);
        // In her language, and nothing of her, of the service or of where she lives leaves.
        assert!(texts[0].body["text"].as_str().unwrap().starts_with("Du har något nytt"), "{}", texts[0].body);
        let electronic = &messages[0].body["electronic"];
        let left = format!("{}{}{electronic}", mails[0].data, texts[0].body["text"]);
        for secret in ["Virtanen", "Aino ", "Salakuja", "Imatra", "beslut", "päätös", "decision", HETU] {
            assert!(!left.contains(secret), "{secret} in {left}");
        }
        assert!(electronic["body"].as_str().unwrap().contains("https://punos.example/my"));
    }
);

both!(
    async fn nothing_leaves_for_a_change_that_was_not_committed(db: TestDb) {
        let h = House::new(db).await;
        h.choose(true, false, false).await;
        let work = h.gate.job("test.tell", "test", None).begin().await.unwrap();
        assert!(h.room.tell(&work, h.waiting("hearing", "h1")).await.unwrap());
        drop(work);
        assert_eq!(h.run().await, 0);
        assert!(h.deliveries().await.is_empty() && h.mail.mails().is_empty());
    }
);

both!(
    async fn messages_in_a_row_are_one_notice_and_night_waits_for_morning(db: TestDb) {
        let h = House::new(db).await;
        h.choose(false, true, false).await;
        h.clock.set("2026-11-16T18:30:00Z".parse().unwrap()); // half past eight in the evening
        assert!(h.tell("message", "m1").await);
        assert!(!h.tell("message", "m2").await, "within the hour");
        h.clock.advance(Duration::minutes(61));
        assert!(h.tell("message", "m3").await, "after the hour");
        assert_eq!(h.run().await, 0, "not in the night");
        h.clock.set("2026-11-17T06:00:00Z".parse().unwrap());
        assert_eq!(h.run().await, 2);
        assert_eq!(h.gateway.taken(), 2);
    }
);

both!(
    async fn a_channel_that_is_down_is_tried_again_and_given_up_in_the_end(db: TestDb) {
        let h = House::new(db).await;
        h.choose(false, true, false).await;
        h.gateway.will("/sms", &[Reply::Status(503, json!({})), Reply::Status(429, json!({}))]);
        h.tell("message", "m1").await;
        assert!(matches!(h.step().await, Step::Again(..)));
        assert_eq!(h.one().await, row("sms", "waiting", 1, Some("http_503")));
        assert_eq!(h.step().await, Step::Idle, "not at once");
        h.clock.advance(Duration::minutes(1));
        assert!(matches!(h.step().await, Step::Again(..)));
        h.clock.advance(Duration::minutes(1));
        assert!(matches!(h.step().await, Step::Done(_)));
        assert_eq!(h.one().await, row("sms", "sent", 3, None));
        // Twenty times no: given up, and an administrator can replay it when the gateway is mended.
        let no: Vec<Reply> = (0..20).map(|_| Reply::Status(500, json!({}))).collect();
        h.gateway.will("/sms", &no);
        h.tell("hearing", "h1").await;
        let mut last = h.step().await;
        for _ in 0..120 {
            if matches!(last, Step::Dead(_)) {
                break;
            }
            h.clock.advance(Duration::minutes(61));
            last = h.step().await;
        }
        let Step::Dead(_) = last else { panic!("{last:?}") };
        let failed = h.deliveries().await.pop().unwrap();
        assert_eq!(failed, row("sms", "failed", 20, Some("http_500")), "nights do not begin the count anew");
        assert_eq!(h.gateway.taken(), 1);
    }
);

both!(
    async fn an_address_that_is_refused_is_not_tried_again(db: TestDb) {
        let h = House::new(db).await;
        h.choose(true, false, false).await;
        h.mail.will(&[Mood::NoSuchUser]);
        h.tell("message", "m1").await;
        assert!(matches!(h.step().await, Step::Dead(_)));
        assert_eq!(h.one().await, row("email", "failed", 1, Some("smtp_550")));
        h.clock.advance(Duration::hours(3));
        assert_eq!(h.run().await, 0);
    }
);

both!(
    async fn mail_in_doubt_is_not_sent_twice(db: TestDb) {
        let h = House::new(db).await;
        h.choose(true, false, false).await;
        // The server takes the message and hangs up before it says so.
        h.mail.will(&[Mood::HangUp]);
        h.tell("message", "m1").await;
        assert!(matches!(h.step().await, Step::Dead(_)));
        let state = h.one().await;
        assert_eq!((state.1.as_str(), h.mail.mails().len()), ("uncertain", 1));
        h.clock.advance(Duration::hours(30));
        assert_eq!((h.run().await, h.mail.mails().len()), (0, 1));
    }
);

both!(
    async fn a_process_that_dies_between_sending_and_marking_sends_no_mail_again(db: TestDb) {
        let h = House::new(db).await;
        h.choose(true, false, false).await;
        h.mail.will(&[Mood::Silent]);
        h.tell("message", "m1").await;
        // The step is dropped when the server has the message and has not answered: the process is gone.
        let arrived = async {
            while h.mail.mails().is_empty() {
                tokio::time::sleep(Wait::from_millis(5)).await;
            }
        };
        tokio::select! {
            () = arrived => {}
            step = h.step() => panic!("{step:?}"),
        }
        assert_eq!(h.one().await, row("email", "sending", 1, None));
        h.clock.advance(Duration::seconds(2 * jobs::LEASE_SECONDS));
        assert!(matches!(h.step().await, Step::Dead(_)), "a person decides");
        assert_eq!(h.one().await, row("email", "uncertain", 1, Some("interrupted")));
        assert_eq!((h.run().await, h.mail.mails().len()), (0, 1));
    }
);

both!(
    async fn a_process_that_dies_sends_a_text_message_again_under_the_same_id(db: TestDb) {
        let h = House::new(db).await;
        h.choose(false, true, false).await;
        h.gateway.will("/sms", &[Reply::Silent]);
        h.tell("message", "m1").await;
        let arrived = async {
            while h.gateway.taken() == 0 {
                tokio::time::sleep(Wait::from_millis(5)).await;
            }
        };
        tokio::select! {
            () = arrived => {}
            step = h.step() => panic!("{step:?}"),
        }
        h.clock.advance(Duration::seconds(2 * jobs::LEASE_SECONDS));
        assert!(matches!(h.step().await, Step::Done(_)));
        assert_eq!(h.one().await, row("sms", "sent", 2, None));
        let arrived = h.gateway.arrived("/sms");
        assert_eq!(arrived.len(), 2);
        assert_eq!(arrived[0].headers["idempotency-key"], arrived[1].headers["idempotency-key"]);
        assert_eq!(h.gateway.taken(), 1, "one message to one person");
    }
);

both!(
    async fn a_choice_taken_back_or_a_death_stops_what_waits(db: TestDb) {
        let h = House::new(db).await;
        h.choose(true, true, false).await;
        h.tell("message", "m1").await;
        h.choose(false, true, false).await;
        assert_eq!(h.run().await, 2);
        assert_eq!(h.deliveries().await, [row("email", "dropped", 0, Some("chosen_otherwise")), row("sms", "sent", 1, None)]);
        assert!(h.mail.mails().is_empty());
    }
);

both!(
    async fn settings_are_checked_and_a_new_address_ends_the_old(db: TestDb) {
        let h = House::new(db).await;
        let body =
            |email: &str, phone: &str| json!({ "email": true, "sms": true, "suomifi": false, "new_email": email, "new_phone": phone });
        let (status, problem) = h.own("PUT", Some(0), Some(body("ei sähköposti", ""))).await;
        assert_eq!((status, &problem["errors"][0]["path"]), (422, &json!("/new_email")), "{problem}");
        let (status, problem) = h.own("PUT", Some(0), Some(body("", "kotona"))).await;
        assert_eq!((status, &problem["errors"][0]["code"]), (422, &json!("not_a_phone")), "{problem}");
        let (status, told) = h.own("PUT", Some(0), Some(body("uusi@example.fi", "+358 50 765 4321"))).await;
        assert_eq!((status, &told["channels"][0]["address"], &told["version"]), (200, &json!("u•••@example.fi"), &json!(1)), "{told}");
        assert_eq!(h.own("PUT", Some(0), Some(body("", ""))).await.0, 412);
        assert_eq!(h.own("PUT", None, Some(body("", ""))).await.0, 428);
        let (status, told) = h.own("PUT", Some(1), Some(body("viela@example.fi", ""))).await;
        assert_eq!((status, &told["channels"][0]["address"]), (200, &json!("v•••@example.fi")));
        h.tell("message", "m1").await;
        h.run().await;
        assert_eq!(h.mail.mails()[0].to, "viela@example.fi");
        assert_eq!(h.gateway.arrived("/sms")[0].body["to"], "+358507654321");
        h.gate.flush_log().await;
        let job = h.gate.job("test.read", "test", None);
        let open = "SELECT COUNT(*) AS n FROM contact_detail WHERE origin = 'client' AND type = 'email' AND ended_at IS NULL";
        let n: i64 = ::store::sql::rows(job.reader(), open, []).await.unwrap()[0].try_get("", "n").unwrap();
        assert_eq!(n, 1);
    }
);

both!(
    async fn without_channels_nothing_is_kept(db: TestDb) {
        let mut h = House::new(db).await;
        h.choose(true, true, true).await;
        h.room = Notices::new(Arc::new(rules::Rules::shipped().unwrap()), Channels::default());
        for n in 0..5 {
            assert!(!h.tell("hearing", &format!("h{n}")).await);
        }
        assert!(h.deliveries().await.is_empty());
        assert_eq!(h.run().await, 0);
        let (app, _) = crate::router(h.room.clone()).split_for_parts();
        let trail = h.gate.clone();
        h.app = app.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(trail.clone(), trust::RouteActions::default(), request, next)
        }));
        let (_, own) = h.own("GET", None, None).await;
        assert!(own["channels"].as_array().unwrap().iter().all(|c| c["available"] == false), "{own}");
        let (status, problem) = h.own("PUT", Some(1), Some(json!({ "email": true, "sms": false, "suomifi": false }))).await;
        assert_eq!((status, &problem["errors"][0]["code"]), (422, &json!("channel_not_in_use")));
    }
);
