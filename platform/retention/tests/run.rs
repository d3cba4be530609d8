//! A report before, a person's approval, removal of exactly that, a proof after; on both databases.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{FixedClock, Register, ServiceTask};
use retention::{Hold, NewHold, Places, Report, RetentionError, Weight};
use rules::{Kept, Retention, RuleFile, RuleSet};
use store::sea_orm::{DbErr, Value};
use store::{CLIENT_TABLES, Db, both, sql};
use trust::{Directory, Gate, Staff, Work};
use uuid::Uuid;

struct Nobody;

#[async_trait::async_trait]
impl Directory for Nobody {
    async fn staff(&self, _: &Db, _: Uuid, _: NaiveDate) -> Result<Option<Staff>, DbErr> {
        Ok(None)
    }
    async fn by_subject(&self, _: &Db, _: &str, _: NaiveDate) -> Result<Option<Uuid>, DbErr> {
        Ok(None)
    }
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T09:00:00Z").parse().unwrap()
}

fn shipped() -> RuleSet<Retention> {
    RuleSet::parse(RuleFile { name: "retention.toml", text: include_str!("../../../rules/retention.toml") }).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Inserts one row: columns and their values; what is not named and must be there gets a plain value of its type.
async fn put(work: &Work, table: &str, mut columns: Vec<(&str, Value)>) {
    // The same on both databases, and slow to ask on one.
    static TABLES: tokio::sync::OnceCell<Vec<store::backup::Table>> = tokio::sync::OnceCell::const_new();
    let tables = TABLES.get_or_init(async || store::backup::tables(work).await.unwrap()).await;
    let known = tables.iter().find(|t| t.name == table).unwrap();
    let now: Value = at("1990-01-01").into();
    for column in &known.columns {
        if columns.iter().any(|(name, _)| *name == column.name) {
            continue;
        }
        let plain: Option<Value> = match (column.name.as_str(), column.kind) {
            (
                "controller" | "author_id" | "sender_id" | "structure_id" | "resource_id" | "object_id" | "team_id" | "original_id"
                | "entry_id",
                _,
            ) => Some(Uuid::now_v7().into()),
            ("key_hash", store::backup::Kind::Uuid) | ("drafted_by" | "responsible_worker_id", _) => Some(Uuid::now_v7().into()),
            ("catalogue_row" | "version" | "position" | "original_line" | "revision" | "body_len" | "size", _) => Some(1.into()),
            (
                "at" | "created_at" | "updated_at" | "valid_from" | "joined_at" | "initiated_at" | "lane_since" | "happened_at"
                | "received_at" | "added_at",
                store::backup::Kind::Time,
            ) => Some(now.clone()),
            ("initiated_on" | "opened_on", _) => Some(day("1990-01-01").into()),
            (_, store::backup::Kind::Flag) => Some(false.into()),
            ("routing_why" | "body" | "schema", store::backup::Kind::Json) => Some(serde_json::json!({}).into()),
            ("sha256" | "content" | "body" | "sealed" | "blind", store::backup::Kind::Bytes) => Some(vec![1u8].into()),
            _ => None,
        };
        match plain {
            Some(value) => columns.push((column.name.as_str(), value)),
            None if column.kind == store::backup::Kind::Text && REQUIRED.contains(&column.name.as_str()) => {
                columns.push((column.name.as_str(), "x".into()));
            }
            None => {}
        }
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let text = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), sql::params(1, names.len()));
    sql::exec(work, &text, columns.into_iter().map(|(_, value)| value)).await.unwrap_or_else(|e| panic!("{table}: {e}"));
}

