use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::hetu::Sex;
use kernel::{ClientId, FixedClock};
use rules::Rules;
use sha2::{Digest, Sha256};
use store::sea_orm::{ConnectionTrait, Value};
use store::sql;
use trust::{Action, ActionKind, Group};
use uuid::Uuid;

use crate::county::Means;
use crate::history::{self, Setting};
use crate::matters::{Stage, ideas};
use crate::needs;
use crate::places::Places;
use crate::residents::{self, Living, Resident, known};
use crate::{Load, Made, Plan, make};

const COUNTY: &str = "etela-karjala";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn residents_of(seed: u64, count: usize) -> (Means, Vec<Resident>) {
    let means = Means::of(COUNTY).unwrap();
    let residents = residents::make(seed, COUNTY, &means, count, today());
    (means, residents)
}

/// Everything that is made before ids are given, hashed.
fn fingerprint(seed: u64, count: usize) -> String {
    let (means, residents) = residents_of(seed, count);
    let needs = needs::assign(seed, &residents, today());
    let municipalities: Vec<&'static str> = means.municipalities.iter().map(|one| one.code).collect();
    let places = Places::of(seed, COUNTY, &municipalities);
    let setting = Setting { seed, today: today(), places: &places };
    let mut hash = Sha256::new();
    // Last first: the order of work does not matter to what each one's history is.
    let mut histories: Vec<String> = Vec::new();
    for (one, needs) in residents.iter().zip(&needs).rev() {
        histories.push(format!("{:?}", history::of(&setting, one, needs)));
    }
    for one in &residents {
        hash.update(format!("{one:?}{}{}", one.hetu.reveal(), one.home));
    }
    for text in histories.iter().rev() {
        hash.update(text);
    }
    for idea in ideas(seed, &residents, &needs, today(), None) {
        hash.update(format!("{idea:?}"));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_same_seed_makes_the_same_county_and_another_makes_another() {
    assert_eq!(fingerprint(1, 400), fingerprint(1, 400));
    assert_ne!(fingerprint(1, 400), fingerprint(2, 400));
}

#[test]
fn ages_sexes_and_conditions_follow_the_means() {
    let (means, residents) = residents_of(7, 20_000);
    assert_eq!(residents.len(), 20_000);
    let all = residents.len() as f64;
    for class in &means.ages {
        let of_class =
            |one: &&Resident| one.sex == class.sex && one.age(today()) >= class.from && (one.age(today()) <= class.to || class.from >= 96);
        let share = residents.iter().filter(of_class).count() as f64 / all;
        assert!((share - class.share).abs() < 0.0006, "{:?} {}-{}: {share} for {}", class.sex, class.from, class.to, class.share);
    }
    let women = residents.iter().filter(|one| one.sex == Sex::Female).count() as f64 / all;
    assert!((women - 0.4995).abs() < 0.001, "{women}");
    let older: Vec<&Resident> = residents.iter().filter(|one| one.age(today()) >= 65).collect();
    assert!((older.len() as f64 / all - means.older()).abs() < 0.005);
    for condition in &means.conditions {
        let share = residents.iter().filter(|one| one.has(condition.icd10)).count() as f64 / all;
        assert!((share - condition.all).abs() < 0.0005 + condition.all * 0.03, "{}: {share} for {}", condition.icd10, condition.all);
        if let Some(wanted) = condition.older {
            let share = older.iter().filter(|one| one.has(condition.icd10)).count() as f64 / older.len() as f64;
            // Where all who have it are fewer than the older alone should be, the whole decides.
            let most = condition.all * all / older.len() as f64;
            assert!((share - wanted.min(most)).abs() < 0.002 + wanted * 0.04, "{} of 65+: {share} for {wanted}", condition.icd10);
        }
    }
}

#[test]
fn ways_of_living_follow_the_means() {
    let (means, residents) = residents_of(3, 20_000);
    let all = residents.len() as f64;
    let share = |which: &dyn Fn(&Resident) -> bool| residents.iter().filter(|one| which(one)).count() as f64 / all;
    use residents::Marital::{Unmarried, Widowed};
    assert!((share(&|one| one.marital == Widowed) - means.living.widowed).abs() < 0.005);
    assert!((share(&|one| one.marital == Unmarried) - means.living.unmarried).abs() < 0.02);
    let [below_75, from_75, ..] = means.living.alone;
    let alone = |one: &Resident, from: i32, to: i32| one.living == Living::Alone && (from..=to).contains(&one.age(today()));
    assert!((share(&|one| alone(one, 18, 74)) - below_75).abs() < 0.03, "{}", share(&|one| alone(one, 18, 74)));
    assert!((share(&|one| alone(one, 75, 84)) - from_75).abs() < 0.01);
    // Every child has a grown-up at home, every couple one home, and kin are each other's.
    let mut lonely = 0;
    for one in &residents {
        if one.age(today()) < 18 {
            let grown = residents.iter().filter(|other| other.home == one.home && other.age(today()) >= 18).count();
            lonely += usize::from(grown == 0);
        }
        if let Some(partner) = one.partner.and_then(|index| residents.get(index)) {
            assert_eq!((partner.partner, partner.home), (Some(one.index), one.home));
        }
        for parent in &one.parents {
            assert!(residents[*parent].children.contains(&one.index) && residents[*parent].birth < one.birth);
        }
    }
    assert_eq!(lonely, 0);
}

#[test]
fn personal_identity_codes_are_artificial_and_nobody_shares_one() {
    let (_, residents) = residents_of(1, 20_000);
    let mut seen = HashSet::new();
    for one in &residents {
        let number: u32 = one.hetu.reveal()[7..10].parse().unwrap();
        assert!((900..=999).contains(&number) && one.hetu.artificial());
        assert_eq!((one.hetu.birth_date(), one.hetu.sex()), (one.birth, one.sex));
        assert!(seen.insert(one.hetu.reveal().to_owned()));
        assert!(one.phone.as_ref().is_none_or(|phone| phone.starts_with("000 ")));
    }
    assert_eq!(residents[known::AINO].called(), "Aino Virtanen");
    assert_eq!((residents[known::AINO].age(today()), residents[known::AINO].birth.to_string()), (84, "1942-01-01".into()));
    for (place, one) in residents.iter().enumerate() {
        assert_eq!(place, one.index);
    }
}

#[test]
fn history_weighs_as_it_should_and_falls_on_the_sick() {
    let (means, residents) = residents_of(1, 4_000);
    let needs = needs::assign(1, &residents, today());
    let municipalities: Vec<&'static str> = means.municipalities.iter().map(|one| one.code).collect();
    let places = Places::of(1, COUNTY, &municipalities);
    let setting = Setting { seed: 1, today: today(), places: &places };
    let mut counts: Vec<usize> = Vec::new();
    for (one, needs) in residents.iter().zip(&needs) {
        let rows = history::of(&setting, one, needs);
        for row in &rows {
            assert!(row.facts.kind == "Appointment" || row.facts.started_at.is_none_or(|at| at.date_naive() <= today()), "{:?}", row.facts);
            assert!(row.facts.ended_at.is_none_or(|end| row.facts.started_at.is_some_and(|start| start <= end)), "{:?}", row.facts);
        }
        counts.push(rows.len());
    }
    let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    assert!((40.0..65.0).contains(&mean), "{mean} rows a resident");
    counts.sort_unstable();
    let top: usize = counts.iter().rev().take(counts.len() / 10).sum();
    assert!(top as f64 > 0.55 * counts.iter().sum::<usize>() as f64, "a tenth of the people have more than half of the rows");
    // Aino's functional ability is declining.
    let aino = history::of(&setting, &residents[known::AINO], &needs[known::AINO]);
    let sppb: Vec<f64> = aino.iter().filter(|row| row.facts.code.as_deref() == Some("sppb")).filter_map(|row| row.facts.quantity).collect();
    assert_eq!((sppb.first(), sppb.last()), (Some(&9.0), Some(&5.0)));
    assert!(aino.iter().filter(|row| row.facts.class.as_deref() == Some("HH")).count() > 900);
}

#[test]
fn open_matters_are_about_three_in_a_hundred_in_every_lane() {
    let (_, residents) = residents_of(1, 20_000);
    let needs = needs::assign(1, &residents, today());
    let list = ideas(1, &residents, &needs, today(), None);
    let mut stages: HashMap<String, usize> = HashMap::new();
    for idea in &list {
        let name = format!("{:?}", idea.stage);
        *stages.entry(name.split('(').next().unwrap().to_owned()).or_default() += 1;
        assert!(idea.on <= today());
    }
    let closed = stages.get("Closed").copied().unwrap();
    let open = list.len() - closed;
    assert!((500..760).contains(&open), "{stages:?}");
    assert!(closed > 2 * open, "{stages:?}");
    for stage in ["New", "Taken", "Assessment", "Planning", "Decision", "Managing", "Returned"] {
        assert!(stages.get(stage).is_some_and(|n| *n >= 15), "{stages:?}");
    }
}

#[test]
fn a_county_full_of_work_has_as_much_as_asked_in_teams_of_different_sizes() {
    let (_, residents) = residents_of(1, 5_000);
    let needs = needs::assign(1, &residents, today());
    let load = Load { matters: 30_000, open: 2_000, teams: 20 };
    let list = ideas(1, &residents, &needs, today(), Some(load));
    assert_eq!(list.len(), 30_000);
    let mut teams: HashMap<String, usize> = HashMap::new();
    let mut open: HashMap<usize, usize> = HashMap::new();
    for idea in list.iter().filter(|idea| !matches!(idea.stage, Stage::Closed(_))) {
        *open.entry(idea.main).or_default() += 1;
        if let Some((team, _)) = &idea.overrule {
            *teams.entry(team.to_string()).or_default() += 1;
        }
    }
    assert!((1_990..=2_010).contains(&open.len()), "{}", open.len());
    assert!(list.iter().all(|idea| idea.on <= today()));
    let of = |key: &str| teams.get(key).copied().unwrap_or_default();
    assert!(of("ita") > 150 && of("alue_1") > 4 * of("alue_20"), "{teams:?}");
    assert!((1..=20).all(|n| of(&format!("alue_{n}")) > 0), "{teams:?}");
}

static LOOK: Action = Action::staff("synth.test.look", ActionKind::Look, Group::Look, "care", "18");

async fn written(db: &mut store::testing::TestDb, residents: u32) -> (trust::Gate, Made, Uuid) {
    let controller = Uuid::now_v7();
    let now: DateTime<Utc> = "2026-11-21T18:00:00Z".parse().unwrap();
    let gate = trust::testing::gate(db, Arc::new(people::Directory), FixedClock::at(now), controller);
    let rules = Arc::new(Rules::shipped().unwrap());
    let job = gate.job("synth", "demo", None);
    let mut told = Vec::new();
    let made = make(&job, &rules, &Plan { county: COUNTY.into(), residents, seed: 1, load: None }, |done| told.push(done)).await.unwrap();
    assert_eq!(told.last(), Some(&u64::from(residents)));
    (gate, made, controller)
}

async fn count(conn: &impl ConnectionTrait, text: &str) -> i64 {
    #[derive(sea_orm::FromQueryResult)]
    struct N {
        n: i64,
    }
    let row: Option<N> = sql::one(conn, text, Vec::<Value>::new()).await.unwrap();
    row.unwrap().n
}

store::both!(
    async fn a_small_county_is_whole(db: TestDb) {
        let (gate, made, _) = written(&mut db, 200).await;
        let job = gate.job("test", "test", None);
        let conn = job.reader();
        assert_eq!(count(conn, "SELECT COUNT(*) AS n FROM client").await, 200);
        assert_eq!(count(conn, "SELECT COUNT(*) AS n FROM matter").await, made.matters as i64);
        assert_eq!(count(conn, "SELECT COUNT(*) AS n FROM record_entry").await, made.service_rows as i64);
        assert!(made.matters > 30 && made.service_rows > 4_000, "{made:?}");
        // Everything that names another thing names one that is there.
        for (table, column, target) in [
            ("matter", "team_id", "team"),
            ("matter", "handler_id", "professional"),
            ("matter_client", "client_id", "client"),
            ("matter_step", "matter_id", "matter"),
            ("clock", "matter_id", "matter"),
            ("care_relation", "client_id", "client"),
            ("care_relation", "professional_id", "professional"),
            ("care_relation", "team_id", "team"),
            ("care_relation", "unit_id", "unit"),
            ("assessment", "document_id", "document"),
            ("assessment", "client_id", "client"),
            ("plan", "document_id", "document"),
            ("plan_goal", "plan_id", "plan"),
            ("plan_service", "plan_id", "plan"),
            ("decision", "document_id", "document"),
            ("decision", "decided_by", "professional"),
            ("document", "structure_id", "structure"),
            ("document_client", "client_id", "client"),
            ("customership", "client_id", "client"),
            ("customership", "responsible_worker_id", "professional"),
            ("note", "matter_id", "matter"),
            ("message", "matter_id", "matter"),
            ("close_one", "person_id", "client"),
            ("client_professional", "professional_id", "professional"),
            ("will_expression", "client_id", "client"),
            ("record_entry", "client_id", "client"),
            ("record_entry", "original_id", "original"),
            ("record_part", "entry_id", "record_entry"),
            ("original", "resource_id", "source_resource"),
            ("contact_detail", "client_id", "client"),
            ("absence", "substitute_id", "professional"),
            ("membership", "professional_id", "professional"),
        ] {
            let text = format!(
                "SELECT COUNT(*) AS n FROM {table} t WHERE t.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column})"
            );
            assert_eq!(count(conn, &text).await, 0, "{table}.{column}");
        }
        // One plan in force for a client in a task; a closed matter's ties fade; every client stands in the log.
        let text = "SELECT COUNT(*) AS n FROM (SELECT client_id FROM plan WHERE state = 'active' GROUP BY client_id, service_task HAVING COUNT(*) > 1) x";
        assert_eq!(count(conn, text).await, 0);
        let text =
            "SELECT COUNT(*) AS n FROM care_relation r JOIN matter m ON m.id = r.object_id WHERE m.state = 'closed' AND r.valid_to IS NULL";
        assert_eq!(count(conn, text).await, 0);
        assert_eq!(count(conn, "SELECT COUNT(DISTINCT client_id) AS n FROM access_log_client").await, 200);
        assert_eq!(
            count(conn, "SELECT COUNT(*) AS n FROM matter WHERE state = 'open' AND lane = 'managing' AND handler_id IS NULL").await,
            0
        );
        // The next number of the year is free.
        assert_eq!(
            count(conn, "SELECT COUNT(*) AS n FROM matter WHERE number LIKE 'A-2026-%'").await,
            count(conn, "SELECT SUM(taken) AS n FROM matter_number WHERE year = 2026").await
        );
    }
);

store::both!(
    async fn personas_have_the_rights_of_their_stories(db: TestDb) {
        let (gate, made, _) = written(&mut db, 200).await;
        let persona = |key: &str| made.personas.iter().find(|one| one.key == key).unwrap();
        for key in [
            "home_care_nurse",
            "case_manager",
            "care_coordinator",
            "social_worker",
            "team_lead",
            "acute_nurse",
            "administrator",
            "data_protection_officer",
            "case_manager_west",
            "client_aino",
            "client_laura",
        ] {
            let one = persona(key);
            assert!(!one.name.is_empty() && one.title.sv.is_some() && one.about.en.is_some(), "{key}");
        }
        let (aino, laura) = (persona("client_aino").subject_id, persona("client_laura").subject_id);
        let opens = async |key: &str, client: Uuid| opened(&gate, persona(key).subject_id, client).await;
        // Sanna by her customership, and the patient register by Aino's permit.
        assert_eq!(opens("case_manager", aino).await, Some(vec!["patient", "social"]));
        // Her colleague sees her own client's social register only: no permit has been given.
        let job = gate.job("test", "test", None);
        let text = "SELECT r.client_id AS id FROM care_relation r WHERE r.basis = 'handler' AND r.valid_to IS NULL AND r.professional_id = $1 \
                    AND NOT EXISTS (SELECT 1 FROM will_expression p WHERE p.client_id = r.client_id)";
        #[derive(sea_orm::FromQueryResult)]
        struct Id {
            id: Uuid,
        }
        let hers: Option<Id> = sql::one(job.reader(), text, [persona("case_manager_west").subject_id.into()]).await.unwrap();
        assert_eq!(opens("case_manager_west", hers.unwrap().id).await, Some(vec!["social"]));
        drop(job);
        // The nurse opens the patient register of the client she visits, and not another's.
        assert_eq!(opens("home_care_nurse", aino).await, Some(vec!["patient"]));
        assert_eq!(opens("home_care_nurse", laura).await, None);
        assert_eq!(opens("case_manager", laura).await, None);
        assert_eq!(opens("administrator", aino).await, None);
        assert_eq!(opens("data_protection_officer", aino).await, None);
    }
);

/// The registers a professional sees of a client over HTTP; nothing when refused.
async fn opened(gate: &trust::Gate, professional: Uuid, client: Uuid) -> Option<Vec<&'static str>> {
    use axum::body::Body;
    use axum::extract::Path;
    use axum::http::{Request, header};
    use tower::ServiceExt;

    async fn look(session: trust::StaffSession, Path(id): Path<Uuid>) -> Result<String, kernel::Problem> {
        let opened = session.open(ClientId(id), &LOOK).await?;
        let seen = kernel::Register::ALL.iter().filter(|register| opened.scopes().register(**register));
        Ok(seen.map(|register| register.code()).collect::<Vec<_>>().join(" "))
    }
    let trail = gate.clone();
    let app: axum::Router = axum::Router::new()
        .route("/look/{id}", axum::routing::get(look))
        .layer(axum::middleware::from_fn(move |request, next| trust::trail(trail.clone(), trust::RouteActions::default(), request, next)));
    let key = trust::start_session(gate, trust::Audience::Staff, professional, "persona", None).await.unwrap();
    let request =
        Request::builder().uri(format!("/look/{client}")).header(header::COOKIE, format!("punos={key}")).body(Body::empty()).unwrap();
    let answer = app.oneshot(request).await.unwrap();
    if !answer.status().is_success() {
        assert_eq!(answer.status().as_u16(), 403);
        return None;
    }
    let body = axum::body::to_bytes(answer.into_body(), 1_000).await.unwrap();
    let seen = String::from_utf8(body.to_vec()).unwrap();
    Some(["patient", "social"].into_iter().filter(|code| seen.contains(code)).collect())
}
