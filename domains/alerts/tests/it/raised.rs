//! Each shipped rule raises what it is for, and nothing short of it.

use store::both;

use crate::house::{House, lapsed, waits};

both!(
    async fn a_carer_on_a_ward_is_told_of_the_one_cared_for(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, eero) = (house.client().await, house.client().await);
        house.cares(eero, aino).await;
        house.turn().await;
        assert_eq!(house.alerts(aino).await, []);
        house.stay(eero, 1, None).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("carer_admitted")]);
        assert_eq!(house.alerts(eero).await, [], "his own stay is no alert of his");
        let seen = house.queue(house.manager, serde_json::json!({})).await;
        let alert = &seen["items"][0];
        assert_eq!(alert["why"]["fi"], "Asiakkaan omaishoitaja on osastolla. Päiviä osastolle tulosta: 1.");
        assert_eq!((alert["basis"].as_str(), alert["evidence"][0]["of_another"].as_bool()), (Some("law"), Some(true)));
        assert!(alert["evidence"][0].get("id").is_none(), "another's record is not opened by it: {alert}");
    }
);

both!(
    async fn who_came_to_be_a_carer_later_is_noticed_too(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, eero) = (house.client().await, house.client().await);
        house.stay(eero, 2, None).await;
        assert_eq!(house.turn().await, 0);
        house.cares(eero, aino).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("carer_admitted")]);
    }
);

both!(
    async fn four_emergency_visits_in_ninety_days(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        for days in [91, 60, 30, 5] {
            house.visit(aino, "EMER", days).await;
        }
        assert_eq!(house.turn().await, 0, "one is a day too old");
        house.visit(aino, "AMB", 3).await;
        assert_eq!(house.turn().await, 0);
        house.visit(aino, "EMER", 90).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("emergency_visits")]);
        let seen = house.queue(house.coordinator, serde_json::json!({})).await;
        let why = seen["items"][0]["why"]["fi"].as_str().unwrap();
        assert_eq!(why, "Päivystyskäyntejä on 4 viimeisten 90 päivän aikana. Päiviä viimeisimmästä: 5.");
        assert_eq!(seen["items"][0]["evidence"].as_array().unwrap().len(), 4);
    }
);

both!(
    async fn nothing_happening_is_noticed_by_the_sweep(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, away) = (house.client().await, house.client().await);
        for days in [10, 9, 8, 6] {
            house.visit(aino, "HH", days).await;
            house.visit(away, "HH", days).await;
        }
        house.stay(away, 5, None).await;
        house.turn().await;
        assert_eq!(house.sweep().await, 0, "six days");
        house.clock.advance(chrono::Duration::days(1));
        assert_eq!(house.sweep().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("home_care_silent")]);
        assert_eq!(house.alerts(away).await, [], "on a ward nobody visits");
        assert_eq!(house.sweep().await, 0, "said once");
        house.visit(aino, "HH", 0).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [lapsed("home_care_silent", "passed")]);
    }
);

both!(
    async fn two_assessments_open(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        let first = house.assessment(aino).await;
        assert_eq!(house.turn().await, 0);
        house.assessment(aino).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("open_assessments")]);
        house.finish(aino, first).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [lapsed("open_assessments", "passed")]);
    }
);

both!(
    async fn a_discharge_without_follow_up(db: TestDb) {
        let house = House::new(&mut db).await;
        let (alone, met, booked, fresh) = (house.client().await, house.client().await, house.client().await, house.client().await);
        for client in [alone, met, booked] {
            house.stay(client, 20, Some(8)).await;
            // What was before the discharge is no follow-up.
            house.visit(client, "AMB", 25).await;
        }
        house.stay(fresh, 20, Some(3)).await;
        house.visit(met, "VR", 4).await;
        let mut time = crate::house::visit("AMB", house.ago(-5), None, "booked");
        time.kind = "Appointment";
        house.received(booked, uuid::Uuid::now_v7(), Some(time)).await;
        house.sweep().await;
        assert_eq!(house.alerts(alone).await, [waits("discharge_without_follow_up")]);
        for client in [met, booked, fresh] {
            assert_eq!(house.alerts(client).await, []);
        }
    }
);

both!(
    async fn a_weight_that_falls(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, steady, old) = (house.client().await, house.client().await, house.client().await);
        for (days, kilos) in [(118, 64.3), (60, 62.0), (9, 60.4)] {
            house.weighs(aino, days, kilos).await;
        }
        house.weighs(steady, 100, 64.0).await;
        house.weighs(steady, 9, 61.5).await;
        house.weighs(old, 300, 70.0).await;
        house.weighs(old, 9, 60.0).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("weight_loss")]);
        let seen = house.queue(house.manager, serde_json::json!({})).await;
        let why = seen["items"][0]["why"]["fi"].as_str().unwrap();
        assert_eq!(why, "Paino on muuttunut -6,1 % puolen vuoden aikana: 64,3 kg → 60,4 kg.");
    }
);

both!(
    async fn every_word_of_the_rules_is_told_by_some_room(db: TestDb) {
        assert_eq!(House::new(&mut db).await.room.untold(), Vec::<&str>::new());
    }
);

both!(
    async fn ability_past_its_limit_and_worse_than_before(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, eero, other) = (house.client().await, house.client().await, house.client().await);
        // Past the limit already, and no worse than an error of measurement: nothing new to tell.
        for (days, seconds) in [(20, 32.0), (5, 35.9)] {
            house.walks(eero, days, seconds).await;
        }
        // Worse by exactly the error, and not past the limit.
        for (days, seconds) in [(20, 16.0), (5, 20.0)] {
            house.walks(other, days, seconds).await;
        }
        house.walks(aino, 40, 26.0).await;
        assert_eq!(house.turn().await, 0);
        house.walks(aino, 3, 31.0).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!((house.alerts(aino).await, house.alerts(eero).await), (vec![waits("ability_declined")], vec![]));
        let seen = house.queue(house.manager, serde_json::json!({ "rule": "ability_declined" })).await;
        let alert = &seen["items"][0];
        assert_eq!((&alert["figures"]["limit"]["open"], &alert["figures"]["worse"]["count"]), (&1.into(), &1.into()));
        assert!(alert["evidence"].as_array().unwrap().iter().all(|thing| thing["item"] == "measurement" && thing["id"].is_string()));
        // Measured again, better: what was past the limit is over.
        house.walks(aino, 0, 18.0).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [lapsed("ability_declined", "passed")]);
        // Worse again, and withdrawn as wrong: it rested on what is no more.
        house.walks(aino, -1, 40.0).await;
        house.clock.advance(chrono::Duration::days(2));
        assert_eq!(house.turn().await, 1);
        let work = house.gate.job("test.withdraw", "test", None).begin().await.unwrap();
        let text = "UPDATE measurement SET ended_at = $1, ended_how = 'withdrawn' WHERE client_id = $2 AND score = 40";
        store::sql::exec(&work, text, [work.at().into(), aino.0.into()]).await.unwrap();
        work.emit(store::NewEvent::new("functioning.measurement.withdrawn", "client", aino.0).client(aino.0)).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await.last(), Some(&lapsed("ability_declined", "corrected")));
    }
);
