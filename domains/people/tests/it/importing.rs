use people::card::{card, cards};
use people::import::{Outcome, SourceCloseOne, SourceIdentifier, upsert_clients, upsert_close_one};
use people::{Error, IdentityKind};
use store::both;

use crate::house::{House, day, hetu};

both!(
    async fn the_same_hetu_is_the_same_client(db: TestDb) {
        let house = House::new(&mut db).await;
        let mut source = house.source("Mäkinen", "Aino Maria", Some(hetu("1942-01-01", 3)));
        let work = house.work().await;
        let first = upsert_clients(&work, &[source.clone()]).await.unwrap()[0];
        assert_eq!(first.outcome, Outcome::Created);
        // Another source of the same person, in the same change.
        source.source_system = "other".into();
        source.contacts.clear();
        let again = upsert_clients(&work, &[source.clone()]).await.unwrap()[0];
        assert_eq!((again.client, again.outcome), (first.client, Outcome::Unchanged));
        source.municipality = Some("153".into());
        let changed = upsert_clients(&work, &[source.clone()]).await.unwrap()[0];
        assert_eq!((changed.client, changed.outcome), (first.client, Outcome::Updated));
        work.commit().await.unwrap();

        let seen = card(&house.job(), first.client).await.unwrap().unwrap();
        assert_eq!(seen.name, "Mäkinen, Aino Maria");
        assert_eq!((seen.age, seen.birth_date), (Some(84), Some(day("1942-01-01"))));
        assert_eq!(seen.hetu_hint.as_deref(), Some("010142-••••"));
        assert_eq!(seen.municipality.unwrap().name.fi, "Imatra");
        assert_eq!(seen.identity, IdentityKind::Hetu);
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM client_identifier", vec![]).await, 1);
        assert_eq!(
            house.count("SELECT COUNT(*) FROM contact_detail WHERE ended_at IS NULL", vec![]).await,
            2,
            "the first source's details stay"
        );
    }
);

both!(
    async fn century_signs_tell_people_apart(db: TestDb) {
        let house = House::new(&mut db).await;
        // Same digits, another sign: nth 0 and 50 differ by the sign alone.
        let (dash, y) = (hetu("1990-01-01", 0), hetu("1990-01-01", 50));
        assert_eq!(dash.reveal().replace('-', ""), y.reveal().replace('Y', ""));
        let one = house.client("Virtanen", "Anna", Some(dash)).await;
        let two = house.client("Virtanen", "Anna", Some(y)).await;
        assert_ne!(one, two);
    }
);

both!(
    async fn without_a_hetu_the_sources_identifier_tells(db: TestDb) {
        let house = House::new(&mut db).await;
        let mut source = house.source("Doe", "John", None);
        source.identifiers = vec![SourceIdentifier { system: "urn:a".into(), value: "123".into() }];
        let first = house.write(&source).await;
        assert_eq!(house.write(&source).await, first);
        let mut other = source.clone();
        other.identifiers[0].system = "urn:b".into();
        assert_ne!(house.write(&other).await, first, "the same number in another system is another person");
        assert_eq!(card(&house.job(), first).await.unwrap().unwrap().identity, IdentityKind::Other);

        // The source learns the hetu: the client gets it and stays the same.
        source.hetu = Some(hetu("1980-05-05", 1));
        assert_eq!(house.write(&source).await, first);
        assert_eq!(card(&house.job(), first).await.unwrap().unwrap().identity, IdentityKind::Hetu);
        source.hetu = None;
        assert_eq!(house.write(&source).await, first);
        assert_eq!(card(&house.job(), first).await.unwrap().unwrap().identity, IdentityKind::Hetu, "a known hetu is not forgotten");

        // A changed hetu: the old one goes on finding the client.
        source.hetu = Some(hetu("1980-05-05", 2));
        assert_eq!(house.write(&source).await, first);
        assert_eq!(house.count("SELECT COUNT(*) FROM client_identifier WHERE kind = 'hetu' AND valid_to IS NOT NULL", vec![]).await, 1);
        let mut old = house.source("Doe", "John", Some(hetu("1980-05-05", 1)));
        old.source_system = "third".into();
        assert_eq!(house.write(&old).await, first);
    }
);

both!(
    async fn an_unknown_one_gets_a_temporary_identifier_and_is_linked_later(db: TestDb) {
        let house = House::new(&mut db).await;
        let nobody = house.source("Tuntematon", "Mies", None);
        let temporary = house.write(&nobody).await;
        let also = house.write(&nobody).await;
        assert_ne!(temporary, also, "two unknown people are two");
        assert_eq!(card(&house.job(), temporary).await.unwrap().unwrap().identity, IdentityKind::Temporary);
        let rows = house.rows("SELECT system, catalogue_row FROM client_identifier WHERE client_id = $1", vec![temporary.0.into()]).await;
        let system: String = rows[0].try_get("", "system").unwrap();
        assert_eq!(system, "urn:oid:1.2.246.10.2462460.22.2026");
        assert_eq!(rows[0].try_get::<i32>("", "catalogue_row").unwrap(), 7);

        let known = house.client("Korhonen", "Matti", Some(hetu("1950-03-03", 7))).await;
        let mut resolved = house.source("Korhonen", "Matti", Some(hetu("1950-03-03", 7)));
        resolved.known = Some(temporary);
        assert_eq!(house.write(&resolved).await, known);
        assert_eq!(house.count("SELECT COUNT(*) FROM identity_link WHERE unlinked_at IS NULL", vec![]).await, 1);
        assert_eq!(house.write(&resolved).await, known, "and again changes nothing");
        assert_eq!(house.count("SELECT COUNT(*) FROM identity_link", vec![]).await, 1);
    }
);

