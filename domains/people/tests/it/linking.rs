use people::identity::{link, unlink};
use people::{Error, card};
use serde_json::json;
use store::both;

use crate::house::{House, hetu};

both!(
    async fn linked_identities_are_read_as_one_and_come_apart_again(db: TestDb) {
        let house = House::new(&mut db).await;
        let temporary = house.client("Tuntematon", "Mies", None).await;
        let main = house.client("Korhonen", "Matti", Some(hetu("1950-03-03", 7))).await;
        let third = house.client("Korhonen", "M", None).await;
        house.tie_team(temporary).await;
        let path = format!("/clients/{main}/hetu");
        assert_eq!(house.ask(house.manager, "GET", &path, None).await.status, 403);

        let work = house.work().await;
        assert!(matches!(link(&work, main, main, "recognised", house.social()).await, Err(Error::State("same_identity"))));
        assert!(matches!(
            link(&work, main, kernel::ClientId(uuid::Uuid::now_v7()), "recognised", house.social()).await,
            Err(Error::NotFound)
        ));
        // A chain of links still reaches everyone: the third joins the temporary one, and both the main one.
        link(&work, third, temporary, "recognised", house.social()).await.unwrap();
        link(&work, temporary, main, "temporary_resolved", house.social()).await.unwrap();
        link(&work, temporary, main, "temporary_resolved", house.social()).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.count("SELECT COUNT(*) FROM identity_link", vec![]).await, 3, "linking twice adds nothing");

        for identity in [main, temporary, third] {
            assert_eq!(house.ask(house.manager, "GET", &format!("/clients/{identity}/hetu"), None).await.status, 200, "{identity}");
        }
        let people = house.ask(house.manager, "GET", &format!("/clients/{third}/people"), None).await.json();
        assert_eq!(people["contacts"].as_array().unwrap().len(), 6, "rows of all identities, each where it was written");
        let found = house.ask(house.manager, "POST", "/clients/search", Some(json!({ "q": "tuntematon" }))).await.json();
        assert_eq!(found["cards"][0]["id"], json!(main), "a person comes once, by the main identity");
        let found = house.ask(house.manager, "POST", "/clients/search", Some(json!({ "q": "korhonen m" }))).await.json();
        assert_eq!(found["cards"].as_array().unwrap().len(), 1);

        house.clock.advance(chrono::Duration::seconds(5));
        let work = house.work().await;
        unlink(&work, temporary).await.unwrap();
        assert!(matches!(unlink(&work, temporary).await, Err(Error::State("not_linked"))));
        work.commit().await.unwrap();
        assert_eq!(house.ask(house.manager, "GET", &path, None).await.status, 403, "apart again");
        assert_eq!(
            house.ask(house.manager, "GET", &format!("/clients/{third}/people"), None).await.status,
            200,
            "the third stays with the temporary one"
        );
        let client = card::card(&house.job(), temporary).await.unwrap().unwrap();
        assert_eq!(client.family_name, "Tuntematon", "nothing was re-keyed");
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind LIKE 'people.identity.%'", vec![]).await, 3);
    }
);