/// Texts that must be there and say nothing for these tests.
const REQUIRED: &[&str] = &[
    "identity",
    "family_name",
    "given_names",
    "sex",
    "origin",
    "situation",
    "urgency",
    "lane",
    "channel",
    "sender_kind",
    "proposed_team",
    "routing_rule",
    "routing_version",
    "kind",
    "text",
    "name",
    "media_type",
    "author_kind",
    "state",
    "basis",
    "object_kind",
    "number",
    "source_system",
    "resource_type",
    "content_type",
    "label",
    "system",
    "part",
    "actor_kind",
    "action",
    "purpose",
    "outcome",
    "path",
    "target_label",
    "rule",
    "rule_version",
    "section",
    "mark",
    "oid",
    "structure_version",
    "title_fi",
    "source",
    "key",
];

struct World {
    team: Uuid,
    structure: Uuid,
}

async fn world(work: &Work) -> World {
    let (organisation, unit, team, structure) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let from = || Value::from(day("1980-01-01"));
    put(work, "organisation", vec![("id", organisation.into()), ("valid_from", from())]).await;
    put(work, "unit", vec![("id", unit.into()), ("organisation_id", organisation.into()), ("valid_from", from())]).await;
    put(work, "team", vec![("id", team.into()), ("unit_id", unit.into()), ("service_task", "older_people".into()), ("valid_from", from())])
        .await;
    put(work, "structure", vec![("id", structure.into()), ("loaded_at", at("1990-01-01").into())]).await;
    World { team, structure }
}

/// A client with a matter closed in 1990, its papers, and patient data.
async fn client(work: &Work, world: &World, birth: &str, death: Option<&str>) -> (Uuid, Uuid) {
    let (id, matter) = (Uuid::now_v7(), Uuid::now_v7());
    let scope = |task: &str, register: &str| vec![("register", Value::from(register)), ("service_task", Value::from(task))];
    let social = || scope("older_people", "social");
    let with = |more: Vec<(&'static str, Value)>| social().into_iter().chain(more).collect::<Vec<_>>();
    put(work, "client", with(vec![("id", id.into()), ("birth_date", day(birth).into()), ("deceased_on", death.map(day).into())])).await;
    put(
        work,
        "client_identifier",
        with(vec![
            ("id", Uuid::now_v7().into()),
            ("client_id", id.into()),
            ("blind", id.as_bytes().to_vec().into()),
            ("valid_from", at("1990-01-01").into()),
        ]),
    )
    .await;
    put(work, "client_name_key", vec![("part", id.to_string().into()), ("client_id", id.into())]).await;
    put(
        work,
        "matter",
        with(vec![
            ("id", matter.into()),
            ("number", matter.to_string().into()),
            ("team_id", world.team.into()),
            ("closed_at", at("1990-06-01").into()),
        ]),
    )
    .await;
    put(work, "matter_client", vec![("matter_id", matter.into()), ("client_id", id.into()), ("main", true.into())]).await;
    put(work, "matter_step", vec![("id", Uuid::now_v7().into()), ("matter_id", matter.into()), ("actor_id", id.into())]).await;
    put(work, "note", with(vec![("id", Uuid::now_v7().into()), ("client_id", id.into()), ("matter_id", matter.into())])).await;
    let attachment = Uuid::now_v7();
    put(work, "attachment", with(vec![("id", attachment.into()), ("client_id", id.into()), ("matter_id", matter.into())])).await;
    put(work, "attachment_content", vec![("attachment_id", attachment.into())]).await;
    let document = Uuid::now_v7();
    put(work, "document", with(vec![("id", document.into()), ("structure_id", world.structure.into())])).await;
    put(work, "document_client", vec![("document_id", document.into()), ("client_id", id.into())]).await;
    put(work, "document_version", vec![("document_id", document.into())]).await;
    let relation =
        vec![("id", Uuid::now_v7().into()), ("client_id", id.into()), ("object_id", matter.into()), ("valid_to", at("1990-06-01").into())];
    put(work, "care_relation", with(relation)).await;
    let patient = |more: Vec<(&'static str, Value)>| scope("health", "patient").into_iter().chain(more).collect::<Vec<_>>();
    let (resource, original) = (Uuid::now_v7(), Uuid::now_v7());
    put(work, "source_resource", vec![("id", resource.into()), ("client_id", id.into()), ("original_id", original.into())]).await;
    put(work, "source_key", vec![("key_hash", Uuid::now_v7().into()), ("resource_id", resource.into())]).await;
    put(work, "original", patient(vec![("id", original.into()), ("client_id", id.into()), ("resource_id", resource.into())])).await;
    put(work, "record_entry", patient(vec![("id", Uuid::now_v7().into()), ("client_id", id.into()), ("resource_id", resource.into())]))
        .await;
    (id, matter)
}

fn rule<'a>(report: &'a Report, id: &str) -> &'a retention::RuleReport {
    report.rules.iter().find(|r| r.rule == id).unwrap()
}

