//! What the platform keeps: the mark of the database's birth, events, the access log, sessions, tokens, relations.

use super::table::T;

super::step!(
    "m001_platform",
    [
        // key/value: kind (demo|production), born_at, county, controller …
        T::new("meta").text("key").text("value").primary(&["key"]),
        // One per change, in the change's own transaction. `txid` is the writing transaction on PostgreSQL (0 on SQLite, where
        // commit order is sequence order): consumers follow (txid, seq) and read only below the oldest running transaction.
        T::new("event")
            .sequence("seq")
            .big("txid")
            .ts("at")
            .text("kind")
            .uuid_opt("client_id")
            .text("object_kind")
            .uuid("object_id")
            .uuid_opt("team_id")
            .uuid_opt("actor_id")
            .json_opt("data")
            .index(&["txid", "seq"])
            .index(&["object_id"]),
        T::new("event_cursor").text("consumer").big("txid").big("seq").ts("updated_at").primary(&["consumer"]),
        // Who looked at or changed what, for whom, why (X2). Lists name their clients in access_log_client.
        T::new("access_log")
            .id()
            .ts("at")
            .text("actor_kind")
            .uuid_opt("actor_id")
            .text_opt("role")
            .uuid_opt("unit_id")
            .uuid_opt("client_id")
            .text("action")
            .text("purpose")
            .text_opt("ground")
            .text_opt("registers")
            .text_opt("categories")
            .text_opt("object_kind")
            .text_opt("objects")
            .text("outcome")
            .text_opt("code")
            .uuid("request_id")
            .index(&["client_id", "at"])
            .index(&["actor_id", "at"])
            .index(&["at"]),
        T::new("access_log_client").uuid("client_id").uuid("log_id").primary(&["client_id", "log_id"]).index(&["log_id"]),
        T::new("session")
            .bytes("key_hash")
            .text("audience")
            .uuid("subject_id")
            .text("csrf")
            .text("origin")
            .text_opt("id_token")
            .ts("created_at")
            .ts("expires_at")
            .ts_opt("ended_at")
            .primary(&["key_hash"])
            .index(&["subject_id"]),
        // Between the redirect to the OpenID provider and its return.
        T::new("login_state")
            .text("state")
            .text("nonce")
            .text("verifier")
            .text_opt("next")
            .bytes("browser_hash")
            .ts("expires_at")
            .primary(&["state"]),
        T::new("api_token")
            .id()
            .bytes("hash")
            .text("name")
            .text("scopes")
            .text("source_system")
            .text("register")
            .ts("created_at")
            .ts("expires_at")
            .ts_opt("revoked_at")
            .unique(&["hash"]),
        T::new("idempotency")
            .text("caller")
            .text("route")
            .text("key")
            .bytes("body_hash")
            .int("status")
            .json("answer")
            .ts("at")
            .primary(&["caller", "route", "key"]),
        // The verified connection (asiallinen yhteys, 703/2023) that rights rest on: who is tied to which client by what.
        T::new("care_relation")
            .owned()
            .text("basis")
            .text("object_kind")
            .uuid("object_id")
            .uuid_opt("professional_id")
            .uuid_opt("team_id")
            .uuid_opt("unit_id")
            .ts("valid_from")
            .ts_opt("valid_to")
            .index(&["client_id", "valid_to"])
            .index(&["object_id"])
            .index(&["professional_id", "valid_to"]),
        // The client's permission to disclose between registers (luovutuslupa).
        T::new("disclosure_permit")
            .owned()
            .text("given_by")
            .ts("informed_at")
            .ts("valid_from")
            .ts_opt("withdrawn_at")
            .uuid_opt("recorded_by")
            .index(&["client_id", "withdrawn_at"]),
        // Another register opened for one professional by a named legal ground, for a while.
        T::new("register_opening")
            .owned()
            .uuid("professional_id")
            .text("ground")
            .text("rule_version")
            .text("reason")
            .ts("opened_at")
            .ts("expires_at")
            .index(&["client_id", "professional_id"]),
        T::new("rule_version")
            .id()
            .text("kind")
            .int("version")
            .text("body")
            .text("source")
            .date("valid_from")
            .ts("created_at")
            .uuid_opt("created_by")
            .unique(&["kind", "version"]),
        T::new("saved_filter").id().uuid("professional_id").text("screen").text("name").json("filter").ts("created_at").unique(&[
            "professional_id",
            "screen",
            "name"
        ]),
    ]
);