both!(
    async fn protection_holds_from_the_first_row_and_is_not_lifted_by_silence(db: TestDb) {
        let house = House::new(&mut db).await;
        let mut source = house.source("Salo", "Iida", Some(hetu("1970-07-07", 1)));
        source.protected = true;
        let client = house.write(&source).await;
        let seen = card(&house.job(), client).await.unwrap().unwrap();
        assert!(seen.protected && seen.municipality.is_none());
        source.protected = false;
        source.family_name = "Saloranta".into();
        house.write(&source).await;
        let seen = card(&house.job(), client).await.unwrap().unwrap();
        assert!(seen.protected);
        assert_eq!(seen.family_name, "Saloranta");
    }
);

both!(
    async fn contacts_follow_their_source(db: TestDb) {
        let house = House::new(&mut db).await;
        let mut source = house.source("Laine", "Eero", Some(hetu("1960-06-06", 1)));
        let client = house.write(&source).await;
        source.contacts[0].value = "050 765 4321".into();
        let work = house.work().await;
        let outcome = upsert_clients(&work, &[source.clone()]).await.unwrap()[0].outcome;
        work.commit().await.unwrap();
        assert_eq!(outcome, Outcome::Updated);
        let rows = house
            .rows("SELECT value FROM contact_detail WHERE client_id = $1 AND ended_at IS NULL ORDER BY value", vec![client.0.into()])
            .await;
        let values: Vec<String> = rows.iter().map(|r| r.try_get("", "value").unwrap()).collect();
        assert_eq!(values, ["050 765 4321", "Kauppakatu 1, 53100 Lappeenranta"]);
        assert_eq!(house.count("SELECT COUNT(*) FROM contact_detail", vec![]).await, 3, "the old number is history");
    }
);

both!(
    async fn many_at_once_in_order(db: TestDb) {
        let house = House::new(&mut db).await;
        let sources: Vec<_> = (0..600u16).map(|n| house.source(&format!("Suku{n}"), "Nimi", Some(hetu("1960-06-06", n % 300)))).collect();
        let work = house.work().await;
        let imported = upsert_clients(&work, &sources).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(imported.iter().filter(|i| i.outcome == Outcome::Created).count(), 300);
        assert_eq!(imported[0].client, imported[300].client, "the same hetu twice in one slice is one client");
        let ids: Vec<_> = imported.iter().take(300).map(|i| i.client).collect();
        let found = cards(&house.job(), &ids).await.unwrap();
        assert_eq!(found.iter().map(|c| c.id).collect::<Vec<_>>(), ids.iter().map(|c| c.0).collect::<Vec<_>>());
        assert_eq!(found[1].family_name, "Suku301", "the later word holds");
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind = 'people.client.created'", vec![]).await, 300);
        let logged = house.count("SELECT COUNT(*) FROM access_log_client", vec![]).await;
        assert_eq!(logged, 300, "the batch's line names whom it touched");
    }
);

both!(
    async fn close_ones_follow_their_source(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Niemi", "Tuula", Some(hetu("1945-02-02", 1))).await;
        let mut source = SourceCloseOne {
            client,
            key: vec![1, 2, 3],
            name: "Pekka Niemi".into(),
            roles: vec!["spouse".into(), "contact".into()],
            official: true,
            phone: None,
            note: None,
            person: None,
            ended: false,
            source_system: "test".into(),
            scope: house.social(),
        };
        let work = house.work().await;
        let (id, outcome) = upsert_close_one(&work, &source).await.unwrap();
        assert_eq!(outcome, Outcome::Created);
        assert_eq!(upsert_close_one(&work, &source).await.unwrap(), (id, Outcome::Unchanged));
        source.phone = Some("040 1".into());
        assert_eq!(upsert_close_one(&work, &source).await.unwrap(), (id, Outcome::Updated));
        source.ended = true;
        assert_eq!(upsert_close_one(&work, &source).await.unwrap(), (id, Outcome::Updated));
        assert_eq!(upsert_close_one(&work, &source).await.unwrap(), (id, Outcome::Unchanged));
        work.commit().await.unwrap();
        assert_eq!(house.count("SELECT COUNT(*) FROM close_one WHERE catalogue_row = 4", vec![]).await, 1);
        let mut wrong = house.source("X", "Y", None);
        wrong.known = Some(kernel::ClientId(uuid::Uuid::now_v7()));
        let work = house.work().await;
        assert!(matches!(upsert_clients(&work, &[wrong]).await, Err(Error::NotFound)));
    }
);