async fn left(gate: &Gate, id: Uuid) -> BTreeMap<&'static str, usize> {
    gate.flush_log().await;
    let job = gate.job("test.look", "test", None);
    let mut found = BTreeMap::new();
    for (name, text) in [
        ("client", "SELECT 1 AS one FROM client WHERE id = $1"),
        ("identifier", "SELECT 1 AS one FROM client_identifier WHERE client_id = $1"),
        ("matter", "SELECT 1 AS one FROM matter_client WHERE client_id = $1"),
        ("note", "SELECT 1 AS one FROM note WHERE client_id = $1"),
        ("document", "SELECT 1 AS one FROM document_client WHERE client_id = $1"),
        ("entry", "SELECT 1 AS one FROM record_entry WHERE client_id = $1"),
        ("resource", "SELECT 1 AS one FROM source_resource WHERE client_id = $1"),
    ] {
        found.insert(name, sql::rows(job.reader(), text, [id.into()]).await.unwrap().len());
    }
    found
}

async fn count(gate: &Gate, table: &str) -> usize {
    gate.flush_log().await;
    let job = gate.job("test.look", "test", None);
    sql::rows(job.reader(), &format!("SELECT 1 AS one FROM {table}"), []).await.unwrap().len()
}

both!(
    async fn removes_what_was_approved_and_proves_it(db: TestDb) {
        let clock = FixedClock::at(at("2026-11-22"));
        let gate = trust::testing::gate(&mut db, Arc::new(Nobody), clock.clone(), Uuid::now_v7());
        let rules = shipped();
        let work = gate.job("test.fill", "test", None).begin().await.unwrap();
        let world = world(&work).await;
        // Long dead: everything goes. Alive: only social care whose last relation ended over 30 years ago.
        let (dead, _) = client(&work, &world, "1900-01-01", Some("2000-01-01")).await;
        let (living, _) = client(&work, &world, "1950-01-01", None).await;
        // Dead for ten years: nothing goes yet.
        let (recent, _) = client(&work, &world, "1930-01-01", Some("2016-11-22")).await;
        // Held: an open matter, time of appeal, a joint matter with one who is not due, by hand.
        let (open, matter) = client(&work, &world, "1900-01-01", Some("2000-01-01")).await;
        sql::exec(&work, "UPDATE matter SET closed_at = NULL WHERE id = $1", [matter.into()]).await.unwrap();
        let (joint, shared) = client(&work, &world, "1900-01-01", Some("2000-01-01")).await;
        put(&work, "matter_client", vec![("matter_id", shared.into()), ("client_id", recent.into())]).await;
        let (kept, _) = client(&work, &world, "1900-01-01", Some("2000-01-01")).await;
        let (appeal, matter) = client(&work, &world, "1950-01-01", None).await;
        let scope = vec![("register", Value::from("social")), ("service_task", "older_people".into()), ("id", Uuid::now_v7().into())];
        let decision = vec![
            ("client_id", appeal.into()),
            ("matter_id", matter.into()),
            ("document_id", Uuid::now_v7().into()),
            ("appeal_until", day("2026-12-01").into()),
        ];
        put(&work, "decision", scope.into_iter().chain(decision).collect()).await;
        // Two lines of the log: one of thirteen years, one of eleven.
        for written in ["2013-01-01", "2015-11-23"] {
            let id = Uuid::now_v7();
            put(&work, "access_log", vec![("id", id.into()), ("at", at(written).into()), ("request_id", id.into())]).await;
            put(&work, "access_log_client", vec![("log_id", id.into()), ("client_id", living.into())]).await;
        }
        work.commit().await.unwrap();
        let hold = retention::hold(&gate, NewHold { client: kept, ground: "case-1" }).await.unwrap();
        assert!(matches!(retention::hold(&gate, NewHold { client: Uuid::now_v7(), ground: "x" }).await, Err(RetentionError::NoClient)));
        let lines = count(&gate, "access_log").await;

        let run = retention::report(&gate, &rules).await.unwrap();
        let social = rule(&run.report, "social_records");
        assert_eq!(social.persons, 2, "{social:?}");
        assert_eq!(
            social.held,
            BTreeMap::from([(Hold::OpenMatter, 1), (Hold::AppealRunning, 1), (Hold::JointClient, 1), (Hold::SetByHand, 1)])
        );
        for (table, n) in [
            ("matter", 2),
            ("matter_client", 2),
            ("matter_step", 2),
            ("note", 2),
            ("attachment_content", 2),
            ("document_version", 2),
            ("care_relation", 2),
        ] {
            assert_eq!(social.rows.get(table), Some(&n), "{table}: {social:?}");
        }
        let patient = rule(&run.report, "patient_records");
        // Those held for their matters only are patients as anybody.
        assert_eq!((patient.persons, patient.rows.get("original"), patient.rows.get("source_key")), (3, Some(&3), Some(&3)), "{patient:?}");
        assert_eq!(rule(&run.report, "identity").persons, 0, "somebody's other data are there yet");
        assert_eq!(
            rule(&run.report, "access_log").rows,
            BTreeMap::from([("access_log".to_owned(), 1), ("access_log_client".to_owned(), 1)])
        );
        // What a preview counts is what the report counts, and what another text would make of it is counted the same way.
        gate.flush_log().await;
        let job = gate.job("test.look", "test", None);
        let weigh = async |rules: &RuleSet<Retention>, id: &str| {
            let rule = rules.body.rules.iter().find(|rule| rule.id == id).unwrap();
            retention::weigh(job.reader(), &rules.body, rule, day("2026-11-22"), at("2026-11-22")).await.unwrap()
        };
        assert_eq!(weigh(&rules, "social_records").await, Weight { due: 2, held: 4, more: false });
        assert_eq!(weigh(&rules, "access_log").await, Weight { due: 1, held: 0, more: false });
        let longer = include_str!("../../../rules/retention.toml").replacen("years = 30", "years = 40", 1);
        let longer: RuleSet<Retention> = RuleSet::parse(RuleFile { name: "longer", text: &longer }).unwrap();
        assert_eq!(weigh(&longer, "social_records").await.due, 0);
        // A report changes nothing, and without approval nothing happens.
        assert!(retention::turn(&gate, &rules).await.unwrap().is_none());
        assert_eq!(left(&gate, dead).await["note"], 1);

        // The report names nobody.
        let text = serde_json::to_string(&run).unwrap();
        for id in [dead, living, recent, open, joint, kept, appeal] {
            assert!(!text.contains(&id.to_string()));
        }
        retention::approve(&gate, run.id, "archivist").await.unwrap();
        assert!(matches!(retention::approve(&gate, run.id, "archivist").await, Err(RetentionError::State(_))));
        // A hold lifted after the report was read still holds for this run.
        clock.advance(chrono::Duration::minutes(1));
        retention::release(&gate, hold).await.unwrap();
        clock.advance(chrono::Duration::minutes(1));
        let done = retention::turn(&gate, &rules).await.unwrap().unwrap();
        assert_eq!((done.id, done.state.as_str()), (run.id, "done"));
        let proof = done.proof.unwrap();
        for before in &run.report.rules {
            let after = rule(&proof, &before.rule);
            assert_eq!((&after.rows, after.persons), (&before.rows, before.persons), "{}", before.rule);
        }
        assert_eq!(proof.rules_version, rules.version);

        let all =
            BTreeMap::from([("client", 1), ("identifier", 1), ("matter", 1), ("note", 1), ("document", 1), ("entry", 1), ("resource", 1)]);
        let but = |gone: &[&str]| all.iter().map(|(k, n)| (*k, if gone.contains(k) { 0 } else { *n })).collect::<BTreeMap<_, _>>();
        assert_eq!(left(&gate, dead).await, but(&["matter", "note", "document", "entry", "resource"]));
        assert_eq!(left(&gate, living).await, but(&["matter", "note", "document"]));
        assert_eq!(left(&gate, open).await, but(&["entry", "resource"]));
        assert_eq!(left(&gate, joint).await, but(&["entry", "resource"]));
        assert_eq!(left(&gate, recent).await, {
            let mut with = all.clone();
            with.insert("matter", 2);
            with
        });
        assert_eq!(left(&gate, kept).await, all);
        assert_eq!(left(&gate, appeal).await, all);
        assert_eq!(count(&gate, "attachment_content").await, 5);
        assert_eq!(count(&gate, "source_key").await, 4);
        // The log lost the old line, and has one for each person whose data went.
        gate.flush_log().await;
        let job = gate.job("test.look", "test", None);
        let text = "SELECT c.client_id AS id FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'operations.retention'";
        let mut named: Vec<Uuid> = sql::rows(job.reader(), text, []).await.unwrap().iter().map(|r| r.try_get("", "id").unwrap()).collect();
        named.sort();
        let mut expected = vec![dead, dead, living, open, joint];
        expected.sort();
        assert_eq!(named, expected);
        assert!(count(&gate, "access_log").await > lines, "the removal itself is logged");

        // The next report finds the one of whom nothing else is left, and the one no longer held.
        clock.advance(chrono::Duration::days(8));
        let next = retention::turn(&gate, &rules).await.unwrap().unwrap();
        assert_eq!((rule(&next.report, "identity").persons, rule(&next.report, "social_records").persons), (1, 1), "{:?}", next.report);
        retention::approve(&gate, next.id, "archivist").await.unwrap();
        // Two processes at once: one does it.
        let (one, other) = tokio::join!(retention::turn(&gate, &rules), retention::turn(&gate, &rules));
        let states: Vec<String> =
            [one.unwrap(), other.unwrap()].into_iter().flatten().filter(|r| r.id == next.id).map(|r| r.state).collect();
        assert_eq!(states, ["done"]);
        assert_eq!(left(&gate, dead).await.values().sum::<usize>(), 0);
    }
);

