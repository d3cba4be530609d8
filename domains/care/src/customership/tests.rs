use serde_json::json;

use crate::testing::{County, id};

store::both!(
    async fn one_customership_is_open_for_a_client_and_a_task(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/staff/clients/{}/customerships", county.client("aino").0);
        let new = json!({
            "service_task": "older_people", "responsible_worker_id": county.person("anna"), "contact_person_id": county.person("bertta"),
            "team_id": county.team("ita"), "matter_id": id(&matter),
        });
        let first = county.post("anna", &path, new.clone()).await.expect(201);
        assert_eq!((first["state"].as_str(), first["responsible_worker"]["name"].as_str()), (Some("open"), Some("anna Testinen")));
        let second = county.post("bertta", &path, new.clone()).await;
        assert_eq!(second.body["customership"]["id"], first["id"], "the refusal names the one that is open");
        assert_eq!(second.refused(), "customership_open");
        let other = county
            .post(
                "anna",
                &path,
                json!({"service_task": "disability", "responsible_worker_id": county.person("anna"), "team_id": county.team("ita")}),
            )
            .await;
        assert_eq!(other.status.as_u16(), 403, "rights do not reach another task");
        let nobody = county
            .post(
                "sosku",
                &path,
                json!({"service_task": "older_people", "responsible_worker_id": county.team("ita"), "team_id": county.team("ita")}),
            )
            .await;
        assert_eq!(nobody.body["errors"][0]["path"], "/responsible_worker_id");

        // The matter moved on, the client got a named worker.
        let now = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&matter))).await.expect(200);
        assert_eq!(now["lane"], "managing");
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'own_worker' AND state = 'met'").await, 1);
        let header = county.get("anna", &format!("/api/v1/staff/clients/{}", county.client("aino").0)).await.expect(200);
        assert_eq!((header["customerships"].as_i64(), header["contact_person"]["name"].as_str()), (Some(1), Some("bertta Testinen")));

        // Another team takes over: its people see the client from now on.
        assert_eq!(county.get("cecilia", &path).await.status.as_u16(), 403);
        let one = format!("/api/v1/staff/customerships/{}", id(&first));
        let body = json!({"responsible_worker_id": county.person("cecilia"), "contact_person_id": null, "team_id": county.team("lansi")});
        assert_eq!(county.ask("anna", "PATCH", &one, &[], Some(body.clone())).await.status.as_u16(), 428);
        let changed = county.ask("anna", "PATCH", &one, &[("if-match", "1")], Some(body)).await.expect(200);
        assert!(changed["contact_person"].is_null());
        assert_eq!(county.get("cecilia", &path).await.expect(200)[0]["team"]["name"], "Tiimi lansi");
        assert_eq!(county.ask("anna", "PATCH", &one, &[("if-match", "1")], Some(json!({}))).await.status.as_u16(), 412);

        let close = |reason: &str| Some(json!({ "reason_code": reason }));
        let path_close = format!("{one}/close");
        assert_eq!(county.ask("cecilia", "POST", &path_close, &[("if-match", "2")], close("bored")).await.status.as_u16(), 422);
        let closed = county.ask("cecilia", "POST", &path_close, &[("if-match", "2")], close("need_ended")).await.expect(200);
        assert_eq!((closed["state"].as_str(), closed["closed_on"].as_str()), (Some("closed"), Some("2026-11-16")));
        assert_eq!(county.get("cecilia", &path).await.status.as_u16(), 403, "the tie ended with the customership");
        assert_eq!(county.get("anna", &path).await.expect(200)[0]["close_reason"], "need_ended");
        county.post("anna", &path, new).await.expect(201);
    }
);
