use people::organisation::{people_by_id, person, view};
use people::professional::profile;
use store::both;
use trust::{Directory as _, Role};
use uuid::Uuid;

use crate::house::{House, day};

both!(
    async fn knows_who_works_here_and_until_when(db: TestDb) {
        let house = House::new(&mut db).await;
        let db = house.gate.db();
        let today = day("2026-11-21");
        let staff = people::Directory.staff(db, house.manager, today).await.unwrap().unwrap();
        assert_eq!((staff.role, staff.unit_id, staff.can_decide), (Role::CaseManager, house.unit, false));
        assert_eq!(staff.team_ids, [house.guidance]);
        assert!(staff.substitutes_for.is_empty());
        assert!(people::Directory.staff(db, house.worker, today).await.unwrap().unwrap().can_decide);
        assert!(people::Directory.staff(db, house.manager, day("2019-12-31")).await.unwrap().is_none(), "not yet employed");
        assert!(people::Directory.staff(db, Uuid::now_v7(), today).await.unwrap().is_none());

        let work = house.work().await;
        store::sql::exec(&work, "UPDATE professional SET valid_to = $1 WHERE id = $2", [today.into(), house.worker.into()]).await.unwrap();
        store::sql::exec(
            &work,
            "UPDATE membership SET valid_to = $1 WHERE professional_id = $2",
            [day("2026-11-20").into(), house.manager.into()],
        )
        .await
        .unwrap();
        work.commit().await.unwrap();
        assert!(people::Directory.staff(db, house.worker, today).await.unwrap().is_some(), "the last day is still valid");
        assert!(people::Directory.staff(db, house.worker, day("2026-11-22")).await.unwrap().is_none());
        assert!(
            people::Directory.staff(db, house.manager, today).await.unwrap().unwrap().team_ids.is_empty(),
            "a membership that ended yesterday"
        );

        assert_eq!(people::Directory.by_subject(db, "subject-Nina Nurse", today).await.unwrap(), Some(house.nurse));
        assert_eq!(people::Directory.by_subject(db, "nobody", today).await.unwrap(), None);
    }
);

both!(
    async fn shows_the_organisation(db: TestDb) {
        let house = House::new(&mut db).await;
        let conn = house.gate.db().reference();
        let seen = view(&conn, day("2026-11-21")).await.unwrap();
        assert_eq!(seen.units.len(), 1);
        assert_eq!(seen.units[0].organisation, "Testialue");
        let guidance = seen.teams.iter().find(|t| t.id == house.guidance).unwrap();
        let names: Vec<&str> = guidance.members.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["Kalle Colleague", "Lea Lead", "Maija Manager"]);
        assert_eq!(guidance.lanes.len(), 5);
        assert!(view(&conn, day("2019-01-01")).await.unwrap().teams.is_empty());

        let known = people_by_id(&conn, &[house.nurse, house.nurse, Uuid::now_v7()]).await.unwrap();
        assert_eq!(known.len(), 1);
        assert_eq!(person(&conn, house.nurse).await.unwrap().unwrap().unit.as_deref(), Some("Asiakasohjaus"));

        let own = profile(house.gate.db(), house.manager, day("2026-11-21")).await.unwrap().unwrap();
        assert_eq!((own.name.as_str(), own.unit.1.as_str()), ("Maija Manager", "Asiakasohjaus"));
        assert_eq!(own.teams, [(house.guidance, "Ohjaus".to_owned())]);
        let answer = house.ask(house.nurse, "GET", "/organisation", None).await;
        assert_eq!(answer.json()["teams"].as_array().unwrap().len(), 2);
    }
);