both!(
    async fn approval_is_of_one_version_of_the_rules(db: TestDb) {
        let clock = FixedClock::at(at("2026-11-22"));
        let gate = trust::testing::gate(&mut db, Arc::new(Nobody), clock, Uuid::now_v7());
        let rules = shipped();
        let work = gate.job("test.fill", "test", None).begin().await.unwrap();
        let world = world(&work).await;
        let (dead, _) = client(&work, &world, "1900-01-01", Some("2000-01-01")).await;
        work.commit().await.unwrap();
        let run = retention::report(&gate, &rules).await.unwrap();
        retention::approve(&gate, run.id, "archivist").await.unwrap();
        let text = include_str!("../../../rules/retention.toml").replace("version = \"1\"", "version = \"2\"");
        let newer = RuleSet::parse(RuleFile { name: "own.toml", text: &text }).unwrap();
        assert_eq!(retention::turn(&gate, &newer).await.unwrap().unwrap().state, "outdated");
        assert_eq!(left(&gate, dead).await["note"], 1);
    }
);

both!(
    /// A new table of clients' data must be one that removal reaches: by its scope, by what it hangs on, or as part of the identity.
    async fn every_table_of_clients_is_reached(db: TestDb) {
        let master = db.take_master();
        let reached = Places::read(&db.db.reader(&master)).await.unwrap().reached();
        // Feedback names no client that the program knows of; it goes by its own time (`Upkeep::prune_feedback`).
        let missed: Vec<&&str> = CLIENT_TABLES.iter().filter(|t| **t != "accessibility_feedback" && !reached.contains(**t)).collect();
        assert!(missed.is_empty(), "removal does not reach {missed:?}");
    }
);

