//! Residents who identify themselves strongly: found by the code in force, added once when nobody knows them.

use people::{Identified, Resident, identified};
use store::{both, sql};

use crate::house::{House, hetu};

fn person<'a>(code: &'a kernel::hetu::Hetu, names: Option<(&'a str, &'a str)>) -> Identified<'a> {
    Identified { hetu: code, family_name: names.map(|n| n.0), given_names: names.map(|n| n.1) }
}

both!(
    async fn a_code_in_force_finds_its_client_and_no_other(db: TestDb) {
        let house = House::new(&mut db).await;
        let (code, other) = (hetu("1942-01-01", 3), hetu("1942-01-01", 5));
        let aino = house.client("Virtanen", "Aino", Some(code.clone())).await;
        let found = identified(&house.gate, &person(&code, Some(("Toinen", "Nimi")))).await.unwrap();
        assert_eq!(found, Resident::Client(aino), "by the code alone, whatever the name");
        assert_eq!(identified(&house.gate, &person(&other, None)).await.unwrap(), Resident::Unknown, "no name, no new client");
        assert_eq!(identified(&house.gate, &person(&other, Some(("", "--")))).await.unwrap(), Resident::Unknown, "nor one without letters");
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 1);

        // A code out of use opens nobody's data, nor does it make a second client.
        let work = house.work().await;
        let text = "UPDATE client_identifier SET valid_to = $1 WHERE client_id = $2";
        sql::exec(&work, text, [work.at().into(), aino.0.into()]).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(identified(&house.gate, &person(&code, Some(("Virtanen", "Aino")))).await.unwrap(), Resident::Unclear);
        let work = house.work().await;
        sql::exec(&work, "UPDATE client_identifier SET valid_to = NULL WHERE client_id = $1", [aino.0.into()]).await.unwrap();
        sql::exec(&work, "UPDATE client SET deceased = $1 WHERE id = $2", [true.into(), aino.0.into()]).await.unwrap();
        work.commit().await.unwrap();
        let dead = identified(&house.gate, &person(&code, Some(("Virtanen", "Aino")))).await.unwrap();
        assert_eq!(dead, Resident::Unclear, "nobody logs in as one who has died");
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 1);
    }
);

both!(
    async fn a_new_resident_is_added_once(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1990-05-05", 7);
        let new = person(&code, Some((" Uusi ", "Aada  Maria")));
        let (one, two) = tokio::join!(identified(&house.gate, &new), identified(&house.gate, &new));
        let (one, two) = (one.unwrap(), two.unwrap());
        let (Resident::Added(id), Resident::Client(same)) = (if matches!(one, Resident::Added(_)) { (one, two) } else { (two, one) })
        else {
            panic!("{one:?} {two:?}")
        };
        assert_eq!(id, same, "two log-ins at once make one client");
        assert_eq!(identified(&house.gate, &person(&code, None)).await.unwrap(), Resident::Client(id));
        let row = &house
            .rows("SELECT family_name, given_names, service_task, register, origin FROM client WHERE id = $1", vec![id.0.into()])
            .await[0];
        let told: Vec<String> =
            ["family_name", "given_names", "service_task", "register", "origin"].iter().map(|c| row.try_get("", c).unwrap()).collect();
        assert_eq!(told, ["Uusi", "Aada Maria", "working_age", "social", "identification"]);
        let lines = "SELECT COUNT(*) FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'session.identification.enrol' AND c.client_id = $1";
        assert_eq!(house.count(lines, vec![id.0.into()]).await, 1, "the client's log says how they came");
    }
);