#[test]
fn everything_kept_has_a_period_of_the_rules() {
    // What goes by a time of its own, each by a rule: its kind, and the tables that go by it.
    let rules = shipped();
    for what in [Kept::WatchReviews, Kept::LogInquiries, Kept::RightsRequests, Kept::EndedWills, Kept::AccessLog, Kept::Identity] {
        assert_eq!(rules.body.rules.iter().filter(|rule| rule.what == what).count(), 1, "{what:?}");
    }
    // What goes with a client's records goes by the rule of its register and task; there is one for every pair.
    for (register, tasks) in [(Register::Social, ServiceTask::ALL), (Register::Patient, &[ServiceTask::Health][..])] {
        for task in tasks.iter().filter(|task| register == Register::Patient || **task != ServiceTask::Health) {
            let by = rules.body.rules.iter().filter(|rule| rule.register == Some(register) && rules.body.tasks(rule).contains(task));
            assert_eq!(by.count(), 1, "{register} {}", task.code());
        }
    }
}

both!(
    async fn what_shows_that_use_was_watched_over_goes_so_long_after_it_was_settled(db: TestDb) {
        let clock = FixedClock::at(at("2026-11-22"));
        let gate = trust::testing::gate(&mut db, Arc::new(Nobody), clock, Uuid::now_v7());
        let rules = shipped();
        let work = gate.job("test.fill", "test", None).begin().await.unwrap();
        let world = world(&work).await;
        let (living, _) = client(&work, &world, "1950-01-01", Some("2020-01-01")).await;
        let (kept, _) = client(&work, &world, "1950-01-01", Some("2020-01-01")).await;
        let scope = || vec![("register", Value::from("social")), ("service_task", "older_people".into())];
        let mut left = Vec::new();
        // Settled long ago; lately; not at all; long ago, of one who is on hold.
        for (n, (client, settled)) in
            [(living, Some("2010-01-01")), (living, Some("2020-01-01")), (living, None), (kept, Some("2010-01-01"))].into_iter().enumerate()
        {
            let (review, request, copy) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
            let day_of = Value::from(day("2009-12-01"));
            let more = |id: Uuid, more: Vec<(&'static str, Value)>| {
                let own: Vec<(&'static str, Value)> = vec![("id", id.into()), ("client_id", client.into())];
                scope().into_iter().chain(own).chain(more).collect::<Vec<_>>()
            };
            put(
                &work,
                "watch_review",
                more(
                    review,
                    vec![
                        ("professional_id", Uuid::now_v7().into()),
                        ("severity", 1.into()),
                        ("settled", settled.is_some().into()),
                        ("looked_on", (day("2009-12-01") + chrono::Duration::days(n as i64)).into()),
                        ("raised_at", at("2009-12-02").into()),
                        ("due_on", day_of.clone()),
                    ],
                ),
            )
            .await;
            put(&work, "watch_evidence", vec![("review_id", review.into()), ("log_id", Uuid::now_v7().into())]).await;
            put(
                &work,
                "log_inquiry",
                more(
                    Uuid::now_v7(),
                    vec![
                        ("log_id", Uuid::now_v7().into()),
                        ("entry_at", at("2009-12-01").into()),
                        ("entry_action", "care.summary.read".into()),
                        ("words", "Miksi?".into()),
                        ("asked_at", at("2009-12-02").into()),
                        ("due_on", day_of.clone()),
                        ("answered_at", settled.map(at).into()),
                    ],
                ),
            )
            .await;
            put(
                &work,
                "rights_request",
                more(
                    request,
                    vec![
                        ("state", if settled.is_some() { "done" } else { "waiting" }.into()),
                        ("asked_at", at("2009-12-02").into()),
                        ("due_on", day_of),
                        ("answered_at", settled.map(at).into()),
                    ],
                ),
            )
            .await;
            put(
                &work,
                "rights_copy",
                more(copy, vec![("request_id", request.into()), ("language", "fi".into()), ("progress", 100.into())]),
            )
            .await;
            put(&work, "rights_copy_content", vec![("copy_id", copy.into())]).await;
            if let Some(on) = settled {
                let word = vec![
                    ("id", Uuid::now_v7().into()),
                    ("review_id", review.into()),
                    ("kind", "decided".into()),
                    ("words", "Selvä".into()),
                    ("by_id", Uuid::now_v7().into()),
                    ("at", at(on).into()),
                ];
                put(&work, "watch_word", word).await;
            }
            if n > 0 {
                left.push(review);
            }
        }
        // Passed on long ago, and the data protection officer has not said what she found.
        let passed = Uuid::now_v7();
        let own: Vec<(&'static str, Value)> = vec![
            ("id", passed.into()),
            ("client_id", living.into()),
            ("professional_id", Uuid::now_v7().into()),
            ("severity", 1.into()),
            ("settled", true.into()),
            ("outcome", "passed_on".into()),
            ("looked_on", day("2009-12-01").into()),
            ("raised_at", at("2009-12-02").into()),
            ("due_on", day("2009-12-01").into()),
        ];
        put(&work, "watch_review", scope().into_iter().chain(own).collect()).await;
        let word = vec![
            ("id", Uuid::now_v7().into()),
            ("review_id", passed.into()),
            ("kind", "decided".into()),
            ("words", "Siirretään".into()),
            ("by_id", Uuid::now_v7().into()),
            ("at", at("2010-01-01").into()),
        ];
        put(&work, "watch_word", word).await;
        left.push(passed);
        work.commit().await.unwrap();
        retention::hold(&gate, NewHold { client: kept, ground: "case-1" }).await.unwrap();

        let run = retention::report(&gate, &rules).await.unwrap();
        let rows = |id: &str| rule(&run.report, id).rows.clone();
        let each = |tables: &[&str]| tables.iter().map(|t| ((*t).to_owned(), 1)).collect::<BTreeMap<_, _>>();
        assert_eq!(rows("watch_reviews"), each(&["watch_review", "watch_evidence", "watch_word"]));
        assert_eq!(rows("log_inquiries"), each(&["log_inquiry"]));
        assert_eq!(rows("rights_requests"), each(&["rights_request", "rights_copy", "rights_copy_content"]));
        let job = gate.job("test.look", "test", None);
        let one = rules.body.rules.iter().find(|rule| rule.id == "rights_requests").unwrap();
        let weight = retention::weigh(job.reader(), &rules.body, one, day("2026-11-22"), at("2026-11-22")).await.unwrap();
        assert_eq!(weight, Weight { due: 1, held: 0, more: false });
        retention::approve(&gate, run.id, "archivist").await.unwrap();
        let done = retention::turn(&gate, &rules).await.unwrap().unwrap();
        let proof = done.proof.unwrap();
        for id in ["watch_reviews", "log_inquiries", "rights_requests"] {
            assert_eq!(rule(&proof, id).rows, rule(&run.report, id).rows, "{id}");
        }
        for (table, n) in
            [("watch_review", 4), ("watch_word", 3), ("watch_evidence", 3), ("log_inquiry", 3), ("rights_request", 3), ("rights_copy", 3)]
        {
            assert_eq!(count(&gate, table).await, n, "{table}");
        }
        let stays: Vec<Uuid> = sql::rows(job.reader(), "SELECT id FROM watch_review ORDER BY id", [])
            .await
            .unwrap()
            .iter()
            .map(|r| r.try_get("", "id").unwrap())
            .collect();
        assert_eq!(stays, left, "what is not settled, settled lately, held, or not yet found of by the officer");
        let lines = "SELECT 1 AS one FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'operations.retention' AND c.client_id = $1";
        gate.flush_log().await;
        assert!(!sql::rows(job.reader(), lines, [living.into()]).await.unwrap().is_empty(), "the removal names the client");
    }
);

both!(
    async fn a_will_goes_so_long_after_it_was_withdrawn_and_one_in_force_stays(db: TestDb) {
        let clock = FixedClock::at(at("2026-11-22"));
        let gate = trust::testing::gate(&mut db, Arc::new(Nobody), clock, Uuid::now_v7());
        let rules = shipped();
        let work = gate.job("test.fill", "test", None).begin().await.unwrap();
        let world = world(&work).await;
        let (living, _) = client(&work, &world, "1950-01-01", Some("2020-01-01")).await;
        let (kept, _) = client(&work, &world, "1950-01-01", Some("2020-01-01")).await;
        let mut left = Vec::new();
        // Withdrawn long ago; lately; in force since long ago; withdrawn long ago, of one who is on hold.
        for (n, (client, withdrawn)) in
            [(living, Some("2010-01-01")), (living, Some("2020-01-01")), (living, None), (kept, Some("2010-01-01"))].into_iter().enumerate()
        {
            let will = Uuid::now_v7();
            let own = |id: Uuid, more: Vec<(&'static str, Value)>| {
                let own: Vec<(&'static str, Value)> = vec![
                    ("register", "social".into()),
                    ("service_task", "older_people".into()),
                    ("id", id.into()),
                    ("client_id", client.into()),
                ];
                own.into_iter().chain(more).collect::<Vec<_>>()
            };
            put(
                &work,
                "will_expression",
                own(
                    will,
                    vec![
                        ("code", "permit_social".into()),
                        ("kind", "permit".into()),
                        ("level", "all".into()),
                        ("given_by", "client".into()),
                        ("channel", "own".into()),
                        ("informed_at", at("2005-01-01").into()),
                        ("valid_from", at("2005-01-01").into()),
                        ("withdrawn_at", withdrawn.map(at).into()),
                    ],
                ),
            )
            .await;
            let about = |more: Vec<(&'static str, Value)>| {
                own(Uuid::now_v7(), std::iter::once(("expression_id", Value::from(will))).chain(more).collect())
            };
            put(&work, "denied_object", about(vec![("object_id", Uuid::now_v7().into())])).await;
            put(
                &work,
                "kanta_message",
                about(vec![("doing", "give".into()), ("state", "taken".into()), ("made_at", at("2005-01-01").into())]),
            )
            .await;
            let name = format!("urn:uuid:{will}");
            put(
                &work,
                "kanta_expression",
                about(vec![("name", name.into()), ("version", 1i64.into()), ("seen_at", at("2005-01-01").into())]),
            )
            .await;
            if n > 0 {
                left.push(will);
            }
        }
        work.commit().await.unwrap();
        retention::hold(&gate, NewHold { client: kept, ground: "case-1" }).await.unwrap();

        let run = retention::report(&gate, &rules).await.unwrap();
        let tables = ["will_expression", "denied_object", "kanta_message", "kanta_expression"];
        let each: BTreeMap<String, u64> = tables.iter().map(|table| ((*table).to_owned(), 1)).collect();
        assert_eq!(rule(&run.report, "ended_wills").rows, each);
        retention::approve(&gate, run.id, "archivist").await.unwrap();
        let done = retention::turn(&gate, &rules).await.unwrap().unwrap();
        assert_eq!(rule(&done.proof.unwrap(), "ended_wills").rows, each);
        for table in tables {
            assert_eq!(count(&gate, table).await, 3, "{table}");
        }
        let job = gate.job("test.look", "test", None);
        let stays = sql::rows(job.reader(), "SELECT id FROM will_expression ORDER BY id", []).await.unwrap();
        let stays: Vec<Uuid> = stays.iter().map(|row| row.try_get("", "id").unwrap()).collect();
        assert_eq!(stays, left, "in force, withdrawn lately, or held");
    }
);
